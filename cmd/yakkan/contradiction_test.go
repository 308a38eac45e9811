package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/legal"
)

// planted are documents with provisions that do not agree, and the kind that has
// to be found; of kind "" nothing may be found. Documents of a case are parted by
// a line of ===.
var planted = []struct{ kind, text string }{
	{"handling_denied", "当社は、契約者データを取り扱いません。\n---\n当社は、保守のため必要と判断したときは、契約者データを閲覧することができます。"},
	{"", "当社は、契約者データを取り扱いません。\n---\n当社は、法令に基づく場合に限り、契約者データを開示することがあります。"},
	{"", "当社は、契約者データを取り扱いません。\n---\n前条の定めにかかわらず、当社は、障害対応のため必要と判断したときは、契約者データを閲覧することができます。"},
	{"", "契約者は、契約者データを取り扱わない者に利用者IDを使用させてはなりません。\n---\n当社は、保守のため必要と判断したときは、契約者データを閲覧することができます。"},
	{"request_only", "当社は、契約者から依頼を受けた場合に限り、その承諾の範囲で契約者データを参照します。\n---\n当社は、本サービスの運用上必要と認めるときは、契約者データにアクセスすることができるものとします。"},
	{"", "当社は、契約者から依頼を受けた場合に限り、その承諾の範囲で契約者データを参照します。\n---\n当社は、本サービスの設備の稼働状況を監視します。"},
	{"purpose_use", "当社は、契約者データを本サービスの提供以外の目的で利用しません。\n---\n当社は、契約者データを当社の新商品の開発及び広告宣伝のために自由に利用することができるものとします。"},
	{"", "当社は、契約者データを本サービスの提供以外の目的で利用しません。\n---\n当社は、契約者情報を当社の商品の案内のために利用することがあります。"},
	{"training_denied", "当社は、契約者データを機械学習の学習データとして利用しません。\n---\n当社は、AI機能の精度を高めるため、契約者データを機械学習モデルの学習に用いることができるものとします。"},
	{"", "当社は、契約者データを機械学習の学習データとして利用しません。\n---\n当社は、公開されているデータのみを用いてモデルを学習します。"},
	{"disclosure_denied", "当社は、契約者データを秘密として保持し、第三者に開示しません。\n---\n当社は、業務上必要と判断したときは、契約者データを当社の提携先に提供することができるものとします。"},
	{"", "当社は、法令に基づく場合を除き、契約者データを第三者に開示しません。\n---\n当社は、裁判所の令状があるときは、契約者データを開示することがあります。"},
	{"consent_disclosure", "当社は、契約者の事前の同意なく、契約者データを第三者に提供しません。\n---\n当社は、当社が適当と認める提携事業者に対し、契約者データを提供することができるものとします。"},
	{"retention_erasure", "当社は、利用契約の終了後30日以内に、契約者データを復元できない方法で消去します。\n---\n当社は、利用契約の終了後も、契約者データを保存し、当社の事業のために利用することができるものとします。"},
	{"", "当社は、利用契約の終了後30日以内に、契約者データを復元できない方法で消去します。\n---\n契約者は、利用契約の終了後も、出力した帳票を保存することができます。"},
	{"subcontract_denied", "当社は、契約者データの取扱いを再委託しません。\n---\n当社は、本サービスの提供に関する業務の全部又は一部を第三者に委託することができます。"},
	{"", "当社は、契約者の承諾なく、契約者データの取扱いを再委託しません。\n---\n当社は、本サービスの提供に関する業務の全部又は一部を第三者に委託することができます。"},
	{"domestic_abroad", "契約者データは、日本国内に所在する設備にのみ保存します。\n---\n当社は、契約者データの取扱いに関する業務を、海外に所在する協力会社に行わせることがあります。"},
	{"", "契約者データは、日本国内に所在する設備にのみ保存します。\n---\n当社は、契約者データの取扱いに関する業務を、国内の協力会社に行わせることがあります。"},
	{"entrusted_denied", "契約者は、本サービスの利用に伴い、個人データの取扱いを当社に委託し、当社はこれを受託します。\n---\n当社は、契約者から個人データの取扱いの委託を受けるものではありません。"},
	{"claim_disclaimer", "当社は、万全のセキュリティ体制により契約者データをお預かりします。\n---\n当社は、契約者データの漏えい又は消失により契約者に生じた損害について、一切の責任を負いません。"},
	{"", "当社は、万全のセキュリティ体制を保証するものではありません。\n---\n当社は、契約者データの漏えい又は消失により契約者に生じた損害について、一切の責任を負いません。"},
	{"secrecy_excludes", "当社は、契約者データを秘密として保持し、契約終了後も同様とします。\n---\n個人情報及び契約者データは、本規約にいう秘密情報に含まれないものとします。"},
	{"cap_uncapped", "当社が契約者に対して負う損害賠償の額は、請求原因のいかんを問わず、直近12か月の利用料金を上限とします。\n---\n当社は、契約者データの漏えいにより契約者に生じた全ての損害を賠償します。"},
	{"", "当社が契約者に対して負う損害賠償の額は、直近12か月の利用料金を上限とします。ただし、契約者データの漏えいについては、上限を適用しません。"},
	{"deadlines_notice", "当社は、個人データの漏えい等を知ったときは、24時間以内に契約者に通知します。\n---\n当社は、個人データの漏えい等が発生したときは、発覚した日から五日以内に、契約者にその概要を通知するものとします。"},
	{"", "当社は、個人データの漏えい等を知ったときは、24時間以内に契約者に通知します。\n---\n当社は、漏えい等の通知の後、続報を30日以内に契約者に通知します。"},
	{"deadlines_erase", "当社は、利用契約の終了後30日以内に、契約者データを消去します。\n---\n利用契約が終了したときは、当社は、終了の日から90日以内に契約者データを削除します。"},
	{"key_access", "契約者データは契約者のみが保有する鍵で暗号化され、当社は復号することができません。\n---\n当社は、不正利用の調査その他必要と認めるときは、契約者データの内容を閲覧することができます。"},
	{"control_access", "当社は、当社の従業者が契約者データに到達できないよう技術的なアクセス制御を施します。\n---\n当社の保守担当者は、運用上必要な都度、契約者データにアクセスすることができるものとします。"},
	{"rights_license", "当社は、契約者データに関していかなる権利も取得しません。\n---\n契約者は、当社に対し、契約者データを無償かつ無期限に複製し、翻案し、公衆送信する権利を許諾するものとします。"},
	{"audit_denied", "契約者は、合理的な事前の通知により、当社の個人データの取扱状況を監査することができます。\n---\n当社は、契約者からの監査の要請には応じないものとします。"},
	{"policy_terms", "当社は、契約者データを本サービスの提供以外の目的で利用しません。\n===プライバシーポリシー\n当社は、お客様が本サービスに保存したデータを、マーケティング及び新商品の開発のために利用することがあります。"},
	{"precedence_both", "本規約と他の文書の定めが抵触するときは、本規約の定めが優先するものとします。\n===個人データの取扱いに関する特約\n本特約と利用規約の定めが抵触するときは、本特約の定めが優先するものとします。"},
	{"handling_denied", "当社は、本サービスの運用上必要と認めるときは、契約者データを閲覧することができるものとします。\n===セキュリティホワイトペーパー\n当社は、お客様が保存したデータの内容を閲覧することはありません。"},
}

