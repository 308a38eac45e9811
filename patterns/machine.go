package patterns

import (
	"math"
	mathbits "math/bits"
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
	hits    []hit   // the words, by the token they begin at
	from    []int32 // token -> its first hit; one more than there are tokens
	present bits    // all words of the sentence
	known   bool    // the next two are there
	data    []norm.Mark
	kinds   uint8 // kinds of data that occur
	roles   uint8 // parties that occur
	polite  []bool
	views   []*view
	room    [4]*view // for views, as long as they are few
	mem     *memory

	bracketed uint8 // 0 not looked at, 1 without brackets, 2 with
}

// at returns the words that begin at a token.
func (s *sentence) at(i int32) []hit { return s.hits[s.from[i]:s.from[i+1]] }

// positions is a sorted set of token positions.
type positions []int32

// words returns the sentence of tokens with its words; it has no unit yet.
func (v *vocabulary) words(m *memory, text token.Text, tokens []token.Token) *sentence {
	n := len(tokens)
	s := m.sentences.New()
	*s = sentence{tokens: tokens, from: m.numbers.Take(n + 1), present: m.bits(len(v.canonical)), polite: m.polite.Take(n), mem: m}
	hits, moods := m.hit[:0], slices.Grow(m.moods[:0], n+2)[:n+2]
	moods[n], moods[n+1] = plainMood, plainMood // behind the end
	m.begins = v.begins(m.begins, text, tokens)
	for i, b := range m.begins {
		first := len(hits)
		s.from[i], moods[i] = int32(first), b.mood()
		hits = v.find(hits, b, text, tokens, i)
		for _, h := range hits[first:] {
			s.present.set(h.word)
		}
	}
	s.from[n] = int32(len(hits))
	s.hits = m.hits.Copy(hits)
	politeness(s.polite, moods, tokens)
	m.hit, m.moods = hits, moods
	return s
}

// prepare returns the sentence of a unit. Its data words are known after know.
func (m *matcher) prepare(u *norm.Unit) *sentence {
	if s, ok := u.Kept.(*sentence); ok {
		return s
	}
	s := m.lib.begin(m.mem, u.Sentence.Text, u.Sentence.Tokens)
	u.Kept, s.unit = s, u
	for _, p := range u.Parties {
		s.roles |= 1 << p.Role
	}
	return s
}

// know finishes the unit of a sentence and takes over its data words.
func (s *sentence) know() {
	s.unit.Finish() // of what was an item or a proviso alone there may be more by now
	if s.known {
		return
	}
	s.known = true
	found := s.mem.found[:0]
	for _, m := range s.unit.Marks {
		if m.Data != norm.NoData && m.End <= len(s.tokens) {
			found = append(found, m)
			s.kinds |= 1 << m.Data
		}
	}
	s.data = s.mem.marks.Copy(found)
	s.mem.found = found
}

// mood is what a token may add to the politeness of a sentence, by its base form.
type mood uint8

const (
	plainMood  mood = iota
	politeMood      // ます, です
	honorific       // ご
	joining         // て
	humble          // いただく
	lasting         // おる
	causative       // せる
)

func moodOf(base string) mood {
	switch base {
	case "ます", "です", "ござる", "ございます", "いたす", "致す":
		return politeMood
	case "ご", "御", "お":
		return honorific
	case "て", "で":
		return joining
	case "おる":
		return lasting
	case "せる", "させる":
		return causative
	case "いただく", "頂く", "いただける", "頂ける":
		return humble
	}
	return plainMood
}

var te = token.WordOf("て")

// politeness marks the tokens that say nothing but how politely it is said:
// ます, です, ございます, いたす, いただく, ておる, させていただく, ご〜. moods has two
// more than there are tokens.
func politeness(marks []bool, moods []mood, tokens []token.Token) {
	for i := range tokens {
		switch moods[i] {
		case politeMood, humble:
			marks[i] = true
		case honorific:
			marks[i] = tokens[i].POS == token.Prefix
		case joining:
			// ておる, ていただく; 「で」 after a voiced stem.
			marks[i] = tokens[i].POS == token.ConjunctiveParticle && (moods[i+1] == lasting || moods[i+1] == humble)
		case lasting:
			marks[i] = i > 0 && marks[i-1]
		case causative:
			// させていただく
			marks[i] = i+1 < len(tokens) && tokens[i+1].Base == te && moods[i+2] == humble
		}
	}
}

