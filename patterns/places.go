package patterns

import "github.com/yakkan/yakkan/analyzer/norm"

// places leads to the tokens of a view at which a match could begin, from left
// to right.
type places struct {
	m       *machine
	v       *view
	set     *wordSet // of words; nil if a match can begin anywhere
	last    int32    // the token before
	token   int32    // of the hit
	hit     int      // the next that begins one
	parties []norm.PartyMark
	data    []norm.Mark
}

// placesOf returns where a phrase could begin in a view.
func (m *machine) placesOf(c *code, v *view) places {
	p := places{m: m, v: v, last: -1}
	if c.flags&free != 0 {
		return p
	}
	s := v.s
	p.set = &m.sets[c.first]
	p.hit = m.next(p.set, s.hits, 0)
	if c.parties&s.roles != 0 {
		p.parties = s.unit.Parties
	}
	if c.data&s.kinds != 0 {
		p.data = s.data
	}
	return p
}

// next returns the next token, and whether there is one.
func (p *places) next() (token int32, more bool) {
	s, v := p.v.s, p.v
	n := int32(len(s.tokens))
	if p.set == nil {
		p.last = v.next[p.last+1]
		return p.last, p.last < n
	}
	for {
		i := n
		if p.hit < len(s.hits) {
			for s.from[p.token+1] <= int32(p.hit) {
				p.token++
			}
			i = p.token
		}
		if len(p.parties) > 0 {
			i = min(i, int32(p.parties[0].Start))
		}
		for len(p.data) > 0 && !v.seesFrom(p.data[0], v.next[p.data[0].Start]) {
			p.data = p.data[1:]
		}
		if len(p.data) > 0 {
			i = min(i, v.next[p.data[0].Start])
		}
		if i == n {
			return n, false
		}
		if p.hit < len(s.hits) && p.token == i {
			p.hit = p.m.next(p.set, s.hits, int(s.from[i+1]))
		}
		for len(p.parties) > 0 && int32(p.parties[0].Start) <= i {
			p.parties = p.parties[1:]
		}
		for len(p.data) > 0 && v.next[p.data[0].Start] <= i {
			p.data = p.data[1:]
		}
		if i > p.last && v.next[i] == i {
			p.last = i
			return i, true
		}
	}
}
