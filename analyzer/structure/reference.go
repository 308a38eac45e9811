package structure

import (
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/letters"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/spot"
)

// refer reads the reference at byte at of the body of q and returns its width, or 0.
func (p *parser) refer(q *Provision, at int) int {
	s := p.text[at:q.Body.End]
	switch {
	case strings.HasPrefix(s, "第"):
		return p.referNumber(q, at)
	case strings.HasPrefix(s, "別"), strings.HasPrefix(s, "附"), strings.HasPrefix(s, "付"):
		n, ok := scanAnnex(s)
		if !ok {
			return 0
		}
		p.addReference(q, at, at+n.stop, p.annex(n, p.text[at:at+n.stop]), p.text[at:at+n.stop])
		return n.stop
	}
	r, w := letters.First(s)
	rest := s[w:]
	many := 0
	if r == '前' { // 前各項, 前二項, 前2条
		switch {
		case strings.HasPrefix(rest, "各"):
			many = len("各")
		default:
			if _, d := ordinalValue(rest); d > 0 {
				many = d
			}
		}
	}
	unit, uw := letters.First(rest[many:])
	if unit != '条' && unit != '項' && unit != '号' {
		return 0
	}
	if follows := rest[many+uw:]; unit == '項' && spot.StartsAny(follows, "目") || unit == '条' && spot.StartsAny(follows, "件") {
		return 0
	}
	end := at + w + many + uw
	var target *Provision
	switch r {
	case '前', '次':
		target = p.beside(q, unit, r == '前')
	case '本':
		target = p.around(q, unit)
	case '同':
		target = p.said(q, unit)
	}
	if target != nil || r != '同' {
		target, end = p.deeper(q, target, end)
	}
	p.addReference(q, at, end, target, "")
	return end - at
}

// referNumber reads 第5条第2項第3号 at byte at.
func (p *parser) referNumber(q *Provision, at int) int {
	s := p.text[at:q.Body.End]
	n, ok := scanOrdinal(s)
	if !ok {
		return 0
	}
	switch n.style {
	case styleArticle, styleMarkerItem:
	default:
		return 0
	}
	document, law := p.otherBefore(q, at)
	var target *Provision
	end := at + n.stop
	switch {
	case document != "" || law:
		for { // the rest of it belongs to the other document too
			m, ok := scanOrdinal(p.text[end:q.Body.End])
			if !ok || m.style != styleMarkerItem {
				break
			}
			end += m.stop
		}
		if law {
			return end - at
		}
	case n.style == styleArticle:
		target = p.article(q, n)
		target, end = p.deeper(q, target, end)
	case n.paren: // 第N号 of this paragraph
		target = member(p.holder(q, Paragraph), n.value, Item, Subitem)
	default:
		target = paragraph(p.holder(q, Article), n.value)
		target, end = p.deeper(q, target, end)
	}
	p.addReference(q, at, end, target, document)
	return end - at
}

// deeper goes on from target with 第2項 and 第3号 behind it.
func (p *parser) deeper(q, target *Provision, end int) (*Provision, int) {
	for {
		m, ok := scanOrdinal(p.text[end:q.Body.End])
		if !ok || m.style != styleMarkerItem {
			return target, end
		}
		if m.paren {
			target = member(target, m.value, Item, Subitem)
		} else {
			target = paragraph(target, m.value)
		}
		end += m.stop
	}
}

// otherBefore reports what document the words before at name: 民法第5条, 利用規約第3条.
func (p *parser) otherBefore(q *Provision, at int) (document string, law bool) {
	before := strings.TrimRight(p.text[q.Body.Start:at], " \u3000")
	if spot.EndsAny(before, "）", ")", "」") {
		if open := opening(before); open > 0 && len(before)-open < 3*40 {
			if spot.EndsAny(before, "」") {
				before = before[:len(before)-len("」")]
			} else {
				before = before[:open]
			}
		}
	}
	if spot.EndsAny(before, "法", "法律", "令", "規則", "条例", "指針", "通則編", "APPI", "GDPR", "QA", "Q&A", "基準") {
		return "", !spot.EndsAny(before, "方法")
	}
	for _, own := range [...]string{"本規約", "本契約", "本約款", "本特約", "本覚書", "本ポリシー", "この規約", "本利用規約", "本利用契約"} {
		if strings.HasSuffix(before, own) {
			return "", false
		}
	}
	for _, word := range [...]string{"規約", "契約", "約款", "特約", "覚書", "ポリシー", "DPA", "SLA", "規程", "規定", "方針"} {
		if !strings.HasSuffix(before, word) {
			continue
		}
		start := len(before) - len(word)
		for start > 0 && len(before)-start < 3*14 {
			r, w := letters.Last(before[:start])
			if r >= 'ぁ' && r <= 'ん' || r == '、' || r == '。' || r == '「' || r == '（' || r == '(' {
				break
			}
			start -= w
		}
		return before[start:], false
	}
	return "", false
}

// article returns the article with the number n in the same document as q.
func (p *parser) article(q *Provision, n number) *Provision {
	scope := p.scope(q)
	var far *Provision
	i, _ := slices.BinarySearchFunc(p.articlesBy, n.path, func(a numbered, path [4]int32) int { return slices.Compare(a.path[:], path[:]) })
	for ; i < len(p.articlesBy) && p.articlesBy[i].path == n.path; i++ {
		a := p.articlesBy[i].article
		if p.scope(a) == scope {
			return a
		}
		if far == nil {
			far = a
		}
	}
	if scope != p.tree.Root && far != nil && p.scope(far) != p.tree.Root && p.documentTitle(p.scope(far)) {
		return nil // another document of the file
	}
	return far
}

