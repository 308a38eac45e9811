package suggest_test

import (
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/suggest"
)

// FuzzRevise: whatever the document, edits lie in it, in order, and what comes out
// is text that can be read.
func FuzzRevise(f *testing.F) {
	names, _ := filepath.Glob("../../corpus/evaluate/testdata/own/txt/*.txt")
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data[:min(len(data), 3000)]), true)
	}
	for _, s := range styles {
		f.Add(s.text, false)
	}
	a := newAnalyzer(f)
	f.Fuzz(func(t *testing.T, text string, preserve bool) {
		v := suggest.Entrust
		if preserve {
			v = suggest.Preserve
		}
		r, err := a.Revise(t.Context(), "terms.txt", []byte(text), analyzer.Options{}, v)
		if err != nil {
			t.Fatal(err)
		}
		at, decoded := 0, r.Before.Document.Decoded()
		for _, e := range r.Edits {
			if e.Span.Start < at || e.Span.End < e.Span.Start || e.Span.End > len(decoded) {
				t.Fatalf("edit %v after %d in %d bytes", e.Span, at, len(decoded))
			}
			at = e.Span.End
		}
		if utf8.ValidString(decoded) && !utf8.ValidString(r.Text) {
			t.Fatalf("not valid UTF-8: %q", r.Text)
		}
		if _, err := a.RevisionReport(r); err != nil {
			t.Fatal(err)
		}
	})
}
