//go:build !mapped

package token

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestSegments: the words are the same without segments, whatever stands side by side.
func TestSegments(t *testing.T) {
	tok, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	without := *tok.dict
	without.segments = segments{}
	var with, bare lattice
	known := 0
	same := func(text string) bool {
		with.walk(tok.dict, text)
		bare.walk(&without, text)
		for pos := range with.places[:len(with.places)-1] {
			if end, _ := with.recall(tok.dict, pos, 0); end > pos {
				known++
				break
			}
		}
		with.walk(tok.dict, text)
		return slices.Equal(with.path, bare.path)
	}
	var pieces []string
	for line := range strings.Lines(segmentList) {
		text, _, _ := strings.Cut(line, "\t")
		pieces = append(pieces, text)
	}
	for line := range strings.Lines(often) {
		text, _, _ := strings.Cut(line, "\t")
		pieces = append(pieces, text)
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		var text strings.Builder
		for range 2 + rnd.IntN(8) {
			letters := []rune(pieces[rnd.IntN(len(pieces))])
			text.WriteString(string(letters[:1+rnd.IntN(len(letters))]))
		}
		if !same(text.String()) {
			t.Fatalf("%q: %v, without segments %v", text.String(), with.path, bare.path)
		}
	}
	if known == 0 {
		t.Fatal("no segment was met")
	}
	piece := rapid.OneOf(rapid.SampledFrom(pieces), rapid.StringN(0, 3, -1))
	rapid.Check(t, func(t *rapid.T) {
		if text := strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "pieces"), ""); !same(text) {
			t.Fatalf("%q: %v, without segments %v", text, with.path, bare.path)
		}
	})
}
