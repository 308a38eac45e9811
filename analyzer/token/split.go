package token

import (
	"strings"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer/source"
)

// Split appends to dst the sentences of the part of text that span covers. A sentence ends
// after 。 ． ！ ？ or at a line break. An end inside brackets does not count, unless
// the bracket is not closed within bracketReach. What goes on for longer than any
// sentence does is cut at a comma. Surrounding white space is left out.
func Split(dst []source.Span, text string, span source.Span) []source.Span {
	start := span.Start
	var stack []rune
	add := func(end int) {
		s := source.Span{Start: start, End: end}
		for !s.Empty() {
			r, n := utf8.DecodeRuneInString(text[s.Start:s.End])
			if !isSpace(r) {
				break
			}
			s.Start += n
		}
		for !s.Empty() {
			r, n := utf8.DecodeLastRuneInString(text[s.Start:s.End])
			if !isSpace(r) {
				break
			}
			s.End -= n
		}
		if !s.Empty() {
			dst = append(dst, s)
		}
		start = end
	}
	for i := span.Start; i < span.End; {
		// Nearly all characters are kanji or kana, which end nothing.
		for far := min(span.End-2, start+2*endless-3); i < far; i += 3 {
			if c := text[i]; c < 0xE3 || c > 0xE9 || c == 0xE3 && text[i+1]-0x81 > 2 {
				break
			}
		}
		if i >= span.End {
			break
		}
		r, n := utf8.DecodeRuneInString(text[i:span.End])
		i += n
		switch r {
		case '「', '『', '（', '(', '【', '［', '〔':
			if shut := closing(r); strings.Contains(text[i:min(span.End, i+bracketReach)], shut) {
				shuts, _ := utf8.DecodeRuneInString(shut)
				stack = append(stack, shuts)
			}
		case '」', '』', '）', ')', '】', '］', '〕':
			if len(stack) > 0 && stack[len(stack)-1] == r {
				stack = stack[:len(stack)-1]
			}
		case '。', '．', '！', '？':
			if len(stack) == 0 {
				add(i)
			}
		case '\n':
			stack = stack[:0]
			add(i)
		case '、', '，', ',':
			if i-start >= endless {
				stack = stack[:0]
				add(i)
			}
		default:
			if i-start >= 2*endless {
				stack = stack[:0]
				add(i)
			}
		}
	}
	add(span.End)
	return dst
}

// endless is the length in bytes from which a sentence is cut at its next comma,
// and at twice that anywhere: what reads a sentence may then take time with its
// square. The longest sentence in 9,000 of public terms has 1,000 bytes.
const endless = 6000

// bracketReach is how far, in bytes, a closing bracket is looked for.
const bracketReach = 6000

// closing returns the bracket that closes open.
func closing(open rune) string {
	switch open {
	case '「':
		return "」"
	case '『':
		return "』"
	case '（':
		return "）"
	case '(':
		return ")"
	case '【':
		return "】"
	case '［':
		return "］"
	}
	return "〕"
}

func isSpace(r rune) bool { return r == ' ' || r == '　' || r == '\t' || r == '\n' || r == '\r' }

// IsProviso reports whether a sentence begins as a proviso: it then belongs to
// the sentence before it. なお opens no proviso.
func IsProviso(sentence string) bool {
	for _, p := range [...]string{"ただし", "但し", "但、", "もっとも", "但書"} {
		if strings.HasPrefix(sentence, p) {
			return true
		}
	}
	return false
}
