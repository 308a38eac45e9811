package finding

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/spot"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// fingerprint identifies a finding across versions of a document: the class and
// the words of the sentence as Wording leaves them.
func (w *writer) fingerprint(class, text string) string {
	w.out = append(append(w.out[:0], class...), 0)
	w.write(text)
	sum := sha256.Sum256(w.out)
	var print [32]byte
	hex.Encode(print[:], sum[:16])
	return string(print[:])
}

// Wording returns what a text says apart from where it stands: its width folded
// (NFKC), without white space, and without references to provisions by number
// (第12条第2項, 前項, 前二条, 本条). Two texts of equal wording differ at most by
// renumbering, wrapping and width. Other numbers stay: a term of 30 days and one
// of 3 days are different wordings.
func Wording(text string) string {
	var w writer
	w.write(text)
	return string(w.out)
}

// writer writes wordings, one after the other in the same memory.
type writer struct {
	folded, out []byte
}

// write adds the wording of a text.
func (w *writer) write(text string) {
	w.fold(text)
	for at := 0; at < len(w.folded); {
		next := mention(w.folded, at)
		w.out = append(w.out, w.folded[at:next]...)
		if at = next; at == len(w.folded) {
			break
		}
		n := referenceAt(w.folded, at)
		if n == 0 {
			n = len("第")
			w.out = append(w.out, w.folded[at:at+n]...)
		}
		at += n
	}
}

// fold sets folded to a text with its width folded and without white space.
func (w *writer) fold(text string) {
	w.folded = w.folded[:0]
	for i := 0; i < len(text); {
		n := even(text[i:])
		w.folded = append(w.folded, text[i:i+n]...)
		if i += n; i == len(text) {
			return
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case usual(r):
			w.folded = append(w.folded, text[i:i+size]...)
		case r >= '！' && r <= '～':
			w.folded = append(w.folded, byte(r-'！'+'!'))
		case r == ' ', r == '　', r == '\n', r == '\r', r == '\t':
		default:
			w.folded = w.folded[:0]
			for _, r := range norm.NFKC.String(text) {
				if !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Mn, r) {
					w.folded = utf8.AppendRune(w.folded, r)
				}
			}
			return
		}
		i += size
	}
}

// marks are the usual characters of U+3000 to U+30FF.
var marks = func() (set spot.Set) {
	for r := rune(0x3000); r < 0x3100; r++ {
		if usual(r) {
			set.Add(uint32(r))
		}
	}
	return set
}()

// even returns how many bytes of s are characters of three bytes that are usual, told by
// their bytes.
func even(s string) int {
	i := 0
	for ; i < len(s)-2; i += 3 {
		if c := s[i]; (c < 0xE5 || c > 0xE9) && !(c == 0xE3 && marks[s[i+1]&0x3F]>>(s[i+2]&0x3F)&1 != 0) {
			break
		}
	}
	return i
}

// mention returns where the next character stands in text, at or behind at, that a
// reference may begin with: 第, 前, 次, 同 or 本; the length of text where there is none.
func mention(text []byte, at int) int {
	t, i := text[at:], 0
	for i < len(t)-2 {
		switch c := t[i]; {
		case c < utf8.RuneSelf:
			i++
		case c >= 0xE5 && c <= 0xE7 && mentions(t[i:]):
			return at + i
		case c < 0xE0:
			i += 2
		case c < 0xF0:
			i += 3
		default:
			i += 4
		}
	}
	return len(text)
}

func mentions(t []byte) bool {
	switch string(t[:3]) {
	case "第", "前", "次", "同", "本":
		return true
	}
	return false
}

// usual reports whether a character is one of those that folding leaves alone
// whatever stands beside it, and that nearly all of a text is made of.
func usual(r rune) bool {
	return r >= 'ぁ' && r <= 'ゖ' || r >= 0x4E00 && r <= 0x9FFF || r >= 'ァ' && r <= 'ー' || r > ' ' && r < 0x7F ||
		r >= '、' && r <= '〇' || r >= '「' && r <= '】'
}

// spans are the references of a document to its own provisions, sorted.
type spans []source.Span

// references returns the places where a document names its own provisions.
// Dotted numbers (3.2に定める) are known only to the structure.
func references(tree *structure.Tree) spans {
	var out spans
	for _, r := range tree.References {
		if r.Document == "" && r.Target != nil && r.Target.Kind != structure.Annex { // 別紙 is named alike before and after it is there
			out = append(out, r.Span)
		}
	}
	slices.SortFunc(out, func(a, b source.Span) int { return a.Start - b.Start })
	return out
}

// without returns the words of span without the references.
func (refs spans) without(text string, span source.Span) string {
	i, _ := slices.BinarySearchFunc(refs, span.Start, func(r source.Span, start int) int { return r.Start - start })
	if i == len(refs) || refs[i].End > span.End {
		return span.Of(text)
	}
	var b strings.Builder
	at := span.Start
	for ; i < len(refs) && refs[i].End <= span.End; i++ {
		if refs[i].Start < at {
			continue
		}
		b.WriteString(text[at:refs[i].Start])
		at = refs[i].End
	}
	b.WriteString(text[at:span.End])
	return b.String()
}

// units are what provisions are counted in.
const units = "条項号章節編款"

// referenceAt returns how many bytes the reference to a provision takes that
// begins at byte i, or 0.
func referenceAt(text []byte, i int) int {
	switch first, _ := utf8.DecodeRune(text[i:]); first {
	case '第':
		return numbered(text[i:])
	case '前', '次', '同', '本':
		return relative(text, i, first)
	}
	return 0
}

// numbered reads 第十二条, 第3項, 第三条の二.
func numbered(text []byte) int {
	i := number(text, len("第"))
	if i == len("第") {
		return 0
	}
	unit, n := in(text, i, units)
	if unit == 0 {
		return 0
	}
	for i += n; i < len(text); {
		of, n := in(text, i, "の")
		if of == 0 {
			break
		}
		j := number(text, i+n)
		if j == i+n {
			break
		}
		if of, _ := in(text, j, "日月年時分秒週か箇ヶ人名件回円割%"); of != 0 {
			break // 第5条の30日
		}
		i = j
	}
	return i
}

// relative reads 前条, 前二項, 前各号, 次項, 同条, 本項, which begin with first at byte i.
// 以前条件 and 本条件 are none.
func relative(text []byte, i int, first rune) int {
	if before, _ := utf8.DecodeLastRune(text[:i]); i > 0 && strings.ContainsRune("事以従直生", before) {
		return 0
	}
	j := i + len("前")
	if first == '前' {
		if of, n := in(text, j, "各"); of != 0 {
			j += n
		} else {
			j = number(text, j)
		}
	}
	unit, n := in(text, j, "条項号")
	if unit == 0 {
		return 0
	}
	if behind, _ := in(text, j+n, "件目例文約"); behind != 0 {
		return 0
	}
	return j + n - i
}

// in returns the character at byte i if it is one of some, and its length; else 0.
func in(text []byte, i int, some string) (r rune, n int) {
	if i >= len(text) {
		return 0, 0
	}
	if r, n = utf8.DecodeRune(text[i:]); !strings.ContainsRune(some, r) {
		return 0, 0
	}
	return r, n
}

// number returns where the number that begins at byte i ends.
func number(text []byte, i int) int {
	for i < len(text) {
		r, n := utf8.DecodeRune(text[i:])
		if !unicode.IsNumber(r) && !strings.ContainsRune("〇一二三四五六七八九十百千", r) {
			break
		}
		i += n
	}
	return i
}
