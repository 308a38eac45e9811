package legal

import (
	"slices"

	"github.com/yakkan/yakkan/analyzer/finding"
)

// Direction is where wording and answers point.
type Direction string

// The directions.
const (
	Towards Direction = "towards" // handling by the vendor
	Away    Direction = "away"    // from handling
	Mixed   Direction = "mixed"
	Open    Direction = "open" // nothing is known
)

var directions = []Direction{Towards, Away, Mixed, Open}

// and joins two directions.
func (d Direction) and(e Direction) Direction {
	switch {
	case d == e || e == Open:
		return d
	case d == Open:
		return e
	}
	return Mixed
}

// considerations are the four that the PPC named on 25 March 2024.
var considerations = []string{"ア", "イ", "ウ", "エ"}

// Consideration is a row of the sheet of the four considerations: what the
// terms say to it, and what the answers say.
type Consideration struct {
	ID        string         `json:"id"` // ア, イ, ウ, エ
	Title     finding.Text   `json:"label"`
	Direction Direction      `json:"direction"`
	Label     finding.Text   `json:"direction_label"`
	Terms     []finding.Text `json:"terms"`
	Facts     []FactSaid     `json:"facts"`
	Findings  []string       `json:"findings"`
}

// sheet makes the four considerations of the elements, and reports whether all
// of them point towards handling.
func (d *Data) sheet(elements []ElementResult) ([]Consideration, bool) {
	rows := make([]Consideration, 0, len(considerations))
	all := true
	for _, id := range considerations {
		row := Consideration{ID: id, Title: d.Facts.Considerations[id], Direction: Open, Terms: []finding.Text{}, Facts: []FactSaid{}, Findings: []string{}}
		for i := range d.Elements.Elements {
			e := &d.Elements.Elements[i]
			if e.Consideration != id || i >= len(elements) {
				continue
			}
			r := &elements[i]
			row.Direction = row.Direction.and(pointed(e.ID, r.Terms))
			row.Terms = append(row.Terms, e.Status[r.Terms])
			for _, s := range r.Facts {
				row.Direction = row.Direction.and(s.Towards)
				row.Facts = append(row.Facts, s)
			}
			for _, f := range r.Findings {
				if !slices.Contains(row.Findings, f) {
					row.Findings = append(row.Findings, f)
				}
			}
		}
		row.Label = d.Facts.Directions[string(row.Direction)]
		all = all && row.Direction == Towards
		rows = append(rows, row)
	}
	return rows, all
}

// pointed returns where the terms point by the status of an element. That
// wording shows the service to be meant for personal data points towards
// handling; that no power was found, or no clause, points nowhere.
func pointed(element string, s Status) Direction {
	switch s {
	case ElementDefeated:
		return Towards
	case InConflict:
		return Mixed
	case Met:
		return Away
	case Conditional:
		if element == "service_nature" {
			return Towards
		}
	}
	return Open
}

// join returns the status of an element by terms and facts together. What the
// terms defeat stays defeated whatever is answered; what is only stated in the
// terms is defeated by an answer to the contrary.
func join(terms Status, facts []FactSaid) Status {
	said := Open
	for _, s := range facts {
		said = said.and(s.Towards)
	}
	switch {
	case said == Open || terms == ElementDefeated || terms == InConflict:
		return terms
	case said == Mixed:
		return InConflict
	case said == Towards:
		return ElementDefeated
	case terms == FactNeeded || terms == Conditional:
		return Met
	}
	return terms
}

// ask returns the first field of an element that is not answered, the one that
// decides it before the others; "" where nothing is open.
func (d *Data) ask(f *Facts, e *Element) string {
	if !f.Known(e.Fact) {
		return e.Fact
	}
	for i := range d.Facts.Facts {
		if q := &d.Facts.Facts[i]; q.Element == e.ID && !f.Known(q.Field) && q.moves() {
			return q.Field
		}
	}
	return ""
}

// moves reports whether any answer to a fact has an effect.
func (f *FactQuestion) moves() bool {
	return len(f.Effects) > 0 || slices.ContainsFunc(f.Values, func(v FactValue) bool {
		return len(v.Effects) > 0 || v.Side != "" || slices.Contains(v.Marks, "nature") || slices.Contains(v.Marks, "mynumber")
	})
}
