package norm

import (
	"strings"

	"github.com/yakkan/yakkan/analyzer/token"
)

// markReader reports the role of the phrase whose mark begins at token i, and the
// index after the mark; end is 0 where no mark begins.
type markReader func(u *Unit, i int) (role TokenRole, end int)

// markReaders are the readers of marks by the word that begins them.
var markReaders = [...]markReader{
	場合: caseMark, とき: caseMark, 時: caseMark, 際: caseMark, ばあい: caseMark, たび: caseMark, 都度: caseMark, 折: caseMark, おり: caseMark, 事態: caseMark,
	除き: exceptMark, 除い: exceptMark, 除く: exceptMark, 除外: exceptMark, のぞき: exceptMark, 除いては: exceptMark,
	以外: otherMark, いがい: otherMark,
	範囲: extentMark, 限度: extentMark, 限り: extentMark, 程度: extentMark, かぎり: extentMark,
	ため: forMark, 為: forMark,
	よう: soMark,
	目的: aimMark, 用途: aimMark,
	向け: towardsMark,
	べく: inOrderMark,
	念頭: mindMark, 視野: mindMark,
	見越し: foresightMark, 見据え: foresightMark, 目指し: foresightMark, 期し: foresightMark, ねらい: foresightMark,
	うえ: inDoing,
	応じ: followingMark, 応じて: followingMark, に応じて: followingMark, に基づき: followingMark, に基づいて: followingMark, に基づい: followingMark, 基づき: followingMark, 基づい: followingMark, 従い: followingMark, 従っ: followingMark, に従い: followingMark, に従って: followingMark, 受け: followingMark, 得: followingMark, 頂い: followingMark, いただい: followingMark,
	なく: withoutMark, 無く: withoutMark, なし: withoutMark, 無し: withoutMark, なしに: withoutMark, ず: withoutMark, ずに: withoutMark, なけれ: withoutMark, ない: withoutMark,
	に: useMark, として: useMark,
	に際し: onMark, に際して: onMark, に当たり: onMark, にあたり: onMark, に当たって: onMark, にあたって: onMark, 際し: onMark, 際して: onMark, 当たり: onMark, あたり: onMark, 当たって: onMark, あたって: onMark,
	過程: courseMark, 一環: courseMark, 観点: courseMark, 都合: courseMark, 経緯: courseMark, 趣旨: courseMark, 見地: courseMark,
	に伴い: alongMark, に伴って: alongMark, に伴う: alongMark, 伴い: alongMark, 伴う: alongMark, 伴っ: alongMark, に備え: alongMark, に備えて: alongMark, 備え: alongMark, 資する: alongMark,
	上:  groundMark,
	理由: reasonMark,
	ば:  ifMark,
	たら: onceMark,
}

// opensMark are the words that begin marks.
var opensMark = func() (words token.Words) {
	for w, read := range markReaders {
		if read != nil {
			words.Add(token.Word(w))
		}
	}
	return words
}()

// markAt reports the role of the phrase whose mark begins at token i, and the
// index after the mark; end is 0 where no mark begins.
func markAt(u *Unit, i int) (role TokenRole, end int) {
	t := &u.Sentence.Tokens[i]
	if !opensMark.Has(t.Surface) {
		return 0, 0
	}
	switch t.POS {
	case token.Comma, token.Period, token.TopicParticle, token.AdnominalParticle, token.OpenBracket, token.CloseBracket:
		return 0, 0 // no mark begins with one
	}
	return markReaders[t.Surface](u, i)
}

// at and baseAt return words of a token, 0 behind the last.
func at(t []token.Token, k int) token.Word {
	if k < len(t) {
		return t[k].Surface
	}
	return 0
}

func baseAt(t []token.Token, k int) token.Word {
	if k < len(t) {
		return t[k].Base
	}
	return 0
}

