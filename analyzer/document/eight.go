package document

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// Bytes of UTF-8 are counted eight at a time, as one number with the first byte
// lowest: a byte that goes on with a character is 10xxxxxx, all others begin one.

const (
	lowBits  = 0x0101010101010101
	highBits = 0x8080808080808080
)

// eight returns the first eight bytes of s, which has as many.
func eight(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// begins counts the bytes of w that begin a character.
func begins(w uint64) int { return 8 - bits.OnesCount64(w&^(w<<1)&highBits) }

// has reports whether a byte of w is c.
func has(w uint64, c byte) bool {
	w ^= lowBits * uint64(c)
	return (w-lowBits)&^w&highBits != 0
}

// hasControl reports whether a byte of w is less than 0x20; it may say so of 0x20 too.
func hasControl(w uint64) bool { return (w-lowBits*0x20)&^w&highBits != 0 }

// pairOfThree are the bits of two characters of three bytes that make them such.
const (
	pairOfThree     = 0x0000_C0C0F0_C0C0F0
	pairOfThreeBits = 0x0000_8080E0_8080E0
)

// valid reports whether data is valid UTF-8. It is utf8.Valid, but for texts of which
// most characters have three bytes, which it reads two at a time.
func valid(data []byte) bool {
	for i := 0; i < len(data); {
		if i+8 <= len(data) {
			w := binary.LittleEndian.Uint64(data[i:])
			if w&highBits == 0 {
				i += 8
				continue
			}
			if w&pairOfThree == pairOfThreeBits && plainLead(data[i]) && plainLead(data[i+3]) {
				i += 6
				continue
			}
		}
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return false
		}
		i += n
	}
	return true
}

// plainLead reports whether all characters that begin with byte c, of three bytes, are
// valid: those of 0xE0 may be too short, those of 0xED surrogates.
func plainLead(c byte) bool { return c != 0xE0 && c != 0xED }

// characters counts the characters of a text that is valid UTF-8.
func characters(s string) int {
	n, i := 0, 0
	for ; i+8 <= len(s); i += 8 {
		n += begins(eight(s[i:]))
	}
	for ; i < len(s); i++ {
		if s[i]&0xC0 != 0x80 {
			n++
		}
	}
	return n
}
