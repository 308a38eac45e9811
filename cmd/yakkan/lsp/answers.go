package lsp

import (
	"fmt"
	"strings"

	"github.com/yakkan/yakkan/analyzer/lint"
	"github.com/yakkan/yakkan/analyzer/report"
)

func (s *Server) in(t report.Text) string { return report.In(t, s.Lang) }

// shown are the issues that an editor is told of.
func shown(r *lint.Result) []lint.Issue { return r.Shown("low", lint.New, false) }

func (s *Server) diagnostics(r *lint.Result) []diagnostic {
	out := []diagnostic{}
	for _, is := range shown(r) {
		out = append(out, s.diagnostic(&is))
	}
	return out
}

func (s *Server) diagnostic(is *lint.Issue) diagnostic {
	level := map[string]int{"high": 1, "medium": 2, "low": 3}[is.Severity]
	if is.Weak {
		level = 3
	}
	d := diagnostic{Range: rangeOf(is), Severity: level, Code: is.Rule, Source: "yakkan", Message: s.in(is.Message)}
	if is.Fingerprint != "" {
		d.Data = &diagnosticData{is.Fingerprint}
	}
	return d
}

func rangeOf(is *lint.Issue) span {
	s := span{position{is.Line - 1, is.Column - 1}, position{is.EndLine - 1, is.EndColumn - 1}}
	if before(s.End, s.Start) {
		s.End = s.Start
	}
	return s
}

// hover says why there is an issue at a place.
func (s *Server) hover(p hoverParams) any {
	r, _ := s.found(p.Document.URI)
	if r == nil {
		return nil
	}
	var b strings.Builder
	var at span
	for _, is := range shown(r) {
		if !rangeOf(&is).touches(span{p.Position, p.Position}) {
			continue
		}
		if b.Len() == 0 {
			at = rangeOf(&is)
		} else {
			b.WriteString("\n\n---\n\n")
		}
		says, basis := r.Explain(&is)
		fmt.Fprintf(&b, "**%s**\n\n%s\n\n%s", is.Rule, plain(s.in(is.Message)), plain(s.in(says)))
		for _, c := range basis {
			fmt.Fprintf(&b, "\n- %s", plain(s.in(c)))
		}
	}
	if b.Len() == 0 {
		return nil
	}
	if notices := r.Inputs[0].Report.Notices; len(notices) > 0 {
		fmt.Fprintf(&b, "\n\n%s", plain(s.in(notices[0])))
	}
	return hover{markup{"markdown", b.String()}, at}
}

// plain keeps text from being read as Markdown.
func plain(s string) string {
	return strings.NewReplacer("\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]", "<", "&lt;", "#", "\\#", "|", "\\|").Replace(s)
}

// actions are what can be done about the issues in a range: put a registered
// model clause in the place of the clause, or suppress the rule with a reason
// that the writer has still to give.
func (s *Server) actions(p actionParams) []action {
	out := []action{}
	r, text := s.found(p.Document.URI)
	if r == nil {
		return out
	}
	add := func(title string, is *lint.Issue, at span, words string) {
		out = append(out, action{Title: title, Kind: "quickfix", Diagnostics: []diagnostic{s.diagnostic(is)}, Edit: edit{map[string][]textEdit{p.Document.URI: {{at, words}}}}})
	}
	for _, is := range shown(r) {
		if !rangeOf(&is).touches(p.Range) || is.Finding == nil {
			continue
		}
		for _, f := range r.Fixes(&is) {
			add(fmt.Sprintf(s.in(report.Text{JA: "ひな形 %s に置き換える: %s", EN: "replace with model clause %s: %s"}), f.ID, s.in(f.Goal)), &is,
				span{position{f.Line - 1, f.Column - 1}, position{f.EndLine - 1, f.EndColumn - 1}}, f.Text)
		}
		at := position{Line: r.ClauseLine(&is) - 1}
		comment := "<!-- yakkan:ignore " + is.Rule + "  -->"
		if r.Inputs[0].Report.Document.Format == "text" {
			comment = "# yakkan:ignore " + is.Rule + " "
		}
		add(fmt.Sprintf(s.in(report.Text{JA: "抑制する（%s、理由を記入）", EN: "suppress %s (write the reason)"}), is.Rule), &is, span{at, at}, comment+newline(text))
	}
	return out
}

// newline is the line break of a text.
func newline(text string) string {
	if strings.Contains(text, "\r\n") {
		return "\r\n"
	}
	return "\n"
}
