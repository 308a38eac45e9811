// Package rtf reads Rich Text Format. A document is groups of control words and
// text; text comes as bytes in the character set of its font (\'xx) or as UTF-16
// units (\uN). Numbers of lists stand in the file as they are shown (\listtext).
package rtf

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"

	"github.com/yakkan/yakkan/analyzer/document/flow"
)

const maxDepth = 512

// Is reports whether data is Rich Text Format.
func Is(data []byte) bool {
	return strings.HasPrefix(strings.TrimLeft(string(data[:min(len(data), 64)]), "\xEF\xBB\xBF \r\n\t"), `{\rtf`)
}

// Read reads a document. Errors are flow.Note.
func Read(data []byte) (*flow.Text, error) {
	r := &reader{src: data, fonts: map[int]encoding.Encoding{}, ansi: japanese.ShiftJIS}
	r.group = group{skip: 1}
	if err := r.read(); err != nil {
		return nil, err
	}
	r.flush(flow.Paragraph)
	if r.revised+r.deleted > 0 {
		r.out.Add(flow.Note{Code: "tracked_changes", Message: fmt.Sprintf("the document has tracked changes (%d insertions, %d deletions); it was read as if all were accepted", r.revised, r.deleted),
			Args: map[string]string{"inserted": fmt.Sprint(r.revised), "deleted": fmt.Sprint(r.deleted)}})
	}
	if r.hidden > 0 {
		r.out.Add(flow.Note{Code: "hidden_text", Message: fmt.Sprintf("%d characters are formatted as hidden; they were not read", r.hidden), Args: map[string]string{"count": fmt.Sprint(r.hidden)}})
	}
	if r.bad > 0 {
		r.out.Add(flow.Note{Weight: flow.Partial, Code: "undecodable", Message: fmt.Sprintf("%d characters could not be decoded; what they said was not checked", r.bad), Args: map[string]string{"count": fmt.Sprint(r.bad)}})
	}
	return &r.out, nil
}

// group is what holds between two braces.
type group struct {
	mute     bool // a destination whose text is not the document's
	fonts    bool // the table of fonts
	inst     bool // the instruction of a field
	contents bool // a table of contents
	hidden   bool
	deleted  bool
	boxed    bool // a footnote or text box: its lines come behind the paragraph
	font     int
	skip     int // characters that stand in for a \u
}

type reader struct {
	src   []byte
	at    int
	out   flow.Text
	fonts map[int]encoding.Encoding
	ansi  encoding.Encoding
	stack []group
	group group
	raw   []byte // bytes of the font's character set that are not decoded yet
	units []uint16
	omit  int // characters still to be passed over behind a \u
	text  strings.Builder
	inst  strings.Builder
	toc   bool // the field whose result comes is a table of contents
	cells bool // the line is a row of a table
	soft  bool
	saved string      // the paragraph around a footnote or text box
	later []flow.Line // of footnotes and text boxes

	revised, deleted, hidden, bad int
}

var errDamaged = flow.Failed("damaged", "the RTF file is damaged or cut off; open and save it again", nil)

func (r *reader) read() error {
	for r.at < len(r.src) {
		c := r.src[r.at]
		r.at++
		switch c {
		case '{':
			r.decode()
			if len(r.stack) == maxDepth {
				return flow.Failed("too_deep", fmt.Sprintf("the RTF file nests deeper than %d levels; it was not read", maxDepth), map[string]string{"limit": strconv.Itoa(maxDepth)})
			}
			r.stack = append(r.stack, r.group)
			r.omit = 0
		case '}':
			r.decode()
			if len(r.stack) == 0 {
				return errDamaged
			}
			if r.group.inst && !r.stack[len(r.stack)-1].inst {
				r.toc = strings.HasPrefix(strings.TrimSpace(r.inst.String()), "TOC")
				r.inst.Reset()
			}
			if r.group.boxed && !r.stack[len(r.stack)-1].boxed {
				r.flush(flow.Paragraph)
				r.text.WriteString(r.saved)
			}
			r.group = r.stack[len(r.stack)-1]
			r.stack = r.stack[:len(r.stack)-1]
			r.omit = 0
			if len(r.stack) == 0 {
				return nil // what follows the document is none of it
			}
		case '\\':
			r.control()
		case '\r', '\n':
		default:
			r.char(c)
		}
	}
	r.decode()
	r.flush(flow.Paragraph)
	if len(r.out.Lines) == 0 {
		return errDamaged
	}
	r.out.Add(flow.Note{Weight: flow.Partial, Code: "cut", Message: "the RTF file is cut off; what stands behind was not read"})
	return nil
}

