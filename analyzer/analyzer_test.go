package analyzer_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-runewidth"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/builtintest"
)

// line is the whole line with the built-in library, made once.
// schema is the published schema of reports.
var schema = sync.OnceValues(func() (*jsonschema.Schema, error) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(report.JSONSchema))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("report.schema.json", doc); err != nil {
		return nil, err
	}
	return c.Compile("report.schema.json")
})

// read analyses a document. Whatever it is, its report must be valid by the
// schema, hold together, and carry the disclaimer.
func read(t testing.TB, name string, data []byte, opt analyzer.Options) *analyzer.Analysis {
	t.Helper()
	got, err := builtintest.Analyzer(t).Read(t.Context(), name, data, opt)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	s, err := schema()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := report.WriteJSONLine(&b, got.Report); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	value, err := jsonschema.UnmarshalJSON(&b)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if err := s.Validate(value); err != nil {
		t.Errorf("%s: the report is not valid: %v", name, err)
	}
	coherent(t, name, got.Report)
	return got
}

// coherent checks what a schema cannot say.
func coherent(t testing.TB, name string, r *report.Report) {
	t.Helper()
	if !strings.Contains(r.Disclaimer, "法的助言") || len(r.Notices) == 0 {
		t.Errorf("%s: no disclaimer", name)
	}
	ids := map[string]bool{}
	for _, f := range r.Findings {
		if ids[f.ID] {
			t.Errorf("%s: two findings %s", name, f.ID)
		}
		ids[f.ID] = true
	}
	cited := func(where string, list ...string) {
		for _, id := range list {
			if id != "" && !ids[id] {
				t.Errorf("%s: %s cites finding %q, which is not there", name, where, id)
			}
		}
	}
	for _, e := range r.Elements {
		cited("element "+e.ID, e.Findings...)
	}
	for _, s := range r.Scores.Defeat.Steps {
		cited("a step", s.Finding)
	}
	for _, p := range r.Scores.Division.Parts {
		cited("part "+p.Class, p.Findings...)
	}
	for _, s := range r.Suggestions {
		cited("suggestion "+s.ID, s.Replaces...)
	}
	for _, c := range r.Contradictions {
		cited("contradiction "+c.Kind, c.Findings...)
	}
	if r.Document.Status != "complete" && len(r.Document.Problems) == 0 {
		t.Errorf("%s: status %s without a problem", name, r.Document.Status)
	}
	for _, p := range r.Document.Problems {
		if strings.ContainsAny(p.Message.JA+p.Message.EN, "{}") {
			t.Errorf("%s: a message with a hole: %s", name, p.Message.JA)
		}
	}
	if unread := r.Document.Status == "unreadable"; unread != (r.Verdict.Terms == report.Unread) || unread != r.Scores.Hidden || unread && len(r.Findings)+len(r.Absences)+len(r.Elements) > 0 {
		t.Errorf("%s: status %s with verdict %s and %d findings", name, r.Document.Status, r.Verdict.Terms, len(r.Findings))
	}
}

// own returns the project's own documents: the example, the worked examples and
// the labelled ones.
func own(t testing.TB) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, glob := range []string{"../docs/examples/*.md", "testdata/worked/*", "../corpus/evaluate/testdata/own/txt/*.txt"} {
		files, err := filepath.Glob(glob)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: no files (%v)", glob, err)
		}
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			out[filepath.Base(f)] = data
		}
	}
	return out
}

// gold returns real documents where they are there, and nil where they are not.
func gold(t testing.TB) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	files, _ := filepath.Glob("../../shared/gold/dev/txt/*.txt")
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(f)] = data
	}
	return out
}

// TestSame analyses twice: the same bytes give the same report.
func TestSame(t *testing.T) {
	for name, data := range own(t) {
		a, err := json.Marshal(read(t, name, data, analyzer.Options{}).Report)
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(read(t, name, data, analyzer.Options{}).Report)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a, b) {
			t.Errorf("%s: two analyses differ", name)
		}
	}
}

// TestReportsStay: a report has nothing of the memory it was made in, which the next
// documents are read in.
func TestReportsStay(t *testing.T) {
	a := builtintest.Analyzer(t)
	reports, lines := map[string]*report.Report{}, map[string][]byte{}
	for name, data := range own(t) {
		r, err := a.Analyze(t.Context(), name, data, analyzer.Options{})
		if err != nil {
			t.Fatal(err)
		}
		reports[name] = r
		if lines[name], err = json.Marshal(r); err != nil {
			t.Fatal(err)
		}
	}
	for name, data := range own(t) {
		later, err := json.Marshal(reports[name])
		if err != nil {
			t.Fatal(err)
		}
		apart, err := json.Marshal(read(t, name, data, analyzer.Options{}).Report)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(later, lines[name]) || !bytes.Equal(apart, lines[name]) {
			t.Errorf("%s: the report changed when others were made, or is another in memory of its own", name)
		}
	}
}

// TestColumns: no line of a report is wider than asked, however wide the
// characters; closing punctuation may stand out.
func TestColumns(t *testing.T) {
	wide := &runewidth.Condition{EastAsianWidth: true}
	for name, data := range own(t) {
		r := read(t, name, data, analyzer.Options{}).Report
		for _, lang := range []string{"ja", "en"} {
			for _, width := range []int{80, 100} {
				var b bytes.Buffer
				if err := report.WriteText(&b, r, report.TextOptions{Lang: lang, Width: width}); err != nil {
					t.Fatal(err)
				}
				for l := range strings.Lines(b.String()) {
					if n := wide.StringWidth(strings.TrimRight(l, "\n、。）」』，．)]")); n > width && !strings.Contains(l, "/100") {
						t.Errorf("%s: %d columns, want %d: %s", name, n, width, l)
					}
				}
			}
		}
	}
}

// TestPartiesOfReport: a report names the words for the parties that the document has,
// and none where it names none, by whatever words it was read.
func TestPartiesOfReport(t *testing.T) {
	for text, want := range map[string]report.Parties{
		"# 利用規約\n\n当社は、契約者データを閲覧することができます。契約者は、これに同意します。\n":                                               {Vendor: []string{"当社"}, Customer: []string{"契約者"}, DataTerms: []string{}},
		"# 覚書\n\n委託者（以下「甲」という。）が受託者（以下「乙」という。）に本サービスで預ける個人データ（以下「委託個人データ」という。）について定める。乙は、委託個人データを取り扱う。\n": {Vendor: []string{"乙"}, Customer: []string{"甲"}, DataTerms: []string{"委託個人データ"}},
		"# 入力データについて\n\n入力されたデータは、暗号化して保存されます。データの削除は、設定の画面から行えます。\n":                                     {Vendor: []string{}, Customer: []string{}, DataTerms: []string{}},
	} {
		got := read(t, "a.md", []byte(text), analyzer.Options{}).Report.Parties
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}
