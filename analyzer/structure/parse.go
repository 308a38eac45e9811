package structure

import (
	"strconv"
	"sync"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/source"
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

	terms       map[string]int // definitions by term
	usage       []usage        // of the built-in words
	heads       map[string]int // names at the head of sentences
	letterUse   [2]usage       // of 甲 and 乙
	letterScore int            // above 0: 甲 is the vendor
	byArticle   map[[4]int32][]*Provision
	inOrder     []*Provision // the articles
	orderOf     map[*Provision]int32
	annexes     []*Provision

	tree  *Tree
	infos []info
	slab  []Provision
}

// info is what building knows of a provision and the tree does not keep.
type info struct {
	line   int32 // -1: none
	body   int32 // the line of its words, where they stand below the number
	list   int32 // first line of its list, -1: none
	style  style
	class  class
	headed bool // of a list whose members are headings
	row    bool // of a table
}

// Parse reads the structure of d. It never fails: what it cannot make out is
// Text, and what it had to leave out is in Problems. The tree keeps d and shares
// its text.
func Parse(d *document.Document, opt Options) *Tree {
	m := memories.Get().(*memory)
	p := &parser{doc: d, text: d.Text, opt: opt, depth: opt.depth(), terms: map[string]int{}, lines: m.lines, infos: m.infos, nester: &m.nester}
	defer m.keep(p)
	p.tree = &Tree{Document: d, Kind: Terms}
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
	p.findParties()
	p.findKind()
	return p.tree
}

// memory is what a parser works in and nothing of a tree: the next one has it again.
type memory struct {
	lines  []line
	infos  []info
	nester nester
}

var memories = sync.Pool{New: func() any { return new(memory) }}

// mostLines is how many lines memory has room for that is kept.
const mostLines = 1 << 14

// keep takes the memory of p back, without what its lines hold of a document.
func (m *memory) keep(p *parser) {
	if cap(p.lines) > mostLines || cap(p.infos) > mostLines || cap(m.nester.steps) > beamWidth*mostLines {
		return
	}
	clear(p.lines)
	m.lines, m.infos = p.lines[:0], p.infos[:0]
	memories.Put(m)
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
