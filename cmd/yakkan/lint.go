package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/lint"
)

func (a *app) lintCommand() *cobra.Command {
	var in inputFlags
	var s settings
	var format, failOn, show, sarifSuppressed string
	var outs []string
	var timing, exitZero bool
	c := &cobra.Command{
		Use:   "lint [FILE...]",
		Short: "該当する条項を一行ずつ示す（CI・編集用）",
		Long: `該当する条項を「ファイル:行:桁」の形で一行ずつ示します。FILE は - で標準入力。FILE を省くと、
設定ファイル yakkan.yaml の paths を対象とします。文書内のコメント
<!-- yakkan:ignore 規則 理由 until=2027-03-31 --> で次の条項を、yakkan:ignore-file で文書全体を抑制できます。`,
		Example: "  yakkan lint --fail-on high 規約/*.md\n  yakkan lint --format github terms.md\n  yakkan lint --baseline yakkan.baseline.json --out sarif=yakkan.sarif terms.md",
		RunE: func(cmd *cobra.Command, args []string) error {
			watch := newWatch(timing)
			if err := s.load(a, cmd, "."); err != nil {
				return err
			}
			if failOn == "" && s.cfg != nil {
				failOn = s.cfg.FailOn
			}
			if failOn == "" {
				failOn = "high"
			}
			if exitZero {
				failOn = "never"
			}
			if failOn != "never" && !slices.Contains(lint.Severities(), failOn) {
				return fail("--fail-on %s は使えません。high, medium, low, info, never のいずれかを指定してください", "--fail-on %s: use high, medium, low, info or never", failOn)
			}
			if !slices.Contains(lint.Severities(), show) {
				return fail("--show %s は使えません。high, medium, low, info のいずれかを指定してください", "--show %s: use high, medium, low or info", show)
			}
			if !slices.Contains([]string{"include", "drop"}, sarifSuppressed) {
				return fail("--sarif-suppressed %s は使えません。include 又は drop を指定してください", "--sarif-suppressed %s: use include or drop", sarifSuppressed)
			}
			targets, err := outputs(format, outs)
			if err != nil {
				return err
			}
			r, err := a.lint(cmd, args, &in, &s, true, watch)
			if err != nil {
				return err
			}
			if r.Fails(failOn) {
				a.raise(exitFindings)
			}
			opt := lint.WriteOptions{Lang: a.lang, From: show, DropSuppressed: sarifSuppressed == "drop"}
			if err := a.writeLint(r, targets, opt); err != nil {
				return err
			}
			watch.print(a)
			return nil
		},
	}
	in.add(c)
	s.add(c)
	c.Flags().StringVar(&format, "format", "text", "標準出力の形式: "+strings.Join(lint.Formats, ", "))
	c.Flags().StringArrayVar(&outs, "out", nil, "形式=ファイル で書き出す（繰返し可）。例: --out sarif=yakkan.sarif")
	c.Flags().StringVar(&failOn, "fail-on", "", "終了コード1とする重要度: high, medium, low, info, never（既定 high）")
	c.Flags().BoolVar(&exitZero, "exit-zero", false, "該当があっても終了コードを0とする")
	c.Flags().StringVar(&show, "show", "low", "示す重要度の下限: high, medium, low, info")
	c.Flags().StringVar(&sarifSuppressed, "sarif-suppressed", "include", "抑制した該当を SARIF に含める（include）か除く（drop）か")
	c.Flags().BoolVar(&timing, "timing", false, "段階ごとの所要時間を標準エラーに示す")
	return c
}

