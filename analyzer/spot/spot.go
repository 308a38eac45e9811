// Package spot counts many words in a text in one pass. A text of Japanese has a
// few characters that nearly every word begins with by its first byte, so looking
// for words one by one looks at each of its characters for each of them.
package spot

import (
	"strings"
	"unicode/utf8"
)

// heads is how many places there are for the first characters of words, which are
// told apart by their last twelve bits: all of one block of kanji are.
const heads = 1 << 12

// Words are words to be looked for. They are immutable and safe for concurrent use;
// the zero Words, and nil, have none.
type Words struct {
	words []string
	head  []uint16 // by the first character: 1 + the first word that may begin with it
	next  []uint16 // the same for the word behind a word
}

// New returns words to be looked for; empty ones and those that come again are left
// out. There may be 65,000 of them.
func New(lists ...[]string) *Words {
	w := &Words{head: make([]uint16, heads)}
	for _, list := range lists {
		for _, word := range list {
			if word == "" || w.Index(word) >= 0 {
				continue
			}
			first, _ := utf8.DecodeRuneInString(word)
			at := &w.head[first%heads]
			w.words, w.next = append(w.words, word), append(w.next, *at)
			*at = uint16(len(w.words))
		}
	}
	return w
}

// Index returns the place of a word in what Count returns, or -1.
func (w *Words) Index(word string) int {
	if w == nil || len(w.words) == 0 {
		return -1
	}
	first, _ := utf8.DecodeRuneInString(word)
	for i := w.head[first%heads]; i != 0; i = w.next[i-1] {
		if w.words[i-1] == word {
			return int(i - 1)
		}
	}
	return -1
}

// Count returns how often each word stands in a text, in other words too.
func (w *Words) Count(text string) []int {
	if w == nil || len(w.words) == 0 {
		return nil
	}
	counts := make([]int, len(w.words))
	head := (*[heads]uint16)(w.head)
	for i := 0; i < len(text); {
		first, n := rune(text[i]), 1
		switch {
		case first < utf8.RuneSelf:
		case first >= 0xE3 && first <= 0xEC && i+2 < len(text): // U+3000 to U+CFFF
			first, n = rune(text[i+1]&0x3F)<<6|rune(text[i+2]&0x3F), 3 // the twelve bits that tell
		default:
			first, n = utf8.DecodeRuneInString(text[i:])
		}
		for k := head[first%heads]; k != 0; k = w.next[k-1] {
			if strings.HasPrefix(text[i:], w.words[k-1]) {
				counts[k-1]++
			}
		}
		i += n
	}
	return counts
}
