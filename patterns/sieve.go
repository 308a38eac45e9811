package patterns

import (
	"cmp"
	"fmt"
	"math"
	mathbits "math/bits"
	"slices"
)

// A sieve is what all patterns of a library ask of the atoms of a text before they
// are tried on it, written out flat: numbers side by side, in the order they are
// asked in. A document asks most of them once, when nothing of the library is in the
// inner caches any more; behind pointers every one of them would be a wait.
//
// Everything is a question: whether an atom is there; or a list of questions, of
// which one must hold, or all. What a pattern asks of the sentence alone is one
// question, its root.

// sieve is immutable. The zero sieve has no questions and no patterns.
type sieve struct {
	atoms int32
	from  []int32  // list, a question less atoms -> where its parts begin in parts; one more than there are
	parts []uint16 // questions with lower numbers than the list
	every bits     // the lists of which all parts must hold
	roots []int32  // pattern -> question, or nothingAsked

	around     []circle // what patterns ask of more than the sentence
	aroundFrom []int32  // pattern -> its first in around; one more than there are
	beside     []int32  // the questions of around, each once

	all, wide steps // to all questions, and to those of around alone
}

// nothingAsked is the root of a pattern that asks nothing of the sentence alone.
const nothingAsked = -1

// circle is a question that must hold in one of some scopes.
type circle struct {
	question int32 // in the sieve: where it is in beside
	scopes   scope
}

// questions returns how many questions there are.
func (s *sieve) questions() int { return int(s.atoms) + len(s.from) - 1 }

// list returns the parts of a question that is no atom, and whether all of them must
// hold or one.
func (s *sieve) list(question int32) (parts []uint16, every bool) {
	k := question - s.atoms
	return s.parts[s.from[k]:s.from[k+1]], s.every.has(k)
}

// circles returns what a pattern asks of more than the sentence.
func (s *sieve) circles(pattern int32) []circle {
	return s.around[s.aroundFrom[pattern]:s.aroundFrom[pattern+1]]
}

// layer writes formulas out as a sieve: first all are shown to it, then their
// questions are asked for.
type layer struct {
	sieve  sieve
	every  []bool
	laid   map[*formula]int32
	inside [][]int32  // atom -> others that every text has which has it; nil for none
	guards []*formula // that were shown, those of fewest atoms first once they are in order
	sets   []bits     // their atoms, without those that say nothing that others do not
	closed []bits     // the atoms that satisfy them
	sizes  []int      // how many atoms the sets have
}

func newLayer(atoms int) *layer {
	return &layer{sieve: sieve{atoms: int32(atoms), from: []int32{0}, aroundFrom: []int32{0}}, laid: map[*formula]int32{}}
}

// show takes note of the guards in a formula.
func (l *layer) show(f *formula) {
	for _, p := range f.parts {
		l.show(p)
	}
	if len(f.parts) == 0 {
		l.guards = append(l.guards, f)
	}
}

// order is called when all is shown.
func (l *layer) order() {
	least := map[*formula][]int32{}
	for _, f := range l.guards {
		if _, ok := least[f]; !ok {
			least[f] = l.least(f.guard)
		}
	}
	slices.SortFunc(l.guards, func(a, b *formula) int {
		return cmp.Or(cmp.Compare(len(least[a]), len(least[b])), cmp.Compare(a.id, b.id))
	})
	l.guards = slices.Compact(l.guards)
	outside := make([][]int32, l.sieve.atoms) // inside, the other way round
	for atom, others := range l.inside {
		for _, other := range others {
			outside[other] = append(outside[other], int32(atom))
		}
	}
	for _, f := range l.guards {
		set, closed := newBits(int(l.sieve.atoms)), newBits(int(l.sieve.atoms))
		for _, atom := range least[f] {
			set.set(atom)
			closed.set(atom)
			for _, other := range outside[atom] {
				closed.set(other)
			}
		}
		l.sets, l.closed, l.sizes = append(l.sets, set), append(l.closed, closed), append(l.sizes, len(least[f]))
	}
}

