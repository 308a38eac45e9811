package legal

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/spot"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/token"
)

// Contradictions are looked for between findings, and between findings and
// sentences that have no class of their own (a claim of security, a clause that
// survives the contract). A kind of contradiction says what stands on either
// side. Where one side makes an exception for the other, says にかかわらず, or
// refers to the other's provision, the text orders the two and there is none.

// Contradiction is a pair of provisions that do not agree.
type Contradiction struct {
	Kind     string
	Sides    [2]Place
	Findings []string // IDs of all findings that stand on either side
}

// Place is a sentence of a document of a case.
type Place struct {
	Part      int // index of the document
	Finding   *finding.Finding
	Provision *structure.Provision
	Span      source.Span // in the text of the document
}

// Member is one document of what is looked at together.
type Member struct {
	Tree     *structure.Tree
	Findings []finding.Finding
}

// maxSides bounds how many places of a kind are compared in one document.
const maxSides = 200

// Contradictions returns the contradictions within and between documents, one
// for each kind and pair of documents, in the order of the kinds.
func (d *Data) Contradictions(parts []Member) []Contradiction {
	return d.contradictions(parts, make([]*spot.Text, len(parts)))
}

// contradictions is Contradictions; seen are the texts of the parts that are
// looked through already, nil for others.
func (d *Data) contradictions(parts []Member, seen []*spot.Text) []Contradiction {
	s := &contradictions{d: d, parts: parts, seen: seen}
	var found []Contradiction
	for i := range d.Contradictory.Kinds {
		k := &d.Contradictory.Kinds[i]
		// Findings are at hand; sentences are looked for only where they could matter.
		first, second := &k.One, &k.Other
		if first.Sentence {
			first, second = second, first
		}
		if !s.possible(first) || !s.possible(second) {
			continue
		}
		a := s.places(first)
		if len(a) == 0 {
			continue
		}
		b := s.places(second)
		if first != &k.One {
			a, b = b, a
		}
		found = append(found, s.pairs(k, a, b)...)
	}
	return found
}

type contradictions struct {
	d     *Data
	parts []Member
	seen  []*spot.Text            // by part, once they are needed
	refs  [][]structure.Reference // likewise

	groups []uint64     // memory of saying: the groups of a side that have a word, by its number
	said   []spot.Found // likewise: where those words stand
}

// pairs joins the places of the two sides of a kind. For each pair of documents
// the first of one side is shown with the strongest of the other.
func (s *contradictions) pairs(k *ContradictionKind, one, other []Place) []Contradiction {
	type key struct{ one, other int }
	index := map[key]int{}
	var found []Contradiction
	for _, b := range other {
		for _, a := range one {
			if !s.contradict(k, a, b) {
				continue
			}
			at := key{a.Part, b.Part}
			if len(k.Differ) > 0 && a.Part > b.Part {
				at = key{b.Part, a.Part}
			}
			i, ok := index[at]
			if !ok {
				i = len(found)
				index[at] = i
				found = append(found, Contradiction{Kind: k.ID, Sides: [2]Place{a, b}})
			}
			c := &found[i]
			if s.weight(b) > s.weight(c.Sides[1]) {
				c.Sides = [2]Place{a, b}
			}
			for _, p := range []Place{a, b} {
				if p.Finding != nil && !slices.Contains(c.Findings, p.Finding.ID) {
					c.Findings = append(c.Findings, p.Finding.ID)
				}
			}
		}
	}
	return found
}

func (s *contradictions) weight(p Place) float64 {
	if p.Finding == nil {
		return 0
	}
	w := s.d.Weights
	return w.Powers[p.Finding.Match.Class.ID].P * w.Triggers[p.Finding.Match.Trigger.String()]
}

// contradict reports whether two places that stand on the sides of a kind do
// contradict each other.
func (s *contradictions) contradict(k *ContradictionKind, a, b Place) bool {
	if a.Part == b.Part && (k.Between || a.Provision == b.Provision || a.Span.Overlaps(b.Span)) {
		return false
	}
	if s.orders(a, b) || s.orders(b, a) {
		return false
	}
	if k.Same && a.Part == b.Part && !shared(dataTerms(s.text(a)), dataTerms(s.text(b))) {
		return false
	}
	if len(k.Differ) == 0 {
		return true
	}
	x, y := deadline(s.text(a), k.Differ), deadline(s.text(b), k.Differ)
	return x > 0 && y > 0 && x != y && (a.Part != b.Part || a.Span.Start < b.Span.Start)
}

// orders reports whether a says how it stands to b: it holds whatever else is
// said, or it refers to b's provision.
func (s *contradictions) orders(a, b Place) bool {
	text := s.text(a)
	for _, word := range []string{"にかかわらず", "に関わらず", "にもかかわらず", "に拘わらず"} {
		if strings.Contains(text, word) {
			return true
		}
	}
	if a.Part != b.Part {
		return false
	}
	refs := s.references(a.Part)
	first, _ := slices.BinarySearchFunc(refs, a.Span.Start, func(r structure.Reference, start int) int { return cmp.Compare(r.Span.Start, start) })
	for _, ref := range refs[first:] {
		if ref.Span.Start >= a.Span.End {
			break
		}
		if ref.Target != nil && a.Span.Contains(ref.Span) && related(ref.Target, b.Provision) {
			return true
		}
	}
	return false
}

