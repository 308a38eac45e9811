package token

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
)

// What is used often lies together. The tables of the dictionary are far larger
// than the inner caches, and most of what they hold, the names of places and
// people, no terms of service ever ask for: some thousand words and their letters
// make all terms. Which, a list counted from the project's own texts says
// (often.txt); of words that are not in it their cost says how often they occur, and
// how often their letters occur by chance that of the letters. Letters, contexts,
// words and the nodes of the double array are put in the order of that. The hot part
// of a row of the connection matrix is then a few cache lines, and fewer pages of the
// file are ever touched.

// reorder renumbers contexts and words and drops words that can be on no best
// path. Results stay the same: what shares a spelling keeps its order.
func (d *dictionary) reorder(spellings []spelling, often string) {
	d.expect(spellings)
	counted(spellings, often)
	d.reorderContexts(spellings)
	d.reorderWords(spellings)
}

// reorderContexts renumbers left and right IDs; 0, the edge of a sentence, stays. The
// matrix becomes one of rows of right IDs: few nodes end at a place, and many words
// begin there.
func (d *dictionary) reorderContexts(spellings []spelling) {
	columns := d.columns
	rows := len(d.connection) / columns
	left, right := make([]float64, rows), make([]float64, columns)
	for _, s := range spellings {
		for id := s.first; ; id++ {
			m := d.morphs[id]
			left[m.left()] += s.often
			right[m.right()] += s.often
			if !m.more() {
				break
			}
		}
	}
	for _, m := range d.unkMorphs {
		left[m.left()] += frequency(m.weight())
		right[m.right()] += frequency(m.weight())
	}
	newLeft, newRight := ranks(left), ranks(right)
	for _, morphs := range [2][]morph{d.morphs, d.unkMorphs} {
		for i, m := range morphs {
			morphs[i] = newMorph(uint16(newLeft[m.left()]), uint16(newRight[m.right()]), int16(m.weight())) | m&furtherWord
		}
	}
	connection := make([]int16, len(d.connection))
	for l := range rows {
		for r, cost := range d.connection[l*columns : (l+1)*columns] {
			connection[int(newRight[r])*rows+int(newLeft[l])] = cost
		}
	}
	d.connection, d.columns = connection, rows
	d.apart = apartOf(connection, rows)
	d.most = make([]int32, nearIDs)
	least := make([]int32, columns) // by right ID: the least that any connection behind it costs
	for r := range columns {
		row := connection[r*rows:][:rows]
		least[r] = int32(slices.Min(row))
		most := &d.most[near(uint16(r))]
		*most = max(*most, int32(slices.Max(row)))
	}
	d.unkLeast = make([]int32, len(d.unkIndex))
	for c, k := range d.unkIndex {
		d.unkLeast[c] = maxCost
		for more := true; more; k++ {
			m := d.unkMorphs[k]
			cheapest := connection[m.left()]
			for r := range columns {
				cheapest = min(cheapest, connection[r*rows+int(m.left())])
			}
			d.unkLeast[c] = min(d.unkLeast[c], int32(cheapest)+m.weight()+least[m.right()])
			more = m.more()
		}
	}
}

// apartOf returns dictionary.apart for a matrix with rows of some columns.
func apartOf(connection []int16, columns int) *[nearIDs * nearIDs]int16 {
	apart := new([nearIDs * nearIDs]int16)
	for i := range apart {
		apart[i] = math.MaxInt16
	}
	last := min(nearIDs-1, len(connection)/columns)
	for a := range last {
		for b := range last {
			most := apartBy(connection, columns, uint16(a), uint16(b))
			apart[beside(uint8(a), uint8(b))] = int16(min(most, math.MaxInt16))
		}
	}
	return apart
}

// apartBy returns by how much a connection from the right ID a costs more than one from
// b to the same word behind, at most.
func apartBy(connection []int16, columns int, a, b uint16) int32 {
	most := int32(math.MinInt16)
	for l, cost := range connection[int(a)*columns:][:columns] {
		most = max(most, int32(cost)-int32(connection[int(b)*columns+l]))
	}
	return most
}

