package patterns

import (
	"slices"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/token"
)

// view is the part of a sentence that a slot sees.
type view struct {
	s      *sentence
	key    viewKey
	next   []int32 // token -> the first token of the view from there on; len(tokens) at the end
	unseen []int32 // token -> how many tokens from there on are not in the view
	tail   int32   // from here on only politeness and 。 follow
	room   []int32 // for next and unseen, where they are its own
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
	v, n := s.mem.look(), len(s.tokens)
	v.key = key
	switch key.kind {
	case wholeView:
		v.whole(s)
	case plainView:
		v.see(s, 0, n, ^uint8(1<<norm.Bracket))
	case mainView:
		v.see(s, key.start, key.end, 1<<norm.Main)
	case nominalView:
		v.see(s, key.start, key.end, 1<<norm.Main|1<<norm.Relative)
	default:
		v.see(s, 0, n, 1<<(key.kind-roleView))
	}
	if s.views == nil {
		s.views = s.room[:0]
	}
	s.views = append(s.views, v)
	return v
}

// whole makes v the view of all tokens of s.
func (v *view) whole(s *sentence) {
	n := len(s.tokens)
	v.s = s
	v.next, v.unseen = s.mem.identity(n+1), s.mem.zeros[:n+1]
	v.tail = int32(n)
	for v.tail > 0 && s.ending(int(v.tail)-1) {
		v.tail--
	}
}

// ending reports whether token i is one of those that may only follow what a
// sentence says.
func (s *sentence) ending(i int) bool { return s.polite[i] || s.tokens[i].POS == token.Period }

// see makes v the view of those tokens [start, end) of s that have one of some
// roles, a bit each; what v held before is used again.
func (v *view) see(s *sentence, start, end int, roles uint8) {
	n := len(s.tokens)
	v.s = s
	if cap(v.room) < 2*(n+1) {
		v.room = make([]int32, 2*(n+1))
	}
	v.next, v.unseen = v.room[:n+1:n+1], v.room[n+1:2*(n+1)]
	next, unseen, tail, ending := int32(n), int32(0), int32(n), true
	v.next[n], v.unseen[n] = next, 0
	for i := n - 1; i >= 0; i-- {
		role := norm.Main
		if i < len(s.unit.Roles) {
			role = s.unit.Roles[i]
		}
		switch {
		case i < start || i >= end || roles>>role&1 == 0:
			unseen++
		default:
			next = int32(i)
			ending = ending && s.ending(i)
		}
		if ending {
			tail = int32(i)
		}
		v.next[i], v.unseen[i] = next, unseen
	}
	v.tail = tail
}
