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
//	閲覧                the end of a list item
//
// What an act is done without (「閲覧 する こと なく」, 「開か ず に」) is no deed.

package norm

import "github.com/yakkan/yakkan/analyzer/token"

// lightVerbs say only that the noun before them is done.
var lightVerbs = map[string]bool{
	"する": true, "できる": true, "いたす": true, "致す": true, "行う": true, "行く": true, "行なう": true, "おこなう": true, "行える": true, "なす": true, "為す": true, "なさる": true,
	"実施": true, "実行": true, "遂行": true, "講じる": true, "講ずる": true, "とる": true, "取る": true, "採る": true, "とれる": true, "取れる": true, "施す": true, "試みる": true, "開始": true, "継続": true, "得る": true, "うる": true, "可能": true, "くださる": true, "頂く": true, "いただく": true, "れる": true, "られる": true, "せる": true, "させる": true,
}

// grantedVerbs take as their object the act that somebody agrees to, may do or
// lets another do.
var grantedVerbs = map[string]bool{
	"同意": true, "承諾": true, "許諾": true, "許可": true, "了承": true, "承認": true, "了解": true, "認める": true, "許す": true, "妨げる": true, "拒む": true, "拒否": true, "拒絶": true, "異議": true, "容認": true, "許容": true, "依頼": true, "委託": true, "再委託": true,
}

// actOnly are nouns that mean no more than an act: 「閲覧等の行為」.
var actOnly = map[string]bool{"行為": true, "措置": true, "対応": true, "処置": true, "作業": true, "業務": true, "取り扱い": true, "取扱い": true, "取扱": true, "処理": true, "利用行為": true, "処分": true, "手段": true, "方法": true}

// rights are nouns that mean that the act may be done.
var rights = map[string]bool{"権利": true, "権限": true, "権": true, "裁量": true}

// joins are the words between members of a list.
var joins = map[string]bool{"、": true, ",": true, "，": true, "・": true, "/": true, "／": true, "及び": true, "および": true, "又は": true, "または": true, "若しくは": true, "もしくは": true, "並びに": true, "ならびに": true, "や": true, "と": true, "か": true, "かつ": true, "その他": true, "その": true, "他": true, "ほか": true, "同時に": true}

// fillers are words that a list member may end with.
var fillers = map[string]bool{"等": true, "など": true, "のみ": true, "だけ": true, "ほか": true}

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
			return !lightVerbs[t[i].Base] || t[i].Base == "得る" && i > 0 && t[i-1].Surface == "を" // 「同意を得る」
		}
	case token.VerbalNoun, token.Noun, token.AdjectivalNoun, token.Other:
		if undone(t, i) {
			return false
		}
	default:
		return false
	}
	k := i + 1
	for k < len(t) && (fillers[t[k].Surface] || u.Roles[k] == Bracket) {
		k++
	}
	if k >= len(t) || t[k].POS == token.Period {
		return true // a list item, or a sentence that ends in a noun
	}
	switch s := t[k].Surface; {
	case lightVerbs[t[k].Base]:
		return true
	case s == "の":
		return theAct(u, k+1)
	case s == "を" || s == "が" || s == "は" || s == "も" || s == "に" || s == "について" || s == "につき":
		return governed(u, k, s)
	case rights[t[k].Base]:
		return governed(u, k+1, "を")
	case joins[s]:
		return nextMember(u, k)
	}
	return false
}

// undone reports whether what token i says is what something else is done without:
// 「内容を確認することなく消去する」, 「開かずに返す」.
func undone(t []token.Token, i int) bool {
	k := i + 1
	for k < len(t) && (lightVerbs[t[k].Base] || t[k].POS == token.BoundVerb) {
		k++
	}
	if k+1 >= len(t) {
		return false
	}
	return t[k].Surface == "ず" && t[k+1].Surface == "に" || t[k].Surface == "ずに" || t[k].Surface == "こと" && t[k+1].Surface == "なく"
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
	if i > 0 && t[i-1].Surface == "を" && i+1 < len(t) && joins[t[i+1].Surface] {
		return false // 「投稿を取り除き又は隠す」
	}
	if i+1 < len(t) && (t[i+1].Surface == "たり" || t[i+1].Surface == "だり") {
		return false // 「読んだり使ったりする」
	}
	if i+1 >= len(t) {
		return true
	}
	switch t[i+1].POS {
	case token.CaseParticle, token.AdnominalParticle, token.TopicParticle, token.AdverbialParticle, token.ParallelParticle, token.Noun, token.VerbalNoun, token.CloseBracket:
		return true
	}
	return joins[t[i+1].Surface] && t[i+1].POS != token.Comma
}

