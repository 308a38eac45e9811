// Package word reads Word documents (.docx and its kin): the text as it stands
// once all tracked changes are accepted, with automatic numbers written out.
package word

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/yakkan/yakkan/analyzer/document/flow"
	"github.com/yakkan/yakkan/analyzer/document/packed"
)

// Document is what was read of a Word document.
type Document struct {
	flow.Text
	Segments   []Segment // in the order of the text; those of the main part only
	Paragraphs []Place   // of the main part, in the order in which they end

	main string // name of the main part
	text []byte // of the main part
}

// Segment is a stretch of a line that stands as it is in one run of the main part.
type Segment struct {
	Line     int // index into Lines
	From, To int // in the text of the line
	Raw      [2]int
	Run      Run
	Boxed    bool // in a text box, where comments cannot stand
}

// Run is a run of text in the main part: byte ranges of the whole and of its properties.
type Run struct{ From, To, PropsFrom, PropsTo int }

// Place is a paragraph of the main part: the range of its element and of its
// properties, and the lines that it became, half-open.
type Place struct {
	From, To           int
	Inside, End        int // of what stands between its tags
	PropsTo            int // where its properties end; 0 where it has none
	FirstLine, EndLine int
	After              int // where a paragraph can be put behind it: behind its table or text box
	Boxed              bool
}

// Read reads a Word document. Errors are flow.Note.
func Read(data []byte, lim packed.Limits) (*Document, error) {
	lim = lim.WithDefaults()
	a, err := packed.Open(data, lim)
	if err != nil {
		return nil, err
	}
	return read(a, lim)
}

func read(a *packed.Archive, lim packed.Limits) (*Document, error) {
	main, err := mainPart(a, lim)
	if err != nil {
		return nil, err
	}
	rels, err := relations(a, main, lim)
	if err != nil {
		return nil, err
	}
	r := &reader{doc: &Document{main: main}, notes: map[string]*packed.Node{}, inMain: true}
	var styleRoot, listRoot *packed.Node
	for _, rel := range rels {
		switch rel.kind {
		case "styles":
			styleRoot, err = parsed(a, rel.target, lim)
		case "numbering":
			listRoot, err = parsed(a, rel.target, lim)
		case "footnotes", "endnotes":
			err = r.readNotes(a, rel, lim)
		case "aFChunk", "subDocument":
			r.doc.Add(flow.Note{Weight: flow.Partial, Code: "embedded", Message: "another document is embedded in the file; its text was not read"})
		}
		if err != nil {
			return nil, err
		}
	}
	r.styles = readStyles(styleRoot)
	r.lists = readNumbering(listRoot, r.styles)
	text, err := part(a, main)
	if err != nil {
		return nil, err
	}
	r.doc.text = text
	if err := r.body(text, lim); err != nil {
		return nil, err
	}
	r.sum()
	return r.doc, nil
}

// readNotes keeps the footnotes or endnotes by their kind and ID.
func (r *reader) readNotes(a *packed.Archive, rel relation, lim packed.Limits) error {
	root, err := parsed(a, rel.target, lim)
	if err != nil || root == nil {
		return err
	}
	for _, n := range root.Kids {
		if t := n.Attr("type"); (n.Name == "footnote" || n.Name == "endnote") && (t == "" || t == "normal") {
			r.notes[n.Name+n.Attr("id")] = n
		}
	}
	return nil
}

// body reads the main part, one block of its body at a time.
func (r *reader) body(data []byte, lim packed.Limits) error {
	x := packed.NewXML(data, lim)
	inBody := false
	for {
		t, err := x.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		start, ok := t.(xml.StartElement)
		switch {
		case !ok:
		case start.Name.Local == "body":
			inBody = true
		case inBody:
			n, err := x.Tree(start)
			if err != nil {
				return err
			}
			r.block(n)
		}
	}
	r.flush()
	if !inBody {
		return flow.Failed("damaged", "the file is packed like a Word document but its text part is none; open and save it again", nil)
	}
	return nil
}

// sum adds the notes on what was met while reading.
func (r *reader) sum() {
	d := r.doc
	if r.inserted+r.deleted > 0 {
		d.Add(flow.Note{Code: "tracked_changes", Message: fmt.Sprintf("the document has tracked changes (%d insertions, %d deletions); it was read as if all were accepted", r.inserted, r.deleted),
			Args: map[string]string{"inserted": fmt.Sprint(r.inserted), "deleted": fmt.Sprint(r.deleted)}})
	}
	if r.hidden > 0 {
		d.Add(flow.Note{Code: "hidden_text", Message: fmt.Sprintf("%d characters are formatted as hidden; they were not read", r.hidden), Args: map[string]string{"count": fmt.Sprint(r.hidden)}})
	}
	if r.pictures == 0 {
		return
	}
	n := 0
	for _, l := range d.Lines {
		n += len(strings.TrimSpace(l.Text))
	}
	args := map[string]string{"count": fmt.Sprint(r.pictures), "pages": "全体"}
	if n < 3*40 {
		d.Add(flow.Failed("image_only", "the document is made of pictures; run character recognition (OCR) over it, or ask for the text", args))
		return
	}
	d.Add(flow.Note{Weight: flow.Partial, Code: "pictures", Message: fmt.Sprintf("%d large pictures stand in the document; words in them were not read", r.pictures), Args: args})
}
