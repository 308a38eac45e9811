package structure

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer/spot"
)

// definedPair reports whether the text defines both sides by what the one does for the
// other, so that other words for customers are whom they serve: 「委託者」 and 「受託者」 of a
// contract on work for 利用者. Where another word for the vendor acts more often, the pair
// are terms of the law that are explained: 「処理者」 in an agreement of プロバイダー and 顧客.
func (p *parser) definedPair() bool {
	for _, pair := range [...][2]string{{"受託者", "委託者"}, {"受注者", "発注者"}, {"処理者", "管理者"}, {"受託者", "委託元"}} {
		if p.definedAs(pair[0]) && p.definedAs(pair[1]) && !p.actsMore(pair[0]) {
			return true
		}
	}
	return false
}

// definedAs reports whether the document defines term.
func (p *parser) definedAs(term string) bool {
	return slices.ContainsFunc(p.tree.Definitions, func(d Definition) bool { return d.Term == term })
}

// company reports whether s names a company or another organisation.
func company(s string) bool {
	return spot.HasAny(s, companies...)
}

// What definitions of the parties are told by.
var (
	companies    = list("company")
	customerEnds = list("customer ends")
	providers    = list("providers")
	runners      = list("runners")
	otherSide    = list("other side")
	writes       = list("writes")
	uses         = list("uses")
	takesWork    = list("takes work")
	givesWork    = list("gives work")
	givers       = list("givers")
	takersOn     = list("takers")
	institutions = list("institutions")
)

// byDefinition adds the words that definitions give to the parties. Where these are 甲 and 乙,
// only the vendor's name is taken.
func (p *parser) byDefinition(who *sides) {
	for i := range p.tree.Definitions {
		d := &p.tree.Definitions[i]
		meaning := d.Meaning.Of(p.text)
		if who.vendor[d.Term] {
			switch {
			case d.Meaning.Len() <= 3*30 && company(meaning) && d.before():
				if name := bareName(meaning); name != "" {
					who.vendor[name] = true
				}
				continue
			case len(who.vendor) > 1 && usesIt(meaning):
				who.buys(d.Term) // 「開発者」とは、本APIを利用してアプリを作る者をいう
				continue
			}
		}
		if who.letters {
			continue
		}
		giver := p.leftWith(d, meaning)
		if giver == "" && len(who.vendor) == 0 && !who.customer[d.Term] && i < partyDefinitions && p.isGivenWork(d) {
			giver = p.giverBefore(i, who)
		}
		switch {
		case giver != "" && !who.vendor[d.Term]:
			who.sells(d.Term)
			who.customer[giver] = true
		case !who.known(d.Term) && (p.definedVendor(d, meaning) || len(who.vendor) == 0 && p.houseProvides(d, meaning)):
			who.vendor[d.Term] = true
		case !who.vendor[d.Term] && p.definedCustomer(d, meaning, who):
			who.customer[d.Term] = true
		}
	}
}

// before reports whether the meaning stands before the term: 「A（以下「B」という。）」.
func (d *Definition) before() bool { return d.Meaning.End < d.TermSpan.Start }

// definedVendor reports whether a definition is of who provides the service.
func (p *parser) definedVendor(d *Definition, meaning string) bool {
	switch {
	case d.before() && spot.StartsAny(d.Term, "当", "弊") && spot.EndsAny(d.Term, attributed...):
		return true // 「A（以下「当事業者」という。）」
	case p.providesIt(d, meaning): // 「株式会社A（以下「A」という。）の提供するサービス」
	case spot.EndsAny(d.Term, providers...) && p.madeBy(d): // 「A（以下「サービスプロバイダ」といいます）によって作成されたアプリ」
	case d.before() && company(meaning) && spot.EndsAny(d.Term, runners...): // 「株式会社A（以下「市場運営者」という。）」
	case d.before() && spot.EndsAny(meaning, runners...) && !spot.HasAny(meaning, "第三", "外部", "他"): // 「掲載の場の運営者（以下「オーナー」という。）」
	default:
		return false
	}
	return p.count(d.Term).topic > 0
}

