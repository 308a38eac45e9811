//go:build !cli

package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/corpus"
)

// batchFlags are the settings of a run over a corpus.
type batchFlags struct {
	in               inputFlags
	out              string
	workers, part    int
	resume, exitZero bool
	include, exclude []string
	formats          []string
	queue            queueFlags
}

func (a *app) batchCommand() *cobra.Command {
	var f batchFlags
	c := &cobra.Command{
		Use:   "batch SOURCE --out DIR|URL",
		Short: "多数の文書をまとめて照合する",
		Long: `フォルダ、書庫（.zip .tar .tar.gz）、電子メール（.eml）、JSONL（custom_id、name、text又はfile）又はバケット（s3:// file:// mem://）の
文書をすべて照合し、結果を書き出します。途中で止まっても（強制終了でも）--resume で続きから実行でき、結果は同じになります。
読み取れない文書があっても止まりません。理由は unreadable.jsonl にあります。
結果の形式は docs/batch.md に、--redis により多数の yakkan worker で行う方法は docs/scale.md にあります。`,
		Example: "  yakkan batch 規約集/ --out 結果\n  yakkan batch terms.zip --out results --include '**/*.md' --formats csv,html\n  yakkan batch s3://bucket/terms?region=ap-northeast-1 --out s3://bucket/results?region=ap-northeast-1 --resume\n  yakkan batch /shared/terms --out /shared/results --redis redis://queue:6379/0",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			err := a.batch(ctx, args[0], &f)
			if err != nil && ctx.Err() != nil {
				a.code = exitTerminated // unless Ctrl-C ended it, which runIn sees
			}
			return err
		},
	}
	f.in.add(c)
	f.queue.add(c)
	c.AddCommand(a.batchStatusCommand(), a.batchRequeueCommand())
	c.Flags().StringVar(&f.out, "out", "", "結果を置くフォルダ又はバケットのURL（必須）")
	c.Flags().IntVar(&f.workers, "workers", 0, "同時に照合する文書の数（既定はCPUの数）")
	c.Flags().IntVar(&f.part, "part", 0, fmt.Sprintf("一度に書き込む文書の数（既定 %d）", corpus.DefaultPart))
	c.Flags().BoolVar(&f.resume, "resume", false, "途中で止まった実行の続きから始める")
	c.Flags().BoolVar(&f.exitZero, "exit-zero", false, "読み取れない文書があっても終了コードを0にする")
	c.Flags().StringArrayVar(&f.include, "include", nil, "対象とする文書のパターン（繰返し可、** はフォルダをまたぐ）")
	c.Flags().StringArrayVar(&f.exclude, "exclude", nil, "対象としない文書のパターン（繰返し可）")
	c.Flags().StringSliceVar(&f.formats, "formats", nil, "結果の形式: jsonl, csv, parquet, html（既定はすべて）")
	return c
}

// source opens what is to be analysed.
func (f *batchFlags) source(ctx context.Context, where string) (*corpus.Source, error) {
	if isAddress(where) {
		return nil, failFetch(where)
	}
	s, err := corpus.Open(ctx, where, corpus.SourceOptions{Filter: corpus.Filter{Include: f.include, Exclude: f.exclude}, Limits: corpus.Limits{Document: f.in.maxBytes}})
	if err != nil {
		return nil, fail("%s を開けません: %v", "cannot open %s: %v", where, err)
	}
	return s, nil
}

func (f *batchFlags) resultFormats() ([]corpus.Format, error) {
	var out []corpus.Format
	for _, s := range f.formats {
		if !slices.Contains(corpus.Formats, corpus.Format(s)) {
			return nil, fail("--formats %s は使えません。jsonl、csv、parquet、html が使えます", "--formats %s: use jsonl, csv, parquet or html", s)
		}
		out = append(out, corpus.Format(s))
	}
	return out, nil
}

func (a *app) batch(ctx context.Context, where string, f *batchFlags) error {
	if f.out == "" {
		return fail("--out に結果を置くフォルダを指定してください", "give a folder for the results with --out")
	}
	if f.workers < 0 || f.part < 0 {
		return fail("--workers と --part に負の数は使えません", "--workers and --part cannot be negative")
	}
	opt, err := f.in.options()
	if err != nil {
		return err
	}
	formats, err := f.resultFormats()
	if err != nil {
		return err
	}
	src, err := f.source(ctx, where)
	if err != nil {
		return err
	}
	defer src.Close()
	e, err := a.open()
	if err != nil {
		return err
	}
	begin := time.Now()
	m := a.meter(ctx, src)
	r := &corpus.Run{
		Source: src, Out: f.out, Settings: corpus.Settings(e.Analyzer, opt), Labels: corpus.LabelsOf(e.lib.Legal()), Formats: formats, Workers: f.workers, Part: f.part, Resume: f.resume, Progress: m.tell,
		Read: func(ctx context.Context, name string, data []byte) (*report.Report, error) {
			return e.Analyze(ctx, name, data, opt)
		},
	}
	var s *corpus.Summary
	if f.queue.url() == "" {
		s, err = r.Do(ctx)
	} else {
		s, err = f.queue.spread(ctx, a, r)
	}
	m.end()
	if err != nil {
		return a.batchError(ctx, f, err)
	}
	a.printSummary(s, f.out, m.done-m.skipped, time.Since(begin))
	if f.exitZero {
		a.code = exitClean
	}
	return nil
}

