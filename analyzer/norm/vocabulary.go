package norm

// vocabulary is a set of words that tokens are looked up in. Most tokens are not in
// it, which their first letter says.
type vocabulary struct {
	first [4]uint64 // by the last eight bits of a first letter of three bytes
	words map[string]bool
}

func vocabularyOf(words ...string) *vocabulary {
	v := &vocabulary{words: make(map[string]bool, len(words))}
	for _, w := range words {
		v.words[w] = true
		if i, ok := letter(w); ok {
			v.first[i>>6&3] |= 1 << (i & 63)
		}
	}
	return v
}

// has reports whether a word is in the set.
func (v *vocabulary) has(word string) bool {
	if i, ok := letter(word); ok && v.first[i>>6&3]&(1<<(i&63)) == 0 {
		return false
	}
	return v.words[word]
}
