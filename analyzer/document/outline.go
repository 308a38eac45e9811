// Most Markdown of terms is headings, paragraphs and lists, which are told by how its
// lines begin. For goldmark each is a node of several that are made, changed and walked
// through again; here the lines are gone through once, and goldmark is given a block by
// itself if something in it may be a mark. What is not told for sure by the beginning of
// a line (quotes, code, tables, HTML, definitions of links, lists of empty items, tabs)
// leaves the whole text to goldmark. What is written is the same (TestOutlined,
// FuzzUnmarked).

package document

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"github.com/yakkan/yakkan/analyzer/source"
)

// outline is a text of Markdown as headings, paragraphs and items of lists.
type outline struct {
	src    string
	blocks []outlined
	lines  []source.Span // of the blocks, from the first character to behind the line feed
	lists  []outlinedList
	open   bool // the last block is a paragraph that goes on

	marked []int // blocks in which something may be a mark
}

// outlined is a block; its lines begin at some line and end where those of the next do.
type outlined struct {
	kind   BlockKind
	level  int
	marker string
	from   int
	node   ast.Node // of goldmark, where something may be a mark, with positions from
	off    int
}

// outlinedList is a list that is open, inside the one before it.
type outlinedList struct {
	itemMarker
	offset int // of the text of its last item, in blanks from that of the list around it
}

// itemMarker is what an item of a list begins with.
type itemMarker struct {
	ordered bool
	sign    byte // of bullets the bullet, of others what stands behind the number
	number  int
	width   int // without the blanks behind it
}

// reset makes o empty; its memory is used again.
func (o *outline) reset() {
	clear(o.blocks)
	*o = outline{blocks: o.blocks[:0], lines: o.lines[:0], lists: o.lists[:0], marked: o.marked[:0]}
}

// read finds the blocks of src from some byte on. It reports false if it is not sure.
func (o *outline) read(src string, from int) bool {
	o.reset()
	o.src = src
	for from < len(src) {
		end := len(src)
		if n := strings.IndexByte(src[from:], '\n'); n >= 0 {
			end = from + n
		}
		if !o.line(from, end) {
			return false
		}
		from = end + 1
	}
	for _, k := range o.marked {
		if !o.parse(k) {
			return false
		}
	}
	return true
}

// parse has goldmark look for marks in a block, by itself. It reports false if for
// goldmark it is another.
func (o *outline) parse(k int) bool {
	x, lines := &o.blocks[k], o.linesOf(k)
	x.off = lines[0].Start
	if x.kind == Heading {
		x.off = strings.LastIndexByte(o.src[:x.off], '#') + 1 - x.level
	}
	root := markdown().Parser().Parse(text.NewReader([]byte(o.src[x.off:lines[len(lines)-1].End])))
	x.node = root.FirstChild()
	if x.node == nil || x.node.NextSibling() != nil {
		return false
	}
	if h, ok := x.node.(*ast.Heading); ok {
		return x.kind == Heading && h.Level == x.level
	}
	return x.kind != Heading && x.node.Kind() == ast.KindParagraph
}

// linesOf returns the lines of a block.
func (o *outline) linesOf(k int) []source.Span {
	end := len(o.lines)
	if k+1 < len(o.blocks) {
		end = o.blocks[k+1].from
	}
	return o.lines[o.blocks[k].from:end]
}

// line reads a line, which ends before to.
func (o *outline) line(from, to int) bool {
	at := pastBlanks(o.src, from, to)
	if at == to {
		o.open = false
		return true
	}
	if strings.IndexByte(o.src[at:to], '\t') >= 0 {
		return false // it may stand in place of the blanks behind a marker
	}
	indent, inside := at-from, 0 // blanks; the lists whose items go on with the line
	for inside < len(o.lists) && indent >= o.lists[inside].offset {
		indent -= o.lists[inside].offset
		inside++
	}
	if indent > 3 {
		if o.open {
			o.add(at, to)
		}
		return o.open // else it is code
	}
	if marker, ok := markerOf(o.src[at:to]); ok {
		next := inside < len(o.lists) && o.lists[inside].continues(&marker)
		// Where a paragraph could go on only a first item begins a list.
		if next || !o.open || inside < len(o.lists) || !marker.ordered || marker.number == 1 {
			return o.item(marker, next, inside, indent, at, to)
		}
	} else if o.src[at] == '#' {
		return o.heading(inside, at, to)
	} else if !begins(o.src[at:to]) {
		return false
	}
	if !o.open {
		o.lists = o.lists[:inside]
		o.begin(outlined{kind: Paragraph})
	}
	o.add(at, to)
	return true
}

