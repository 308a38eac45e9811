// How columns are found. A gutter is a height of the page that a run of rows leaves
// free, with lines on both sides that fill their column about as far as running
// text does; the cells of a table do not. The rows above the run come first, then
// the left column, the right one, and the rows below; each part is cut again.

package pdf

import "slices"

// part is a piece of a page whose rows are read from top to bottom.
type part struct {
	rows   []row
	x0, x1 float32
	column bool // it stands beside another
}

const columnRows = 4 // fewest lines of a column

// parts cuts rows into the pieces in which they are read.
func parts(rs []row, column bool, depth int) []part {
	if len(rs) == 0 {
		return nil
	}
	x0, x1 := extent(rs)
	if depth < 4 {
		if at, from, to, ok := gutter(rs, x0, x1); ok {
			left, right := split(rs[from:to], at)
			out := parts(rs[:from], column, depth+1)
			out = append(out, parts(left, true, depth+1)...)
			out = append(out, parts(right, true, depth+1)...)
			return append(out, parts(rs[to:], column, depth+1)...)
		}
	}
	return []part{{rows: rs, x0: x0, x1: x1, column: column}}
}

func extent(rs []row) (x0, x1 float32) {
	x0, x1 = 1e9, -1e9
	for _, r := range rs {
		for i := range r {
			x0, x1 = min(x0, r[i].x0), max(x1, r[i].x1)
		}
	}
	return x0, x1
}

// gutter finds the gap between two columns, and the rows between which it stands.
func gutter(rs []row, x0, x1 float32) (at float32, from, to int, ok bool) {
	best := 0
	for _, g := range candidates(rs, x0, x1) {
		for i := 0; i < len(rs); {
			if crosses(rs[i], g) {
				i++
				continue
			}
			j := i
			for j < len(rs) && !crosses(rs[j], g) {
				j++
			}
			a, b := i, j
			i = j
			// Rows of one side alone, at the ends of the run, may be headings above it.
			if n := b - a; n > best && columns(rs[a:b], g) {
				best, at, from, to, ok = n, g, a, b, true
			}
		}
	}
	return at, from, to, ok
}

// candidates are places before which lines begin, in the middle of the page.
func candidates(rs []row, x0, x1 float32) []float32 {
	width := x1 - x0
	count := map[int]int{}
	at := map[int]float32{}
	for _, r := range rs {
		for i := range r {
			x := r[i].x0
			if x < x0+0.2*width || x > x1-0.2*width {
				continue
			}
			k := int(x / 3)
			count[k]++
			if old, seen := at[k]; !seen || x < old {
				at[k] = x
			}
		}
	}
	var out []float32
	for k, n := range count {
		if n+count[k+1] >= columnRows-1 {
			out = append(out, at[k]-1)
		}
	}
	slices.Sort(out)
	return out[:min(len(out), 12)]
}

func crosses(r row, g float32) bool {
	for i := range r {
		if r[i].x0 < g && r[i].x1 > g {
			return true
		}
	}
	return false
}

// columns reports whether rows are two columns of running text.
func columns(rs []row, g float32) bool {
	left, right := split(rs, g)
	if len(left) < columnRows || len(right) < columnRows {
		return false
	}
	lw, lfill := fill(left)
	rw, rfill := fill(right)
	return lfill > 0.5 && rfill > 0.5 && lw < 2.2*rw && rw < 2.2*lw
}

// fill returns the width of a column and how far its lines fill it; 0 where it is
// too narrow for running text.
func fill(rs []row) (width, share float32) {
	x0, x1 := extent(rs)
	width = x1 - x0
	var sum, size float32
	n := float32(0)
	for _, r := range rs {
		sum += r[len(r)-1].x1 - r[0].x0
		size += r[0].size
		n++
	}
	if width < 8*size/n {
		return width, 0
	}
	return width, sum / (n * width)
}

func split(rs []row, g float32) (left, right []row) {
	for _, r := range rs {
		var a, b row
		for _, s := range r {
			if s.x0 < g {
				a = append(a, s)
			} else {
				b = append(b, s)
			}
		}
		if len(a) > 0 {
			left = append(left, a)
		}
		if len(b) > 0 {
			right = append(right, joinLabels(b))
		}
	}
	return left, right
}
