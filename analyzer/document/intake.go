// How packed and paged formats come in. A reader of its own package gives running
// text by lines (flow.Text); the lines, with a break between them, are the text that
// offsets count in, as the decoded text is for a text file. Lines that a format
// wraps are joined by the same rules as those of plain text.

package document

import (
	"bytes"
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/yakkan/yakkan/analyzer/document/flow"
	"github.com/yakkan/yakkan/analyzer/document/mhtml"
	"github.com/yakkan/yakkan/analyzer/document/opendocument"
	"github.com/yakkan/yakkan/analyzer/document/packed"
	"github.com/yakkan/yakkan/analyzer/document/pdf"
	"github.com/yakkan/yakkan/analyzer/document/rtf"
	"github.com/yakkan/yakkan/analyzer/document/word"
	"github.com/yakkan/yakkan/analyzer/source"
)

// Box is a rectangle on a page.
type Box = flow.Box

// Place is where a span stands in a file that has pages or paragraphs of its own.
type Place struct {
	Page      int // from 1; 0 where the format has none
	Paragraph int // from 1, as the file counts; 0 where the format has none
	Box       Box // on Page; zero where the format has no pages
}

// IsPacked reports whether a file of this format is read through text that is made of
// it: offsets, lines and columns are then those of that text.
func (f Format) IsPacked() bool {
	return f == Word || f == PDF || f == OpenDocument || f == RTF || f == EPUB || f == MHTML
}

// markup reports whether the decoded text is that of a page.
func (f Format) markup() bool { return f == HTML || f == EPUB || f == MHTML }

// readFlow reads lines into the blocks of d.
func (d *Document) readFlow(t *flow.Text, lim Limits) {
	for _, n := range t.Notes {
		d.note(n)
	}
	if d.Status == Unreadable {
		return
	}
	text := t.String()
	if len(text) > lim.Bytes {
		d.unreadable("too_large", fmt.Sprintf("the text of the file has %d bytes, the limit is %d; split it or raise the limit", len(text), lim.Bytes), map[string]string{"bytes": fmt.Sprint(len(text)), "limit": fmt.Sprint(lim.Bytes)})
		return
	}
	d.Encoding = "utf-8"
	b := &builder{src: text}
	starts := make([]int, 0, len(t.Lines))
	at := 0
	var before line
	for i := range t.Lines {
		l := &t.Lines[i]
		starts = append(starts, at)
		to := at + len(l.Text)
		ls := lines(text, at, to)
		if len(ls) == 0 || ls[0].from == ls[0].to {
			at = to + 1
			continue
		}
		here := ls[0]
		switch {
		case b.open && goesOn(text, before, here, l):
			join(b, before, here)
		case l.Kind == flow.TableRow:
			b.begin(TableRow, 0, "")
			for k, cell := range strings.Split(l.Text, "\t") {
				if k > 0 {
					b.cell(at - 1)
				}
				b.write(at, at+len(cell))
				at += len(cell) + 1
			}
		case l.Kind == flow.Heading:
			b.begin(Heading, min(6, l.Level), "")
			b.write(here.from, here.to)
		default:
			b.begin(Paragraph, 0, "")
			b.write(here.from, here.to)
		}
		before, at = here, to+1
	}
	b.end()
	d.Text, d.Blocks = b.out.String(), b.blocks
	d.positions = positions{decoded: decodeUTF8([]byte(text), 0), pieces: b.pieces, index: &lineIndex{}, flow: t, starts: starts}
}

// goesOn reports whether a line takes up the one before it.
func goesOn(text string, before, here line, l *flow.Line) bool {
	if l.Kind != flow.Paragraph || !l.Continues && !l.Soft {
		return false
	}
	s := text[here.from:here.to]
	if opens(s) || captionLine(text[before.from:before.to]) {
		return false
	}
	return l.Continues || !endsSentence(text, before)
}

func (d *Document) note(n flow.Note) {
	switch n.Weight {
	case flow.Unreadable:
		d.unreadable(n.Code, n.Message, n.Args)
	case flow.Partial:
		d.partial(n.Code, n.Message, n.Args)
	default:
		d.Problems = append(d.Problems, Problem{Code: n.Code, Message: n.Message, Args: n.Args})
	}
}

// Place returns where span, a range of Text, stands in the file.
func (d *Document) Place(span source.Span) Place {
	p := d.positions
	if p.flow == nil {
		return Place{}
	}
	from, to := decodedRange(p.pieces, span.Start, span.End)
	i := max(0, sort.SearchInts(p.starts, from+1)-1)
	first := &p.flow.Lines[i]
	out := Place{Page: first.Page, Paragraph: first.Paragraph}
	for ; i < len(p.starts) && p.starts[i] < to && p.flow.Lines[i].Page == out.Page; i++ {
		l := &p.flow.Lines[i]
		if len(l.Edges) == 0 {
			out.Box = out.Box.Union(l.Box)
			continue
		}
		for _, e := range l.Edges {
			if at := p.starts[i] + e.At; at >= from && at < to {
				out.Box = out.Box.Union(e.Box)
			}
		}
	}
	return out
}

