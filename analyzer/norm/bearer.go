package norm

import (
	"strings"

	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/token"
)

// staffWords stand for the party they belong to: 「当社の従業者は」 is the vendor.
var staffWords = token.SetOf(従業, 従業者, 従業員, 役員, 職員, 役職員, 役職, 使用, 構成員, 社員, 担当, 担当者, 要員, スタッフ, 使用人, 関連, 会社, 関連会社, グループ, グループ会社, 子会社, 親会社, 委託, 再, 先, 委託先, 再委託先, 提携, 者, 員, 等, ら, 側, 自身, 各位, 方, 保守, 運用, 管理, 管理者, 代理人, 技術, サポート, のみ, 自ら, だけ, 様, 役, 皆様, 皆さま, 社, 人員, 係, 係員)

// subject returns the party whose noun phrase ends right before token k (a は,
// も or が), and the words that name it.
func subject(u *Unit, k int) (structure.Role, source.Span) {
	t := u.Sentence.Tokens
	// Walk left over staff words, の and coordinations to the last party mark.
	role := structure.NoRole
	var span source.Span
	end := k
	for end > 0 && (t[end-1].POS == token.CloseBracket || u.Roles[end-1] == Bracket) {
		end--
	}
	for i := end; i > 0; {
		if p, ok := partyAt(u, i); ok {
			if before, named := partyAt(u, p.Start); named && t[p.Start].Surface == 本人 {
				p = before // 利用者本人
			}
			if role == structure.NoRole {
				role = p.Role
				span = source.Span{Start: int(t[p.Start].Start), End: int(t[k-1].End)}
			} else if role != p.Role && (p.Role == structure.Vendor || p.Role == structure.Customer) && (role == structure.Vendor || role == structure.Customer) {
				role = structure.Both
				span.Start = int(t[p.Start].Start)
			} else if role == structure.Third && p.Role != structure.Third {
				role = p.Role // 当社又は第三者は: the party counts
			}
			i = p.Start
			if role == structure.Third && i > 2 && t[i-1].Base == 含む && t[i-2].Surface == を {
				if p, ok := partyAt(u, i-2); ok && p.Role == structure.Vendor {
					return p.Role, source.Span{Start: int(t[p.Start].Start), End: int(t[k-1].End)} // 「開発者を含む第三者が」
				}
			}
			// 及び, 又は, と, 、 join another party, and so does も with も: 「甲も乙も」.
			j := i
			for j > 0 && (t[j-1].Surface == 及び || t[j-1].Surface == および || t[j-1].Surface == 又は || t[j-1].Surface == または || t[j-1].Surface == と || t[j-1].Surface == 読点 || t[j-1].Surface == 並びに || t[j-1].Surface == ならびに || t[j-1].Surface == もしくは || t[j-1].Surface == 若しくは || t[j-1].Surface == 中点 || t[j-1].Surface == も && k < len(t) && t[k].Surface == も) {
				j--
			}
			if j == i {
				if role == structure.Third && i > 0 && u.Roles[i-1] == Relative {
					// 「当社及び当社が認めた第三者は」, 「利用者又は利用者の指定する第三者は」
					for j = i; j > 0 && u.Roles[j-1] == Relative; {
						j--
						if p, ok := partyAt(u, j); ok && joins.Has(t[j].Surface) && (p.Role == structure.Vendor || itsOwn(t, p, j+1)) {
							return p.Role, source.Span{Start: int(t[p.Start].Start), End: int(t[k-1].End)}
						}
					}
				}
				break
			}
			i = j // a staff word may stand between: 当社の役員及び従業員
			continue
		}
		s := t[i-1].Surface
		if staffWords.Has(s) || staffWords.Has(t[i-1].Base) || s == ご && i < len(t) && t[i].Surface == 自身 || t[i-1].POS == token.AdnominalParticle && (i == end || staffWords.Has(t[i].Surface) || t[i].POS == token.VerbalNoun || t[i].POS == token.Noun) && role == structure.NoRole && i < end || s == 及び || s == 又は || s == または || s == および || s == その他 || s == 読点 && i < end || s == その && i > 1 && i < end && joins.Has(t[i-2].Surface) {
			i--
			continue
		}
		if role == structure.NoRole {
			if p, ok := joinedTo(u, i); ok {
				return p.Role, source.Span{Start: int(t[p.Start].Start), End: int(t[k-1].End)}
			}
		}
		break
	}
	return role, span
}

// joinedTo returns the party that a noun which names none is joined to, ending
// before token i: 「当社及び開発会社が」, 「当社又はAPIの提供者が」.
func joinedTo(u *Unit, i int) (PartyMark, bool) {
	t := u.Sentence.Tokens
	head := i - 1
	for low := max(i-8, 0); i > low && (isNominal(&t[i-1]) || t[i-1].Surface == の); {
		i--
		if t[i].Surface == の && head >= 0 && !(head+1 < len(t) && staffWords.Has(t[head+1].Surface)) && (t[head].POS == token.VerbalNoun || t[head].Surface == 情報 || t[head].Surface == データ) {
			return PartyMark{}, false // 「会員又はお子さまの識別が可能な情報」
		}
	}
	if i > 0 && u.Roles[i-1] == Relative {
		// 「お客様又はその指定する監査人は」, 「甲又は甲が選任した者は」
		for j := i; j > 1 && u.Roles[j-1] == Relative; j-- {
			if joins.Has(t[j-1].Surface) {
				if p, ok := partyAt(u, j-1); ok && itsOwn(t, p, j) {
					return p, true
				}
			}
		}
	}
	if i < 2 {
		return PartyMark{}, false
	}
	switch t[i-1].Surface {
	case 及び, および, 又は, または, 並びに, ならびに, 若しくは, もしくは:
		return partyAt(u, i-1)
	}
	return PartyMark{}, false
}

