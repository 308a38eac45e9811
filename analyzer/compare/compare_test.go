package compare_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/yakkan/yakkan/analyzer/compare"
	"github.com/yakkan/yakkan/builtintest"
)

func side(t testing.TB, name, text string) compare.Side {
	t.Helper()
	got := builtintest.Read(t, name, text)
	return compare.Side{Report: got.Report, Document: got.Document, Tree: got.Tree, Findings: got.Findings, Division: got.Judgement.Division.Band}
}

// list writes what changed, one a line.
func list(c *compare.Comparison) string {
	name := func(p *compare.Place) string {
		if p == nil {
			return "-"
		}
		if p.Article == "" {
			return p.Text
		}
		return p.Article
	}
	var out []string
	for _, ch := range c.Clauses {
		var kinds []string
		for _, k := range ch.Kinds {
			kinds = append(kinds, string(k))
		}
		out = append(out, fmt.Sprintf("%s: %s > %s", strings.Join(kinds, "+"), name(ch.Old), name(ch.New)))
	}
	for _, f := range c.Findings {
		from, to := "-", "-"
		class := ""
		if f.Old != nil {
			from, class = f.Old.Article, f.Old.Class
		}
		if f.New != nil {
			to, class = f.New.Article, f.New.Class
		}
		out = append(out, fmt.Sprintf("%s %s: %s > %s", f.Kind, class, from, to))
	}
	return strings.Join(out, "\n")
}

