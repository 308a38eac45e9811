package suggest

import "strings"

// filler fills the placeholders of clauses.
type filler struct {
	words   words
	digits  digits
	refs    map[string]string // clause -> where it stands
	whole   string            // the articles that are added
	article bool              // the text is of an article of its own, which may define a term

	filled, turned []byte // what texts are written in
}

// fill fills a text of template t of clause c. What it refers to and is not there is filled with
// the words that the template gives for that.
func (f *filler) fill(c *Clause, t *Template, text string) string {
	f.filled = fillHoles(f.filled[:0], text, func(name, otherwise string) string {
		if p, ok := c.Parameters[name]; ok {
			return f.digits.label(p.Default)
		}
		switch name {
		case "vendor":
			return f.words.vendor
		case "customer":
			return f.words.customer
		case "data":
			return f.words.data
		case "pdata":
			switch {
			case f.defines(t):
				return f.words.define
			case f.article && f.words.long:
				// The first new article that needs the term defines it.
				f.words.long = false
				long := f.words.pdata
				f.words.pdata = f.words.define
				return long + "（以下「" + f.words.define + "」という。）"
			}
			return f.words.pdata
		case "service":
			return f.words.service
		case "self":
			return f.words.self
		case "contract":
			return f.words.contract
		case "annex":
			return f.words.annex
		case "range":
			return f.whole
		}
		if ref := f.refs[name]; ref != "" {
			return ref
		}
		return otherwise
	})
	return f.styled(f.filled)
}

// styled returns a text in the style of the document.
func (f *filler) styled(text []byte) string {
	if f.words.polite {
		f.turned = polite(f.turned[:0], text)
		text = f.turned
	}
	return string(text)
}

// fillHoles appends text with values in place of {{name}} and {{name|otherwise}}, as
// placeholder describes them; texts are filled for every report.
func fillHoles(b []byte, text string, value func(name, otherwise string) string) []byte {
	for {
		before, rest, ok := strings.Cut(text, "{{")
		b = append(b, before...)
		if !ok {
			return b
		}
		hole, after, _ := strings.Cut(rest, "}}")
		name, otherwise, _ := strings.Cut(hole, "|")
		b = append(b, value(name, otherwise)...)
		text = after
	}
}

// defines reports whether a template itself defines the term for personal data.
func (f *filler) defines(t *Template) bool {
	const open, hole = "「", "{{pdata}}」という"
	for text := t.Text; ; {
		before, after, ok := strings.Cut(text, hole) // {{ is rare, 「 is not
		if !ok || strings.HasSuffix(before, open) {
			return ok
		}
		text = after
	}
}
