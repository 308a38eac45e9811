package suggest

import (
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
func (used *counts) polite() bool {
	polite := 0
	last := len(politeStops) - 1
	for _, end := range politeStops[:last] {
		polite += used.often(end)
	}
	return polite*2 > used.often(politeStops[last])
}

// polite turns the ends of sentences; those it does not know, and those inside
// brackets, stay.
func polite(text string) string {
	var b strings.Builder
	b.Grow(len(text) + len(text)/8)
	for {
		sentence, rest, ok := strings.Cut(text, "。")
		if !ok {
			b.WriteString(text)
			return b.String()
		}
		turned := ""
		if !strings.HasPrefix(rest, "）") {
			for _, e := range &politeEnds {
				if head, ok := strings.CutSuffix(sentence, e[0]); ok {
					sentence, turned = head, e[1]
					break
				}
			}
		}
		b.WriteString(sentence)
		b.WriteString(turned)
		b.WriteString("。")
		text = rest
	}
}