// machine runs the phrases of a program. It holds the scratch memory of one Match
// call.
type machine struct {
	*program
	free     []positions
	triggers []norm.Mark
}

func (m *machine) get() positions {
	if n := len(m.free); n > 0 {
		p := m.free[n-1]
		m.free = m.free[:n-1]
		return p[:0]
	}
	return make(positions, 0, 32)
}

func (m *machine) put(p positions) { m.free = append(m.free, p) }

// find returns the leftmost place in a view of a sentence where a phrase matches, the
// longest one there.
func (m *machine) find(phrase int32, s *sentence, key viewKey) (start, end int, ok bool) {
	return m.findEnd(phrase, s, key, nil)
}

// findEnd is find among the places whose last token is accepted; nil accepts all.
func (m *machine) findEnd(phrase int32, s *sentence, key viewKey, accept func(last int) bool) (start, end int, ok bool) {
	c := &m.codes[phrase]
	if c.flags&marks != 0 {
		if !s.known && !m.possible(c.needs, s.present, s.roles, math.MaxUint8) {
			return 0, 0, false // whatever its data words are
		}
		s.know()
	}
	if !m.can(c.needs, s) {
		return 0, 0, false
	}
	v, in := s.look(key), m.get()
	for at := m.placesOf(c, v); !ok; {
		i, more := at.next()
		if !more {
			break
		}
		in = append(in[:0], i)
		start = int(i)
		end, ok = m.try(c, v, in, accept)
	}
	m.put(in)
	return start, end, ok
}

// try returns the last end of a match that begins at in and is accepted.
func (m *machine) try(c *code, v *view, in positions, accept func(last int) bool) (end int, ok bool) {
	out := m.run(c, v, in)
	for k := len(out) - 1; k >= 0 && !ok; k-- {
		end = int(out[k])
		ok = accept == nil || end > int(in[0]) && accept(end-1)
	}
	m.put(out)
	return end, ok
}

// can reports whether a sentence has what stands at a place of program.needs.
func (m *machine) can(needs int32, s *sentence) bool {
	return needs == 0 || m.possible(needs, s.present, s.roles, s.kinds)
}

// begins reports whether a match could begin at token i itself, not behind
// politeness there.
func (m *machine) begins(c *code, v *view, i int32) bool {
	if c.flags&free != 0 {
		return true
	}
	s, set := v.s, &m.sets[c.first]
	for _, h := range s.at(i) {
		if m.has(set, h.word) {
			return true
		}
	}
	return c.parties&s.roles != 0 && slices.ContainsFunc(s.unit.Parties, func(p norm.PartyMark) bool { return p.Start == int(i) }) ||
		c.data&s.kinds != 0 && slices.ContainsFunc(s.data, func(m norm.Mark) bool { return v.seesFrom(m, i) })
}

// seesFrom reports whether a data word begins at token i for who looks through
// the view. 「保存された情報」 begins in a relative clause: where that is not seen,
// its head stands for it.
func (v *view) seesFrom(m norm.Mark, i int32) bool {
	return v.next[m.Start] == i && int(i) < m.End && v.sees(i, int32(m.End))
}

// goesOn reports whether a match could begin at or after one of the positions, as
// run would begin it.
func (m *machine) goesOn(c *code, v *view, in positions) bool {
	if c.flags&(nothing|free) != 0 {
		return true
	}
	s, last := v.s, int32(-1)
	for _, p := range in { // as from does
		for q := v.next[p]; int(q) < len(s.tokens); q = v.next[q+1] {
			if q > last {
				if last = q; m.begins(c, v, q) {
					return true
				}
			}
			if !s.polite[q] {
				break
			}
		}
	}
	return false
}

