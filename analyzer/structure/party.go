package structure

// How the parties are told apart
//
// Most words say by themselves whom they name: 当社 and 運営者 the vendor, 契約者
// and 利用者 the customer. 甲 and 乙 do not: they are decided by what each does
// in the text (who provides, carries out, delivers; who pays, orders, entrusts)
// and by the definition. Names (株式会社A, Mozilla) count for the vendor when
// they are what 当社 is defined as, or when the document makes them do things at
// the head of sentences. Only if nobody else is named does 本サービス stand for
// the party that runs it. In an agreement of secrecy who is told the secret stands
// where the vendor stands, and whose secret it is where the customer does.

import (
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/spot"
)

// sides are the words that were found for the two parties.
type sides struct {
	vendor, customer map[string]bool
	letters          bool // they are 甲 and 乙
	secrets          bool // they are who is told a secret and whose it is
	defined          bool // a definition says so
}

// known reports whether word is one for either.
func (w *sides) known(word string) bool { return w.vendor[word] || w.customer[word] }

// sells takes word for the vendor.
func (w *sides) sells(word string) {
	delete(w.customer, word)
	w.vendor[word] = true
}

// buys takes word for the customer.
func (w *sides) buys(word string) {
	delete(w.vendor, word)
	w.customer[word] = true
}

// findParties fills Tree.Parties from definitions and use.
func (p *parser) findParties() {
	who := &sides{vendor: map[string]bool{}, customer: map[string]bool{}}
	who.letters = p.byLetters(who)
	who.defined = who.letters
	who.secrets = p.tree.Kind == NDA && p.bySecrets(who)
	p.byWords(who)
	p.byDefinition(who)
	if !who.letters {
		p.byTitle(who)
		p.byHandingOut(who)
		p.byOpening(who)
	}
	p.byName(who)
	p.byUse(who)
	p.settleVendor(who)
	p.settleCustomer(who)
	p.withPoliteness(who)
	p.tree.Parties = Parties{
		Vendor:   orElse(longestFirst(who.vendor), p.opt.Vendor, defaultVendor),
		Customer: orElse(longestFirst(who.customer), p.opt.Customer, defaultCustomer),
		Defined:  who.defined,
	}
}

// byWords takes the words that say by themselves whom they name, where the text uses them
// often enough or defines them.
func (p *parser) byWords(who *sides) {
	pair := p.definedPair()
	used := p.mem.used[:0]
	for i := range p.usage {
		if u := &p.usage[i]; u.defined || u.total > 0 {
			used = append(used, i)
		}
	}
	p.mem.used = used
	for _, i := range used {
		w, u := ownWords[i].text, p.usage[i]
		switch ownWords[i].class {
		case vendorWord:
			acts := u.topic >= 2 || u.total >= 3 && u.topic >= 1 || u.total >= 1 && spot.StartsAny(w, "当社", "弊社")
			other := who.letters && u.topic < 3 || who.secrets && !who.letters // who another is
			if !u.defined && (!acts || other) {
				continue
			}
			who.vendor[w] = true
		case customerWord:
			acts := u.topic >= 2 || u.total >= 3 || u.topic == 1 && spokenTo[w]
			served := who.letters || pair || who.secrets // by the party
			if !u.defined && (!acts || served) || who.letters && w == "顧客" || p.meansAnother(who, w, u) {
				continue
			}
			who.customer[w] = true
		default:
			continue
		}
		who.defined = who.defined || u.defined
	}
}

// meansAnother reports whether a word for the customer means somebody else unless a word for
// his other side is there.
func (p *parser) meansAnother(who *sides, word string, u usage) bool {
	switch word {
	case "顧客":
		return u.topic < 2
	case "委託者":
		return !who.vendor["受託者"]
	case "委託元":
		return !who.vendor["受託者"] && p.count("受託者").topic == 0
	case "管理者":
		return !who.vendor["処理者"]
	}
	taker, ok := takers[word]
	return ok && !who.vendor[taker]
}

