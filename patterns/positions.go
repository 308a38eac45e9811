package patterns

import mathbits "math/bits"

// positions is a set of places in a sentence, one bit each: bit i is before token i,
// which also stands for the token; the last is behind all. All sets of a sentence are
// as long: most sentences need one word.
type positions []uint64

// width returns how many words the positions of n tokens have.
func width(n int) int { return n>>6 + 1 }

func (ps positions) put(i int32)      { ps[i>>6] |= 1 << (i & 63) }
func (ps positions) has(i int32) bool { return ps[i>>6]>>(i&63)&1 != 0 }

// any reports whether there is a position.
func (ps positions) any() bool {
	for _, w := range ps {
		if w != 0 {
			return true
		}
	}
	return false
}

// count returns how many positions there are.
func (ps positions) count() int {
	n := 0
	for _, w := range ps {
		n += mathbits.OnesCount64(w)
	}
	return n
}

// from returns the first position from i on, or -1.
func (ps positions) from(i int32) int32 {
	w := int(i >> 6)
	if w >= len(ps) {
		return -1
	}
	for left := ps[w] >> (i & 63) << (i & 63); ; left = ps[w] {
		if left != 0 {
			return int32(w<<6 + mathbits.TrailingZeros64(left))
		}
		if w++; w == len(ps) {
			return -1
		}
	}
}

// behind returns the position that n others from i on are before, or -1.
func (ps positions) behind(i int32, n int) int32 {
	for w := int(i >> 6); w < len(ps); w++ {
		left := ps[w]
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

// before returns the last position before i, or -1.
func (ps positions) before(i int32) int32 {
	for w := int(i >> 6); w >= 0; w-- {
		left := ps[w]
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
func (ps positions) last() int32 {
	for w := len(ps) - 1; w >= 0; w-- {
		if ps[w] != 0 {
			return int32(w<<6 + 63 - mathbits.LeadingZeros64(ps[w]))
		}
	}
	return -1
}

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
