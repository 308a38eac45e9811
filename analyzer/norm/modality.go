// How modality is read. The end of a Japanese predicate carries it. The bases
// of the last tokens are written down without politeness and compared with a
// table of endings from the outside in: first the shells (ものとする, こととする,
// ものではない) are peeled off, then the longest known ending decides.

package norm

import (
	"sync"

	"github.com/yakkan/yakkan/analyzer/token"
)

// words are the bases at the end of a predicate.
type words []token.Word

// ending is a known end of a predicate.
type ending struct {
	words words
	mod   Modality
}

// endingsOf returns the endings that bases may end with, in their order.
func endingsOf(bases []token.Word) []ending {
	by := endingsBy()
	last := bases[len(bases)-1]
	if len(bases) > 1 {
		if list, ok := by[[2]token.Word{bases[len(bases)-2], last}]; ok {
			return list
		}
	}
	return by[[2]token.Word{0, last}]
}

// endingsBy returns the endings by their last two words, with those of one word; and
// those by that word behind 0.
var endingsBy = sync.OnceValue(func() map[[2]token.Word][]ending {
	by := map[[2]token.Word][]ending{}
	for _, e := range endings {
		if n := len(e.words); n > 1 {
			by[[2]token.Word{e.words[n-2], e.words[n-1]}] = nil
		}
	}
	for _, e := range endings {
		n := len(e.words)
		if n > 1 {
			key := [2]token.Word{e.words[n-2], e.words[n-1]}
			by[key] = append(by[key], e)
			continue
		}
		by[[2]token.Word{0, e.words[0]}] = append(by[[2]token.Word{0, e.words[0]}], e)
		for key := range by {
			if key[0] != 0 && key[1] == e.words[0] {
				by[key] = append(by[key], e)
			}
		}
	}
	return by
})

// ends reports whether bases end with words.
func ends(bases []token.Word, words ...token.Word) bool {
	n := len(bases) - len(words)
	if n < 0 {
		return false
	}
	for i := len(words) - 1; i >= 0; i-- {
		if bases[n+i] != words[i] {
			return false
		}
	}
	return true
}

