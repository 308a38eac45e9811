// How roles are given. A sentence is first cut by its marks of condition,
// exception and purpose. Each mark stands at the end of its phrase (Japanese
// puts the mark last), so the phrase is found by walking left from the mark to
// the nearest border: the topic, an earlier phrase, or a comma after a particle
// that cannot belong to the phrase. Then verbs that stand directly before an
// ordinary noun make relative clauses. What is left is the main clause.

package norm

import "github.com/yakkan/yakkan/analyzer/token"

// roles fills u.Roles.
func roles(u *Unit) {
	t := u.Sentence.Tokens
	u.Roles = u.memory().roles.Take(len(t))
	u.roles = 0
	if u.classes.has(token.OpenBracket) || u.classes.has(token.CloseBracket) {
		brackets(t, u.Roles)
	}
	switch u.Inherits {
	case Conditions, Exceptions, Purposes:
		if u.Lead != nil && nominalEnd(u) {
			role := [...]TokenRole{Conditions: Condition, Exceptions: Exception, Purposes: Purpose}[u.Inherits]
			for i := range u.Roles {
				if u.Roles[i] == Main {
					u.Roles[i] = role
					u.roles |= 1 << role
				}
			}
			return
		}
	}
	for i := range t {
		if !opensMark.Has(t[i].Surface) || u.Roles[i] != Main {
			continue
		}
		if role, end := markAt(u, i); end > i {
			start := phraseStart(u, i, role)
			for k := start; k < end; k++ {
				if u.Roles[k] == Main {
					u.Roles[k] = role
					u.roles |= 1 << role
				}
			}
		}
	}
	relatives(u)
}

// brackets gives the roles Bracket and Quoted. A sentence that is wholly in
// brackets keeps its inside as main.
func brackets(t []token.Token, roles []TokenRole) {
	depth, quote := 0, 0
	for i := range t {
		switch t[i].POS {
		case token.OpenBracket:
			if t[i].Surface == 鉤括弧 || t[i].Surface == 二重鉤括弧 {
				quote++
			} else if i > 0 {
				depth++
			}
		}
		switch {
		case depth > 0:
			roles[i] = Bracket
		case quote > 0:
			roles[i] = Quoted
		}
		if t[i].POS == token.CloseBracket {
			if t[i].Surface == 鉤括弧閉 || t[i].Surface == 二重鉤括弧閉 {
				quote = max(0, quote-1)
			} else {
				depth = max(0, depth-1)
			}
		}
	}
	if depth > 0 || quote > 0 { // never closed: no brackets at all
		for i := range roles {
			roles[i] = Main
		}
	}
}

// nearMarks take no more than the noun phrase before them.
var nearMarks = token.SetOf(応じる, 応ずる, 基づく, 従う, に従い, に従って, に, として, に際し, に際して, に当たり, にあたり, に当たって, にあたって)

// pointing are the words that make a condition of what was said before: その場合.
var pointing = token.SetOf(その, この, かかる, 当該)

// adnominal are particles that join a noun to the noun behind them.
var adnominal = token.SetOf(による, における, に関する, に対する, としての)

// opensList are the words that begin a reference to items.
var opensList = token.SetOf(次, 次に, 以下に, 以下, 下記, 左記)

// takesObject reports whether the verb at token k has an object of its own: 「情報を…取り扱い」.
func takesObject(u *Unit, k int) bool {
	t := u.Sentence.Tokens
	for i := k - 1; i >= 0 && !isTopic(u, i); i-- {
		if t[i].Surface == を {
			return true
		}
		if t[i].POS == token.Comma && i > 0 && t[i-1].Surface != を {
			return false
		}
	}
	return false
}

// setAsEnd reports whether tokens end in who finds an end fit, or sets it: such a verb has
// no object beside it.
func setAsEnd(t []token.Token) bool {
	k := len(t) - 1
	if k > 0 && t[k].Base == する {
		k--
	}
	return deeming.Has(t[k].Base) || t[k].Base == 定める
}