// itsOwn reports whether the words at token k speak of somebody by the party before
// them: 「…又はその」, 「…又は自ら」, the party's own word again.
func itsOwn(t []token.Token, p PartyMark, k int) bool {
	return k < len(t) && (t[k].Surface == その || t[k].Surface == 自ら || t[k].Surface == t[p.Start].Surface)
}

// staff returns the party whose people the noun phrase before token k names, by
// its head (「弊社インストラクター」, 「当社の限られたメンバー」); of people whom only
// their work names (「開発チーム」, 「サポートスタッフ」) terms speak where they mean
// the vendor's. assumed says that no party is named.
func staff(u *Unit, k int) (role structure.Role, span source.Span, assumed bool) {
	t := u.Sentence.Tokens
	for k > 0 && (u.Roles[k-1] == Bracket || fillers.Has(t[k-1].Surface)) {
		k--
	}
	if k == 0 || !isNominal(&t[k-1]) {
		return structure.NoRole, source.Span{}, false
	}
	if t[k-1].Surface == 運営 && (k == 1 || !isNominal(&t[k-2]) && t[k-2].Surface != の && t[k-2].Surface != な) {
		return structure.Vendor, source.Span{Start: int(t[k-1].Start), End: int(t[k-1].End)}, true // 「手紙の中身を運営が読むことはありません」
	}
	if !endsPeople(u.Sentence.Surface(k - 1)) {
		return structure.NoRole, source.Span{}, false
	}
	head := k - 1
	for head > 0 && isNominal(&t[head-1]) {
		head--
	}
	name := u.Sentence.Text.Between(t, head, k)
	person := false
	for _, w := range people {
		person = person || strings.HasSuffix(name, w)
	}
	if !person {
		return structure.NoRole, source.Span{}, false
	}
	for i := k - 1; i > 0; i-- {
		if p, ok := partyAt(u, i); ok && (t[i].Surface == の || isNominal(&t[i])) {
			if p.Role != structure.Vendor && p.Role != structure.Customer {
				return structure.NoRole, source.Span{}, false
			}
			return p.Role, source.Span{Start: int(t[p.Start].Start), End: int(t[k-1].End)}, false
		}
		if p := &t[i-1]; !isNominal(p) && p.POS != token.AdnominalParticle && p.POS != token.Adnominal && u.Roles[i-1] != Relative && t[i-1].Surface != な && !joins.Has(t[i-1].Surface) {
			break
		}
	}
	for _, w := range vendorWork {
		if strings.Contains(name, w) {
			return structure.Vendor, source.Span{Start: int(t[head].Start), End: int(t[k-1].End)}, true
		}
	}
	return structure.NoRole, source.Span{}, false
}

// people end the names of those who work for a party.
var people = [...]string{"スタッフ", "チーム", "メンバー", "エンジニア", "インストラクター", "オペレーター", "オペレータ", "アナリスト", "コンサルタント", "担当", "担当者", "要員", "技術者", "作業者", "作業員", "責任者", "社員", "職員", "従業員", "従業者", "管理者", "部門", "部署", "窓口", "事務局", "モデレーター", "デスク", "レビュアー", "開発者", "カスタマーサポート", "カスタマーサクセス", "ヘルプデスク", "サポート係", "保守員", "技術員"}

// endsPeople reports whether a word ends in a letter that one of people ends in.
func endsPeople(word string) bool {
	return len(word) < 3 || peopleEnd[word[len(word)-1]&63]&(1<<(word[len(word)-2]&63)) != 0
}

// peopleEnd has of the last letters of people their last bytes and, as bits, those
// before them.
var peopleEnd = func() (ends [64]uint64) {
	for _, w := range people {
		ends[w[len(w)-1]&63] |= 1 << (w[len(w)-2] & 63)
	}
	return ends
}()

// vendorWork is work that is the vendor's, where nobody says whose people do it.
var vendorWork = [...]string{"運営", "開発チーム", "開発担当", "エンジニア", "保守", "サポート", "監視チーム", "カスタマーサクセス", "モデレーター", "オペレーター", "ヘルプデスク", "運用担当", "運用チーム", "運用スタッフ", "技術スタッフ", "技術担当", "導入担当", "導入支援", "審査担当", "監視担当", "監視員", "保守員", "技術員"}

// topics are what a topic ends in, see isTopic; subjects the words behind one who
// acts, agents those behind one by whom something is done.
const topics classes = 1<<token.TopicParticle | 1<<token.Conjunction

var (
	subjects = token.SetOf(が, も, において, にて, で, の)
	agents   = token.SetOf(により, によって, による, によりまして)
)

// onlyDone reports whether the topic before token k is the act itself, of which the
// predicate says no more than that somebody does it: 「記録の閲覧は行いません」.
func onlyDone(t []token.Token, k int) bool {
	if k == 0 || k+1 >= len(t) || t[k-1].POS != token.VerbalNoun && t[k-1].Surface != 取り扱い && t[k-1].Surface != 取扱い {
		return false
	}
	for k++; k+1 < len(t) && (t[k].POS == token.Adverb || t[k].POS == token.Comma); k++ {
	}
	switch t[k].Base {
	case する, いたす, 致す, 行う, 行なう, 実施:
		return true
	}
	return false
}

