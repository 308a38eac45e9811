package patterns

import (
	"context"
	mathbits "math/bits"
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/token"
)

// filter knows which patterns may match which sentences of a document: first by
// letters, of the sentence and of what it is read with, then by the words of the
// sentence.
type filter struct {
	lib       *Library
	tree      *structure.Tree
	kind      structure.DocumentKind
	mem       *memory
	clauses   []norm.ClauseSentences
	first     []int32 // clause -> its first sentence; one more than there are
	clause    []int32 // sentence -> its clause
	letters   blocks  // of the sentences
	beyond    []beyond
	titles    blocks                             // of the captions, once somebody asked
	captions  [][]int32                          // clause -> its captions in titles, likewise
	terms     []string                           // that the document defines for data
	provisos  []int32                            // sentence -> the end of the provisos behind it, once somebody asked
	continued map[*structure.Provision][]stretch // provision -> clauses that go on with it
}

// filterOf returns the filter of the document that r reads; it is made once.
func (lib *Library) filterOf(r *norm.Reader) *filter {
	m := memoryOf(r.Memory())
	if m.filter == nil || m.filter.lib != lib {
		m.filter = lib.newFilter(m, r)
	}
	return m.filter
}

// newFilter scans the sentences of a document.
func (lib *Library) newFilter(m *memory, r *norm.Reader) *filter {
	clauses := r.Clauses()
	f := &filter{
		lib: lib, tree: r.Tree(), kind: kindOf(r.Tree()), mem: m, clauses: clauses, first: m.numbers.Take(len(clauses) + 1), terms: r.DataTerms(),
		continued: map[*structure.Provision][]stretch{},
	}
	sentences := int32(0)
	for c := range clauses {
		f.first[c] = sentences
		sentences += int32(len(clauses[c].Sentences))
	}
	f.first[len(clauses)] = sentences
	f.clause = m.numbers.Take(int(sentences))
	f.letters = m.blocks(&m.letters, &lib.letters, int(sentences))
	f.beyond = make([]beyond, len(f.letters))
	for c := range clauses {
		for s, span := range clauses[c].Sentences {
			f.clause[int(f.first[c])+s] = int32(c)
			f.scan(f.letters, int(f.first[c])+s, span)
		}
		if before := clauses[c].Clause.Provision.Continues; before != nil {
			f.continued[before] = with(f.continued[before], f.whole(clauses[c].Clause))
		}
	}
	return f
}

// scan puts what the letters of a span are into a place of some blocks.
func (f *filter) scan(b blocks, at int, span source.Span) {
	text := f.tree.Document.Text[span.Start:span.End]
	k := b[at/blockSentences]
	f.mem.codes, f.mem.ids = f.lib.scanner.scan(text, f.mem.codes, f.mem.ids[:0])
	for _, id := range f.mem.ids {
		k.put(id, at%blockSentences)
	}
	if slices.ContainsFunc(f.terms, func(t string) bool { return strings.Contains(text, t) }) {
		k.put(defined, at%blockSentences)
	}
}

// match returns the sentences that some pattern may match, in order, with those
// patterns in order.
func (f *filter) match(ctx context.Context, r *norm.Reader) (list []tried, candidates []*pattern, err error) {
	for b := range f.letters {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		l := f.near(b)
		if err := f.say(ctx, r, b, l); err != nil {
			return nil, nil, err
		}
		list, candidates = f.list(b, l, list, candidates)
	}
	return list, candidates, ctx.Err()
}

// shortlist is which patterns may match which sentences of a block.
type shortlist struct {
	width    int
	patterns []int32
	sets     []uint64 // of sentences, one a pattern
	any      bits     // the sentences of all of them
}

// set returns the sentences for the k-th pattern of the list.
func (l *shortlist) set(k int) bits { return l.sets[k*l.width : (k+1)*l.width] }

// near returns what the letters leave of a block.
func (f *filter) near(b int) *shortlist {
	k, l := f.letters[b], &f.mem.short
	l.width, l.patterns, l.sets = k.width, l.patterns[:0], l.sets[:0]
	for p, root := range f.lib.letters.roots {
		if f.lib.limited.has(int32(p)) && !f.lib.patterns[p].applies(f.kind) {
			continue
		}
		if root == nothingAsked {
			l.sets = appendFirst(l.sets, f.sentences(b))
		} else if at := k.of(root); at >= one {
			l.sets = append(l.sets, k.set(at)...)
		} else {
			continue
		}
		from := len(l.sets) - k.width
		if !f.beside(b, int32(p), l.sets[from:]) {
			l.sets = l.sets[:from]
			continue
		}
		l.patterns = append(l.patterns, int32(p))
	}
	return l
}

// sentences returns how many sentences a block has.
func (f *filter) sentences(b int) int {
	return min(len(f.clause)-b*blockSentences, blockSentences)
}

