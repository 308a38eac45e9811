package report

import (
	"fmt"
	"strings"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/source"
)

// cell is a part of a row: its words, the colour they have, and what parts them
// from the part before on the same line.
type cell struct{ before, text, code string }

// row writes cells behind a mark: each on the line if it fits, else at the
// beginning of the next, which is as far in as the mark is wide.
func (t *textWriter) row(mark string, cs ...cell) {
	n := cells.StringWidth(mark)
	pad := strings.Repeat(" ", n)
	t.b.WriteString(mark)
	first := true // nothing but pad is on the line
	for _, c := range cs {
		if c.text == "" {
			continue
		}
		before := c.before
		if first {
			before = ""
		}
		if w := cells.StringWidth(before + c.text); first || n+w <= t.opt.Width {
			n += w
		} else {
			before, n = "\n"+pad, cells.StringWidth(pad+c.text)
		}
		t.b.WriteString(before)
		for i, l := range wrapText(c.text, max(20, t.opt.Width-len(pad))) {
			if i > 0 {
				t.b.WriteString("\n" + pad)
				n = cells.StringWidth(pad + l)
			}
			t.b.WriteString(t.paint(c.code, l))
		}
		first = false
	}
	t.b.WriteString("\n")
}

// Place says where a finding stands: the page (p.3), the paragraph (¶12) or the
// line (L45), whichever a reader of the format can look up.
func (f *Finding) Place() string { return PlaceAt(f.Page, f.Paragraph, f.Line) }

// Place says where a side stands, as that of a finding does.
func (s *Side) Place() string { return PlaceAt(s.Page, s.Paragraph, s.Line) }

// PlaceAt says where something stands whose page, paragraph and line are known.
func PlaceAt(page, paragraph *int, line int) string {
	switch {
	case page != nil:
		return fmt.Sprintf("p.%d", *page)
	case paragraph != nil:
		return fmt.Sprintf("¶%d", *paragraph)
	}
	return fmt.Sprintf("L%d", line)
}

// PageOf returns the page of a PDF or the paragraph of a Word document on which a span
// stands, from 1, and nil for what the format has not.
func PageOf(d *document.Document, span source.Span) (page, paragraph *int) {
	switch at := d.Place(span); {
	case at.Page > 0:
		return new(at.Page), nil
	case at.Paragraph > 0:
		return nil, new(at.Paragraph)
	}
	return nil, nil
}