// besidePassive reports whether the vendor's が at token k stands before a clause in the
// passive that belongs to the next noun, so that it is no subject of that clause:
// 「当社が保存された記録を閲覧する」.
func besidePassive(u *Unit, k int) bool {
	t := u.Sentence.Tokens
	end := k + 1
	for end < len(t) && u.Roles[end] == Relative {
		end++
	}
	for end > k+1 && t[end-1].POS == token.Auxiliary {
		end--
	}
	if end < k+3 || end > k+12 || t[end-1].POS != token.BoundVerb || !passives.Has(t[end-1].Base) {
		return false
	}
	role, _ := subject(u, k)
	return role == structure.Vendor
}

// enabled reports whether the subject before the が at token k is one whom somebody lets
// do what follows: 「会員が確認できるようにします」.
func enabled(t []token.Token, k, end int) bool {
	for i := k + 2; i+2 < end && i < k+16; i++ {
		switch {
		case t[i].POS == token.Comma, t[i].Surface == が:
			return false
		case t[i].Surface == よう || t[i].Surface == 状態:
			return (t[i-1].Base == できる || t[i-1].Base == 可能 || t[i-1].Surface == な && t[i-2].Base == 可能) && t[i+1].Surface == に && t[i+2].Base == する
		}
	}
	return false
}

// partyBefore reports whether a party word ends at token k: 「当社で確認する」.
func partyBefore(u *Unit, k int) bool {
	_, ok := partyAt(u, k)
	return ok
}

