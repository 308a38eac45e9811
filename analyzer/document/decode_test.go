package document

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"
)

func encode(t testing.TB, e encoding.Encoding, s string) []byte {
	t.Helper()
	b, err := e.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestDecode: the character set is found by content, the text comes back whole.
func TestDecode(t *testing.T) {
	const (
		terms = "第1条（目的）\n当社は、契約者が保存したデータを閲覧することができます。\n"
		short = "当社は、閲覧します。"
		kana  = "ﾃﾞｰﾀは当社が保管いたします。契約者はこれに同意します。\n"
		mixed = "SaaS利用規約 v1.2\nこの規約（以下「本規約」）は…①②を含みます。\n"
	)
	utf16le, utf16be := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	for _, tt := range []struct {
		name string
		data []byte
		want string // encoding
		text string
	}{
		{"utf-8", []byte(terms), "utf-8", terms},
		{"utf-8 with mark", []byte("\ufeff" + terms), "utf-8", terms},
		{"utf-8 beyond the plane", []byte("𠮷野家の規約です。当社は"), "utf-8", "𠮷野家の規約です。当社は"},
		{"ascii", []byte("Terms of service"), "utf-8", "Terms of service"},
		{"shift_jis", encode(t, japanese.ShiftJIS, terms), "shift_jis", terms},
		{"shift_jis short", encode(t, japanese.ShiftJIS, short), "shift_jis", short},
		{"shift_jis half-width kana", encode(t, japanese.ShiftJIS, kana), "shift_jis", kana},
		{"shift_jis with 0x5c", encode(t, japanese.ShiftJIS, "表示する能力の申込みを予定する。ソフト"), "shift_jis", "表示する能力の申込みを予定する。ソフト"},
		{"cp932", encode(t, japanese.ShiftJIS, mixed), "shift_jis", mixed},
		{"euc-jp", encode(t, japanese.EUCJP, terms), "euc-jp", terms},
		{"euc-jp short", encode(t, japanese.EUCJP, short), "euc-jp", short},
		{"euc-jp half-width kana", encode(t, japanese.EUCJP, kana), "euc-jp", kana},
		{"iso-2022-jp", encode(t, japanese.ISO2022JP, terms), "iso-2022-jp", terms},
		{"utf-16le with mark", append([]byte("\xff\xfe"), encode(t, utf16le, terms)...), "utf-16le", terms},
		{"utf-16be with mark", append([]byte("\xfe\xff"), encode(t, utf16be, terms)...), "utf-16be", terms},
		{"utf-16le", encode(t, utf16le, terms), "utf-16le", terms},
		{"utf-16be", encode(t, utf16be, terms), "utf-16be", terms},
	} {
		d := decode(tt.data, "")
		if d.encoding != tt.want || d.text != tt.text || d.invalid != 0 {
			t.Errorf("%s: %s, %d invalid: %q", tt.name, d.encoding, d.invalid, d.text)
		}
	}
}

// TestDecodeInvalid: bytes that say nothing are counted and become U+FFFD, the
// rest is kept.
func TestDecodeInvalid(t *testing.T) {
	for _, tt := range []struct {
		name    string
		data    []byte
		invalid int
		text    string
	}{
		{"utf-8", []byte("当社は\xff閲覧\xe3\x81します"), 3, "当社は\ufffd閲覧\ufffd\ufffdします"},
		{"utf-8 cut", []byte("当社は閲覧しま\xe3\x81"), 2, "当社は閲覧しま\ufffd\ufffd"},
		{"utf-16 half", []byte("\xff\xfe\x53\x5f\x3e\x79\x6f"), 1, "当社\ufffd"},
		{"utf-16 lone surrogate", []byte("\xff\xfe\x53\x5f\x42\xd8\x3e\x79"), 1, "当\ufffd社"},
		{"shift_jis", append(append(encode(t, japanese.ShiftJIS, "当社は、契約者のデータを"), 0x81, 0x20), encode(t, japanese.ShiftJIS, "閲覧することができます。")...), 1, "当社は、契約者のデータを\ufffd 閲覧することができます。"},
	} {
		d := decode(tt.data, "")
		if d.invalid != tt.invalid || d.text != tt.text {
			t.Errorf("%s: %d invalid in %q, want %d in %q", tt.name, d.invalid, d.text, tt.invalid, tt.text)
		}
	}
}

// TestDecodePlaces: every character leads to the bytes that wrote it.
func TestDecodePlaces(t *testing.T) {
	for name, e := range map[string]encoding.Encoding{"shift_jis": japanese.ShiftJIS, "euc-jp": japanese.EUCJP, "utf-16le": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)} {
		rapid.Check(t, func(t *rapid.T) {
			// Prose keeps the character set certain; the characters of interest are mixed in.
			s := "当社は、契約者のデータを閲覧します。" + strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"あ", "ア", "ｱ", "a", " ", "\n", "。", "漢", "、", "1", "（"}), 0, 40).Draw(t, "s"), "")
			data, err := e.NewEncoder().Bytes([]byte(s))
			if err != nil {
				t.Fatal(err)
			}
			d := decode(data, "")
			if d.encoding != name || d.text != s {
				t.Fatalf("%s read as %s: %q, want %q", name, d.encoding, d.text, s)
			}
			for i, r := range s {
				from, to := d.file(i), d.file(i+utf8.RuneLen(r))
				if name == "utf-16le" {
					if got := rune(data[from]) | rune(data[from+1])<<8; got != r || to != from+2 {
						t.Fatalf("%q at %d comes from %d:%d, which is %q", r, i, from, to, got)
					}
					continue
				}
				got, err := e.NewDecoder().Bytes(data[from:to])
				if err != nil || string(got) != string(r) {
					t.Fatalf("%s: %q at %d comes from %d:%d, which is %q", name, r, i, from, to, got)
				}
			}
		})
	}
}
