package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/analyzer/suggest"
)

// variants are the values of --variant.
var variants = map[string]suggest.Variant{"auto": suggest.Auto, "preserve": suggest.Preserve, "entrust": suggest.Entrust}

func (a *app) suggestCommand() *cobra.Command {
	var in inputFlags
	var facts factFlags
	var variant, format, out string
	formats := []string{"text", "json", "diff"}
	c := &cobra.Command{
		Use:   "suggest FILE",
		Short: "条項のひな形を文書の語と番号で示し、挿入した文書を再び照合する",
		Long: `登録された条項のひな形を、文書の当事者名、データの呼び名及び条番号に合わせて示し、どこに置き換え又は
挿入するかと、そうした文書を再び照合した結果（判定と指標の前後、現れた一致、なくなった一致）を示します。
ひな形であり、個別の事情に応じた法的助言ではありません。FILE は - で標準入力。

型:
  preserve  例外を維持する型
  entrust   委託を受ける型
  auto      文書の定めから選ぶ`,
		Example: "  yakkan suggest 利用規約.md\n  yakkan suggest --variant entrust --write 改定案.md 利用規約.md\n  yakkan suggest --format diff 利用規約.txt",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			want, ok := variants[variant]
			if !ok {
				return fail("--variant %s は使えません。auto, preserve, entrust のいずれかを指定してください", "--variant %s: use auto, preserve or entrust", variant)
			}
			if !slices.Contains(formats, format) {
				return fail("--format %s は使えません。%s のいずれかを指定してください", "--format %s: use one of %s", format, strings.Join(formats, ", "))
			}
			if err := notInput(args[0], out); err != nil {
				return err
			}
			opt, err := in.options()
			if err != nil {
				return err
			}
			e, err := a.open()
			if err != nil {
				return err
			}
			if opt.Facts, err = facts.read(a, e.lib.Legal()); err != nil {
				return err
			}
			data, err := a.readInput(args[0], opt.Limits.Bytes)
			if err != nil {
				return err
			}
			name := a.nameOf(args[0], &in)
			r, err := e.Revise(cmd.Context(), name, data, opt, want)
			if err != nil {
				return err
			}
			a.reportProblems(name, r.Before.Report)
			shown, err := e.RevisionReport(r)
			if err != nil {
				return err
			}
			if err := a.writeRevision(shown, r.Before.Report, format); err != nil {
				return err
			}
			if len(r.Open) > 0 {
				a.raise(exitFindings)
			}
			if out == "" {
				return nil
			}
			return a.saveRevision(out, name, shown, suggest.Writable(r.Before.Document.Format))
		},
	}
	in.add(c)
	facts.add(c)
	c.Flags().StringVar(&variant, "variant", "auto", "ひな形の型: auto, preserve, entrust")
	c.Flags().StringVar(&format, "format", "text", "出力形式: text, json, diff（diff は統一形式の差分）")
	c.Flags().StringVar(&out, "write", "", "ひな形を挿入した文書の出力先（UTF-8。テキスト及びMarkdownのみ）")
	return c
}

// notInput refuses to write over the document that is read.
func notInput(name, out string) error {
	if out == "" || name == "-" {
		return nil
	}
	a, errA := os.Stat(name)
	b, errB := os.Stat(out)
	if errA == nil && errB == nil && os.SameFile(a, b) {
		return fail("%s: 入力と同じファイルには書きません。別の名前を指定してください", "%s: this is the input itself; name another file", out)
	}
	return nil
}

// reportProblems says what could not be read.
func (a *app) reportProblems(name string, r *report.Report) {
	if r.Document.Status == "complete" {
		return
	}
	a.raise(exitIncomplete)
	for _, p := range r.Document.Problems {
		fmt.Fprintf(a.err, "yakkan: %s: %s\n", name, report.In(p.Message, a.lang))
	}
}

func (a *app) writeRevision(r *report.Revision, before *report.Report, format string) error {
	switch format {
	case "json":
		return report.WriteRevisionJSON(a.out, r)
	case "diff":
		_, err := fmt.Fprint(a.out, r.Diff)
		return err
	}
	return report.WriteRevisionText(a.out, r, before, report.TextOptions{Lang: a.lang, Color: colored(a.out), Width: columns(a.out)})
}

// saveRevision writes the changed document.
func (a *app) saveRevision(out, name string, r *report.Revision, writable bool) error {
	switch {
	case r.Document.Status == "unreadable":
		return fail("%s を読み取れないため、--write %s には書きません", "%s could not be read, so --write %s wrote nothing", name, out)
	case r.Document.Format == "docx":
		return fail("Word文書（%s）にはこのコマンドでは書き込めません。yakkan annotate %s %s で、ひな形を変更履歴として書き込めます", "Word documents such as %s are written by another command: yakkan annotate %s %s puts model clauses in as tracked changes", name, name, out)
	case !writable:
		return fail("%s（%s）には書き込めません。テキスト又はMarkdownで書き出してから指定するか、--format json で挿入箇所を確認してください", "%s (%s) cannot be written to; export it as text or Markdown, or see the places with --format json", name, r.Document.Format)
	}
	if err := os.WriteFile(out, []byte(r.Text), 0o644); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return fail("--write %s: 出力先のフォルダがありません", "--write %s: there is no such folder", out)
		}
		return fail("--write %s に書けません: %v", "--write %s: %v", out, err)
	}
	if r.After == nil {
		fmt.Fprintf(a.err, "yakkan: %s\n", a.say("ひな形を挿入する箇所がないため、文書をそのまま "+out+" に書きました", "nothing to put in: the document was written to "+out+" as it is"))
	}
	return nil
}