// readBearer finds who the norm is about.
func readBearer(u *Unit, n *Norm, idx int) {
	t := u.Sentence.Tokens
	topic, place := false, false
	done := false // to the customer: 「背いた会員には、利用を止めるなどの対応をとることがあります」
	for k := n.Start; k < n.End; k++ {
		if !topics.has(t[k].POS) || u.Roles[k] != Main {
			continue
		}
		if k > 3 && t[k].Surface == も && t[k-1].Surface == て && t[k-2].Base == ある && t[k-3].Base == だ {
			// 「当社の従業員であっても」
			if role, span := subject(u, k-3); role != structure.NoRole && n.BearerBy == Unstated {
				n.Bearer, n.BearerSpan, n.BearerBy = role, span, Topic
				break
			}
			continue
		}
		if isTopic(u, k) || t[k].POS == token.TopicParticle && k > 0 && (t[k-1].Surface == で || t[k-1].Surface == に || t[k-1].Surface == として || t[k-1].Surface == において) {
			at := k
			if t[k-1].POS == token.CaseParticle {
				at = k - 1
			}
			if role, span, assumed := staff(u, at); role != structure.NoRole && !assumed {
				n.Bearer, n.BearerSpan, n.BearerBy = role, span, Topic
				break
			}
			if role, span := subject(u, at); role != structure.NoRole {
				if role == structure.Vendor && at < k && t[at].Surface == で && services.Has(t[at-1].Surface) && lets(u, n) {
					place, topic = true, true
					break
				}
				if role == structure.Customer && at < k && t[at].Surface == に {
					done = reserves(u, n)
				}
				if done || role == structure.Customer && at < k && t[at].Surface == に && humble(u, n) {
					topic = true // 「ご希望のお客様には、報告書をお渡しします」: they get it
					break
				}
				if role == structure.Vendor && at < k && t[at].Surface == に && customerDoes(u, n, at) {
					continue // 「会員が自らの費用で解決し、当社には迷惑をかけない」
				}
				if role == structure.Third && at < k && t[at].Surface == に && (t[k].Surface == も || !n.Passive && (n.Modality == Will || n.Modality == Obligation)) {
					continue // 「監督官庁に届け出て、本人にも知らせる」, 「いかなる第三者にも渡さない」: whom one tells does nothing
				}
				if n.BearerBy == Unstated {
					n.Bearer, n.BearerSpan, n.BearerBy = role, span, Topic
				}
				break
			}
			if role, span, assumed := staff(u, at); role != structure.NoRole {
				if n.Bearer, n.BearerSpan, n.BearerBy = role, span, Topic; assumed {
					n.BearerBy = Assumed
				}
				break
			}
			topic = topic || !occasion(t, at) && !onlyDone(t, at)
		}
	}
	if n.BearerBy == Unstated {
		// 当社において監視する
		for k := n.Start; k < n.End; k++ {
			if !subjects.Has(t[k].Surface) || u.Roles[k] != Main && u.Roles[k] != Relative {
				continue
			}
			if t[k].Surface == が && t[k].POS == token.CaseParticle || t[k].Surface == も && t[k].POS == token.TopicParticle || t[k].Surface == において || t[k].Surface == にて || t[k].Surface == で && k > 0 && (t[k-1].Surface == 側 || t[k-1].Surface == 自身 || t[k-1].Surface == 運営 || t[k].POS == token.CaseParticle && !services.Has(t[k-1].Surface) && partyBefore(u, k)) || t[k].Surface == の && k+1 < n.End && (t[k+1].Surface == 判断 || t[k+1].Surface == 裁量 || t[k+1].Surface == 責任 || t[k+1].Surface == 負担 || t[k+1].Surface == 費用) || t[k].Surface == の && t[k].POS == token.CaseParticle {
				if t[k].Surface == が && (until(t, k, n.End) || enabled(t, k, n.End)) {
					continue // 「会員がやめた後、情報は消去します」, 「会員が確認できるようにします」
				}
				if u.Roles[k] == Relative && (t[k].Surface != が || k+1 >= n.End || t[k+1].Surface != 読点 && !besidePassive(u, k)) {
					continue // 「当社が、お預かりした記録を閲覧する」: the comma parts it from the clause
				}
				if t[k].Surface != の {
					if role, span, assumed := staff(u, k); role != structure.NoRole && !assumed {
						n.Bearer, n.BearerSpan, n.BearerBy = role, span, Subject
						break
					}
				}
				if role, span := subject(u, k); role == structure.Vendor || role == structure.Customer || role == structure.Both || role == structure.Third && t[k].Surface == が {
					n.Bearer, n.BearerSpan, n.BearerBy = role, span, Subject
					break
				}
				if t[k].Surface != の {
					if role, span, assumed := staff(u, k); role != structure.NoRole {
						if n.Bearer, n.BearerSpan, n.BearerBy = role, span, Subject; assumed {
							n.BearerBy = Assumed
						}
						break
					}
				}
			}
		}
	}
	if n.BearerBy == Unstated && u.traits&agentTrait != 0 {
		for k := n.Start; k < n.End; k++ {
			if agents.Has(t[k].Surface) && u.Roles[k] == Main {
				if role, span := subject(u, k); role == structure.Vendor || role == structure.Customer || role == structure.Third && n.Passive {
					n.Bearer, n.BearerSpan, n.BearerBy = role, span, Agent
				}
			}
		}
	}
	if n.BearerBy == Unstated && !n.Passive && (n.Modality == Permission || n.Modality == Will) {
		for k := n.Start; k < n.End; k++ {
			if t[k].Surface != から || t[k].POS != token.CaseParticle || u.Roles[k] != Main {
				continue
			}
			if role, span := subject(u, k); role == structure.Vendor {
				n.Bearer, n.BearerSpan, n.BearerBy = role, span, Subject // 「情報を、当社から譲受人に移すことができる」
				break
			}
		}
	}
	if n.BearerBy != Unstated {
		return
	}
	if place {
		n.Bearer, n.BearerBy = structure.Customer, Assumed
		return
	}
	if othersDo(u, n) || anotherDoes(u, n) {
		n.Bearer, n.BearerBy = structure.Third, Subject
		return
	}
	if (n.Modality == Will || n.Modality == Obligation) && byFavour(u, n) {
		n.Bearer, n.BearerBy = structure.Customer, Assumed // 「許諾を得ていることを当社に保証していただきます」
		return
	}
	// Nobody is named here: the norm before in the same sentence, the lead, the
	// sentence before; then what the form of the predicate lets one assume.
	if idx > 0 && !topic && !n.Passive {
		p := u.Norms[idx-1]
		if p.BearerBy != Unstated && !p.Consent {
			n.Bearer, n.BearerBy = p.Bearer, FromBefore
			return
		}
	}
	if u.Lead != nil && len(u.Lead.Norms) > 0 && !topic {
		l := u.Lead.announcing()
		if l.Bearer != structure.NoRole {
			n.Bearer, n.BearerBy = l.Bearer, FromLead
			return
		}
	}
	if (n.Modality == Obligation || n.Modality == Prohibition) && endsInRequest(u, n) {
		n.Bearer, n.BearerBy = structure.Customer, Assumed
		return
	}
	if humble(u, n) && (n.Modality == Permission || n.Modality == Will || n.Modality == Denial) {
		n.Bearer, n.BearerBy = structure.Vendor, Assumed
		return
	}
	if done {
		n.Bearer, n.BearerBy = structure.Vendor, Assumed
		return
	}
	if !topic && (n.Modality == Permission || n.Modality == Will || n.Modality == Denial) && conditionOf(u, n, structure.Vendor) {
		// 「当社が事業を譲渡した場合には、情報を譲受人に譲渡できる」
		n.Bearer, n.BearerBy = structure.Vendor, Assumed
		return
	}
	if n.Modality == Permission && topic && vendorAlone(u) {
		n.Bearer, n.BearerBy = structure.Vendor, Assumed // 「掲載された記事は、当社が発行する冊子にも用いることができる」
		return
	}
	if (n.Modality == Will || n.Modality == Permission) && topic && judged(u, n) {
		n.Bearer, n.BearerBy = structure.Vendor, Assumed // 「当社が不適切と判断した投稿は、削除します」
		return
	}
	if n.Modality == Permission && ownEnds(u, n) {
		n.Bearer, n.BearerBy = structure.Vendor, Assumed // 「記事は、当社の広報活動において使うことができる」
		return
	}
	if n.Modality == Permission && n.Head >= 0 && (t[n.Head].Base == 妨げる || t[n.Head].Base == 差し支える) {
		n.Bearer, n.BearerBy = structure.Vendor, Assumed // 「保守に伴う閲覧は、これを妨げない」
		return
	}
	if n.Passive && (n.Modality == Permission || n.Modality == Will || n.Modality == Denial) {
		n.Bearer, n.BearerBy = structure.Vendor, Assumed
		return
	}
	if (n.Modality == Permission || n.Modality == Will && !topic) && sanctions(u, n) {
		n.Bearer, n.BearerBy = structure.Vendor, Assumed
		return
	}
	if topic {
		return
	}
	if before := u.Before(); before != nil && len(before.Norms) > 0 && !before.Sentence.Proviso {
		b := before.Norms[len(before.Norms)-1]
		if (b.BearerBy == Topic || b.BearerBy == Subject || b.BearerBy == FromBefore) && (b.Bearer == structure.Vendor || b.Bearer == structure.Customer || b.Bearer == structure.Both) {
			n.Bearer, n.BearerBy = b.Bearer, FromBefore
			return
		}
	}
}