// caseMark reads 場合, とき: a case.
func caseMark(u *Unit, i int) (role TokenRole, end int) {
	t := u.Sentence.Tokens
	if i == 0 {
		return 0, 0
	}
	if t[i].Surface == おり && t[i].POS == token.BoundVerb || t[i].Surface == おり && t[i].POS == token.Verb {
		return 0, 0 // 「…しており」
	}
	switch t[i-1].Base {
	case いかなる, どんな, 如何なる:
		return 0, 0 // whatever the case may be: no condition at all
	}
	if t[i].Surface == 時 && t[i-1].POS != token.Auxiliary && t[i-1].POS != token.Verb && t[i-1].POS != token.AdnominalParticle && t[i-1].POS != token.VerbalNoun {
		return 0, 0
	}
	// …場合がある is a modality, …場合を除き an exception.
	n := i + 1
	if at(t, n) == 等 || at(t, n) == など {
		n++
	}
	if at(t, n) == 全角括弧 || at(t, n) == 括弧 { // 「法令に基づく場合（令状による場合等）を除き」
		for k := n; k < len(t) && k < n+60; k++ {
			if t[k].POS == token.CloseBracket {
				if at(t, k+1) == を && baseAt(t, k+2) == 除く || at(t, k+1) == 以外 {
					n = k + 1
				}
				break
			}
		}
	}
	switch {
	case (at(t, n) == が || at(t, n) == も || at(t, n) == は) && (baseAt(t, n+1) == ある || baseAt(t, n+1) == ない || baseAt(t, n+1) == ござる):
		return 0, 0
	case at(t, n) == を && (baseAt(t, n+1) == 除く || baseAt(t, n+1) == のぞく):
		n += 2
		for at(t, n) == て || at(t, n) == は {
			n++
		}
		return Exception, n
	case at(t, n) == 以外, at(t, n) == の && (at(t, n+1) == ほか || at(t, n+1) == 他 || at(t, n+1) == 外), at(t, n) == ほか, at(t, n) == を && n+1 < len(t) && strings.HasPrefix(u.Sentence.Surface(n+1), "除"):
		n += 2
		for at(t, n) == て || at(t, n) == は {
			n++
		}
		return Exception, n
	case at(t, n) == で && at(t, n+1) == なけれ, at(t, n) == で && at(t, n+1) == ない && at(t, n+2) == 限り:
		return Exception, n + 3
	case (at(t, n) == を || at(t, n) == は) && (at(t, n+1) == 別 || at(t, n+1) == 例外) && setApart(t, n+2) > 0:
		return Exception, setApart(t, n+2) // 「法令で許される場合を別として」
	}
	if joins.Has(at(t, n)) && exceptedLater(t, n) {
		return Exception, n // 「法令に基づく場合及び緊急の場合を除き」
	}
	for n < len(t) && (at(t, n) == に || at(t, n) == は || at(t, n) == も || at(t, n) == において || at(t, n) == における || at(t, n) == には || at(t, n) == で || at(t, n) == のみ || at(t, n) == だけ || at(t, n) == に限り || baseAt(t, n) == 限る || at(t, n) == て) {
		n++
	}
	return Condition, n
}

// setApart returns where として, にして, とし or とすれば ends that begins at token i, 0 if none does.
func setApart(t []token.Token, i int) int {
	n := i + 1
	switch at(t, i) {
	case として:
	case に, と:
		if baseAt(t, n) != する {
			return 0
		}
		for n++; at(t, n) == て || at(t, n) == ば; n++ {
		}
	default:
		return 0
	}
	for at(t, n) == は {
		n++
	}
	return n
}

// exceptMark reads を除き.
func exceptMark(u *Unit, i int) (role TokenRole, end int) {
	t := u.Sentence.Tokens
	if t[i].Surface == のぞき && i+1 < len(t) && t[i+1].POS == token.Auxiliary {
		return 0, 0 // 「中身をのぞきません」
	}
	if i > 0 && (at(t, i-1) == を || at(t, i-1) == は || at(t, i-1) == 読点) {
		n := i + 1
		for at(t, n) == て || at(t, n) == は || at(t, n) == ほか || at(t, n) == の || at(t, n) == 他 {
			n++
		}
		return Exception, n
	}
	return 0, 0
}

// otherMark reads 以外.
func otherMark(u *Unit, i int) (role TokenRole, end int) {
	t := u.Sentence.Tokens
	n := i + 1
	for at(t, n) == の || at(t, n) == 目的 || at(t, n) == で || at(t, n) == に || at(t, n) == は || at(t, n) == には || at(t, n) == ため || at(t, n) == 用途 {
		n++
	}
	return Exception, n
}

