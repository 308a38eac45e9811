package patterns

import (
	"math"
	mathbits "math/bits"
	"slices"

	"github.com/yakkan/yakkan/analyzer/letters"
	"github.com/yakkan/yakkan/analyzer/lines"
)

// The scan finds which literals are in a sentence, before anything is tokenized. The
// literals lie in a double array of letters. The letters of the text are turned into
// their numbers first, most of which lie in a few lines of memory; then from every
// letter the array is walked as far as it goes. Nearly all walks would end at the
// second letter: for each first letter there is a small set of those that may follow.
//
// The textbook has an Aho-Corasick automaton here, and so had this file: written
// out as a table of states by byte classes it took 3.5 MB for the 1,700 literals
// of the library, which no inner cache holds (see BenchmarkScan, which still
// compares with one).

// scanner finds literals. The zero scanner finds none. It is immutable.
type scanner struct {
	codes letters.Codes
	cells []letters.Cell
	after []uint64 // letter -> bits by the last six of the letter behind it: a literal may go on so; all where it is one by itself
}

// bring brings its tables into the caches; of the numbers of letters those from the
// kana to the kanji.
func (s *scanner) bring() {
	lines.Bring(s.cells)
	lines.Bring(s.after)
	lines.Bring(s.codes[min(0x3000, len(s.codes)):min(0xA000, len(s.codes))])
}

// newScanner builds the scanner for literals, which are distinct; ids has their IDs,
// negative for those that are not to be found, and may be nil: then the index of a
// literal is its ID. The empty literal is never found. It fails on more than 65,000
// different letters.
func newScanner(literals []string, ids []int32) (*scanner, error) {
	if ids != nil {
		literals = slices.Clone(literals)
		for i := range literals {
			if ids[i] < 0 {
				literals[i] = ""
			}
		}
	}
	codes, cells, err := doubleArray(literals, ids)
	if err != nil || len(codes) == 0 {
		return &scanner{}, err
	}
	s := &scanner{codes: codes, cells: cells, after: make([]uint64, slices.Max(codes)+1)}
	for _, l := range literals {
		if l == "" {
			continue
		}
		first, size := codes.First(l)
		if size == len(l) {
			s.after[first] = math.MaxUint64
			continue
		}
		second, _ := codes.First(l[size:])
		s.after[first] |= 1 << (second & 63)
	}
	return s, nil
}

// scan appends to dst the IDs of the literals in text, as often as they are there.
// The numbers of its letters are left in codes.
func (s *scanner) scan(text string, codes []uint16, dst []uint16) (scanned, found []uint16) {
	if len(s.cells) == 0 {
		return codes[:0], dst
	}
	codes = s.letters(codes, text)
	for i, code := range codes[:len(codes)-1] {
		if s.after[code]>>(codes[i+1]&63)&1 == 0 {
			continue
		}
		cell := s.cells[code]
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

// letters returns the numbers of the letters of a text, in place of dst, and 0 behind
// them: no walk goes on there.
func (s *scanner) letters(dst []uint16, text string) []uint16 {
	dst = slices.Grow(dst[:0], len(text)+1)[:len(text)+1]
	n := 0
	for i := 0; i < len(text); n++ {
		if r := letters.Three(text, i); r != 0 { // nearly all are
			dst[n] = 0
			if int(r) < len(s.codes) {
				dst[n] = s.codes[r]
			}
			i += 3
			continue
		}
		code, size := s.codes.First(text[i:])
		dst[n] = code
		i += size
	}
	dst[n] = 0
	return dst[:n+1]
}

// literalsInside returns for each literal those that are in it, sorted.
func literalsInside(literals []string) ([][]int32, error) {
	s, err := newScanner(literals, nil)
	if err != nil {
		return nil, err
	}
	inside := make([][]int32, len(literals))
	var codes, ids []uint16
	for i, l := range literals {
		codes, ids = s.scan(l, codes, ids[:0])
		for _, id := range ids {
			if int(id) != i && !slices.Contains(inside[i], int32(id)) {
				inside[i] = append(inside[i], int32(id))
			}
		}
	}
	return inside, nil
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
