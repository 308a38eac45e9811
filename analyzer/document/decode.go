// How character sets are told apart. A byte order mark and the escapes of
// ISO-2022-JP are sure signs; valid UTF-8 with Japanese in it is the next.
// Otherwise the bytes are read as Shift_JIS, EUC-JP and UTF-16 and the reading
// that looks most like Japanese prose wins: kana, kanji and 、。 score, what
// cannot be decoded and rare ranges cost.
//
// Bytes are decoded unit by unit (the lengths of units follow from the lead
// byte), through tables that golang.org/x/text fills, so that every character
// keeps the place it came from. x/text turns invalid bytes into U+FFFD without
// an error; they are counted here.

package document

import (
	"bytes"
	"sync"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
)

// decoded is the text of a file in UTF-8, without a byte order mark, and the
// way back to its bytes.
type decoded struct {
	text     string
	encoding string
	invalid  int   // characters that could not be decoded
	base     int   // bytes of the byte order mark
	runs     []run // nil: text offset = byte offset - base
}

// run is a stretch in which every character takes dec bytes of text and orig
// bytes of the file.
type run struct {
	text, file int
	dec, orig  int8
}

// file returns the offset in the file of an offset in the text.
func (d *decoded) file(text int) int {
	if d.runs == nil {
		return text + d.base
	}
	lo, hi := 0, len(d.runs)
	for lo < hi {
		mid := (lo + hi) / 2
		if d.runs[mid].text <= text {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == 0 {
		return d.base
	}
	r := d.runs[lo-1]
	return r.file + (text-r.text)/int(r.dec)*int(r.orig)
}

// decode finds the character set of data and decodes it.
func decode(data []byte, hint string) *decoded {
	switch {
	case bytes.HasPrefix(data, []byte{0xEF, 0xBB, 0xBF}):
		return decodeUTF8(data, 3)
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		return decodeUnits(data, 2, utf16Unit(false), "utf-16le")
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		return decodeUnits(data, 2, utf16Unit(true), "utf-16be")
	}
	if hasEscape(data) {
		return decodeUnits(data, 0, iso2022Unit(), "iso-2022-jp")
	}
	if valid(data) && !looksUTF16(data) {
		return validUTF8(data, 0)
	}
	sample := data
	if len(sample) > 1<<16 {
		sample = sample[:1<<16&^1]
	}
	best, bestScore := "", -1<<30
	for _, c := range candidates {
		d := decodeUnits(sample, 0, c.unit(), c.name)
		s := score(d)
		if c.name == hint {
			s += len(sample)/50 + 1
		}
		if s > bestScore {
			best, bestScore = c.name, s
		}
	}
	// Hardly anything but UTF-8 has long characters that are valid as such: a few
	// broken bytes, or a cut end, do not make it another character set.
	u8 := decodeUTF8(sample, 0)
	if long := longRunes(u8.text); long > 0 && long >= 2*u8.invalid || score(u8) >= bestScore {
		return decodeUTF8(data, 0)
	}
	for _, c := range candidates {
		if c.name == best {
			return decodeUnits(data, 0, c.unit(), c.name)
		}
	}
	return decodeUTF8(data, 0)
}

// longRunes counts the characters of three or more bytes.
func longRunes(s string) int {
	n := 0
	for _, r := range s {
		if r >= 0x800 && r != utf8.RuneError {
			n++
		}
	}
	return n
}

var candidates = []struct {
	name string
	unit func() unitFunc
}{
	{"shift_jis", shiftJISUnit}, {"euc-jp", eucUnit},
	{"utf-16le", func() unitFunc { return utf16Unit(false) }}, {"utf-16be", func() unitFunc { return utf16Unit(true) }},
}

// score says how much a text looks like Japanese prose. Readings of the same
// bytes are compared by their sums: a mean would favour the reading with fewer
// characters. Kanji count for half where hardly any kana stand among them, since
// most pairs of bytes are some kanji in UTF-16.
func score(d *decoded) int {
	n, kana, kanji := 0, 0, 0
	for _, r := range d.text {
		switch {
		case r == utf8.RuneError:
			n -= 12
		case r >= 0x3041 && r <= 0x3096, r == '、', r == '。':
			n += 4
			kana++
		case r >= 0x30A1 && r <= 0x30FC:
			n += 3
			kana++
		case r >= 0x4E00 && r <= 0x9FFF:
			n += 2
			kanji++
		case r >= 0xFF61 && r <= 0xFF9F:
			n -= 2
		case r == '\n', r == '\r', r == '\t', r >= 0x20 && r < 0x7F:
			n++
		case r < 0x20, r >= 0xE000 && r <= 0xF8FF, r >= 0x80 && r < 0xA0:
			n -= 8
		case r >= 0x3400 && r < 0x4E00, r >= 0xAC00 && r < 0xD800, r >= 0x0250 && r < 0x2000:
			n -= 4
		}
	}
	if kana*20 < kanji {
		n -= kanji
	}
	return n
}

func hasEscape(data []byte) bool {
	if bytes.IndexByte(data, 0x1B) < 0 {
		return false
	}
	for _, e := range []string{"\x1b$B", "\x1b$@", "\x1b(J", "\x1b(I"} {
		if bytes.Contains(data, []byte(e)) {
			return bytes.IndexFunc(data, func(r rune) bool { return r >= 0x80 }) < 0
		}
	}
	return false
}

// looksUTF16 reports whether valid UTF-8 is rather UTF-16 without a mark: the
// NUL bytes of ASCII, or kana and kanji whose bytes happen to be ASCII.
func looksUTF16(data []byte) bool {
	if len(data)%2 != 0 || len(data) < 4 {
		return false
	}
	if nul := bytes.Count(data, []byte{0}); nul > 0 {
		for _, big := range []bool{false, true} {
			d := decodeUnits(data[:min(len(data), 4096)], 0, utf16Unit(big), "")
			if d.invalid == 0 && score(d) > 0 && !bytes.Contains([]byte(d.text), []byte{0}) {
				return true
			}
		}
	}
	return false
}

// validUTF8 is what data holds behind its mark, which is known to be valid.
func validUTF8(data []byte, bom int) *decoded {
	return &decoded{text: string(data[bom:]), encoding: "utf-8", base: bom}
}

func decodeUTF8(data []byte, bom int) *decoded {
	body := data[bom:]
	if valid(body) {
		return validUTF8(data, bom)
	}
	d := &decoded{encoding: "utf-8", base: bom}
	out := make([]byte, 0, len(body)+len(body)/8)
	add := func(file int, dec, orig int8) {
		if n := len(d.runs); n > 0 && d.runs[n-1].dec == dec && d.runs[n-1].orig == orig {
			return
		}
		d.runs = append(d.runs, run{len(out), file, dec, orig})
	}
	for i := 0; i < len(body); {
		r, n := utf8.DecodeRune(body[i:])
		if r == utf8.RuneError && n == 1 {
			d.invalid++
			add(i+bom, 3, 1)
			out = utf8.AppendRune(out, utf8.RuneError)
		} else {
			add(i+bom, int8(n), int8(n))
			out = append(out, body[i:i+n]...)
		}
		i += n
	}
	d.text = string(out)
	return d
}

// unitFunc decodes the first unit of b: its rune and its length. A rune of -1
// stands for bytes that make no character (escapes).
type unitFunc func(b []byte) (r rune, n int)

func decodeUnits(data []byte, bom int, unit unitFunc, name string) *decoded {
	d := &decoded{encoding: name, base: bom, runs: []run{}}
	out := make([]byte, 0, len(data)+len(data)/2)
	for i := bom; i < len(data); {
		r, n := unit(data[i:])
		if r < 0 {
			i += n
			d.runs = append(d.runs, run{len(out), i, 1, 1})
			continue
		}
		if r == utf8.RuneError {
			d.invalid++
		}
		dec, orig := int8(utf8.RuneLen(r)), int8(n)
		if k := len(d.runs); k == 0 || d.runs[k-1].dec != dec || d.runs[k-1].orig != orig {
			if k > 0 && d.runs[k-1].text == len(out) {
				d.runs = d.runs[:k-1]
			}
			d.runs = append(d.runs, run{len(out), i, dec, orig})
		}
		out = utf8.AppendRune(out, r)
		i += n
	}
	d.text = string(out)
	return d
}

// table decodes two-byte units through x/text once each.
type table struct {
	once  sync.Once
	enc   encoding.Encoding
	runes []rune
}

var (
	sjis = &table{enc: japanese.ShiftJIS}
	euc  = &table{enc: japanese.EUCJP}
)

func (t *table) rune(hi, lo byte) rune {
	t.once.Do(func() {
		t.runes = make([]rune, 1<<16)
		for h := 0x80; h < 0x100; h++ {
			for l := 0x21; l < 0x100; l++ {
				s, err := t.enc.NewDecoder().Bytes([]byte{byte(h), byte(l)})
				r, n := utf8.DecodeRune(s)
				if err != nil || n != len(s) {
					r = utf8.RuneError
				}
				t.runes[h<<8|l] = r
			}
		}
	})
	r := t.runes[int(hi)<<8|int(lo)]
	if r == 0 {
		return utf8.RuneError
	}
	return r
}

func shiftJISUnit() unitFunc {
	return func(b []byte) (rune, int) {
		c := b[0]
		switch {
		case c < 0x80:
			return rune(c), 1
		case c >= 0xA1 && c <= 0xDF:
			return 0xFF61 + rune(c-0xA1), 1
		case len(b) > 1 && (c >= 0x81 && c <= 0x9F || c >= 0xE0 && c <= 0xFC):
			if r := sjis.rune(c, b[1]); r != utf8.RuneError {
				return r, 2
			}
		}
		return utf8.RuneError, 1
	}
}

func eucUnit() unitFunc {
	return func(b []byte) (rune, int) {
		c := b[0]
		switch {
		case c < 0x80:
			return rune(c), 1
		case c == 0x8E && len(b) > 1 && b[1] >= 0xA1 && b[1] <= 0xDF:
			return 0xFF61 + rune(b[1]-0xA1), 2
		case c == 0x8F && len(b) > 2:
			s, err := japanese.EUCJP.NewDecoder().Bytes(b[:3])
			if r, n := utf8.DecodeRune(s); err == nil && n == len(s) && r != utf8.RuneError {
				return r, 3
			}
		case c >= 0xA1 && len(b) > 1 && b[1] >= 0xA1:
			if r := euc.rune(c, b[1]); r != utf8.RuneError {
				return r, 2
			}
		}
		return utf8.RuneError, 1
	}
}

// iso2022Unit keeps the state of the escapes: 0 ASCII, 1 two-byte, 2 half-width kana.
func iso2022Unit() unitFunc {
	state := 0
	return func(b []byte) (rune, int) {
		if b[0] == 0x1B && len(b) >= 3 {
			switch string(b[1:3]) {
			case "(B", "(J":
				state = 0
				return -1, 3
			case "$B", "$@":
				state = 1
				return -1, 3
			case "(I":
				state = 2
				return -1, 3
			case "$(":
				if len(b) >= 4 {
					state = 1
					return -1, 4
				}
			}
		}
		switch {
		case b[0] == '\n' || b[0] == '\r' || b[0] < 0x21:
			return rune(b[0]), 1
		case state == 1 && len(b) > 1:
			return euc.rune(b[0]|0x80, b[1]|0x80), 2
		case state == 2 && b[0] <= 0x5F:
			return 0xFF61 + rune(b[0]-0x21), 1
		case b[0] < 0x80:
			return rune(b[0]), 1
		}
		return utf8.RuneError, 1
	}
}

func utf16Unit(big bool) unitFunc {
	at := func(b []byte) rune {
		if big {
			return rune(b[0])<<8 | rune(b[1])
		}
		return rune(b[1])<<8 | rune(b[0])
	}
	return func(b []byte) (rune, int) {
		if len(b) < 2 {
			return utf8.RuneError, 1
		}
		r := at(b)
		if utf16.IsSurrogate(r) {
			if len(b) >= 4 {
				if p := utf16.DecodeRune(r, at(b[2:])); p != utf8.RuneError {
					return p, 4
				}
			}
			return utf8.RuneError, 2
		}
		if r >= 0xFFFE {
			return utf8.RuneError, 2 // no characters
		}
		return r, 2
	}
}
