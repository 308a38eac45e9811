package structure

import "github.com/yakkan/yakkan/analyzer/spot"

// affixes are words that a text may begin or end with. Most texts are told by one
// byte: the third of those that it begins with, the last of those that it ends with.
type affixes struct {
	tells  [256]uint8 // 0: no word has this byte there; else 1 + index into groups
	groups [][]string
}

// add adds a word that a byte tells.
func (a *affixes) add(tell byte, word string) {
	if a.tells[tell] == 0 {
		a.groups = append(a.groups, nil)
		a.tells[tell] = uint8(len(a.groups))
	}
	g := &a.groups[a.tells[tell]-1]
	*g = append(*g, word)
}

// starts makes affixes that texts begin with, of three bytes or more.
func starts(words ...string) *affixes {
	a := &affixes{}
	for _, w := range words {
		a.add(w[2], w)
	}
	return a
}

// ends makes affixes that texts end with.
func ends(words ...string) *affixes {
	a := &affixes{}
	for _, w := range words {
		a.add(w[len(w)-1], w)
	}
	return a
}

// begin reports whether s begins with one of the words.
func (a *affixes) begin(s string) bool {
	if len(s) < 3 {
		return false
	}
	g := a.tells[s[2]]
	return g > 0 && spot.StartsAny(s, a.groups[g-1]...)
}

// end reports whether s ends with one of the words.
func (a *affixes) end(s string) bool {
	if s == "" {
		return false
	}
	g := a.tells[s[len(s)-1]]
	return g > 0 && spot.EndsAny(s, a.groups[g-1]...)
}
