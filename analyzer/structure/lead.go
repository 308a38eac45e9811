package structure

import (
	"slices"

	"github.com/yakkan/yakkan/analyzer/source"
)

// Clauses returns what there is to read, in document order, a lead before its
// items. The slice belongs to the tree.
func (t *Tree) Clauses() []*Clause { return t.clauses }

// relate makes the clauses and ties items to their leads.
func (p *parser) relate() {
	m := p.mem
	m.clauseOf = append(m.clauseOf[:0], make([]*Clause, len(p.infos))...)
	m.above = append(m.above[:0], make([][]source.Span, len(p.infos))...) // captions above each provision, itself included
	of, captions := m.clauseOf, m.above
	p.tree.clauses = slices.Grow(p.tree.clauses, len(p.tree.Provisions))
	captions[p.tree.Root.id] = p.captionsBelow(p.tree.Root, nil)
	for _, q := range p.tree.Provisions {
		above := p.captionsBelow(q, captions[q.Parent.id])
		captions[q.id] = above
		if q.Body.Empty() {
			continue
		}
		c := m.clauses.New()
		*c = Clause{Provision: q, Span: q.Body, Captions: above, Index: len(p.tree.clauses)}
		of[q.id] = c
		p.tree.clauses = append(p.tree.clauses, c)
	}
	p.leads(of, p.tree.Root, nil)
}

// captionsBelow returns the captions above what stands in q, the nearest first: its
// own before those above it.
func (p *parser) captionsBelow(q *Provision, above []source.Span) []source.Span {
	if q.Caption.Empty() {
		return above
	}
	all := p.mem.captions.Take(1 + len(above))
	all[0] = q.Caption
	copy(all[1:], above)
	return all
}

// leads ties the children of q to the sentence that introduces them, and goes
// on below. above is the sentence that announces what stands under q where q is
// a mere heading: 「次の情報を取得します。」 above 「(1) 登録情報」 and its bullets.
func (p *parser) leads(of []*Clause, q *Provision, above *Clause) {
	lead := of[q.id]
	if lead == nil {
		lead = above
	}
	var announcer *Provision // a sibling that announces the siblings after it
	open := above            // announces what stands under the headings below
	if of[q.id] != nil && p.shape(q)&announces != 0 {
		open = of[q.id]
	}
	for _, c := range q.Children {
		var below *Clause
		if of[c.id] == nil && c.Kind != Article && c.Kind < Text {
			below = open
		}
		if announcer != nil && p.nounsBelow(c) && p.shape(c)&announces == 0 {
			p.leadsOf(of, c, of[announcer.id])
		} else {
			p.leads(of, c, below)
		}
		switch c.Kind {
		case Text:
			announcer = nil
			if p.shape(c)&announces != 0 {
				open = of[c.id]
			}
			continue
		case Item, Subitem:
			if lead != nil && of[c.id] != nil {
				p.tie(lead, of[c.id])
				continue
			}
		case Paragraph:
		default:
			announcer = nil
			continue
		}
		in := &p.infos[c.id]
		if announcer != nil && in.list == p.infos[announcer.id].list && p.itemAfter(announcer, c) {
			p.tie(of[announcer.id], of[c.id])
			continue
		}
		announcer = nil
		if in.list >= 0 && of[c.id] != nil && p.shape(c)&announces != 0 && !p.hasItems(c) {
			announcer = c
		}
	}
}

// leadsOf ties the items below c to a sentence before c: the paragraph that
// announces them has been followed by another one.
func (p *parser) leadsOf(of []*Clause, c *Provision, lead *Clause) {
	for _, d := range c.Children {
		p.leads(of, d, nil)
		if d.Kind == Item || d.Kind == Subitem {
			p.tie(lead, of[d.id])
		}
	}
}

// nounsBelow reports whether c has items that are noun phrases.
func (p *parser) nounsBelow(c *Provision) bool {
	items, nouns := 0, 0
	for _, d := range c.Children {
		if d.Kind != Item && d.Kind != Subitem {
			continue
		}
		items++
		if p.infos[d.id].class != clause {
			nouns++
		}
	}
	return items > 0 && 3*nouns >= 2*items
}

// itemAfter reports whether c, a member of the same list, is an item of lead.
func (p *parser) itemAfter(lead, c *Provision) bool {
	f := p.shape(c)
	if f&continues != 0 {
		return false
	}
	if f&term != 0 && p.shape(lead)&defines != 0 {
		return true
	}
	return p.infos[c.id].class != clause && f&announces == 0
}

// hasItems reports whether c has items below it.
func (p *parser) hasItems(c *Provision) bool {
	for _, d := range c.Children {
		if d.Kind == Item || d.Kind == Subitem || len(d.Children) > 0 {
			return true
		}
	}
	return false
}

// tie makes item one of those that lead introduces.
func (p *parser) tie(lead, item *Clause) {
	if lead == nil || item == nil || lead == item {
		return
	}
	item.Lead = lead
	if len(lead.Items) == cap(lead.Items) {
		room := p.mem.items.Take(max(4, 2*len(lead.Items)))
		lead.Items = room[:copy(room, lead.Items)]
	}
	lead.Items = append(lead.Items, item)
}