// Two successive versions: every kind of change is told, once, and nothing else.
func TestVersions(t *testing.T) {
	read := func(name string) compare.Side {
		src, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return side(t, name, string(src))
	}
	c := compare.New(read("old.md"), read("new.md"))
	want := `moved+renumbered: 第8条 > 第2条
changed+retitled+renumbered: 第2条 > 第3条
renumbered: 第3条 > 第4条
added: - > 第4条第2項
renumbered: 第4条 > 第5条
removed: 第4条第1号 > -
renumbered: 第4条第2号 > 第5条第1号
renumbered: 第4条第3号 > 第5条第2号
added: - > 第5条第3号
renumbered: 第5条 > 第6条
renumbered: 第6条 > 第7条
reference: 第6条第2項 > 第7条第2項
removed: 第7条 > -
added: - > 第8条
moved on_request: 第3条 > 第4条第1項
came monitor: - > 第4条第2項
moved confidentiality: 第6条第1項 > 第7条第1項
moved confidentiality: 第6条第2項 > 第7条第2項`
	if got := list(c); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if !c.Worse || *c.New.Defeat <= *c.Old.Defeat {
		t.Errorf("worse %v, defeat %d to %d", c.Worse, *c.Old.Defeat, *c.New.Defeat)
	}
	back := compare.New(read("new.md"), read("old.md"))
	if back.Worse {
		t.Errorf("the way back is worse: %s", list(back))
	}
	var buf bytes.Buffer
	for _, lang := range []string{"ja", "en"} {
		for _, format := range []string{"text", "md"} {
			fmt.Fprintf(&buf, "-- %s %s --\n", lang, format)
			if err := c.Write(&buf, format, compare.WriteOptions{Lang: lang}); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, want := range []string{"翌月[-10-]{+末+}日", "翌月<del>10</del><ins>末</ins>日", "[-前-]{+第6+}条の窓口", "旧 第7条（解約）", "番号変更  第4条第2号 → 第5条第1号", "+ came  第4条第2項", "法的助言"} {
		if !strings.Contains(buf.String(), want) {
			t.Errorf("no %q in\n%s", want, buf.String())
		}
	}
}

const head = "# 利用規約\n\nこの規約は、あさつゆ株式会社（以下「当社」といいます。）と契約者との間に適用します。\n\n"

var changes = []struct{ name, old, new, want string }{
	{"nothing", "## 第1条\n\n当社は料金を定めます。", "## 第1条\n\n当社は料金を定めます。", ""},
	{"white space, width and wrapping", "## 第1条（料金）\n\n当社は、API の料金を定めます。", "## 第１条（料金）\n\n当社は、ＡＰＩの\n料金を定めます。", ""},
	{"words", "## 第1条\n\n料金は30日以内に支払います。", "## 第1条\n\n料金は14日以内に支払います。", "changed: 第1条 > 第1条"},
	{"caption", "## 第1条（料金）\n\n料金は30日以内に支払います。", "## 第1条（支払）\n\n料金は30日以内に支払います。", "retitled: 第1条 > 第1条"},
	{"paragraphs change places", "## 第1条\n\n1. 料金は当社が定めます。\n2. 支払は口座振替とします。\n3. 遅延の場合は利息を付します。", "## 第1条\n\n1. 支払は口座振替とします。\n2. 料金は当社が定めます。\n3. 遅延の場合は利息を付します。",
		"renumbered: 第1条第2項 > 第1条第1項\nmoved+renumbered: 第1条第1項 > 第1条第2項"},
	{"two articles become one with paragraphs", "## 第1条\n\n料金は当社が定めます。\n\n## 第2条\n\n支払は口座振替とします。", "## 第1条\n\n1. 料金は当社が定めます。\n2. 支払は口座振替とします。",
		"added: - > 第1条第2項\nremoved: 第2条 > -"},
	{"an article of the same number says another thing", "## 第1条（料金）\n\n料金は当社が定めます。", "## 第1条（退会）\n\n会員は書面により退会を申し出るものとします。",
		"removed: 第1条 > -\nadded: - > 第1条"},
	{"clauses of the same words", "## 第1条\n\n当社は責任を負います。\n\n## 第2条\n\n当社は責任を負います。", "## 第1条\n\n当社は責任を負います。\n\n## 第2条\n\n当社は責任を負います。\n\n## 第3条\n\n当社は責任を負います。", "added: - > 第3条"},
	{"a lead before items", "## 第1条\n\n次の行為を禁じます。\n\n1. 転貸\n2. 妨害行為", "## 第1条\n\n次の各号の行為を固く禁じます。\n\n1. 転貸\n2. 妨害行為", "changed: 第1条 > 第1条"},
	{"outside articles", "本サービスは無償です。\n\n## 第1条\n\n料金は当社が定めます。", "本サービスは有償です。\n\n## 第1条\n\n料金は当社が定めます。", "changed: 本サービスは無償です。 > 本サービスは有償です。"},
}

func TestChanges(t *testing.T) {
	for _, tt := range changes {
		t.Run(tt.name, func(t *testing.T) {
			c := compare.New(side(t, "old.md", head+tt.old+"\n"), side(t, "new.md", head+tt.new+"\n"))
			var lines []string
			for l := range strings.SplitSeq(list(c), "\n") {
				if strings.Contains(l, ": ") && !strings.HasPrefix(l, "came") && !strings.HasPrefix(l, "went") {
					lines = append(lines, l)
				}
			}
			if got := strings.Join(lines, "\n"); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// Only a worse verdict or a new finding of severity high is worse.
func TestWorse(t *testing.T) {
	const uses = "当社は、契約者データを、当社の新サービスの開発のために利用することができるものとします。"
	const price = "契約者は、契約者データを本サービスに登録し、利用料金を毎月末日までに支払うものとします。"
	const no = "当社は、契約者データを取り扱わないものとし、契約者データへのアクセスを制御する措置を講じます。"
	for _, tt := range []struct {
		name, old, new string
		trend          compare.Trend
		worse          bool
	}{
		{"a power comes", price, uses, compare.Worse, true},
		{"a power goes", uses, price, compare.Better, false},
		{"another power comes beside one", uses, uses + "\n\n## 第2条\n\n当社は、必要と判断したときは、契約者データを閲覧し、監視することができるものとします。", compare.Same, true},
		{"a support goes", no, price, compare.Worse, true},
		{"a support comes", price, no, compare.Better, false},
		{"renumbered", uses, "料金は別に定めます。\n\n## 第2条\n\n" + uses, compare.Same, false},
		{"unread", price, "", compare.Unknown, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := func(s string) string {
				if s == "" {
					return ""
				}
				return head + "## 第1条\n\n" + s + "\n"
			}
			c := compare.New(side(t, "old.md", text(tt.old)), side(t, "new.md", text(tt.new)))
			if c.Trend != tt.trend || c.Worse != tt.worse {
				t.Errorf("trend %s, worse %v, want %s, %v\n%s", c.Trend, c.Worse, tt.trend, tt.worse, list(c))
			}
		})
	}
}

// Verdicts are worse or better in the order of concern; entrustment that is declared by
// how responsibility is divided.
func TestTrendOfVerdicts(t *testing.T) {
	for _, tt := range []struct {
		old    string
		oldDiv int
		new    string
		newDiv int
		want   compare.Trend
	}{
		{"defeated", 2, "declared", 100, compare.Better},
		{"declared", 100, "defeated", 2, compare.Worse},
		{"defeated", 2, "declared", 40, compare.Better},
		{"defeated", 40, "declared", 2, compare.Worse},
		{"defeated", 10, "declared", 10, compare.Same},
		{"conflicting", 10, "declared", 10, compare.Worse},
		{"conflicting", 10, "declared", 70, compare.Better},
		{"silent", 0, "declared", 70, compare.Better},
		{"silent", 0, "declared", 69, compare.Worse},
		{"supported", 0, "declared", 100, compare.Worse},
		{"declared", 90, "declared", 10, compare.Same},
		{"unread", 0, "declared", 0, compare.Unknown},
		{"supported", 0, "not_applicable", 0, compare.Worse}, // a promise went
		{"not_applicable", 0, "supported", 0, compare.Better},
		{"not_applicable", 0, "silent", 0, compare.Worse}, // data came, and no promise
		{"defeated", 0, "not_applicable", 0, compare.Better},
	} {
		version := func(name, verdict string, division int) compare.Side {
			s := side(t, name, head+"## 第1条\n\n料金は別に定めます。\n")
			s.Report.Verdict.Terms, s.Report.Scores.Division.Value = verdict, division
			for _, b := range slices.Backward(builtintest.Library(t).Legal().Weights.Bands) {
				if float64(division) < b.Below {
					s.Division = b
				}
			}
			return s
		}
		c := compare.New(version("a.md", tt.old, tt.oldDiv), version("b.md", tt.new, tt.newDiv))
		if c.Trend != tt.want || c.Worse != (tt.want == compare.Worse) {
			t.Errorf("%s %d to %s %d: %s, worse %v, want %s", tt.old, tt.oldDiv, tt.new, tt.newDiv, c.Trend, c.Worse, tt.want)
		}
	}
}

// TestWords: what is written for people has words, where JSON has codes, and a section is
// called by its caption once.
func TestWords(t *testing.T) {
	old := head + "## データの取扱い（2025年版）\n\n当社は、保守のため必要があるときは、契約者データを閲覧することがあります。\n"
	c := compare.New(side(t, "a.md", old), side(t, "b.md", strings.NewReplacer("2025", "2026", "保守のため必要があるときは", "必要と判断したときは").Replace(old)))
	for lang, want := range map[string][]string{
		"ja": {"重要度 高", "運用・保守上 → 事業者の判断", "利用規約 > データの取扱い（2025年版） → 利用規約 > データの取扱い（2026年版） L"},
		"en": {"severity high", "for operation → at discretion"},
	} {
		var b strings.Builder
		if err := c.Write(&b, "text", compare.WriteOptions{Lang: lang}); err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(b.String(), w) {
				t.Errorf("%s: %q is missing in\n%s", lang, w, b.String())
			}
		}
	}
}

func TestJSON(t *testing.T) {
	c := compare.New(side(t, "a.md", head+"## 第1条\n\n料金は30日以内に支払います。"), side(t, "b.md", head+"## 第1条\n\n料金は14日以内に支払います。"))
	var buf bytes.Buffer
	if err := c.Write(&buf, "json", compare.WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	var back compare.Comparison
	if err := json.Unmarshal(buf.Bytes(), &back); err != nil || back.Schema != compare.Schema || len(back.Clauses) != 1 || strings.Contains(buf.String(), ": null,\n  \"") {
		t.Errorf("%v\n%s", err, buf.String())
	}
	if err := c.Write(&buf, "xml", compare.WriteOptions{}); err == nil {
		t.Error("xml is taken")
	}
}

// A document compared with itself has not changed; with any part left out, what
// is told can be put together again from the edits.
func TestProperties(whole *testing.T) {
	rapid.Check(whole, func(t *rapid.T) {
		sentence := rapid.SampledFrom([]string{"料金は当社が定めます。", "支払は30日以内とします。", "会員は退会できます。", "𠮷田の規約です。", "前条に従います。", "当社は免責されます。"})
		article := rapid.SliceOfN(sentence, 1, 3)
		write := func(label string) string {
			var b strings.Builder
			b.WriteString("利用規約\n")
			for i, a := range rapid.SliceOfN(article, 1, 5).Draw(t, label) {
				fmt.Fprintf(&b, "第%d条（見出し）\n", i+1)
				for j, s := range a {
					fmt.Fprintf(&b, "%d %s\n", j+1, s)
				}
			}
			return b.String()
		}
		x, y := side(whole, "t.txt", write("old")), side(whole, "t.txt", write("new"))
		if c := compare.New(x, x); len(c.Clauses)+len(c.Findings) != 0 || c.Worse {
			t.Fatalf("with itself: %s", list(c))
		}
		for _, ch := range compare.New(x, y).Clauses {
			if len(ch.Kinds) == 0 || ch.Old == nil && ch.New == nil {
				t.Fatalf("nothing changed: %+v", ch)
			}
			var old, new strings.Builder
			for _, e := range ch.Edits {
				if e.Op != "insert" {
					old.WriteString(e.Text)
				}
				if e.Op != "delete" {
					new.WriteString(e.Text)
				}
			}
			if len(ch.Edits) > 0 && (old.String() == new.String() || !strings.Contains(ch.Old.Text, old.String()) && old.Len() > 0) {
				t.Fatalf("edits from %q to %q of %q", old.String(), new.String(), ch.Old.Text)
			}
		}
	})
}

func BenchmarkNew(b *testing.B) {
	var old, new strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&old, "第%d条（見出し%d）\n当社は、料金%dを定めます。\n", i+1, i%7, i)
		fmt.Fprintf(&new, "第%d条（見出し%d）\n当社は、利用料金%dを改めて定めます。\n", i+1, i%7, i*3)
	}
	x, y := side(b, "old.txt", old.String()), side(b, "new.txt", new.String())
	for b.Loop() {
		compare.New(x, y)
	}
}
