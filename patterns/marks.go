package patterns

import (
	"cmp"
	"slices"

	"github.com/yakkan/yakkan/analyzer/norm"
)

// marks finds data words and triggers in a view. Triggers may overlap anything;
// a data word inside another is part of it (情報 in 個人情報), and of two that
// overlap the longer wins, then the earlier.
func (lib *Library) marks(dst []norm.Mark, m *machine, v *view) []norm.Mark {
	from := len(dst)
	for _, k := range lib.data {
		dst = m.each(dst, k, v)
	}
	words := dst[from:]
	slices.SortStableFunc(words, func(a, b norm.Mark) int {
		return cmp.Or(cmp.Compare(b.End-b.Start, a.End-a.Start), cmp.Compare(a.Start, b.Start))
	})
	kept := 0
	for _, w := range words {
		if !slices.ContainsFunc(words[:kept], func(k norm.Mark) bool { return k.Start < w.End && w.Start < k.End }) {
			words[kept] = w
			kept++
		}
	}
	// Words of the kind none were there to win over what they contain.
	words = slices.DeleteFunc(words[:kept], func(w norm.Mark) bool { return w.Data == norm.NoData })
	dst = dst[:from+len(words)]
	for _, k := range lib.triggers {
		dst = m.each(dst, k, v)
	}
	slices.SortStableFunc(dst[from:], func(a, b norm.Mark) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	return dst
}

// each appends a mark for every place where a marker's phrase begins, the
// longest there.
func (m *machine) each(dst []norm.Mark, k marker, v *view) []norm.Mark {
	if !v.possible(k.node) {
		return dst
	}
	in := m.get()
	for i := range int32(len(v.s.tokens)) {
		if !v.heads(k.node, i) {
			continue
		}
		in = append(in[:0], i)
		out := m.run(k.node, v, in)
		if len(out) > 0 {
			dst = append(dst, norm.Mark{Start: int(i), End: int(out[len(out)-1]), Data: k.data, Trigger: k.trigger})
		}
		m.put(out)
	}
	m.put(in)
	return dst
}

// heads reports whether a match of n could begin at token i itself, so that a
// mark does not begin with politeness before its first word.
func (v *view) heads(n *node, i int32) bool {
	switch n.op {
	case wordOp:
		return slices.ContainsFunc(v.s.hits[i], func(h hit) bool { return n.words.has(h.word) })
	case sequenceOp:
		for _, p := range n.parts {
			if v.heads(p, i) {
				return true
			}
			if !p.nothing {
				return false
			}
		}
		return false
	case alternativeOp:
		return slices.ContainsFunc(n.parts, func(p *node) bool { return v.heads(p, i) })
	case optionalOp:
		return v.heads(n.parts[0], i)
	case partyOp:
		return v.s.parties != nil && len(v.s.parties[i]) > 0
	case dataOp:
		return v.s.data != nil && (len(v.s.data[i]) > 0 || len(v.s.tails[i]) > 0)
	}
	return n.op == notOp || n.op == startOp || n.op == endOp
}
