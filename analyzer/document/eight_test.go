package document

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// slowly is what an index finds at a place, byte by byte.
func slowly(text string, at int) checkpoint {
	c := checkpoint{at: at, line: 1}
	for i := range at {
		b := text[i]
		if b&0xC0 != 0x80 {
			c.runes++
			c.utf16++
		}
		if b >= 0xF0 {
			c.utf16++
		}
		if b == '\n' || b == '\r' && (i+1 == len(text) || text[i+1] != '\n') {
			c.line++
			c.lineUTF16 = c.utf16
		}
	}
	return c
}

// TestValid compares with the standard library, for texts of any bytes that nearly are
// of characters of three.
func TestValid(t *testing.T) {
	part := rapid.SampledFrom([]string{"当", "の", "、", "a", "\n", "é", "𠮷", "\uffee", "\ue000", "\u0800", "\u0fff", "\ud7ff", "\xe0\x80\x80", "\xed\xa0\x80", "\xe3\x81", "\x80", "\xf5", "\xe3\xc0\x80", "\xc0\x80", "\xf8\x88\x80"})
	rapid.Check(t, func(t *rapid.T) {
		text := ""
		for range rapid.IntRange(0, 6).Draw(t, "parts") {
			text += strings.Repeat("規約", rapid.IntRange(0, 9).Draw(t, "plain")) + part.Draw(t, "part")
		}
		if got, want := valid([]byte(text)), utf8.ValidString(text); got != want {
			t.Fatalf("%q: %v, want %v", text, got, want)
		}
	})
	for lead := 0xE0; lead <= 0xEF; lead++ {
		for second := range 256 {
			text := []byte(strings.Repeat("規", 8))
			for i := 0; i < len(text); i += 3 {
				was := [2]byte{text[i], text[i+1]}
				text[i], text[i+1] = byte(lead), byte(second)
				if got, want := valid(text), utf8.Valid(text); got != want {
					t.Fatalf("% x: %v, want %v", text, got, want)
				}
				text[i], text[i+1] = was[0], was[1]
			}
		}
	}
}

// TestEight counts texts of all kinds of characters at all places, against
// counting them one by one.
func TestEight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"当", "é", "a", "𠮷", "\n", "\r\n", "\r", "　", strings.Repeat("規約", 60)}), 0, 40).Draw(t, "text"), "")
		if got, want := characters(text), utf8.RuneCountInString(text); got != want {
			t.Fatalf("%q: %d characters, want %d", text, got, want)
		}
		x := &lineIndex{}
		for n := 0; n <= len(text); n++ {
			if got, want := x.find(text, n), slowly(text, n); got != want {
				t.Fatalf("%q at %d: %v, want %v", text, n, got, want)
			}
		}
	})
}

// TestIsJapanese: a part of a text says no more than the whole does.
func TestIsJapanese(t *testing.T) {
	part := rapid.SampledFrom([]string{strings.Repeat("規約", 100), strings.Repeat("terms of service ", 60), "当", "a", "は、ご利用", "。\n", strings.Repeat("𠮷", 200)})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(part, 0, 20).Draw(t, "text"), "")
		enough := rapid.IntRange(1, 500).Draw(t, "enough")
		n := countLetters(text)
		all := n.japanese()
		want := all >= enough && all*20 >= n.all && !n.foreign()
		if got := isJapanese(text, enough); got && !want || want && !got && all*20 >= len(text) {
			t.Fatalf("%+v: %v", n, got)
		}
	})
}

// TestMeasure: what is even is what unfolded passes over, and the counts are those of
// the characters one by one; trimming leaves out what blanks there are.
func TestMeasure(t *testing.T) {
	part := rapid.SampledFrom(append([]string{"規約", "（", "\x7f", "\x01", "\ufeff", "\v", "é", "ａ"}, alphabet...))
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(part, 0, 30).Draw(t, "text"), "")
		runes, columns, even := measure(text)
		want := 0
		for _, r := range text {
			want++
			if r >= 0x1100 && !(r >= 0xFF61 && r <= 0xFF9F) {
				want++
			}
		}
		if runes != utf8.RuneCountInString(text) || columns != want {
			t.Fatalf("%q: %d characters, %d columns, want %d", text, runes, columns, want)
		}
		if unfolded(text[even:]) != len(text)-even {
			t.Fatalf("%q is not even from %d on", text, even)
		}
		from, to := trimmed(text, 0, len(text))
		if got, want := text[from:to], strings.TrimRight(strings.TrimLeft(text, " \t\v\f\u3000\ufeff"), " \t\v\f\u3000"); got != want {
			t.Fatalf("%q trimmed is %q, want %q", text, got, want)
		}
	})
}
