package patterns

import (
	mathbits "math/bits"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// Nearest returns a function that answers for a document which clause comes
// nearest to a class: the one that has the words for the largest share of what
// some pattern of the class needs, of equal ones the first. It answers nil where
// no clause has the words for half of it. The function is not safe for
// concurrent use.
func (lib *Library) Nearest(r *norm.Reader) func(class string) *structure.Clause {
	groups := map[finding.Group]*holders{}
	return func(class string) *structure.Clause {
		k := lib.class(class)
		if k == nil {
			return nil
		}
		h := groups[k.Group]
		if h == nil {
			h = lib.holders(r, k.Group)
			groups[k.Group] = h
		}
		var best *structure.Clause
		share := 0.0
		for _, p := range k.patterns {
			at, met, total := h.nearest(p)
			if s := float64(met) / float64(total); total >= 2 && 2*met >= total && s > share {
				best, share = h.clauses[at].Clause, s
			}
		}
		return best
	}
}

// holders are the clauses of a document by the guards that they satisfy, of those
// that patterns of a group need in a sentence: clause c is bit c of the row of a guard.
type holders struct {
	clauses []norm.ClauseSentences
	row     []int32 // of a guard, from 1; 0 where no pattern needs it
	of      bits    // the rows
	width   int     // of a row
	planes  []uint64
	wanted  []int32 // rows of the pattern that is looked at
}

func (lib *Library) holders(r *norm.Reader, group finding.Group) *holders {
	f := lib.filterOf(r)
	h := &holders{clauses: r.Clauses(), row: f.mem.numbers.Take(len(lib.guardSets))}
	h.width = (len(h.clauses) + 63) / 64
	needed, rows := f.mem.bits(len(lib.guardSets)), int32(0)
	for _, p := range lib.patterns {
		if p.class.Group != group {
			continue
		}
		for _, n := range p.needs {
			if n.scopes&inSentence != 0 && h.row[n.guard] == 0 {
				rows++
				h.row[n.guard] = rows
				needed.set(n.guard)
			}
		}
	}
	h.of = f.mem.words.Take(int(rows+1) * h.width)
	for c := range h.clauses {
		bit, at := uint64(1)<<(c&63), c>>6
		for k, w := range f.whole(h.clauses[c].Clause) {
			for w &= needed[k]; w != 0; w &= w - 1 {
				h.of[int(h.row[k<<6+mathbits.TrailingZeros64(w)])*h.width+at] |= bit
			}
		}
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
		if n.scopes&inSentence != 0 {
			h.wanted = append(h.wanted, h.row[n.guard])
		}
	}
	for w := range h.width {
		h.planes = h.planes[:0]
		for _, row := range h.wanted {
			h.count(h.of[int(row)*h.width+w])
		}
		if n, first := h.most(); n > met {
			at, met = w<<6+first, n
		}
	}
	return at, met, len(h.wanted)
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