// theAct reports whether the noun phrase at k is 「行為を行う」, 「権利を有する」, 「許諾を…」.
func theAct(u *Unit, k int) bool {
	t := u.Sentence.Tokens
	if k < len(t) && (t[k].Base == "その他" || t[k].Surface == "各種" || t[k].Surface == "必要") {
		for k < len(t) && !actOnly[t[k].Surface] && !rights[t[k].Surface] && t[k].POS != token.CaseParticle && t[k].POS != token.Comma {
			k++
		}
	}
	if k >= len(t) {
		return false
	}
	if t[k].Surface == "対象" && k+2 < len(t) && (t[k+1].Surface == "と" || t[k+1].Surface == "に") && (t[k+2].Base == "なる" || t[k+2].Base == "する") {
		return true // 「検査の対象となる」
	}
	switch {
	case actOnly[t[k].Surface], rights[t[k].Surface], t[k].Surface == "ため", t[k].Surface == "許諾":
		for k++; k < len(t) && (fillers[t[k].Surface] || u.Roles[k] == Bracket); k++ {
		}
		return k >= len(t) || t[k].POS == token.Period || t[k].POS == token.CaseParticle || t[k].POS == token.TopicParticle || t[k].POS == token.Comma
	}
	return false
}

// governed reports whether the particle at k hands the noun before it to a verb
// that does no more than do it, or that lets it be done.
func governed(u *Unit, k int, particle string) bool {
	t := u.Sentence.Tokens
	for n := k + 1; n < len(t); n++ {
		if u.Roles[n] != Main || inParty(u, n) {
			continue
		}
		switch t[n].POS {
		case token.Verb, token.VerbalNoun, token.AdjectivalNoun:
			if t[n].POS != token.Verb && n+1 < len(t) && (t[n+1].POS == token.CaseParticle || t[n+1].Surface == "で" || t[n+1].Surface == "に" || joins[t[n+1].Surface]) && !grantedVerbs[t[n].Base] {
				continue // 「…を無償、無期限で行う」
			}
			if t[n].POS != token.Verb && n+1 < len(t) && isNominal(t[n+1]) && !lightVerbs[t[n+1].Base] {
				continue // 「…を、事故認知後速やかに行う」
			}
			if particle == "に" || particle == "について" || particle == "につき" {
				return grantedVerbs[t[n].Base]
			}
			if t[n].POS == token.AdjectivalNoun && t[n].Base == "異議" {
				continue
			}
			return lightVerbs[t[n].Base] || grantedVerbs[t[n].Base] || t[n].Base == "有する" || t[n].Base == "有す" || t[n].Base == "留保" || t[n].Base == "禁止" || t[n].Base == "禁じる" || t[n].Base == "禁ずる"
		case token.CaseParticle:
			if t[n].Surface == "を" && t[n-1].Base != "これ" {
				return false // another object; 「…は、これを妨げない」 repeats the first
			}
		}
	}
	return false
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
	for k < len(t) && (joins[t[k].Surface] || u.Roles[k] == Bracket) {
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
			if actOnly[t[n].Surface] && (n+1 >= len(t) || t[n+1].Surface != "の") { // 「削除、取扱いの制限を行う」
				return n+1 >= len(t) || t[n+1].POS == token.Period || governed(u, n+1, t[n+1].Surface)
			}
		case token.CaseParticle, token.TopicParticle:
			// 「複製し、又は第三者に開示する」 goes on; another object, or a topic, ends the list.
			if t[n].Surface == "を" || t[n].POS == token.TopicParticle {
				return false
			}
		}
	}
	return false
}
