package patterns

import "strings"

// A policy of somebody whose trade is not to keep what others write — a clinic, a
// school, a shop — is about its own records: the chart of a patient, a photo that it
// took, the papers of an applicant are not what a customer stores with a service,
// though the same words mean that elsewhere.

// ownRecords reports whether nothing in the document speaks of a service on which
// those whom it is about store anything.
func (m *matcher) ownRecords() bool {
	if m.records == 0 {
		m.records = 1
		for _, w := range storing {
			if strings.Contains(m.text, w) {
				m.records = -1
				break
			}
		}
	}
	return m.records > 0
}

// ofATrade reports whether the document speaks of whom such a house serves: what it
// calls personal information is then what it knows of them.
func (m *matcher) ofATrade() bool {
	if m.trade == 0 {
		m.trade = -1
		for _, w := range served {
			if strings.Contains(m.text, w) {
				m.trade = 1
				break
			}
		}
	}
	return m.trade > 0
}

// served are words for those whom such houses serve, and for what they do for them.
var served = [...]string{"患者", "当院", "診療", "園児", "生徒", "受講生", "来店", "当店", "施工", "見積", "応募者", "採用選考", "商品の発送", "ご注文", "入居者", "利用者家族"}

// storing are words of services where people keep, write or show something, and of
// the contracts of those who keep data for others.
var storing = [...]string{
	"本サービス", "当サービス", "本アプリ", "当アプリ", "本システム", "当システム", "本ソフト", "本ツール", "本プラットフォーム", "本ゲーム", "本製品", "拡張機能",
	"アカウント", "ログイン", "アップロード", "投稿", "クラウド", "ストレージ", "ユーザー", "契約者", "マイページ", "チャット", "メッセージの", "プラットフォーム", "委託元", "受託",
	"サーバーに保存", "のサーバー", "システム開発", "預かりデータ", "預かりしたデータ",
}
