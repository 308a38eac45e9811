package patterns

import (
	mathbits "math/bits"
	"slices"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/token"
)

// view is the part of a sentence that a slot sees.
type view struct {
	s      *sentence
	key    viewKey
	tokens positions // of the view
	loud   positions // those that are not mere politeness
	room   []uint64  // for tokens and loud
}

// viewKey names a view of a sentence: its kind and, for the views of a norm,
// the norm's tokens.
type viewKey struct {
	kind       viewKind
	start, end int
}

type viewKind uint8

const (
	wholeView   viewKind = iota // everything
	plainView                   // without brackets
	mainView                    // the main clause of a norm
	nominalView                 // the main clause of a norm with its relative clauses
	roleView                    // plus norm.TokenRole: the words of a role
)

// brackets reports whether a plain view differs from the whole.
func (s *sentence) brackets() bool {
	if s.bracketed == 0 {
		s.bracketed = 1
		if slices.Contains(s.unit.Roles, norm.Bracket) {
			s.bracketed = 2
		}
	}
	return s.bracketed == 2
}

// having returns the tokens that have a role.
func (s *sentence) having(role norm.TokenRole) positions {
	if s.role == nil {
		n := width(len(s.tokens))
		all := s.mem.words.Take((int(norm.Quoted) + 1) * n)
		s.role = s.mem.sets.Take(int(norm.Quoted) + 1)
		for k := range s.role {
			s.role[k] = all[k*n : (k+1)*n]
		}
		for i := range s.tokens {
			role := norm.Main
			if i < len(s.unit.Roles) {
				role = s.unit.Roles[i]
			}
			s.role[role].put(int32(i))
		}
	}
	return s.role[role]
}

// look returns a view of a sentence, made on first use.
func (s *sentence) look(key viewKey) *view {
	for _, v := range s.views {
		if v.key == key {
			return v
		}
	}
	v, n := s.mem.look(), int32(len(s.tokens))
	v.key = key
	switch key.kind {
	case wholeView:
		v.whole(s)
	case plainView:
		v.begin(s)
		for w, set := range s.having(norm.Bracket) {
			v.tokens[w] = between(w, 0, n) &^ set
		}
		v.end()
	case mainView, nominalView:
		v.begin(s)
		v.tokens.add(s.having(norm.Main), int32(key.start), int32(key.end))
		if key.kind == nominalView {
			v.tokens.add(s.having(norm.Relative), int32(key.start), int32(key.end))
		}
		v.end()
	default:
		v.begin(s)
		v.tokens.add(s.having(norm.TokenRole(key.kind-roleView)), 0, n)
		v.end()
	}
	if s.views == nil {
		s.views = s.room[:0]
	}
	s.views = append(s.views, v)
	return v
}

// whole makes v the view of all tokens of s.
func (v *view) whole(s *sentence) {
	v.begin(s)
	n := int32(len(s.tokens))
	for w := range v.tokens {
		v.tokens[w] = between(w, 0, n)
	}
	v.end()
}

// begin makes v a view of s without tokens; what it held before is used again.
func (v *view) begin(s *sentence) {
	n := width(len(s.tokens))
	v.s, v.room = s, cleared(v.room, 2*n)
	v.tokens, v.loud = v.room[:n:n], v.room[n:]
}

// end is called when the tokens of a view are there.
func (v *view) end() {
	for w, set := range v.tokens {
		v.loud[w] = set &^ v.s.polite[w]
	}
}

// tail returns the token from which on only politeness and 。 follow.
func (v *view) tail() int32 {
	last := v.loud.last()
	for last >= 0 && v.s.tokens[last].POS == token.Period {
		last = v.loud.before(last)
	}
	return last + 1
}

// next returns the first token of the view from token i on, or how many tokens the
// sentence has.
func (v *view) next(i int32) int32 {
	if q := v.tokens.from(i); q >= 0 {
		return q
	}
	return int32(len(v.s.tokens))
}

// sees reports whether all tokens of [start, end) are in the view.
func (v *view) sees(start, end int32) bool {
	for i := start; i < end; i++ {
		if !v.tokens.has(i) {
			return false
		}
	}
	return true
}

// seesFrom reports whether a data word begins at token i for who looks through
// the view. 「保存された情報」 begins in a relative clause: where that is not seen,
// its head stands for it.
func (v *view) seesFrom(m norm.Mark, i int32) bool {
	return v.next(int32(m.Start)) == i && int(i) < m.End && v.sees(i, int32(m.End))
}

// reach makes dst the tokens at which a word may begin that follows one of some
// positions: the next token of the view, and where that is politeness those behind.
func (v *view) reach(dst, in positions) {
	carry := uint64(0)
	polite := false
	for w, tokens := range v.tokens {
		// What is not in the view is added to all that is not: the sum has a one behind
		// each run of tokens that are not in the view.
		var sum uint64
		sum, carry = mathbits.Add64(in[w]&^tokens, ^tokens, carry)
		dst[w] = (in[w] | sum) & tokens
		polite = polite || dst[w]&^v.loud[w] != 0
	}
	if !polite {
		return
	}
	for w := range dst {
		for left := dst[w] &^ v.loud[w]; left != 0; {
			q := int32(w<<6 + mathbits.TrailingZeros64(left))
			if next := v.tokens.from(q + 1); next >= 0 {
				dst.put(next)
			}
			left = dst[w] &^ v.loud[w] &^ (2<<(q&63) - 1)
		}
	}
}
