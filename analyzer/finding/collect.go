package finding

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/token"
)

// Collect makes findings of matches: one for each class and provision, on the
// sentence that bears it. Of several matches the one with the widest trigger is
// shown, then one that is not weak, then the best grade, then the surest, then the first.
//
// A provision with items (柱書 + 号) is read as one: an item whose lead bears the
// class adds nothing of its own, but a wider trigger of it widens the lead's.
// An item about another kind of data stands for itself.
//
// Findings come in document order and are named f1, f2 and so on.
func Collect(tree *structure.Tree, matches []Match) []Finding {
	groups, index := group(matches)
	absorbItems(groups, index)
	gatherLists(groups)
	keepOnce(tree.Document.Text, groups)
	slices.SortStableFunc(groups, func(a, b *matchGroup) int {
		x, y := a.best, b.best
		return cmp.Or(cmp.Compare(x.Unit.Sentence.Span.Start, y.Unit.Sentence.Span.Start), strings.Compare(x.Class.ID, y.Class.ID))
	})
	findings := make([]Finding, 0, len(groups))
	for _, g := range groups {
		if g.absorbed {
			continue
		}
		m := *g.best
		m.Trigger = g.trigger
		m.Weak = m.Weak && !g.strong
		findings = append(findings, Finding{
			Match: m, Provision: g.best.Unit.Clause.Provision, Span: g.best.Unit.Sentence.Span,
		})
	}
	repeats := make(map[string]int, len(findings))
	refs := references(tree)
	var w writer
	for i := range findings {
		f := &findings[i]
		f.ID = "f" + strconv.Itoa(i+1)
		print := w.fingerprint(f.Match.Class.ID, refs.without(tree.Document.Text, f.Span))
		f.Fingerprint = print
		if n := repeats[print]; n > 0 {
			f.Fingerprint += "-" + strconv.Itoa(n+1)
		}
		repeats[print]++
	}
	return findings
}

// groupKey is what one finding is made for.
type groupKey struct {
	class     *Class
	provision *structure.Provision
}

type matchGroup struct {
	key      groupKey
	best     *Match
	trigger  norm.Trigger // of best, or of what widened it
	strong   bool         // best is weak, and a later member of its list is not
	headed   bool         // a match has its matter from the caption as well
	absorbed bool
}

// group gathers matches by class and provision, in order of their first match.
func group(matches []Match) ([]*matchGroup, map[groupKey]*matchGroup) {
	room := make([]matchGroup, 0, len(matches)) // not to grow: groups point into it
	groups := make([]*matchGroup, 0, len(matches))
	index := make(map[groupKey]*matchGroup, len(matches))
	for i := range matches {
		m := &matches[i]
		key := groupKey{m.Class, home(m.Unit.Clause.Provision)}
		g, ok := index[key]
		if !ok {
			room = append(room, matchGroup{key: key, best: m, trigger: m.Trigger})
			g = &room[len(room)-1]
			index[key] = g
			groups = append(groups, g)
		} else if better(m, g.best) {
			g.best, g.trigger = m, m.Trigger
		}
		g.headed = g.headed || m.Headed
	}
	return groups, index
}

// onceKey is what a class that is reported once a document is reported for: the
// document, or the policy that stands with the terms in one file.
type onceKey struct {
	class    *Class
	ofPolicy bool
}

// ownPolicy reports whether a match speaks of the policy that it stands in: its sentence
// says 「本ポリシー」, 「このプライバシーポリシー」 or 「本方針」, and nothing of terms before that.
func ownPolicy(text string, m *Match) bool {
	sentence := m.Unit.Sentence.Span.Of(text)
	for _, name := range []string{"ポリシー", "方針"} {
		before, _, found := strings.Cut(sentence, name)
		if !found || strings.Contains(before, "規約") || strings.Contains(before, "約款") {
			continue
		}
		before = strings.TrimSuffix(strings.TrimSuffix(before, "・"), "プライバシー")
		for _, this := range []string{"本", "この", "当"} {
			if strings.HasSuffix(before, this) {
				return true
			}
		}
	}
	return false
}

// keepOnce leaves of a class that is reported once a document the surest match, of equal
// ones that below a heading on the matter, and of these the first.
func keepOnce(text string, groups []*matchGroup) {
	kept := map[onceKey]*matchGroup{}
	for _, g := range groups {
		if !g.best.Class.Once || g.absorbed {
			continue
		}
		key := onceKey{g.key.class, ownPolicy(text, g.best)}
		k := kept[key]
		if k == nil {
			kept[key] = g
			continue
		}
		c := cmp.Or(cmp.Compare(confidence(g.best), confidence(k.best)), cmp.Compare(wording(g.best), wording(k.best)))
		switch {
		case c == 0 && g.headed && !k.headed:
			c = 1
		case c == 0 && k.headed && !g.headed:
			c = -1
		}
		if c > 0 || c == 0 && g.best.Unit.Sentence.Span.Start < k.best.Unit.Sentence.Span.Start {
			k.absorbed = true
			kept[key] = g
		} else {
			g.absorbed = true
		}
	}
}

