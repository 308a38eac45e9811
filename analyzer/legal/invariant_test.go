package legal

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/norm"
)

// judgeTerms judges findings made of terms, without facts.
func judgeTerms(d *Data, terms ...testTerm) Judgement {
	return Judge(Case{Findings: findings(terms...), Classes: classes}, d)
}

// classesOf returns the classes of a group, sorted.
func classesOf(g finding.Group) []string {
	return slices.DeleteFunc(keys(groups), func(id string) bool { return groups[id] != g })
}

// drawTerm draws one term of the given classes, over data of any kind.
func drawTerm(t *rapid.T, classes []string) testTerm {
	return testTerm{
		rapid.SampledFrom(classes).Draw(t, "class added"),
		norm.Data(rapid.IntRange(int(norm.CustomerData), int(norm.AccountInfo)).Draw(t, "data added")),
		norm.Trigger(rapid.IntRange(int(norm.NoTrigger), int(norm.Discretion)).Draw(t, "trigger added")),
	}
}

// concern orders verdicts by how far the text stands against the exception.
var concern = map[Verdict]int{NotApplicable: 0, Supported: 1, Silent: 2, Conflicting: 3, Defeated: 4, Declared: 5}

func TestNothingIsFifty(t *testing.T) {
	if got := judgeTerms(loadData(t)).Defeat.Value; got != 50 {
		t.Errorf("score of no terms is %d, want 50", got)
	}
}

// TestPowersNeverLower: a power, a declared entrustment or a service made for
// persons' data never lowers the score, and never makes the verdict milder.
func TestPowersNeverLower(t *testing.T) {
	d := loadData(t)
	added := append(classesOf(finding.Power), "entrusted", "service_nature")
	rapid.Check(t, func(t *rapid.T) {
		terms := drawTerms(t)
		more := append(slices.Clone(terms), drawTerm(t, added))
		a, b := judgeTerms(d, terms...), judgeTerms(d, more...)
		if b.Defeat.Value < a.Defeat.Value {
			t.Fatalf("%v: %d, with %v: %d", terms, a.Defeat.Value, more[len(more)-1], b.Defeat.Value)
		}
		if b.Verdict != NotApplicable && concern[a.Verdict] > concern[b.Verdict] { // what is outside the scope is asked first
			t.Fatalf("%v: %s, with %v: %s", terms, a.Verdict, more[len(more)-1], b.Verdict)
		}
	})
}

// TestSupportsNeverRaise: a supporting clause, or a declaration that nothing is
// entrusted, never raises the score, and never makes a verdict of defeat.
func TestSupportsNeverRaise(t *testing.T) {
	d := loadData(t)
	added := append(classesOf(finding.Support), "not_entrusted")
	rapid.Check(t, func(t *rapid.T) {
		terms := drawTerms(t)
		more := append(slices.Clone(terms), drawTerm(t, added))
		a, b := judgeTerms(d, terms...), judgeTerms(d, more...)
		if b.Defeat.Value > a.Defeat.Value {
			t.Fatalf("%v: %d, with %v: %d", terms, a.Defeat.Value, more[len(more)-1], b.Defeat.Value)
		}
		if b.Verdict == Defeated && a.Verdict != Defeated {
			t.Fatalf("%v: %s, with %v: %s", terms, a.Verdict, more[len(more)-1], b.Verdict)
		}
	})
}

// TestRepeatsChangeNothing: the same clause once more, and the order of clauses,
// move neither score nor verdict.
func TestRepeatsChangeNothing(t *testing.T) {
	d := loadData(t)
	rapid.Check(t, func(t *rapid.T) {
		terms := drawTerms(t)
		if len(terms) == 0 {
			return
		}
		more := append(slices.Clone(terms), rapid.SampledFrom(terms).Draw(t, "repeated"))
		shuffled := rapid.Permutation(terms).Draw(t, "shuffled")
		a := judgeTerms(d, terms...)
		for _, other := range [][]testTerm{more, shuffled} {
			b := judgeTerms(d, other...)
			if a.Defeat.Value != b.Defeat.Value || a.Verdict != b.Verdict || a.Division.Value != b.Division.Value {
				t.Fatalf("%v: %d %s %d, as %v: %d %s %d", terms, a.Defeat.Value, a.Verdict, a.Division.Value, other, b.Defeat.Value, b.Verdict, b.Division.Value)
			}
		}
	})
}

