package norm

import (
	"cmp"
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/spot"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/token"
)

// partyWord is a word by which the document names a party.
type partyWord struct {
	text string
	role structure.Role
}

// thirdWords name somebody who is no party.
var thirdWords = []string{"第三者", "他の利用者", "他の会員", "他のユーザー", "他の契約者", "他のお客様", "本人", "行政機関", "官公署", "裁判所", "捜査機関", "警察", "個人情報保護委員会"}

// bothWords name the two parties together.
var bothWords = []string{"両当事者", "各当事者", "当事者双方", "双方当事者", "双方", "甲乙双方", "甲乙", "両者", "いずれの当事者", "契約当事者", "本契約当事者", "相手方"}

// vendorSide are words that stand for the vendor's side where nothing else is
// said (LEGAL.md 2.E: a sub-processor as actor counts as the vendor).
var vendorSide = []string{"再委託先", "委託先", "受託会社", "受託業者", "委託業者", "委託会社", "保守会社", "保守業者"}

// everybody are the words for parties that are looked for in every document, the
// longest first.
var everybody = func() (all []partyWord) {
	for _, list := range [...]struct {
		words []string
		role  structure.Role
	}{{bothWords, structure.Both}, {thirdWords, structure.Third}, {vendorSide, structure.Vendor}} {
		for _, w := range list.words {
			all = append(all, partyWord{w, list.role})
		}
	}
	slices.SortStableFunc(all, byLength)
	return all
}()

func byLength(a, b partyWord) int { return len(b.text) - len(a.text) }

// wordsOf returns the words by which a document names its parties and others, each
// once, the longest first; of equal ones those of the document.
func (m *Memory) wordsOf(p structure.Parties) []partyWord {
	own := m.ownWords[:0]
	add := func(words []string, role structure.Role) {
		for _, w := range words {
			if w != "" {
				own = append(own, partyWord{w, role})
			}
		}
	}
	add(p.Vendor, structure.Vendor)
	add(p.Customer, structure.Customer)
	slices.SortStableFunc(own, byLength)
	m.ownWords = own
	all := m.partyWords[:0]
	more := everybody
	for len(own)+len(more) > 0 {
		next := &more
		if len(more) == 0 || len(own) > 0 && len(own[0].text) >= len(more[0].text) {
			next = &own
		}
		w := (*next)[0]
		*next = (*next)[1:]
		known := false // words of one length stand together
		for i := len(all) - 1; i >= 0 && len(all[i].text) == len(w.text) && !known; i-- {
			known = all[i].text == w.text
		}
		if !known {
			all = append(all, w)
		}
	}
	m.partyWords = all
	return all
}

// markParties finds party words that begin and end at token borders, the
// longest at each place.
func (r *Reader) markParties(tokens []token.Token) []PartyMark {
	out := r.mem.named[:0]
	text, initials := r.tree.Document.Text, &r.partyInitials
	for i := 0; i < len(tokens); {
		t := &tokens[i]
		first := initials.at(text[t.Start:])
		if first == 0 && t.Surface != 運営 {
			i++
			continue
		}
		end, role := 0, structure.NoRole
		for k := first; k > 0; k = r.partyInitials.next[k-1] {
			w := &r.parties[k-1]
			if e := matchText(r.text, tokens, i, w.text); e > 0 {
				end, role = e, w.role
				break
			}
		}
		if end == 0 && tokens[i].Surface == 運営 && runsIt(tokens, i) {
			end, role = i+1, structure.Vendor
		}
		if end == 0 {
			i++
			continue
		}
		out = append(out, PartyMark{Start: i, End: end, Role: role})
		i = end
	}
	r.mem.named = out
	return r.mem.parties.Copy(out)
}

// runsIt reports whether 運営 at token i means those who run the service (「運営は、」,
// 「運営の判断で」) and not the running of it.
func runsIt(t []token.Token, i int) bool {
	if i > 0 && (isNominal(&t[i-1]) || t[i-1].POS == token.AdnominalParticle) || i+1 >= len(t) {
		return false
	}
	switch t[i+1].Surface {
	case 側:
		return true
	case は, も:
		// 「運営は投稿を利用できる」; not 「運営は当社が行う」
		return i+2 < len(t) && (t[i+2].POS == token.Comma || t[i+1].Surface == は && !runBy(t, i+2))
	case が:
		if i+4 < len(t) && isNominal(&t[i+2]) && (t[i+3].Surface == を || t[i+4].Surface == を) {
			return true // 「運営が内容を閲覧する」
		}
		return i+2 < len(t) && (t[i+2].Base == 必要 || t[i+2].Base == 判断 || t[i+2].Base == 不適切 || t[i+2].Base == 認める)
	case の:
		return i+2 < len(t) && (t[i+2].Surface == 判断 || t[i+2].Surface == 裁量)
	}
	return false
}

