// How the lines of a page are found. All work is done in reading coordinates: x
// grows in the direction in which a line is read, y falls from line to line. For
// horizontal text these are those of the page; for vertical text x runs down and
// lines follow from right to left. So columns, tables, ruby and margins are the
// same work for both.

package pdf

import (
	"cmp"
	"slices"

	"github.com/yakkan/yakkan/analyzer/document/flow"
)

// char is a character in reading coordinates.
type char struct {
	r              rune
	x0, x1, y0, y1 float32
	size           float32 // of the em, as far as the box tells
	space          bool    // a blank was drawn before it
	box            flow.Box
}

func (c *char) y() float32 { return (c.y0 + c.y1) / 2 }

// strip is an unbroken stretch of characters on one row.
type strip struct {
	chars  []char
	x0, x1 float32
	y      float32
	size   float32
	label  float32 // where the words behind a number begin; 0 where there is none
	cell   int     // which cell of a ruled table it stands in, from 1; 0 outside
	raised bool    // ruby stood above it and moved it away from the line before
}

// row holds the strips of one height, from left to right.
type row []strip

// chars brings the glyphs of a page into reading coordinates, those of vertical
// text apart from those of horizontal text, and the ruled lines with them.
func (s *sheet) chars() (across, down []char, ruled grid) {
	glyphs := s.glyphs
	w, h := s.width, s.height
	var all []char
	space := false
	for _, g := range glyphs {
		if g.r == ' ' || g.r == '　' || g.r == 0xA0 {
			space = true
			continue
		}
		if g.r < ' ' || g.r == 0xFFFE || g.r == 0xFFFF {
			continue
		}
		b := turn(g.box, s.rotation, w, h)
		c := char{r: upright(g.r), x0: b.Left, x1: b.Right, y0: b.Bottom, y1: b.Top, box: g.box, space: space}
		space = false
		if c.x1 < c.x0 {
			c.x0, c.x1 = c.x1, c.x0
		}
		all = append(all, c)
	}
	if !vertical(all) {
		for i := range all {
			all[i].size = em(&all[i])
		}
		for _, b := range s.rules {
			ruled.add(turn(b, s.rotation, w, h))
		}
		return all, nil, ruled
	}
	top := h
	if s.rotation&1 == 1 {
		top = w
	}
	// The head and the foot of a page of vertical text are written across.
	lo, hi := float32(1e9), float32(-1e9)
	for i := 1; i < len(all); i++ {
		if steps(&all[i-1], &all[i]) == 'v' {
			lo, hi = min(lo, all[i].y0), max(hi, all[i-1].y1)
		}
	}
	for _, c := range all {
		if c.y1 < lo+1 || c.y0 > hi-1 {
			c.size = em(&c)
			across = append(across, c)
			continue
		}
		c.x0, c.x1, c.y0, c.y1 = top-c.y1, top-c.y0, c.x0, c.x1
		c.size = em(&c)
		down = append(down, c)
	}
	for _, b := range s.rules {
		b = turn(b, s.rotation, w, h)
		ruled.add(flow.Box{Left: top - b.Top, Bottom: b.Left, Right: top - b.Bottom, Top: b.Right})
	}
	return across, down, ruled
}

// turned parts the characters of a page by the way they lie: most of them first, with
// the letters that lie on their side in vertical text, and the others after them.
func (s *sheet) turned() []*sheet {
	var count [4]int
	for _, g := range s.glyphs {
		count[g.turn]++
	}
	main := int8(0)
	for k := range count {
		if count[k] > count[main] {
			main = int8(k)
		}
	}
	if count[main] == len(s.glyphs) {
		out := *s
		out.rotation = int(4-main) & 3
		return []*sheet{&out}
	}
	of := func(keep func(int8) bool, turn int8) *sheet {
		out := *s
		out.rotation, out.glyphs = int(4-turn)&3, nil
		for _, g := range s.glyphs {
			if keep(g.turn) {
				out.glyphs = append(out.glyphs, g)
			}
		}
		return &out
	}
	first := of(func(k int8) bool { return k == main }, main)
	across, down, _ := first.chars()
	lying := int8(-1)
	if len(down) > len(across) {
		lying = (main + 1) & 3
		first = of(func(k int8) bool { return k == main || k == lying }, main)
	}
	out := []*sheet{first}
	for k := range int8(4) {
		if k != main && k != lying && count[k] > 0 {
			out = append(out, of(func(o int8) bool { return o == k }, k))
		}
	}
	return out
}

