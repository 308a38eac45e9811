package norm

import "github.com/yakkan/yakkan/analyzer/token"

// readTrigger finds what lets the act of n happen: the widest trigger named in
// the conditions and purposes; of a ban with an exception, that of the exception.
func readTrigger(u *Unit, n *Norm) {
	ban := (n.Modality == Denial || n.Modality == Prohibition) && n.Exception
	widest := func(x *Unit, all bool) {
		x.Mark()
		called := all && ban && asksByLaw(x)
		for _, m := range x.Marks {
			if m.Trigger == NoTrigger || actsItself(x, m) || called && m.Trigger == Breach {
				continue
			}
			m.Trigger = grounded(x, m)
			role := Main
			if m.Start < len(x.Roles) {
				role = x.Roles[m.Start]
			}
			if x == u && m.Start >= n.End && (role != Bracket || !ban) {
				continue // what the predicates behind it are for
			}
			ok := all
			switch role {
			case Exception:
				ok = ok || ban
			case Bracket:
				if at := exceptsBehind(x); ban && at >= 0 {
					ok = ok || m.Start >= at
				} else {
					ok = ok || !ban && neededFor(x, m)
				}
			case Condition, Purpose:
				ok = ok || !ban || runsInto(x, m.Start, Exception)
			case Main, Relative:
				// Only wide discretion is said outside conditions (任意に, 裁量により), and
				// what something is needed for: 「運営に必要な措置」, 「保守に伴う閲覧」.
				ok = ok || !ban && (m.Trigger == Discretion && role == Main && (adverbial(x, m) || x == u && putTo(u, n, m)) || neededFor(x, m) || m.Trigger == Legal && orderedBy(x, m))
			}
			if ok && wider(m.Trigger, n.Trigger, ban) {
				n.Trigger = m.Trigger
			}
		}
	}
	widest(u, false)
	switch u.ItemsAre {
	case Conditions, Purposes:
		if !ban {
			other := false
			for _, it := range u.Items() {
				if u.ItemsAre == Purposes && agreedTo(it) {
					continue
				}
				widest(it, true)
				other = other || u.ItemsAre == Conditions && !named(it)
			}
			if other && (n.Trigger == Legal || n.Trigger == ConsentGiven) && (n.Modality == Permission || n.Modality == Will) {
				n.Trigger = Operation // 「報告書を提出する場合」 beside 「裁判所の命令がある場合」: the law is not all
			}
		}
	case Exceptions:
		if ban {
			for _, it := range u.Items() {
				if !passesOn(it) {
					widest(it, true)
				} else if wider(Legal, n.Trigger, ban) {
					n.Trigger = Legal
				}
			}
		}
	}
	if ban {
		for _, p := range u.Provisos {
			if lifts(p, n.Modality) {
				widest(p, true)
				for _, it := range p.Items() {
					widest(it, true)
				}
			}
		}
	}
	if ban && n.Trigger == Legal && u.ItemsAre != Exceptions && excepts(u, 同意) {
		n.Trigger = ConsentGiven // 「法令に基づく場合又は同意を得た場合を除き」
	}
	if !ban && n.Trigger < Discretion && (n.Modality == Permission || n.Modality == Will) && u.roles>>Condition&1 != 0 && withConsent(u) {
		n.Trigger = ConsentGiven // 「サービスの提供のため、同意を得た上で提供する」
	}
	if n.Trigger == NoTrigger && !ban {
		// 「違反が認められた投稿を削除する」, 「不適切な投稿」: what describes the object gives the ground.
		for _, m := range u.Marks {
			if m.Trigger == Breach && m.Start < len(u.Roles) && m.Start >= n.Start && m.End <= n.End && (u.Roles[m.Start] == Relative || u.Roles[m.Start] == Main && describes(u, m)) {
				n.Trigger = Breach
			}
		}
	}
	if u.Lead != nil && n.Trigger == NoTrigger && len(u.Lead.Norms) > 0 && u.Inherits == Acts {
		n.Trigger = u.Lead.announcing().Trigger
	}
}

// asksByLaw reports whether an item is about what an authority or a court asks for:
// what it suspects (「犯罪の疑いのある件について、捜査機関から求められた場合」) is its own ground.
func asksByLaw(it *Unit) bool {
	asked := false
	for _, t := range it.Sentence.Tokens {
		asked = asked || t.Base == 求める || t.Base == 要請 || t.Base == 照会
	}
	if !asked {
		return false
	}
	for _, m := range it.Marks {
		if m.Trigger == Legal {
			return true
		}
	}
	return false
}

// named reports whether an item names what lets the act happen, in words that are known
// for it.
func named(it *Unit) bool {
	it.Mark()
	for _, m := range it.Marks {
		if m.Trigger != NoTrigger {
			return true
		}
	}
	return false
}

