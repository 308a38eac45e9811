package patterns

import (
	"encoding/binary"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer/norm"
)

// A formula is what the letters of a text must have for a phrase to match in
// it: of a sequence every part, of alternatives one, of a word one of its
// literals. It follows from the compiled phrase and says yes too often, never
// no. It is what the filter asks before a sentence is tokenized.
//
// The guards of a node (see compile.go) are the same thought cut short to one
// set of literals with a letter that is not hiragana: they make sure that every
// slot has something to scan for. A formula also looks for words of grammar
// such as できる, which alone would hold anywhere.

// formula is immutable. A nil formula asks nothing.
type formula struct {
	id    int32 // of those with parts, from 0
	guard int32 // of Library.guardSets; used if there are no parts
	any   bool  // one of the parts, or else all of them
	parts []*formula
}

// answered remembers what formulas said of one text; many patterns share them. The
// zero answered has no text. It serves one goroutine.
type answered struct {
	said  []uint32 // formula -> round and answer
	round uint32
	of    *uint64 // the guards of the text
}

// forget turns from the text at hand: its guards may be those of another soon.
func (a *answered) forget() { a.of = nil }

// turn makes the text with guards b the one at hand. n is how many formulas with
// parts there are.
func (a *answered) turn(b bits, n int) {
	if len(b) == 0 || a.of == &b[0] {
		return
	}
	a.of = &b[0]
	if a.round++; len(a.said) < n || a.round >= 1<<31 {
		a.said, a.round = make([]uint32, n), 1
	}
}

// holds reports whether a text with these guards, the one at hand, may hold the
// phrase.
func (a *answered) holds(f *formula, b bits) bool {
	if f == nil {
		return true
	}
	if len(f.parts) == 0 {
		return b.has(f.guard)
	}
	if said := a.said[f.id]; said>>1 == a.round {
		return said&1 != 0
	}
	held := !f.any
	for _, p := range f.parts {
		holds := false
		if len(p.parts) == 0 { // most are
			holds = b.has(p.guard)
		} else {
			holds = a.holds(p, b)
		}
		if holds == f.any {
			held = f.any
			break
		}
	}
	a.said[f.id] = a.round << 1
	if held {
		a.said[f.id]++
	}
	return held
}

// formulas makes the formulas of one library; equal ones are made once.
type formulas struct {
	c      *compiler
	lib    *Library
	guards map[string]int32
	leaves map[int32]*formula // by guard
	joint  map[string]*formula
	made   map[*node]*formula
}

// joined returns a formula with parts, in as few as say the same: parts of the
// same kind become its own, literals of alternatives one set, and what another
// part says already goes. Sets of literals come first.
func (fs *formulas) joined(any bool, parts []*formula) *formula {
	var leaves, rest []*formula
	for _, p := range parts {
		switch {
		case len(p.parts) == 0:
			leaves = append(leaves, p)
		case p.any == any:
			for _, q := range p.parts {
				if len(q.parts) == 0 {
					leaves = append(leaves, q)
				} else {
					rest = append(rest, q)
				}
			}
		default:
			rest = append(rest, p)
		}
	}
	if any && len(leaves) > 1 {
		var g guard
		for _, l := range leaves {
			g = append(g, fs.lib.guardSets[l.guard]...)
		}
		leaves = []*formula{fs.leaf(tidy(g))}
	}
	slices.SortStableFunc(leaves, func(a, b *formula) int { return fs.c.rarer(fs.lib.guardSets[a.guard], fs.lib.guardSets[b.guard]) })
	var kept []*formula
	for _, p := range append(leaves, rest...) {
		said := func(q *formula) bool { return any && fs.implies(p, q) || !any && fs.implies(q, p) }
		if !slices.ContainsFunc(kept, said) {
			kept = append(slices.DeleteFunc(kept, func(q *formula) bool { return any && fs.implies(q, p) || !any && fs.implies(p, q) }), p)
		}
	}
	if len(kept) == 1 {
		return kept[0]
	}
	key := []byte{0}
	if any {
		key[0] = 1
	}
	for _, p := range kept {
		if len(p.parts) == 0 {
			key = binary.LittleEndian.AppendUint32(key, uint32(p.guard)<<1)
		} else {
			key = binary.LittleEndian.AppendUint32(key, uint32(p.id)<<1|1)
		}
	}
	f, ok := fs.joint[string(key)]
	if !ok {
		f = &formula{id: int32(fs.lib.formulas), any: any, parts: kept}
		fs.lib.formulas++
		fs.joint[string(key)] = f
	}
	return f
}

