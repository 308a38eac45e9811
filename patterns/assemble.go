package patterns

import (
	"cmp"
	"encoding/binary"
	"maps"
	"slices"
)

// assembler makes the program of a library from its sealed nodes.
type assembler struct {
	program
	made  map[*node]int32
	rests map[*node]int32
	equal map[string]int32 // codes by what they are
	known map[string]int32 // sets by their words
	key   []byte
}

// newAssembler begins a program over n words.
func newAssembler(n int) *assembler {
	a := &assembler{made: map[*node]int32{}, rests: map[*node]int32{}, equal: map[string]int32{}, known: map[string]int32{}}
	a.width = int32(len(newBits(n)))
	a.needs = []uint16{needNothing} // at 0 those of whatever needs nothing
	return a
}

// add returns the code of a node.
func (a *assembler) add(n *node) int32 {
	if id, ok := a.made[n]; ok {
		return id
	}
	if n.op == alternativeOp && len(n.parts) > maxParts {
		id := a.add(grouped(n))
		a.made[n] = id
		return id
	}
	parts := make([]part, len(n.parts))
	for i, p := range n.parts {
		parts[i].code = a.add(p)
		if p.op == sequenceOp {
			parts[i].needs = a.codes[parts[i].code].needs
			if n.op == alternativeOp {
				parts[i].needs = a.rest(p)
			}
		}
	}
	c := code{op: n.op, mask: n.mask, gap: uint8(n.gap), count: uint16(len(parts)), parties: n.first.parties, data: n.first.data, index: -1}
	if n.nothing {
		c.flags |= nothing
	}
	if n.first.free {
		c.flags |= free
	}
	if n.marks {
		c.flags |= marks
	}
	if n.op == wordOp {
		c.words = a.set(n.list)
	}
	c.first = a.set(n.first.words)
	key := binary.LittleEndian.AppendUint64(nil, uint64(c.op)|uint64(c.flags)<<8|uint64(c.mask)<<16|uint64(c.gap)<<24|uint64(uint32(c.words))<<32)
	for _, p := range parts {
		key = binary.LittleEndian.AppendUint32(key, uint32(p.code))
	}
	id, ok := a.equal[string(key)]
	if !ok {
		id = int32(len(a.codes))
		a.equal[string(key)] = id
		c.parts = int32(len(a.parts))
		a.parts = append(a.parts, parts...)
		a.codes = append(a.codes, c)
		own := &a.codes[id]
		own.index = a.indexed(n)
		a.made[n] = id
		own.needs = a.need(n)
	}
	a.made[n] = id
	return id
}

// set returns the number of a set of words, which are sorted.
func (a *assembler) set(words []int32) int32 {
	a.key = a.key[:0]
	for _, w := range words {
		a.key = binary.LittleEndian.AppendUint32(a.key, uint32(w))
	}
	id, ok := a.known[string(a.key)]
	if ok {
		return id
	}
	id = int32(len(a.sets))
	a.known[string(a.key)] = id
	var s wordSet
	for _, w := range words {
		s.seen |= 1 << (w & 63)
	}
	if len(words) > len(s.few) {
		at := int32(len(a.bits))
		s.few[0], s.few[1], s.n = low(at), high(at), many
		b := make(bits, a.width)
		for _, w := range words {
			b.set(w)
		}
		a.bits = append(a.bits, b...)
	} else {
		for _, w := range words {
			s.few[s.n] = uint16(w)
			s.n++
		}
	}
	a.sets = append(a.sets, s)
	return id
}

// need writes down what is there wherever all of some nodes match, the rarest first,
// and returns where. The nodes must have codes.
func (a *assembler) need(nodes ...*node) int32 {
	var groups [][]int32
	var rest []uint16
	var collect func(n *node)
	collect = func(n *node) {
		switch {
		case n.nothing:
		case n.op == partyOp:
			rest = append(rest, needParty, uint16(n.mask))
		case n.op == dataOp:
			rest = append(rest, needData, uint16(n.mask))
		case n.op == sequenceOp:
			for _, p := range n.parts {
				collect(p)
			}
		case n.known:
			groups = append(groups, n.must)
		case n.op == alternativeOp:
			rest = append(rest, needCode, low(a.made[n]), high(a.made[n]))
		}
	}
	for _, n := range nodes {
		collect(n)
	}
	slices.SortStableFunc(groups, func(a, b []int32) int { return cmp.Or(cmp.Compare(len(a), len(b)), slices.Compare(a, b)) })
	groups = slices.CompactFunc(groups, slices.Equal[[]int32])
	if len(groups)+len(rest) == 0 {
		return 0
	}
	at := int32(len(a.needs))
	for _, words := range groups {
		if len(words) > maxListed {
			set := a.set(words)
			a.needs = append(a.needs, needSet, low(set), high(set))
			continue
		}
		a.needs = append(a.needs, uint16(len(words)))
		for _, w := range words {
			a.needs = append(a.needs, uint16(w))
		}
	}
	a.needs = append(append(a.needs, rest...), needNothing)
	return at
}

// rest writes down what a sequence needs besides its first word, for who knows that
// this is there.
func (a *assembler) rest(n *node) int32 {
	if n.parts[0].op != wordOp {
		return a.codes[a.made[n]].needs
	}
	at, ok := a.rests[n]
	if !ok {
		at = a.need(n.parts[1:]...)
		a.rests[n] = at
	}
	return at
}

// maxParts is how many parts an alternative of a program may have.
const maxParts = 64

// grouped returns an alternative whose parts are alternatives of parts of n.
func grouped(n *node) *node {
	g := &node{op: alternativeOp, nothing: n.nothing}
	for some := range slices.Chunk(n.parts, maxParts) {
		g.parts = append(g.parts, &node{op: alternativeOp, parts: some, nothing: slices.ContainsFunc(some, func(p *node) bool { return p.nothing })})
	}
	g.seal()
	return g
}

// indexed returns the index of an alternative; -1 for anything else.
func (a *assembler) indexed(n *node) int32 {
	if n.op != alternativeOp {
		return -1
	}
	x := index{at: int32(len(a.begins))}
	begins := map[int32]uint64{}
	for k, p := range n.parts {
		switch {
		case p.nothing || p.first.free:
			x.always |= 1 << k
			continue
		case p.first.parties|p.first.data != 0:
			x.look |= 1 << k
		}
		for _, w := range p.first.words {
			begins[w] |= 1 << k
		}
	}
	for _, w := range slices.Sorted(maps.Keys(begins)) {
		x.seen[w>>6&3] |= 1 << (w & 63)
		a.begins = append(a.begins, uint16(w))
		a.may = append(a.may, begins[w])
	}
	x.n = int32(len(a.begins)) - x.at
	a.indexes = append(a.indexes, x)
	return int32(len(a.indexes) - 1)
}
