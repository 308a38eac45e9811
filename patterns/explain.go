package patterns

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/source"
)

// Explanation says why patterns did or did not match a sentence.
type Explanation struct {
	Label    string      // of the provision: 第12条第2項
	Span     source.Span // of the sentence, in Document.Text
	Unit     *norm.Unit
	Patterns []PatternTrace
}

// PatternTrace is what one pattern said about a sentence.
type PatternTrace struct {
	Class, Pattern string
	Missing        []string    // slots that no literal guards here; the sentence is then not looked at
	Norms          []NormTrace // one for each norm of the unit, in order
}

// NormTrace is what the conditions of a pattern said about one norm.
type NormTrace struct {
	Norm    *norm.Norm
	Matched bool
	Steps   []Step   // in the order they are asked
	Failed  []string // names of the steps that said no; the first decided
}

// Nearness is the share of the steps that held, from 0 to 1; entries of unless
// count only where they stood in the way.
func (n NormTrace) Nearness() float64 {
	held := 0
	for _, s := range n.Steps {
		if s.Held && !s.Unless {
			held++
		}
	}
	if held+len(n.Failed) == 0 {
		return 0
	}
	return float64(held) / float64(held+len(n.Failed))
}

// Nearest returns the trace of the norm that came nearest to matching, or the
// zero trace where there is no norm.
func (p PatternTrace) Nearest() NormTrace {
	if len(p.Norms) == 0 {
		return NormTrace{}
	}
	return slices.MaxFunc(p.Norms, func(a, b NormTrace) int { return cmp.Compare(a.Nearness(), b.Nearness()) })
}

// Matched reports whether the pattern matches the sentence.
func (p PatternTrace) Matched() bool {
	return len(p.Missing) == 0 && slices.ContainsFunc(p.Norms, func(n NormTrace) bool { return n.Matched })
}

// Explain evaluates a class ("monitor") or one pattern ("monitor/own-judgement")
// on every sentence of a document and keeps what each step said. An unknown name
// is an error that names the nearest.
func (lib *Library) Explain(ctx context.Context, r *norm.Reader, rule string) ([]Explanation, error) {
	patterns, err := lib.named(rule)
	if err != nil {
		return nil, err
	}
	m := lib.matcher(r)
	clauses := r.Clauses()
	f := lib.filterOf(r)
	var all []Explanation
	for c := range clauses {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for s, span := range clauses[c].Sentences {
			u := r.Unit(c, s)
			if u == nil {
				continue
			}
			e := Explanation{Label: clauses[c].Clause.Provision.Label, Span: span, Unit: u}
			for _, p := range patterns {
				e.Patterns = append(e.Patterns, m.explain(p, u, f.missing(p, c, s)))
			}
			all = append(all, e)
		}
	}
	return all, nil
}

// named returns the patterns of a class, or the one pattern of a class.
func (lib *Library) named(rule string) ([]*pattern, error) {
	class, name, one := strings.Cut(rule, "/")
	c := lib.class(class)
	if c == nil {
		var ids []string
		for _, c := range lib.classes {
			ids = append(ids, c.ID)
		}
		return nil, fmt.Errorf("unknown class %q%s", class, didYouMean(nearest(class, ids)))
	}
	if !one {
		return c.patterns, nil
	}
	var names []string
	for _, p := range c.patterns {
		if p.name == name {
			return []*pattern{p}, nil
		}
		names = append(names, p.name)
	}
	return nil, fmt.Errorf("class %s has no pattern %q%s", class, name, didYouMean(nearest(name, names)))
}

func didYouMean(hint string) string {
	if hint == "" {
		return "; `yakkan rules list` shows all"
	}
	return "; did you mean " + hint + "?"
}

// missing returns the slots of a pattern whose literals are not there.
func (f *filter) missing(p *pattern, c, s int) []string {
	var slots []string
	for i := range p.asks {
		if a := &p.asks[i]; !f.answers(a.question, a.scopes, c, s) && !slices.Contains(slots, a.slot) {
			slots = append(slots, a.slot)
		}
	}
	return slots
}

