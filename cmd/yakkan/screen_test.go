package main

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"
)

func TestHarmless(t *testing.T) {
	for _, tt := range []struct{ in, want, rest string }{
		{"第1条\t当社は\r\n", "第1条\t当社は\r\n", ""},
		{"\x1b[1m判定\x1b[0m", "\x1b[1m判定\x1b[0m", ""},
		{"\x1b[31;1m", "\x1b[31;1m", ""},
		{"\x1b]0;title\x07x", "\ufffd]0;title\ufffdx", ""},
		{"\x1b[2Jx", "\ufffd[2Jx", ""},
		{"a\u009b31mb", "a\ufffd31mb", ""},
		{"a\u202eb\u2066c", "a\ufffdb\ufffdc", ""},
		{"a\rb", "a\ufffdb", ""},
		{"bad\xffname", "bad\ufffdname", ""},
		{"契\xe7", "契", "\xe7"},
		{"x\x1b[3", "x", "\x1b[3"},
		{"x\x1b[1111111111111111111", "x\ufffd[1111111111111111111", ""},
		{"x\r", "x", "\r"},
	} {
		shown, rest := harmless([]byte(tt.in))
		if string(shown) != tt.want || string(rest) != tt.rest {
			t.Errorf("harmless(%q) = %q, %q, want %q, %q", tt.in, shown, rest, tt.want, tt.rest)
		}
	}
}

// What is shown does not depend on how it was cut into writes.
func TestHarmlessInPieces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := []byte(rapid.StringOf(rapid.RuneFrom([]rune("\x1b[1;m\r\n\u202e約a\u009b"))).Draw(t, "text"))
		whole, end := harmless(text)
		var shown, rest []byte
		for len(text) > 0 {
			n := rapid.IntRange(1, len(text)).Draw(t, "n")
			var more []byte
			more, rest = harmless(append(bytes.Clone(rest), text[:n]...))
			shown = append(shown, more...)
			text = text[n:]
		}
		if !bytes.Equal(shown, whole) || !bytes.Equal(rest, end) {
			t.Fatalf("in pieces %q, %q; whole %q, %q", shown, rest, whole, end)
		}
	})
}
