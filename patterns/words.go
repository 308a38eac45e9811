package patterns

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer/letters"
	"github.com/yakkan/yakkan/analyzer/token"
)

// A word of a phrase meets the text by its letters. Tokens i to j-1 are the word
// if their surfaces put together, the last of them in its base form, spell it:
//
//	取り扱う   取り扱い ます      → 取り扱う
//	取扱う     取 扱っ た         → 取 + 扱う
//	個人情報   個人 情報          → 個人 + 情報
//
// All spellings of all words of a library lie in one trie of letters. From each
// token of a sentence it is walked along the surfaces, and at each border once
// more along the base form; where a walk ends on a word, the word is there.
//
// What the scan looks for before there are tokens is a literal: the letters
// that all inflections of a word share. They follow from the spelling alone: a
// word that ends in hiragana loses what an ending could replace.

// vocabulary is the set of words of a library. Once frozen it is immutable.
type vocabulary struct {
	canonical []string // ID -> canonical word
	trie      trie     // once frozen
	memo      *memo    // likewise

	// until then
	variants  [][]string         // groups of equal spellings, the first is canonical
	starts    map[rune][]variant // all of them by their first letter, longest first
	ids       map[string]int     // canonical word -> ID
	spellings [][]string         // ID -> all spellings, in the order they were made
}

type variant struct {
	text  string
	group int
}

func newVocabulary(variants [][]string) *vocabulary {
	v := &vocabulary{variants: variants, starts: map[rune][]variant{}, ids: map[string]int{}}
	for g, group := range variants {
		for _, s := range group {
			first, _ := utf8.DecodeRuneInString(s)
			v.starts[first] = append(v.starts[first], variant{s, g})
		}
	}
	for _, all := range v.starts {
		slices.SortStableFunc(all, func(a, b variant) int { return cmp.Compare(len(b.text), len(a.text)) })
	}
	return v
}

// word returns the ID of a word, the same for all its spellings.
func (v *vocabulary) word(text string) int {
	parts := v.parts(text)
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(p[0])
	}
	canonical := b.String()
	if id, ok := v.ids[canonical]; ok {
		return id
	}
	id := len(v.canonical)
	v.ids[canonical] = id
	v.canonical = append(v.canonical, canonical)
	v.spellings = append(v.spellings, spell(parts))
	return id
}

// parts cuts a word into letters that are fixed and letters that have variants.
func (v *vocabulary) parts(text string) [][]string {
	var parts [][]string
	fixed := 0
	for i := 0; i < len(text); {
		first, size := utf8.DecodeRuneInString(text[i:])
		here := v.starts[first]
		k := slices.IndexFunc(here, func(s variant) bool { return strings.HasPrefix(text[i:], s.text) })
		if k < 0 {
			i += size
			continue
		}
		if fixed < i {
			parts = append(parts, []string{text[fixed:i]})
		}
		parts = append(parts, v.variants[here[k].group])
		i += len(here[k].text)
		fixed = i
	}
	if fixed < len(text) {
		parts = append(parts, []string{text[fixed:]})
	}
	return parts
}

// wideMarks widens the marks that folding leaves as a text has them, since words
// are kept in ASCII.
var wideMarks = strings.NewReplacer("(", "（", ")", "）", ":", "：", ";", "；", "[", "［", "]", "］", "{", "｛", "}", "｝", ",", "，")

// maxSpellings bounds the ways to write one word.
const maxSpellings = 64

// spell returns every combination of parts, each with its potential form.
func spell(parts [][]string) []string {
	all := []string{""}
	for _, part := range parts {
		var next []string
		for _, head := range all {
			for _, tail := range part {
				if len(next) < maxSpellings {
					next = append(next, head+tail)
				}
			}
		}
		all = next
	}
	for _, s := range all[:len(all):len(all)] {
		if w := wideMarks.Replace(s); w != s {
			all = append(all, w)
		}
		if p := potential(s); p != "" && !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	return all
}

// potential returns the potential verb of a verb of five rows (使う → 使える),
// which the dictionary has as a verb of its own; "" for other words. For a word
// that is no such verb the result spells nothing and does no harm.
func potential(word string) string {
	if !guards(word) || strings.HasSuffix(word, "する") || strings.HasSuffix(word, "ずる") {
		return ""
	}
	last, size := utf8.DecodeLastRuneInString(word)
	row, ok := map[rune]string{'う': "え", 'く': "け", 'ぐ': "げ", 'す': "せ", 'つ': "て", 'ぬ': "ね", 'ぶ': "べ", 'む': "め", 'る': "れ"}[last]
	if !ok {
		return ""
	}
	return word[:len(word)-size] + row + "る"
}

// literal returns the letters of a spelling that are in the text however its
// last token is inflected.
func literal(spelling string) string {
	for _, ending := range [...]string{"する", "ずる", "くる", "ない", "です", "ます"} {
		if rest, ok := strings.CutSuffix(spelling, ending); ok {
			return rest
		}
	}
	for kana := range token.InKanji { // 「閲覧すること」 and 「閲覧する事」
		if rest, ok := strings.CutSuffix(spelling, kana); ok && rest != "" {
			return rest
		}
	}
	// おる and ござる stand for いる and ある behind a particle; 用いる is a word.
	for _, verb := range [...]string{"いる", "ある"} {
		if rest, ok := strings.CutSuffix(spelling, verb); ok && endsIn(rest, bound[verb]) {
			return rest
		}
	}
	last, size := utf8.DecodeLastRuneInString(spelling)
	if unicode.Is(unicode.Hiragana, last) {
		return spelling[:len(spelling)-size]
	}
	return spelling
}

// guards reports whether letters are worth scanning for: one of them is not
// hiragana.
func guards(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.Is(unicode.Hiragana, r) && r != 'ー' && (unicode.IsLetter(r) || unicode.IsNumber(r))
	})
}