// definedCustomer reports whether a definition is of some of those who use the service.
func (p *parser) definedCustomer(d *Definition, meaning string, who *sides) bool {
	if spot.EndsAny(d.Term, attributed...) && p.usesWhatIsProvided(d) {
		return true // 「医院（以下「利用機関」という。）がA社の提供するサービスを利用する」
	}
	if spot.StartsAny(d.Term, "他の", "第三", "エンド", "最終") {
		return false
	}
	bare, short := bareMeaning(meaning), len(d.Term) <= 3*12
	named := short && spot.EndsAny(d.Term, customerEnds...)
	switch {
	case named:
	case short && spot.EndsAny(bare, customerEnds...): // 「店舗オーナー」：店舗を管理する利用者
	case !who.customer[d.Term] && (usesIt(meaning) || spot.HasAny(meaning, writes...)) && spot.EndsAny(bare, "者", "個人", "法人", "方", "団体", "企業", "店舗", "人"): // 「日記を書く者を「書き手」という」
	default:
		return false
	}
	u := p.count(d.Term)
	return u.topic > 0 || named && u.total > 1
}

// byUse takes for the customer what counts for the vendor by its word or by how often it
// acts, where another is named: words that a definition gives to who uses what is provided
// (「開発者」 beside a company) and those that mean the other side in translated terms.
func (p *parser) byUse(who *sides) {
	if len(who.vendor) < 2 {
		return
	}
	for i := range p.tree.Definitions {
		if d := &p.tree.Definitions[i]; len(who.vendor) > 1 && who.vendor[d.Term] && usesIt(d.Meaning.Of(p.text)) {
			who.buys(d.Term)
		}
	}
	for _, w := range otherSide {
		if len(who.vendor) > 1 && who.vendor[w] {
			who.buys(w)
		}
	}
}

// bareMeaning returns the words of a definition without those that only define.
func bareMeaning(meaning string) string {
	for _, end := range [...]string{"。", "をいう", "をいいます", "を指す", "を指します", "を意味する", "を意味します", "です", "である", "のこと", "を"} {
		meaning = strings.TrimSuffix(meaning, end)
	}
	return meaning
}

// attributed are what the words end with that a document may give its parties by
// what it says of them in passing.
var attributed = slices.Concat([]string{"者", "社"}, list("houses"))

// partyDefinitions is how many definitions may be of parties: these stand at the beginning.
const partyDefinitions = 64

// leftWith returns the other defined party that leaves its work with d by the meaning of d,
// "" if none does.
func (p *parser) leftWith(d *Definition, meaning string) string {
	taken := spot.HasAny(meaning, takesWork...)
	given := spot.HasAny(meaning, givesWork...)
	if !taken && !given || d.Meaning.End > d.TermSpan.Start || p.count(d.Term).topic == 0 {
		return ""
	}
	for i := range p.tree.Definitions[:min(len(p.tree.Definitions), partyDefinitions)] {
		giver := p.tree.Definitions[i].Term
		if giver != d.Term && (taken && spot.HasAny(meaning, giver+"から", giver+"より") || given && strings.Contains(meaning, giver+"が")) && p.count(giver).topic > 0 {
			return giver
		}
	}
	return ""
}

// isGivenWork reports whether the sentence in which d is defined says that work is left with
// it: 「A（以下「パートナー」）に任せる」.
func (p *parser) isGivenWork(d *Definition) bool {
	if d.Meaning.End > d.TermSpan.Start || p.count(d.Term).topic < 2 || spot.HasAny(d.Term, "委託先", "第三者") {
		return false
	}
	return handed(p.behind(d))
}

// giverBefore returns the party defined right before definition i, "" if there is none.
func (p *parser) giverBefore(i int, who *sides) string {
	if i == 0 {
		return ""
	}
	if d := &p.tree.Definitions[i-1]; d.Provision == p.tree.Definitions[i].Provision && p.count(d.Term).topic > 0 && (who.customer[d.Term] || len(who.customer) == 0) {
		return d.Term
	}
	return ""
}

// madeBy reports whether what is used is said to come from somebody where he is defined.
func (p *parser) madeBy(d *Definition) bool {
	rest := p.behind(d)
	return spot.StartsAny(rest, "が", "によって", "により", "による") && spot.HasAny(rest[:min(len(rest), 3*30)], "作成", "提供", "開発", "運営", "制作", "配信")
}

