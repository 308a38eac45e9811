package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/corpus/evaluate"
	"github.com/yakkan/yakkan/patterns"
)

func (a *app) rulesStats() *cobra.Command {
	var card bool
	var check string
	c := &cobra.Command{
		Use: "stats DIR...", Short: "文書のフォルダで各パターンの一致数を数える（--card: ラベル付き文書の精度表を書く）", Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			e, err := a.open()
			if err != nil {
				return err
			}
			if card || check != "" {
				return a.card(cmd, e, args, check)
			}
			stats := e.lib.NewStats()
			for _, dir := range args {
				before := stats.Documents
				if err := countIn(cmd, e, stats, dir); err != nil {
					return err
				}
				if stats.Documents == before {
					return fail("%s: 読める文書（.txt .md .html）がありません", "%s has no documents that can be read (.txt .md .html)", dir)
				}
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
	c.Flags().BoolVar(&card, "card", false, "各 DIR をラベル付き文書（txt と labels）とみて、精度表を Markdown で書く")
	c.Flags().StringVar(&check, "check", "", "精度表がこのファイルの記載と違えば終了コード1（日付は見ない）")
	return c
}

// countIn adds the documents below a folder to stats.
func countIn(cmd *cobra.Command, e *engine, stats *patterns.Stats, dir string) error {
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
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
}

// card writes the accuracy card of labelled folders, or compares it with a file.
func (a *app) card(cmd *cobra.Command, e *engine, dirs []string, file string) error {
	var old string
	if file != "" {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		old = string(data)
	} else {
		fmt.Fprint(a.out, evaluate.CardHead)
	}
	for _, dir := range dirs {
		r, err := e.evaluate(cmd.Context(), dir, evaluate.Fold{})
		if err != nil {
			return err
		}
		if r.Documents == 0 {
			return fail("%s: ラベル付き文書がありません（txt/ID.txt と labels/ID.jsonl）", "%s has no labelled documents (txt/ID.txt and labels/ID.jsonl)", dir)
		}
		var section bytes.Buffer
		if err := evaluate.WriteCard(&section, filepath.Base(dir), r, time.Now()); err != nil {
			return err
		}
		if file == "" {
			if _, err := section.WriteTo(a.out); err != nil {
				return err
			}
			continue
		}
		if got, want := evaluate.CompareCard(old, section.String()); got != want {
			fmt.Fprintf(a.err, "yakkan: %s: %s の表が古くなっています（rules stats --card で作り直してください）\n- %s\n+ %s\n", file, filepath.Base(dir), got, want)
			a.raise(exitFindings)
		}
	}
	return nil
}
