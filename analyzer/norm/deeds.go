// Which words of a sentence are what its predicates do. In 「データの利用を停止する」
// the vendor stops and does not use; in 「データの閲覧、分析等を行うことができる」 it views
// and analyses, though neither word ends the sentence. A verb of the main clause
// is a deed. A noun is one if what follows makes a predicate of it:
//
//	閲覧 する            a verb of doing right behind it
//	閲覧 を 行う          … behind を, が, は or も
//	閲覧 等 の 行為 を…   a noun that means no more than an act
//	閲覧 の 権利 を 有する  a right or a power to it
//	閲覧 に 同意 する      what is agreed to
//	閲覧 の 対象 と なる   it is done to the topic
//	閲覧、 分析 する       a list whose next member is one
//	明らか に する        what something is made
//	閲覧                the end of a list item
//
// What an act is done without (「閲覧 する こと なく」, 「開か ず に」) is no deed.

package norm

import (
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/token"
)

// lightVerbs say only that the noun before them is done.
var lightVerbs = token.SetOf(する, できる, いたす, 致す, 申し上げる, 行う, 行く, 行なう, おこなう, 行える, なす, 為す, なさる,
	実施, 実行, 遂行, 講じる, 講ずる, とる, 取る, 採る, とれる, 取れる, 施す, 試みる, 開始, 継続, 得る, うる, 可能, くださる, 頂く, いただく, れる, られる, せる, させる)

// grantedVerbs take as their object the act that somebody agrees to, may do or
// lets another do.
var grantedVerbs = token.SetOf(同意, 承諾, 許諾, 許可, 了承, 承認, 了解, 認める, 許す, 妨げる, 拒む, 拒否, 拒絶, 異議, 容認, 許容, 依頼, 委託, 再委託)

// actOnly are nouns that mean no more than an act: 「閲覧等の行為」.
var actOnly = token.SetOf(行為, 措置, 対応, 処置, 作業, 業務, 取り扱い, 取扱い, 取扱, 処理, 利用行為, 処分, 手続, 手続き, 手段, 方法)

// rights are nouns that mean that the act may be done.
var rights = token.SetOf(権利, 権限, 権, 裁量, 権能, 自由, 余地)

// madeSo are what something is made: 「明らかにする」, 「秘密にする」.
var madeSo = token.SetOf(明らか, 秘密, 内密, 匿名)

// joins are the words between members of a list.
var joins = token.SetOf(読点, 半角コンマ, 全角コンマ, 中点, 斜線, 全角斜線, 及び, および, 又は, または, 若しくは, もしくは, 並びに, ならびに, や, と, か, かつ, その他, その, 他, ほか, 同時に)

// fillers are words that a list member may end with.
var fillers = token.SetOf(等, など, のみ, だけ, ほか)

// Does reports whether token i is what a predicate of the main clause does.
// It is read from the end, as far as somebody asks. Roles must be known.
func (u *Unit) Does(i int) bool {
	t := u.Sentence.Tokens
	if u.deeds == nil && len(t) > 0 {
		u.deeds, u.undecided = u.memory().deeds.Take(len(t)), len(t)
	}
	for u.undecided > i {
		u.undecided--
		if k := u.undecided; u.Roles[k] == Main {
			u.deeds[k] = isDeed(u, k)
		}
	}
	return i < len(u.deeds) && u.deeds[i]
}

