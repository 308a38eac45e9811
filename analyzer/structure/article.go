package structure

// How articles are found
//
// 「第5条」 at the beginning of a line is a heading or the beginning of a
// sentence that refers to article 5. A line is a candidate by its shape (fit)
// and accepted by sequence: the next number, a branch (第3条の2), a restart at
// 1, or a jump that no later candidate contradicts. Chapters, annexes and
// headings by markup are accepted by shape alone. What is accepted gets a rank;
// everything between two ranked lines is a region, left to nest.go.

import (
	"strings"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/letters"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/spot"
)

// rank orders the structural lines; the smaller holds the larger.
type rank int16

const (
	noRank         rank = 0
	rankDocument   rank = 100 // title of one of several documents in a file
	rankAnnex      rank = 200
	rankPart       rank = 300
	rankChapter    rank = 400
	rankSection    rank = 500
	rankSubsection rank = 550
	rankDivision   rank = 560
	rankAbove      rank = 570 // + level: headings by markup above the articles
	rankArticle    rank = 600
	rankBelow      rank = 700 // + level: headings inside an article
)

// fit says how well a line looks like the heading of an article.
type fit uint8

const (
	fitNone fit = iota // a reference at the beginning of a sentence
	fitWeak            // words follow the number directly
	fitBody            // heading with the first words of the body on the line
	fitHead            // a heading and nothing else
)

// rankLines finds the structural lines.
func (p *parser) rankLines() {
	p.rankArticles()
	p.splitArticles()
	p.rankDivisions()
	p.rankMarkup()
	p.rankTitles()
	p.rankCaptions()
}

// candidate is a line that may be an article.
type candidate struct {
	line int
	fit  fit

	// What readHeading made of it:
	caption, rest source.Span
	shape         shape
}

func (p *parser) rankArticles() {
	for _, st := range [...]style{styleArticle, styleArticleEN, styleOrdinal} {
		var found []candidate
		for i := range p.lines {
			l := &p.lines[i]
			if l.num.style != st {
				continue
			}
			trial := *l
			if f := p.readHeading(&trial); f > fitNone {
				found = append(found, candidate{i, f, trial.caption, trial.rest, trial.shape})
			}
		}
		p.acceptArticles(found)
		if p.articles > 0 {
			break
		}
	}
	p.dropOrdinals()
}

// dropOrdinals makes a 「第1」 that counts no articles words again: one alone, or
// beside 第N条.
func (p *parser) dropOrdinals() {
	for i := range p.lines {
		l := &p.lines[i]
		if l.num.style != styleOrdinal || l.rank == rankArticle && p.articles > 1 {
			continue
		}
		if l.rank == rankArticle {
			p.articles--
		}
		l.num, l.rest, l.rank, l.caption = number{}, l.span, noRank, source.Span{}
		l.shape = p.shapeOf(l.rest)
	}
}

// acceptArticles walks over the candidates and keeps those that make a sequence.
func (p *parser) acceptArticles(found []candidate) {
	var last int32
	for i, c := range found {
		l := &p.lines[c.line]
		v := l.num.value
		accepted := false
		switch {
		case l.num.n > 1:
			accepted = v == last || v == last+1 || c.fit >= fitBody
		case v == last+1:
			accepted = c.fit > fitWeak || last > 0 || len(found) == 1 || p.nextIs(found, i, 2)
		case v == 1:
			accepted = c.fit > fitWeak
		case c.fit == fitWeak:
		case v > last+1:
			accepted = !p.comes(found, i, last+1)
		default: // again, or back: an author's slip, or a stray line
			accepted = c.fit == fitHead && p.nextIs(found, i, v+1)
		}
		if !accepted {
			continue
		}
		last = v
		l.caption, l.rest, l.shape = c.caption, c.rest, c.shape
		l.rank = rankArticle
		p.articles++
	}
}

// nextIs reports whether the candidate after i has the value v. Branches of i
// itself (第3条の2) are passed over.
func (p *parser) nextIs(found []candidate, i int, v int32) bool {
	for j := i + 1; j < len(found); j++ {
		if n := &p.lines[found[j].line].num; n.n < 2 || n.value != v-1 {
			return n.value == v
		}
	}
	return false
}

// comes reports whether a good candidate with the value v stands among the next
// few, of which branches do not count.
func (p *parser) comes(found []candidate, i int, v int32) bool {
	few := 8
	for j := i + 1; j < len(found) && few > 0; j++ {
		n := &p.lines[found[j].line].num
		if found[j].fit > fitWeak && n.value == v {
			return true
		}
		if n.n < 2 {
			few--
		}
	}
	return false
}

