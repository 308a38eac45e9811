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
	words []sought
	table *table
}

// sought is a word that is looked for.
type sought struct {
	word string
	head Head
	next uint16 // 1 + the next word that may begin with the same pair; 0 for none
}

// table finds words by their first two characters, with which most characters of a
// text and those behind them begin none.
type table struct {
	starts Starts
	alone  Set                 // characters that are words
	begins Set                 // pairs of characters that words begin with
	head   [places >> 3]uint16 // by the pair: 1 + the first word that may begin with it
}

// New returns words to be looked for; empty ones and those that come again are left
// out. There may be 65,000 of them.
func New(lists ...[]string) *Words {
	w := &Words{table: &table{}}
	t := w.table
	for _, list := range lists {
		for _, word := range list {
			if word == "" || w.Index(word) >= 0 {
				continue
			}
			first, n := letter(word, 0)
			t.starts.Add(word)
			if len(word) == n {
				t.alone.Add(first)
			} else {
				t.begins.Add(place(word))
			}
			at := &t.head[place(word)>>3]
			w.words = append(w.words, sought{word, HeadOf(word), *at})
			*at = uint16(len(w.words))
		}
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

// begins reports whether s, of which head are the first bytes, begins with the word.
func (x *sought) begins(s string, head uint64) bool {
	return x.head.Begins(head) && len(s) >= len(x.word) && (len(x.word) <= 8 || s[8:len(x.word)] == x.word[8:])
}

// Index returns the place of a word in what Count returns, or -1.
func (w *Words) Index(word string) int {
	if w == nil || word == "" || w.table == nil {
		return -1
	}
	for i := w.table.head[place(word)>>3]; i != 0; i = w.words[i-1].next {
		if w.words[i-1].word == word {
			return int(i - 1)
		}
	}
	return -1
}

// Count returns how often each word stands in a text, in other words too. The counts
// are written to room, if they find room there.
func (w *Words) Count(room []int32, text string) []int32 {
	if w == nil || len(w.words) == 0 {
		return room[:0]
	}
	counts := append(room[:0], make([]int32, len(w.words))...)
	t := w.table
	for i := t.starts.Past(text, 0); i < len(text); {
		first, n := letter(text, i)
		w.countAt(counts, text[i:], first, n)
		i = t.starts.Past(text, i+n)
	}
	return counts
}

// countAt counts the words that s begins with; first is its first character, of n bytes.
func (w *Words) countAt(counts []int32, s string, first uint32, n int) {
	t := w.table
	if t.alone.Has(first) {
		w.countIn(counts, s[:n], pair(first, 0), 0)
	}
	if n < len(s) {
		second, _ := letter(s, n)
		if at := pair(first, second); t.begins.Has(at) {
			w.countIn(counts, s, at, n)
		}
	}
}

// countIn counts those of the words at a place that are longer than so many bytes and
// that s begins with.
func (w *Words) countIn(counts []int32, s string, at uint32, longer int) {
	head := Eight(s)
	for k := w.table.head[at>>3]; k != 0; {
		x := &w.words[k-1]
		if len(x.word) > longer && x.begins(s, head) {
			counts[k-1]++
		}
		k = x.next
	}
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