// extentMark reads 範囲, 限り: how far.
func extentMark(u *Unit, i int) (role TokenRole, end int) {
	t := u.Sentence.Tokens
	if i == 0 {
		return 0, 0
	}
	p := &t[i-1]
	if t[i].Surface == 限り || t[i].Surface == かぎり {
		if p.Base == ない {
			return Exception, i + 1
		}
		if p.Surface == な && i > 1 && t[i-2].Surface == 必要 && at(t, i+1) == で {
			return Purpose, i + 2 // 「業務に必要な限りで」
		}
		if p.POS == token.Verb || p.POS == token.Auxiliary || p.POS == token.AdnominalParticle {
			return Condition, i + 1
		}
		return 0, 0
	}
	n := i + 1
	if at(t, n) == 内 {
		n++
	}
	// 範囲を超えて
	if at(t, n) == を && (baseAt(t, n+1) == 超える || baseAt(t, n+1) == 越える) {
		return Exception, n + 2
	}
	if at(t, n) == で || at(t, n) == に || at(t, n) == において || at(t, n) == 内 {
		n++
		for at(t, n) == のみ || at(t, n) == だけ || at(t, n) == おいて || at(t, n) == は || baseAt(t, n) == 限る || at(t, n) == て || at(t, n) == 限り {
			n++
		}
		return Purpose, n
	}
	return 0, 0
}

// forMark reads ため.
func forMark(u *Unit, i int) (role TokenRole, end int) {
	t := u.Sentence.Tokens
	if i == 0 || t[i-1].POS == token.Comma {
		return 0, 0
	}
	n := i + 1
	for at(t, n) == に || at(t, n) == の || at(t, n) == のみ || at(t, n) == だけ || at(t, n) == 等 || at(t, n) == など || at(t, n) == 読点 && at(t, n-1) == の {
		n++
	}
	if at(t, n) == 権限 && at(t, n-1) == の {
		return 0, 0 // 「登録データを読むための権限を保持する」: what may be done
	}
	if baseAt(t, n) == 必要 && (at(t, n+1) == な || at(t, n+1) == と || at(t, n+1) == が || at(t, n+1) == で) {
		return 0, 0 // …のために必要な範囲で, …のため必要がある場合: the later mark takes it in
	}
	return Purpose, n
}

// soMark reads ように.
func soMark(u *Unit, i int) (role TokenRole, end int) {
	t := u.Sentence.Tokens
	// 「従業者が閲覧できないよう、制限する」, 「到達できないように制限する」; not 「閲覧できないようにする」,
	// 「漏えいしないよう努める」, 「次のように」
	if i == 0 || t[i-1].POS != token.Verb && t[i-1].POS != token.Auxiliary && t[i-1].POS != token.BoundVerb && t[i-1].POS != token.Adjective {
		return 0, 0
	}
	n := i + 1
	if at(t, n) == に {
		n++
	}
	if n < len(t) && (t[n].POS == token.Comma || (n > i+1 || t[i-1].Base == ない && (t[n].POS == token.VerbalNoun || t[n].POS == token.AdjectivalNoun)) && !asked.Has(baseAt(t, n))) {
		return Purpose, n
	}
	return 0, 0
}

// aimMark reads 目的.
func aimMark(u *Unit, i int) (role TokenRole, end int) {
	t := u.Sentence.Tokens
	n := i + 1
	if at(t, n) == で && baseAt(t, n+1) == ある && at(t, n+2) == ば {
		return 0, 0 // 「正当と認める目的であれば」 is a condition
	}
	if at(t, n) == 外 && at(t, n+1) == に || at(t, n) == 外 && at(t, n+1) == で {
		return Exception, n + 2
	}
	if at(t, n) == 以外 {
		return 0, 0
	}
	if at(t, n) == と && baseAt(t, n+1) == する && at(t, n+2) == て {
		return Purpose, n + 3
	}
	if at(t, n) == と && baseAt(t, n+1) == する && (at(t, n+2) == た || n+2 < len(t) && isNominal(&t[n+2])) {
		if at(t, n+2) == た {
			n++
		}
		return Purpose, n + 2 // 「改善を主目的とした調査」, 「保守を目的とするアクセス」
	}
	if at(t, n) == を && baseAt(t, n+1) == もつ || at(t, n) == として {
		return Purpose, n + 1
	}
	if (at(t, n) == に || at(t, n) == として) && i > 0 && at(t, i-1) == を {
		return Purpose, n + 1 // 「…を高めることを目的に」
	}
	if (at(t, n) == で || at(t, n) == に || at(t, n) == のみ || at(t, n) == において) && i > 0 && (t[i-1].POS == token.AdnominalParticle || t[i-1].POS == token.VerbalNoun || t[i-1].POS == token.Verb || t[i-1].POS == token.Noun || t[i-1].POS == token.Auxiliary) {
		n++
		for at(t, n) == のみ || at(t, n) == に || at(t, n) == 限り || at(t, n) == 限っ || at(t, n) == て {
			n++
		}
		return Purpose, n
	}
	return 0, 0
}

