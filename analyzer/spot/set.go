package spot

import "unicode/utf8"

// Set is a set of numbers of twelve bits, small enough to stay in the nearest cache: of
// characters by their last twelve bits, or of what is mixed from several. The zero Set is
// empty.
type Set [places / 64]uint64

// Has reports whether i, of which the last twelve bits count, is in the set.
func (s *Set) Has(i uint32) bool { return s[i/64%(places/64)]&(1<<(i%64)) != 0 }

// Add adds a number by its last twelve bits.
func (s *Set) Add(i uint32) { s[i/64%(places/64)] |= 1 << (i % 64) }

// Past returns the first place at or behind at, where a character of text begins, with a
// character that is in the set, or that has neither one byte nor three: nearly all
// characters of Japanese have three, and most are in no set. The last two bytes of a
// text, and where there is none its end, are such places too.
func (s *Set) Past(text string, at int) int {
	t, i := text[at:], 0
	for ; i < len(t)-2; i += 3 {
		if c := t[i]; c-0xE0 > 0xF {
			if c >= utf8.RuneSelf || s[c/64]>>(c%64)&1 != 0 {
				break
			}
			i -= 2
		} else if s[t[i+1]&0x3F]>>(t[i+2]&0x3F)&1 != 0 {
			break
		}
	}
	return at + i
}

// Starts is what words begin with: pairs of characters, and characters that some word
// begins with whatever is behind them. The zero Starts has none.
type Starts struct{ alone, pairs Set }

// Add adds what a word begins with; the empty word begins with nothing.
func (s *Starts) Add(word string) {
	if word == "" {
		return
	}
	first, n := letter(word, 0)
	if n != 3 || len(word) < n+3 || word[n] < 0xE0 || word[n] > 0xEF {
		s.alone.Add(first)
		return
	}
	row, bit := both(word[1], word[2], word[n+1], word[n+2])
	s.pairs[row] |= 1 << bit
}

// Past returns the first place at or behind at, where a character of text begins, at
// which a word may stand: it may begin with this character and the next, or the
// character has neither one byte nor three. The last five bytes of a text, and where
// there is none its end, are such places too.
func (s *Starts) Past(text string, at int) int {
	t, i := text[at:], 0
	for ; i < len(t)-5; i += 3 {
		if c := t[i]; c-0xE0 > 0xF {
			if c >= utf8.RuneSelf || s.alone[c/64]>>(c%64)&1 != 0 {
				break
			}
			i -= 2
			continue
		}
		row, bit := both(t[i+1], t[i+2], t[i+4], t[i+5])
		if (s.alone[t[i+1]&0x3F]>>(t[i+2]&0x3F)|s.pairs[row]>>bit)&1 != 0 {
			break
		}
	}
	return at + i
}

// both mixes the second and the third bytes of two characters to a place in a set.
func both(a2, a3, b2, b3 byte) (row, bit uint8) {
	return (a2<<4 ^ a3 ^ b2<<2) & 0x3F, (a3<<2 ^ b3) & 0x3F
}

func pair(first, second uint32) uint32 { return (first<<5 ^ first>>7 ^ second) % places }
