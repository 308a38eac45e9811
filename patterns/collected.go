package patterns

import (
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/token"
)

// A list of purposes seldom names the data that they are for: the section before
// it does, 「取得する情報」. Patterns that say `collected` take the kind from there.

// collected returns the kind of the data that the document says it takes in,
// NoData if no section of it does. Where what customers store is among them,
// purposes are for that as well.
func (m *matcher) collected() norm.Data {
	if m.taken != nil {
		return *m.taken
	}
	var kinds [8]bool
	clauses := m.reader.Clauses()
	for c := range clauses {
		if !slices.ContainsFunc(clauses[c].Clause.Captions, m.saysCollected) {
			continue
		}
		for s := range clauses[c].Sentences {
			words := clauses[c].Sentences[s].Of(m.text)
			if staysWithReader(words) || leftOut(words) || thrownAway(words) {
				continue
			}
			for _, mark := range m.reader.Unit(c, s).Marks {
				kinds[mark.Data] = true
			}
			if writesDown(words) && !m.ownRecords() || ofOthers(words) {
				kinds[norm.CustomerData] = true
			}
		}
	}
	kind := norm.NoData
	switch {
	case kinds[norm.CustomerData]:
		kind = norm.CustomerData
	case kinds[norm.AccountInfo]:
		kind = norm.AccountInfo
	case kinds[norm.PersonalInfo]:
		kind = norm.PersonalInfo
	}
	m.taken = &kind
	return kind
}

// staysWithReader reports whether a sentence says of its data that they do not
// leave the reader's device: 「記録は端末内にのみ保存されます」.
func staysWithReader(sentence string) bool {
	for _, place := range [...]string{"端末", "デバイス", "ブラウザ", "スマートフォン", "ローカル"} {
		if i := strings.Index(sentence, place); i >= 0 {
			rest := sentence[i:]
			return strings.Contains(rest, "のみ") || strings.Contains(rest, "だけ") || strings.Contains(rest, "留まり") || strings.Contains(rest, "とどまり") || strings.Contains(sentence, "送信され") && strings.Contains(sentence, "ません")
		}
	}
	return false
}

// leftOut reports whether a sentence says what is not taken in: 「通話の内容は取得しません
// （仕様により、取得できません）。」
func leftOut(sentence string) bool {
	sentence = strings.TrimRight(sentence, "。\n 　")
	if strings.HasSuffix(sentence, "）") {
		if i := strings.LastIndex(sentence, "（"); i > 0 {
			sentence = sentence[:i]
		}
	}
	if !strings.HasSuffix(sentence, "ません") && !strings.HasSuffix(sentence, "ない") {
		return false
	}
	end := sentence[max(0, len(sentence)-len("取得")-len("することは一切ありません")):]
	for _, taking := range [...]string{"取得", "収集", "保存", "記録", "送信"} {
		if strings.Contains(end, taking) {
			return true
		}
	}
	return false
}

// writesDown reports whether a line of what is collected names something that readers
// write or record themselves: 「収支の記録」, 「メモ」, 「出品の内容」, 「頭痛の症状」. Records that
// come of themselves (閲覧の記録) and those of dealings with the vendor are none.
func writesDown(line string) bool {
	for _, own := range [...]string{"メモ", "日記", "タスク", "出品", "レシピ", "献立", "解答", "答案", "症状", "健康状態", "体調", "食事内容", "家計", "収支", "体重", "スケジュール", "の予定", "お子様の", "お子さまの", "お子さんの", "ペットの"} {
		if strings.Contains(line, own) {
			return true
		}
	}
	const record = "記録"
	for rest := line; ; {
		i := strings.Index(rest, record)
		if i < 0 {
			return false
		}
		before, after := rest[:i], rest[i+len(record):]
		rest = after
		if startsWithAny(after, "し", "さ", "す", "媒体") {
			continue // 「次の情報が記録されます」
		}
		before = strings.TrimSuffix(before, "の")
		if before != "" && !endsWithAny(before, byThemselves[:]...) && !endsWithAny(before, "、", "・", "（", "(", "「", ":", "：") {
			return true
		}
	}
}

// byThemselves are what records come of without anybody writing them, or in dealings
// with the vendor.
var byThemselves = [...]string{
	"閲覧", "アクセス", "ログイン", "利用", "使用", "操作", "通信", "接続", "検索", "視聴", "訪問", "行動", "位置", "移動", "エラー", "障害", "送信", "受信", "配信", "同意", "ログ", "クリック", "表示",
	"購入", "支払", "支払い", "決済", "注文", "取引", "契約", "請求", "課金", "入金", "申込", "申込み", "会員", "来店", "来院", "来場", "予約", "診療", "施術", "治療", "応募",
	"問合せ", "問い合わせ", "問合わせ", "応対", "対応", "相談", "通話", "電話", "面談", "連絡", "やり取り", "やりとり", "サポート", "苦情", "監査", "証跡", "入退室", "連携", "所有", "来歴", "開催", "参加", "出席", "受講", "販売", "発送", "配送", "返品", "その他",
}

