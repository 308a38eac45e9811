package token

import (
	"cmp"
	"math"
	"slices"

	"github.com/yakkan/yakkan/analyzer/letters"
)

// piece is a segment on its way into the table.
type piece struct {
	size       int                     // letters
	read       int                     // letters that decide of it: its own and those behind that words of the dictionary have
	follow     [followBits / 64]uint64 // letters that may not follow, as in segments.pieces
	bases      []uint32                // as there
	categories uint32                  // as there
	ways       []way
	tail       []uint16 // letters behind its cell, as there
}

// way is a way to cut a segment into words.
type way struct {
	left, right uint16 // of the first word and of the last
	cost        int32  // without the connection to the word before
	words       []uint32
}

// The limits of a segment. What is longer or hangs on more is seldom met again, and
// looking it up would cost as much as a search.
const (
	maxSegment = 24 // letters
	maxWays    = 8
)

// reader finds the segments with which texts begin. It makes a lattice for each left
// ID that a first word can have, as if no word had another: of the nodes that end
// together where no node goes on, those are ways of a segment that are best behind some
// word before, whatever follows.
type reader struct {
	dict    *dictionary // without segments
	lattice lattice
	lefts   []uint16
	places  []reading           // one more than letters
	leading map[uint32][]uint16 // by cell of the dictionary's words: letters that lead on
	before  map[[2]uint16]int32
}

// reading is what the lattices know of a place.
type reading struct {
	begun bool  // some words begin there
	whole int   // lattices in which all nodes end there or before
	ways  []way // of these
}

func newReader(d *dictionary) *reader {
	without := *d
	without.segments = segments{}
	return &reader{dict: &without, leading: map[uint32][]uint16{}, before: map[[2]uint16]int32{}}
}

// text reads a text, for segment.
func (r *reader) text(text string) {
	d, l := r.dict, &r.lattice
	l.decode(d, text)
	r.places = make([]reading, len(l.places))
	r.lefts = r.lefts[:0]
	known := false
	r.follow(0, func(_ int, _ uint32, c letters.Cell) {
		if w := c.Word(); w >= 0 {
			r.begins(d.morphs, w)
			known = true
		}
	})
	if p := &l.places[0]; !known || p.flags&invoked != 0 {
		r.begins(d.unkMorphs, d.unkIndex[p.category])
	}
	row := make([]int16, d.columns)
	for _, left := range r.lefts {
		for i := range row {
			row[i] = math.MaxInt16 // a word with another left ID begins no path that is kept
		}
		row[left] = 0
		l.decode(d, text)
		r.search(row, left)
	}
}

// begins notes the left IDs of the words of one spelling.
func (r *reader) begins(list []morph, k int32) {
	for more := true; more; k++ {
		if left := list[k].left(); !slices.Contains(r.lefts, left) {
			r.lefts = append(r.lefts, left)
		}
		more = list[k].more()
	}
}

// follow walks through the dictionary with the letters from a place on and shows the
// cells, each with the place behind its letter.
func (r *reader) follow(from int, show func(behind int, at uint32, c letters.Cell)) {
	base := uint32(0)
	for i, p := range r.lattice.places[from : len(r.lattice.places)-1] {
		at := base + uint32(p.code)
		c := r.dict.words[at]
		if p.code == 0 || c.Label() != p.code {
			return
		}
		show(from+i+1, at, c)
		if base = c.Base(); base == 0 {
			return
		}
	}
}

// search makes the lattice for a left ID.
func (r *reader) search(row []int16, left uint16) {
	d, l := r.dict, &r.lattice
	l.run = 0
	l.start(0, row)
	l.places[0].least = -noCost // no unknown word is too dear
	for pos := range r.places {
		if pos > 0 {
			if l.places[pos].first < 0 {
				continue
			}
			l.begin(d, pos)
			if int(l.reach) == pos {
				if ways, ok := r.ways(left, pos); ok {
					r.places[pos].whole++
					r.places[pos].ways = append(r.places[pos].ways, ways...)
				}
			}
		}
		if pos < len(r.places)-1 {
			l.further(d, pos)
			r.places[pos].begun = true
		}
	}
}

