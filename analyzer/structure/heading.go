package structure

import (
	"strings"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/spot"
)

// titleEnds are the words that the title of a document ends with.
var titleEnds = [...]string{"規約", "約款", "ポリシー", "契約書", "契約", "覚書", "方針", "同意書", "特約", "規程", "規定", "ガイドライン", "に関する通知", "表記", "条件", "について", "合意書", "誓約書", "シート", "ルール", "取扱い", "取り扱い", "保証", "SLA", "お知らせ", "宣言", "ノーティス", "ステートメント", "プライバシー通知", "約束", "約定", "決まりごと", "取り決め", "取決め", "細則", "要領", "心得", "注意事項", "Policy", "Terms of Service", "Terms of Use", "Agreement", "TERMS OF SERVICE", "PRIVACY POLICY"}

// titled reports whether s reads like the title of a document.
func titled(s string) bool {
	for range 3 { // 「…覚書 (DPA)【雛形】」
		s = strings.TrimRight(s, " \u3000")
		if !spot.EndsAny(s, "）", ")", "】", "］", "]", "〕") {
			break
		}
		open := opening(s)
		if open <= 0 {
			break
		}
		s = s[:open]
	}
	if strings.HasPrefix(s, "「") || strings.HasPrefix(s, "『") {
		s = strings.TrimRight(s, "」』")
	}
	s = strings.TrimSuffix(s, "(案)")
	return spot.EndsAny(s, titleEnds[:]...)
}

// findTitle takes the title of the document out of the lines: the first of the
// opening lines that reads like one, or the first line if it is short and no sentence.
func (p *parser) findTitle() {
	best := -1
	top := 0
	for i := range p.lines {
		l := &p.lines[i]
		if i >= 8 || l.num.style != noStyle && l.num.style != styleBullet && l.kind != document.Heading || l.rank == rankArticle {
			break
		}
		if l.kind == document.Heading && l.level == 1 {
			top++
		}
		words := l.span.Of(p.text)
		if l.span.Len() > 3*80 || l.num.style == styleBullet || l.kind == document.TableRow {
			continue
		}
		f := p.shapeOf(l.span)
		if f&(sentence|inner|fragment|colon) != 0 || strings.HasPrefix(words, "（") {
			continue
		}
		if best >= 0 && i > best && strings.ContainsAny(words, ":：") {
			continue // 「準拠した基準: …、…経営ガイドライン」 below the title
		}
		if titled(words) {
			best = i
			if hasJapanese(words) {
				break
			}
			continue
		}
		if best < 0 && i == 0 && (f&short != 0 || l.kind == document.Heading) && !dated(words) && !spot.StartsAny(words, "はじめに", "前文", "概要") {
			best = i
			if _, told := kindByTitle(words); told {
				break // 「プライバシーの考え方」, whatever it ends with
			}
		}
	}
	if best < 0 {
		return
	}
	l := &p.lines[best]
	if l.kind == document.Heading && p.sameLevel(best) > 0 {
		return // several documents, or a page whose sections are all of one level
	}
	l.gone = true
	l.rank = noRank
	p.title = l.span
	if inside, after, ok := bracket(p.text, l.span); ok && after == l.span.End {
		p.title = inside
	}
}

// hasJapanese reports whether s has kana or kanji.
func hasJapanese(s string) bool {
	for _, r := range s {
		if r >= 0x3041 && r <= 0x9fff {
			return true
		}
	}
	return false
}

// sameLevel counts the later headings of the level of heading i, or above.
func (p *parser) sameLevel(i int) int {
	n := 0
	for j := i + 1; j < len(p.lines); j++ {
		if p.lines[j].kind == document.Heading && p.lines[j].level <= p.lines[i].level {
			n++
		}
	}
	return n
}

// dated reports whether s is a line like 「最終更新日：2026年4月1日」.
func dated(s string) bool {
	return strings.Contains(s, "年") && strings.Contains(s, "月") && strings.ContainsAny(s, "0123456789_○")
}

// rankTitles finds the titles of the further documents in a file: a line that
// reads like one, below the first numbers, with a list or articles from 1 below it.
func (p *parser) rankTitles() {
	numbered := false
	for i := range p.lines {
		l := &p.lines[i]
		if l.num.style != noStyle || l.rank != noRank {
			numbered = numbered || l.num.style != styleBullet
			continue
		}
		if !numbered || l.gone || l.kind == document.TableRow || l.shape&(nominal|sentence|inner|fragment|colon) != nominal || l.span.Len() > 3*60 {
			continue
		}
		if !titled(l.span.Of(p.text)) || !p.restarts(i) {
			continue
		}
		if prev := p.lines[i-1]; prev.shape&announces != 0 || prev.num.style != noStyle && prev.shape&itemEnd != 0 {
			continue
		}
		l.rank = rankDocument
		p.readCaption(l)
		p.divisions++
	}
}

