package patterns

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/token"
)

// What the letters of a text must have for a phrase to match in it: of a word one
// of its literals. It is what the filter asks before a sentence is tokenized.
//
// The guards of a node (see compile.go) are the same thought cut short to one
// set of literals with a letter that is not hiragana: they make sure that every
// slot has something to scan for. A formula also looks for words of grammar
// such as できる, which alone would hold anywhere.

// byLetters makes the formulas of one library over its literals.
type byLetters struct {
	formulas
	c     *compiler
	lib   *Library
	nodes map[*node]*formula
}

func newByLetters(c *compiler, lib *Library) *byLetters {
	return &byLetters{formulas{c.rarer, map[string]*formula{}}, c, lib, map[*node]*formula{}}
}

// of returns the formula of a node; nil if it asks nothing.
func (fs *byLetters) of(n *node) *formula {
	if n == nil || n.nothing {
		return nil
	}
	if f, ok := fs.nodes[n]; ok {
		return f
	}
	f := fs.node(n)
	fs.nodes[n] = f
	return f
}

func (fs *byLetters) node(n *node) *formula {
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
		return fs.joined(true, parts)
	}
	return nil
}

// conditions returns the formulas of what a pattern asks of a norm beside its
// phrases: a denial has a word of denial, and what is triggered or about data has
// words for it, in the sentence or in what the sentence is read with.
func (fs *byLetters) conditions(cs *conditions) []ask {
	var asks []ask
	around := inSentence | inLead | inItems | inProviso | inBefore
	const denials = 1<<norm.Denial | 1<<norm.Prohibition | 1<<norm.Exempt
	if cs.modalities != 0 && cs.modalities&^denials == 0 {
		var g guard
		for _, l := range slices.Concat(negated, []string{"禁", "免", "不可", "かね"}) {
			g = append(g, fs.c.literal(l))
		}
		// An item of what is forbidden has it from its lead.
		asks = append(asks, ask{scopes: inSentence | inLead, formula: fs.leaf(tidy(g)), slot: "modality"})
	}
	if cs.data != 0 && cs.data&(1<<norm.NoData) == 0 {
		asks = append(asks, ask{scopes: around, formula: fs.of(&node{op: dataOp, mask: cs.data}), slot: "data"})
	}
	if cs.triggers != 0 && cs.triggers&(1<<norm.NoTrigger) == 0 {
		words := &node{op: alternativeOp}
		for _, m := range fs.lib.triggers {
			if cs.triggers&(1<<m.trigger) != 0 {
				words.parts = append(words.parts, m.node)
			}
		}
		if f := fs.of(words); f != nil {
			asks = append(asks, ask{scopes: around, formula: f, slot: "trigger"})
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
	all := formsOf(spelling)
	if kanji := token.InKanji[spelling]; kanji != "" && all != nil {
		all = append(all, formsOf(kanji)...)
	}
	return all
}

// formsOf is inflected for one way to write a word.
func formsOf(spelling string) []string {
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