// services are words for what runs, by which texts also call whoever runs it.
var services = token.SetOf(アプリ, サービス, サイト, システム, ソフトウェア)

// lets reports whether the predicate of n says what one can do: with a service for the
// place (「本アプリでは、写真を投稿・共有できます」) that is what the service offers to its users, and no power
// of whoever runs it, which terms reserve (できるものとする, ことがあります).
func lets(u *Unit, n *Norm) bool {
	if n.Modality != Permission {
		return false
	}
	t := u.Sentence.Tokens
	for i := n.End - 1; i > n.Start && i > n.End-5; i-- {
		switch t[i].Base {
		case できる, 可能:
			return i+1 == n.End || t[i+1].Base != もの
		case もの:
			return false
		}
	}
	return false
}

// sanctions reports whether a predicate without a subject permits what only the one
// who runs the service does: something to what breaks the rules (「規約に反する書き込みは
// 消すことがあります」, 「違反があったときは、投稿を削除できるものとする」), or something without
// a word before (「予告なく削除する場合があります」).
func sanctions(u *Unit, n *Norm) bool {
	t := u.Sentence.Tokens
	found := false
	for k := n.Start; k < n.End; k++ {
		switch t[k].Base {
		case 違反, 反する, 抵触, 予告:
			found = true
		case 通報, 禁止:
			found = found || n.Modality == Permission
		}
		if t[k].Surface == が && t[k].POS == token.CaseParticle && u.Roles[k] == Main && k > 0 && t[k-1].Base != こと && t[k-1].Base != 場合 {
			return false // somebody does it
		}
	}
	return found
}

// occasion reports whether the words before the particle at k name a time or a
// circumstance (「いかなる場合においても」, 「契約終了後においても」): they are no
// topic that the predicate could be about.
func occasion(t []token.Token, k int) bool {
	for k > 0 && (t[k-1].POS == token.CaseParticle || t[k-1].POS == token.TopicParticle) {
		k--
	}
	if k == 0 {
		return false
	}
	switch t[k-1].Base {
	case 場合, とき, 時, 際, 後, 以後, 以降, 期間, 期間中, 状況, 局面:
		return true
	}
	return false
}

// vendorAlone reports whether the vendor is named in a sentence, and the customer
// at most as the one who put something in (利用者が投稿した, 契約者の).
func vendorAlone(u *Unit) bool {
	t := u.Sentence.Tokens
	named := false
	for i := range t {
		if t[i].Surface == どなた || t[i].Surface == 誰 {
			return false
		}
	}
	for _, p := range u.Parties {
		switch p.Role {
		case structure.Vendor:
			named = true
		case structure.Customer:
			if u.Roles[p.Start] == Main && p.End < len(t) && t[p.End].Surface != の {
				return false
			}
		}
	}
	return named
}

// judged reports whether the topic of n is what the vendor finds to be so (「当社が不適切と
// 判断した投稿は」): whoever judges is who acts.
func judged(u *Unit, n *Norm) bool {
	t := u.Sentence.Tokens
	for _, p := range u.Parties {
		if p.Role != structure.Vendor || p.Start < n.Start || p.End+2 >= n.End || u.Roles[p.Start] != Relative || t[p.End].Surface != が && t[p.End].Surface != において {
			continue
		}
		for k := p.End + 1; k < n.End && u.Roles[k] == Relative; k++ {
			switch t[k].Base {
			case 判断, 認める, 考える, 思う, 判定, みなす:
				return true
			}
		}
	}
	for _, p := range u.Parties {
		if p.Start >= n.Start && p.End < n.End && u.Roles[p.Start] == Relative && t[p.End].Surface == が {
			return false
		}
	}
	for k := n.Start + 1; k+1 < n.End; k++ { // 「迷惑行為と判断した書き込みは、削除します」
		if u.Roles[k] == Relative && t[k].Base == 判断 && t[k-1].Surface == と && t[k+1].Base == する {
			return true
		}
	}
	return false
}

// ownEnds reports whether a sentence says that something is done for the vendor's
// own ends: 当社の事業のために, 弊社の広報活動において.
func ownEnds(u *Unit, n *Norm) bool {
	t := u.Sentence.Tokens
	for _, p := range u.Parties {
		if p.Role != structure.Vendor || p.Start < n.Start || p.End+1 >= n.End || t[p.End].Surface != の {
			continue
		}
		switch t[p.End+1].Base {
		case 事業, 業務, 営業, 広報, 宣伝, 広告, 広告宣伝, 販売, マーケティング, 媒体, 研究, 製品, 商品:
			return true
		}
	}
	return false
}

// conditionOf reports whether a condition of n speaks of what one party does, and
// of no consent: then the main clause speaks of the same party.
func conditionOf(u *Unit, n *Norm, role structure.Role) bool {
	t := u.Sentence.Tokens
	found := false
	for _, p := range u.Parties {
		if p.Start < n.Start || p.End >= n.End || u.Roles[p.Start] != Condition || (p.Role != structure.Vendor && p.Role != structure.Customer) {
			continue
		}
		if s := t[p.End].Surface; s == が || s == は || s == において {
			if p.Role != role {
				return false
			}
			found = true
		}
	}
	if !found {
		return false
	}
	for k := n.Start; k < n.End; k++ {
		if u.Roles[k] == Condition && (consentWords.Has(t[k].Surface) || t[k].Base == 認める && k > 1 && t[k-1].Surface == と && t[k-2].Base != 必要 && t[k-2].Base != ある || t[k].Base == 定める) {
			return false
		}
	}
	return true
}