// runBy reports whether the words from token k say who runs the service, or that it
// is run at all (「運営は当社が行う」, 「運営は継続します」).
func runBy(t []token.Token, k int) bool {
	for n := k; n < len(t) && n < k+6; n++ {
		if t[n].Surface == が || t[n].Surface == により || t[n].Surface == によって {
			return true
		}
		if t[n].Surface == を || t[n].Surface == に || t[n].Surface == の {
			return false
		}
	}
	return true
}

// initials finds the words of a list that may begin with a token, by their first
// letters. The zero initials is of no words.
type initials struct {
	first [1 << 10]int32 // by ten bits of a letter of three bytes: one more than the first word, 0 for none
	other int32          // likewise of words that begin otherwise
	next  []int32        // word -> one more than the next that begins alike
}

// of makes l the initials of n words.
func (l *initials) of(n int, word func(i int) string) {
	l.first, l.other, l.next = [len(l.first)]int32{}, 0, append(l.next[:0], make([]int32, n)...)
	for k := n - 1; k >= 0; k-- {
		at := &l.other
		if i, ok := letter(word(k)); ok {
			at = &l.first[i]
		}
		l.next[k], *at = *at, int32(k+1)
	}
}

// at returns one more than the first word that may begin with the token at the
// beginning of text; next leads to the others, in the order of the list.
func (l *initials) at(text string) int32 {
	if i, ok := letter(text); ok {
		return l.first[i]
	}
	return l.other
}

func letter(word string) (int, bool) {
	if len(word) < 3 || word[0]&0xF0 != 0xE0 {
		return 0, false
	}
	return int(word[1]&15)<<6 | int(word[2]&63), true
}

// matchText returns the token index after the tokens from i that spell word
// exactly, or 0.
func matchText(text token.Text, tokens []token.Token, i int, word string) int {
	for i < len(tokens) {
		s := text.Surface(&tokens[i])
		if !strings.HasPrefix(word, s) {
			return 0
		}
		word = word[len(s):]
		i++
		if word == "" {
			return i
		}
	}
	return 0
}

// dataTerm is a defined term with the kind of data it means.
type dataTerm struct {
	text string
	data Data
}

// mark joins the marks of the lexicon with the document's own terms. A term
// hides the lexicon's marks inside it.
func (r *Reader) mark(u *Unit) []Mark {
	tokens := u.Sentence.Tokens
	marks := r.known(tokens)
	if r.tree.Kind == structure.Privacy {
		// In a privacy policy データ without more are those of its readers.
		for i := range marks {
			if m := &marks[i]; m.Data == CustomerData && m.End-m.Start == 1 && tokens[m.Start].Surface == データ {
				m.Data = PersonalInfo
			}
		}
	}
	marks = ofMembers(tokens, u.Parties, ownThings(tokens, u.Parties, keptBy(tokens, u.Parties, marks)))
	if u.traits&putInTrait == 0 {
		return marks
	}
	return putInMarks(tokens, u.Parties, marks)
}

// known returns the marks of the lexicon and of the document's own terms.
func (r *Reader) known(tokens []token.Token) []Mark {
	marks := r.lex.Marks(r.mem, r.text, tokens)
	if len(r.terms) == 0 {
		return marks
	}
	own := r.mem.own[:0]
	text := r.tree.Document.Text
	for i := 0; i < len(tokens); {
		end := 0
		var kind Data
		for k := r.termInitials.at(text[tokens[i].Start:]); k > 0; k = r.termInitials.next[k-1] {
			t := &r.terms[k-1]
			if e := matchText(r.text, tokens, i, t.text); e > 0 {
				end, kind = e, t.data
				break
			}
		}
		if end == 0 {
			i++
			continue
		}
		own = append(own, Mark{Start: i, End: end, Data: kind})
		i = end
	}
	r.mem.own = own
	if len(own) == 0 {
		return marks
	}
	kept := marks[:0]
	for _, m := range marks {
		hidden := false
		for _, o := range own {
			if m.Data != NoData && m.Start < o.End && o.Start < m.End && m.End-m.Start <= o.End-o.Start {
				hidden = true
				break
			}
		}
		if !hidden {
			kept = append(kept, m)
		}
	}
	for _, o := range own {
		if o.Data != NoData {
			kept = append(kept, o)
		}
	}
	slices.SortStableFunc(kept, byStart)
	return kept
}