// appendFirst appends a set of the first n numbers.
func appendFirst(sets []uint64, n int) []uint64 {
	for ; n >= 64; n -= 64 {
		sets = append(sets, ^uint64(0))
	}
	if n > 0 {
		sets = append(sets, 1<<n-1)
	}
	return sets
}

// beside takes from left the sentences of a block which, and around which, there is
// not what a pattern asks of more than the sentence alone, and reports whether any
// are left.
func (f *filter) beside(b int, pattern int32, left bits) bool {
	k := f.letters[b]
	for _, a := range f.lib.letters.beside(pattern) {
		far := f.far(b)
		var own bits
		if at := k.of(a.question); at >= one {
			own = k.set(at)
		}
		some, carry := uint64(0), uint64(0)
		for w := range left {
			ask := left[w]
			if own != nil && a.scopes&inSentence != 0 {
				ask &^= own[w]
			}
			if own != nil && a.scopes&inBefore != 0 {
				ask &^= (own[w]<<1 | carry) & far.next[w]
				carry = own[w] >> 63
			}
			look := uint64(0)
			for scopes := a.scopes &^ inSentence; scopes != 0; scopes &= scopes - 1 {
				look |= far.of[mathbits.TrailingZeros8(uint8(scopes))][w]
			}
			left[w] &^= ask &^ look
			for ask &= look; ask != 0; ask &= ask - 1 {
				if !f.surround(a.question, a.scopes&^inSentence, b*blockSentences+w<<6+mathbits.TrailingZeros64(ask)) {
					left[w] &^= ask & -ask
				}
			}
			some |= left[w]
		}
		if some == 0 {
			return false
		}
	}
	return true
}

// beyond are the sentences of a block around which there is something to look at.
type beyond struct {
	of   [scopeCount]bits // scope -> those with more in it than next says
	next bits             // those that have before them the sentence before in the block alone
}

// far returns what there is to look at beyond the sentences of a block.
func (f *filter) far(b int) *beyond {
	far := &f.beyond[b]
	if far.next != nil {
		return far
	}
	n := f.sentences(b)
	far.next = f.mem.bits(n)
	for k := range far.of {
		far.of[k] = f.mem.bits(n)
	}
	for i := range int32(n) {
		sentence := int32(b*blockSentences) + i
		c := int(f.clause[sentence])
		s := int(sentence - f.first[c])
		for scopes := inLead | inItems | inProviso | inBefore | inCaption; scopes != 0; scopes &= scopes - 1 {
			where := scopes & -scopes
			if where == inCaption {
				if len(f.clauses[c].Clause.Captions) == 0 {
					continue
				}
			} else if f.mem.in = f.around(f.mem.in[:0], c, s, where); len(f.mem.in) == 0 {
				continue
			}
			if where == inBefore && i > 0 && f.mem.in[0] == (stretch{sentence - 1, sentence}) {
				far.next.set(i)
			} else {
				far.of[mathbits.TrailingZeros8(uint8(where))].set(i)
			}
		}
	}
	return far
}

// surround reports whether a question holds in one of some scopes around a sentence.
func (f *filter) surround(question int32, scopes scope, sentence int) bool {
	c := int(f.clause[sentence])
	s := sentence - int(f.first[c])
	for ; scopes != 0; scopes &= scopes - 1 {
		where := scopes & -scopes
		f.mem.in = f.around(f.mem.in[:0], c, s, where)
		texts := f.letters
		if where == inCaption {
			texts = f.titles
		}
		if texts.together(question, f.mem.in) {
			return true
		}
	}
	return false
}

// around appends the sentences of a scope around sentence s of clause c; of
// inCaption the captions. They may be more than norm.Reader will read there,
// never less.
func (f *filter) around(in []stretch, c, s int, where scope) []stretch {
	clause := f.clauses[c].Clause
	switch where {
	case inLead:
		for lead := clause.Lead; lead != nil; lead = lead.Lead {
			in = with(in, f.whole(lead))
		}
	case inItems:
		for _, item := range clause.Items {
			in = with(in, f.whole(item))
		}
	case inProviso:
		behind := f.first[c] + int32(s) + 1
		in = with(in, stretch{behind, f.provisosEnd(behind - 1)})
		// A proviso on a line of its own is a clause of its own.
		if c+1 < len(f.clauses) {
			in = with(in, f.whole(f.clauses[c+1].Clause))
		}
		for _, next := range f.continued[clause.Provision] {
			in = with(in, next)
		}
	case inBefore:
		if s > 0 {
			at := f.first[c] + int32(s)
			in = with(in, stretch{at - 1, at})
		} else if c > 0 {
			in = with(in, f.whole(f.clauses[c-1].Clause))
		}
	case inCaption:
		f.entitle()
		for _, at := range f.captions[c] {
			in = with(in, stretch{at, at + 1})
		}
	}
	return in
}

