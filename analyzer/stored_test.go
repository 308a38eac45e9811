package analyzer_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/analyzer/token"
	"github.com/yakkan/yakkan/patterns"
)

// TestStored: whole reports are the same with a library from its files and with
// one from its image.
func TestStored(t *testing.T) {
	compiled, err := patterns.Load()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if _, err := patterns.Open(dir); err != nil {
		t.Fatal(err)
	}
	stored, err := patterns.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	tok, err := token.New(token.Options{})
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../corpus/evaluate/testdata/own/txt/*.txt")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d documents, %v", len(files), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var reports [2]bytes.Buffer
		for i, lib := range []*patterns.Library{compiled, stored} {
			a := &analyzer.Analyzer{Library: lib, Tokenizer: tok, Version: patterns.Version}
			got, err := a.Read(t.Context(), filepath.Base(file), data, analyzer.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if err := report.WriteJSONLine(&reports[i], got.Report); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(reports[0].Bytes(), reports[1].Bytes()) {
			t.Errorf("%s: the reports differ", file)
		}
	}
}
