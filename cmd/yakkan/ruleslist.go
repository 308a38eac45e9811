package main

import (
	"fmt"
	"os"
	"path/filepath"
	"text/tabwriter"

	"github.com/spf13/cobra"

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
				return fail("%s を作れません: %v", "cannot make %s: %v", filepath.Dir(name), err)
			}
			f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
			if err != nil {
				return fail("%s を作れません: %v", "cannot make %s: %v", name, err)
			}
			if _, err := f.Write(text); err != nil {
				f.Close()
				return err
			}
			if err := f.Close(); err != nil {
				return err
			}
			fmt.Fprintf(a.out, a.say("%s\n次に: yakkan rules test --library %s %s\n", "%s\nnext: yakkan rules test --library %s %s\n"), name, dir, args[0])
			return nil
		},
	}
	c.Flags().StringVar(&group, "group", "house", "類型のグループ")
	c.Flags().StringVar(&dir, "dir", ".", "規則のフォルダ（--library に渡すもの）")
	return c
}