// settleVendor adds what can mean the vendor only beside another word for him, and looks for
// one by weaker signs while none is known.
func (p *parser) settleVendor(who *sides) {
	if len(who.vendor) > 0 && !who.letters {
		// 「当サイトは、口コミを編集する権利を有します」 beside 「サイト運営者は、…」
		for _, i := range p.mem.used {
			if w := &ownWords[i]; w.class == vagueVendor && spot.StartsAny(w.text, "当") && p.usage[i].topic >= 2 {
				who.vendor[w.text] = true
			}
		}
	}
	if len(who.vendor) == 0 && !who.letters {
		p.byCompany(who)
	}
	if len(who.vendor) == 0 {
		p.byHeads(who)
	}
	if len(who.vendor) == 0 {
		p.byVagueWord(who)
	}
}

// byVagueWord takes for the vendor the word for a service or whoever keeps it that acts most.
func (p *parser) byVagueWord(who *sides) {
	best, n, total := "", int32(0), int32(0)
	for _, i := range p.mem.used {
		w := &ownWords[i]
		if (w.class == vagueVendor || w.text == "管理者") && p.usage[i].topic > n {
			best, n, total = w.text, p.usage[i].topic, p.usage[i].total
		}
	}
	if n >= 2 || n == 1 && (hosts[best] || spot.StartsAny(best, "当")) || best == theCompany && total >= 2 {
		who.vendor[best] = true
	}
}

// settleCustomer looks for the customer by weaker signs while none is known, and adds whoever
// acts or puts data in beside him.
func (p *parser) settleCustomer(who *sides) {
	if len(who.customer) == 0 && !who.letters {
		p.byServed(who)
	}
	if len(who.customer) == 0 && !who.letters {
		p.byRole(who)
	}
	if len(who.customer) == 0 {
		p.byMostUsed(who)
	}
	if who.letters {
		return
	}
	if len(who.customer) == 0 && len(who.vendor) > 0 {
		p.customerByFewHeads(who)
	}
	p.customerByHeads(who)
	p.customerByInput(who)
}

// byMostUsed takes the word for customers that the text uses most.
func (p *parser) byMostUsed(who *sides) {
	best, n := "", int32(0)
	for _, i := range p.mem.used {
		w := &ownWords[i]
		if w.class == customerWord && w.text != "委託者" && w.text != "委託元" && w.text != "管理者" && p.usage[i].total > n {
			best, n = w.text, p.usage[i].total
		}
	}
	if n > 0 {
		who.customer[best] = true
	}
}

// orElse returns the first list that says something: words, those that the caller gives, even
// if he gives none, or the usual ones.
func orElse(words, given, usual []string) []string {
	switch {
	case len(words) > 0:
		return words
	case given != nil:
		return slices.Clone(given)
	}
	return slices.Clone(usual)
}

// bySecrets takes for the parties of an agreement of secrecy who is told a secret and whose
// it is, and reports whether the text calls anybody so.
func (p *parser) bySecrets(who *sides) bool {
	taken, given := false, false
	for i := range p.usage {
		u := p.usage[i]
		if !u.defined && u.topic+u.total < 2 {
			continue
		}
		switch ownWords[i].class {
		case secretTaker:
			who.vendor[ownWords[i].text], taken = true, true
		case secretGiver:
			who.customer[ownWords[i].text], given = true, true
		}
	}
	return taken && given
}

// takers are the words beside which words for whoever gives out work mean the customer: alone
// 「委託会社」 may be who the vendor engages.
var takers = map[string]string{"委託会社": "受託会社", "委託企業": "受託企業", "委託側": "受託側"}

// spokenTo are the words that can mean nobody but who the document speaks to.
var spokenTo = set("spoken to")

// hosts are the vague words for the vendor that can mean nobody but who runs a thing:
// they are believed at their first word where nobody else is named.
var hosts = set("hosts")

func longestFirst(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for w := range set {
		out = append(out, w)
	}
	slices.SortFunc(out, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return out
}

// withPoliteness adds the polite forms in which the text uses words for the customer:
// 「会員様」, 「ユーザーの皆様」.
func (p *parser) withPoliteness(who *sides) {
	for _, i := range p.mem.used {
		for k, polite := range politely {
			if w := ownWords[i].text; p.usage[i].polite>>k&1 != 0 && who.customer[w] {
				who.customer[w+polite] = true
			}
		}
	}
}
