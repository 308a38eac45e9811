package patterns

import (
	"context"
	mathbits "math/bits"
	"slices"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/spot"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/token"
)

// filter knows which patterns may match which sentences of a document: first by
// letters, of the sentence and of what it is read with, then by the words of the
// sentence.
type filter struct {
	lib       *Library
	tree      *structure.Tree
	kinds     uint8 // the set of the kind of the document
	mem       *memory
	clauses   []norm.ClauseSentences
	first     []int32                            // clause -> its first sentence; one more than there are
	clause    []int32                            // sentence -> its clause
	terms     []string                           // that the document defines for data
	found     []spot.Found                       // where many of those stand in the document, once somebody asked
	captions  [][]int32                          // clause -> its captions in texts
	provisos  []int32                            // sentence -> the end of the provisos behind it, once somebody asked
	wholes    []int32                            // clause -> the text that it is, plus one, once somebody asked
	continued map[*structure.Provision][]stretch // provision -> clauses that go on with it

	blocks int        // of texts
	guards []uint64   // guard of Library.near -> the sentences that have it, block by block
	beside []uint64   // question of sieve.beside -> the texts that have it, block by block
	all    [][]uint64 // block -> the texts by question, once somebody asked
}

// filterOf returns the filter of the document that r reads; it is made once.
func (lib *Library) filterOf(r *norm.Reader) *filter {
	m := memoryOf(r.Memory())
	if m.filter == nil || m.filter.lib != lib {
		m.filter = lib.newFilter(m, r)
	}
	return m.filter
}

// manySentences is of how many sentences a document asks so much of the tables that
// bringing all of them costs less than its waiting for each line.
const manySentences = 12

// newFilter asks the letters of a document.
func (lib *Library) newFilter(m *memory, r *norm.Reader) *filter {
	clauses := r.Clauses()
	f := &filter{
		lib: lib, tree: r.Tree(), kinds: setOf(kindOf(r.Tree())), mem: m, clauses: clauses, first: m.numbers.Take(len(clauses) + 1), terms: r.DataTerms(),
		continued: map[*structure.Provision][]stretch{},
	}
	sentences := int32(0)
	for c := range clauses {
		f.first[c] = sentences
		sentences += int32(len(clauses[c].Sentences))
	}
	f.first[len(clauses)] = sentences
	f.clause = m.numbers.Take(int(sentences))
	for c := range clauses {
		for s := range clauses[c].Sentences {
			f.clause[int(f.first[c])+s] = int32(c)
		}
		if before := clauses[c].Clause.Provision.Continues; before != nil {
			f.continued[before] = with(f.continued[before], f.whole(clauses[c].Clause))
		}
	}
	if sentences >= manySentences {
		lib.scanner.bring()
	}
	f.gather()
	f.answer()
	return f
}

// answer asks the questions of all texts and keeps what is looked at later.
func (f *filter) answer() {
	s, m, guards := &f.lib.letters, f.mem, f.lib.near.guards
	f.blocks = blocks(m.texts.count())
	n := f.sentenceBlocks()
	m.own, m.ownFrom = m.own[:0], m.ownFrom[:0]
	f.guards = m.words.Take(len(guards) * n)
	f.beside = m.words.Take(len(s.beside) * f.blocks)
	for b := range f.blocks {
		a := m.ask(s.atoms)
		m.texts.put(a, b)
		if b >= n {
			a.take(&s.wide)
		} else {
			a.take(&s.all)
			those := f.sentences(b)
			m.ownFrom = append(m.ownFrom, len(m.own))
			for p, root := range s.roots {
				left := those
				if root != nothingAsked {
					left &= a[root]
				}
				if left != 0 {
					m.own = append(m.own, near{int32(p), left})
				}
			}
			for g, question := range guards {
				f.guards[g*n+b] = a[question] & those
			}
		}
		for k, question := range s.beside {
			f.beside[k*f.blocks+b] = a[question]
		}
	}
	m.ownFrom = append(m.ownFrom, len(m.own))
}

