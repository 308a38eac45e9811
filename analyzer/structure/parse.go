package structure

import (
	"strconv"
	"strings"
	"sync"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/spot"
)

// parser holds the state of one Parse.
type parser struct {
	doc   *document.Document
	text  string
	opt   Options
	depth int

	lines     []line
	title     source.Span
	left      source.Span // what lies beyond the limit of provisions
	articles  int         // ranked lines that are articles
	divisions int
	headings  int
	tooDeep   bool
	stops     int8 // 0 not known, 1 no, 2 yes: plain sentences end in 。
	subheads  int8 // 0 not known, 1 no, 2 yes: plain lines serve as headings

	nester *nester
	ended  [styleSupplement + 1]int32 // last value of the top list of the region before, by style

	found       []spot.Found   // in the text, in its order
	next        int            // in found: the place that was asked for last
	usage       []usage        // of ownWords
	heads       map[string]int // names at the head of sentences
	topics      map[string]int // what sentences begin with, before は
	letterUse   [2]usage       // of 甲 and 乙
	letterScore int            // above 0: 甲 is the vendor
	articlesBy  []numbered     // in the order of their numbers
	inOrder     []*Provision   // the articles
	annexes     []*Provision

	tree   *Tree
	infos  []info
	mem    *Memory
	labels strings.Builder // of all provisions, one behind the other
}

// info is what building knows of a provision and the tree does not keep.
type info struct {
	line   int32 // -1: none
	body   int32 // the line of its words, where they stand below the number
	list   int32 // first line of its list, -1: none
	order  int32 // of an article: its place in parser.inOrder
	style  style
	class  class
	headed bool // of a list whose members are headings
	row    bool // of a table

	defining int8 // speaks of definitions: 0 not known, 1 no, 2 yes
}

// Parse reads the structure of d. It never fails: what it cannot make out is
// Text, and what it had to leave out is in Problems. The tree keeps d and shares
// its text.
func Parse(d *document.Document, opt Options) *Tree {
	m := &Memory{}
	if w, ok := works.Get().(*work); ok {
		m.work = *w
	}
	tree := m.Parse(d, opt)
	if w := m.work; !w.large() {
		w.reset()
		works.Put(&w)
	}
	return tree
}

// works is the work of parsers whose trees stay.
var works sync.Pool // of *work

// Parse is Parse in the memory of m.
func (m *Memory) Parse(d *document.Document, opt Options) *Tree {
	if m.heads == nil {
		m.heads, m.topics = map[string]int{}, map[string]int{}
	}
	p := &parser{
		doc: d, text: d.Text, opt: opt, depth: opt.depth(), mem: m, nester: &m.nester,
		lines: m.lines[:0], infos: m.infos[:0], heads: m.heads, topics: m.topics, articlesBy: m.articles[:0], inOrder: m.inOrder[:0], annexes: m.annexes[:0],
	}
	p.tree = &Tree{Document: d, Kind: Terms, Provisions: m.all[:0], Definitions: m.definitions[:0], References: m.references[:0], clauses: m.read[:0]}
	p.find(opt.Words)
	p.scanLines()
	p.dropContents()
	p.findTitle()
	p.rankLines()
	p.build()
	p.label()
	p.report()
	p.relate()
	p.indexArticles()
	p.scanWords()
	p.findKind()
	p.findParties()
	m.lines, m.infos, m.articles, m.inOrder, m.annexes = p.lines, p.infos, p.articlesBy, p.inOrder, p.annexes
	m.all, m.definitions, m.references, m.read = p.tree.Provisions, p.tree.Definitions, p.tree.References, p.tree.clauses
	return p.tree
}

// firstArticle returns the line of the first article.
func (p *parser) firstArticle() int {
	for i := range p.lines {
		if p.lines[i].rank == rankArticle {
			return i
		}
	}
	return len(p.lines)
}

// report says what was left out.
func (p *parser) report() {
	if p.tooDeep {
		p.tree.Problems = append(p.tree.Problems, document.Problem{
			Code:    "too_deep",
			Args:    map[string]string{"limit": strconv.Itoa(p.opt.depth())},
			Message: "lists are nested deeper than the limit; the deepest levels are read as one; raise Limits.Depth or check the numbering of the file",
		})
	}
	if !p.left.Empty() {
		p.tree.Problems = append(p.tree.Problems, document.Problem{
			Code:    "too_many_provisions",
			Span:    p.left,
			Args:    map[string]string{"limit": strconv.Itoa(p.opt.provisions())},
			Message: "the file has more provisions than the limit; the rest is read as one text; raise Limits.Provisions or split the file",
		})
	}
}
