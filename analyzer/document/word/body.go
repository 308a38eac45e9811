package word

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer/document/flow"
	"github.com/yakkan/yakkan/analyzer/document/packed"
)

// reader walks the body. Children are walked by hand, in the order of the file.
type reader struct {
	doc    *Document
	styles styles
	lists  *lists
	notes  map[string]*packed.Node // footnotes and endnotes by kind and ID
	inMain bool                    // offsets are those of the main part

	cur       line
	paragraph int     // number of the paragraph
	after     []aside // text boxes and notes that follow the paragraph
	fields    []field
	mute      int  // depth of what is walked without being read: tables of contents
	noted     int  // footnotes so far
	outer     int  // end of the table, or of the paragraph with the text box, that is read
	boxed     bool // a text box is read

	inserted, deleted, hidden, pictures int
}

// line is the line under construction.
type line struct {
	text     strings.Builder
	segments []Segment
	soft     bool // it follows a break within its paragraph
	label    string
	style    string
	outline  int
	carried  bool // the mark between its paragraph and the next is deleted
}

// aside is text that stands beside a paragraph.
type aside struct {
	node *packed.Node
	note int // number of a footnote; 0 for a text box
}

// field is a field whose end has not come yet.
type field struct {
	instruction strings.Builder
	result      bool
}

func (r *reader) blocks(nodes []*packed.Node) {
	for _, n := range nodes {
		r.block(n)
	}
}

// block reads a block of the body, of a cell or of a text box.
func (r *reader) block(n *packed.Node) {
	switch n.Name {
	case "p":
		r.readParagraph(n, false)
	case "tbl":
		r.flush()
		if r.outer == 0 && r.inMain {
			r.outer = n.To
			defer func() { r.outer = 0 }()
		}
		r.table(n)
	case "sdt":
		if gallery := n.Kid("sdtPr").Kid("docPartObj").Val("docPartGallery"); gallery == "Table of Contents" {
			r.mute++
			defer func() { r.mute-- }()
		}
		if c := n.Kid("sdtContent"); c != nil {
			r.blocks(c.Kids)
		}
	case "AlternateContent":
		r.blocks(choice(n))
	case "ins", "moveTo":
		r.inserted++
		r.blocks(n.Kids)
	case "del", "moveFrom":
		r.deleted++
	case "customXml", "smartTag":
		r.blocks(n.Kids)
	case "altChunk":
		r.doc.Add(flow.Note{Weight: flow.Partial, Code: "embedded", Message: "another document is embedded in the file; its text was not read"})
	}
}

// choice returns the children of the alternative that is read: the first choice,
// or the fallback where there is none. Both say the same in different markup.
func choice(n *packed.Node) []*packed.Node {
	if c := n.Kid("Choice"); c != nil {
		return c.Kids
	}
	if c := n.Kid("Fallback"); c != nil {
		return c.Kids
	}
	return nil
}

// readParagraph reads a paragraph into a line of its own, or into that of a table
// row.
func (r *reader) readParagraph(p *packed.Node, inRow bool) {
	if r.inMain {
		r.paragraph++
	}
	ppr := p.Kid("pPr")
	id := ppr.Val("pStyle")
	name := ""
	if s := r.styles[id]; s != nil {
		name = strings.ToLower(s.name)
	}
	contents := strings.HasPrefix(name, "toc ") && len(name) == 5
	if contents {
		r.mute++
	}
	list := listOf(ppr).over(r.styles.list(id))
	first := len(r.doc.Lines)
	mark := ppr.Kid("rPr")
	gone := mark.Kid("del") != nil || mark.Kid("moveFrom") != nil
	if mark.Kid("ins") != nil || mark.Kid("moveTo") != nil {
		r.inserted++
	}
	if gone {
		r.deleted++
	}
	wasCarried := r.cur.carried
	if !inRow && !wasCarried {
		r.flush()
	}
	if !gone && r.mute == 0 {
		label := ""
		if list.num != "0" {
			label = r.lists.next(list, id)
		}
		r.cur.label = label
	}
	r.cur.style = id
	r.cur.outline = outlineOf(ppr)
	if r.cur.outline == 0 {
		r.cur.outline = r.styles.outline(id)
	}
	if name == "title" || name == "表題" {
		r.cur.outline = 1
	}
	r.inline(p.Kids, id)
	if contents {
		r.mute--
	}
	r.cur.carried = gone
	if !inRow && !gone {
		r.flush()
	}
	if r.inMain {
		place := Place{From: p.From, To: p.To, Inside: p.Inside, End: p.End, FirstLine: first, EndLine: len(r.doc.Lines), After: max(p.To, r.outer), Boxed: r.boxed}
		if ppr != nil {
			place.PropsTo = ppr.To
		}
		r.doc.Paragraphs = append(r.doc.Paragraphs, place)
	}
	if !inRow && !gone {
		if r.outer == 0 {
			r.outer = p.To
			r.asides()
			r.outer = 0
		} else {
			r.asides()
		}
	}
}

