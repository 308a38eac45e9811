// Most paragraphs of terms have no mark inside: no emphasis, link, code or address.
// goldmark looks through each for those all the same, calls parsers at every blank
// and makes a node of every piece. Here a paragraph or heading in which nothing can
// be a mark becomes a node of its own as soon as its block ends, and goldmark leaves
// its text alone. What is written of it is the same (TestUnmarked, FuzzUnmarked).

package document

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// newMarkdown returns goldmark with GFM, but for what is not marked.
func newMarkdown() goldmark.Markdown {
	blocks := parser.DefaultBlockParsers()
	for i, b := range blocks {
		if p := b.Value.(parser.BlockParser); string(p.Trigger()) == "#" {
			blocks[i].Value = headings{p}
		}
	}
	return goldmark.New(goldmark.WithParser(parser.NewParser(
		parser.WithBlockParsers(blocks...),
		parser.WithInlineParsers(parser.DefaultInlineParsers()...),
		parser.WithParagraphTransformers(
			util.Prioritized(references{}, 100),
			util.Prioritized(paragraphs{}, 1000), // after those of extensions
		))), goldmark.WithExtensions(extension.GFM))
}

// unmarked is a paragraph, or a heading of a level, whose lines are text and nothing else.
type unmarked struct {
	ast.BaseBlock
	level int // 0 for a paragraph
}

var kindUnmarked = ast.NewNodeKind("Unmarked")

// Kind implements ast.Node.
func (n *unmarked) Kind() ast.NodeKind { return kindUnmarked }

// IsRaw implements ast.Node: nothing is looked for in the lines.
func (n *unmarked) IsRaw() bool { return true }

// Dump implements ast.Node.
func (n *unmarked) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// unmarkedRoom is room for the next nodes of a document.
var unmarkedRoom = parser.NewContextKey()

// newUnmarked returns a node of the document of pc.
func newUnmarked(pc parser.Context) *unmarked {
	room, _ := pc.Get(unmarkedRoom).(*[]unmarked)
	if room == nil {
		room = &[]unmarked{}
		pc.Set(unmarkedRoom, room)
	}
	if len(*room) == 0 {
		*room = make([]unmarked, 32)
	}
	u := &(*room)[0]
	*room = (*room)[1:]
	return u
}

// headings are the headings of lines that begin with #.
type headings struct{ parser.BlockParser }

// Open implements parser.BlockParser.
func (p headings) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	n, state := p.BlockParser.Open(parent, reader, pc)
	if h, ok := n.(*ast.Heading); ok && !marked(h.Lines(), reader.Source()) {
		u := newUnmarked(pc)
		u.level = h.Level
		u.SetLines(h.Lines())
		return u, state
	}
	return n, state
}

// paragraphs makes paragraphs that end unmarked ones.
type paragraphs struct{}

// Transform implements parser.ParagraphTransformer.
func (paragraphs) Transform(n *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := n.Lines()
	if lines.Len() == 0 || marked(lines, reader.Source()) {
		return
	}
	if !slices.ContainsFunc(pc.OpenedBlocks(), func(b parser.Block) bool { return b.Node == n }) {
		return // it is about to become a heading that the line below it makes
	}
	for i := range lines.Len() { // as the end of a paragraph does
		l := lines.At(i)
		lines.Set(i, l.TrimLeftSpace(reader.Source()))
	}
	last := lines.At(lines.Len() - 1)
	lines.Set(lines.Len()-1, last.TrimRightSpace(reader.Source()))
	u := newUnmarked(pc)
	u.SetLines(lines)
	u.SetBlankPreviousLines(n.HasBlankPreviousLines())
	n.Parent().ReplaceChild(n.Parent(), n, u)
}

// references takes definitions of links out of paragraphs that begin with one.
type references struct{}

// Transform implements parser.ParagraphTransformer.
func (references) Transform(n *ast.Paragraph, reader text.Reader, pc parser.Context) {
	if n.Lines().Len() > 0 {
		first := n.Lines().At(0)
		line := bytes.TrimLeft(reader.Source()[first.Start:first.Stop], " \t\r\n\f\v")
		if len(line) > 0 && line[0] != '[' {
			return
		}
	}
	parser.LinkReferenceParagraphTransformer.Transform(n, reader, pc)
}

// marked reports whether something in lines may be a mark, an entity or an address, or
// white space that is not a blank.
func marked(lines *text.Segments, src []byte) bool {
	for i := range lines.Len() {
		s := lines.At(i)
		l := bytes.TrimSuffix(src[s.Start:s.Stop], []byte("\n"))
		for j := 0; j < len(l); j++ {
			switch c := l[j]; {
			case c >= 0xE0 && c <= 0xEF:
				j += 2 // no ASCII within
			case c >= 0x80:
			case c < ' ' || mayMark[c/64]>>(c%64)&1 != 0:
				return true
			case c == ':' && bytes.HasPrefix(l[j:], []byte("://")), c == '.' && bytes.HasSuffix(l[:j], []byte("www")):
				return true
			}
		}
	}
	return false
}

// mayMark has the characters of ASCII that begin marks and entities, or stand in
// addresses of e-mail.
var mayMark = func() (set [2]uint64) {
	for _, c := range []byte("\\`*_~[]!<&@") {
		set[c/64] |= 1 << (c % 64)
	}
	return set
}()

// unmarked writes the lines of a node. What ends at a line break is told by the last
// piece of a line, which begins at its last blank or bracket.
func (w *markdownWriter) unmarked(n *unmarked) {
	lines := n.Lines()
	for i := range lines.Len() {
		s := lines.At(i)
		line := w.b.src[w.off+s.Start : w.off+s.Stop]
		body, broken := strings.CutSuffix(line, "\n")
		hard := broken && strings.HasSuffix(body, "  ")
		if hard {
			body = body[:len(body)-2]
		}
		from := w.off + s.Start
		to := from + len(strings.TrimRight(body, " "))
		w.b.write(from, to)
		if broken {
			last := max(0, strings.LastIndexAny(body, " ("))
			w.lineBreak(min(from+last, to), to, hard)
		}
	}
}
