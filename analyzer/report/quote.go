package report

import (
	"encoding/binary"
	"unicode/utf8"
)

// quoteStep is how much of a string is copied before it is looked through: what
// stands behind a place that has to be mended is copied once more.
const quoteStep = 1 << 10

// appendQuoted writes a string as encoding/json does. It is copied as it is and then
// looked through, since most strings stay so; html escapes the signs of HTML.
func appendQuoted(b []byte, s string, html bool) []byte {
	b = append(b, '"')
	for {
		from, n := len(b), len(s)
		if n > quoteStep {
			n = quoteStep
			for n > quoteStep-utf8.UTFMax && !utf8.RuneStart(s[n]) { // else nothing but continuations: no text
				n--
			}
		}
		b = append(b, s[:n]...)
		kept := verbatim(b[from:], html)
		if kept < n {
			r, size := utf8.DecodeRuneInString(s[kept:])
			b = appendEscaped(b[:from+kept], r)
			n = kept + size
		}
		if s = s[n:]; s == "" {
			return append(b, '"')
		}
	}
}

// verbatim returns how many bytes of b a string of JSON has as they are: printable
// ASCII but quotes and backslashes, with html but <, > and & as well, and all
// characters beyond but U+2028 and U+2029.
func verbatim(b []byte, html bool) int {
	set := &bare
	if html {
		set = &bareHTML
	}
	for i := 0; i < len(b); {
		switch c := b[i]; {
		case c < utf8.RuneSelf:
			if len(b)-i >= 8 {
				if n := shortRun(b[i:], html); n > 0 {
					i += n
					continue
				}
			}
			if !set[c] {
				return i
			}
			i++
		case len(b)-i >= 3 && certain[c] && b[i+1]&0xC0 == 0x80 && b[i+2]&0xC0 == 0x80:
			i += 3
			if len(b)-i >= 24 {
				i += longRun(b[i:])
			}
		default:
			r, size := utf8.DecodeRune(b[i:])
			if r == utf8.RuneError && size == 1 || r == '\u2028' || r == '\u2029' {
				return i
			}
			i += size
		}
	}
	return len(b)
}

// certain has the first bytes of three whose characters are valid and stand as they
// are whatever continues them: all but some below U+3000 and surrogates. bare has what
// stands as it is of ASCII.
var certain, bare, bareHTML = func() (long, plain, html [256]bool) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		plain[c] = c != '"' && c != '\\'
		html[c] = plain[c] && c != '<' && c != '>' && c != '&'
	}
	for c := 0xE3; c <= 0xEF; c++ {
		long[c] = c != 0xED
	}
	return long, plain, html
}()

// What follows looks at eight bytes at once. These have the same in each of them:
const (
	each01 = 0x0101010101010101
	each10 = 0x10 * each01
	each80 = 0x80 * each01
)

// shortRun returns how many bytes b begins with, by eights, that are ASCII that stands as
// it is. Where a byte is less than what is taken from it, its highest bit tells.
func shortRun(b []byte, html bool) int {
	// One bit is all between " and &, and between < and >.
	quote := uint64(0)
	if html {
		quote = 4 * each01
	}
	for rest := b; ; rest = rest[8:] {
		if len(rest) < 8 {
			if len(rest) == 0 || len(rest) == len(b) {
				return len(b) - len(rest)
			}
			rest = b[len(b)-8:] // what was looked at already is looked at again
		}
		w := binary.LittleEndian.Uint64(rest)
		odd := w | (w - ' '*each01) | ((w ^ '\\'*each01) - each01) | ((w&^quote ^ '"'*each01) - each01)
		if html {
			odd |= (w&^(2*each01) ^ '<'*each01) - each01
		}
		if odd&each80 != 0 {
			return (len(b) - len(rest)) / 8 * 8
		}
	}
}

// longRun returns how many bytes b begins with, by 24, that are eight characters of three
// bytes each whose first are among certain. Characters lie across words: first bytes
// are 0, 3 and 6 of the first word, 1, 4 and 7 of the second, 2 and 5 of the third.
func longRun(b []byte) int {
	const (
		first0, first1, first2 = 0x00FF0000FF0000FF, 0xFF0000FF0000FF00, 0x0000FF0000FF0000
		// A first byte is 1110xxxx, the others are 10xxxxxx.
		mask0, mask1, mask2 = 0xC0*each01 | 0x30*each01&first0, 0xC0*each01 | 0x30*each01&first1, 0xC0*each01 | 0x30*each01&first2
		form0, form1, form2 = each80 | 0x60*each01&first0, each80 | 0x60*each01&first1, each80 | 0x60*each01&first2
	)
	for rest := b; ; rest = rest[24:] {
		if len(rest) < 24 {
			if len(rest)%3 != 0 || len(rest) == 0 || len(rest) == len(b) {
				return len(b) - len(rest)
			}
			rest = b[len(b)-24:] // what was looked at already is looked at again
		}
		x, y, z := binary.LittleEndian.Uint64(rest), binary.LittleEndian.Uint64(rest[8:16]), binary.LittleEndian.Uint64(rest[16:24])
		if (x&mask0^form0)|(y&mask1^form1)|(z&mask2^form2) != 0 {
			return (len(b) - len(rest)) / 24 * 24
		}
		// Bit 4 of a byte tells whether its lower half is at least 3 and not 13.
		low := func(w uint64) uint64 {
			w &= 0x0F * each01
			return (w + 0x0D*each01) & ((w ^ 0x0D*each01) + 0x0F*each01) & each10
		}
		if low(x)&first0 != each10&first0 || low(y)&first1 != each10&first1 || low(z)&first2 != each10&first2 {
			return (len(b) - len(rest)) / 24 * 24
		}
	}
}

// appendEscaped writes a character that a string of JSON cannot have as it is. A
// byte that is no character becomes U+FFFD.
func appendEscaped(b []byte, r rune) []byte {
	switch r {
	case '"', '\\':
		return append(b, '\\', byte(r))
	case '\n':
		return append(b, `\n`...)
	case '\r':
		return append(b, `\r`...)
	case '\t':
		return append(b, `\t`...)
	case '\b':
		return append(b, `\b`...)
	case '\f':
		return append(b, `\f`...)
	}
	const hex = "0123456789abcdef"
	return append(b, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}
