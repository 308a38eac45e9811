package structure

import (
	"slices"
	"strings"
	"sync"

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
	secretTaker // who is told a secret: the vendor in an agreement of secrecy
	secretGiver // whose secret it is: the customer there
	servedWord  // names the customer if nothing better does: whom a school or a clinic serves
)

// mark says what a word is that stands for none of them.
type mark uint16

const (
	markRefer   mark = 1 << iota // a reference may begin here
	markQuote                    // 「
	markStop                     // 。
	markTopic                    // とは、
	markBelow                    // 以下
	markDown                     // 下記
	markNext                     // 次
	markDefines                  // 定義
	markSpace                    // a full-width space
)

// word is a word that is looked for.
type word struct {
	text  string
	class wordClass // 0 for what has marks
	marks mark
}

// ownWords are the words that are looked for in every document, each once.
var ownWords = func() []word {
	var out []word
	add := func(c wordClass, words string) {
		for _, w := range strings.Fields(words) {
			out = append(out, word{text: w, class: c})
		}
	}
	tell := func(m mark, words ...string) {
		for _, w := range words {
			out = append(out, word{text: w, marks: m})
		}
	}
	add(vendorWord, "当社 弊社 当方 当団体 当法人 当会 当財団 当組合 当協会 当機構 当事務所 当行 当院 当校 当大学 当局 当組織 当クラブ 当サークル 当コミュニティ 当スクール 当薬局 当サロン 運営者 運営会社 運営チーム 運営元 運営事務局 運営事業者 運営主体 受託者 受託事業者 処理者 サービス提供者 サービス提供元 提供元 本サービス提供者 本アプリ開発者 アプリ開発者 開発者 提供会社 受注者 プロバイダー 本プロバイダー サプライヤー 本サービス運営者 我々 私たち 私ども わたしたち 弊団体 弊所 弊事務所 弊学 本学 本協会 当事務局 当園 当学園 当塾 当教室 当研究所 当館 当病院 当クリニック 当連盟 当委員会 当グループ 当プロジェクト 運営団体 運営組織 運営委員会 サイト運営者 サイト管理者 サービス管理者 アプリ提供者 サービス提供会社 サービス提供事業者 サービス運営会社 サービス運営元 システム提供者 システム運営者 開発元 開発チーム 運営側 運営本部 運営スタッフ 受託会社 受託企業 受託側 提供側 提供企業 受任者 請負人 請負者 下請負人 下請会社 下請業者 受注会社 受注側 請負会社 私共 わたくしども 弊会 弊店 弊財団 弊組合 弊センター 当センター 当ラボ 当工房 当編集部 当学会 当社団 当スタジオ 当施設 当医院 当チーム 当ショップ 当書店 当商店 当部門")
	add(customerWord, "契約者 参加メンバー 使用者 皆さん みなさん 利用者 カスタマー 発注者 ユーザー ユーザ お客様 お客さま 会員 登録者 登録ユーザー 登録利用者 登録会員 申込者 加入者 利用企業 利用会社 利用法人 契約企業 導入企業 委託者 委託元 管理者 皆様 皆さま みなさま あなた 貴殿 貴社 御社 貴方 テスター プレイヤー 投稿者 受講者 受講生 利用契約者 ご利用者 利用店舗 加盟店 利用団体 ライセンシー 契約者等 利用者等 ユーザー等 顧客 メンバー 参加者 クライアント テナント 利用希望者 登録希望者 利用事業者 利用施設 利用機関 利用店 契約法人 契約団体 契約店 契約店舗 契約施設 契約事業者 導入店 導入店舗 導入施設 導入法人 登録企業 登録店舗 登録事業者 購読者 利用会員 利用組織 契約組織 契約先 契約主 登録団体 登録法人 登録会社 登録施設 登録店 登録メンバー 参加企業 参加団体 参加店 加盟企業 加盟校 加盟施設 導入校 導入団体 導入組織 委託会社 委託企業 委託側 利用側 依頼者 依頼主 依頼元 委任者 注文者 発注元 元請 元請負人 元請会社 元請業者 発注会社 発注側 注文主")
	add(vagueVendor, "本サービス 当サービス 本アプリ 当アプリ 本サイト 当サイト 本システム 本ソフトウェア 本ウェブサイト 当ウェブサイト 当店 私 管理人 作者 制作者 製作者 主催者 事務局 会社")
	add(kou, "甲")
	add(otsu, "乙")
	add(servedWord, "生徒 塾生 患者 保護者 入居者 応募者 出展者 来館者 学生 依頼人 飼い主 寄付者 支援者 乗客 宿泊者 講師")
	add(secretTaker, "受領者 受領当事者 被開示者 被開示当事者 情報受領者 受領会社 受領側 受領企業 受け手 受け取り手 受ける側 受け取る側 受領人 開示先")
	add(secretGiver, "開示者 開示当事者 情報開示者 開示会社 開示側 開示企業 出し手 渡し手 示し手 明かす側 渡す側 示す側 開示元")
	add(vendorAct, "使用を許諾 利用を許諾 使用させる 利用させる サービスを提供 サービスの提供 業務を遂行 業務を行 業務を実施 業務の遂行 納入 納品 開発を行 受託 再委託 預託を受け 運営する 請求 保守を 役務を提供 成果物を 委託を受け")
	add(customerAct, "に入力した に登録した に保存した にアップロードした に格納した 支払 委託する 委託し 発注 検収 申込 申し込 サービスを利用 預託する 預託し 業務を委託")
	add(otherDocument, "プライバシーポリシー プライバシー・ポリシー プライバシーに関する通知 プライバシー通知 個人情報保護方針 個人情報の取扱いについて 個人情報の取り扱いについて 個別規約 個別規定 個別規程 個別契約 データ処理契約 データ取扱契約 データ処理に関する覚書 個人データの取扱いに関する覚書 個人データ取扱覚書 DPA SLA サービスレベル合意書 サービス品質保証 ガイドライン 仕様書 サービス仕様書 料金表 申込書 特定商取引法に基づく表記 Cookieポリシー クッキーポリシー 情報セキュリティ基本方針 情報セキュリティポリシー セキュリティポリシー セキュリティホワイトペーパー セキュリティチェックシート 秘密保持契約 業務委託契約 利用契約書 主契約 原規約 約款 特約 授受確認書")
	tell(markRefer, "第", "前各", "次条", "次項", "次号", "本条", "本項", "本号", "同条", "同項", "同号")
	for _, r := range "条項号0123456789〇一二三四五六七八九十百" {
		tell(markRefer, "前"+string(r))
	}
	for _, w := range slices.Concat(annexWords[:], supplementWords[:]) {
		if spot.StartsAny(w, "別", "附", "付") {
			tell(markRefer, w)
		}
	}
	tell(markQuote, "「", "『", "“", `"`)
	tell(markStop, "。")
	tell(markTopic, "とは、")
	tell(markBelow, "以下")
	tell(markDown, "下記", "左記")
	tell(markNext, "次")
	tell(markDefines, "定義", "意味", "意義", "用語")
	tell(markSpace, "\u3000")
	return out
}()