// behind returns what follows a definition in brackets in its sentence.
func (p *parser) behind(d *Definition) string {
	rest := p.text[d.TermSpan.End:]
	rest = rest[:min(len(rest), 400)] // of a line of any length
	end := strings.IndexAny(rest, "）)")
	if end < 0 || end > len("」といいます。")+3 {
		return ""
	}
	_, w := utf8.DecodeRuneInString(rest[end:])
	rest = rest[end+w:]
	if i := strings.IndexByte(rest, '\n'); i >= 0 {
		rest = rest[:i]
	}
	return rest[:min(len(rest), 300)]
}

// providesIt reports whether a company is said to provide the service where it is defined.
func (p *parser) providesIt(d *Definition, meaning string) bool {
	behind := p.behind(d)
	if company(meaning) && spot.StartsAny(behind, "が提供", "の提供", "が運営", "の運営", "が開発", "が販売", "が運用", "の運用", "が設置", "が開設", "の開設", "が主催", "が制作", "が管理") {
		return true
	}
	if d.before() && d.Meaning.Len() <= 3*30 && !spot.EndsAny(meaning, "者", "方", "人", "様", "客", "員") && !spot.EndsAny(d.Term, customerEnds...) &&
		spot.StartsAny(behind, "が提供", "の提供", "が運営", "の運営", "が開発") && spot.HasAny(behind[:clauseEnd(behind)], "サービス", "アプリ", "サイト", "システム", "プラットフォーム") {
		return true // 「みどり学園（以下「本校」といいます。）が提供する学習サービス」
	}
	if d.Meaning.Len() <= 3*20 && !spot.EndsAny(meaning, "者", "方", "人") && spot.StartsAny(behind, "がお届けする", "がお届けして", "がお送りする") {
		return true // 「工房（以下「作り手」といいます。）がお届けする」
	}
	// 「B（以下「C」）がこのサイトでお届けする…」, 「B（以下「C」）のクラウド型サービス「D」」
	if clause := behind[:clauseEnd(behind)]; company(meaning) {
		if strings.HasPrefix(clause, "が") && spot.HasAny(clause, "提供", "運営", "お届け", "お送り") {
			return true
		}
		if name := strings.Index(clause, "「"); name > 0 && strings.HasPrefix(clause, "の") && spot.EndsAny(clause[:name], "サービス", "アプリ", "サイト", "システム", "ソフト", "ツール", "プラットフォーム") {
			return true
		}
	}
	// 「B（以下「C」）は、…サービス「D」を運営しています」
	behind, _, _ = strings.Cut(strings.ReplaceAll(behind, "。）", "）"), "。")
	if !spot.StartsAny(behind, "は") || spot.EndsAny(d.Term, customerEnds...) {
		return false
	}
	for _, what := range [...]string{"サービス", "アプリ", "サイト", "システム", "プラットフォーム", "」", "）"} {
		if spot.HasAny(behind, what+"を運営", what+"を提供", what+"を開発") {
			return true
		}
	}
	return false
}

// houseProvides reports whether a house that is no company is said at the beginning of the
// document to provide the service: 「青空大学（以下「大学」といいます。）が提供するサービス」.
func (p *parser) houseProvides(d *Definition, meaning string) bool {
	name := bareName(meaning)
	if i := strings.LastIndexAny(meaning, "はが"); name == "" && i >= 0 { // 「本規約は、利用者が青空大学」
		name = bareName(meaning[i+len("が"):])
	}
	if !d.before() || d.TermSpan.Start > openingBytes || len(name) < 3*4 || len(name) <= len(d.Term) || !spot.EndsAny(name, institutions...) {
		return false
	}
	behind := p.behind(d)
	if !spot.StartsAny(behind, "が", "の") {
		return false
	}
	clause := behind[:clauseEnd(behind)]
	return spot.HasAny(clause, "提供する", "提供して", "提供の", "運営する", "運営して", "運営の") && spot.HasAny(clause, "サービス", "アプリ", "サイト", "システム", "ウェブ", "講座", "「") && p.count(d.Term).topic > 0
}

// clauseEnd returns where the first clause of a sentence ends.
func clauseEnd(s string) int {
	if i := strings.IndexAny(s, "、。"); i >= 0 {
		return i
	}
	return len(s)
}

// usesWhatIsProvided reports whether somebody is said to use what another provides
// where he is defined.
func (p *parser) usesWhatIsProvided(d *Definition) bool {
	rest := p.behind(d)
	return spot.StartsAny(rest, "が", "は") && strings.Contains(rest, "提供する") && strings.Contains(rest, "を利用する")
}