// hasVerb reports whether a verb is among tokens.
func hasVerb(t []token.Token) bool {
	for i := range t {
		if t[i].POS == token.Verb || t[i].POS == token.BoundVerb {
			return true
		}
	}
	return false
}

// orWords are those that join acts: 「漏らし、又は用いる」.
var orWords = token.SetOf(又は, または, 若しくは, もしくは, 及び, および, かつ)

// endsMember reports whether an act ends before the joining word at token k: a verb, or
// a verbal noun with a comma.
func endsMember(t []token.Token, k int) bool {
	comma := k > 0 && t[k-1].POS == token.Comma
	if comma {
		k--
	}
	if k == 0 {
		return false
	}
	p := &t[k-1]
	return p.POS == token.Verb && p.Form == token.Continuative || comma && p.POS == token.VerbalNoun
}

// phraseStart walks left from the mark at i to the start of its phrase.
func phraseStart(u *Unit, i int, role TokenRole) int {
	t := u.Sentence.Tokens
	if i > 0 && role == Condition && pointing.Has(t[i-1].Surface) {
		return i - 1 // 「委託することがあり、その際に…」: what is before it is said for itself
	}
	if role == Condition && i > 2 && t[i-1].Surface == な && t[i-2].Surface == 必要 && t[i-3].POS == token.Comma {
		return i - 2 // 「投稿を閲覧し、必要なときは削除する」: what is done before it is no condition
	}
	near := nearMarks.Has(t[i].Base) || nearMarks.Has(t[i].Surface) // 「…し、必要に応じて」
	taken := false                                                  // an object of the phrase's own verb was passed
	named := false                                                  // so was a subject: 「投稿を当社が適当と認める目的で」
	if role == Purpose && i > 2 && t[i].Surface == 目的 && t[i-1].Surface == を && t[i-2].Surface == こと {
		i -= 2 // 「…を高めることを目的に」
	}
	if role == Purpose && i > 2 && t[i-1].POS == token.AdnominalParticle && t[i-2].Surface == 目的 {
		i -= 2 // 「…の確保を図る目的のために」: what 目的 ends decides
	}
	verbal := i > 0 && !(i > 1 && t[i-2].Surface == 必要) && (t[i-1].POS == token.Verb || t[i-1].POS == token.Auxiliary && (t[i-1].Surface != な || i > 1 && t[i-2].Surface == 主) || t[i-1].POS == token.BoundVerb)
	if i > 4 && t[i-2].Surface == 必要 && t[i-3].Surface == に && t[i-4].Surface == ため && (t[i-5].POS == token.Verb || t[i-5].POS == token.BoundVerb) {
		verbal = true // 「サービスを提供・改善するために必要な範囲で」: the verb has an object of its own
	}
	// 「…の承諾なく」 is a noun phrase: its noun, or i where it is no such phrase.
	noun := i
	if role == Exception {
		switch t[i].Surface {
		case なく, 無く, なし, 無し, なしに, ず, ずに, なけれ, ない:
			for noun = i - 1; noun > 0 && !consentWords.Has(t[noun].Surface); noun-- {
			}
		}
	}
	k := i - 1
	for ; k >= 0; k-- {
		if role == Purpose && t[k].Surface == の && verbal {
			if _, party := partyAt(u, k); party {
				named = true // 「当社の定める目的」
			}
		}
		if noun < i && k < noun && (t[k].Surface == を || t[k].POS == token.Comma && k > 0 && !isNominal(&t[k-1])) {
			return k + 1
		}
		if u.Roles[k] != Main && u.Roles[k] != Bracket && u.Roles[k] != Quoted {
			// An earlier phrase ends here, unless it belongs to this one
			// (…のために必要な場合).
			if u.Roles[k] == Purpose && role != Purpose && k == i-1 {
				continue
			}
			break
		}
		if isTopic(u, k) || t[k].Surface == コロン || t[k].Surface == 全角コロン {
			break
		}
		if near && role == Purpose && t[i].Surface == に && t[k].POS == token.Comma && k > 0 && isNominal(&t[k-1]) {
			continue // 「注文の処理、商品の制作、画面の改善に使用する」: one list of ends
		}
		if near && orWords.Has(t[k].Surface) {
			continue // 「不正の防止および安全の確保に役立てる」
		}
		if near && (t[k].POS == token.Comma || t[k].POS == token.ConjunctiveParticle || t[k].POS == token.CaseParticle && k < i-1 && t[k+1].POS != token.AdnominalParticle && !adnominal.Has(t[k].Surface) && t[k+1].Base != 定める) {
			return k + 1
		}
		if opensList.Has(t[k].Surface) && k > 0 && k < i-1 && (t[k-1].POS == token.CaseParticle || t[k-1].POS == token.TopicParticle) {
			return k // 「…情報を次に該当する場合を除き」
		}
		if t[k].POS == token.Comma && k > 0 && t[k-1].POS == token.ConjunctiveParticle && (t[k-1].Surface == が || t[k-1].Surface == ものの || becauseAt(t, k-1)) {
			break // another predicate ends here
		}
		if role == Exception && !verbal && noun == i && k < i-1 && orWords.Has(t[k].Surface) && endsMember(t, k) {
			return k + 1 // 「第三者に漏洩し又は目的以外に使用」: the act before 又は is of the main clause
		}
		switch {
		case t[k].POS == token.Comma && k > 0:
			p := &t[k-1]
			if k > 2 && p.Surface == し && t[k-2].Surface == と && t[k-3].Surface == もの {
				return k + 1 // 「鍵を保管するものとし、失った場合、…」: what is laid down is no condition
			}
			particle := p.POS == token.CaseParticle || p.POS == token.TopicParticle || p.POS == token.AdverbialParticle
			switch role {
			case Purpose:
				if particle || p.POS == token.Conjunction || p.Form == token.Continuative || p.Surface == て {
					if !(p.Form == token.Continuative && verbal) || k > 1 && tellings.Has(t[k-2].Surface) {
						return k + 1
					}
				}
			case Condition:
				if p.Surface == が && k < i-2 && subjectWithin(t, k+1, i) {
					return k + 1 // 「当社が、漏えいが生じた場合、」
				}
				if p.Surface == について || p.Surface == に関して || p.Surface == に関し || p.Surface == つき {
					return k + 1 // 「投稿について、違反の疑いがある場合には」
				}
				if _, party := partyAt(u, k-1); party && (p.Surface == に対し || p.Surface == に対して) {
					return k + 1 // 「契約者は、当社に対し、移行の際、…することを許可する」
				}
			case Exception:
				if !verbal && (p.POS == token.Verb && p.Form == token.Continuative || p.Surface == ず) && noun == i {
					return k + 1 // 「…を開示し、本契約の履行以外の目的に」: the act before the comma is of the main clause
				}
				if verbal && p.POS == token.Verb && p.Form == token.Continuative && noun == i && !joins.Has(t[k+1].Surface) && takesObject(u, k-1) {
					return k + 1 // 「…を運営に必要な範囲で取り扱い、同意がある場合を除き」
				}
				if p.Surface == を || p.Surface == へ || p.Surface == について || p.Surface == に || p.Surface == につき || p.Surface == において {
					return k + 1
				}
			}
		case t[k].Surface == を && role == Purpose && (t[i].Surface == 目的 && k >= i-2 && t[i-1].POS != token.Verb || k == i-1):
			continue // 「改善を目的として」, 「品質の維持を念頭に」
		case t[k].Surface == を && role == Condition && t[i-1].POS == token.AdnominalParticle && !hasVerb(t[k+1:i]):
			return k + 1 // 「投稿を営業活動の一環として」
		case t[k].Surface == を && role == Purpose:
			if verbal && !taken && !(named && setAsEnd(t[:i])) {
				taken = true
				continue
			}
			return k + 1
		case t[k].Surface == を && role == Exception && (t[i].Surface == 以外 || t[i].Surface == 目的 && k == i-1):
			return k + 1
		case t[k].Surface == を && (role == Condition || role == Exception) && outside(t, k+1, i):
			return k + 1
		case role == Purpose && t[k].POS == token.CaseParticle && (t[k].Surface == が || t[k].Surface == に対して || t[k].Surface == に対し):
			if !verbal && !(t[k].Surface == が && ownClause(t, k+1, i)) {
				return k + 1
			}
			named = named || t[k].Surface == が
		}
	}
	// Particles left behind by the earlier phrase do not open this one.
	for k+1 < i && (t[k+1].POS == token.Comma || t[k+1].POS == token.TopicParticle || t[k+1].POS == token.Conjunction || t[k+1].POS == token.CaseParticle) {
		k++
	}
	return k + 1
}

