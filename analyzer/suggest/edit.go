package suggest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// How a document is changed
//
// A sentence that bears a power goes, with its ただし and with the items that it
// introduces; the text of the clause that answers it takes its place. Where one
// clause answers several sentences, it stands in the place of the first, and what
// is left of the others points there. A member of a list becomes 「削除」, and an
// article that would be empty a reference, so that nothing is renumbered. All
// other clauses become articles of their own behind the one that deals with the
// data, numbered 第12条の2 where articles follow, in the form of the articles that
// the document has.

// Edit is one change of a document: the bytes of Span in its decoded text give way
// to Text. An empty span is a place to insert at.
type Edit struct {
	Span    source.Span // in Document.Decoded
	Text    string
	Clauses []string // IDs of the clauses that the text is of; empty where words only go
}

// Edits returns the changes that put suggestions into a document, in order and
// not overlapping. Documents in HTML have changes as well, but are not to be
// written by them: Apply would put plain text among tags.
func Edits(c Case, all []Suggestion) []Edit {
	if c.Tree == nil || len(all) == 0 {
		return nil
	}
	e := &editor{c: &c, doc: c.Tree.Document, all: all}
	e.replacePowers()
	e.insertArticles()
	e.appendAnnex()
	if strings.Contains(e.doc.Decoded(), "\r\n") {
		for i := range e.edits {
			e.edits[i].Text = strings.ReplaceAll(e.edits[i].Text, "\n", "\r\n")
		}
	}
	return e.sorted()
}

// deleted stands for a member of a list that went, so that the others keep their
// numbers.
const deleted = "削除"

// Apply makes the changes in a decoded text.
func Apply(text string, edits []Edit) string {
	var b strings.Builder
	at := 0
	for _, e := range edits {
		b.WriteString(text[at:e.Span.Start])
		b.WriteString(e.Text)
		at = e.Span.End
	}
	b.WriteString(text[at:])
	return b.String()
}

// Writable reports whether a document of the format can be written anew by
// changing its text.
func Writable(f document.Format) bool { return f == document.Plain || f == document.Markdown }

type editor struct {
	c     *Case
	doc   *document.Document
	all   []Suggestion
	edits []Edit
}

// replacePowers takes the powers out, provision by provision.
func (e *editor) replacePowers() {
	done := map[*structure.Provision]bool{}
	for i := range e.all {
		for _, f := range e.all[i].Place.Replaces {
			if !done[f.Provision] {
				done[f.Provision] = true
				e.replaceIn(f.Provision)
			}
		}
	}
}

// replaceIn takes the powers out of a provision and puts in what answers them.
func (e *editor) replaceIn(p *structure.Provision) {
	var text []string
	var ids []string
	var refer *Suggestion
	for i := range e.all {
		s := &e.all[i]
		switch {
		case s.Place.At != nil && s.Place.At.Provision == p:
			text, ids = append(text, s.Text), append(ids, s.Clause.ID)
		case refer == nil && slices.ContainsFunc(s.Place.Replaces, in(p)):
			refer = s
		}
	}
	removed := e.removals(p)
	for i, r := range removed {
		edit := Edit{Span: e.doc.DecodedSpan(r.span)}
		switch {
		case r.item:
			edit.Text = deleted
		case i == 0 && len(text) > 0:
			edit.Text, edit.Clauses = strings.Join(text, ""), ids
		case i == 0 && refer != nil && e.emptied(p, removed):
			edit.Text = refer.Reference
		}
		e.edits = append(e.edits, edit)
	}
}

// emptied reports whether nothing of the words of p is left.
func (e *editor) emptied(p *structure.Provision, removed []removal) bool {
	at, rest := p.Body.Start, ""
	for _, r := range removed {
		if !r.span.Overlaps(p.Body) {
			continue // of a line that goes on with p
		}
		if r.span.Start > at {
			rest += e.doc.Text[at:r.span.Start]
		}
		at = max(at, r.span.End)
	}
	if at < p.Body.End {
		rest += e.doc.Text[at:p.Body.End]
	}
	return strings.TrimSpace(rest) == ""
}

// sorted returns the edits in order; one that lies inside another is left out.
func (e *editor) sorted() []Edit {
	slices.SortStableFunc(e.edits, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(b.Span.End, a.Span.End))
	})
	var out []Edit
	for _, x := range e.edits {
		if n := len(out); n > 0 && x.Span.Start < out[n-1].Span.End {
			last := &out[n-1]
			last.Span.End = max(last.Span.End, x.Span.End)
			if len(x.Clauses) > 0 {
				last.Text, last.Clauses = last.Text+x.Text, append(last.Clauses, x.Clauses...)
			}
			continue
		}
		out = append(out, x)
	}
	return out
}