// references returns the references of a document in the order of its text.
func (s *contradictions) references(part int) []structure.Reference {
	if s.refs == nil {
		s.refs = make([][]structure.Reference, len(s.parts))
	}
	if s.refs[part] == nil {
		s.refs[part] = slices.SortedStableFunc(slices.Values(s.parts[part].Tree.References), func(a, b structure.Reference) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	}
	return s.refs[part]
}

// related reports whether one provision is the other or a part of it.
func related(a, b *structure.Provision) bool {
	return within(a, b) || within(b, a)
}

func within(p, of *structure.Provision) bool {
	for ; p != nil && of != nil; p = p.Parent {
		if p == of {
			return of.Kind >= structure.Article
		}
	}
	return false
}

func (s *contradictions) text(p Place) string { return p.Span.Of(s.parts[p.Part].Tree.Document.Text) }

// possible reports whether anything could stand on a side: findings of its classes,
// or the words of its sentences.
func (s *contradictions) possible(side *Side) bool {
	for i := range s.parts {
		part := &s.parts[i]
		switch {
		case part.Tree == nil || len(side.Kinds) > 0 && !slices.Contains(side.Kinds, string(part.Tree.Kind)):
		case side.Sentence:
			if s.says(i, side) {
				return true
			}
		default:
			for k := range part.Findings {
				if f := &part.Findings[k]; f.Match.Class != nil && f.Provision != nil && slices.Contains(side.Classes, f.Match.Class.ID) && s.fits(side, f) {
					return true
				}
			}
		}
	}
	return false
}

// says reports whether a document has a word of each group of a side.
func (s *contradictions) says(part int, side *Side) bool {
	if s.seen[part] == nil {
		s.seen[part] = s.d.look(s.parts[part].Tree.Document.Text)
	}
	for _, group := range side.All {
		if !slices.ContainsFunc(group, s.seen[part].Has) {
			return false
		}
	}
	return true
}

// places returns what stands on a side, in all documents.
func (s *contradictions) places(side *Side) []Place {
	var places []Place
	for i := range s.parts {
		part := &s.parts[i]
		if part.Tree == nil || len(side.Kinds) > 0 && !slices.Contains(side.Kinds, string(part.Tree.Kind)) {
			continue
		}
		n := 0
		if side.Sentence {
			for _, p := range s.saying(i, side) {
				if n < maxSides && s.stands(side, p) {
					places = append(places, p)
					n++
				}
			}
			continue
		}
		for k := range part.Findings {
			f := &part.Findings[k]
			if f.Match.Class == nil || f.Provision == nil || !slices.Contains(side.Classes, f.Match.Class.ID) || !s.fits(side, f) {
				continue
			}
			if p := (Place{i, f, f.Provision, f.Span}); n < maxSides && s.stands(side, p) {
				places = append(places, p)
				n++
			}
		}
	}
	return places
}

// fits reports whether a finding is what a side asks for. A rule that was not
// sure does not make a contradiction.
func (s *contradictions) fits(side *Side, f *finding.Finding) bool {
	m := &f.Match
	switch {
	case m.Confidence == "low":
		return false
	case side.Wide && (m.Weak || slices.Contains(s.d.Verdicts.Test.Narrow, m.Trigger.String())):
		return false
	case len(side.Triggers) > 0 && !slices.Contains(side.Triggers, m.Trigger.String()):
		return false
	case len(side.Grades) > 0 && !slices.Contains(side.Grades, string(m.Grade)):
		return false
	case len(side.Data) > 0:
		return slices.Contains(side.Data, m.Data.String())
	}
	return stored(f)
}

// stands reports whether the words of a sentence are those of a side.
func (s *contradictions) stands(side *Side, p Place) bool {
	text := s.text(p)
	for _, group := range side.All {
		if !spot.HasAny(text, group...) {
			return false
		}
	}
	if spot.HasAny(text, side.None...) {
		return false
	}
	return !side.Flat || !s.excepted(p)
}

// exceptions are the words by which a sentence makes an exception.
var exceptions = []string{"を除き", "を除く", "除いて", "を除いて", "場合のほか", "場合の他", "この限りで", "原則", "別段の定め", "別途定め", "正当な理由", "ただし", "但し"}

// excepted reports whether a sentence makes an exception, in itself or in a
// proviso after it, in the same provision or in what continues it.
func (s *contradictions) excepted(p Place) bool {
	if spot.HasAny(s.text(p), exceptions...) {
		return true
	}
	text := s.parts[p.Part].Tree.Document.Text
	after := strings.TrimLeft(text[min(p.Span.End, len(text)):], " 　\n\t。")
	return strings.HasPrefix(after, "ただし") || strings.HasPrefix(after, "但し")
}

// saying returns the sentences of a document in clauses that have a word of each group
// of a side. Most documents have none, which is seen without cutting sentences.
func (s *contradictions) saying(part int, side *Side) []Place {
	if !s.says(part, side) {
		return nil
	}
	tree, seen := s.parts[part].Tree, s.seen[part]
	s.groups = s.groups[:0]
	all := uint64(0)
	for k, group := range side.All {
		all |= 1 << k
		for _, w := range group {
			i := seen.Word(w)
			if i < 0 {
				all &^= 1 << k // may be anywhere
				continue
			}
			if i >= len(s.groups) {
				s.groups = slices.Grow(s.groups, i+1-len(s.groups))
				clear(s.groups[len(s.groups) : i+1])
				s.groups = s.groups[:i+1]
			}
			s.groups[i] |= 1 << k
		}
	}
	s.said = s.said[:0]
	for _, f := range seen.Found() {
		if int(f.Word) < len(s.groups) && s.groups[f.Word] != 0 {
			s.said = append(s.said, f)
		}
	}
	var places []Place
	var spans []source.Span
	for _, c := range tree.Clauses() {
		has := uint64(0)
		first, _ := slices.BinarySearchFunc(s.said, c.Span.Start, func(f spot.Found, at int) int { return int(f.At) - at })
		for _, f := range s.said[first:] {
			if int(f.At) >= c.Span.End {
				break
			}
			has |= s.groups[f.Word]
		}
		if has&all != all {
			continue
		}
		spans = token.Split(spans[:0], tree.Document.Text, c.Span)
		for _, span := range spans {
			places = append(places, Place{Part: part, Provision: c.Provision, Span: span})
		}
	}
	return places
}

// deadline returns the hours of the deadline of an act: of 「24時間以内に通知」 it is
// 24, of 「3日以内」 72. 0 means that there is none, or more than one.
func deadline(text string, acts []string) int {
	if !spot.HasAny(text, acts...) {
		return 0
	}
	found := 0
	for _, unit := range []struct {
		word  string
		hours int
	}{{"時間以内", 1}, {"日以内", 24}, {"日間以内", 24}, {"営業日以内", 24 * 1000}, {"週間以内", 24 * 7}, {"か月以内", 24 * 30}, {"カ月以内", 24 * 30}, {"ヶ月以内", 24 * 30}, {"ケ月以内", 24 * 30}, {"箇月以内", 24 * 30}} {
		for rest := text; ; {
			before, after, ok := strings.Cut(rest, unit.word)
			if !ok {
				break
			}
			n := numberBefore(before)
			rest = after
			if n == 0 {
				continue
			}
			if found != 0 && found != n*unit.hours {
				return 0
			}
			found = n * unit.hours
		}
	}
	return found
}

// numberBefore returns the number that ends text, in digits or in kanji; 0 where
// there is none.
func numberBefore(text string) int {
	text = strings.TrimRight(text, " 　")
	runes := []rune(text)
	i := len(runes)
	for i > 0 && (runes[i-1] >= '0' && runes[i-1] <= '9' || runes[i-1] >= '０' && runes[i-1] <= '９') {
		i--
	}
	if digits := string(runes[i:]); digits != "" {
		n, err := strconv.Atoi(strings.Map(func(r rune) rune {
			if r >= '０' && r <= '９' {
				return r - '０' + '0'
			}
			return r
		}, digits))
		if err != nil {
			return 0
		}
		return n
	}
	for i > 0 && strings.ContainsRune("一二三四五六七八九十百", runes[i-1]) {
		i--
	}
	return kanji(runes[i:])
}

// kanji reads a number below 1,000 in kanji.
func kanji(runes []rune) int {
	sum, digit := 0, 0
	for _, r := range runes {
		switch r {
		case '百':
			sum, digit = sum+100*cmp.Or(digit, 1), 0
		case '十':
			sum, digit = sum+10*cmp.Or(digit, 1), 0
		default:
			digit = slices.Index([]rune("一二三四五六七八九"), r) + 1
		}
	}
	return sum + digit
}

// dataTerms returns the compounds of a sentence that name data: 契約者データ,
// 登録情報, 投稿コンテンツ. Bare データ and 情報 name no data in particular.
func dataTerms(text string) []string {
	var terms []string
	runes := []rune(text)
	for _, head := range []string{"データ", "情報", "コンテンツ", "ファイル"} {
		h := []rune(head)
		for i := 0; i+len(h) <= len(runes); i++ {
			if !slices.Equal(runes[i:i+len(h)], h) {
				continue
			}
			start := i
			for start > 0 && (unicode.In(runes[start-1], unicode.Han, unicode.Katakana) || runes[start-1] == 'ー' || runes[start-1] == '々') {
				start--
			}
			if start < i {
				terms = append(terms, string(runes[start:i+len(h)]))
			}
		}
	}
	return terms
}

func shared(a, b []string) bool {
	return slices.ContainsFunc(a, func(term string) bool { return slices.Contains(b, term) })
}
