package document

import "testing"

// Texts that were copied out of a Markdown file are often saved as plain text.
func TestCopiedMarkdown(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       Format
	}{
		{"a.txt", "# 規約\n\n## 1. 適用\n本文です。\n\n## 2. 変更\n本文です。\n", Markdown},
		{"a.txt", "規約\n\n## 1. 適用\n本文です。\n", Plain},
		{"a.txt", "規約\n1. 適用\n#1 の件\n#2 の件\n", Plain},
		{"a.txt", "規約\n第1条（適用）\n本文です。\n", Plain},
	} {
		if got := detectFormat(tt.name, []byte(tt.text)); got != tt.want {
			t.Errorf("%q: %v, want %v", tt.text, got, tt.want)
		}
	}
}