// TestBounds: terms alone never go below 20, and the steps lead to the value.
func TestBounds(t *testing.T) {
	d := loadData(t)
	rapid.Check(t, func(t *rapid.T) {
		terms := drawTerms(t)
		j := judgeTerms(d, terms...)
		s := j.Defeat
		if s.Value < 20 || s.Value > 100 || s.Low > s.Value || s.High < s.Value {
			t.Fatalf("%v: %d, from %d to %d", terms, s.Value, s.Low, s.High)
		}
		at := 0
		for i, step := range s.Steps {
			if step.Kind == StepBase {
				at = step.Value
				continue
			}
			if at+step.Points != step.Value {
				t.Fatalf("%v: step %d goes from %d by %d to %d", terms, i, at, step.Points, step.Value)
			}
			at = step.Value
		}
		if len(s.Steps) > 0 && at != s.Value {
			t.Fatalf("%v: steps end at %d, the score is %d", terms, at, s.Value)
		}
	})
}

// TestVerdictQuotesWhatMovedIt: every finding that decides is among the reasons,
// and a declared entrustment with all that supervision needs is a good document
// that is high in both scores.
func TestVerdictQuotesWhatMovedIt(t *testing.T) {
	d := loadData(t)
	j := judgeTerms(d, clause("no_handling"), power("use", norm.Discretion), power("copy", norm.Operation), power("access", norm.ConsentGiven))
	if j.Verdict != Conflicting || !slices.Contains(j.Reasons, Reason{"f1", ReasonNegation}) || !slices.Contains(j.Reasons, Reason{"f2", ReasonPower}) || len(j.Reasons) != 2 {
		t.Errorf("%s for %v, want conflicting for f1 and f2", j.Verdict, j.Reasons)
	}
	terms := []testTerm{clause("entrusted")}
	for _, id := range classesOf(finding.Division) {
		terms = append(terms, clause(id))
	}
	if j := judgeTerms(d, terms...); j.Verdict != Declared || j.Defeat.Value < 90 || j.Division.Value < 90 {
		t.Errorf("%s, %d and %d, want declared, 90 or more and 90 or more", j.Verdict, j.Defeat.Value, j.Division.Value)
	}
}

// TestOneFunction: a clause of non-handling that is about one function only
// neither stands against a power nor supports the terms as a whole, and lowers the
// score by less than one over all that is stored.
func TestOneFunction(t *testing.T) {
	d := loadData(t)
	judge := func(weak bool, terms ...testTerm) Judgement {
		fs := findings(terms...)
		fs[0].Match.Weak = weak
		return Judge(Case{Findings: fs, Classes: classes}, d)
	}
	for _, tt := range []struct {
		weak  bool
		terms []testTerm
		want  Verdict
	}{
		{false, []testTerm{clause("no_handling"), power("use", norm.Operation)}, Conflicting},
		{true, []testTerm{clause("no_handling"), power("use", norm.Operation)}, Defeated},
		{false, []testTerm{clause("no_handling"), clause("return_erase")}, Supported},
		{true, []testTerm{clause("no_handling"), clause("return_erase")}, Silent},
	} {
		if j := judge(tt.weak, tt.terms...); j.Verdict != tt.want {
			t.Errorf("weak %t, %v: %s, want %s", tt.weak, tt.terms, j.Verdict, tt.want)
		}
	}
	full, part, none := judge(false, clause("no_handling")).Defeat.Value, judge(true, clause("no_handling")).Defeat.Value, judge(false, clause("return_erase")).Defeat.Value
	if !(full < part && part < none) {
		t.Errorf("scores %d in general, %d for one function, %d without, want them to rise", full, part, none)
	}
}
