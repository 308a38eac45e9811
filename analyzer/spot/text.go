package spot

import (
	"iter"
	"slices"
	"strings"
)

// Text is a text in which words are found all at once when somebody first asks; words
// that are not among its Words are looked for when they are asked for. The zero Text is
// empty. It is not safe for concurrent use.
type Text struct {
	text   string
	words  *Words
	found  []Found
	counts []int32
	ready  bool // found is
	summed bool // counts are
}

// mostFound is how many found words memory has room for that is kept.
const mostFound = 1 << 18

// Reset makes t another text, in which words may be asked for.
func (t *Text) Reset(text string, words *Words) {
	if cap(t.found) > mostFound {
		*t = Text{}
	}
	*t = Text{text: text, words: words, found: t.found[:0], counts: t.counts[:0]}
}

// Found returns where words stand in the text, as Words.Find does. The list is not the
// caller's.
func (t *Text) Found() []Found {
	if !t.ready {
		t.found, t.ready = t.words.Find(t.found, t.text), true
	}
	return t.found
}

// Word returns the place of a word among the Words, -1 where it is none of them.
func (t *Text) Word(word string) int { return t.words.Index(word) }

// Each shows where words of some lists stand in the text, in its order. Words that are
// not among its Words are not found.
func (t *Text) Each(lists ...[]string) iter.Seq[Found] {
	return func(yield func(Found) bool) {
		var wanted []int
		for _, list := range lists {
			for _, word := range list {
				wanted = append(wanted, t.words.Index(word))
			}
		}
		for _, f := range t.Found() {
			if slices.Contains(wanted, int(f.Word)) && !yield(f) {
				return
			}
		}
	}
}

// Often returns how often a word stands in the text, in other words too; 0 for the empty
// word.
func (t *Text) Often(word string) int {
	if i := t.words.Index(word); i >= 0 {
		if !t.summed {
			t.sum()
		}
		return int(t.counts[i])
	}
	if word == "" {
		return 0
	}
	n := 0
	for rest := t.text; ; n++ {
		i := Index(rest, word)
		if i < 0 {
			return n
		}
		_, size := letter(rest, i)
		rest = rest[i+size:]
	}
}

// sum counts what was found.
func (t *Text) sum() {
	t.counts, t.summed = append(t.counts[:0], make([]int32, len(t.words.words))...), true
	for _, f := range t.Found() {
		t.counts[f.Word]++
	}
}

// Has reports whether a word stands in the text; the empty word does.
func (t *Text) Has(word string) bool {
	if t.words.Index(word) < 0 {
		return strings.Contains(t.text, word)
	}
	return t.Often(word) > 0
}