// frequency returns how often a word of a cost occurs, about: what the dictionary's
// makers took the logarithm of.
func frequency(cost int32) float64 { return math.Exp(-float64(cost) / 700) }

// expect says of each spelling how often it occurs in a text, about: as a word, or
// by chance, as letters of other words.
func (d *dictionary) expect(spellings []spelling) {
	letters := map[rune]float64{}
	words, all := 0.0, 0.0
	for i := range spellings {
		s := &spellings[i]
		for id := s.first; ; id++ {
			s.often = max(s.often, frequency(d.morphs[id].weight()))
			if !d.morphs[id].more() {
				break
			}
		}
		words += s.often
		for _, r := range s.text {
			letters[r] += s.often
			all += s.often
		}
	}
	for i := range spellings {
		chance := words
		for _, r := range spellings[i].text {
			chance *= letters[r] / all
		}
		spellings[i].often += chance
	}
}

// counted adds to what is expected of spellings, which is less than one, how often
// they were met.
func counted(spellings []spelling, often string) {
	met := map[string]float64{}
	for line := range strings.Lines(often) {
		word, number, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if n, err := strconv.Atoi(number); err == nil {
			met[word] = float64(n)
		}
	}
	total := 0.0
	for _, s := range spellings {
		total += s.often
	}
	for i := range spellings {
		s := &spellings[i]
		s.often = s.often/total + met[s.text]
	}
}

// ranks returns of each index its place in the order of frequencies, the greatest
// first; 0 stays first.
func ranks(frequencies []float64) []int16 {
	order := make([]int, len(frequencies)-1)
	for i := range order {
		order[i] = i + 1
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(frequencies[b], frequencies[a]) })
	ranks := make([]int16, len(frequencies))
	for rank, i := range order {
		ranks[i] = int16(rank + 1)
	}
	return ranks
}

// reorderWords renumbers the words by how often their spelling occurs; those of one
// spelling stay neighbours. Of words of one spelling and the same contexts only the
// cheapest, then the first, can be on a best path; the others are dropped.
func (d *dictionary) reorderWords(spellings []spelling) {
	slices.SortStableFunc(spellings, func(a, b spelling) int { return cmp.Compare(b.often, a.often) })
	var morphs []morph
	var facts []fact
	var baseOf []uint32
	for i, s := range spellings {
		last := s.first
		for d.morphs[last].more() {
			last++
		}
		spellings[i].first = int32(len(facts))
		for k := s.first; k <= last; k++ {
			if d.surpassed(k, s.first, last) {
				continue
			}
			morphs = append(morphs, d.morphs[k]|furtherWord)
			facts, baseOf = append(facts, d.facts[k]), append(baseOf, d.baseOf[k])
		}
		morphs[len(morphs)-1] &^= furtherWord
	}
	d.morphs, d.facts, d.baseOf = morphs, facts, baseOf
	d.reorderBases()
}

// reorderBases puts the base forms into the order of the words.
func (d *dictionary) reorderBases() {
	now := map[uint32]uint32{}
	var bases []byte
	for id, at := range d.baseOf {
		if at == 0 {
			continue
		}
		to, ok := now[at]
		if !ok {
			to = uint32(len(bases)) + 1
			now[at] = to
			bases = append(bases, d.bases[at-1:at+uint32(d.bases[at-1])]...)
		}
		d.baseOf[id] = to
	}
	d.bases = bases
}

// surpassed reports whether another word from first to last, all of one spelling,
// is better than word k wherever k can stand.
func (d *dictionary) surpassed(k, first, last int32) bool {
	mine := d.morphs[k]
	for other := first; other <= last; other++ {
		m := d.morphs[other]
		if other != k && m.left() == mine.left() && m.right() == mine.right() && (m.weight() < mine.weight() || m.weight() == mine.weight() && other < k) {
			return true
		}
	}
	return false
}
