package legal

import (
	"cmp"
	"slices"

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
		if class.Group != finding.Division || len(r.ofClass(class.ID, func(f *finding.Finding) bool { return !own(f) })) > 0 {
			continue
		}
		list = append(list, weighted{Absence{Class: class.ID, Searched: searched, Nearest: r.nearest(class.ID)}, r.w.Division[class.ID].Weight})
	}
	slices.SortStableFunc(list, func(a, b weighted) int { return cmp.Compare(b.weight, a.weight) })
	absences := make([]Absence, len(list))
	for i := range list {
		absences[i] = list[i].Absence
	}
	return absences
}

func (r *reading) nearest(class string) *structure.Clause {
	if r.c.Nearest == nil {
		return nil
	}
	return r.c.Nearest(class)
}
