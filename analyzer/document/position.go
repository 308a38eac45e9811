package document

import (
	"math/bits"
	"slices"
	"sort"
	"sync"

	"github.com/yakkan/yakkan/analyzer/document/flow"
	"github.com/yakkan/yakkan/analyzer/source"
)

// positions leads from Text back to Original.
type positions struct {
	decoded *decoded
	pieces  []piece
	index   *lineIndex

	flow   *flow.Text // nil for text files and pages
	starts []int      // where each line of flow begins in the decoded text
}

// lineIndex counts runes, UTF-16 units and lines of the decoded text, with a
// checkpoint every few hundred bytes. It is built on first use.
type lineIndex struct {
	once  sync.Once
	marks []checkpoint
}

type checkpoint struct {
	at, runes, utf16, line, lineUTF16 int
}

const checkpointEvery = 256

func (x *lineIndex) build(text string) {
	c := checkpoint{line: 1}
	x.marks = append(slices.Grow(x.marks, len(text)/checkpointEvery+2), c)
	for c.at+checkpointEvery <= len(text) {
		c.move(text, c.at+checkpointEvery)
		x.marks = append(x.marks, c)
	}
}

// move takes a checkpoint forward. What it counts is decided by the bytes that
// begin a character: one of four bytes has two UTF-16 units. Eight bytes without a
// break of lines are counted at once.
func (c *checkpoint) move(text string, to int) {
	i := c.at
	for ; i+8 <= to; i += 8 {
		w := eight(text[i:])
		if has(w, '\n') || has(w, '\r') {
			c.step(text, i, i+8)
			continue
		}
		n := begins(w)
		c.runes += n
		c.utf16 += n + bits.OnesCount64(w&(w<<1)&(w<<2)&(w<<3)&highBits)
	}
	c.step(text, i, to)
	c.at = to
}

// step counts text[from:to] byte by byte.
func (c *checkpoint) step(text string, from, to int) {
	for i := from; i < to; i++ {
		b := text[i]
		if b&0xC0 != 0x80 {
			c.runes++
			c.utf16++
		}
		if b >= 0xF0 {
			c.utf16++
		}
		if b == '\n' || b == '\r' && (i+1 == len(text) || text[i+1] != '\n') {
			c.line++
			c.lineUTF16 = c.utf16
		}
	}
}

func (x *lineIndex) find(text string, off int) checkpoint {
	x.once.Do(func() { x.build(text) })
	c := x.marks[sort.Search(len(x.marks), func(i int) bool { return x.marks[i].at > off })-1]
	c.move(text, off)
	return c
}

// Origin returns the place in the original file that span, a range of Text,
// came from.
func (d *Document) Origin(span source.Span) source.Origin {
	p := d.positions
	if p.decoded == nil {
		return source.Origin{Line: 1, Column: 1, EndLine: 1, EndColumn: 1}
	}
	from, to := decodedRange(p.pieces, span.Start, span.End)
	a, b := p.index.find(p.decoded.text, from), p.index.find(p.decoded.text, to)
	return origin(p, from, to, a, b)
}

// origin is the place [from, to) of the decoded text; a and b are its ends counted.
func origin(p positions, from, to int, a, b checkpoint) source.Origin {
	return source.Origin{
		Byte:      [2]int{p.decoded.file(from), p.decoded.file(to)},
		UTF16:     [2]int{a.utf16, b.utf16},
		Rune:      [2]int{a.runes, b.runes},
		Line:      a.line,
		Column:    a.utf16 - a.lineUTF16 + 1,
		EndLine:   b.line,
		EndColumn: b.utf16 - b.lineUTF16 + 1,
	}
}

// Quote returns the words of the original behind span, a range of Text: the
// decoded slice of the file that Origin tells, with the line breaks and marks
// that stand in it. In HTML the slice is given as a reader of the page sees it:
// without tags and what they hide, entities decoded, U+3000 between the cells of
// a table, a line break between blocks.
func (d *Document) Quote(span source.Span) string {
	p := d.positions
	if p.decoded == nil || span.Empty() {
		return ""
	}
	from, to := decodedRange(p.pieces, span.Start, span.End)
	if d.Format.markup() && p.flow == nil {
		return visible(p.decoded.text[from:to])
	}
	return p.decoded.text[from:to]
}

// Chars counts the characters of Text.
func (d *Document) Chars() int { return characters(d.Text) }

// Decoded returns the text of the file in UTF-8 without a byte order mark:
// what UTF-16 and rune offsets count in.
func (d *Document) Decoded() string {
	if d.positions.decoded == nil {
		return ""
	}
	return d.positions.decoded.text
}

// DecodedSpan returns the range of Decoded, in bytes, that span, a range of Text,
// came from.
func (d *Document) DecodedSpan(span source.Span) source.Span {
	if d.positions.decoded == nil {
		return source.Span{}
	}
	from, to := decodedRange(d.positions.pieces, span.Start, span.End)
	return source.Span{Start: from, End: to}
}
