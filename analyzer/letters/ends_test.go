package letters

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// TestEnds compares with the standard library, on texts that are no UTF-8 too.
func TestEnds(t *testing.T) {
	part := rapid.SampledFrom([]string{"約", "款", "ま", "a", " ", "É", "𠮷", "\xe7", "\x84", "\xf0\xa0", "\xe0\x80\x80", "\xed\xa0\x80", "\ufffd"})
	rapid.Check(t, func(t *rapid.T) {
		text := ""
		for _, s := range rapid.SliceOfN(part, 0, 4).Draw(t, "text") {
			text += s
		}
		r, n := First(text)
		if want, size := utf8.DecodeRuneInString(text); r != want || n != size {
			t.Fatalf("%q begins with %q of %d bytes, want %q of %d", text, r, n, want, size)
		}
		r, n = Last(text)
		if want, size := utf8.DecodeLastRuneInString(text); r != want || n != size {
			t.Fatalf("%q ends with %q of %d bytes, want %q of %d", text, r, n, want, size)
		}
	})
}
