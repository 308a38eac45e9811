package patterns

import (
	"slices"

	"github.com/yakkan/yakkan/analyzer/norm"
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