// char takes a byte of text.
func (r *reader) char(c byte) {
	if r.omit > 0 {
		r.omit--
		return
	}
	if len(r.units) > 0 {
		r.decode()
	}
	r.raw = append(r.raw, c)
}

// control reads a control word or sign behind a backslash.
func (r *reader) control() {
	if r.at >= len(r.src) {
		return
	}
	c := r.src[r.at]
	if c < 'a' || c > 'z' {
		if c < 'A' || c > 'Z' {
			r.at++
			r.sign(c)
			return
		}
	}
	from := r.at
	for r.at < len(r.src) && (r.src[r.at] >= 'a' && r.src[r.at] <= 'z' || r.src[r.at] >= 'A' && r.src[r.at] <= 'Z') && r.at-from < 32 {
		r.at++
	}
	word := string(r.src[from:r.at])
	from = r.at
	if r.at < len(r.src) && r.src[r.at] == '-' {
		r.at++
	}
	for r.at < len(r.src) && r.src[r.at] >= '0' && r.src[r.at] <= '9' && r.at-from < 11 {
		r.at++
	}
	n, err := strconv.Atoi(string(r.src[from:r.at]))
	given := err == nil
	if r.at < len(r.src) && r.src[r.at] == ' ' {
		r.at++
	}
	r.word(word, n, given)
}

func (r *reader) sign(c byte) {
	switch c {
	case '\'':
		if r.at+2 <= len(r.src) {
			v, err := strconv.ParseUint(string(r.src[r.at:r.at+2]), 16, 8)
			r.at += 2
			if err == nil {
				r.char(byte(v))
			}
		}
	case '\\', '{', '}':
		r.char(c)
	case '~':
		r.put(" ")
	case '_':
		r.put("-")
	case '*':
		r.decode()
		r.star()
	case '\r', '\n':
		r.word("par", 0, false)
	}
}

// known are the destinations marked with \* whose text is read.
var known = map[string]bool{"shpinst": true, "fldinst": true, "shptxt": true}

// star passes over a destination that is not known, as its mark allows.
func (r *reader) star() {
	rest := r.src[r.at:]
	for len(rest) > 0 && (rest[0] == ' ' || rest[0] == '\r' || rest[0] == '\n') {
		rest = rest[1:]
	}
	if len(rest) < 2 || rest[0] != '\\' {
		return
	}
	n := 1
	for n < len(rest) && n < 33 && (rest[n] >= 'a' && rest[n] <= 'z' || rest[n] >= 'A' && rest[n] <= 'Z') {
		n++
	}
	if !known[string(rest[1:n])] {
		r.group.mute = true
	}
}

// put writes text that is shown.
func (r *reader) put(s string) {
	r.decode()
	r.emit(s)
}

func (r *reader) emit(s string) {
	g := &r.group
	switch {
	case g.inst:
		if r.inst.Len() < 4096 {
			r.inst.WriteString(s)
		}
	case g.mute, g.fonts, g.contents:
	case g.deleted:
	case g.hidden:
		r.hidden += utf8.RuneCountInString(s)
	default:
		r.text.WriteString(strings.Map(func(c rune) rune {
			if c < ' ' && c != '\t' {
				return -1
			}
			return c
		}, s))
	}
}

// decode writes the bytes and units that wait.
func (r *reader) decode() {
	if len(r.raw) > 0 {
		set := r.fonts[r.group.font]
		if set == nil {
			set = r.ansi
		}
		out, err := set.NewDecoder().Bytes(r.raw)
		if err == nil {
			if !r.group.mute && !r.group.fonts {
				r.bad += strings.Count(string(out), "\uFFFD")
			}
			r.emit(string(out))
		}
		r.raw = r.raw[:0]
	}
	if len(r.units) > 0 {
		r.emit(string(utf16.Decode(r.units)))
		r.units = r.units[:0]
	}
}

func (r *reader) flush(kind flow.Kind) {
	r.decode()
	text := r.text.String()
	r.text.Reset()
	if kind == flow.TableRow {
		text = strings.TrimSuffix(text, "\t")
	} else {
		text = strings.ReplaceAll(text, "\t", "　")
	}
	if strings.Trim(text, " 　\t") != "" {
		l := flow.Line{Text: text, Kind: kind, Soft: r.soft}
		if r.group.boxed {
			r.later = append(r.later, l)
		} else {
			r.out.Lines = append(r.out.Lines, l)
		}
	}
	r.soft = false
	if !r.group.boxed {
		r.out.Lines = append(r.out.Lines, r.later...)
		r.later = nil
	}
}
