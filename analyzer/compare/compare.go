// Package compare tells what changed between two versions of a document: clause
// by clause, finding by finding, verdict and scores before and after.
package compare

import (
	_ "embed"
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// Schema is the version of a comparison as JSON.
const Schema = "yakkan.diff/1"

// JSONSchema is the JSON Schema of a Comparison.
//
//go:embed diff.schema.json
var JSONSchema []byte

// Side is one analysed version. Tree is nil where it could not be read: all
// clauses of the other version are then removed or added.
type Side struct {
	Report   *report.Report
	Document *document.Document
	Tree     *structure.Tree
	Findings []finding.Finding // those of Report, in the same order
	Division legal.Band        // that of the judgement: how far responsibility is divided
}

// Comparison is what changed. Lists are never null.
type Comparison struct {
	Schema   string          `json:"schema"`
	Old      Version         `json:"old"`
	New      Version         `json:"new"`
	Trend    Trend           `json:"trend"` // of the verdict
	Clauses  []Change        `json:"clauses"`
	Findings []FindingChange `json:"findings"`
	Same     int             `json:"same"`  // clauses that are as they were
	Worse    bool            `json:"worse"` // the verdict is, or a finding of severity high came
	Notices  []report.Text   `json:"notices"`
}

// Version is what is said of one side.
type Version struct {
	Name     string         `json:"name"`
	SHA256   string         `json:"sha256"`
	Status   string         `json:"status"`
	Verdict  report.Verdict `json:"verdict"`
	Defeat   *int           `json:"defeat"` // nil where there are no scores
	Division *int           `json:"division"`
}

// Trend is the direction of a change.
type Trend string

// The trends. Unknown is that of a version that could not be read.
const (
	Same    Trend = "same"
	Better  Trend = "better"
	Worse   Trend = "worse"
	Unknown Trend = "unknown"
)

// New compares two versions of a document. The same versions give the same
// comparison; neither is changed.
func New(old, new Side) *Comparison {
	c := &Comparison{
		Schema: Schema, Old: version(old.Report), New: version(new.Report), Clauses: []Change{}, Findings: []FindingChange{},
		Notices: new.Report.Notices,
	}
	c.Trend = trend(old, new)
	p := pair(old, new)
	c.Clauses = append(c.Clauses, p.changes...)
	c.Same = p.same
	c.Findings = append(c.Findings, findings(old, new, p)...)
	c.Worse = c.Trend == Worse || slices.ContainsFunc(c.Findings, FindingChange.grave)
	return c
}

func version(r *report.Report) Version {
	v := Version{Name: r.Document.Name, SHA256: r.Document.SHA256, Status: r.Document.Status, Verdict: r.Verdict}
	if !r.Scores.Hidden {
		v.Defeat, v.Division = &r.Scores.Defeat.Value, &r.Scores.Division.Value
	}
	return v
}

// concern orders versions by how much there is to be concerned of. Entrustment that
// is declared is another way, not a worse one: with responsibility mostly divided it
// is better than terms that say nothing, else no better than terms that let the
// vendor handle the data.
func concern(s Side) (rank float64, known bool) {
	verdict := legal.Verdict(s.Report.Verdict.Terms)
	if verdict == legal.Declared {
		if s.Division.Highest() {
			return float64(slices.Index(legal.AllVerdicts, legal.Silent)) - 0.5, true
		}
		return float64(slices.Index(legal.AllVerdicts, legal.Defeated)), true
	}
	i := slices.Index(legal.AllVerdicts, verdict)
	return float64(i), i >= 0
}

// trend compares verdicts by their concern; of equal concern those that are not the
// same by how clearly responsibility is divided.
func trend(old, new Side) Trend {
	if old.Report.Verdict.Terms == new.Report.Verdict.Terms {
		if _, known := concern(old); known {
			return Same
		}
		return Unknown
	}
	a, known := concern(old)
	b, both := concern(new)
	if x, y := &old.Report.Scores, &new.Report.Scores; a == b && !x.Hidden && !y.Hidden {
		a, b = float64(y.Division.Value), float64(x.Division.Value)
	}
	switch {
	case !known || !both:
		return Unknown
	case b > a:
		return Worse
	case b < a:
		return Better
	}
	return Same
}

// FindingChange is a finding that came, went, moved to another article, or is of
// another kind at the same clause. Old or New is nil where there is none.
type FindingChange struct {
	Kind string          `json:"kind"` // came, went, moved, changed
	Old  *report.Finding `json:"old"`
	New  *report.Finding `json:"new"`
}

// grave reports whether a finding of severity high is there that was not there
// before, or only weakly.
func (f FindingChange) grave() bool {
	if f.New == nil || f.New.Severity != string(finding.High) || f.New.Weak {
		return false
	}
	return f.Old == nil || f.Old.Weak
}

// findings compares findings of the same class: first at the same words, then at
// clauses that were paired.
func findings(old, new Side, p *pairing) []FindingChange {
	var out []FindingChange
	was, is := old.Report.Findings, new.Report.Findings
	partner := make([]int, len(is)) // index of the old one + 1
	taken := make([]bool, len(was))
	type key struct {
		class, words string
		at           *structure.Provision
	}
	match := func(before, after func(i int) key) {
		waiting := map[key][]int{}
		for i := range was {
			if k := before(i); !taken[i] && k != (key{}) {
				waiting[k] = append(waiting[k], i)
			}
		}
		for j := range is {
			k := after(j)
			if q := waiting[k]; partner[j] == 0 && len(q) > 0 {
				partner[j], taken[q[0]], waiting[k] = q[0]+1, true, q[1:]
			}
		}
	}
	match(func(i int) key { return key{class: was[i].Class, words: was[i].Fingerprint} }, func(j int) key { return key{class: is[j].Class, words: is[j].Fingerprint} })
	match(func(i int) key {
		if i < len(old.Findings) && p.partner(old.Findings[i].Provision) != nil {
			return key{class: was[i].Class, at: p.partner(old.Findings[i].Provision)}
		}
		return key{}
	}, func(j int) key {
		if j < len(new.Findings) {
			return key{class: is[j].Class, at: new.Findings[j].Provision}
		}
		return key{}
	})
	match(func(i int) key { return key{class: was[i].Class, words: stem(was[i].Fingerprint)} }, func(j int) key { return key{class: is[j].Class, words: stem(is[j].Fingerprint)} })
	for j := range partner {
		g := &new.Report.Findings[j]
		if partner[j] == 0 {
			out = append(out, FindingChange{Kind: "came", New: g})
			continue
		}
		f := &old.Report.Findings[partner[j]-1]
		switch {
		case f.Data != g.Data || f.Trigger != g.Trigger || f.Weak != g.Weak || f.Grade != g.Grade:
			out = append(out, FindingChange{Kind: "changed", Old: f, New: g})
		case f.Article != g.Article:
			out = append(out, FindingChange{Kind: "moved", Old: f, New: g})
		}
	}
	for i := range taken {
		if !taken[i] {
			out = append(out, FindingChange{Kind: "went", Old: &old.Report.Findings[i]})
		}
	}
	return out
}

// stem is a fingerprint without the number of its repetition.
func stem(print string) string {
	s, _, _ := strings.Cut(print, "-")
	return s
}
