package legal

import (
	"cmp"
	"slices"

	"github.com/yakkan/yakkan/analyzer/finding"
)

// Score R says how much of what a client needs to supervise the vendor is in
// the text: the sum of the weights of the classes that are there, in full or
// half, less what negative wordings take off, and never under 0. What is said of
// the vendor's own members' data counts for nothing.

// DivisionScore is score R, 0 to 100.
type DivisionScore struct {
	Value   int    `json:"value"`
	Formula string `json:"formula"`
	Band    Band   `json:"band"`
	Parts   []Part `json:"parts"` // every class, the heaviest first
}

// Part is what one class gives to the score.
type Part struct {
	Class    string        `json:"class"`
	Weight   float64       `json:"weight"` // what it could give
	Points   float64       `json:"points"` // what it gives, less what it takes off
	Grade    finding.Grade `json:"grade"`  // none where nothing counts
	Findings []string      `json:"findings"`
	Against  []string      `json:"against,omitempty"` // findings of negative wording
}

// division adds up score R.
func (r *reading) division() DivisionScore {
	score := DivisionScore{Formula: r.w.Formulas.Division}
	total := 0.0
	score.Parts = make([]Part, 0, len(r.w.Division))
	for _, class := range r.d.divisions() {
		p := r.part(class)
		total += p.Points
		score.Parts = append(score.Parts, p)
	}
	score.Value = round(max(0, total))
	for _, band := range r.w.Bands {
		if float64(score.Value) < band.Below {
			score.Band = band
			break
		}
	}
	return score
}

// divisions returns the classes that divide responsibility, the heaviest first.
func (d *Data) divisions() []string {
	if d.divided != nil {
		return d.divided
	}
	classes := keys(d.Weights.Division)
	slices.SortStableFunc(classes, func(a, b string) int {
		return cmp.Compare(d.Weights.Division[b].Weight, d.Weights.Division[a].Weight)
	})
	return classes
}

func (r *reading) part(class string) Part {
	w := r.w.Division[class]
	p := Part{Class: class, Weight: w.Weight, Grade: finding.Nothing, Findings: []string{}}
	share := 0.0
	for _, f := range r.ofClass(class, func(f *finding.Finding) bool { return !own(f) }) {
		grade := r.grade(f, w.Default)
		if grade == finding.Negative {
			p.Against = append(p.Against, f.ID)
			continue
		}
		p.Findings = append(p.Findings, f.ID)
		switch {
		case grade == finding.Full:
			share, p.Grade = 1, finding.Full
		case grade == finding.Half && share == 0:
			share, p.Grade = r.w.Half, finding.Half
		}
	}
	p.Points = w.Weight * share
	if len(p.Against) > 0 {
		p.Points -= w.Negative
		if share == 0 {
			p.Grade = finding.Negative
		}
	}
	return p
}

// grade returns the grade of a finding: that of its rule, else the default of its
// class. An effort (努める) is never more than half.
func (r *reading) grade(f *finding.Finding, standard finding.Grade) finding.Grade {
	grade := f.Match.Grade
	if grade == finding.Unset {
		grade = cmp.Or(standard, finding.Full)
	}
	if grade == finding.Full && f.Match.Norm != nil && f.Match.Norm.Effort {
		grade = finding.Half
	}
	return grade
}
