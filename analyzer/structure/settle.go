package structure

import "github.com/yakkan/yakkan/analyzer/source"

// settleAll settles q and everything below it, the lowest first.
func (p *parser) settleAll(q *Provision) {
	for _, c := range q.Children {
		p.settleAll(c)
	}
	p.settleHeading(q)
	p.settleRuns(q)
	p.settleTexts(q)
	p.settleSpan(q)
}

// settleHeading makes the words beside a number the caption where the body stands below them.
func (p *parser) settleHeading(q *Provision) {
	in := &p.infos[q.id]
	if in.list < 0 || !in.headed || in.class == clause || len(q.Children) == 0 || q.Body.Empty() {
		return
	}
	l := &p.lines[in.line]
	if l.shape&(sentence|inner|announces) != 0 {
		return
	}
	first := q.Children[0]
	isText := first.Kind == Text && !p.infos[first.id].row && p.lines[p.infos[first.id].line].shape&continues == 0
	if !isText && in.style == styleBullet {
		return
	}
	q.Caption = q.Body
	if inside, after, ok := bracket(p.text, q.Body); ok && after == q.Body.End && l.shape&term == 0 {
		q.Caption = inside
	}
	q.Body = source.Span{Start: q.Body.End, End: q.Body.End}
}

// settleRuns puts the items of a sentence below it and says what kind the members of each list are.
func (p *parser) settleRuns(q *Provision) {
	var lead *Provision // the plain line before
	out := p.mem.list[:0]
	changed := false
	if q.Kind == Article && !q.Body.Empty() && p.infos[q.id].list < 0 {
		lead = p.bodyText(q)
		out = append(out, lead)
		changed = true
	}
	for i := 0; i < len(q.Children); {
		c := q.Children[i]
		in := &p.infos[c.id]
		if in.list < 0 {
			if c.Kind == Text {
				lead = c
			} else {
				lead = nil
			}
			out = append(out, c)
			i++
			continue
		}
		j := i
		for j < len(q.Children) && p.infos[q.Children[j].id].list == in.list {
			j++
		}
		run := q.Children[i:j]
		i = j
		if c.Kind == Article {
			lead = nil
			out = append(out, run...)
			continue
		}
		if lead != nil && p.shape(lead)&(sentence|inner|announces|colon|fragment) == 0 && len(out) > 0 && out[len(out)-1] == lead {
			// a noun on a line of its own: an item that lost its number, or a name
			if in.style != styleBullet && lead.Kind == Text && q.Kind >= Article && p.shape(q)&announces != 0 {
				lead.Kind = run[0].Kind
				lead = nil
			} else if in.style != styleBullet || len(out) > 1 && p.text[lead.Body.Start:lead.Body.End] == "以上" {
				lead = nil
			}
		}
		if lead != nil && p.itemsOf(lead, run) {
			changed = true
			for _, c := range run {
				c.Parent = lead
				p.lower(c, Item)
			}
			lead.Children = p.mem.append(lead.Children, run...)
			continue
		}
		p.settleKind(q, lead, run)
		out = append(out, run...)
		if run[0].Kind == Paragraph {
			lead = nil
		}
	}
	if changed {
		q.Children = p.mem.lists.Copy(out)
	}
	p.mem.list = out
}

// bodyText makes the words beside the heading of an article a line of its own, for the time being.
func (p *parser) bodyText(q *Provision) *Provision {
	t := p.mem.provisions.New()
	*t = Provision{Kind: Text, Parent: q, Body: q.Body, Span: q.Body, id: int32(len(p.infos))}
	p.infos = append(p.infos, info{line: p.infos[q.id].line, body: p.infos[q.id].line, list: -1})
	q.Body = source.Span{Start: q.Body.Start, End: q.Body.Start}
	return t
}

// itemsOf reports whether the numbered lines of run are the items of lead.
func (p *parser) itemsOf(lead *Provision, run []*Provision) bool {
	if p.infos[lead.id].row {
		return false
	}
	in := &p.infos[run[0].id]
	l := &p.lines[p.infos[lead.id].line]
	if run[0].value > 1 && len(lead.Children) > 0 && in.style != styleBullet {
		return false // paragraph 2, below the items of the first
	}
	if l.shape&announces != 0 || in.style == styleBullet {
		return true
	}
	if in.headed || run[0].value != 1 {
		return false
	}
	nouns := 0
	for _, c := range run {
		if p.infos[c.id].class != clause {
			nouns++
		}
	}
	return 3*nouns >= 2*len(run)
}

// settleKind decides between paragraphs and items for a list directly below q.
func (p *parser) settleKind(q, lead *Provision, run []*Provision) {
	if q.Kind >= Paragraph && q.Kind != Text || q.Kind == Text {
		return // kindOf has said
	}
	in := &p.infos[run[0].id]
	k := run[0].Kind
	switch {
	case in.headed:
		k = Paragraph
	case in.style == styleBullet:
		k = Item
	default:
		clauses := 0
		for _, c := range run {
			if p.infos[c.id].class == clause {
				clauses++
			}
		}
		sentences := 2*clauses > len(run)
		switch {
		case in.style == styleParen, in.style == styleHalf, in.style == styleKanjiPar, in.style == styleCircled, in.style >= styleKana && in.style <= styleUpperPar:
			if k = Item; sentences {
				k = Paragraph
			}
		}
	}
	for _, c := range run {
		p.lower(c, k)
	}
}

