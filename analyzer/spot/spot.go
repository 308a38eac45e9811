// Package spot finds many words in a text in one pass. A text of Japanese has a
// few characters that nearly every word begins with by its first byte, so looking
// for words one by one looks at each of its characters for each of them.
//
// A word is told by its first two characters. The characters that words begin with are
// put into a few groups, and each character knows the group that it begins words of and
// the groups that it is the second character of: nearly all pairs of a text have no group
// in common, and begin no word. The others lead to the few words that may.
package spot

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// places is how many places there are for what words begin with. Characters are told
// apart by their last twelve bits: all of one block of kanji are.
const places = 1 << 12

// Words are words to be looked for. Looking for them does not change them; the zero
// Words, and nil, have none.
type Words struct {
	words []string
	table *table
}

// Found is a word that stands in a text, or in another word of it.
type Found struct {
	At   uint32 // the byte at which it begins
	Word uint16 // its place among the Words
	Len  uint16 // in bytes
}

// End returns the byte behind the word.
func (f Found) End() int { return int(f.At) + int(f.Len) }

// table finds words by their first two characters.
type table struct {
	groups [places]uint16     // of a character: the lower byte is the group that it begins words of, the higher those that it is second in
	from   [places + 1]uint16 // by the pair of the first two characters: the entries of the words that may begin with it
	list   []entry
}

// entry is a word that is looked for.
type entry struct {
	head Head
	word string
	id   uint16
	one  bool // it is a single character
}

// one is the group of characters that are words: every character is second in it.
const one = 1 << 7

// New returns words to be looked for; empty ones and those that come again are left
// out. There may be 65,000 of them.
func New(lists ...[]string) *Words {
	all := slices.Concat(lists...)
	w := &Words{words: make([]string, 0, len(all)), table: &table{}}
	t := w.table
	seen := make(map[string]bool, len(all)+1)
	seen[""] = true
	for i := range t.groups {
		t.groups[i] = one << 8
	}
	entries := make([]entry, 0, len(all))
	order := make([]uint64, 0, len(all)) // by place, at each the longest first; the entry in the last 16 bits
	for _, word := range all {
		if seen[word] {
			continue
		}
		seen[word] = true
		first, n := letter(word, 0)
		e := entry{head: HeadOf(word), word: word, id: uint16(len(w.words)), one: len(word) == n}
		w.words, entries = append(w.words, word), append(entries, e)
		order = append(order, uint64(place(word))<<48|uint64(math.MaxUint32-len(word))<<16|uint64(e.id))
		if e.one {
			t.groups[first] |= one
			continue
		}
		second, _ := letter(word, n)
		group := uint16(1) << (first % 7)
		t.groups[first] |= group
		t.groups[second] |= group << 8
	}
	slices.Sort(order)
	t.list = make([]entry, len(order))
	for i, o := range order {
		t.list[i] = entries[o&0xFFFF]
		t.from[o>>48+1] = uint16(i + 1)
	}
	for i := range places {
		t.from[i+1] = max(t.from[i+1], t.from[i])
	}
	return w
}

// place is where the first two characters of a word lead.
func place(word string) uint32 {
	first, n := letter(word, 0)
	if n == len(word) {
		return pair(first, 0)
	}
	second, _ := letter(word, n)
	return pair(first, second)
}

func pair(first, second uint32) uint32 { return (first<<5 ^ first>>7 ^ second) % places }

// letter returns the last twelve bits of the character at byte i, and its length.
func letter(s string, i int) (bits uint32, n int) {
	if c := s[i]; c >= 0xE0 && c <= 0xEF && i+2 < len(s) {
		return uint32(s[i+1]&0x3F)<<6 | uint32(s[i+2]&0x3F), 3
	}
	return other(s, i)
}

