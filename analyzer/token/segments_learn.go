package token

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/yakkan/yakkan/analyzer/letters"
)

// learn makes the table of segments from a list of them, the most frequent first: lines
// of the letters that were read for a segment, a tab, and how many of them are its own.
func (d *dictionary) learn(list string) error {
	r := newReader(d)
	var pieces []piece
	var entries []letters.Entry
	for line := range strings.Lines(list) {
		text, size, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		end, _ := strconv.Atoi(size)
		r.text(text)
		if end < 1 || end >= len(r.places) {
			return fmt.Errorf("segments: line %d: %q has no %q letters", len(entries)+1, text, size)
		}
		x, ok := r.segment(end)
		if !ok || x.read != len(r.places)-1 {
			return fmt.Errorf("segments: line %d: %q: the words of the first %d letters hang on others; make the list anew with go generate", len(entries)+1, text, end)
		}
		e := letters.Entry{Word: int32(len(entries)), Often: 1 / float64(len(entries)+1)}
		for _, p := range r.lattice.places[:x.read] {
			e.Letters = append(e.Letters, p.code)
		}
		entries, pieces = append(entries, e), append(pieces, x)
	}
	part(entries, pieces)
	var s segments
	var err error
	at := make([]int32, len(pieces))
	for i := range pieces {
		if s.pieces, at[i], err = pieces[i].append(s.pieces); err != nil {
			return fmt.Errorf("segments: line %d: %w", i+1, err)
		}
	}
	for i := range entries {
		entries[i].Word = at[entries[i].Word]
	}
	var greatest uint16
	for _, l := range d.letters {
		greatest = max(greatest, l.code)
	}
	s.cells, err = letters.Build(entries, int(greatest))
	d.segments = s
	return err
}

// part leaves to entries the letters that tell them apart, and gives the pieces the others.
// It sorts entries.
func part(entries []letters.Entry, pieces []piece) {
	slices.SortFunc(entries, func(a, b letters.Entry) int { return slices.Compare(a.Letters, b.Letters) })
	shared := 0 // letters, with the entry before
	for i := range entries {
		e, last := &entries[i], shared
		shared = 0
		if i+1 < len(entries) {
			next := entries[i+1].Letters
			for shared < min(len(e.Letters), len(next)) && e.Letters[shared] == next[shared] {
				shared++
			}
		}
		own := min(len(e.Letters), max(last, shared)+1)
		pieces[e.Word].tail = e.Letters[own:]
		e.Letters = e.Letters[:own]
	}
}

// line is how many numbers lie in a line of the caches.
const line = 8

// append adds a segment to segments.pieces. It returns its place.
func (x *piece) append(pieces []morph) ([]morph, int32, error) {
	var all []morph
	for _, bits := range x.follow {
		all = append(all, morph(bits))
	}
	bases := append(x.bases, 0)
	all = append(all, morph(x.size)|morph(len(x.tail))<<8|morph(x.categories)<<16|morph(len(x.bases))<<32|morph(bases[0])<<40)
	for four := range slices.Chunk(x.tail, 4) {
		n := morph(0)
		for i, code := range four {
			n |= morph(code) << (i * 16)
		}
		all = append(all, n)
	}
	if len(x.bases) > 1 {
		all = append(all, pairs(x.bases[1:])...)
	}
	first := len(all)
	for _, w := range x.ways {
		all = append(all, newMorph(w.left, w.right, int16(w.cost))|furtherWord)
	}
	all[len(all)-1] &^= furtherWord
	fits := x.size <= 0xFF && len(x.tail) <= 0xFF && x.categories <= 0xFFFF && len(x.bases) <= 0xFF
	for i, w := range x.ways {
		far := len(all) - (first + i)
		fits = fits && w.cost == int32(int16(w.cost)) && far <= maxWords
		all[first+i] |= morph(far) << wordsBits
		all = append(all, pairs(w.words)...)
	}
	if at := len(pieces) % line; at+len(all) > line && len(all) <= line {
		pieces = append(pieces, make([]morph, line-at)...)
	}
	if !fits || len(pieces)+len(all) > inSegment {
		return nil, 0, errors.New("too much for its table")
	}
	return append(pieces, all...), int32(len(pieces)), nil
}

// pairs puts two numbers into one.
func pairs(list []uint32) []morph {
	out := make([]morph, (len(list)+1)/2)
	for i, x := range list {
		out[i/2] |= morph(x) << (i % 2 * 32)
	}
	return out
}
