package document

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"github.com/yakkan/yakkan/analyzer/source"
)

const sample = "第１条（目的）\r\n当社は、ｻｰﾋﾞｽの㈱利⽤について𠮷田の「データ」を閲覧することができます。\n１．利用者は、ABCを保存します。\n"

// FuzzDecode: whatever the bytes, the decoded text is UTF-8, its characters are
// counted, and its offsets lead to places in the file that never go back.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("\ufeff" + sample))
	for _, e := range []interface {
		Bytes([]byte) ([]byte, error)
	}{japanese.ShiftJIS.NewEncoder(), japanese.EUCJP.NewEncoder(), japanese.ISO2022JP.NewEncoder(), unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder(), unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder()} {
		if b, err := e.Bytes([]byte(strings.NewReplacer("𠮷", "吉", "⽤", "用", "㈱", "").Replace(sample))); err == nil {
			f.Add(b)
		}
	}
	f.Add([]byte("\xff\xfe\x00\xd8\x42"))
	f.Add([]byte("\x1b$B\x33\x1b(B\x1b"))
	f.Add([]byte("\x8f\xa1\x8e\xb1\x81"))
	f.Fuzz(func(t *testing.T, data []byte) {
		d := decode(data, "")
		if !utf8.ValidString(d.text) {
			t.Fatalf("%s: not UTF-8: %q", d.encoding, d.text)
		}
		last := 0
		for i := range d.text {
			at := d.file(i)
			if at < last || at > len(data) {
				t.Fatalf("%s: character at %d comes from %d of %d, after %d", d.encoding, i, at, len(data), last)
			}
			last = at
		}
		if end := d.file(len(d.text)); end < last || end > len(data) {
			t.Fatalf("%s: the end comes from %d of %d", d.encoding, end, len(data))
		}
	})
}

// whole checks what holds of every document.
func whole(t *testing.T, d *Document) {
	t.Helper()
	if !utf8.ValidString(d.Text) {
		t.Fatalf("not UTF-8: %q", d.Text)
	}
	if d.Status != Complete && len(d.Problems) == 0 {
		t.Fatalf("status %s without a problem", d.Status)
	}
	at := 0
	decoded := []rune(d.Decoded())
	for i, b := range d.Blocks {
		if b.Span.Empty() || b.Span.Start < at || b.Span.End > len(d.Text) {
			t.Fatalf("block %d lies at %v, the one before ends at %d, the text at %d", i, b.Span, at, len(d.Text))
		}
		if gap := d.Text[at:b.Span.Start]; i > 0 && gap != "\n" {
			t.Fatalf("%q between blocks", gap)
		}
		if strings.Contains(b.Span.Of(d.Text), "\n") {
			t.Fatalf("a line break in block %q", b.Span.Of(d.Text))
		}
		at = b.Span.End
		o := d.Origin(b.Span)
		if o.Byte[0] < 0 || o.Byte[0] > o.Byte[1] || o.Byte[1] > len(d.Original) || o.Rune[1] > len(decoded) || o.Line < 1 || o.Column < 1 {
			t.Fatalf("block %d comes from %+v of %d bytes, %d characters", i, o, len(d.Original), len(decoded))
		}
		if q := d.Quote(b.Span); d.Format != HTML && q != string(decoded[o.Rune[0]:o.Rune[1]]) {
			t.Fatalf("quote %q, characters %q", q, string(decoded[o.Rune[0]:o.Rune[1]]))
		}
		// The first character alone leads back as well.
		_, n := utf8.DecodeRuneInString(b.Span.Of(d.Text))
		if q := d.Quote(source.Span{Start: b.Span.Start, End: b.Span.Start + n}); q == "" {
			t.Fatalf("block %d begins with nothing", i)
		}
	}
}

// FuzzPlain: blocks in order, positions inside, quotes exact.
func FuzzPlain(f *testing.F) {
	f.Add(sample)
	f.Add(strings.Repeat("当社は、契約者が保存したデータを必要に応じて閲覧することがで\nきます。\n", 4))
	f.Add("ｶﾞｷﾞﾊﾟ\u3099゛\u200b\u00ad⽤\ufe0f　　\n\u2028x")
	f.Fuzz(func(t *testing.T, src string) { whole(t, Read("a.txt", []byte(src), Options{Format: Plain})) })
}

// FuzzHTML: the same for pages.
func FuzzHTML(f *testing.F) {
	f.Add("<!doctype html><html><body><nav>当社</nav><main><h1>規約</h1><p>第1条 当社は<b>データ</b>を&amp;閲覧し&#12290;<br>ます<ol type=a start=3><li>利用者<li value=9>会員</ol><table><tr><td>当社<td>甲は</table></main>")
	f.Add("<p>当社<script>if (a<b) {}</script>は<!-- x -->利用者<textarea>本規約</textarea>に<ruby>約款<rt>やっかん</rt></ruby>を</p></div></p><dialog hidden><p>第2条 会員は</p></dialog>")
	f.Add("<div><div><div><p>当社は</p></div></div>&nbsp;&notanentity;&#xD800;&#0;<td>甲</td><p")
	f.Fuzz(func(t *testing.T, src string) { whole(t, Read("a.html", []byte(src), Options{Format: HTML})) })
}

// FuzzMarkdown: the same for Markdown.
func FuzzMarkdown(f *testing.F) {
	f.Add("---\ntitle: x\n---\n# 規約\n\n第1条（目的）\n当社は、**データ**を`閲覧`します\\。  \n次の行\n\n1. 甲\n2. 乙\n   - 丙\n\n> 引用\n\n| a | b |\n|---|---|\n| 当社 | 利用者 |\n\n<div><p>会員は</p></div>\n")
	f.Add("- - - - 当社\n\t当社\n\n```\n本規約\n```\n[a](b \"c\") ![x](y) <b>利用者</b> &amp; ~~x~~\n")
	f.Fuzz(func(t *testing.T, src string) { whole(t, Read("a.md", []byte(src), Options{Format: Markdown})) })
}

// FuzzFormats reads what is packed or marked up in formats of their own: it must not
// panic, must give a reason for what is not read, and spans must stay inside.
func FuzzFormats(f *testing.F) {
	for _, tt := range formatTests {
		f.Add(tt.data(f))
	}
	f.Add(wordFile(f, wordParagraphs("第1条（目的）", "当社は")))
	f.Fuzz(func(t *testing.T, data []byte) {
		if isPDF(data) {
			return // the guest is not ours to fuzz
		}
		d := Read("a", data, Options{})
		if d.Status != Complete && len(d.Problems) == 0 {
			t.Fatal("no reason is given")
		}
		at := 0
		for _, b := range d.Blocks {
			if b.Span.Start < at || b.Span.End < b.Span.Start || b.Span.End > len(d.Text) {
				t.Fatalf("block %+v leaves the text of %d bytes", b.Span, len(d.Text))
			}
			at = b.Span.End
			o := d.Origin(b.Span)
			if o.Byte[0] > o.Byte[1] || o.Line < 1 {
				t.Fatalf("origin %+v", o)
			}
			_ = d.Quote(b.Span)
			_ = d.Place(b.Span)
		}
	})
}
