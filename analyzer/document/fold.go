// How folding keeps positions. Text is written by a builder piece by piece: a
// verbatim piece is a copy of the decoded text, a folded piece is one character
// written another way, a replaced piece stands for markup (an entity). Every
// piece knows where in the decoded text it came from, so any span of Text leads
// back by two binary searches.

package document

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

type pieceKind uint8

const (
	verbatim pieceKind = iota
	folded             // one character written another way
	replaced           // markup that stands for a character
)

// piece is a stretch of Text. It ends where the next begins.
type piece struct {
	text, from, to int // offset in Text; range in the decoded text
	kind           pieceKind
}

// builder writes Text and its blocks.
type builder struct {
	src    string // decoded text
	out    strings.Builder
	pieces []piece
	blocks []Block
	open   bool
	cur    Block
	last   rune // last byte written to the current block, or '　' for what parts cells; 0 for none
	space  int  // position of a pending blank in src, -1 for none
	pend   bool
}

func (b *builder) begin(kind BlockKind, level int, marker string) {
	b.end()
	b.open = true
	b.pend = false
	b.last = 0
	start := b.out.Len()
	if start > 0 {
		start++ // the break is written with the first character
	}
	b.cur = Block{Kind: kind, Level: level, Marker: marker}
	b.cur.Span.Start = start
}

// end closes the block. A block without text is dropped.
func (b *builder) end() {
	if !b.open {
		return
	}
	b.open = false
	if b.last == 0 {
		return
	}
	b.cur.Span.End = b.out.Len()
	b.blocks = append(b.blocks, b.cur)
}

// put writes characters that came from src[from:to]; more than one only verbatim.
func (b *builder) put(s string, from, to int, kind pieceKind) {
	if b.last == 0 {
		if b.out.Len() > 0 {
			b.piece(from, from, replaced)
			b.out.WriteByte('\n')
		}
		b.pend = false
	} else if b.pend {
		b.writeBlank()
	}
	if kind != verbatim || !b.goesOn(from, to) {
		b.piece(from, to, kind)
	}
	b.out.WriteString(s)
	b.last = rune(s[len(s)-1])
}

// writeBlank writes the blank that was noted.
func (b *builder) writeBlank() {
	_, n := utf8.DecodeRuneInString(b.src[b.space:])
	if b.src[b.space] != ' ' || !b.goesOn(b.space, b.space+1) {
		b.piece(b.space, b.space+n, replaced)
	}
	b.out.WriteByte(' ')
	b.pend = false
}

// goesOn makes src[from:to] part of the last piece, if it goes on with it verbatim.
func (b *builder) goesOn(from, to int) bool {
	if len(b.pieces) == 0 {
		return false
	}
	last := &b.pieces[len(b.pieces)-1]
	if last.kind != verbatim || last.to != from || last.text+(from-last.from) != b.out.Len() {
		return false
	}
	last.to = to
	return true
}

func (b *builder) piece(from, to int, kind pieceKind) {
	b.pieces = append(b.pieces, piece{b.out.Len(), from, to, kind})
}

// blank notes white space: it is written only between two characters of the
// block that need it.
func (b *builder) blank(at int) {
	if b.last != 0 && !b.pend {
		b.pend, b.space = true, at
	}
}

// write folds src[from:to] into the block.
func (b *builder) write(from, to int) {
	for i := from; i < to; {
		if n := unfolded(b.src[i:to]); n > 0 {
			b.put(b.src[i:i+n], i, i+n, verbatim)
			i += n
			continue
		}
		i += b.fold(i, to)
	}
}

// steps has how many bytes a character has that stays as it is for sure, by its first
// byte: letters of ASCII, and U+3000 to U+3FFF but for the blank, U+4000 to U+9FFF. Of
// others it is 0.
var steps = func() (n [256]uint8) {
	for c := '!'; c < 0x7F; c++ {
		n[c] = 1
	}
	n[','], n['.'] = 0, 0 // they may be of Japanese prose
	for c := 0xE3; c <= 0xE9; c++ {
		n[c] = 3
	}
	return n
}()

// unfolded returns how many bytes of s stay as they are for sure: letters of ASCII,
// kana, kanji and the round brackets, told by their first bytes. All that another
// text may need is left to fold.
func unfolded(s string) int {
	i := 0
	for i < len(s) {
		if i+2 < len(s) { // one kind of character follows another as nobody can tell
			n := int(steps[s[i]])
			if n != 0 && uint32(s[i])<<16|uint32(s[i+1])<<8|uint32(s[i+2]) != 0xE38080 {
				i += n
				continue
			}
		}
		switch c := s[i]; {
		case c >= 0xE4 && c <= 0xE9: // U+4000 to U+9FFF
			i += 3
		case c == 0xE3: // U+3000 to U+3FFF
			if strings.HasPrefix(s[i:], "\u3000") {
				return i
			}
			i += 3
		case ascii(s, i):
			i++
		case c == 0xEF && (strings.HasPrefix(s[i:], "（") || strings.HasPrefix(s[i:], "）")):
			i += 3
		default:
			return i
		}
	}
	return min(i, len(s))
}