// lint analyses files by the settings and returns the issues.
func (a *app) lint(cmd *cobra.Command, args []string, in *inputFlags, s *settings, withBaseline bool, watch *watch) (*lint.Result, error) {
	opt, err := in.options()
	if err != nil {
		return nil, err
	}
	files, err := s.files(args)
	if err != nil {
		return nil, err
	}
	e, err := a.open()
	if err != nil {
		return nil, err
	}
	watch.lap("library")
	lo, err := s.options(e)
	if err != nil {
		return nil, err
	}
	lo.Today = a.now()
	if file := s.baselineFile(); withBaseline && file != "" {
		if lo.Baseline, err = readBaseline(file); err != nil {
			return nil, err
		}
	}
	in.kindOf = s.cfg.Kind
	opt.Trace = watch.trace
	var inputs []lint.Input
	err = a.readEach(cmd.Context(), e, files, in, opt, true, func(got *analyzer.Analysis) error {
		inputs = append(inputs, lint.Input{Report: got.Report, Document: got.Document, Tree: got.Tree, Findings: got.Findings})
		return nil
	})
	if err != nil {
		return nil, err
	}
	watch.since = time.Now()
	if lo.Between, err = a.between(cmd.Context(), e, s.cfg, opt); err != nil {
		return nil, err
	}
	watch.lap("contracts")
	r := lint.Check(inputs, lo)
	watch.lap("lint")
	return r, nil
}

// output is where a format is written to; "" is standard output.
type output struct{ format, file string }

func outputs(format string, outs []string) ([]output, error) {
	all := []output{{format, ""}}
	for _, o := range outs {
		f, file, ok := strings.Cut(o, "=")
		if !ok || file == "" {
			return nil, fail("--out %s は 形式=ファイル の形で指定してください", "--out %s: write it as FORMAT=FILE", o)
		}
		all = append(all, output{f, file})
	}
	for _, o := range all {
		if !slices.Contains(lint.Formats, o.format) {
			return nil, fail("形式 %s は使えません。%s のいずれかを指定してください", "there is no format %s: use one of %s", o.format, strings.Join(lint.Formats, ", "))
		}
	}
	return all, nil
}

func (a *app) writeLint(r *lint.Result, targets []output, opt lint.WriteOptions) error {
	for _, t := range targets {
		if t.file == "" {
			if err := r.Write(a.out, t.format, opt); err != nil {
				return err
			}
		} else {
			var buf bytes.Buffer
			if err := r.Write(&buf, t.format, opt); err != nil {
				return err
			}
			if err := os.WriteFile(t.file, buf.Bytes(), 0o644); err != nil {
				return fail("--out %s に書けません: %v", "--out %s: %v", t.file, err)
			}
		}
		if t.format == "github" {
			if err := a.jobSummary(r, opt); err != nil {
				return err
			}
		}
	}
	return nil
}

// jobSummary adds all issues to the summary of the job, where one is kept.
func (a *app) jobSummary(r *lint.Result, opt lint.WriteOptions) error {
	file := os.Getenv("GITHUB_STEP_SUMMARY")
	if file == "" {
		return nil
	}
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fail("概要（GITHUB_STEP_SUMMARY）に書けません: %v", "cannot write the summary of the job (GITHUB_STEP_SUMMARY): %v", err)
	}
	defer f.Close()
	return r.WriteSummary(f, opt)
}

// watch sums up how long the stages take; nil measures nothing.
type watch struct {
	stages []string
	took   map[string]time.Duration
	since  time.Time
}

func newWatch(on bool) *watch {
	w := &watch{since: time.Now()}
	if on {
		w.took = map[string]time.Duration{}
	}
	return w
}

func (w *watch) trace(stage string, took time.Duration) {
	if w.took == nil {
		return
	}
	if !slices.Contains(w.stages, stage) {
		w.stages = append(w.stages, stage)
	}
	w.took[stage] += took
}

// lap ends a stage that began at the last lap.
func (w *watch) lap(stage string) {
	now := time.Now()
	w.trace(stage, now.Sub(w.since))
	w.since = now
}

func (w *watch) print(a *app) {
	if w.took == nil {
		return
	}
	var total time.Duration
	for _, s := range w.stages {
		total += w.took[s]
	}
	for _, s := range w.stages {
		fmt.Fprintf(a.err, "%-10s %10.1f ms %5.1f%%\n", s, float64(w.took[s].Microseconds())/1000, 100*float64(w.took[s])/float64(max(1, total)))
	}
	_, _ = io.WriteString(a.err, fmt.Sprintf("%-10s %10.1f ms\n", "total", float64(total.Microseconds())/1000))
}
