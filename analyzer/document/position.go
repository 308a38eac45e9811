package document

import (
	"slices"
	"strings"
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
// checkpoint where a line begins and every few hundred bytes. It is built while the text
// is near, or on first use.
type lineIndex struct {
	once  sync.Once
	long  bool // the text has characters of two UTF-16 units
	marks []checkpoint
}

type checkpoint struct {
	at, runes, utf16, line, lineUTF16 int
}

const checkpointEvery = 256

// ready builds the index of a text, once.
func (x *lineIndex) ready(text string) { x.once.Do(func() { x.build(text) }) }

func (x *lineIndex) build(text string) {
	x.long = hasLong(text)
	x.marks = slices.Grow(x.marks, strings.Count(text, "\n")+len(text)/checkpointEvery+2)
	c := checkpoint{line: 1}
	for at := (breaks{src: text, feed: -1, back: -1}); ; c.line++ {
		_, next := at.from(c.at)
		c.lineUTF16 = c.utf16
		for x.marks = append(x.marks, c); c.at+checkpointEvery < next && c.at+checkpointEvery < len(text); x.marks = append(x.marks, c) {
			x.move(&c, text, c.at+checkpointEvery)
		}
		if next > len(text) {
			return
		}
		x.move(&c, text, next)
	}
}

// move takes a checkpoint forward in its line, or to the beginning of the next.
func (x *lineIndex) move(c *checkpoint, text string, to int) {
	part := text[c.at:to]
	n := characters(part)
	c.at, c.runes, c.utf16 = to, c.runes+n, c.utf16+n
	for i := 0; x.long && i < len(part); i++ {
		if part[i] >= 0xF0 {
			c.utf16++
		}
	}
}

func (x *lineIndex) find(text string, off int) checkpoint {
	x.ready(text)
	lo, hi := 0, len(x.marks) // the last mark that is not behind off is in [lo, hi)
	for hi-lo > 1 {
		if mid := int(uint(lo+hi) / 2); x.marks[mid].at > off {
			hi = mid
		} else {
			lo = mid
		}
	}
	c := x.marks[lo]
	x.move(&c, text, off)
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
func (d *Document) Chars() int {
	if d.chars > 0 {
		return d.chars
	}
	return characters(d.Text)
}

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
