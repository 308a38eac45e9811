// Package document turns the bytes of a file into a Document: one folded text,
// its blocks, the map back to the bytes, and what could not be read.
package document

import "github.com/yakkan/yakkan/analyzer/source"

// Document is a file as the analyzer reads it. It is immutable once read and
// safe for concurrent use.
type Document struct {
	Name     string // as given by the caller; never opened
	Format   Format
	Encoding string // "utf-8", "shift_jis", "euc-jp", "iso-2022-jp", "utf-16le", "utf-16be"
	Original []byte // the bytes as given
	SHA256   [32]byte

	// Text is what every later stage reads: width-folded (full-width letters
	// and digits to ASCII, half-width kana to full-width, commas and full stops of Japanese
	// prose to 、 and 。, Kangxi and CJK
	// compatibility forms to their ordinary characters), soft-wrapped lines
	// joined, markup gone. Blocks are separated by one "\n"; inside a block
	// there is no line break.
	Text   string
	Blocks []Block // in order, not overlapping, covering Text but the breaks

	Status    Status
	Problems  []Problem
	chars     int       // of Text, where they were counted already
	positions positions // what leads back to Original
}

// Format is how a file is written.
type Format string

// The formats that Read knows.
const (
	Plain    Format = "text"
	Markdown Format = "markdown"
	HTML     Format = "html"

	// Of these Text is made from a text that a reader took out of the file; its
	// lines are what positions count in.
	Word         Format = "docx"
	PDF          Format = "pdf"
	OpenDocument Format = "odt"
	RTF          Format = "rtf"
	EPUB         Format = "epub"
	MHTML        Format = "mhtml"
)

// Status says how much of a file was read.
type Status string

// The three outcomes of reading. Anything but Complete must be shown to the user.
const (
	Complete   Status = "complete"
	Partial    Status = "partial"
	Unreadable Status = "unreadable"
)

// Problem says what could not be read, where and what to do about it.
type Problem struct {
	Code    string // "empty", "no_japanese", "too_large", "undecodable", "script_rendered", "not_terms", "too_deep", "too_many_provisions", "timeout", "binary", "archive", "damaged", "encrypted", "image_only", "garbled", "damaged_pages", "pictures", "pictures_on_pages", "attachments", "cut", "embedded", "unpacked_too_large", "unsafe_names", "xml_entities", "too_many_pages", "wrong_format"; with a status of Complete "tracked_changes", "hidden_text", "blank_pages" and "slanted_text", which say how the file was read
	Span    source.Span
	Args    map[string]string // facts for the message, e.g. "share": "0.12"
	Message string            // English, for errors and logs; carries no document text
}

// BlockKind is the kind of a block.
type BlockKind uint8

// The kinds of blocks.
const (
	Paragraph BlockKind = iota // running text
	Heading                    // Markdown or HTML heading; Level 1 to 6
	ListItem                   // list item by markup; Level is the depth from 1, Marker what numbers it
	TableRow                   // cells joined by U+3000
	Quote
	Code
)

// Block is one block of the text.
type Block struct {
	Kind   BlockKind
	Level  int
	Marker string // of an ordered list item by markup, as shown to a reader: "1.", "・"; "" otherwise. It is not part of Text.
	Span   source.Span
}

// Limits bound the work for one file. The zero value means the defaults.
type Limits struct {
	Bytes      int // 16 MiB
	Depth      int // 64 levels of nesting
	Provisions int // 20,000
	Seconds    int // 10 a document
}