// numbered is an article with its number.
type numbered struct {
	path    [4]int32
	article *Provision
}

// scope returns the annex or the document of its own that q belongs to, or the root.
func (p *parser) scope(q *Provision) *Provision {
	for a := q; a != nil; a = a.Parent {
		if a.Kind == Annex || a.Kind == Supplement || a.Kind == Section && p.documentTitle(a) {
			return a
		}
	}
	return p.tree.Root
}

// indexArticles lists the articles by number, for references.
func (p *parser) indexArticles() {
	for _, q := range p.tree.Provisions {
		if q.Kind == Annex || q.Kind == Supplement {
			p.annexes = append(p.annexes, q)
		}
		if q.Kind != Article {
			continue
		}
		in := &p.infos[q.id]
		in.order = int32(len(p.inOrder))
		p.inOrder = append(p.inOrder, q)
		path := [4]int32{q.value}
		if in.line >= 0 && p.ordinal(q) {
			path = p.lines[in.line].num.path
		}
		p.articlesBy = append(p.articlesBy, numbered{path, q})
	}
	slices.SortStableFunc(p.articlesBy, func(a, b numbered) int { return slices.Compare(a.path[:], b.path[:]) })
}

// annex returns the annex or supplement that a mention names.
func (p *parser) annex(n number, words string) *Provision {
	for _, q := range p.annexes {
		if n.style == styleSupplement && q.Kind == Supplement {
			return q
		}
		if q.Kind == Annex && q.value == n.value && spot.StartsAny(q.Number, words[:min(len(words), len("別紙"))]) {
			return q
		}
	}
	return nil
}

// holder returns the nearest provision around q, itself included, of kind k or wider.
func (p *parser) holder(q *Provision, k Kind) *Provision {
	for a := q; a != nil; a = a.Parent {
		if a.Kind == k || k == Paragraph && a.Kind == Article {
			return a
		}
	}
	return nil
}

// around returns what 本条, 本項 and 本号 mean in q.
func (p *parser) around(q *Provision, unit rune) *Provision {
	switch unit {
	case '条':
		return p.holder(q, Article)
	case '項':
		return p.holder(q, Paragraph)
	}
	for a := q; a != nil; a = a.Parent {
		if a.Kind == Item {
			return a
		}
	}
	return nil
}

// beside returns what 前条, 前項 and 前号 (or 次…) mean in q.
func (p *parser) beside(q *Provision, unit rune, before bool) *Provision {
	at := p.around(q, unit)
	if at == nil || unit == '項' && at.Kind == Article {
		return nil
	}
	if unit == '条' {
		i := int(p.infos[at.id].order) + 1
		if before {
			i -= 2
		}
		if i < 0 || i >= len(p.inOrder) {
			return nil
		}
		return p.inOrder[i]
	}
	var last *Provision
	found := false
	for _, c := range at.Parent.Children {
		if c.Kind != at.Kind {
			continue
		}
		if found {
			return c
		}
		if c == at {
			if before {
				return last
			}
			found = true
		}
		last = c
	}
	return nil
}

// said returns the provision that was mentioned last before, for 同条 and 同項.
func (p *parser) said(q *Provision, unit rune) *Provision {
	for _, r := range slices.Backward(p.tree.References) {
		if r.From != q {
			return nil
		}
		if r.Target == nil {
			continue
		}
		switch unit {
		case '条':
			return p.holder(r.Target, Article)
		case '項':
			return p.holder(r.Target, Paragraph)
		}
		return r.Target
	}
	return nil
}

// paragraph returns paragraph n of article a.
func paragraph(a *Provision, n int32) *Provision {
	if a == nil {
		return nil
	}
	if c := member(a, n, Paragraph); c != nil {
		return c
	}
	if n == 1 && a.Kind == Article && !a.Body.Empty() {
		return a
	}
	return nil
}

// member returns the member of a with one of the kinds and the place n.
func member(a *Provision, n int32, kinds ...Kind) *Provision {
	if a == nil {
		return nil
	}
	for _, c := range a.Children {
		if slices.Contains(kinds, c.Kind) && c.value == n {
			return c
		}
		if c.Kind == Text {
			if d := member(c, n, kinds...); d != nil {
				return d
			}
		}
	}
	return nil
}

func (p *parser) addReference(q *Provision, from, to int, target *Provision, document string) {
	if target != nil {
		document = ""
	}
	p.tree.References = append(p.tree.References, Reference{Span: source.Span{Start: from, End: to}, Target: target, Document: document, From: q})
}

// referDocument records the mention of another document, unless it is this one.
func (p *parser) referDocument(q *Provision, span source.Span) {
	name := span.Of(p.text)
	before := p.text[q.Body.Start:span.Start]
	if spot.EndsAny(before, "本", "この") || strings.Contains(p.title.Of(p.text), name) {
		return
	}
	if name == "約款" || name == "特約" { // only with words of its own: 運送約款
		return
	}
	p.addReference(q, span.Start, span.End, nil, name)
}