// towardsMark reads に向けて.
func towardsMark(u *Unit, i int) (role TokenRole, end int) {
	t := u.Sentence.Tokens
	// 「機能の追加に向けて」, 「改善に向けた検討」; not 「会員に向けて」
	if i > 1 && at(t, i-1) == に && baseAt(t, i) == 向ける && (t[i-2].POS == token.VerbalNoun || goalNouns.Has(at(t, i-2))) {
		n := i + 1
		if at(t, n) == て || at(t, n) == た {
			n++
		} else if at(t, n) != 読点 {
			return 0, 0
		}
		return Purpose, n
	}
	return 0, 0
}

// inOrderMark reads べく.
func inOrderMark(u *Unit, i int) (role TokenRole, end int) {
	t := u.Sentence.Tokens
	// 「健全性を保つべく」
	if i > 0 && baseAt(t, i) == べし && (t[i-1].POS == token.Verb || t[i-1].POS == token.BoundVerb) {
		return Purpose, i + 1
	}
	return 0, 0
}

// mindMark reads を念頭に.
func mindMark(u *Unit, i int) (role TokenRole, end int) {
	t := u.Sentence.Tokens
	// 「品質の維持を念頭に」
	if i > 0 && at(t, i-1) == を && at(t, i+1) == に {
		n := i + 2
		if baseAt(t, n) == 置く || baseAt(t, n) == おく || baseAt(t, n) == 入れる {
			n++
			if at(t, n) == て {
				n++
			}
		}
		return Purpose, n
	}
	return 0, 0
}

// foresightMark reads を見越して.
func foresightMark(u *Unit, i int) (role TokenRole, end int) {
	t := u.Sentence.Tokens
	// 「障害を見越して」
	if i > 0 && at(t, i-1) == を && at(t, i+1) == て {
		return Purpose, i + 2
	}
	return 0, 0
}

// followingMark reads に応じて, に基づき, を得て.
func followingMark(u *Unit, i int) (role TokenRole, end int) {
	t := u.Sentence.Tokens
	// 依頼に応じて, 同意を得て, 法令に基づき
	if i == 0 {
		return 0, 0
	}
	if i+1 < len(t) && t[i+1].POS == token.Auxiliary && t[i+1].Base != た {
		return 0, 0 // 「引渡しに応じます」 is the predicate
	}
	back := i - 1
	if at(t, back) == に || at(t, back) == を {
		back--
	}
	if back < 0 {
		return 0, 0
	}
	if t[i].Surface == 受け || t[i].Surface == 得 || t[i].Base == 頂く || t[i].Base == いただく {
		if !consentWords.Has(t[back].Surface) || (at(t, i+1) != て && at(t, i+1) != た && at(t, i+1) != 読点) {
			return 0, 0
		}
		if at(t, i+1) == た {
			if at(t, i+2) == 上 || at(t, i+2) == うえ { // 同意を得た上で
				n := i + 3
				if at(t, n) == で {
					n++
				}
				return Condition, n
			}
			return 0, 0
		}
		if at(t, i+1) == て {
			if i+2 < len(t) && t[i+2].POS == token.BoundVerb {
				return 0, 0 // 「同意を得てください」 is the predicate
			}
			return Condition, i + 2
		}
		return Condition, i + 1
	}
	n := i + 1
	if at(t, n) == て {
		n++
	}
	return Condition, n
}

// withoutMark reads …なく, …なければ.
func withoutMark(u *Unit, i int) (role TokenRole, end int) {
	t := u.Sentence.Tokens
	back := i - 1
	for back >= 0 && (t[back].Base == こと || at(t, back) == が || at(t, back) == も || at(t, back) == は || at(t, back) == を || at(t, back) == の || t[back].Base == 得る || t[back].Base == 受ける || t[back].Base == する || t[back].Base == ある || t[back].Base == とる || t[back].Base == 取る || t[back].Base == 経る || t[back].Base == 得) {
		back--
	}
	if back < 0 || !consentWords.Has(t[back].Surface) {
		return 0, 0
	}
	switch t[i].Surface {
	case ない:
		if at(t, i+1) == 限り || at(t, i+1) == かぎり {
			return Exception, i + 2
		}
		if at(t, i+1) == で || at(t, i+1) == まま {
			return Exception, i + 2
		}
		return 0, 0
	case なけれ:
		if at(t, i+1) == ば && baseAt(t, i+2) != なる {
			return Exception, i + 2
		}
		return 0, 0 // 「同意を得なければならない」 is a duty
	}
	n := i + 1
	for at(t, n) == に || at(t, n) == して || at(t, n) == は {
		n++
	}
	return Exception, n
}

