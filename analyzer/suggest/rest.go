package suggest

import (
	"slices"

	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// Rest adds to the edits of a document what its revision still needs: c is the
// document as edits changed it, and powers that only show there, since other words
// no longer cover them, go as well. It reports whether there were any.
func Rest(c Case, all []Suggestion, edits []Edit) ([]Edit, bool) {
	e := &editor{c: &c, doc: c.Tree.Document, all: all}
	done := map[*structure.Provision]bool{}
	for _, f := range c.Standing() {
		if done[f.Provision] {
			continue
		}
		done[f.Provision] = true
		removed := e.removals(f.Provision)
		for i, r := range removed {
			edit := Edit{Span: e.doc.DecodedSpan(r.span)}
			switch {
			case r.item:
				edit.Text = deleted
			case i == 0 && e.emptied(f.Provision, removed):
				edit.Text = answers(all, f.Match.Class.ID)
			}
			e.edits = append(e.edits, edit)
		}
	}
	found := false
	combined := &editor{edits: slices.Clone(edits)}
	for _, edit := range e.edits {
		span, ok := unmoved(edits, edit.Span)
		if !ok {
			continue // words of a clause: not to be mended here
		}
		edit.Span = span
		combined.edits = append(combined.edits, edit)
		found = true
	}
	return combined.sorted(), found
}

// answers returns the sentence that points at the clause for a class.
func answers(all []Suggestion, class string) string {
	for i := range all {
		if slices.Contains(all[i].Classes, class) {
			return all[i].Reference
		}
	}
	if len(all) > 0 {
		return all[0].Reference
	}
	return deleted
}

// unmoved returns where a range of an edited text was before the edits; not ok
// where it touches words that they wrote.
func unmoved(edits []Edit, span source.Span) (source.Span, bool) {
	moved := 0
	for _, e := range edits {
		start := e.Span.Start + moved
		end := start + len(e.Text)
		if span.End <= start {
			break
		}
		if span.Start < end {
			return source.Span{}, false
		}
		moved += len(e.Text) - e.Span.Len()
	}
	return source.Span{Start: span.Start - moved, End: span.End - moved}, true
}
