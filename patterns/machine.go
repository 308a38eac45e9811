package patterns

import (
	"math"
	mathbits "math/bits"

	"github.com/yakkan/yakkan/analyzer/norm"
)

// The machine runs compiled phrases over the tokens of a sentence. A node maps a
// set of positions to the set of positions behind what it matches, so that
// nothing is tried twice and no phrase can make it backtrack without end.
//
// It looks at a sentence through a view: the tokens that a slot may see. Tokens
// outside the view, and politeness, are passed over between words, so that
// 「データ（添付を含む。）を閲覧」 reads as データ を 閲覧 to whoever does not look into
// brackets. Words never lie across the edge of a view.

// machine runs the phrases of a program. It holds the scratch memory of one Match
// call.
type machine struct {
	*program
	room     []uint64 // of positions, those that are lent before top
	top      int
	places   places
	triggers []norm.Mark
}

// set lends an empty set of w words, until top is put back to what it was before.
func (m *machine) set(w int) positions {
	if m.top+w > len(m.room) {
		m.room = make([]uint64, 2*len(m.room)+w+64) // who has a set of the old room keeps it
	}
	ps := m.room[m.top : m.top+w : m.top+w]
	m.top += w
	clear(ps)
	return ps
}

// find returns the leftmost place in a view of a sentence where a phrase matches, the
// longest one there.
func (m *machine) find(phrase int32, s *sentence, key viewKey) (start, end int, ok bool) {
	return m.findEnd(phrase, s, key, nil)
}

// findEnd is find among the places whose last token is accepted; nil accepts all.
func (m *machine) findEnd(phrase int32, s *sentence, key viewKey, accept func(last int) bool) (start, end int, ok bool) {
	c := &m.codes[phrase]
	if c.flags&marks != 0 {
		if !s.known && !m.possible(c.needs, s.present, s.roles, math.MaxUint8) {
			return 0, 0, false // whatever its data words are
		}
		s.know()
	}
	if !m.can(c.needs, s) {
		return 0, 0, false
	}
	v, top := s.look(key), m.top
	start, end = m.leftmost(c, v, accept)
	m.top = top
	return start, end, end > 0
}

// leftmost is findEnd of a code in a view; end is 0 where there is no match.
func (m *machine) leftmost(c *code, v *view, accept func(last int) bool) (start, end int) {
	n := len(v.tokens)
	at, out := m.set(n), m.set(n)
	m.begin(at, c, v)
	first := at.from(0)
	if first < 0 {
		return 0, 0
	}
	// From all places at once: mostly there is no match.
	m.run(c, v, at, out)
	if end := longest(out, first, accept); end == 0 {
		return 0, 0
	} else if at.from(first+1) < 0 {
		return int(first), end
	}
	in := m.set(n)
	for i := first; i >= 0; i = at.from(i + 1) {
		clear(in)
		clear(out)
		in.put(i)
		m.run(c, v, in, out)
		if end := longest(out, i, accept); end > 0 {
			return int(i), end
		}
	}
	return 0, 0
}

// longest returns the last of some ends behind a place that is accepted, or 0.
func longest(ends positions, place int32, accept func(last int) bool) int {
	for end := ends.last(); end > place; end = ends.before(end) {
		if accept == nil || accept(int(end)-1) {
			return int(end)
		}
	}
	return 0
}

// can reports whether a sentence has what stands at a place of program.needs.
func (m *machine) can(needs int32, s *sentence) bool {
	return needs == 0 || m.possible(needs, s.present, s.roles, s.kinds)
}

// begin adds to at the tokens of a view at which a match could begin.
func (m *machine) begin(at positions, c *code, v *view) {
	if c.flags&free != 0 {
		copy(at, v.tokens)
		return
	}
	s := v.s
	m.starts(at, &m.sets[c.first], s)
	if c.parties&s.roles != 0 {
		for _, p := range s.unit.Parties {
			at.put(int32(p.Start))
		}
	}
	for w, tokens := range v.tokens {
		at[w] &= tokens
	}
	if c.data&s.kinds != 0 {
		for _, mark := range s.data {
			if q := v.next(int32(mark.Start)); v.seesFrom(mark, q) {
				at.put(q)
			}
		}
	}
}

// goesOn reports whether a match could begin at one of some tokens of a view.
func (m *machine) goesOn(c *code, v *view, at positions) bool {
	if c.flags&(nothing|free) != 0 {
		return true
	}
	top, could := m.top, m.set(len(at))
	m.begin(could, c, v)
	m.top = top
	for w, set := range could {
		if set&at[w] != 0 {
			return true
		}
	}
	return false
}