// documentOf makes a document of provisions parted by lines of ---.
func documentOf(title, provisions string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n株式会社みなみ（以下「当社」といいます。）は、業務システム「しおかぜ」（以下「本サービス」といいます。）について、次のとおり定めます。「契約者」とは、当社と利用契約を締結した者をいいます。「契約者データ」とは、契約者が本サービスに登録し、又は保存した一切の情報をいいます。\n", title)
	n := 0
	for p := range strings.SplitSeq(provisions, "\n---\n") {
		n++
		fmt.Fprintf(&b, "\n## 第%d条（条項その%d）\n\n%s\n", n, n, strings.TrimSpace(p))
	}
	fmt.Fprintf(&b, "\n## 第%d条（準拠法）\n\n本規約は、日本法に準拠します。\n", n+1)
	return b.String()
}

func TestPlantedContradictions(t *testing.T) {
	e, err := (&app{lang: "ja"}).open()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, tt := range planted {
		var members []legal.Member
		for i, text := range strings.Split(tt.text, "\n===") {
			title := "利用規約"
			if i > 0 {
				title, text, _ = strings.Cut(text, "\n")
			}
			got, err := e.Read(t.Context(), title+".md", []byte(documentOf(title, text)), analyzer.Options{})
			if err != nil {
				t.Fatal(err)
			}
			members = append(members, legal.Member{Tree: got.Tree, Findings: got.Findings})
		}
		var kinds []string
		for _, c := range e.lib.Legal().Contradictions(members) {
			kinds = append(kinds, c.Kind)
			found[c.Kind] = true
		}
		if tt.kind == "" && len(kinds) > 0 {
			t.Errorf("found %v in\n%s", kinds, tt.text)
		}
		if tt.kind != "" && !strings.Contains(strings.Join(kinds, " "), tt.kind) {
			var classes []string
			for _, m := range members {
				for _, f := range m.Findings {
					classes = append(classes, fmt.Sprintf("%s:%s/%s %s %s %s", f.Provision.Label, f.Match.Class.ID, f.Match.Pattern, f.Match.Data, f.Match.Trigger, f.Match.Confidence))
				}
			}
			t.Errorf("%s: found %v in\n%s\n%s", tt.kind, kinds, tt.text, strings.Join(classes, "\n"))
		}
	}
	for _, k := range e.lib.Legal().Contradictory.Kinds {
		if !found[k.ID] {
			t.Errorf("no document shows %s", k.ID)
		}
	}
}
