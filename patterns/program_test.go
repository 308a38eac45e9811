package patterns

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestWordSet: a set in a program has its words and no others, few or many, and
// finds the same of them among hits as asking one by one does.
func TestWordSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.Int32Range(0, 299)
		a := newAssembler(300)
		lists := rapid.SliceOfN(rapid.SliceOfN(word, 0, 20), 1, 8).Draw(t, "sets")
		var ids []int32
		for i := range lists {
			lists[i] = sorted(lists[i])
			ids = append(ids, a.set(lists[i]))
		}
		var hits []hit
		for _, w := range rapid.SliceOfN(word, 0, 30).Draw(t, "hits") {
			hits = append(hits, hit{word: w})
		}
		for i, id := range ids {
			set := &a.sets[id]
			for w := range int32(300) {
				if has := slices.Contains(lists[i], w); a.has(set, w) != has {
					t.Fatalf("%v has %d: %v", lists[i], w, !has)
				}
			}
			for k := 0; k <= len(hits); k++ {
				want := k
				for want < len(hits) && !a.has(set, hits[want].word) {
					want++
				}
				if got := a.next(set, hits, k); got != want {
					t.Fatalf("%v among %v from %d: %d, want %d", lists[i], hits, k, got, want)
				}
			}
		}
	})
}

// TestNeeds: what a node needs is possible where all its words are, and is not where
// one of its groups has none.
func TestNeeds(t *testing.T) {
	word := func(ids ...int32) *node { return &node{op: wordOp, list: ids} }
	long := make([]int32, 40)
	for i := range long {
		long[i] = int32(100 + i)
	}
	party := &node{op: partyOp, mask: 2}
	either := &node{op: alternativeOp, parts: []*node{party, {op: sequenceOp, parts: []*node{word(7), word(8)}}}}
	n := &node{op: sequenceOp, parts: []*node{word(1, 2), {op: gapOp, gap: 2, nothing: true}, word(long...), either, {op: dataOp, mask: 4}}}
	n.seal()
	a := newAssembler(200)
	id := a.add(n)
	if a.add(&node{op: gapOp, gap: 2, nothing: true}) == id || a.add(n) != id {
		t.Error("codes are mixed up")
	}
	for _, c := range []struct {
		words         []int32
		parties, data uint8
		want          bool
	}{
		{[]int32{2, 139}, 2, 4, true},
		{[]int32{1, 100, 7, 8}, 0, 4, true},
		{[]int32{1, 100, 7}, 0, 4, false},
		{[]int32{1, 100}, 1, 4, false},
		{[]int32{1, 99}, 2, 4, false},
		{[]int32{3, 100}, 2, 4, false},
		{[]int32{1, 100}, 2, 2, false},
	} {
		present := newBits(200)
		for _, w := range c.words {
			present.set(w)
		}
		if got := a.possible(a.codes[id].needs, present, c.parties, c.data); got != c.want {
			t.Errorf("%v with parties %b and data %b: %v", c.words, c.parties, c.data, got)
		}
	}
}
