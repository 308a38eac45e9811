package norm

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestItemWords: the last list word and the first noun of items are those that a
// search for each of them finds.
func TestItemWords(t *testing.T) {
	pieces := []string{"、", "本", "a", "目", "次", "以", "下", "記", "の", "に", "除"}
	for _, n := range itemNouns {
		pieces = append(pieces, n.word)
	}
	pieces = append(pieces, listWords[:]...)
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 6).Draw(t, "pieces"), "")
		last := -1
		for _, w := range listWords {
			last = max(last, strings.LastIndex(text, w))
		}
		if got := lastList(text); got != last {
			t.Errorf("%s: the last list word begins at %d, want %d", text, got, last)
		}
		first, at := -1, len(text)
		for k, n := range itemNouns {
			if i := strings.Index(text, n.word); i >= 0 && i < at {
				first, at = k, i
			}
		}
		if got, i := firstNoun(text); got != first || got >= 0 && i != at {
			t.Errorf("%s: noun %d at %d, want %d at %d", text, got, i, first, at)
		}
	})
}
