package patterns

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/token"
)

// TestView: a view leads to its tokens and no others, knows what lies wholly in it
// and where its end begins, whatever the view before it in the same memory was.
func TestView(t *testing.T) {
	mem := &memory{}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SampledFrom([]int{0, 1, 5, 12, 63, 64, 65, 130}).Draw(t, "tokens")
		s := &sentence{unit: &norm.Unit{}, tokens: make([]token.Token, n), polite: mem.positions(n), mem: mem}
		for i := range int32(n) {
			if rapid.Bool().Draw(t, "polite") {
				s.polite.put(i)
			}
			s.unit.Roles = append(s.unit.Roles, norm.TokenRole(rapid.IntRange(0, int(norm.Quoted)).Draw(t, "role")))
		}
		if n > 0 {
			s.tokens[n-1].POS = token.Period
		}
		start := rapid.IntRange(0, n).Draw(t, "start")
		end := rapid.IntRange(start, n).Draw(t, "end")
		role := func(i int) norm.TokenRole { return s.unit.Roles[i] }
		within := func(i int) bool { return i >= start && i < end }
		for key, sees := range map[viewKey]func(i int) bool{
			{kind: wholeView}:                           func(int) bool { return true },
			{kind: plainView}:                           func(i int) bool { return role(i) != norm.Bracket },
			{mainView, start, end}:                      func(i int) bool { return within(i) && role(i) == norm.Main },
			{nominalView, start, end}:                   func(i int) bool { return within(i) && (role(i) == norm.Main || role(i) == norm.Relative) },
			{kind: roleView + viewKind(norm.Condition)}: func(i int) bool { return role(i) == norm.Condition },
		} {
			v := newLooking(s.look(key))
			next, tail, ending := n, n, true
			for i := n; i >= 0; i-- {
				if i < n && sees(i) {
					next = i
					ending = ending && (s.polite.has(int32(i)) || s.tokens[i].POS == token.Period)
				}
				if ending {
					tail = i
				}
				if got := v.next(int32(i)); got != int32(next) {
					t.Fatalf("%v: the next from %d on is %d, not %d", key, i, got, next)
				}
				for k, all := i, true; k <= min(n, i+12); k++ {
					if v.sees(int32(i), int32(k)) != all {
						t.Fatalf("%v: all of [%d, %d) seen: %v", key, i, k, !all)
					}
					all = all && k < n && sees(k)
				}
			}
			if v.tail() != int32(tail) {
				t.Fatalf("%v: the end begins at %d, not %d", key, v.tail(), tail)
			}
		}
		mem.done(s)
	})
}

// looking is what a lens says of a view.
type looking interface {
	next(i int32) int32
	sees(start, end int32) bool
	tail() int32
}

func newLooking(v *view) looking {
	switch len(v.tokens) {
	case 1:
		return newLens[[1]uint64](v)
	case 2:
		return newLens[[2]uint64](v)
	}
	return newLens[[4]uint64](v)
}

func newLens[R row](v *view) *lens[R] {
	l := &lens[R]{}
	l.see(v)
	return l
}
