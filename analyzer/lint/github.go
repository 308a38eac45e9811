package lint

import (
	"fmt"
	"io"
	"strings"

	"github.com/yakkan/yakkan/analyzer/report"
)

// worst is how many annotations GitHub shows of a step.
const worst = 10

// writeGitHub writes workflow commands: a summary of each document first, then
// the gravest issues, as many as GitHub shows.
func (r *Result) writeGitHub(w io.Writer, opt WriteOptions) error {
	var b strings.Builder
	for i := range r.Inputs {
		d := r.Inputs[i].Report
		fmt.Fprintf(&b, "::notice file=%s,title=yakkan::%s\n", property(slashed(d.Document.Name)), data(summary(d, opt.Lang)+". "+r.notice(opt.Lang)))
	}
	issues := r.Shown(opt.From, New, true)
	fmt.Fprintf(&b, "::notice title=yakkan::%s\n", data(r.counts(opt.Lang)))
	for i, is := range issues {
		if i == worst {
			fmt.Fprintf(&b, "::notice title=yakkan::%s\n", data(fmt.Sprintf(pick(opt.Lang, "ほか %d 件。全件は概要（Summary）又は yakkan lint で確認してください", "%d more; see the summary of the job, or run yakkan lint"), len(issues)-worst)))
			break
		}
		level := "warning"
		switch is.Severity {
		case "high":
			level = "error"
		case "info":
			level = "notice"
		}
		fmt.Fprintf(&b, "::%s file=%s,line=%d,endLine=%d,col=%d,title=%s::%s\n", level, property(slashed(is.Document)), is.Line, max(is.Line, is.EndLine), is.Column, property(is.Rule), data(report.In(is.Message, opt.Lang)))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// WriteSummary writes all issues as Markdown, for the summary of a job
// ($GITHUB_STEP_SUMMARY) or a comment.
func (r *Result) WriteSummary(w io.Writer, opt WriteOptions) error {
	if opt.From == "" {
		opt.From = "low"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "### yakkan: %s\n\n", markdown(r.counts(opt.Lang)))
	for i := range r.Inputs {
		fmt.Fprintf(&b, "- %s: %s\n", markdown(r.Inputs[i].Report.Document.Name), markdown(summary(r.Inputs[i].Report, opt.Lang)))
	}
	if issues := r.Shown(opt.From, New, true); len(issues) > 0 {
		fmt.Fprintf(&b, "\n| %s | %s | %s | %s |\n|---|---|---|---|\n", pick(opt.Lang, "重要度", "severity"), pick(opt.Lang, "場所", "place"), pick(opt.Lang, "規則", "rule"), pick(opt.Lang, "内容", "message"))
		for _, is := range issues {
			place := fmt.Sprintf("%s:%d", is.Document, is.Line)
			if is.Article != "" {
				place += " " + is.Article
			}
			fmt.Fprintf(&b, "| %s | %s | `%s` | %s |\n", is.Severity, markdown(place), is.Rule, markdown(report.In(is.Message, opt.Lang)))
		}
	}
	if n := r.notice(opt.Lang); n != "" {
		fmt.Fprintf(&b, "\n%s\n", markdown(n))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func slashed(s string) string { return strings.ReplaceAll(s, "\\", "/") }

// markdown keeps text from being read as Markdown or HTML.
func markdown(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch r {
		case '\\', '`', '*', '_', '[', ']', '<', '>', '#', '|', '~', '&', '!', '@':
			b.WriteByte('\\')
		case '\n', '\r':
			r = ' '
		}
		b.WriteRune(r)
	}
	return b.String()
}

// data escapes the message of a workflow command.
func data(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// property escapes a property of a workflow command.
func property(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}