// readPacked reads a file whose format its bytes tell. It reports false where
// they tell none.
func (d *Document) readPacked(lim Limits) bool {
	f, note := sniff(d.Original)
	if note != nil {
		if f != "" {
			d.Format = f
		}
		d.note(*note)
		return true
	}
	if f == "" {
		return false
	}
	d.Format = f
	switch f {
	case Word:
		w, err := word.Read(d.Original, lim.packed())
		if err != nil {
			d.failed(err)
			return true
		}
		d.readFlow(&w.Text, lim)
	case OpenDocument:
		t, err := opendocument.Read(d.Original, lim.packed())
		if err != nil {
			d.failed(err)
			return true
		}
		d.readFlow(t, lim)
	case RTF:
		t, err := rtf.Read(d.Original)
		if err != nil {
			d.failed(err)
			return true
		}
		d.readFlow(t, lim)
	case EPUB:
		d.readBook(lim)
	case MHTML:
		d.readMessage(lim)
	case PDF:
		t, err := pdf.Read(d.Original, pdf.Limits{Seconds: lim.Seconds})
		if err != nil {
			d.failed(err)
			return true
		}
		d.readFlow(t, lim)
	}
	if d.Status != Unreadable {
		d.judge(d.positions.decoded)
	}
	return true
}

// packed are the limits for what is packed.
func (l Limits) packed() packed.Limits {
	return packed.Limits{Seconds: l.Seconds, Until: time.Now().Add(time.Duration(l.Seconds) * time.Second)}
}

// failed notes why a reader gave up.
func (d *Document) failed(err error) {
	if n, ok := err.(flow.Note); ok {
		d.note(n)
		return
	}
	d.unreadable("damaged", "the file is damaged; open it and save it again", nil)
}

// sniff tells a packed format by its bytes, whatever the name. A note says why a
// file of a format that is known cannot be read.
func sniff(data []byte) (Format, *flow.Note) {
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("PK\x05\x06")):
		return sniffZip(data)
	case bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0")):
		return sniffOld(data)
	case isPDF(data):
		return PDF, nil
	case rtf.Is(data):
		return RTF, nil
	case mhtml.Is(data):
		return MHTML, nil
	}
	return "", nil
}

// isPDF looks for the mark of a PDF, before which some programs write a few bytes.
func isPDF(data []byte) bool {
	const mark = "%PDF-"
	if bytes.HasPrefix(bytes.TrimLeft(data[:min(len(data), 64)], "\xEF\xBB\xBF \t\r\n"), []byte(mark)) {
		return true
	}
	return bytes.Contains(data[:min(len(data), 1024)], []byte(mark)) && bytes.Contains(data[max(0, len(data)-2048):], []byte("startxref"))
}

// Warm starts what reading data needs and that is slow to start, so that it does
// not count as time of reading. For most files it does nothing.
func Warm(data []byte) {
	if isPDF(data) {
		pdf.Warm()
	}
}

// sniffOld tells what is in an OLE file: an encrypted document or one of an old format.
func sniffOld(data []byte) (Format, *flow.Note) {
	wide := func(s string) []byte {
		var b []byte
		for i := range len(s) {
			b = append(b, s[i], 0)
		}
		return b
	}
	var n flow.Note
	switch {
	case bytes.Contains(data, wide("EncryptedPackage")):
		n = flow.Failed("encrypted", "the file is protected by a password; save it without one", nil)
		return Word, &n
	case bytes.Contains(data, wide("WordDocument")):
		n = flow.Failed("binary", "the file is a Word document of the old format (.doc); save it as .docx", map[string]string{"kind": "旧形式のWord文書（.doc）"})
	default:
		n = flow.Failed("binary", "the file is an Office file of an old format; save it as .docx or PDF", map[string]string{"kind": "旧形式のOfficeファイル"})
	}
	return "", &n
}

// sniffZip tells what is packed in a zip archive.
func sniffZip(data []byte) (Format, *flow.Note) {
	a, err := packed.Open(data, packed.Limits{})
	if err != nil {
		n := err.(flow.Note)
		return "", &n
	}
	var n flow.Note
	mime := ""
	if a.Find("mimetype") != nil {
		b, err := a.Read("mimetype")
		if err != nil {
			n = err.(flow.Note)
			return "", &n
		}
		mime = strings.TrimSpace(string(b[:min(len(b), 200)]))
	}
	switch {
	case a.Find("[Content_Types].xml") != nil:
		b, err := a.Read("[Content_Types].xml")
		if err != nil {
			n = err.(flow.Note)
			return "", &n
		}
		switch {
		case bytes.Contains(b, []byte("wordprocessingml")), a.Find("word/document.xml") != nil:
			return Word, nil
		case bytes.Contains(b, []byte("spreadsheetml")):
			n = flow.Failed("binary", "the file is a spreadsheet, not a document; export its text as .docx, PDF or text", map[string]string{"kind": "表計算のファイル"})
		default:
			n = flow.Failed("binary", "the file is an Office file but no Word document; export its text as .docx, PDF or text", map[string]string{"kind": "Word文書ではないOfficeファイル"})
		}
		return "", &n
	case mime == "application/epub+zip":
		return EPUB, nil
	case strings.HasPrefix(mime, "application/vnd.oasis.opendocument.text"):
		return OpenDocument, nil
	case strings.HasPrefix(mime, "application/vnd.oasis.opendocument."):
		n = flow.Failed("binary", "the file is an OpenDocument file but no text document; export its text", map[string]string{"kind": "文章ではないOpenDocumentファイル"})
		return "", &n
	}
	n = flow.Failed("archive", "the file is an archive, not a document; unpack it, or give it to yakkan batch", nil)
	return "", &n
}
