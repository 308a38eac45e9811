package patterns

import (
	"slices"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/token"
)

// sentence is a unit made ready for phrases. It belongs to one Match call.
type sentence struct {
	unit    *norm.Unit
	tokens  []token.Token
	hits    []hit   // the words, by the token they begin at
	from    []int32 // token -> its first hit; one more than there are tokens
	present bits    // all words of the sentence
	known   bool    // the next two are there
	data    []norm.Mark
	kinds   uint8     // kinds of data that occur
	roles   uint8     // parties that occur
	polite  positions // the tokens that say nothing but how politely it is said

	role  []positions // the tokens that have a role, once somebody asked
	views []*view
	room  [4]*view // for views, as long as they are few
	mem   *memory

	bracketed uint8 // 0 not looked at, 1 without brackets, 2 with
}

// at returns the words that begin at a token.
func (s *sentence) at(i int32) []hit { return s.hits[s.from[i]:s.from[i+1]] }

// words returns the sentence of tokens with its words; it has no unit yet.
func (v *vocabulary) words(m *memory, text token.Text, tokens []token.Token) *sentence {
	tokens = tokens[:min(len(tokens), maxTokens)]
	n := len(tokens)
	s := m.sentences.New()
	*s = sentence{tokens: tokens, from: m.numbers.Take(n + 1), present: m.bits(len(v.canonical)), polite: m.positions(n), mem: m}
	hits, moods := m.hit[:0], slices.Grow(m.moods[:0], n+2)[:n+2]
	moods[n], moods[n+1] = plainMood, plainMood // behind the end
	m.begins = v.begins(m.begins, text, tokens)
	polite := false
	for i, b := range m.begins {
		first := len(hits)
		s.from[i], moods[i] = int32(first), b.mood()
		polite = polite || b.mood() != plainMood
		if word := b.word(); b.base() == 0 && b&severalWords == 0 { // as most are
			if word >= 0 {
				hits = append(hits, hit{uint16(word), 1, int32(i)})
				s.present.set(word)
			}
			continue
		}
		hits = v.find(hits, b, text, tokens, i)
		for _, h := range hits[first:] {
			s.present.set(int32(h.word))
		}
	}
	s.from[n] = int32(len(hits))
	s.hits = m.hits.Copy(hits)
	if polite {
		politeness(s.polite, moods, tokens)
	}
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
	andOthers       // 等
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
	case "等", "など":
		return andOthers
	}
	return plainMood
}

var te = token.WordOf("て")

// politeness marks the tokens that say nothing but how politely it is said:
// ます, です, ございます, いたす, いただく, ておる, させていただく, ご〜; and 等 and など,
// which leave open what else there is. moods has two
// more than there are tokens.
func politeness(marks positions, moods []mood, tokens []token.Token) {
	for i := range tokens {
		polite := false
		switch moods[i] {
		case plainMood:
			continue
		case politeMood, humble, andOthers:
			polite = true
		case honorific:
			polite = tokens[i].POS == token.Prefix
		case joining:
			// ておる, ていただく; 「で」 after a voiced stem.
			polite = tokens[i].POS == token.ConjunctiveParticle && (moods[i+1] == lasting || moods[i+1] == humble)
		case lasting:
			polite = i > 0 && marks.has(int32(i-1))
		case causative:
			// させていただく
			polite = i+1 < len(tokens) && tokens[i+1].Base == te && moods[i+2] == humble
		}
		if polite {
			marks.put(int32(i))
		}
	}
}
