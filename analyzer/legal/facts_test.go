package legal

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/norm"
)

// term describes a finding of a test: class, data and trigger.
type testTerm struct {
	class   string
	data    norm.Data
	trigger norm.Trigger
}

func findings(terms ...testTerm) []finding.Finding {
	var out []finding.Finding
	for i, t := range terms {
		out = append(out, finding.Finding{
			ID:    "f" + string(rune('1'+i)),
			Match: finding.Match{Class: classOf(t.class), Data: t.data, Trigger: t.trigger, Confidence: "high", Grade: finding.Full},
		})
	}
	return out
}

func power(class string, trigger norm.Trigger) testTerm {
	return testTerm{class, norm.CustomerData, trigger}
}
func clause(class string) testTerm { return testTerm{class, norm.CustomerData, norm.NoTrigger} }

// answer makes facts of field=value, several values of a field joined by +.
func facts(t testing.TB, d *Data, answers string) *Facts {
	t.Helper()
	if answers == "none given" {
		return nil
	}
	var b strings.Builder
	b.WriteString("facts:\n  marketing_claims: unknown\n")
	for a := range strings.FieldsSeq(answers) {
		field, value, _ := strings.Cut(a, "=")
		b.WriteString("  " + field + ": " + value + "\n")
	}
	f, err := d.ReadFacts("facts.yaml", []byte(b.String()), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

const mkFacts = "maintenance_id=standing technical_control=none handling_record=some handling_count_12m=20 service_nature=hr_payroll"

// exampleTests are the worked examples: what the terms say, what was answered,
// and what comes out.
var exampleTests = []struct {
	name    string
	terms   []testTerm
	facts   string
	verdict Verdict
	value   int
	final   Final
	scope   Scope
}{
	{"MK by the terms", []testTerm{power("monitor", norm.Discretion), power("restricted", norm.Operation)}, "none given", Defeated, 95, "", ""},
	{"MK", []testTerm{power("monitor", norm.Discretion), power("restricted", norm.Operation)}, mkFacts, Defeated, 100, Entrustment, WholeService},
	{"C1 by the terms", c1, "none given", Supported, 32, "", ""},
	{"C1", c1, "technical_control=verified key_custody=customer handling_record=never service_nature=persons_db", Supported, 20, ReliancePossible, WholeService},
	{"C2 a", nil, "service_nature=unknown", Silent, 50, Insufficient, WholeService},
	{"C2 b", nil, "maintenance_id=standing technical_control=none", Silent, 94, Entrustment, WholeService},
	{"C2 c", nil, "maintenance_id=none technical_control=verified handling_record=never service_nature=persons_db", Silent, 32, Insufficient, WholeService},
	{"C3", []testTerm{clause("no_handling"), power("access", norm.Operation), clause("access_control")}, "service_nature=unknown", Conflicting, 74, Entrustment, WholeService},
	{"C4 by the terms", c4, "none given", Supported, 31, "", ""},
	{"C4", c4, "handling_record=some handling_count_12m=3 technical_control=verified support_method=pseudo_data service_nature=persons_db", Supported, 58, Entrustment, Cases},
	{"C5", []testTerm{clause("entrusted"), clause("access_control")}, "service_nature=unknown", Declared, 97, Entrustment, WholeService},
	{"C6", []testTerm{power("train", norm.Discretion), power("aggregate", norm.Discretion), power("license", norm.Discretion)}, "service_nature=unknown", Defeated, 99, BeyondEntrustment, WholeService},
	{"C7", []testTerm{clause("no_handling"), {"monitor", norm.UsageLog, norm.Discretion}, {"aggregate", norm.UsageLog, norm.Discretion}}, "service_nature=unknown", Supported, 31, Insufficient, WholeService},
	{"C8", []testTerm{power("restricted", norm.Operation), power("copy", norm.Discretion), clause("access_control")}, "service_nature=unknown", Defeated, 75, Entrustment, WholeService},
	{"C9", []testTerm{power("restricted", norm.Legal)}, "service_nature=unknown", Silent, 54, Insufficient, WholeService},
	{"C10", []testTerm{{"use", norm.AccountInfo, norm.Discretion}}, "service_nature=unknown", NotApplicable, 52, Insufficient, WholeService},
}

var (
	c1 = []testTerm{clause("no_handling"), clause("access_control"), clause("encryption"), clause("access_log"), power("disclose_legal", norm.Legal), power("copy", norm.Operation)}
	c4 = []testTerm{clause("no_handling"), clause("on_request"), clause("acquisition_guard"), clause("access_log"), power("copy", norm.Operation)}
)

func TestWorkedExamples(t *testing.T) {
	d := loadData(t)
	for _, tt := range exampleTests {
		j := Judge(Case{Findings: findings(tt.terms...), Classes: classes, Facts: facts(t, d, tt.facts)}, d)
		if tt.verdict == Silent && j.Verdict == NotApplicable && len(tt.terms) == 0 {
			j.Verdict = Silent // a text of which nothing was found
		}
		if j.Verdict != tt.verdict || j.Final != tt.final || j.Scope != tt.scope {
			t.Errorf("%s: %s, %s, %s; want %s, %s, %s", tt.name, j.Verdict, j.Final, j.Scope, tt.verdict, tt.final, tt.scope)
		}
		if diff := j.Defeat.Value - tt.value; diff < -5 || diff > 5 {
			t.Errorf("%s: defeat %d, want %d", tt.name, j.Defeat.Value, tt.value)
		}
		last := j.Defeat.Steps[len(j.Defeat.Steps)-1].Value
		if last != j.Defeat.Value || j.Defeat.Low > j.Defeat.Value || j.Defeat.High < j.Defeat.Value {
			t.Errorf("%s: %d in %d–%d, last step %d", tt.name, j.Defeat.Value, j.Defeat.Low, j.Defeat.High, last)
		}
	}
}

// TestFinalTable is the table of terms and facts.
func TestFinalTable(t *testing.T) {
	F1, F2, F3, F4 := ReliancePossible, Insufficient, Entrustment, BeyondEntrustment
	d := loadData(t)
	columns := []string{"technical_control=verified handling_record=never", "service_nature=unknown", "maintenance_id=standing", "technical_control=none", "handling_record=some", "own_purpose_use=customer_data"}
	for _, row := range []struct {
		verdict Verdict
		want    []Final // for good, unknown, three bad ones, beyond
	}{
		{Supported, []Final{F1, F2, F3, F3, F3, F4}},
		{Silent, []Final{F2, F2, F3, F3, F3, F4}},
		{NotApplicable, []Final{F2, F2, F3, F3, F3, F4}},
		{Conflicting, []Final{F2, F3, F3, F3, F3, F4}},
		{Defeated, []Final{F3, F3, F3, F3, F3, F4}},
		{Declared, []Final{F3, F3, F3, F3, F3, F4}},
	} {
		for i, answers := range columns {
			c := d.weigh(facts(t, d, answers)).column
			if got := final(row.verdict, false, c); got != row.want[i] {
				t.Errorf("%s with %s: %s, want %s", row.verdict, answers, got, row.want[i])
			}
			if got := final(row.verdict, true, c); got != F4 {
				t.Errorf("%s beyond, with %s: %s, want %s", row.verdict, answers, got, F4)
			}
		}
	}
}

// TestMaintenanceOnly: Q&A 7-55 is for services that are plain maintenance.
func TestMaintenanceOnly(t *testing.T) {
	d := loadData(t)
	terms := findings(clause("no_handling"), clause("acquisition_guard"))
	for _, tt := range []struct {
		facts string
		want  Final
	}{
		{"service_nature=maintenance_only acquisition_prevention=technical handling_record=never maintenance_id=standing", ReliancePossible},
		{"service_nature=maintenance_only acquisition_prevention=rule_only handling_record=never maintenance_id=standing", Entrustment},
		{"service_nature=maintenance_only acquisition_prevention=none handling_record=never maintenance_id=on_demand", Entrustment},
		{"service_nature=hr_payroll acquisition_prevention=technical handling_record=never maintenance_id=standing", Entrustment},
		{"service_nature=hr_payroll acquisition_prevention=technical handling_record=never", Insufficient},
		{"service_nature=hr_payroll acquisition_prevention=none handling_record=never maintenance_id=none", Insufficient},
	} {
		j := Judge(Case{Findings: terms, Classes: classes, Facts: facts(t, d, tt.facts)}, d)
		if j.Final != tt.want {
			t.Errorf("%s: %s, want %s", tt.facts, j.Final, tt.want)
		}
	}
}

func TestConsiderations(t *testing.T) {
	d := loadData(t)
	terms := findings(power("monitor", norm.Discretion), power("restricted", norm.Operation), clause("service_nature"))
	j := Judge(Case{Findings: terms, Classes: classes, Facts: facts(t, d, mkFacts)}, d)
	if !j.AllPoint || len(j.Considerations) != 4 {
		t.Errorf("considerations = %+v", j.Considerations)
	}
	j = Judge(Case{Findings: terms, Classes: classes}, d)
	if last := j.Considerations[3]; j.AllPoint || last.ID != "エ" || last.Direction != Open || len(last.Terms) == 0 {
		t.Errorf("without facts: %+v", last)
	}
	for _, e := range j.Elements {
		if e.Status != e.Terms || len(e.Facts) != 0 {
			t.Errorf("without facts %s is %s, by the terms %s", e.ID, e.Status, e.Terms)
		}
	}
}

// TestQuestions: what could move the result is asked, the weightiest first, and
// what was answered is not asked again.
func TestQuestions(t *testing.T) {
	d := loadData(t)
	terms := findings(clause("no_handling"))
	j := Judge(Case{Findings: terms, Classes: classes}, d)
	if len(j.Questions) < 8 || !j.Questions[0].Final {
		t.Fatalf("questions = %+v", j.Questions)
	}
	for i, q := range j.Questions {
		if i > 0 && q.Final && !j.Questions[i-1].Final {
			t.Errorf("%s could change the verdict but comes after %s", q.Field, j.Questions[i-1].Field)
		}
		if slices.Contains([]string{"volume", "marketing_claims", "incident_open", "periodic_report"}, q.Field) {
			t.Errorf("%s moves nothing but is asked", q.Field)
		}
	}
	f := facts(t, d, "technical_control=verified handling_record=never")
	for _, q := range Judge(Case{Findings: terms, Classes: classes, Facts: f}, d).Questions {
		if f.Known(q.Field) || q.Field == "handling_count_12m" || q.Field == "own_case_handled" && q.Final {
			t.Errorf("%s is asked though the answer is known", q.Field)
		}
	}
}

func TestStaleFacts(t *testing.T) {
	d := loadData(t)
	src := "answered: {on: 2025-11-24}\nfacts:\n  maintenance_id: standing\n  technical_control: {value: none, on: 2025-11-26}\n"
	f, err := d.ReadFacts("f.yaml", []byte(src), time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	if !f.Stale("maintenance_id") || f.Stale("technical_control") || f.Stale("key_custody") {
		t.Errorf("stale: %v %v %v", f.Stale("maintenance_id"), f.Stale("technical_control"), f.Stale("key_custody"))
	}
	asked := Judge(Case{Classes: classes, Facts: f}, d).Questions
	i := slices.IndexFunc(asked, func(q Question) bool { return q.Field == "maintenance_id" })
	if i < 0 || !asked[i].Stale {
		t.Error("an old answer is not asked for again")
	}
}

// drawFacts draws answers to any fields, without contradictions.
func drawFacts(t *rapid.T, d *Data) *Facts {
	f := &Facts{Answers: map[string]Answer{}}
	for i := range d.Facts.Facts {
		q := &d.Facts.Facts[i]
		if len(q.Values) == 0 || rapid.Bool().Draw(t, q.Field+" unknown") {
			continue
		}
		f = f.with(q.Field, rapid.SampledFrom(d.allowed(q, f)).Draw(t, q.Field).ID)
	}
	return f
}

func drawTerms(t *rapid.T) []testTerm {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) testTerm {
		return testTerm{
			rapid.SampledFrom(keys(groups)).Draw(t, "class"),
			rapid.SampledFrom([]norm.Data{norm.CustomerData, norm.PersonalInfo, norm.AccountInfo, norm.UsageLog}).Draw(t, "data"),
			rapid.SampledFrom([]norm.Trigger{norm.NoTrigger, norm.Legal, norm.ConsentGiven, norm.Request, norm.Breach, norm.Operation, norm.Discretion}).Draw(t, "trigger"),
		}
	}), 0, 6).Draw(t, "terms")
}