// outside reports whether an object that ends before token k belongs to what follows the
// case that ends at i, since nothing in the case takes it: 「登録データを業務上の必要がある場合に」,
// 「個人情報を法令に基づく場合を除き」.
func outside(t []token.Token, k, i int) bool {
	for n := k; n < i; n++ {
		switch {
		case t[n].Surface == 必要:
			return true
		case t[n].Surface == が:
			return n+1 <= i && (t[n+1].Base == ある || t[n+1].Base == ない || t[n+1].Surface == 必要 || t[n+1].Base == 生じる || t[n+1].Base == 発生)
		case t[n].Surface == に && takesNone.Has(t[n+1].Base):
			return true
		case t[n].Surface == な:
			// 「緊急な場合」
		case t[n].POS == token.Verb || t[n].POS == token.BoundVerb || t[n].POS == token.Auxiliary || t[n].POS == token.Comma:
			return false
		case t[n].POS == token.VerbalNoun && t[n+1].POS == token.AdnominalParticle && n+2 < i && t[n+2].Surface == 必要:
			return false // 「内容を確認の必要がある場合」
		}
	}
	return k < i && (t[i].Surface == 場合 || t[i].Surface == とき)
}

// takesNone are verbs that go with に and take no object.
var takesNone = token.SetOf(基づく, 該当, よる, 伴う, 定める, 必要, 要する, 反する, 従う)