// othersDo reports whether a subject that is no party does what the predicate
// says: 「内容の決定は園が行います」.
func othersDo(u *Unit, n *Norm) bool {
	t := u.Sentence.Tokens
	for k := n.Start + 1; k+1 < n.End && !n.Passive; k++ {
		if t[k].Surface != が || t[k].POS != token.CaseParticle || u.Roles[k] != Main {
			continue
		}
		switch t[k+1].Base {
		case 行う, おこなう, 行なう, 実施, 負う, 決定, 判断, 選択, 管理:
			return true
		}
	}
	return false
}

// anotherDoes reports whether what is denied is denied of somebody else than the
// parties: 「他の店舗のオーナーが…閲覧することはできません」, 「別の会社から参照されることはありません」.
func anotherDoes(u *Unit, n *Norm) bool {
	if n.Modality != Denial {
		return false
	}
	t := u.Sentence.Tokens
	for k := n.Start; k+2 < n.End; k++ {
		if u.Roles[k] != Main || t[k+1].Surface != の {
			continue
		}
		if w := t[k].Surface; w != 他 && w != ほか && w != 別 && w != よそ && w != 偽 {
			continue
		}
		i := k + 2
		for i < n.End && (isNominal(&t[i]) || t[i].Surface == の) {
			i++
		}
		if i == n.End {
			return false
		}
		switch w := t[i].Surface; {
		case w == が, w == も, w == は:
			return !n.Passive
		case w == から, w == に, w == で, agents.Has(w):
			return n.Passive
		}
	}
	return false
}

// humble reports whether the predicate of n humbles its subject (いたします,
// させていただきます, お渡しします): terms speak so of the vendor alone.
func humble(u *Unit, n *Norm) bool {
	t := u.Sentence.Tokens
	end := n.End
	if n.Head >= 0 { // 「参照させていただきますので、ご了承ください」: what is asked of the reader stands behind it
		end = min(end, n.Head+9)
	}
	for i := end - 1; i > n.Start && i > end-9; i-- {
		if u.Roles[i] != Main {
			continue
		}
		switch t[i].Base {
		case いたす, 致す:
			return true
		case する:
			// お渡しする, ご案内する
			for k := i - 1; k > n.Start && k >= i-2; k-- {
				if t[k-1].POS == token.Prefix && (t[k-1].Surface == お || t[k-1].Surface == ご) {
					return true
				}
			}
		case いただく, 頂く, もらう, 貰う:
			return t[i].POS == token.BoundVerb && i > 1 && (t[i-2].Base == せる || t[i-2].Base == させる)
		}
	}
	return false
}

// reserves reports whether the predicate of n says what may come (ことがあります, 場合がある),
// and not what the reader is asked for (…いただく場合があります).
func reserves(u *Unit, n *Norm) bool {
	if n.Modality != Permission {
		return false
	}
	t := u.Sentence.Tokens
	may := false
	for i := n.End - 1; i > n.Start && i > n.End-12; i-- {
		switch t[i].Base {
		case ある, ござる:
			may = may || i > 1 && (t[i-2].Base == こと || t[i-2].Base == 場合)
		case いただく, 頂く, もらう, 貰う, くださる, 権利, れる, られる:
			return false
		}
	}
	return may
}

// endsInRequest reports whether a predicate asks the reader (…してください).
func endsInRequest(u *Unit, n *Norm) bool {
	t := u.Sentence.Tokens
	for i := n.End - 1; i >= n.Start && i > n.End-6; i-- {
		switch t[i].Base {
		case くださる, 下さる, 願う, お願い:
			return true
		}
	}
	return false
}

// byFavour reports whether a predicate ends in what the writer has the reader do
// (…していただきます, ご用意いただきます).
func byFavour(u *Unit, n *Norm) bool {
	t := u.Sentence.Tokens
	for i := n.End - 1; i > n.Start+1 && i > n.End-6; i-- {
		if t[i].Base != いただく && t[i].Base != 頂く {
			continue
		}
		switch p := &t[i-1]; {
		case p.Surface == て || p.Surface == で:
			return t[i-2].Base != せる && t[i-2].Base != させる && !agreeing.Has(t[i-2].Base)
		case p.POS == token.VerbalNoun || p.POS == token.Verb && p.Form == token.Continuative:
			return t[i-2].POS == token.Prefix && !agreeing.Has(p.Base)
		}
		return false
	}
	return false
}

// until reports whether the particle at k belongs to a clause that only says after what
// something is done (「会員がやめた後、」).
func until(t []token.Token, k, end int) bool {
	for i := k + 1; i+1 < min(end, k+10); i++ {
		switch t[i].Surface {
		case 読点:
			return false
		case 後:
			return (t[i-1].Base == た || t[i-1].Base == だ) && (t[i+1].Surface == 読点 || t[i+1].Surface == は || t[i+1].Surface == に || t[i+1].Surface == も)
		}
	}
	return false
}

// customerDoes reports whether the customer is the subject of n before token end.
func customerDoes(u *Unit, n *Norm, end int) bool {
	t := u.Sentence.Tokens
	for k := n.Start; k < end; k++ {
		if t[k].Surface == が && t[k].POS == token.CaseParticle && u.Roles[k] == Main {
			if role, _ := subject(u, k); role == structure.Customer {
				return true
			}
		}
	}
	return false
}

