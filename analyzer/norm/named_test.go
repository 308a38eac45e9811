package norm

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer/token"
)

// TestNamed: the constants have the numbers and names of the list of words.
func TestNamed(t *testing.T) {
	list, err := os.ReadFile("../token/words.txt")
	if err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile("named.go")
	if err != nil {
		t.Fatal(err)
	}
	_, block, _ := strings.Cut(string(src), "iota\n")
	block, _, _ = strings.Cut(block, ")")
	names, lines := strings.Fields(block), strings.Split(strings.TrimSpace(string(list)), "\n")
	if len(names) != len(lines) {
		t.Fatalf("%d constants for %d words; run go generate ./analyzer/token", len(names), len(lines))
	}
	for i, line := range lines {
		word, name, ok := strings.Cut(line, "\t")
		if !ok {
			name = word
		}
		if w := token.WordOf(word); w != token.Word(i+1) || w.String() != word || names[i] != name {
			t.Errorf("%s is %d and %s, want %d and %s; run go generate ./analyzer/token", word, w, names[i], i+1, name)
		}
	}
	if !slices.IsSorted(lines) {
		t.Error("words.txt is not sorted")
	}
}