// ofOthers reports whether a line of what is collected is about people whom a customer
// serves: 「テナントが受け付ける予約に関する氏名」, 「導入施設が登録した利用者の情報」.
func ofOthers(line string) bool {
	for _, who := range [...]string{"テナントが", "加盟店が", "利用企業が", "契約企業が", "導入企業が", "導入施設が", "導入店舗が", "利用団体が", "契約者が", "店舗が", "施設が", "学校が", "医療機関が", "クリニックが"} {
		i := strings.Index(line, who)
		if i < 0 {
			continue
		}
		rest := line[i+len(who):]
		for _, puts := range [...]string{"受け付け", "受付", "登録", "入力", "管理", "収集", "取得", "作成", "アップロード", "保存", "記録", "提供"} {
			if k := strings.Index(rest, puts); k >= 0 && k <= len("本サービス上のフォームで") {
				return true
			}
		}
	}
	return false
}

func startsWithAny(s string, heads ...string) bool {
	return slices.ContainsFunc(heads, func(h string) bool { return strings.HasPrefix(s, h) })
}

func endsWithAny(s string, ends ...string) bool {
	return slices.ContainsFunc(ends, func(e string) bool { return strings.HasSuffix(s, e) })
}

// thrownAway reports whether a sentence says of its data that they are gone as soon as
// they were worked on: 「生成した画像は、処理の完了後に破棄されます」.
func thrownAway(sentence string) bool {
	for _, then := range [...]string{"完了後", "終了後", "処理後", "生成後", "直ちに", "ただちに", "即座に", "即時に", "終わると"} {
		if i := strings.Index(sentence, then); i >= 0 {
			rest := sentence[i:]
			return strings.Contains(rest, "破棄") || strings.Contains(rest, "消去") || strings.Contains(rest, "削除")
		}
	}
	return false
}

// What is done to take data in, and the words for all that was.
var (
	takings = token.WordsOf("取得", "収集", "入手", "預かる", "お預かり", "集める", "頂く", "いただく")
	takens  = token.WordsOf("情報", "データ")
	past    = token.WordOf("た")

	of       = token.WordOf("の")
	personal = token.WordOf("個人") // 「取得した個人情報」 are what the list has, too
)

// whatWasTaken reports whether the norm speaks of all that was taken in, without
// saying what that is: 「取得した情報は、次の目的で利用します」.
func (j *judge) whatWasTaken() bool {
	t := j.s.tokens[:j.n.End]
	for i := j.n.Start; i+2 < len(t); i++ {
		if !takings.Has(t[i].Base) {
			continue
		}
		for k := i + 1; k < len(t) && k < i+5; k++ {
			if takens.Has(t[k].Surface) {
				if t[k-1].Surface == personal {
					k--
				}
				return t[k-1].Base == past
			}
		}
	}
	return false
}

// allOfReaders reports whether the words that filled the object are those for all that
// a policy is about: 「お客様の情報」, 「ユーザーの個人情報」. What it names as collected is
// among that.
func (j *judge) allOfReaders() bool {
	for _, e := range j.found {
		if e.slot != objectSlot {
			continue
		}
		t := e.s.tokens
		k := e.end - 1
		if k < 0 || !takens.Has(t[k].Surface) {
			return false
		}
		if k > 0 && t[k-1].Surface == personal {
			k--
		}
		if k > 0 && t[k-1].Surface == of {
			k--
		}
		e.s.know()
		for _, p := range e.s.unit.Parties {
			if p.End == k && p.Role == structure.Customer {
				return true
			}
		}
		return false
	}
	return false
}

// saysCollected reports whether a caption names what is collected: 「取得する情報」,
// 「ユーザーが入力・投稿する情報」, not 「取得した情報の利用目的」.
func (m *matcher) saysCollected(caption source.Span) bool {
	text := caption.Of(m.text)
	if strings.Contains(text, "目的") || strings.Contains(text, "方法") {
		return false
	}
	if endsWithAny(text, "する情報", "した情報", "いただく情報", "するデータ", "したデータ", "する内容", "した内容", "するコンテンツ", "したコンテンツ") && (strings.Contains(text, "入力") || strings.Contains(text, "投稿") || strings.Contains(text, "アップロード")) {
		return true
	}
	return (strings.Contains(text, "収集") || strings.Contains(text, "取得") || strings.Contains(text, "預か") || strings.Contains(text, "集める") || strings.Contains(text, "受け取る") || strings.Contains(text, "いただく")) &&
		(strings.Contains(text, "情報") || strings.Contains(text, "データ") || strings.Contains(text, "項目") || strings.Contains(text, "内容"))
}
