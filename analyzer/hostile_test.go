package analyzer_test

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/text/encoding/japanese"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/document"
)

const powers = "当社は、必要と判断した場合、契約者データを監視、分析、調査することができます。"

// TestBadInput: whatever is handed in, there is a report that says what could
// not be read and what to do, and no stage fails.
func TestBadInput(t *testing.T) {
	if testing.Short() {
		t.Skip("megabytes of text")
	}
	broken, err := japanese.ShiftJIS.NewEncoder().Bytes([]byte(strings.Repeat("第1条 "+powers+"\n", 20)))
	if err != nil {
		t.Fatal(err)
	}
	for i := 50; i < len(broken); i += 90 {
		broken[i] = 0xFD
	}
	jpeg := append([]byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x48"), bytes.Repeat([]byte{0x93, 0x00, 0xE2, 0x11}, 4000)...)
	numbering := func() string {
		var b strings.Builder
		for i := 0; i < 40_000; i++ {
			words := "契約者は、料金を支払います。"
			if i%2000 == 0 {
				words = powers
			}
			b.WriteString("第" + strings.Repeat("9", i%9+1) + "条 " + words + "\n")
		}
		return b.String()
	}()
	for _, tt := range []struct {
		name, file string
		data       []byte
		status     string // "" for any but unreadable
		code       string
		says       string
	}{
		{"empty", "a.txt", nil, "unreadable", "empty", "確認してください"},
		{"binary", "a.txt", bytes.Repeat([]byte{0, 1, 2, 3, 250, 251}, 2000), "unreadable", "binary", "保存し直してください"},
		{"English only", "a.txt", []byte(strings.Repeat("We may access and analyse your content at any time.\n", 50)), "unreadable", "no_japanese", "日本語の規約等を指定してください"},
		{"20 MiB", "a.txt", bytes.Repeat([]byte(powers+"\n"), 20<<20/len(powers)), "unreadable", "too_large", "上限を上げてください"},
		{"invalid bytes", "a.txt", broken, "partial", "undecodable", "UTF-8で保存し直してください"},
		{"a JPEG named .txt", "a.txt", jpeg, "unreadable", "binary", "保存し直してください"},
		{"deep HTML", "a.html", []byte("<html><body><p>" + powers + "</p>" + strings.Repeat("<div>", 50_000) + powers), "partial", "too_deep", "上限を上げてください"},
		{"deep Markdown", "a.md", []byte(strings.Repeat(powers+"\n\n", 400) + strings.Repeat("> ", 5000) + powers), "partial", "too_deep", "上限を上げてください"},
		{"deep brackets", "a.txt", []byte(strings.Repeat("（「", 50_000) + strings.Repeat(powers, 500)), "", "", ""},
		{"one line of 2 MB", "a.txt", []byte(strings.Repeat(strings.TrimSuffix(powers, "。")+"、", 2<<20/len(powers)) + "。"), "", "", ""},
		{"one long line in a page", "a.html", []byte("<p>" + strings.Repeat(powers, 1<<18/len(powers)) + "</p>"), "", "", ""},
		{"one long line in Markdown", "a.md", []byte(strings.Repeat(powers+"*[`", 1<<18/len(powers))), "", "", ""},
		{"endless numbering", "a.txt", []byte(numbering), "partial", "too_many_provisions", "文書を分割するか"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := read(t, tt.file, tt.data, analyzer.Options{Limits: document.Limits{Seconds: 60}}).Report
			if tt.status != "" && r.Document.Status != tt.status || tt.status == "" && r.Document.Status == "unreadable" {
				t.Errorf("status %s, want %q: %v", r.Document.Status, tt.status, r.Document.Problems)
			}
			found := tt.code == ""
			for _, p := range r.Document.Problems {
				if p.Code == "internal" {
					t.Errorf("%s", p.Message.EN)
				}
				if p.Code == tt.code {
					found = true
					if !strings.Contains(p.Message.JA, tt.says) {
						t.Errorf("message %q does not say what to do (%s)", p.Message.JA, tt.says)
					}
				}
			}
			if !found {
				t.Errorf("problems %v, want %s", r.Document.Problems, tt.code)
			}
			if tt.status == "partial" && r.Verdict.Terms != "defeated" {
				t.Errorf("verdict %s: what was read says more", r.Verdict.Terms)
			}
		})
	}
}
