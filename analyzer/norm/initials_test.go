package norm

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestInitials: every word that a token begins is found, in the order of the list.
func TestInitials(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringOfN(rapid.RuneFrom([]rune("当社会員本甲乙ABサ契é𠮷")), 1, 4, -1)
		words := rapid.SliceOfN(word, 0, 12).Draw(t, "words")
		var l initials
		l.of(len(words), func(i int) string { return words[i] })
		surface := word.Draw(t, "token")
		var found []string
		for k := l.at(surface); k > 0; k = l.next[k-1] {
			if w := words[k-1]; strings.HasPrefix(w, surface) {
				found = append(found, w)
			}
		}
		want := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return !strings.HasPrefix(w, surface) })
		if !slices.Equal(found, want) {
			t.Fatalf("%q begins %q among %q, found %q", surface, want, words, found)
		}
	})
}
