package patterns

import "github.com/yakkan/yakkan/analyzer/letters"

// trie is a set of texts with IDs, in a double array over letters.
type trie struct {
	codes letters.Codes
	cells []letters.Cell
	from  []int32 // text -> its first ID; one more than there are texts
	ids   []int32
}

// newTrie builds a trie of sorted texts. Equal texts may follow each other with
// different IDs; empty ones are left out. It fails on more than 65,000 different
// letters.
func newTrie(texts []string, ids []int32) (trie, error) {
	t := trie{ids: ids}
	var distinct []string
	for i, s := range texts {
		if s != "" && (i == 0 || s != texts[i-1]) {
			distinct = append(distinct, s)
			t.from = append(t.from, int32(i))
		}
	}
	t.from = append(t.from, int32(len(ids)))
	var err error
	t.codes, t.cells, err = doubleArray(distinct, nil)
	return t, err
}

// doubleArray puts texts, which are distinct, into a double array with their words; of
// nil words the index of a text is its word. Empty texts are left out. It fails on more
// than 65,000 different letters.
func doubleArray(texts []string, words []int32) (letters.Codes, []letters.Cell, error) {
	numbers, err := letters.Number(func(yield func(string, float64) bool) {
		for _, s := range texts {
			if !yield(s, 1) {
				return
			}
		}
	})
	if err != nil {
		return nil, nil, err
	}
	var entries []letters.Entry
	for i, s := range texts {
		if s == "" {
			continue
		}
		e := letters.Entry{Word: int32(i), Often: -float64(len(s))} // short ones are met more often
		if words != nil {
			e.Word = words[i]
		}
		for _, r := range s {
			e.Letters = append(e.Letters, numbers[r])
		}
		entries = append(entries, e)
	}
	cells, err := letters.Build(entries, len(numbers))
	return letters.NewCodes(numbers), cells, err
}

// nowhere is the node that no text leads to.
const nowhere letters.Cell = letters.None

// walk follows s from the node with a base, 0 for the root, and returns where it
// ends, or nowhere.
func (t *trie) walk(base uint32, s string) letters.Cell {
	node := nowhere
	for len(s) > 0 {
		code, size := t.codes.First(s)
		s = s[size:]
		if node = t.cells[base+uint32(code)]; node.Label() != code {
			return nowhere
		}
		if base = node.Base(); base == 0 && len(s) > 0 {
			return nowhere
		}
	}
	return node
}

// words returns the IDs that end at a node.
func (t *trie) words(node letters.Cell) []int32 {
	w := node.Word()
	if w < 0 {
		return nil
	}
	return t.ids[t.from[w]:t.from[w+1]]
}