// implies reports whether p can be seen to say all that q says, the set of literals
// of one being part of another's.
func (fs *formulas) implies(p, q *formula) bool {
	switch {
	case p == q:
		return true
	case len(p.parts) > 0 && p.any:
		return !slices.ContainsFunc(p.parts, func(r *formula) bool { return !fs.implies(r, q) })
	case len(q.parts) > 0 && !q.any:
		return !slices.ContainsFunc(q.parts, func(r *formula) bool { return !fs.implies(p, r) })
	case len(p.parts) > 0:
		return slices.ContainsFunc(p.parts, func(r *formula) bool { return fs.implies(r, q) })
	case len(q.parts) > 0:
		return slices.ContainsFunc(q.parts, func(r *formula) bool { return fs.implies(p, r) })
	}
	all := fs.lib.guardSets[q.guard]
	for _, id := range fs.lib.guardSets[p.guard] {
		if _, ok := slices.BinarySearch(all, id); !ok {
			return false
		}
	}
	return true
}

// leaf returns the formula that asks for one of a set of literals.
func (fs *formulas) leaf(g guard) *formula {
	key := make([]byte, 0, 4*len(g))
	for _, literal := range g {
		key = binary.LittleEndian.AppendUint32(key, uint32(literal))
	}
	id, ok := fs.guards[string(key)]
	if !ok {
		id = int32(len(fs.lib.guardSets))
		fs.guards[string(key)] = id
		fs.lib.guardSets = append(fs.lib.guardSets, g)
		fs.leaves[id] = &formula{guard: id}
	}
	return fs.leaves[id]
}

// prune lets go of the guards that no pattern asks for, and numbers the others anew.
func (fs *formulas) prune() {
	used := newBits(len(fs.lib.guardSets))
	var use func(f *formula)
	use = func(f *formula) {
		if len(f.parts) == 0 {
			used.set(f.guard)
		}
		for _, p := range f.parts {
			use(p)
		}
	}
	for _, p := range fs.lib.patterns {
		for _, n := range p.needs {
			used.set(n.guard)
		}
		for _, a := range p.asks {
			use(a.formula)
		}
	}
	number := make([]int32, len(fs.lib.guardSets))
	var kept []guard
	used.each(func(g int32) {
		number[g] = int32(len(kept))
		kept = append(kept, fs.lib.guardSets[g])
	})
	fs.lib.guardSets = kept
	for _, l := range fs.leaves {
		l.guard = number[l.guard]
	}
	for _, p := range fs.lib.patterns {
		for i := range p.needs {
			p.needs[i].guard = number[p.needs[i].guard]
		}
		for i := range p.own {
			p.own[i] = number[p.own[i]]
		}
	}
}

// of returns the formula of a node; nil if it asks nothing.
func (fs *formulas) of(n *node) *formula {
	if n == nil || n.nothing {
		return nil
	}
	if f, ok := fs.made[n]; ok {
		return f
	}
	f := fs.make(n)
	fs.made[n] = f
	return f
}

func (fs *formulas) make(n *node) *formula {
	switch n.op {
	case wordOp:
		var g guard
		for _, id := range n.list {
			letters := fs.c.wordLetters(int(id))
			if letters == nil {
				return nil
			}
			g = append(g, letters...)
		}
		return fs.leaf(tidy(g))
	case dataOp:
		g := guard{defined}
		for k := range dataNames {
			if n.mask&(1<<k) != 0 {
				g = append(g, fs.c.dataGuards[k]...)
			}
		}
		return fs.leaf(tidy(g))
	case sequenceOp:
		var parts []*formula
		for _, p := range n.parts {
			if f := fs.of(p); f != nil {
				parts = append(parts, f)
			}
		}
		switch len(parts) {
		case 0:
			return nil
		case 1:
			return parts[0]
		}
		return fs.joined(false, parts)
	case alternativeOp:
		var parts []*formula
		for _, p := range n.parts {
			f := fs.of(p)
			if f == nil {
				return nil
			}
			parts = append(parts, f)
		}
		if len(parts) == 1 {
			return parts[0]
		}
		return fs.joined(true, parts)
	}
	return nil
}