// endings in order: the first that the predicate ends with decides.
var endings = []ending{
	// no duty
	{words{義務, を, 負う, ない}, Exempt}, {words{義務, は, 負う, ない}, Exempt}, {words{義務, を, 負う, こと, は, ない}, Exempt}, {words{義務, を, 有する, ない}, Exempt}, {words{義務, は, ある, ない}, Exempt}, {words{義務, は, ない}, Exempt}, {words{義務, が, ない}, Exempt}, {words{義務, を, 負う, かねる}, Exempt},
	{words{責任, を, 負う, ない}, Exempt}, {words{責任, は, 負う, ない}, Exempt}, {words{責任, も, 負う, ない}, Exempt}, {words{責任, を, 負う, かねる}, Exempt}, {words{責任, は, 負う, かねる}, Exempt}, {words{責, を, 負う, ない}, Exempt}, {words{責, も, 負う, ない}, Exempt}, {words{責, は, 負う, ない}, Exempt}, {words{責め, を, 負う, ない}, Exempt}, {words{責任, を, 持つ, ない}, Exempt}, {words{責任, を, 有する, ない}, Exempt}, {words{責任, は, ない}, Exempt}, {words{責任, が, ない}, Exempt}, {words{責任, を, 問う, れる, ない}, Exempt}, {words{負担, する, ない}, Exempt},
	{words{保証, する, ない}, Exempt}, {words{請け合う, ない}, Exempt}, {words{請け負う, ない}, Exempt}, {words{保証, を, 行う, ない}, Exempt}, {words{保証, できる, ない}, Exempt}, {words{保証, は, する, ない}, Exempt}, {words{約束, する, ない}, Exempt}, {words{免責, する, れる}, Exempt}, {words{免責, と, する}, Exempt}, {words{免責, と, なる}, Exempt}, {words{免れる}, Exempt}, {words{免責, する}, Exempt}, {words{賠償, する, ない}, Exempt}, {words{補償, する, ない}, Exempt},
	{words{保証, する, かねる}, Exempt}, {words{補償, する, かねる}, Exempt}, {words{賠償, する, かねる}, Exempt}, {words{補償, できる, かねる}, Exempt}, {words{保証, できる, かねる}, Exempt}, {words{補償, できる, ない}, Exempt},
	// duty
	{words{ない, で, くださる}, Prohibition}, {words{ない, で, 下さる}, Prohibition}, {words{ない, よう, くださる}, Prohibition}, {words{ない, よう, 願う}, Prohibition}, {words{ない, よう, お願い, する}, Prohibition}, {words{ない, よう, に, お願い, する}, Prohibition}, {words{ない, よう, に, 願う}, Prohibition},
	{words{ない, を, 得る, ない}, Obligation}, {words{ない, ば, なる, ない}, Obligation}, {words{ない, ば, いける, ない}, Obligation}, {words{ない, て, は, なる, ない}, Obligation}, {words{なけれ, ば, なる, ない}, Obligation}, {words{べし}, Obligation}, {words{べし, だ}, Obligation}, {words{必要, が, ある}, Obligation}, {words{義務, を, 負う}, Obligation}, {words{義務, を, 有する}, Obligation}, {words{義務, が, ある}, Obligation}, {words{義務, を, 免れる, ない}, Obligation}, {words{責任, を, 免れる, ない}, Obligation}, {words{責務, を, 負う}, Obligation}, {words{責務, を, 有する}, Obligation}, {words{責務, が, ある}, Obligation}, {words{責任, を, 負う}, Obligation}, {words{責任, を, 有する}, Obligation}, {words{責任, を, 持つ}, Obligation}, {words{責任, は, 負う}, Obligation}, {words{責, を, 負う}, Obligation}, {words{くださる}, Obligation}, {words{下さる}, Obligation}, {words{願う}, Obligation}, {words{お願い, する}, Obligation}, {words{要する}, Obligation}, {words{負担, と, する}, Obligation}, {words{責任, と, する}, Obligation}, {words{責任, だ, ある}, Obligation}, {words{責任, だ}, Obligation},
	// ban
	{words{て, は, なる, ない}, Prohibition}, {words{で, は, なる, ない}, Prohibition}, {words{ては, なる, ない}, Prohibition}, {words{ては, いける, ない}, Prohibition}, {words{て, は, いける, ない}, Prohibition}, {words{禁止, する}, Prohibition}, {words{禁止, する, れる}, Prohibition}, {words{禁止, と, する}, Prohibition}, {words{禁ずる}, Prohibition}, {words{禁じる}, Prohibition}, {words{べし, だ, ない}, Prohibition}, {words{べし, で, は, ない}, Prohibition}, {words{禁止, する, て, いる}, Prohibition}, {words{禁じる, れる, て, いる}, Prohibition}, {words{許す, れる, ない}, Prohibition}, {words{認める, れる, ない}, Prohibition},
	// may
	{words{妨げる, ない}, Permission}, {words{妨げる, れる, ない}, Permission}, {words{妨げる, もの, で, は, ない}, Permission}, {words{差し支える, ない}, Permission}, {words{差し支え, ない}, Permission}, {words{差し支え, は, ない}, Permission}, {words{構う, ない}, Permission}, {words{かまう, ない}, Permission},
	{words{できる, ない}, Denial}, {words{得る, ない}, Denial}, {words{うる, ない}, Denial}, {words{不可能, だ}, Denial}, {words{不可能, だ, ある}, Denial}, {words{不可能}, Denial},
	{words{できる}, Permission}, {words{得る}, Permission}, {words{うる}, Permission}, {words{可能, だ}, Permission}, {words{可能, だ, ある}, Permission}, {words{可能, と, する}, Permission}, {words{可能, と, なる}, Permission}, {words{可能}, Permission},
	{words{こと, が, ある}, Permission}, {words{こと, も, ある}, Permission}, {words{場合, が, ある}, Permission}, {words{場合, も, ある}, Permission}, {words{とき, が, ある}, Permission}, {words{可能性, が, ある}, Permission}, {words{可能, 性, が, ある}, Permission}, {words{こと, が, できる}, Permission},
	{words{権利, を, 有する}, Permission}, {words{権利, が, ある}, Permission}, {words{権利, も, ある}, Permission}, {words{権限, が, ある}, Permission}, {words{権利, は, ある}, Permission}, {words{権限, を, 有する}, Permission}, {words{権利, を, 持つ}, Permission}, {words{権限, を, 持つ}, Permission}, {words{権利, を, 留保, する}, Permission}, {words{権限, を, 留保, する}, Permission}, {words{権利, を, 保有, する}, Permission}, {words{権利, を, 取得, する}, Permission}, {words{裁量, を, 有する}, Permission}, {words{立場, に, ある}, Permission}, {words{られる, もの, と, する}, Permission},
	{words{て, も, よい}, Permission}, {words{て, も, 良い}, Permission}, {words{て, も, いい}, Permission}, {words{て, も, よろしい}, Permission}, {words{で, も, よい}, Permission}, {words{て, よい}, Permission}, {words{て, 良い}, Permission}, {words{て, よろしい}, Permission}, {words{差し支え, ある, ない}, Permission}, {words{差し支える, ある, ない}, Permission}, {words{差し支え, は, ある, ない}, Permission}, {words{自由, を, 有する}, Permission}, {words{自由, が, ある}, Permission}, {words{権能, を, 有する}, Permission}, {words{権利, を, 与える, れる}, Permission}, {words{権限, を, 与える, れる}, Permission}, {words{権利, を, 付与, する, れる}, Permission}, {words{権限, を, 付与, する, れる}, Permission}, {words{裁量, 権, を, 有する}, Permission}, {words{余地, が, ある}, Permission}, {words{権限, を, 保持, する}, Permission}, {words{権限, を, 保有, する}, Permission}, {words{行える}, Permission}, {words{行える, ない}, Denial}, {words{ケース, が, ある}, Permission}, {words{ケース, も, ある}, Permission}, {words{とき, も, ある}, Permission},
	// denial
	{words{こと, は, ある, ない}, Denial}, {words{こと, は, ない}, Denial}, {words{こと, が, ある, ない}, Denial}, {words{こと, も, ある, ない}, Denial}, {words{こと, も, ない}, Denial}, {words{こと, は, ござる, ない}, Denial}, {words{こと, は, 一切, ある, ない}, Denial}, {words{こと, は, 一切, ない}, Denial},
	{words{権限, を, 有する, ない}, Denial}, {words{権利, を, 有する, ない}, Denial}, {words{権限, を, 持つ, ない}, Denial}, {words{手段, は, ある, ない}, Denial}, {words{手段, を, 有する, ない}, Denial}, {words{手段, は, ない}, Denial}, {words{権利, が, ある, ない}, Denial}, {words{権限, が, ある, ない}, Denial}, {words{権利, は, ある, ない}, Denial}, {words{権利, は, ない}, Denial}, {words{権限, が, ない}, Denial}, {words{権利, も, 有する, ない}, Denial}, {words{権限, も, 有する, ない}, Denial}, {words{権利, も, 取得, する, ない}, Denial}, {words{権利, を, 取得, する, ない}, Denial}, {words{権利, も, 主張, する, ない}, Denial}, {words{権限, は, ある, ない}, Denial}, {words{権限, は, ない}, Denial},
	{words{ない}, Denial}, {words{かねる}, Denial},
}

