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
	if searched, all := with.searched(tok.dict, strings.Join(pieces[:1000], "")); 2*searched > all {
		t.Errorf("at %d of %d letters of segments words are looked for", searched, all)
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

// searched returns at how many letters of a text words are looked for, since no segment
// is known there, and how many letters it has.
func (l *lattice) searched(d *dictionary, text string) (searched, all int) {
	l.decode(d, text)
	l.path, l.run = l.path[:0], 0
	all = len(l.places) - 1
	right := uint16(0)
	for pos := 0; pos < all; {
		end, last := l.next(d, pos, right)
		at := -1
		for _, n := range l.nodes[min(1, l.count):l.count] {
			if n.id < inSegment && int(n.start) != at {
				at = int(n.start)
				searched++
			}
		}
		l.count = 0
		pos, right = end, last
	}
	return searched, all
}

// BenchmarkSegments says at how many of the letters of texts words are looked for; no
// text was counted for the segments.
func BenchmarkSegments(b *testing.B) {
	tok, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	texts, _ := benchmarkTexts(b)
	var l lattice
	searched, all := 0, 0
	for b.Loop() {
		for _, text := range texts {
			if len(text) <= longest {
				k, n := l.searched(tok.dict, text)
				searched, all = searched+k, all+n
			}
		}
	}
	b.ReportMetric(float64(searched)/float64(all), "searched/letter")
}
