package report

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/legal"
)

// contradictions fills in what does not agree within the document.
func (b *builder) contradictions() {
	for i, c := range b.in.Judgement.Contradictions {
		b.r.Contradictions = append(b.r.Contradictions, contradiction(i, c, b.in.Legal, func(int) (*document.Document, string) { return b.in.Document, b.in.Document.Name }))
	}
}

// contradiction is a contradiction between places of documents; of names a
// document and how it is called.
func contradiction(i int, c legal.Contradiction, d *legal.Data, of func(part int) (*document.Document, string)) Contradiction {
	k := d.Contradictory.Kind(c.Kind)
	out := Contradiction{ID: "k" + strconv.Itoa(i+1), Kind: c.Kind, Label: k.Title, Findings: list(c.Findings), Sides: []Side{}, Message: k.Why}
	for _, p := range c.Sides {
		doc, name := of(p.Part)
		side := Side{Document: name, Line: doc.Origin(p.Span).Line, Quote: doc.Quote(p.Span)}
		if p.Provision != nil {
			side.Article = p.Provision.Address()
		}
		side.Page, side.Paragraph = PageOf(doc, p.Span)
		if p.Finding != nil {
			side.Finding = p.Finding.ID
		}
		out.Sides = append(out.Sides, side)
	}
	return out
}

// where names the place of a side.
func (s *Side) where(several bool) string {
	place := s.Place()
	if s.Article != "" {
		place = s.Article + " " + place
	}
	if several {
		place = s.Document + " " + place
	}
	return place
}

// contradictions writes the pairs with both quotes and why they do not agree.
func (t *textWriter) contradictions(list []Contradiction, several bool) {
	if len(list) == 0 {
		return
	}
	t.heading(sheetIn(t.opt.Lang).contradictions)
	for _, c := range list {
		t.marked("  - ", t.paint("1", t.in(c.Label)))
		t.wrapped("    ", t.in(c.Message))
		for i, s := range c.Sides {
			t.marked(fmt.Sprintf("      %c ", "AB"[i]), s.where(several)+"「"+shorten(clean(s.Quote), 160)+"」")
		}
	}
}

func contradictionsMarkdown(b *strings.Builder, list []Contradiction, several bool, lang string) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(b, "## %s\n\n", sheetIn(lang).contradictions)
	for _, c := range list {
		fmt.Fprintf(b, "- **%s** %s\n", escape(In(c.Label, lang)), escape(In(c.Message, lang)))
		for _, s := range c.Sides {
			fmt.Fprintf(b, "  - %s 「%s」\n", escape(s.where(several)), escape(clean(s.Quote)))
		}
	}
	b.WriteString("\n")
}