// sameVerb joins doublets of the dictionary.
var sameVerb = map[token.Word]token.Word{有す: 有する, 約す: 約する, 要す: 要する, 課す: 課する, 属す: 属する, もつ: 持つ, 禁じる: 禁ずる, 講じる: 講ずる, 生じる: 生ずる}

// marksThing are the particles of what a verb is said of.
var marksThing = token.SetOf(を, は, が, も)

// shaped are the bases that may be written down otherwise than they are.
var shaped = func() token.Words {
	all := token.SetOf(コロン, 全角コロン, お, ご, 御, ます, です, た, いたす, 致す, 申し上げる, ございます, おる, いただく, 頂く, だ, ござる, 無い, たい, せる, させる, いる, れる, られる, 一切, いっさい, 何ら, なんら, 全く, まったく)
	for w := range sameVerb {
		all.Add(w)
	}
	return all
}()

// stative verbs state and do not act.
var stative = token.SetOf(ある, いう, なる, 有する, 帰属, よる, 異なる, 含む, 含める, 意味, 指す, 適用, 存続, 準拠, 発生, 生じる, 生ずる, 属する, 該当, 優先, 構成, 成立, 存在, 効力, 持つ, である, 従う, 同じ, 関する, 所在)

// readModality reads the end of the predicate of n.
func readModality(u *Unit, n *Norm) {
	readPredicate(u, n)
	if (n.Modality == Will || n.Modality == Permission) && deems(u.Sentence.Tokens[n.Start:n.End], n.Head-n.Start) {
		n.Modality = Statement
	}
}

