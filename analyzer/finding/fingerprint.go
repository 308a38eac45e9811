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
	runes []rune
	out   []byte
}

// write adds the wording of a text.
func (w *writer) write(text string) {
	w.fold(text)
	for i := 0; i < len(w.runes); {
		if n := referenceAt(w.runes, i); n > 0 {
			i += n
			continue
		}
		w.out = utf8.AppendRune(w.out, w.runes[i])
		i++
	}
}

// fold sets runes to a text with its width folded and without white space.
func (w *writer) fold(text string) {
	w.runes = slices.Grow(w.runes[:0], len(text))
	for _, r := range text {
		switch {
		case usual(r):
			w.runes = append(w.runes, r)
		case r >= '！' && r <= '～':
			w.runes = append(w.runes, r-'！'+'!')
		case r == ' ', r == '　', r == '\n', r == '\r', r == '\t':
		default:
			w.runes = slices.DeleteFunc(append(w.runes[:0], []rune(norm.NFKC.String(text))...), func(r rune) bool {
				return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Mn, r)
			})
			return
		}
	}
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

// referenceAt returns how many runes the reference to a provision takes that
// begins at i, or 0.
func referenceAt(text []rune, i int) int {
	switch text[i] {
	case '第':
		return numbered(text[i:])
	case '前', '次', '同', '本':
		return relative(text, i)
	}
	return 0
}

// numbered reads 第十二条, 第3項, 第三条の二.
func numbered(text []rune) int {
	i := number(text, 1)
	if i == 1 || !isUnit(text, i) {
		return 0
	}
	i++
	for i+1 < len(text) && text[i] == 'の' {
		j := number(text, i+1)
		if j == i+1 || j < len(text) && strings.ContainsRune("日月年時分秒週か箇ヶ人名件回円割%", text[j]) {
			break // 第5条の30日
		}
		i = j
	}
	return i
}

// relative reads 前条, 前二項, 前各号, 次項, 同条, 本項. 以前条件 and 本条件 are none.
func relative(text []rune, i int) int {
	if i > 0 && strings.ContainsRune("事以従直生", text[i-1]) {
		return 0
	}
	j := i + 1
	if text[i] == '前' {
		if j < len(text) && text[j] == '各' {
			j++
		} else {
			j = number(text, j)
		}
	}
	if !isUnit(text, j) || text[j] != '条' && text[j] != '項' && text[j] != '号' {
		return 0
	}
	if j+1 < len(text) && strings.ContainsRune("件目例文約", text[j+1]) {
		return 0
	}
	return j + 1 - i
}

func isUnit(text []rune, i int) bool {
	return i < len(text) && strings.ContainsRune(units, text[i])
}

// number returns where the number that begins at i ends.
func number(text []rune, i int) int {
	for i < len(text) && (unicode.IsNumber(text[i]) || strings.ContainsRune("〇一二三四五六七八九十百千", text[i])) {
		i++
	}
	return i
}
