package main

import (
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/report"
)

// factFlags are the settings of facts that several commands share.
type factFlags struct{ file, on string }

func (f *factFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.file, "facts", "", "事実の回答のファイル（YAML又はJSON。ひな形は yakkan facts template）")
	c.Flags().StringVar(&f.on, "on", "", "判定日 2026-11-25（回答が12か月を超えて古いかの基準。既定は今日）")
}

// read reads the file of facts; nil where none is named.
func (f *factFlags) read(a *app, d *legal.Data) (*legal.Facts, error) {
	on := time.Now()
	if f.on != "" {
		day, err := time.Parse(time.DateOnly, f.on)
		if err != nil {
			return nil, fail("--on %s: 日付は 2026-11-25 の形で指定してください", "--on %s: write the date like 2026-11-25", f.on)
		}
		on = day
	}
	if f.file == "" {
		return nil, nil
	}
	src, err := a.readInput(f.file, 1<<20)
	if err != nil {
		return nil, err
	}
	return d.ReadFacts(f.file, src, on)
}

func (a *app) factsCommand() *cobra.Command {
	c := &cobra.Command{Use: "facts", Short: "事実の質問票（ひな形、スキーマ、点検）"}
	c.AddCommand(a.factsTemplate(), a.factsSchema(), a.factsCheck())
	return c
}

func (a *app) factsTemplate() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use: "template", Short: "回答のひな形を示す", Args: cobra.NoArgs,
		Example: "  yakkan facts template > facts.yaml\n  yakkan analyze --facts facts.yaml 利用規約.md",
		RunE: func(*cobra.Command, []string) error {
			e, err := a.open()
			if err != nil {
				return err
			}
			switch format {
			case "yaml":
				return e.lib.Legal().Facts.WriteTemplate(a.out, a.lang)
			case "json":
				return e.lib.Legal().Facts.WriteTemplateJSON(a.out)
			}
			return fail("--format %s は使えません。yaml 又は json を指定してください", "--format %s: use yaml or json", format)
		},
	}
	c.Flags().StringVar(&format, "format", "yaml", "yaml, json")
	return c
}

func (a *app) factsSchema() *cobra.Command {
	return &cobra.Command{
		Use: "schema", Short: "回答のJSON Schemaを示す", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			e, err := a.open()
			if err != nil {
				return err
			}
			_, err = a.out.Write(e.lib.Legal().Facts.FactsSchema())
			return err
		},
	}
}

func (a *app) factsCheck() *cobra.Command {
	var on string
	c := &cobra.Command{
		Use: "check FILE", Short: "回答のファイルを点検し、内容を示す", Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			e, err := a.open()
			if err != nil {
				return err
			}
			flags := factFlags{file: args[0], on: on}
			d := e.lib.Legal()
			f, err := flags.read(a, d)
			if err != nil {
				return err
			}
			writeFacts(a.out, d, f, a.lang)
			fmt.Fprintf(a.out, "\n%s\n", report.In(d.Verdicts.Disclaimers.Short, a.lang))
			return nil
		},
	}
	c.Flags().StringVar(&on, "on", "", "判定日 2026-11-25（既定は今日）")
	return c
}

func writeFacts(w io.Writer, d *legal.Data, f *legal.Facts, lang string) {
	for _, q := range d.Facts.Facts {
		switch {
		case !f.Known(q.Field):
			fmt.Fprintf(w, "? %s (%s)\n", report.In(q.Title, lang), q.Field)
		case f.Stale(q.Field):
			fmt.Fprintf(w, "! %s (%s): %s\n", report.In(q.Title, lang), q.Field, report.In(d.Facts.Stale, lang))
		default:
			fmt.Fprintf(w, "  %s (%s)\n", report.In(q.Title, lang), q.Field)
		}
	}
}
