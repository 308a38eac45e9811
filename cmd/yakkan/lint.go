package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/yakkan/yakkan/analyzer/report"
)

// severities from the gravest.
var severities = []string{"high", "medium", "low", "info"}

func (a *app) lintCommand() *cobra.Command {
	var in inputFlags
	var format, failOn string
	formats := []string{"text", "json", "github"}
	c := &cobra.Command{
		Use:     "lint FILE...",
		Short:   "該当する条項を一行ずつ示す（CI・編集用）",
		Long:    "該当する条項を「ファイル:行:桁」の形で一行ずつ示します。FILE は - で標準入力。\n" + exitTable,
		Example: "  yakkan lint --fail-on high 規約/*.md\n  yakkan lint --format github terms.md",
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains(formats, format) {
				return fail("--format %s は使えません。%s のいずれかを指定してください", "--format %s: use one of %s", format, strings.Join(formats, ", "))
			}
			if failOn != "never" && !slices.Contains(severities, failOn) {
				return fail("--fail-on %s は使えません。high, medium, low, info, never のいずれかを指定してください", "--fail-on %s: use high, medium, low, info or never", failOn)
			}
			var all []*report.Report
			err := a.each(cmd.Context(), args, &in, func(r *report.Report) error {
				all = append(all, r)
				for _, f := range r.Findings {
					if failOn != "never" && gravity(f.Severity) <= gravity(failOn) && !f.Weak {
						a.raise(exitFindings)
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
			switch format {
			case "json":
				return report.WriteJSON(a.out, all)
			case "github":
				return a.lintGitHub(a.out, all)
			}
			return a.lintText(a.out, all)
		},
	}
	in.add(c)
	c.Flags().StringVar(&format, "format", "text", "出力形式: text, json, github")
	c.Flags().StringVar(&failOn, "fail-on", "high", "終了コード1とする重要度: high, medium, low, info, never")
	return c
}

func gravity(s string) int { return slices.Index(severities, s) }

// lintText writes one line a finding of powers and supports, and the notice.
func (a *app) lintText(w io.Writer, all []*report.Report) error {
	n := 0
	for _, r := range all {
		for _, f := range r.Findings {
			if f.Severity == "info" {
				continue
			}
			n++
			fmt.Fprintf(w, "%s:%d:%d: %s: %s [%s]\n", r.Document.Name, f.Line, f.Column, f.Severity, report.In(f.Message, a.lang), f.Rule)
		}
	}
	for _, r := range all {
		fmt.Fprintf(w, "%s: %s [%s], %s %d, %s %d\n", r.Document.Name, report.In(r.Verdict.Label, a.lang), r.Verdict.Terms,
			a.say("例外に依拠しにくさ", "defeat"), r.Scores.Defeat.Value, a.say("責任分担の明確さ", "division"), r.Scores.Division.Value)
	}
	fmt.Fprintf(w, "%s\n", a.say(fmt.Sprintf("%d 件", n), fmt.Sprintf("findings: %d", n)))
	return a.lintNotice(w, all)
}

func (a *app) lintNotice(w io.Writer, all []*report.Report) error {
	if len(all) == 0 {
		return nil
	}
	_, err := fmt.Fprintln(w, report.In(all[0].Notices[0], a.lang))
	return err
}

// lintGitHub writes workflow commands: a summary first, then the ten gravest,
// which is what GitHub shows of a step.
func (a *app) lintGitHub(w io.Writer, all []*report.Report) error {
	type item struct {
		file string
		f    report.Finding
	}
	var items []item
	for _, r := range all {
		fmt.Fprintf(w, "::notice file=%s,title=yakkan::%s\n", property(r.Document.Name), data(fmt.Sprintf("%s [%s] %s %d, %s %d. %s", report.In(r.Verdict.Label, a.lang), r.Verdict.Terms,
			a.say("例外に依拠しにくさ", "defeat"), r.Scores.Defeat.Value, a.say("責任分担の明確さ", "division"), r.Scores.Division.Value, report.In(r.Notices[0], a.lang))))
		for _, f := range r.Findings {
			if f.Severity != "info" {
				items = append(items, item{r.Document.Name, f})
			}
		}
	}
	slices.SortStableFunc(items, func(x, y item) int { return gravity(x.f.Severity) - gravity(y.f.Severity) })
	for i, it := range items {
		if i == 10 {
			fmt.Fprintf(w, "::notice title=yakkan::%s\n", data(a.say(fmt.Sprintf("ほか %d 件。全件は yakkan lint で確認してください", len(items)-10), fmt.Sprintf("%d more; run yakkan lint for all", len(items)-10))))
			break
		}
		level := "warning"
		if it.f.Severity == "high" {
			level = "error"
		}
		fmt.Fprintf(w, "::%s file=%s,line=%d,col=%d,title=%s::%s\n", level, property(it.file), it.f.Line, it.f.Column, property(it.f.Rule), data(report.In(it.f.Message, a.lang)))
	}
	return nil
}

// data escapes the message of a workflow command.
func data(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// property escapes a property of a workflow command.
func property(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}
