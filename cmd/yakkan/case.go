package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/report"
)

// caseFileSchema is the version of files that describe a case.
const caseFileSchema = "yakkan.casefile/1"

// caseFile describes a case of several documents: what each is, which prevails,
// and the facts. Files are relative to it.
type caseFile struct {
	Schema    string     `yaml:"schema"`
	Name      string     `yaml:"name"`
	Documents []casePart `yaml:"documents"`
	Order     []string   `yaml:"order"` // by file, paper or d1, the highest first
	Facts     string     `yaml:"facts"`
}

type casePart struct {
	File string `yaml:"file"`
	As   string `yaml:"as"`
}

// caseFlags are the settings of a case.
type caseFlags struct {
	file string
	as   []string
}

func (f *caseFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.file, "case", "", "複数の文書を一つの案件として照合する案件ファイル（YAML。documents: [{file: 利用規約.md, as: terms}] など）")
	c.Flags().StringSliceVar(&f.as, "as", nil, "複数の FILE を一つの案件として照合する。FILE ごとの種類: "+strings.Join(legal.Papers, ", "))
}

// given reports whether a case was asked for.
func (f *caseFlags) given() bool { return f.file != "" || len(f.as) > 0 }

// load returns the documents of the case, the order among them, and the file of
// facts that the case names.
func (f *caseFlags) load(a *app, args []string, limit int) (docs []analyzer.CaseDocument, opt analyzer.CaseOptions, facts string, err error) {
	if f.file != "" && (len(args) > 0 || len(f.as) > 0) {
		return nil, opt, "", fail("--case と FILE 又は --as は同時に指定できません", "--case cannot be used with FILE or --as")
	}
	described := caseFile{}
	dir := "."
	if f.file != "" {
		src, err := a.readInput(f.file, 1<<20)
		if err != nil {
			return nil, opt, "", err
		}
		if described, err = legal.Decode(f.file, src, checkCase); err != nil {
			return nil, opt, "", err
		}
		dir = filepath.Dir(f.file)
	} else {
		if len(args) != len(f.as) {
			return nil, opt, "", fail("--as は FILE と同じ数（%d）を指定してください（%d）", "--as needs one paper for each FILE (%d), not %d", len(args), len(f.as))
		}
		for i, as := range f.as {
			if !slices.Contains(legal.Papers, as) {
				return nil, opt, "", fail("--as %s は使えません。%s のいずれかを指定してください", "--as %s: use one of %s", as, strings.Join(legal.Papers, ", "))
			}
			described.Documents = append(described.Documents, casePart{File: args[i], As: as})
		}
	}
	for _, d := range described.Documents {
		path := d.File
		if !filepath.IsAbs(path) && path != "-" {
			path = filepath.Join(dir, path)
		}
		data, err := a.readInput(path, limit)
		if err != nil {
			return nil, opt, "", err
		}
		docs = append(docs, analyzer.CaseDocument{Name: d.File, As: d.As, Data: data})
	}
	opt.Name, opt.Order = described.Name, described.order()
	if opt.Name == "" {
		opt.Name = described.Documents[0].File
	}
	if facts = described.Facts; facts != "" && !filepath.IsAbs(facts) {
		facts = filepath.Join(dir, facts)
	}
	return docs, opt, facts, nil
}

func checkCase(c *legal.Checker, f *caseFile) {
	if f.Schema != "" {
		c.OneOf(f.Schema, "schema", []string{caseFileSchema}, "schema")
	}
	if n := len(f.Documents); n == 0 || n > analyzer.MaxCase {
		c.Report(finding.Text{JA: fmt.Sprintf("documents には1から%d件の文書を書いてください", analyzer.MaxCase), EN: fmt.Sprintf("documents must name 1 to %d documents", analyzer.MaxCase)}, "documents")
	}
	for i, d := range f.Documents {
		c.Need(d.File, "file", "documents", i)
		c.OneOf(d.As, "as", legal.Papers, "documents", i, "as")
	}
	for i, name := range f.Order {
		if f.index(name) < 0 {
			c.Report(finding.Text{
				JA: fmt.Sprintf("order の %q に当たる文書がありません（file、as 又は d1, d2 … で指定してください）", name),
				EN: fmt.Sprintf("order names %q, which is no document: use its file, its as, or d1, d2 …", name),
			}, "order", i)
		}
	}
}

// index returns the document that a name of the order means, or -1.
func (f *caseFile) index(name string) int {
	for i, d := range f.Documents {
		if d.File == name || d.As == name || "d"+strconv.Itoa(i+1) == name {
			return i
		}
	}
	return -1
}

func (f *caseFile) order() []int {
	var order []int
	for _, name := range f.Order {
		if i := f.index(name); !slices.Contains(order, i) {
			order = append(order, i)
		}
	}
	return order
}

// readCase reads and judges the case that the settings describe.
func (a *app) readCase(cmd *cobra.Command, args []string, in *inputFlags, set *caseFlags) (*engine, *analyzer.CaseAnalysis, error) {
	base, err := in.options()
	if err != nil {
		return nil, nil, err
	}
	e, err := a.open()
	if err != nil {
		return nil, nil, err
	}
	docs, opt, facts, err := set.load(a, args, base.Limits.Bytes)
	if err != nil {
		return nil, nil, err
	}
	if in.facts.file == "" {
		in.facts.file = facts
	}
	opt.Options = base
	if opt.Facts, err = in.facts.read(a, e.lib.Legal()); err != nil {
		return nil, nil, err
	}
	got, err := e.ReadCase(cmd.Context(), docs, opt)
	if err != nil {
		return nil, nil, err
	}
	for _, d := range got.Documents {
		if d.Report.Document.Status != "complete" {
			a.raise(exitIncomplete)
			for _, p := range d.Report.Document.Problems {
				fmt.Fprintf(a.err, "yakkan: %s: %s\n", d.Report.Document.Name, report.In(p.Message, a.lang))
			}
		}
	}
	return e, got, nil
}

// writeCase writes the report on a case.
func (a *app) writeCase(w io.Writer, c *report.Case, format string, opt report.TextOptions) error {
	switch format {
	case "json", "jsonl":
		return report.WriteCaseJSON(w, c)
	case "md":
		return report.WriteCaseMarkdown(w, c, a.lang)
	case "text":
		return report.WriteCaseText(w, c, opt)
	}
	return fail("--format %s は案件では使えません。text, json, md のいずれかを指定してください", "--format %s cannot show a case: use text, json or md", format)
}
