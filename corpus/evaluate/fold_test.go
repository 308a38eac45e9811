package evaluate

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func TestParseFold(t *testing.T) {
	for in, want := range map[string]Fold{"": {}, "2/5": {K: 2, N: 5}, "!5/5": {K: 5, N: 5, Others: true}} {
		if got, err := ParseFold(in); err != nil || got != want {
			t.Errorf("ParseFold(%q) = %+v, %v, want %+v", in, got, err, want)
		}
	}
	for _, in := range []string{"0/5", "6/5", "1/1", "x/5", "3", "3/", "!"} {
		if got, err := ParseFold(in); err == nil {
			t.Errorf("ParseFold(%q) = %+v, want an error", in, got)
		}
	}
}

// TestFolds: every repository is in one fold of five, and in the complements of
// the four others.
func TestFolds(t *testing.T) {
	used := map[int]bool{}
	for i := range 100 {
		name := fmt.Sprintf("owner/repository-%d", i)
		in := 0
		for k := 1; k <= 5; k++ {
			f := Fold{K: k, N: 5}
			others := Fold{K: k, N: 5, Others: true}
			if f.Holds(name) {
				in++
				used[k] = true
			}
			if f.Holds(name) == others.Holds(name) {
				t.Errorf("%s is in fold %d and in its complement, or in neither", name, k)
			}
		}
		if in != 1 {
			t.Errorf("%s is in %d folds, want 1", name, in)
		}
	}
	if len(used) != 5 {
		t.Errorf("%d folds are used, want 5", len(used))
	}
	if !(Fold{}).Holds("any") {
		t.Error("the zero fold does not hold all")
	}
}

func TestRepositories(t *testing.T) {
	dir := t.TempDir()
	docs := []Document{{ID: "1"}, {ID: "2"}, {ID: "3"}}
	of, err := Repositories(dir, docs)
	if err != nil || of["1"] != "1" || of["3"] != "3" {
		t.Errorf("without a manifest: %v, %v", of, err)
	}
	manifest := filepath.Join(dir, "manifest.tsv")
	if err := os.WriteFile(manifest, []byte("id\tkind\trepository\n1\ttos\ta/b\n2\ttos\ta/b\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	of, err = Repositories(dir, docs)
	if err != nil || of["1"] != "a/b" || of["2"] != "a/b" || of["3"] != "3" {
		t.Errorf("with a manifest: %v, %v", of, err)
	}
	if err := os.WriteFile(manifest, []byte("number\tname\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err = Repositories(dir, docs); err == nil {
		t.Error("a manifest without the columns is no error")
	}
}
