package suggest

import (
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/slab"
)

// hole is what stands in the place of a placeholder.
type hole uint8

const (
	noHole        hole = iota // the end of the text
	parameterHole             // the default of a parameter of the clause
	clauseHole                // where another clause stands
	vendorHole
	customerHole
	dataHole
	pdataHole
	serviceHole
	selfHole
	contractHole
	annexHole
	rangeHole
)

// builtin are the placeholders that the document itself fills.
var builtin = []string{"vendor", "customer", "data", "pdata", "service", "self", "contract", "annex", "range"}

// pieces is a text of a template, cut at its placeholders {{name}} and {{name|otherwise}}:
// texts are filled for every report.
type pieces struct {
	plain  string // what stands between the placeholders
	polite string // the same in polite style
	list   []piece
	named  []named // what clauseHole and parameterHole are filled with, in the order of the text
	sure   bool    // no value without 。 changes how a sentence ends in polite style
}

// piece is a stretch of both texts, which ends where it says, and the placeholder behind it.
type piece struct {
	plain, polite uint32
	named         uint16 // in the list of that name
	hole          hole
}

// named is a clause with what is written where it is not there, or a parameter with its
// default.
type named struct{ name, value string }

// cutPieces cuts a text of clause c.
func cutPieces(c *Clause, text string) pieces {
	all := pieces{sure: true}
	for first := true; ; first = false {
		before, rest, ok := strings.Cut(text, "{{")
		all.plain += before
		all.polite += string(polite(nil, []byte(before)))
		all.sure = all.sure && politeAlone(before, first, !ok)
		p := piece{plain: uint32(len(all.plain)), polite: uint32(len(all.polite))}
		if !ok {
			all.list = append(all.list, p)
			return all
		}
		in, after, _ := strings.Cut(rest, "}}")
		name, value, _ := strings.Cut(in, "|")
		if parameter, ok := c.Parameters[name]; ok {
			p.hole, value = parameterHole, parameter.Default
		} else if i := slices.Index(builtin, name); i >= 0 {
			p.hole = vendorHole + hole(i)
		} else {
			p.hole = clauseHole
		}
		if p.hole < vendorHole {
			p.named = uint16(len(all.named))
			all.named = append(all.named, named{name, value})
		}
		all.list, text = append(all.list, p), after
	}
}

// filler fills the placeholders of clauses.
type filler struct {
	words   words
	digits  digits
	refs    map[string]string // clause -> where it stands
	whole   string            // the articles that are added
	article bool              // the text is of an article of its own, which may define a term

	filled, turned []byte // what texts are written in
	texts          slab.Strings
}

// fill fills a text of template t. What it refers to and is not there is filled with
// the words that the template gives for that.
func (f *filler) fill(t *Template, text *pieces) string {
	polite := f.words.polite && text.sure
	b, from := f.filled[:0], uint32(0)
	for i := range text.list {
		p := &text.list[i]
		if polite {
			b, from = append(b, text.polite[from:p.polite]...), p.polite
		} else {
			b, from = append(b, text.plain[from:p.plain]...), p.plain
		}
		if p.hole == noHole {
			break
		}
		value := f.value(t, text, p)
		if polite && strings.Contains(value, "。") {
			polite = false
			b, from = f.anew(b[:0], t, text, i), p.plain
		}
		b = append(b, value...)
	}
	f.filled = b
	if polite {
		return f.texts.Of(b)
	}
	return f.styled(b)
}

// anew appends a text in plain style up to its placeholder n.
func (f *filler) anew(b []byte, t *Template, text *pieces, n int) []byte {
	from := uint32(0)
	for i := range text.list[:n] {
		p := &text.list[i]
		b = append(append(b, text.plain[from:p.plain]...), f.value(t, text, p)...)
		from = p.plain
	}
	return append(b, text.plain[from:text.list[n].plain]...)
}

// value is what placeholder p of a text of template t is filled with.
func (f *filler) value(t *Template, text *pieces, p *piece) string {
	switch p.hole {
	case parameterHole:
		return f.digits.label(text.named[p.named].value)
	case vendorHole:
		return f.words.vendor
	case customerHole:
		return f.words.customer
	case dataHole:
		return f.words.data
	case pdataHole:
		switch {
		case t.defines:
			return f.words.define
		case f.article && f.words.long:
			// The first new article that needs the term defines it.
			f.words.long = false
			long := f.words.pdata
			f.words.pdata = f.words.define
			return long + "（以下「" + f.words.define + "」という。）"
		}
		return f.words.pdata
	case serviceHole:
		return f.words.service
	case selfHole:
		return f.words.self
	case contractHole:
		return f.words.contract
	case annexHole:
		return f.words.annex
	case rangeHole:
		return f.whole
	}
	clause := &text.named[p.named]
	if ref := f.refs[clause.name]; ref != "" {
		return ref
	}
	return clause.value
}

// styled returns a text in the style of the document.
func (f *filler) styled(text []byte) string {
	if f.words.polite {
		f.turned = polite(f.turned[:0], text)
		text = f.turned
	}
	return f.texts.Of(text)
}

// defines reports whether a text itself defines the term for personal data.
func defines(text string) bool {
	const open, hole = "「", "{{pdata}}」という"
	for {
		before, after, ok := strings.Cut(text, hole) // {{ is rare, 「 is not
		if !ok || strings.HasSuffix(before, open) {
			return ok
		}
		text = after
	}
}
