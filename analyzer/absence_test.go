package analyzer_test

import (
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/report"
)

// What was not found does not contradict what was: a clause about members only is
// named, and no clause on other things is called near.
func TestAbsences(t *testing.T) {
	const text = `# 約款
この規約において「契約者データ」とは、契約者が本サービスに保存したデータをいいます。
## 第1条（登録情報）
当社は、会員の登録情報を日本国内のサーバーに保管します。
## 第2条（通知）
当社は、料金を改定するときは、あらかじめ契約者に書面で通知します。
## 第3条（責任）
当社の損害賠償責任は、契約者が支払った利用料金の額を上限とします。
`
	r := read(t, "own.md", []byte(text), analyzer.Options{}).Report
	got := map[string]report.Absence{}
	for _, a := range r.Absences {
		got[a.Class] = a
	}
	if a := got["location"]; len(a.Own) != 1 || r.By(a.Own[0]) == nil || r.By(a.Own[0]).Article != "第1条" {
		t.Errorf("location: %+v, want the finding of 第1条", a)
	}
	for _, e := range r.Elements {
		if e.ID == "foreign" && e.Status != "fact_needed" {
			t.Errorf("the sheet says %s of foreign countries, where nothing was found on stored data", e.Status)
		}
	}
	if a := got["breach_notice"]; a.Nearest != nil {
		t.Errorf("nearest to the notice of a breach: %q", a.Nearest.Quote)
	}
	if a := got["data_liability"]; a.Nearest == nil || a.Nearest.Article != "第3条" {
		t.Errorf("nearest to liability for data: %+v, want 第3条", a.Nearest)
	}
	var b strings.Builder
	if err := report.WriteText(&b, r, report.TextOptions{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"保存国・越境（会員・登録情報）", "会員・登録情報等についての定めのみ: 第1条"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the report does not say %q", want)
		}
	}
}
