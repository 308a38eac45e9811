package patterns

import (
	mathbits "math/bits"
	"slices"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// needs are the guards that patterns of the group Division need in a sentence or what it
// is read with, as lists of numbers like those of a sieve.
type needs struct {
	guards []int32 // guard -> question of letters
	lists  []int32 // of guards, one list a pattern
	from   []int32 // pattern -> its list; one more than there are
}

// needs lists the needs of patterns and lets go of them.
func (l *layer) needs(patterns []*pattern) needs {
	n := needs{from: []int32{0}}
	numbers := map[int32]int32{}
	for _, p := range patterns {
		for _, need := range p.needs {
			if need.scopes&inSentence == 0 {
				continue
			}
			question := l.question(need.leaf)
			guard, ok := numbers[question]
			if !ok {
				guard = int32(len(n.guards))
				numbers[question] = guard
				n.guards = append(n.guards, question)
			}
			n.lists = append(n.lists, guard)
		}
		n.from = append(n.from, int32(len(n.lists)))
		p.needs = nil
	}
	return n
}

// of returns the guards that a pattern needs.
func (n *needs) of(pattern int32) []int32 { return n.lists[n.from[pattern]:n.from[pattern+1]] }

// Nearest returns a function that answers for a document which clause comes
// nearest to a class of the group Division, whose absence is a result: the one that
// has the words for the largest share of what some pattern of the class needs, of
// equal ones the first. It answers nil where no clause has the words for half of it,
// and for other classes. The function is not safe for concurrent use.
func (lib *Library) Nearest(r *norm.Reader) func(class string) *structure.Clause {
	f := lib.filterOf(r)
	h := &holders{f: f, rows: f.mem.numbers.Take(len(lib.near.guards)), width: (len(f.clauses) + 63) / 64}
	h.sets = make([]uint64, h.width)
	return func(class string) *structure.Clause {
		k := lib.class(class)
		if k == nil || len(k.patterns) == 0 {
			return nil
		}
		var best *structure.Clause
		share := 0.0
		first := k.patterns[0].number // those of a class follow each other
		for p := first; p < first+int32(len(k.patterns)); p++ {
			at, met, total := h.nearest(p, share)
			if s := float64(met) / float64(total); total >= 2 && 2*met >= total && s > share {
				best, share = f.clauses[at].Clause, s
			}
		}
		return best
	}
}

// holders are the clauses of a document by the guards that they satisfy: clause c is
// bit c of the row of a guard.
type holders struct {
	f      *filter
	rows   []int32  // of guards, from 1; or one of the following
	sets   []uint64 // the rows; row 0 is empty
	width  int      // of a row
	planes []uint64
	wanted []int32 // rows of the pattern that is looked at
}

// What is known of guards that have no row.
const (
	notAsked = 0
	noClause = -1 // has it
	someHave = -2
)

// has reports whether any clause satisfies a guard. Few patterns of a class that was
// not found have enough of those for a row to be worth making.
func (h *holders) has(guard int32) bool {
	if h.rows[guard] == notAsked {
		h.rows[guard] = noClause
		if slices.ContainsFunc(h.sentences(guard), func(set uint64) bool { return set != 0 }) {
			h.rows[guard] = someHave
		}
	}
	return h.rows[guard] != noClause
}

// sentences returns the sentences that satisfy a guard.
func (h *holders) sentences(guard int32) bits {
	n := h.f.sentenceBlocks()
	return h.f.guards[int(guard)*n : (int(guard)+1)*n]
}

// row returns the row of a guard.
func (h *holders) row(guard int32) int32 {
	if h.rows[guard] == someHave {
		h.rows[guard] = int32(len(h.sets) / h.width)
		h.sets = append(h.sets, make([]uint64, h.width)...)
		row := bits(h.sets[len(h.sets)-h.width:])
		h.sentences(guard).each(func(i int32) { row.set(h.f.clause[i]) })
	}
	return max(h.rows[guard], 0)
}

// nearest returns the first of the clauses that have the words for most of what a
// pattern needs in a sentence, and how much that is of how much. The needs that 64
// clauses meet are counted at once: the counts stand upright, bit k of each in the
// plane k. Met is 0 where it cannot be half of that, or not a larger share than share.
func (h *holders) nearest(pattern int32, share float64) (at, met, total int) {
	guards := h.f.lib.near.of(pattern)
	total = len(guards)
	there := 0
	for _, guard := range guards {
		if h.has(guard) {
			there++
		}
	}
	if 2*there < total || float64(there) <= share*float64(total) {
		return 0, 0, total
	}
	h.wanted = h.wanted[:0]
	for _, guard := range guards {
		if h.has(guard) {
			h.wanted = append(h.wanted, h.row(guard))
		}
	}
	for w := range h.width {
		h.planes = h.planes[:0]
		for _, row := range h.wanted {
			h.count(h.sets[int(row)*h.width+w])
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
