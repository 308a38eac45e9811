package spot

import "strings"

// Text is a text whose words are counted all at once when somebody first asks for one
// that is among Words; others are looked for when they are asked for. The zero Text is
// empty. It is not safe for concurrent use.
type Text struct {
	text    string
	words   *Words
	counts  []int32
	counted bool
}

// Reset makes t another text, in which words may be asked for.
func (t *Text) Reset(text string, words *Words) {
	*t = Text{text: text, words: words, counts: t.counts[:0]}
}

// Often returns how often a word stands in the text, in other words too; 0 for the empty
// word.
func (t *Text) Often(word string) int {
	if i := t.words.Index(word); i >= 0 {
		if !t.counted {
			t.counts, t.counted = t.words.Count(t.counts, t.text), true
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

// Has reports whether a word stands in the text; the empty word does.
func (t *Text) Has(word string) bool {
	if t.words.Index(word) < 0 {
		return strings.Contains(t.text, word)
	}
	return t.Often(word) > 0
}
