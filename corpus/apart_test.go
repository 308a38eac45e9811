package corpus

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Results are no documents, wherever in the source they lie.
func TestResultsAreNoDocuments(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("a.txt", "一")
	write("sub/b.txt", "二")
	write("other/batch.json", `{"schema": "something else"}`)
	write("other/c.txt", "三")
	want := 4
	run := func(out string) error {
		t.Helper()
		src, err := Open(t.Context(), dir, SourceOptions{})
		if err != nil {
			t.Fatal(err)
		}
		defer src.Close()
		s, err := stubRun(src, out).Do(context.Background())
		if err == nil && s.Counts.Documents != want {
			t.Errorf("%s: %d documents, want %d", out, s.Counts.Documents, want)
		}
		return err
	}
	for _, out := range []string{"results", "sub/results", "sub/again"} {
		if err := run(filepath.Join(dir, out)); err != nil {
			t.Fatal(err)
		}
	}
	for _, out := range []string{dir, filepath.Join(dir, "sub", ".."), "file://" + dir} {
		if err := run(out); !errors.Is(err, ErrMixed) {
			t.Errorf("%s: %v, want %v", out, err, ErrMixed)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, ledgerName)); err == nil {
		t.Error("something was written among the documents")
	}
	src, err := Open(t.Context(), filepath.Join(dir, "results"), SourceOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	if _, err := stubRun(src, t.TempDir()).Do(context.Background()); !errors.Is(err, ErrResults) {
		t.Errorf("results as a source: %v, want %v", err, ErrResults)
	}
}

func TestMixed(t *testing.T) {
	var got []bool
	for _, tt := range [][2]string{
		{"mem://mixed/terms", "mem://mixed/terms"},
		{"mem://mixed/terms", "mem://mixed/terms/results?x=y"},
		{"mem://mixed", "mem://mixed/results"},
		{"mem://mixed/terms", "mem://mixed/terms-results"},
		{"mem://mixed/terms", "mem://other/terms"},
		{"mem://mixed/terms", t.TempDir()},
	} {
		src, err := Open(t.Context(), tt[0], SourceOptions{})
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, src.mixed(tt[1]))
		src.Close()
	}
	if diff := cmp.Diff([]bool{true, true, true, false, false, false}, got); diff != "" {
		t.Error(diff)
	}
}
