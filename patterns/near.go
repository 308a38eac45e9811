package patterns

import (
	mathbits "math/bits"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// Nearest returns a function that answers for a document which clause comes
// nearest to a class: the one that has the words for the largest share of what
// some pattern of the class needs, of equal ones the first. It answers nil where
// no clause has the words for half of it. The function is not safe for
// concurrent use.
func (lib *Library) Nearest(r *norm.Reader) func(class string) *structure.Clause {
	var h *holders
	return func(class string) *structure.Clause {
		if h == nil {
			h = lib.holders(r)
		}
		var best *structure.Clause
		share := 0.0
		for _, k := range lib.classes {
			if k.ID != class {
				continue
			}
			for _, p := range k.patterns {
				at, met, total := h.nearest(p)
				if s := float64(met) / float64(total); total >= 2 && 2*met >= total && s > share {
					best, share = h.clauses[at].Clause, s
				}
			}
		}
		return best
	}
}

// holders are the clauses of a document by the guards that they satisfy: clause c is
// bit c of the set of a guard, which is nil where there is none.
type holders struct {
	clauses []norm.ClauseSentences
	of      []bits
	wanted  []bits   // those of a pattern, kept for the next
	planes  []uint64 // of the counts of 64 clauses, kept likewise
}

func (lib *Library) holders(r *norm.Reader) *holders {
	f := lib.filterOf(r)
	h := &holders{clauses: r.Clauses(), of: make([]bits, len(lib.guardSets))}
	for c := range h.clauses {
		f.whole(h.clauses[c].Clause).each(func(guard int32) {
			if h.of[guard] == nil {
				h.of[guard] = f.mem.bits(len(h.clauses))
			}
			h.of[guard].set(int32(c))
		})
	}
	return h
}

// nearest returns the first of the clauses that have the words for most of what a
// pattern needs in a sentence, and how much that is of how much. The needs that 64
// clauses meet are counted at once: the counts stand upright, bit k of each in the
// plane k.
func (h *holders) nearest(p *pattern) (at, met, total int) {
	h.wanted = h.wanted[:0]
	for _, n := range p.needs {
		if n.scopes&inSentence == 0 {
			continue
		}
		total++
		if of := h.of[n.guard]; of != nil {
			h.wanted = append(h.wanted, of)
		}
	}
	if len(h.wanted) == 0 {
		return 0, 0, total
	}
	for w := range h.wanted[0] {
		h.planes = h.planes[:0]
		for _, of := range h.wanted {
			h.count(of[w])
		}
		if n, first := h.most(); n > met {
			at, met = w<<6+first, n
		}
	}
	return at, met, total
}

// count adds one to the counts of the clauses in a word of a set.
func (h *holders) count(carry uint64) {
	for k := range h.planes {
		h.planes[k], carry = h.planes[k]^carry, h.planes[k]&carry
	}
	if carry != 0 {
		h.planes = append(h.planes, carry)
	}
}

// most returns the highest count and the first clause that has it.
func (h *holders) most() (n, first int) {
	those := ^uint64(0)
	for k := len(h.planes) - 1; k >= 0; k-- {
		if high := those & h.planes[k]; high != 0 {
			those, n = high, n|1<<k
		}
	}
	return n, mathbits.TrailingZeros64(those)
}
