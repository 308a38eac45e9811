package structure

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer/spot"
)

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

// roleEnds are what words for somebody who uses a service end with, where a document gives
// its parties words of its own: 「出品者」, 「園」, 「町」.
var roleEnds = slices.Concat([]string{"者", "社", "側", "手"}, list("people"), list("houses"), list("towns"))

// byRole takes for the customer the defined word, that ends like one for somebody
// and does not mean the vendor, which acts most often.
func (p *parser) byRole(who *sides) {
	best, most := "", usage{}
	for i := range p.tree.Definitions {
		term := p.tree.Definitions[i].Term
		if who.vendor[term] || who.vendor["当"+term] || spot.StartsAny(term, "当", "弊", "第三", "他の") || !spot.EndsAny(term, roleEnds...) || len(term) > 3*10 {
			continue
		}
		if u := p.count(term); u.topic > 0 && (u.topic > most.topic || u.topic == most.topic && u.total > most.total) {
			best, most = term, u
		}
	}
	if best != "" {
		who.customer[best] = true
	}
}

// byServed takes for the customer the word for those whom schools, clinics and homes serve
// that acts most often, where no other word for customers does: 「生徒は、…」.
func (p *parser) byServed(who *sides) {
	best, most := "", int32(2)
	for _, i := range p.mem.used {
		if w := &ownWords[i]; w.class == servedWord && p.usage[i].topic > most && !who.vendor[w.text] {
			best, most = w.text, p.usage[i].topic
		}
	}
	if best != "" {
		who.customer[best] = true
	}
}

// openingBytes is how far the sentences go that say what a document is.
const openingBytes = 1500

// byOpening adds the name of whoever such a sentence says to provide or to run what the
// document is about, if that name acts in it: 「本規約は、青葉編集部がこのサイト上で提供する
// サービスの利用条件を定めます」.
func (p *parser) byOpening(who *sides) {
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
				who.vendor[name] = true
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
func (p *parser) byName(who *sides) {
	least, most := 5, 0
	for _, n := range p.heads {
		most = max(most, n)
	}
	if len(who.vendor) == 0 && most >= 3 {
		least = min(least, most)
	}
	for name, n := range p.heads {
		if n >= least {
			who.vendor[name] = true
		}
	}
}

// byHeads adds the name without Latin letters that acts most at the heads of sentences,
// where nobody else is named: 「青葉工房は、…」. It is for documents in which the scan has
// found no word for the vendor.
func (p *parser) byHeads(who *sides) {
	if name := p.mostAtHeads(2, func(s string) bool { return properName(s) && !spot.EndsAny(s, roleEnds...) }); name != "" {
		who.vendor[name] = true
	}
}

// customerByHeads adds the word that acts most at the heads of sentences beside the
// vendor and the words for the customer that are known: 「医療機関は、…」. Where those act
// too it has to act oftener.
func (p *parser) customerByHeads(who *sides) {
	least := 4
	if p.acts(who) >= 4 {
		least = 6
	}
	if name := p.mostAtHeads(least, func(s string) bool {
		return !who.known(s) && properName(s) && spot.EndsAny(s, roleEnds...)
	}); name != "" {
		who.customer[name] = true
	}
}

// customerByFewHeads takes, where nobody else is named beside the vendor, a word for people
// that heads two sentences or more: 「使い手は、…」.
func (p *parser) customerByFewHeads(who *sides) {
	if name := p.mostAtHeads(2, func(s string) bool {
		return !who.vendor[s] && utf8.RuneCountInString(s) <= 8 && spot.EndsAny(s, "手", "者", "主", "側", "先", "店", "校", "園") && !spot.HasAny(s, "第三", "当事", "委託", "責任", "担当", "代表", "提携", "連絡", "保護", "相手", "提供先", "権利", "本", "当", "、", "の")
	}); name != "" {
		who.customer[name] = true
	}
}

var putsIn = list("put in")

// customerByInput adds the word for whoever is said, oftener than anybody else who has no
// such word, to put data in: 「お店が入力する来店客の情報」.
func (p *parser) customerByInput(who *sides) {
	found := map[string]int{}
	for _, verb := range putsIn {
		for at := 0; ; {
			i := spot.Index(p.text[at:], verb)
			if i < 0 {
				break
			}
			at += i
			if spot.StartsAny(p.text[at+len(verb):], "し", "す", "さ", "ん", "む", "み", "い") {
				if w := whoBefore(p.text[max(0, at-3*20):at]); w != "" && !who.known(w) {
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
		who.customer[best] = true
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
var houses = slices.Concat([]string{"オーナー"}, list("houses"))

// acts returns how often words for the customer are topics.
func (p *parser) acts(who *sides) (n int) {
	for w := range who.customer {
		n += p.topics[w]
	}
	for _, i := range p.mem.used {
		if w := &ownWords[i]; w.class == customerWord && who.customer[w.text] {
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
var commonEnds = list("common ends")

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
