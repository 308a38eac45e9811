package patterns

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestSieveSaysWhatFormulasSay asks formulas made at random of sentences made at
// random, one by one and as columns.
func TestSieveSaysWhatFormulasSay(t *testing.T) {
	const atoms = 12
	rapid.Check(t, func(t *rapid.T) {
		fs := &formulas{func(a, b guard) int { return len(a) - len(b) }, map[string]*formula{}}
		var draw func(depth int) *formula
		draw = func(depth int) *formula {
			if depth == 0 || rapid.IntRange(0, 2).Draw(t, "kind") == 0 {
				return fs.leaf(tidy(rapid.SliceOfNDistinct(rapid.Int32Range(0, atoms-1), 1, 6, rapid.ID).Draw(t, "guard")))
			}
			var parts []*formula
			for range rapid.IntRange(1, 4).Draw(t, "parts") {
				parts = append(parts, draw(depth-1))
			}
			return fs.joined(rapid.Bool().Draw(t, "any"), parts)
		}
		var asked []*formula
		l := newLayer(atoms)
		if rapid.Bool().Draw(t, "atoms in others") {
			l.inside = make([][]int32, atoms)
			for i := int32(1); i < atoms; i++ {
				for _, other := range rapid.SliceOfNDistinct(rapid.Int32Range(0, i-1), 0, min(2, int(i)), rapid.ID).Draw(t, "inside") {
					l.inside[i] = tidy(append(append(l.inside[i], other), l.inside[other]...))
				}
			}
		}
		for range rapid.IntRange(1, 6).Draw(t, "formulas") {
			f := draw(3)
			asked = append(asked, f)
			l.show(f)
		}
		l.order()
		var questions []int32
		for _, f := range asked {
			questions = append(questions, l.question(f))
		}
		numbers := make([]int32, atoms)
		for i := range numbers {
			numbers[i] = int32(i)
		}
		if rapid.Bool().Draw(t, "merged") {
			numbers = l.merge(questions)
			for i, q := range questions {
				questions[i] = numbers[q]
			}
		}
		s, err := l.seal()
		if err != nil {
			t.Fatal(err)
		}
		texts := rapid.IntRange(1, blockTexts).Draw(t, "texts")
		var a answers
		for q := range a {
			a[q] = rapid.Uint64().Draw(t, "rest of another block") // lists are answered whatever was there
			if q == s.questions() {
				break
			}
		}
		clear(a[:s.atoms])
		has := make([]bits, texts)
		for i := range has {
			has[i] = newBits(atoms)
			for _, atom := range rapid.SliceOfN(rapid.Int32Range(0, atoms-1), 0, 4).Draw(t, "atoms") {
				has[i].set(atom)
				if l.inside != nil {
					for _, other := range l.inside[atom] {
						has[i].set(other)
					}
				}
			}
			has[i].each(func(atom int32) {
				if numbers[atom] >= 0 {
					a[numbers[atom]] |= 1 << i
				}
			})
		}
		some := questions[:rapid.IntRange(1, len(questions)).Draw(t, "some")]
		steps := s.steps(s.closure(some))
		a.take(&steps)
		for n := range some {
			for i := range has {
				if got, want := a[questions[n]]>>i&1 != 0, asked[n].holds(has[i]); got != want {
					t.Fatalf("formula %d of text %d: %v, want %v", n, i, got, want)
				}
			}
		}
		known := newBits(s.questions() - int(s.atoms))
		for n := range some {
			if got, want := a.of(&s, known, questions[n]), a[questions[n]]; got != want {
				t.Fatalf("formula %d by itself: %x, want %x", n, got, want)
			}
		}
		a.take(&s.all)
		for n, f := range asked {
			for i := range has {
				if got, want := a[questions[n]]>>i&1 != 0, f.holds(has[i]); got != want {
					t.Fatalf("formula %d of text %d, all asked: %v, want %v", n, i, got, want)
				}
			}
		}
	})
}

// holds is what a formula says of a text with some atoms.
func (f *formula) holds(atoms bits) bool {
	if len(f.parts) == 0 {
		return slices.ContainsFunc(f.guard, atoms.has)
	}
	if f.any {
		return slices.ContainsFunc(f.parts, func(p *formula) bool { return p.holds(atoms) })
	}
	return !slices.ContainsFunc(f.parts, func(p *formula) bool { return !p.holds(atoms) })
}

func TestSieveOfTooManyQuestions(t *testing.T) {
	if _, err := newLayer(maxQuestions).seal(); err != nil {
		t.Errorf("%d questions: %v", maxQuestions, err)
	}
	if _, err := newLayer(maxQuestions + 1).seal(); err == nil {
		t.Errorf("%d questions are not refused", maxQuestions+1)
	}
}
