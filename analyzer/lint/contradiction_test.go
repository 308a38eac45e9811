package lint_test

import (
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer/lint"
	"github.com/yakkan/yakkan/analyzer/report"
)

// Provisions that do not agree are issues at the first side, with the words of the
// other; they can be suppressed, switched off and put into a baseline.
func TestContradictions(t *testing.T) {
	const bans = "当社は、契約者データの取扱いを第三者に再委託しません。"
	text := terms("## 第1条", harmless, "## 第2条（再委託）", bans)
	other := report.Contradiction{
		ID: "k1", Kind: "subcontract_denied", Label: lint.Text{JA: "再委託", EN: "subcontracting"}, Message: lint.Text{JA: "両立しません。", EN: "They do not agree."},
		Sides: []report.Side{{Document: "terms.md", Article: "第2条", Line: 11, Quote: bans}, {Document: "privacy.md", Article: "第5条", Line: 3, Quote: "当社は、再委託することがあります。"}},
	}
	run := func(text, cfg string, base *lint.Baseline) *lint.Result {
		t.Helper()
		c, err := lint.DecodeConfig("yakkan.yaml", []byte("version: 1\n"+cfg))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.CheckRules([]byte("version: 1\n"+cfg), rules(t)); err != nil {
			t.Fatal(err)
		}
		return check(t, lint.Options{Config: c, Between: []report.Contradiction{other}, Baseline: base}, "terms.md", text)
	}
	of := func(r *lint.Result) string {
		for _, is := range r.Issues {
			if strings.HasPrefix(is.Rule, "contradiction/") {
				return string(is.State) + " " + is.Severity + " " + is.Rule + " " + is.Article + " " + is.Message.JA
			}
		}
		return ""
	}
	first := run(text, "", nil)
	if got, want := of(first), "new medium contradiction/subcontract_denied 第2条 再委託（privacy.md 第5条「当社は、再委託することがあります。」）: 両立しません。"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := of(run(text, "severities: {contradiction: 'off'}\n", nil)); got != "" {
		t.Errorf("switched off: %s", got)
	}
	if got := of(run(text, "", again(t, lint.NewBaseline("yakkan.baseline.json", first)))); !strings.HasPrefix(got, "old ") {
		t.Errorf("in the baseline: %s", got)
	}
	other.Sides[0].Line = 12
	suppressed := strings.Replace(text, bans, "<!-- yakkan:ignore contradiction 方針を改定中 -->\n"+bans, 1)
	if got := of(run(suppressed, "", nil)); !strings.HasPrefix(got, "suppressed ") {
		t.Errorf("suppressed: %s", got)
	}
	sarifValid(t, output(t, first, "sarif", lint.WriteOptions{}))
}