// actsItself reports whether a word that could name a ground names who acts:
// 「違反のおそれがあると運営が認めたときは」.
func actsItself(u *Unit, m Mark) bool {
	t := u.Sentence.Tokens
	for _, p := range u.Parties {
		if p.Start <= m.Start && m.End <= p.End && p.End < len(t) && (t[p.End].Surface == が || t[p.End].Surface == は) {
			return true
		}
	}
	return false
}

// agreedTo reports whether an item says in brackets that it is only with consent:
// 「広告の配信（同意をいただいた場合のみ）」.
func agreedTo(it *Unit) bool {
	t := it.Sentence.Tokens
	for i := range t {
		if t[i].Surface != 同意 || it.Roles[i] != Bracket {
			continue
		}
		for k := i + 1; k < len(t) && k < i+8 && it.Roles[k] == Bracket; k++ {
			switch {
			case t[k].Base == ない:
				return false
			case t[k].Surface == 場合 || t[k].Surface == とき || t[k].Surface == のみ:
				return true
			}
		}
	}
	return false
}

// passesOn reports whether an exception to a ban is what the law does not count as
// giving to others, and which is not left to the vendor: entrusting, succession,
// joint use (「サービスの提供に必要な範囲で取扱いを委託する場合」).
func passesOn(it *Unit) bool {
	t := it.Sentence.Tokens
	named := false
	for i := range t {
		switch t[i].Base {
		case 委託, 再委託, 業務委託, 承継, 譲渡, 合併, 共同利用:
			named = true
		case 共同:
			named = named || i+1 < len(t) && t[i+1].Base == 利用
		}
	}
	if !named {
		return false
	}
	it.Mark()
	for _, m := range it.Marks {
		if grounded(it, m) == Discretion {
			return false
		}
	}
	return true
}

// wider reports whether trigger a gives more room than b. In a ban consent is
// what the ban itself asks for (「法令に基づく場合を除き、同意なく開示しない」): it
// counts only where no other exception is named.
func wider(a, b Trigger, ban bool) bool {
	if ban && b != NoTrigger && (a == ConsentGiven) != (b == ConsentGiven) {
		return b == ConsentGiven
	}
	return a > b
}

// excepts reports whether an exception of the sentence is real consent (「同意を得た
// 場合を除き」), not the lack of it (「同意なく」).
func excepts(u *Unit, word token.Word) bool {
	t := u.Sentence.Tokens
	for i := range t {
		if t[i].Surface != word || u.Roles[i] != Exception {
			continue
		}
		for k := i + 1; k < len(t) && k < i+8 && u.Roles[k] == Exception; k++ {
			switch {
			case t[k].Base == ない:
				return false
			case t[k].Surface == 場合 || t[k].Surface == とき:
				return true
			}
		}
	}
	return false
}

// Named returns the widest trigger that words of the sentence name, wherever they
// stand: for what has no predicate, as the items of a list of purposes.
func (n *Norm) Named() Trigger {
	widest := NoTrigger
	for _, m := range n.Unit.Marks {
		widest = max(widest, m.Trigger)
	}
	return widest
}

// withConsent reports whether a condition of the sentence is real consent:
// 「同意を得た上で」, 「同意がある場合に限り」.
func withConsent(u *Unit) bool {
	t := u.Sentence.Tokens
	for i := range t {
		if i >= len(u.Roles) || u.Roles[i] != Condition || !consentWords.Has(t[i].Surface) || i+2 >= len(t) || t[i+1].Surface != を {
			continue
		}
		if b := t[i+2].Base; b != 得る && b != 頂く && b != いただく && b != 取得 && b != 受ける {
			continue
		}
		if i+3 < len(t) && t[i+3].Surface == て || i+4 < len(t) && (t[i+4].Surface == 上 || t[i+4].Surface == うえ || t[i+4].Surface == 後) {
			return true
		}
	}
	return false
}

// describes reports whether a mark stands before a data word as what it is like:
// 「不適切な投稿」, 「違法コンテンツ」.
func describes(u *Unit, m Mark) bool {
	t := u.Sentence.Tokens
	k := m.End
	if k < len(t) && (t[k].Surface == な || t[k].Surface == の) {
		k++
	}
	for _, d := range u.Marks {
		if d.Data != NoData && d.Start == k {
			return true
		}
	}
	return false
}

// deeming are verbs of judgement: 「必要と判断した場合」.
var deeming = token.SetOf(判断, 認める, 考える, 思料, 思う, 決定)

