package report

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestWrapText: lines keep to the width, nothing is lost, and punctuation
// stands where Japanese puts it.
func TestWrapText(t *testing.T) {
	for _, tt := range []struct {
		in    string
		width int
		want  string
	}{
		{"当社はデータを閲覧します", 12, "当社はデータ|を閲覧します"},
		{"当社はデータ。閲覧します", 12, "当社はデータ。|閲覧します"},  // 。 may stand out
		{"データは（当社が）見ます", 10, "データは|（当社が）|見ます"}, // no bracket opens at the end
		{"abc def ghi", 7, "abc def|ghi"},
		{"a\nb", 10, "a|b"},
		{"①②③④⑤⑥", 6, "①②③|④⑤⑥"}, // as wide as the widest terminal draws them
		{"ｱｲｳｴｵ", 4, "ｱｲｳｴ|ｵ"},
		{"", 10, ""},
	} {
		if got := strings.Join(wrapText(tt.in, tt.width), "|"); got != tt.want {
			t.Errorf("wrapText(%q, %d) = %s, want %s", tt.in, tt.width, got, tt.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{"当", "ア", "ｱ", "a", "b c", " ", "、", "。", "（", "「", "」", "…", "①", "𠮷", "word", "1"})).Draw(t, "s"), "")
		width := rapid.IntRange(20, 100).Draw(t, "width")
		lines := wrapText(s, width)
		for _, l := range lines {
			if n := cells.StringWidth(strings.TrimRight(l, "、。）」』，．)]")); n > width {
				t.Fatalf("%d columns in %q, want %d", n, l, width)
			}
		}
		if got, want := strings.ReplaceAll(strings.Join(lines, ""), " ", ""), strings.ReplaceAll(s, " ", ""); got != want {
			t.Fatalf("%q became %q", want, got)
		}
	})
}

func TestShorten(t *testing.T) {
	for _, tt := range []struct {
		in   string
		n    int
		want string
	}{
		{"短い文", 10, "短い文"},
		{"当社は、契約者のデータを閲覧することができます", 24, "当社は、契約者の…できます"},
	} {
		if got := shorten(tt.in, tt.n); got != tt.want {
			t.Errorf("shorten(%q, %d) = %q, want %q", tt.in, tt.n, got, tt.want)
		}
	}
}

func TestClean(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"当社は、\n  データを\r\n> 閲覧します", "当社は、データを閲覧します"},
		{"**当社**は", "当社は"},
	} {
		if got := clean(tt.in); got != tt.want {
			t.Errorf("clean(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}