// with appends a stretch, to the last one if that ends where it begins.
func with(in []stretch, next stretch) []stretch {
	if next.from == next.to {
		return in
	}
	if n := len(in); n > 0 && in[n-1].to == next.from {
		in[n-1].to = next.to
		return in
	}
	return append(in, next)
}

// whole returns the sentences of a clause.
func (f *filter) whole(clause *structure.Clause) stretch {
	return stretch{f.first[clause.Index], f.first[clause.Index+1]}
}

// provisosEnd returns where the provisos end that follow a sentence in its clause.
func (f *filter) provisosEnd(sentence int32) int32 {
	if f.provisos == nil {
		f.provisos = f.mem.numbers.Take(len(f.clause))
		text := f.tree.Document.Text
		for c := range f.clauses {
			spans := f.clauses[c].Sentences
			for s := len(spans) - 1; s >= 0; s-- {
				at := f.first[c] + int32(s)
				f.provisos[at] = at + 1
				if s+1 < len(spans) && token.IsProviso(spans[s+1].Of(text)) {
					f.provisos[at] = f.provisos[at+1]
				}
			}
		}
	}
	return f.provisos[sentence]
}

// entitle scans the captions of the document.
func (f *filter) entitle() {
	if f.captions != nil {
		return
	}
	f.captions = make([][]int32, len(f.clauses))
	var spans, above []source.Span // above are those of the clause before
	for c := range f.clauses {
		captions := f.clauses[c].Clause.Captions
		f.captions[c] = f.mem.numbers.Take(len(captions))
		for i, span := range captions {
			if k := slices.Index(above, span); k >= 0 {
				f.captions[c][i] = f.captions[c-1][k]
				continue
			}
			f.captions[c][i] = int32(len(spans))
			spans = append(spans, span)
		}
		above = captions
	}
	f.titles = f.mem.blocks(&f.mem.titles, &f.lib.letters, len(spans))
	for at, span := range spans {
		f.scan(f.titles, at, span)
	}
}

// say tokenizes the sentences of a shortlist and takes from it what their words
// leave no pattern for.
func (f *filter) say(ctx context.Context, r *norm.Reader, b int, l *shortlist) error {
	l.any = bits(cleared(l.any, l.width))
	for k := range l.patterns {
		l.any.add(l.set(k))
	}
	words := &f.mem.spoken
	words.begin(&f.lib.spoken, f.sentences(b))
	for w := range l.any {
		if err := ctx.Err(); err != nil {
			return err
		}
		for set := l.any[w]; set != 0; set &= set - 1 {
			i := w<<6 + mathbits.TrailingZeros64(set)
			c := int(f.clause[b*blockSentences+i])
			s := f.lib.begin(f.mem, r.Text(), r.Cut(c, b*blockSentences+i-int(f.first[c])))
			for _, h := range s.hits {
				words.put(h.word, i)
			}
		}
	}
	for k, p := range l.patterns {
		root := f.lib.spoken.roots[p]
		if root == nothingAsked {
			continue
		}
		if at := words.of(root); at >= one {
			l.set(k).keep(words.set(at))
		} else {
			clear(l.set(k))
		}
	}
	return nil
}

// list adds the sentences of a shortlist, and their patterns, to list and candidates:
// from patterns with their sentences to sentences with their patterns.
func (f *filter) list(b int, l *shortlist, list []tried, candidates []*pattern) ([]tried, []*pattern) {
	count := cleared(f.mem.count, f.sentences(b))
	f.mem.count = count
	total := 0
	for k := range l.patterns {
		l.set(k).each(func(i int32) { count[i]++; total++ })
	}
	at := len(candidates)
	candidates = slices.Grow(candidates, total)[:at+total]
	for i, n := range count {
		if n > 0 {
			sentence := b*blockSentences + i
			c := int(f.clause[sentence])
			list = append(list, tried{c, sentence - int(f.first[c]), at, at + n})
		}
		count[i], at = at, at+n
	}
	for k, p := range l.patterns {
		l.set(k).each(func(i int32) {
			candidates[count[i]] = f.lib.patterns[p]
			count[i]++
		})
	}
	return list, candidates
}

// admits reports whether the letters let a pattern be tried on a sentence: false
// means that the pattern cannot match there.
func (f *filter) admits(p *pattern, c, s int) bool {
	return !slices.ContainsFunc(p.asks, func(a ask) bool { return !f.answers(a.question, a.scopes, c, s) })
}

// answers reports whether a question holds in one of some scopes.
func (f *filter) answers(question int32, scopes scope, c, s int) bool {
	sentence := f.first[c] + int32(s)
	return scopes&inSentence != 0 && f.letters.some(question, stretch{sentence, sentence + 1}) ||
		f.surround(question, scopes&^inSentence, int(sentence))
}