// conditions returns the formulas of what a pattern asks of a norm beside its
// phrases: a denial has a word of denial, and what is triggered or about data has
// words for it, in the sentence or in what the sentence is read with.
func (fs *formulas) conditions(cs *conditions) []ask {
	var asks []ask
	around := inSentence | inLead | inItems | inProviso | inBefore
	const denials = 1<<norm.Denial | 1<<norm.Prohibition | 1<<norm.Exempt
	if cs.modalities != 0 && cs.modalities&^denials == 0 {
		var g guard
		for _, l := range slices.Concat(negated, []string{"禁", "免", "不可", "かね"}) {
			g = append(g, fs.c.literal(l))
		}
		asks = append(asks, ask{inSentence, fs.leaf(tidy(g)), "modality"})
	}
	if cs.data != 0 && cs.data&(1<<norm.NoData) == 0 {
		asks = append(asks, ask{around, fs.of(&node{op: dataOp, mask: cs.data}), "data"})
	}
	if cs.triggers != 0 && cs.triggers&(1<<norm.NoTrigger) == 0 {
		words := &node{op: alternativeOp}
		for _, m := range fs.lib.triggers {
			if cs.triggers&(1<<m.trigger) != 0 {
				words.parts = append(words.parts, m.node)
			}
		}
		if f := fs.of(words); f != nil {
			asks = append(asks, ask{around, f, "trigger"})
		}
	}
	return asks
}

// wordLetters returns the literals of a word of which one is in every text that
// has it, or nil where that cannot be said. Words of grammar count here.
func (c *compiler) wordLetters(id int) guard {
	if g := c.wordGuard(id); g != nil {
		return g
	}
	if g, ok := c.letters[id]; ok {
		return g
	}
	var g guard
	for _, s := range c.vocabulary.spellings[id] {
		all := inflected(s)
		if all == nil {
			g = nil
			break
		}
		for _, l := range all {
			g = append(g, c.literal(l))
		}
	}
	c.letters[id] = tidy(g)
	return c.letters[id]
}

// negated are the letters of which a text that denies has one: every form of ない
// and of what stands for it.
var negated = []string{"ない", "なく", "なけ", "なか", "なし", "なき", "ず", "ぬ", "ん", "ざる", "まい", "無", "勿"}

// rows are the letters that a verb of five rows may have in place of its last.
var rows = map[rune]string{
	'う': "わいうえおっ", 'く': "かきくけこいっ", 'ぐ': "がぎぐげごい", 'す': "さしすせそ", 'つ': "たちつてとっ",
	'ぬ': "なにぬねのん", 'ぶ': "ばびぶべぼん", 'む': "まみむめもん", 'い': "いくけかきさそゅう",
}

// inflected returns letters of which one is in every text that has a word of
// this spelling, however it is inflected; nil where any text could have it.
func inflected(spelling string) []string {
	if spelling == "ない" {
		return negated
	}
	stem := literal(spelling)
	runes := []rune(spelling)
	last := runes[len(runes)-1]
	head := string(runes[:len(runes)-1])
	endings, inflects := rows[last]
	switch {
	case guards(stem):
		return []string{stem}
	case len(stem) < len(head): // する, ない, ています: the ending is a word by itself
		if utf8.RuneCountInString(stem) < 2 {
			return nil
		}
		return []string{stem}
	case last == 'る' || len(runes) > 2 && inflects: // a stem may be all that is left: られ, でき
		if len(runes) < 3 {
			return nil
		}
		return []string{head}
	case inflects && len(runes) == 2:
		var all []string
		for _, r := range endings {
			all = append(all, head+string(r))
		}
		return all
	case len(runes) < 2 && unicode.Is(unicode.Hiragana, last):
		return nil
	}
	return []string{spelling}
}