// usesIt reports whether a definition means somebody who uses what is provided.
func usesIt(meaning string) bool {
	return spot.HasAny(meaning, uses...) && spot.HasAny(meaning, "者", "個人", "法人", "方", "団体", "企業", "会社", "店舗", "事業所")
}

// bareName takes a name out of the words before a bracket: 「本規約は、株式会社A」.
func bareName(s string) string {
	if i := strings.LastIndexAny(s, "、。，"); i >= 0 {
		_, w := utf8.DecodeRuneInString(s[i:])
		s = s[i+w:]
	}
	for _, sep := range [...]string{"）と", ")と", "と ", "と\u3000"} { // 「A（以下「甲」という。）とB（以下「乙」という。）」
		if i := strings.LastIndex(s, sep); i >= 0 {
			s = s[i+len(sep):]
		}
	}
	if open := opening(s); open > 0 {
		s = s[:open]
	}
	s = strings.Trim(s, " \u3000「」：:")
	if s == "" || strings.ContainsAny(s, "[]［］【】〔〕") || len(s) > 3*24 || strings.ContainsAny(s, "はがをに（()_○〇△　") {
		return ""
	}
	return s
}

// byCompany adds the word that the opening gives to a company, where it is the only one
// that has such a word and acts: 「株式会社A（以下「本部」）と、取次店との間の契約」.
func (p *parser) byCompany(who *sides) {
	found := ""
	for i := range p.tree.Definitions {
		d := &p.tree.Definitions[i]
		if d.TermSpan.Start > openingBytes || d.Meaning.End > d.TermSpan.Start || who.customer[d.Term] || !company(d.Meaning.Of(p.text)) || spot.EndsAny(d.Term, commonEnds...) || p.count(d.Term).topic < 2 {
			continue
		}
		if found != "" && found != d.Term {
			return
		}
		found = d.Term
	}
	if found != "" {
		who.vendor[found] = true
	}
}

// byHandingOut takes for the parties who gives work away and whom he gives it to where both
// are defined in one sentence: 「A（以下「元請」）は、…をB（以下「担い手」）に任せるにあたり」, and
// two whose words say so themselves: 「預け主」 and 「預かり主」.
func (p *parser) byHandingOut(who *sides) {
	defs := p.tree.Definitions[:min(len(p.tree.Definitions), partyDefinitions)]
	for i := 1; i < len(defs); i++ {
		giver, taker := &defs[i-1], &defs[i]
		if taker.TermSpan.Start < giver.TermSpan.End || taker.TermSpan.Start > openingBytes || strings.Contains(p.text[giver.TermSpan.End:taker.TermSpan.Start], "\n") || p.count(giver.Term).topic == 0 || p.count(taker.Term).topic == 0 {
			continue
		}
		switch first, second := p.givesOrTakes(giver.Term), p.givesOrTakes(taker.Term); {
		case first < 0 && second > 0:
			giver, taker = taker, giver
		case first > 0 && second < 0:
		default:
			if who.vendor[giver.Term] || who.vendor[taker.Term] || !spot.StartsAny(p.behind(giver), "は", "が") || !handed(p.behind(taker)) {
				continue
			}
		}
		who.vendor[taker.Term], who.customer[giver.Term] = true, true
		delete(who.customer, taker.Term)
		delete(who.vendor, giver.Term)
		return
	}
}

// handed reports whether something is given to be done to whom the words before name:
// 「に任せるにあたり」, 「に名刺の入力を委託する」.
func handed(behind string) bool {
	if spot.StartsAny(behind, "に任せ", "に委託", "に委ね", "に依頼", "に発注", "に請け負わせ", "に下請け", "に託", "に頼", "へ委託", "へ依頼", "に対して委託", "に対し委託") {
		return true
	}
	clause, _, _ := strings.Cut(behind, "。")
	return strings.HasPrefix(clause, "に") && spot.HasAny(clause[:min(len(clause), 3*40)], "を委託", "を任せ", "を依頼", "を発注", "を委ね", "を請け負わせ")
}

// givesOrTakes tells of a word for a party whether it means who gives work or data away (above
// 0) or who takes them on (below 0).
func (p *parser) givesOrTakes(term string) int {
	switch {
	case p.tree.Kind == NDA && strings.HasPrefix(term, "提供"):
		return 1
	case spot.StartsAny(term, givers...):
		return 1
	case spot.StartsAny(term, takersOn...):
		return -1
	}
	return 0
}
