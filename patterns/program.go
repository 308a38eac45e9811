package patterns

import (
	"math"
	"slices"
)

// A program is all phrases of a library as the machine runs them: numbers in
// place of pointers, equal things once, what is asked together side by side. The
// phrases of a library are megabytes as trees and are looked at here and there, a
// cache line each; as a program they are a tenth of that.

// program is immutable. The zero program has no phrases.
type program struct {
	codes   []code
	parts   []part
	needs   []uint16 // see code.needs
	sets    []wordSet
	bits    []uint64 // of sets of many words, width each
	width   int32
	indexes []index
	begins  []uint16 // words of indexes
	may     []uint64 // by words of indexes: the parts that the word can begin
}

// code is a phrase or a part of one.
type code struct {
	op            op
	flags         flags
	mask          uint8 // of parties or kinds of data, one bit each
	gap           uint8
	parties, data uint8  // what a match can begin with beside words
	count         uint16 // of parts
	words         int32  // the set of words that it is
	first         int32  // the set of words that a match can begin with
	parts         int32  // where its parts begin
	index         int32  // of alternatives: which of them words begin; else -1

	// needs is where begins what every match needs: one of each group of words,
	// which stand behind their number, or what a larger number says.
	needs int32
}

// flags of code.
type flags uint8

const (
	nothing flags = 1 << iota // can match nothing
	free                      // a match can begin with anything
	marks                     // asks for data words
)

// part is a code in an alternative or sequence.
type part struct {
	code  int32
	needs int32 // of sequences, those of code
}

// What may stand in place of the number of a group of words.
const (
	needNothing uint16 = 0
	needSet     uint16 = math.MaxUint16 - iota // a set with bits, its number in two
	needParty                                  // a mask
	needData                                   // a mask
	needCode                                   // what a code needs, its number in two
)

// maxListed is how many words of a group are listed; of more there is a set.
const maxListed = 32

// wordSet is a set of words. Most have one word or a few, which need no bits.
type wordSet struct {
	seen uint64    // by the last six bits of a word: whether there may be such a word
	few  [7]uint16 // of many words: where their bits begin, in two
	n    uint16
}

const many uint16 = math.MaxUint16

// index says which parts of an alternative a word can begin, one bit a part.
type index struct {
	at, n  int32     // in program.begins and program.may
	seen   [4]uint64 // by the last eight bits of a word: whether there may be such a word
	always uint64    // parts that can match nothing or begin with anything
	look   uint64    // parts that begin with a party or data: ask starts
}

// low and high are the two halves of a number.
func low(n int32) uint16  { return uint16(n) }
func high(n int32) uint16 { return uint16(uint32(n) >> 16) }

func number(low, high uint16) int32 { return int32(uint32(high)<<16 | uint32(low)) }

// bitsOf returns the bits of a set of many words.
func (p *program) bitsOf(s *wordSet) bits {
	at := number(s.few[0], s.few[1])
	return p.bits[at : at+p.width]
}

// has reports whether a set has a word.
func (p *program) has(s *wordSet, word uint16) bool {
	return s.seen>>(word&63)&1 != 0 && p.contains(s, word)
}

func (p *program) contains(s *wordSet, word uint16) bool {
	if s.n == many {
		return p.bitsOf(s).has(int32(word))
	}
	for _, w := range s.few[:s.n] {
		if w == word {
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
		if n <= maxListed && n != needNothing {
			for end := i + int(n); i < end; i++ {
				if present.has(int32(needs[i])) {
					i = end
					continue groups
				}
			}
			return false
		}
		switch n {
		case needNothing:
			return true
		case needSet:
			if !present.meets(p.bitsOf(&p.sets[number(needs[i], needs[i+1])])) {
				return false
			}
			i += 2
		case needParty:
			if needs[i]&uint16(parties) == 0 {
				return false
			}
			i++
		case needData:
			if needs[i]&uint16(data) == 0 {
				return false
			}
			i++
		case needCode:
			if !p.either(&p.codes[number(needs[i], needs[i+1])], present, parties, data) {
				return false
			}
			i += 2
		}
	}
}

// either is possible for one of the parts of an alternative.
func (p *program) either(c *code, present bits, parties, data uint8) bool {
	for _, part := range p.parts[c.parts : c.parts+int32(c.count)] {
		if p.possible(p.codes[part.code].needs, present, parties, data) {
			return true
		}
	}
	return false
}

// of returns the parts of an alternative that a word can begin.
func (p *program) of(x *index, word uint16) uint64 {
	if x.seen[word>>6&3]&(1<<(word&63)) == 0 {
		return 0
	}
	words := p.begins[x.at : x.at+x.n]
	if i, ok := slices.BinarySearch(words, word); ok {
		return p.may[int(x.at)+i]
	}
	return 0
}