// listedAct reports whether a predicate is an item that names one of the acts its lead
// denies or forbids, in the plain form of a list: 「次の行為を行いません。 1. データを販売する」.
func listedAct(u *Unit, n *Norm) bool {
	t := u.Sentence.Tokens
	if u.Lead == nil || u.Inherits != Acts || n.shall || n.End != len(t) || t[len(t)-1].POS == token.Period || len(u.Lead.Norms) == 0 {
		return false
	}
	switch l := u.Lead.announcing(); l.Modality {
	case Prohibition:
	case Denial:
		if !binds(l) && !permitsActs(l) {
			return false
		}
	default:
		return false
	}
	return t[len(t)-1].Form == token.Terminal
}

func readPredicate(u *Unit, n *Norm) {
	if from := n.End - nearEnd; from > n.Start {
		unread := *n
		if left := readEnd(u, n, from); left >= enough && n.Head >= 0 {
			n.Passive = n.Passive || u.traits&passiveTrait != 0 && suffers(u, n.Start, from)
			return
		}
		*n = unread
	}
	readEnd(u, n, n.Start)
}

// deemed are the verbs that take something for what it may not be, leave what is
// given by being deemed so.
var (
	deemed = token.SetOf(みなす, 見なす, 看做す, 推定)
	leave  = token.SetOf(同意, 承諾, 承認, 許諾, 了承, 許可)
)

// deems reports whether the predicate with its head at token head says only what
// something is taken for: 「本人による利用とみなします」 lets nobody use anything. Leave
// that is deemed given is given.
func deems(t []token.Token, head int) bool {
	if head < 2 || !deemed.Has(t[head].Base) {
		return false
	}
	i := head - 1
	for i > 0 && (t[i].POS == token.Comma || t[i].POS == token.Adverb) {
		i--
	}
	if t[i].Surface != と {
		return false
	}
	for k := i - 1; k >= 0 && k > i-8; k-- {
		if leave.Has(t[k].Base) {
			return false
		}
	}
	return true
}

// What is read first of a predicate are the last nearEnd tokens. They say all if
// enough bases are left where its shells are peeled off: no ending has more.
const (
	nearEnd = 18
	enough  = 8
)

// passives are what a passive ends in.
var passives = token.SetOf(れる, られる)

// suffers reports whether one of the tokens [from, to) makes the main clause passive.
func suffers(u *Unit, from, to int) bool {
	t := u.Sentence.Tokens
	for i := from; i < to; i++ {
		if t[i].POS == token.BoundVerb && u.Roles[i] == Main && passives.Has(t[i].Base) {
			return true
		}
	}
	return false
}

