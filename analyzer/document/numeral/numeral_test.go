package numeral

import "testing"

var tests = []struct {
	n            int
	format, want string
}{
	{1, "decimal", "1"}, {7, "decimalZero", "07"}, {12, "decimalFullWidth", "１２"}, {3, "decimalEnclosedCircle", "③"}, {21, "decimalEnclosedCircle", "21"}, {4, "decimalEnclosedParen", "(4)"}, {2, "decimalEnclosedFullstop", "2."},
	{1, "japaneseCounting", "一"}, {10, "japaneseCounting", "十"}, {11, "japaneseCounting", "十一"}, {20, "japaneseCounting", "二十"}, {101, "japaneseCounting", "百一"}, {110, "japaneseCounting", "百十"}, {1234, "japaneseCounting", "千二百三十四"},
	{11, "japaneseLegal", "壱拾壱"}, {10, "ideographDigital", "一〇"}, {3, "ideographTraditional", "丙"}, {2, "ideographZodiac", "丑"}, {3, "ideographEnclosedCircle", "㊂"},
	{1, "aiueo", "ア"}, {46, "aiueoFullWidth", "ン"}, {47, "aiueoFullWidth", "ア"}, {3, "iroha", "ハ"}, {47, "irohaFullWidth", "ス"},
	{4, "upperRoman", "IV"}, {1999, "upperRoman", "MCMXCIX"}, {9, "lowerRoman", "ix"}, {27, "upperLetter", "AA"}, {2, "lowerLetter", "b"}, {28, "lowerLetter", "bb"}, {2, "ordinal", "2nd"}, {11, "ordinal", "11th"}, {5, "someday", "5"}, {5, "none", ""}, {2, "numberInDash", "- 2 -"},
}

func TestWrite(t *testing.T) {
	for _, tt := range tests {
		if got := Write(tt.n, tt.format); got != tt.want {
			t.Errorf("Write(%d, %s) = %q, want %q", tt.n, tt.format, got, tt.want)
		}
	}
}