func (m *matcher) explain(p *pattern, u *norm.Unit, missing []string) PatternTrace {
	t := PatternTrace{Class: p.class.ID, Pattern: p.name, Missing: missing}
	s := m.prepare(u)
	for i := range u.Norms {
		j := judge{match: m, s: s, n: &u.Norms[i], stance: stanceOf(&u.Norms[i]), number: i, trace: &trace{}}
		j.pattern(p)
		n := NormTrace{Norm: &u.Norms[i], Steps: j.trace.steps}
		for _, step := range n.Steps {
			if !step.Held {
				n.Failed = append(n.Failed, step.Name)
			}
		}
		n.Matched = len(n.Failed) == 0 && p.applies(m.kinds)
		t.Norms = append(t.Norms, n)
	}
	return t
}

// WriteExplanation prints explanations for a reader of rules: each sentence with
// its tokens and norms, and for each pattern that came near the steps that held
// and the first that said no. Patterns without their literals are counted only,
// unless all is set.
func WriteExplanation(w io.Writer, text string, explanations []Explanation, all bool) error {
	p := &printer{w: w}
	for _, e := range explanations {
		near := slices.DeleteFunc(slices.Clone(e.Patterns), func(t PatternTrace) bool { return len(t.Missing) > 0 && !all })
		if len(near) == 0 {
			continue
		}
		p.printf("%s %s\n", e.Label, e.Span.Of(text))
		writeUnit(p, e.Unit, text)
		slices.SortStableFunc(near, func(a, b PatternTrace) int { return cmp.Compare(b.Nearest().Nearness(), a.Nearest().Nearness()) })
		for _, t := range near {
			writeTrace(p, t)
		}
		p.printf("\n")
	}
	return p.err
}

func writeUnit(p *printer, u *norm.Unit, text string) {
	p.printf("  tokens ")
	for i := range u.Sentence.Tokens {
		if i > 0 {
			p.printf("/")
		}
		surface, base := u.Sentence.Surface(i), u.Sentence.Base(i)
		p.printf("%s", surface)
		if base != surface {
			p.printf("[%s]", base)
		}
	}
	p.printf("\n")
	if slices.ContainsFunc(u.Roles, func(r norm.TokenRole) bool { return r != norm.Main }) {
		p.printf("  roles  %s\n", u.RoleString())
	}
	for i, n := range u.Norms {
		p.printf("  norm %d  %s\n", i+1, describe(&n, u, text))
	}
}

// describe prints a norm on one line.
func describe(n *norm.Norm, u *norm.Unit, text string) string {
	var words string
	if n.Start < n.End && n.End <= len(u.Sentence.Tokens) {
		words = text[u.Sentence.Tokens[n.Start].Start:u.Sentence.Tokens[n.End-1].End]
	}
	line := fmt.Sprintf("bearer=%s modality=%s data=%s trigger=%s", name(bearerNames, int(n.Bearer)), name(modalityNames, int(n.Modality)), name(dataNames[:], int(n.Data)), name(triggerNames[:], int(n.Trigger)))
	for _, f := range []struct {
		on   bool
		name string
	}{{n.Condition, "condition"}, {n.Exception, "exception"}, {n.Purpose, "purpose"}, {n.Consent, "consent_fiction"}, {n.Effort, "effort"}, {n.Softened, "softener"}, {n.Passive, "passive"}} {
		if f.on {
			line += " " + f.name
		}
	}
	return line + "  " + words
}

func name(names []string, i int) string {
	if i < 0 || i >= len(names) {
		return "?"
	}
	return names[i]
}

func writeTrace(p *printer, t PatternTrace) {
	rule := t.Class + "/" + t.Pattern
	switch {
	case len(t.Missing) > 0:
		p.printf("  ✗ %s  literal: no word for %s\n", rule, strings.Join(t.Missing, ", "))
		return
	case len(t.Norms) == 0:
		p.printf("  ✗ %s  no norm\n", rule)
		return
	}
	n := t.Nearest()
	mark := "✗"
	if n.Matched {
		mark = "✓"
	}
	p.printf("  %s %s ", mark, rule)
	for _, step := range n.Steps {
		sign := "✓"
		if !step.Held {
			sign = "✗"
		}
		p.printf(" %s%s", sign, step.Name)
		if step.Evidence != "" {
			p.printf("「%s」", step.Evidence)
		}
	}
	p.printf("\n")
}

// printer remembers the first error.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) printf(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, args...)
	}
}
