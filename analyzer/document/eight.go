package document

import (
	"encoding/binary"
	"math/bits"
	"strings"
	"unicode/utf8"
)

// Bytes of UTF-8 are counted and checked eight at a time, as one number with the first
// byte lowest: a byte that goes on with a character is 10xxxxxx, all others begin one.

const (
	lowBits  = 0x0101010101010101
	highBits = 0x8080808080808080
)

// eight returns the first eight bytes of s, which has as many.
func eight(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// goingOn marks the bytes of w that go on with a character by their lowest bits.
func goingOn(w uint64) uint64 { return w >> 7 &^ (w >> 6) & lowBits }

// hasControl reports whether a byte of w is less than 0x20; it may say so of 0x20 too.
func hasControl(w uint64) bool { return (w-lowBits*0x20)&^w&highBits != 0 }

// characters counts the characters of a text that is valid UTF-8, or of a part of one the
// bytes that begin a character.
func characters(s string) int {
	n := len(s)
	for len(s) >= 32 {
		on := goingOn(eight(s)) + goingOn(eight(s[8:])) + goingOn(eight(s[16:])) + goingOn(eight(s[24:])) // at most 4 in each byte
		n -= int(on * lowBits >> 56)
		s = s[32:]
	}
	for len(s) >= 8 {
		n -= bits.OnesCount64(goingOn(eight(s)))
		s = s[8:]
	}
	for i := range len(s) {
		if s[i]&0xC0 == 0x80 {
			n--
		}
	}
	return n
}

// hasLong reports whether a text has characters of four bytes, which are two units of
// UTF-16.
func hasLong(text string) bool {
	for lead := byte(0xF0); lead <= 0xF4; lead++ {
		if strings.IndexByte(text, lead) >= 0 {
			return true
		}
	}
	return false
}

// valid reports whether text is UTF-8. It is utf8.Valid, but for texts in which most
// characters take three bytes: those are checked by eights.
func valid(text []byte) bool {
	for len(text) >= 24 {
		if threes(text) {
			text = text[24:]
			continue
		}
		n := 0
		for n < 24-3 && text[n] >= 0xE1 && text[n] != 0xED && text[n] < 0xF0 && text[n+1]&0xC0 == 0x80 && text[n+2]&0xC0 == 0x80 {
			n += 3
		}
		if text[n] < utf8.RuneSelf {
			text = text[n+1:]
			continue
		}
		r, size := utf8.DecodeRune(text[n:])
		if r == utf8.RuneError && size == 1 {
			return false
		}
		text = text[n+size:]
	}
	return utf8.Valid(text)
}

// threes reports whether the first 24 bytes of text are eight characters of three bytes
// each; it says no of those whose first byte does not bear any second: U+0800 to U+0FFF
// and U+D000 to U+DFFF.
func threes(text []byte) bool {
	// By the place of the byte: 0xF0 and 0xE0 where a character begins, 0xC0 and 0x80 elsewhere.
	const (
		m0, m1, m2 = 0xC0F0C0C0F0C0C0F0, 0xF0C0C0F0C0C0F0C0, 0xC0C0F0C0C0F0C0C0
		v0, v1, v2 = 0x80E08080E08080E0, 0xE08080E08080E080, 0x8080E08080E08080
		l0, l1, l2 = 0x000F00000F00000F, 0x0F00000F00000F00, 0x00000F00000F0000
	)
	_ = text[23]
	a, b, c := binary.LittleEndian.Uint64(text), binary.LittleEndian.Uint64(text[8:]), binary.LittleEndian.Uint64(text[16:])
	if (a&m0^v0)|(b&m1^v1)|(c&m2^v2) != 0 {
		return false
	}
	// The last four bits of the first bytes, each in a byte of one number: neither 0 nor
	// 0xD, in which case adding 0xF to each carries.
	last := a&l0 | b&l1 | c&l2
	return (last+lowBits*0xF)&((last^lowBits*0xD)+lowBits*0xF)&(lowBits*0x10) == lowBits*0x10
}
