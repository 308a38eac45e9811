package legal

import (
	"fmt"
	"maps"
	"slices"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/norm"
)

// Weights are the numbers of the two scores (weights.yaml). They are immutable once decoded.
type Weights struct {
	Formulas struct {
		Defeat   string `yaml:"defeat"`
		Division string `yaml:"division"`
	} `yaml:"formulas"`
	Powers   map[string]PowerWeight    `yaml:"powers"`
	Declared float64                   `yaml:"declared"`
	Weak     float64                   `yaml:"weak"`
	Triggers map[string]float64        `yaml:"triggers"`
	Data     map[string]float64        `yaml:"data"`
	Supports map[string]SupportWeight  `yaml:"supports"`
	Caps     Caps                      `yaml:"caps"`
	Facts    FactWeights               `yaml:"facts"`
	Division map[string]DivisionWeight `yaml:"division"`
	Half     float64                   `yaml:"half"`
	Bands    []Band                    `yaml:"bands"`
}

// PowerWeight is how much a class of powers weighs. Handling, where set, takes
// the place of P if the clause is about data of a known kind.
type PowerWeight struct {
	P        float64 `yaml:"p"`
	Handling float64 `yaml:"handling"`
}

// SupportWeight is how much a supporting class weighs, in full and half.
type SupportWeight struct {
	S    float64 `yaml:"s"`
	Half float64 `yaml:"half"`
}

// Caps bound what support can do.
type Caps struct {
	Terms             float64 `yaml:"terms"`
	WithoutNoHandling float64 `yaml:"without_no_handling"`
	FactsWithout      float64 `yaml:"facts_without"`
	PersonsData       float64 `yaml:"persons_data"`
}

// FactWeights are the weights of facts that a person has answered.
type FactWeights struct {
	Good map[string]float64 `yaml:"good"`
	Bad  map[string]float64 `yaml:"bad"`
}

// DivisionWeight is what a class gives to the score of divided responsibility,
// and what its negative wording takes off.
type DivisionWeight struct {
	Weight   float64       `yaml:"weight"`
	Negative float64       `yaml:"negative"`
	Default  finding.Grade `yaml:"default"`
	Near     []string      `yaml:"near"` // words one of which a clause may have that is near to the class, beside those of Test
}

// Band names a range of the score of divided responsibility: what is below its
// bound and not in an earlier band.
type Band struct {
	Below float64      `yaml:"below" json:"-"`
	ID    string       `yaml:"id" json:"id"`
	Title finding.Text `yaml:"title" json:"title"`
}

// most is more than the highest score.
const most = 101

// Highest reports whether b is the band of the highest scores.
func (b Band) Highest() bool { return b.Below >= most }

// Names of triggers and kinds of data as the files write them.
var (
	triggerNames = namesOf(norm.NoTrigger, norm.Discretion)
	dataNames    = namesOf(norm.NoData, norm.AccountInfo)
)

func namesOf[T interface {
	~uint8
	fmt.Stringer
}](first, last T) []string {
	var names []string
	for v := first; v <= last; v++ {
		names = append(names, v.String())
	}
	return names
}

// DecodeWeights reads the file of weights.
func DecodeWeights(file string, src []byte) (*Weights, error) {
	w, err := Decode(file, src, checkWeights)
	if err != nil {
		return nil, err
	}
	return &w, nil
}

func checkWeights(c *Checker, w *Weights) {
	c.Need(w.Formulas.Defeat, "formulas.defeat", "formulas")
	c.Need(w.Formulas.Division, "formulas.division", "formulas")
	for id, p := range w.Powers {
		c.Share(p.P, "powers", id, "p")
		c.Share(p.Handling, "powers", id, "handling")
	}
	for id, s := range w.Supports {
		c.Share(s.S, "supports", id, "s")
		c.Share(s.Half, "supports", id, "half")
	}
	for name, share := range map[string]float64{
		"terms": w.Caps.Terms, "without_no_handling": w.Caps.WithoutNoHandling, "facts_without": w.Caps.FactsWithout, "persons_data": w.Caps.PersonsData,
	} {
		c.Share(share, "caps", name)
	}
	shares(c, w.Facts.Good, "facts", "good")
	shares(c, w.Facts.Bad, "facts", "bad")
	shares(c, map[string]float64{"declared": w.Declared, "weak": w.Weak, "half": w.Half})
	complete(c, w.Triggers, "triggers", triggerNames)
	complete(c, w.Data, "data", dataNames)
	for id, d := range w.Division {
		if d.Default != finding.Unset {
			c.OneOf(string(d.Default), "grade", gradeNames, "division", id, "default")
		}
		if d.Weight < 0 || d.Negative < 0 {
			c.Report(finding.Text{JA: "負の数は使えません", EN: "must not be negative"}, "division", id)
		}
	}
	if n := len(w.Bands); n == 0 || !w.Bands[n-1].Highest() {
		c.Report(finding.Text{JA: fmt.Sprintf("最後の帯の below は%d以上にしてください", most), EN: fmt.Sprintf("the last band needs below of %d or more", most)}, "bands")
	}
	for i := 1; i < len(w.Bands); i++ {
		if w.Bands[i].Below <= w.Bands[i-1].Below {
			c.Report(finding.Text{JA: "below は昇順に並べてください", EN: "below must ascend"}, "bands", i, "below")
		}
	}
}

var gradeNames = []string{string(finding.Full), string(finding.Half), string(finding.Nothing), string(finding.Negative)}

// shares checks numbers that must be between 0 and 1.
func shares(c *Checker, m map[string]float64, path ...any) {
	for name, share := range m {
		c.Share(share, append(slices.Clone(path), name)...)
	}
}

// complete checks a table that must have a share for each name and no others.
func complete(c *Checker, m map[string]float64, what string, names []string) {
	shares(c, m, what)
	for name := range m {
		c.OneOf(name, what, names, what, name)
	}
	for _, name := range names {
		if _, ok := m[name]; !ok {
			c.Need("", name, what)
		}
	}
}

func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