// least returns the atoms of a guard without those that no text has which has not
// another of them: 個人情報 beside 情報.
func (l *layer) least(g guard) []int32 {
	if l.inside == nil {
		return g
	}
	return slices.DeleteFunc(slices.Clone(g), func(atom int32) bool {
		return slices.ContainsFunc(l.inside[atom], func(other int32) bool {
			_, ok := slices.BinarySearch(g, other)
			return ok
		})
	})
}

// question returns the question that a formula is.
func (l *layer) question(f *formula) int32 {
	q, ok := l.laid[f]
	if !ok {
		if len(f.parts) == 0 {
			q = l.list(false, l.guard(f))
		} else {
			q = l.list(!f.any, l.all(f.parts))
		}
		l.laid[f] = q
	}
	return q
}

// guard returns the parts of a guard: other guards that no text satisfies which does
// not satisfy it, as long as they shorten the list, and the atoms that are left. The
// words of a class are part of many guards.
func (l *layer) guard(f *formula) []int32 {
	k := slices.Index(l.guards, f)
	var parts []int32
	left := slices.Clone(l.sets[k])
	for {
		best, gain := -1, 1
		for i := k - 1; i >= 0 && l.sizes[i] > gain; i-- {
			if l.sets[i].within(l.closed[k]) {
				if both := l.sets[i].common(left); both > gain {
					best, gain = i, both
				}
			}
		}
		if best < 0 {
			break
		}
		parts = append(parts, l.question(l.guards[best]))
		for w, set := range l.sets[best] {
			left[w] &^= set
		}
	}
	left.each(func(atom int32) { parts = append(parts, atom) })
	return parts
}

// within reports whether c has all numbers of b.
func (b bits) within(c bits) bool {
	for i, w := range b {
		if w&^c[i] != 0 {
			return false
		}
	}
	return true
}

// common returns how many numbers b and c have in common.
func (b bits) common(c bits) int {
	n := 0
	for i, w := range b {
		n += mathbits.OnesCount64(w & c[i])
	}
	return n
}

// all returns the questions that formulas are, each once.
func (l *layer) all(fs []*formula) []int32 {
	var questions []int32
	for _, f := range fs {
		if q := l.question(f); !slices.Contains(questions, q) {
			questions = append(questions, q)
		}
	}
	return questions
}

func (l *layer) list(every bool, parts []int32) int32 {
	if len(parts) == 1 {
		return parts[0]
	}
	s := &l.sieve
	for _, p := range parts {
		s.parts = append(s.parts, uint16(p))
	}
	s.from = append(s.from, int32(len(s.parts)))
	l.every = append(l.every, every)
	return int32(s.questions()) - 1
}

// pattern adds the next pattern: formulas of which all must hold in the sentence, and
// what it asks of more.
func (l *layer) pattern(own []*formula, around []circle) {
	root := int32(nothingAsked)
	if len(own) > 0 {
		root = l.list(true, l.all(own))
	}
	s := &l.sieve
	s.roots = append(s.roots, root)
	for _, a := range around {
		k := slices.Index(s.beside, a.question)
		if k < 0 {
			k = len(s.beside)
			s.beside = append(s.beside, a.question)
		}
		s.around = append(s.around, circle{int32(k), a.scopes})
	}
	s.aroundFrom = append(s.aroundFrom, int32(len(s.around)))
}

// maxQuestions bounds the questions of a sieve: two bytes name one.
const maxQuestions = math.MaxUint16

// seal returns the sieve. Nothing may be added afterwards. It fails on too many
// questions.
func (l *layer) seal() (sieve, error) {
	s := l.sieve
	if s.questions() > maxQuestions {
		return sieve{}, fmt.Errorf("%d questions", maxQuestions)
	}
	s.every = newBits(len(l.every))
	lists := make([]int32, len(l.every))
	for k, every := range l.every {
		lists[k] = s.atoms + int32(k)
		if every {
			s.every.set(int32(k))
		}
	}
	s.all = s.steps(lists)
	s.wide = s.steps(s.closure(s.beside))
	s.from, s.parts, s.roots = slices.Clip(s.from), slices.Clip(s.parts), slices.Clip(s.roots)
	s.around, s.aroundFrom, s.beside = slices.Clip(s.around), slices.Clip(s.aroundFrom), slices.Clip(s.beside)
	return s, nil
}
