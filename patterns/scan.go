package patterns

import (
	"cmp"
	mathbits "math/bits"
	"slices"
	"strings"
)

// The scan finds which literals are in a sentence, before anything is
// tokenized. The literals lie in a trie of bytes whose first letter is looked up
// in a table; from every letter of the text it is walked as far as it goes. Two
// letters of three begin no literal and nearly all walks end at the second, so
// that this takes a load a letter.
//
// The textbook has an Aho-Corasick automaton here, and so had this file: written
// out as a table of states by byte classes it took 3.5 MB for the 1,700 literals
// of the library, which no inner cache holds (see BenchmarkScan, which still
// compares with one).

// scanner finds literals. The zero scanner finds none. It is immutable.
type scanner struct {
	trie trie
	ids  int // one more than the greatest ID
}

// newScanner builds the scanner for literals; the index of a literal is its ID.
// The empty literal is never found.
func newScanner(literals []string) *scanner {
	type entry struct {
		text string
		id   int32
	}
	var entries []entry
	for id, l := range literals {
		if l != "" {
			entries = append(entries, entry{l, int32(id)})
		}
	}
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(strings.Compare(a.text, b.text), cmp.Compare(a.id, b.id))
	})
	texts, ids := make([]string, len(entries)), make([]int32, len(entries))
	for i, e := range entries {
		texts[i], ids[i] = e.text, e.id
	}
	return &scanner{newTrie(texts, ids), len(literals)}
}

// sighting remembers which literals a text has shown, so that what is there often
// is reported once. It serves one scanner and one goroutine.
type sighting struct {
	seen  []uint32 // literal -> the round it was last seen in
	round uint32
}

// scan appends to dst the IDs of the literals in text, each once.
func (s *scanner) scan(text string, g *sighting, dst []int32) []int32 {
	t := &s.trie
	if len(t.ids) == 0 {
		return dst
	}
	if len(g.seen) < s.ids {
		g.seen, g.round = make([]uint32, s.ids), 0
	}
	if g.round++; g.round == 0 {
		clear(g.seen)
		g.round = 1
	}
	for i := 0; i < len(text); {
		node, next := t.start(text[i:])
		next += i
		for k := next; node >= 0; k++ {
			for _, id := range t.words(node) {
				if g.seen[id] != g.round {
					g.seen[id] = g.round
					dst = append(dst, id)
				}
			}
			if k >= len(text) {
				break
			}
			node = t.edge(node, text[k])
		}
		i = next
	}
	return dst
}

// bits is a set of small numbers.
type bits []uint64

func newBits(n int) bits        { return make(bits, (n+63)/64) }
func (b bits) set(i int32)      { b[i>>6] |= 1 << (i & 63) }
func (b bits) has(i int32) bool { return b[i>>6]&(1<<(i&63)) != 0 }

// each calls f for the numbers of b in order.
func (b bits) each(f func(i int32)) {
	for k, w := range b {
		for ; w != 0; w &= w - 1 {
			f(int32(k<<6 + mathbits.TrailingZeros64(w)))
		}
	}
}

// count returns how many numbers b has.
func (b bits) count() int {
	n := 0
	for _, w := range b {
		n += mathbits.OnesCount64(w)
	}
	return n
}

// add puts the numbers of c into b, which must be as long.
func (b bits) add(c bits) {
	for i, w := range c {
		b[i] |= w
	}
}

// meets reports whether b and c have a number in common.
func (b bits) meets(c bits) bool {
	for i, w := range c {
		if b[i]&w != 0 {
			return true
		}
	}
	return false
}
