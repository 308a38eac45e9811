// Package pdf reads the text of PDF files by PDFium, which runs as WebAssembly: a
// damaged or hostile file can do no more than end its own reading. PDFium says
// where each character stands; what is a line, a column, a table or the foot of a
// page is worked out here.
package pdf

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	pdfium_errors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/requests"

	"github.com/yakkan/yakkan/analyzer/document/flow"
)

// Limits bound the work for one file. The zero value means the defaults.
type Limits struct {
	Pages   int    // 1,000; later ones are not read
	Runes   int    // 2,000,000 characters of all pages; what comes after is not read
	Seconds int    // 10
	Memory  uint32 // 1,920 pages of 64 KiB (120 MiB) for the guest
}

func (l Limits) withDefaults() Limits {
	if l.Pages == 0 {
		l.Pages = 1000
	}
	if l.Runes == 0 {
		l.Runes = 2_000_000
	}
	if l.Seconds == 0 {
		l.Seconds = 10
	}
	if l.Memory == 0 {
		l.Memory = 1920
	}
	return l
}

// onePage bounds the characters of one page.
const onePage = 200_000

// Read reads a PDF. Errors are flow.Note.
func Read(data []byte, lim Limits) (*flow.Text, error) {
	lim = lim.withDefaults()
	w, err := acquire(lim.Memory)
	if err != nil {
		return nil, err
	}
	var late atomic.Bool
	timer := time.AfterFunc(time.Duration(lim.Seconds)*time.Second, func() {
		late.Store(true)
		w.cancel()
	})
	sheets, notes, err := w.document(data, lim)
	failed := !timer.Stop() || late.Load() || err != nil && broken(err)
	w.release(failed || len(data) > 4<<20)
	switch {
	case late.Load():
		return nil, flow.Failed("timeout", fmt.Sprintf("the PDF could not be read within %d seconds; split it or raise the limit", lim.Seconds), map[string]string{"limit": fmt.Sprint(lim.Seconds)})
	case err != nil:
		return nil, reason(err, lim)
	}
	t := &flow.Text{Notes: notes}
	judge(t, sheets)
	for _, n := range t.Notes {
		if n.Weight == flow.Unreadable {
			return t, nil
		}
	}
	t.Lines = assemble(sheets)
	return t, nil
}

// document reads the pages of a file.
func (w *worker) document(data []byte, lim Limits) ([]*sheet, []flow.Note, error) {
	p := w.pdfium
	doc, err := p.OpenDocument(&requests.OpenDocument{File: &data})
	if err != nil {
		return nil, nil, err
	}
	defer func() { _, _ = p.FPDF_CloseDocument(&requests.FPDF_CloseDocument{Document: doc.Document}) }()
	count, err := p.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
	if err != nil {
		return nil, nil, err
	}
	if count.PageCount == 0 {
		return nil, nil, flow.Failed("damaged", "the PDF has no page that can be found; write it out anew", nil)
	}
	var sheets []*sheet
	var notes []flow.Note
	left := lim.Runes
	for i := range count.PageCount {
		if i == lim.Pages || left <= 0 {
			notes = append(notes, flow.Note{Weight: flow.Partial, Code: "too_many_pages", Message: fmt.Sprintf("of %d pages the first %d were read; the others exceed the limits of %d pages and %d characters", count.PageCount, i, lim.Pages, lim.Runes),
				Args: map[string]string{"count": fmt.Sprint(count.PageCount), "read": fmt.Sprint(i)}})
			break
		}
		s, err := w.sheet(doc.Document, i, min(left, onePage))
		if err != nil {
			if broken(err) {
				return nil, nil, err
			}
			s = &sheet{failed: true}
		}
		left -= len(s.glyphs)
		s.number = i + 1
		sheets = append(sheets, s)
	}
	return sheets, notes, nil
}

// broken reports whether an error says that the guest itself cannot go on.
func broken(err error) bool {
	s := err.Error()
	return strings.Contains(s, "wasm") || strings.Contains(s, "panic") || strings.Contains(s, "module closed") || strings.Contains(s, "unreachable") || strings.Contains(s, "memory") || strings.Contains(s, "context")
}

// reason turns an error of PDFium into a note.
func reason(err error, lim Limits) error {
	if n, ok := errors.AsType[flow.Note](err); ok {
		return n
	}
	switch {
	case errors.Is(err, pdfium_errors.ErrPassword), errors.Is(err, pdfium_errors.ErrSecurity):
		return flow.Failed("encrypted", "the file is protected by a password; save it without one", nil)
	case broken(err):
		return flow.Failed("unpacked_too_large", fmt.Sprintf("the PDF needs more than %d MiB of memory to be read, or is made so that it cannot be; write it out anew", lim.Memory/16), map[string]string{"limit": fmt.Sprintf("%d MiB", lim.Memory/16)})
	}
	return flow.Failed("damaged", "the PDF is damaged or cut off; write it out or send it again", nil)
}

