package patterns_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestNoClassOfWordsIsDead: each class of the lexicon stands in a rule or in another class.
func TestNoClassOfWordsIsDead(t *testing.T) {
	var text strings.Builder
	read := func(pattern string) (files []string) {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for i, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			files[i] = string(b)
			text.Write(b)
		}
		return files
	}
	read("rules/ja/*/*.yaml")
	lexicon := read("lexicon/ja/*.yaml")
	used := map[string]bool{}
	for _, m := range regexp.MustCompile(`@([a-z_0-9]+)`).FindAllStringSubmatch(text.String(), -1) {
		used[m[1]] = true
	}
	n := 0
	for _, file := range lexicon {
		section := ""
		for line := range strings.Lines(file) {
			if m := regexp.MustCompile(`^( *)([a-z_0-9]+):`).FindStringSubmatch(line); m != nil {
				switch {
				case m[1] == "":
					section = m[2]
				case m[1] == "  " && section == "classes":
					if n++; !used[m[2]] {
						t.Errorf("no rule and no class uses @%s", m[2])
					}
				}
			}
		}
	}
	if n < 50 {
		t.Errorf("%d classes read, want 50 or more", n)
	}
}
