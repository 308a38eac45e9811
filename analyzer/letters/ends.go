package letters

import "unicode/utf8"

// First is utf8.DecodeRuneInString, which does most for what is rare in Japanese: letters
// of one byte first, and those of three bytes by a table.
func First(text string) (r rune, size int) {
	if r := Three(text, 0); r != 0 {
		return r, 3
	}
	return utf8.DecodeRuneInString(text)
}

// Last is utf8.DecodeLastRuneInString, which looks for where the last letter begins: in
// Japanese three bytes before its end.
func Last(text string) (r rune, size int) {
	if n := len(text); n >= 3 {
		if r := Three(text, n-3); r != 0 {
			return r, 3
		}
	}
	return utf8.DecodeLastRuneInString(text)
}
