// Markdown is read by goldmark, whose segments are exact byte ranges of the
// source. Each block of the tree becomes a block of the document; the marks of
// emphasis and links go, entities and escapes are decoded. A line of a paragraph
// that opens a provision (第3条, 1., (2), ・) is a block of its own, though
// Markdown would join it to the line before.

package document

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

var markdown = sync.OnceValue(newMarkdown)

// longestLine is the longest line, in bytes, that is parsed as Markdown; a file
// with a longer one is read as plain text, since inline parsing is not linear.
const longestLine = 64 << 10

func readMarkdown(b *builder, d *Document, lim Limits) {
	src := b.src
	body := frontMatter(src)
	if deep, long := shape(src[body:], lim.Depth); deep || long {
		if deep {
			d.partial("too_deep", fmt.Sprintf("quotes or lists nest deeper than %d levels; the file was read as plain text", lim.Depth), map[string]string{"limit": strconv.Itoa(lim.Depth)})
		}
		writeLines(b, withoutDirectives(src, lines(src, body, len(src)), Markdown))
		return
	}
	b.out.Grow(len(src)) // what is not marks
	root := markdown().Parser().Parse(text.NewReader([]byte(src[body:])))
	w := &markdownWriter{b: b, off: body}
	w.children(root, 0)
}

// frontMatter returns the offset after a leading --- block.
func frontMatter(src string) int {
	if !strings.HasPrefix(src, "---\n") && !strings.HasPrefix(src, "---\r\n") {
		return 0
	}
	i := strings.Index(src[3:], "\n---")
	if i < 0 || i > 8192 {
		return 0
	}
	end := 3 + i + len("\n---")
	nl := strings.IndexByte(src[end:], '\n')
	if nl < 0 || strings.TrimSpace(src[end:end+nl]) != "" {
		return 0
	}
	return end + nl + 1
}

// shape reports whether lines nest too deep or are too long to parse.
func shape(src string, depth int) (deep, long bool) {
	for len(src) > 0 {
		n := strings.IndexByte(src, '\n')
		if n < 0 {
			n = len(src) - 1
		}
		l := src[:n+1]
		src = src[n+1:]
		if len(l) > longestLine {
			long = true
		}
		marks, indent := 0, 0
	scan:
		for i := 0; i < len(l); i++ {
			switch c := l[i]; {
			case c == '>' || (c == '-' || c == '*' || c == '+') && i+1 < len(l) && l[i+1] == ' ':
				marks++
			case c == ' ':
				indent++
			case c == '\t':
				indent += 4
			default:
				break scan
			}
		}
		if marks > depth || indent > 4*depth && marks > 0 {
			deep = true
		}
	}
	return deep, long
}

type markdownWriter struct {
	b   *builder
	off int // of the parsed text in src
}

func (w *markdownWriter) children(n ast.Node, depth int) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.block(c, depth, Paragraph, 0, "")
	}
}

// block writes a block node; kind, level and marker are what its first text gets.
func (w *markdownWriter) block(n ast.Node, depth int, kind BlockKind, level int, marker string) {
	switch n := n.(type) {
	case *ast.Heading:
		w.b.begin(Heading, n.Level, "")
		w.inline(n, Heading, n.Level)
		w.b.end()
	case *ast.Paragraph, *ast.TextBlock:
		w.b.begin(kind, level, marker)
		w.inline(n, kind, level)
		w.b.end()
	case *unmarked:
		if n.level > 0 {
			kind, level, marker = Heading, n.level, ""
		}
		w.b.begin(kind, level, marker)
		w.unmarked(n)
		w.b.end()
	case *ast.List:
		i := n.Start
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			marker := "・"
			if n.IsOrdered() {
				marker = strconv.Itoa(i) + string(n.Marker)
				i++
			}
			first := true
			for p := c.FirstChild(); p != nil; p = p.NextSibling() {
				if first && isText(p) {
					first = false
					w.block(p, depth+1, ListItem, depth+1, marker)
				} else {
					w.block(p, depth+1, Paragraph, 0, "")
				}
			}
		}
	case *ast.Blockquote:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			w.block(c, depth, Quote, 0, "")
		}
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		ls := n.Lines()
		for i := range ls.Len() {
			s := ls.At(i)
			w.b.begin(Code, 0, "")
			w.b.write(w.off+s.Start, w.off+s.Stop)
			w.b.end()
		}
	case *ast.HTMLBlock:
		ls := n.Lines()
		if ls.Len() > 0 {
			p := &page{src: w.b.src, containers: []container{{parent: -1}}, limit: 64}
			p.walk(w.off+ls.At(0).Start, w.off+ls.At(ls.Len()-1).Stop)
			for _, blk := range p.blocks {
				w.b.begin(blk.kind, blk.level, blk.marker)
				for _, r := range blk.runs {
					if r.cell {
						w.b.cell(r.from)
					} else {
						w.b.markup(r.from, r.to)
					}
				}
				w.b.end()
			}
		}
	case *east.Table:
		for row := n.FirstChild(); row != nil; row = row.NextSibling() {
			w.b.begin(TableRow, 0, "")
			for c := row.FirstChild(); c != nil; c = c.NextSibling() {
				if c.PreviousSibling() != nil {
					w.b.cell(len(w.b.src[:w.off]))
				}
				w.inline(c, TableRow, 0)
			}
			w.b.end()
		}
	case *ast.ThematicBreak, *ast.LinkReferenceDefinition:
	default:
		w.children(n, depth)
	}
}