// readEnd reads the predicate of n from a token on. It returns how many bases are
// left when its shells are peeled off, 0 where they may all belong to a request.
func readEnd(u *Unit, n *Norm, from int) (left int) {
	t := u.Sentence.Tokens
	mem := u.memory()
	bases, at := mem.bases[:0], mem.at[:0]
	defer func() { mem.bases, mem.at = bases[:0], at[:0] }()
	for i := from; i < n.End; i++ {
		if u.Roles[i] == Bracket || u.Roles[i] == Quoted {
			continue
		}
		switch t[i].POS {
		case token.Period, token.Symbol, token.CloseBracket, token.OpenBracket:
			continue
		case token.Comma:
			bases = append(bases, 読点)
			at = append(at, i)
			continue
		}
		b := t[i].Base
		if !shaped.Has(b) { // as most are
			bases, at = append(bases, b), append(at, i)
			continue
		}
		switch b {
		case コロン, 全角コロン: // 「以下の情報を含める:」
			continue
		case お, ご, 御: // 「…しないことをお約束します」
			if t[i].POS == token.Prefix && i+1 < n.End && t[i+1].POS == token.VerbalNoun {
				continue
			}
		case ます, です, た, いたす, 致す, 申し上げる, ございます, おる, いただく, 頂く:
			if b == いただく || b == 頂く || b == おる {
				if t[i].POS != token.BoundVerb {
					break
				}
				// ていただく, ておる: drop with the て
				if len(bases) > 0 && bases[len(bases)-1] == て {
					bases, at = bases[:len(bases)-1], at[:len(at)-1]
				}
			}
			if t[i].POS == token.Auxiliary || t[i].POS == token.BoundVerb || b == いたす || b == 致す {
				if b == いたす || b == 致す {
					if len(bases) > 0 && bases[len(bases)-1] == する {
						continue
					}
					b = する
					bases, at = append(bases, b), append(at, i)
				}
				continue
			}
		case 一切, いっさい, 何ら, なんら, 全く, まったく: // 「責任を一切負わない」
			if k := len(bases) - 1; k > 0 && t[i].POS != token.CaseParticle {
				if bases[k] == 読点 && marksThing.Has(bases[k-1]) {
					bases, at = bases[:k], at[:k]
					continue
				}
				if marksThing.Has(bases[k]) {
					continue
				}
			}
		case だ:
			if voicedPast(t, i) {
				continue
			}
		case ござる:
			b = ある
		case 無い:
			b = ない
		case たい:
			continue
		case せる, させる:
			continue
		case いる:
			if t[i].POS == token.BoundVerb && len(bases) > 0 && bases[len(bases)-1] == て {
				bases, at = bases[:len(bases)-1], at[:len(at)-1]
				continue
			}
		}
		if t[i].POS == token.BoundVerb && (b == れる || b == られる) {
			if u.Roles[i] == Main {
				n.Passive = true
			}
			b = れる
		}
		if same, ok := sameVerb[b]; ok && (t[i].POS == token.Verb || t[i].POS == token.BoundVerb) {
			b = same
		}
		bases = append(bases, b)
		at = append(at, i)
	}
	// The last comma, topic particles and conjunctive が at the end of a piece go.
	bare, finite := false, false // finite: 「…しますが、」
	for len(bases) > 0 {
		l := bases[len(bases)-1]
		if l == 読点 {
			bases, at = bases[:len(bases)-1], at[:len(at)-1]
			continue
		}
		if k := len(at) - 2; l == し && k >= 0 && t[at[k]].Surface == なく {
			n.Modality, n.bare = Will, true // 「使えなくし、」: する, and no denial
			n.Head = head(u, at[:k+1])
			return len(bases)
		}
		if tk := &t[at[len(at)-1]]; tk.POS == token.ConjunctiveParticle && (l == が || l == し || l == けれども || l == ものの || l == て || l == で || becauseAt(t, at[len(at)-1])) {
			bare = l == て || l == で
			finite = !bare
			bases, at = bases[:len(bases)-1], at[:len(at)-1]
			continue
		}
		break
	}
	if len(bases) == 0 {
		n.Modality = Nominal
		return len(bases)
	}
	last := &t[at[len(at)-1]]
	if last.Form == token.Continuative && n.End < len(t) && !finite {
		bare = true
	}
	switch k := acknowledged(bases); {
	case k > 0:
		bases, at = bases[:k], at[:k] // 「…することがありますので、ご了承ください」
		bare = false
	case k < 0 && from > n.Start:
		return 0
	}
	// Peel the shells: something must be left inside.
	for {
		inside := bases[min(1, len(bases)):]
		switch {
		case ends(inside, もの, と, する), ends(inside, こと, と, する), ends(inside, もの, と, なる), ends(inside, こと, に, なる), ends(inside, こと, に, する), ends(inside, もの, だ, ある), ends(inside, こと, と, なる):
			bases, at = bases[:len(bases)-3], at[:len(at)-3]
			n.shall = true
			bare = false
			continue
		case ends(inside, もの, だ):
			bases, at = bases[:len(bases)-2], at[:len(at)-2]
			continue
		case planned(t, at):
			bases, at = bases[:len(bases)-1], at[:len(at)-1] // 「…する方針です」
			n.shall = true
			bare = false
			continue
		case ends(inside, ない):
			for _, shell := range notSo {
				if ends(inside, shell...) {
					bases, at = bases[:len(bases)-len(shell)], at[:len(at)-len(shell)]
					n.Modality = negate(bases)
					n.Head = head(u, at)
					return len(bases)
				}
			}
		case len(bases) > 4:
			if k := promise(inside); k > 0 {
				bases, at = bases[:len(bases)-k], at[:len(at)-k]
				continue
			}
		}
		break
	}
	n.Head = head(u, at)
	if ends(bases, 対象, と, なる) || ends(bases, 対象, と, する) || ends(bases, 対象, に, なる) {
		n.Modality, n.Passive, n.bare = Will, true, bare // 「検査の対象となる」
		return len(bases)
	}
	if holdsRight(bases) {
		n.Modality, n.bare = Permission, false // 「削除する権利を当社が有する」
		return len(bases)
	}
	if len(bases) > 0 {
		for _, e := range endingsOf(bases) {
			if ends(bases, e.words...) {
				if len(e.words) == 1 && (e.words[0] == 得る || e.words[0] == うる) && gets(t, at[len(at)-1]) {
					continue
				}
				n.Modality = e.mod
				if k := len(bases) - len(e.words); e.mod == Permission && e.words[len(e.words)-1] == ある && k > 0 && bases[k-1] == ない && !mustBe(bases[:k]) {
					n.Modality = Statement // 「投稿を公開しないことがある」 lets nobody do what it names
				}
				if e.mod == Denial && (ends(bases, できる, ない) || ends(bases, 得る, ない) || e.words[0] == 不可能) {
					n.cannot = true
				}
				n.bare = false
				return len(bases)
			}
		}
	}
	if len(at) == 0 {
		n.Modality = Nominal
		return len(bases)
	}
	l := &t[at[len(at)-1]]
	switch l.POS {
	case token.Verb, token.BoundVerb:
		if stative.Has(l.Base) || l.Base == する && n.Head >= 0 && stative.Has(t[n.Head].Base) {
			n.Modality = Statement
			if bare {
				n.bare = true
			}
			return len(bases)
		}
		n.Modality = Will
		n.bare = bare
	case token.Auxiliary, token.Adjective:
		n.Modality = Statement
		n.bare = false
		if l.Base != だ && l.POS == token.Auxiliary {
			n.Modality = Will
			n.bare = bare
		}
	default:
		n.Modality = Nominal
	}
	return len(bases)
}

