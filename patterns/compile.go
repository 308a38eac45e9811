package patterns

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// Compiling turns a written phrase into a node, and all nodes into a program. Classes are compiled once and
// shared, so that a library of many phrases that say @monitor holds the words
// of @monitor once. Alternatives of single words become one set of words: the
// machine then asks once for any of them.

// op says what a node does.
type op uint8

const (
	wordOp op = iota // one of words
	sequenceOp
	alternativeOp
	optionalOp
	gapOp
	partyOp // a word for one of the parties
	dataOp  // a word for one of the kinds of data
	notOp
	startOp
	endOp
)

// node is a phrase that is being compiled. It may be part of several; from the
// sealed nodes the program is made.
type node struct {
	op      op
	mask    uint8 // of parties or kinds of data, one bit each
	nothing bool  // can match nothing
	gapHead bool  // can start with a gap
	gapTail bool  // can end with a gap
	gap     int
	parts   []*node
	list    []int32 // word IDs, sorted
	elems   int     // elements with classes written out
	guards  []guard // what must be in the text, each one of its literals

	// set by seal:
	sealed bool
	known  bool    // whether must is known
	marks  bool    // asks for data words
	must   []int32 // words of which every match has one, sorted
	first  start
}

// start is what a match can begin with.
type start struct {
	words         []int32 // sorted
	parties, data uint8
	free          bool // anything: a node that looks and takes nothing comes first
}

// guard is a set of literals of which one must be there, sorted.
type guard []int32

// marks are the names in < >: parties by role and data by kind.
var partyMarks = map[string]uint8{
	"vendor": 1<<structure.Vendor | 1<<structure.Both, "customer": 1<<structure.Customer | 1<<structure.Both,
	"third": 1 << structure.Third, "party": 1<<structure.Vendor | 1<<structure.Customer | 1<<structure.Both | 1<<structure.Third,
}

var dataMarks = map[string]uint8{
	"customer_data": 1 << norm.CustomerData, "personal_info": 1 << norm.PersonalInfo, "confidential": 1 << norm.Confidential,
	"usage_log": 1 << norm.UsageLog, "account_info": 1 << norm.AccountInfo,
	"data": 1<<norm.CustomerData | 1<<norm.PersonalInfo | 1<<norm.Confidential | 1<<norm.UsageLog | 1<<norm.AccountInfo,
}

// compiler compiles the phrases of one library.
type compiler struct {
	vocabulary *vocabulary
	lexicon    *lexicon
	classes    map[string]*node
	literals   []string
	literalIDs map[string]int32
	wordGuards map[int]guard
	letters    map[int]guard
	dataGuards [len(dataNames)]guard // of the data words of the lexicon
	inLexicon  bool                  // data and triggers are being compiled: no parties, no data
	all        []*node
}

// defined is the literal that a sentence has if it names a term that the
// document itself defines: such a term may be a word for data.
const defined int32 = 0

func newCompiler(l *lexicon) *compiler {
	return &compiler{
		vocabulary: newVocabulary(l.variants), lexicon: l, classes: map[string]*node{},
		literals: []string{""}, literalIDs: map[string]int32{}, wordGuards: map[int]guard{}, letters: map[int]guard{},
	}
}

// phrase compiles a written phrase; nil if it is refused.
func (c *compiler) phrase(w written) *node {
	before := len(*w.reader.diags)
	n := c.node(w, w.phrase)
	if n == nil || len(*w.reader.diags) > before {
		return nil
	}
	switch {
	case n.elems > maxElements:
		w.report(w.phrase, phraseTooLarge, maxElements)
	case n.nothing:
		w.report(w.phrase, phraseCanBeNone)
	case n.gapHead:
		w.report(w.phrase, phraseGapStart)
	case n.gapTail:
		w.report(w.phrase, phraseGapEnd)
	default:
		return n
	}
	return nil
}

