package patterns

import (
	"cmp"
	"slices"
)

// The filter asks the same of all texts, so it asks 64 at once: a question has a set
// of texts, one bit each, and the set of a list is those of its parts, joined. Lists
// of the same kind and number of parts are answered one after another: nothing is
// decided on the way, and a document of 64 sentences is done in the time that a few
// sentences would take one by one.

// blockTexts is how many texts are asked at once.
const blockTexts = 64

// answers are sets of the texts of a block, by question: bit i is text i. There is
// room for all questions that two bytes name; what is behind the last is never
// touched.
type answers [maxQuestions + 1]uint64

// steps are lists of a sieve in an order in which each comes behind its parts.
type steps struct {
	rounds  []round
	numbers []uint16 // list by list: its number, then its parts
}

// round is a run of lists that have as many parts, and of which all or one must hold.
type round struct {
	every        bool
	parts, lists uint16
}

// steps returns the steps to some lists, which with them have all that their parts
// are made of.
func (s *sieve) steps(lists []int32) steps {
	level := make([]uint16, s.questions())
	slices.Sort(lists)
	for _, q := range lists { // parts have lower numbers
		parts, _ := s.list(q)
		for _, p := range parts {
			level[q] = max(level[q], level[p]+1)
		}
	}
	kind := func(q int32) round {
		parts, every := s.list(q)
		return round{every: every, parts: uint16(len(parts))}
	}
	order := func(q int32) int { // by level, then by kind
		r := kind(q)
		at := int(level[q])<<17 | int(r.parts)
		if r.every {
			at |= 1 << 16
		}
		return at
	}
	var to steps
	for some := range slices.Chunk(lists, listsAtOnce) {
		slices.SortStableFunc(some, func(a, b int32) int { return cmp.Compare(order(a), order(b)) })
		before := -1
		for _, q := range some {
			if order(q) != before {
				before = order(q)
				to.rounds = append(to.rounds, kind(q))
			}
			to.rounds[len(to.rounds)-1].lists++
			parts, _ := s.list(q)
			to.numbers = append(append(to.numbers, uint16(q)), parts...)
		}
	}
	return to
}

// listsAtOnce is how many lists are sorted together: with what they are made of, which
// was numbered shortly before them, their answers stay in the innermost cache.
const listsAtOnce = 600

// closure returns the lists among some questions and what these are made of.
func (s *sieve) closure(questions []int32) []int32 {
	var lists []int32
	seen := newBits(s.questions())
	var visit func(q int32)
	visit = func(q int32) {
		if q < s.atoms || seen.has(q) {
			return
		}
		seen.set(q)
		parts, _ := s.list(q)
		for _, p := range parts {
			visit(int32(p))
		}
		lists = append(lists, q)
	}
	for _, q := range questions {
		visit(q)
	}
	return lists
}

// take answers the lists of some steps from atoms that are answered.
func (a *answers) take(to *steps) {
	numbers := to.numbers
	for i := range to.rounds {
		r := &to.rounds[i]
		size := int(r.parts) + 1
		lists := numbers[:size*int(r.lists)]
		numbers = numbers[len(lists):]
		switch {
		case r.parts == 2 && r.every:
			a.both(lists)
		case r.parts == 2:
			a.either(lists)
		case r.every:
			a.every(lists, size)
		default:
			a.some(lists, size)
		}
	}
}

func (a *answers) both(lists []uint16) {
	for i := 2; i < len(lists); i += 3 {
		a[lists[i-2]] = a[lists[i-1]] & a[lists[i]]
	}
}

func (a *answers) either(lists []uint16) {
	for i := 2; i < len(lists); i += 3 {
		a[lists[i-2]] = a[lists[i-1]] | a[lists[i]]
	}
}

func (a *answers) every(lists []uint16, size int) {
	for ; len(lists) >= size; lists = lists[size:] {
		set := ^uint64(0)
		for _, p := range lists[1:size] {
			set &= a[p]
		}
		a[lists[0]] = set
	}
}

func (a *answers) some(lists []uint16, size int) {
	for ; len(lists) >= size; lists = lists[size:] {
		set := uint64(0)
		for _, p := range lists[1:size] {
			set |= a[p]
		}
		a[lists[0]] = set
	}
}

// of answers a question and what it is made of, as far as it must be looked at;
// known are the lists that are answered.
func (a *answers) of(s *sieve, known bits, question int32) uint64 {
	k := question - s.atoms
	if k < 0 || known.has(k) {
		return a[uint16(question)]
	}
	known.set(k)
	parts, every := s.list(question)
	set := uint64(0)
	if every {
		set = ^set
		for _, p := range parts {
			if set &= a.of(s, known, int32(p)); set == 0 {
				break
			}
		}
	} else {
		for _, p := range parts {
			if int32(p) < s.atoms {
				set |= a[p]
			} else {
				set |= a.of(s, known, int32(p))
			}
		}
	}
	a[uint16(question)] = set
	return set
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
