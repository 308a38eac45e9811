package norm

import "github.com/yakkan/yakkan/analyzer/token"

// readTrigger finds what lets the act of n happen: the widest trigger named in
// the conditions and purposes; of a ban with an exception, that of the exception.
func readTrigger(u *Unit, n *Norm) {
	ban := (n.Modality == Denial || n.Modality == Prohibition) && n.Exception
	widest := func(x *Unit, all bool) {
		for _, m := range x.Marks {
			if m.Trigger == NoTrigger {
				continue
			}
			role := Main
			if m.Start < len(x.Roles) {
				role = x.Roles[m.Start]
			}
			ok := all
			switch role {
			case Exception:
				ok = ok || ban
			case Condition, Purpose:
				ok = ok || !ban || runsInto(x, m.Start, Exception)
			case Main, Relative, Bracket:
				// Only wide discretion is said outside conditions: 任意に, 裁量により.
				ok = ok || !ban && m.Trigger == Discretion && role == Main && adverbial(x, m)
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
			for _, it := range u.Items() {
				widest(it, true)
			}
		}
	case Exceptions:
		if ban {
			for _, it := range u.Items() {
				widest(it, true)
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
	if n.Trigger == NoTrigger && !ban {
		// 「違反が認められた投稿を削除する」: what describes the object gives the ground.
		for _, m := range u.Marks {
			if m.Trigger == Breach && m.Start < len(u.Roles) && u.Roles[m.Start] == Relative && m.Start >= n.Start && m.End <= n.End {
				n.Trigger = Breach
			}
		}
	}
	if u.Lead != nil && n.Trigger == NoTrigger && len(u.Lead.Norms) > 0 && u.Inherits == Acts {
		l := u.Lead.Norms[len(u.Lead.Norms)-1]
		n.Trigger = l.Trigger
	}
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
	last := t[m.End-1]
	if last.Form == token.Continuative && last.Base == "ない" || last.Base == "無い" {
		return true // 何らの制限なく
	}
	if last.POS == token.Adverb || last.POS == token.AdverbialNoun || last.POS == token.CaseParticle {
		return true
	}
	if m.End < len(t) {
		switch t[m.End].Surface {
		case "に", "で", "により", "によって", "において":
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
			case "を", "の", "に", "へ", "について", "に対し", "に対して", "等", "など", "は", "につき", "、", "及び", "又は", "に関する":
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
		n.DataSpan.Start, n.DataSpan.End = t[m.Start].Span.Start, t[m.End-1].Span.End
		return
	}
	if u.Lead != nil && len(u.Lead.Norms) > 0 && u.Inherits != Objects {
		n.Data = u.Lead.Norms[len(u.Lead.Norms)-1].Data
		if n.Data != NoData {
			return
		}
	}
	if u.HasItems() && u.ItemsAre == Objects {
		for _, it := range u.Items() {
			if d := first(it.Marks); d != NoData {
				n.Data = d
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
	if refersBack(t) {
		if before := u.Before(); before != nil && len(before.Norms) > 0 {
			n.Data = before.Norms[len(before.Norms)-1].Data
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
		case "当該", "これ", "これら", "その", "それ", "それら", "かかる", "前項", "同", "上記":
			return true
		}
	}
	return false
}