// either compiles a list of phrases into one that matches any of them.
func (c *compiler) either(ws []written) *node {
	var parts []*node
	for _, w := range ws {
		if n := c.phrase(w); n != nil {
			parts = append(parts, n)
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return c.alternative(parts)
}

func (c *compiler) keep(n *node) *node {
	c.all = append(c.all, n)
	return n
}

func (c *compiler) node(w written, p *phrase) *node {
	switch p.kind {
	case wordNode:
		id := c.vocabulary.word(p.text)
		n := &node{op: wordOp, list: []int32{int32(id)}, elems: 1}
		if g := c.wordGuard(id); g != nil {
			n.guards = []guard{g}
		}
		return c.keep(n)
	case classNode:
		return c.class(w, p)
	case markNode:
		return c.mark(w, p)
	case gapNode:
		return c.keep(&node{op: gapOp, gap: p.gap, elems: 1, nothing: true, gapHead: true, gapTail: true})
	case startNode:
		return c.keep(&node{op: startOp, nothing: true})
	case endNode:
		return c.keep(&node{op: endOp, nothing: true})
	}
	var parts []*node
	for _, part := range p.parts {
		n := c.node(w, part)
		if n == nil {
			return nil
		}
		parts = append(parts, n)
	}
	switch p.kind {
	case sequenceNode:
		return c.sequence(parts)
	case alternativeNode:
		return c.alternative(parts)
	case optionalNode:
		n := parts[0]
		return c.keep(&node{op: optionalOp, parts: parts, elems: n.elems, nothing: true, gapHead: n.gapHead, gapTail: n.gapTail})
	default: // notNode
		return c.keep(&node{op: notOp, parts: parts, elems: parts[0].elems, nothing: true})
	}
}

func (c *compiler) sequence(parts []*node) *node {
	n := &node{op: sequenceOp, parts: parts, nothing: true}
	for _, part := range parts {
		n.elems += part.elems
		n.guards = append(n.guards, part.guards...)
		if n.nothing {
			n.gapHead = n.gapHead || part.gapHead
		}
		n.nothing = n.nothing && part.nothing
	}
	for _, part := range slices.Backward(parts) {
		n.gapTail = n.gapTail || part.gapTail
		if !part.nothing {
			break
		}
	}
	return c.keep(n)
}

// alternative joins alternatives; those that are single words become one node.
func (c *compiler) alternative(parts []*node) *node {
	words := &node{op: wordOp}
	var rest []*node
	for _, p := range parts {
		switch p.op {
		case wordOp:
			words.list = append(words.list, p.list...)
		case alternativeOp:
			for _, q := range p.parts {
				if q.op == wordOp {
					words.list = append(words.list, q.list...)
				} else {
					rest = append(rest, q)
				}
			}
		default:
			rest = append(rest, p)
		}
	}
	if len(words.list) > 0 {
		slices.Sort(words.list)
		words.list = slices.Compact(words.list)
		words.elems = len(words.list)
		var parts []*node
		for _, id := range words.list {
			part := &node{op: wordOp}
			if g := c.wordGuard(int(id)); g != nil {
				part.guards = []guard{g}
			}
			parts = append(parts, part)
		}
		words.guards = c.eitherGuard(parts)
		if len(rest) == 0 {
			return c.keep(words)
		}
		rest = append([]*node{c.keep(words)}, rest...)
	}
	if len(rest) == 1 {
		return rest[0]
	}
	n := &node{op: alternativeOp, parts: rest, guards: c.eitherGuard(rest)}
	for _, p := range rest {
		n.elems += p.elems
		n.nothing = n.nothing || p.nothing
		n.gapHead = n.gapHead || p.gapHead
		n.gapTail = n.gapTail || p.gapTail
	}
	return c.keep(n)
}

func (c *compiler) class(w written, p *phrase) *node {
	if n, ok := c.classes[p.text]; ok {
		if n == nil {
			return nil // refused already
		}
		return n
	}
	class, ok := c.lexicon.classes[p.text]
	if !ok {
		if hint := nearest(p.text, c.lexicon.names()); hint != "" {
			w.report(p, unknownClass, p.text).Hint = "@" + hint
		} else {
			w.report(p, unknownClass, p.text)
		}
		return nil
	}
	c.classes[p.text] = nil
	c.classes[p.text] = c.either(class.entries)
	return c.classes[p.text]
}

func (c *compiler) mark(w written, p *phrase) *node {
	if mask, ok := partyMarks[p.text]; ok && !c.inLexicon {
		return c.keep(&node{op: partyOp, mask: mask, elems: 1})
	}
	if mask, ok := dataMarks[p.text]; ok && !c.inLexicon {
		n := &node{op: dataOp, mask: mask, elems: 1}
		g := guard{defined}
		for k := range dataNames {
			if mask&(1<<k) != 0 {
				g = append(g, c.dataGuards[k]...)
			}
		}
		n.guards = []guard{tidy(g)}
		return c.keep(n)
	}
	_, isParty := partyMarks[p.text]
	_, isData := dataMarks[p.text]
	if isParty || isData {
		w.report(p, lexiconParty, p.text)
		return nil
	}
	var names []string
	for name := range partyMarks {
		names = append(names, name)
	}
	for name := range dataMarks {
		names = append(names, name)
	}
	slices.Sort(names)
	d := w.report(p, unknownMark, p.text)
	if hint := nearest(p.text, names); hint != "" {
		d.Hint = fmt.Sprintf("<%s>", hint)
	}
	return nil
}

// wordGuard returns the literals of a word, or nil if it is no guard.
func (c *compiler) wordGuard(id int) guard {
	if g, ok := c.wordGuards[id]; ok {
		return g
	}
	var g guard
	for _, l := range c.vocabulary.literals(id) {
		g = append(g, c.literal(l))
	}
	c.wordGuards[id] = tidy(g)
	return c.wordGuards[id]
}

// literal returns the ID of letters to scan for.
func (c *compiler) literal(letters string) int32 {
	id, ok := c.literalIDs[letters]
	if !ok {
		id = int32(len(c.literals))
		c.literals = append(c.literals, letters)
		c.literalIDs[letters] = id
	}
	return id
}

// eitherGuard returns what one of several parts needs: of each part the guard
// that tells most, all of them together. If a part needs nothing, so does the
// whole.
func (c *compiler) eitherGuard(parts []*node) []guard {
	var g guard
	for _, p := range parts {
		if len(p.guards) == 0 {
			return nil
		}
		g = append(g, c.rarest(p.guards)...)
	}
	return []guard{tidy(g)}
}

// rarest returns the guard whose shortest literal is longest: of the things that
// must be there, the one most texts lack.
func (c *compiler) rarest(guards []guard) guard {
	return slices.MinFunc(guards, c.rarer)
}

// rarer compares guards: the rarer is the one whose shortest literal is longer,
// then the one with fewer literals.
func (c *compiler) rarer(a, b guard) int {
	return cmp.Or(cmp.Compare(c.shortest(b), c.shortest(a)), cmp.Compare(len(a), len(b)))
}

func (c *compiler) shortest(g guard) int {
	least := 1 << 20
	for _, id := range g {
		if id == defined {
			return 0
		}
		least = min(least, len(c.literals[id]))
	}
	return least
}

func tidy(g guard) guard {
	slices.Sort(g)
	return slices.Compact(g)
}

// seal tells of every node what its matches need and begin with.
func (c *compiler) seal() {
	for _, node := range c.all {
		node.seal()
	}
}

func (n *node) seal() {
	if n.sealed {
		return
	}
	n.sealed = true
	for _, p := range n.parts {
		p.seal()
		n.marks = n.marks || p.marks
	}
	switch n.op {
	case wordOp:
		n.must, n.known, n.first.words = n.list, true, n.list
	case partyOp:
		n.first.parties = n.mask
	case dataOp:
		n.first.data = n.mask
		n.marks = true
	case sequenceOp:
		n.sealSequence()
	case alternativeOp:
		n.known = true
		var must []int32
		for _, p := range n.parts {
			n.first.add(&p.first)
			n.known = n.known && p.known
			must = append(must, p.must...)
		}
		n.first.tidy()
		if n.known {
			n.must = sorted(must)
		}
	case optionalOp:
		n.first = n.parts[0].first
	default:
		n.first.free = true
	}
}

func (n *node) sealSequence() {
	for _, p := range n.parts {
		if p.known && !p.nothing && (!n.known || len(p.must) < len(n.must)) {
			n.must, n.known = p.must, true
		}
	}
	if n.first = n.parts[0].first; !n.parts[0].nothing {
		return
	}
	n.first.words = slices.Clone(n.first.words)
	for _, p := range n.parts[1:] {
		n.first.add(&p.first)
		if !p.nothing {
			break
		}
	}
	n.first.tidy()
}

// add adds what t says; tidy must follow.
func (s *start) add(t *start) {
	s.words = append(s.words, t.words...)
	s.parties |= t.parties
	s.data |= t.data
	s.free = s.free || t.free
}

func (s *start) tidy() { s.words = sorted(s.words) }

// sorted sorts words and drops doublets.
func sorted(words []int32) []int32 {
	slices.Sort(words)
	return slices.Compact(words)
}