// continues reports whether an item goes on with a list.
func (l *outlinedList) continues(m *itemMarker) bool {
	return l.ordered == m.ordered && l.sign == m.sign
}

// item begins an item: the next of the list inside so many others, or the first of a
// list there.
func (o *outline) item(marker itemMarker, next bool, inside, indent, at, to int) bool {
	text := pastBlanks(o.src, at+marker.width, to)
	if text == to || text-(at+marker.width) > 4 || !begins(o.src[text:to]) {
		return false
	}
	if _, ok := markerOf(o.src[text:to]); ok || o.src[text] == '#' {
		return false // what begins in the line in which the list around it does
	}
	if next {
		marker.number = o.lists[inside].number + 1 // whatever stands there
	}
	o.lists = append(o.lists[:inside], outlinedList{marker, indent + text - at})
	sign := "・"
	if marker.ordered {
		sign = strconv.Itoa(marker.number) + string(marker.sign)
	}
	o.begin(outlined{kind: ListItem, level: len(o.lists), marker: sign})
	o.add(text, to)
	return true
}

// heading reads the heading that a line of # is.
func (o *outline) heading(inside, at, to int) bool {
	rest := strings.TrimLeft(o.src[at:to], "#")
	level := to - at - len(rest)
	text := pastBlanks(o.src, at+level, to)
	to = at + len(strings.TrimRight(o.src[at:to], " "))
	if level > 6 || text == at+level || text >= to || o.src[to-1] == '#' {
		return false
	}
	o.lists = o.lists[:inside]
	o.begin(outlined{kind: Heading, level: level})
	o.add(text, to)
	o.lines[len(o.lines)-1].End = to
	o.open = false
	return true
}

// begin begins a block.
func (o *outline) begin(b outlined) {
	b.from = len(o.lines)
	o.blocks = append(o.blocks, b)
	o.open = true
}

// add adds a line to the last block.
func (o *outline) add(from, to int) {
	o.lines = append(o.lines, source.Span{Start: from, End: min(to+1, len(o.src))})
	k := len(o.blocks) - 1
	if mayBeMarked(o.src[from:to]) && (len(o.marked) == 0 || o.marked[len(o.marked)-1] != k) {
		o.marked = append(o.marked, k)
	}
}

// begins reports whether a line is nothing but text for sure, unless it begins with the
// marker of a list or #: not what begins or underlines another block.
func begins(line string) bool {
	switch line[0] {
	case '-', '+', ':', '=', '|', '<', '>', '~', '`', '[', '_':
		return false
	case '*':
		return strings.Trim(line, "* ") != ""
	}
	return line[0] > ' '
}

// pastBlanks returns the first place from some place on that is no blank.
func pastBlanks(s string, from, to int) int {
	for from < to && s[from] == ' ' {
		from++
	}
	return from
}

// markerOf returns the marker of an item that a line begins with. A line of it alone
// is one, too.
func markerOf(line string) (m itemMarker, ok bool) {
	n := 0
	for n < len(line) && line[n] >= '0' && line[n] <= '9' && n < 10 {
		m.number = m.number*10 + int(line[n]-'0')
		n++
	}
	if n > 9 || n == len(line) {
		return m, false
	}
	m.ordered, m.sign, m.width = n > 0, line[n], n+1
	switch m.sign {
	case '.', ')':
		ok = m.ordered
	case '-', '+', '*':
		ok = !m.ordered
	}
	return m, ok && (m.width == len(line) || line[m.width] == ' ')
}

// write writes the blocks.
func (o *outline) write(b *builder) {
	w := &markdownWriter{b: b}
	for k := range o.blocks {
		x, lines := &o.blocks[k], o.linesOf(k)
		b.begin(x.kind, x.level, x.marker)
		if x.node != nil {
			w.off = x.off
			w.inline(x.node, x.kind, x.level)
			b.end()
			continue
		}
		w.off = 0
		for i, l := range lines {
			if i == len(lines)-1 {
				l.End = l.Start + len(strings.TrimRight(o.src[l.Start:l.End], " \n"))
			}
			w.unmarkedLine(l.Start, l.End)
		}
		b.end()
	}
}
