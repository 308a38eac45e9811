package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/document/packed"
	"github.com/yakkan/yakkan/analyzer/document/word"
	"github.com/yakkan/yakkan/analyzer/report"
)

func (a *app) annotateCommand() *cobra.Command {
	var in inputFlags
	var facts factFlags
	var variant string
	var bare bool
	c := &cobra.Command{
		Use:   "annotate IN.docx OUT.docx",
		Short: "Word文書に、該当箇所のコメントとひな形の変更履歴を書き込む",
		Long: `Word文書（.docx）を照合し、該当する箇所ごとにコメントを付け、登録された条項のひな形を変更履歴（挿入、削除）として書き込んだ
文書を OUT.docx に作ります。元の書式、既にあるコメント及び変更履歴はそのまま残ります。IN.docx は変更しません。
ひな形であり、個別の事情に応じた法的助言ではありません。`,
		Example: "  yakkan annotate 利用規約.docx 照合済み.docx\n  yakkan annotate --no-suggestions 利用規約.docx 照合済み.docx",
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			want, ok := variants[variant]
			if !ok {
				return fail("--variant %s は使えません。auto, preserve, entrust のいずれかを指定してください", "--variant %s: use auto, preserve or entrust", variant)
			}
			if err := notInput(args[0], args[1]); err != nil {
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
			r, err := e.Revise(cmd.Context(), args[0], data, opt, want)
			if err != nil {
				return err
			}
			a.reportProblems(args[0], r.Before.Report)
			switch was := r.Before.Document; {
			case was.Status == document.Unreadable:
				return nil
			case was.Format != document.Word:
				return fail("%s はWord文書（.docx）ではありません（%s）", "%s is no Word document (%s)", args[0], was.Format)
			}
			if bare {
				r.Suggestions, r.Edits = nil, nil
			}
			note := analyzer.Annotation(r, a.lang, a.now())
			out, err := word.Annotate(data, packed.Limits{}, note)
			if err != nil {
				return fail("%s に書き込めません: %v", "%s cannot be annotated: %v", args[0], err)
			}
			if err := os.WriteFile(args[1], out, 0o644); err != nil {
				if errors.Is(err, fs.ErrNotExist) {
					return fail("%s: 出力先のフォルダがありません", "%s: there is no such folder", args[1])
				}
				return fail("%s に書けません: %v", "%s: %v", args[1], err)
			}
			after, err := e.Read(cmd.Context(), args[1], out, opt)
			if err != nil {
				return err
			}
			a.printAnnotated(args[1], r, &note, after)
			return nil
		},
	}
	in.add(c)
	facts.add(c)
	c.Flags().StringVar(&variant, "variant", "auto", "ひな形の型: auto, preserve, entrust")
	c.Flags().BoolVar(&bare, "no-suggestions", false, "コメントだけを付け、ひな形を書き込まない")
	return c
}

// printAnnotated says what was written, and what the document says once its changes
// are accepted.
func (a *app) printAnnotated(name string, r *analyzer.Revision, note *word.Annotation, after *analyzer.Analysis) {
	was, now := r.Before.Report, after.Report
	fmt.Fprintf(a.out, a.say("%s: コメント %d 件、変更 %d 件を書き込みました\n", "%s: %d comments, %d changes\n"), name, len(note.Comments), len(note.Changes))
	for _, s := range r.Suggestions {
		fmt.Fprintf(a.out, "  %s %s\n", s.Clause.ID, report.In(s.Clause.Title, a.lang))
	}
	if len(note.Changes) > 0 && !was.Scores.Hidden {
		fmt.Fprintf(a.out, a.say("変更を承諾した場合: %s → %s（%d → %d、%d → %d）\n", "with the changes accepted: %s → %s (%d → %d, %d → %d)\n"),
			report.In(was.Verdict.Label, a.lang), report.In(now.Verdict.Label, a.lang), was.Scores.Defeat.Value, now.Scores.Defeat.Value, was.Scores.Division.Value, now.Scores.Division.Value)
	}
	fmt.Fprintf(a.out, "%s\n", report.In(was.Notices[0], a.lang))
}
