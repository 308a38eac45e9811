package main

import (
	"os"
	"path/filepath"
	"testing"
)

// workedExamples are the worked examples of the score as documents: what the
// terms come to, and with facts.
var workedExamples = []struct {
	name, text      string
	verdict         string
	terms           int
	facts           string
	score           int
	final, scope    string
	beyond, noTerms bool
}{
	{
		name:    "MK",
		text:    "当社は、保守、運用又は技術上必要であると当社が判断したときは、契約者データについて監視、分析、調査その他必要な行為を行うことができるものとします。\n---\n当社は、本規約に定める一定の場合を除き、契約者の許可なく契約者データを使用し、又は第三者に開示しません。",
		verdict: "defeated", terms: 95,
		facts: "maintenance_id: standing\n  technical_control: none\n  handling_record: some\n  handling_count_12m: 20\n  service_nature: hr_payroll\n", score: 100, final: "entrustment", scope: "service",
	},
	{
		name:    "C1 a vault with keys of the customer",
		text:    "当社は、契約者が保存した契約者データを取り扱わず、その内容を閲覧しません。\n---\n当社は、当社の従業者が契約者データに到達できないよう技術的なアクセス制御を施します。\n---\n契約者データは契約者のみが保有する鍵で暗号化され、当社は復号することができません。\n---\n当社は、当社の従業者による契約者データへの操作を記録し、契約者の求めに応じて開示します。\n---\n当社は、裁判所の令状があったときは、必要な範囲で契約者データを開示することがあります。\n---\n当社は、障害に備え、契約者データのバックアップを作成することがあります。",
		verdict: "supported", terms: 32,
		facts: "technical_control: verified\n  key_custody: customer\n  handling_record: never\n  service_nature: persons_db\n", score: 20, final: "reliance_possible", scope: "service",
	},
	{name: "C2 a nothing on stored data", text: "契約者は、利用料金を毎月末日までに支払うものとします。", verdict: "silent", terms: 50, facts: "service_nature: unknown\n", score: 50, final: "insufficient", scope: "service", noTerms: true},
	{name: "C2 b", text: "契約者は、利用料金を毎月末日までに支払うものとします。", verdict: "silent", terms: 50, facts: "maintenance_id: standing\n  technical_control: none\n", score: 94, final: "entrustment", scope: "service", noTerms: true},
	{name: "C2 c", text: "契約者は、利用料金を毎月末日までに支払うものとします。", verdict: "silent", terms: 50, facts: "maintenance_id: none\n  technical_control: verified\n  handling_record: never\n  service_nature: persons_db\n", score: 32, final: "insufficient", scope: "service", noTerms: true},
	{
		name:    "C3 two voices",
		text:    "当社は、サーバに保存された契約者データを取り扱いません。\n---\n当社は、保守に必要な範囲で契約者データを閲覧することができます。\n---\n当社は、契約者データへの従業者のアクセスを技術的に遮断する措置を講じます。",
		verdict: "conflicting", terms: 74, facts: "service_nature: unknown\n", score: 74, final: "entrustment", scope: "service",
	},
	{
		name:    "C4 on request only",
		text:    "当社は、契約者が保存した契約者データを取り扱いません。\n---\n当社は、契約者から調査の依頼を受けた場合に限り、その承諾の範囲で契約者データを参照します。\n---\n当社は、不具合の再現及び検証を疑似データにより行い、契約者データを用いません。\n---\n当社は、当社の従業者による契約者データへの操作を記録し、契約者の求めに応じて開示します。\n---\n当社は、障害に備え、契約者データのバックアップを作成することがあります。",
		verdict: "supported", terms: 31,
		facts: "handling_record: some\n  handling_count_12m: 3\n  technical_control: verified\n  support_method: pseudo_data\n  service_nature: persons_db\n", score: 58, final: "entrustment", scope: "cases",
	},
	{
		name:    "C5 an honest agreement",
		text:    "契約者は、本サービスの利用に伴い、個人データの取扱いを当社に委託し、当社はこれを受託します。\n---\n当社は、契約者データに到達し得る者を業務の従事者に限定し、作業ごとに期限を定めて権限を付与します。",
		verdict: "declared", terms: 97, facts: "service_nature: unknown\n", score: 97, final: "entrustment", scope: "service",
	},
	{
		name:    "C6 a free tool with AI",
		text:    "当社は、契約者データを機械学習モデルの学習に利用することができるものとします。\n---\n当社は、契約者データを個人が識別できない形に加工し、統計資料として自由に利用することができるものとします。\n---\n契約者は、当社に対し、契約者データを無償かつ無期限に複製し、改変し、公衆送信する権利を許諾するものとします。",
		verdict: "defeated", terms: 99, facts: "service_nature: unknown\n", score: 99, final: "beyond_entrustment", scope: "service", beyond: true,
	},
	{
		name:    "C7 logs only",
		text:    "当社は、契約者が保存した契約者データを取り扱いません。\n---\n当社は、本サービスのアクセスログを分析し、統計情報を作成することがあります。",
		verdict: "supported", terms: 31, facts: "service_nature: unknown\n", score: 31, final: "insufficient", scope: "service",
	},
	{
		name:    "C8 secrecy of communications with exceptions",
		text:    "当社は、本サービスの安全な運営のため必要な場合を除き、契約者データにアクセスしないものとします。\n---\n当社は、任意に契約者データのバックアップを取得することができるものとします。\n---\n当社は、契約者データへの従業者のアクセスを技術的に制限する措置を講じます。",
		verdict: "defeated", terms: 75, facts: "service_nature: unknown\n", score: 75, final: "entrustment", scope: "service",
	},
	{
		name:    "C9 an exception of law only",
		text:    "当社は、法令に基づく場合を除き、契約者データを第三者に開示しません。",
		verdict: "silent", terms: 54, facts: "service_nature: unknown\n", score: 54, final: "insufficient", scope: "service",
	},
}

func TestWorkedExamplesOnDocuments(t *testing.T) {
	dir := t.TempDir()
	for i, tt := range workedExamples {
		terms, facts := filepath.Join(dir, string(rune('a'+i))+".md"), filepath.Join(dir, string(rune('a'+i))+".yaml")
		if err := os.WriteFile(terms, []byte(documentOf("利用規約", tt.text)), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(facts, []byte("facts:\n  "+tt.facts), 0o600); err != nil {
			t.Fatal(err)
		}
		near := func(got, want int) bool { return got-want <= 5 && want-got <= 5 }
		r := analyzed(t, terms)
		if r.Verdict.Terms != tt.verdict && !(tt.noTerms && r.Verdict.Terms == "not_applicable") || !near(r.Scores.Defeat.Value, tt.terms) {
			t.Errorf("%s: %s, defeat %d; want %s, %d", tt.name, r.Verdict.Terms, r.Scores.Defeat.Value, tt.verdict, tt.terms)
			for _, f := range r.Findings {
				t.Logf("  %s %s %s %s weak %v %s", f.Article, f.Rule, f.Data, f.Trigger, f.Weak, f.Grade)
			}
		}
		r = analyzed(t, "--facts", facts, terms)
		if *r.Verdict.Final != tt.final || r.Verdict.Conclusion.Scope != tt.scope || !near(r.Scores.Defeat.Value, tt.score) {
			t.Errorf("%s with facts: %s (%s), defeat %d; want %s (%s), %d", tt.name, *r.Verdict.Final, r.Verdict.Conclusion.Scope, r.Scores.Defeat.Value, tt.final, tt.scope, tt.score)
		}
	}
}