// em estimates the size of the font: the advance of a full-width character, and
// somewhat less than the height of the box of others.
func em(c *char) float32 {
	w, h := c.x1-c.x0, c.y1-c.y0
	if c.r >= 0x2E80 && w > 0.6*h && w < 1.3*h {
		return w
	}
	return h * 0.95
}

// turn brings a box of a turned page into the coordinates in which it is shown.
func turn(b flow.Box, quarters int, w, h float32) flow.Box {
	switch quarters {
	case 1:
		return flow.Box{Left: b.Bottom, Bottom: w - b.Right, Right: b.Top, Top: w - b.Left}
	case 2:
		return flow.Box{Left: w - b.Right, Bottom: h - b.Top, Right: w - b.Left, Top: h - b.Bottom}
	case 3:
		return flow.Box{Left: h - b.Top, Bottom: b.Left, Right: h - b.Bottom, Top: b.Right}
	}
	return b
}

// steps tells how the text goes on from a to b: 'h' to the right, 'v' down, or 0.
func steps(a, b *char) byte {
	size := max(a.x1-a.x0, a.y1-a.y0, b.x1-b.x0, b.y1-b.y0)
	dx, dy := (b.x0+b.x1-a.x0-a.x1)/2, (b.y0+b.y1-a.y0-a.y1)/2
	switch {
	case dx > 0.2*size && dx < 1.6*size && dy < 0.3*size && dy > -0.3*size:
		return 'h'
	case dy < -0.2*size && dy > -1.6*size && dx < 0.3*size && dx > -0.3*size:
		return 'v'
	}
	return 0
}

// vertical reports whether most of a page runs down.
func vertical(all []char) bool {
	h, v := 0, 0
	for i := 1; i < len(all); i++ {
		switch steps(&all[i-1], &all[i]) {
		case 'h':
			h++
		case 'v':
			v++
		}
	}
	return v > h
}

// upright returns the ordinary character for a form of vertical text.
func upright(r rune) rune {
	switch {
	case r >= 0xFE10 && r <= 0xFE19:
		return []rune("，、。：；！？〖〗…")[r-0xFE10]
	case r >= 0xFE35 && r <= 0xFE44:
		return []rune("（）｛｝〔〕【】《》〈〉「」『』")[r-0xFE35]
	case r == 0xFE30:
		return '…'
	case r == 0xFE31, r == 0xFE32:
		return 'ー'
	}
	return r
}

// rows gathers characters into rows, from the top, without ruby.
func rows(chars []char, ruled *grid) []row {
	slices.SortStableFunc(chars, func(a, b char) int { return cmp.Compare(b.y(), a.y()) })
	var groups [][]char
	for i := 0; i < len(chars); {
		j := i + 1
		y, size, n := chars[i].y(), chars[i].size, float32(1)
		for j < len(chars) && y-chars[j].y() < 0.35*max(size, chars[j].size) {
			y = (y*n + chars[j].y()) / (n + 1)
			size = max(size, chars[j].size)
			n++
			j++
		}
		groups = append(groups, chars[i:j])
		i = j
	}
	narrow := bands(groups)
	var out []row
	for i, g := range groups {
		if r := strips(g, ruled, narrow[i]); len(r) > 0 {
			out = append(out, r)
		}
	}
	return withoutRuby(out)
}