// asides reads the text boxes and footnotes of the paragraph that ended.
func (r *reader) asides() {
	for len(r.after) > 0 {
		all := r.after
		r.after = nil
		for _, s := range all {
			outside, fields := r.inMain, r.fields
			r.fields = nil
			if s.note > 0 {
				r.inMain = false
				before := len(r.doc.Lines)
				r.blocks(s.node.Kids)
				r.flush()
				if before < len(r.doc.Lines) {
					l := &r.doc.Lines[before]
					l.Text = "※" + strconv.Itoa(s.note) + "　" + strings.TrimLeft(l.Text, " 　")
					l.Kind = flow.Paragraph
				}
			} else {
				was := r.boxed
				r.boxed = true
				r.blocks(s.node.Kids)
				r.flush()
				r.boxed = was
			}
			r.inMain, r.fields = outside, fields
		}
	}
}

// flush ends the line under construction.
func (r *reader) flush() {
	text := r.cur.text.String()
	label := r.cur.label
	if strings.Trim(text, " 　\t") != "" {
		l := flow.Line{Text: text, Paragraph: r.paragraph, Soft: r.cur.soft}
		shift := 0
		if label != "" {
			l.Text = label + text
			shift = len(label)
		}
		words := strings.Trim(l.Text, " 　")
		if r.cur.outline > 0 && utf8.RuneCountInString(words) <= 60 && !strings.HasSuffix(words, "。") && !strings.Contains(words, "。") {
			l.Kind, l.Level = flow.Heading, r.cur.outline
		}
		r.emit(l, shift)
		label = ""
	}
	r.cur = line{label: label, style: r.cur.style, outline: r.cur.outline}
}

func (r *reader) emit(l flow.Line, shift int) {
	at := len(r.doc.Lines)
	r.doc.Lines = append(r.doc.Lines, l)
	for _, s := range r.cur.segments {
		s.Line, s.From, s.To = at, s.From+shift, s.To+shift
		r.doc.Segments = append(r.doc.Segments, s)
	}
}

// lineBreak ends a line within a paragraph.
func (r *reader) lineBreak() {
	if r.mute > 0 || r.cur.text.Len() == 0 {
		return
	}
	outline := r.cur.outline
	r.flush()
	r.cur.soft, r.cur.outline = true, outline
}

// table reads a table: a row becomes a line where every cell has one paragraph at
// most, and as many lines as there are paragraphs otherwise.
func (r *reader) table(t *packed.Node) {
	for _, tr := range t.Kids {
		switch tr.Name {
		case "sdt":
			if c := tr.Kid("sdtContent"); c != nil {
				r.table(c)
			}
			continue
		case "ins", "customXml":
			r.table(tr)
			continue
		case "tr":
		default:
			continue
		}
		if tr.Kid("trPr").Kid("del") != nil {
			r.deleted++
			continue
		}
		if tr.Kid("trPr").Kid("ins") != nil {
			r.inserted++
		}
		cells := cellsOf(tr)
		single := true
		for _, c := range cells {
			if !oneParagraph(c) {
				single = false
			}
		}
		if !single {
			for _, c := range cells {
				r.blocks(c.Kids)
				r.flush()
			}
			continue
		}
		r.rowLine(cells)
	}
}

func (r *reader) rowLine(cells []*packed.Node) {
	first := len(r.doc.Paragraphs)
	for i, c := range cells {
		if i > 0 {
			r.cur.text.WriteByte('\t')
		}
		for _, k := range c.Kids {
			if k.Name == "p" {
				before := r.cur.text.Len()
				r.cur.label = ""
				r.readParagraph(k, true)
				if label := r.cur.label; label != "" && r.cur.text.Len() > before {
					// The number of a cell stands before its words.
					rest := r.cur.text.String()
					r.cur.text.Reset()
					r.cur.text.WriteString(rest[:before] + label + rest[before:])
					for j := range r.cur.segments {
						if s := &r.cur.segments[j]; s.From >= before {
							s.From, s.To = s.From+len(label), s.To+len(label)
						}
					}
				}
				r.cur.label = ""
			} else if k.Name != "tcPr" {
				r.block(k)
			}
		}
	}
	at := len(r.doc.Lines)
	if strings.Trim(r.cur.text.String(), " 　\t") != "" {
		r.emit(flow.Line{Text: r.cur.text.String(), Kind: flow.TableRow, Paragraph: r.paragraph}, 0)
		for i := first; i < len(r.doc.Paragraphs); i++ {
			r.doc.Paragraphs[i].FirstLine, r.doc.Paragraphs[i].EndLine = at, at+1
		}
	}
	r.cur = line{}
	r.asides()
}

// cellsOf returns the cells of a row; those that go on with the cell above have none.
func cellsOf(tr *packed.Node) []*packed.Node {
	var out []*packed.Node
	for _, c := range tr.Kids {
		switch c.Name {
		case "tc":
			out = append(out, c)
		case "sdt":
			if in := c.Kid("sdtContent"); in != nil {
				out = append(out, cellsOf(in)...)
			}
		case "customXml", "ins":
			out = append(out, cellsOf(c)...)
		}
	}
	return out
}

// oneParagraph reports whether a cell has the text of one paragraph at most.
func oneParagraph(c *packed.Node) bool {
	n := 0
	for _, k := range c.Kids {
		switch k.Name {
		case "p":
			if strings.TrimSpace(k.Words()) != "" {
				n++
			}
			if has(k, "br", "cr", "txbxContent") {
				return false
			}
		case "tbl", "sdt", "AlternateContent":
			return false
		}
	}
	return n <= 1
}

func has(n *packed.Node, names ...string) bool {
	for _, k := range n.Kids {
		for _, name := range names {
			if k.Name == name {
				return true
			}
		}
		if has(k, names...) {
			return true
		}
	}
	return false
}
