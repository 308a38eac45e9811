package patterns

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer/letters"
	"github.com/yakkan/yakkan/analyzer/lines"
	"github.com/yakkan/yakkan/analyzer/token"
)

// What the words of a library are at a token follows from the word of the
// dictionary alone, as long as the token is the first: so it is looked up once a
// word and kept, in one number. The same thousand words make nearly all of all texts.

// memo keeps what was found for words of the dictionary. The zero memo is empty.
// It is safe for concurrent use.
type memo struct {
	pages [memoPages]atomic.Pointer[memoPage] // by token.Token.ID, a page at a time
	lists atomic.Pointer[[]int32]             // added to, never changed: words of several, behind how many they are
	mu    sync.Mutex                          // of who adds a list
}

const (
	memoPages = 2048
	pageWords = 256
)

// memoPage has for each word what it begins, 0 where nobody asked yet.
type memoPage [pageWords]atomic.Uint64

// begun is what a token is as the first of a word of the library:
//
//	1, so that it is not 0                                             bit 0
//	whether other letters than those of the surface may go on a word   bit 1
//	the mood of the token                                              bits 2 to 4
//	where longer words go on in the trie, 0 if there are none          bits 5 to 28
//	the number of its first letter in the trie, 0 for none             bits 29 to 44
//	one more than the word that it is by itself, 0 for none; for       bits 45 to 62
//	several, where their list is in the memo and bit 63
type begun uint64

const (
	severalWords = 1 << 63
	wordPlace    = 45
	noList       = 1<<(63-wordPlace) - 1 // in place of a list that the memo has no room for
)

func (b begun) shifts() bool   { return b&2 != 0 }
func (b begun) mood() mood     { return mood(b >> 2 & 7) }
func (b begun) base() uint32   { return uint32(b) >> 5 & (1<<24 - 1) }
func (b begun) letter() uint16 { return uint16(b >> 29) }

// alone is b where no longer word goes on.
func (b begun) alone() begun { return b &^ (1<<29 - 1<<5) }

// word returns the one word, or -1.
func (b begun) word() int32 { return int32(b>>wordPlace) - 1 }

// bring brings what most texts ask of the vocabulary into the caches; of the
// dictionary they ask the first words, so many.
func (v *vocabulary) bring(used int) {
	lines.Bring(v.trie.cells)
	for i := range min(used/pageWords+1, memoPages) {
		if page := v.memo.pages[i].Load(); page != nil {
			lines.Bring(page[:])
		}
	}
}

// several returns the words of a token that is several.
func (v *vocabulary) several(b begun, text token.Text, t *token.Token) []int32 {
	at := b &^ severalWords >> wordPlace
	if at == noList {
		words, _ := v.at(text, t)
		return words
	}
	list := (*v.memo.lists.Load())[at:]
	return list[1 : 1+list[0]]
}

// begin returns what the words of the library are at a token.
func (v *vocabulary) begin(text token.Text, t *token.Token) begun {
	if t.ID <= 0 || t.ID >= memoPages*pageWords {
		return v.look(text, t)
	}
	page := v.memo.pages[t.ID/pageWords].Load()
	if page == nil {
		page = &memoPage{}
		if !v.memo.pages[t.ID/pageWords].CompareAndSwap(nil, page) {
			page = v.memo.pages[t.ID/pageWords].Load()
		}
	}
	cell := &page[t.ID%pageWords]
	b := begun(cell.Load())
	if b == 0 {
		b = v.look(text, t)
		cell.Store(uint64(b))
	}
	return b
}

// look is begin without the cells.
func (v *vocabulary) look(text token.Text, t *token.Token) begun {
	surface, base := text.Surface(t), text.Base(t)
	words, last := v.at(text, t)
	letter, _ := v.trie.codes.First(surface)
	b := 1 | begun(moodOf(base))<<2 | begun(last.Base())<<5 | begun(letter)<<29
	if plain(base) != "" || !sameLetter(base, surface) {
		b |= 2
	}
	switch len(words) {
	case 0:
		return b
	case 1:
		return b | begun(words[0]+1)<<wordPlace
	}
	return b | severalWords | begun(v.memo.list(words))<<wordPlace
}

// at returns the words that a token is by itself, and where longer ones go on.
func (v *vocabulary) at(text token.Text, t *token.Token) (words []int32, last letters.Cell) {
	surface, base := text.Surface(t), text.Base(t)
	add := func(node letters.Cell) {
		for _, id := range v.trie.words(node) {
			if !slices.Contains(words, id) {
				words = append(words, id)
			}
		}
	}
	if base != surface {
		add(v.trie.walk(0, base))
	}
	if verb := plain(base); verb != "" {
		add(v.trie.walk(0, verb))
	}
	last = v.trie.walk(0, surface)
	add(last)
	return words, last
}

// sameLetter reports whether two texts begin with the same letter.
func sameLetter(a, b string) bool {
	_, n := utf8.DecodeRuneInString(a)
	return strings.HasPrefix(b, a[:n])
}

// list keeps words and returns where: equal ones at one place; noList if there is no
// room.
func (m *memo) list(words []int32) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []int32
	if known := m.lists.Load(); known != nil {
		all = *known
	}
	for at := 0; at < len(all); at += 1 + int(all[at]) {
		if slices.Equal(all[at+1:at+1+int(all[at])], words) {
			return at
		}
	}
	at := len(all)
	if at >= noList {
		return noList
	}
	all = append(append(all, int32(len(words))), words...) // who has the shorter slice does not look behind its end
	m.lists.Store(&all)
	return at
}
