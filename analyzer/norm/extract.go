// How norms are read. The main clause of a sentence is cut where a predicate
// ends and another begins: at a continuative form before a comma, at て before a
// comma, at が or ものの between clauses. A piece whose predicate is a bare
// continuative (閲覧し、) shares subject and modality with the piece after it; a
// piece with a polarity or modality of its own (…できず、 …するものとし、 …ますが、) or
// before a new topic is a norm by itself.

package norm

import (
	"strings"

	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/token"
)

func spanOf(s string) source.Span { return source.Span{End: len(s)} }

// place reads the roles of a unit whose neighbours are known.
func place(u *Unit) {
	roles(u)
	for _, p := range u.Provisos {
		if p.Roles == nil {
			roles(p)
		}
	}
}

// state reads the norms of a unit with their modality.
func state(u *Unit) {
	mem := u.memory()
	list := mem.list[:0]
	mem.pieces = pieces(u, mem.pieces[:0])
	for _, piece := range mem.pieces {
		list = append(list, Norm{Unit: u, Start: piece[0], End: piece[1], Head: -1})
		readModality(u, &list[len(list)-1])
	}
	mem.list = list[:0]
	u.Norms = mem.norms.Copy(spread(u, list))
}

// bear reads who the norms are about and what else is read without triggers and data.
func bear(u *Unit) {
	for i := range u.Norms {
		n := &u.Norms[i]
		if n.Modality == Will && listedAct(u, n) {
			n.Modality, n.listed = Nominal, true
		}
		readBearer(u, n, i)
		readConsent(u, n)
		settle(u, n)
		readFlags(u, n)
	}
}

// contrary are the particles that set a clause against the next, with a comma or without.
var contrary = token.SetOf(が, けれども, ものの)

// pieces appends to out the predications of a sentence, as half-open token ranges.
func pieces(u *Unit, out [][2]int) [][2]int {
	t := u.Sentence.Tokens
	start := 0
	for i := 0; i+1 < len(t); i++ {
		if u.Roles[i] != Main {
			continue
		}
		if t[i+1].POS != token.Comma {
			if i > 0 && t[i].POS == token.ConjunctiveParticle && contrary.Has(t[i].Surface) && t[i].Surface != ものの && t[i-1].POS == token.Auxiliary {
				out = append(out, [2]int{start, i + 1}) // 「控えを取りますが利用者も控えを取ります」; not 「載せたものの責めは、」
				start = i + 1
			}
			continue
		}
		cut := false
		switch {
		case t[i].Base == つく && i > 0 && t[i-1].Surface == に:
			// 「保存データにつき、」 is a particle
		case regardless(t, i):
			// 「理由の如何を問わず、」, 「有償か否かにかかわらず、」 say under which circumstances
		case notedFirst(t, i):
			// 「…することがあることを確認し、これに同意する」: one consent
		case t[i].Form == token.Continuative && (t[i].POS == token.Verb || t[i].POS == token.BoundVerb || t[i].POS == token.Auxiliary && t[i].Base != だ && t[i].Base != です):
			cut = true
		case t[i].POS == token.Auxiliary && t[i].Base == だ && t[i].Form == token.Continuative && hasTopic(u, start, i): // 「甲は委託者であり」 is with ある; 「…で、」 after a noun
			cut = false
		case t[i].POS == token.ConjunctiveParticle && (t[i].Surface == て || t[i].Surface == で || t[i].Surface == し || contrary.Has(t[i].Surface)):
			cut = true
		case becauseAt(t, i):
			cut = !asksToHeed(t[i+2:]) // 「…することがありますので、ご確認ください」 says both
		case t[i].Base == ない && i > 0 && (isNominal(&t[i-1]) || t[i-1].Surface == を問わ || t[i-1].Base == 問う):
			// 「正当な理由なく、」, 「対価を支払うことなく、」, 「媒体を問わず、」 say how
		case t[i].POS == token.Auxiliary && t[i].Base == ない && (t[i].Surface == ず || t[i].Surface == なく):
			cut = true
		case t[i].POS == token.Adjective && t[i].Form == token.Continuative:
			cut = !without(t, i)
		}
		if cut {
			out = append(out, [2]int{start, i + 2})
			start = i + 2
		}
	}
	if start < len(t) || len(out) == 0 {
		out = append(out, [2]int{start, len(t)})
	}
	return out
}

