package patterns

import "slices"

// The filter asks the same of all sentences, so it asks 64 at once: for every atom
// there is the set of sentences that have it, and a question joins the sets of its
// parts. Atoms that no sentence has, which are most, have no set, and where one part
// of a list has a set, that serves as it is: of a short document hardly anything is
// computed.

// blockSentences is how many sentences a block has: their sets should stay in the
// inner caches.
const blockSentences = 1024

// keptBlocks is how many blocks are kept for the next document.
const keptBlocks = 4

// columns are the sentences of a block by what holds for them. They serve one
// goroutine.
type columns struct {
	sieve *sieve
	width int      // of a set, in words
	at    []spot   // question -> its set
	sets  []uint64 // one after another, those of the places from one
}

// spot says where the set of a question is.
type spot uint16

const (
	unknown spot = iota // nobody asked yet; of an atom: no sentence
	nobody              // no sentence
	one                 // the first set
)

// begin makes k the columns of a number of sentences without atoms.
func (k *columns) begin(s *sieve, sentences int) {
	k.sieve, k.width = s, (sentences+63)/64
	k.at = cleared(k.at, s.questions())
	k.sets = k.sets[:0]
}

// cleared returns a slice of n zeros, in place of s if that has room.
func cleared[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// put adds an atom to sentence i.
func (k *columns) put(atom int32, i int) {
	at := k.at[atom]
	if at == unknown {
		n := len(k.sets)
		k.sets = slices.Grow(k.sets, k.width)[:n+k.width]
		clear(k.sets[n:])
		at = k.last()
		k.at[atom] = at
	}
	k.sets[int(at-one)*k.width+i>>6] |= 1 << (i & 63)
}

// last returns the place of the last set.
func (k *columns) last() spot { return one + spot(len(k.sets)/k.width-1) }

// set returns the set at a place. It may move when another question is asked.
func (k *columns) set(at spot) bits {
	from := int(at-one) * k.width
	return k.sets[from : from+k.width]
}

// copied returns the place of a copy of a set.
func (k *columns) copied(at spot) spot {
	k.sets = append(k.sets, k.set(at)...)
	return k.last()
}

// of returns the place of the set of sentences for which a question holds; it is
// below one if there are none.
func (k *columns) of(question int32) spot {
	at := k.at[question]
	if at != unknown || question < k.sieve.atoms {
		return at
	}
	parts, every := k.sieve.list(question)
	if every {
		at = k.all(parts)
	} else {
		at = k.either(parts)
	}
	k.at[question] = at
	return at
}

// either joins questions of which one must hold.
func (k *columns) either(parts []uint16) spot {
	found, own := nobody, false
	for _, p := range parts {
		at := k.at[p]
		if at == unknown && int32(p) >= k.sieve.atoms {
			at = k.of(int32(p))
		}
		switch {
		case at < one || at == found:
		case found == nobody:
			found = at
		default:
			if !own {
				found, own = k.copied(found), true
			}
			k.set(found).add(k.set(at))
		}
	}
	return found
}

// all joins questions of which all must hold.
func (k *columns) all(parts []uint16) spot {
	for _, p := range parts {
		if at := k.at[p]; at == nobody || at == unknown && int32(p) < k.sieve.atoms {
			return nobody // without a look at the others
		}
	}
	found, own := nobody, false
	for _, p := range parts {
		at := k.of(int32(p))
		switch {
		case at < one:
			return nobody
		case found == nobody || at == found:
			found = at
		default:
			if !own {
				found, own = k.copied(found), true
			}
			if !k.set(found).keep(k.set(at)) {
				if k.last() == found {
					k.sets = k.sets[:len(k.sets)-k.width] // nobody has seen it
				}
				return nobody
			}
		}
	}
	return found
}

// keep takes out of b what c has not, and reports whether anything is left.
func (b bits) keep(c bits) bool {
	left := uint64(0)
	for i := range b {
		b[i] &= c[i]
		left |= b[i]
	}
	return left != 0
}

// between reports whether b has a number in [from, to).
func (b bits) between(from, to int32) bool {
	for ; from < to && from&63 != 0; from++ {
		if b.has(from) {
			return true
		}
	}
	for ; from+64 <= to; from += 64 {
		if b[from>>6] != 0 {
			return true
		}
	}
	return from < to && b[from>>6]&(1<<(to&63)-1) != 0
}

// blocks are the columns of any number of sentences.
type blocks []*columns

// first returns the first n of blocks, or as many as there are, and lets go of the others.
func (b blocks) first(n int) blocks {
	n = min(n, len(b))
	clear(b[n:])
	return b[:n]
}

// stretch are sentences one after another, [from, to).
type stretch struct{ from, to int32 }

// some reports whether a question holds for one sentence of a stretch.
func (b blocks) some(question int32, in stretch) bool {
	for in.from < in.to {
		k, first := b[in.from/blockSentences], in.from&^(blockSentences-1)
		to := min(in.to, first+blockSentences)
		if at := k.of(question); at >= one && k.set(at).between(in.from-first, to-first) {
			return true
		}
		in.from = to
	}
	return false
}

// together reports whether a question holds for all sentences of some stretches put
// together.
func (b blocks) together(question int32, in []stretch) bool {
	sentences := int32(0)
	for _, s := range in {
		if b.some(question, s) {
			return true
		}
		sentences += s.to - s.from
	}
	if sentences < 2 || !b[0].sieve.spreads(question) {
		return false
	}
	parts, every := b[0].sieve.list(question)
	for _, p := range parts {
		if (every || b[0].sieve.spreads(int32(p))) && b.together(int32(p), in) != every {
			return !every
		}
	}
	return every
}