func byStart(a, b Mark) int { return cmp.Compare(a.Start, b.Start) }

// dataTerms gives each defined term that means data its kind: by the meaning's
// own words first, then by what the lexicon says of the meaning, then of the term.
func (r *Reader) dataTerms() []dataTerm {
	var out []dataTerm
	seen := map[string]bool{}
	text := r.tree.Document.Text
	for _, d := range r.tree.Definitions {
		if d.Term == "" || seen[d.Term] || d.Meaning.Empty() || isParty(r.tree.Parties, d.Term) {
			continue
		}
		listed := r.listsPutIn(d)
		if !listed && !namesData(d.Term) && !r.meansPutIn(d) {
			continue
		}
		if r.vendorsOwn(d) {
			seen[d.Term] = true
			out = append(out, dataTerm{d.Term, NoData}) // hides what the lexicon would see in it
			continue
		}
		k := meaningKind(d.Term, d.Meaning.Of(text))
		if k == NoData && listed {
			k = CustomerData
		}
		if r.tree.Kind == structure.Privacy && ownTerms[d.Term] {
			k = AccountInfo
		}
		if k == NoData {
			k = r.first(d.Term, spanOf(d.Term))
		}
		if k == NoData {
			k = r.first(text, d.Meaning)
		}
		if k == PersonalInfo && (r.putInBy(d) || r.allWritten(d)) {
			k = CustomerData
		}
		if k == NoData {
			continue
		}
		seen[d.Term] = true
		out = append(out, dataTerm{d.Term, k})
	}
	for _, d := range r.tree.Definitions {
		if d.Term == "" || seen[d.Term] || d.Meaning.Empty() || !r.served(d) {
			continue
		}
		seen[d.Term] = true
		for _, about := range [...]string{"の情報", "情報", "の個人情報", "の個人データ", "データ", "のデータ", "の記録", "の回答", "に関する情報"} {
			out = append(out, dataTerm{d.Term + about, CustomerData})
		}
	}
	slices.SortStableFunc(out, func(a, b dataTerm) int { return cmp.Compare(len(b.text), len(a.text)) })
	return out
}

// served reports whether a term is defined as the people whom a customer serves or
// employs: 「契約店の顧客（以下「来店客」といいます）」. What is about them is what the
// customer stores.
func (r *Reader) served(d structure.Definition) bool {
	meaning := d.Meaning.Of(r.tree.Document.Text)
	for _, w := range r.tree.Parties.Customer {
		if w == d.Term {
			return false // those who are served use the service themselves
		}
	}
	for _, w := range r.tree.Parties.Customer {
		for rest := meaning; ; {
			_, after, ok := strings.Cut(rest, w+"の")
			if !ok {
				break
			}
			for _, people := range [...]string{"顧客", "お客様", "患者", "従業員", "職員", "社員", "来店", "来院", "生徒", "園児", "訪問者", "取引先", "協力会社", "会員", "エンドユーザー"} {
				if strings.HasPrefix(after, people) {
					return true
				}
			}
			rest = after
		}
	}
	return false
}

// vendorsOwn reports whether a defined term means what the vendor made: 「当社コンテンツ」,
// or 「本データ」 that 甲 has made and licenses to 乙.
func (r *Reader) vendorsOwn(d structure.Definition) bool {
	meaning := d.Meaning.Of(r.tree.Document.Text)
	names := func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(meaning, w) })
	}
	for _, w := range append([]string{"当社", "弊社"}, r.tree.Parties.Vendor...) {
		if rest, ok := strings.CutPrefix(d.Term, w); ok && (rest == "コンテンツ" || rest == "資料" || rest == "提供情報" || rest == "素材") {
			return true
		}
		if !strings.Contains(meaning, w) {
			continue
		}
		for _, made := range [...]string{"が作成", "が制作", "が執筆", "が編集", "が著作", "が配布", "が発行", "が配信する", "が観測"} {
			if strings.Contains(meaning, w+made) {
				return !names(r.tree.Parties.Customer) && !names(givenIn)
			}
		}
	}
	return false
}

// givenIn are words of what somebody else put in.
var givenIn = []string{"登録", "入力", "投稿", "保存", "送信", "提出", "格納", "アップロード", "預か", "預け", "委託", "個人", "送り出", "送り込", "打ち込", "書き込", "書き入れ", "記述", "記入", "記載", "載せ", "取り込", "持ち込", "寄託", "書い", "撮影した", "収め"}