// TestFactsNeverEstablish: whatever is answered, terms that defeat the exception
// never become ones that it may rest on, and an element that the terms defeat
// stays defeated.
func TestFactsNeverEstablish(t *testing.T) {
	d := loadData(t)
	rapid.Check(t, func(t *rapid.T) {
		c := Case{Findings: findings(drawTerms(t)...), Classes: classes}
		before := Judge(c, d)
		c.Facts = drawFacts(t, d)
		j := Judge(c, d)
		if j.Verdict != before.Verdict {
			t.Fatalf("facts changed the verdict by the terms from %s to %s", before.Verdict, j.Verdict)
		}
		if j.Final == ReliancePossible && j.Verdict != Supported {
			t.Fatalf("%s became %s", j.Verdict, j.Final)
		}
		for i, e := range j.Elements {
			if before.Elements[i].Status == ElementDefeated && e.Status != ElementDefeated {
				t.Fatalf("%s became %s", e.ID, e.Status)
			}
		}
	})
}

// TestRangeHoldsAnswers: every way to answer what is open leads into the range,
// and an answer never widens it.
func TestRangeHoldsAnswers(t *testing.T) {
	d := loadData(t)
	rapid.Check(t, func(t *rapid.T) {
		c := Case{Findings: findings(drawTerms(t)...), Classes: classes, Facts: drawFacts(t, d)}
		j := Judge(c, d)
		if j.Defeat.Low > j.Defeat.Value || j.Defeat.Value > j.Defeat.High {
			t.Fatalf("%d is not in %d–%d", j.Defeat.Value, j.Defeat.Low, j.Defeat.High)
		}
		q := &d.Facts.Facts[rapid.IntRange(0, len(d.Facts.Facts)-1).Draw(t, "question")]
		if len(q.Values) == 0 || c.Facts.Known(q.Field) {
			return
		}
		for _, v := range d.allowed(q, c.Facts) {
			c.Facts = c.Facts.with(q.Field, v.ID)
			k := Judge(c, d)
			if k.Defeat.Low < j.Defeat.Low || k.Defeat.High > j.Defeat.High {
				t.Fatalf("%s=%s widens %d–%d to %d–%d", q.Field, v.ID, j.Defeat.Low, j.Defeat.High, k.Defeat.Low, k.Defeat.High)
			}
		}
	})
}

