package patterns

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/token"
)

// oracle is the machine as its comments say it: one place after another.
type oracle struct {
	s    *sentence
	sees []bool
}

func (o *oracle) next(i int) int {
	for i < len(o.sees) && !o.sees[i] {
		i++
	}
	return i
}

func (o *oracle) all(start, end int) bool { return !slices.Contains(o.sees[start:end], false) }

// reach returns the tokens at which a word may begin that follows place p.
func (o *oracle) reach(p int) []int {
	var tokens []int
	for q := o.next(p); q < len(o.sees); q = o.next(q + 1) {
		tokens = append(tokens, q)
		if !o.s.polite.has(int32(q)) {
			break
		}
	}
	return tokens
}

// ends returns the places behind what a node matches from place p.
func (o *oracle) ends(n *node, p int) []int {
	var ends []int
	switch n.op {
	case wordOp:
		for _, q := range o.reach(p) {
			for _, h := range o.s.at(int32(q)) {
				if slices.Contains(n.list, int32(h.word)) && o.all(q, int(h.end())) {
					ends = append(ends, int(h.end()))
				}
			}
		}
	case partyOp:
		for _, q := range o.reach(p) {
			for _, m := range o.s.unit.Parties {
				if m.Start == q && n.mask>>m.Role&1 != 0 && o.all(q, m.End) {
					ends = append(ends, m.End)
				}
			}
		}
	case dataOp:
		for _, q := range o.reach(p) {
			for _, m := range o.s.data {
				if n.mask>>m.Data&1 != 0 && o.next(m.Start) == q && q < m.End && o.all(q, m.End) {
					ends = append(ends, m.End)
				}
			}
		}
	case gapOp:
		ends = []int{p}
		left := n.gap
		for q := o.next(p); q < len(o.sees); q = o.next(q + 1) {
			if !o.s.polite.has(int32(q)) {
				if left == 0 {
					break
				}
				left--
			}
			ends = append(ends, q+1)
		}
	case sequenceOp:
		ends = []int{p}
		for _, part := range n.parts {
			var behind []int
			for _, e := range ends {
				behind = append(behind, o.ends(part, e)...)
			}
			slices.Sort(behind)
			ends = slices.Compact(behind)
		}
	case alternativeOp:
		for _, part := range n.parts {
			ends = append(ends, o.ends(part, p)...)
		}
	case optionalOp:
		ends = append(o.ends(n.parts[0], p), p)
	case notOp:
		if len(o.ends(n.parts[0], p)) == 0 {
			ends = []int{p}
		}
	case startOp:
		if p <= o.next(0) {
			ends = []int{p}
		}
	case endOp:
		last := len(o.sees) - 1
		for last >= 0 && (!o.sees[last] || o.s.polite.has(int32(last)) || o.s.tokens[last].POS == token.Period) {
			last--
		}
		if p > last {
			ends = []int{p}
		}
	}
	return ends
}

// begins reports whether something that a node can begin with is at a token.
func (o *oracle) begins(n *node, p int) bool {
	return n.first.free ||
		slices.ContainsFunc(o.s.at(int32(p)), func(h hit) bool { return slices.Contains(n.first.words, int32(h.word)) }) ||
		slices.ContainsFunc(o.s.unit.Parties, func(m norm.PartyMark) bool { return m.Start == p && n.first.parties != 0 }) ||
		slices.ContainsFunc(o.s.data, func(m norm.Mark) bool {
			return n.first.data != 0 && o.next(m.Start) == p && p < m.End && o.all(p, m.End)
		})
}

// find looks from place to place.
func (o *oracle) find(n *node, accept func(last int) bool) (start, end int, ok bool) {
	for p := range o.sees {
		if !o.sees[p] || !o.begins(n, p) {
			continue
		}
		ends := o.ends(n, p)
		slices.Sort(ends)
		for _, end := range slices.Backward(ends) {
			if end > p && accept(end-1) {
				return p, end, true
			}
		}
	}
	return 0, 0, false
}