// ways returns the ways to a place that begin with a left ID, of those that are
// gathered there. It reports false if one with another is the cheapest: then some may
// be missing.
func (r *reader) ways(left uint16, pos int) (ways []way, ok bool) {
	d, l := r.dict, &r.lattice
	other := int32(maxCost)
	for _, e := range l.here {
		w := way{cost: int32(e.key >> keyBits)}
		l.path = l.path[:0]
		w.right = l.trace(d, e.node, pos)
		if w.left = r.left(l.path[0].id); w.left != left {
			other = min(other, w.cost)
			continue
		}
		at := 0
		for _, s := range l.path {
			id, start := uint32(s.id), at
			if s.id < 0 {
				id = uint32(unknownID - 1 - s.id)
			}
			for l.places[at].at < s.end {
				at++
			}
			w.words = append(w.words, id|uint32(at-start)<<idBits)
		}
		ways = append(ways, w)
	}
	return ways, !slices.ContainsFunc(ways, func(w way) bool { return w.cost > other })
}

// left returns the left ID of a word.
func (r *reader) left(id int32) uint16 {
	if id < 0 {
		return r.dict.unkMorphs[-1-id].left()
	}
	return r.dict.morphs[id].left()
}

// segment returns the segment that ends at a place, if one does.
func (r *reader) segment(end int) (piece, bool) {
	all := r.places[end].ways
	if r.places[end].whole < len(r.lefts) {
		return piece{}, false
	}
	// Of equals the first is the best: in the order of their last words in a lattice.
	slices.SortStableFunc(all, func(a, b way) int {
		x, y := a.words[len(a.words)-1], b.words[len(b.words)-1]
		return cmp.Or(cmp.Compare(y>>idBits, x>>idBits), cmp.Compare(x, y))
	})
	s := piece{size: end}
	for i, w := range all {
		if !slices.ContainsFunc(all[:i], func(x way) bool { return x.left == w.left && x.right == w.right && x.cost == w.cost }) &&
			!slices.ContainsFunc(all, func(x way) bool { return r.least(x.left, w.left)+w.cost-x.cost > r.most(x.right, w.right) }) {
			s.ways = append(s.ways, w)
		}
	}
	return s, len(s.ways) <= maxWays && r.behind(&s)
}

// least returns by how much a connection to the left ID y costs more than one to x from
// the same word before, at least.
func (r *reader) least(x, y uint16) int32 {
	pair := [2]uint16{x, y}
	least, ok := r.before[pair]
	if !ok {
		d := r.dict
		least = math.MaxInt32
		for at := 0; at < len(d.connection); at += d.columns {
			row := d.connection[at:][:d.columns]
			least = min(least, int32(row[y])-int32(row[x]))
		}
		r.before[pair] = least
	}
	return least
}

// most returns by how much a connection from the right ID x costs more than one from y to
// the same word behind, at most.
func (r *reader) most(x, y uint16) int32 {
	if a, b := near(x), near(y); max(a, b) < nearIDs-1 {
		return int32(r.dict.apart[beside(a, b)])
	}
	return apartBy(r.dict.connection, r.dict.columns, x, y)
}

// behind completes a segment by what was read for it and what may not follow. It
// reports false where a letter of that has no number.
func (r *reader) behind(s *piece) bool {
	places := r.lattice.places
	n := len(places) - 1
	s.read = s.size
	runs := make([]int, s.size) // by place: where the run of its category ends, if that was asked
	for at := range s.size {
		if !r.places[at].begun {
			continue
		}
		known := false
		r.follow(at, func(behind int, _ uint32, c letters.Cell) {
			s.read = max(s.read, behind)
			known = known || c.Word() >= 0
		})
		if p := &places[at]; (!known || p.flags&invoked != 0) && p.flags&grouped != 0 {
			runs[at] = at + 1
			for runs[at] < n && places[runs[at]].category == p.category {
				runs[at]++
			}
			s.read = max(s.read, runs[at])
		}
	}
	for at := range s.size {
		if !r.places[at].begun {
			continue
		}
		if runs[at] == s.read {
			s.categories |= 1 << places[at].category
		}
		r.follow(at, func(behind int, at uint32, c letters.Cell) {
			if behind == s.read && c.Base() != 0 {
				for _, code := range r.leads(at) {
					bit := followBit(code)
					s.follow[bit>>6] |= 1 << (bit & 63)
				}
				s.bases = append(s.bases, c.Base())
			}
		})
	}
	return !slices.ContainsFunc(places[:s.read], func(p place) bool { return p.code == 0 || p.flags&broken != 0 })
}

// leads returns the letters that lead on from a cell.
func (r *reader) leads(at uint32) []uint16 {
	list, ok := r.leading[at]
	if !ok {
		base := r.dict.words[at].Base()
		for code := uint16(1); code < letters.None && int(base)+int(code) < len(r.dict.words); code++ {
			if r.dict.words[base+uint32(code)].Label() == code {
				list = append(list, code)
			}
		}
		r.leading[at] = list
	}
	return list
}