// Words returns words to be looked for in the texts that Parse is given: those that it
// looks for itself, which come first, and others.
func Words(others ...[]string) *spot.Words {
	own := make([]string, len(ownWords))
	for i := range ownWords {
		own[i] = ownWords[i].text
	}
	return spot.New(append([][]string{own}, others...)...)
}

// alone are the words of Parse and no others.
var alone = sync.OnceValue(func() *spot.Words { return Words() })

// find finds the words of the text, of which words may have been made before.
func (p *parser) find(words *spot.Text) {
	if words == nil {
		words = &p.mem.words
		words.Reset(p.text, alone())
	}
	p.found = words.Found()
}

// own returns a word that was found, nil if others look for it.
func own(f spot.Found) *word {
	if int(f.Word) >= len(ownWords) {
		return nil
	}
	return &ownWords[f.Word]
}

// foundFrom returns the place in p.found of the first word that begins at byte at or
// behind it.
func (p *parser) foundFrom(at int) int {
	const near = 32
	i := p.next
	far := i > 0 && int(p.found[i-1].At) >= at
	for n := 0; !far && i < len(p.found) && int(p.found[i].At) < at; i++ {
		n++
		far = n == near
	}
	if far {
		i, _ = slices.BinarySearchFunc(p.found, at, func(f spot.Found, at int) int { return int(f.At) - at })
	}
	p.next = i
	return i
}
