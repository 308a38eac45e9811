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
	lenses   [9]looker // by the logarithm of the length of their rows; made on first use
	places   places
	triggers []norm.Mark
}

// finds reports whether a phrase matches somewhere in a view of a sentence, so that
// its last token is one of some deeds; nil are all tokens.
func (m *machine) finds(phrase int32, s *sentence, key viewKey, of deeds) bool {
	c := &m.codes[phrase]
	if c.flags&marks != 0 {
		if !s.known && !m.possible(c.needs, s.present, s.roles, math.MaxUint8) {
			return false // whatever its data words are
		}
		s.know()
	}
	if c.op == sequenceOp && !m.can(c.needs, s) { // others are asked part by part
		return false
	}
	v := s.look(key)
	return m.lensFor(len(v.tokens)).matches(v, c, of)
}

// locate returns the leftmost place in a view of a sentence where a phrase matches, the
// longest one there; end is 0 where there is none.
func (m *machine) locate(phrase int32, s *sentence, key viewKey, of deeds) (start, end int) {
	v := s.look(key)
	return m.lensFor(len(v.tokens)).locate(v, &m.codes[phrase], of)
}

func (l *lens[R]) matches(v *view, c *code, of deeds) bool {
	l.see(v)
	at := l.begin(c)
	first := from(at, 0)
	// From all places at once: mostly there is no match.
	return first >= 0 && longest(l.run(c, at), first, of) > 0
}

func (l *lens[R]) locate(v *view, c *code, of deeds) (start, end int) {
	l.see(v)
	at := l.begin(c)
	for i := from(at, 0); i >= 0; i = from(at, i+1) {
		if end := longest(l.run(c, only[R](i)), i, of); end > 0 {
			return int(i), end
		}
	}
	return 0, 0
}

// can reports whether a sentence has what stands at a place of program.needs.
func (m *machine) can(needs int32, s *sentence) bool {
	return needs == 0 || m.possible(needs, s.present, s.roles, s.kinds)
}

// begin returns the tokens of the view at which a match could begin.
func (l *lens[R]) begin(c *code) R {
	if c.flags&free != 0 {
		return l.tokens
	}
	at, s := l.starts(c.first), l.s
	if c.parties&s.roles != 0 {
		for _, p := range s.unit.Parties {
			if p.End <= len(s.tokens) {
				at[p.Start>>6] |= 1 << (p.Start & 63)
			}
		}
	}
	for w := range len(at) {
		at[w] &= l.tokens[w]
	}
	if c.data&s.kinds != 0 {
		for _, mark := range s.data {
			if q := l.next(int32(mark.Start)); l.seesFrom(mark, q) {
				at[q>>6] |= 1 << (q & 63)
			}
		}
	}
	return at
}

// goesOn reports whether a match could begin at one of some tokens of the view.
func (l *lens[R]) goesOn(c *code, at R) bool {
	if c.flags&(nothing|free) != 0 {
		return true
	}
	could := l.begin(c)
	for w := range len(at) {
		at[w] &= could[w]
	}
	return anyOf(at)
}

// could returns which parts of an alternative may begin at one of a few tokens.
func (l *lens[R]) could(c *code, at R) uint64 {
	x := &l.choices[c.parts]
	could := x.always
	for k := x.look; k != 0; k &= k - 1 {
		i := mathbits.TrailingZeros64(k)
		if l.goesOn(&l.codes[l.parts[int(x.parts)+i]], at) {
			could |= 1 << i
		}
	}
	for w := range len(at) {
		for set := at[w]; set != 0; set &= set - 1 {
			for _, h := range l.s.at(int32(w<<6 + mathbits.TrailingZeros64(set))) {
				could |= l.of(x, h.word)
			}
		}
	}
	return could
}

// fewTokens is up to how many tokens are asked for their words; of more the sentence
// is asked for the words that begin there.
const fewTokens = 4

// run returns the positions behind the matches that begin at in, or after politeness
// and unseen tokens from there.
func (l *lens[R]) run(c *code, in R) (out R) {
	switch c.op {
	case sequenceOp:
		return l.sequence(l.parts[c.parts:c.parts+int32(c.count)], in)
	case wordOp:
		return l.word(c.first, in)
	case partyOp:
		at := l.reach(in)
		for _, mark := range l.s.unit.Parties {
			if c.parties&(1<<mark.Role) != 0 && mark.End <= len(l.s.tokens) && has(at, int32(mark.Start)) && l.sees(int32(mark.Start), int32(mark.End)) {
				out[mark.End>>6] |= 1 << (mark.End & 63)
			}
		}
	case dataOp:
		at := l.reach(in)
		for _, mark := range l.s.data {
			if c.data&(1<<mark.Data) != 0 {
				if q := l.next(int32(mark.Start)); l.seesFrom(mark, q) && has(at, q) {
					out[mark.End>>6] |= 1 << (mark.End & 63)
				}
			}
		}
	case gapOp:
		return l.gap(int(c.count), in)
	case alternativeOp:
		return l.alternative(c, in)
	case optionalOp:
		out = l.run(l.part(c), in)
		for w := range len(in) {
			out[w] |= in[w]
		}
	case notOp:
		for p := from(in, 0); p >= 0; p = from(in, p+1) {
			if !anyOf(l.run(l.part(c), only[R](p))) {
				out[p>>6] |= 1 << (p & 63)
			}
		}
	case startOp:
		first := l.next(0) + 1
		for w := range len(in) {
			out[w] = in[w] & between(w, 0, first)
		}
	case endOp:
		tail := l.tail()
		for w := range len(in) {
			out[w] = in[w] & between(w, tail, math.MaxInt32)
		}
	}
	return out
}

// part returns the first part.
func (m *machine) part(c *code) *code { return &m.codes[m.parts[c.parts]] }

// sequence is run of the parts of a sequence.
func (l *lens[R]) sequence(parts []uint16, in R) R {
	for _, part := range parts {
		if in = l.run(&l.codes[part], in); !anyOf(in) {
			break
		}
	}
	return in
}

// alternative is run of the parts of an alternative.
func (l *lens[R]) alternative(c *code, in R) (out R) {
	x := &l.choices[c.parts]
	parts, wants := l.parts[x.parts:x.parts+int32(c.count)], l.wants[x.wants:x.wants+int32(c.count)]
	also := func(c *code) {
		ends := l.run(c, in)
		for w := range len(out) {
			out[w] |= ends[w]
		}
	}
	at := l.reach(in)
	if count(at) > fewTokens {
		for i := range parts {
			if l.can(wants[i].all, l.s) {
				also(&l.codes[parts[i]])
			}
		}
		return out
	}
	for could := l.could(c, at); could != 0; could &= could - 1 {
		if i := mathbits.TrailingZeros64(could); l.can(wants[i].rest, l.s) {
			also(&l.codes[parts[i]])
		}
	}
	return out
}

// word is run of a set of words.
func (l *lens[R]) word(words uint16, in R) (out R) {
	at := l.reach(in)
	if count(at) > fewTokens {
		begin := l.starts(words)
		for w := range len(at) {
			at[w] &= begin[w]
		}
	}
	for w := range len(at) {
		for left := at[w]; left != 0; left &= left - 1 {
			q := int32(w<<6 + mathbits.TrailingZeros64(left))
			for _, h := range l.s.at(q) {
				if l.has(words, h.word) && (h.tokens == 1 || l.sees(q, h.end())) {
					end := h.end()
					out[end>>6] |= 1 << (end & 63)
				}
			}
		}
	}
	return out
}
