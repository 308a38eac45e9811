package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/yakkan/yakkan/analyzer/compare"
	"github.com/yakkan/yakkan/analyzer/lint"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/analyzer/token"
	"github.com/yakkan/yakkan/patterns"
)

// version is the version of the program; releases set it at link time.
var version = "0.1.0"

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "版を示す", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			e, err := a.open()
			if err != nil {
				return err
			}
			fmt.Fprintf(a.out, "yakkan %s\nlibrary %s (%s)\nreport %s\ndictionary %s\nlaw %s\n", version, patterns.Version, e.lib.Digest(), report.Schema, token.Version(), e.lib.Legal().LawVersion)
			return nil
		},
	}
}

func (a *app) schemaCommand() *cobra.Command {
	schemas := map[string][]byte{"report": report.JSONSchema, "revision": report.RevisionJSONSchema, "case": report.CaseJSONSchema, "diff": compare.JSONSchema, "config": lint.ConfigSchema}
	return &cobra.Command{
		Use: "schema [report|revision|case|diff|config]", Short: "報告、案件の報告、版の違い又は設定ファイルのJSON Schemaを示す", Args: cobra.MaximumNArgs(1), ValidArgs: []string{"report", "revision", "case", "diff", "config"},
		RunE: func(_ *cobra.Command, args []string) error {
			name := "report"
			if len(args) > 0 {
				name = args[0]
			}
			s, ok := schemas[name]
			if !ok {
				return fail("%s のスキーマはありません。report, revision, case, diff, config のいずれかを指定してください", "there is no schema %s; use report, revision, case, diff or config", name)
			}
			_, err := a.out.Write(s)
			return err
		},
	}
}
