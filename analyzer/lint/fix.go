package lint

import (
	"slices"

	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/suggest"
)

// Fix is an edit of the original: the range that goes and what comes. Offsets are
// in UTF-16 units of the decoded text, lines and columns count from 1.
type Fix struct {
	ID                               string // of the model clause
	Goal                             Text
	Line, Column, EndLine, EndColumn int
	Start, End                       int
	Text                             string
}

// Fixes returns the registered model clauses that take the place of the clause of
// an issue. There are none for formats that text cannot be put into, and a clause that stands for several provisions goes to the first.
func (r *Result) Fixes(is *Issue) []Fix {
	if is.Finding == nil || is.input == nil || is.input.Tree == nil || !suggest.Writable(is.input.Document.Format) {
		return nil
	}
	var out []Fix
	for _, s := range is.input.Report.Suggestions {
		if !slices.Contains(s.Replaces, is.Finding.ID) || s.Text == "" {
			continue
		}
		p := provisionOf(is.input, is.Finding)
		if p == nil || p.Body.Empty() || p != provisionOf(is.input, is.input.Report.By(s.Replaces[0])) {
			continue
		}
		out = append(out, newFix(is.input, s, p.Body))
	}
	return out
}

func newFix(in *Input, s report.Suggestion, span source.Span) Fix {
	o := in.Document.Origin(span)
	return Fix{
		ID: s.ID, Goal: s.Goal, Text: s.Text, Line: o.Line, Column: o.Column, EndLine: o.EndLine, EndColumn: o.EndColumn, Start: o.UTF16[0], End: o.UTF16[1],
	}
}

// provisionOf returns the provision of a finding, or nil.
func provisionOf(in *Input, f *report.Finding) *structure.Provision {
	if f == nil {
		return nil
	}
	i := slices.IndexFunc(in.Report.Findings, func(g report.Finding) bool { return g.ID == f.ID })
	if i < 0 || i >= len(in.Findings) {
		return nil
	}
	return in.Findings[i].Provision
}

// ClauseLine returns the line, from 1, on which the clause of an issue begins:
// where a comment that suppresses it goes.
func (r *Result) ClauseLine(is *Issue) int {
	if is.Finding == nil || is.input == nil {
		return is.Line
	}
	p := provisionOf(is.input, is.Finding)
	if p == nil || p.Body.Empty() {
		return is.Line
	}
	return is.input.Document.Origin(p.Body).Line
}

// Explain returns the explanation of the rule of an issue and what it goes by.
func (r *Result) Explain(is *Issue) (says Text, basis []Text) {
	for _, x := range r.opt.Rules {
		if x.ID != is.Rule || x.Class == nil {
			continue
		}
		for _, b := range x.Class.Basis {
			if r.opt.Sources != nil {
				basis = append(basis, r.opt.Sources.Cite(b))
			}
		}
		return x.Class.Explanation, basis
	}
	for _, x := range ownRules {
		if x.id == is.Rule {
			return x.help, nil
		}
	}
	return Text{}, nil
}