// agreeing verbs: the customer lets the vendor act.
var agreeing = token.SetOf(同意, 承諾, 了承, 承認, 許諾, 認める, 許可, 承知, 了解, 容認, お許し, 受け入れる, 合意, 付与, 与える, 許容, 許す, 授与, 異議, 異論, 異存, 拒む, 拒否, 拒絶, 妨げる, 委任, 行使, 譲渡, 移転)

// granting verbs need no inner actor: what the customer grants, the vendor may.
var granting = token.SetOf(許諾, 付与, 与える, 授与, 許可, 譲渡, 移転)

// letting verbs name with に whom they let do something: 「当社に投稿を使うことを許す」.
var letting = token.SetOf(許す, 認める, 許容, 容認)

// readConsent turns a consent of the customer into a power of the vendor
// (LEGAL.md 2.E, consent fiction).
func readConsent(u *Unit, n *Norm) {
	if n.Bearer == structure.Vendor && n.Modality == Denial && objectsNot(u, n) {
		if n.BearerBy != Subject {
			n.Modality = Statement // 「当社は、利用者が…することに異議がない」
			return
		}
		n.Modality, n.Consent = Permission, true // 「加盟店は、当社が閲覧することに異議がない」: whoever it is that does not object
		return
	}
	if n.Bearer != structure.Customer && !(n.Bearer == structure.NoRole && n.BearerBy == Unstated) {
		return
	}
	if n.Modality == Prohibition || n.Modality == Denial || n.Modality == Exempt {
		if !(n.Head >= 0 && objects(u, n)) {
			return
		}
	}
	if n.Modality == Nominal && forbids(u.Lead) {
		return // an item of 「次の行為をしてはならない」 consents to nothing, though it is to 「譲渡」 something
	}
	t := u.Sentence.Tokens
	verb := -1
	for k := n.End - 1; k >= n.Start && k >= n.End-14; k-- {
		if u.Roles[k] == Main && (agreeing.Has(t[k].Base) || claimless(t, k)) {
			verb = k
			break
		}
	}
	if verb < 0 {
		return
	}
	if vouched(t, verb, n.End) || obtained(t, verb, n.End) {
		return
	}
	if t[verb].Base == 与える && verb > 1 && (t[verb-2].Base == 損害 || t[verb-2].Base == 負担) {
		return // 「当社に損害を与えない」
	}
	grant := granting.Has(t[verb].Base)
	for _, p := range u.Parties {
		if p.Role != structure.Vendor || p.Start < n.Start || p.End > verb || p.End >= len(t) {
			continue
		}
		next := t[p.End].Surface
		role := u.Roles[p.Start]
		if role == Condition || role == Exception || role == Bracket {
			continue
		}
		inner := next == が || next == による || next == において || next == の && !grant || next == 及び || next == または || next == 又は || next == および || next == 読点
		inner = inner || next == と && actsWith(t, p.End+1)
		given := grant && (next == に || next == に対し || next == に対して || next == 及び || next == および || next == または || next == 又は || next == 読点 || next == へ)
		if t[verb].Base == 異議 || t[verb].Base == 異論 || t[verb].Base == 異存 {
			inner = inner || next == に
		}
		inner = inner || (next == に || next == に対し || next == に対して || next == へ) && letting.Has(t[verb].Base) && verb > p.End+2 && t[verb-1].Surface == を && t[verb-2].Surface == こと
		if inner && !acts(u, p.End, verb) && !given {
			continue
		}
		if inner || given {
			n.Bearer, n.BearerBy = structure.Vendor, FromConsent
			n.BearerSpan = source.Span{Start: int(t[p.Start].Start), End: int(t[p.End-1].End)}
			n.Modality = Permission
			n.Consent = true
			if left := notDone(t, p.End, verb); left != Permission {
				n.Modality, n.Consent = left, false
			}
			return
		}
	}
	if t[verb].Base == 妨げる && n.BearerBy == Subject {
		return // 「利用者が自分の作品を使うことは妨げません」
	}
	// 「当社が保守を行う際に、データを参照する場合があることを承諾する」
	if thatBefore(t, n.Start, verb) >= 0 && (conditionOf(u, n, structure.Vendor) || withoutLeave(u, n)) {
		n.Bearer, n.BearerBy, n.Modality, n.Consent = structure.Vendor, Assumed, Permission, true
		return
	}
	// 「データの提携先への提供を承諾する」: an act without an actor is that of the other side.
	if k := nominalAct(u, n, verb); k >= 0 {
		n.Bearer, n.BearerBy, n.Modality, n.Consent = structure.Vendor, Assumed, Permission, true
		return
	}
	// 「…されることに同意する」: passive inside, nobody named: the vendor is assumed.
	for k := n.Start; k+2 < verb; k++ {
		if (t[k].Base == れる || t[k].Base == られる) && (t[k+1].Base == こと || (t[k+1].Surface == 場合 || t[k+1].Surface == 可能) && k+6 < len(t)) {
			n.Bearer, n.BearerBy, n.Modality, n.Consent = structure.Vendor, FromConsent, Permission, true
			return
		}
	}
}

// thatBefore returns the こと behind token start by which the act is named that the word at
// token k agrees to, claims or objects to, -1 if there is none: 「…することについて、あらかじめ了承する」.
func thatBefore(t []token.Token, start, k int) int {
	for i := k - 1; i > start && i > k-8; i-- {
		if t[i].Surface == こと {
			return i
		}
		switch t[i].POS {
		case token.CaseParticle, token.TopicParticle, token.AdverbialParticle, token.Adverb, token.AdverbialNoun, token.Comma:
			continue
		}
		if !lightWords.Has(t[i].Surface) {
			break
		}
	}
	return -1
}