// restarts reports whether the numbering begins anew within a few lines below line i.
func (p *parser) restarts(i int) bool {
	for j := i + 1; j < len(p.lines) && j <= i+8; j++ {
		l := &p.lines[j]
		if l.rank == noRank && (l.num.style == noStyle || l.num.style == styleBullet) {
			continue
		}
		return l.num.value == 1 && (l.rank != noRank || l.num.style == styleDecimal && l.shape&(short|sentence) == short)
	}
	return false
}

// rankCaptions joins captions that have a line of their own with their heading:
// 「（目的）」 above 「第1条」, or any short line below a bare number.
func (p *parser) rankCaptions() {
	above := p.captionsAbove()
	for i := range p.lines {
		l := &p.lines[i]
		if l.rank == noRank || !l.caption.Empty() || l.num.style == noStyle {
			continue
		}
		if above && i > 0 && p.captionLine(i-1) {
			before := &p.lines[i-1]
			l.caption, _, _ = bracket(p.text, before.span)
			l.span.Start = before.span.Start
			before.gone = true
			continue
		}
		if !l.rest.Empty() || i+1 >= len(p.lines) {
			continue
		}
		next := &p.lines[i+1]
		if next.gone || next.rank != noRank && next.kind != document.Heading || next.num.style != noStyle || dated(next.span.Of(p.text)) || next.kind == document.TableRow || next.kind == document.ListItem {
			continue
		}
		bare := !above && p.captionLine(i+1)
		if !bare && (next.shape&(short|nominal) != short|nominal || next.shape&(sentence|inner|colon|fragment) != 0 || !p.bodyBelow(i+2)) {
			continue
		}
		l.caption = next.span
		if inside, after, ok := bracket(p.text, next.span); ok && after == next.span.End {
			l.caption = inside
		}
		l.span.End = next.span.End
		l.rest = source.Span{Start: l.span.End, End: l.span.End}
		next.gone, next.rank = true, noRank
	}
}

// captionsAbove reports whether this document writes captions above the number.
func (p *parser) captionsAbove() bool {
	for i := range p.lines {
		if p.lines[i].rank == rankArticle {
			return i > 0 && p.captionLine(i-1) && p.lines[i].caption.Empty()
		}
	}
	return false
}

// captionLine reports whether line i is nothing but words in brackets.
func (p *parser) captionLine(i int) bool {
	l := &p.lines[i]
	if l.gone || l.rank != noRank || l.num.style != noStyle || l.span.Len() > 3*50 {
		return false
	}
	_, after, ok := bracket(p.text, l.span)
	return ok && after == l.span.End
}

// bodyBelow reports whether line i goes on with something other than a heading.
func (p *parser) bodyBelow(i int) bool {
	return i < len(p.lines) && p.lines[i].rank == noRank
}

var contentsWords = [...]string{"目次", "もくじ", "目 次", "目　次", "contents", "table of contents", "index"}

// dropContents takes the numbers off the entries of a table of contents, which
// would otherwise count as the articles themselves.
func (p *parser) dropContents() {
	for i := range p.lines {
		if p.lines[i].span.Len() > 40 || !contents(p.lines[i].span.Of(p.text)) {
			continue
		}
		first := ""
		for j := i + 1; j < len(p.lines); j++ {
			l := &p.lines[j]
			words := strings.TrimRight(l.span.Of(p.text), ".…・ 0123456789")
			if j == i+1 {
				first = words
			} else if strings.TrimRight(words, ".…・ 0123456789") == first || l.shape&sentence != 0 || l.span.Len() > 3*60 {
				p.clearNumbers(i+1, j)
				break
			}
		}
		return
	}
}

// contentsMarks stand around them.
const contentsMarks = "【】[]■● \u3000#:："

// contents reports whether a line says that a table of contents is below it.
func contents(s string) bool {
	s = strings.TrimLeft(s, contentsMarks)
	if s == "" || !strings.HasPrefix(s, "目") && !strings.HasPrefix(s, "も") && strings.IndexByte("cCtTiI", s[0]) < 0 {
		return false
	}
	s = strings.TrimRight(s, contentsMarks)
	for _, w := range contentsWords {
		if strings.EqualFold(s, w) {
			return true
		}
	}
	return false
}

// clearNumbers turns the lines [from, to) into plain ones, unless the last of
// them is already the first heading of the text.
func (p *parser) clearNumbers(from, to int) {
	if to < len(p.lines) && p.lines[to].shape&sentence != 0 {
		to-- // the heading above that sentence
	}
	for i := from; i < to; i++ {
		l := &p.lines[i]
		l.num = number{}
		l.rest = l.span
		l.kind = document.Paragraph
		l.contents = true
	}
}
