package document

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/yakkan/yakkan/analyzer/document/epub"
	"github.com/yakkan/yakkan/analyzer/document/flow"
	"github.com/yakkan/yakkan/analyzer/document/mhtml"
)

// readBook reads the chapters of a book as one page.
func (d *Document) readBook(lim Limits) {
	chapters, notes, err := epub.Chapters(d.Original, lim.packed())
	if err != nil {
		d.failed(err)
		return
	}
	for _, n := range notes {
		d.note(n)
	}
	var all bytes.Buffer
	for _, c := range chapters {
		all.WriteString(decode(c, "").text)
		all.WriteByte('\n')
	}
	d.readPage(decodeUTF8(all.Bytes(), 0), lim)
}

// readMessage reads the page or the text of a message.
func (d *Document) readMessage(lim Limits) {
	m, err := mhtml.Read(d.Original)
	if err != nil {
		d.failed(err)
		return
	}
	for _, n := range m.Notes {
		d.note(n)
	}
	dec := decode(m.Data, charsetHint([]byte("charset="+strings.ToLower(m.Charset)+"        ")))
	if dec.invalid > 0 {
		d.partial("undecodable", fmt.Sprintf("%d characters could not be decoded; what they said was not checked", dec.invalid), share(dec))
	}
	if m.HTML {
		d.readPage(decodeUTF8([]byte(dec.text), 0), lim)
		return
	}
	t := &flow.Text{}
	ls := lines(dec.text, 0, len(dec.text))
	for i, l := range ls {
		t.Lines = append(t.Lines, flow.Line{Text: dec.text[l.from:l.to], Soft: i > 0 && ls[i-1].width > 60})
	}
	d.readFlow(t, lim)
}

// readPage reads HTML that was taken out of the file.
func (d *Document) readPage(dec *decoded, lim Limits) {
	if len(dec.text) > lim.Bytes {
		d.unreadable("too_large", fmt.Sprintf("the text of the file has %d bytes, the limit is %d; split it or raise the limit", len(dec.text), lim.Bytes), map[string]string{"bytes": fmt.Sprint(len(dec.text)), "limit": fmt.Sprint(lim.Bytes)})
		return
	}
	d.Encoding = "utf-8"
	b := &builder{src: dec.text}
	readHTML(b, d, lim)
	b.end()
	d.Text, d.Blocks = b.out.String(), b.blocks
	d.positions = positions{decoded: dec, pieces: b.pieces, index: &lineIndex{}}
}
