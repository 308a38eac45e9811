// Package source holds positions: half-open spans of bytes, and the map that
// leads from a text made while reading back to the bytes it was made from.
package source

// Span is the half-open range [Start, End) of byte offsets into one text.
// Which text is said by whoever hands it out; inside the analyzer it is always
// document.Document.Text. The zero Span is empty and stands for "none".
type Span struct {
	Start, End int
}

// Len returns the length of s in bytes.
func (s Span) Len() int { return s.End - s.Start }

// Empty reports whether s covers no byte.
func (s Span) Empty() bool { return s.End <= s.Start }

// Contains reports whether t lies wholly inside s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps reports whether s and t share a byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// Of returns the part of text that s covers.
func (s Span) Of(text string) string { return text[s.Start:s.End] }

// Origin is a place in the original file, in every unit that a consumer may
// count in. All ranges are half-open and start at zero; Line and Column are
// 1-based and belong to the start, EndLine and EndColumn to the end, columns in
// UTF-16 units. UTF16 and Rune count in the decoded text without a byte order
// mark; Byte counts in the file itself.
type Origin struct {
	Byte, UTF16, Rune  [2]int
	Line, Column       int
	EndLine, EndColumn int
}