// fold folds the character at src[i], which ends before to, into the block and
// returns how many bytes it read.
func (b *builder) fold(i, to int) int {
	c := b.src[i]
	if c < utf8.RuneSelf {
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v':
			b.blank(i)
		case c < 0x20 || c == 0x7F:
		case c == ',' || c == '.':
			if mark := punctuation(rune(c), b.src[:i], b.src[i+1:to]); mark != "" {
				b.put(mark, i, i+1, folded)
				return 1
			}
			fallthrough
		default:
			b.put(b.src[i:i+1], i, i+1, verbatim)
		}
		return 1
	}
	r, n := utf8.DecodeRuneInString(b.src[i:to])
	if mark := punctuation(r, b.src[:i], b.src[i+n:to]); mark != "" {
		b.put(mark, i, i+n, folded)
		return n
	}
	switch foldRune(r) {
	case keep:
		b.put(b.src[i:i+n], i, i+n, verbatim)
	case drop:
	case toSpace:
		b.blank(i)
	case toASCII:
		b.put(string(rune(r-0xFEE0)), i, i+n, folded)
	case halfKana:
		s, k := kana(b.src[i:to])
		b.put(s, i, i+k, folded)
		return k
	case compose:
		b.put(norm.NFKC.String(b.src[i:i+n]), i, i+n, folded)
	}
	return n
}

// ascii reports whether the character at s[i] is one of ASCII that stays as it is.
func ascii(s string, i int) bool {
	switch c := s[i]; c {
	case ',', '.':
		return i > 0 && s[i-1] < utf8.RuneSelf
	default:
		return c > ' ' && c < 0x7F
	}
}

// punctuation returns 「、」 or 「。」 for a comma or a full stop that parts Japanese prose,
// as courts, ministries (「，．」) and papers (「, .」) write it; "" for other characters,
// within numbers and names, and behind the letter of a list (「ア．氏名」).
func punctuation(r rune, before, behind string) string {
	comma := r == '，' || r == ','
	if !comma && r != '．' && r != '.' {
		return ""
	}
	last, n := utf8.DecodeLastRuneInString(before)
	kana := last >= 'ぁ' && last <= 'ん'
	if !kana && !(last >= 'ァ' && last <= 'ヿ' || last >= 0x4E00 && last <= 0x9FFF || last == '）' || last == '」') {
		return ""
	}
	next, _ := utf8.DecodeRuneInString(behind)
	if next >= '0' && next <= '9' || next >= '０' && next <= '９' {
		return ""
	}
	if comma {
		return "、"
	}
	parted := next <= ' ' || next == '　' || behind == ""
	switch {
	case strings.ContainsRune("章節款条項号編部", last):
		return "" // 「第1条. 目的」
	case r == '.' && !parted && (!kana || next < utf8.RuneSelf):
		return "" // 「規約.pdf」
	}
	switch first, _ := utf8.DecodeLastRuneInString(before[:len(before)-n]); first {
	case utf8.RuneError, '\n', '\r', ' ', '　', '（', '(':
		return ""
	}
	return "。"
}

type foldAct uint8

const (
	keep foldAct = iota
	drop
	toSpace
	toASCII
	halfKana
	compose
)

// foldRune says what becomes of a character wherever it stands. Full-width letters, digits and
// signs become ASCII but for brackets and the punctuation of Japanese prose
// （）、。「」！？：；, which stay as they are; U+3000 becomes a blank.
func foldRune(r rune) foldAct {
	switch {
	case r >= 0x3040 && r <= 0x30FF, r >= 0x4E00 && r <= 0x9FFF:
		return keep
	case r == 0x3000, r == 0xA0, r >= 0x2000 && r <= 0x200A, r == 0x202F, r == 0x205F, r == 0x2028, r == 0x2029, r == 0x85:
		return toSpace
	case r >= 0xFF01 && r <= 0xFF5E:
		switch r {
		case '（', '）', '！', '？', '：', '；', '［', '］', '｛', '｝', '～', '，':
			return keep
		}
		return toASCII
	case r >= 0xFF61 && r <= 0xFF9F:
		return halfKana
	case r >= 0x2E80 && r <= 0x2FDF, r >= 0xF900 && r <= 0xFAFF, r >= 0x2F800 && r <= 0x2FA1F, r >= 0xFB00 && r <= 0xFB06:
		return compose
	case r >= 0x200B && r <= 0x200F, r == 0xFEFF, r == 0xAD, r >= 0xFE00 && r <= 0xFE0F, r >= 0xE0100 && r <= 0xE01EF, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x2064, r >= 0x80 && r < 0xA0:
		return drop
	}
	return keep
}

// kana folds a half-width kana with its voice mark and returns the bytes read.
func kana(s string) (string, int) {
	_, n := utf8.DecodeRuneInString(s)
	if m, k := utf8.DecodeRuneInString(s[n:]); m == 'ﾞ' || m == 'ﾟ' {
		if c := norm.NFKC.String(s[:n+k]); utf8.RuneCountInString(c) == 1 {
			return c, n + k
		}
	}
	return norm.NFKC.String(s[:n]), n
}

// decodedRange returns the range of the decoded text behind a range of Text.
func decodedRange(pieces []piece, start, end int) (from, to int) {
	if len(pieces) == 0 {
		return 0, 0
	}
	at := pieceAt(pieces, start)
	p := &pieces[at]
	from = p.from
	if p.kind == verbatim {
		from += start - p.text
	}
	if end <= start {
		return from, from
	}
	if next := at + 1; next < len(pieces) && pieces[next].text < end {
		at = next + pieceAt(pieces[next:], end-1)
	}
	q := &pieces[at]
	to = q.to
	if q.kind == verbatim {
		to = q.from + (end - q.text)
	}
	return from, max(from, to)
}

// pieceAt returns the last piece that begins at byte off or before it, the first where
// there is none.
func pieceAt(pieces []piece, off int) int {
	lo, hi := 0, len(pieces)
	for hi-lo > 1 {
		if mid := int(uint(lo+hi) / 2); pieces[mid].text > off {
			hi = mid
		} else {
			lo = mid
		}
	}
	return lo
}
