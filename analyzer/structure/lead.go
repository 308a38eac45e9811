package structure

import "github.com/yakkan/yakkan/analyzer/source"

// Clauses returns what there is to read, in document order, a lead before its
// items. The slice belongs to the tree.
func (t *Tree) Clauses() []*Clause { return t.clauses }

// relate makes the clauses and ties items to their leads.
func (p *parser) relate() {
	of := make([]*Clause, len(p.infos))
	slab := make([]Clause, 0, len(p.tree.Provisions))
	captions := map[*Provision][]source.Span{}
	for _, q := range p.tree.Provisions {
		if q.Body.Empty() {
			continue
		}
		slab = append(slab, Clause{Provision: q, Span: q.Body, Captions: p.captionsOf(captions, q)})
		c := &slab[len(slab)-1]
		of[q.id] = c
		p.tree.clauses = append(p.tree.clauses, c)
	}
	p.leads(of, p.tree.Root)
	for _, q := range p.tree.Provisions {
		p.leads(of, q)
	}
}

// captionsOf returns the captions above q, the nearest first, itself included.
func (p *parser) captionsOf(known map[*Provision][]source.Span, q *Provision) []source.Span {
	if q == nil {
		return nil
	}
	if s, ok := known[q]; ok {
		return s
	}
	s := p.captionsOf(known, q.Parent)
	if !q.Caption.Empty() {
		s = append([]source.Span{q.Caption}, s...)
	}
	known[q] = s
	return s
}

// leads ties the children of q to the sentence that introduces them.
func (p *parser) leads(of []*Clause, q *Provision) {
	lead := of[q.id]
	var announcer *Provision // a sibling that announces the siblings after it
	for i := 0; i < len(q.Children); i++ {
		c := q.Children[i]
		switch c.Kind {
		case Text:
			announcer = nil
			continue
		case Item, Subitem:
			if lead != nil {
				tie(lead, of[c.id])
				continue
			}
		case Paragraph:
		default:
			announcer = nil
			continue
		}
		in := &p.infos[c.id]
		if announcer != nil && in.list == p.infos[announcer.id].list && p.itemAfter(announcer, c) {
			tie(of[announcer.id], of[c.id])
			continue
		}
		announcer = nil
		if in.list >= 0 && p.shape(c)&announces != 0 && !p.hasItems(c) {
			announcer = c
		}
	}
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

func tie(lead, item *Clause) {
	if lead == nil || item == nil || lead == item {
		return
	}
	item.Lead = lead
	lead.Items = append(lead.Items, item)
}
