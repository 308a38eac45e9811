package patterns

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write the golden files anew")

// archive returns the files of an archive as a file system.
func archive(a *txtar.Archive) fstest.MapFS {
	fsys := fstest.MapFS{}
	for _, f := range a.Files {
		if f.Name != "want" {
			fsys[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	return fsys
}

// TestDiagnostics loads the libraries of testdata/diagnostics, each a txtar
// archive, and compares all their mistakes with the file named want.
func TestDiagnostics(t *testing.T) {
	names, err := filepath.Glob("testdata/diagnostics/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			lib, err := Load(archive(a))
			if err == nil {
				_, err = lib.Tests("")
			}
			var got strings.Builder
			if diags, ok := errors.AsType[Diagnostics](err); ok {
				for _, d := range diags {
					got.WriteString(d.Position() + ": " + d.Code + "\n  " + d.Message("en") + "\n  " + d.Message("ja") + "\n")
				}
			} else if err != nil {
				t.Fatalf("Load: %v, want Diagnostics", err)
			}
			last := &a.Files[len(a.Files)-1]
			if last.Name != "want" {
				t.Fatalf("%s: the last file must be want", name)
			}
			if *update {
				last.Data = []byte(got.String())
				if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want := string(last.Data); got.String() != want {
				t.Errorf("got\n%s\nwant\n%s", got.String(), want)
			}
		})
	}
}

// TestEveryKindOfMistakeIsTested: no kind of mistake is without an example.
func TestEveryKindOfMistakeIsTested(t *testing.T) {
	names, err := filepath.Glob("testdata/diagnostics/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(src)
	}
	for _, kind := range problems {
		if kind.code == badFile.code || kind.code == tooLarge.code {
			continue // TestLoadUnreadable
		}
		if !strings.Contains(all.String(), ": "+kind.code+"\n") {
			t.Errorf("no archive shows %s", kind.code)
		}
	}
}
