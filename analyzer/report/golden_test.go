package report

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite the goldens")

func both(ja, en string) Text { return Text{JA: ja, EN: en} }

// sample is a report with something under every heading; its words are not
// those of the library, so that only a change of the writers changes the goldens.
func sample() *Report {
	power := Finding{
		ID: "f1", Class: "access", Label: both("閲覧の権限", "Vendor may view"), Rule: "access/sample", Group: "power", Data: "customer_data", Trigger: "discretion",
		Grade: "full", Severity: "high", Confidence: "high", Article: "第2条第1項", Line: 4, Column: 1,
		Quote:   "当社は、必要と判断した場合、契約者が保存した\n  データ（**一時的**なものを含みます。）を閲覧することができます。",
		Message: both("閲覧の権限があります。", "The vendor may view."),
	}
	weak := power
	weak.ID, weak.Weak, weak.Article, weak.Line, weak.Trigger, weak.Quote = "f2", true, "", 9, "operation", "データ | 表 <b>を</b> `見る` [こと](x) があります_。"
	support := Finding{ID: "f3", Class: "no_handling", Label: both("不取扱い", "Not handled"), Rule: "no_handling/sample", Group: "support", Data: "customer_data", Trigger: "none", Article: "第3条", Line: 12, Column: 3, Quote: "当社は、データを取り扱いません。"}
	house := Finding{ID: "f4", Class: "mine", Label: both("自社規則", "House rule"), Rule: "mine/first", Group: "house", Data: "none", Trigger: "none", Article: "第4条", Line: 14, Column: 1, Quote: "雑則"}
	return &Report{
		Schema:   Schema,
		Document: Document{Name: "規約_v1.md", Format: "markdown", Encoding: "utf-8", SHA256: "0123456789abcdef0123456789abcdef", Kind: "terms", Status: "partial", Problems: []Problem{{Code: "undecodable", Message: both("読み取れない文字が3文字あります。UTF-8で保存し直してください。", "3 characters could not be decoded; save the file as UTF-8")}}},
		Library:  Library{Version: "0.0.0", Digest: "fedcba9876543210", Dictionary: "dictionary", LawVersion: "2026-11"},
		Verdict: Verdict{Terms: "conflicting", Label: both("矛盾", "conflicting"), Means: both("不取扱いの定めと権限の定めが併存しています。", "A clause of non-handling and a power stand side by side."),
			Overlays: []string{"beyond"}, Notes: []Overlay{{ID: "beyond", Label: both("自社目的の利用のおそれ", "own purposes")}}},
		Scores: Scores{Defeat: Defeat{Value: 74, Low: 74, High: 74, Steps: []Step{{Finding: "f1", Class: "access", Value: 84}, {Finding: "f3", Class: "no_handling", Value: 74}}}, Division: Division{Value: 12, Band: both("一部不足", "partly missing")}},
		Elements: []Element{
			{ID: "powers", Label: both("権限", "Powers"), Status: "defeated", Findings: []string{"f1", "f2"}},
			{ID: "handling", Label: both("実績", "Handling"), Status: "fact_needed", Fact: &Fact{ID: "handled", Question: both("取扱いの実績はありますか。直近12か月の件数と、その都度の依頼者を、できるだけ具体的にお示しください。", "Have data been handled? State the number of cases in the last 12 months and who asked for them in each case.")}},
		},
		Findings:    []Finding{power, weak, support, house},
		Absences:    []Absence{{Class: "breach_notice", Label: both("漏えい等の通知", "Notice of a breach"), Searched: 14, Nearest: &Nearest{Article: "第5条", Line: 16, Quote: "当社は、通知します。"}}, {Class: "location", Label: both("保存国", "Country"), Searched: 14}},
		Disclaimer:  "免責の表示",
		Notices:     []Text{both("法的助言ではありません。", "This is no legal advice.")},
		Suggestions: []Suggestion{},
	}
}

// TestWriters compares what the writers write with testdata/report.txtar.
func TestWriters(t *testing.T) {
	const file = "testdata/report.txtar"
	unread := &Report{
		Schema: Schema, Document: Document{Name: "白紙.txt", Format: "text", Kind: "other", Status: "unreadable", SHA256: "00112233445566778899", Problems: []Problem{{Code: "empty", Message: both("本文がありません。", "the file is empty")}}},
		Library: sample().Library, Verdict: Verdict{Terms: Unread}, Notices: []Text{both("法的助言ではありません。", "This is no legal advice.")},
	}
	var got txtar.Archive
	for _, tt := range []struct {
		name  string
		write func(*bytes.Buffer) error
	}{
		{"text", func(b *bytes.Buffer) error { return WriteText(b, sample(), TextOptions{}) }},
		{"text at 50 columns in English", func(b *bytes.Buffer) error { return WriteText(b, sample(), TextOptions{Lang: "en", Width: 50}) }},
		{"brief in colour", func(b *bytes.Buffer) error { return WriteText(b, sample(), TextOptions{Brief: true, Color: true}) }},
		{"unreadable", func(b *bytes.Buffer) error { return WriteText(b, unread, TextOptions{}) }},
		{"markdown", func(b *bytes.Buffer) error { return WriteMarkdown(b, sample(), "ja") }},
		{"markdown unreadable in English", func(b *bytes.Buffer) error { return WriteMarkdown(b, unread, "en") }},
	} {
		var b bytes.Buffer
		if err := tt.write(&b); err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		data := bytes.ReplaceAll(b.Bytes(), []byte("\x1b"), []byte("^[")) // legible
		got.Files = append(got.Files, txtar.File{Name: tt.name, Data: data})
	}
	got.Comment = []byte("What the writers of reports write. go test ./analyzer/report -update\n")
	if *update {
		if err := os.WriteFile(file, txtar.Format(&got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(txtar.Format(want)), string(txtar.Format(&got))); diff != "" {
		t.Errorf("the writers write something else (-want +got):\n%s", diff)
	}
}

// TestJSON: one report is an object, several are an array, a line is one line,
// and no character of Japanese or HTML is escaped.
func TestJSON(t *testing.T) {
	var one, two, line bytes.Buffer
	if err := WriteJSON(&one, []*Report{sample()}); err != nil {
		t.Fatal(err)
	}
	if err := WriteJSON(&two, []*Report{sample(), sample()}); err != nil {
		t.Fatal(err)
	}
	if err := WriteJSONLine(&line, sample()); err != nil {
		t.Fatal(err)
	}
	if one.Bytes()[0] != '{' || two.Bytes()[0] != '[' || bytes.Count(line.Bytes(), []byte("\n")) != 1 {
		t.Errorf("shapes %q %q, %d lines", one.Bytes()[0], two.Bytes()[0], bytes.Count(line.Bytes(), []byte("\n")))
	}
	if !bytes.Contains(one.Bytes(), []byte("<b>を</b>")) || bytes.Contains(one.Bytes(), []byte(`\u`)) {
		t.Error("characters are escaped")
	}
}
