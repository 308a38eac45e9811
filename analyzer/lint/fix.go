package lint

import (
	"slices"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// fix is an edit of the original: the range that goes and what comes. Offsets are
// in UTF-16 units of the decoded text, columns in UTF-16 units from 1.
type fix struct {
	id                               string
	goal                             Text
	line, column, endLine, endColumn int
	start, end                       int
	text                             string
}

// fixes returns the registered model clauses that take the place of the clause of
// an issue. There are none for HTML, where the text of a clause is mixed with
// markup, and a clause that stands for several provisions goes to the first.
func (r *Result) fixes(is *Issue) []fix {
	if is.Finding == nil || is.input == nil || is.input.Tree == nil || is.input.Document.Format == document.HTML {
		return nil
	}
	var out []fix
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

func newFix(in *Input, s report.Suggestion, span source.Span) fix {
	o := in.Document.Origin(span)
	return fix{
		id: s.ID, goal: s.Goal, text: s.Text, line: o.Line, column: o.Column, endLine: o.EndLine, endColumn: o.EndColumn, start: o.UTF16[0], end: o.UTF16[1],
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
