// Package flow holds what the readers of packed and paged formats give: running
// text by lines, each with its place, and what could not be read.
package flow

import "strings"

// Kind is the kind of a line.
type Kind uint8

// The kinds of lines.
const (
	Paragraph Kind = iota // running text
	Heading               // a heading by its style; Level 1 to 9
	TableRow              // cells with a tab between them
)

// Box is a rectangle on a page in points, from the lower left corner of the page.
// The zero Box means that the format has no pages.
type Box struct{ Left, Bottom, Right, Top float32 }

// Union returns the smallest box around b and c. A zero box adds nothing.
func (b Box) Union(c Box) Box {
	switch {
	case b == Box{}:
		return c
	case c == Box{}:
		return b
	}
	return Box{min(b.Left, c.Left), min(b.Bottom, c.Bottom), max(b.Right, c.Right), max(b.Top, c.Top)}
}

// Line is one line of the text.
type Line struct {
	Text      string // without line breaks
	Kind      Kind
	Level     int  // of a heading
	Page      int  // from 1; 0 where the format has no pages
	Paragraph int  // from 1, as the file counts its paragraphs; 0 where it has none
	Continues bool // goes on with the sentence of the line before: to be joined to it without a blank
	Soft      bool // the line before may go on here; its words decide
	Box       Box  // of the whole line
	Edges     []Edge
}

// Edge is where the character that begins at a byte of a line stands.
type Edge struct {
	At  int // offset in Line.Text
	Box Box
}

// Text is what was read of a file.
type Text struct {
	Lines []Line
	Notes []Note
}

// Weight says what a note means for the outcome of reading.
type Weight uint8

// The weights, from light to heavy.
const (
	Notice     Weight = iota // everything was read; the reader should know this
	Partial                  // something was not read
	Unreadable               // nothing was read
)

// Note says what a reader came upon. It is an error as well, for what ends reading.
type Note struct {
	Weight  Weight
	Code    string
	Message string // English, without words of the document
	Args    map[string]string
}

// Error returns the message.
func (n Note) Error() string { return n.Message }

// Failed returns a note that ends reading.
func Failed(code, message string, args map[string]string) Note {
	return Note{Weight: Unreadable, Code: code, Message: message, Args: args}
}

// Add notes something once: a second note of the same code is dropped.
func (t *Text) Add(n Note) {
	for i := range t.Notes {
		if t.Notes[i].Code == n.Code {
			return
		}
	}
	t.Notes = append(t.Notes, n)
}

// String returns the lines with a line break between them: the text that offsets
// into a packed document count in.
func (t *Text) String() string {
	n := 0
	for i := range t.Lines {
		n += len(t.Lines[i].Text) + 1
	}
	var b strings.Builder
	b.Grow(n)
	for i := range t.Lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(t.Lines[i].Text)
	}
	return b.String()
}
