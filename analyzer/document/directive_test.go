package document

import (
	"strings"
	"testing"
)

var directiveTests = []struct {
	name, in string
	want     []string // "what it says -> the line of Text that it stands before"
}{
	{"terms.md", "# 利用規約\n\n本規約は当社と契約者に適用します。\n\n<!-- yakkan:ignore monitor 保守のため -->\n## 第2条（監視）\n\n1. 当社は監視します。\n<!-- yakkan:ignore use 理由 until=2027-03-31 -->\n2. 当社は利用します。\n",
		[]string{"ignore monitor 保守のため -> 第2条", "ignore use 理由 until=2027-03-31 -> 当社は利用"}},
	{"inline.md", "# 利用規約\n\n当社は、<!-- yakkan:ignore use 文中 -->契約者のデータを利用します。\n\n```\n<!-- yakkan:ignore monitor 例 -->\n```\n",
		[]string{"ignore use 文中 -> 契約者のデータ"}},
	{"terms.html", "<html><body><main><h1>利用規約</h1><!-- yakkan:ignore-file monitor 全体 --><p>当社は契約者に次の規約を適用します。</p><!--yakkan:ignore use 密着--><p>当社は利用者のデータを利用します。</p><pre>&lt;!-- yakkan:ignore x y --&gt;</pre></main></body></html>",
		[]string{"ignore-file monitor 全体 -> 当社は契約者", "ignore use 密着 -> 当社は利用者"}},
	{"terms.txt", "利用規約\r\n# yakkan:ignore monitor 理由\r\n第1条 当社は契約者のデータを監視します。\r\n　// yakkan:ignore use 理由２\r\n第2条 当社は契約者のデータを利用します。\r\n<!-- yakkan:ignore copy 最後 -->",
		[]string{"ignore monitor 理由 -> 第1条", "ignore use 理由２ -> 第2条", "ignore copy 最後 -> "}},
	{"not.txt", "利用規約\n当社は契約者に yakkan:ignore monitor と書くことを求めます。\nyakkan:ignore monitor 印のない行は本文です。\n", nil},
	{"heading.md", "利用規約\n\n# yakkan:ignore monitor 見出しは本文\n\n当社は契約者のデータを監視します。\n", nil},
}

// A directive says what it says before the words it stands before, and is never
// part of the text.
func TestDirectives(t *testing.T) {
	for _, tt := range directiveTests {
		t.Run(tt.name, func(t *testing.T) {
			d := Read(tt.name, []byte(tt.in), Options{})
			got := d.Directives()
			if len(got) != len(tt.want) {
				t.Fatalf("got %d directives, want %d: %+v\n%s", len(got), len(tt.want), got, d.Text)
			}
			for i, g := range got {
				words, next, _ := strings.Cut(tt.want[i], " -> ")
				if g.Text != words {
					t.Errorf("directive %d says %q, want %q", i, g.Text, words)
				}
				if rest := d.Text[g.Next:]; !strings.HasPrefix(rest, next) || next == "" && rest != "" {
					t.Errorf("directive %d stands before %.30q, want %q", i, rest, next)
				}
				if at := string(d.Original[g.Origin.Byte[0]:g.Origin.Byte[1]]); !strings.Contains(at, "yakkan:") || strings.Count(at, "yakkan:") != 1 {
					t.Errorf("directive %d lies at %q", i, at)
				}
				if strings.Contains(d.Text, g.Text) {
					t.Errorf("the text holds the directive: %q", d.Text)
				}
			}
		})
	}
}

// Directives change nothing about the text.
func TestDirectivesLeaveTheText(t *testing.T) {
	for _, tt := range directiveTests {
		d := Read(tt.name, []byte(tt.in), Options{})
		bare := []byte(tt.in)
		ds := d.Directives()
		for i := len(ds) - 1; i >= 0; i-- {
			b := ds[i].Origin.Byte
			bare = append(bare[:b[0]:b[0]], bare[b[1]:]...)
		}
		if got := Read(tt.name, bare, Options{}); got.Text != d.Text {
			t.Errorf("%s: with directives\n%q\nwithout\n%q", tt.name, d.Text, got.Text)
		}
	}
}

// A wrapped plain text is joined over a directive.
func TestDirectiveInWrappedText(t *testing.T) {
	line := "当社は、契約者が本サービスに登録したデータについて、保守及び運用のために必要な"
	var wrapped, marked strings.Builder
	for i := range 12 {
		wrapped.WriteString(line + "\n")
		marked.WriteString(line + "\n")
		if i == 5 {
			marked.WriteString("# yakkan:ignore monitor 理由\n")
		}
	}
	a, b := Read("a.txt", []byte(wrapped.String()), Options{}), Read("b.txt", []byte(marked.String()), Options{})
	if a.Text != b.Text {
		t.Errorf("got\n%s\nwant\n%s", b.Text, a.Text)
	}
}

func FuzzDirectives(f *testing.F) {
	for _, tt := range directiveTests {
		f.Add(tt.name, []byte(tt.in))
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		d := Read(name, data, Options{})
		last := 0
		for _, g := range d.Directives() {
			if g.Next < last || g.Next > len(d.Text) {
				t.Fatalf("next %d after %d in a text of %d bytes", g.Next, last, len(d.Text))
			}
			last = g.Next
			if b := g.Origin.Byte; b[0] < 0 || b[0] > b[1] || b[1] > len(data) {
				t.Fatalf("origin %v in %d bytes", b, len(data))
			}
		}
	})
}