// ownTerms are what a privacy policy calls the data of its own readers, whatever
// its definition says of how they are collected.
var ownTerms = map[string]bool{"利用者情報": true, "ユーザー情報": true, "お客様情報": true, "会員情報": true, "顧客情報": true, "登録情報": true, "パーソナルデータ": true}

func isParty(p structure.Parties, term string) bool {
	for _, w := range p.Vendor {
		if w == term {
			return true
		}
	}
	for _, w := range p.Customer {
		if w == term {
			return true
		}
	}
	return false
}

// first returns the kind of the first data word in a part of a text.
func (r *Reader) first(text string, span source.Span) Data {
	return first(r.lex.Marks(r.mem, r.tok.Text(text), r.tok.Tokenize(nil, text, span)))
}

// resolve gives words that only point to data (「かかる情報」, 「当該データ」) the kind of
// what was named before, in the sentence or in the one before it.
func resolve(u *Unit) {
	t := u.Sentence.Tokens
	last := NoData
	again := token.Word(0) // the word of a pointer, which may come again without it: 「かかる情報に…、情報を…」
	kind := NoData         // what it pointed to
	for i := range u.Marks {
		m := &u.Marks[i]
		if m.Data == NoData {
			continue
		}
		if m.End-m.Start <= 2 && m.Start > 0 && generic.Has(t[m.Start].Surface) {
			k := m.Start - 1
			for ; k > 0 && k > m.Start-3 && t[k].POS == token.Noun && !points.Has(t[k].Surface) && t[k].Surface != その他; k-- {
				// 「前項の統計データ」
			}
			switch {
			case k > 0 && t[k].Surface == の && t[k-1].Surface == その他 && i > 0 && u.Marks[i-1].End == k-1:
				if last != PersonalInfo && last != NoData {
					m.Data = last // 「メッセージその他の情報」: of the kind of what is named
				}
			case points.Has(t[k].Surface), k > 0 && t[k].Surface == の && points.Has(t[k-1].Surface):
				if last == NoData {
					before := u.Before()
					if before == nil {
						before = u.provisionBefore()
					}
					if before != nil {
						if last = about(before); namesCustomers(before, t[m.Start].Surface) {
							last = CustomerData
						}
					}
				}
				if last != NoData {
					m.Data = last
				}
				again, kind = t[m.Start].Surface, m.Data
			default:
				if m.End-m.Start == 1 && t[m.Start].Surface == again {
					m.Data = kind
				}
			}
		}
		last = m.Data
	}
}

// namesCustomers reports whether a sentence speaks of customers' data by this word: of 「閲覧の記録及び
// 入力した情報」 it is the latter that 「当該情報」 goes on with.
func namesCustomers(u *Unit, word token.Word) bool {
	return slices.ContainsFunc(u.Marks, func(m Mark) bool {
		return m.Data == CustomerData && u.Sentence.Tokens[m.End-1].Surface == word
	})
}

// about returns the kind of data a sentence is about: that of its last predicate
// which has one, else of its first data word.
func about(u *Unit) Data {
	u.Finish()
	for i := len(u.Norms) - 1; i >= 0; i-- {
		if d := u.Norms[i].Data; d != NoData {
			return d
		}
	}
	return first(u.Marks)
}

// generic are words for data of any kind.
var generic = token.SetOf(情報, データ)

// points are words that point back.
var points = token.SetOf(かかる, 前項, 当該, これら, それら, 上記, 前記, 同, この, その, こうした)

func first(marks []Mark) Data {
	for _, m := range marks {
		if m.Data != NoData {
			return m.Data
		}
	}
	return NoData
}

// namesData reports whether a defined term can mean data: 「契約者データ」 can,
// 「本サービス」 and 「情報システム」 cannot.
func namesData(term string) bool {
	for _, w := range [...]string{"サービス", "サイト", "システム", "アプリ", "ソフトウェア", "規約", "契約"} {
		if strings.HasSuffix(term, w) {
			return false
		}
	}
	return slices.ContainsFunc(dataNouns, func(w string) bool { return strings.Contains(term, w) })
}

// dataNouns are what a term, or the meaning of one, has where it is data.
var dataNouns = []string{"データ", "情報", "コンテンツ", "投稿", "作品", "ファイル", "プロンプト", "記録", "履歴", "ログ", "資料"}

