package pdf

import (
	"math"
	"unicode/utf16"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"github.com/yakkan/yakkan/analyzer/document/flow"
)

// glyph is a character with its box, in points from the lower left corner of the page.
type glyph struct {
	r    rune
	box  flow.Box
	bad  bool // the font does not say which character it is
	turn int8 // quarter turns clockwise by which it lies
}

// sheet is a page as it was drawn.
type sheet struct {
	number        int  // from 1
	failed        bool // it could not be read
	rotation      int  // quarter turns clockwise after which it can be read
	aslant        int  // characters that lie aslant, as those of a watermark do
	glyphs        []glyph
	width, height float32
	pictures      []flow.Box // images that cover a part of the page
	rules         []flow.Box // thin lines, as tables are ruled with
	drawn         int        // objects on the page
}

// sheet reads page i.
func (w *worker) sheet(doc references.FPDF_DOCUMENT, i int, most int) (*sheet, error) {
	p := w.pdfium
	loaded, err := p.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: doc, Index: i})
	if err != nil {
		return nil, err
	}
	page := requests.Page{ByReference: &loaded.Page}
	defer func() { _, _ = p.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page}) }()
	s := &sheet{}
	if size, err := p.FPDF_GetPageWidthF(&requests.FPDF_GetPageWidthF{Page: page}); err == nil {
		s.width = size.PageWidth
	}
	if size, err := p.FPDF_GetPageHeightF(&requests.FPDF_GetPageHeightF{Page: page}); err == nil {
		s.height = size.PageHeight
	}
	if turned, err := p.FPDFPage_GetRotation(&requests.FPDFPage_GetRotation{Page: page}); err == nil && turned.PageRotation&1 == 1 {
		s.width, s.height = s.height, s.width // of the page before it is turned
	}
	text, err := p.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: page})
	if err != nil {
		return nil, err
	}
	defer func() { _, _ = p.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage}) }()
	if err := w.glyphs(s, text.TextPage, most); err != nil {
		return nil, err
	}
	return s, w.objects(s, page)
}

// glyphs reads the characters of a page. PDFium gives UTF-16 units, one at an index.
func (w *worker) glyphs(s *sheet, text references.FPDF_TEXTPAGE, most int) error {
	p := w.pdfium
	count, err := p.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text})
	if err != nil {
		return err
	}
	n := min(count.Count, most+1)
	s.glyphs = make([]glyph, 0, n)
	var high rune
	for i := range n {
		u, err := p.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: text, Index: i})
		if err != nil {
			return err
		}
		r := rune(uint32(u.Unicode))
		if r >= 0xD800 && r < 0xDC00 {
			high = r
			continue
		}
		if high != 0 {
			r, high = utf16.DecodeRune(high, r), 0
		}
		if r == '\r' || r == '\n' {
			continue // PDFium's idea of lines
		}
		if made, err := p.FPDFText_IsGenerated(&requests.FPDFText_IsGenerated{TextPage: text, Index: i}); err != nil {
			return err
		} else if made.IsGenerated {
			continue // blanks that it puts between words
		}
		g := glyph{r: r}
		if r == 0 || r == 0xFFFD || r >= 0xE000 && r <= 0xF8FF {
			g.bad = true
		} else if r > 0x7F {
			wrong, err := p.FPDFText_HasUnicodeMapError(&requests.FPDFText_HasUnicodeMapError{TextPage: text, Index: i})
			if err != nil {
				return err
			}
			g.bad = wrong.HasUnicodeMapError
		}
		if angle, err := p.FPDFText_GetCharAngle(&requests.FPDFText_GetCharAngle{TextPage: text, Index: i}); err == nil {
			quarters := float64(angle.CharAngle) / (math.Pi / 2)
			if near := math.Round(quarters); math.Abs(quarters-near) > 0.06 {
				s.aslant++
				continue
			} else {
				g.turn = int8(near) & 3
			}
		}
		box, err := p.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: text, Index: i})
		if err != nil {
			continue // a character without a place is not seen
		}
		g.box = flow.Box{Left: box.Rect.Left, Bottom: box.Rect.Bottom, Right: box.Rect.Right, Top: box.Rect.Top}
		if g.box.Bottom > g.box.Top {
			g.box.Bottom, g.box.Top = g.box.Top, g.box.Bottom
		}
		s.glyphs = append(s.glyphs, g)
	}
	return nil
}

// objectsRead bounds how many objects of a page are looked at for pictures.
const objectsRead = 2000

const thin = 2.5 // points, of a ruled line at most

// objects looks for pictures and ruled lines.
func (w *worker) objects(s *sheet, page requests.Page) error {
	p := w.pdfium
	count, err := p.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: page})
	if err != nil {
		return err
	}
	s.drawn = count.Count
	for i := range min(count.Count, objectsRead) {
		o, err := p.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: page, Index: i})
		if err != nil {
			return err
		}
		kind, err := p.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: o.PageObject})
		if err != nil {
			return err
		}
		if kind.Type != enums.FPDF_PAGEOBJ_IMAGE && kind.Type != enums.FPDF_PAGEOBJ_PATH {
			continue
		}
		b, err := p.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: o.PageObject})
		if err != nil {
			continue // an object without a place is not seen
		}
		box := flow.Box{Left: b.Left, Bottom: b.Bottom, Right: b.Right, Top: b.Top}
		w, h := b.Right-b.Left, b.Top-b.Bottom
		switch {
		case kind.Type == enums.FPDF_PAGEOBJ_IMAGE:
			s.pictures = append(s.pictures, box)
		case w < thin && h > 3*thin, h < thin && w > 3*thin:
			s.rules = append(s.rules, box)
		}
	}
	return nil
}
