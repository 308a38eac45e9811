package norm

import (
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/token"
)

// What the customer puts in is its data, whatever it is called: 「利用者が投稿した楽曲」,
// 「アップロードされた設計図」. The verbs stand in the lexicon too (put_in), since
// sentences without a word for data are not looked at.

// putIn are the verbs by which something comes to lie with the vendor.
var putIn = token.SetOf(登録, 入力, 入れる, 保存, 投稿, アップロード, ロード, 送信, 格納, 預託, 寄託, 掲載, 書き込む, 取り込む, インポート, 蓄積, 記入, 預ける, 預かる, 作成, 制作, 送受信, 受信, 公開, 共有, 寄せる, 提出, 書く, 打ち込む, 書き入れる, 載せる, 送り出す, 託す)

// stores are those of them by which one keeps what is about others: personal data
// that a customer uploads are what it stores, those it registers may be its own.
var stores = token.SetOf(アップロード, ロード, 保存, 格納, 蓄積, 預託, 寄託, 取り込む, インポート)

// noThing are heads of noun phrases that are no data, though they were put in or
// are described by such a verb.
var noThing = token.SetOf(者, 方, 自身, 場合, 時, 時点, とき, 日, 日時, 際, 後, 前, 上, 人, 本人, 会員, ユーザー, 企業, 会社, 端末, 機器, デバイス, サービス, システム, サーバー, サーバ, アプリ, サイト, ページ数, アカウント, パスワード, メールアドレス, アドレス, 氏名, 住所, 電話, 番号, 電話番号, 口座, カード, クレジットカード, 目的, 範囲, 方法, 理由, 行為, 規約, 契約, 期間, 件数, 国, 地域, 場所, 状態, こと, もの, ため, 事項, 内容, 料金, 代金, 結果, 権利, 義務, 責任, 損害, 条件, 環境, 領域, 媒体, 名簿屋, 先, 元, 数, 量, 額, 性, 化, 的, 用, 中, 以上, 以外, 場, 最初, 手続き, 手続, 機能, ソフトウェア, プログラム, マニュアル, ガイドライン, ポリシー, 約款, 書面, 通知, cookie, クッキー)

// putInMarks appends to marks the nouns that a clause of putting in describes,
// where the lexicon knows no more of them than that they are 情報 or データ.
func putInMarks(t []token.Token, parties []PartyMark, marks []Mark) []Mark {
	added := false
	for i := 1; i+1 < len(t); i++ {
		if !clauseEnds.has(t[i].POS) && t[i].Base != た || !isNominal(&t[i+1]) {
			continue
		}
		verb := putInVerb(t, i)
		if verb < 0 || t[i+1].POS == token.FormalNoun || t[i+1].POS == token.AdverbialNoun || byVendor(t, parties, verb) {
			continue
		}
		end := i + 1
		for end < len(t) && isNominal(&t[end]) && t[end].POS != token.AdverbialNoun && t[end].POS != token.FormalNoun {
			end++
		}
		head := t[end-1].Surface
		if end > i+2 && (head == 等 || head == 類) {
			end--
			head = t[end-1].Surface
		}
		if noThing.Has(head) || inParties(parties, end-1) || end < len(t) && t[end].Base == する {
			continue
		}
		clear := true
		for _, m := range marks {
			if m.Data != NoData && m.Start < end && m.End > i+1 && !(m.Data == PersonalInfo && (m.End-m.Start == 1 || stores.Has(t[verb].Base))) {
				clear = false
			}
		}
		if !clear {
			continue
		}
		kept := marks[:0]
		for _, m := range marks {
			if m.Data == NoData || m.Start >= end || m.End <= verb {
				kept = append(kept, m)
			}
		}
		marks = append(kept, Mark{Start: verb, End: end, Data: CustomerData})
		added = true
	}
	if added {
		slices.SortStableFunc(marks, byStart)
	}
	return marks
}