// holdsRight reports whether bases end in a right and whose it is: 権利を当社が有する.
func holdsRight(bases []token.Word) bool {
	k := len(bases) - 1
	if k < 4 || bases[k] != 有する && bases[k] != 持つ || bases[k-1] != が {
		return false
	}
	for i := k - 2; i > 0 && i > k-6; i-- {
		if bases[i] == を {
			return bases[i-1] == 権利 || bases[i-1] == 権限
		}
	}
	return false
}

// mustBe reports whether bases end in what has to be done: 「開示しなければならない」,
// 「開示せざるを得ない」.
func mustBe(bases []token.Word) bool {
	return ends(bases, ば, なる, ない) || ends(bases, ない, を, 得る, ない) || ends(bases, ば, いける, ない)
}

// notSo are the shells that deny what is inside: 「…するものではない」.
var notSo = [...][]token.Word{
	{もの, だ, は, ある, ない}, {わけ, だ, は, ある, ない}, {もの, で, は, ある, ない}, {わけ, で, は, ある, ない},
	{もの, だ, は, ない}, {わけ, だ, は, ない}, {もの, で, は, ない}, {もの, だ, ない}, {わけ, で, は, ない},
}

// promise returns how many bases at the end only promise what is before them
// (…ことを約する, …ことを確認する), or 0.
func promise(bases []token.Word) int {
	if n := len(bases) - 5; n >= 0 && bases[n] == の && bases[n+1] == こと {
		return 0 // 「以下のことを約束します」: the items are what is promised
	}
	switch {
	case ends(bases, 旨, を, 約する), ends(bases, こと, を, 約する), ends(bases, こと, を, 誓う), ends(bases, 旨, を, 誓う):
		return 3
	case ends(bases, ない, こと, を, 基本, 方針, と, する):
		return 6
	case ends(bases, ない, こと, を, 方針, と, する):
		return 5
	case ends(bases, ない, と, 誓う):
		return 2 // 「漏らさないと誓う」
	case ends(bases, ない, 読点, と, 約束, する):
		return 4 // 「使うことはない、とお約束します」
	case ends(bases, ない, と, 約束, する), ends(bases, ない, と, 確約, する), ends(bases, ない, と, 誓約, する):
		return 3
	case ends(bases, くださる), ends(bases, 下さる), ends(bases, 願う), ends(bases, する):
		if k := heeded(bases); k > 0 {
			return k // 「責任を負わないことをあらかじめご了承ください」
		}
		if !ends(bases, する) {
			break
		}
		for _, verb := range [...]token.Word{約, 確認, 保証, 約束, 誓約, 表明, 確約, 宣言} {
			if ends(bases, こと, を, verb, する) || ends(bases, ない, 旨, を, verb, する) || verb == 約 && ends(bases, 旨, を, verb, する) {
				return 4
			}
		}
	}
	return 0
}