// isDeed reports whether token i is what a predicate does; later tokens are
// settled already.
func isDeed(u *Unit, i int) bool {
	t := u.Sentence.Tokens
	switch t[i].POS {
	case token.Verb:
		if undone(t, i) {
			return false
		}
		if !nominalized(t, i) {
			if t[i].Base == する && i > 1 && t[i-1].Surface == に && t[i-2].Surface == 目 {
				return true // 「原稿を目にする」
			}
			return !lightVerbs.Has(t[i].Base) || t[i].Base == 得る && gets(t, i)
		}
	case token.VerbalNoun, token.Noun, token.AdjectivalNoun, token.Other:
		if undone(t, i) {
			return false
		}
	default:
		return false
	}
	k := i + 1
	for k < len(t) && (fillers.Has(t[k].Surface) || u.Roles[k] == Bracket) {
		k++
	}
	if k >= len(t) || t[k].POS == token.Period {
		return true // a list item, or a sentence that ends in a noun
	}
	switch s := t[k].Surface; {
	case lightVerbs.Has(t[k].Base):
		return true
	case s == の && (at(t, k+1) == 上 || at(t, k+1) == うえ):
		return u.Does(k+2) || t[i].POS == token.VerbalNoun && nextMember(u, k+2) // 「閲覧のうえ対応する」, 「複製の上、保管する」
	case s == の:
		return theAct(u, k+1)
	case s == を && baseAt(t, k+1) == 受ける && i > 1 && (t[i-1].Surface == による || t[i-1].Surface == の):
		p, ok := partyAt(u, i-1)
		return ok && p.Role == structure.Vendor // 「当社による審査を受ける」
	case s == が && agentBefore(u, i) && arises(t, k+1):
		return true // 「当社による閲覧が必要となる場合があります」
	case s == と && (t[i].Surface == 停止 || t[i].Surface == 中止) && (baseAt(t, k+1) == する || baseAt(t, k+1) == できる):
		return true // 「公開停止とする」
	case (s == に || s == と) && k == i+1 && (baseAt(t, k+1) == する || baseAt(t, k+1) == いたす) && (s == に && madeSo.Has(t[i].Surface) || i > 0 && t[i-1].Surface == 非):
		return true // 「削除又は非表示にする」, 「状況を明らかにする」
	case s == を || s == が || s == は || s == も || s == に || s == について || s == につき:
		return governed(u, k, s)
	case rights.Has(t[k].Base):
		return governed(u, k+1, を)
	case joins.Has(s):
		return nextMember(u, k)
	}
	return false
}

// agentBefore reports whether the vendor is named before token i as the one by whom
// something is done (当社による).
func agentBefore(u *Unit, i int) bool {
	t := u.Sentence.Tokens
	for _, p := range u.Parties {
		if p.Role == structure.Vendor && p.End < i && t[p.End].Surface == による {
			return true
		}
	}
	return false
}

// arises reports whether what stands at token k says that something comes about: 「必要となる」, 「生じる」.
func arises(t []token.Token, k int) bool {
	switch baseAt(t, k) {
	case 必要:
		return (at(t, k+1) == と || at(t, k+1) == に) && baseAt(t, k+2) == なる
	case 生じる, 生ずる, 発生:
		return true
	}
	return false
}

// undone reports whether what token i says is what something else is done without:
// 「内容を確認することなく消去する」, 「開かずに返す」.
func undone(t []token.Token, i int) bool {
	k := i + 1
	for k < len(t) && (lightVerbs.Has(t[k].Base) || t[k].POS == token.BoundVerb) {
		k++
	}
	if k+1 >= len(t) {
		return false
	}
	return t[k].Surface == ず && t[k+1].Surface == に || t[k].Surface == ずに || t[k].Surface == こと && t[k+1].Surface == なく
}

// nominalized reports whether a verb's continuative form stands as a noun: 「外国での
// 取扱い、」, 「データの取扱いを」.
func nominalized(t []token.Token, i int) bool {
	if t[i].Form != token.Continuative {
		return false
	}
	if i > 0 && t[i-1].POS == token.AdnominalParticle {
		return true
	}
	if i > 0 && t[i-1].Surface == を && i+1 < len(t) && joins.Has(t[i+1].Surface) {
		return false // 「投稿を取り除き又は隠す」
	}
	if i+1 < len(t) && (t[i+1].Surface == たり || t[i+1].Surface == だり) {
		return false // 「読んだり使ったりする」
	}
	if i+1 >= len(t) {
		return true
	}
	switch t[i+1].POS {
	case token.CaseParticle, token.AdnominalParticle, token.TopicParticle, token.AdverbialParticle, token.ParallelParticle, token.Noun, token.VerbalNoun, token.CloseBracket:
		return true
	}
	return joins.Has(t[i+1].Surface) && t[i+1].POS != token.Comma
}

// theAct reports whether the noun phrase at k is 「行為を行う」, 「権利を有する」, 「許諾を…」.
func theAct(u *Unit, k int) bool {
	t := u.Sentence.Tokens
	if k < len(t) && (t[k].Base == その他 || t[k].Surface == 各種 || t[k].Surface == 必要) {
		for k < len(t) && !actOnly.Has(t[k].Surface) && !rights.Has(t[k].Surface) && t[k].POS != token.CaseParticle && t[k].POS != token.Comma {
			k++
		}
	}
	if k >= len(t) {
		return false
	}
	if t[k].Surface == 対象 && k+2 < len(t) && (t[k+1].Surface == と || t[k+1].Surface == に) && (t[k+2].Base == なる || t[k+2].Base == する) {
		return true // 「検査の対象となる」
	}
	switch {
	case (t[k].Surface == 手続 || t[k].Surface == 手続き) && k+1 < len(t):
		return governed(u, k+1, を) // 「削除の手続をとる」, not 「…を案内する」
	case actOnly.Has(t[k].Surface), rights.Has(t[k].Surface), t[k].Surface == ため, t[k].Surface == 許諾:
		for k++; k < len(t) && (fillers.Has(t[k].Surface) || u.Roles[k] == Bracket); k++ {
		}
		return k >= len(t) || t[k].POS == token.Period || t[k].POS == token.CaseParticle || t[k].POS == token.TopicParticle || t[k].POS == token.Comma
	}
	return false
}