// useMark reads に before a verb of use.
func useMark(u *Unit, i int) (role TokenRole, end int) {
	t := u.Sentence.Tokens
	// 「宣伝等に利用する」, 「販売促進の素材として使う」
	if t[i].POS == token.CaseParticle && i > 0 && usedFor.Has(baseAt(t, i+1)) && !compound(t, i+1) {
		k := i - 1
		for k > 0 && (t[k].POS == token.AdverbialParticle || t[k].Surface == 等 || t[k].Surface == など) {
			k--
		}
		p := &t[k]
		if p.Surface == 担保 || p.Surface == 閲覧 && (baseAt(t, i+1) == 供 || baseAt(t, i+1) == 供する) {
			return 0, 0
		}
		if p.POS == token.VerbalNoun || p.POS == token.Noun && !strings.HasSuffix(u.Sentence.Surface(k), "者") && !strings.HasSuffix(u.Sentence.Surface(k), "社") {
			return Purpose, i + 1
		}
	}
	return 0, 0
}

// onMark reads に際し.
func onMark(u *Unit, i int) (role TokenRole, end int) {
	t := u.Sentence.Tokens
	// 対応に際し、 提供に当たり
	if i > 0 && (t[i].End-t[i].Start > 6 && t[i].POS == token.CaseParticle || at(t, i-1) == に) {
		n := i + 1
		if at(t, n) == て || at(t, n) == は {
			n++
		}
		return Condition, n
	}
	return 0, 0
}

// courseMark reads の過程で, の一環として.
func courseMark(u *Unit, i int) (role TokenRole, end int) {
	t := u.Sentence.Tokens
	// 「メンテナンスの過程で」, 「改善の一環として」, 「安全の観点から」, 「移行の都合により」
	if i > 0 && (t[i-1].POS == token.AdnominalParticle || t[i-1].POS == token.Verb || t[i-1].POS == token.Auxiliary || isNominal(&t[i-1])) {
		n := i + 1
		if at(t, n) == 上 {
			n++
		}
		switch at(t, n) {
		case で, において, として, から, により, によって, より, に, 読点:
			if at(t, n) != 読点 {
				n++
			} else if n == i+1 {
				return 0, 0
			}
			if at(t, n) == 読点 || at(t, n) == は || at(t, n-1) != に {
				return Condition, n
			}
		}
	}
	return 0, 0
}

// alongMark reads に伴い.
func alongMark(u *Unit, i int) (role TokenRole, end int) {
	t := u.Sentence.Tokens
	// 「移行に伴い」, 「障害に備えて」; not 「写しを別の設備に備え置く」
	if i+1 < len(t) && t[i].Base == 備える && t[i+1].Base == 置く {
		return 0, 0
	}
	if i > 1 && at(t, i-1) == に && (isNominal(&t[i-2]) || t[i-2].POS == token.FormalNoun) {
		n := i + 1
		if at(t, n) == て {
			n++
		}
		if t[i].Surface == 資する && at(t, n) != ため && at(t, n) != 目的 {
			return 0, 0
		}
		if t[i].Surface != 伴う && t[i].Surface != 資する {
			return Condition, n
		}
	}
	return 0, 0
}

// groundMark reads 上.
func groundMark(u *Unit, i int) (role TokenRole, end int) {
	t := u.Sentence.Tokens
	if role, end := inDoing(u, i); end > 0 {
		return role, end
	}
	// 「維持管理上、」, 「技術上の理由により」
	if i > 0 && (t[i-1].POS == token.VerbalNoun || groundNouns.Has(at(t, i-1))) && at(t, i+1) == 読点 && at(t, i+3) != 上 && at(t, i+4) != 上 {
		return Condition, i + 1
	}
	return 0, 0
}