// readHeading reads caption and body behind the number of l and says how they fit.
func (p *parser) readHeading(l *line) fit {
	text := p.text
	start, end := l.num.rest, l.span.End
	gap := l.num.rest > l.num.stop
	l.caption, l.rest = source.Span{}, source.Span{Start: end, End: end}
	l.shape = short
	if start >= end {
		return fitHead
	}
	if w := headingMark(text[start:end]); w > 0 && !gap {
		start += w
		start += blanks(text[start:end])
		gap = true
		if start >= end {
			return fitHead
		}
	}
	if inside, after, ok := bracket(text, source.Span{Start: start, End: end}); ok {
		tail := trim(text, source.Span{Start: after, End: end})
		if tail.Empty() {
			l.caption = inside
			return fitHead
		}
		if r, _ := utf8.DecodeRuneInString(text[start:]); r != '「' && r != '『' {
			if tail.Start == after && refers(text[after:end]) {
				return fitNone
			}
			l.caption = inside
			p.setRest(l, tail)
			return fitBody
		}
	}
	tail := trim(text, source.Span{Start: start, End: end})
	s := tail.Of(text)
	f := p.shapeOf(tail)
	if refers(s) {
		return fitNone
	}
	switch {
	case f&(short|nominal) == short|nominal && f&(inner|sentence|fragment) == 0:
		if !gap && refersLoosely(s) {
			return fitNone
		}
		l.caption = tail
		if gap {
			return fitHead
		}
		return fitWeak
	case !gap:
		p.setRest(l, tail)
		if refersLoosely(s) {
			return fitNone
		}
		return fitWeak
	}
	if head, body, ok := p.splitCaption(tail); ok {
		l.caption = head
		p.setRest(l, body)
		return fitBody
	}
	p.setRest(l, tail)
	return fitBody
}

func (p *parser) setRest(l *line, rest source.Span) {
	l.rest = rest
	l.shape = p.shapeOf(rest)
}

// headingMark returns the width of a colon or stop between number and caption.
func headingMark(s string) int {
	for _, m := range [...]string{":", "：", ".", "．", "、", "-", "－", "―"} {
		if strings.HasPrefix(s, m) {
			return len(m)
		}
	}
	return 0
}

// bracket reads the bracket group at the start of span: the words inside, and
// where the text goes on.
func bracket(text string, span source.Span) (inside source.Span, after int, ok bool) {
	s := span.Of(text)
	open, w := letters.First(s)
	shut, known := closers[open]
	if !known {
		return source.Span{}, 0, false
	}
	depth := 0
	for i, r := range s {
		if i > 200 {
			break
		}
		switch {
		case r == open, open == '（' && r == '(', open == '(' && r == '（':
			depth++
		case r == shut, shut == '）' && r == ')', shut == ')' && r == '）':
			if depth--; depth == 0 {
				inside = trim(text, source.Span{Start: span.Start + w, End: span.Start + i})
				return inside, span.Start + i + utf8.RuneLen(r), !inside.Empty()
			}
		}
	}
	return source.Span{}, 0, false
}

var closers = map[rune]rune{'（': '）', '(': ')', '【': '】', '「': '」', '『': '』', '〔': '〕', '［': '］', '[': ']', '＜': '＞', '<': '>', '〈': '〉', '《': '》'}

// refers reports whether s goes on as a sentence after 第N条, so that the number is a reference.
func refers(s string) bool {
	return spot.StartsAny(s, "第", "に", "の", "を", "は", "が", "で", "と", "及", "又", "ま", "か", "や", "、", "，", "各", "前", "但し書", "ただし書", "本文", "・", "~", "〜", "～", "乃至", "ないし", "ほか", "から", "並び", "若しく", "もしく", "へ", "も", "後段", "前段") &&
		!spot.StartsAny(s, "第三者", "第三国", "各種", "はじめ", "前払", "前提", "前受", "もの", "まえ", "かし", "との関係", "がん", "へい")
}

// refersLoosely is refers for words that follow the number without a blank.
func refersLoosely(s string) bool {
	return spot.StartsAny(s, "所定", "違反", "等", "記載", "以下", "以上", "以降", "項", "号", "参照", "関係", "違背", "規定", "該当", "但書", "（", "(")
}

// splitCaption splits 「目的　本規約は…」 after its first word.
func (p *parser) splitCaption(span source.Span) (head, body source.Span, ok bool) {
	text := p.text
	s := span.Of(text)
	i := strings.IndexAny(s, " \u3000")
	if i <= 0 || i > 60 {
		return head, body, false
	}
	head = source.Span{Start: span.Start, End: span.Start + i}
	body = trim(text, source.Span{Start: head.End, End: span.End})
	f := p.shapeOf(head)
	if f&nominal == 0 || f&(fragment|sentence|colon|term) != 0 || body.Len() < 3*12 {
		return head, body, false
	}
	if p.shapeOf(body)&sentence == 0 || !strings.Contains(body.Of(text), "は") {
		return head, body, false
	}
	return head, body, true
}

