package patterns

import "sort"

// trie is a set of byte strings with IDs, laid out in flat slices: the edges of
// a node are neighbours and sorted by byte. Node 0 is the root.
type trie struct {
	first  []int32 // node -> its first edge; one more than there are nodes
	labels []byte  // edge -> byte
	target []int32 // edge -> node
	from   []int32 // node -> its first ID; one more than there are nodes
	ids    []int32
	root   [256]int32 // byte -> node, -1 for none
	letter []int32    // letter from U+3000 -> node behind it, -1 for none
}

// letters that begin nearly all words: kana and kanji.
const (
	firstLetter = 0x3000
	lastLetter  = 0x9FFF
)

// newTrie builds a trie of sorted texts, level by level. Equal texts may follow
// each other with different IDs.
func newTrie(texts []string, ids []int32) trie {
	type span struct{ lo, hi, depth int }
	t := trie{}
	queue := []span{{0, len(texts), 0}}
	for n := 0; n < len(queue); n++ {
		s := queue[n]
		t.from = append(t.from, int32(len(t.ids)))
		for s.lo < s.hi && len(texts[s.lo]) == s.depth {
			t.ids = append(t.ids, ids[s.lo])
			s.lo++
		}
		t.first = append(t.first, int32(len(t.labels)))
		for lo := s.lo; lo < s.hi; {
			label := texts[lo][s.depth]
			hi := lo + sort.Search(s.hi-lo, func(k int) bool { return texts[lo+k][s.depth] > label })
			t.labels = append(t.labels, label)
			t.target = append(t.target, int32(len(queue)))
			queue = append(queue, span{lo, hi, s.depth + 1})
			lo = hi
		}
	}
	t.first = append(t.first, int32(len(t.labels)))
	t.from = append(t.from, int32(len(t.ids)))
	for i := range t.root {
		t.root[i] = t.edge(0, byte(i))
	}
	t.letter = make([]int32, lastLetter-firstLetter+1)
	for i := range t.letter {
		t.letter[i] = -1
	}
	// Walk the edges below the root, three deep, for the letters that are there.
	for lead := range 256 {
		second := t.root[lead]
		if lead&0xF0 != 0xE0 || second < 0 {
			continue
		}
		for e := t.first[second]; e < t.first[second+1]; e++ {
			third := t.target[e]
			for k := t.first[third]; k < t.first[third+1]; k++ {
				r := rune(lead&0x0F)<<12 | rune(t.labels[e]&0x3F)<<6 | rune(t.labels[k]&0x3F)
				if r >= firstLetter && r <= lastLetter {
					t.letter[r-firstLetter] = t.target[k]
				}
			}
		}
	}
	return t
}

// edge returns the node behind a byte, or -1.
func (t *trie) edge(node int32, label byte) int32 {
	lo, hi := t.first[node], t.first[node+1]
	for lo < hi {
		mid := (lo + hi) / 2
		if t.labels[mid] < label {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < t.first[node+1] && t.labels[lo] == label {
		return t.target[lo]
	}
	return -1
}

// walk follows s from a node and returns where it ends, or -1.
func (t *trie) walk(node int32, s string) int32 {
	if node == 0 && s != "" {
		var n int
		if node, n = t.start(s); node < 0 {
			return -1
		}
		s = s[n:]
	}
	for i := 0; i < len(s); i++ {
		if node = t.edge(node, s[i]); node < 0 {
			return -1
		}
	}
	return node
}

// start returns the node behind the first letter of s, or -1, and the bytes that
// were read: the letter, or one byte of what is no kana or kanji.
func (t *trie) start(s string) (node int32, size int) {
	if s[0]&0xF0 == 0xE0 && len(s) >= 3 {
		r := rune(s[0]&0x0F)<<12 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F)
		if r >= firstLetter && r <= lastLetter {
			return t.letter[r-firstLetter], 3
		}
	}
	return t.root[s[0]], 1
}

// inner reports whether texts go on behind a node.
func (t *trie) inner(node int32) bool { return t.first[node] < t.first[node+1] }

// words returns the IDs that end at a node.
func (t *trie) words(node int32) []int32 { return t.ids[t.from[node]:t.from[node+1]] }
