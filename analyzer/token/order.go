package token

import (
	"cmp"
	"slices"
)

// What is used often lies together. The tables of the dictionary are far larger
// than the inner caches, and most of what they hold, the names of places and
// people, no terms of service ever ask for. A word that costs little is frequent
// (that is what its cost says), so contexts and words are numbered by the least
// cost with which they occur: the hot part of a row of the connection matrix is
// then a few cache lines, and fewer pages of the file are ever touched.

// reorder renumbers contexts and words and drops words that can be on no best
// path. Results stay the same: what shares a spelling keeps its order.
func (d *dictionary) reorder() {
	d.reorderContexts()
	d.reorderWords()
}

// reorderContexts renumbers left and right IDs; 0, the edge of a sentence, stays.
func (d *dictionary) reorderContexts() {
	columns := d.rows
	rows := len(d.connection) / columns
	left, right := make([]int, rows), make([]int, columns)
	for i := range left {
		left[i] = maxCost
	}
	for i := range right {
		right[i] = maxCost
	}
	for _, morphs := range [2][]int16{d.morph, d.unkMorph} {
		for i := 0; i < len(morphs); i += 4 {
			l, r, weight := morphs[i], morphs[i+1], int(morphs[i+2])
			left[l], right[r] = min(left[l], weight), min(right[r], weight)
		}
	}
	newLeft, newRight := ranks(left), ranks(right)
	for _, morphs := range [2][]int16{d.morph, d.unkMorph} {
		for i := 0; i < len(morphs); i += 4 {
			morphs[i], morphs[i+1] = newLeft[morphs[i]], newRight[morphs[i+1]]
		}
	}
	connection := make([]int16, len(d.connection))
	for l := range rows {
		from, to := d.connection[l*columns:(l+1)*columns], connection[int(newLeft[l])*columns:]
		for r, cost := range from {
			to[newRight[r]] = cost
		}
	}
	d.connection = connection
}

// ranks returns of each index its place in the order of costs; 0 stays first.
func ranks(costs []int) []int16 {
	order := make([]int, len(costs)-1)
	for i := range order {
		order[i] = i + 1
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(costs[a], costs[b]) })
	ranks := make([]int16, len(costs))
	for rank, i := range order {
		ranks[i] = int16(rank + 1)
	}
	return ranks
}

// reorderWords renumbers the words by the least cost among those of one spelling,
// which stay neighbours. Of words of one spelling and the same contexts only the
// cheapest, then the first, can be on a best path; the others are dropped.
func (d *dictionary) reorderWords() {
	type group struct{ first, last, least int32 }
	var groups []group
	for id := int32(0); int(id) < len(d.class)/2; id++ {
		g := group{id, id, int32(d.morph[4*id+2])}
		for d.morph[4*id+3] != 0 {
			id++
			g.last, g.least = id, min(g.least, int32(d.morph[4*id+2]))
		}
		groups = append(groups, g)
	}
	slices.SortStableFunc(groups, func(a, b group) int { return cmp.Compare(a.least, b.least) })
	now := make(map[int32]int32, len(groups)) // first word of a spelling -> its new ID
	var morph []int16
	var class []uint8
	var base []uint32
	for _, g := range groups {
		now[g.first] = int32(len(base))
		for k := g.first; k <= g.last; k++ {
			if d.surpassed(k, g.first, g.last) {
				continue
			}
			morph = append(morph, d.morph[4*k:4*k+3]...)
			morph = append(morph, 1)
			class = append(class, d.class[2*k:2*k+2]...)
			base = append(base, d.base[k])
		}
		morph[len(morph)-1] = 0
	}
	d.morph, d.class, d.base = morph, class, base
	d.reorderBases()
	for i, cell := range d.words {
		// The cell of a word has the label 0 and the ID of its first word plus one.
		if uint8(cell) == 0 && cell != 0 && i != 0 {
			d.words[i] = uint32(now[int32(cell>>8)-1]+1) << 8
		}
	}
}

// reorderBases puts the base forms into the order of the words.
func (d *dictionary) reorderBases() {
	now := map[uint32]uint32{}
	var bases []byte
	for id, at := range d.base {
		if at == 0 {
			continue
		}
		to, ok := now[at]
		if !ok {
			to = uint32(len(bases)) + 1
			now[at] = to
			bases = append(bases, d.bases[at-1:at+uint32(d.bases[at-1])]...)
		}
		d.base[id] = to
	}
	d.bases = bases
}

// surpassed reports whether another word from first to last, all of one spelling,
// is better than word k wherever k can stand.
func (d *dictionary) surpassed(k, first, last int32) bool {
	at := func(id int32) []int16 { return d.morph[4*id : 4*id+3] }
	mine := at(k)
	for other := first; other <= last; other++ {
		m := at(other)
		if other != k && m[0] == mine[0] && m[1] == mine[1] && (m[2] < mine[2] || m[2] == mine[2] && other < k) {
			return true
		}
	}
	return false
}

// firstLetter and lastLetter bound the letters that begin nearly all words: kana
// and kanji.
const (
	firstLetter = 0x3000
	lastLetter  = 0x9FFF
)

// lettersOf returns of each letter from firstLetter to lastLetter the cell of the
// node behind it in the double array, 0 for none: one load in place of three.
func (d *dictionary) lettersOf() []uint32 {
	letters := make([]uint32, lastLetter-firstLetter+1)
	for i := range letters {
		base, cell := d.words[0]>>8&maxBase, uint32(0)
		for _, c := range []byte(string(rune(firstLetter + i))) {
			if cell = d.words[base+uint32(c)]; uint8(cell) != c {
				cell = 0
				break
			}
			base = cell >> 8 & maxBase
		}
		letters[i] = cell
	}
	return letters
}