// tellings are acts that come before what is done to some end: 「利用者に連絡し、拡大を
// 防ぐための措置を講じる」.
var tellings = token.SetOf(通知, 連絡, 報告)

// subjectWithin reports whether one of the tokens [i, end) is a が behind a subject.
func subjectWithin(t []token.Token, i, end int) bool {
	for ; i < end; i++ {
		if t[i].Surface == が && t[i].POS == token.CaseParticle {
			return true
		}
	}
	return false
}

// ownClause reports whether tokens [i, end) begin with a clause that belongs to a noun
// among them, so that the subject before it is that clause's: 「利用者が保存した記録の保護のため」.
func ownClause(t []token.Token, i, end int) bool {
	for ; i+1 < end; i++ {
		switch t[i].POS {
		case token.CaseParticle, token.Comma, token.TopicParticle:
			if t[i].Surface != に && t[i].Surface != へ && t[i].Surface != で {
				return false
			}
		case token.Verb, token.Auxiliary:
			if isNominal(&t[i+1]) && (t[i].Base == た || t[i].POS == token.Verb && (t[i].Form == token.Attributive || t[i].Form == token.Terminal)) {
				return true
			}
		case token.BoundVerb:
			if passives.Has(t[i].Base) {
				return false // 「当社が保存された記録の保護のため」
			}
		}
	}
	return false
}