// grounded returns the trigger of a mark; of a judgement for which a ground is
// named (「保守のため必要と認める場合」) that of the ground, since the vendor does not
// judge freely. After その他 it does.
func grounded(u *Unit, m Mark) Trigger {
	t := u.Sentence.Tokens
	if m.Trigger == Request {
		for _, g := range u.Marks {
			if g.Trigger == Legal && g.End <= m.Start && m.Start-g.End <= 8 && sameRun(u, g.Start, m.Start) {
				return Legal // 「裁判所から法律に基づくお求めがあったとき」
			}
		}
	}
	if m.Trigger != Discretion || m.End > len(t) || !deeming.Has(t[m.End-1].Base) {
		return m.Trigger
	}
	best := NoTrigger
	for _, g := range u.Marks {
		if g.Trigger == NoTrigger || g.Trigger >= Discretion || g.Trigger == ConsentGiven || g.End > m.Start || !sameRun(u, g.Start, m.Start) {
			continue
		}
		free := false
		for k := g.End; k < m.Start; k++ {
			free = free || t[k].Base == 協力 || t[k].Base == その他 || t[k].Surface == その他 || t[k].POS == token.ConjunctiveParticle
		}
		if !free && g.Trigger > best {
			best = g.Trigger
		}
	}
	if best == NoTrigger {
		return m.Trigger
	}
	return best
}

// exceptsBehind returns the first token of the brackets that end a sentence and name an
// exception: 「第三者に提供しません（法令に基づく場合を除く）。」; -1 if there are none.
func exceptsBehind(u *Unit) int {
	t := u.Sentence.Tokens
	k := len(t)
	for k > 0 && t[k-1].POS == token.Period {
		k--
	}
	excepts := false
	for k > 0 && u.Roles[k-1] == Bracket {
		k--
		excepts = excepts || t[k].Base == 除く
	}
	if !excepts {
		return -1
	}
	return k
}

// sameRun reports whether the tokens from i to k have one role.
func sameRun(u *Unit, i, k int) bool {
	for n := i; n <= k && n < len(u.Roles); n++ {
		if u.Roles[n] != u.Roles[i] && u.Roles[n] != Bracket {
			return false
		}
	}
	return true
}

// neededFor reports whether what follows a mark makes it a purpose: に必要な, に伴う,
// のための, 上必要な.
func neededFor(u *Unit, m Mark) bool {
	t := u.Sentence.Tokens
	at := func(k int) token.Word {
		if m.End+k < len(t) {
			return t[m.End+k].Surface
		}
		return 0
	}
	if m.Trigger == Discretion {
		return false
	}
	switch at(0) {
	case に:
		return at(1) == 必要 || at(1) == 伴う || at(1) == 要する || at(1) == 際し || at(1) == 係る || at(1) == 不可欠
	case 上:
		return at(1) == 必要 || at(1) == の
	case の:
		return (at(1) == ため || at(1) == 目的) && (at(2) == の || at(2) == に)
	}
	return false
}

// orderedBy reports whether a law, a court or an authority asks for what follows:
// 「法令に基づく照会に対し」, 「裁判所の命令により」, 「警察からの求めに応じ」,
// 「法令の定めるところにより」.
func orderedBy(u *Unit, m Mark) bool {
	t := u.Sentence.Tokens
	k := m.End
	if setDown(u, k) {
		return true
	}
	if k+1 >= len(t) || !(t[k].Surface == に && t[k+1].Base == 基づく && t[k+1].Form == token.Terminal || t[k].Surface == に基づく) {
		return false
	}
	for n := k + 1; n+1 < len(t) && n < k+8; n++ {
		switch t[n].Surface {
		case 照会, 請求, 要請, 要求, 求め, 命令, 調査, 検査, 質問, 処分, 捜査:
			for n++; n < len(t) && isNominal(&t[n]); n++ {
			}
			return n < len(t) && (t[n].Surface == に対し || t[n].Surface == に対して || t[n].Surface == により || t[n].Surface == によって || t[n].Surface == に || t[n].Surface == へ)
		}
	}
	return false
}

// setDown reports whether a phrase of the law goes on at token k as what it sets down:
// の定めるところにより, の規定に従い.
func setDown(u *Unit, k int) bool {
	t := u.Sentence.Tokens
	if s := at(t, k); s != の && s != に || k+2 >= len(t) {
		return false
	}
	k += 2
	switch {
	case t[k-1].Base == 定める:
		if t[k].POS == token.FormalNoun || t[k].POS == token.AdverbialNoun {
			k++ // ところ
		}
	case u.Sentence.Surface(k-1) == "定め", u.Sentence.Surface(k-1) == "規定":
	default:
		return false
	}
	switch at(t, k) {
	case により, によって, に従い, に従って:
		return true
	}
	return false
}

