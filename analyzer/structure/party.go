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
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer/letters"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/spot"
)

// usage is how often a word is used.
type usage struct {
	total   int32 // followed by a particle, a comma or a bracket
	topic   int32 // …は, …が, …も
	polite  uint8 // bits of politely that stand behind it
	defined bool  // the document defines it
}

// findParties fills Tree.Parties from definitions and use.
func (p *parser) findParties() {
	var pt Parties
	vendor := map[string]bool{}
	customer := map[string]bool{}
	if p.byLetters(vendor, customer) {
		pt.Defined = true
	}
	letters := len(vendor) > 0
	secrets := p.tree.Kind == NDA && p.bySecrets(vendor, customer)
	pair := p.definedPair()
	used := p.mem.used[:0]
	for i := range p.usage {
		if u := &p.usage[i]; u.defined || u.total > 0 {
			used = append(used, i)
		}
	}
	p.mem.used = used
	for _, i := range used {
		w, u := &ownWords[i], p.usage[i]
		defined := u.defined
		switch w.class {
		case vendorWord:
			if defined || u.topic >= 2 || u.total >= 3 && u.topic >= 1 || u.total >= 1 && spot.StartsAny(w.text, "当社", "弊社") {
				if letters && !defined && u.topic < 3 || secrets && !letters && !defined {
					continue
				}
				vendor[w.text] = true
				pt.Defined = pt.Defined || defined
			}
		case customerWord:
			if letters && (!defined || w.text == "顧客") || (pair || secrets) && !defined {
				continue // they are whom the party serves
			}
			if w.text == "顧客" && u.topic < 2 || w.text == "委託者" && !vendor["受託者"] || w.text == "委託元" && !vendor["受託者"] && p.count("受託者").topic == 0 || takers[w.text] != "" && !vendor[takers[w.text]] || w.text == "管理者" && !vendor["処理者"] {
				continue
			}
			if defined || u.topic >= 2 || u.total >= 3 || u.topic == 1 && spokenTo[w.text] {
				customer[w.text] = true
				pt.Defined = pt.Defined || defined
			}
		}
	}
	p.byDefinition(vendor, customer, letters)
	if !letters {
		p.byTitle(vendor, customer)
		p.byHandingOut(vendor, customer)
		p.byOpening(vendor)
	}
	p.byName(vendor)
	p.byUse(vendor, customer)
	if len(vendor) > 0 && !letters {
		// 「当サイトは、口コミを編集する権利を有します」 beside 「サイト運営者は、…」
		for _, i := range used {
			w := &ownWords[i]
			if w.class == vagueVendor && spot.StartsAny(w.text, "当") && p.usage[i].topic >= 2 {
				vendor[w.text] = true
			}
		}
	}
	if len(vendor) == 0 && !letters {
		p.byCompany(vendor, customer)
	}
	if len(vendor) == 0 {
		p.byHeads(vendor)
	}
	if len(vendor) == 0 {
		best, n, total := "", int32(0), int32(0)
		for _, i := range used {
			w := &ownWords[i]
			if (w.class == vagueVendor || w.text == "管理者") && p.usage[i].topic > n {
				best, n, total = w.text, p.usage[i].topic, p.usage[i].total
			}
		}
		if n >= 2 || n == 1 && (hosts[best] || spot.StartsAny(best, "当")) || best == theCompany && total >= 2 {
			vendor[best] = true
		}
	}
	if len(customer) == 0 && !letters {
		p.byServed(vendor, customer)
	}
	if len(customer) == 0 && !letters {
		p.byRole(vendor, customer)
	}
	if len(customer) == 0 {
		best, n := "", int32(0)
		for _, i := range used {
			w := &ownWords[i]
			if w.class == customerWord && w.text != "委託者" && w.text != "委託元" && w.text != "管理者" && p.usage[i].total > n {
				best, n = w.text, p.usage[i].total
			}
		}
		if n > 0 {
			customer[best] = true
		}
	}
	if !letters {
		if len(customer) == 0 && len(vendor) > 0 {
			p.customerByFewHeads(vendor, customer)
		}
		p.customerByHeads(vendor, customer)
		p.customerByInput(vendor, customer)
	}
	p.withPoliteness(customer)
	pt.Vendor, pt.Customer = longestFirst(vendor), longestFirst(customer)
	if len(pt.Vendor) == 0 {
		pt.Vendor = slices.Clone(p.opt.Vendor)
		if p.opt.Vendor == nil {
			pt.Vendor = slices.Clone(defaultVendor)
		}
	}
	if len(pt.Customer) == 0 {
		pt.Customer = slices.Clone(p.opt.Customer)
		if p.opt.Customer == nil {
			pt.Customer = slices.Clone(defaultCustomer)
		}
	}
	p.tree.Parties = pt
}

// bySecrets takes for the parties of an agreement of secrecy who is told a secret and whose
// it is, and reports whether the text calls anybody so.
func (p *parser) bySecrets(vendor, customer map[string]bool) bool {
	taken, given := false, false
	for i := range p.usage {
		u := p.usage[i]
		if !u.defined && u.topic+u.total < 2 {
			continue
		}
		switch ownWords[i].class {
		case secretTaker:
			vendor[ownWords[i].text], taken = true, true
		case secretGiver:
			customer[ownWords[i].text], given = true, true
		}
	}
	return taken && given
}

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

