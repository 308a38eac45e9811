package patterns

import (
	"encoding/binary"
	"slices"
)

// Many literals are asked for in the same lists alone: the spellings of a word, the
// words of a class that no pattern names by themselves. For the sieve they are one
// atom. Lists that come to the same then are one too.

// merge makes one atom of those that are in the same lists, of which one part must
// hold, and nowhere else. It returns the new numbers of questions, -1 for atoms that
// nothing asks for. asked are questions whose numbers somebody keeps; atom 0 stays.
func (l *layer) merge(asked []int32) (numbers []int32) {
	s := &l.sieve
	atoms := s.atoms
	if s.questions() > maxQuestions { // seal refuses them
		for q := range int32(s.questions()) {
			numbers = append(numbers, q)
		}
		return numbers
	}
	uses := make([][]byte, atoms) // the lists an atom is in, or its own number where it must stay by itself
	alone := func(q int32) {
		if 0 <= q && q < atoms {
			uses[q] = binary.LittleEndian.AppendUint32([]byte{0}, uint32(q))
		}
	}
	for k, every := range l.every {
		for _, p := range s.parts[s.from[k]:s.from[k+1]] {
			if int32(p) < atoms {
				uses[p] = binary.LittleEndian.AppendUint32(uses[p], uint32(k))
				if every {
					asked = append(asked, int32(p))
				}
			}
		}
	}
	for _, some := range [][]int32{{0}, s.roots, s.beside, asked} {
		for _, q := range some {
			alone(q)
		}
	}
	numbers = make([]int32, s.questions())
	made := map[string]int32{}
	for q := range atoms {
		if numbers[q] = -1; len(uses[q]) > 0 {
			n, ok := made[string(uses[q])]
			if !ok {
				n = int32(len(made))
				made[string(uses[q])] = n
			}
			numbers[q] = n
		}
	}
	to := sieve{atoms: int32(len(made)), from: []int32{0}}
	var every []bool
	lists := map[string]int32{}
	for k := range l.every {
		var parts []uint16
		for _, p := range s.parts[s.from[k]:s.from[k+1]] {
			if n := uint16(numbers[p]); !slices.Contains(parts, n) {
				parts = append(parts, n)
			}
		}
		q := int32(parts[0])
		if len(parts) > 1 {
			key := []byte{0}
			if l.every[k] {
				key[0] = 1
			}
			for _, p := range slices.Sorted(slices.Values(parts)) {
				key = binary.LittleEndian.AppendUint16(key, p)
			}
			known, ok := lists[string(key)]
			if !ok {
				to.parts = append(to.parts, parts...)
				to.from = append(to.from, int32(len(to.parts)))
				every = append(every, l.every[k])
				known = int32(to.questions()) - 1
				lists[string(key)] = known
			}
			q = known
		}
		numbers[atoms+int32(k)] = q
	}
	for i, q := range s.roots {
		if q != nothingAsked {
			s.roots[i] = numbers[q]
		}
	}
	for i, q := range s.beside {
		s.beside[i] = numbers[q]
	}
	s.atoms, s.from, s.parts, l.every = to.atoms, to.from, to.parts, every
	return numbers
}
