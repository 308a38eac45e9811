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
	same := func(text string) bool {
		return slices.Equal(with.walk(tok.dict, text), bare.walk(&without, text))
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
	if known, all := with.inSegments(tok.dict, strings.Join(pieces[:1000], "")); 2*known < all {
		t.Errorf("of %d letters of segments %d are in one that is met", all, known)
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
	piece := rapid.OneOf(rapid.SampledFrom(pieces), rapid.StringN(0, 3, -1))
	rapid.Check(t, func(t *rapid.T) {
		if text := strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "pieces"), ""); !same(text) {
			t.Fatalf("%q: %v, without segments %v", text, with.path, bare.path)
		}
	})
}

// inSegments returns how many letters of a text are in segments that are looked up, and how
// many letters it has.
func (l *lattice) inSegments(d *dictionary, text string) (known, all int) {
	l.decode(d, text)
	l.path, l.run = l.path[:0], 0
	all = len(l.places) - 1
	right := uint16(0)
	for pos := 0; pos < all; {
		end, last := l.recall(d, pos, right)
		known += end - pos
		if end == pos {
			end, last = l.search(d, pos, right)
		}
		pos, right = end, last
	}
	return known, all
}

// BenchmarkSegments says how much of the texts segments make, of which none was counted
// for them.
func BenchmarkSegments(b *testing.B) {
	tok, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	texts, _ := benchmarkTexts(b)
	var l lattice
	known, all := 0, 0
	for b.Loop() {
		for _, text := range texts {
			if len(text) <= longest {
				k, n := l.inSegments(tok.dict, text)
				known, all = known+k, all+n
			}
		}
	}
	b.ReportMetric(float64(known)/float64(all), "known/letter")
}
