// How tables are found. A row with gaps wider than any blank has cells. The rows
// near it that lack its first cell, but begin where one of its others does, go on
// with that cell; a cell that stands in the middle of the height of its row has
// such rows above it as well. Where lines are ruled, they tell cells and rows.

package pdf

import (
	"strings"

	"github.com/yakkan/yakkan/analyzer/document/flow"
)

// tables turns the rows of a part into lines: rows of tables, or lines of text.
func tables(rs []row, ruled *grid) []printed {
	var out []printed
	for i := 0; i < len(rs); {
		if n := ruled.rowAt(rs, i); n > 0 {
			out = append(out, ruledRow(rs[i:i+n])...)
			i += n
			continue
		}
		if len(rs[i]) < 2 && !above(rs, i) {
			out = append(out, line(rs[i]))
			i++
			continue
		}
		// The rows that belong to one row of a table.
		main := i
		for len(rs[main]) < 2 {
			main++
		}
		end := main + 1
		for end < len(rs) && partOf(rs[end], rs[main], rs[end-1]) && !nearer(rs, end) {
			end++
		}
		out = append(out, tableRow(rs[i:end], rs[main]))
		i = end
	}
	return out
}

// above reports whether row i is the upper part of a cell whose row stands below.
func above(rs []row, i int) bool {
	for j := i; j+1 < len(rs) && j < i+6; j++ {
		if len(rs[j+1]) > 1 {
			return partOf(rs[i], rs[j+1], rs[j+1]) && rs[j][0].y-rs[j+1][0].y < 1.7*rs[j][0].size
		}
		if !close(rs[j], rs[j+1]) || abs(rs[j][0].x0-rs[j+1][0].x0) > rs[j][0].size {
			return false
		}
	}
	return false
}

func close(a, b row) bool { return a[0].y-b[0].y < 1.7*max(a[0].size, b[0].size) }

// partOf reports whether r goes on with cells of a row but for its first.
func partOf(r, of, before row) bool {
	if len(r) >= len(of) || before[0].y-r[0].y > 1.7*max(before[0].size, r[0].size) {
		return false
	}
	for i := range r {
		found := false
		for k := 1; k < len(of); k++ {
			found = found || abs(r[i].x0-of[k].x0) < of[k].size
		}
		if !found {
			return false
		}
	}
	return true
}

// nearer reports whether row i stands nearer to a row of cells below it than to the
// row above it.
func nearer(rs []row, i int) bool {
	return i+1 < len(rs) && len(rs[i+1]) > 1 && 1.15*(rs[i][0].y-rs[i+1][0].y) < rs[i-1][0].y-rs[i][0].y
}

// tableRow writes rows as one row of a table with the cells of main.
func tableRow(rs []row, main row) printed {
	p := line(main)
	p.Edges, p.Box = nil, flow.Box{}
	var b strings.Builder
	for k := range main {
		if k > 0 {
			b.WriteByte('\t')
		}
		for _, r := range rs {
			for i := range r {
				if cellOf(&r[i], main) == k {
					p.write(&b, &r[i])
				}
			}
		}
	}
	p.Text, p.Kind, p.table = b.String(), flow.TableRow, true
	return p
}

// cellOf returns the cell that a strip stands in.
func cellOf(s *strip, main row) int {
	for k := len(main) - 1; k > 0; k-- {
		if s.x0 > main[k].x0-main[k].size {
			return k
		}
	}
	return 0
}
