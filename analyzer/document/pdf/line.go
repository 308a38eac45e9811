package pdf

import (
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/document/flow"
)

// printed is a line of a page.
type printed struct {
	flow.Line
	x0, x1, y, size float32
	label           float32
	raised          bool
	part            int // index of its part among those of the document
	column          bool
	left, right     float32 // of its part
	table           bool
	outer           bool    // a gap parts it from the body at the head or foot of the page
	height          float32 // share of the page height at which it stands, from the top
}

// assemble turns pages into lines.
func assemble(sheets []*sheet) []flow.Line {
	var pages [][]printed
	part := 0
	for _, s := range sheets {
		var all, aside []printed
		turned := s.turned()
		for _, t := range turned[1:] {
			across, down, ruled := t.chars()
			aside = append(aside, t.lines(append(across, down...), &ruled, &part)...)
		}
		for i := range aside {
			aside[i].height = 0.5 // what lies another way has no head and foot
		}
		s = turned[0]
		across, down, ruled := s.chars()
		if len(down) > 0 {
			all = s.lines(down, &ruled, &part)
			for i := range all {
				all[i].height = 0.5 // lines that run down have no head and foot
			}
			margin := s.lines(across, &grid{}, &part)
			for _, m := range margin {
				if m.height < 0.5 {
					all = append([]printed{m}, all...)
				} else {
					all = append(all, m)
				}
			}
		} else {
			all = s.lines(across, &ruled, &part)
		}
		pages = append(pages, append(all, aside...))
	}
	pages = withoutMargins(pages)
	var all []printed
	for _, p := range pages {
		all = append(all, p...)
	}
	edges(all)
	widen(all)
	pitches := pitch(all)
	out := make([]flow.Line, len(all))
	for i := range all {
		if i > 0 {
			all[i].Soft, all[i].Continues = goesOn(&all[i-1], &all[i], pitches[all[i].part])
		}
		out[i] = all[i].Line
	}
	return out
}

// lines finds the lines of characters, part by part.
func (s *sheet) lines(chars []char, ruled *grid, part *int) []printed {
	high := s.height
	if s.rotation&1 == 1 {
		high = s.width
	}
	var out []printed
	for _, p := range parts(rows(chars, ruled), false, 0) {
		for _, l := range tables(p.rows, ruled) {
			l.Page = s.number
			l.part, l.column = *part, p.column
			if high > 0 {
				l.height = 1 - l.y/high
			}
			out = append(out, l)
		}
		*part++
	}
	return out
}

// line writes strips as a line.
func line(cells []strip) printed {
	var p printed
	var b strings.Builder
	for i := range cells {
		c := &cells[i]
		if i > 0 {
			b.WriteByte('\t')
		}
		p.write(&b, c)
	}
	p.Text = b.String()
	p.x0, p.x1, p.y, p.size, p.label = cells[0].x0, cells[len(cells)-1].x1, cells[0].y, cells[0].size, cells[0].label
	p.raised = cells[0].raised
	return p
}

// write puts the characters of a strip behind what is there.
func (p *printed) write(b *strings.Builder, s *strip) {
	for i := range s.chars {
		c := &s.chars[i]
		if i > 0 {
			prev := &s.chars[i-1]
			gap := c.x0 - prev.x1
			switch {
			case gap > 0.7*s.size, s.label > 0 && c.x0 == s.label && gap > 0.1*s.size:
				b.WriteString("　")
			case latin(prev.r) && latin(c.r) && (gap > 0.15*s.size || c.space && gap > 0.05*s.size), c.space && gap > 0.2*s.size:
				b.WriteByte(' ')
			}
		}
		p.Edges = append(p.Edges, flow.Edge{At: b.Len(), Box: c.box})
		p.Box = p.Box.Union(c.box)
		b.WriteRune(c.r)
	}
}

func latin(r rune) bool { return r > ' ' && r < 0x250 }

// edges tells every line how wide its part is. The head and foot of a page, where
// they are not gone by now, may be wider and do not count.
func edges(all []printed) {
	for i := 0; i < len(all); {
		j := i
		left, right := float32(1e9), float32(-1e9)
		for j < len(all) && all[j].part == all[i].part {
			if !all[j].outer {
				left, right = min(left, all[j].x0), max(right, all[j].x1)
			}
			j++
		}
		if left > right { // nothing but head and foot
			left, right = all[i].x0, all[i].x1
		}
		for ; i < j; i++ {
			all[i].left, all[i].right = left, right
		}
	}
}

// widen gives parts of the same left edge the right edge of the widest: a page with
// a few short lines does not say how wide lines are.
func widen(all []printed) {
	for i := range all {
		for j := range all[:min(i, 400)] {
			a, b := &all[i], &all[i-1-j]
			if a.column == b.column && abs(a.left-b.left) < 3*a.size {
				a.right = max(a.right, b.right)
				b.right = a.right
				break
			}
		}
	}
	for i := len(all) - 2; i >= 0; i-- {
		a, b := &all[i], &all[i+1]
		if a.column == b.column && abs(a.left-b.left) < 3*a.size {
			a.right = max(a.right, b.right)
		}
	}
}

func abs(f float32) float32 { return max(f, -f) }

// pitch returns the usual distance between the lines of each part.
func pitch(all []printed) map[int]float32 {
	steps := map[int][]float32{}
	for i := 1; i < len(all); i++ {
		a, b := &all[i-1], &all[i]
		if d := a.y - b.y; a.part == b.part && d > 0.5*a.size && d < 3*a.size {
			steps[a.part] = append(steps[a.part], d)
		}
	}
	out := map[int]float32{}
	for k, s := range steps {
		slices.Sort(s)
		out[k] = s[len(s)/3]
	}
	return out
}

// goesOn reports whether a line may take up the one before it, and whether it does
// even where that one ends with a full stop.
func goesOn(before, here *printed, pitch float32) (soft, surely bool) {
	if before.table || here.table || before.size > 1.2*here.size || here.size > 1.2*before.size {
		return false, false
	}
	room := before.right - before.x1
	if before.outer || here.outer {
		// A heading near the edge of a page parts the text beyond it from the body as
		// a gap parts head and foot. Text is full and begins where the body does.
		together := before.part != here.part || before.outer == here.outer
		if !together || room > 1.2*before.size || before.x0-before.left > 3*before.size || abs(here.x0-here.left) > 0.5*here.size {
			return false, false
		}
	}
	if room > 2.5*before.size {
		return false, false
	}
	if before.part != here.part {
		return true, false
	}
	d := before.y - here.y
	if here.raised {
		d -= 0.6 * here.size
	}
	if d > 1.35*max(pitch, before.size) {
		return false, false
	}
	start := before.x0
	if before.label > 0 {
		start = before.label
	}
	shift := here.x0 - start
	if before.label > 0 && abs(here.x0-before.x0) < abs(shift) {
		shift = here.x0 - before.x0
	}
	surely = room < 1.2*before.size && shift < 0.5*here.size && shift > -2.5*here.size
	return true, surely
}
