package document

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/yakkan/yakkan/analyzer/source"
)

func TestFold(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"第１２条", "第12条"},
		{"ＡＢＣａｂｃ＆％", "ABCabc&%"},
		{"（ア）、。「」！？：；", "（ア）、。「」！？：；"}, // punctuation of prose stays
		{"当社は，閲覧しない．ただし，（試験）．", "当社は、閲覧しない。ただし、（試験）。"},
		{"当社は, 閲覧しない. 閲覧の場合. ", "当社は、 閲覧しない。 閲覧の場合。"},
		{"約款.pdf は1,000円、版は1．2．3", "約款.pdf は1,000円、版は1.2.3"},
		{"ア．氏名", "ア.氏名"}, // the letter of a list
		{"第１条．目的", "第1条.目的"},
		{"a,b.c", "a,b.c"},
		{"ｶﾞｷﾞﾊﾟｱｲｳ", "ガギパアイウ"},
		{"ｶﾟ", "カ゚"}, // no such character: letter and mark
		{"利⽤者の⾒る⽂書", "利用者の見る文書"},
		{"\uf9dc\ufa19", "隆神"},
		{"a　b", "a b"},
		{"当社　は", "当社 は"},
		{"  当社は  ", "当社は"},
		{"当\u200b社\u00adは\ufeff", "当社は"},
		{"辻\U000e0100", "辻"},
		{"①㈱㍿", "①㈱㍿"}, // signs that number or abbreviate stay
		{"𠮷田", "𠮷田"},
	} {
		b := &builder{src: tt.in}
		b.begin(Paragraph, 0, "")
		b.write(0, len(tt.in))
		b.end()
		if got := b.out.String(); got != tt.want {
			t.Errorf("fold(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

// alphabet has a character of every way of folding.
var alphabet = []string{"当", "あ", "ア", "１", "Ａ", "ｶ", "ﾞ", "ﾊ", "ﾟ", "⽤", "\uf9dc", "　", " ", "\t", "\u200b", "a", "1", "、", "。", "（", "）", "𠮷", "①", "\u3099"}

// TestFoldMap: every part of the folded text leads to a part of the source, in
// order and without overlap; folding what is folded changes nothing.
func TestFoldMap(t *testing.T) {
	fold := func(s string) *builder {
		b := &builder{src: s}
		b.begin(Paragraph, 0, "")
		b.write(0, len(s))
		b.end()
		return b
	}
	rapid.Check(t, func(t *rapid.T) {
		src := strings.Join(rapid.SliceOfN(rapid.SampledFrom(alphabet), 0, 30).Draw(t, "src"), "")
		b := fold(src)
		text := b.out.String()
		if !utf8.ValidString(text) {
			t.Fatalf("%q became %q", src, text)
		}
		if again := fold(text).out.String(); again != text {
			t.Fatalf("%q became %q, and then %q", src, text, again)
		}
		end := 0
		for i, r := range text {
			from, to := decodedRange(b.pieces, i, i+utf8.RuneLen(r))
			if from < end || to <= from || to > len(src) {
				t.Fatalf("%q: %q at %d comes from %d:%d after %d", src, r, i, from, to, end)
			}
			if !utf8.ValidString(src[from:to]) {
				t.Fatalf("%q: %q comes from the middle of a character", src, r)
			}
			if one := fold(src[from:to]).out.String(); one != string(r) && r != ' ' {
				t.Fatalf("%q: %q comes from %q, which folds to %q", src, r, src[from:to], one)
			}
			end = to
		}
	})
}

// TestOrigin: lines, columns, UTF-16 units and code points of a place.
func TestOrigin(t *testing.T) {
	src := "\ufeff第１条\r\n𠮷田は、ﾃﾞｰﾀを\r見ます。\n"
	d := Read("a.txt", []byte(src), Options{Format: Plain})
	for _, tt := range []struct {
		word, quote       string
		line, column      int
		byte, utf16, rune [2]int
	}{
		{"1", "１", 1, 2, [2]int{6, 9}, [2]int{1, 2}, [2]int{1, 2}},
		{"田", "田", 2, 3, [2]int{18, 21}, [2]int{7, 8}, [2]int{6, 7}},
		{"データ", "ﾃﾞｰﾀ", 2, 6, [2]int{27, 39}, [2]int{10, 14}, [2]int{9, 13}},
		{"見", "見", 3, 1, [2]int{43, 46}, [2]int{16, 17}, [2]int{15, 16}},
	} {
		at := strings.Index(d.Text, tt.word)
		s := source.Span{Start: at, End: at + len(tt.word)}
		o := d.Origin(s)
		if o.Line != tt.line || o.Column != tt.column || o.Byte != tt.byte || o.UTF16 != tt.utf16 || o.Rune != tt.rune || d.Quote(s) != tt.quote {
			t.Errorf("%q comes from %+v %q, want %+v", tt.word, o, d.Quote(s), tt)
		}
	}
}
