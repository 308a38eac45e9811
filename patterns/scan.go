package patterns

import (
	mathbits "math/bits"
	"slices"

	"github.com/yakkan/yakkan/analyzer/letters"
)

// The scan finds which literals are in a sentence, before anything is tokenized. The
// literals lie in a double array of letters. The letters of the text are turned into
// their numbers first, most of which lie in a few lines of memory; then from every
// letter the array is walked as far as it goes. Nearly all walks end at the second
// letter, which a small set of the pairs that literals begin with says at once.
//
// The textbook has an Aho-Corasick automaton here, and so had this file: written
// out as a table of states by byte classes it took 3.5 MB for the 1,700 literals
// of the library, which no inner cache holds (see BenchmarkScan, which still
// compares with one).

// scanner finds literals. The zero scanner finds none. It is immutable.
type scanner struct {
	codes letters.Codes
	cells []letters.Cell
	pairs []uint64 // bits by pairOf: a literal may begin with these two letters
	alone bits     // the letters that are literals by themselves
}

const pairBits = 15

// pairOf returns the place of two letters in scanner.pairs.
func pairOf(first, second uint16) uint32 {
	return (uint32(first)<<16 | uint32(second)) * 0x9E3779B1 >> (32 - pairBits)
}

// newScanner builds the scanner for literals, which are distinct; the index of a
// literal is its ID. The empty literal is never found. It fails on more than 65,000
// different letters.
func newScanner(literals []string) (*scanner, error) {
	codes, cells, err := doubleArray(literals)
	if err != nil || len(codes) == 0 {
		return &scanner{}, err
	}
	s := &scanner{codes: codes, cells: cells, pairs: make([]uint64, 1<<pairBits/64), alone: newBits(int(slices.Max(codes)) + 1)}
	for _, l := range literals {
		if l == "" {
			continue
		}
		first, size := codes.First(l)
		if size == len(l) {
			s.alone.set(int32(first))
			continue
		}
		second, _ := codes.First(l[size:])
		pair := pairOf(first, second)
		s.pairs[pair>>6] |= 1 << (pair & 63)
	}
	return s, nil
}

// scan appends to dst the IDs of the literals in text, as often as they are there.
// The numbers of its letters are left in codes.
func (s *scanner) scan(text string, codes []uint16, dst []uint16) (scanned, found []uint16) {
	codes = codes[:0]
	if len(s.cells) == 0 {
		return codes, dst
	}
	for i := 0; i < len(text); {
		code, size := s.codes.First(text[i:])
		codes = append(codes, code)
		i += size
	}
	codes = append(codes, 0) // no letter: no walk goes on here
	for i, code := range codes[:len(codes)-1] {
		pair := pairOf(code, codes[i+1])
		if (s.pairs[pair>>6]>>(pair&63)|s.alone[code>>6]>>(code&63))&1 == 0 {
			continue
		}
		cell := s.cells[code]
		if cell.Label() != code {
			continue
		}
		if id := cell.Word(); id >= 0 {
			dst = append(dst, uint16(id))
		}
		for k := i + 1; cell.Base() != 0; k++ {
			next := s.cells[cell.Base()+uint32(codes[k])]
			if next.Label() != codes[k] {
				break
			}
			if cell = next; cell.Word() >= 0 {
				dst = append(dst, uint16(cell.Word()))
			}
		}
	}
	return codes, dst
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

// meets reports whether b and c have a number in common.
func (b bits) meets(c bits) bool {
	for i, w := range c {
		if b[i]&w != 0 {
			return true
		}
	}
	return false
}
