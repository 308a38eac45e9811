package analyzer_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/yakkan/yakkan/analyzer"
)

// TestVerdicts reads small documents of the kinds where what is stored is not
// said in so many words: policies, what stays on a device, papers of no service.
// The name of each is its verdict, a colon and what it is about.
func TestVerdicts(t *testing.T) {
	book, err := txtar.ParseFile("testdata/verdicts.txtar")
	if err != nil {
		t.Fatal(err)
	}
	if len(book.Files) < 30 {
		t.Fatalf("%d documents, want 30 or more", len(book.Files))
	}
	for _, f := range book.Files {
		t.Run(f.Name, func(t *testing.T) {
			want, _, ok := strings.Cut(f.Name, ": ")
			if !ok {
				t.Fatalf("the name %q has no verdict before a colon", f.Name)
			}
			name := "document.txt"
			if bytes.HasPrefix(f.Data, []byte("# ")) {
				name = "document.md"
			}
			r := read(t, name, f.Data, analyzer.Options{}).Report
			if r.Verdict.Terms == want {
				return
			}
			t.Errorf("verdict %s, want %s", r.Verdict.Terms, want)
			for _, f := range r.Findings {
				t.Logf("%d %s %s/%s weak=%v: %s", f.Line, f.Rule, f.Data, f.Trigger, f.Weak, f.Quote)
			}
		})
	}
}
