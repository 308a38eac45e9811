package patterns

import (
	"errors"
	"math"
	"slices"

	"github.com/yakkan/yakkan/analyzer/lines"
)

// A program is all phrases of a library as the machine runs them: numbers in
// place of pointers, equal things once, what is asked together side by side. The
// phrases of a library are megabytes as trees and are looked at here and there, a
// cache line each; as a program they are a tenth of that. A document looks at most of
// what it needs once, from memory, so that every byte of a record counts.

// program is immutable. The zero program has no phrases.
type program struct {
	codes   []code
	parts   []uint16 // codes
	needs   []uint16 // see code.needs
	words   int32    // how many there are; the sets of one word have its number
	sets    []wordSet
	lists   []uint16 // of sets of some words, which are sorted
	bits    []uint64 // of sets of many words, width each
	width   int32
	choices []choice
	wants   []want   // of the parts of choices
	begins  []uint16 // words of choices
	may     []uint16 // by words of choices: where in masks
	masks   []uint64 // parts that a word can begin, one bit each
}

// bring brings all of it into the caches, for who has many phrases to run.
func (p *program) bring() {
	lines.Bring(p.codes)
	lines.Bring(p.parts)
	lines.Bring(p.needs)
	lines.Bring(p.sets)
	lines.Bring(p.lists)
	lines.Bring(p.bits)
	lines.Bring(p.choices)
	lines.Bring(p.wants)
	lines.Bring(p.begins)
	lines.Bring(p.may)
}

// code is a phrase or a part of one.
type code struct {
	op            op
	flags         flags
	parties, data uint8  // what a match can begin with beside words; of parties and data what they are
	first         uint16 // the set of words that a match can begin with; of words the set that they are
	count         uint16 // of parts; of a gap, of tokens
	parts         int32  // where its parts begin; of an alternative, which of the choices it is

	// needs is where begins what every match needs: sets, one word of each of which must
	// be there; or what the largest numbers say.
	needs int32
}

// flags of code.
type flags uint8

const (
	nothing flags = 1 << iota // can match nothing
	free                      // a match can begin with anything
	marks                     // asks for data words
)

// What may stand in place of the number of a set.
const (
	needNothing uint16 = math.MaxUint16 - iota
	needParty          // a mask
	needData           // a mask
	needCode           // what a code needs, its number
)

const (
	maxInline  = 8                    // words of a set that are written out
	setNumbers = needCode - maxInline // how many numbers sets may have
	needOne    = setNumbers - 1       // plus how many: one of these words
)

// want is what a part of an alternative needs: all of it, or what is left once the word
// that it begins with is there.
type want struct{ all, rest int32 }

// wordSet is a set of none or several words.
type wordSet struct {
	seen uint32    // by the last five bits of a word: whether there may be such a word
	n    uint16    // how many there are
	few  [5]uint16 // the words; of more where they are, in two
}

const (
	maxFew    = 5  // words in the set itself
	maxListed = 32 // words that are listed; of more there are bits
)

// choice is an alternative: its parts, and which of them a word can begin, one bit a part.
type choice struct {
	parts, wants int32     // where they begin
	at, n        int32     // in program.begins and program.may
	seen         [4]uint64 // by the last eight bits of a word: whether there may be such a word
	always       uint64    // parts that can match nothing or begin with anything
	look         uint64    // parts that begin with a party or data: ask starts
}

// full returns an error if there is more of something than numbers for it.
func (p *program) full() error {
	if int(p.words)+len(p.sets) > int(setNumbers) || len(p.codes) > math.MaxUint16 || len(p.masks) > math.MaxUint16 {
		return errors.New("65000 sets of words")
	}
	return nil
}

// place returns where the words of a set of more than a few begin.
func (s *wordSet) place() int32 { return int32(s.few[0]) | int32(s.few[1])<<16 }

// listed returns the words of a set that has not too many.
func (p *program) listed(s *wordSet) []uint16 {
	if s.n <= maxFew {
		return s.few[:s.n]
	}
	at := s.place()
	return p.lists[at : at+int32(s.n)]
}

// bitsOf returns the bits of a set of many words.
func (p *program) bitsOf(s *wordSet) bits {
	at := s.place()
	return p.bits[at : at+p.width]
}

// set returns a set by its number, which is not that of a word.
func (p *program) set(number uint16) *wordSet { return &p.sets[int32(number)-p.words] }

// single reports whether a set is one word, whose number it has.
func (p *program) single(set uint16) bool { return int32(set) < p.words }

// has reports whether a set has a word.
func (p *program) has(set, word uint16) bool {
	if p.single(set) {
		return set == word
	}
	s := p.set(set)
	return s.seen>>(word&31)&1 != 0 && p.contains(s, word)
}

func (p *program) contains(s *wordSet, word uint16) bool {
	if s.n > maxListed {
		return p.bitsOf(s).has(int32(word))
	}
	for _, w := range p.listed(s) {
		if w == word {
			return true
		}
	}
	return false
}

// meets reports whether a set has one of the words that are present.
func (p *program) meets(s *wordSet, present bits) bool {
	if s.n > maxListed {
		return present.meets(p.bitsOf(s))
	}
	for _, w := range p.listed(s) {
		if present.has(int32(w)) {
			return true
		}
	}
	return false
}

// possible reports whether what begins at p.needs[at] can be met by a sentence with
// these words, parties and kinds of data.
func (p *program) possible(at int32, present bits, parties, data uint8) bool {
	needs := p.needs
groups:
	for i := int(at); ; {
		n := needs[i]
		i++
		switch {
		case int32(n) < p.words:
			if !present.has(int32(n)) {
				return false
			}
		case n == needNothing:
			return true
		case n < setNumbers:
			if !p.meets(p.set(n), present) {
				return false
			}
		case n < needCode:
			for end := i + int(n-needOne); i < end; i++ {
				if present.has(int32(needs[i])) {
					i = end
					continue groups
				}
			}
			return false
		case n == needCode:
			if !p.either(&p.codes[needs[i]], present, parties, data) {
				return false
			}
			i++
		default:
			met := parties
			if n == needData {
				met = data
			}
			if needs[i]&uint16(met) == 0 {
				return false
			}
			i++
		}
	}
}

// either is possible for one of the parts of an alternative.
func (p *program) either(c *code, present bits, parties, data uint8) bool {
	at := p.choices[c.parts].wants
	for _, w := range p.wants[at : at+int32(c.count)] {
		if p.possible(w.all, present, parties, data) {
			return true
		}
	}
	return false
}

// of returns the parts of an alternative that a word can begin.
func (p *program) of(x *choice, word uint16) uint64 {
	if x.seen[word>>6&3]&(1<<(word&63)) == 0 {
		return 0
	}
	words := p.begins[x.at : x.at+x.n]
	if i, ok := slices.BinarySearch(words, word); ok {
		return p.masks[p.may[int(x.at)+i]]
	}
	return 0
}