// sentenceBlocks returns how many blocks have sentences.
func (f *filter) sentenceBlocks() int { return blocks(int32(len(f.clause))) }

// sentences returns the set of the texts of a block that are sentences.
func (f *filter) sentences(b int) uint64 {
	if n := len(f.clause) - b*blockTexts; n < blockTexts {
		return 1<<n - 1
	}
	return ^uint64(0)
}

// near is a pattern that may match some sentences of a block.
type near struct {
	pattern   int32
	sentences uint64
}

// match returns the sentences that some pattern may match, in order, with those
// patterns in order. They lie in the memory of the document.
func (f *filter) match(ctx context.Context, r *norm.Reader) (list []tried, candidates []int32, err error) {
	m := f.mem
	m.near, m.nearFrom = m.near[:0], m.nearFrom[:0]
	m.ready, m.readyFrom = m.ready[:0], m.readyFrom[:0]
	// Each step goes over all blocks before the next begins, so that its tables stay
	// in the caches.
	for b := range f.sentenceBlocks() {
		m.nearFrom = append(m.nearFrom, len(m.near))
		m.near = f.near(m.near, b)
	}
	m.nearFrom = append(m.nearFrom, len(m.near))
	if len(f.clause) >= manySentences {
		f.lib.vocabulary.bring(r.Bring())
	}
	for b := range f.sentenceBlocks() {
		if err := f.cut(ctx, r, b); err != nil {
			return nil, nil, err
		}
	}
	list, candidates = m.list[:0], m.candidates[:0]
	for b := range f.sentenceBlocks() {
		f.say(b)
		list, candidates = f.list(b, list, candidates)
	}
	m.list, m.candidates = list, candidates
	return list, candidates, ctx.Err()
}

// nearOf returns the patterns that may match sentences of a block.
func (f *filter) nearOf(b int) []near { return f.mem.near[f.mem.nearFrom[b]:f.mem.nearFrom[b+1]] }

// near appends what the letters leave of a block.
func (f *filter) near(dst []near, b int) []near {
	for _, n := range f.mem.own[f.mem.ownFrom[b]:f.mem.ownFrom[b+1]] {
		if f.lib.limited.has(n.pattern) && !f.lib.patterns[n.pattern].applies(f.kinds) {
			continue
		}
		if n.sentences = f.surrounded(b, n.pattern, n.sentences); n.sentences != 0 {
			dst = append(dst, n)
		}
	}
	return dst
}

// surrounded returns those of some sentences of a block which have, or around which
// there is, what a pattern asks of more than the sentence alone.
func (f *filter) surrounded(b int, pattern int32, left uint64) uint64 {
	for _, a := range f.lib.letters.circles(pattern) {
		texts := f.beside[int(a.question)*f.blocks : (int(a.question)+1)*f.blocks]
		ask := left
		if a.scopes&inSentence != 0 {
			ask &^= texts[b]
		}
		for ; ask != 0; ask &= ask - 1 {
			around := &f.mem.texts.around[b*blockTexts+mathbits.TrailingZeros64(ask)]
			if !oneOf(texts, around, a.scopes&^inSentence) {
				left &^= ask & -ask
			}
		}
		if left == 0 {
			break
		}
	}
	return left
}

// oneOf reports whether a text that a sentence has in one of some scopes is in a set
// of texts.
func oneOf(texts []uint64, around *[scopeCount]int32, scopes scope) bool {
	for ; scopes != 0; scopes &= scopes - 1 {
		if t := around[mathbits.TrailingZeros8(uint8(scopes))]; t != noText && texts[t/blockTexts]>>(t%blockTexts)&1 != 0 {
			return true
		}
	}
	return false
}

