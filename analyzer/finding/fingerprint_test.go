package finding

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func fingerprint(class, text string) string { return new(writer).fingerprint(class, text) }

// What is taken for usual is what folding leaves alone, and every character is
// folded as NFKC does it, white space apart.
func TestFoldIsNFKC(t *testing.T) {
	var w writer
	for r := rune(0); r <= 0x2FFFF; r++ {
		text := "当" + string(r) + "社"
		want := strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) || unicode.In(r, unicode.Cf, unicode.Mn) {
				return -1
			}
			return r
		}, norm.NFKC.String(text))
		if w.fold(text); string(w.folded) != want {
			t.Fatalf("%U: %q, want %q", r, string(w.folded), want)
		}
		if usual(r) && want != text {
			t.Fatalf("%U is not usual: it becomes %q", r, want)
		}
	}
}

func TestWording(t *testing.T) {
	for _, tt := range []struct {
		name, a, b string
		same       bool
	}{
		{"renumbered article", "第５条の定めにより調査します。", "第6条の定めにより調査します。", true},
		{"branch number", "第三条の二第一項により調査します。", "第4条第1項により調査します。", true},
		{"paragraph that moved", "前項により調査します。", "前二項により調査します。", true},
		{"named instead of relative", "前条により調査します。", "第7条により調査します。", true},
		{"wrapped and widened", "当社は、ＡＰＩの記録を\n　調査します。", "当社は、APIの記録を調査します。", true},
		{"half-width kana", "ﾃﾞｰﾀを調査します。", "データを調査します。", true},
		{"a term of days", "30日以内に通知します。", "3日以内に通知します。", false},
		{"a condition is no article", "本条件により調査します。", "件により調査します。", false},
		{"days of an article", "第5条の30日", "第6条の三日", false},
		{"another party", "当社は調査します。", "甲は調査します。", false},
		{"a negation", "調査します。", "調査しません。", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := fingerprint("c", tt.a) == fingerprint("c", tt.b); got != tt.same {
				t.Errorf("%q and %q: same = %v, want %v (%q, %q)", tt.a, tt.b, got, tt.same, Wording(tt.a), Wording(tt.b))
			}
		})
	}
}

// Renumbering every article and rewrapping leaves the wording as it is.
func TestWordingSurvivesRenumbering(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"当社は、", "契約者の", "データを", "監視", "30日", "＃", "できる。"}), 1, 8).Draw(t, "words")
		ref := rapid.SampledFrom([]string{"第%条", "第%条第%項", "第%項", "第%条の%", "前%項"})
		num := rapid.SampledFrom([]string{"1", "２", "十", "三十二", "4"})
		gap := rapid.SampledFrom([]string{"", " ", "\n", "　"})
		write := func() string {
			var b strings.Builder
			for i, w := range words {
				b.WriteString(w + gap.Draw(t, "gap"))
				if i%2 == 0 {
					r := ref.Draw(t, "ref")
					for strings.Contains(r, "%") {
						r = strings.Replace(r, "%", num.Draw(t, "num"), 1)
					}
					b.WriteString(r + "の")
				}
			}
			return b.String()
		}
		a, b := write(), write()
		if Wording(a) != Wording(b) {
			t.Fatalf("%q -> %q\n%q -> %q", a, Wording(a), b, Wording(b))
		}
	})
}