// strips cuts a row where a gap is wider than any between words, and at the gutters
// of which it is one.
func strips(g []char, ruled *grid, gutters []float32) row {
	slices.SortStableFunc(g, func(a, b char) int { return cmp.Compare(a.x0, b.x0) })
	var out row
	for _, c := range g {
		if n := len(out); n > 0 {
			last := &out[n-1]
			prev := &last.chars[len(last.chars)-1]
			size := max(prev.size, c.size)
			if prev.r == c.r && c.x0-prev.x0 < 0.15*size {
				continue // struck twice, to look bold
			}
			parted := slices.ContainsFunc(gutters, func(x float32) bool { return prev.x1 <= x && x <= c.x0 })
			if c.x0-last.x1 < 1.6*size && !parted && !ruled.between(prev, &c) {
				last.chars = append(last.chars, c)
				last.x1 = max(last.x1, c.x1)
				continue
			}
		}
		out = append(out, strip{chars: []char{c}, x0: c.x0, x1: c.x1})
	}
	for i := range out {
		out[i].measure()
		out[i].cell = ruled.cell(&out[i])
	}
	return joinLabels(out)
}

func (s *strip) measure() {
	sizes := make([]float32, len(s.chars))
	var y float32
	for i := range s.chars {
		sizes[i] = s.chars[i].size
		y += s.chars[i].y()
	}
	slices.Sort(sizes)
	s.size, s.y = sizes[len(sizes)/2], y/float32(len(s.chars))
	s.label = 0
	for k := 1; k <= 8 && k < len(s.chars); k++ {
		c := &s.chars[k]
		if isLabel(s.chars[:k]) && (c.x0-s.chars[k-1].x1 > 0.2*s.size || c.space) {
			s.label = c.x0
			return
		}
	}
}

// joinLabels puts a number and the words behind its tab together again.
func joinLabels(r row) row {
	for len(r) > 1 && r[0].cell == r[1].cell && isLabel(r[0].chars) && r[1].x0-r[0].x1 < 5*r[1].size {
		first := strip{chars: append(r[0].chars, r[1].chars...), x0: r[0].x0, x1: r[1].x1}
		first.measure()
		first.label, first.cell = r[1].x0, r[1].cell
		r = append(row{first}, r[2:]...)
	}
	return r
}

// isLabel reports whether characters are the number of a provision or a bullet.
func isLabel(cs []char) bool {
	if len(cs) == 0 || len(cs) > 8 {
		return false
	}
	if len(cs) == 1 {
		switch r := cs[0].r; {
		case r >= '①' && r <= '⒛', r == '・', r == '•', r == '●', r == '○', r == '■', r == '◆', r == '※':
			return true
		}
	}
	digits, other := 0, 0
	for i, c := range cs {
		switch r := c.r; {
		case r >= '0' && r <= '9', r >= '０' && r <= '９', r == '一', r == '二', r == '三', r == '四', r == '五', r == '六', r == '七', r == '八', r == '九', r == '十', r == '百':
			digits++
		case r == '.', r == '．', r == '、', r == '-', r == '(', r == ')', r == '（', r == '）', r == '第', r == '条', r == '項', r == '章', r == 'の':
			other++
		case (r >= 'a' && r <= 'z' || r >= 'ァ' && r <= 'ン' || r >= 'A' && r <= 'Z') && digits == 0 && (i == 0 || i == 1 && other == 1):
			digits++
		default:
			return false
		}
	}
	return digits > 0
}

// withoutRuby drops the rows of small kana that stand close above words.
func withoutRuby(in []row) []row {
	var out []row
	for i, r := range in {
		kept := r[:0:0]
		for _, s := range r {
			if i+1 < len(in) && ruby(&s, in[i+1]) {
				in[i+1][0].raised = true
				continue
			}
			kept = append(kept, s)
		}
		if len(kept) > 0 {
			out = append(out, kept)
		}
	}
	return out
}

func ruby(s *strip, below row) bool {
	for i := range s.chars {
		if r := s.chars[i].r; r < 0x3041 || r > 0x30FF {
			return false
		}
	}
	for i := range below {
		b := &below[i]
		if s.size <= 0.65*b.size && s.y-b.y < 1.2*b.size && s.x0 > b.x0-b.size && s.x1 < b.x1+b.size {
			return true
		}
	}
	return false
}
