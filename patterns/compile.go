package patterns

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// Compiling turns a written phrase into a node. Classes are compiled once and
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

// node is a compiled phrase. It is immutable and may be shared. What the machine
// asks first lies in the first bytes.
type node struct {
	op      op
	mask    uint8 // of parties or kinds of data, one bit each
	nothing bool  // can match nothing
	gapHead bool  // can start with a gap
	gapTail bool  // can end with a gap
	known   bool  // whether must is known
	gap     int16
	words   wordSet // of word IDs; set by seal, as the next
	parts   []*node
	must    wordSet // words of which every match has one
	first   *start
	index   *index  // of alternatives: which of them words begin
	list    []int   // words as a list, sorted
	elems   int     // elements with classes written out
	guards  []guard // what must be in the text, each one of its literals
	marks   bool    // asks for data words; set by seal
}

// wordSet is a set of words. Most have one word or a few, which need no bits.
type wordSet struct {
	few  [7]int16
	n    uint16 // of few
	many bits   // nil if all are in few
}

func newSet(words bits) wordSet {
	var s wordSet
	if count := words.count(); count > len(s.few) {
		s.many = words
		return s
	}
	words.each(func(id int32) {
		s.few[s.n] = int16(id)
		s.n++
		if id > math.MaxInt16 {
			s.many = words
		}
	})
	return s
}

func (s *wordSet) has(word int32) bool {
	if s.many != nil {
		return s.many.has(word)
	}
	for _, w := range s.few[:s.n] {
		if int32(w) == word {
			return true
		}
	}
	return false
}

// meets reports whether one of the words is present.
func (s *wordSet) meets(present bits) bool {
	if s.many != nil {
		return present.meets(s.many)
	}
	for _, w := range s.few[:s.n] {
		if present.has(int32(w)) {
			return true
		}
	}
	return false
}

// each calls f for the words in order.
func (s *wordSet) each(f func(word int32)) {
	if s.many != nil {
		s.many.each(f)
		return
	}
	for _, w := range s.few[:s.n] {
		f(int32(w))
	}
}

func (s *wordSet) count() int {
	n := 0
	s.each(func(int32) { n++ })
	return n
}

// addTo puts the words into b.
func (s *wordSet) addTo(b bits) { s.each(b.set) }

// start is what a match can begin with.
type start struct {
	words         wordSet
	parties, data uint8
	free          bool // anything: a node that looks and takes nothing comes first
}

// index says which parts of an alternative a word can begin, one bit a part.
type index struct {
	words  []int32 // sorted
	parts  []uint64
	always uint64 // parts that can match nothing or begin with anything
	look   uint64 // parts that begin with a party or data: ask begins
}

// of returns the parts that a word can begin.
func (x *index) of(word int32) uint64 {
	if i, ok := slices.BinarySearch(x.words, word); ok {
		return x.parts[i]
	}
	return 0
}

// newIndex returns the index of parts, or nil where there are few, which are asked
// one by one, or more than 64.
func newIndex(parts []*node) *index {
	if len(parts) < 3 || len(parts) > 64 {
		return nil
	}
	x := &index{}
	begins := map[int32]uint64{}
	for k, p := range parts {
		switch {
		case p.nothing || p.first.free:
			x.always |= 1 << k
			continue
		case p.first.parties|p.first.data != 0:
			x.look |= 1 << k
		}
		p.first.words.each(func(id int32) { begins[id] |= 1 << k })
	}
	x.words = slices.Sorted(maps.Keys(begins))
	for _, id := range x.words {
		x.parts = append(x.parts, begins[id])
	}
	return x
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
		n := &node{op: wordOp, list: []int{id}, elems: 1}
		if g := c.wordGuard(id); g != nil {
			n.guards = []guard{g}
		}
		return c.keep(n)
	case classNode:
		return c.class(w, p)
	case markNode:
		return c.mark(w, p)
	case gapNode:
		return c.keep(&node{op: gapOp, gap: int16(p.gap), elems: 1, nothing: true, gapHead: true, gapTail: true})
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
			if g := c.wordGuard(id); g != nil {
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

// seal gives every node its sets of words, once all words are known.
func (c *compiler) seal() {
	n := len(c.vocabulary.canonical)
	for _, node := range c.all { // parts come before what they are parts of
		node.seal(n)
	}
}

// forget lets go of what only compiling needs.
func (c *compiler) forget() {
	for _, n := range c.all {
		n.list, n.guards = nil, nil
	}
}

func (n *node) seal(words int) {
	if n.first != nil {
		return
	}
	defer func() {
		n.marks = n.marks || slices.ContainsFunc(n.parts, func(p *node) bool { return p.marks })
	}()
	none := newSet(nil)
	n.words, n.must = none, none
	switch n.op {
	case wordOp:
		all := newBits(words)
		for _, id := range n.list {
			all.set(int32(id))
		}
		n.words = newSet(all)
		n.must, n.known, n.first = n.words, true, &start{words: n.words}
	case partyOp:
		n.first = &start{words: none, parties: n.mask}
	case dataOp:
		n.first = &start{words: none, data: n.mask}
		n.marks = true
	case sequenceOp:
		n.sealSequence(words)
	case alternativeOp:
		first := newStart(words)
		must := newBits(words)
		n.known = true
		for _, p := range n.parts {
			p.seal(words)
			first.add(p.first)
			n.known = n.known && p.known
			p.must.addTo(must)
		}
		n.first = first.start()
		if n.known {
			n.must = newSet(must)
		}
		n.index = newIndex(n.parts)
	case optionalOp:
		n.parts[0].seal(words)
		n.first = n.parts[0].first
	default:
		for _, p := range n.parts {
			p.seal(words)
		}
		n.first = &start{words: none, free: true}
	}
}

func (n *node) sealSequence(words int) {
	least := words + 1
	for _, p := range n.parts {
		p.seal(words)
		if p.known && !p.nothing {
			if k := p.must.count(); k < least {
				n.must, n.known, least = p.must, true, k
			}
		}
	}
	if n.first = n.parts[0].first; !n.parts[0].nothing {
		return
	}
	first := newStart(words)
	for _, p := range n.parts {
		first.add(p.first)
		if !p.nothing {
			break
		}
	}
	n.first = first.start()
}

// starts is a start that is being put together.
type starts struct {
	words bits
	of    start
}

func newStart(words int) *starts { return &starts{words: newBits(words)} }

func (s *starts) add(t *start) {
	t.words.addTo(s.words)
	s.of.parties |= t.parties
	s.of.data |= t.data
	s.of.free = s.of.free || t.free
}

func (s *starts) start() *start {
	s.of.words = newSet(s.words)
	return &s.of
}