// other is letter for the rest.
func other(s string, i int) (bits uint32, n int) {
	if s[i] < utf8.RuneSelf {
		return uint32(s[i]), 1
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	return uint32(r) % places, n
}

// Index returns the place of a word among the Words, or -1.
func (w *Words) Index(word string) int {
	if w == nil || word == "" || w.table == nil {
		return -1
	}
	at := place(word)
	for _, e := range w.table.list[w.table.from[at]:w.table.from[at+1]] {
		if e.word == word {
			return int(e.id)
		}
	}
	return -1
}

// Find returns where words stand in a text, in other words too: in the order of the
// text, of those that begin at one place the longest first. They are written to room, if
// they find room there.
func (w *Words) Find(room []Found, text string) []Found {
	found := room[:0]
	if w == nil || len(w.words) == 0 || text == "" {
		return found
	}
	t := w.table
	last := 0
	first, i := letter(text, 0)
	for {
		i, last, first = t.past(text, i, last, first)
		if i >= len(text) {
			return t.alone(found, text, last, first)
		}
		second, n := letter(text, i)
		if t.groups[first%places]&(t.groups[second%places]>>8)&0xFF != 0 {
			found = t.begun(found, text, last, first, second)
		}
		last, first, i = i, second, i+n
	}
}

// past returns the first place at or behind i that goes on with what the character before
// begins, or that has neither one byte nor three: nearly all characters of Japanese have
// three. The last two bytes of a text, and where there is none its end, are such places
// too. First is the character before i, which begins at last; those before the place that
// is returned are returned too.
func (t *table) past(text string, i, last int, first uint32) (int, int, uint32) {
	begins := uint8(t.groups[first%places])
	for i < len(text)-2 {
		k, n := uint32(text[i]), 1
		if k-0xE0 <= 0xF {
			k, n = uint32(text[i+1]&0x3F)<<6|uint32(text[i+2]&0x3F), 3
		} else if k >= utf8.RuneSelf {
			break
		}
		g := t.groups[k%places]
		if begins&uint8(g>>8) != 0 {
			break
		}
		last, first, begins = i, k, uint8(g)
		i += n
	}
	return i, last, first
}

// begun appends the words that stand at byte at, with their first characters.
func (t *table) begun(found []Found, text string, at int, first, second uint32) []Found {
	k := pair(first, second)
	list := t.list[t.from[k]:t.from[k+1]]
	if len(list) > 0 {
		s := text[at:]
		eight := Eight(s)
		for i := range list {
			if e := &list[i]; e.head.Begins(eight) && !e.one && len(s) >= len(e.word) && (len(e.word) <= 8 || s[8:len(e.word)] == e.word[8:]) {
				found = append(found, Found{uint32(at), e.id, uint16(len(e.word))})
			}
		}
	}
	return t.alone(found, text, at, first)
}

// alone appends the word that the character at byte at is, if it is one.
func (t *table) alone(found []Found, text string, at int, first uint32) []Found {
	if t.groups[first%places]&one == 0 {
		return found
	}
	k := pair(first, 0)
	for i := t.from[k]; i < t.from[k+1]; i++ {
		if e := &t.list[i]; e.one && strings.HasPrefix(text[at:], e.word) {
			return append(found, Found{uint32(at), e.id, uint16(len(e.word))})
		}
	}
	return found
}

// Index returns where word first stands in text, or -1. It is strings.Index, but for
// Japanese words in Japanese text, where most characters begin with the same byte: it
// looks for the third byte of the word, which is as rare as the first is frequent.
func Index(text, word string) int {
	const common = 2
	if len(word) <= common || word[0] < 0xE0 {
		return strings.Index(text, word)
	}
	for at := 0; at+len(word) <= len(text); at++ {
		i := strings.Index(text[at+common:], word[common:])
		if i < 0 {
			return -1
		}
		if at += i; text[at:at+common] == word[:common] {
			return at
		}
	}
	return -1
}

// Has reports whether text has word. See Index.
func Has(text, word string) bool { return Index(text, word) >= 0 }

// HasAny reports whether text has one of some words.
func HasAny(text string, words ...string) bool {
	for _, w := range words {
		if Has(text, w) {
			return true
		}
	}
	return false
}

// EndsAny reports whether text ends with one of some words.
func EndsAny(text string, words ...string) bool {
	for _, w := range words {
		if strings.HasSuffix(text, w) {
			return true
		}
	}
	return false
}

// StartsAny reports whether text starts with one of some words.
func StartsAny(text string, words ...string) bool {
	for _, w := range words {
		if strings.HasPrefix(text, w) {
			return true
		}
	}
	return false
}
