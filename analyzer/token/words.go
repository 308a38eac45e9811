// The words of the dictionary lie in a double array of one 32-bit cell a node:
// the label that leads to the node in the low byte, its base above, and in the
// highest bit whether a word ends there, so that where none does, which is nearly
// everywhere, nothing more is loaded. From a node
// with base b the byte c leads to cell b+c if that cell has the label c; no two
// nodes share a base, so the label alone says whose cell it is. The word that ends
// at a node is in cell b itself, under the label 0 that no word has, as its ID
// plus one; an empty cell is 0.
//
// kagome's double array holds base and check of a node in eight bytes. Half of
// that is one load a byte instead of two, and twice as much of it in the caches.

package token

import (
	"errors"
	"fmt"
	"slices"
)

const (
	maxBase = 1<<23 - 1
	ends    = 1 << 31 // in the cell of a node: a word ends there
	labels  = 256
)

// array is a double array under construction. Free cells are linked, so that a
// place is sought among them alone.
type array struct {
	cells    []uint32
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
	a.cells = append(a.cells, make([]uint32, n-from)...)
	a.taken = append(a.taken, make([]bool, n-from)...)
	a.bases = append(a.bases, make([]bool, n-from)...)
	for i := from; i < n; i++ {
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
func (a *array) take(cell int, value uint32) {
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

// find returns a base for a node with these labels in order, the first of which
// may be 0 for a word that ends there. Free cells at which nothing fitted for long
// are given up: what is left there is scattered.
func (a *array) find(under []byte) int {
	first := int(under[0])
	for cell, tries := a.free, 0; ; cell = a.next[cell] {
		a.grow(int(cell) + labels + 1)
		if tries++; tries > 256 {
			a.free, tries = cell, 0
		}
		b := int(cell) - first
		if b < 0 || a.bases[b] || slices.ContainsFunc(under, func(c byte) bool { return a.taken[b+int(c)] }) {
			continue
		}
		return b
	}
}

// doubleArray builds the cells for a trie given by its edges: children returns
// the labels of a node in order and the nodes behind them, leaf the word that ends
// at a node or -1. Nodes are numbered by the caller.
func doubleArray(root int32, children func(node int32) ([]byte, []int32), leaf func(node int32) int32) ([]uint32, error) {
	type place struct {
		node int32
		cell int
	}
	a := &array{}
	a.grow(2 * labels)
	a.take(0, 0) // of the root
	queue := []place{{root, 0}}
	used := 0
	for k := 0; k < len(queue); k++ {
		at := queue[k]
		under, nodes := children(at.node)
		if slices.Contains(under, 0) {
			return nil, errors.New("double array: a word has the byte 0")
		}
		word := leaf(at.node)
		all := under
		if word >= 0 {
			all = append([]byte{0}, under...)
		}
		if len(all) == 0 {
			return nil, errors.New("double array: a node leads nowhere")
		}
		base := a.find(all)
		if base > maxBase || word >= maxBase {
			return nil, fmt.Errorf("double array: more than %d cells or words", maxBase)
		}
		a.bases[base] = true
		a.cells[at.cell] |= uint32(base) << 8
		used = max(used, base+labels)
		if word >= 0 {
			a.cells[at.cell] |= ends
			a.take(base, uint32(word+1)<<8)
		}
		for i, c := range under {
			a.take(base+int(c), uint32(c))
			queue = append(queue, place{nodes[i], base + int(c)})
		}
	}
	a.grow(used)
	return slices.Clip(a.cells[:used]), nil
}
