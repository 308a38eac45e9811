package main

import (
	"fmt"

	"github.com/spf13/cobra"

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
	return &cobra.Command{
		Use: "schema", Short: "報告のJSON Schemaを示す", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := a.out.Write(report.JSONSchema)
			return err
		},
	}
}
