package structure

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer/spot"
)

// label gives every provision its depth and its canonical label, and lists them in order.
func (p *parser) label() {
	p.tree.Provisions = slices.Grow(p.tree.Provisions, len(p.infos))
	p.labels.Grow(24 * len(p.infos))
	p.labelChildren(p.tree.Root, 0)
}

// labelChildren labels what is below q; bullets, which it returns, counts what has no
// number below the nearest label.
func (p *parser) labelChildren(q *Provision, bullets int32) int32 {
	for _, c := range q.Children {
		c.Depth = q.Depth + 1
		if c.Number == "" && c.value == 0 && (c.Kind == Item || c.Kind == Subitem) {
			bullets++
			c.value = bullets
		}
		c.Label = p.labelOf(c)
		p.tree.Provisions = append(p.tree.Provisions, c)
		if c.Label == "" {
			bullets = p.labelChildren(c, bullets)
			continue
		}
		p.labelChildren(c, 0)
	}
	return bullets
}

// labelOf returns the canonical label of c: what a person would write to point at it.
func (p *parser) labelOf(c *Provision) string {
	in := &p.infos[c.id]
	switch c.Kind {
	case Text:
		return ""
	case Annex, Supplement, Part:
		return p.under(c, Annex, Section)
	case Chapter, Section:
		if in.style.structural() {
			return p.under(c, Part, Chapter, Section, Annex)
		}
		return p.sectionLabel(c)
	case Article:
		if !in.style.structural() && in.list >= 0 || !p.ordinal(c) {
			return p.numberLabel(c)
		}
		return p.under(c, Annex, Supplement, Section)
	}
	return p.numberLabel(c)
}

// join is a label of three parts. All labels of a document lie in one piece of memory.
func (p *parser) join(above, between string, own []byte) string {
	at := p.labels.Len()
	p.labels.WriteString(above)
	p.labels.WriteString(between)
	p.labels.Write(own)
	return p.labels.String()[at:]
}

// under puts the label of the nearest ancestor of one of the kinds before that of c.
// A Section counts only if it is the title of a document of its own.
func (p *parser) under(c *Provision, kinds ...Kind) string {
	own := p.ownLabel(c)
	for a := c.Parent; a != nil; a = a.Parent {
		for _, k := range kinds {
			if a.Kind != k || k == Section && !p.documentTitle(a) && c.Kind == Article {
				continue
			}
			if a.Label != "" && a.Kind == Section && !p.infos[a.id].style.structural() {
				return p.join(a.Label, " ", own)
			}
			return p.join(a.Label, "", own)
		}
	}
	return p.join("", "", own)
}

// documentTitle reports whether a is the title of one of several documents in the file.
func (p *parser) documentTitle(a *Provision) bool {
	i := p.infos[a.id].line
	return i >= 0 && p.lines[i].rank >= rankDocument && p.lines[i].rank < rankAnnex
}

// sectionLabel is the path of captions down to c.
func (p *parser) sectionLabel(c *Provision) string {
	own := shorten(c.Caption.Of(p.text))
	for a := c.Parent; a != nil; a = a.Parent {
		if a.Label == "" || a.Kind == Text {
			continue
		}
		switch {
		case c.Number != "" && a.Kind == Article:
			return a.Label + " " + strings.TrimRight(c.Number, ".．、")
		case a.Kind == Section:
			return a.Label + " > " + own
		}
		return a.Label + "「" + own + "」"
	}
	return own
}

// shorten cuts a caption for use in a label: without a last bracket, at most 24 characters.
func shorten(s string) string {
	if open := opening(s); open > 0 && spot.EndsAny(s, ")", "）") {
		s = strings.TrimRight(s[:open], " \u3000")
	}
	n := 0
	for i := range s {
		if n++; n > 24 {
			return s[:i] + "…"
		}
	}
	return s
}

// numberLabel is the label of the ancestor followed by that of c.
func (p *parser) numberLabel(c *Provision) string {
	own := p.ownLabel(c)
	in := &p.infos[c.id]
	if in.style == styleDotted || in.style == styleHyphen {
		for a := c.Parent; a != nil; a = a.Parent {
			if a.Label != "" && (a.Kind < Article && a.Kind != Section || p.ordinal(a)) {
				return p.join(a.Label, "", own)
			}
		}
		return p.join("", "", own)
	}
	for a := c.Parent; a != nil; a = a.Parent {
		if a.Label == "" || a.Kind == Text || a.Kind == Part || a.Kind == Chapter {
			continue
		}
		if a.Kind == Section {
			if c.Kind == Article && !p.documentTitle(a) {
				continue
			}
			return p.join(a.Label, " ", own)
		}
		if last := a.Label[len(a.Label)-1]; (last >= '0' && last <= '9' || letter(last)) && own[0] >= '0' && own[0] <= '9' {
			if c.Number == "" || a.Kind == Annex {
				return p.join(a.Label, " ", own)
			}
			return p.join(a.Label, ".", own)
		}
		return p.join(a.Label, "", own)
	}
	return p.join("", "", own)
}

