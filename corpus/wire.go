package corpus

import (
	"encoding/binary"
	"errors"
)

// Rows of findings lie in a part in a form that is read fast: how many there are,
// then the fields of each. A number is a varint, a text its length and its bytes,
// a list its length and its texts. N and ID are those of the document.

// coder writes or reads fields.
type coder interface {
	text(*string)
	number(*int)
	list(*[]string)
}

// wire gives the fields of a row to a coder, in the order in which they are
// written and read.
func (f *FindingRow) wire(c coder) {
	for _, s := range [...]*string{&f.Finding, &f.Class, &f.Label.JA, &f.Label.EN, &f.Group, &f.Rule, &f.Data, &f.Trigger, &f.Grade, &f.Severity, &f.Confidence,
		&f.Article, &f.Quote, &f.Message.JA, &f.Message.EN, &f.Fingerprint} {
		c.text(s)
	}
	weak, paged, page := 0, 0, 0
	if f.Weak {
		weak = 1
	}
	if f.Page != nil {
		paged, page = 1, *f.Page
	}
	for _, n := range [...]*int{&f.Line, &f.Column, &f.ByteFrom, &f.ByteTo, &weak, &paged, &page} {
		c.number(n)
	}
	f.Weak, f.Page = weak != 0, nil
	if paged != 0 {
		f.Page = &page
	}
	c.list(&f.Basis)
}

// appendFindings appends the rows of a document.
func appendFindings(to []byte, fs []FindingRow) []byte {
	e := encoder(binary.AppendUvarint(to, uint64(len(fs))))
	for i := range fs {
		fs[i].wire(&e)
	}
	return e
}

// encoder is a coder that writes.
type encoder []byte

func (e *encoder) number(n *int) { *e = binary.AppendVarint(*e, int64(*n)) }

func (e *encoder) text(s *string) {
	*e = append(binary.AppendUvarint(*e, uint64(len(*s))), *s...)
}

func (e *encoder) list(l *[]string) {
	*e = binary.AppendUvarint(*e, uint64(len(*l)))
	for i := range *l {
		e.text(&(*l)[i])
	}
}

// errRows says that rows of findings cannot be read.
var errRows = errors.New("the rows of findings are damaged")

// readFindings appends the rows of a document to a list. They keep nothing of
// data.
func readFindings(data []byte, to []FindingRow) ([]FindingRow, error) {
	d := decoder{data: data, texts: string(data)}
	for range d.length() {
		var f FindingRow
		if f.wire(&d); d.bad {
			break
		}
		to = append(to, f)
	}
	if d.bad || len(d.data) > 0 {
		return nil, errRows
	}
	return to, nil
}

// decoder is a coder that reads. Texts are cut out of one that is the end of what
// data was at first; after damage all is zero.
type decoder struct {
	data  []byte
	texts string
	bad   bool
}

func (d *decoder) skip(n int) {
	if n <= 0 || n > len(d.data) {
		d.bad, d.data, d.texts = true, nil, ""
		return
	}
	d.data, d.texts = d.data[n:], d.texts[n:]
}

func (d *decoder) number(n *int) {
	v, k := binary.Varint(d.data)
	d.skip(k)
	*n = int(v)
}

// length reads how many bytes or members follow: no more than there are bytes.
func (d *decoder) length() int {
	v, k := binary.Uvarint(d.data)
	if d.skip(k); v > uint64(len(d.data)) {
		d.bad = true
		return 0
	}
	return int(v)
}

func (d *decoder) text(s *string) {
	n := d.length()
	if *s = d.texts[:n]; n > 0 {
		d.skip(n)
	}
}

func (d *decoder) list(l *[]string) {
	n := d.length()
	*l = make([]string, 0, min(n, 16))
	for range n {
		var s string
		if d.text(&s); d.bad {
			return
		}
		*l = append(*l, s)
	}
}