// things are what people make or keep in a service and that is no word for data by itself.
var things = token.SetOf(文章, 原稿, 図面, 答案, 作文, ノート, 音声, 音源, 資料, 素材, 日記, 手紙, 台帳, 書類, イラスト, 絵, 詩, 俳句, 短歌, 感想, 体験談)

// ownThings appends to marks what is said to be the customer's: 「受講生の答案」. Words of the
// lexicon for customers stand in the lexicon; these are those that a document has.
func ownThings(t []token.Token, parties []PartyMark, marks []Mark) []Mark {
	added := false
	for _, p := range parties {
		k := p.End
		if p.Role == structure.Customer && k+3 < len(t) && (t[k].Surface == の || t[k].Surface == が) && t[k+1].POS == token.Verb && (t[k+2].Base == た || voicedPast(t, k+2)) {
			k += 2 // 「会員の描いた絵」
		}
		if p.Role != structure.Customer || k+1 >= len(t) || t[k].Surface != の && k == p.End || !things.Has(t[k+1].Surface) || k+2 < len(t) && isNominal(&t[k+2]) {
			continue
		}
		known := false
		for _, m := range marks {
			known = known || m.Data != NoData && m.Start < k+2 && m.End > k+1
		}
		if !known {
			marks = append(marks, Mark{Start: p.Start, End: k + 2, Data: CustomerData})
			added = true
		}
	}
	if added {
		slices.SortStableFunc(marks, byStart)
	}
	return marks
}

// ofMembers makes what is said to be about the customer account information: 「メンバーの情報」,
// 「当該登録者について得た情報」. As ownThings for the words that a document has.
func ofMembers(t []token.Token, parties []PartyMark, marks []Mark) []Mark {
	for _, p := range parties {
		k := p.End
		if p.Role != structure.Customer || k+1 >= len(t) {
			continue
		}
		switch t[k].Surface {
		case の, に関する:
			k++
		case について, につき:
			for k++; k < len(t) && k < p.End+7 && t[k].Surface != 情報 && t[k].POS != token.Comma; k++ {
			}
		default:
			continue
		}
		for i := range marks {
			if m := &marks[i]; p.End < m.Start && m.Start <= k && k < m.End && m.Data == PersonalInfo && t[m.End-1].Surface == 情報 {
				m.Data = AccountInfo
			}
		}
	}
	return marks
}

// gathers are verbs by which a customer comes to keep what is about others.
var gathers = token.SetOf(登録, 入力, アップロード, 収集, 取得, 保存, 取り込む, 集める, 管理)

// keptBy makes what is said to be put in or gathered by the customer its data:
// 「協力会社の情報は、お客様が登録し」. Bare personal information may be the customer's own,
// that of somebody else is not.
func keptBy(t []token.Token, parties []PartyMark, marks []Mark) []Mark {
	for _, p := range parties {
		if p.Role != structure.Customer || p.End >= len(t) || t[p.End].Surface != が {
			continue
		}
		at := p.Start - 1
		if at > 0 && t[at].POS == token.Comma {
			at--
		}
		if at < 3 || t[at].Surface != は || !gatheredAfter(t, p.End+1) {
			continue
		}
		start := at
		for start > 0 && isNominal(&t[start-1]) {
			start--
		}
		if start == at || start < 2 || t[start-1].Surface != の || !isNominal(&t[start-2]) || noThing.Has(t[at-1].Surface) || namesCustomer(parties, start-1) {
			continue
		}
		kept := marks[:0]
		for _, m := range marks {
			if m.Start >= at || m.End <= start {
				kept = append(kept, m)
			}
		}
		marks = append(kept, Mark{Start: start, End: at, Data: CustomerData})
		slices.SortStableFunc(marks, byStart)
		return marks
	}
	return marks
}

// gatheredAfter reports whether a verb of gathers follows token i closely.
func gatheredAfter(t []token.Token, i int) bool {
	for k := i; k < len(t) && k < i+16; k++ {
		if gathers.Has(t[k].Base) || gathers.Has(t[k].Surface) {
			return true
		}
	}
	return false
}

