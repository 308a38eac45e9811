package compare

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// node is a provision as it is compared: with what it says itself, and what is
// below it.
type node struct {
	doc     *document.Document
	p       *structure.Provision
	label   string
	caption string
	title   string      // caption without white space and width
	own     source.Span // its own words
	kids    []*node

	words   string   // wording of caption, own words and all below
	letters string   // the same with references, for telling renumbered references
	grams   []uint64 // pairs of characters that follow each other, sorted
}

// nodes are the units of a document: its articles, and what stands outside
// articles. Chapters and the like are units of their caption alone.
func nodes(s Side) []*node {
	if s.Tree == nil {
		return nil
	}
	var out []*node
	var walk func(p *structure.Provision)
	walk = func(p *structure.Provision) {
		for _, c := range p.Children {
			if c.Kind != structure.Article && hasArticle(c) {
				n := newNode(s.Document, c, false)
				n.finish()
				if n.words != "" {
					out = append(out, n)
				}
				walk(c)
				continue
			}
			n := newNode(s.Document, c, true)
			n.finish()
			out = append(out, n)
		}
	}
	walk(s.Tree.Root)
	return out
}

func hasArticle(p *structure.Provision) bool {
	for _, c := range p.Children {
		if c.Kind == structure.Article || hasArticle(c) {
			return true
		}
	}
	return false
}

func newNode(d *document.Document, p *structure.Provision, deep bool) *node {
	n := &node{doc: d, p: p, label: p.Label, caption: p.Caption.Of(d.Text), own: p.Body}
	n.title = plain(n.caption)
	if deep {
		for _, c := range p.Children {
			n.kids = append(n.kids, newNode(d, c, true))
		}
	}
	return n
}

// finish gathers the words of n and all below.
func (n *node) finish() {
	var words, letters strings.Builder
	own := n.doc.Text[n.own.Start:n.own.End]
	words.WriteString(finding.Wording(n.caption) + "\x00" + finding.Wording(own))
	letters.WriteString(plain(n.caption) + "\x00" + plain(own))
	for _, k := range n.kids {
		k.finish()
		words.WriteString("\x00" + k.words)
		letters.WriteString("\x00" + k.letters)
	}
	n.words, n.letters = strings.Trim(words.String(), "\x00"), strings.Trim(letters.String(), "\x00")
	last := rune(0)
	for _, r := range n.words {
		if last != 0 && r != 0 {
			n.grams = append(n.grams, uint64(last)<<32|uint64(r))
		}
		last = r
	}
	slices.Sort(n.grams)
}

// plain is text without white space and width.
func plain(s string) string { return strings.Join(strings.Fields(norm.NFKC.String(s)), "") }

// ownWords is the wording of what n says itself.
func (n *node) ownWords() string { return finding.Wording(n.own.Of(n.doc.Text)) }

// alike is how much the words of two nodes have in common, 0 to 1.
func alike(a, b *node) float64 {
	if len(a.grams) == 0 || len(b.grams) == 0 {
		if a.words == b.words && a.words != "" {
			return 1
		}
		return 0
	}
	common := 0
	for x, y := 0, 0; x < len(a.grams) && y < len(b.grams); {
		switch g, h := a.grams[x], b.grams[y]; {
		case g < h:
			x++
		case g > h:
			y++
		default:
			common++
			x++
			y++
		}
	}
	return 2 * float64(common) / float64(len(a.grams)+len(b.grams))
}

// place is where a node stands, for a reader.
func (n *node) place() *Place {
	span := n.own
	if span.Empty() {
		span = n.p.Span
	}
	o, text := n.doc.Origin(span), shorten(n.doc.Quote(span), 400)
	if start := n.doc.Origin(n.p.Span); n.p.Span.Start < span.Start && start.Line < o.Line {
		o.Line = start.Line
	}
	if n.p.Span.Start < span.Start {
		span.Start = n.p.Span.Start
	}
	p := &Place{Article: n.label, Caption: n.caption, Line: o.Line, Text: text}
	p.Page, p.Paragraph = report.PageOf(n.doc, span)
	return p
}

// Place says where a clause stands: its page, its paragraph, or its line.
func (p *Place) Place() string { return report.PlaceAt(p.Page, p.Paragraph, p.Line) }

// Title names a clause: 第3条（料金）, of a section the path of captions to it, or its
// first words, so many characters at most.
func (p *Place) Title(most int) string {
	above, own, section := "", p.Article, false
	if i := strings.LastIndex(p.Article, " > "); i >= 0 {
		above, own, section = p.Article[:i]+" > ", p.Article[i+len(" > "):], true
	}
	switch {
	case p.Article == "":
		return "「" + shorten(p.Text, most) + "」"
	case strings.Contains(p.Caption, own):
		return above + p.Caption // of which the label is the beginning
	case section || p.Caption == "" || strings.Contains(p.Article, p.Caption):
		return p.Article
	}
	return p.Article + "（" + p.Caption + "）"
}

func shorten(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n]) + "…"
}

// relative is the label of a child without that of its parent.
func relative(n, parent *node) string {
	if parent == nil {
		return n.label
	}
	return strings.TrimPrefix(n.label, parent.label)
}
