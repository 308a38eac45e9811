package pdf

import (
	"cmp"
	"math"
	"slices"
)

// Columns may stand so close that the gap between them is no wider than a blank. It
// is told from blanks by where it stands: at the same place in row after row, with
// running text on both sides. Characters alone are looked at here, before rows are
// cut into strips.

const (
	bandRows  = 6   // fewest rows with text on both sides
	bandGap   = 0.6 // narrowest gap, in em
	bandTries = 40  // places that are looked at
)

// bands returns for each row the narrow gutters that run through it. Rows are sorted
// from the top; their characters need not be.
func bands(rows [][]char) [][]float32 {
	out := make([][]float32, len(rows))
	lines := make([][]char, len(rows))
	for i, r := range rows {
		lines[i] = slices.Clone(r)
		slices.SortStableFunc(lines[i], func(a, b char) int { return cmp.Compare(a.x0, b.x0) })
	}
	for _, at := range gapsOf(lines) {
		for i := 0; i < len(lines); {
			j, both := i, 0
			for j < len(lines) {
				s := sideOf(lines[j], at)
				if s == crossed {
					break
				}
				if s == bothSides {
					both++
				}
				j++
			}
			if both >= bandRows && running(lines[i:j], at) {
				for k := i; k < j; k++ {
					out[k] = append(out[k], at)
				}
			}
			i = j + 1
		}
	}
	return out
}

// gapsOf returns the middles of gaps that many rows have at about the same place.
func gapsOf(lines [][]char) []float32 {
	const step = 2 // points
	count := map[int]int{}
	for _, l := range lines {
		for i := 1; i < len(l); i++ {
			if gap := l[i].x0 - l[i-1].x1; gap > bandGap*max(l[i].size, l[i-1].size) {
				// A wide gap, behind the end of a paragraph, has many middles.
				for k := int(math.Ceil(float64(l[i-1].x1 / step))); float32(k*step) <= l[i].x0; k++ {
					count[k]++
				}
			}
		}
	}
	places := make([]int, 0, len(count))
	for k, n := range count {
		if n >= bandRows {
			places = append(places, k)
		}
	}
	slices.SortFunc(places, func(a, b int) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	out := make([]float32, 0, bandTries)
	for _, k := range places[:min(len(places), bandTries)] {
		out = append(out, float32(k*step))
	}
	return out
}

// side says where the characters of a row stand as seen from a place.
type side uint8

const (
	oneSide side = iota
	bothSides
	crossed // a character, or a gap no wider than between words, is there
)

func sideOf(l []char, at float32) side {
	if len(l) == 0 || l[0].x0 >= at || l[len(l)-1].x1 <= at {
		return oneSide
	}
	for i := 1; i < len(l); i++ {
		if l[i].x0 >= at {
			if l[i-1].x1 > at || l[i].x0-l[i-1].x1 <= bandGap*max(l[i].size, l[i-1].size) {
				return crossed
			}
			return bothSides
		}
	}
	return crossed
}

// running reports whether running text stands on both sides of a place: columns of
// some width that most of their lines fill.
func running(lines [][]char, at float32) bool {
	var left, right [][2]float32
	var size float32
	for _, l := range lines {
		if sideOf(l, at) != bothSides {
			continue
		}
		k := slices.IndexFunc(l, func(c char) bool { return c.x0 >= at })
		left, right = append(left, [2]float32{l[0].x0, l[k-1].x1}), append(right, [2]float32{l[k].x0, l[len(l)-1].x1})
		size = max(size, l[k].size)
	}
	return filled(left, size) && filled(right, size)
}

// filled reports whether stretches are the lines of a column: one in five at least
// goes on to where the longest ends.
func filled(stretches [][2]float32, size float32) bool {
	x0, x1 := stretches[0][0], stretches[0][1]
	for _, s := range stretches {
		x0, x1 = min(x0, s[0]), max(x1, s[1])
	}
	if x1-x0 < 8*size {
		return false
	}
	full := 0
	for _, s := range stretches {
		if x1-s[1] < 2*size && s[0]-x0 < 6*size {
			full++
		}
	}
	return full >= 3 && 5*full >= len(stretches)
}
