package patterns

import (
	mathbits "math/bits"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/token"
)

// A lens looks at a view for a phrase. Sets of places in the sentence are values here
// of as many words as the sentence needs, most of them one: the compiler keeps that in
// a register. All code of it is written once, for rows of any length.

// row is a set of places in a sentence, as positions are.
type row interface {
	[1]uint64 | [2]uint64 | [4]uint64 | [8]uint64 | [16]uint64 | [32]uint64 | [64]uint64 | [128]uint64 | [256]uint64
}

// lens is a view that the machine looks through.
type lens[R row] struct {
	*machine
	s            *sentence
	tokens, loud R // see view
}

// looker is a lens for rows of some length.
type looker interface {
	// matches reports whether a code matches somewhere in a view so that its last token
	// is one of some deeds; nil are all tokens.
	matches(v *view, c *code, of deeds) bool

	// locate returns the leftmost place where a code matches, the longest one there;
	// end is 0 where there is none.
	locate(v *view, c *code, of deeds) (start, end int)

	// each appends a mark for every place in a view where the phrase of a marker
	// begins, the longest there, for each marker: to data those of data, to triggers
	// the others.
	each(v *view, data, triggers []norm.Mark, o *openings) (d, t []norm.Mark)
}

// lensFor returns a lens for sets of so many words.
func (m *machine) lensFor(width int) looker {
	l := &m.lenses[mathbits.Len(uint(width-1))]
	if *l == nil {
		*l = m.newLens(width)
	}
	return *l
}

func (m *machine) newLens(width int) looker {
	switch width {
	case 1:
		return &lens[[1]uint64]{machine: m}
	case 2:
		return &lens[[2]uint64]{machine: m}
	case 4:
		return &lens[[4]uint64]{machine: m}
	case 8:
		return &lens[[8]uint64]{machine: m}
	case 16:
		return &lens[[16]uint64]{machine: m}
	case 32:
		return &lens[[32]uint64]{machine: m}
	case 64:
		return &lens[[64]uint64]{machine: m}
	case 128:
		return &lens[[128]uint64]{machine: m}
	}
	return &lens[[256]uint64]{machine: m}
}

// see makes l look through a view.
func (l *lens[R]) see(v *view) { l.s, l.tokens, l.loud = v.s, R(v.tokens), R(v.loud) }

// only returns the set of one position.
func only[R row](i int32) (r R) {
	r[i>>6] = 1 << (i & 63)
	return r
}

func has[R row](r R, i int32) bool { return r[i>>6]>>(i&63)&1 != 0 }

// anyOf reports whether there is a position.
func anyOf[R row](r R) bool {
	for w := range len(r) {
		if r[w] != 0 {
			return true
		}
	}
	return false
}

// count returns how many positions there are.
func count[R row](r R) int {
	n := 0
	for w := range len(r) {
		n += mathbits.OnesCount64(r[w])
	}
	return n
}

// from returns the first position from i on, or -1.
func from[R row](r R, i int32) int32 {
	w := int(i >> 6)
	if w >= len(r) {
		return -1
	}
	for left := r[w] >> (i & 63) << (i & 63); ; left = r[w] {
		if left != 0 {
			return int32(w<<6 + mathbits.TrailingZeros64(left))
		}
		if w++; w == len(r) {
			return -1
		}
	}
}

// before returns the last position before i, or -1.
func before[R row](r R, i int32) int32 {
	for w := int(i >> 6); w >= 0; w-- {
		left := r[w]
		if w == int(i>>6) {
			left &= 1<<(i&63) - 1
		}
		if left != 0 {
			return int32(w<<6 + 63 - mathbits.LeadingZeros64(left))
		}
	}
	return -1
}

// last returns the last position, or -1.
func last[R row](r R) int32 {
	for w := len(r) - 1; w >= 0; w-- {
		if r[w] != 0 {
			return int32(w<<6 + 63 - mathbits.LeadingZeros64(r[w]))
		}
	}
	return -1
}