// governed reports whether the particle at k hands the noun before it to a verb
// that does no more than do it, or that lets it be done.
func governed(u *Unit, k int, particle token.Word) bool {
	t := u.Sentence.Tokens
	for n := k + 1; n < len(t); n++ {
		if u.Roles[n] != Main || inParty(u, n) {
			continue
		}
		switch t[n].POS {
		case token.Verb, token.VerbalNoun, token.AdjectivalNoun:
			if t[n].POS == token.Verb && t[n-1].Surface == の {
				continue // 「…を、期間の定めなく行う」
			}
			if t[n].POS != token.Verb && n+1 < len(t) && t[n+1].Surface == なく {
				continue // 「…を、遅滞なく行う」
			}
			if t[n].POS != token.Verb && n+1 < len(t) && (t[n+1].POS == token.CaseParticle || t[n+1].Surface == で || t[n+1].Surface == に || joins.Has(t[n+1].Surface)) && !grantedVerbs.Has(t[n].Base) {
				continue // 「…を無償、無期限で行う」
			}
			if t[n].POS != token.Verb && n+1 < len(t) && isNominal(&t[n+1]) && !lightVerbs.Has(t[n+1].Base) {
				continue // 「…を、事故認知後速やかに行う」
			}
			if particle == に || particle == について || particle == につき {
				return grantedVerbs.Has(t[n].Base)
			}
			if t[n].POS == token.AdjectivalNoun && t[n].Base == 異議 {
				continue
			}
			return lightVerbs.Has(t[n].Base) || grantedVerbs.Has(t[n].Base) || t[n].Base == 不可能 || t[n].Base == 有する || t[n].Base == 有す || t[n].Base == 留保 || t[n].Base == 禁止 || t[n].Base == 禁じる || t[n].Base == 禁ずる
		case token.CaseParticle:
			if t[n].Surface != を || t[n-1].Base == これ {
				break // 「…は、これを妨げない」 repeats the first
			}
			end := leftUndone(t, n+1)
			if end == 0 {
				return false // another object
			}
			n = end - 1 // 「複製を、対価を支払わず行う」
		}
	}
	return false
}

// leftUndone returns where an act ends that begins at token i and that something else
// is done without (「支払わず」, 「することなく」), 0 where there is none.
func leftUndone(t []token.Token, i int) int {
	k := i
	for k < len(t) && k < i+4 && (t[k].POS == token.Verb || t[k].POS == token.VerbalNoun || t[k].POS == token.BoundVerb || t[k].Surface == こと) {
		k++
	}
	if k == i || k >= len(t) || t[k].Base != ない {
		return 0
	}
	switch t[k].Surface {
	case ず, ずに, なく:
		return k + 1
	}
	return 0
}

// inParty reports whether token i belongs to the name of a party.
func inParty(u *Unit, i int) bool {
	for _, p := range u.Parties {
		if i >= p.Start && i < p.End {
			return true
		}
	}
	return false
}

// nextMember reports whether the member of the list that follows the joint at k is a deed.
func nextMember(u *Unit, k int) bool {
	t := u.Sentence.Tokens
	for k < len(t) && (joins.Has(t[k].Surface) || u.Roles[k] == Bracket) {
		k++
	}
	for n := k; n < len(t) && n < k+16; n++ {
		if u.Roles[n] != Main {
			continue
		}
		switch t[n].POS {
		case token.VerbalNoun, token.Verb, token.Noun:
			if u.Does(n) {
				return true
			}
			if actOnly.Has(t[n].Surface) && (n+1 >= len(t) || t[n+1].Surface != の && t[n+1].Surface != で) { // 「削除、取扱いの制限を行う」, not yet 「削除又は適切な方法で処理する」
				return n+1 >= len(t) || t[n+1].POS == token.Period || governed(u, n+1, t[n+1].Surface)
			}
		case token.CaseParticle, token.TopicParticle:
			// 「複製し、又は第三者に開示する」 goes on; another object, or a topic, ends the list.
			if t[n].Surface == を || t[n].POS == token.TopicParticle {
				return false
			}
		}
	}
	return false
}
