//go:build !mapped

package token

import (
	"slices"
	"strings"
	"testing"

	"github.com/ikawaha/kagome-dict/ipa"
	"pgregory.net/rapid"

	"github.com/yakkan/yakkan/analyzer/letters"
)

// TestCore: the lattice is the same without the core, whatever words stand side by side.
func TestCore(t *testing.T) {
	tok, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	core, whole := *tok.dict, *tok.dict
	core.segments, whole.segments = segments{}, segments{}
	whole.core.words = make([]letters.Cell, len(tok.dict.core.words))
	for i := range whole.core.words {
		whole.core.words[i] = letters.None
	}
	spellings := spellingsOf(ipa.Dict())
	var met []string
	for line := range strings.Lines(often) {
		word, _, _ := strings.Cut(line, "\t")
		met = append(met, word)
	}
	piece := rapid.OneOf(
		rapid.SampledFrom(met),
		rapid.Map(rapid.IntRange(0, len(spellings)-1), func(i int) string { return spellings[i].text }),
		rapid.StringN(0, 3, -1),
	)
	var with, without lattice
	rapid.Check(t, func(t *rapid.T) {
		var text strings.Builder
		for _, p := range rapid.SliceOfN(piece, 0, 20).Draw(t, "pieces") {
			// The beginning of a word, so that the search ends in the midst of others.
			letters := []rune(p)
			text.WriteString(string(letters[:rapid.IntRange(0, len(letters)).Draw(t, "letters")]))
		}
		with.walk(&core, text.String())
		without.walk(&whole, text.String())
		if !slices.Equal(with.nodes, without.nodes) || !slices.Equal(with.path, without.path) {
			t.Fatalf("%q: %d nodes and %v with the core, %d and %v without", text.String(), len(with.nodes), with.path, len(without.nodes), without.path)
		}
	})
}