// behind returns the position that n others from i on are before, or -1.
func behind[R row](r R, i int32, n int) int32 {
	for w := int(i >> 6); w < len(r); w++ {
		left := r[w]
		if w == int(i>>6) {
			left = left >> (i & 63) << (i & 63)
		}
		if k := mathbits.OnesCount64(left); k <= n {
			n -= k
			continue
		}
		for ; n > 0; n-- {
			left &= left - 1
		}
		return int32(w<<6 + mathbits.TrailingZeros64(left))
	}
	return -1
}

// deeds are tokens that tell what somebody does; see norm.Unit.
type deeds interface{ Does(token int) bool }

// longest returns the last of some ends behind a place that is behind one of some deeds,
// or 0.
func longest[R row](ends R, place int32, of deeds) int {
	for end := last(ends); end > place; end = before(ends, end) {
		if of == nil || of.Does(int(end)-1) {
			return int(end)
		}
	}
	return 0
}

// colons end a sentence that a list follows.
var colons = token.WordsOf(":", "：")

// tail returns the token from which on only politeness and 。 or a colon follow.
func (l *lens[R]) tail() int32 {
	end := last(l.loud)
	for end >= 0 && (l.s.tokens[end].POS == token.Period || colons.Has(l.s.tokens[end].Surface)) {
		end = before(l.loud, end)
	}
	return end + 1
}

// next returns the first token of the view from token i on, or how many tokens the
// sentence has.
func (l *lens[R]) next(i int32) int32 {
	if q := from(l.tokens, i); q >= 0 {
		return q
	}
	return int32(len(l.s.tokens))
}

// sees reports whether all tokens of [start, end) are in the view.
func (l *lens[R]) sees(start, end int32) bool {
	for i := start; i < end; i++ {
		if !has(l.tokens, i) {
			return false
		}
	}
	return true
}

// seesFrom reports whether a data word begins at token i for who looks through
// the view. 「保存された情報」 begins in a relative clause: where that is not seen,
// its head stands for it.
func (l *lens[R]) seesFrom(m norm.Mark, i int32) bool {
	return l.next(int32(m.Start)) == i && int(i) < m.End && l.sees(i, int32(m.End))
}

// reach returns the tokens at which a word may begin that follows one of some
// positions: the next token of the view, and where that is politeness those behind.
func (l *lens[R]) reach(in R) (at R) {
	carry, polite := uint64(0), uint64(0)
	for w := range len(in) {
		// What is not in the view is added to all that is not: the sum has a one behind
		// each run of tokens that are not in the view.
		tokens := l.tokens[w]
		var sum uint64
		sum, carry = mathbits.Add64(in[w]&^tokens, ^tokens, carry)
		at[w] = (in[w] | sum) & tokens
		polite |= at[w] &^ l.loud[w]
	}
	if polite != 0 {
		at = l.past(at)
	}
	return at
}

// past adds to some tokens what is behind those of them that are politeness.
func (l *lens[R]) past(at R) R {
	for w := range len(at) {
		for left := at[w] &^ l.loud[w]; left != 0; {
			q := int32(w<<6 + mathbits.TrailingZeros64(left))
			if next := from(l.tokens, q+1); next >= 0 {
				at[next>>6] |= 1 << (next & 63)
			}
			left = at[w] &^ l.loud[w] &^ (2<<(q&63) - 1)
		}
	}
	return at
}

// gap returns the positions behind up to n tokens from each of some positions;
// politeness does not count.
func (l *lens[R]) gap(n int, in R) (out R) {
	out = in
	end := int32(len(l.s.tokens))
	for w := range len(in) {
		for left := in[w]; left != 0; left &= left - 1 {
			p := int32(w<<6 + mathbits.TrailingZeros64(left))
			to := behind(l.loud, p, n) // the first token that is too many
			if to < 0 {
				to = end
			}
			carry := uint64(0)
			for w := int(p >> 6); w < len(out); w++ { // behind those of the view
				set := l.tokens[w] & between(w, p, to)
				out[w] |= set<<1 | carry
				carry = set >> 63
			}
		}
	}
	return out
}