// actsMore reports whether some word for the vendor other than word heads more clauses.
func (p *parser) actsMore(word string) bool {
	n := p.count(word).topic
	for i := range p.usage {
		if w := &ownWords[i]; w.class == vendorWord && w.text != word && p.usage[i].topic > n {
			return true
		}
	}
	return false
}

// takers are the words beside which words for whoever gives out work mean the customer: alone
// 「委託会社」 may be who the vendor engages.
var takers = map[string]string{"委託会社": "受託会社", "委託企業": "受託企業", "委託側": "受託側"}

// spokenTo are the words that can mean nobody but who the document speaks to.
var spokenTo = map[string]bool{"あなた": true, "貴殿": true, "貴社": true, "御社": true, "貴方": true}

// hosts are the vague words for the vendor that can mean nobody but who runs a thing:
// they are believed at their first word where nobody else is named.
var hosts = map[string]bool{"管理人": true, "事務局": true, "主催者": true}

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

// definedAs reports whether the document defines term.
func (p *parser) definedAs(term string) bool {
	return slices.ContainsFunc(p.tree.Definitions, func(d Definition) bool { return d.Term == term })
}

// company reports whether s names a company or another organisation.
func company(s string) bool {
	for _, w := range [...]string{"株式会社", "合同会社", "有限会社", "社団法人", "財団法人", "合資会社", "法人", "Inc.", "Inc", "LLC", "Ltd", "Corporation", "Corp.", "Co.,", "事務局", "運営会社", "事業者名", "会社名", "屋号", "組合", "システム", "ラボ", "チーム"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

var customerEnds = []string{"会員", "利用者", "ユーザー", "ユーザ", "契約者", "加入者", "登録者", "お客様", "申込者", "利用企業", "購入者"}

// byDefinition adds the words that definitions give to the parties.
func (p *parser) byDefinition(vendor, customer map[string]bool, letters bool) {
	for i := range p.tree.Definitions {
		d := &p.tree.Definitions[i]
		meaning := d.Meaning.Of(p.text)
		switch {
		case vendor[d.Term] && d.Meaning.Len() <= 3*30 && company(meaning) && d.Meaning.End < d.TermSpan.Start:
			if name := bareName(meaning); name != "" {
				vendor[name] = true
			}
		case vendor[d.Term] && len(vendor) > 1 && usesIt(meaning):
			delete(vendor, d.Term) // 「開発者」とは、本APIを利用してアプリを作る者をいう
			customer[d.Term] = true
		case !letters && !vendor[d.Term] && !customer[d.Term] && (spot.EndsAny(d.Term, attributed...) && spot.StartsAny(d.Term, "当", "弊") && d.Meaning.End < d.TermSpan.Start || p.providesIt(d, meaning) && p.count(d.Term).topic > 0):
			vendor[d.Term] = true // 「株式会社A（以下「A」という。）の提供するサービス」, 「A（以下「当事業者」という。）」
		case !letters && spot.EndsAny(d.Term, "運営者", "運営会社", "運営元", "運営側", "提供会社", "運営事業者") && company(meaning) && d.Meaning.End < d.TermSpan.Start && p.count(d.Term).topic > 0:
			vendor[d.Term] = true // 「株式会社A（以下「市場運営者」という。）」
		case !letters && !vendor[d.Term] && p.leftWith(d, meaning) != "":
			vendor[d.Term] = true // 「本部から仕事を任される店（以下「パートナー」という。）」
			delete(customer, d.Term)
			customer[p.leftWith(d, meaning)] = true
		case !letters && len(vendor) == 0 && !customer[d.Term] && i < partyDefinitions && p.isGivenWork(d) && p.giverBefore(i, customer) != "":
			vendor[d.Term] = true // 「元請は、仕事の一部をA（以下「パートナー」）に任せる」
			customer[p.giverBefore(i, customer)] = true
		case !letters && !vendor[d.Term] && !customer[d.Term] && spot.EndsAny(d.Term, providers...) && p.madeBy(d):
			vendor[d.Term] = true // 「A（以下「サービスプロバイダ」といいます）によって作成されたアプリ」
		case !letters && !vendor[d.Term] && !customer[d.Term] && d.Meaning.End < d.TermSpan.Start && spot.EndsAny(meaning, "運営者", "提供者", "運営会社", "提供会社", "運営元", "提供元", "運営事業者") && !spot.HasAny(meaning, "第三", "外部", "他") && p.count(d.Term).topic > 0:
			vendor[d.Term] = true // 「掲載の場の運営者（以下「オーナー」という。）」
		case !letters && !vendor[d.Term] && spot.EndsAny(d.Term, attributed...) && p.usesWhatIsProvided(d):
			customer[d.Term] = true // 「医院（以下「利用機関」という。）がA社の提供するサービスを利用する」
		case !letters && !vendor[d.Term] && kindOfCustomer(d.Term, meaning) && p.count(d.Term).topic > 0:
			customer[d.Term] = true // 「店舗オーナー」：店舗を管理する利用者
		case !letters && !vendor[d.Term] && !customer[d.Term] && (usesIt(meaning) || writesIt(meaning)) && spot.EndsAny(bareMeaning(meaning), "者", "個人", "法人", "方", "団体", "企業", "店舗", "人") && !spot.StartsAny(d.Term, "他の", "第三", "エンド", "最終") && p.count(d.Term).topic > 0:
			customer[d.Term] = true // 「日記を書く者を「書き手」という」
		case spot.EndsAny(d.Term, customerEnds...) && !letters && len(d.Term) <= 3*12 && !spot.StartsAny(d.Term, "他の", "第三", "エンド", "最終"):
			if u := p.count(d.Term); u.topic > 0 || u.total > 1 {
				customer[d.Term] = true
			}
		}
	}
}

// byUse takes for the customer what counts for the vendor by its word or by how often it
// acts, where another is named: words that a definition gives to who uses what is provided
// (「開発者」 beside a company) and those that mean the other side in translated terms.
func (p *parser) byUse(vendor, customer map[string]bool) {
	if len(vendor) < 2 {
		return
	}
	for i := range p.tree.Definitions {
		if d := &p.tree.Definitions[i]; len(vendor) > 1 && vendor[d.Term] && usesIt(d.Meaning.Of(p.text)) {
			delete(vendor, d.Term)
			customer[d.Term] = true
		}
	}
	for _, w := range otherSide {
		if len(vendor) > 1 && vendor[w] {
			delete(vendor, w)
			customer[w] = true
		}
	}
}

// otherSide are words of English for the customer.
var otherSide = []string{"Customer", "User", "Client", "Subscriber", "Licensee"}

// byTitle takes for the customer whom the title addresses: 「出品者規約」, 「掲載企業様向け利用規約」.
// It has to be a word that the document defines or that sentences begin with.
func (p *parser) byTitle(vendor, customer map[string]bool) {
	whom := ""
	for i, rest := 0, p.text[:min(len(p.text), titleBytes)]; i < titleLines && rest != ""; i++ {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		if whom = inTitle(strings.Trim(line, " \u3000#*")); whom != "" {
			break
		}
	}
	if whom == "" {
		return
	}
	best := ""
	is := func(w string) {
		if len(w) > len(best) && strings.HasSuffix(whom, w) && spot.EndsAny(w, personEnds...) && !spot.StartsAny(w, "当", "弊", "第三") && (!vendor[w] || len(vendor) > 1) && p.count(w).topic > 0 {
			best = w
		}
	}
	for i := range p.tree.Definitions {
		is(p.tree.Definitions[i].Term)
	}
	for w := range p.topics {
		is(w)
	}
	if best != "" {
		delete(vendor, best)
		customer[best] = true
	}
}

// personEnds are what words for those whom a title addresses end with: not for places, 「教室利用規約」.
var personEnds = []string{"者", "企業", "会員", "講師", "パートナー", "オーナー", "メンバー", "クリエイター", "ワーカー", "セラー", "ホスト", "ライター", "アンバサダー", "サポーター", "クライアント"}

// A title is looked for in the first lines.
const (
	titleBytes = 600
	titleLines = 4
)

// inTitle returns what stands before the word for terms at the end of a title.
func inTitle(title string) string {
	for _, terms := range [...]string{"規約", "約款", "規程", "規定"} {
		whom, ok := strings.CutSuffix(title, terms)
		if !ok {
			continue
		}
		for _, of := range [...]string{"サービス", "ご利用", "利用", "向け", "用", "の", "様", "さま"} {
			whom = strings.TrimSuffix(whom, of)
		}
		return whom
	}
	return ""
}

// kindOfCustomer reports whether a definition says that a word means some of those
// who use the service: it ends in a word for them.
func kindOfCustomer(term, meaning string) bool {
	if len(term) > 3*12 || spot.StartsAny(term, "他の", "第三", "エンド", "最終") {
		return false
	}
	return spot.EndsAny(bareMeaning(meaning), customerEnds...)
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
var attributed = []string{"者", "会社", "機関", "社", "団体", "法人", "病院", "医院", "学校", "園", "店", "組合"}

// providers end words for whoever makes or runs what is used, as translated terms have them.
var providers = []string{"プロバイダ", "プロバイダー", "提供者", "制作者", "開発者"}

// partyDefinitions is how many definitions may be of parties: these stand at the beginning.
const partyDefinitions = 64

// leftWith returns the other defined party that leaves its work with d by the meaning of d,
// "" if none does.
func (p *parser) leftWith(d *Definition, meaning string) string {
	taken := spot.HasAny(meaning, "任される", "任された", "委託される", "委託された", "委託を受け", "受託する", "受託した", "請け負う", "請け負った")
	given := spot.HasAny(meaning, "を委託する", "を任せる", "を委ねる")
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
func (p *parser) giverBefore(i int, customer map[string]bool) string {
	if i == 0 {
		return ""
	}
	if d := &p.tree.Definitions[i-1]; d.Provision == p.tree.Definitions[i].Provision && p.count(d.Term).topic > 0 && (customer[d.Term] || len(customer) == 0) {
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

// writesIt reports whether a definition means somebody who puts something in.
func writesIt(meaning string) bool {
	return spot.HasAny(meaning, "に投稿", "を投稿", "を書く", "を書き込", "に書き込", "に参加", "を掲載", "に掲載", "に出品", "を出品", "に出店", "を預け", "作品を登録", "商品を登録", "会員登録を済ませ", "登録を済ませ", "登録を終え", "を売る", "品を出す", "品物を出す")
}

// usesIt reports whether a definition means somebody who uses what is provided.
func usesIt(meaning string) bool {
	return spot.HasAny(meaning, "を利用する", "を利用し", "ご利用にな", "をご利用", "を使用する", "を使用し", "を使う", "を使い", "を使って", "を使われる", "お使いにな", "をお使い", "を申し込", "を申込", "に申し込", "お申し込み", "お申込み", "に登録し", "に登録した", "に登録する", "ご登録", "登録を済ませ",
		"契約を締結した", "契約を結んだ", "契約を結ぶ", "契約を結んで", "契約を締結して", "契約を締結され", "契約を結ばれた", "契約を交わした", "契約した", "契約された", "ご契約にな", "に同意し", "を受け入れ", "に加入し", "に入会") && spot.HasAny(meaning, "者", "個人", "法人", "方", "団体", "企業", "会社", "店舗", "事業所")
}

// roleEnds are what words for somebody who uses a service end with, where a
// document gives its parties words of its own: 「出品者」, 「園」, 「町」.
var roleEnds = []string{"者", "店", "店舗", "サロン", "スタジオ", "クリニック", "教室", "スクール", "塾", "館", "園", "校", "院", "町", "市", "村", "県", "社", "企業", "事業所", "事務所", "団体", "施設", "法人", "組合", "機関", "側", "手", "クライアント", "オーナー", "パートナー", "メンバー", "クリエイター", "ワーカー", "アンバサダー", "サポーター", "セラー", "ホスト"}

// byRole takes for the customer the defined word, that ends like one for somebody
// and does not mean the vendor, which acts most often.
func (p *parser) byRole(vendor, customer map[string]bool) {
	best, most := "", usage{}
	for i := range p.tree.Definitions {
		term := p.tree.Definitions[i].Term
		if vendor[term] || vendor["当"+term] || spot.StartsAny(term, "当", "弊", "第三", "他の") || !spot.EndsAny(term, roleEnds...) || len(term) > 3*10 {
			continue
		}
		if u := p.count(term); u.topic > 0 && (u.topic > most.topic || u.topic == most.topic && u.total > most.total) {
			best, most = term, u
		}
	}
	if best != "" {
		customer[best] = true
	}
}

// byServed takes for the customer the word for those whom schools, clinics and homes serve
// that acts most often, where no other word for customers does: 「生徒は、…」.
func (p *parser) byServed(vendor, customer map[string]bool) {
	best, most := "", int32(2)
	for _, i := range p.mem.used {
		if w := &ownWords[i]; w.class == servedWord && p.usage[i].topic > most && !vendor[w.text] {
			best, most = w.text, p.usage[i].topic
		}
	}
	if best != "" {
		customer[best] = true
	}
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

// count counts one word that the table does not have.
func (p *parser) count(term string) (u usage) {
	for at := 0; ; {
		i := spot.Index(p.text[at:], term)
		if i < 0 {
			return u
		}
		at += i + len(term)
		use(&u, p.text[at:])
	}
}

// politely are what is put behind a word for somebody out of politeness.
var politely = [...]string{"様方", "様", "さま", "の皆様", "の皆さま", "のみなさま", "の皆さん"}

// withPoliteness adds the polite forms in which the text uses words for the customer:
// 「会員様」, 「ユーザーの皆様」.
func (p *parser) withPoliteness(customer map[string]bool) {
	for _, i := range p.mem.used {
		for k, polite := range politely {
			if w := ownWords[i].text; p.usage[i].polite>>k&1 != 0 && customer[w] {
				customer[w+polite] = true
			}
		}
	}
}

// use counts a word by what follows it.
func use(u *usage, after string) {
	r, _ := letters.First(strings.TrimPrefix(after, " "))
	if r == '様' || r == 'の' || r == 'さ' {
		for k, polite := range politely {
			if rest, ok := strings.CutPrefix(after, polite); ok {
				u.polite |= 1 << k
				r, _ = letters.First(rest)
				break
			}
		}
	}
	switch r {
	case 'は', 'が', 'も':
		u.topic++
		u.total++
	case 'を', 'に', 'の', 'と', 'へ', 'で', 'か', 'よ', '、', '，', '（', '(', '」', '及', '又', 'お', 'ま', 'な', '自', '本', '等', 'ら', '・', '。', '以':
		u.total++
	}
}

// openingBytes is how far the sentences go that say what a document is.
const openingBytes = 1500

// byOpening adds the name of whoever such a sentence says to provide or to run what the
// document is about, if that name acts in it: 「本規約は、青葉編集部がこのサイト上で提供する
// サービスの利用条件を定めます」.
func (p *parser) byOpening(vendor map[string]bool) {
	opening := p.text[:min(len(p.text), openingBytes)]
	for _, verb := range [...]string{"提供", "運営"} {
		for at := 0; ; at += len(verb) {
			i := spot.Index(opening[at:], verb)
			if i < 0 {
				break
			}
			at += i
			if !spot.StartsAny(opening[at+len(verb):], "する", "し", "いたし", "致し") {
				continue
			}
			if name := provider(opening[:at]); name != "" && p.count(name).topic >= 2 {
				vendor[name] = true
			}
		}
	}
}

// manner takes out the particles that say where or how somebody provides.
var manner = strings.NewReplacer("において", "", "にて", "", "により", "")

// provider returns the name of whoever provides by what stands before the verb, "" if
// there is none.
func provider(before string) string {
	if i := strings.LastIndexAny(before, "、，。（）()「」\n"); i >= 0 {
		_, w := utf8.DecodeRuneInString(before[i:])
		before = before[i+w:]
	}
	name, between, ok := strings.Cut(before, "が")
	if strings.Contains(manner.Replace(between), "に") || spot.HasAny(between, "する", "した", "して", "を通じ", "を介し", "を使っ", "を用い") {
		return "" // 「利用者が当社に提供する情報」, 「利用者が利用する場合に」, 「利用事業者が本サービスを通じて品物を提供する顧客」
	}
	if !ok {
		if name, ok = strings.CutSuffix(before, "の"); !ok {
			return ""
		}
	}
	if i := strings.LastIndex(name, "は"); i >= 0 {
		name = name[i+len("は"):]
	}
	if name = bareName(name); utf8.RuneCountInString(name) < 3 || spot.StartsAny(name, "本", "当", "各", "第三", "他", "この", "その", "利用", "契約", "導入", "加盟", "登録") || spot.EndsAny(name, customerEnds...) || spot.EndsAny(name, "サービス", "サイト", "システム", "アプリ") ||
		slices.ContainsFunc(ownWords, func(w word) bool { return w.text == name }) {
		return ""
	}
	return name
}

// byName adds the names that the document makes act at the head of its sentences:
// those that do so often, or, where nobody else is named and none does, the one
// that does so most.
func (p *parser) byName(vendor map[string]bool) {
	least, most := 5, 0
	for _, n := range p.heads {
		most = max(most, n)
	}
	if len(vendor) == 0 && most >= 3 {
		least = min(least, most)
	}
	for name, n := range p.heads {
		if n >= least {
			vendor[name] = true
		}
	}
}

// byCompany adds the word that the opening gives to a company, where it is the only one
// that has such a word and acts: 「株式会社A（以下「本部」）と、取次店との間の契約」.
func (p *parser) byCompany(vendor, customer map[string]bool) {
	found := ""
	for i := range p.tree.Definitions {
		d := &p.tree.Definitions[i]
		if d.TermSpan.Start > openingBytes || d.Meaning.End > d.TermSpan.Start || customer[d.Term] || !company(d.Meaning.Of(p.text)) || spot.EndsAny(d.Term, commonEnds...) || p.count(d.Term).topic < 2 {
			continue
		}
		if found != "" && found != d.Term {
			return
		}
		found = d.Term
	}
	if found != "" {
		vendor[found] = true
	}
}

// byHeads adds the name without Latin letters that acts most at the heads of sentences,
// where nobody else is named: 「青葉工房は、…」. It is for documents in which the scan has
// found no word for the vendor.
func (p *parser) byHeads(vendor map[string]bool) {
	if name := p.mostAtHeads(2, func(s string) bool { return properName(s) && !spot.EndsAny(s, roleEnds...) }); name != "" {
		vendor[name] = true
	}
}

// customerByHeads adds the word that acts most at the heads of sentences beside the
// vendor and the words for the customer that are known: 「医療機関は、…」. Where those act
// too it has to act oftener.
func (p *parser) customerByHeads(vendor, customer map[string]bool) {
	least := 4
	if p.acts(customer) >= 4 {
		least = 6
	}
	if name := p.mostAtHeads(least, func(s string) bool {
		return !vendor[s] && !customer[s] && properName(s) && spot.EndsAny(s, roleEnds...)
	}); name != "" {
		customer[name] = true
	}
}

// customerByFewHeads takes, where nobody else is named beside the vendor, a word for people
// that heads two sentences or more: 「使い手は、…」.
func (p *parser) customerByFewHeads(vendor, customer map[string]bool) {
	if name := p.mostAtHeads(2, func(s string) bool {
		return !vendor[s] && utf8.RuneCountInString(s) <= 8 && spot.EndsAny(s, "手", "者", "主", "側", "先", "店", "校", "園") && !spot.HasAny(s, "第三", "当事", "委託", "責任", "担当", "代表", "提携", "連絡", "保護", "相手", "提供先", "権利", "本", "当", "、", "の")
	}); name != "" {
		customer[name] = true
	}
}

// byHandingOut takes for the parties who gives work away and whom he gives it to where both
// are defined in one sentence: 「A（以下「元請」）は、…をB（以下「担い手」）に任せるにあたり」, and
// two whose words say so themselves: 「預け主」 and 「預かり主」.
func (p *parser) byHandingOut(vendor, customer map[string]bool) {
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
			if vendor[giver.Term] || vendor[taker.Term] || !spot.StartsAny(p.behind(giver), "は", "が") || !handed(p.behind(taker)) {
				continue
			}
		}
		vendor[taker.Term], customer[giver.Term] = true, true
		delete(customer, taker.Term)
		delete(vendor, giver.Term)
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
	case spot.StartsAny(term, "依頼", "委託元", "委託側", "委託主", "委託会社", "委託企業", "頼み", "頼む", "預け", "注文", "発注", "渡し", "元請", "任せる", "開示", "出し"):
		return 1
	case spot.StartsAny(term, "受託", "請け", "請負", "受け", "預かり", "引受", "引き受け", "受注", "受領", "下請", "担い手", "任される", "受任", "取得側"):
		return -1
	}
	return 0
}

// putsIn are what whoever stores something with a service does.
var putsIn = []string{"入力", "登録", "アップロード", "書き込", "取り込"}

// customerByInput adds the word for whoever is said, oftener than anybody else who has no
// such word, to put data in: 「お店が入力する来店客の情報」.
func (p *parser) customerByInput(vendor, customer map[string]bool) {
	found := map[string]int{}
	for _, verb := range putsIn {
		for at := 0; ; {
			i := spot.Index(p.text[at:], verb)
			if i < 0 {
				break
			}
			at += i
			if spot.StartsAny(p.text[at+len(verb):], "し", "す", "さ", "ん", "む", "み", "い") {
				if w := whoBefore(p.text[max(0, at-3*20):at]); w != "" && !vendor[w] && !customer[w] {
					found[w]++
				}
			}
			at += len(verb)
		}
	}
	best, most := "", 1
	for w, n := range found {
		if n > most || n == most && n > 1 && w < best {
			best, most = w, n
		}
	}
	if best != "" && p.count(best).topic >= 3 {
		customer[best] = true
	}
}

// whoBefore returns the word for a firm or a house that ends before the last が of s, if
// nothing but a place stands behind it: 「お店が」, 「顧客企業が本製品に」.
func whoBefore(s string) string {
	i := strings.LastIndex(s, "が")
	if i < 0 || strings.ContainsAny(s[i:], "、。\n「（(") {
		return ""
	}
	behind := s[i+len("が"):]
	if behind != "" && !spot.EndsAny(behind, "に", "へ", "で", "から", "て", "自ら", "任意に", "新たに") {
		return ""
	}
	start := i
	for start > 0 {
		r, w := utf8.DecodeLastRuneInString(s[:start])
		if !(r >= 'ァ' && r <= 'ヿ' || r >= 0x4E00 && r <= 0x9FFF || r == '々' || r == 'お') {
			break
		}
		start -= w
	}
	name := s[start:i]
	if n := utf8.RuneCountInString(name); n < 2 || n > 8 || !spot.EndsAny(name, houses...) || spot.StartsAny(name, "本", "当", "他", "同", "各", "第三", "委託", "提携", "外部") {
		return ""
	}
	return name
}

// houses end words for whoever keeps books on others: not for those whom it serves.
var houses = []string{"店", "店舗", "サロン", "スタジオ", "クリニック", "教室", "スクール", "塾", "館", "園", "校", "院", "企業", "事業所", "事務所", "団体", "施設", "法人", "組合", "機関", "オーナー"}

// acts returns how often words for the customer are topics.
func (p *parser) acts(customer map[string]bool) (n int) {
	for w := range customer {
		n += p.topics[w]
	}
	for _, i := range p.mem.used {
		if w := &ownWords[i]; w.class == customerWord && customer[w.text] {
			n += int(p.usage[i].topic)
		}
	}
	return n
}

// mostAtHeads returns the topic that most sentences begin with, of those that may be one,
// if a few at least do; "" if none do.
func (p *parser) mostAtHeads(few int, may func(string) bool) (best string) {
	most := 0
	for name, n := range p.topics {
		if n >= few && (n > most || n == most && name < best) && may(name) {
			best, most = name, n
		}
	}
	return best
}

// properName reports whether the topic of a sentence can be the name of somebody: it is in
// kanji and katakana, and no common word that terms begin sentences with.
func properName(s string) bool {
	for _, r := range s {
		if !(r >= 'ァ' && r <= 'ヿ' || r >= 0x4E00 && r <= 0x9FFF || r == '々') {
			return false
		}
	}
	return utf8.RuneCountInString(s) >= 3 && !spot.StartsAny(s, "本", "当", "前", "各", "第", "次", "上記", "同", "以下", "相手", "双方", "他") && !spot.EndsAny(s, commonEnds...) && !spot.EndsAny(s, politely[:]...) &&
		!slices.ContainsFunc(ownWords, func(w word) bool { return w.text == s })
}

// commonEnds end the topics of sentences that nobody is meant by.
var commonEnds = []string{"サービス", "サイト", "システム", "アプリ", "アカウント", "コンテンツ", "ポイント", "パスワード", "データ", "プラン", "ソフトウェア", "ライセンス", "規約", "契約", "約款", "規程", "条件", "情報", "内容", "期間", "料金", "費用", "代金", "方法", "責任", "権利", "義務", "場合", "事項", "範囲", "目的", "行為", "損害", "紛争", "通知", "変更", "利用", "提供", "登録", "申込", "支払", "解除", "終了", "法", "権", "物", "金", "額", "日", "数"}

// headName returns the name that s, the beginning of a sentence, has as its
// topic: Latin letters or katakana before は or が. "" if there is none.
func headName(s string) string {
	if s == "" || s[0] >= utf8.RuneSelf {
		return "" // names in katakana are none, see named
	}
	end, letters := 0, 0
	for end < len(s) && end < 40 {
		r, w := utf8.DecodeRuneInString(s[end:])
		switch {
		case r == 'は' || r == 'が' || r == 'で' && strings.HasPrefix(s[end:], "では"):
			name := strings.TrimSpace(s[:end])
			if letters < 3 || !named(name) {
				return ""
			}
			return name
		case r < utf8.RuneSelf && (letter(byte(r)) || r >= '0' && r <= '9'):
			letters++
		case r >= 'ァ' && r <= 'ヿ':
			letters++
		case r == ' ' || r == '&' || r == '.' || r == '-':
		default:
			return ""
		}
		end += w
	}
	return ""
}

// named reports whether a word at the head of a sentence can be the name of the vendor.
func named(s string) bool {
	if !letter(s[0]) {
		return false // a common noun in katakana: サービス, アカウント
	}
	switch strings.ToUpper(s) {
	case "COOKIE", "COOKIES", "API", "ID", "URL", "SLA", "DPA", "IP", "AI", "GDPR", "APP", "APPLE", "GOOGLE", "STRIPE", "NFT", "LINE", "SSL", "TLS", "E", "PDF", "QA", "FAQ", "WEB":
		return false
	}
	return true
}

// byLetters decides who 甲 and 乙 are, if they are the parties.
func (p *parser) byLetters(vendor, customer map[string]bool) bool {
	a, b := p.letterUse[0], p.letterUse[1]
	if both := p.definedAs("甲") && p.definedAs("乙"); !both && (a.total < 2 || b.total < 2 || a.topic+b.topic < 2) {
		return false
	}
	score := p.letterScore // above 0: 甲 is the vendor
	for i := range p.tree.Definitions {
		d := &p.tree.Definitions[i]
		sign := 0
		switch d.Term {
		case "甲":
			sign = 1
		case "乙":
			sign = -1
		default:
			continue
		}
		m := d.Meaning.Of(p.text)
		switch {
		case spot.HasAny(m, "受託者", "提供者", "運営", "開発者"):
			score += 4 * sign
		case spot.HasAny(m, "委託者", "利用者", "申込", "利用する", "承認を得", "契約者", "お客様"):
			score -= 4 * sign
		}
	}
	v, c := "乙", "甲"
	if score > 0 {
		v, c = c, v
	}
	vendor[v], customer[c] = true, true
	return true
}

// letterPhrases are what follows 甲 or 乙 and says who that is; above 0: the vendor.
var letterPhrases = []struct {
	words string
	score int
}{
	{"はこれを受託", 12}, {"は、これを受託", 12}, {"がこれを受託", 12}, {"はこれを受任", 12}, {"は、これを受任", 12}, {"はこれを引き受け", 12}, {"は、これを引き受け", 12},
	{"が提供", 3}, {"の提供する", 3}, {"に支払", 2}, {"に委託", 3}, {"から委託", -3}, {"に対して委託", 3}, {"の承諾", -1}, {"の書面による", -1}, {"の事前の", -1},
	{"が甲に対して提供", 4}, {"が乙に対して提供", 4}, {"が甲に対し提供", 4}, {"が乙に対し提供", 4}, {"が甲に提供", 4}, {"が乙に提供", 4}, {"から共有", -2},
	{"から開示", -2}, {"より開示", -2}, {"が開示", -1}, {"から受領", -2}, {"から提供", -1}, {"から預", -3}, {"が受領", 2}, {"が許諾", 2}, {"に開示", 1}, {"に対して開示", 1},
	{"(委託者", -6}, {"（委託者", -6}, {"(受託者", 6}, {"（受託者", 6}, {"の指定する銀行", 2}, {"の顧客", 1}, {"\n(委託者", -6}, {"\n(受託者", 6}, {"\n（委託者", -6}, {"\n（受託者", 6},
}

// sentenceState is what the scan knows of the sentence it is in.
type sentenceState struct {
	sign     int // 1: 甲 is its topic, -1: 乙 is; 0: neither, or both
	vendor   bool
	customer bool
}

// letter reads 甲 or 乙, which ends at byte after of text.
func (p *parser) letter(st *sentenceState, c wordClass, start, after int) {
	use(&p.letterUse[c-kou], p.text[after:])
	sign := 1
	if c == otsu {
		sign = -1
	}
	rest := p.text[after:]
	for _, ph := range letterPhrases {
		if strings.HasPrefix(rest, ph.words) {
			p.letterScore += sign * ph.score
			break
		}
	}
	if st.sign == 0 && spot.StartsAny(rest, "は", "が") && !spot.EndsAny(p.text[:start], "及び", "および", "又は", "または", "と", "並びに", "若しくは") {
		st.sign = sign
	}
}

// act counts a word for something that a vendor or a customer does, once a sentence.
func (p *parser) act(st *sentenceState, c wordClass) {
	switch {
	case c == vendorAct && !st.vendor:
		st.vendor = true
		p.letterScore += st.sign
	case c == customerAct && !st.customer:
		st.customer = true
		p.letterScore -= st.sign
	}
}

// scanWords reads what was found in the text: definitions, how often parties are named,
// names at the head of sentences, references.
func (p *parser) scanWords() {
	if len(p.mem.usage) != len(ownWords) {
		p.mem.usage = make([]usage, len(ownWords))
	}
	p.usage = p.mem.usage
	clear(p.usage)
	for _, q := range p.tree.Provisions {
		if !q.Body.Empty() {
			topic, stop := p.scanBody(q)
			p.defineTopic(q, topic)
			p.defineCalled(q, stop)
			p.defineListed(q)
		}
	}
	slices.SortStableFunc(p.tree.Definitions, func(a, b Definition) int { return a.TermSpan.Start - b.TermSpan.Start })
	for i := range p.tree.Definitions {
		if w := alone().Index(p.tree.Definitions[i].Term); w >= 0 {
			p.usage[w].defined = true
		}
	}
}

// scanBody reads the words of a provision. It returns where the first とは、 and the
// first 。 stand in them; their end for none.
func (p *parser) scanBody(q *Provision) (topic, stop int) {
	text := p.text[:q.Body.End]
	topic, stop = len(text), len(text)
	var st sentenceState
	p.head(text[q.Body.Start:])
	at := q.Body.Start // what stands before is read
	for i := p.foundFrom(at); i < len(p.found); i++ {
		f := p.found[i]
		if int(f.At) >= len(text) {
			break
		}
		w := own(f)
		if w == nil || int(f.At) < at || f.End() > len(text) {
			continue
		}
		switch {
		case w.class != 0:
			at = p.word(q, &st, f)
		case w.marks&markStop != 0:
			st = sentenceState{}
			stop = min(stop, int(f.At))
			p.head(text[f.End():])
		case w.marks&markTopic != 0:
			topic = min(topic, int(f.At))
		case w.marks&markQuote != 0:
			p.defineQuoted(q, int(f.At), int(f.Len))
		case w.marks&markBelow != 0:
			p.defineBelow(q, f.End())
		case w.marks&markRefer != 0:
			at = int(f.At) + p.refer(q, int(f.At))
		}
	}
	return topic, stop
}

// head counts the name at the head of a sentence, and its topic.
func (p *parser) head(s string) {
	if name := headName(s); name != "" {
		p.heads[name]++
	}
	if i := strings.Index(s[:min(len(s), longestTopic)], "は"); i >= 3*3 {
		p.topics[s[:i]]++
		for _, polite := range politely {
			if name, ok := strings.CutSuffix(s[:i], polite); ok && name != "" {
				p.topics[name]++ // 「掲載企業様は」
			}
		}
	}
}

// longestTopic is how far the particle behind a topic is looked for, in bytes.
const longestTopic = 3 * 16

// word reads a word that was found, and returns where to go on.
func (p *parser) word(q *Provision, st *sentenceState, f spot.Found) int {
	text := p.text[:q.Body.End]
	start, after := int(f.At), f.End()
	switch class := ownWords[f.Word].class; class {
	case kou, otsu:
		p.letter(st, class, start, after)
	case vendorAct, customerAct:
		p.act(st, class)
	case otherDocument:
		p.referDocument(q, source.Span{Start: start, End: after})
	case vagueVendor:
		if ownWords[f.Word].text == theCompany && kanjiBefore(text[:start]) {
			return after // 株式会社, 利用会社
		}
		use(&p.usage[f.Word], text[after:])
		_, w := letters.First(text[start:])
		return start + w // サービスを提供 may begin inside
	default:
		r, _ := letters.First(text[start:])
		if r < 'ァ' || r > 'ヶ' || !katakanaBefore(text[:start]) { // not the ユーザー of エンドユーザー
			use(&p.usage[f.Word], text[after:])
		}
	}
	return after
}

// theCompany is the vendor where terms call it by no other word: 「会社と会員」.
const theCompany = "会社"

func kanjiBefore(s string) bool {
	r, _ := letters.Last(s)
	return r >= '一' && r <= '鿿'
}

func katakanaBefore(s string) bool {
	r, _ := letters.Last(s)
	return r >= 'ァ' && r <= 'ヶ' || r == 'ー'
}
