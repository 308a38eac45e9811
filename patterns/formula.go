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

// holds reports whether a text with these guards may hold the phrase.
func (f *formula) holds(b bits) bool {
	if f == nil {
		return true
	}
	if len(f.parts) == 0 {
		return b.has(f.guard)
	}
	for _, p := range f.parts {
		if p.holds(b) == f.any {
			return f.any
		}
	}
	return !f.any
}

// answered remembers what formulas said of one text; many patterns share them. The
// zero answered has no text. It serves one goroutine.
type answered struct {
	said  []uint32 // formula -> round and answer
	round uint32
}

// begin turns to the next text. n is how many formulas with parts there are.
func (a *answered) begin(n int) {
	if a.round++; len(a.said) < n || a.round >= 1<<31 {
		a.said, a.round = make([]uint32, n), 1
	}
}

// holds is formula.holds for the text at hand.
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
		if a.holds(p, b) == f.any {
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
	made   map[*node]*formula
}

// joined returns a formula with parts.
func (fs *formulas) joined(any bool, parts []*formula) *formula {
	fs.lib.formulas++
	return &formula{id: int32(fs.lib.formulas - 1), any: any, parts: parts}
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
	}
	return &formula{guard: id}
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
			letters := fs.c.wordLetters(id)
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
