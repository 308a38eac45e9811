package legal

import (
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/spot"
)

// sight is a text with the words of the test that it has, which are looked for all
// at once.
type sight struct {
	text   string
	words  *spot.Words
	counts []int
}

// look looks through a text.
func (d *Data) look(text string) *sight {
	return &sight{text: text, words: d.spotted, counts: d.spotted.Count(nil, text)}
}

// has reports whether the text has a word, of the test or not.
func (s *sight) has(word string) bool {
	if i := s.words.Index(word); i >= 0 {
		return s.counts[i] > 0
	}
	return strings.Contains(s.text, word)
}

func (s *sight) hasAny(words []string) bool { return slices.ContainsFunc(words, s.has) }
