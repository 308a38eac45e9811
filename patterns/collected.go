package patterns

import (
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/token"
)

// A list of purposes seldom names the data that they are for: the section before
// it does, 「取得する情報」. Patterns that say `collected` take the kind from there.

// collected returns the kind of the data that the document says it takes in,
// NoData if no section of it does. Where what customers store is among them,
// purposes are for that as well.
func (m *matcher) collected() norm.Data {
	if m.taken != nil {
		return *m.taken
	}
	var kinds [8]bool
	clauses := m.reader.Clauses()
	for c := range clauses {
		if !slices.ContainsFunc(clauses[c].Clause.Captions, m.saysCollected) {
			continue
		}
		for s := range clauses[c].Sentences {
			if words := clauses[c].Sentences[s].Of(m.text); staysWithReader(words) || leftOut(words) {
				continue
			}
			for _, mark := range m.reader.Unit(c, s).Marks {
				kinds[mark.Data] = true
			}
		}
	}
	kind := norm.NoData
	switch {
	case kinds[norm.CustomerData]:
		kind = norm.CustomerData
	case kinds[norm.AccountInfo]:
		kind = norm.AccountInfo
	case kinds[norm.PersonalInfo]:
		kind = norm.PersonalInfo
	}
	m.taken = &kind
	return kind
}

// staysWithReader reports whether a sentence says of its data that they do not
// leave the reader's device: 「記録は端末内にのみ保存されます」.
func staysWithReader(sentence string) bool {
	for _, place := range [...]string{"端末", "デバイス", "ブラウザ", "スマートフォン", "ローカル"} {
		if i := strings.Index(sentence, place); i >= 0 {
			rest := sentence[i:]
			return strings.Contains(rest, "のみ") || strings.Contains(rest, "だけ") || strings.Contains(rest, "留まり") || strings.Contains(rest, "とどまり") || strings.Contains(sentence, "送信され") && strings.Contains(sentence, "ません")
		}
	}
	return false
}

// leftOut reports whether a sentence says what is not taken in: 「通話の内容は取得しません
// （仕様により、取得できません）。」
func leftOut(sentence string) bool {
	sentence = strings.TrimRight(sentence, "。\n 　")
	if strings.HasSuffix(sentence, "）") {
		if i := strings.LastIndex(sentence, "（"); i > 0 {
			sentence = sentence[:i]
		}
	}
	if !strings.HasSuffix(sentence, "ません") && !strings.HasSuffix(sentence, "ない") {
		return false
	}
	end := sentence[max(0, len(sentence)-len("取得")-len("することは一切ありません")):]
	for _, taking := range [...]string{"取得", "収集", "保存", "記録", "送信"} {
		if strings.Contains(end, taking) {
			return true
		}
	}
	return false
}

// What is done to take data in, and the words for all that was.
var (
	takings = token.WordsOf("取得", "収集", "入手", "預かる", "お預かり", "集める", "頂く", "いただく")
	takens  = token.WordsOf("情報", "データ")
	past    = token.WordOf("た")

	personal = token.WordOf("個人") // 「取得した個人情報」 are what the list has, too
)

// whatWasTaken reports whether the norm speaks of all that was taken in, without
// saying what that is: 「取得した情報は、次の目的で利用します」.
func (j *judge) whatWasTaken() bool {
	t := j.s.tokens[:j.n.End]
	for i := j.n.Start; i+2 < len(t); i++ {
		if !takings.Has(t[i].Base) {
			continue
		}
		for k := i + 1; k < len(t) && k < i+5; k++ {
			if takens.Has(t[k].Surface) {
				if t[k-1].Surface == personal {
					k--
				}
				return t[k-1].Base == past
			}
		}
	}
	return false
}

// saysCollected reports whether a caption names what is collected: 「取得する情報」,
// not 「取得した情報の利用目的」.
func (m *matcher) saysCollected(caption source.Span) bool {
	text := caption.Of(m.text)
	if strings.Contains(text, "目的") || strings.Contains(text, "方法") {
		return false
	}
	return (strings.Contains(text, "収集") || strings.Contains(text, "取得") || strings.Contains(text, "預か") || strings.Contains(text, "集める") || strings.Contains(text, "受け取る") || strings.Contains(text, "いただく")) &&
		(strings.Contains(text, "情報") || strings.Contains(text, "データ") || strings.Contains(text, "項目") || strings.Contains(text, "内容"))
}
