package suggest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/suggest"
)

// read analyses a text as terms.
func read(t *testing.T, a *analyzer.Analyzer, text string) *analyzer.Analysis {
	t.Helper()
	got, err := a.Read(t.Context(), "terms.txt", []byte(text), analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// outline prints suggestions in short: ID, variant, where it goes.
func outline(all []suggest.Suggestion) string {
	var b strings.Builder
	for _, s := range all {
		where := s.Place.Number
		if s.Place.At != nil {
			where = "in " + s.Place.At.Provision.Label
		}
		fmt.Fprintf(&b, "%s %s %s\n", s.ID(), s.Variant, where)
	}
	return b.String()
}

const frame = `記録クラウド利用規約
第1条（適用）
本規約は、当社が提供する本サービスの利用条件を定める。
第2条（定義）
「契約者データ」とは、契約者が本サービスに登録し又は保存した情報をいう。
第3条（料金）
契約者は、当社が定める料金を支払う。
第4条（データ）
%s
第5条（管轄）
本規約に関する訴えは、那覇地方裁判所を第一審の管轄裁判所とする。
`

var choices = []struct{ name, clause, has, not string }{
	{"a power of its own judgement", "当社は、必要と判断したときは、契約者データを閲覧し、分析することができる。", "G05 entrust in 第4条\nG03 entrust 第4条の2\nG01 entrust 第4条の3\n", "preserve"},
	{"training and a licence", "1. 契約者は、当社に対し、契約者データを無償で利用する権利を許諾する。\n2. 当社は、契約者データを機械学習の学習データとして利用することができる。", "G09 entrust in 第4条第2項\n", "preserve"},
	{"non-handling", "当社は、契約者データを閲覧し、利用し、その他取り扱わない。", "G02 preserve 第4条の2\n", "G01"},
	{"silence", "契約者データに関する権利は、契約者に帰属する。", "G01 entrust 第", "preserve"},
}

func TestFor(t *testing.T) {
	a := newAnalyzer(t)
	for _, tt := range choices {
		got := outline(a.Suggestions(read(t, a, fmt.Sprintf(frame, tt.clause)), suggest.Auto))
		if !strings.Contains(got, tt.has) {
			t.Errorf("%s: got\n%swant\n%s", tt.name, got, tt.has)
		}
		if strings.Contains(got, tt.not) {
			t.Errorf("%s: got\n%swithout %s", tt.name, got, tt.not)
		}
	}
}

// TestRefusal: a clause of non-handling is not offered beside a power, and it is
// said which provision has to go.
func TestRefusal(t *testing.T) {
	a := newAnalyzer(t)
	got := read(t, a, fmt.Sprintf(frame, "当社は、必要と判断したときは、契約者データを閲覧し、分析することができる。"))
	for _, s := range a.Suggestions(got, suggest.Auto) {
		switch {
		case s.ID() == "G01" && (s.Other != "" || s.Refused == nil || !strings.Contains(s.Refused.JA, "第4条")):
			t.Errorf("G01: other %q, refused %v; want it refused because of 第4条", s.Other, s.Refused)
		case s.ID() == "G15" && (s.Other == "" || s.Refused != nil):
			t.Errorf("G15: other %q, refused %v; want both variants", s.Other, s.Refused)
		}
	}
}

// TestOwnWords: clauses speak of the parties, the data and the numbers of the
// document, never in the words of the template.
func TestOwnWords(t *testing.T) {
	a := newAnalyzer(t)
	for _, tt := range []struct{ file, vendor, customer, number string }{
		{"../../docs/examples/mk-like.md", "当社は、", "契約者に", "第11条の2"},
		{"../../corpus/evaluate/testdata/own/txt/012.txt", "甲は、", "乙に", "条"},
		{"../../corpus/evaluate/testdata/own/txt/008.txt", "", "", "第二条の二"},
	} {
		data, err := os.ReadFile(tt.file)
		if err != nil {
			t.Fatal(err)
		}
		got, err := a.Read(t.Context(), filepath.Base(tt.file), data, analyzer.Options{})
		if err != nil {
			t.Fatal(err)
		}
		all := a.Suggestions(got, suggest.Entrust)
		var text strings.Builder
		for _, s := range all {
			text.WriteString(s.Place.Number + s.Text + "\n")
		}
		for _, want := range []string{tt.vendor, tt.customer, tt.number} {
			if !strings.Contains(text.String(), want) {
				t.Errorf("%s: nothing says %q in\n%s", tt.file, want, text.String())
			}
		}
		if strings.ContainsAny(text.String(), "{}|") {
			t.Errorf("%s: something is not filled:\n%s", tt.file, text.String())
		}
		if again := outline(a.Suggestions(got, suggest.Entrust)); again != outline(all) {
			t.Errorf("%s: two runs differ", tt.file)
		}
	}
}
