package patterns

import (
	"slices"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/token"
)

// The machine runs compiled phrases over the tokens of a sentence. A node maps a
// set of positions to the set of positions behind what it matches, so that
// nothing is tried twice and no phrase can make it backtrack without end.
//
// It looks at a sentence through a view: the tokens that a slot may see. Tokens
// outside the view, and politeness, are passed over between words, so that
// 「データ（添付を含む。）を閲覧」 reads as データ を 閲覧 to whoever does not look into
// brackets. Words never lie across the edge of a view.

// sentence is a unit made ready for phrases. It belongs to one Match call.
type sentence struct {
	unit    *norm.Unit
	tokens  []token.Token
	hits    [][]hit       // words by the token they begin at
	present bits          // all words of the sentence
	data    [][]norm.Mark // by the token they begin at
	tails   [][]norm.Mark // by each later token of them
	parties [][]norm.PartyMark
	kinds   uint8 // kinds of data that occur
	roles   uint8 // parties that occur
	polite  []bool
	views   map[viewKey]*view
}

// positions is a sorted set of token positions.
type positions []int32

// prepare finds the words of a unit's sentence.
func (v *vocabulary) prepare(u *norm.Unit) *sentence {
	tokens := u.Sentence.Tokens
	s := &sentence{
		unit: u, tokens: tokens, hits: make([][]hit, len(tokens)), present: newBits(len(v.canonical)),
		polite: politeness(tokens), views: map[viewKey]*view{},
	}
	var arena []hit
	for i := range tokens {
		arena = v.find(arena[len(arena):], tokens, i)
		s.hits[i] = arena
		for _, h := range s.hits[i] {
			s.present.set(h.word)
		}
	}
	for _, m := range u.Marks {
		if m.Data != norm.NoData && m.Start < len(tokens) {
			if s.data == nil {
				s.data = make([][]norm.Mark, len(tokens))
				s.tails = make([][]norm.Mark, len(tokens))
			}
			s.data[m.Start] = append(s.data[m.Start], m)
			for i := m.Start + 1; i < m.End && i < len(tokens); i++ {
				s.tails[i] = append(s.tails[i], m)
			}
			s.kinds |= 1 << m.Data
		}
	}
	for _, p := range u.Parties {
		if p.Start < len(tokens) {
			if s.parties == nil {
				s.parties = make([][]norm.PartyMark, len(tokens))
			}
			s.parties[p.Start] = append(s.parties[p.Start], p)
			s.roles |= 1 << p.Role
		}
	}
	return s
}

// politeness marks the tokens that say nothing but how politely it is said:
// ます, です, ございます, いたす, いただく, ておる, させていただく, ご〜.
func politeness(tokens []token.Token) []bool {
	marks := make([]bool, len(tokens))
	base := func(i int) string {
		if i < 0 || i >= len(tokens) {
			return ""
		}
		return tokens[i].Base
	}
	humble := func(i int) bool {
		switch base(i) {
		case "いただく", "頂く", "いただける", "頂ける":
			return true
		}
		return false
	}
	for i, t := range tokens {
		switch t.Base {
		case "ます", "です", "ござる", "ございます", "いたす", "致す":
			marks[i] = true
		case "ご", "御", "お":
			marks[i] = t.POS == token.Prefix
		case "て", "で":
			// ておる, ていただく; 「で」 after a voiced stem.
			marks[i] = t.POS == token.ConjunctiveParticle && (base(i+1) == "おる" || humble(i+1))
		case "おる":
			marks[i] = i > 0 && marks[i-1]
		case "せる", "させる":
			marks[i] = base(i+1) == "て" && humble(i+2)
		default:
			marks[i] = humble(i)
		}
	}
	return marks
}

// machine holds the scratch memory of one Match call.
type machine struct{ free []positions }

func (m *machine) get() positions {
	if n := len(m.free); n > 0 {
		p := m.free[n-1]
		m.free = m.free[:n-1]
		return p[:0]
	}
	return make(positions, 0, 32)
}

func (m *machine) put(p positions) { m.free = append(m.free, p) }

// find returns the leftmost place where n matches, the longest one there.
func (m *machine) find(n *node, v *view) (start, end int, ok bool) {
	return m.findEnd(n, v, nil)
}

