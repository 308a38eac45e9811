package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// cells measures text in columns of a terminal that shows Japanese: what may be
// one column or two there takes two, so that no line is ever too long. Libraries for this fill a table of all
// characters first, two megabytes of it, which takes longer than a report.
var cells cellWidth

type cellWidth struct{}

// RuneWidth returns the columns that a character takes.
func (cellWidth) RuneWidth(r rune) int {
	switch {
	case r < 0x20 || r == 0x7F:
		return 0
	case r < 0x7F:
		return 1
	case r >= '、' && r <= '】', r >= 'ぁ' && r <= 'ゖ', r >= 'ァ' && r <= 'ヿ', r >= 0x4E00 && r <= 0x9FFF, r >= '！' && r <= '～':
		return 2 // nearly all of a text
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Cc):
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	case width.EastAsianAmbiguous:
		if r < 0x180 && unicode.IsLetter(r) {
			return 1
		}
		return 2
	}
	// Many terminals draw these as pictures.
	if r >= 0x2000 && unicode.In(r, unicode.So, unicode.Sk, unicode.Sm) || r == '‼' || r == '⁉' || r == 'ℹ' {
		return 2
	}
	return 1
}

// StringWidth returns the columns that a text takes.
func (c cellWidth) StringWidth(s string) int {
	n := 0
	for _, r := range s {
		n += c.RuneWidth(r)
	}
	return n
}

// FillRight appends spaces up to n columns.
func (c cellWidth) FillRight(s string, n int) string {
	return s + strings.Repeat(" ", max(0, n-c.StringWidth(s)))
}

// Truncate returns what of a text has room in n columns.
func (c cellWidth) Truncate(s string, n int) string {
	i, _ := c.room(s, n)
	return s[:i]
}

// kana reports whether a text of three bytes or more begins with a character of ぁ to ゖ
// or ァ to ヿ.
func kana(s string) bool {
	if s[0] != 0xE3 {
		return false
	}
	switch s[1] {
	case 0x81:
		return s[2] > 0x80
	case 0x82:
		return s[2] < 0x97 || s[2] > 0xA0
	}
	return s[1] == 0x83
}

// room returns how many bytes of a text have room in n columns, and how many they take.
func (c cellWidth) room(s string, n int) (bytes, columns int) {
	for i := 0; i < len(s); {
		size, w := 3, 2
		if i+2 >= len(s) || !(s[i] >= 0xE5 && s[i] <= 0xE9) && !kana(s[i:]) { // U+5000 to U+9FFF
			r, k := utf8.DecodeRuneInString(s[i:])
			size, w = k, c.RuneWidth(r)
		}
		if columns+w > n {
			return i, columns
		}
		i, columns = i+size, columns+w
	}
	return len(s), columns
}
