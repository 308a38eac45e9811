package document

import "math/bits"

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
