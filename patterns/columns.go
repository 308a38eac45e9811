package patterns

import (
	"context"
	mathbits "math/bits"
)

// The filter asks the same of all sentences, so it asks 64 at once: the guards of a
// block of sentences are turned from a set of guards a sentence to a set of
// sentences a guard, and a formula joins such sets. What may also stand around a
// sentence is looked at one by one, for the few that are left.

// blockSentences is how many sentences a block has: their sets should stay in the
// inner caches.
const blockSentences = 1024

// columns are the sentences of a block by what holds for them. They serve one
// filter at a time.
type columns struct {
	width  int      // of a set, in words
	guards []uint64 // guard -> set
	said   []uint64 // formula -> set, where known
	known  []bool   // formula -> said has it
	left   []uint64 // pattern -> set
	count  []int    // sentence -> how many patterns are left
}

// begin makes room for a number of sentences.
func (k *columns) begin(lib *Library, sentences int) {
	k.width = (sentences + 63) / 64
	k.guards = cleared(k.guards, len(lib.guardSets)*k.width)
	k.known = cleared(k.known, lib.formulas)
	k.left = cleared(k.left, len(lib.patterns)*k.width)
	k.count = cleared(k.count, sentences)
	if n := lib.formulas * k.width; len(k.said) < n {
		k.said = make([]uint64, n)
	}
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

// of returns the sentences for which a formula holds.
func (k *columns) of(f *formula) bits {
	if len(f.parts) == 0 {
		at := int(f.guard) * k.width
		return k.guards[at : at+k.width]
	}
	at := int(f.id) * k.width
	out := bits(k.said[at : at+k.width])
	if k.known[f.id] {
		return out
	}
	k.known[f.id] = true
	copy(out, k.of(f.parts[0]))
	for _, p := range f.parts[1:] {
		if f.any {
			out.add(k.of(p))
		} else if !out.keep(k.of(p)) {
			break
		}
	}
	return out
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

// near returns the sentences that some pattern may match, in order, with those
// patterns in order.
func (f *filter) near(ctx context.Context) (list []tried, candidates []*pattern, err error) {
	var places [][2]int // of the sentences of a block: clause and sentence
	for c := range f.clauses {
		for s := range f.clauses[c].Sentences {
			if places = append(places, [2]int{c, s}); len(places) < blockSentences {
				continue
			}
			if err := ctx.Err(); err != nil {
				return nil, nil, err
			}
			list, candidates = f.block(places, list, candidates)
			places = places[:0]
		}
	}
	list, candidates = f.block(places, list, candidates)
	return list, candidates, ctx.Err()
}

// block adds the sentences of a block, and their patterns, to list and candidates.
func (f *filter) block(places [][2]int, list []tried, candidates []*pattern) ([]tried, []*pattern) {
	k := &f.mem.columns
	k.begin(f.lib, len(places))
	for i, at := range places {
		word, bit := i>>6, uint64(1)<<(i&63)
		for w, set := range f.own(at[0], at[1]) {
			for ; set != 0; set &= set - 1 {
				k.guards[(w<<6+mathbits.TrailingZeros64(set))*k.width+word] |= bit
			}
		}
	}
	total := 0
	for n, p := range f.lib.patterns {
		if left := bits(k.left[n*k.width : (n+1)*k.width]); p.applies(f.kind) && k.meets(p, left, len(places)) {
			left.each(func(i int32) { k.count[i]++ })
			total += left.count()
		}
	}
	// From patterns with their sentences to sentences with their patterns.
	from := len(candidates)
	candidates = append(candidates, make([]*pattern, total)...)
	end := from
	for i, n := range k.count {
		k.count[i], end = end, end+n
	}
	for n, p := range f.lib.patterns {
		bits(k.left[n*k.width : (n+1)*k.width]).each(func(i int32) {
			candidates[k.count[i]] = p
			k.count[i]++
		})
	}
	kept := from
	for i, at := range places {
		first := kept
		for _, p := range candidates[from:k.count[i]] {
			if f.rest(p, i, at) {
				candidates[kept] = p
				kept++
			}
		}
		if from = k.count[i]; kept > first {
			list = append(list, tried{at[0], at[1], first, kept})
		}
	}
	return list, candidates[:kept]
}

// meets puts into left the sentences, of n, that have what only they themselves can meet
// of a pattern, and reports whether there are any.
func (k *columns) meets(p *pattern, left bits, n int) bool {
	for i := range left {
		left[i] = ^uint64(0)
	}
	if n&63 != 0 {
		left[len(left)-1] = 1<<(n&63) - 1
	}
	for _, guard := range p.own {
		if !left.keep(k.guards[int(guard)*k.width : int(guard+1)*k.width]) {
			return false
		}
	}
	for i := range p.asks {
		if a := &p.asks[i]; a.scopes == inSentence && !left.keep(k.of(a.formula)) {
			return false
		}
	}
	return true
}

// rest reports whether sentence i of the block, which has all that only itself
// can meet of a pattern, has the rest in itself or around it.
func (f *filter) rest(p *pattern, i int, at [2]int) bool {
	k := &f.mem.columns
	for n := range p.asks {
		a := &p.asks[n]
		if a.scopes == inSentence || a.scopes&inSentence != 0 && k.of(a.formula).has(int32(i)) {
			continue
		}
		if !f.answers(a.formula, a.scopes&^inSentence, at[0], at[1]) {
			return false
		}
	}
	return true
}
