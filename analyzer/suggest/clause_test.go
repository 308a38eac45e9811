package suggest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/suggest"
	"github.com/yakkan/yakkan/analyzer/token"
	"github.com/yakkan/yakkan/patterns"
)

func newAnalyzer(tb testing.TB) *analyzer.Analyzer {
	tb.Helper()
	lib, err := patterns.Load()
	if err != nil {
		tb.Fatal(err)
	}
	tok, err := token.New(token.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	return &analyzer.Analyzer{Library: lib, Tokenizer: tok, Version: patterns.Version}
}

// voices are the words of documents that clauses are filled with.
var voices = []struct {
	vendor, customer, data string
	polite                 bool
	intro                  string
}{
	{"当社", "契約者", "契約者データ", false, "この利用規約（以下「本規約」という。）は、当社が提供する記録管理サービス（以下「本サービス」という。）の利用条件を定める。\n第1条（定義）\n「契約者データ」とは、契約者が本サービスに登録し又は保存した一切の情報をいう。"},
	{"乙", "甲", "登録データ", false, "委託者（以下「甲」という。）と受託者（以下「乙」という。）は、乙が提供するサービス（以下「本サービス」という。）の利用につき、次のとおり契約を締結する。\n第1条（定義）\n「登録データ」とは、甲が本サービスに登録したデータをいう。"},
	{"弊社", "お客様", "お客様データ", true, "本規約は、弊社が提供する本サービスの利用条件を定めるものです。\n第1条（定義）\n「お客様データ」とは、お客様が本サービスに保存したデータをいいます。"},
	{"当社", "ユーザー", "ユーザーが本サービスに保存したデータ", true, "本規約は、当社が提供する本サービスの利用条件を定めます。ユーザーは、本規約に従って本サービスを利用します。\n第1条（適用）\n本規約は、ユーザーと当社との間の関係に適用されます。"},
}

// definition is the article that clauses beside G01 presuppose.
const definition = "第2条（本件個人データ）\n「本件個人データ」とは、%が本サービスに保存した個人データをいう。\n"

// TestClausesGiveWhatTheyMean: each model clause, filled and alone in a document,
// is found as the classes that it is meant to be, in full, and as nothing else;
// none is a power that defeats.
func TestClausesGiveWhatTheyMean(t *testing.T) {
	a := newAnalyzer(t)
	narrow := a.Library.Legal().Verdicts.Test.Narrow
	for _, clause := range a.Library.Clauses() {
		for _, v := range suggest.Variants {
			for _, voice := range voices {
				caption, text := suggest.Fill(clause, v, voice.vendor, voice.customer, voice.data, voice.polite)
				defined := ""
				if !strings.Contains(text, "「本件個人データ」という") {
					defined = strings.ReplaceAll(definition, "%", voice.customer)
				}
				intro := voice.intro + "\n" + defined
				doc := intro + "第3条（" + caption + "）\n" + text + "\n"
				if i := strings.Index(doc, "{"); i >= 0 {
					t.Errorf("%s %s: not filled: %s", clause.ID, v, doc[i:])
				}
				got, err := a.Read(t.Context(), "own.txt", []byte(doc), analyzer.Options{Kind: "terms"})
				if err != nil {
					t.Fatal(err)
				}
				var classes []string
				for _, f := range got.Findings {
					if f.Span.Start < len(intro) {
						continue
					}
					id := f.Match.Class.ID
					if !slices.Contains(classes, id) {
						classes = append(classes, id)
					}
					if f.Match.Class.Group == finding.Power && !f.Match.Weak && !slices.Contains(narrow, f.Match.Trigger.String()) {
						t.Errorf("%s %s: a power %s/%s (%s): %s", clause.ID, v, id, f.Match.Pattern, f.Match.Trigger, text)
					}
				}
				tpl := clause.Of(v)
				for _, id := range classes {
					if !slices.Contains(tpl.Gives, id) && !slices.Contains(tpl.Touches, id) {
						t.Errorf("%s %s (%s): found as %s: %s", clause.ID, v, voice.vendor, id, text)
					}
				}
				for _, id := range tpl.Gives {
					if !slices.Contains(classes, id) {
						t.Errorf("%s %s (%s): not found as %s: %s", clause.ID, v, voice.vendor, id, text)
					}
				}
				for _, p := range got.Judgement.Division.Parts {
					if slices.Contains(tpl.Gives, p.Class) && p.Grade != finding.Full {
						t.Errorf("%s %s (%s): %s is %s, want full: %s", clause.ID, v, voice.vendor, p.Class, p.Grade, text)
					}
				}
			}
		}
	}
}