// reasonMark reads 理由により.
func reasonMark(u *Unit, i int) (role TokenRole, end int) {
	t := u.Sentence.Tokens
	// 「技術上の理由により」, 「やむを得ない理由から」
	if i > 0 && (at(t, i+1) == により || at(t, i+1) == によって || at(t, i+1) == から || at(t, i+1) == で) && (t[i-1].POS == token.AdnominalParticle || at(t, i-1) == な || t[i-1].POS == token.Verb || t[i-1].POS == token.Auxiliary) {
		return Condition, i + 2
	}
	return 0, 0
}

// compound reports whether a verbal noun is the first part of a longer noun, and not
// what is done: 「提携先に利用者のデータを…」, 「会員に利用料金を…」.
func compound(t []token.Token, i int) bool {
	return t[i].POS == token.VerbalNoun && i+1 < len(t) && isNominal(&t[i+1]) && t[i+1].Surface != 可能
}

// ifMark reads ば.
func ifMark(u *Unit, i int) (role TokenRole, end int) {
	t := u.Sentence.Tokens
	if i > 0 && t[i-1].Form == token.Hypothetical && !(baseAt(t, i+1) == なる || baseAt(t, i+1) == いける) {
		return Condition, i + 1
	}
	return 0, 0
}

// onceMark reads たら.
func onceMark(u *Unit, i int) (role TokenRole, end int) {
	return Condition, i + 1
}

// consentWords are what 「…なく」 and 「…なければ」 need before them to be an
// exception of consent.
var consentWords = token.SetOf(承諾, 同意, 許可, 許諾, 承認, 了承, 依頼, 要請, 指示, 申出, 申し出, 了解, 求め, 要求, 合意)

// goalNouns are nouns, beside those of acts, that one works towards.
var goalNouns = token.SetOf(実現, 品質, 利便性, 精度, 目標, 高度化, 最適化, 新機能)

// withLeave reports whether the word at i ends 「契約者の承諾のうえ」: with somebody's leave.
func withLeave(u *Unit, i int) bool {
	t := u.Sentence.Tokens
	if i < 4 || t[i-1].Surface != の || !consentWords.Has(t[i-2].Surface) || t[i-3].Surface != の {
		return false
	}
	_, party := partyAt(u, i-3)
	return party
}

// inDoing reads 「確かめるうえで」, 「運営する上で」: in doing something, for it. What has been
// done (した上で) is none; 「するうえで必要な範囲で」 belongs to the mark behind it.
func inDoing(u *Unit, i int) (role TokenRole, end int) {
	t := u.Sentence.Tokens
	if withLeave(u, i) {
		return Condition, i + 1
	}
	if i == 0 || i+1 >= len(t) || t[i+1].Surface != で || t[i-1].POS != token.Verb && t[i-1].POS != token.BoundVerb || t[i-1].Form != token.Terminal {
		return 0, 0
	}
	n := i + 2
	if n < len(t) && (t[n].Surface == は || t[n].Surface == も) {
		n++
	}
	if n < len(t) && (t[n].Base == 必要 || t[n].Base == 不可欠 || t[n].Base == 欠かせる) {
		return 0, 0
	}
	return Purpose, n
}

// asked are verbs whose 「…ように」 is what they bring about, strive or ask for.
var asked = token.SetOf(する, お願い, なる, いたす, 致す, できる, 努める, 心掛ける, 心がける, 留意, 注意, 配慮, 求める, 依頼, 指示, 要請, 指導, 監督, 義務付ける, 要求, 取り計らう)

// exceptedLater reports whether the list of cases that goes on at token i ends in
// を除き or 以外.
func exceptedLater(t []token.Token, i int) bool {
	for k := i; k+1 < len(t) && k < i+60; k++ {
		switch t[k].Surface {
		case 場合, とき:
			switch t[k+1].Surface {
			case を:
				return k+2 < len(t) && (t[k+2].Base == 除く || t[k+2].Base == のぞく)
			case 以外:
				return true
			}
			if !joins.Has(t[k+1].Surface) {
				return false
			}
		case は:
			return false
		}
	}
	return false
}

// groundNouns with 上 say on what ground: 技術上, 業務上, 安全上.
var groundNouns = token.SetOf(技術, 業務, 安全, 運用, 運営, 保守, 保安, 性質, 都合, システム, 法令, 会計, 税務, セキュリティ)

// usedFor are verbs whose に says what for.
var usedFor = token.SetOf(利用, 使用, 活用, 用いる, 役立てる, 使う, 供する, 充てる, 反映, 供, 供す, 生かす, 活かす, 回す)
