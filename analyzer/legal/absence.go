package legal

import (
	"cmp"
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// absences returns the classes that divide responsibility of which nothing was
// found, the heaviest first. What concerns the vendor's own members only is not
// found.
func (r *reading) absences() []Absence {
	searched := 0
	if r.c.Tree != nil {
		searched = len(r.c.Tree.Clauses())
	}
	type weighted struct {
		Absence
		weight float64
	}
	list := make([]weighted, 0, len(r.c.Classes))
	for _, class := range r.c.Classes {
		if class.Group != finding.Division {
			continue
		}
		found := r.ofClass(class.ID, nil)
		if slices.ContainsFunc(found, func(f *finding.Finding) bool { return !own(f) }) {
			continue
		}
		a := Absence{Class: class.ID, Searched: searched, Nearest: r.nearest(class.ID)}
		if len(found) > 0 {
			a.Own = ids(found)
		}
		list = append(list, weighted{a, r.w.Division[class.ID].Weight})
	}
	slices.SortStableFunc(list, func(a, b weighted) int { return cmp.Compare(b.weight, a.weight) })
	absences := make([]Absence, len(list))
	for i := range list {
		absences[i] = list[i].Absence
	}
	return absences
}

// nearest returns the clause that comes nearest to a class that was not found, or
// nil. It has to be about data at all: the words of a class alone (「通知」「管理」)
// are in clauses on prices and behaviour as well, and nobody takes those for near.
func (r *reading) nearest(class string) *structure.Clause {
	if r.c.Nearest == nil {
		return nil
	}
	c := r.c.Nearest(class)
	if c == nil || c.Provision == nil || c.Provision.Label == "" {
		return nil
	}
	text := c.Span.Of(r.text())
	has := func(w string) bool { return strings.Contains(text, w) }
	if !slices.ContainsFunc(r.t.Near, has) && !slices.ContainsFunc(r.w.Division[class].Near, has) {
		return nil
	}
	return c
}