// noted are verbs of taking note that go before a consent: 「…ことを理解し、これに同意する」.
var noted = token.SetOf(確認, 理解, 了解, 承知)

// notedFirst reports whether the し at i ends the taking note of something to which consent
// is given in the next words.
func notedFirst(t []token.Token, i int) bool {
	if i < 3 || !noted.Has(t[i-1].Base) || t[i-2].Surface != を || t[i-3].Base != こと {
		return false
	}
	for k := i + 2; k < len(t) && k < i+9; k++ {
		if agreeing.Has(t[k].Base) && k > i+3 && t[k-1].Surface == に && (t[k-2].Surface == これ || t[k-2].Surface == これら) {
			return true
		}
	}
	return false
}

// becauseAt reports whether the token at i ends a clause that gives the reason for
// the next one, 「…しますので、」, 「…しますから、」.
func becauseAt(t []token.Token, i int) bool {
	return t[i].POS == token.ConjunctiveParticle && (t[i].Surface == ので || t[i].Surface == から)
}

// without reports whether the adjective at i is the なく of 「承諾なく、」, 「承諾を得ること
// なく、」, which says in what manner and is no predicate.
func without(t []token.Token, i int) bool {
	if i == 0 || t[i].Base != ない {
		return false
	}
	switch t[i-1].POS {
	case token.VerbalNoun, token.Noun:
		return true
	}
	return t[i-1].Surface == こと
}

// regardless reports whether the ず at i ends an adverbial phrase that widens what
// follows or says how it is done (…を問わず, …にかかわらず, …に限らず, 対価を支払わず) and
// is no predicate of its own; 「責任を問わず」 is one.
func regardless(t []token.Token, i int) bool {
	if i < 3 || t[i].Base != ない || t[i].Surface != ず {
		return false
	}
	switch t[i-1].Base {
	case 問う:
		return t[i-2].Surface == を && t[i-3].Base != 責任 && t[i-3].Base != 責
	case 支払う:
		return t[i-2].Surface == を && t[i-3].Base == 対価 // 「対価を支払わず、」
	case かかわる, 関わる, 拘わる, 拘る, 限る, よる, とらわれる:
		return t[i-2].Surface == に
	}
	return false
}

func hasTopic(u *Unit, from, to int) bool {
	for k := from; k < to; k++ {
		if u.Roles[k] == Main && isTopic(u, k) {
			return true
		}
	}
	return false
}

// hasOwnSubject reports whether a range opens with a topic, or names a party as its subject.
func hasOwnSubject(u *Unit, from, to int) bool {
	t := u.Sentence.Tokens
	for k := from; k < to; k++ {
		if u.Roles[k] != Main {
			continue
		}
		if isTopic(u, k) {
			return true
		}
		if t[k].Surface == が && t[k].POS == token.CaseParticle {
			if _, ok := partyAt(u, k); ok {
				return true
			}
		}
	}
	return false
}

// spread joins pieces with a bare continuative to the piece after them, unless
// that one has a subject of its own; such a piece then states what it says.
func spread(u *Unit, norms []Norm) []Norm {
	out := norms[:0]
	for i := 0; i < len(norms); i++ {
		n := norms[i]
		for n.bare && i+1 < len(norms) && !hasOwnSubject(u, norms[i+1].Start, norms[i+1].End) && !(grantsAt(u, &n) && denies(norms[i+1].Modality)) && !(answersFor(u, &norms[i+1]) && !customerDoes(u, &n, n.End)) {
			next := norms[i+1]
			next.Start = n.Start
			n = next
			i++
		}
		if n.bare {
			n.Modality = Will
		}
		out = append(out, n)
	}
	return out
}

// grantsAt reports whether a piece gives a right: 「権利を与え、これを撤回しない」 gives it.
func grantsAt(u *Unit, n *Norm) bool {
	return n.Head >= 0 && granting.Has(u.Sentence.Tokens[n.Head].Base)
}

