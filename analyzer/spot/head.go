package spot

// Head is the first eight bytes of a word, which tell most words before the rest is
// compared. A shorter word has all of them.
type Head struct{ bits, mask uint64 }

// HeadOf returns the head of a word.
func HeadOf(word string) Head {
	return Head{Eight(word), ^uint64(0) >> (8 * max(0, 8-len(word)))}
}

// Begins reports whether a text, of which Eight returned the first bytes, may begin with
// the word.
func (h Head) Begins(eight uint64) bool { return eight&h.mask == h.bits }

// Eight returns the first eight bytes of s as a number, the first lowest; those that it
// has not are 0.
func Eight(s string) uint64 {
	if len(s) >= 8 {
		return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
	}
	x := uint64(0)
	for i := range len(s) {
		x |= uint64(s[i]) << (8 * i)
	}
	return x
}
