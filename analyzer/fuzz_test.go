package analyzer_test

import (
	"io"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/report"
)

// FuzzAnalyze runs the whole line: no stage may panic, the report is valid, its
// spans lead to its quotes, and every writer can write it.
func FuzzAnalyze(f *testing.F) {
	for name, data := range own(f) {
		if len(data) < 6000 {
			f.Add(name, data)
		}
	}
	f.Add("a.html", page("第1条（閲覧）\n当社は、必要と判断した場合、契約者データを閲覧することができます。\n"))
	f.Add("a.txt", []byte("\x91\xe6\x82P\x8f\xf0\n\x93\x96\x8e\xd0\x82\xcd\x81A"))
	f.Add("a", []byte("\xff\xd8\xff\xe0JFIF"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		if len(data) > 16<<10 || len(name) > 100 || !utf8.ValidString(name) {
			return
		}
		got := read(t, name, data, analyzer.Options{})
		r := got.Report
		for _, p := range r.Document.Problems {
			if p.Code == "internal" {
				t.Fatal(p.Message.EN)
			}
			if p.Code == "timeout" {
				t.Fatalf("%d bytes took longer than the limit", len(data))
			}
		}
		runes := []rune(got.Document.Decoded())
		units := utf16.Encode(runes)
		check := func(what string, s report.Span, quote string) {
			if s.Byte[0] < 0 || s.Byte[0] >= s.Byte[1] || s.Byte[1] > len(data) {
				t.Fatalf("%s lies at %v of %d bytes", what, s.Byte, len(data))
			}
			if r.Document.Format == string(document.HTML) {
				return
			}
			if got := string(runes[s.Rune[0]:s.Rune[1]]); got != quote {
				t.Fatalf("%s: characters %q, quote %q", what, got, quote)
			}
			if got := string(utf16.Decode(units[s.UTF16[0]:s.UTF16[1]])); got != quote {
				t.Fatalf("%s: UTF-16 %q, quote %q", what, got, quote)
			}
		}
		for _, x := range r.Findings {
			check(x.Rule, x.Span, x.Quote)
			for _, e := range x.Evidence {
				check(x.Rule+" "+e.Slot, e.Span, e.Text)
			}
		}
		for _, lang := range []string{"ja", "en"} {
			if err := report.WriteText(io.Discard, r, report.TextOptions{Lang: lang, Width: 40, Color: true}); err != nil {
				t.Fatal(err)
			}
			if err := report.WriteMarkdown(io.Discard, r, lang); err != nil {
				t.Fatal(err)
			}
		}
	})
}
