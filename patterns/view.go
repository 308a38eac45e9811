package patterns

import (
	"slices"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/token"
)

// view is the part of a sentence that a slot sees.
type view struct {
	s       *sentence
	key     viewKey
	next    []int32 // token -> the first token of the view from there on; len(tokens) at the end
	outside []int32 // token -> how many tokens before it are outside
	tail    int32   // from here on only politeness and 。 follow
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

// look returns a view of a sentence, made on first use.
func (s *sentence) look(key viewKey) *view {
	for _, v := range s.views {
		if v.key == key {
			return v
		}
	}
	role := func(i int) norm.TokenRole {
		if i < len(s.unit.Roles) {
			return s.unit.Roles[i]
		}
		return norm.Main
	}
	var see func(i int) bool
	switch key.kind {
	case wholeView:
	case plainView:
		see = func(i int) bool { return role(i) != norm.Bracket }
	case mainView:
		see = func(i int) bool { return i >= key.start && i < key.end && role(i) == norm.Main }
	case nominalView:
		see = func(i int) bool {
			return i >= key.start && i < key.end && (role(i) == norm.Main || role(i) == norm.Relative)
		}
	default:
		see = func(i int) bool { return role(i) == norm.TokenRole(key.kind-roleView) }
	}
	v := s.mem.look()
	v.key = key
	v.see(s, see)
	s.views = append(s.views, v)
	return v
}

// see makes v the view of the tokens of s that see admits; what v held before is
// reused.
func (v *view) see(s *sentence, see func(i int) bool) {
	n := len(s.tokens)
	v.s = s
	if cap(v.next) < n+1 {
		both := make([]int32, 2*(n+1))
		v.next, v.outside = both[:n+1:n+1], both[n+1:]
	}
	v.next, v.outside = v.next[:n+1], v.outside[:n+1]
	v.next[n], v.tail = int32(n), int32(n)
	ending := true
	for i := n - 1; i >= 0; i-- {
		v.next[i] = v.next[i+1]
		if see == nil || see(i) {
			v.next[i] = int32(i)
			if ending = ending && (s.polite[i] || s.tokens[i].POS == token.Period); ending {
				v.tail = int32(i)
			}
		} else if ending {
			v.tail = int32(i)
		}
	}
	v.outside[0] = 0
	for i := range n {
		v.outside[i+1] = v.outside[i]
		if v.next[i] != int32(i) {
			v.outside[i+1]++
		}
	}
}
