package letters

import (
	"cmp"
	"container/heap"
	"errors"
	"fmt"
	"slices"
)

// Entry is a word on its way into a double array.
type Entry struct {
	Letters []uint16 // their numbers
	Word    int32    // from 0
	Often   float64  // how often it is met; what is met often lies together
}

// branch is a node whose children have no place yet: the entries that go on behind it.
type branch struct {
	entries []Entry
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

// Build returns the cells of the words of entries, which are distinct and not empty;
// letters is the greatest number of a letter. It sorts entries.
func Build(entries []Entry, letters int) ([]Cell, error) {
	slices.SortFunc(entries, func(a, b Entry) int { return slices.Compare(a.Letters, b.Letters) })
	a := &array{span: letters + 1}
	a.grow(2 * a.span)
	a.bases[0] = true
	a.take(0, None)
	rest := &branches{{entries: entries}}
	used := a.span
	var labels []uint16
	for rest.Len() > 0 {
		b := heap.Pop(rest).(branch)
		labels = labels[:0]
		for i, e := range b.entries {
			if len(e.Letters) == b.depth {
				return nil, errors.New("double array: a spelling is empty or comes twice")
			}
			if i == 0 || e.Letters[b.depth] != labels[len(labels)-1] {
				labels = append(labels, e.Letters[b.depth])
			}
		}
		base := 0
		if b.depth > 0 {
			if base = a.find(labels); base > maxBase {
				return nil, fmt.Errorf("double array: more than %d cells", maxBase)
			}
			a.bases[base] = true
			a.cells[b.cell] |= Cell(base) << 16
			used = max(used, base+a.span)
		}
		for from := 0; from < len(b.entries); {
			label := b.entries[from].Letters[b.depth]
			to, often := from, b.entries[from].Often
			for to < len(b.entries) && b.entries[to].Letters[b.depth] == label {
				often = max(often, b.entries[to].Often)
				to++
			}
			cell := base + int(label)
			value := Cell(label)
			if e := b.entries[from]; len(e.Letters) == b.depth+1 { // the first in order ends here
				if e.Word < 0 || e.Word > maxWord {
					return nil, fmt.Errorf("double array: more than %d words", maxWord)
				}
				value |= Cell(e.Word+1) << 40
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
	cells    []Cell
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
	a.cells = append(a.cells, make([]Cell, n-from)...)
	a.taken = append(a.taken, make([]bool, n-from)...)
	a.bases = append(a.bases, make([]bool, n-from)...)
	for i := from; i < n; i++ {
		a.cells[i] = None
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
func (a *array) take(cell int, value Cell) {
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
