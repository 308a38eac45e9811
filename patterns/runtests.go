package patterns

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/token"
)

// ClassTests are the tests of one class.
type ClassTests struct {
	Class *finding.Class
	Tests []Test
}

// TestResult is the outcome of one test. Why is empty if it passed.
type TestResult struct {
	Class string
	Test  Test
	Why   string
	Near  []Explanation // of the class on the test's text, where it failed
	Text  string        // what Near's spans point into
}

// Passed reports whether the test passed.
func (r TestResult) Passed() bool { return r.Why == "" }

// Tests reads the tests of a class, or of all classes if class is empty. They
// are not read when a library loads; mistakes in them are Diagnostics.
func (lib *Library) Tests(class string) ([]ClassTests, error) {
	var diags Diagnostics
	byClass := map[string]*ClassTests{}
	var all []*ClassTests
	l := &loader{diags: &diags}
	for layer, fsys := range lib.layers {
		l.collect(layer, fsys)
	}
	for _, f := range l.files {
		if path.Dir(path.Dir(f.path)) != "rules/ja" {
			continue
		}
		id := strings.TrimSuffix(path.Base(f.path), path.Ext(f.path))
		c := lib.Class(id)
		if c == nil || class != "" && class != id {
			continue
		}
		r := &reader{file: f.shown, diags: &diags}
		top := r.open(f.src)
		if top == nil {
			continue
		}
		tests := byClass[id]
		if tests == nil {
			tests = &ClassTests{Class: c}
			byClass[id] = tests
			all = append(all, tests)
		}
		for _, field := range r.fields(top, "a class file", classKeys) {
			if field.key == "tests" {
				tests.Tests = append(tests.Tests, r.tests(field.node)...)
			}
		}
	}
	if len(diags) > 0 {
		diags.sort()
		return nil, diags
	}
	if class != "" && len(all) == 0 {
		_, err := lib.named(class)
		return nil, err
	}
	out := make([]ClassTests, len(all))
	for i, t := range all {
		out[i] = *t
	}
	return out, nil
}

// RunTests runs the tests of a class, or of all classes if class is empty, each
// text as a document of its own through the whole line.
func (lib *Library) RunTests(ctx context.Context, tok *token.Tokenizer, class string) ([]TestResult, error) {
	classes, err := lib.Tests(class)
	if err != nil {
		return nil, err
	}
	var results []TestResult
	for _, c := range classes {
		for _, t := range c.Tests {
			r, err := lib.RunTest(ctx, tok, c.Class.ID, t)
			if err != nil {
				return results, err
			}
			results = append(results, r)
		}
	}
	return results, nil
}

// RunTest runs one test of a class.
func (lib *Library) RunTest(ctx context.Context, tok *token.Tokenizer, class string, t Test) (TestResult, error) {
	result := TestResult{Class: class, Test: t}
	tree := lib.parse(t)
	r := norm.NewReader(tree, tok, lib)
	matches, err := lib.Match(ctx, r)
	if err != nil {
		return result, err
	}
	var found []finding.Finding
	for _, f := range finding.Collect(tree, matches) {
		if f.Match.Class.ID == class {
			found = append(found, f)
		}
	}
	near, err := lib.Explain(ctx, r, class)
	if err != nil {
		return result, err
	}
	switch t.Want {
	case WantMatch:
		result.Why = whyNoMatch(t, tree, found, near)
	case WantNone:
		result.Why = whyNotNone(t, found, near)
	case WantTodo:
		if len(found) > 0 {
			result.Why = "it is found now: move it to match"
		}
	}
	if result.Why != "" {
		result.Near, result.Text = near, tree.Document.Text
	}
	return result, nil
}

// parse reads a test's text as a small document with the test's parties.
func (lib *Library) parse(t Test) *structure.Tree {
	doc := document.Read("test.txt", []byte(t.Text), document.Options{Format: document.Plain})
	options := lib.Parties()
	if len(t.Vendor) > 0 {
		options.Vendor = t.Vendor
	}
	if len(t.Customer) > 0 {
		options.Customer = t.Customer
	}
	tree := structure.Parse(doc, options)
	if t.Kind == "" {
		return tree
	}
	as := *tree
	as.Kind = structure.DocumentKind(t.Kind)
	return &as
}