// lightWords are those, beside particles and adverbs, that may stand there.
var lightWords = token.SetOf(について, につき, あらかじめ, 予め, 一切, 何ら, の)

// withoutLeave reports whether the vendor is the subject of what the act is done without:
// 「当社が利用者の承諾を得ることなく、…することに同意する」.
func withoutLeave(u *Unit, n *Norm) bool {
	t := u.Sentence.Tokens
	for _, p := range u.Parties {
		if p.Role == structure.Vendor && p.Start >= n.Start && p.End < n.End && u.Roles[p.Start] == Exception && t[p.End].Surface == が {
			for k := p.End; k < n.End && u.Roles[k] == Exception; k++ {
				if t[k].Surface == なく || t[k].Surface == ず || t[k].Surface == ずに {
					return true
				}
			}
		}
	}
	return false
}

// forbids reports whether a lead bans what its items name.
func forbids(lead *Unit) bool {
	return lead != nil && len(lead.Norms) > 0 && lead.announcing().Modality == Prohibition
}

// actsWith reports whether a party is named with others who do the same: what stands from
// token k on ends in が (「当社とその提携先が」).
func actsWith(t []token.Token, k int) bool {
	for end := min(k+7, len(t)); k < end; k++ {
		switch {
		case t[k].Surface == が:
			return true
		case !isNominal(&t[k]) && t[k].Surface != の && t[k].Surface != その:
			return false
		}
	}
	return false
}

// vouching verbs: what is said is promised to be so.
var vouching = token.SetOf(保証, 約束, 確約, 表明, 担保)

// vouched reports whether what stands after the verb of consent makes it somebody's
// that is vouched for: 「全員が取得に同意していることを保証する」.
func vouched(t []token.Token, verb, end int) bool {
	for k := verb + 1; k < end && k <= verb+8; k++ {
		if t[k].Base == こと && k+2 < end && t[k+1].Surface == を {
			return vouching.Has(t[k+2].Base)
		}
	}
	return false
}

// obtaining verbs: the consent is somebody else's.
var obtaining = token.SetOf(得る, 取得, 取る, 受ける, 求める, いただく, 頂く)

// obtained reports whether the consent is one that the bearer gets from others, as in
// 「録音されることを告知し、同意を取得する」.
func obtained(t []token.Token, verb, end int) bool {
	return verb+2 < end && t[verb].POS == token.VerbalNoun && t[verb+1].Surface == を && obtaining.Has(t[verb+2].Base)
}

// nominalAct returns the noun of an act that the verb of consent at verb takes as
// its object (「…の提供を…承諾する」), where what is done is named by の; -1 if there is none.
func nominalAct(u *Unit, n *Norm, verb int) int {
	t := u.Sentence.Tokens
	for k := verb - 1; k > n.Start+1; k-- {
		if u.Roles[k] != Main || t[k].Surface != を && t[k].Surface != に && t[k].Surface != について {
			continue
		}
		act := k - 1
		if t[act].POS != token.VerbalNoun && !nominalized(t, act) {
			continue
		}
		if t[act-1].POS != token.AdnominalParticle || !isDeed(u, act) {
			return -1
		}
		for _, p := range u.Parties {
			if p.Role == structure.Customer && p.End < act && p.Start >= n.Start && p.End < len(t) && (t[p.End].Surface == が || t[p.End].Surface == による) {
				return -1
			}
		}
		return act
	}
	return -1
}

// notDone returns what is agreed to between two tokens if it is that something is not
// done (「当社が閲覧しないことに同意する」): a denial; else Permission.
func notDone(t []token.Token, from, verb int) Modality {
	k := thatBefore(t, from+1, verb)
	if k < 0 || t[k-1].Base != ない || t[k-1].Surface != ない {
		return Permission
	}
	switch t[k-2].Base {
	case 負う, 保証, なる, 得る, 妨げる, 差し支える, 問う:
		return Permission
	}
	return Denial
}

// objectsNot reports whether n ends in that nobody objects to an act: 「…することに異議がない」.
func objectsNot(u *Unit, n *Norm) bool {
	t := u.Sentence.Tokens
	for k := n.End - 1; k > n.Start+2 && k > n.End-12; k-- {
		switch t[k].Base {
		case 異議, 異論, 異存:
			return thatBefore(t, n.Start, k) >= 0
		}
	}
	return false
}

// objects reports whether the predicate of n is a promise not to object.
func objects(u *Unit, n *Norm) bool {
	for k := n.Start; k < n.End; k++ {
		switch u.Sentence.Tokens[k].Base {
		case 異議, 異論, 異存, 行使, 拒む, 拒否, 拒絶:
			return true
		}
		if claimless(u.Sentence.Tokens, k) {
			return true
		}
	}
	return false
}

// claimless reports whether token k is the claim that nobody makes of an act:
// 「投稿を削除することについて何らの請求も行いません」.
func claimless(t []token.Token, k int) bool {
	return t[k].Base == 請求 && thatBefore(t, 0, k) >= 0
}

// acts reports whether a verb or verbal noun stands between two tokens.
func acts(u *Unit, from, to int) bool {
	t := u.Sentence.Tokens
	for k := from; k < to; k++ {
		if t[k].POS == token.VerbalNoun || t[k].POS == token.Verb {
			return true
		}
	}
	return false
}