// home is the provision that a continuing paragraph belongs to.
func home(p *structure.Provision) *structure.Provision {
	for n := 0; p.Continues != nil && n < 64; n++ {
		p = p.Continues
	}
	return p
}

// better reports whether a is to be shown rather than b.
func better(a, b *Match) bool {
	return cmp.Or(
		cmp.Compare(breadth(a.Trigger), breadth(b.Trigger)),
		cmp.Compare(strength(a), strength(b)),
		cmp.Compare(grade(a), grade(b)),
		cmp.Compare(confidence(a), confidence(b)),
	) > 0
}

// breadth orders triggers; where nothing limits a power it is as wide as
// operation (LEGAL.md 3.3).
func breadth(t norm.Trigger) int {
	if t == norm.NoTrigger {
		return int(norm.Operation)*2 - 1
	}
	return int(t) * 2
}

// wording puts what only names an act (an item 「規約の変更」), and what is said in
// passing (なお、…), after what says who does it.
func wording(m *Match) int {
	if m.Norm != nil && m.Norm.Modality == norm.Nominal {
		return 0
	}
	if s := m.Unit.Sentence; len(s.Tokens) > 0 && s.Surface(0) == "なお" {
		return 0
	}
	return 1
}

func strength(m *Match) int {
	if m.Weak {
		return 0
	}
	return 1
}

// grade orders what a provision gives: more before less, and what takes away
// before what gives nothing.
func grade(m *Match) int {
	switch m.Grade {
	case Nothing:
		return 0
	case Half:
		return 1
	case Unset:
		return 2
	case Negative:
		return 3
	case Full:
		return 4
	}
	return -1
}

func confidence(m *Match) int {
	switch m.Confidence {
	case "low":
		return 0
	case "medium":
		return 1
	case "high":
		return 2
	}
	return -1
}

// absorbItems drops what items add to leads that bear the same class.
func absorbItems(groups []*matchGroup, index map[groupKey]*matchGroup) {
	for _, g := range groups {
		for lead := g.best.Unit.Clause.Lead; lead != nil; lead = lead.Lead {
			l, ok := index[groupKey{g.key.class, home(lead.Provision)}]
			if !ok || l == g || otherData(g.best, l.best) {
				continue
			}
			g.absorbed = true
			if breadth(g.trigger) > breadth(l.trigger) && !g.best.Weak && said(g) {
				l.trigger = g.trigger
			}
			break
		}
		if !g.absorbed && announced(g, index) {
			g.absorbed = true
		}
	}
}

// said reports whether the words of the match of a group say its trigger: what a class
// takes by default for an item widens no lead.
func said(g *matchGroup) bool {
	n := g.best.Norm
	return n == nil || n.Trigger == g.trigger || n.Modality == norm.Nominal
}

// gatherLists reads a list of mere nouns below a heading (利用目的) as one for
// classes that say so: the first of them bears it, with the widest trigger of all, and
// weak only if all are.
func gatherLists(groups []*matchGroup) {
	type list struct {
		class   *Class
		caption int
	}
	var first map[list]*matchGroup
	for _, g := range groups {
		c := g.best.Unit.Clause
		if g.absorbed || !g.best.Class.Gather || c.Lead != nil || len(c.Captions) == 0 || g.best.Norm == nil || g.best.Norm.Modality != norm.Nominal {
			continue
		}
		key := list{g.key.class, c.Captions[0].Start}
		f := first[key]
		if f == nil {
			if first == nil {
				first = map[list]*matchGroup{}
			}
			first[key] = g
			continue
		}
		if statesOf(g.best.Unit.Sentence) {
			continue
		}
		g.absorbed = true
		if !g.best.Weak {
			f.strong = true
			if breadth(g.trigger) > breadth(f.trigger) {
				f.trigger = g.trigger
			}
		}
	}
}

// statesOf reports whether a sentence says something of a topic, as a mere noun does
// not: 「責任の分担は、別紙のとおりです」.
func statesOf(s *token.Sentence) bool {
	for i := 1; i < len(s.Tokens)-1; i++ {
		if s.Tokens[i].POS == token.TopicParticle && s.Surface(i) == "は" {
			return true
		}
	}
	return false
}

// announced reports whether a list item is part of what a wider provision of the
// same class announces: 「安全管理措置の概要は以下のとおり」 over headings with lists below.
func announced(g *matchGroup, index map[groupKey]*matchGroup) bool {
	p := home(g.best.Unit.Clause.Provision)
	if p.Kind < structure.Item {
		return false
	}
	for p = p.Parent; p != nil && p.Kind != structure.Root; p = p.Parent {
		l, ok := index[groupKey{g.key.class, home(p)}]
		if !ok || l == g || otherData(g.best, l.best) {
			continue
		}
		s := l.best.Unit.Sentence
		for i := range s.Tokens {
			switch s.Surface(i) {
			case "とおり", "通り", "以下", "下記":
				return true
			}
		}
	}
	return false
}

// otherData reports whether an item speaks of another kind of data than its lead.
func otherData(item, lead *Match) bool {
	return item.Data != lead.Data && item.Data != norm.NoData && lead.Data != norm.NoData
}
