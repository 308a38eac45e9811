package pdf

import (
	"cmp"
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/document/flow"
)

// grid holds the ruled lines of a page in reading coordinates.
type grid struct {
	upright []flow.Box // between cells
	level   []flow.Box // between rows
}

func (g *grid) add(b flow.Box) {
	if b.Right-b.Left < b.Top-b.Bottom {
		g.upright = append(g.upright, b)
	} else {
		g.level = append(g.level, b)
	}
}

// between reports whether a line is ruled between two characters of a row.
func (g *grid) between(a, b *char) bool {
	for i := range g.upright {
		l := &g.upright[i]
		if x := (l.Left + l.Right) / 2; x > a.x1-0.3*a.size && x < b.x0+0.3*b.size && l.Bottom < a.y() && l.Top > a.y() {
			return true
		}
	}
	return false
}

// cell counts the upright lines left of a strip; 0 where there is none on both sides.
func (g *grid) cell(s *strip) int {
	mid := (s.x0 + s.x1) / 2
	var left []float32
	right := false
	for i := range g.upright {
		l := &g.upright[i]
		if l.Bottom > s.y || l.Top < s.y {
			continue
		}
		if x := (l.Left + l.Right) / 2; x < mid {
			left = append(left, x)
		} else {
			right = true
		}
	}
	if !right {
		return 0
	}
	slices.SortFunc(left, cmp.Compare[float32])
	n := 0
	for i, x := range left {
		if i == 0 || x-left[i-1] > 2*thin {
			n++
		}
	}
	return n
}

// rowAt returns how many rows from i on are one row of a ruled table with two cells
// or more; 0 where row i stands in none.
func (g *grid) rowAt(rs []row, i int) int {
	if rs[i][0].cell == 0 {
		return 0
	}
	n := 1
	for i+n < len(rs) && rs[i+n][0].cell > 0 && !g.parted(&rs[i+n-1][0], &rs[i+n][0]) {
		n++
	}
	for _, r := range rs[i : i+n] {
		if g.columns(r[0].y) > 1 {
			return n
		}
	}
	return 0 // a frame around text
}

// columns returns how many cells the upright lines make at a height.
func (g *grid) columns(y float32) int {
	var at []float32
	for i := range g.upright {
		if l := &g.upright[i]; l.Bottom <= y && l.Top >= y {
			at = append(at, (l.Left+l.Right)/2)
		}
	}
	slices.SortFunc(at, cmp.Compare[float32])
	n := -1
	for i, x := range at {
		if i == 0 || x-at[i-1] > 2*thin {
			n++
		}
	}
	return n
}

// parted reports whether a line is ruled between two rows.
func (g *grid) parted(a, b *strip) bool {
	for i := range g.level {
		l := &g.level[i]
		if y := (l.Bottom + l.Top) / 2; y < a.y && y > b.y && l.Left < max(a.x0, b.x0)+a.size && l.Right > min(a.x1, b.x1)-a.size {
			return true
		}
	}
	return false
}

// ruledRow writes rows as one row of a table, cell by cell.
func ruledRow(rs []row) []printed {
	p := line(rs[0])
	p.Edges, p.Box = nil, flow.Box{}
	last := 0
	for _, r := range rs {
		for i := range r {
			last = max(last, r[i].cell)
		}
	}
	var b strings.Builder
	for k := 1; k <= last; k++ {
		if b.Len() > 0 {
			b.WriteByte('\t')
		}
		for _, r := range rs {
			for i := range r {
				if r[i].cell == k {
					p.write(&b, &r[i])
				}
			}
		}
	}
	p.Text, p.Kind, p.table = b.String(), flow.TableRow, true
	return []printed{p}
}
