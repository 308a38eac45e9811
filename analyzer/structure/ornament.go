package structure

import (
	"strings"

	"github.com/yakkan/yakkan/analyzer/document"
)

// A mark in front of a line may be a bullet or an ornament of headings:
//
//	■ 利用目的
//	取得した情報は、次の目的で利用します。
//	・本サービスの提供
//
// Entries of a list stand one below the other; below a heading stands something else. So a
// mark adorns headings where all lines that have it are short, are no sentences, and none is
// followed by another one.

// ornaments are the marks that adorn headings, each of three bytes.
const ornaments = "■●◆□◇▼▶◎★"

const ornamentWidth = len("■")

// adorn makes headings of the lines that a mark adorns, below all others of the document.
func (p *parser) adorn() {
	var often [len(ornaments) / ornamentWidth]int
	var list [len(ornaments) / ornamentWidth]bool
	deepest, any := int16(1), false
	for i := range p.lines {
		l := &p.lines[i]
		if l.kind == document.Heading {
			deepest = max(deepest, l.level)
		}
		m := ornament(l)
		if m < 0 {
			continue
		}
		any = true
		often[m]++
		const clear = sentence | inner | period | colon | question | announces
		list[m] = list[m] || l.kind != document.Paragraph || l.shape&short == 0 || l.shape&clear != 0 ||
			i+1 == len(p.lines) || ornament(&p.lines[i+1]) == m
	}
	if !any {
		return
	}
	for i := range p.lines {
		l := &p.lines[i]
		m := ornament(l)
		if m < 0 || list[m] || often[m] < 2 {
			continue
		}
		l.kind, l.level = document.Heading, deepest+1
		l.span.Start = l.num.rest
		l.rest, l.num = l.span, number{}
		if n, ok := scanNumber(p.text, l.span.Start, l.span.End); ok && n.style != styleBullet {
			l.num, l.rest.Start = n, n.rest
		}
		l.shape = p.shapeOf(l.rest)
	}
}

// ornament returns which of ornaments stands in front of a line as a bullet, -1 if none does.
func ornament(l *line) int {
	if l.num.style != styleBullet || l.num.bullet == '・' {
		return -1
	}
	i := strings.IndexRune(ornaments, l.num.bullet)
	if i < 0 {
		return -1
	}
	return i / ornamentWidth
}
