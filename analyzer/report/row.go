package report

import (
	"fmt"
	"strings"
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
func (f *Finding) Place() string {
	switch {
	case f.Page != nil:
		return fmt.Sprintf("p.%d", *f.Page)
	case f.Paragraph != nil:
		return fmt.Sprintf("¶%d", *f.Paragraph)
	}
	return fmt.Sprintf("L%d", f.Line)
}
