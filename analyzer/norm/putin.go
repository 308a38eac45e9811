package norm

import (
	"slices"
	"sort"
	"strings"

	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/token"
)

// What the customer puts in is its data, whatever it is called: 「利用者が投稿した楽曲」,
// 「アップロードされた設計図」. The verbs stand in the lexicon too (put_in), since
// sentences without a word for data are not looked at.

// putIn are the verbs by which something comes to lie with the vendor.
var putIn = map[string]bool{"登録": true, "入力": true, "保存": true, "投稿": true, "アップロード": true, "ロード": true, "送信": true, "格納": true, "預託": true, "寄託": true, "掲載": true, "書き込む": true, "取り込む": true, "インポート": true, "蓄積": true, "記入": true, "預ける": true, "預かる": true, "作成": true, "制作": true, "送受信": true, "受信": true, "公開": true, "共有": true, "寄せる": true, "提出": true}

// stores are those of them by which one keeps what is about others: personal data
// that a customer uploads are what it stores, those it registers may be its own.
var stores = map[string]bool{"アップロード": true, "ロード": true, "保存": true, "格納": true, "蓄積": true, "預託": true, "寄託": true, "取り込む": true, "インポート": true}

// noThing are heads of noun phrases that are no data, though they were put in or
// are described by such a verb.
var noThing = map[string]bool{"者": true, "方": true, "場合": true, "時": true, "時点": true, "とき": true, "日": true, "日時": true, "際": true, "後": true, "前": true, "上": true, "人": true, "本人": true, "会員": true, "ユーザー": true, "企業": true, "会社": true, "端末": true, "機器": true, "デバイス": true, "サービス": true, "システム": true, "サーバー": true, "サーバ": true, "アプリ": true, "サイト": true, "ページ数": true, "アカウント": true, "パスワード": true, "メールアドレス": true, "アドレス": true, "氏名": true, "住所": true, "電話": true, "番号": true, "電話番号": true, "口座": true, "カード": true, "クレジットカード": true, "目的": true, "範囲": true, "方法": true, "理由": true, "行為": true, "規約": true, "契約": true, "期間": true, "件数": true, "国": true, "地域": true, "場所": true, "状態": true, "こと": true, "もの": true, "ため": true, "事項": true, "内容": true, "料金": true, "代金": true, "結果": true, "権利": true, "義務": true, "責任": true, "損害": true, "条件": true, "環境": true, "領域": true, "媒体": true, "名簿屋": true, "先": true, "元": true, "数": true, "量": true, "額": true, "性": true, "化": true, "的": true, "用": true, "中": true, "以上": true, "以外": true, "場": true, "最初": true, "手続き": true, "手続": true, "機能": true, "ソフトウェア": true, "プログラム": true, "マニュアル": true, "ガイドライン": true, "ポリシー": true, "約款": true, "書面": true, "通知": true, "Cookie": true, "クッキー": true}

// putInMarks appends to marks the nouns that a clause of putting in describes,
// where the lexicon knows no more of them than that they are 情報 or データ.
func putInMarks(t []token.Token, parties []PartyMark, marks []Mark) []Mark {
	added := false
	for i := 1; i+1 < len(t); i++ {
		verb := putInVerb(t, i)
		if verb < 0 || !isNominal(t[i+1]) || t[i+1].POS == token.FormalNoun || t[i+1].POS == token.AdverbialNoun || byVendor(t, parties, verb) {
			continue
		}
		end := i + 1
		for end < len(t) && isNominal(t[end]) && t[end].POS != token.AdverbialNoun && t[end].POS != token.FormalNoun {
			end++
		}
		head := t[end-1].Surface
		if end > i+2 && (head == "等" || head == "類") {
			end--
			head = t[end-1].Surface
		}
		if noThing[head] || inParties(parties, end-1) || end < len(t) && t[end].Base == "する" {
			continue
		}
		clear := true
		for _, m := range marks {
			if m.Data != NoData && m.Start < end && m.End > i+1 && !(m.Data == PersonalInfo && (m.End-m.Start == 1 || stores[t[verb].Base])) {
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
		sort.SliceStable(marks, func(i, j int) bool { return marks[i].Start < marks[j].Start })
	}
	return marks
}

// putInBy reports whether a term is defined in passing as what the customer puts
// in: 「契約者は、…の資料（以下「本資料」という。）を登録する」.
func (r *Reader) putInBy(d structure.Definition) bool {
	text := r.tree.Document.Text
	meaning, rest := text[:d.Meaning.End], text[d.TermSpan.End:]
	meaning = meaning[max(strings.LastIndexByte(meaning, '\n'), strings.LastIndex(meaning, "。"))+1:]
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
	if !endsClause(t, i) && t[i].Base != "た" && !voicedPast(t, i) {
		return -1
	}
	k := i
	for k > 0 {
		switch t[k].Base {
		case "た", "だ", "する", "れる", "られる", "いただく", "頂く", "いたす", "て", "いる", "くださる", "なさる":
			k--
			continue
		}
		break
	}
	if k == i && t[k].POS != token.Verb {
		return -1
	}
	if putIn[t[k].Base] {
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
		if t[k].Surface != "が" && t[k].Surface != "の" {
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
