package patterns

import (
	"slices"
	"sync"
	"sync/atomic"

	"github.com/yakkan/yakkan/analyzer/letters"
	"github.com/yakkan/yakkan/analyzer/token"
)

// What the words of a library are at a token follows from the word of the
// dictionary alone, as long as the token is the first: so it is looked up once a
// word and kept. The same thousand words make nearly all of all texts.

// memo keeps what was found for words of the dictionary. The zero memo is empty.
// It is safe for concurrent use.
type memo struct {
	pages   [memoPages]atomic.Pointer[memoPage] // by token.Token.ID, a page at a time
	entries atomic.Pointer[[]begun]             // added to, never changed
	mu      sync.Mutex                          // of who adds an entry
}

const (
	memoPages = 512
	pageWords = 1024
)

// memoPage has for each word one more than the index of its entry, 0 for none.
type memoPage [pageWords]atomic.Uint32

// begun is what a token is as the first of a word of the library.
type begun struct {
	words []int32      // the words that it is by itself, each once
	node  letters.Cell // where longer words go on in the trie, nowhere if there are none
	mood  mood
}

// begin returns what the words of the library are at a token.
func (v *vocabulary) begin(t *token.Token) begun {
	if t.ID <= 0 || t.ID >= memoPages*pageWords {
		return v.look(t)
	}
	page := v.memo.pages[t.ID/pageWords].Load()
	if page == nil {
		page = &memoPage{}
		if !v.memo.pages[t.ID/pageWords].CompareAndSwap(nil, page) {
			page = v.memo.pages[t.ID/pageWords].Load()
		}
	}
	cell := &page[t.ID%pageWords]
	if k := cell.Load(); k != 0 {
		return (*v.memo.entries.Load())[k-1]
	}
	found := v.look(t)
	v.memo.mu.Lock()
	defer v.memo.mu.Unlock()
	if cell.Load() == 0 {
		var all []begun
		if known := v.memo.entries.Load(); known != nil {
			all = *known
		}
		all = append(all, found) // who has the shorter slice does not look behind its end
		v.memo.entries.Store(&all)
		cell.Store(uint32(len(all)))
	}
	return found
}

// look is begin without the memo.
func (v *vocabulary) look(t *token.Token) begun {
	found := begun{node: nowhere, mood: moodOf(t.Base)}
	add := func(node letters.Cell) {
		for _, id := range v.trie.words(node) {
			if !slices.Contains(found.words, id) {
				found.words = append(found.words, id)
			}
		}
	}
	if t.Base != t.Surface {
		if last := v.trie.walk(0, t.Base); last != nowhere {
			add(last)
		}
	}
	if verb := plain(t.Base); verb != "" {
		if last := v.trie.walk(0, verb); last != nowhere {
			add(last)
		}
	}
	if last := v.trie.walk(0, t.Surface); last != nowhere {
		add(last)
		if last.Base() != 0 {
			found.node = last
		}
	}
	return found
}
