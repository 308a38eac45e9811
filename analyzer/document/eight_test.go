package document

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// TestEight counts texts of all kinds of characters at all places, against
// counting them one by one.
func TestEight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"当", "é", "a", "𠮷", "\n", "\r\n", "\r", "　"}), 0, 40).Draw(t, "text"), "")
		if got, want := characters(text), utf8.RuneCountInString(text); got != want {
			t.Fatalf("%q: %d characters, want %d", text, got, want)
		}
		from := rapid.IntRange(0, len(text)).Draw(t, "from")
		got, want := checkpoint{line: 1}, checkpoint{line: 1}
		got.move(text, from)
		got.move(text, len(text))
		want.step(text, 0, len(text))
		want.at = len(text)
		if got != want {
			t.Fatalf("%q by %d: %v, want %v", text, from, got, want)
		}
	})
}