// answersFor reports whether a piece disclaims what comes of the act before it: 「投稿を消去し、
// これにより生じた損害について責任を負わない」 consumes no duty to delete; 「確認し、保証する義務を負わない」 does.
func answersFor(u *Unit, n *Norm) bool {
	if n.Modality != Exempt {
		return false
	}
	t := u.Sentence.Tokens
	points := false
	for k := n.Start; k < n.End; k++ {
		switch t[k].Base {
		case これ, それ, その, 当該:
			points = points || k < n.Start+4
		case 義務:
			return false
		case 損害, 結果, 不利益, 損失:
			if points {
				return true
			}
		}
	}
	return false
}

func denies(m Modality) bool { return m == Denial || m == Prohibition }

// flags are the words that readFlags looks for, as base forms.
var flags = token.SetOf(努める, 努力, 心がける, 心掛ける, 尽くす, 尽力, 原則, 通常, みだりに, 不当, できる限り, 可能な限り, 正当, 限り)

// readFlags sets what the words of the sentence say beside the predicate.
func readFlags(u *Unit, n *Norm) {
	t := u.Sentence.Tokens
	n.Condition, n.Purpose, n.Exception = u.roles>>Condition&1 != 0, u.roles>>Purpose&1 != 0, u.roles>>Exception&1 != 0
	for i := n.Start; i < n.End && u.traits&flagTrait != 0; i++ {
		switch t[i].Base {
		case 努める, 努力, 心がける, 心掛ける, 尽くす, 尽力:
			n.Effort = n.Effort || u.Roles[i] == Main
		case 原則, 通常, みだりに, 不当, できる限り, 可能な限り:
			n.Softened = true
		case 正当:
			if i+2 < len(t) && t[i+1].Base == だ && (t[i+2].Base == 理由 || t[i+2].Base == 事由) {
				n.Softened = true
			}
		case 限り:
			if i > 0 && (t[i-1].Surface == な || t[i-1].Base == できる) {
				n.Softened = true
			}
		}
	}
	if u.ItemsAre == Conditions && u.HasItems() {
		n.Condition = true
	}
	if u.ItemsAre == Purposes && u.HasItems() {
		n.Purpose = true
	}
	if u.ItemsAre == Exceptions && u.HasItems() {
		n.Exception = true
	}
	if exceptsBehind(u) >= n.Start {
		n.Exception = true
	}
	for _, p := range u.Provisos {
		if lifts(p, n.Modality) {
			n.Exception = true
		}
	}
	if u.Inherits == Exceptions && n.Modality == Nominal {
		n.Exception = true
	}
}

// lifts reports whether a proviso lifts a ban: 「この限りでない」, or after a denial
// a proviso that permits.
func lifts(p *Unit, m Modality) bool {
	t := p.Sentence.Tokens
	for i := range t {
		if t[i].Surface == 限り && i > 0 && t[i-1].Surface == この {
			return true
		}
	}
	if m != Denial && m != Prohibition {
		return false
	}
	for _, w := range [...]string{"できる", "場合が", "ことが", "除き", "除く"} {
		if says(p.Sentence, w) {
			return true
		}
	}
	return false
}

// says reports whether a sentence has a text that begins where a token does.
func says(s *token.Sentence, text string) bool {
	for i := range s.Tokens {
		rest := text
		for k := i; k < len(s.Tokens) && rest != ""; k++ {
			part := s.Surface(k)
			part = part[:min(len(part), len(rest))]
			if !strings.HasPrefix(rest, part) {
				break
			}
			rest = rest[len(part):]
		}
		if rest == "" {
			return true
		}
	}
	return false
}

// settle turns the raw modality into that of the bearer: できない denies with the
// vendor and forbids with the customer, ものとする binds the customer.
func settle(u *Unit, n *Norm) {
	switch n.Modality {
	case Denial:
		if n.Bearer == structure.Customer && (n.cannot || n.shall) {
			n.Modality = Prohibition
		}
	case Will:
		if n.Bearer == structure.Customer && n.shall {
			n.Modality = Obligation
		}
	}
}
