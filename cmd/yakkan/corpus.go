//go:build !cli

package main

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/corpus"
)

func (a *app) rankCommand() *cobra.Command {
	var by string
	var top int
	c := &cobra.Command{
		Use:     "rank DIR|URL",
		Short:   "yakkan batch の結果を指標の順に並べる",
		Long:    `yakkan batch の結果（documents.csv）を、指標の順に並べて示します。同じ内容の文書は一度だけ示します。`,
		Example: "  yakkan rank 結果\n  yakkan rank --by division --top 50 s3://bucket/results?region=ap-northeast-1",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if top < 1 {
				return fail("--top は1以上にしてください", "--top has to be at least 1")
			}
			order := corpus.Order(by)
			list, err := corpus.Rank(cmd.Context(), args[0], order, top)
			if err != nil {
				return resultsError(args[0], err)
			}
			sum, err := corpus.Results(cmd.Context(), args[0])
			if err != nil {
				return resultsError(args[0], err)
			}
			a.printRanks(list, sum.Labels.Verdicts)
			a.notices(sum.Labels.Notices)
			return nil
		},
	}
	c.Flags().StringVar(&by, "by", string(corpus.ByDefeat), "並べる指標: defeat（例外に依拠しにくい順）、-defeat、division（責任分担の明確な順）、-division")
	c.Flags().IntVar(&top, "top", 20, "示す文書の数")
	return c
}

// printRanks writes documents in their order, with the names of their verdicts.
func (a *app) printRanks(list []corpus.Standing, verdicts []corpus.Label) {
	names := map[string]string{}
	for _, v := range verdicts {
		names[v.ID] = report.In(v.Label, a.lang)
	}
	head := []string{a.say("順位", "rank"), a.say("依拠しにくさ", "defeat"), a.say("責任分担", "division"), a.say("判定", "verdict")}
	width := wide(head[3])
	for _, s := range list {
		width = max(width, wide(names[s.Verdict]))
	}
	line := func(id string, cells ...string) {
		for i, c := range cells[:3] {
			fmt.Fprint(a.out, strings.Repeat(" ", 1+max(0, wide(head[i])-wide(c))), c)
		}
		fmt.Fprintf(a.out, " %s%s %s\n", cells[3], strings.Repeat(" ", width-wide(cells[3])), id)
	}
	line(a.say("文書", "document"), head...)
	for i, s := range list {
		line(s.ID, strconv.Itoa(i+1), strconv.Itoa(s.Defeat), strconv.Itoa(s.Division), names[s.Verdict])
	}
}

func (a *app) notices(all []report.Text) {
	for i, n := range all {
		if i < 2 { // short, and what scores are
			fmt.Fprintln(a.out, report.In(n, a.lang))
		}
	}
}

// resultsError says that results of a corpus cannot be read.
func resultsError(where string, err error) error {
	return fail("%s から yakkan batch の結果（summary.json、documents.csv）を読めません: %v", "cannot read the results of yakkan batch (summary.json, documents.csv) in %s: %v", where, err)
}

func (a *app) positionCommand() *cobra.Command {
	var in inputFlags
	var dir string
	c := &cobra.Command{
		Use:     "position FILE --corpus DIR|URL",
		Short:   "文書が文書群の中でどこに位置するかを示す",
		Long:    `文書を照合し、yakkan batch の結果と比べて、二つの指標の位置と、条項類型ごとにそれを持つ文書の割合を示します。`,
		Example: "  yakkan position 利用規約.md --corpus 結果",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if dir == "" {
				return fail("--corpus に yakkan batch の結果を指定してください", "give the results of yakkan batch with --corpus")
			}
			opt, err := in.options()
			if err != nil {
				return err
			}
			sum, err := corpus.Results(cmd.Context(), dir)
			if err != nil {
				return resultsError(dir, err)
			}
			data, err := a.readInput(args[0], opt.Limits.Bytes)
			if err != nil {
				return err
			}
			e, err := a.open()
			if err != nil {
				return err
			}
			if lib := sum.Settings["library"]; lib != "" && lib != e.lib.Digest() {
				fmt.Fprintln(a.err, a.say("yakkan: 文書群は別の版の規則で照合されています。yakkan batch をやり直すと正確に比べられます", "yakkan: the corpus was analysed by other rules; run yakkan batch again for an exact comparison"))
			}
			name := a.nameOf(args[0], &in)
			r, err := e.Analyze(cmd.Context(), name, data, opt)
			if err != nil {
				return err
			}
			if r.Document.Status != string(document.Complete) {
				a.raise(exitIncomplete)
				for _, p := range r.Document.Problems {
					fmt.Fprintf(a.err, "yakkan: %s: %s\n", name, report.In(p.Message, a.lang))
				}
				if r.Document.Status == string(document.Unreadable) {
					return nil
				}
			}
			a.printPosition(sum.Position(r), sum, r)
			return nil
		},
	}
	in.add(c)
	c.Flags().StringVar(&dir, "corpus", "", "yakkan batch の結果のフォルダ又はURL（必須）")
	return c
}

func (a *app) printPosition(p corpus.Position, sum *corpus.Summary, r *report.Report) {
	fmt.Fprintf(a.out, a.say("%s: %s（同じ判定の文書 %.1f %%）\n", "%s: %s (documents of the same verdict: %.1f %%)\n"), r.Document.Name, report.In(r.Verdict.Label, a.lang), p.Verdict)
	fmt.Fprintf(a.out, a.say("比べた文書: %d 件\n", "documents compared with: %d\n"), p.Of)
	line := func(name string, v int, s corpus.Standpoint) {
		fmt.Fprintf(a.out, a.say("  %s %d/100: これより低い文書 %.1f %%、同じ %.1f %%、高い %.1f %%（中央値 %d）\n", "  %s %d/100: lower %.1f %%, the same %.1f %%, higher %.1f %% (median %d)\n"), name, v, s.Below, s.Same, s.Above, s.Median)
	}
	line(a.say("例外への依拠しにくさ", "hard to rely on the exception"), r.Scores.Defeat.Value, p.Defeat)
	line(a.say("責任分担の明確さ", "division of responsibility"), r.Scores.Division.Value, p.Division)
	fmt.Fprintln(a.out, a.say("条項類型（● この文書にある、割合はその類型のある文書）:", "classes (● found in this document; shares of documents that have them):"))
	for _, c := range p.Classes {
		mark := "・"
		if c.Here {
			mark = "●"
		}
		label := report.In(c.Label, a.lang)
		pad := max(1, 40-wide(label))
		fmt.Fprintf(a.out, "  %s %s%s%5.1f %%\n", mark, label, strings.Repeat(" ", pad), c.Share)
	}
	a.notices(sum.Labels.Notices)
}

// wide is the width of a text on a terminal.
func wide(s string) int {
	n := utf8.RuneCountInString(s)
	for _, r := range s {
		if r > 0xff {
			n++
		}
	}
	return n
}