// isTopic reports whether token k is a は or も that marks a topic of the whole
// sentence: it follows a noun, and is no part of には, では, とは before a negation.
func isTopic(u *Unit, k int) bool {
	t := u.Sentence.Tokens
	if p := t[k].POS; p != token.TopicParticle && p != token.Conjunction {
		return false
	}
	if k > 0 && t[k].Surface == では && t[k].POS == token.Conjunction && isNominal(&t[k-1]) {
		return true // after a space the dictionary takes では for a conjunction
	}
	if k == 0 || t[k].POS != token.TopicParticle || (t[k].Surface != は && t[k].Surface != も) {
		return false
	}
	p := &t[k-1]
	switch p.POS {
	case token.Noun, token.VerbalNoun, token.AdjectivalNoun, token.Number, token.CloseBracket, token.Other, token.Symbol:
		// も between nouns and は inside 「…は、又は」 lists are rare; a named party or a comma behind makes it sure.
		if t[k].Surface == は {
			return true
		}
		return k+1 < len(t) && t[k+1].POS == token.Comma
	case token.AdverbialNoun:
		return p.Surface == 結果 && t[k].Surface == は // 「分析の結果は」
	case token.FormalNoun:
		return t[k].Surface == は && (k+1 < len(t) && t[k+1].POS == token.Comma || p.Surface == 者 && k > 1 && t[k-2].Surface == の) // 「…を読むことは、」, 「当社の者は」
	case token.Verb:
		// 「データへの立入りは、」
		return t[k].Surface == は && k+1 < len(t) && t[k+1].POS == token.Comma && k > 1 && p.Form == token.Continuative && (t[k-2].POS == token.AdnominalParticle || t[k-2].POS == token.Prefix)
	case token.CaseParticle:
		return t[k].Surface == は && k+1 < len(t) && t[k+1].POS == token.Comma && (p.Surface == において || p.Surface == で || p.Surface == に || p.Surface == について || p.Surface == として)
	}
	return false
}

// hollowNouns take a clause as their complement but are no thing that the
// clause describes: the clause stays main.
var hollowNouns = token.SetOf(こと, もの, 権利, 権限, 権能, 自由, 余地, ケース, 義務, 責任, 責務, 必要, 可能, 可能性, 場合, とき, 旨, よう, おそれ, 恐れ, ため, はず, 予定, わけ, 責, 権原, 裁量, 立場, 際, 上, 限り, 以上, 方針, 意向, 許諾, ライセンス, 資格, の)

// actNouns end an item or an object as a name for the act before them.
var actNouns = token.SetOf(行為, 措置, 業務, 事項, 作業, こと, 処理, 対応, 取組, 取り組み)

// relatives marks clauses that modify a noun.
func relatives(u *Unit) {
	t := u.Sentence.Tokens
	for i := 0; i+1 < len(t); i++ {
		if !clauseEnds.has(t[i].POS) || u.Roles[i] != Main || !endsClause(t, i) {
			continue
		}
		n := i + 1
		if t[n].POS == token.Comma || t[n].Surface == コロン || t[n].Surface == 全角コロン {
			continue
		}
		for n < len(t) && u.Roles[n] == Bracket {
			n++ // 「…ません（…）。」 ends the sentence, 「…した（…）データ」 does not
		}
		if n >= len(t) {
			continue
		}
		noun := t[n].POS == token.Noun || t[n].POS == token.VerbalNoun || t[n].POS == token.AdjectivalNoun || t[n].POS == token.Number || t[n].POS == token.Prefix || t[n].POS == token.Other || t[n].POS == token.OpenBracket || t[n].POS == token.FormalNoun && (t[n].Surface == 者 || t[n].Surface == 方)
		if !noun || hollowNouns.Has(t[n].Surface) || n+1 < len(t) && hollowNouns.Has(joined(u.Sentence, n)) {
			continue
		}
		if actNouns.Has(t[n].Surface) && n >= len(t)-2 {
			continue // an item 「…を分析する行為」 names its act
		}
		start := relativeStart(u, i)
		if start == i && t[i].POS == token.Adjective {
			continue // 「新しい設備」
		}
		for k := start; k <= i; k++ {
			if u.Roles[k] == Main {
				u.Roles[k] = Relative
			}
		}
	}
}