// cut tokenizes the sentences of a block that are left and finds their words.
func (f *filter) cut(ctx context.Context, r *norm.Reader, b int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m, left := f.mem, f.left(b)
	m.readyFrom = append(m.readyFrom, len(m.ready))
	for those := left; those != 0; those &= those - 1 {
		f.tokens(r, b, those)
	}
	for ; left != 0; left &= left - 1 {
		m.ready = append(m.ready, f.lib.begin(m, r.Text(), f.tokens(r, b, left)))
	}
	return nil
}

// left returns the sentences of a block that some pattern may match.
func (f *filter) left(b int) uint64 {
	left := uint64(0)
	for _, n := range f.nearOf(b) {
		left |= n.sentences
	}
	return left
}

// tokens returns the tokens of the first of some sentences of a block.
func (f *filter) tokens(r *norm.Reader, b int, left uint64) []token.Token {
	at := b*blockTexts + mathbits.TrailingZeros64(left)
	c := int(f.clause[at])
	return r.Cut(c, at-int(f.first[c]))
}

// say takes out the sentences of a block that have not the words which a pattern
// needs.
func (f *filter) say(b int) {
	s := &f.lib.spoken
	a := f.mem.ask(s.atoms)
	left := f.left(b)
	for _, sentence := range f.mem.ready[f.mem.readyFrom[b]:] {
		if left == 0 {
			break
		}
		for _, h := range sentence.hits {
			a[h.word] |= left & -left
		}
		left &= left - 1
	}
	f.mem.known = cleared(f.mem.known, len(s.every))
	those := f.nearOf(b)
	for k := range those {
		n := &those[k]
		if root := s.roots[n.pattern]; root != nothingAsked {
			n.sentences &= a.of(s, f.mem.known, root)
		}
	}
}

// list adds the sentences of a block, and their patterns, to list and candidates:
// from patterns with their sentences to sentences with their patterns.
func (f *filter) list(b int, list []tried, candidates []int32) ([]tried, []int32) {
	var count [blockTexts]int
	total := 0
	for _, n := range f.nearOf(b) {
		for left := n.sentences; left != 0; left &= left - 1 {
			count[mathbits.TrailingZeros64(left)]++
			total++
		}
	}
	at := len(candidates)
	candidates = slices.Grow(candidates, total)[:at+total]
	for i, n := range count {
		if n > 0 {
			sentence := b*blockTexts + i
			c := int(f.clause[sentence])
			list = append(list, tried{c, sentence - int(f.first[c]), at, at + n})
		}
		count[i], at = at, at+n
	}
	for _, n := range f.nearOf(b) {
		for left := n.sentences; left != 0; left &= left - 1 {
			i := mathbits.TrailingZeros64(left)
			candidates[count[i]] = n.pattern
			count[i]++
		}
	}
	return list, candidates
}

// admits reports whether the letters let a pattern be tried on a sentence: false
// means that the pattern cannot match there.
func (f *filter) admits(p *pattern, c, s int) bool {
	return !slices.ContainsFunc(p.asks, func(a ask) bool { return !f.answers(a.question, a.scopes, c, s) })
}

// answers reports whether a question holds in one of some scopes. It asks all
// questions of all texts and is for who wants to know about all patterns.
func (f *filter) answers(question int32, scopes scope, c, s int) bool {
	if f.all == nil {
		for b := range f.blocks {
			a := f.mem.ask(f.lib.letters.atoms)
			f.mem.texts.put(a, b)
			a.take(&f.lib.letters.all)
			f.all = append(f.all, slices.Clone(a[:f.lib.letters.questions()]))
		}
	}
	sentence := f.first[c] + int32(s)
	has := func(t int32) bool { return t != noText && f.all[t/blockTexts][question]>>(t%blockTexts)&1 != 0 }
	if scopes&inSentence != 0 && has(sentence) {
		return true
	}
	for scopes &^= inSentence; scopes != 0; scopes &= scopes - 1 {
		if has(f.mem.texts.around[sentence][mathbits.TrailingZeros8(uint8(scopes))]) {
			return true
		}
	}
	return false
}
