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
		s, err := l.seal()
		if err != nil {
			t.Fatal(err)
		}
		sentences := rapid.IntRange(1, 70).Draw(t, "sentences")
		var k columns
		k.begin(&s, sentences)
		has := make([]bits, sentences)
		all := newBits(atoms)
		for i := range has {
			has[i] = newBits(atoms)
			for _, atom := range rapid.SliceOfN(rapid.Int32Range(0, atoms-1), 0, 4).Draw(t, "atoms") {
				has[i].set(atom)
				all.set(atom)
				k.put(atom, i)
			}
		}
		for n, f := range asked {
			at := k.of(questions[n])
			for i := range has {
				if got, want := at >= one && k.set(at).has(int32(i)), f.holds(has[i]); got != want {
					t.Fatalf("formula %d of sentence %d: %v, want %v", n, i, got, want)
				}
			}
			if got, want := (blocks{&k}).together(questions[n], []stretch{{0, int32(sentences)}}), f.holds(all); got != want {
				t.Fatalf("formula %d of all sentences together: %v, want %v", n, got, want)
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
