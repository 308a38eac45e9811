package suggest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// removal is what goes from a provision: sentences, or the words of a list member with the list below it.
type removal struct {
	span source.Span // in Document.Text
	item bool
}

func in(p *structure.Provision) func(*finding.Finding) bool {
	return func(f *finding.Finding) bool { return f.Provision == p }
}

// removals returns what bears powers in a provision, in order. A finding shows one
// sentence a class; here every sentence with a match counts.
func (e *editor) removals(p *structure.Provision) []removal {
	var all []removal
	add := func(u *norm.Unit) {
		r := e.removal(u)
		if !slices.Contains(all, r) {
			all = append(all, r)
		}
	}
	for i := range e.c.Findings {
		if f := &e.c.Findings[i]; f.Provision == p && e.c.stands(f) {
			add(f.Match.Unit)
		}
	}
	for i := range e.c.Matches {
		if m := &e.c.Matches[i]; home(m.Unit.Clause.Provision) == home(p) && e.c.wide(m) {
			add(m.Unit)
		}
	}
	slices.SortFunc(all, func(a, b removal) int { return cmp.Compare(a.span.Start, b.span.Start) })
	return all
}

func home(p *structure.Provision) *structure.Provision {
	for n := 0; p.Continues != nil && n < 64; n++ {
		p = p.Continues
	}
	return p
}

// removal is what goes with a sentence: its provisos and the items that it
// introduces; of an item all its words.
func (e *editor) removal(u *norm.Unit) removal {
	if p := u.Clause.Provision; u.Lead != nil && (p.Kind == structure.Item || p.Kind == structure.Subitem) {
		return removal{span: source.Span{Start: p.Body.Start, End: itemEnd(p)}, item: true}
	}
	span := u.Sentence.Span
	for _, proviso := range u.Provisos {
		span.End = max(span.End, proviso.Sentence.Span.End)
	}
	if span.End < u.Clause.Span.End && !u.HasItems() && !announces(u.Sentence.Span.Of(e.doc.Text)) {
		return removal{span: span}
	}
	for _, item := range u.Clause.Items {
		span.End = max(span.End, itemEnd(item.Provision))
	}
	// A list right below is of no use without the sentence that announces it, or
	// the last one; what stands between them goes as well, since it speaks of both.
	for _, child := range u.Clause.Provision.Children {
		if child.Kind != structure.Item && child.Kind != structure.Subitem {
			break
		}
		span.End = max(span.End, itemEnd(child))
	}
	return removal{span: span}
}

// announces reports whether a sentence points at a list below it.
func announces(sentence string) bool {
	for _, words := range [...]string{"次の各号", "以下の各号", "次に掲げる", "以下に掲げる", "次の場合", "以下の場合", "次のいずれか", "以下のいずれか", "下記の", "次の目的", "以下の目的"} {
		if strings.Contains(sentence, words) {
			return true
		}
	}
	return false
}

// itemEnd returns where an item ends with the list below it. A paragraph that
// only stands behind the last item is none of its words.
func itemEnd(p *structure.Provision) int {
	end := p.Body.End
	for _, child := range p.Children {
		if child.Kind == structure.Text && child.Continues == nil {
			break
		}
		end = max(end, itemEnd(child))
	}
	return end
}
