package patterns

import (
	"cmp"
	mathbits "math/bits"
	"slices"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/token"
)

// Marks returns the data words and trigger phrases of a sentence, in order of
// Start. Of data words that overlap the longest is kept; triggers are all kept.
func (lib *Library) Marks(mem *norm.Memory, text token.Text, tokens []token.Token) []norm.Mark {
	m := memoryOf(mem)
	m.machine.program = &lib.program
	m.view.whole(lib.begin(m, text, tokens))
	m.found = lib.marks(m.found[:0], &m.machine, &m.view)
	return m.marks.Copy(m.found)
}

// begin returns the sentence of tokens with its words, which are found once.
func (lib *Library) begin(m *memory, text token.Text, tokens []token.Token) *sentence {
	if len(tokens) == 0 {
		return lib.vocabulary.words(m, text, tokens)
	}
	s := m.begun[&tokens[0]]
	if s == nil {
		s = lib.vocabulary.words(m, text, tokens)
		m.begun[&tokens[0]] = s
	}
	return s
}

var _ norm.Lexicon = (*Library)(nil)

// marks finds data words and triggers in a view. Triggers may overlap anything;
// a data word inside another is part of it (情報 in 個人情報), and of two that
// overlap the longer wins, then the earlier.
func (lib *Library) marks(dst []norm.Mark, m *machine, v *view) []norm.Mark {
	from := len(dst)
	var triggers []norm.Mark
	dst, triggers = m.lensFor(len(v.tokens)).each(v, dst, m.triggers[:0], &lib.openings)
	m.triggers = triggers
	words := dst[from:]
	slices.SortStableFunc(words, func(a, b norm.Mark) int {
		return cmp.Or(cmp.Compare(b.End-b.Start, a.End-a.Start), cmp.Compare(a.Start, b.Start))
	})
	kept := 0
	for _, w := range words {
		if !slices.ContainsFunc(words[:kept], func(k norm.Mark) bool { return k.Start < w.End && w.Start < k.End }) {
			words[kept] = w
			kept++
		}
	}
	// Words of the kind none were there to win over what they contain.
	words = slices.DeleteFunc(words[:kept], func(w norm.Mark) bool { return w.Data == norm.NoData })
	dst = append(dst[:from+len(words)], triggers...)
	slices.SortStableFunc(dst[from:], func(a, b norm.Mark) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	// A trigger inside a longer one is part of it (向上 in 公衆衛生の向上).
	end, kept := 0, from
	for _, m := range dst[from:] {
		if m.Data == norm.NoData {
			if m.End < end || m.End == end && kept > from && dst[kept-1].Start < m.Start && dst[kept-1].End == end {
				continue
			}
			end = max(end, m.End)
		}
		dst[kept] = m
		kept++
	}
	return dst[:kept]
}

// openings say which marks a word may be, or begin: the phrases of all markers that
// begin with it.
type openings struct {
	markers []marker // those of data first
	data    int      // how many these are
	from    []int32  // word -> its first in all; one more than there are words that open any: the words of the lexicon are the first of all
	all     []opening
	free    uint16 // the markers that look before they take a word, one bit each
}

// opening is a phrase that a word is or begins.
type opening struct {
	marker uint8
	kind   openingKind
	code   uint16 // of the phrase
	next   uint16 // behindWord: the set of words that comes next
	needs  int32  // what the phrase needs; see code.needs
}

type openingKind uint8

const (
	wholePhrase openingKind = iota // the phrase begins with the word, somehow
	aloneWord                      // it is the word
	behindFirst                    // it is a sequence that has the word first
	behindWord                     // the same, and another word comes next
)

// of returns the phrases that a word begins.
func (o *openings) of(word uint16) []opening { return o.all[o.from[word]:o.from[word+1]] }

func (l *lens[R]) each(v *view, data, triggers []norm.Mark, o *openings) (d, t []norm.Mark) {
	l.see(v)
	s := v.s
	e := marked{o: o, data: data, triggers: triggers}
	at := int32(0)
	for k := range s.hits {
		h := &s.hits[k]
		if int(h.word)+1 >= len(o.from) {
			continue
		}
		if h.start != at {
			l.end(&e, at, h.start)
			at = h.start
		}
		all := o.of(h.word)
		for k := range all {
			if p := &all[k]; s.polite.has(at) {
				e.again |= 1 << p.marker // more words may begin behind it
			} else if p.kind == aloneWord {
				e.note(p.marker, h.end())
			} else if end := l.open(p, at, h.end()); end > 0 {
				e.note(p.marker, end)
			}
		}
	}
	l.end(&e, at, int32(len(s.tokens)))
	return e.data, e.triggers
}

// marked gathers the marks of a sentence.
type marked struct {
	o              *openings
	data, triggers []norm.Mark
	found          uint16            // the markers that have a mark at a token
	again          uint16            // those whose phrases are to be run there
	ends           [maxMarkers]int32 // of those that are found
}

// note takes note of a mark that ends before a token.
func (e *marked) note(marker uint8, end int32) {
	if e.found>>marker&1 == 0 || e.ends[marker] < end {
		e.ends[marker] = end
	}
	e.found |= 1 << marker
}

// end appends the marks at a token, and those up to the next that has words.
func (l *lens[R]) end(e *marked, at, next int32) {
	for ; e.again|e.found|e.o.free != 0 && at < next; at++ {
		for again := e.again | e.o.free; again != 0; again &= again - 1 {
			k := mathbits.TrailingZeros16(again)
			if end := l.from(&l.codes[e.o.markers[k].phrase], at); end > 0 {
				e.note(uint8(k), end)
			}
		}
		for found := e.found; found != 0; found &= found - 1 {
			k := mathbits.TrailingZeros16(found)
			mark := norm.Mark{Start: int(at), End: int(e.ends[k]), Data: e.o.markers[k].data, Trigger: e.o.markers[k].trigger}
			if k < e.o.data {
				e.data = append(e.data, mark)
			} else {
				e.triggers = append(e.triggers, mark)
			}
		}
		e.again, e.found = 0, 0
	}
}

// open returns the last end of a phrase that begins with a word at tokens [i, end),
// or 0.
func (l *lens[R]) open(p *opening, i, end int32) int32 {
	switch {
	case p.kind == behindWord && !l.follows(p.next, end), !l.can(p.needs, l.s):
		return 0
	case p.kind == wholePhrase:
		return l.from(&l.codes[p.code], i)
	}
	c := &l.codes[p.code]
	return max(last(l.sequence(l.parts[c.parts+1:c.parts+int32(c.count)], only[R](end))), 0)
}

// from returns the last end of a phrase that begins at token i, or 0.
func (l *lens[R]) from(c *code, i int32) int32 { return max(last(l.run(c, only[R](i))), 0) }

// follows reports whether one of a set of words begins at token i or behind
// politeness there.
func (l *lens[R]) follows(set uint16, i int32) bool {
	s := l.s
	for q := l.next(i); int(q) < len(s.tokens); q = l.next(q + 1) {
		for _, h := range s.at(q) {
			if l.has(set, h.word) {
				return true
			}
		}
		if !s.polite.has(q) {
			break
		}
	}
	return false
}

// maxMarkers is how many markers there may be: one a kind of data or trigger.
const maxMarkers = 16

// openings returns what each of n words begins. Phrases of the lexicon name neither
// parties nor data.
func (a *assembler) openings(data, triggers []marker, n int) openings {
	o := openings{markers: slices.Concat(data, triggers), data: len(data)}
	words := make([][]opening, n)
	for k := range o.markers {
		phrase := o.markers[k].node
		o.markers[k].phrase = a.add(phrase)
		if phrase.first.free {
			o.free |= 1 << k
			continue
		}
		var open func(n *node)
		open = func(n *node) {
			if n.op == alternativeOp {
				for _, p := range n.parts {
					open(p)
				}
				return
			}
			p := opening{marker: uint8(k), code: uint16(a.add(n))}
			p.needs = a.codes[p.code].needs
			if n.op == sequenceOp {
				p.needs = a.rest(n)
			}
			switch {
			case n.op == wordOp:
				p.kind = aloneWord
			case n.op == sequenceOp && n.parts[0].op == wordOp && n.parts[1].op == wordOp:
				p.kind, p.next = behindWord, a.number(n.parts[1].list)
			case n.op == sequenceOp && n.parts[0].op == wordOp:
				p.kind = behindFirst
			}
			for _, w := range n.first.words {
				words[w] = append(words[w], p)
			}
		}
		open(phrase)
	}
	for k := range o.markers {
		o.markers[k].node = nil
	}
	for len(words) > 0 && words[len(words)-1] == nil {
		words = words[:len(words)-1]
	}
	for _, all := range words {
		o.from = append(o.from, int32(len(o.all)))
		o.all = append(o.all, all...)
	}
	o.from = append(o.from, int32(len(o.all)))
	return o
}
