package main

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/patterns"
)

func (a *app) rulesCommand() *cobra.Command {
	c := &cobra.Command{Use: "rules", Short: "規則を一覧・試験・説明する"}
	c.AddCommand(a.rulesList(), a.rulesTest(), a.rulesExplain(), a.rulesStats(), a.rulesNew())
	return c
}

func (a *app) rulesTest() *cobra.Command {
	return &cobra.Command{
		Use: "test [CLASS]", Short: "規則に書かれた試験を行う", Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			e, err := a.open()
			if err != nil {
				return err
			}
			class := ""
			if len(args) > 0 {
				class = args[0]
			}
			rs, err := e.lib.RunTests(cmd.Context(), e.Tokenizer, class)
			if err != nil {
				return err
			}
			failed := 0
			for _, r := range rs {
				if !r.Passed() {
					failed++
					fmt.Fprintf(a.out, "%s: %s: %s\n    %s\n", r.Test.Position(), r.Test.Want, r.Why, r.Test.Text)
				}
			}
			fmt.Fprintf(a.out, "%d passed, %d failed\n", len(rs)-failed, failed)
			if failed > 0 {
				a.code = exitFindings
			}
			return nil
		},
	}
}

func (a *app) rulesExplain() *cobra.Command {
	var all bool
	c := &cobra.Command{
		Use: "explain RULE FILE", Short: "規則がどこで一致し、どこで外れたかを示す", Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			e, err := a.open()
			if err != nil {
				return err
			}
			data, err := a.readInput(args[1], 0)
			if err != nil {
				return err
			}
			d := document.Read(filepath.Base(args[1]), data, document.Options{})
			tree := structure.Parse(d, e.lib.Parties())
			ex, err := e.lib.Explain(cmd.Context(), norm.NewReader(tree, e.Tokenizer, e.lib), args[0])
			if err != nil {
				return fail("規則 %s が見つかりません。yakkan rules list --patterns で名前を確認してください（%v）", "there is no rule %s: %v", args[0], err)
			}
			return patterns.WriteExplanation(a.out, d.Text, ex, all)
		},
	}
	c.Flags().BoolVar(&all, "all", false, "近くない文も示す")
	return c
}