// namesCustomer reports whether the words before token i name the customer.
func namesCustomer(parties []PartyMark, i int) bool {
	for _, p := range parties {
		if p.End == i && p.Role == structure.Customer {
			return true
		}
	}
	return false
}

// sentenceBytes is how far around a definition its sentence is looked for.
const sentenceBytes = 1500

// upTo returns the words of the sentence up to the end of a definition's meaning.
func (r *Reader) upTo(d structure.Definition) string {
	text := r.tree.Document.Text[max(0, d.Meaning.End-sentenceBytes):d.Meaning.End]
	if i := strings.LastIndexByte(text, '\n'); i >= 0 {
		text = text[i+1:]
	}
	if i := strings.LastIndex(text, "。"); i >= 0 {
		text = text[i+len("。"):]
	}
	return text
}

// putInBy reports whether a term is defined in passing as what the customer puts
// in: 「契約者は、…の資料（以下「本資料」という。）を登録する」.
func (r *Reader) putInBy(d structure.Definition) bool {
	text, meaning := r.tree.Document.Text, r.upTo(d)
	rest := text[d.TermSpan.End:min(len(text), d.TermSpan.End+sentenceBytes)]
	if i := strings.IndexByte(rest, '\n'); i >= 0 {
		rest = rest[:i]
	}
	mark, verb, ok := strings.Cut(rest, "）")
	if !ok || len(mark) > len("」といいます。") {
		return false
	}
	if verb, ok = strings.CutPrefix(verb, "を"); !ok {
		return false
	}
	verb, _, _ = strings.Cut(verb, "。")
	if !slices.ContainsFunc(r.tree.Parties.Customer, func(w string) bool {
		return strings.Contains(meaning, w+"は") || strings.Contains(meaning, w+"が")
	}) || slices.ContainsFunc([]string{"氏名", "住所", "会員登録", "連絡先"}, func(w string) bool { return strings.Contains(meaning, w) }) {
		return false
	}
	for _, w := range [...]string{"登録", "入力", "投稿", "保存", "送信", "提出", "掲載", "格納", "預け", "書き込", "アップロード", "取り込", "公開"} {
		if strings.Contains(verb, w+"し") || strings.Contains(verb, w+"す") || strings.Contains(verb, w+"で") || strings.HasSuffix(w, "け") && strings.Contains(verb, w) || strings.HasSuffix(w, "込") && strings.Contains(verb, w) {
			return true
		}
	}
	return false
}

// putInVerb returns the token of the verb of putting in whose clause ends at
// token i (した, された, いただいた, する), or -1.
func putInVerb(t []token.Token, i int) int {
	if !endsClause(t, i) && t[i].Base != た && !voicedPast(t, i) {
		return -1
	}
	k := i
	for k > 0 {
		switch t[k].Base {
		case た, だ, する, れる, られる, いただく, 頂く, いたす, て, いる, くださる, なさる:
			k--
			continue
		}
		break
	}
	if k == i && t[k].POS != token.Verb {
		return -1
	}
	if putIn.Has(t[k].Base) {
		return k
	}
	return -1
}

// byVendor reports whether the vendor is the subject of the clause whose verb is
// at token verb: 「当社が公開した資料」.
func byVendor(t []token.Token, parties []PartyMark, verb int) bool {
	for k := verb - 1; k >= 0 && k > verb-14; k-- {
		if t[k].POS == token.Comma {
			return false
		}
		if t[k].Surface != が && t[k].Surface != の {
			continue
		}
		for _, p := range parties {
			if p.End == k {
				return p.Role == structure.Vendor
			}
		}
	}
	return false
}

func inParties(parties []PartyMark, i int) bool {
	for _, p := range parties {
		if i >= p.Start && i < p.End {
			return true
		}
	}
	return false
}