// splitArticles cuts off the first paragraph where it stands behind the
// heading of its article: 「第1条（目的）1. 本規約は…」.
func (p *parser) splitArticles() {
	var out []line
	for i := range p.lines {
		l := &p.lines[i]
		n, ok := number{}, false
		if l.rank == rankArticle && !l.rest.Empty() {
			n, ok = scanNumber(p.text, l.rest.Start, l.rest.End)
			ok = ok && n.value == 1 && n.n == 1 && !n.loose && !n.style.structural() && n.rest < l.rest.End
		}
		if out == nil {
			if !ok {
				continue
			}
			out = append(make([]line, 0, len(p.lines)+16), p.lines[:i]...)
		}
		out = append(out, *l)
		if !ok {
			continue
		}
		l = &out[len(out)-1]
		para := line{span: l.rest, rest: source.Span{Start: n.rest, End: l.rest.End}, num: n, joined: true}
		para.shape = p.shapeOf(para.rest)
		l.span.End = l.rest.Start
		l.span = trim(p.text, l.span)
		l.rest = source.Span{Start: l.span.End, End: l.span.End}
		l.shape = short
		out = append(out, para)
	}
	if out != nil {
		p.lines = out
	}
}

// rankDivisions accepts 編章節款目, annexes and supplements by shape.
func (p *parser) rankDivisions() {
	for i := range p.lines {
		l := &p.lines[i]
		var r rank
		switch l.num.style {
		case stylePart:
			r = rankPart
		case styleChapter:
			r = rankChapter
		case styleSection:
			r = rankSection
		case styleSubsection:
			r = rankSubsection
		case styleDivision:
			r = rankDivision
		case styleAnnex, styleSupplement:
			r = rankAnnex
		default:
			continue
		}
		trial := *l
		f := p.readHeading(&trial)
		switch {
		case f == fitHead:
		case f == fitWeak && trial.rest.Empty() && l.num.style != styleSection:
		case f >= fitWeak && l.num.style == styleSupplement: // 「附則 本規約は…から施行する。」
		default:
			continue
		}
		if r == rankAnnex && l.kind == document.ListItem || trial.span.Len() > 3*60 && r != rankAnnex {
			continue
		}
		*l = trial
		l.rank = r
		p.divisions++
	}
}

// rankMarkup accepts headings by markup.
func (p *parser) rankMarkup() {
	lowest := int16(99) // level of article headings
	any := false
	for i := range p.lines {
		l := &p.lines[i]
		if l.kind != document.Heading {
			continue
		}
		any = true
		if l.rank == rankArticle {
			lowest = min(lowest, l.level)
		}
	}
	if !any {
		return
	}
	for i := range p.lines {
		l := &p.lines[i]
		if l.kind != document.Heading || l.rank != noRank {
			continue
		}
		switch {
		case p.articles == 0:
			l.rank = rankAbove + rank(min(l.level, 9))
		case l.level < lowest && lowest < 99:
			l.rank = rankAbove + rank(min(l.level, 9))
		case lowest == 99 && !p.afterArticle(i):
			l.rank = rankDocument + rank(min(l.level, 9))
		default:
			l.rank = rankBelow + rank(min(l.level, 9))
		}
		p.headings++
		if l.num.style == styleBullet || l.num.style == styleKana || l.num.style.structural() {
			l.num = number{}
			l.rest = l.span
		}
		p.readCaption(l)
	}
}

// afterArticle reports whether an article stands above line i and goes on below it.
func (p *parser) afterArticle(i int) bool {
	var before, after int32
	for j := i - 1; j >= 0 && before == 0; j-- {
		if p.lines[j].rank == rankArticle {
			before = p.lines[j].num.value
		}
	}
	for j := i + 1; j < len(p.lines) && after == 0; j++ {
		if p.lines[j].rank == rankArticle {
			after = p.lines[j].num.value
		}
	}
	return before > 0 && after != 1
}

// readCaption makes all the words of a heading its caption.
func (p *parser) readCaption(l *line) {
	words := l.span
	if l.num.style != noStyle {
		words.Start = max(l.num.rest, l.span.Start)
	}
	if inside, after, ok := bracket(p.text, words); ok && after == words.End {
		words = inside
	}
	l.caption = words
	l.rest = source.Span{Start: l.span.End, End: l.span.End}
	l.shape = short
}