// joined returns the number of the word that two tokens make.
func joined(s *token.Sentence, n int) token.Word {
	return token.WordOf(s.Text.Between(s.Tokens, n, n+2))
}

// clauseEnds are what a clause that modifies a noun can end in.
const clauseEnds classes = 1<<token.Verb | 1<<token.BoundVerb | 1<<token.Adjective | 1<<token.Auxiliary

// endsClause reports whether token i can end a clause that modifies a noun.
func endsClause(t []token.Token, i int) bool {
	switch t[i].POS {
	case token.Verb, token.BoundVerb, token.Adjective:
		return t[i].Form == token.Terminal
	case token.Auxiliary:
		if voicedPast(t, i) {
			return true
		}
		return (t[i].Form == token.Terminal || t[i].Form == token.Attributive) && t[i].Base != だ && t[i].Base != です && t[i].Base != ます
	}
	return false
}

// voicedPast reports whether the だ at token i is the た of 読んだ, 書き込んだ.
func voicedPast(t []token.Token, i int) bool {
	return i > 0 && t[i].Surface == だ && t[i].POS == token.Auxiliary && (t[i-1].POS == token.Verb || t[i-1].POS == token.BoundVerb)
}

func relativeStart(u *Unit, i int) int {
	t := u.Sentence.Tokens
	if i > 1 && t[i].Base == する && adnominalVerbs.Has(t[i-1].Base) && (t[i-2].Surface == が || t[i-2].Surface == は) {
		return i - 1 // 「当社の担当者が該当するファイルを見る」: who sees it
	}
	objects, agent := 0, false
	for k := i; k >= 0; k-- {
		if k < i && k >= i-4 && t[k].Surface == その他 && (t[k+1].Surface == これら || t[k+1].Surface == これ || t[k+1].Surface == それ || t[k+1].Surface == それら) {
			return k + 1 // 「分析、調査その他これらに類する行為」: the members before are not part of it
		}
		if u.Roles[k] != Main && u.Roles[k] != Bracket && u.Roles[k] != Quoted || isTopic(u, k) {
			return k + 1
		}
		switch {
		case t[k].POS == token.Comma && k > 0:
			p := &t[k-1]
			if p.POS == token.CaseParticle || p.POS == token.TopicParticle || p.POS == token.ConjunctiveParticle || p.POS == token.Conjunction || p.POS == token.Auxiliary && p.Form == token.Terminal {
				if p.Surface != が || p.POS == token.ConjunctiveParticle {
					return k + 1
				}
			}
			if p.POS == token.Verb && p.Form == token.Continuative {
				return k + 1 // 「内容を確認し、該当する投稿を」: the main clause goes on before the comma
			}
		case agent && t[k].Surface == に && t[k-1].POS == token.VerbalNoun:
			return k + 1 // 「分析に利用者の登録した情報を用いる」
		case agent && t[k].Surface == から:
			return k + 1 // 「利用をやめてから当社の定める期間」
		case t[k].Surface == を && t[i].Base == ある && i > 0 && t[i-1].Base == だ:
			return k + 1 // 「情報を親会社である他社に渡す」
		case t[i].POS == token.Adjective && t[i].Base != ない && (t[k].Surface == を || k < i && t[k].POS == token.TopicParticle):
			return k + 1 // 「情報を新しい会社に渡す」: what is new takes no object
		case t[k].Surface == を:
			objects++
			if objects > 1 || agent {
				return k + 1
			}
		case t[k].Surface == の && k+1 <= i && (t[k+1].POS == token.Verb || t[k+1].POS == token.VerbalNoun && k+2 <= i && t[k+2].Base == する):
			_, agent = partyAt(u, k) // 「データを甲の指定する者に」: 甲 is the subject of 指定する
		case t[k].Surface == が && t[k].POS == token.CaseParticle:
			if agent {
				return k + 1 // 「当社がお客様の保存したファイルを見る」: the verb has its subject
			}
			// The subject of the relative clause: take its noun phrase in and stop.
			return clauseBefore(u, nounPhrase(t, k))
		}
	}
	return 0
}