// could returns which parts of an alternative may begin at or after one of the
// positions.
func (m *machine) could(c *code, v *view, in positions) uint64 {
	x := &m.indexes[c.index]
	could := x.always
	for k := x.look; k != 0; k &= k - 1 {
		i := mathbits.TrailingZeros64(k)
		if m.goesOn(&m.codes[m.parts[int(c.parts)+i].code], v, in) {
			could |= 1 << i
		}
	}
	s, last := v.s, int32(-1)
	for _, p := range in { // as from does
		for q := v.next[p]; int(q) < len(s.tokens); q = v.next[q+1] {
			if q > last {
				last = q
				for _, h := range s.at(q) {
					could |= m.of(x, h.word)
				}
			}
			if !s.polite[q] {
				break
			}
		}
	}
	return could
}

// run returns the positions behind the matches that begin at in, or after
// politeness and unseen tokens from there. The caller puts the result back.
func (m *machine) run(c *code, v *view, in positions) positions {
	if c.op == sequenceOp {
		return m.sequence(m.parts[c.parts:c.parts+int32(c.count)], v, in)
	}
	out := m.get()
	switch c.op {
	case wordOp:
		s, set, last := v.s, &m.sets[c.words], int32(-1)
		for _, p := range in { // as from does
			for q := v.next[p]; int(q) < len(s.tokens); q = v.next[q+1] {
				if q > last {
					last = q
					for _, h := range s.at(q) {
						if m.has(set, h.word) && v.sees(q, h.end) {
							out = out.with(h.end)
						}
					}
				}
				if !s.polite[q] {
					break
				}
			}
		}
	case partyOp:
		v.from(in, func(p int32) {
			for _, mark := range v.s.unit.Parties {
				if mark.Start == int(p) && c.mask&(1<<mark.Role) != 0 && v.sees(p, int32(mark.End)) {
					out = out.with(int32(mark.End))
				}
			}
		})
	case dataOp:
		v.from(in, func(p int32) {
			for _, mark := range v.s.data {
				if c.mask&(1<<mark.Data) != 0 && v.seesFrom(mark, p) {
					out = out.with(int32(mark.End))
				}
			}
		})
	case gapOp:
		for _, p := range in {
			out = out.with(p)
			q := v.next[p]
			for left := c.gap; int(q) < len(v.s.tokens); q = v.next[q+1] {
				if !v.s.polite[q] {
					if left == 0 {
						break
					}
					left--
				}
				out = out.with(q + 1)
			}
		}
	case alternativeOp:
		parts := m.parts[c.parts : c.parts+int32(c.count)]
		for could := m.could(c, v, in); could != 0; could &= could - 1 {
			if part := parts[mathbits.TrailingZeros64(could)]; m.can(part.needs, v.s) {
				out = m.join(out, &m.codes[part.code], v, in)
			}
		}
	case optionalOp:
		next := m.run(m.part(c), v, in)
		out = append(out, in...)
		for _, p := range next {
			out = out.with(p)
		}
		m.put(next)
	case notOp:
		one := m.get()
		for _, p := range in {
			one = append(one[:0], p)
			next := m.run(m.part(c), v, one)
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

// part returns the first part.
func (m *machine) part(c *code) *code { return &m.codes[m.parts[c.parts].code] }

// sequence is run of the parts of a sequence.
func (m *machine) sequence(parts []part, v *view, in positions) positions {
	out := m.run(&m.codes[parts[0].code], v, in)
	for _, part := range parts[1:] {
		if len(out) == 0 {
			break
		}
		next := m.run(&m.codes[part.code], v, out)
		m.put(out)
		out = next
	}
	return out
}

// join adds to out where a part leads from in.
func (m *machine) join(out positions, c *code, v *view, in positions) positions {
	next := m.run(c, v, in)
	if len(out) == 0 {
		m.put(out)
		return next
	}
	for _, p := range next {
		out = out.with(p)
	}
	m.put(next)
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
func (v *view) sees(start, end int32) bool { return v.unseen[end] == v.unseen[start] }

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
