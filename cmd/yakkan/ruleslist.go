package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/patterns"
)

func (a *app) rulesList() *cobra.Command {
	var names bool
	c := &cobra.Command{
		Use: "list", Short: "類型とパターンを一覧する", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			e, err := a.open()
			if err != nil {
				return err
			}
			w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
			for _, info := range e.lib.List() {
				title := info.Class.Title.JA
				if a.lang == "en" {
					title = info.Class.Title.EN
				}
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%s\n", info.Class.Group, info.Class.ID, info.Class.Severity, info.Class.Status, len(info.Patterns), title)
				if names {
					for _, name := range info.Patterns {
						fmt.Fprintf(w, "\t  %s/%s\t\t\t\t\n", info.Class.ID, name)
					}
				}
			}
			return w.Flush()
		},
	}
	c.Flags().BoolVar(&names, "patterns", false, "パターンの名前も示す")
	return c
}

func (a *app) rulesStats() *cobra.Command {
	return &cobra.Command{
		Use: "stats DIR", Short: "文書のフォルダで各パターンの一致数を数える", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			e, err := a.open()
			if err != nil {
				return err
			}
			stats := e.lib.NewStats()
			err = filepath.WalkDir(args[0], func(name string, d fs.DirEntry, err error) error {
				if err != nil || d.IsDir() {
					return err
				}
				switch strings.ToLower(filepath.Ext(name)) {
				case ".txt", ".md", ".markdown", ".html", ".htm":
				default:
					return nil
				}
				data, err := os.ReadFile(name)
				if err != nil {
					return err
				}
				tree := structure.Parse(document.Read(filepath.Base(name), data, document.Options{}), e.lib.Parties())
				return stats.Add(cmd.Context(), norm.NewReader(tree, e.Tokenizer, e.lib))
			})
			if err != nil {
				return err
			}
			if stats.Documents == 0 {
				return fmt.Errorf("%s: 読める文書（.txt .md .html）がありません", args[0])
			}
			fmt.Fprintf(a.out, "%d documents, %d sentences\n", stats.Documents, stats.Sentences)
			w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', tabwriter.AlignRight)
			fmt.Fprintln(w, "tried\tmatches\tfindings\tdocuments\t  pattern")
			for _, row := range stats.Rows() {
				fmt.Fprintf(w, "%d\t%d\t%d\t%d\t  %s/%s\n", row.Tried, row.Matches, row.Findings, row.Documents, row.Class, row.Pattern)
			}
			return w.Flush()
		},
	}
}

func (a *app) rulesNew() *cobra.Command {
	var group, dir string
	c := &cobra.Command{
		Use: "new CLASS", Short: "新しい類型のファイルを作る", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			name, text, err := patterns.Scaffold(args[0], group)
			if err != nil {
				return err
			}
			name = filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
				return err
			}
			f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
			if err != nil {
				return fmt.Errorf("%s を作れません（既にある場合は別の名前にしてください）: %w", name, err)
			}
			if _, err := f.Write(text); err != nil {
				f.Close()
				return err
			}
			if err := f.Close(); err != nil {
				return err
			}
			fmt.Fprintf(a.out, "%s\n次に: yakkan rules test --library %s %s\n", name, dir, args[0])
			return nil
		},
	}
	c.Flags().StringVar(&group, "group", "house", "類型のグループ")
	c.Flags().StringVar(&dir, "dir", ".", "規則のフォルダ（--library に渡すもの）")
	return c
}