// judge tells which pages could not be read, and why.
func judge(t *flow.Text, sheets []*sheet) {
	var pictured, garbled, failed, partly, blank, aslant []int
	read := 0
	for _, s := range sheets {
		if s.aslant > 0 {
			aslant = append(aslant, s.number)
		}
		switch {
		case s.failed:
			failed = append(failed, s.number)
		case s.wordless():
			if s.drawn > 0 {
				pictured = append(pictured, s.number)
			} else {
				blank = append(blank, s.number)
			}
		case s.garbled():
			garbled = append(garbled, s.number)
			s.glyphs = nil
		default:
			read++
			if s.shows() {
				partly = append(partly, s.number)
			}
		}
	}
	add := func(pages []int, code, message string) {
		if len(pages) == 0 {
			return
		}
		n := flow.Note{Weight: flow.Partial, Code: code, Message: fmt.Sprintf(message, list(pages)), Args: map[string]string{"pages": list(pages), "count": fmt.Sprint(len(pages))}}
		if read == 0 {
			n.Weight = flow.Unreadable
		}
		t.Add(n)
	}
	add(garbled, "garbled", "the fonts of these pages do not say which characters they show: %s; write the file out anew from its source, or run character recognition (OCR)")
	add(pictured, "image_only", "these pages are pictures: %s; run character recognition (OCR) over them, or ask for the text")
	add(failed, "damaged_pages", "these pages are damaged: %s; write the file out anew")
	if len(blank) > 0 && read > 0 {
		t.Add(flow.Note{Code: "blank_pages", Message: "these pages show nothing: " + list(blank) + "; open the file to see whether they are meant to be empty", Args: map[string]string{"pages": list(blank)}})
	}
	if len(aslant) > 0 && read > 0 {
		t.Add(flow.Note{Code: "slanted_text", Message: "words set aslant, as watermarks are, stand on these pages: " + list(aslant) + "; they were not read", Args: map[string]string{"pages": list(aslant)}})
	}
	add(partly, "pictures_on_pages", "large pictures stand on these pages: %s; words in them were not read")
}

// list writes page numbers: 1, 3–5.
func list(pages []int) string {
	var b strings.Builder
	for i := 0; i < len(pages); {
		j := i
		for j+1 < len(pages) && pages[j+1] == pages[j]+1 {
			j++
		}
		if b.Len() > 400 {
			b.WriteString(", …")
			break
		}
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		fmt.Fprint(&b, pages[i])
		if j > i {
			fmt.Fprintf(&b, "–%d", pages[j])
		}
		i = j + 1
	}
	return b.String()
}

// wordless reports whether a page has no text to speak of: a page number or a
// stamp on a picture is none.
func (s *sheet) wordless() bool {
	n := 0
	for _, g := range s.glyphs {
		if g.r > ' ' && g.r != '　' {
			n++
		}
	}
	return n == 0 || n < 40 && slices.ContainsFunc(s.pictures, func(b flow.Box) bool { return s.share(b) > 0.4 })
}

// share returns how much of the page a box covers.
func (s *sheet) share(b flow.Box) float32 {
	if s.width <= 0 || s.height <= 0 {
		return 0
	}
	w := min(b.Right, s.width) - max(b.Left, 0)
	h := min(b.Top, s.height) - max(b.Bottom, 0)
	return max(0, w) * max(0, h) / (s.width * s.height)
}

// shows reports whether a large picture stands on the page that is no ground
// behind the text.
func (s *sheet) shows() bool {
	for _, b := range s.pictures {
		if s.share(b) < 0.25 {
			continue
		}
		over := 0
		for _, g := range s.glyphs {
			x, y := (g.box.Left+g.box.Right)/2, (g.box.Bottom+g.box.Top)/2
			if x > b.Left && x < b.Right && y > b.Bottom && y < b.Top {
				over++
			}
		}
		if over < 10 {
			return true
		}
	}
	return false
}

// garbled reports whether the characters of a page are not those that it shows.
func (s *sheet) garbled() bool {
	n, bad, kana, han, odd := 0, 0, 0, 0, 0
	for _, g := range s.glyphs {
		if g.r == ' ' || g.r == '　' {
			continue
		}
		n++
		switch {
		case g.bad:
			bad++
		case g.r >= 0x3041 && g.r <= 0x30FF:
			kana++
		case g.r >= 0x3400 && g.r <= 0x9FFF:
			han++
		case g.r < ' ', g.r >= 0x80 && g.r < 0x250, g.r >= 0x370 && g.r < 0x2000, g.r >= 0xA000 && g.r < 0xF900:
			odd++
		}
	}
	switch {
	case bad*20 > n && bad > 2:
		return true
	case n >= 40 && odd*4 > n:
		return true // codes of glyphs taken for letters
	case n >= 80 && han*2 > n && kana*50 < n:
		return true // running Japanese has kana; codes taken for ideographs have none
	}
	return false
}
