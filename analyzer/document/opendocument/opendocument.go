// Package opendocument reads text documents of OpenDocument (.odt): tracked changes
// as accepted, automatic numbers written out.
package opendocument

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer/document/flow"
	"github.com/yakkan/yakkan/analyzer/document/packed"
)

// Read reads a text document. Errors are flow.Note.
func Read(data []byte, lim packed.Limits) (*flow.Text, error) {
	a, err := packed.Open(data, lim)
	if err != nil {
		return nil, err
	}
	if manifest, err := a.Read("META-INF/manifest.xml"); err != nil {
		return nil, err
	} else if strings.Contains(string(manifest), "encryption-data") {
		return nil, flow.Failed("encrypted", "the file is protected by a password; save it without one", nil)
	}
	content, err := a.Read("content.xml")
	if err != nil {
		return nil, err
	}
	if content == nil {
		return nil, flow.Failed("damaged", "the file is packed like a text document but has no text in it; open and save it again", nil)
	}
	root, err := packed.Parse(content, lim)
	if err != nil {
		return nil, err
	}
	r := &reader{styles: map[string]*listStyle{}, hiddenStyles: map[string]bool{}, lists: map[string]*state{}, last: map[string]*state{}}
	if common, err := a.Read("styles.xml"); err != nil {
		return nil, err
	} else if common != nil {
		n, err := packed.Parse(common, lim)
		if err != nil {
			return nil, err
		}
		r.readStyles(n)
	}
	r.readStyles(root)
	body := root.Kid("body").Kid("text")
	if body == nil {
		return nil, flow.Failed("binary", "the file is an OpenDocument file but no text document; export its text", map[string]string{"kind": "文章ではないOpenDocumentファイル"})
	}
	r.blocks(body.Kids)
	if r.deleted+r.inserted > 0 {
		r.out.Add(flow.Note{Code: "tracked_changes", Message: fmt.Sprintf("the document has tracked changes (%d insertions, %d deletions); it was read as if all were accepted", r.inserted, r.deleted),
			Args: map[string]string{"inserted": fmt.Sprint(r.inserted), "deleted": fmt.Sprint(r.deleted)}})
	}
	if r.hidden > 0 {
		r.out.Add(flow.Note{Code: "hidden_text", Message: fmt.Sprintf("%d characters are formatted as hidden; they were not read", r.hidden), Args: map[string]string{"count": fmt.Sprint(r.hidden)}})
	}
	return &r.out, nil
}

type reader struct {
	out          flow.Text
	styles       map[string]*listStyle
	hiddenStyles map[string]bool
	lists        map[string]*state // by ID of the list
	last         map[string]*state // by list style

	text      strings.Builder
	soft      bool
	label     string
	paragraph int
	after     []aside
	noted     int

	inserted, deleted, hidden int
}

type aside struct {
	nodes []*packed.Node
	note  int
}

func (r *reader) blocks(nodes []*packed.Node) {
	for _, n := range nodes {
		switch n.Name {
		case "p", "h":
			r.readParagraph(n)
		case "list":
			r.list(n, nil, 0)
		case "section", "numbered-paragraph", "index-body":
			r.blocks(n.Kids)
		case "table":
			r.table(n)
		case "tracked-changes":
			for _, c := range n.Kids {
				if c.Kid("deletion") != nil {
					r.deleted++
				}
				if c.Kid("insertion") != nil {
					r.inserted++
				}
			}
		case "frame", "text-box", "g", "custom-shape":
			r.inline([]*packed.Node{n})
			r.flush(0)
			r.asides()
		}
	}
}

func (r *reader) readParagraph(n *packed.Node) {
	r.paragraph++
	r.inline(n.Kids)
	level := 0
	if n.Name == "h" {
		level, _ = strconv.Atoi(n.Attr("outline-level"))
		level = max(1, level)
	}
	r.flush(level)
	r.asides()
}