// lower gives c the kind k, and what hangs below it the kinds that follow.
func (p *parser) lower(c *Provision, k Kind) {
	if c.Kind == k {
		return
	}
	c.Kind = k
	for _, d := range c.Children {
		switch {
		case d.Kind == Text:
			for _, e := range d.Children {
				if e.Kind == Item || e.Kind == Subitem {
					p.lower(e, below(k))
				}
			}
		case d.Kind == Item || d.Kind == Subitem:
			p.lower(d, below(k))
		}
	}
}

func below(k Kind) Kind {
	switch k {
	case Item, Subitem:
		return Subitem
	}
	return Item
}

// settleTexts decides what the plain lines directly below q are: its body,
// paragraphs without numbers, or text.
func (p *parser) settleTexts(q *Provision) {
	if q.Kind == Root || q.Kind == Text {
		p.settleContinued(q)
		return
	}
	texts := p.mem.texts[:0]
	numbered := false // paragraphs with numbers
	from := int32(0)
	for _, c := range q.Children {
		switch {
		case c.Kind == Text && !p.infos[c.id].row && !p.lines[p.infos[c.id].line].contents:
			if f := p.shape(c); f&(sentence|inner|announces|fragment) == 0 && len(q.Children) > 1 {
				continue // a name, a date, 「以上」
			} else if f&continues == 0 || len(texts) == 0 && q.Children[0] == c {
				texts = append(texts, c)
			}
		case c.Kind == Paragraph:
			if !numbered {
				from = c.value
			}
			numbered = true
		}
	}
	p.mem.texts = texts
	enumerated := p.infos[q.id].list >= 0
	law := q.Kind == Article && p.ordinal(q)
	switch {
	case len(texts) == 0:
	case enumerated && q.Body.Empty() && q.Children[0] == texts[0] && q.Kind != Article:
		p.absorb(q, texts[0])
	case enumerated && q.Kind != Article:
	case law && numbered && from == 2 && q.Children[0] == texts[0]:
		p.promote(texts[:1])
	case law && !numbered && len(texts) > 1:
		p.promote(texts)
		p.adopt(q)
	case q.Children[0] == texts[0] && (len(texts) == 1 || numbered && law):
		p.absorb(q, texts[0])
	}
	p.settleContinued(q)
}

// shape returns the shape of the line that the body of c stands on.
func (p *parser) shape(c *Provision) shape {
	if i := p.infos[c.id].body; i >= 0 {
		return p.lines[i].shape
	}
	return 0
}

// ordinal reports whether q is a 第N条, whose paragraphs count even without numbers.
func (p *parser) ordinal(q *Provision) bool {
	st := p.infos[q.id].style
	return st == styleArticle || st == styleArticleEN || st == styleOrdinal
}

// absorb makes the words of t, the first line below q, the body of q.
func (p *parser) absorb(q, t *Provision) {
	q.Body = t.Body
	p.infos[q.id].body = p.infos[t.id].body
	for _, c := range t.Children {
		c.Parent = q
		if q.Kind == Item || q.Kind == Subitem {
			p.lower(c, Subitem)
		}
	}
	q.Children = p.mem.append(t.Children[:len(t.Children):len(t.Children)], q.Children[1:]...)
}

// promote makes paragraphs of plain lines.
func (p *parser) promote(texts []*Provision) {
	for i, t := range texts {
		t.Kind = Paragraph
		t.value = int32(i) + 1
	}
}

// adopt hangs the plain lines that go on with a paragraph below it.
func (p *parser) adopt(q *Provision) {
	out := p.mem.list[:0]
	var last *Provision
	for _, c := range q.Children {
		if c.Kind == Text && last != nil && p.shape(c)&continues != 0 {
			c.Parent = last
			last.Children = p.mem.append(last.Children, c)
			continue
		}
		if c.Kind == Paragraph {
			last = c
		} else if c.Kind == Section {
			last = nil
		}
		out = append(out, c)
	}
	q.Children, p.mem.list = p.mem.lists.Copy(out), out
}

// settleContinued says for each plain line below q which provision it goes on with.
func (p *parser) settleContinued(q *Provision) {
	before := q
	if q.Body.Empty() {
		before = nil
	}
	for _, c := range q.Children {
		if c.Kind == Text && p.infos[c.id].line >= 0 && p.shape(c)&continues != 0 {
			c.Continues = before
		}
		if c.Kind == Text || c.Kind == Paragraph {
			before = c
		}
	}
}

// settleSpan widens the spans of q and of its children, below which settling q
// may have put lists, over what they hold.
func (p *parser) settleSpan(q *Provision) {
	for _, c := range q.Children {
		widen(c)
	}
	if q.Kind == Root {
		q.Span = source.Span{End: len(p.text)}
		return
	}
	widen(q)
}

func widen(q *Provision) {
	for _, c := range q.Children {
		q.Span.Start = min(q.Span.Start, c.Span.Start)
		q.Span.End = max(q.Span.End, c.Span.End)
	}
	if !q.Body.Empty() {
		q.Span.End = max(q.Span.End, q.Body.End)
	}
}
