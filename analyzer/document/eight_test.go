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

// TestIsJapanese: a part of a text says no more than the whole does.
func TestIsJapanese(t *testing.T) {
	part := rapid.SampledFrom([]string{strings.Repeat("規約", 100), strings.Repeat("terms of service ", 60), "当", "a", "。\n", strings.Repeat("𠮷", 200)})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(part, 0, 20).Draw(t, "text"), "")
		enough := rapid.IntRange(1, 500).Draw(t, "enough")
		all, letters := census(text)
		if got, want := isJapanese(text, enough), all >= enough && all*20 >= letters; got && !want || want && !got && all >= enough && all*20 >= len(text) {
			t.Fatalf("%d of %d characters: %v", all, letters, got)
		}
	})
}
