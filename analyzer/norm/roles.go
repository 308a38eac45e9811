// How roles are given. A sentence is first cut by its marks of condition,
// exception and purpose. Each mark stands at the end of its phrase (Japanese
// puts the mark last), so the phrase is found by walking left from the mark to
// the nearest border: the topic, an earlier phrase, or a comma after a particle
// that cannot belong to the phrase. Then verbs that stand directly before an
// ordinary noun make relative clauses. What is left is the main clause.

package norm

import (
	"strings"

	"github.com/yakkan/yakkan/analyzer/token"
)

// roles fills u.Roles.
func roles(u *Unit) {
	t := u.Sentence.Tokens
	u.Roles = u.memory().roles.Take(len(t))
	brackets(t, u.Roles)
	switch u.Inherits {
	case Conditions, Exceptions, Purposes:
		if u.Lead != nil && nominalEnd(u) {
			role := map[ItemRole]TokenRole{Conditions: Condition, Exceptions: Exception, Purposes: Purpose}[u.Inherits]
			for i := range u.Roles {
				if u.Roles[i] == Main {
					u.Roles[i] = role
				}
			}
			return
		}
	}
	for i := range t {
		if u.Roles[i] != Main {
			continue
		}
		if role, end := markAt(u, i); end > i {
			start := phraseStart(u, i, role)
			for k := start; k < end; k++ {
				if u.Roles[k] == Main {
					u.Roles[k] = role
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

// consentWords are what 「…なく」 and 「…なければ」 need before them to be an
// exception of consent.
var consentWords = token.SetOf(承諾, 同意, 許可, 許諾, 承認, 了承, 依頼, 要請, 指示, 申出, 申し出, 了解, 求め, 要求, 合意)

// markAt reports the role of the phrase whose mark begins at token i, and the
// index after the mark; end is 0 where no mark begins.
func markAt(u *Unit, i int) (role TokenRole, end int) {
	t := u.Sentence.Tokens
	switch t[i].POS {
	case token.Comma, token.Period, token.TopicParticle, token.AdnominalParticle, token.OpenBracket, token.CloseBracket:
		return 0, 0 // no mark begins with one
	}
	s := func(k int) token.Word {
		if k < len(t) {
			return t[k].Surface
		}
		return 0
	}
	base := func(k int) token.Word {
		if k < len(t) {
			return t[k].Base
		}
		return 0
	}
	switch t[i].Surface {
	case 場合, とき, 時, 際, ばあい, たび, 都度, 折, おり, 事態:
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
		if s(n) == 等 || s(n) == など {
			n++
		}
		if s(n) == 全角括弧 || s(n) == 括弧 { // 「法令に基づく場合（令状による場合等）を除き」
			for k := n; k < len(t) && k < n+60; k++ {
				if t[k].POS == token.CloseBracket {
					if s(k+1) == を && base(k+2) == 除く || s(k+1) == 以外 {
						n = k + 1
					}
					break
				}
			}
		}
		switch {
		case (s(n) == が || s(n) == も || s(n) == は) && (base(n+1) == ある || base(n+1) == ない || base(n+1) == ござる):
			return 0, 0
		case s(n) == を && (base(n+1) == 除く || base(n+1) == のぞく):
			n += 2
			for s(n) == て || s(n) == は {
				n++
			}
			return Exception, n
		case s(n) == 以外, s(n) == の && (s(n+1) == ほか || s(n+1) == 他 || s(n+1) == 外), s(n) == ほか, s(n) == を && n+1 < len(t) && strings.HasPrefix(u.Sentence.Surface(n+1), "除"):
			n += 2
			for s(n) == て || s(n) == は {
				n++
			}
			return Exception, n
		case s(n) == で && s(n+1) == なけれ, s(n) == で && s(n+1) == ない && s(n+2) == 限り:
			return Exception, n + 3
		}
		if joins.Has(s(n)) && exceptedLater(t, n) {
			return Exception, n // 「法令に基づく場合及び緊急の場合を除き」
		}
		for n < len(t) && (s(n) == に || s(n) == は || s(n) == も || s(n) == において || s(n) == における || s(n) == には || s(n) == で || s(n) == のみ || s(n) == だけ || s(n) == に限り || base(n) == 限る || s(n) == て) {
			n++
		}
		return Condition, n
	case 除き, 除い, 除く, 除外, のぞき, 除いては:
		if t[i].Surface == のぞき && i+1 < len(t) && t[i+1].POS == token.Auxiliary {
			return 0, 0 // 「中身をのぞきません」
		}
		if i > 0 && (s(i-1) == を || s(i-1) == は || s(i-1) == 読点) {
			n := i + 1
			for s(n) == て || s(n) == は || s(n) == ほか || s(n) == の || s(n) == 他 {
				n++
			}
			return Exception, n
		}
	case 以外, いがい:
		n := i + 1
		for s(n) == の || s(n) == 目的 || s(n) == で || s(n) == に || s(n) == は || s(n) == には || s(n) == ため || s(n) == 用途 {
			n++
		}
		return Exception, n
	case 範囲, 限度, 限り, 程度:
		if i == 0 {
			return 0, 0
		}
		p := t[i-1]
		if t[i].Surface == 限り {
			if p.Base == ない {
				return Exception, i + 1
			}
			if p.Surface == な && i > 1 && t[i-2].Surface == 必要 && s(i+1) == で {
				return Purpose, i + 2 // 「業務に必要な限りで」
			}
			if p.POS == token.Verb || p.POS == token.Auxiliary || p.POS == token.AdnominalParticle {
				return Condition, i + 1
			}
			return 0, 0
		}
		n := i + 1
		if s(n) == 内 {
			n++
		}
		// 範囲を超えて
		if s(n) == を && (base(n+1) == 超える || base(n+1) == 越える) {
			return Exception, n + 2
		}
		if s(n) == で || s(n) == に || s(n) == において || s(n) == 内 {
			n++
			for s(n) == のみ || s(n) == だけ || s(n) == おいて || s(n) == は || base(n) == 限る || s(n) == て || s(n) == 限り {
				n++
			}
			return Purpose, n
		}
	case ため, 為:
		if i == 0 || t[i-1].POS == token.Comma {
			return 0, 0
		}
		n := i + 1
		for s(n) == に || s(n) == の || s(n) == のみ || s(n) == だけ || s(n) == 等 || s(n) == など || s(n) == 読点 && s(n-1) == の {
			n++
		}
		if base(n) == 必要 && (s(n+1) == な || s(n+1) == と || s(n+1) == が || s(n+1) == で) {
			return 0, 0 // …のために必要な範囲で, …のため必要がある場合: the later mark takes it in
		}
		return Purpose, n
	case よう:
		// 「従業者が閲覧できないよう、制限する」, 「到達できないように制限する」; not 「閲覧できないようにする」,
		// 「漏えいしないよう努める」, 「次のように」
		if i == 0 || t[i-1].POS != token.Verb && t[i-1].POS != token.Auxiliary && t[i-1].POS != token.BoundVerb && t[i-1].POS != token.Adjective {
			return 0, 0
		}
		n := i + 1
		if s(n) == に {
			n++
		}
		if n < len(t) && t[n].POS == token.Comma || n > i+1 && n < len(t) && !asked.Has(base(n)) {
			return Purpose, n
		}
	case 目的, 用途:
		n := i + 1
		if s(n) == で && base(n+1) == ある && s(n+2) == ば {
			return 0, 0 // 「正当と認める目的であれば」 is a condition
		}
		if s(n) == 外 && s(n+1) == に || s(n) == 外 && s(n+1) == で {
			return Exception, n + 2
		}
		if s(n) == 以外 {
			return 0, 0
		}
		if s(n) == と && base(n+1) == する && s(n+2) == て {
			return Purpose, n + 3
		}
		if s(n) == と && base(n+1) == する && (s(n+2) == た || n+2 < len(t) && isNominal(t[n+2])) {
			if s(n+2) == た {
				n++
			}
			return Purpose, n + 2 // 「改善を主目的とした調査」, 「保守を目的とするアクセス」
		}
		if s(n) == を && base(n+1) == もつ || s(n) == として {
			return Purpose, n + 1
		}
		if (s(n) == に || s(n) == として) && i > 0 && s(i-1) == を {
			return Purpose, n + 1 // 「…を高めることを目的に」
		}
		if (s(n) == で || s(n) == に || s(n) == のみ || s(n) == において) && i > 0 && (t[i-1].POS == token.AdnominalParticle || t[i-1].POS == token.VerbalNoun || t[i-1].POS == token.Verb || t[i-1].POS == token.Noun || t[i-1].POS == token.Auxiliary) {
			n++
			for s(n) == のみ || s(n) == に || s(n) == 限り || s(n) == 限っ || s(n) == て {
				n++
			}
			return Purpose, n
		}
	case 向け:
		// 「機能の追加に向けて」, 「改善に向けた検討」; not 「会員に向けて」
		if i > 1 && s(i-1) == に && base(i) == 向ける && (t[i-2].POS == token.VerbalNoun || goalNouns.Has(s(i-2))) {
			n := i + 1
			if s(n) == て || s(n) == た {
				n++
			} else if s(n) != 読点 {
				return 0, 0
			}
			return Purpose, n
		}
	case べく:
		// 「健全性を保つべく」
		if i > 0 && base(i) == べし && (t[i-1].POS == token.Verb || t[i-1].POS == token.BoundVerb) {
			return Purpose, i + 1
		}
	case 念頭, 視野:
		// 「品質の維持を念頭に」
		if i > 0 && s(i-1) == を && s(i+1) == に {
			n := i + 2
			if base(n) == 置く || base(n) == おく || base(n) == 入れる {
				n++
				if s(n) == て {
					n++
				}
			}
			return Purpose, n
		}
	case 見越し, 見据え, 目指し, 期し, ねらい:
		// 「障害を見越して」
		if i > 0 && s(i-1) == を && s(i+1) == て {
			return Purpose, i + 2
		}
	case うえ:
		return inDoing(t, i)
	case 応じ, 応じて, に応じて, に基づき, に基づいて, に基づい, 基づき, 基づい, 従い, 従っ, に従い, に従って, 受け, 得, 頂い, いただい:
		// 依頼に応じて, 同意を得て, 法令に基づき
		if i == 0 {
			return 0, 0
		}
		if i+1 < len(t) && t[i+1].POS == token.Auxiliary && t[i+1].Base != た {
			return 0, 0 // 「引渡しに応じます」 is the predicate
		}
		back := i - 1
		if s(back) == に || s(back) == を {
			back--
		}
		if back < 0 {
			return 0, 0
		}
		if t[i].Surface == 受け || t[i].Surface == 得 || t[i].Base == 頂く || t[i].Base == いただく {
			if !consentWords.Has(t[back].Surface) || (s(i+1) != て && s(i+1) != た && s(i+1) != 読点) {
				return 0, 0
			}
			if s(i+1) == た {
				if s(i+2) == 上 || s(i+2) == うえ { // 同意を得た上で
					n := i + 3
					if s(n) == で {
						n++
					}
					return Condition, n
				}
				return 0, 0
			}
			if s(i+1) == て {
				if i+2 < len(t) && t[i+2].POS == token.BoundVerb {
					return 0, 0 // 「同意を得てください」 is the predicate
				}
				return Condition, i + 2
			}
			return Condition, i + 1
		}
		n := i + 1
		if s(n) == て {
			n++
		}
		return Condition, n
	case なく, 無く, なし, 無し, なしに, ず, ずに, なけれ, ない:
		back := i - 1
		for back >= 0 && (t[back].Base == こと || s(back) == が || s(back) == も || s(back) == は || s(back) == を || s(back) == の || t[back].Base == 得る || t[back].Base == 受ける || t[back].Base == する || t[back].Base == ある || t[back].Base == とる || t[back].Base == 取る || t[back].Base == 経る || t[back].Base == 得) {
			back--
		}
		if back < 0 || !consentWords.Has(t[back].Surface) {
			return 0, 0
		}
		switch t[i].Surface {
		case ない:
			if s(i+1) == 限り {
				return Exception, i + 2
			}
			if s(i+1) == で || s(i+1) == まま {
				return Exception, i + 2
			}
			return 0, 0
		case なけれ:
			if s(i+1) == ば {
				return Exception, i + 2
			}
			return 0, 0
		}
		n := i + 1
		for s(n) == に || s(n) == して || s(n) == は {
			n++
		}
		return Exception, n
	case に, として:
		// 「宣伝等に利用する」, 「販売促進の素材として使う」
		if t[i].POS == token.CaseParticle && i > 0 && usedFor.Has(base(i+1)) {
			k := i - 1
			for k > 0 && (t[k].POS == token.AdverbialParticle || t[k].Surface == 等 || t[k].Surface == など) {
				k--
			}
			p := t[k]
			if p.Surface == 担保 || p.Surface == 閲覧 && base(i+1) == 供 {
				return 0, 0
			}
			if p.POS == token.VerbalNoun || p.POS == token.Noun && !strings.HasSuffix(u.Sentence.Surface(k), "者") && !strings.HasSuffix(u.Sentence.Surface(k), "社") {
				return Purpose, i + 1
			}
		}
	case に際し, に際して, に当たり, にあたり, に当たって, にあたって, 際し, 際して, 当たり, あたり, 当たって, あたって:
		// 対応に際し、 提供に当たり
		if i > 0 && (t[i].End-t[i].Start > 6 && t[i].POS == token.CaseParticle || s(i-1) == に) {
			n := i + 1
			if s(n) == て || s(n) == は {
				n++
			}
			return Condition, n
		}
	case 過程, 一環, 観点, 都合, 経緯, 趣旨, 見地:
		// 「メンテナンスの過程で」, 「改善の一環として」, 「安全の観点から」, 「移行の都合により」
		if i > 0 && (t[i-1].POS == token.AdnominalParticle || t[i-1].POS == token.Verb || t[i-1].POS == token.Auxiliary || isNominal(t[i-1])) {
			n := i + 1
			if s(n) == 上 {
				n++
			}
			switch s(n) {
			case で, において, として, から, により, によって, より, に, 読点:
				if s(n) != 読点 {
					n++
				} else if n == i+1 {
					return 0, 0
				}
				if s(n) == 読点 || s(n) == は || s(n-1) != に {
					return Condition, n
				}
			}
		}
	case に伴い, に伴って, に伴う, 伴い, 伴う, 伴っ, に備え, に備えて, 備え, 資する:
		// 「移行に伴い」, 「障害に備えて」
		if i > 1 && s(i-1) == に && (isNominal(t[i-2]) || t[i-2].POS == token.FormalNoun) {
			n := i + 1
			if s(n) == て {
				n++
			}
			if t[i].Surface == 資する && s(n) != ため && s(n) != 目的 {
				return 0, 0
			}
			if t[i].Surface != 伴う && t[i].Surface != 資する {
				return Condition, n
			}
		}
	case 上:
		if role, end := inDoing(t, i); end > 0 {
			return role, end
		}
		// 「維持管理上、」, 「技術上の理由により」
		if i > 0 && (t[i-1].POS == token.VerbalNoun || groundNouns.Has(s(i-1))) && s(i+1) == 読点 && s(i+3) != 上 && s(i+4) != 上 {
			return Condition, i + 1
		}
	case 理由:
		// 「技術上の理由により」, 「やむを得ない理由から」
		if i > 0 && (s(i+1) == により || s(i+1) == によって || s(i+1) == から || s(i+1) == で) && (t[i-1].POS == token.AdnominalParticle || s(i-1) == な || t[i-1].POS == token.Verb || t[i-1].POS == token.Auxiliary) {
			return Condition, i + 2
		}
	case ば:
		if i > 0 && t[i-1].Form == token.Hypothetical && !(base(i+1) == なる || base(i+1) == いける) {
			return Condition, i + 1
		}
	case たら:
		return Condition, i + 1
	}
	return 0, 0
}

// goalNouns are nouns, beside those of acts, that one works towards.
var goalNouns = token.SetOf(実現, 品質, 利便性, 精度, 目標, 高度化, 最適化, 新機能)

// inDoing reads 「確かめるうえで」, 「運営する上で」: in doing something, for it. What has been
// done (した上で) is none; 「するうえで必要な範囲で」 belongs to the mark behind it.
func inDoing(t []token.Token, i int) (role TokenRole, end int) {
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
var asked = token.SetOf(する, なる, いたす, 致す, できる, 努める, 心掛ける, 心がける, 留意, 注意, 配慮, 求める, 依頼, 指示, 要請, 指導, 監督, 義務付ける, 要求, 取り計らう)

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

// nearMarks take no more than the noun phrase before them.
var nearMarks = token.SetOf(応じる, 応ずる, 基づく, 従う, に従い, に従って, に, として, に際し, に際して, に当たり, にあたり, に当たって, にあたって)

// pointing are the words that make a condition of what was said before: その場合.
var pointing = token.SetOf(その, この, かかる, 当該)

// adnominal are particles that join a noun to the noun behind them.
var adnominal = token.SetOf(による, における, に関する, に対する, としての)

// opensList are the words that begin a reference to items.
var opensList = token.SetOf(次, 次に, 以下に, 以下, 下記, 左記)

// phraseStart walks left from the mark at i to the start of its phrase.
func phraseStart(u *Unit, i int, role TokenRole) int {
	t := u.Sentence.Tokens
	if i > 0 && role == Condition && pointing.Has(t[i-1].Surface) {
		return i - 1 // 「委託することがあり、その際に…」: what is before it is said for itself
	}
	near := nearMarks.Has(t[i].Base) || nearMarks.Has(t[i].Surface) // 「…し、必要に応じて」
	taken := false                                                  // an object of the phrase's own verb was passed
	if role == Purpose && i > 2 && t[i].Surface == 目的 && t[i-1].Surface == を && t[i-2].Surface == こと {
		i -= 2 // 「…を高めることを目的に」
	}
	if role == Purpose && i > 2 && t[i-1].POS == token.AdnominalParticle && t[i-2].Surface == 目的 {
		i -= 2 // 「…の確保を図る目的のために」: what 目的 ends decides
	}
	verbal := i > 0 && (t[i-1].POS == token.Verb || t[i-1].POS == token.Auxiliary || t[i-1].POS == token.BoundVerb)
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
		if noun < i && k < noun && (t[k].Surface == を || t[k].POS == token.Comma && k > 0 && !isNominal(t[k-1])) {
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
		if near && (t[k].POS == token.Comma || t[k].POS == token.ConjunctiveParticle || t[k].POS == token.CaseParticle && k < i-1 && t[k+1].POS != token.AdnominalParticle && !adnominal.Has(t[k].Surface)) {
			return k + 1
		}
		if opensList.Has(t[k].Surface) && k > 0 && k < i-1 && (t[k-1].POS == token.CaseParticle || t[k-1].POS == token.TopicParticle) {
			return k // 「…情報を次に該当する場合を除き」
		}
		if t[k].POS == token.Comma && k > 0 && t[k-1].POS == token.ConjunctiveParticle && (t[k-1].Surface == が || t[k-1].Surface == ものの || becauseAt(t, k-1)) {
			break // another predicate ends here
		}
		switch {
		case t[k].POS == token.Comma && k > 0:
			p := t[k-1]
			particle := p.POS == token.CaseParticle || p.POS == token.TopicParticle || p.POS == token.AdverbialParticle
			switch role {
			case Purpose:
				if particle || p.POS == token.Conjunction || p.Form == token.Continuative || p.Surface == て {
					if !(p.Form == token.Continuative && verbal) {
						return k + 1
					}
				}
			case Condition:
				if p.Surface == について || p.Surface == に関して || p.Surface == に関し || p.Surface == つき {
					return k + 1 // 「投稿について、違反の疑いがある場合には」
				}
			case Exception:
				if !verbal && p.POS == token.Verb && p.Form == token.Continuative && noun == i {
					return k + 1 // 「…を開示し、本契約の履行以外の目的に」: the act before the comma is of the main clause
				}
				if p.Surface == を || p.Surface == へ || p.Surface == について || p.Surface == に || p.Surface == につき {
					return k + 1
				}
			}
		case t[k].Surface == を && role == Purpose && (t[i].Surface == 目的 && k >= i-2 || k == i-1):
			continue // 「改善を目的として」, 「品質の維持を念頭に」
		case t[k].Surface == を && role == Purpose:
			if verbal && !taken {
				taken = true
				continue
			}
			return k + 1
		case t[k].Surface == を && role == Exception && t[i].Surface == 以外:
			return k + 1
		case role == Purpose && t[k].POS == token.CaseParticle && (t[k].Surface == が || t[k].Surface == に対して || t[k].Surface == に対し):
			if !verbal {
				return k + 1
			}
		}
	}
	// Particles left behind by the earlier phrase do not open this one.
	for k+1 < i && (t[k+1].POS == token.Comma || t[k+1].POS == token.TopicParticle || t[k+1].POS == token.Conjunction || t[k+1].POS == token.CaseParticle) {
		k++
	}
	return k + 1
}

// isTopic reports whether token k is a は or も that marks a topic of the whole
// sentence: it follows a noun, and is no part of には, では, とは before a negation.
func isTopic(u *Unit, k int) bool {
	t := u.Sentence.Tokens
	if p := t[k].POS; p != token.TopicParticle && p != token.Conjunction {
		return false
	}
	if k > 0 && t[k].Surface == では && t[k].POS == token.Conjunction && isNominal(t[k-1]) {
		return true // after a space the dictionary takes では for a conjunction
	}
	if k == 0 || t[k].POS != token.TopicParticle || (t[k].Surface != は && t[k].Surface != も) {
		return false
	}
	p := t[k-1]
	switch p.POS {
	case token.Noun, token.VerbalNoun, token.AdjectivalNoun, token.Number, token.CloseBracket, token.Other, token.Symbol:
		// も between nouns and は inside 「…は、又は」 lists are rare; a named party or a comma behind makes it sure.
		if t[k].Surface == は {
			return true
		}
		return k+1 < len(t) && t[k+1].POS == token.Comma
	case token.FormalNoun:
		return t[k].Surface == は && k+1 < len(t) && t[k+1].POS == token.Comma // 「…を読むことは、」
	case token.CaseParticle:
		return t[k].Surface == は && k+1 < len(t) && t[k+1].POS == token.Comma && (p.Surface == において || p.Surface == で || p.Surface == に || p.Surface == について || p.Surface == として)
	}
	return false
}

// hollowNouns take a clause as their complement but are no thing that the
// clause describes: the clause stays main.
var hollowNouns = token.SetOf(こと, もの, 権利, 権限, 義務, 責任, 必要, 可能, 可能性, 場合, とき, 旨, よう, おそれ, 恐れ, ため, はず, 予定, わけ, 責, 権原, 裁量, 立場, 際, 上, 限り, 以上, 方針, 意向, 許諾, ライセンス, 資格, の)

// actNouns end an item or an object as a name for the act before them.
var actNouns = token.SetOf(行為, 措置, 業務, 事項, 作業, こと, 処理, 対応, 取組, 取り組み)

// relatives marks clauses that modify a noun.
func relatives(u *Unit) {
	t := u.Sentence.Tokens
	for i := 0; i+1 < len(t); i++ {
		if u.Roles[i] != Main {
			continue
		}
		if !endsClause(t, i) {
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
		if u.Roles[k] != Main && u.Roles[k] != Bracket && u.Roles[k] != Quoted || isTopic(u, k) {
			return k + 1
		}
		switch {
		case t[k].POS == token.Comma && k > 0:
			p := t[k-1]
			if p.POS == token.CaseParticle || p.POS == token.TopicParticle || p.POS == token.ConjunctiveParticle || p.POS == token.Conjunction || p.POS == token.Auxiliary && p.Form == token.Terminal {
				if p.Surface != が || p.POS == token.ConjunctiveParticle {
					return k + 1
				}
			}
			if p.POS == token.Verb && p.Form == token.Continuative {
				return k + 1 // 「内容を確認し、該当する投稿を」: the main clause goes on before the comma
			}
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
			for k > 0 && (isNominal(t[k-1]) || t[k-1].POS == token.AdnominalParticle || t[k-1].POS == token.Prefix || t[k-1].Surface == 又は || t[k-1].Surface == 及び || t[k-1].Surface == または || t[k-1].Surface == および) {
				k--
			}
			return k
		}
	}
	return 0
}

// adnominalVerbs say of a noun no more than that it is the one meant.
var adnominalVerbs = token.SetOf(該当, 関連, 関係, 相当, 対応)

func isNominal(t token.Token) bool {
	switch t.POS {
	case token.Noun, token.VerbalNoun, token.AdjectivalNoun, token.FormalNoun, token.AdverbialNoun, token.Number, token.Other, token.Symbol, token.Prefix:
		return true
	}
	return false
}

// nominalEnd reports whether a sentence ends in a noun (an item like
// 「…の場合」, 「…のため」, 「商品の発送」) and not in a predicate.
func nominalEnd(u *Unit) bool {
	t := u.Sentence.Tokens
	for i := len(t) - 1; i >= 0; i-- {
		switch t[i].POS {
		case token.Period, token.Comma, token.CloseBracket, token.OpenBracket:
			continue
		}
		if u.Roles[i] == Bracket {
			continue
		}
		return isNominal(t[i]) || t[i].POS == token.CaseParticle || t[i].POS == token.AdverbialParticle || t[i].POS == token.VerbalNoun
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