// whyNoMatch says why no finding is what a match test wants, or "".
func whyNoMatch(t Test, tree *structure.Tree, found []finding.Finding, near []Explanation) string {
	if len(found) == 0 {
		return "nothing found; " + nearestMiss(near)
	}
	var why string
	for _, f := range found {
		m := f.Match
		var wrong []string
		check := func(what, got, want string) {
			if want != "" && got != want {
				wrong = append(wrong, fmt.Sprintf("%s = %s, want %s", what, got, want))
			}
		}
		check("pattern", m.Pattern, t.Pattern)
		check("data", name(dataNames[:], int(m.Data)), t.Data)
		check("trigger", name(triggerNames[:], int(m.Trigger)), t.Trigger)
		if t.Weak != nil {
			check("weak", fmt.Sprint(m.Weak), fmt.Sprint(*t.Weak))
		}
		check("grade", string(m.Grade), t.Grade)
		if t.Line > 0 {
			check("line", fmt.Sprint(tree.Document.Origin(f.Span).Line), fmt.Sprint(t.Line))
		}
		if len(wrong) == 0 {
			return ""
		}
		why = fmt.Sprintf("found by %s/%s, but %s", m.Class.ID, m.Pattern, strings.Join(wrong, "; "))
	}
	return why
}

// nearestMiss names the pattern that came nearest and what it missed.
func nearestMiss(near []Explanation) string {
	traces := nearestTraces(near)
	if len(traces) == 0 {
		return "no norm was read"
	}
	var lines []string
	for _, t := range traces {
		if line := fmt.Sprintf("%s said no by %s", t.Pattern, strings.Join(t.Nearest().Failed, ", ")); !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	if best := traces[0].Nearest(); best.Matched {
		return "a pattern matches, but the provision is reported elsewhere"
	}
	return strings.Join(lines, "; ")
}

// nearestTraces returns the traces that came nearest to matching; of those as
// near, the ones that had all their literals go before.
func nearestTraces(near []Explanation) []PatternTrace {
	var traces []PatternTrace
	best := -1.0
	for _, e := range near {
		for _, p := range e.Patterns {
			if len(p.Norms) == 0 {
				continue
			}
			switch n := p.Nearest().Nearness(); {
			case n > best:
				traces, best = []PatternTrace{p}, n
			case n == best:
				traces = append(traces, p)
			}
		}
	}
	if slices.ContainsFunc(traces, func(p PatternTrace) bool { return len(p.Missing) == 0 }) {
		traces = slices.DeleteFunc(traces, func(p PatternTrace) bool { return len(p.Missing) > 0 })
	}
	return traces
}

// whyNotStopped says why By is not the one thing that keeps Pattern from matching, or "".
func whyNotStopped(t Test, near []Explanation) string {
	var said []string
	for _, e := range near {
		for _, p := range e.Patterns {
			switch {
			case p.Pattern != t.Pattern:
				continue
			case len(p.Missing) > 0:
				said = append(said, "no literal of "+strings.Join(p.Missing, ", "))
				continue
			}
			for _, n := range p.Norms {
				if len(n.Failed) == 1 && (n.Failed[0] == t.By || strings.HasPrefix(n.Failed[0], t.By+" ")) {
					return ""
				}
				said = append(said, cmp.Or(strings.Join(n.Failed, " and "), "nothing"))
			}
		}
	}
	slices.Sort(said)
	return fmt.Sprintf("by %s is not all that keeps %s from matching; it said no by %s", t.By, t.Pattern, cmp.Or(strings.Join(slices.Compact(said), "; "), "nothing: there is no such pattern"))
}

// whyNotNone says why a none test fails, or "": something was found, or what
// rejected it is not what the test names.
func whyNotNone(t Test, found []finding.Finding, near []Explanation) string {
	if len(found) > 0 {
		m := found[0].Match
		return fmt.Sprintf("found by %s/%s", m.Class.ID, m.Pattern)
	}
	if t.Pattern != "" {
		return whyNotStopped(t, near)
	}
	traces := nearestTraces(near)
	admitted := slices.ContainsFunc(traces, func(p PatternTrace) bool { return len(p.Missing) == 0 })
	if t.By == "literal" {
		if admitted {
			return "the literals of a pattern are there; " + nearestMiss(near)
		}
		return ""
	}
	var said []string
	for _, p := range traces {
		for _, n := range p.Norms {
			if n.Nearness() != p.Nearest().Nearness() {
				continue
			}
			for _, step := range n.Failed {
				kind, _, _ := strings.Cut(step, " ")
				if step == t.By || kind == t.By {
					return ""
				}
				if said = append(said, p.Pattern+": "+step); len(said) > 6 {
					break
				}
			}
		}
	}
	slices.Sort(said)
	return fmt.Sprintf("by %s is not what rejects it; the nearest said no by %s", t.By, strings.Join(slices.Compact(said), ", "))
}
