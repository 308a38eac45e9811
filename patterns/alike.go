package patterns

import (
	"encoding/binary"
	"slices"
)

// Phrases do not tell all words apart: those of a class that is only named as a whole
// are in the same sets. Such words have one number, and a word that is in no set of the
// library has none: the sets of the program and what is known of a sentence are smaller
// by a quarter.

// alike numbers the words of some phrases, and of all phrases in them, anew. It is called
// before they are sealed; phrases that are not among them are of no use then.
func (c *compiler) alike(phrases []*node) {
	v := c.vocabulary
	uses := make([][]byte, len(v.canonical)) // word -> the sets that have it
	var sets []*node
	seen := map[*node]bool{}
	var visit func(n *node)
	visit = func(n *node) {
		if seen[n] {
			return
		}
		seen[n] = true
		for _, p := range n.parts {
			visit(p)
		}
		if n.op == wordOp {
			for _, word := range n.list {
				uses[word] = binary.LittleEndian.AppendUint32(uses[word], uint32(len(sets)))
			}
			sets = append(sets, n)
		}
	}
	for _, n := range phrases {
		visit(n)
	}
	numbers, made := make([]int32, len(uses)), map[string]int32{}
	var canonical []string
	var spellings [][]string
	for word, in := range uses {
		if len(in) == 0 {
			continue
		}
		n, ok := made[string(in)]
		if !ok {
			n = int32(len(canonical))
			made[string(in)] = n
			canonical, spellings = append(canonical, v.canonical[word]), append(spellings, nil)
		}
		numbers[word] = n
		for _, s := range v.spellings[word] {
			if !slices.Contains(spellings[n], s) {
				spellings[n] = append(spellings[n], s)
			}
		}
	}
	for _, n := range sets {
		for i, word := range n.list {
			n.list[i] = numbers[word]
		}
		n.list = sorted(n.list)
	}
	v.canonical, v.spellings = canonical, spellings
}
