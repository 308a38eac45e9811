package patterns

import mathbits "math/bits"

// positions is a set of places in a sentence, one bit each: bit i is before token i,
// which also stands for the token; the last is behind all. All sets of a sentence are
// as long: most sentences need one word.
type positions []uint64

// width returns how many words the positions of n tokens have: a power of two, since
// there are rows of these lengths.
func width(n int) int { return 1 << mathbits.Len(uint(n>>6)) }

// maxTokens is how many tokens of a sentence phrases look at: a few thousand more than
// any sentence has that token.Split cuts off. Captions may have more.
const maxTokens = 256<<6 - 1

func (ps positions) put(i int32)      { ps[i>>6] |= 1 << (i & 63) }
func (ps positions) has(i int32) bool { return ps[i>>6]>>(i&63)&1 != 0 }

// add adds the positions of other in [from, to).
func (ps positions) add(other positions, from, to int32) {
	for w, set := range other {
		if set &= between(w, from, to); set != 0 {
			ps[w] |= set
		}
	}
}

// between returns the positions [from, to) that are in word w.
func between(w int, from, to int32) uint64 {
	from, to = from-int32(w<<6), to-int32(w<<6)
	switch {
	case from >= 64 || to <= 0:
		return 0
	case from <= 0 && to >= 64:
		return ^uint64(0)
	}
	set := ^uint64(0)
	if to < 64 {
		set = 1<<to - 1
	}
	if from > 0 {
		set = set >> from << from
	}
	return set
}