// could returns which parts of an alternative may begin at one of some tokens.
func (m *machine) could(c *code, v *view, at positions) uint64 {
	x := &m.indexes[c.index]
	could := x.always
	for k := x.look; k != 0; k &= k - 1 {
		i := mathbits.TrailingZeros64(k)
		if m.goesOn(&m.codes[m.parts[int(c.parts)+i].code], v, at) {
			could |= 1 << i
		}
	}
	if at.count() > fewTokens {
		return could | m.beginning(x, v.s, at)
	}
	s := v.s
	for w, set := range at {
		for ; set != 0; set &= set - 1 {
			for _, h := range s.at(int32(w<<6 + mathbits.TrailingZeros64(set))) {
				could |= m.of(x, h.word)
			}
		}
	}
	return could
}

// fewTokens is up to how many tokens are asked for their words; of more the words
// are asked for their tokens.
const fewTokens = 4

// run adds to out the positions behind the matches that begin at in, or after
// politeness and unseen tokens from there.
func (m *machine) run(c *code, v *view, in, out positions) {
	top := m.top
	switch c.op {
	case sequenceOp:
		m.sequence(m.parts[c.parts:c.parts+int32(c.count)], v, in, out)
	case wordOp:
		m.word(&m.sets[c.words], v, in, out)
	case partyOp:
		at := m.set(len(in))
		v.reach(at, in)
		for _, mark := range v.s.unit.Parties {
			if c.mask&(1<<mark.Role) != 0 && at.has(int32(mark.Start)) && v.sees(int32(mark.Start), int32(mark.End)) {
				out.put(int32(mark.End))
			}
		}
	case dataOp:
		at := m.set(len(in))
		v.reach(at, in)
		for _, mark := range v.s.data {
			if c.mask&(1<<mark.Data) != 0 {
				if q := v.next(int32(mark.Start)); at.has(q) && v.seesFrom(mark, q) {
					out.put(int32(mark.End))
				}
			}
		}
	case gapOp:
		v.gap(int(c.gap), in, out)
	case alternativeOp:
		at := m.set(len(in))
		v.reach(at, in)
		parts := m.parts[c.parts : c.parts+int32(c.count)]
		for could := m.could(c, v, at); could != 0; could &= could - 1 {
			if part := parts[mathbits.TrailingZeros64(could)]; m.can(part.needs, v.s) {
				m.run(&m.codes[part.code], v, in, out)
			}
		}
	case optionalOp:
		m.run(m.part(c), v, in, out)
		for w, set := range in {
			out[w] |= set
		}
	case notOp:
		one, next := m.set(len(in)), m.set(len(in))
		for p := in.from(0); p >= 0; p = in.from(p + 1) {
			clear(one)
			clear(next)
			one.put(p)
			m.run(m.part(c), v, one, next)
			if !next.any() {
				out.put(p)
			}
		}
	case startOp:
		out.add(in, 0, v.next(0)+1)
	case endOp:
		out.add(in, v.tail(), math.MaxInt32)
	}
	m.top = top
}

// part returns the first part.
func (m *machine) part(c *code) *code { return &m.codes[m.parts[c.parts].code] }

// sequence is run of the parts of a sequence.
func (m *machine) sequence(parts []part, v *view, in, out positions) {
	last := len(parts) - 1
	if last == 0 {
		m.run(&m.codes[parts[0].code], v, in, out)
		return
	}
	next, spare := m.set(len(in)), m.set(len(in))
	for _, part := range parts[:last] {
		m.run(&m.codes[part.code], v, in, next)
		if !next.any() {
			return
		}
		in, next, spare = next, spare, next
		clear(next)
	}
	m.run(&m.codes[parts[last].code], v, in, out)
}

// word is run of a set of words.
func (m *machine) word(set *wordSet, v *view, in, out positions) {
	s := v.s
	at := m.set(len(in))
	v.reach(at, in)
	if at.count() > fewTokens {
		begin := m.set(len(in))
		m.starts(begin, set, s)
		for w := range at {
			at[w] &= begin[w]
		}
	}
	for w, left := range at {
		for ; left != 0; left &= left - 1 {
			q := int32(w<<6 + mathbits.TrailingZeros64(left))
			for _, h := range s.at(q) {
				if m.has(set, h.word) && (h.tokens == 1 || v.sees(q, h.end())) {
					out.put(h.end())
				}
			}
		}
	}
}

// gap adds to out the positions behind up to n tokens from each of some positions;
// politeness does not count.
func (v *view) gap(n int, in, out positions) {
	end := int32(len(v.s.tokens))
	for w, left := range in {
		out[w] |= left
		for ; left != 0; left &= left - 1 {
			p := int32(w<<6 + mathbits.TrailingZeros64(left))
			to := v.loud.behind(p, n) // the first token that is too many
			if to < 0 {
				to = end
			}
			v.passed(p, to, out)
		}
	}
}

// passed adds to out the positions behind the tokens of the view in [from, to).
func (v *view) passed(from, to int32, out positions) {
	carry := uint64(0)
	for w := int(from >> 6); w < len(out); w++ {
		set := v.tokens[w] & between(w, from, to)
		out[w] |= set<<1 | carry
		carry = set >> 63
	}
}
