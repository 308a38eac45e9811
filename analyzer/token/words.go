// The words of the dictionary lie in a double array of one 64-bit cell a node.
// Its labels are letters, not bytes: each letter that a word is made of has a
// number, frequent ones small ones, and from a node with base b the letter n leads
// to cell b+n if that cell has the label n. No two nodes share a base, so the label
// alone says whose cell it is. The root has base 0: the first letter leads to its
// own cell at once. A cell holds
//
//	its label, the number of the letter     bits 0 to 15, notLetter where it is empty
//	its base, 0 where nothing goes on       bits 16 to 39
//	the word that ends there, plus one      bits 40 to 63
//
// so one load a letter says all. Nodes get their places in the order of the most
// frequent word behind them.
//
// kagome's double array has the bytes of words as labels: three loads of eight
// bytes a letter, and a text of terms looks at nearly all of its pages.

package token

import (
	"cmp"
	"container/heap"
	"errors"
	"fmt"
	"slices"
)

const (
	maxBase   = 1<<24 - 1
	maxWord   = 1<<24 - 2
	notLetter = 1<<16 - 1
)

// spelling is what words of the dictionary are written like.
type spelling struct {
	text  string
	first int32   // word ID; those of one spelling are neighbours
	often float64 // how often it occurs in a text, about; only the order matters
}

// letterCodes numbers the letters of spellings from 1, the most frequent first.
func letterCodes(all []spelling) (map[rune]uint16, error) {
	count := map[rune]int{}
	for _, s := range all {
		for _, r := range s.text {
			count[r]++
		}
	}
	letters := make([]rune, 0, len(count))
	for r := range count {
		letters = append(letters, r)
	}
	slices.SortFunc(letters, func(a, b rune) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	if len(letters) >= notLetter {
		return nil, errors.New("double array: too many letters")
	}
	codes := make(map[rune]uint16, len(letters))
	for i, r := range letters {
		codes[r] = uint16(i + 1)
	}
	return codes, nil
}

// entry is a spelling on its way into the double array.
type entry struct {
	letters []uint16
	word    int32
	often   float64
}

// branch is a node whose children have no place yet: the entries that go on behind it.
type branch struct {
	entries []entry
	depth   int
	cell    int
	often   float64 // of the most frequent of them
}

type branches []branch

func (b branches) Len() int      { return len(b) }
func (b branches) Swap(i, j int) { b[i], b[j] = b[j], b[i] }
func (b branches) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(b[j].often, b[i].often), cmp.Compare(b[i].cell, b[j].cell)) < 0
}
func (b *branches) Push(x any) { *b = append(*b, x.(branch)) }
func (b *branches) Pop() any {
	last := (*b)[len(*b)-1]
	*b = (*b)[:len(*b)-1]
	return last
}

// doubleArray builds the cells for entries, which are distinct.
func doubleArray(entries []entry, letters int) ([]uint64, error) {
	slices.SortFunc(entries, func(a, b entry) int { return slices.Compare(a.letters, b.letters) })
	a := &array{span: letters + 1}
	a.grow(2 * a.span)
	a.bases[0] = true
	a.take(0, notLetter)
	rest := &branches{{entries: entries}}
	used := a.span
	var labels []uint16
	for rest.Len() > 0 {
		b := heap.Pop(rest).(branch)
		labels = labels[:0]
		for i, e := range b.entries {
			if len(e.letters) == b.depth {
				return nil, errors.New("double array: a spelling is empty or comes twice")
			}
			if i == 0 || e.letters[b.depth] != labels[len(labels)-1] {
				labels = append(labels, e.letters[b.depth])
			}
		}
		base := 0
		if b.depth > 0 {
			if base = a.find(labels); base > maxBase {
				return nil, fmt.Errorf("double array: more than %d cells", maxBase)
			}
			a.bases[base] = true
			a.cells[b.cell] |= uint64(base) << 16
			used = max(used, base+a.span)
		}
		for from := 0; from < len(b.entries); {
			label := b.entries[from].letters[b.depth]
			to, often := from, b.entries[from].often
			for to < len(b.entries) && b.entries[to].letters[b.depth] == label {
				often = max(often, b.entries[to].often)
				to++
			}
			cell := base + int(label)
			value := uint64(label)
			if e := b.entries[from]; len(e.letters) == b.depth+1 { // the first in order ends here
				if e.word < 0 || e.word > maxWord {
					return nil, fmt.Errorf("double array: more than %d words", maxWord)
				}
				value |= uint64(e.word+1) << 40
				from++
			}
			a.take(cell, value)
			if from < to {
				heap.Push(rest, branch{b.entries[from:to], b.depth + 1, cell, often})
			}
			from = to
		}
	}
	a.grow(used)
	return slices.Clip(a.cells[:used]), nil
}

// array is a double array under construction. Free cells are linked, so that a
// place is sought among them alone.
type array struct {
	span     int // one more than the largest label
	cells    []uint64
	taken    []bool  // cells
	bases    []bool  // bases in use
	next     []int32 // free cell -> the next free one
	previous []int32
	free     int32 // the first free cell that is looked at
}

// grow makes room for n cells.
func (a *array) grow(n int) {
	from := len(a.cells)
	if n <= from {
		return
	}
	n = max(n, from+from/2)
	a.cells = append(a.cells, make([]uint64, n-from)...)
	a.taken = append(a.taken, make([]bool, n-from)...)
	a.bases = append(a.bases, make([]bool, n-from)...)
	for i := from; i < n; i++ {
		a.cells[i] = notLetter
		a.next = append(a.next, int32(i+1))
		a.previous = append(a.previous, int32(i-1))
	}
	// The last free cell before already points to the first new one, and a taken
	// last cell was unlinked towards it.
	for i := from - 1; i >= 0; i-- {
		if !a.taken[i] {
			a.previous[from] = int32(i)
			break
		}
	}
}

// take marks a free cell as taken.
func (a *array) take(cell int, value uint64) {
	p, n := a.previous[cell], a.next[cell]
	if p >= 0 {
		a.next[p] = n
	}
	a.grow(int(n) + 1)
	a.previous[n] = p
	if a.free == int32(cell) {
		a.free = n
	}
	a.taken[cell], a.cells[cell] = true, value
}

// find returns a base for a node with these labels. Free cells at which nothing
// fitted for long are given up: what is left there is scattered.
func (a *array) find(labels []uint16) int {
	first := int(labels[0])
	for cell, tries := a.free, 0; ; cell = a.next[cell] {
		a.grow(int(cell) + a.span + 1)
		if tries++; tries > 1<<13 {
			a.free, tries = cell, 0
		}
		b := int(cell) - first
		if b <= 0 || a.bases[b] || slices.ContainsFunc(labels, func(c uint16) bool { return a.taken[b+int(c)] }) {
			continue
		}
		return b
	}
}