// batchError says what to do about a run that did not end.
func (a *app) batchError(ctx context.Context, f *batchFlags, err error) error {
	switch {
	case ctx.Err() != nil:
		return fail("途中で止めました。続きは同じ指定に --resume を付けて実行してください", "stopped; to go on, run the same with --resume")
	case errors.Is(err, corpus.ErrExists):
		return fail("%s には既に結果があります。続きは --resume、新しい実行は別の --out を指定してください", "%s has results already; to go on give --resume, for a new run another --out", f.out)
	case errors.Is(err, corpus.ErrRunning):
		return fail("%s には別の実行が書き込んでいます。終わるのを待つか、別の --out を指定してください", "another run writes into %s; wait until it ends, or give another --out", f.out)
	case errors.Is(err, corpus.ErrOther):
		return fail("%s の結果は別の指定による実行のものです（%v）。同じ指定にするか、別の --out を指定してください", "the results in %s are of another run (%v); give the same settings or another --out", f.out, err)
	case errors.Is(err, corpus.ErrChanged):
		return fail("実行を始めた後で元の文書が変わっています。別の --out で始めからやり直してください", "the documents were changed since the run began; begin anew with another --out")
	case errors.Is(err, corpus.ErrDead):
		return fail("処理できなかった部分があります（%v）。原因を除いて yakkan batch requeue を実行し、--resume で続けてください", "%v; mend this, run yakkan batch requeue, and go on with --resume", err)
	case errors.Is(err, corpus.ErrLocal):
		return fail("mem:// は --redis と一緒に使えません", "mem:// cannot be used with --redis")
	case errors.Is(err, corpus.ErrMixed):
		return fail("--out %s は元の文書と同じ場所です。結果が文書に混ざるため、別の --out を指定してください", "--out %s is where the documents lie; give another, so that results do not mix with them", f.out)
	case errors.Is(err, corpus.ErrResults):
		return fail("指定の場所は yakkan batch の結果のフォルダです。文書のフォルダを指定してください", "this is a folder of results of yakkan batch; name a folder of documents")
	case errors.Is(err, corpus.ErrNone):
		return fail("対象の文書がありません。パスとパターンを確認してください", "there are no documents; look at the path and the patterns")
	}
	return fail("途中で止まりました: %v。原因を除いてから --resume を付けて続けてください", "stopped: %v; mend this and go on with --resume", err)
}

// meter shows how far a run is, on a terminal only.
type meter struct {
	bar           *progressbar.ProgressBar
	done, skipped int
	stop          context.CancelFunc
}

// meter returns a meter of documents. How many there are is counted beside the
// run, where that is cheap: not in a bucket.
func (a *app) meter(ctx context.Context, src *corpus.Source) *meter {
	m := &meter{stop: func() {}}
	f, ok := terminalOf(a.err)
	if !ok {
		return m
	}
	m.bar = progressbar.NewOptions64(-1, progressbar.OptionSetWriter(f), progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString(a.say("件", "documents")),
		progressbar.OptionThrottle(200*time.Millisecond), progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish(), progressbar.OptionSetDescription(a.say("照合", "analysing")))
	if strings.Contains(src.String(), "://") {
		return m
	}
	ctx, m.stop = context.WithCancel(ctx)
	bar := m.bar
	go func() {
		n := int64(0)
		for _, err := range src.Documents(ctx, func(int) bool { return false }) {
			if err != nil {
				return
			}
			n++
		}
		if ctx.Err() == nil {
			bar.ChangeMax64(max(n, 1))
		}
	}()
	return m
}

func (m *meter) tell(p corpus.Progress) {
	if m.bar != nil {
		_ = m.bar.Add(p.Done - m.done)
	}
	m.done, m.skipped = p.Done, p.Skipped
}

func (m *meter) end() {
	m.stop()
	if m.bar != nil {
		_ = m.bar.Clear()
	}
}

// printSummary says at the end of a run what it found.
func (a *app) printSummary(s *corpus.Summary, out string, made int, took time.Duration) {
	c := s.Counts
	fmt.Fprintf(a.out, a.say("文書 %d 件: 全部を読取り %d、一部を読取り %d、読取り不能 %d、重複 %d\n", "%d documents: complete %d, partial %d, unreadable %d, duplicate %d\n"),
		c.Documents, c.Complete, c.Partial, c.Unreadable, c.Duplicate)
	if made > 0 {
		fmt.Fprintf(a.out, a.say("今回 %d 件、%.1f 秒、毎秒 %.0f 件（CPU %d）\n", "now %d documents in %.1f s, %.0f a second (%d CPUs)\n"), made, took.Seconds(), float64(made)/took.Seconds(), runtime.GOMAXPROCS(0))
	}
	if n := s.Read(); n > 0 {
		fmt.Fprintln(a.out, a.say("文言による判定:", "verdicts by wording:"))
		for _, v := range slices.Sorted(maps.Keys(s.Verdicts)) {
			title := ""
			if i := slices.IndexFunc(s.Labels.Verdicts, func(l corpus.Label) bool { return l.ID == v }); i >= 0 {
				title = "  " + report.In(s.Labels.Verdicts[i].Label, a.lang)
			}
			fmt.Fprintf(a.out, "  %-16s %6d  %5.1f %%%s\n", v, s.Verdicts[v], 100*float64(s.Verdicts[v])/float64(n), title)
		}
	}
	for _, r := range s.Reasons {
		fmt.Fprintf(a.out, a.say("  読取りの問題 %s: 読取り不能 %d、一部 %d\n", "  problem of reading %s: unreadable %d, partial %d\n"), r.Code, r.Unreadable, r.Partial)
	}
	fmt.Fprintf(a.out, a.say("結果: %s\n", "results: %s\n"), out)
	fmt.Fprintln(a.out, report.In(s.Labels.Notices[0], a.lang))
	if c.Unreadable > 0 || c.Partial > 0 {
		a.raise(exitIncomplete)
	}
}
