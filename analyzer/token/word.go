package token

// Word is the number of a word that norms are read by: of those in words.txt, in
// their order, from 1. 0 is any other word. Who needs one more adds a line and runs
// go generate ./analyzer/token; package norm then has a constant of its name.
type Word uint16

//go:generate go run words_make.go words.txt wordlist.go ../norm/named.go

// WordOf returns the number of a word, 0 if it has none.
func WordOf(text string) Word {
	if len(text) > longestWord {
		return 0
	}
	for at := slotOf(text); ; at = (at + 1) % uint32(len(wordSlots)) {
		if w := wordSlots[at]; w == 0 || wordTexts[w] == text {
			return w
		}
	}
}

// wordSlots has every word at the place that its letters say, or behind it.
var wordSlots = func() (slots [4096]Word) {
	for i, text := range wordTexts[1:] {
		at := slotOf(text)
		for slots[at] != 0 {
			at = (at + 1) % uint32(len(slots))
		}
		slots[at] = Word(i + 1)
	}
	return slots
}()

func slotOf(text string) uint32 {
	h := uint32(0)
	for i := range len(text) {
		h = (h + uint32(text[i])) * 0x9E3779B1
	}
	return h >> 20
}

// String returns the letters of w.
func (w Word) String() string { return wordTexts[w] }

// Words is a set of words with numbers. The zero Words is empty.
type Words [(len(wordTexts) + 63) / 64]uint64

// SetOf returns the set of some words.
func SetOf(words ...Word) (s Words) {
	for _, w := range words {
		s.Add(w)
	}
	return s
}

// WordsOf is SetOf by letters. It panics if a word has no number.
func WordsOf(texts ...string) (s Words) {
	for _, t := range texts {
		w := WordOf(t)
		if w == 0 {
			panic("the word " + t + " is not in words.txt")
		}
		s.Add(w)
	}
	return s
}

// Add puts a word into s.
func (s *Words) Add(w Word) { s[w>>6] |= 1 << (w & 63) }

// Has reports whether a word is in s.
func (s *Words) Has(w Word) bool {
	i := int(w >> 6)
	return i < len(s) && s[i]>>(w&63)&1 != 0
}