// nounPhrase returns where the noun phrase before token k begins.
func nounPhrase(t []token.Token, k int) int {
	for k > 0 && (isNominal(&t[k-1]) || t[k-1].POS == token.AdnominalParticle || t[k-1].POS == token.Prefix || t[k-1].Surface == 又は || t[k-1].Surface == 及び || t[k-1].Surface == または || t[k-1].Surface == および) {
		k--
	}
	return k
}

// clauseBefore returns where a clause begins which modifies the noun together with that at k:
// 「会員が登録し当社が預かる名簿」. It has a subject and no object but the noun. One that says
// since when may have objects: 「会員が利用をやめてから一年が過ぎた投稿」.
func clauseBefore(u *Unit, k int) int {
	t := u.Sentence.Tokens
	since := false
	for i := k - 1; i > 0 && (u.Roles[i] == Main || u.Roles[i] == Relative) && t[i].POS != token.Comma && !isTopic(u, i); i-- {
		switch {
		case t[i].Surface == から && (t[i-1].Surface == て || t[i-1].Surface == で):
			since = true
		case t[i].Surface == が && t[i].POS == token.CaseParticle && since:
			return nounPhrase(t, i)
		case !since && (t[i].Surface == が || t[i].Surface == を):
			i = 1 // what is said before is another clause
		}
	}
	if k < 3 || t[k-1].POS != token.Verb || t[k-1].Form != token.Continuative {
		return k
	}
	for i := k - 2; i > 0 && u.Roles[i] == Main; i-- {
		switch {
		case t[i].Surface == を, t[i].POS == token.Comma, isTopic(u, i):
			return k
		case t[i].Surface == が && t[i].POS == token.CaseParticle:
			return nounPhrase(t, i)
		}
	}
	return k
}

// adnominalVerbs say of a noun no more than that it is the one meant.
var adnominalVerbs = token.SetOf(該当, 関連, 関係, 相当, 対応)

// isNominal reports whether a token can be part of a noun.
func isNominal(t *token.Token) bool { return nominals.has(t.POS) }

const nominals classes = 1<<token.Noun | 1<<token.VerbalNoun | 1<<token.AdjectivalNoun | 1<<token.FormalNoun | 1<<token.AdverbialNoun | 1<<token.Number | 1<<token.Other | 1<<token.Symbol | 1<<token.Prefix

// classes is a set of parts of speech, a bit each.
type classes uint32

func (c classes) has(p token.POS) bool { return c>>(p&31)&1 != 0 }

// nominalEnd reports whether a sentence ends in a noun (an item like
// 「…の場合」, 「…のため」, 「商品の発送」) and not in a predicate.
func nominalEnd(u *Unit) bool {
	t := u.Sentence.Tokens
	for i := len(t) - 1; i >= 0; i-- {
		switch t[i].POS {
		case token.Period, token.Comma, token.CloseBracket, token.OpenBracket, token.Symbol:
			continue
		}
		if u.Roles[i] == Bracket {
			continue
		}
		return isNominal(&t[i]) || t[i].POS == token.CaseParticle || t[i].POS == token.AdverbialParticle || t[i].POS == token.VerbalNoun
	}
	return true
}

// partyAt returns the party mark that ends at token end, and whether one does.
func partyAt(u *Unit, end int) (PartyMark, bool) {
	for _, p := range u.Parties {
		if p.End == end {
			return p, true
		}
	}
	return PartyMark{}, false
}