// TestMachineFindsWhatTheOracleFinds runs phrases made at random over sentences made at
// random, short and long, through views with holes.
func TestMachineFindsWhatTheOracleFinds(t *testing.T) {
	const words = 9
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.Int32Range(0, words-1)
		var draw func(depth int) *node
		draw = func(depth int) *node {
			parts := func(least, most int) []*node {
				var ps []*node
				for range rapid.IntRange(least, most).Draw(t, "parts") {
					ps = append(ps, draw(depth-1))
				}
				return ps
			}
			kind := rapid.IntRange(0, 12).Draw(t, "kind")
			if depth == 0 {
				kind %= 5
			}
			switch kind {
			case 3:
				return &node{op: partyOp, mask: uint8(rapid.IntRange(1, 7).Draw(t, "mask"))}
			case 4:
				return &node{op: dataOp, mask: uint8(rapid.IntRange(1, 7).Draw(t, "mask"))}
			case 5, 6:
				n := &node{op: sequenceOp, parts: parts(2, 4)}
				n.nothing = !slices.ContainsFunc(n.parts, func(p *node) bool { return !p.nothing })
				return n
			case 7, 8:
				n := &node{op: alternativeOp, parts: parts(2, 4)}
				n.nothing = slices.ContainsFunc(n.parts, func(p *node) bool { return p.nothing })
				return n
			case 9:
				return &node{op: optionalOp, parts: parts(1, 1), nothing: true}
			case 10:
				return &node{op: gapOp, gap: rapid.IntRange(1, 40).Draw(t, "gap"), nothing: true}
			case 11:
				return &node{op: notOp, parts: parts(1, 1), nothing: true}
			case 12:
				return &node{op: rapid.SampledFrom([]op{startOp, endOp}).Draw(t, "edge"), nothing: true}
			}
			return &node{op: wordOp, list: sorted(rapid.SliceOfN(word, 1, 9).Draw(t, "list"))}
		}
		n := draw(3)
		if n.nothing {
			n = &node{op: sequenceOp, parts: []*node{draw(0), n}}
		}
		n.seal()
		a := newAssembler(words)
		m := machine{program: &a.program}
		phrase := a.add(n)

		size := rapid.SampledFrom([]int{1, 3, 8, 63, 64, 65, 140}).Draw(t, "tokens")
		mem := &memory{}
		s := &sentence{unit: &norm.Unit{}, tokens: make([]token.Token, size), polite: mem.positions(size), present: newBits(words), known: true, mem: mem}
		o := &oracle{s: s, sees: make([]bool, size)}
		span := func(i int) int { return rapid.IntRange(i+1, min(i+3, size)).Draw(t, "end") }
		holes := rapid.Bool().Draw(t, "holes")
		for i := range size {
			role := norm.Main
			if holes {
				role = rapid.SampledFrom([]norm.TokenRole{norm.Main, norm.Main, norm.Bracket}).Draw(t, "role")
			}
			s.unit.Roles = append(s.unit.Roles, role)
			o.sees[i] = role == norm.Main
			s.from = append(s.from, int32(len(s.hits)))
			for range rapid.IntRange(0, 2).Draw(t, "hits") {
				h := hit{uint16(word.Draw(t, "word")), uint16(span(i) - i), int32(i)}
				s.present.set(int32(h.word))
				s.hits = append(s.hits, h)
			}
			switch rapid.IntRange(0, 12).Draw(t, "besides") {
			case 0:
				s.polite.put(int32(i))
			case 1:
				s.unit.Parties = append(s.unit.Parties, norm.PartyMark{Start: i, End: span(i), Role: structure.Role(rapid.IntRange(0, 2).Draw(t, "party"))})
			case 2:
				s.data = append(s.data, norm.Mark{Start: i, End: span(i), Data: norm.Data(rapid.IntRange(0, 2).Draw(t, "data"))})
			case 3:
				s.tokens[i].POS = token.Period
			}
		}
		s.from = append(s.from, int32(len(s.hits)))
		for _, p := range s.unit.Parties {
			s.roles |= 1 << p.Role
		}
		for _, d := range s.data {
			s.kinds |= 1 << d.Data
		}
		accept := accepted(func(last int) bool { return last%3 != 1 })
		key := viewKey{kind: plainView}
		gotStart, gotEnd := m.locate(phrase, s, key, accept)
		wantStart, wantEnd, ok := o.find(n, accept)
		if gotStart != wantStart || gotEnd != wantEnd {
			t.Fatalf("[%d, %d), want [%d, %d)", gotStart, gotEnd, wantStart, wantEnd)
		}
		if m.finds(phrase, s, key, accept) != ok {
			t.Fatalf("found: %v, want %v", !ok, ok)
		}
		if !m.can(m.codes[phrase].needs, s) && ok {
			t.Fatal("what the phrase needs is there and is not seen")
		}
		if ok {
			found++
		}
	})
	least := 10
	if testing.Short() {
		least = 2 // rapid draws a fifth of the cases
	}
	if found < least {
		t.Errorf("%d found only", found)
	}
}

// accepted are the deeds that a function says.
type accepted func(last int) bool

func (a accepted) Does(token int) bool { return a(token) }