// heeded returns how many bases at the end ask the reader to bear in mind that
// something is so, or 0: 「…ことをご承知おきください」, 「…旨ご了承願います」.
func heeded(bases []token.Word) int {
	asked, heed := false, false
	for k := len(bases) - 1; k > 0; k-- {
		switch b := bases[k]; {
		case b == こと || b == 旨:
			if asked && heed {
				return len(bases) - k
			}
			return 0
		case heeds.Has(b):
			heed = true
		case b == くださる || b == 下さる || b == 願う || b == お願い:
			asked = true
		case !courtesies.Has(b) && b != つく && b != につき && b != について:
			return 0
		}
	}
	return 0
}

// acknowledged returns where the request ends that the reader bear something in
// mind, counted in bases from the left: what is said stands before it. It returns
// 0 where there is no such request, -1 where nothing else is said.
func acknowledged(bases []token.Word) int {
	asked := false
	for k := len(bases) - 1; k > 0; k-- {
		switch b := bases[k]; {
		case heeds.Has(b):
			asked = true
		case b == ので || b == から && k > 1 && bases[k-1] != 読点 || b == ため && k+1 < len(bases) && bases[k+1] == 読点:
			if asked {
				return k
			}
			return 0
		case !courtesies.Has(b):
			return 0
		}
	}
	return -1
}

// asksToHeed reports whether a clause only asks the reader to bear in mind what was
// said before it: 「ご了承ください」.
func asksToHeed(t []token.Token) bool {
	asked := false
	for i := range t {
		switch tk := &t[i]; {
		case heeds.Has(tk.Base):
			asked = true
		case !courtesies.Has(tk.Base) && tk.POS != token.Auxiliary && tk.POS != token.BoundVerb && tk.POS != token.Period && tk.Base != いたす:
			return false
		}
	}
	return asked
}

// heeds are the verbs of such a request, courtesies the words around them.
var (
	heeds      = token.SetOf(了承, 承知, 理解, 了解, 容赦, 留意, 注意, 安心, 了知)
	courtesies = token.SetOf(読点, 予め, あらかじめ, ご, 御, お, 何卒, どうぞ, どうか, くださる, 下さる, 願う, お願い, する, の, 程, ほど, を, うえ, 上, で, 申し込む, 申し込み, 登録, 利用, て, 置く, おく, おきる, 十分, に, 賜る)
)

// planned reports whether a predicate ends in a plan, 「…する方針です」, and is no
// heading that ends in the noun: it says です or the verb of a sentence before it.
func planned(t []token.Token, at []int) bool {
	if len(at) < 3 {
		return false
	}
	last := at[len(at)-1]
	if s := t[last].Surface; s != 方針 && s != 予定 && s != 所存 || last+1 >= len(t) || t[last+1].Base != です {
		return false
	}
	switch p := &t[at[len(at)-2]]; p.POS {
	case token.Verb, token.BoundVerb, token.Auxiliary:
		return p.Form == token.Terminal || p.Form == token.Attributive
	}
	return false
}

// negate gives the modality of 「X ものではない」 from the end of X.
func negate(bases []token.Word) Modality {
	switch {
	case mustBe(bases): // 「消さなければならないわけではない」
		return Exempt
	case ends(bases, 義務, を, 負う), ends(bases, 責任, を, 負う), ends(bases, 保証, する), ends(bases, 義務, を, 課する), ends(bases, 義務, を, 課す):
		return Exempt
	case ends(bases, 妨げる), ends(bases, ない), ends(bases, 禁止, する), ends(bases, 禁ずる), ends(bases, 禁じる):
		return Permission
	}
	return Denial
}

// head returns the last content word among the tokens at.
func head(u *Unit, at []int) int {
	t := u.Sentence.Tokens
	for k := len(at) - 1; k >= 0; k-- {
		switch t[at[k]].POS {
		case token.VerbalNoun, token.AdjectivalNoun, token.Adjective, token.Noun:
			return at[k]
		case token.Verb:
			switch t[at[k]].Base {
			case する, ある, できる, なる, 有する, 負う, 行う, 行なう, 行く:
				continue
			}
			return at[k]
		}
	}
	return -1
}

// gets reports whether 得る at i is the verb itself, as in 「同意を得る」 and 「同意を自ら得る」,
// and not the ending of another, as in 「閲覧し得る」.
func gets(t []token.Token, i int) bool {
	return i > 0 && t[i-1].POS != token.Verb && t[i-1].POS != token.Auxiliary
}