// literals returns the letters of which one must be in a text that has the
// word, or nil if the word is no guard. A spelling in hiragana alone counts if
// it is long enough to be rare, as in とりあつかい for 取り扱い.
func (v *vocabulary) literals(id int) []string {
	if !guards(literal(v.canonical[id])) {
		return nil
	}
	var all []string
	for _, s := range v.spellings[id] {
		l := literal(s)
		if !guards(l) && utf8.RuneCountInString(l) < 3 {
			return nil
		}
		all = append(all, l)
	}
	return shortest(all)
}

// shortest drops the strings that contain another of them.
func shortest(all []string) []string {
	slices.SortStableFunc(all, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b)) })
	var kept []string
	for _, s := range all {
		if !slices.ContainsFunc(kept, func(k string) bool { return strings.Contains(s, k) }) {
			kept = append(kept, s)
		}
	}
	return kept
}

// freeze builds the trie and lets go of what it was made from. No word may be
// added afterwards.
func (v *vocabulary) freeze() error {
	type entry struct {
		text string
		id   int32
	}
	var entries []entry
	for id, spellings := range v.spellings {
		for _, s := range spellings {
			entries = append(entries, entry{s, int32(id)})
		}
	}
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(strings.Compare(a.text, b.text), cmp.Compare(a.id, b.id))
	})
	texts, ids := make([]string, len(entries)), make([]int32, len(entries))
	for i, e := range entries {
		texts[i], ids[i] = e.text, e.id
	}
	var err error
	v.trie, err = newTrie(texts, ids)
	v.variants, v.starts, v.ids, v.spellings = nil, nil, nil, nil
	v.memo = &memo{}
	return err
}

// hit is a word of so many tokens that begins at one.
type hit struct {
	word   uint16
	tokens uint16
	start  int32
}

// end returns the token behind the word.
func (h hit) end() int32 { return h.start + int32(h.tokens) }

// plain returns the verb that a polite one stands for, or "": 監視いたします is
// 監視します.
func plain(base string) string {
	switch base {
	case "いたす", "致す", "なさる", "為る":
		return "する"
	case "ござる", "ございます", "御座います":
		return "ある"
	case "おる":
		return "いる"
	}
	return ""
}

// bound are the particles behind which いる and ある are words of their own; する may
// follow anything.
var bound = map[string][]string{"する": {""}, "いる": {"て", "で"}, "ある": {"が", "は", "も", "で", "て"}}

func endsIn(s string, endings []string) bool {
	return slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(s, e) })
}

// begins returns what each of some tokens is as the first of a word, in place of dst:
// longer words are taken out where they cannot go on with the token behind it. It is
// two loops that do little else than look, since neither the memo nor the trie is in
// the inner caches: the looks do not wait for each other.
func (v *vocabulary) begins(dst []begun, text token.Text, tokens []token.Token) []begun {
	dst = slices.Grow(dst[:0], len(tokens))[:len(tokens)]
	for i := range tokens {
		id := uint32(tokens[i].ID)
		if page := v.memo.pages[id/pageWords%memoPages].Load(); id < memoPages*pageWords && page != nil {
			dst[i] = begun(page[id%pageWords].Load())
		} else {
			dst[i] = 0
		}
		if dst[i] == 0 {
			dst[i] = v.begin(text, &tokens[i])
		}
	}
	for i, b := range dst {
		switch {
		case b.base() == 0:
		case i+1 == len(dst):
			dst[i] = b.alone()
		case !dst[i+1].shifts():
			if letter := dst[i+1].letter(); v.trie.cells[b.base()+uint32(letter)].Label() != letter {
				dst[i] = b.alone()
			}
		}
	}
	return dst
}

// find appends to hits the words that begin at token i, which is b, each once.
func (v *vocabulary) find(hits []hit, b begun, text token.Text, tokens []token.Token, i int) []hit {
	first := len(hits)
	if b&severalWords != 0 {
		for _, id := range v.several(b, text, &tokens[i]) {
			hits = append(hits, hit{uint16(id), 1, int32(i)})
		}
	} else if id := b.word(); id >= 0 {
		hits = append(hits, hit{uint16(id), 1, int32(i)})
	}
	for base, j := b.base(), i+1; j < len(tokens) && base != 0; j++ {
		written, root := text.Surface(&tokens[j]), text.Base(&tokens[j])
		if root != written {
			hits = v.end(hits, first, v.trie.walk(base, root), i, j+1)
		}
		if verb := plain(root); verb != "" && endsIn(text.Surface(&tokens[j-1]), bound[verb]) {
			hits = v.end(hits, first, v.trie.walk(base, verb), i, j+1)
		}
		node := v.trie.walk(base, written)
		hits = v.end(hits, first, node, i, j+1)
		base = node.Base()
	}
	return hits
}

// end appends the words at tokens [start, end) that end at a node, if hits has them
// not behind first.
func (v *vocabulary) end(hits []hit, first int, node letters.Cell, start, end int) []hit {
	for _, id := range v.trie.words(node) {
		if h := (hit{uint16(id), uint16(end - start), int32(start)}); !slices.Contains(hits[first:], h) {
			hits = append(hits, h)
		}
	}
	return hits
}
