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
	var absences []Absence
	for _, class := range r.c.Classes {
		if class.Group != finding.Division {
			continue
		}
		if len(r.of([]string{class.ID}, func(f *finding.Finding) bool { return !own(f) })) > 0 {
			continue
		}
		absences = append(absences, Absence{Class: class.ID, Searched: searched, Nearest: r.nearest(class.ID)})
	}
	slices.SortStableFunc(absences, func(a, b Absence) int {
		return cmp.Compare(r.w.Division[b.Class].Weight, r.w.Division[a.Class].Weight)
	})
	return absences
}

func (r *reading) nearest(class string) *structure.Clause {
	if r.c.Nearest == nil {
		return nil
	}
	return r.c.Nearest(class)
}