// isText reports whether a block is a paragraph.
func isText(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.Paragraph, *ast.TextBlock:
		return true
	case *unmarked:
		return n.level == 0
	}
	return false
}

// inline writes the text below n.
func (w *markdownWriter) inline(n ast.Node, kind BlockKind, level int) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			from, to := w.off+c.Segment.Start, w.off+c.Segment.Stop
			w.escaped(from, to)
			switch {
			case !c.SoftLineBreak() && !c.HardLineBreak():
			case kind != TableRow:
				w.lineBreak(from, to, c.HardLineBreak())
			case !(w.b.last >= 0x80):
				w.b.blank(to)
			}
		case *ast.CodeSpan:
			for t := c.FirstChild(); t != nil; t = t.NextSibling() {
				if s, ok := t.(*ast.Text); ok {
					w.b.write(w.off+s.Segment.Start, w.off+s.Segment.Stop)
				}
			}
		case *ast.RawHTML:
			for i := range c.Segments.Len() {
				s := c.Segments.At(i)
				if tag := strings.ToLower(w.b.src[w.off+s.Start : w.off+s.Stop]); strings.HasPrefix(tag, "<br") && kind != TableRow {
					w.b.begin(Paragraph, 0, "")
				}
			}
		case *ast.AutoLink:
			// The address itself says nothing about the terms.
		case *ast.Image:
		default:
			w.inline(c, kind, level)
		}
	}
}

// lineBreak ends a line of a paragraph whose last piece is src[from:to]. What follows
// is a block of its own if either says so.
func (w *markdownWriter) lineBreak(from, to int, hard bool) {
	rest := strings.TrimLeft(w.b.src[to:], " \t\r\n\\　")
	if hard || opens(rest[:min(len(rest), 200)]) || captionLine(w.b.src[from:to]) {
		w.b.begin(Paragraph, 0, "")
	} else if !(w.b.last >= 0x80) {
		w.b.blank(to)
	}
}

// escaped writes src[from:to] with backslash escapes and entities decoded.
func (w *markdownWriter) escaped(from, to int) {
	for i := from; i < to; {
		j := strings.IndexByte(w.b.src[i:to], '\\')
		if j < 0 {
			w.b.markup(i, to)
			return
		}
		w.b.markup(i, i+j)
		i += j
		if i+1 < to && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", w.b.src[i+1]) >= 0 {
			w.b.put(w.b.src[i+1:i+2], i, i+2, replaced)
			i += 2
			continue
		}
		w.b.write(i, i+1)
		i++
	}
}

// captionLine reports whether a line is a mere caption: 第2条（定義）, （目的）.
func captionLine(s string) bool {
	s = strings.TrimSpace(s)
	if len(s) > 120 || strings.ContainsAny(s, "。、") || !opens(s) {
		return false
	}
	return strings.HasPrefix(s, "第") || strings.HasPrefix(s, "（") || strings.HasPrefix(s, "(") || strings.HasPrefix(s, "附則")
}