// meansPutIn reports whether a term whose own word says nothing of data means data
// that the customer puts in: 「「ナレッジ」とは、ユーザーが登録するFAQその他のデータをいいます」.
func (r *Reader) meansPutIn(d structure.Definition) bool {
	meaning := d.Meaning.Of(r.tree.Document.Text)
	_, by, ok := cutAny(meaning, r.tree.Parties.Customer)
	if !ok || !slices.ContainsFunc(givenIn, func(w string) bool { return strings.Contains(by, w) }) {
		return false
	}
	ends := func(s string) bool {
		s = strings.TrimSuffix(s, "等")
		return slices.ContainsFunc(dataNouns, func(w string) bool { return strings.HasSuffix(s, w) }) || spot.EndsAny(s, "映像", "画像", "写真", "文章", "音声", "原稿", "図面", "名簿", "帳票", "書類", "素材", "メッセージ", "内容", "もの")
	}
	meaning = strings.TrimSuffix(meaning, "。")
	if i := strings.LastIndex(meaning, "を"); i >= 0 && len(meaning)-i <= len("を意味するものとします") {
		meaning = meaning[:i]
	}
	return ends(meaning)
}

// allWritten reports whether a term is all that the customer writes there: 「「記述情報」とは、
// 会員が掲示板に記述したすべての情報をいいます」. What it registers or enters may be its own name.
func (r *Reader) allWritten(d structure.Definition) bool {
	_, by, ok := cutAny(d.Meaning.Of(r.tree.Document.Text), r.tree.Parties.Customer)
	return ok && strings.HasPrefix(by, "が") && spot.HasAny(by, "記述", "書き込", "書い", "投稿", "アップロード") && spot.HasAny(by, "すべての", "全ての", "一切の")
}

// listsPutIn reports whether a term is defined in passing behind a list of things that the
// customer puts in or makes, of which the bracket follows the last: 「会員が送り、又は生み出す
// 図面、台帳など（以下「会員素材」という）」.
func (r *Reader) listsPutIn(d structure.Definition) bool {
	if d.Meaning.End > d.TermSpan.Start {
		return false
	}
	_, by, ok := cutAny(r.upTo(d), r.tree.Parties.Customer)
	if !ok || !spot.StartsAny(by, "が", "の") {
		return false
	}
	for _, w := range givenIn {
		if _, list, ok := strings.Cut(by, w); ok && strings.Contains(list, "、") && slices.ContainsFunc(listedThings, func(w string) bool { return strings.Contains(list, w) }) &&
			spot.EndsAny(list, "など", "等", "もの", "内容", "一切") {
			return true
		}
	}
	return false
}

// listedThings are things in such a list that say that it is one of data.
var listedThings = append([]string{"映像", "画像", "写真", "動画", "文章", "文書", "音声", "原稿", "図面", "名簿", "帳票", "書類", "素材", "メッセージ", "議事録", "台帳"}, dataNouns...)

// cutAny cuts s around the first of the words that it has.
func cutAny(s string, words []string) (before, after string, found bool) {
	for _, w := range words {
		if before, after, found = strings.Cut(s, w); found {
			return before, after, true
		}
	}
	return s, "", false
}

// meaningKind reads the kind of a defined term from the words of its meaning:
// what is stored, sent or posted through the service is the customer's data,
// records of its use are logs, what is given at sign-up is account information.
func meaningKind(term, meaning string) Data {
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(meaning, w) {
				return true
			}
		}
		return false
	}
	switch {
	case strings.Contains(term, "秘密情報") || strings.Contains(term, "機密情報"):
		return Confidential
	case (term == "個人情報" || term == "個人データ") && has("個人を識別", "個人情報保護法", "個人情報の保護に関する法律"):
		return PersonalInfo // whatever else the definition lists: 「氏名、…Cookie情報など」
	case has("会員登録", "登録に際", "登録の際", "登録事項", "自己に関する", "請求先", "支払") && !has("保存", "投稿", "アップロード", "入力"):
		return AccountInfo
	case has("ログ", "利用状況", "操作履歴", "操作の履歴", "接続に関する", "アクセス履歴", "利用回数", "端末情報", "Cookie", "クッキー", "測定値") && !has("投稿", "アップロード", "入力"):
		return UsageLog
	case has("アップロード", "投稿", "入力", "送信", "保存", "格納", "登録し", "登録す", "登録さ", "登録・", "蓄積", "預託", "委託", "取り込", "配信", "保管", "送り", "伝送", "取り扱わせ", "提出", "送受信", "書き込", "作成したコンテンツ", "本サービスを利用して作成"):
		return CustomerData
	case has("特定の個人を識別", "個人に関する情報", "個人情報保護法", "個人情報の保護に関する法律"):
		return PersonalInfo
	}
	return NoData
}
