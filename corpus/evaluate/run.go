package evaluate

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// MinLabels is the number of sure labels that a class needs to count in the macro average.
const MinLabels = 4

// Result is what a run over a folder says.
type Result struct {
	Digest          string           `json:"digest"` // of texts and labels
	Documents       int              `json:"documents"`
	Classes         []Score          `json:"classes"`
	MacroF1         float64          `json:"macro_f1"`
	PowersSupports  float64          `json:"powers_supports_f1"`
	Verdict         Share            `json:"verdict"`
	Overlays        Share            `json:"overlays"` // documents with exactly the labelled overlays
	Trigger         Share            `json:"trigger"`
	Data            Share            `json:"data"`
	Confidence      map[string]Share `json:"confidence"` // findings that match a label, by stated confidence
	Misses          []Case           `json:"misses,omitempty"`
	Alarms          []Case           `json:"alarms,omitempty"`
	WrongVerdicts   []Verdict        `json:"wrong_verdicts,omitempty"`
	WrongAttributes []Case           `json:"wrong_attributes,omitempty"`
}

// Verdict is a document whose verdict differs from its label.
type Verdict struct {
	Doc  string `json:"doc"`
	Want string `json:"want"`
	Got  string `json:"got"`
}

// Options are the settings of Run.
type Options struct {
	Group func(class string) string // group of a class; required
	Only  func(doc string) bool     // documents to take; nil means all
}

// Run analyses every document of docs and scores the answers.
func Run(ctx context.Context, docs []Document, opt Options, analyze func(ctx context.Context, name string, text []byte) (Answer, error)) (*Result, error) {
	r := &Result{Confidence: map[string]Share{}}
	sum := sha256.New()
	scores := map[string]*Score{}
	score := func(class string) *Score {
		s := scores[class]
		if s == nil {
			s = &Score{Class: class, Group: opt.Group(class)}
			scores[class] = s
		}
		return s
	}
	for _, d := range docs {
		if opt.Only != nil && !opt.Only(d.ID) {
			continue
		}
		r.Documents++
		fmt.Fprintf(sum, "%s\x00%s\x00%s\x00%v", d.ID, d.Text, d.Verdict, d.Overlays)
		for _, l := range d.Labels {
			fmt.Fprintf(sum, "\x00%d %s %s %s %v", l.Line, l.Class, l.Data, l.Trigger, l.Sure == nil || *l.Sure)
		}
		a, err := analyze(ctx, d.Path, d.Text)
		if err != nil {
			return nil, fmt.Errorf("analyse %s: %w", d.ID, err)
		}
		lines := strings.Split(string(d.Text), "\n")
		text := func(n int) string {
			if n >= 1 && n <= len(lines) {
				return strings.TrimSpace(lines[n-1])
			}
			return ""
		}
		pairs, misses, alarms := matchDocument(d.Labels, a.Found, opt.Group)
		for _, p := range pairs {
			count(r.Confidence, p.Found.Confidence, true)
			if p.Label.optional(opt.Group(p.Label.Class)) {
				continue
			}
			s := score(p.Label.Class)
			s.N++
			s.Hits++
			if s.Group == "power" {
				r.Trigger.Of++
				r.Data.Of++
				t, dt := p.Label.Trigger == p.Found.Trigger, p.Label.Data == p.Found.Data
				if t {
					r.Trigger.Right++
				}
				if dt {
					r.Data.Right++
				}
				if !t || !dt {
					r.WrongAttributes = append(r.WrongAttributes, Case{d.ID, p.Label.Line, p.Label.Class, &p.Label, &p.Found, text(p.Label.Line)})
				}
			}
		}
		for _, l := range misses {
			s := score(l.Class)
			s.N++
			s.Misses++
			r.Misses = append(r.Misses, Case{Doc: d.ID, Line: l.Line, Class: l.Class, Label: &l, Text: text(l.Line)})
		}
		for _, f := range alarms {
			count(r.Confidence, f.Confidence, false)
			score(f.Class).Alarms++
			r.Alarms = append(r.Alarms, Case{Doc: d.ID, Line: f.Line, Class: f.Class, Found: &f, Text: text(f.Line)})
		}
		r.Verdict.Of++
		if a.Verdict == d.Verdict {
			r.Verdict.Right++
		} else {
			r.WrongVerdicts = append(r.WrongVerdicts, Verdict{d.ID, d.Verdict, a.Verdict})
		}
		r.Overlays.Of++
		if sameSet(a.Overlays, d.Overlays) {
			r.Overlays.Right++
		}
	}
	r.Digest = hex.EncodeToString(sum.Sum(nil))
	r.average(scores)
	return r, nil
}

func count(m map[string]Share, key string, right bool) {
	s := m[key]
	s.Of++
	if right {
		s.Right++
	}
	m[key] = s
}

func sameSet(a, b []string) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(slices.Compact(a), slices.Compact(b))
}

func (r *Result) average(scores map[string]*Score) {
	var all, ps, nAll, nPS float64
	for _, s := range scores {
		if s.Hits+s.Alarms > 0 {
			s.Precision = float64(s.Hits) / float64(s.Hits+s.Alarms)
		}
		if s.N > 0 {
			s.Recall = float64(s.Hits) / float64(s.N)
		}
		if s.Precision+s.Recall > 0 {
			s.F = 2 * s.Precision * s.Recall / (s.Precision + s.Recall)
		}
		r.Classes = append(r.Classes, *s)
		if s.N < MinLabels {
			continue
		}
		all += s.F
		nAll++
		if s.Group == "power" || s.Group == "support" {
			ps += s.F
			nPS++
		}
	}
	if nAll > 0 {
		r.MacroF1 = all / nAll
	}
	if nPS > 0 {
		r.PowersSupports = ps / nPS
	}
	rank := map[string]int{"power": 0, "support": 1, "division": 2, "context": 3}
	slices.SortFunc(r.Classes, func(a, b Score) int {
		return cmp.Or(cmp.Compare(rank[a.Group], rank[b.Group]), cmp.Compare(a.Class, b.Class))
	})
}
