package analyzer_test

import (
	"bytes"
	"crypto/sha256"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/analyzer/suggest"
	"github.com/yakkan/yakkan/builtintest"
)

// revisionSchema compiles the published schema of revisions, which refers to that
// of reports.
func revisionSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	for id, src := range map[string][]byte{"report/1": report.JSONSchema, "revision/1": report.RevisionJSONSchema} {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(src))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.AddResource("https://github.com/yakkan/yakkan/schema/"+id, doc); err != nil {
			t.Fatal(err)
		}
	}
	s, err := c.Compile("https://github.com/yakkan/yakkan/schema/revision/1")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestRevisionReport: reports on revisions are valid by their schema, their edits
// are of the text, and what is shown as added and removed is in the diff.
func TestRevisionReport(t *testing.T) {
	a := builtintest.Analyzer(t)
	schema := revisionSchema(t)
	names, _ := filepath.Glob("../corpus/evaluate/testdata/own/txt/*.txt")
	names = append(names, "../docs/examples/mk-like.md")
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range []suggest.Variant{suggest.Auto, suggest.Preserve} {
			r, err := a.Revise(t.Context(), filepath.Base(name), data, analyzer.Options{SHA256: sha256.Sum256(data)}, v)
			if err != nil {
				t.Fatal(err)
			}
			if r.Before.Document.SHA256 != sha256.Sum256(data) || r.After != nil && r.After.Document.SHA256 != sha256.Sum256([]byte(r.Text)) {
				t.Errorf("%s: not the digests of both texts", name)
			}
			shown, err := a.RevisionReport(r)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			var b bytes.Buffer
			if err := report.WriteRevisionJSON(&b, shown); err != nil {
				t.Fatal(err)
			}
			value, err := jsonschema.UnmarshalJSON(&b)
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(value); err != nil {
				t.Errorf("%s %s: not valid: %v", name, v, err)
			}
			checkEdits(t, name, r, shown)
			for _, lang := range []string{"ja", "en"} {
				if err := report.WriteRevisionText(&b, shown, r.Before.Report, report.TextOptions{Lang: lang}); err != nil {
					t.Fatal(err)
				}
			}
			if notice := a.Library.Legal().Verdicts.Disclaimers.Template; len(shown.Suggestions) > 0 && !strings.Contains(b.String(), notice.JA) {
				t.Errorf("%s: the text lacks %q", name, notice.JA)
			}
		}
	}
}

// checkEdits checks the edits of a report against the text and the diff.
func checkEdits(t *testing.T, name string, r *analyzer.Revision, shown *report.Revision) {
	t.Helper()
	text := r.Before.Document.Decoded()
	at, rebuilt := 0, ""
	for i, e := range shown.Edits {
		if e.Byte[0] < at || e.Byte[1] > len(text) || text[e.Byte[0]:e.Byte[1]] != e.Removed {
			t.Fatalf("%s: edit %d of %v does not fit the text", name, i, e.Byte)
		}
		if want := 1 + strings.Count(text[:e.Byte[0]], "\n"); e.Line != want {
			t.Errorf("%s: edit %d in line %d, want %d", name, i, e.Line, want)
		}
		rebuilt += text[at:e.Byte[0]] + e.Added
		at = e.Byte[1]
	}
	if rebuilt += text[at:]; rebuilt != shown.Text {
		t.Errorf("%s: the edits do not make the text", name)
	}
	was, now := sides(shown.Diff)
	for _, e := range shown.Edits {
		for line := range strings.Lines(e.Added) {
			if line = strings.TrimSpace(line); !strings.Contains(now, line) {
				t.Errorf("%s: the diff does not add %q", name, line)
			}
		}
		if first, _, _ := strings.Cut(e.Removed, "\n"); !strings.Contains(was, first) {
			t.Errorf("%s: the diff does not remove %q", name, first)
		}
	}
}

// sides returns the lines of a unified diff that are of the old text only, and of
// the new.
func sides(diff string) (was, now string) {
	for line := range strings.Lines(diff) {
		switch {
		case strings.HasPrefix(line, "---") || strings.HasPrefix(line, "+++"):
		case strings.HasPrefix(line, "-"):
			was += line
		case strings.HasPrefix(line, "+"):
			now += line
		}
	}
	return was, now
}
