package document

import (
	"sort"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer/source"
)

// positions leads from Text back to Original.
type positions struct {
	decoded *decoded
	pieces  []piece
	index   *lineIndex
}

// lineIndex counts runes, UTF-16 units and lines of the decoded text, with a
// checkpoint every few hundred bytes. It is built on first use.
type lineIndex struct {
	once  sync.Once
	marks []checkpoint
}

type checkpoint struct {
	at, runes, utf16, line, lineStart, lineUTF16 int
}

const checkpointEvery = 512

func (x *lineIndex) build(text string) {
	c := checkpoint{line: 1}
	x.marks = append(x.marks, c)
	next := checkpointEvery
	for i, r := range text {
		if i >= next {
			c.at = i
			x.marks = append(x.marks, c)
			next = i + checkpointEvery
		}
		c = c.step(text, i, r)
	}
}

// step moves a checkpoint over the character at i.
func (c checkpoint) step(text string, i int, r rune) checkpoint {
	c.runes++
	c.utf16++
	if r > 0xFFFF {
		c.utf16++
	}
	if r == '\n' || r == '\r' && !strings.HasPrefix(text[i+1:], "\n") {
		c.line++
		c.lineStart, c.lineUTF16 = i+1, c.utf16
	}
	return c
}

func (x *lineIndex) find(text string, off int) checkpoint {
	x.once.Do(func() { x.build(text) })
	c := x.marks[sort.Search(len(x.marks), func(i int) bool { return x.marks[i].at > off })-1]
	for i := c.at; i < off; {
		r, n := utf8.DecodeRuneInString(text[i:])
		c = c.step(text, i, r)
		i += n
	}
	return c
}

// Origin returns the place in the original file that span, a range of Text,
// came from.
func (d *Document) Origin(span source.Span) source.Origin {
	p := d.positions
	if p.decoded == nil {
		return source.Origin{Line: 1, Column: 1}
	}
	from, to := decodedRange(p.pieces, span.Start, span.End)
	a, b := p.index.find(p.decoded.text, from), p.index.find(p.decoded.text, to)
	return source.Origin{
		Byte:   [2]int{p.decoded.file(from), p.decoded.file(to)},
		UTF16:  [2]int{a.utf16, b.utf16},
		Rune:   [2]int{a.runes, b.runes},
		Line:   a.line,
		Column: a.utf16 - a.lineUTF16 + 1,
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
	if d.Format == HTML {
		return visible(p.decoded.text[from:to])
	}
	return p.decoded.text[from:to]
}

// Decoded returns the text of the file in UTF-8 without a byte order mark:
// what UTF-16 and rune offsets count in.
func (d *Document) Decoded() string {
	if d.positions.decoded == nil {
		return ""
	}
	return d.positions.decoded.text
}