// ownLabel is the last part of the label of c; it stands until the next is asked for.
func (p *parser) ownLabel(c *Provision) []byte {
	p.mem.own = p.appendLabel(p.mem.own[:0], c)
	return p.mem.own
}

// appendLabel appends the last part of the label of c.
func (p *parser) appendLabel(b []byte, c *Provision) []byte {
	in := &p.infos[c.id]
	var n number
	if in.line >= 0 {
		n = p.lines[in.line].num
	}
	switch in.style {
	case styleArticle, styleArticleEN:
		return ordinalLabel(b, "条", n)
	case styleOrdinal:
		return ordinalLabel(b, "", n)
	case styleChapter:
		return ordinalLabel(b, "章", n)
	case stylePart:
		return ordinalLabel(b, "編", n)
	case styleSection:
		return ordinalLabel(b, "節", n)
	case styleSubsection:
		return ordinalLabel(b, "款", n)
	case styleDivision:
		return ordinalLabel(b, "目", n)
	case styleSupplement:
		return append(b, "附則"...)
	case styleAnnex:
		b = append(b, strings.TrimRight(c.Number, "0123456789 \u3000-第一二三四五六七八九十ABCDEFGHIJKLMNOPQRSTUVWXYZ")...)
		if c.value == 0 {
			return b
		}
		if last := c.Number[len(c.Number)-1]; last >= 'A' && last <= 'Z' {
			return append(b, last)
		}
		return appendInt(b, c.value)
	case styleDotted, styleHyphen:
		for i, v := range n.path[:n.n] {
			if i > 0 && in.style == styleHyphen {
				b = append(b, '-')
			} else if i > 0 {
				b = append(b, '.')
			}
			b = appendInt(b, v)
		}
		return b
	}
	law := p.lawful(c)
	switch {
	case c.Kind == Article:
		return appendInt(b, c.value)
	case c.Kind == Paragraph && law && (in.style == styleDecimal || in.style == noStyle || in.style == styleMarkerItem || in.style == styleKanji):
		return append(appendInt(append(b, "第"...), c.value), "項"...)
	case c.Kind == Item && law && in.style != styleBullet && in.list >= 0 && !p.pathed(c.Parent):
		return append(appendInt(append(b, "第"...), c.value), "号"...)
	case c.Number == "":
		return append(appendInt(b, c.value), "番目"...)
	}
	return plainLabel(b, c, in.style)
}

// plainLabel appends the number of c in a uniform writing of its style.
func plainLabel(b []byte, c *Provision, st style) []byte {
	switch st {
	case styleDecimal:
		if c.Kind == Paragraph {
			return appendInt(b, c.value)
		}
		return append(appendInt(append(b, '('), c.value), ')')
	case styleParen:
		return append(appendInt(append(b, '('), c.value), ')')
	case styleHalf:
		return append(appendInt(b, c.value), ')')
	case styleCircled:
		if c.value >= 1 && c.value <= 20 {
			return utf8.AppendRune(b, '①'+c.value-1)
		}
	}
	bare := strings.Trim(c.Number, " \u3000.．、，,:：()（）〔〕")
	switch st {
	case styleKana, styleLatin, styleUpper, styleKanji:
		return append(b, bare...)
	}
	return append(append(append(b, '('), bare...), ')')
}

func appendInt(b []byte, v int32) []byte { return strconv.AppendInt(b, int64(v), 10) }

// pathed reports whether q is numbered 3.1 or 3-1.
func (p *parser) pathed(q *Provision) bool {
	st := p.infos[q.id].style
	return st == styleDotted || st == styleHyphen
}

// lawful reports whether c belongs to a 第N条 or an annex, where paragraphs are 項 and items 号.
func (p *parser) lawful(c *Provision) bool {
	for a := c.Parent; a != nil; a = a.Parent {
		switch a.Kind {
		case Article:
			return p.ordinal(a)
		case Supplement:
			return true
		case Section:
			return false
		}
	}
	return false
}

// ordinalLabel appends 第3条の2.
func ordinalLabel(b []byte, word string, n number) []byte {
	b = append(appendInt(append(b, "第"...), n.path[0]), word...)
	for _, v := range n.path[1:max(1, n.n)] {
		b = appendInt(append(b, "の"...), v)
	}
	return b
}
