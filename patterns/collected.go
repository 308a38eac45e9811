package patterns

import (
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/spot"
)

// A list of purposes seldom names the data that they are for: the section before
// it does, 「取得する情報」. Patterns that say `collected` take the kind from there.

// TakesIn returns a function that answers whether a document names what its readers store
// among what it takes in. The function is not safe for concurrent use.
func (lib *Library) TakesIn(r *norm.Reader) func() bool {
	return func() bool {
		m := lib.matcher(r)
		return m.collected() == norm.CustomerData && !m.ownRecords()
	}
}

// collected returns the kind of the data that the document says it takes in,
// NoData if no section of it does. Where what customers store is among them,
// purposes are for that as well.
func (m *matcher) collected() norm.Data {
	if m.taken != nil {
		return *m.taken
	}
	var kinds [8]bool
	clauses, says := m.reader.Clauses(), &m.lib.says
	var above []source.Span // the captions
	var told captionsTell
	out := false
	for c := range clauses {
		if kinds[norm.CustomerData] {
			break // the rest cannot change that
		}
		if captions := clauses[c].Clause.Captions; c == 0 || !slices.Equal(captions, above) {
			above, out, told = captions, false, m.captionsTell(captions)
		}
		if !told.what && !told.ways {
			continue
		}
		for s := range clauses[c].Sentences {
			words := clauses[c].Sentences[s].Of(m.text)
			out = out || says.ends(words, notTaken) // a line of its own heads what is not taken
			if says.leftOut(words) {
				out = out || says.in(words, pointsDown) // 「次に掲げる情報は、原則として収集しません」
				continue
			}
			if out || says.staysWithReader(words) || says.thrownAway(words) {
				continue
			}
			if says.putsIn(words) && !m.ownRecords() {
				kinds[norm.CustomerData] = true
			}
			if !told.what {
				continue
			}
			if told.withEnds && says.ends(strings.TrimRight(words, "。\n 　"), endWords) {
				continue // 「・コメントへの返信のため」, between what is taken
			}
			u := m.reader.Unit(c, s)
			question := says.in(words, asked)
			inForm := says.in(words, formWords)
			for i := range u.Marks {
				switch kind := u.Marks[i].Data; {
				case kind != norm.CustomerData:
					kinds[kind] = true
				case inForm:
					kinds[norm.AccountInfo] = true // 「入力フォームにユーザーが入力する情報」
				case !question && m.takenIn(u, i):
					kinds[kind] = true
				}
			}
			if question {
				continue
			}
			if says.writesDown(words) && !m.ownRecords() || says.ofOthers(words) {
				kinds[norm.CustomerData] = true
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

// captionsTell is what the captions over a clause say of what is taken in.
type captionsTell struct {
	what     bool // the clause names what is
	ways     bool // it says how
	withEnds bool // it says what for as well
}

func (m *matcher) captionsTell(captions []source.Span) (told captionsTell) {
	says := &m.lib.says
	for _, caption := range captions {
		words := caption.Of(m.text)
		if says.in(words, notTaken) {
			return captionsTell{}
		}
		told.what = told.what || says.saysCollected(words)
		told.ways = told.ways || says.in(words, waysWords)
		told.withEnds = told.withEnds || says.in(words, elsewhereWords)
	}
	return told
}

// staysWithReader reports whether a sentence says of its data that they do not
// leave the reader's device: 「記録は端末内にのみ保存されます」.
func (l *letterLists) staysWithReader(sentence string) bool {
	rest, ok := l.behind(sentence, deviceWords)
	return ok && (l.in(rest, onlyThere) || l.in(sentence, sentOut) && strings.Contains(sentence, "ません"))
}

// leftOut reports whether a sentence says what is not taken in: 「通話の内容は取得しません
// （仕様により、取得できません）。」
func (l *letterLists) leftOut(sentence string) bool {
	sentence = strings.TrimRight(sentence, "。\n 　")
	if strings.HasSuffix(sentence, "）") {
		if i := strings.LastIndex(sentence, "（"); i > 0 {
			sentence = sentence[:i]
		}
	}
	if !strings.HasSuffix(sentence, "ません") && !strings.HasSuffix(sentence, "ない") {
		return false
	}
	return l.in(sentence[max(0, len(sentence)-len("取得")-len("することは一切ありません")):], takingWords)
}

// writesDown reports whether a line of what is collected names something that readers
// write or record themselves: 「収支の記録」, 「メモ」, 「出品の内容」, 「頭痛の症状」. Records that
// come of themselves (閲覧の記録) and those of dealings with the vendor are none.
func (l *letterLists) writesDown(line string) bool {
	if l.in(line, writtenDown) {
		return true
	}
	const record = "記録"
	for rest := line; ; {
		before, after, ok := strings.Cut(rest, record)
		if !ok {
			return false
		}
		rest = after
		if spot.StartsAny(after, "し", "さ", "す", "媒体") {
			continue // 「次の情報が記録されます」
		}
		if phrase, _, _ := strings.Cut(after, "、"); l.ends(phrase, endWords) {
			continue // 「移動の記録のため、位置情報を取得します」
		}
		before = strings.TrimSuffix(before, "の")
		if before != "" && !l.ends(before, byThemselves) && !spot.EndsAny(before, "、", "・", "（", "(", "「", ":", "：") {
			return true
		}
	}
}

// putsIn reports whether a line names something that readers put in which does not tell who
// they are: 「利用者が入力した献立」, not 「フォームに入力した氏名」.
func (l *letterLists) putsIn(line string) bool {
	for _, w := range l[putInWords] {
		before, after, ok := strings.Cut(line, w)
		if ok && !l.in(after, ofOneself) && (after != "" || before != "") {
			return !l.in(before[max(0, len(before)-len("、予約の際にフォームに")):], ofOneself)
		}
	}
	return false
}

// ofOthers reports whether a line of what is collected is about people whom a customer
// serves: 「テナントが受け付ける予約に関する氏名」, 「導入施設が登録した利用者の情報」.
func (l *letterLists) ofOthers(line string) bool {
	for _, who := range l[gatherers] {
		_, rest, ok := strings.Cut(line, who)
		if !ok {
			continue
		}
		for _, puts := range l[gatheringWords] {
			if k := strings.Index(rest, puts); k >= 0 && k <= len("本サービス上のフォームで") {
				return true
			}
		}
	}
	return false
}

// thrownAway reports whether a sentence says of its data that they are gone as soon as
// they were worked on: 「生成した画像は、処理の完了後に破棄されます」.
func (l *letterLists) thrownAway(sentence string) bool {
	rest, ok := l.behind(sentence, onceDone)
	return ok && l.in(rest, awayWords)
}

// takenIn reports whether a mark of what customers store names something that is taken in:
// not what that is for, nor what is said of anything one gives, one's name too.
func (m *matcher) takenIn(u *norm.Unit, i int) bool {
	mark, t := u.Marks[i], u.Sentence.Tokens
	if u.Roles[mark.Start] == norm.Purpose || summedUp(u, i) {
		return false
	}
	return !m.lib.says.in(m.text[t[mark.Start].Start:t[mark.End-1].End], providedWords)
}

// summedUp reports whether a mark of data is no more than an example of the member's own
// data: 「登録欄に会員が入力する情報等の会員情報」.
func summedUp(u *norm.Unit, i int) bool {
	t, end := u.Sentence.Tokens, u.Marks[i].End
	if end < len(t) && t[end].Surface == others {
		end++ // 等
	}
	if end >= len(t) || t[end].Surface != of {
		return false
	}
	return slices.ContainsFunc(u.Marks, func(m norm.Mark) bool {
		return m.Data == norm.AccountInfo && m.Start > end && m.Start <= end+2
	})
}

// saysCollected reports whether a caption names what is collected: 「取得する情報」,
// 「ユーザーが入力・投稿する情報」, 「取得する情報と利用目的」, not 「取得した情報の利用目的」.
func (l *letterLists) saysCollected(caption string) bool {
	switch {
	case l.in(caption, elsewhereWords):
		for _, and := range l[joints] {
			if first, _, ok := strings.Cut(caption, and); ok && !l.in(first, elsewhereWords) {
				return l.in(first, takenWords)
			}
		}
		return false
	case l.ends(caption, givenEnds) && l.in(caption, givingWords):
		return true
	}
	return l.in(caption, takenWords) && l.in(caption, takenThings)
}