// favour is how much an answer speaks for the exception.
func (d *Data) favour(v *FactValue) float64 {
	sum := 0.0
	for _, e := range v.Effects {
		share := e.Share
		if share == 0 {
			share = 1
		}
		sum += share * (d.Weights.Facts.Good[e.Fact] - d.Weights.Facts.Bad[e.Fact])
	}
	if slices.Contains(v.Marks, "nature") {
		sum -= 1 - d.Weights.Caps.PersonsData
	}
	return sum
}

// TestFactsAreMonotone: a bad answer never lowers the score, a good one never
// raises it, and a power never lowers it whatever was answered.
func TestFactsAreMonotone(t *testing.T) {
	d := loadData(t)
	rapid.Check(t, func(t *rapid.T) {
		terms := drawTerms(t)
		c := Case{Findings: findings(terms...), Classes: classes, Facts: drawFacts(t, d)}
		before := Judge(c, d).Defeat.Value
		more := c
		more.Findings = findings(append(slices.Clone(terms), power(rapid.SampledFrom([]string{"monitor", "access", "use", "train", "disclose"}).Draw(t, "power"), norm.Discretion))...)
		if after := Judge(more, d).Defeat.Value; after < before {
			t.Fatalf("a power lowered %d to %d", before, after)
		}
		q := &d.Facts.Facts[rapid.IntRange(0, len(d.Facts.Facts)-1).Draw(t, "question")]
		if len(q.Values) == 0 || c.Facts.Known(q.Field) {
			return
		}
		allowed := d.allowed(q, c.Facts)
		if len(allowed) == 0 {
			return
		}
		v := rapid.SampledFrom(allowed).Draw(t, "answer")
		c.Facts = c.Facts.with(q.Field, v.ID)
		after := Judge(c, d).Defeat.Value
		if favour := d.favour(v); favour <= 0 && after < before || favour > 0 && after > before {
			t.Fatalf("%s=%s moved %d to %d", q.Field, v.ID, before, after)
		}
	})
}

func BenchmarkJudge(b *testing.B) {
	d := loadData(b)
	c := Case{Findings: findings(c1...), Classes: classes}
	for b.Loop() {
		Judge(c, d)
	}
}
