package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/report"
)

func (a *app) analyzeCommand() *cobra.Command {
	var in inputFlags
	var set caseFlags
	var format, out string
	var brief bool
	formats := []string{"text", "json", "jsonl", "md", "html"}
	c := &cobra.Command{
		Use:     "analyze FILE...",
		Short:   "文書を照合し、判定・指標・根拠を示す",
		Long:    "文書を照合し、判定、二つの指標、根拠となる条項の引用、見つからなかった定め及び条項のひな形を示します。FILE は - で標準入力。",
		Example: "  yakkan analyze 利用規約.md\n  yakkan analyze --format json --out result.json terms.html\n  cat terms.txt | yakkan analyze -\n  yakkan analyze --format html --out 照合結果.html 利用規約.md\n  yakkan analyze --case 案件.yaml\n  yakkan analyze --as terms,privacy --facts facts.yaml 利用規約.md プライバシーポリシー.md",
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains(formats, format) {
				return fail("--format %s は使えません。%s のいずれかを指定してください", "--format %s: use one of %s", format, strings.Join(formats, ", "))
			}
			var buf bytes.Buffer
			w := a.out
			if out != "" {
				w = &buf
			}
			text := report.TextOptions{Lang: a.lang, Color: out == "" && colored(w), Width: columns(w), Brief: brief}
			if set.given() {
				_, got, err := a.readCase(cmd, args, &in, &set)
				if err != nil {
					return err
				}
				if err := a.writeCase(w, got.Report, format, text); err != nil {
					return err
				}
				return a.save(out, &buf)
			}
			n := 0
			var all []*report.Report
			whole := format == "html"
			err := a.eachRead(cmd.Context(), args, &in, whole, func(e *engine, got *analyzer.Analysis) error {
				r := got.Report
				n++
				switch format {
				case "html":
					if n > 1 {
						return fail("--format html は文書一つについて出力します。文書ごとに実行してください", "--format html writes one document; run it once for each")
					}
					return report.WriteHTML(w, r, report.HTMLOptions{Lang: a.lang, Document: got.Document, Tree: got.Tree, Findings: got.Findings, Sources: e.lib.Legal().Sources, Made: a.now()})
				case "json":
					all = append(all, r)
					return nil
				case "jsonl":
					return report.WriteJSONLine(w, r)
				case "md":
					if n > 1 {
						fmt.Fprintln(w)
					}
					return report.WriteMarkdown(w, r, a.lang)
				}
				if n > 1 {
					fmt.Fprintf(w, "\n%s\n\n", strings.Repeat("─", 60))
				}
				return report.WriteText(w, r, text)
			})
			if err != nil {
				return err
			}
			if format == "json" {
				if err := report.WriteJSON(w, all); err != nil {
					return err
				}
			}
			return a.save(out, &buf)
		},
	}
	in.add(c)
	in.facts.add(c)
	set.add(c)
	c.Flags().StringVar(&format, "format", "text", "出力形式: text, json, jsonl, md, html（json は文書が一つなら一つの報告、複数なら配列）")
	c.Flags().StringVar(&out, "out", "", "出力先のファイル（既定は標準出力）")
	c.Flags().BoolVar(&brief, "brief", false, "text で最初の画面だけを示す")
	return c
}

// save writes what was collected to a file; "" means that there is none.
func (a *app) save(out string, buf *bytes.Buffer) error {
	if out == "" {
		return nil
	}
	if err := os.WriteFile(out, buf.Bytes(), 0o644); err != nil {
		return fail("--out %s に書けません: %v", "--out %s: %v", out, err)
	}
	return nil
}

// eachRead hands over what is known of the inputs, and what they were read with.
// See readEach.
func (a *app) eachRead(ctx context.Context, args []string, in *inputFlags, whole bool, use func(*engine, *analyzer.Analysis) error) error {
	opt, err := in.options()
	if err != nil {
		return err
	}
	files, err := paths(args)
	if err != nil {
		return err
	}
	e, err := a.open()
	if err != nil {
		return err
	}
	if opt.Facts, err = in.facts.read(a, e.lib.Legal()); err != nil {
		return err
	}
	return a.readEach(ctx, e, files, in, opt, whole, func(got *analyzer.Analysis) error { return use(e, got) })
}

// readEach analyses files and hands over what is known of them: of a whole analysis
// everything, else the report alone, and the memory of a document goes to the next.
func (a *app) readEach(ctx context.Context, e *engine, files []string, in *inputFlags, opt analyzer.Options, whole bool, use func(*analyzer.Analysis) error) error {
	bar := a.progress(len(files))
	for _, f := range files {
		name := a.nameOf(f, in)
		data, err := a.readInput(f, opt.Limits.Bytes)
		if err != nil {
			a.printError(err)
			a.raise(exitUsage)
			continue
		}
		one := opt
		if in.kindOf != nil && one.Kind == "" {
			one.Kind = in.kindOf(name)
		}
		got := &analyzer.Analysis{}
		if whole {
			got, err = e.Read(ctx, name, data, one)
		} else {
			got.Report, err = e.Analyze(ctx, name, data, one)
		}
		if err != nil {
			return err
		}
		r := got.Report
		if r.Document.Status != "complete" {
			a.raise(exitIncomplete)
			for _, p := range r.Document.Problems {
				fmt.Fprintf(a.err, "yakkan: %s: %s\n", name, report.In(p.Message, a.lang))
			}
		}
		if bar != nil {
			_ = bar.Add(1)
		}
		if err := use(got); err != nil {
			return err
		}
	}
	return nil
}

// progress returns a bar on the terminal for a long run, or nil.
func (a *app) progress(n int) *progressbar.ProgressBar {
	f, ok := terminalOf(a.err)
	if n < 20 || !ok {
		return nil
	}
	return progressbar.NewOptions(n, progressbar.OptionSetWriter(f), progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
}

func colored(w io.Writer) bool {
	_, ok := terminalOf(w)
	return ok && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

func columns(w io.Writer) int {
	if f, ok := terminalOf(w); ok {
		if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 20 {
			return min(n, 120)
		}
	}
	return 80
}
