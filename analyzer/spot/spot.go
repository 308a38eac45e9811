// Package spot counts many words in a text in one pass. A text of Japanese has a
// few characters that nearly every word begins with by its first byte, so looking
// for words one by one looks at each of its characters for each of them.
package spot

import (
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

// table finds words by their first two characters, with which most characters of a
// text and those behind them begin none: two small sets tell.
type table struct {
	alone  set                 // characters that are words
	begins set                 // pairs of characters that words may begin with
	head   [places >> 3]uint16 // by the pair: 1 + the first word that may begin with it
	next   []uint16            // the same for the word behind a word
}

type set [places / 64]uint64

func (s *set) has(i uint32) bool { return s[i/64%(places/64)]&(1<<(i%64)) != 0 }
func (s *set) add(i uint32)      { s[i/64] |= 1 << (i % 64) }

// New returns words to be looked for; empty ones and those that come again are left
// out. There may be 65,000 of them.
func New(lists ...[]string) *Words {
	w := &Words{}
	w.Set(lists...)
	return w
}

// Set makes w the words of other lists.
func (w *Words) Set(lists ...[]string) {
	if w.table == nil {
		w.table = &table{}
	}
	t := w.table
	next := t.next[:0]
	*t = table{}
	clear(w.words)
	w.words, t.next = w.words[:0], next
	for _, list := range lists {
		for _, word := range list {
			if word == "" || w.Index(word) >= 0 {
				continue
			}
			first, n := letter(word, 0)
			if len(word) == n {
				t.alone.add(first)
			} else {
				t.begins.add(place(word))
			}
			at := &t.head[place(word)>>3]
			w.words, t.next = append(w.words, word), append(t.next, *at)
			*at = uint16(len(w.words))
		}
	}
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
	if c := s[i]; c >= 0xE3 && c <= 0xEC && i+2 < len(s) { // U+3000 to U+CFFF
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

// Index returns the place of a word in what Count returns, or -1.
func (w *Words) Index(word string) int {
	if w == nil || word == "" || w.table == nil {
		return -1
	}
	for i := w.table.head[place(word)>>3]; i != 0; i = w.table.next[i-1] {
		if w.words[i-1] == word {
			return int(i - 1)
		}
	}
	return -1
}

// Count returns how often each word stands in a text, in other words too. The counts
// are written to room, if they find room there.
func (w *Words) Count(room []int, text string) []int {
	if w == nil || len(w.words) == 0 || text == "" {
		return append(room[:0], make([]int, w.len())...)
	}
	counts := append(room[:0], make([]int, len(w.words))...)
	t := w.table
	first, n := letter(text, 0)
	for i := 0; ; {
		next := i + n
		second, m := uint32(0), 0
		if next+2 < len(text) && text[next] >= 0xE3 && text[next] <= 0xEC { // letter, in place
			second, m = uint32(text[next+1]&0x3F)<<6|uint32(text[next+2]&0x3F), 3
		} else if next < len(text) {
			second, m = letter(text, next)
		}
		if t.alone.has(first) {
			for k := t.head[pair(first, 0)>>3]; k != 0; k = t.next[k-1] {
				if w.words[k-1] == text[i:next] {
					counts[k-1]++
				}
			}
		}
		if at := pair(first, second); t.begins.has(at) && m > 0 {
			for k := t.head[at>>3]; k != 0; k = t.next[k-1] {
				if word := w.words[k-1]; len(word) > n && strings.HasPrefix(text[i:], word) {
					counts[k-1]++
				}
			}
		}
		if next >= len(text) {
			return counts
		}
		i, first, n = next, second, m
	}
}

func (w *Words) len() int {
	if w == nil {
		return 0
	}
	return len(w.words)
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