// findEnd is find among the places whose last token is accepted; nil accepts all.
func (m *machine) findEnd(n *node, v *view, accept func(last int) bool) (start, end int, ok bool) {
	if n == nil || !v.possible(n) {
		return 0, 0, false
	}
	in := m.get()
	defer func() { m.put(in) }()
	for i := v.next[0]; int(i) < len(v.s.tokens); i = v.next[i+1] {
		if !v.heads(n, i) {
			continue
		}
		in = append(in[:0], i)
		out := m.run(n, v, in)
		for k := len(out) - 1; k >= 0 && !ok; k-- {
			if end = int(out[k]); accept == nil || end > int(i) && accept(end-1) {
				ok = true
			}
		}
		m.put(out)
		if ok {
			return int(i), end, true
		}
	}
	return 0, 0, false
}

// possible reports whether the words that n needs occur at all.
func (v *view) possible(n *node) bool {
	switch n.op {
	case wordOp:
		return n.words.meets(v.s.present)
	case partyOp:
		return n.mask&v.s.roles != 0
	case dataOp:
		return n.mask&v.s.kinds != 0
	case sequenceOp:
		for _, p := range n.parts {
			if !v.possible(p) {
				return false
			}
		}
	case alternativeOp:
		return slices.ContainsFunc(n.parts, v.possible)
	}
	return true
}

// run returns the positions behind the matches of n that begin at in, or after
// politeness and unseen tokens from there. The caller puts the result back.
func (m *machine) run(n *node, v *view, in positions) positions {
	out := m.get()
	switch n.op {
	case wordOp:
		v.from(in, func(p int32) {
			for _, h := range v.s.hits[p] {
				if n.words.has(h.word) && v.sees(p, h.end) {
					out = out.with(h.end)
				}
			}
		})
	case partyOp:
		if v.s.parties == nil {
			break
		}
		v.from(in, func(p int32) {
			for _, mark := range v.s.parties[p] {
				if n.mask&(1<<mark.Role) != 0 && v.sees(p, int32(mark.End)) {
					out = out.with(int32(mark.End))
				}
			}
		})
	case dataOp:
		if v.s.data == nil {
			break
		}
		v.from(in, func(p int32) {
			for _, mark := range v.s.data[p] {
				if n.mask&(1<<mark.Data) != 0 && v.sees(p, int32(mark.End)) {
					out = out.with(int32(mark.End))
				}
			}
			// 「保存された情報」 begins in a relative clause; its head is here.
			for _, mark := range v.s.tails[p] {
				if n.mask&(1<<mark.Data) != 0 && v.next[mark.Start] == p && v.sees(p, int32(mark.End)) {
					out = out.with(int32(mark.End))
				}
			}
		})
	case gapOp:
		for _, p := range in {
			out = out.with(p)
			q := v.next[p]
			for left := n.gap; int(q) < len(v.s.tokens); q = v.next[q+1] {
				if !v.s.polite[q] {
					if left == 0 {
						break
					}
					left--
				}
				out = out.with(q + 1)
			}
		}
	case sequenceOp:
		out = append(out, in...)
		for _, part := range n.parts {
			next := m.run(part, v, out)
			m.put(out)
			if out = next; len(out) == 0 {
				break
			}
		}
	case alternativeOp:
		for _, part := range n.parts {
			next := m.run(part, v, in)
			for _, p := range next {
				out = out.with(p)
			}
			m.put(next)
		}
	case optionalOp:
		next := m.run(n.parts[0], v, in)
		out = append(out, in...)
		for _, p := range next {
			out = out.with(p)
		}
		m.put(next)
	case notOp:
		one := m.get()
		for _, p := range in {
			one = append(one[:0], p)
			next := m.run(n.parts[0], v, one)
			if len(next) == 0 {
				out = out.with(p)
			}
			m.put(next)
		}
		m.put(one)
	case startOp:
		for _, p := range in {
			if p <= v.next[0] {
				out = append(out, p)
			}
		}
	case endOp:
		for _, p := range in {
			if p >= v.tail {
				out = append(out, p)
			}
		}
	}
	return out
}

// from calls f for the places where a word may begin that follows in.
func (v *view) from(in positions, f func(p int32)) {
	last := int32(-1)
	for _, p := range in {
		for q := v.next[p]; int(q) < len(v.s.tokens); q = v.next[q+1] {
			if q > last { // f has not seen it yet
				f(q)
				last = q
			}
			if !v.s.polite[q] {
				break
			}
		}
	}
}

// sees reports whether all tokens of [start, end) are in the view.
func (v *view) sees(start, end int32) bool { return v.outside[end] == v.outside[start] }

// with adds q and keeps the order.
func (ps positions) with(q int32) positions {
	n := len(ps)
	if n == 0 || ps[n-1] < q {
		return append(ps, q)
	}
	i, found := slices.BinarySearch(ps, q)
	if found {
		return ps
	}
	return slices.Insert(ps, i, q)
}