// putTo reports whether a mark stands in a list of ends to which something is
// put: 「宣伝や雑誌への掲載などに使う」.
func putTo(u *Unit, n *Norm, m Mark) bool {
	t := u.Sentence.Tokens
	if n.Head < m.End || !usedFor.Has(t[n.Head].Base) {
		return false
	}
	k := m.End
	for k < n.Head && (isNominal(&t[k]) || joins.Has(t[k].Surface) || fillers.Has(t[k].Surface) || t[k].Surface == の || t[k].Surface == へ) {
		k++
	}
	return k > m.End && k < n.Head && t[k].Surface == に
}

// runsInto reports whether the phrase at token i ends where a phrase of another
// role begins: 「契約に基づき必要がある場合を除き」.
func runsInto(u *Unit, i int, role TokenRole) bool {
	own := u.Roles[i]
	for i < len(u.Roles) && u.Roles[i] == own {
		i++
	}
	return i < len(u.Roles) && u.Roles[i] == role
}

// adverbial reports whether a mark modifies the predicate: it ends in に, で, により,
// or is an adverb.
func adverbial(u *Unit, m Mark) bool {
	t := u.Sentence.Tokens
	if m.End <= 0 || m.End > len(t) {
		return false
	}
	last := &t[m.End-1]
	if last.Form == token.Continuative && last.Base == ない || last.Base == 無い {
		return true // 何らの制限なく
	}
	if last.POS == token.Adverb || last.POS == token.AdverbialNoun || last.POS == token.CaseParticle {
		return true
	}
	if m.End < len(t) {
		switch t[m.End].Surface {
		case に, で, により, によって, において:
			return true
		}
	}
	return false
}

// readData finds the data that the act of n is about: the nearest data word
// before the head, then after it, then in the lead, then in the sentence before.
func readData(u *Unit, n *Norm) {
	t := u.Sentence.Tokens
	best, bestAt := -1, -1
	for i, m := range u.Marks {
		if m.Data == NoData || m.Start < n.Start || m.End > n.End || m.Start >= len(u.Roles) {
			continue
		}
		role := u.Roles[m.Start]
		if role == Exception || role == Condition {
			continue
		}
		rank := 0
		if role == Main {
			rank += 4
		} else if role == Relative {
			rank += 2
		}
		if m.End < len(t) {
			switch t[m.End].Surface {
			case を, の, に, へ, について, に対し, に対して, 等, など, は, につき, 読点, 及び, および, 又は, または, に関する:
				rank += 2
			}
		}
		if n.Head < 0 || m.Start <= n.Head {
			rank++
		}
		if rank > bestAt {
			best, bestAt = i, rank
		}
	}
	if best >= 0 {
		m := u.Marks[best]
		n.Data = m.Data
		n.DataSpan.Start, n.DataSpan.End = int(t[m.Start].Start), int(t[m.End-1].End)
		return
	}
	if u.Lead != nil && len(u.Lead.Norms) > 0 && u.Inherits != Objects {
		n.Data = u.Lead.announcing().Data
		if n.Data != NoData {
			return
		}
	}
	if u.HasItems() && u.ItemsAre == Objects {
		for _, it := range u.Items() {
			if it.Mark(); first(it.Marks) != NoData {
				n.Data = first(it.Marks)
				return
			}
		}
	}
	if n.Start > 0 && (n.ObjectOmitted() || refersBack(t[n.Start:n.End])) {
		// 「…データの権利は利用者に帰属し、当社はこれを利用できる」
		for i := range u.Norms {
			if u.Norms[i].End <= n.Start && u.Norms[i].Data != NoData {
				n.Data, n.DataSpan = u.Norms[i].Data, u.Norms[i].DataSpan
			}
		}
		if n.Data != NoData {
			return
		}
	}
	if refersBack(t) || u.Sentence.Proviso && n.ObjectOmitted() {
		if before := u.Before(); before != nil && len(before.Norms) > 0 {
			before.Finish()
			n.Data = before.Norms[len(before.Norms)-1].Data
			return
		}
		if before := u.Pointed(); before != nil {
			n.Data = about(before)
			return
		}
	}
	// A data word inside a condition is better than none.
	for _, m := range u.Marks {
		if m.Data != NoData && m.Start < len(u.Roles) && u.Roles[m.Start] == Condition && m.Start >= n.Start && m.End <= n.End {
			n.Data = m.Data
			return
		}
	}
}

// refersBack reports whether a sentence points to something named before.
func refersBack(t []token.Token) bool {
	for i := range t {
		switch t[i].Surface {
		case 当該, これ, これら, その, それ, それら, かかる, 前項, 同, 上記:
			return true
		}
	}
	return false
}
