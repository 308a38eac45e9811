package suggest

import (
	"bytes"
	"strings"
)

// Clauses are written in plain style (…する。). Terms in polite style (…します。) get
// them with the ends of their sentences turned; what else a clause says does not
// change by it.

// politeEnds are the ends of sentences in both styles, the longer before those
// that they end in.
var politeEnds = [...][2]string{
	{"取り扱わない", "取り扱いません"}, {"置かない", "置きません"}, {"行わない", "行いません"}, {"負わない", "負いません"}, {"ならない", "なりません"},
	{"ない", "ません"}, // しない, 用いない, できない, 設けない
	{"講ずる", "講じます"}, {"応ずる", "応じます"}, {"できる", "できます"}, {"用いる", "用います"}, {"講じる", "講じます"}, {"応じる", "応じます"}, {"求める", "求めます"},
	{"含める", "含めます"}, {"定める", "定めます"}, {"得る", "得ます"}, {"える", "えます"},
	{"限る", "限ります"}, {"よる", "よります"}, {"負う", "負います"}, {"行う", "行います"}, {"示す", "示します"}, {"取り消す", "取り消します"}, {"課す", "課します"}, {"させる", "させます"},
	{"する", "します"}, {"である", "です"},
}

// politeStops end sentences of polite style; the last ends those of both.
var politeStops = []string{"ます。", "ません。", "です。", "ました。", "ください。", "。"}

// polite reports whether most sentences of a text end in polite style.
func (used counts) polite() bool {
	polite := 0
	last := len(politeStops) - 1
	for _, end := range politeStops[:last] {
		polite += used.Often(end)
	}
	return polite*2 > used.Often(politeStops[last])
}

// politeBy are politeEnds by their last byte, which tells most words that have none.
var politeBy = func() (by [256][][2]string) {
	for _, e := range politeEnds {
		last := e[0][len(e[0])-1]
		by[last] = append(by[last], e)
	}
	return by
}()

var stop = []byte("。")

// cut cuts a text behind its first sentence. It looks for the second byte of 。, which
// is rare: the others are those of kana.
func cut(text []byte) (sentence, rest []byte, ok bool) {
	for at := 1; at < len(text); at++ {
		i := bytes.IndexByte(text[at:], stop[1])
		if i < 0 {
			break
		}
		if at += i; text[at-1] == stop[0] && at+1 < len(text) && text[at+1] == stop[2] {
			return text[:at-1], text[at+2:], true
		}
	}
	return text, nil, false
}

// polite appends text with the ends of its sentences turned; those it does not know,
// and those inside brackets, stay.
func polite(b, text []byte) []byte {
	for {
		sentence, rest, ok := cut(text)
		if !ok || len(sentence) == 0 {
			b = append(b, sentence...)
			if !ok {
				return b
			}
			b, text = append(b, stop...), rest
			continue
		}
		turned := ""
		if !bytes.HasPrefix(rest, []byte("）")) {
			for _, e := range politeBy[sentence[len(sentence)-1]] {
				if n := len(sentence) - len(e[0]); n >= 0 && string(sentence[n:]) == e[0] {
					sentence, turned = sentence[:n], e[1]
					break
				}
			}
		}
		b = append(append(append(b, sentence...), turned...), stop...)
		text = rest
	}
}

// politeAlone reports whether polite turns a piece of a text as it turns the text,
// whatever stands around the piece, if no 。 does: first and last say that nothing stands
// before it and behind it.
func politeAlone(piece string, first, last bool) bool {
	sentence, _, ok := strings.Cut(piece, "。")
	if !ok {
		return true
	}
	for _, e := range politeEnds {
		if !first && len(e[0]) > len(sentence) && strings.HasSuffix(e[0], sentence) {
			return false // the sentence may end in what begins before
		}
	}
	return last || !strings.HasSuffix(piece, "。") // else a bracket may close behind it
}
