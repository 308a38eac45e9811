package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/compare"
)

func (a *app) diffCommand() *cobra.Command {
	var in inputFlags
	var format string
	c := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "二つの版を条項ごとに比べ、判定・指標・該当の変化を示す",
		Long: `二つの版を条項ごとに比べ、追加、削除、変更、移動、番号変更を示します。あわせて、該当する条項の変化と、
判定及び指標の前後を示します。判定が悪化したとき、又は重要度 high の該当が新たに生じたときだけ終了コード1となります。`,
		Example: "  yakkan diff 利用規約-2025.md 利用規約-2026.md\n  git show main:terms.md | yakkan diff - terms.md",
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains(compare.Formats, format) {
				return fail("--format %s は使えません。%s のいずれかを指定してください", "--format %s: use one of %s", format, strings.Join(compare.Formats, ", "))
			}
			if args[0] == "-" && args[1] == "-" {
				return fail("標準入力（-）は一方だけに使えます", "only one of the two can be standard input (-)")
			}
			opt, err := in.options()
			if err != nil {
				return err
			}
			e, err := a.open()
			if err != nil {
				return err
			}
			var sides []compare.Side
			err = a.readEach(cmd.Context(), e, args, &in, opt, true, func(got *analyzer.Analysis) error {
				sides = append(sides, compare.Side{Report: got.Report, Document: got.Document, Tree: got.Tree, Findings: got.Findings, Division: got.Judgement.Division.Band})
				return nil
			})
			if err != nil || len(sides) < 2 {
				return err // what could not be opened was told
			}
			d := compare.New(sides[0], sides[1])
			if d.Worse {
				a.raise(exitFindings)
			}
			return d.Write(a.out, format, compare.WriteOptions{Lang: a.lang, Color: colored(a.out)})
		},
	}
	in.add(c)
	c.Flags().StringVar(&format, "format", "text", "出力形式: "+strings.Join(compare.Formats, ", "))
	return c
}
