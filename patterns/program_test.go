package patterns

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/token"
)

// TestWordSet: a set in a program has its words and no others, few or many.
func TestWordSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.Int32Range(0, 299)
		a := newAssembler(300)
		lists := rapid.SliceOfN(rapid.SliceOfN(word, 0, 20), 1, 8).Draw(t, "sets")
		var ids []uint16
		for i := range lists {
			lists[i] = sorted(lists[i])
			ids = append(ids, a.number(lists[i]))
		}
		for i, id := range ids {
			for w := range int32(300) {
				if has := slices.Contains(lists[i], w); a.has(id, uint16(w)) != has {
					t.Fatalf("%v has %d: %v", lists[i], w, !has)
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

// TestManyParts: an alternative of more parts than a set of bits holds finds the same
// as its parts one by one.
func TestManyParts(t *testing.T) {
	n := &node{op: alternativeOp}
	for i := range int32(70 * maxParts) {
		n.parts = append(n.parts, &node{op: sequenceOp, parts: []*node{{op: wordOp, list: []int32{2 * i}}, {op: wordOp, list: []int32{2*i + 1}}}})
	}
	n.seal()
	words := 140 * maxParts
	a := newAssembler(words)
	m := machine{program: &a.program}
	phrase := a.add(n)
	for _, first := range []int32{0, 1, 62, 126, 128, 130, 8190, 8192, int32(words) - 2} {
		s := &sentence{tokens: make([]token.Token, 2), polite: positions{0}, from: []int32{0, 1, 2}, present: newBits(words), mem: &memory{}, unit: &norm.Unit{}}
		s.hits = []hit{{uint16(first), 1, 0}, {uint16(first) + 1, 1, 1}}
		for _, h := range s.hits {
			s.present.set(int32(h.word))
		}
		ok := m.finds(phrase, s, viewKey{kind: wholeView}, nil)
		start, end := m.locate(phrase, s, viewKey{kind: wholeView}, nil)
		if want := first%2 == 0; ok != want || ok != (end == 2) || start != 0 {
			t.Errorf("%d %d: [%d, %d) %v", first, first+1, start, end, ok)
		}
	}
}
