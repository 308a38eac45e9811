package patterns

import (
	mathbits "math/bits"
)

// The scan finds which literals are in a sentence, before anything is
// tokenized. The literals lie in a trie of letters: the first is looked up in a
// table, what follows by hashing a node with a letter. From every letter of the
// text the trie is walked as far as it goes. Nearly all walks end at the second
// letter, which a small set of the pairs that literals begin with says at once.
//
// The textbook has an Aho-Corasick automaton here, and so had this file: written
// out as a table of states by byte classes it took 3.5 MB for the 1,700 literals
// of the library, which no inner cache holds (see BenchmarkScan, which still
// compares with one). A trie of bytes took three searches a letter.

// lastLetter is the greatest letter that a table has: kana and kanji are below.
const lastLetter = 0x9FFF

// scanner finds literals. The zero scanner finds none. It is immutable.
type scanner struct {
	first []int32  // letter up to lastLetter -> the node behind it, 0 for none
	steps []step   // by hash, see follow
	words []int32  // node -> one more than the ID of the literal that ends there, 0 for none
	pairs []uint64 // bits by pairOf: a literal may begin with these two letters
}

// step leads from a node by a letter to another. The zero step leads nowhere.
type step struct {
	from, to int32
	letter   uint32
}

// letterAt returns the letter at s[i] and its bytes: a letter of three bytes as the
// number it is, above 0x7FF, and of all others one byte.
func letterAt(s string, i int) (letter uint32, size int) {
	if i+2 < len(s) && s[i]&0xF0 == 0xE0 && s[i+1]&0xC0 == 0x80 && s[i+2]&0xC0 == 0x80 {
		return uint32(s[i]&0x0F)<<12 | uint32(s[i+1]&0x3F)<<6 | uint32(s[i+2]&0x3F), 3
	}
	return uint32(s[i]), 1
}

const pairBits = 15

// pairOf returns the place of two letters in scanner.pairs.
func pairOf(first, second uint32) uint32 {
	return (first<<16 | second) * 0x9E3779B1 >> (32 - pairBits)
}

// place returns where in s.steps a step is, or would be.
func (s *scanner) place(from int32, letter uint32) *step {
	mask := uint32(len(s.steps) - 1)
	for at := (uint32(from)*0x85EBCA6B ^ letter*0x9E3779B1) >> 8; ; at++ {
		if e := &s.steps[at&mask]; e.to == 0 || e.from == from && e.letter == letter {
			return e
		}
	}
}

// newScanner builds the scanner for literals; the index of a literal is its ID.
// The empty literal is never found, of equal ones the last.
func newScanner(literals []string) *scanner {
	letters := 0
	for _, l := range literals {
		for i := 0; i < len(l); letters++ {
			_, n := letterAt(l, i)
			i += n
		}
	}
	size := 16
	for size < 2*letters {
		size *= 2
	}
	s := &scanner{
		first: make([]int32, lastLetter+1), steps: make([]step, size),
		words: make([]int32, 1, letters+1), pairs: make([]uint64, 1<<pairBits/64),
	}
	for id, l := range literals {
		node, before := int32(0), uint32(0)
		for i := 0; i < len(l); {
			letter, n := letterAt(l, i)
			e := s.place(node, letter)
			if e.to == 0 {
				*e = step{node, int32(len(s.words)), letter}
				s.words = append(s.words, 0)
			}
			switch {
			case node == 0 && letter <= lastLetter:
				s.first[letter] = e.to
			case node != 0 && node == s.behind(before):
				pair := pairOf(before, letter)
				s.pairs[pair>>6] |= 1 << (pair & 63)
			}
			node, before = e.to, letter
			i += n
		}
		if node != 0 {
			s.words[node] = int32(id) + 1
		}
	}
	return s
}

// behind returns the node behind a first letter, 0 for none.
func (s *scanner) behind(letter uint32) int32 {
	if letter <= lastLetter {
		return s.first[letter]
	}
	return s.place(0, letter).to
}

// scan appends to dst the IDs of the literals in text, as often as they are there.
func (s *scanner) scan(text string, dst []int32) []int32 {
	if len(s.words) <= 1 || text == "" {
		return dst
	}
	letter, size := letterAt(text, 0)
	for i := 0; i < len(text); {
		i += size // now behind the letter
		second, next := uint32(0), 0
		if i < len(text) {
			second, next = letterAt(text, i)
		}
		if node := s.behind(letter); node != 0 {
			dst = s.ends(node, dst)
			if pair := pairOf(letter, second); next > 0 && s.pairs[pair>>6]&(1<<(pair&63)) != 0 {
				k, follows, n := i, second, next
				for {
					if node = s.place(node, follows).to; node == 0 {
						break
					}
					dst = s.ends(node, dst)
					if k += n; k >= len(text) {
						break
					}
					follows, n = letterAt(text, k)
				}
			}
		}
		letter, size = second, next
	}
	return dst
}

// ends appends the literal that ends at a node.
func (s *scanner) ends(node int32, dst []int32) []int32 {
	if id := s.words[node] - 1; id >= 0 {
		dst = append(dst, id)
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
