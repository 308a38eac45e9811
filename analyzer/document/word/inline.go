package word

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer/document/packed"
)

// inline reads what stands in a paragraph of a style.
func (r *reader) inline(nodes []*packed.Node, style string) {
	for _, n := range nodes {
		switch n.Name {
		case "r":
			r.run(n, style)
		case "ins", "moveTo":
			r.inserted++
			r.inline(n.Kids, style)
		case "del", "moveFrom":
			r.deleted++
		case "hyperlink", "smartTag", "customXml", "fldSimple", "bdo", "dir":
			if n.Name == "fldSimple" && strings.HasPrefix(strings.TrimSpace(n.Attr("instr")), "TOC") {
				continue
			}
			r.inline(n.Kids, style)
		case "sdt":
			if c := n.Kid("sdtContent"); c != nil {
				r.inline(c.Kids, style)
			}
		case "AlternateContent":
			r.inline(choice(n), style)
		case "oMath", "oMathPara":
			r.put(n.Words(), nil, Run{})
		}
	}
}

// run reads a run: text, breaks, fields, notes and what is drawn in it.
func (r *reader) run(n *packed.Node, style string) {
	rpr := n.Kid("rPr")
	vanish := toggled(rpr.Kid("vanish"))
	if vanish == unsaid {
		vanish = r.styles.hidden(rpr.Val("rStyle"))
	}
	if vanish == unsaid {
		vanish = r.styles.hidden(style)
	}
	at := Run{From: n.From, To: n.To}
	if rpr != nil {
		at.PropsFrom, at.PropsTo = rpr.From, rpr.To
	}
	r.runKids(n.Kids, vanish == on, at)
}

func (r *reader) runKids(kids []*packed.Node, hidden bool, at Run) {
	for _, k := range kids {
		switch k.Name {
		case "fldChar":
			r.fieldChar(k.Attr("fldCharType"))
			continue
		case "instrText":
			if f := len(r.fields); f > 0 && !r.fields[f-1].result && r.fields[f-1].instruction.Len() < 4096 {
				r.fields[f-1].instruction.WriteString(k.Words())
			}
			continue
		}
		if hidden {
			if k.Name == "t" {
				r.hidden += utf8.RuneCountInString(k.Words())
			}
			continue
		}
		switch k.Name {
		case "t":
			for _, t := range k.Kids {
				if t.Name == "" {
					r.put(t.Text, t, at)
				}
			}
		case "tab", "ptab":
			r.put("　", nil, at)
		case "br", "cr":
			if kind := k.Attr("type"); kind == "" || kind == "textWrapping" {
				r.lineBreak()
			}
		case "noBreakHyphen":
			r.put("-", nil, at)
		case "sym":
			r.symbol(k, at)
		case "ruby":
			// The reading above the words is not part of the text.
			for _, b := range k.Kids {
				if b.Name == "rubyBase" {
					r.inline(b.Kids, "")
				}
			}
		case "footnoteReference", "endnoteReference":
			kind := strings.TrimSuffix(k.Name, "Reference")
			if note := r.notes[kind+k.Attr("id")]; note != nil && r.mute == 0 && r.inMain {
				r.noted++
				r.after = append(r.after, aside{node: note, note: r.noted})
			}
		case "AlternateContent":
			r.runKids(choice(k), hidden, at)
		case "drawing", "pict", "object":
			r.drawn(k)
		}
	}
}

// put writes text; raw is the node that it stands in.
func (r *reader) put(s string, raw *packed.Node, at Run) {
	if r.mute > 0 || !r.shown() || s == "" {
		return
	}
	s = strings.Map(func(c rune) rune {
		switch {
		case c == '\n' || c == '\r' || c == '\t':
			return ' '
		case c < ' ' || c == utf8.RuneError:
			return -1
		}
		return c
	}, s)
	from := r.cur.text.Len()
	r.cur.text.WriteString(s)
	if raw != nil && r.inMain && r.doc.text[raw.From] != '<' { // a CDATA section is not cut
		r.cur.segments = append(r.cur.segments, Segment{From: from, To: from + len(s), Raw: [2]int{raw.From, raw.To}, Run: at, Boxed: r.boxed})
	}
}

// symbol writes a character of a font: one of a symbol font is shown as a bullet.
func (r *reader) symbol(k *packed.Node, at Run) {
	n, err := strconv.ParseUint(k.Attr("char"), 16, 32)
	if err != nil || n < 0x20 || n >= 0xE000 && n <= 0xF8FF {
		if r.cur.text.Len() == 0 {
			r.put("・", nil, at)
		}
		return
	}
	r.put(string(rune(n)), nil, at)
}

func (r *reader) fieldChar(kind string) {
	switch kind {
	case "begin":
		if len(r.fields) < 64 {
			r.fields = append(r.fields, field{})
		}
	case "separate":
		if n := len(r.fields); n > 0 {
			r.fields[n-1].result = true
		}
	case "end":
		if n := len(r.fields); n > 0 {
			r.fields = r.fields[:n-1]
		}
	}
}

// shown reports whether text is what a reader sees: not the instruction of a
// field, and not a table of contents, which says everything twice.
func (r *reader) shown() bool {
	for i := range r.fields {
		f := &r.fields[i]
		if !f.result || strings.HasPrefix(strings.TrimSpace(f.instruction.String()), "TOC") {
			return false
		}
	}
	return true
}

// A picture of a third of a page may hold words of the terms; smaller ones are
// logos and seals. In units of 1/12700 point.
const largeSide = 8 * 360_000

// drawn looks for text boxes and pictures in a drawing.
func (r *reader) drawn(n *packed.Node) {
	for _, k := range n.Kids {
		switch k.Name {
		case "txbxContent":
			if r.mute == 0 {
				r.after = append(r.after, aside{node: k})
			}
		case "AlternateContent":
			r.drawn(&packed.Node{Kids: choice(k)})
		case "extent":
			w, _ := strconv.Atoi(k.Attr("cx"))
			h, _ := strconv.Atoi(k.Attr("cy"))
			if w >= largeSide && h >= largeSide && has(n, "blip") {
				r.pictures++
			}
		default:
			r.drawn(k)
		}
	}
}
