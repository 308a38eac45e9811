// Package letters keeps sets of words in a double array. Its labels are letters, not
// bytes: each letter that a word is made of has a number, frequent ones small ones,
// and from a node with base b the letter n leads to cell b+n if that cell has the
// label n. No two nodes share a base, so the label alone says whose cell it is. The
// root has base 0: the first letter leads to its own cell at once. A letter is one
// load; as the three bytes that it has in Japanese it would be three.
package letters

import (
	"cmp"
	"errors"
	"iter"
	"slices"
	"unicode/utf8"
)

// Cell is a node:
//
//	its label, the number of the letter     bits 0 to 15, None where it is empty
//	its base, 0 where nothing goes on       bits 16 to 39
//	the word that ends there, plus one      bits 40 to 63
//
// The zero Cell stands for the root.
type Cell uint64

// None is the label of an empty cell, which no letter has. As a Cell it is none.
const None = 1<<16 - 1

const (
	maxBase = 1<<24 - 1
	maxWord = 1<<24 - 2
)

// Label returns the number of the letter that leads to the cell.
func (c Cell) Label() uint16 { return uint16(c) }

// Base returns where the cells behind it begin, 0 where there are none.
func (c Cell) Base() uint32 { return uint32(c>>16) & maxBase }

// Word returns the word that ends at the cell, or -1.
func (c Cell) Word() int32 { return int32(c>>40) - 1 }

// Number numbers the letters of words from 1, the most frequent first. Words come
// with how often they occur.
func Number(words iter.Seq2[string, float64]) (map[rune]uint16, error) {
	count := map[rune]float64{}
	for w, often := range words {
		for _, r := range w {
			count[r] += often
		}
	}
	letters := make([]rune, 0, len(count))
	for r := range count {
		letters = append(letters, r)
	}
	slices.SortFunc(letters, func(a, b rune) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	if len(letters) >= None {
		return nil, errors.New("double array: too many letters")
	}
	codes := make(map[rune]uint16, len(letters))
	for i, r := range letters {
		codes[r] = uint16(i + 1)
	}
	return codes, nil
}

// Codes are the numbers of letters by rune; what is behind the end has none.
type Codes []uint16

// NewCodes returns the codes of numbered letters.
func NewCodes(numbers map[rune]uint16) Codes {
	last := rune(-1)
	for r := range numbers {
		last = max(last, r)
	}
	c := make(Codes, last+1)
	for r, n := range numbers {
		c[r] = n
	}
	return c
}

// First returns the number of the first letter of a string that is not empty, 0 for
// none, and its bytes.
func (c Codes) First(s string) (code uint16, size int) {
	r, size := Three(s, 0), 3
	if r == 0 {
		r, size = utf8.DecodeRuneInString(s)
	}
	if int(r) >= len(c) || r == utf8.RuneError && size == 1 {
		return 0, size
	}
	return c[r], size
}

// Three returns the letter of three bytes at place i of a text, as kana and kanji are:
// utf8.DecodeRuneInString in so little code that it costs no call. It returns 0 where
// there is none.
func Three(text string, i int) rune {
	if i+3 > len(text) {
		return 0
	}
	b := uint32(text[i]) | uint32(text[i+1])<<8 | uint32(text[i+2])<<16
	r := b&0x0F<<12 | b>>2&0xFC0 | b>>16&0x3F
	if b&0xC0C0F0 != 0x8080E0 || noThree>>(r>>11)&1 != 0 {
		return 0
	}
	return rune(r)
}

// noThree has a bit for each 2,048 numbers of letters that three bytes do not stand
// for: the first, which take fewer, and the halves of letters from U+D800.
const noThree uint32 = 1 | 1<<(0xD800>>11)