func (r *reader) flush(heading int) {
	text := r.text.String()
	r.text.Reset()
	if strings.Trim(text, " 　\t") != "" {
		l := flow.Line{Text: r.label + text, Paragraph: r.paragraph, Soft: r.soft}
		if heading > 0 && utf8.RuneCountInString(text) <= 60 && !strings.Contains(text, "。") {
			l.Kind, l.Level = flow.Heading, heading
		}
		r.out.Lines = append(r.out.Lines, l)
		r.label = ""
	}
	r.soft = false
}

func (r *reader) asides() {
	for len(r.after) > 0 {
		all := r.after
		r.after = nil
		for _, s := range all {
			before := len(r.out.Lines)
			label := r.label
			r.label = ""
			r.blocks(s.nodes)
			r.label = label
			if s.note > 0 && before < len(r.out.Lines) {
				r.out.Lines[before].Text = "※" + strconv.Itoa(s.note) + "　" + r.out.Lines[before].Text
			}
		}
	}
}

// inline reads what stands in a paragraph.
func (r *reader) inline(nodes []*packed.Node) {
	for _, n := range nodes {
		switch n.Name {
		case "":
			// White space collapses, and line breaks of the file are blanks.
			r.text.WriteString(strings.Map(func(c rune) rune {
				if c == '\n' || c == '\r' || c == '\t' {
					return ' '
				}
				return c
			}, n.Text))
		case "s":
			k, _ := strconv.Atoi(n.Attr("c"))
			r.text.WriteString(strings.Repeat(" ", max(1, min(k, 100))))
		case "tab":
			r.text.WriteString("　")
		case "line-break":
			if r.text.Len() > 0 {
				r.flush(0)
				r.soft = true
			}
		case "span":
			if r.hiddenStyles[n.Attr("style-name")] {
				r.hidden += utf8.RuneCountInString(n.Words())
				continue
			}
			r.inline(n.Kids)
		case "ruby":
			if b := n.Kid("ruby-base"); b != nil {
				r.inline(b.Kids)
			}
		case "note":
			if b := n.Kid("note-body"); b != nil {
				r.noted++
				r.after = append(r.after, aside{b.Kids, r.noted})
			}
		case "text-box", "custom-shape":
			r.after = append(r.after, aside{n.Kids, 0})
		case "annotation", "annotation-end", "change", "change-start", "change-end", "hidden-text", "hidden-paragraph", "image", "object", "event-listeners", "bookmark", "desc", "title":
		default:
			r.inline(n.Kids) // links, fields, frames
		}
	}
}

// table reads a table: a row is a line where its cells have one paragraph each.
func (r *reader) table(t *packed.Node) {
	for _, n := range t.Kids {
		switch n.Name {
		case "table-header-rows", "table-rows", "table-row-group":
			r.table(n)
		case "table-row":
			r.row(n)
		}
	}
}

func (r *reader) row(n *packed.Node) {
	single := true
	var cells []*packed.Node
	for _, c := range n.Kids {
		if c.Name != "table-cell" {
			continue
		}
		cells = append(cells, c)
		full := 0
		for _, k := range c.Kids {
			if strings.TrimSpace(k.Words()) != "" {
				full++
			}
			single = single && (k.Name == "p" || k.Name == "h" || k.Name == "")
		}
		single = single && full <= 1
	}
	if !single {
		for _, c := range cells {
			r.blocks(c.Kids)
		}
		return
	}
	for i, c := range cells {
		if i > 0 {
			r.text.WriteByte('\t')
		}
		for _, k := range c.Kids {
			if k.Name != "" {
				r.paragraph++
				r.inline(k.Kids)
			}
		}
	}
	text := r.text.String()
	r.text.Reset()
	if strings.Trim(text, " 　\t") != "" {
		r.out.Lines = append(r.out.Lines, flow.Line{Text: text, Kind: flow.TableRow, Paragraph: r.paragraph})
	}
	r.asides()
}
