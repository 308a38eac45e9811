package lint_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yakkan/yakkan/analyzer/lint"
	"github.com/yakkan/yakkan/builtintest"
)

func rules(t *testing.T) []lint.Rule {
	t.Helper()
	var out []lint.Rule
	for _, c := range builtintest.Library(t).List() {
		for _, p := range c.Patterns {
			out = append(out, lint.Rule{ID: c.Class.ID + "/" + p, Class: c.Class})
		}
	}
	return out
}

// read analyses a text.
func read(t *testing.T, name, text string) lint.Input {
	t.Helper()
	got := builtintest.Read(t, name, text)
	return lint.Input{Report: got.Report, Document: got.Document, Tree: got.Tree, Findings: got.Findings}
}

// check lints texts, given as name, text, name, text.
func check(t *testing.T, opt lint.Options, texts ...string) *lint.Result {
	t.Helper()
	var inputs []lint.Input
	for i := 0; i < len(texts); i += 2 {
		inputs = append(inputs, read(t, texts[i], texts[i+1]))
	}
	opt.Rules, opt.Sources = rules(t), builtintest.Library(t).Legal().Sources
	if opt.Today.IsZero() {
		opt.Today = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	}
	return lint.Check(inputs, opt)
}

// list writes the issues of severity low and above, one a line.
func list(r *lint.Result) string {
	var out []string
	for _, is := range r.Issues {
		if is.Severity == "info" {
			continue
		}
		class, _, _ := strings.Cut(is.Rule, "/")
		if class == "suppress" || class == "threshold" || class == "absent" {
			class = is.Rule
		}
		out = append(out, strings.TrimSpace(string(is.State)+" "+class+" "+is.Article))
	}
	return strings.Join(out, "\n")
}

// The clauses that the tests are about, in Markdown.
const (
	monitors = "当社は、保守又は運用のため必要と判断したときは、契約者が本サービスに登録したデータを閲覧し、監視し、又は分析することができるものとします。"
	uses     = "当社は、契約者データを、当社の新サービスの開発及び研究のために利用することができるものとします。"
	harmless = "契約者は、利用料金を毎月末日までに当社の指定する口座へ支払うものとします。"
	preamble = "# クラウド名簿「つむぎ」利用規約\n\nこの規約（以下「本規約」といいます。）は、つむぎ株式会社（以下「当社」といいます。）が提供するサービス（以下「本サービス」といいます。）を契約者が利用する条件を定めます。「契約者データ」とは、契約者が本サービスに登録したデータをいいます。\n\n"
)

func terms(parts ...string) string { return preamble + strings.Join(parts, "\n\n") + "\n" }

// The clauses raise what the tests count on.
func TestPremises(t *testing.T) {
	r := check(t, lint.Options{}, "terms.md", terms("## 第1条（運用）", monitors, "## 第2条（開発）", uses, "## 第3条（料金）", harmless))
	var classes []string
	for _, is := range r.Issues {
		if is.Severity != "info" {
			class, _, _ := strings.Cut(is.Rule, "/")
			classes = append(classes, class+" "+is.Article)
		}
	}
	for _, want := range []string{"monitor 第1条", "use 第2条"} {
		if !slices.Contains(classes, want) {
			t.Errorf("got %q, want %s among them", classes, want)
		}
	}
	if r.Fails("high") != true || r.Fails("never") {
		t.Errorf("Fails(high), Fails(never) = %v, %v", r.Fails("high"), r.Fails("never"))
	}
}
