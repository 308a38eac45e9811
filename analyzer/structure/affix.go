package structure

// affixes are words that a text may begin or end with. Most texts are told by one
// byte: the third of those that it begins with, the last of those that it ends with.
type affixes struct {
	tells [256]bool
	words []string
}

// starts makes affixes that texts begin with, of three bytes or more.
func starts(words ...string) *affixes {
	a := &affixes{words: words}
	for _, w := range words {
		a.tells[w[2]] = true
	}
	return a
}

// ends makes affixes that texts end with.
func ends(words ...string) *affixes {
	a := &affixes{words: words}
	for _, w := range words {
		a.tells[w[len(w)-1]] = true
	}
	return a
}

// begin reports whether s begins with one of the words.
func (a *affixes) begin(s string) bool {
	return len(s) > 2 && a.tells[s[2]] && hasPrefix(s, a.words...)
}

// end reports whether s ends with one of the words.
func (a *affixes) end(s string) bool {
	return s != "" && a.tells[s[len(s)-1]] && hasSuffix(s, a.words...)
}
