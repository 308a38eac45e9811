package patterns

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
)

// assembler makes the program of a library from its sealed nodes.
type assembler struct {
	program
	made   map[*node]int32
	rests  map[*node]int32
	equal  map[string]int32  // codes by what they are
	known  map[string]int32  // sets by their words
	asked  map[string]int32  // needs by what they are
	masked map[uint64]uint16 // places of masks
	key    []byte
}

// newAssembler begins a program over n words.
func newAssembler(n int) *assembler {
	a := &assembler{made: map[*node]int32{}, rests: map[*node]int32{}, equal: map[string]int32{}, known: map[string]int32{}, asked: map[string]int32{}, masked: map[uint64]uint16{}}
	a.program.words, a.width = int32(n), int32(len(newBits(n)))
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
	parts := make([]int32, len(n.parts))
	for i, p := range n.parts {
		parts[i] = a.add(p)
	}
	c := code{op: n.op, count: uint16(len(parts)), parties: n.first.parties, data: n.first.data}
	if n.op == gapOp {
		c.count = uint16(n.gap)
	}
	if n.nothing {
		c.flags |= nothing
	}
	if n.first.free {
		c.flags |= free
	}
	if n.marks {
		c.flags |= marks
	}
	c.first = a.number(n.first.words)
	key := []byte{byte(c.op), byte(c.flags), n.mask}
	key = binary.LittleEndian.AppendUint16(key, c.count)
	if n.op == wordOp {
		key = binary.LittleEndian.AppendUint16(key, c.first)
	}
	for _, p := range parts {
		key = binary.LittleEndian.AppendUint32(key, uint32(p))
	}
	id, ok := a.equal[string(key)]
	if !ok {
		id = int32(len(a.codes))
		a.equal[string(key)] = id
		c.parts = int32(len(a.parts))
		for _, p := range parts {
			a.parts = append(a.parts, uint16(p))
		}
		if n.op == alternativeOp {
			c.parts = a.choice(n, c.parts)
		}
		a.codes = append(a.codes, c)
		a.made[n] = id
		a.codes[id].needs = a.need(n)
	}
	a.made[n] = id
	return id
}

// number returns the number of a set of words, which are sorted: of one word its own.
func (a *assembler) number(words []int32) uint16 {
	if len(words) == 1 {
		return uint16(words[0])
	}
	a.key = a.key[:0]
	for _, w := range words {
		a.key = binary.LittleEndian.AppendUint32(a.key, uint32(w))
	}
	id, ok := a.known[string(a.key)]
	if !ok {
		id = a.program.words + int32(len(a.sets))
		a.known[string(a.key)] = id
		a.sets = append(a.sets, a.set(words))
	}
	return uint16(id)
}

// set makes the set of some words.
func (a *assembler) set(words []int32) wordSet {
	s := wordSet{n: uint16(len(words))}
	for _, w := range words {
		s.seen |= 1 << (w & 31)
	}
	at := len(a.lists)
	switch {
	case len(words) <= maxFew:
		for i, w := range words {
			s.few[i] = uint16(w)
		}
		return s
	case len(words) <= maxListed:
		for _, w := range words {
			a.lists = append(a.lists, uint16(w))
		}
	default:
		at = len(a.bits)
		b := make(bits, a.width)
		for _, w := range words {
			b.set(w)
		}
		a.bits = append(a.bits, b...)
	}
	s.few[0], s.few[1] = uint16(at), uint16(at>>16)
	return s
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
			rest = append(rest, needCode, uint16(a.made[n]))
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
	var needs []uint16
	for _, words := range groups {
		if len(words) == 1 || len(words) > maxInline {
			needs = append(needs, a.number(words))
			continue
		}
		needs = append(needs, needOne+uint16(len(words)))
		for _, w := range words {
			needs = append(needs, uint16(w))
		}
	}
	needs = append(append(needs, rest...), needNothing)
	key := string(fmt.Append(nil, needs))
	at, ok := a.asked[key]
	if !ok {
		at = int32(len(a.needs))
		a.asked[key] = at
		a.needs = append(a.needs, needs...)
	}
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

// choice makes the choice that an alternative is and returns its number.
func (a *assembler) choice(n *node, parts int32) int32 {
	x := choice{parts: parts, wants: int32(len(a.wants)), at: int32(len(a.begins))}
	begins := map[int32]uint64{}
	for k, p := range n.parts {
		w := want{all: a.codes[a.made[p]].needs}
		if p.op == sequenceOp {
			w.rest = a.rest(p)
		}
		a.wants = append(a.wants, w)
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
		a.may = append(a.may, a.mask(begins[w]))
	}
	x.n = int32(len(a.begins)) - x.at
	a.choices = append(a.choices, x)
	return int32(len(a.choices) - 1)
}

// mask returns the place of a mask.
func (a *assembler) mask(parts uint64) uint16 {
	at, ok := a.masked[parts]
	if !ok {
		at = uint16(len(a.masks))
		a.masked[parts] = at
		a.masks = append(a.masks, parts)
	}
	return at
}
