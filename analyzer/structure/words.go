package structure

import (
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer/spot"
)

// wordClass says what a word that the scan looks for stands for.
type wordClass uint8

const (
	vendorWord   wordClass = iota + 1 // names the vendor wherever it is used
	customerWord                      // names the customer
	vagueVendor                       // names the vendor if nothing better does
	kou                               // 甲
	otsu                              // 乙
	otherDocument
	vendorAct   // what a vendor does: decides between 甲 and 乙
	customerAct // what a customer does
)

// word is a word that the scan looks for.
type word struct {
	text  string
	class wordClass
}

var builtinWords = func() []word {
	var out []word
	add := func(c wordClass, words string) {
		for _, w := range strings.Fields(words) {
			out = append(out, word{w, c})
		}
	}
	add(vendorWord, "当社 弊社 当方 当団体 当法人 当会 当財団 当組合 当協会 当機構 当事務所 当行 当院 当校 当大学 当局 当組織 当クラブ 当サークル 当コミュニティ 当スクール 当薬局 当サロン 運営者 運営会社 運営チーム 運営元 運営事務局 運営事業者 運営主体 受託者 受託事業者 処理者 サービス提供者 サービス提供元 提供元 本サービス提供者 本アプリ開発者 アプリ開発者 開発者 提供会社 受注者 プロバイダー 本プロバイダー サプライヤー 本サービス運営者 我々 私たち 私ども わたしたち 弊団体 弊所 弊事務所 弊学 本学 本協会 当事務局 当園 当学園 当塾 当教室 当研究所 当館 当病院 当クリニック 当連盟 当委員会 当グループ 当プロジェクト 運営団体 運営組織 運営委員会 サイト運営者 サイト管理者 サービス管理者 アプリ提供者 サービス提供会社 サービス提供事業者")
	add(customerWord, "契約者 利用者 カスタマー 発注者 ユーザー ユーザ お客様 お客さま 会員 登録者 登録ユーザー 登録利用者 登録会員 申込者 加入者 利用企業 利用会社 利用法人 契約企業 導入企業 委託者 管理者 皆様 皆さま みなさま あなた 貴殿 貴社 貴方 テスター プレイヤー 投稿者 受講者 受講生 利用契約者 ご利用者 利用店舗 加盟店 利用団体 ライセンシー 契約者等 利用者等 ユーザー等 顧客 メンバー 参加者 クライアント テナント 利用希望者 登録希望者")
	add(vagueVendor, "本サービス 当サービス 本アプリ 当アプリ 本サイト 当サイト 本システム 本ソフトウェア 本ウェブサイト 当ウェブサイト 当店 私 管理人 作者 制作者 製作者 主催者 事務局")
	add(kou, "甲")
	add(otsu, "乙")
	add(vendorAct, "使用を許諾 利用を許諾 使用させる 利用させる サービスを提供 サービスの提供 業務を遂行 業務を行 業務を実施 業務の遂行 納入 納品 開発を行 受託 再委託 預託を受け 運営する 請求 保守を 役務を提供 成果物を 委託を受け")
	add(customerAct, "に入力した に登録した に保存した にアップロードした に格納した 支払 委託する 委託し 発注 検収 申込 申し込 サービスを利用 預託する 預託し 業務を委託")
	add(otherDocument, "プライバシーポリシー プライバシー・ポリシー プライバシーに関する通知 プライバシー通知 個人情報保護方針 個人情報の取扱いについて 個人情報の取り扱いについて 個別規約 個別規定 個別規程 個別契約 データ処理契約 データ取扱契約 データ処理に関する覚書 個人データの取扱いに関する覚書 個人データ取扱覚書 DPA SLA サービスレベル合意書 サービス品質保証 ガイドライン 仕様書 サービス仕様書 料金表 申込書 特定商取引法に基づく表記 Cookieポリシー クッキーポリシー 情報セキュリティ基本方針 情報セキュリティポリシー セキュリティポリシー セキュリティホワイトペーパー セキュリティチェックシート 秘密保持契約 業務委託契約 利用契約書 主契約 原規約 約款 特約 授受確認書")
	return out
}()

// wordTable finds words by their first character. A table is immutable and
// safe for concurrent use.
type wordTable struct {
	stops spot.Starts    // where something may begin
	marks [1 << 16]mark  // what begins with this character
	first [1 << 16]uint8 // 0: no word begins with this character; else 1 + index into by
	by    [][]begun      // the longest first
	words []word
}

// begun is a word by its index, with its head.
type begun struct {
	spot.Head
	word int32
}

// mark says why the scan stops at a character.
type mark uint8

const (
	markWord  mark = 1 << iota // a word may begin here
	markRefer                  // a reference
	markQuote                  // 「
	markBelow                  // 以下
	markStop                   // 。
	markTopic                  // とは、
)

func newWordTable(words []word) *wordTable {
	t := &wordTable{words: words}
	for _, r := range "第前次本同別附付" {
		t.marks[r] |= markRefer
	}
	for _, r := range "「『“\"" {
		t.marks[r] |= markQuote
	}
	t.marks['以'] |= markBelow
	t.marks['。'] |= markStop
	t.marks['と'] |= markTopic
	for i, w := range words {
		r, _ := utf8.DecodeRuneInString(w.text)
		if r >= 1<<16 {
			continue
		}
		t.marks[r] |= markWord
		k := t.first[r]
		if k == 0 {
			if len(t.by) == 255 {
				continue
			}
			t.by = append(t.by, nil)
			k = uint8(len(t.by))
			t.first[r] = k
		}
		t.stops.Add(w.text)
		list := append(t.by[k-1], begun{spot.HeadOf(w.text), int32(i)})
		for j := len(list) - 1; j > 0 && len(words[list[j].word].text) > len(words[list[j-1].word].text); j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
		t.by[k-1] = list
	}
	for r, m := range t.marks {
		if m&^(markWord|markTopic|markBelow) != 0 {
			t.stops.Add(string(rune(r)))
		}
	}
	t.stops.Add("とは")
	t.stops.Add("以下")
	return t
}

// builtinTable has the words that are looked for in every document.
var builtinTable = sync.OnceValue(func() *wordTable { return newWordTable(builtinWords) })

// at returns the longest word that s, which begins with r, begins with, or -1.
func (t *wordTable) at(r rune, s string) int32 {
	k := t.first[r]
	if k == 0 {
		return -1
	}
	eight, list := spot.Eight(s), t.by[k-1]
	for i := range list {
		if b := &list[i]; b.Begins(eight) && strings.HasPrefix(s, t.words[b.word].text) {
			return b.word
		}
	}
	return -1
}

// index returns the word that s is, or -1.
func (t *wordTable) index(s string) int32 {
	r, _ := utf8.DecodeRuneInString(s)
	if r >= 1<<16 || t.first[r] == 0 {
		return -1
	}
	for _, b := range t.by[t.first[r]-1] {
		if t.words[b.word].text == s {
			return b.word
		}
	}
	return -1
}
