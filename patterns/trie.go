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
}

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
	for i := 0; i < len(s); i++ {
		if node == 0 {
			node = t.root[s[i]]
		} else {
			node = t.edge(node, s[i])
		}
		if node < 0 {
			return -1
		}
	}
	return node
}

// words returns the IDs that end at a node.
func (t *trie) words(node int32) []int32 { return t.ids[t.from[node]:t.from[node+1]] }
