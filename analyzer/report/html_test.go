package report_test

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/builtintest"
)

func render(t *testing.T, got *analyzer.Analysis, lang string) string {
	t.Helper()
	a := builtintest.Analyzer(t)
	var buf bytes.Buffer
	err := report.WriteHTML(&buf, got.Report, report.HTMLOptions{
		Lang: lang, Document: got.Document, Tree: got.Tree, Findings: got.Findings, Sources: a.Library.Legal().Sources, Made: time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC),
	})
	if err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// pageOf reads a page and returns its text, its IDs and its links, and complains
// of what is not well formed or comes from elsewhere.
func pageOf(t *testing.T, page string) (text string, ids, links []string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(page))
	var open []string
	var b strings.Builder
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		tok := z.Token()
		switch kind {
		case html.TextToken:
			if len(open) > 0 && open[len(open)-1] != "style" {
				b.WriteString(tok.Data)
			}
		case html.StartTagToken:
			if slices.Contains([]string{"script", "img", "iframe", "object", "link", "form", "base", "image", "use", "foreignobject"}, tok.Data) || tok.Data == "svg" && !strings.HasPrefix(attr(tok, "class"), "bar ") {
				t.Errorf("the page has <%s>", tok.Data)
			}
			if !slices.Contains([]string{"meta", "br"}, tok.Data) {
				open = append(open, tok.Data)
			}
			for _, a := range tok.Attr {
				switch {
				case a.Key == "id":
					ids = append(ids, a.Val)
				case a.Key == "href":
					links = append(links, a.Val)
				case a.Key == "src", strings.HasPrefix(a.Key, "on"):
					t.Errorf("the page has %s=%q", a.Key, a.Val)
				}
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != tok.Data {
				t.Fatalf("</%s> closes %v", tok.Data, open)
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		t.Errorf("not closed: %v", open)
	}
	for i, id := range ids {
		if slices.Contains(ids[:i], id) {
			t.Errorf("id %s is there twice", id)
		}
	}
	for _, l := range links {
		if !strings.HasPrefix(l, "#") || !slices.Contains(ids, l[1:]) {
			t.Errorf("link %q leads nowhere", l)
		}
	}
	return b.String(), ids, links
}

func attr(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

const htmlTerms = `# クラウド名簿「つむぎ」利用規約

この規約は、つむぎ株式会社（以下「当社」といいます。）が提供するサービス（以下「本サービス」といいます。）を契約者が利用する条件を定めます。「契約者データ」とは、契約者が本サービスに登録したデータをいいます。

## 第1条（運用）

1. 当社は、保守又は運用のため必要と判断したときは、契約者データを閲覧し、監視し、又は第三者に開示することができるものとします。
2. 当社は、契約者データを秘密として管理し、次の各号の場合を除き開示しません。
   1. 契約者の同意があるとき。
   2. 法令に基づくとき。

## 第2条（雑則）

契約者は、<b>料金</b>を支払います。𠮷田㈱の定め &lt;script&gt;alert(1)&lt;/script&gt; に従います。
`

func TestHTML(t *testing.T) {
	got := builtintest.Read(t, `<img src=x onerror=alert(1)>".md`, htmlTerms)
	for _, lang := range []string{"ja", "en"} {
		page := render(t, got, lang)
		text, ids, _ := pageOf(t, page)
		if !strings.Contains(text, `<img src=x onerror=alert(1)>".md`) || !strings.Contains(text, "<script>alert(1)</script>") {
			t.Error("what the document says is not shown as it is")
		}
		if !strings.Contains(page, `<html lang="`+lang+`">`) || !strings.Contains(page, "default-src 'none'") {
			t.Error("no language or no policy")
		}
		for _, n := range got.Report.Notices {
			if !strings.Contains(text, report.In(n, lang)) {
				t.Errorf("the notice %q is not there", report.In(n, lang))
			}
		}
		for _, want := range []string{got.Report.Document.SHA256, got.Report.Library.Digest, got.Report.Library.LawVersion, "2026-11-25", report.In(got.Report.Verdict.Label, lang)} {
			if !strings.Contains(text, want) {
				t.Errorf("no %q", want)
			}
		}
		for _, f := range got.Report.Findings {
			if !slices.Contains(ids, f.ID) || !slices.Contains(ids, "t-"+f.ID) {
				t.Errorf("%s is not in the list or not in the text", f.ID)
			}
		}
		for _, a := range got.Report.Absences {
			if !strings.Contains(text, report.In(a.Label, lang)) {
				t.Errorf("%s is not told", a.Class)
			}
		}
		if strings.Contains(page, "ZgotmplZ") {
			t.Error("the template refused a value")
		}
	}
}

var paragraph = regexp.MustCompile(`(?s)<p class="p [^"]*">(.*?)</p>`)

// The text is whole: marks, however they overlap, neither lose nor double a
// character.
func TestHTMLText(t *testing.T) {
	got := builtintest.Read(t, "t.md", htmlTerms)
	over := 0
	for i := range got.Findings {
		for j := range i {
			if got.Findings[i].Span.Overlaps(got.Findings[j].Span) {
				over++
			}
		}
	}
	if over == 0 {
		t.Fatal("no findings overlap: the test shows nothing")
	}
	page := render(t, got, "ja")
	page = page[strings.Index(page, `<aside id="text"`):]
	var shown strings.Builder
	for _, m := range paragraph.FindAllStringSubmatch(page, -1) {
		s := regexp.MustCompile(`<a class="ref".*?</a>`).ReplaceAllString(m[1], "")
		s = regexp.MustCompile(`^<b>.*?</b> `).ReplaceAllString(s, "")
		shown.WriteString(html.UnescapeString(regexp.MustCompile(`</?mark[^>]*>`).ReplaceAllString(s, "")))
	}
	var want strings.Builder
	for _, p := range got.Tree.Provisions {
		want.WriteString(p.Body.Of(got.Document.Text))
	}
	if shown.String() != want.String() {
		t.Errorf("got\n%s\nwant\n%s", shown.String(), want.String())
	}
	if !strings.Contains(page, `<mark class="power key">`) {
		t.Error("no words that a rule went by are marked")
	}
}

func TestHTMLUnreadable(t *testing.T) {
	text, _, _ := pageOf(t, render(t, builtintest.Read(t, "empty.txt", " "), "ja"))
	if !strings.Contains(text, "照合していません") || strings.Contains(text, "/ 100") {
		t.Errorf("got %s", text)
	}
}

// Where a breach is at hand, scores and model clauses are not shown.
func TestHTMLIncident(t *testing.T) {
	got := builtintest.Read(t, "t.md", htmlTerms)
	r := *got.Report
	r.Incident = true
	got.Report = &r
	text, ids, _ := pageOf(t, render(t, got, "ja"))
	if strings.Contains(text, "/ 100") || slices.Contains(ids, "suggestions") || slices.Contains(ids, "scores") || !strings.Contains(text, "弁護士") {
		t.Errorf("scores or clauses are shown: %v", ids)
	}
}

// A report alone, with something in every field, makes a page too.
func TestHTMLOfAReport(t *testing.T) {
	r := *builtintest.Read(t, "t.md", htmlTerms).Report
	r.Duties = []report.Duty{{ID: "d", Role: "user", Text: report.Text{JA: "安全管理措置を確認する"}, Items: []report.Text{{JA: "細目"}}, Basis: []string{"qa-7-53"}}}
	r.Contradictions = []report.Contradiction{{ID: "k1", Label: report.Text{JA: "目的の相違"}, Sides: []report.Side{{Document: "a", Article: "第1条", Quote: "甲"}, {Document: "b", Article: "第2条", Quote: "乙"}}, Message: report.Text{JA: "一致しません"}}}
	final := "entrustment"
	r.Verdict.Final, r.Verdict.Conclusion = &final, &report.Conclusion{Label: report.Text{JA: "委託に当たる方向"}, Means: report.Text{JA: "説明"}, Notes: []report.Text{{JA: "注記"}}}
	var buf bytes.Buffer
	if err := report.WriteHTML(&buf, &r, report.HTMLOptions{}); err != nil {
		t.Fatal(err)
	}
	text, ids, _ := pageOf(t, buf.String())
	for _, want := range []string{"安全管理措置を確認する", "細目", "目的の相違", "委託に当たる方向", "注記"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s", want)
		}
	}
	if slices.Contains(ids, "text") {
		t.Error("a text without a document")
	}
	for i := range 3 {
		if !strings.Contains(buf.String(), fmt.Sprintf(`id="f%d"`, i+1)) {
			t.Errorf("no f%d", i+1)
		}
	}
}
