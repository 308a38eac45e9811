package token

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/yakkan/yakkan/analyzer/letters"
)

// learn makes the table of segments from a list of them, the most frequent first: lines
// of the letters that were read for a segment, a tab, and how many of them are its own.
func (d *dictionary) learn(list string) error {
	r := newReader(d)
	var s segments
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
		e := letters.Entry{Word: int32(len(s.ways)), Often: 1 / float64(len(entries)+1)}
		for _, p := range r.lattice.places[:x.read] {
			e.Letters = append(e.Letters, p.code)
		}
		entries = append(entries, e)
		s.ways = append(s.ways, x.mask, x.categories, uint32(x.size)|uint32(len(x.ways))<<8|uint32(len(x.bases))<<16)
		s.ways = append(s.ways, x.bases...)
		for _, w := range x.ways {
			s.ways = append(s.ways, uint32(w.left)|uint32(w.right)<<16, uint32(w.cost), uint32(len(w.words)))
			s.ways = append(s.ways, w.words...)
		}
	}
	var greatest uint16
	for _, l := range d.letters {
		greatest = max(greatest, l.code)
	}
	var err error
	s.cells, err = letters.Build(entries, int(greatest))
	d.segments = s
	return err
}
