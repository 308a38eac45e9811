package suggest_test

import (
	"cmp"
	"os"
	"strings"
	"testing"

	"golang.org/x/text/encoding/japanese"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/suggest"
)

func revise(t *testing.T, a *analyzer.Analyzer, name, text string, v suggest.Variant) *analyzer.Revision {
	t.Helper()
	r, err := a.Revise(t.Context(), name, []byte(text), analyzer.Options{}, v)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// styles are documents that number their articles in different ways, each with a
// power in the article on data, and what the revision must and must not hold.
var styles = []struct {
	name, text string
	has, not   []string
	file       string // terms.txt if empty
}{
	{"full-width digits", "利用規約\n第１条（適用）\n本規約は、当社が提供する本サービスに適用する。\n第２条（データ）\n１．契約者が本サービスに登録したデータ（以下「登録データ」という。）は、契約者に帰属する。\n２．当社は、必要と認めるときは、登録データを閲覧することができる。\n第３条（料金）\n契約者は、料金を支払う。\n",
		[]string{"第２条の２（", "２．当社は、契約者から", "第３条（料金）\n契約者は、料金を支払う。", "１年間保存し"}, []string{"第２条の2", "必要と認めるとき"}, ""},
	{"kanji digits, caption before the number", "記録サービス約款\n（適用）\n第一条　この約款は、当社が提供する本サービスに適用する。\n（データ）\n第二条　当社は、業務上必要と認めるときは、契約者が保存したデータを分析することができる。\n（料金）\n第三条　契約者は、料金を支払う。\n",
		[]string{"（アクセス権限の限定）\n第二条の", "\n（料金）\n第三条　契約者は、料金を支払う。", "二十四時間以内"}, []string{"必要と認めるとき"}, ""},
	{"decimal numbers", "利用規約\n1. 適用\n本規約は、当社が提供する本サービスに適用されます。\n2. データの取扱い\n当社は、必要と判断した場合、ユーザーが保存したデータを閲覧することがあります。\n3. 料金\nユーザーは、料金を支払います。\n",
		[]string{"3. 料金\nユーザーは、料金を支払います。\n4. ", "受託します"}, []string{"必要と判断した場合"}, ""},
	{"Markdown headings without numbers", "# 利用規約\n\n## 適用\n\n本規約は、当社が提供する本サービスに適用されます。\n\n## データの取扱い\n\n当社は、必要と判断した場合、ユーザーが保存したデータを閲覧することがあります。\n\n## 料金\n\nユーザーは、料金を支払います。\n",
		[]string{"\n\n## 個人データの取扱いの委託\n\n", "\n\n## 料金\n\nユーザーは、料金を支払います。", "\n## 別紙（"}, []string{"必要と判断した場合"}, "terms.md"},
	{"items under a lead", "利用規約\n第1条（適用）\n本規約は、当社が提供する本サービスに適用されます。契約者が本サービスに登録したデータを「登録データ」といいます。\n第2条（閲覧）\n1. 当社は、次の各号に掲げる場合には、登録データを閲覧することができます。ただし、通信の秘密に当たるものを除きます。\n(1) 障害に対応する場合\n(2) その他当社が必要と認める場合\n2. 契約者は、いつでも契約を終了することができます。\n第3条（料金）\n契約者は、料金を支払います。\n",
		[]string{"\n2. 契約者は、いつでも契約を終了することができます。\n"}, []string{"障害に対応する場合", "必要と認める場合", "通信の秘密に当たるもの"}, ""},
	{"a list that a bracket announces", "利用規約\n第1条（適用）\n本規約は、当社が提供する本サービスに適用されます。契約者が本サービスに登録したデータを「登録データ」といいます。\n第2条（閲覧）\n1、契約者は、いつでも登録データを取り出すことができます。\n2、当社は、以下に掲げる場合には、登録データの内容を閲覧すること（以下、本項において「閲覧等」といいます。）ができるものとします。当社は、これにより生じた損害について責任を負いません。\n(1)契約者が閲覧等に同意したとき。\n(2)本サービスの不具合の原因を調べるため必要があるとき。\n3、契約者は、登録データの控えを作成します。\n第3条（料金）\n契約者は、料金を支払います。\n",
		[]string{"\n3、契約者は、登録データの控えを作成します。\n"}, []string{"閲覧等に同意", "原因を調べる", "これにより生じた損害"}, ""},
	{"two sentences in a paragraph", "利用規約\n第1条（適用）\n本規約は、当社が提供する本サービスに適用されます。\n第2条（データ）\n登録データとは、契約者が本サービスに登録したデータをいいます。当社は、必要に応じて登録データを閲覧することができます。登録データの控えは、契約者が作成します。\n第3条（料金）\n契約者は、料金を支払います。\n",
		[]string{"登録したデータをいいます。当社は、契約者から", "登録データの控えは、契約者が作成します。"}, []string{"必要に応じて"}, ""},
	{"dates at the end", "利用規約\n第1条（適用）\n本規約は、当社が提供する本サービスに適用されます。\n第2条（データ）\n当社は、必要に応じて、契約者が保存したデータを閲覧することができます。\n以上\n2026年4月1日　制定\n",
		[]string{"\n第3条（個人データの取扱いの委託）\n", "\n以上\n2026年4月1日　制定\n"}, []string{"必要に応じて"}, ""},
}

func TestReviseStyles(t *testing.T) {
	a := newAnalyzer(t)
	for _, tt := range styles {
		for _, breaks := range []string{"\n", "\r\n"} {
			text := strings.ReplaceAll(tt.text, "\n", breaks)
			r := revise(t, a, cmp.Or(tt.file, "terms.txt"), text, suggest.Entrust)
			if r.After == nil {
				t.Errorf("%s: not changed", tt.name)
				continue
			}
			if strings.Count(r.Text, "\n") != strings.Count(r.Text, breaks) {
				t.Errorf("%s: line breaks are mixed", tt.name)
			}
			got := strings.ReplaceAll(r.Text, breaks, "\n")
			for _, want := range tt.has {
				if !strings.Contains(got, want) {
					t.Errorf("%s: lacks %q in\n%s", tt.name, want, got)
				}
			}
			for _, not := range tt.not {
				if strings.Contains(got, not) {
					t.Errorf("%s: still has %q in\n%s", tt.name, not, got)
				}
			}
			if j := r.After.Judgement; j.Verdict != legal.Declared || len(r.Open) > 0 || j.Division.Value < 80 {
				t.Errorf("%s: %s, %d powers, division %d", tt.name, j.Verdict, len(r.Open), j.Division.Value)
			}
			if lost := lostStructure(r); len(lost) > 0 {
				t.Errorf("%s: structure lost: %q\n%s", tt.name, lost, got)
			}
		}
	}
}

// TestReviseEncoding: a document in another encoding comes out in UTF-8 as the
// same text would.
func TestReviseEncoding(t *testing.T) {
	a := newAnalyzer(t)
	text := styles[0].text
	sjis, err := japanese.ShiftJIS.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	want, got := revise(t, a, "terms.txt", text, suggest.Preserve), revise(t, a, "terms.txt", sjis, suggest.Preserve)
	if got.Text != want.Text || got.After == nil {
		t.Errorf("from Shift_JIS:\n%s\nfrom UTF-8:\n%s", got.Text, want.Text)
	}
}

// TestReviseHTML: pages are not written to; the places are told.
func TestReviseHTML(t *testing.T) {
	a := newAnalyzer(t)
	page := "<html><body><h1>利用規約</h1><p>第1条（適用）</p><p>本規約は、当社が提供する本サービスに適用されます。</p><p>第2条（データ）</p><p>当社は、必要に応じて、契約者が保存したデータを閲覧することができます。</p><p>第3条（料金）</p><p>契約者は、料金を支払います。</p></body></html>"
	r := revise(t, a, "terms.html", page, suggest.Auto)
	if r.Before.Document.Format != document.HTML {
		t.Fatalf("format %s", r.Before.Document.Format)
	}
	if r.After != nil || r.Text != page || len(r.Edits) == 0 {
		t.Errorf("after %v, %d edits; want the page as it was, and its edits", r.After, len(r.Edits))
	}
	shown, err := a.RevisionReport(r)
	if err != nil || shown.After != nil || shown.Diff != "" || len(shown.Edits) == 0 {
		t.Errorf("report %+v, %v", shown, err)
	}
}

// TestReviseTwice: what a revision wrote needs no clause of the same variant again,
// but those that the words of the document still call for.
func TestReviseTwice(t *testing.T) {
	a := newAnalyzer(t)
	data, err := os.ReadFile("../../docs/examples/mk-like.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range suggest.Variants {
		once := revise(t, a, "mk-like.md", string(data), v)
		again := a.Suggestions(once.After, v)
		if len(again) > 3 {
			t.Errorf("%s: again %d suggestions: %s", v, len(again), outline(again))
		}
		for _, s := range again {
			if len(s.Place.Replaces) > 0 {
				t.Errorf("%s: %s still answers a power", v, s.ID())
			}
		}
	}
}
