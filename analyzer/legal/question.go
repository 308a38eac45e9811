package legal

import (
	"cmp"
	"slices"

	"github.com/yakkan/yakkan/analyzer/finding"
)

// Question is an unknown fact, or one whose answer has grown old, that could
// move the result.
type Question struct {
	Field   string
	Ask     string // vendor, self
	Text    finding.Text
	Element string
	Basis   []string
	Final   bool // the final verdict could change
	Points  int  // by how much the defeat score could change
	Overlay bool // an overlay could appear
	Stale   bool
}

// resolve answers what is unknown: for the exception as far as it can be, or
// against it. What is known binds what is not.
func (d *Data) resolve(f *Facts, against bool) *Facts {
	for i := range d.Facts.Facts {
		q := &d.Facts.Facts[i]
		if f.Known(q.Field) || !q.moves() {
			continue
		}
		if q.Kind == "certificates" {
			if !against {
				f = f.with(q.Field)
				a := f.Answers[q.Field]
				a.Certificates = []Certificate{{ReportSeen: true, OperatorAccess: true}}
				f.Answers[q.Field] = a
			}
			continue
		}
		allowed := d.allowed(q, f)
		if len(allowed) == 0 {
			continue
		}
		best := slices.MaxFunc(allowed, func(a, b *FactValue) int {
			c := cmp.Compare(d.favour(a), d.favour(b))
			if against {
				return -c
			}
			return c
		})
		f = f.with(q.Field, best.ID)
	}
	return f
}

// favour is how much an answer speaks for the exception.
func (d *Data) favour(v *FactValue) float64 {
	sum := 0.0
	for _, e := range v.Effects {
		share := cmp.Or(e.Share, 1)
		sum += share * (d.Weights.Facts.Good[e.Fact] - d.Weights.Facts.Bad[e.Fact])
	}
	if slices.Contains(v.Marks, "nature") {
		sum -= 1 - d.Weights.Caps.PersonsData
	}
	switch v.Side {
	case "good":
		sum += 0.001
	case "bad":
		sum -= 0.001
	case "beyond":
		sum -= 1
	}
	return sum
}

// allowed returns the answers to a question that do not contradict what is
// known already.
func (d *Data) allowed(q *FactQuestion, f *Facts) []*FactValue {
	var values []*FactValue
	for i := range q.Values {
		if v := &q.Values[i]; contradiction(f.with(q.Field, v.ID)) == "" {
			values = append(values, v)
		}
	}
	return values
}

// contradiction names the rule of consistency that answers break, or "".
func contradiction(f *Facts) string {
	switch {
	case f.Has("handling_record", "never") && (f.Has("handling_count_12m", "1-9") || f.Has("handling_count_12m", "10+")):
		return "never_counted"
	case f.Has("handling_record", "never") && f.Has("own_case_handled", "yes"):
		return "never_own"
	case f.Has("support_method", "maintenance_id") && f.Has("maintenance_id", "none"):
		return "support_id"
	}
	return ""
}

// questions returns the unknown facts that could move the result: those that
// could change the final verdict first, then by the points of the score, then
// those that could only bring an overlay. Each is tried with all that is unknown
// beside it left open, answered well, and answered badly.
func (r *reading) questions(j *Judgement, b *base) []Question {
	f, d := r.c.Facts, r.d
	if j.Verdict == NotApplicable && f == nil {
		return nil
	}
	type ranked struct {
		Question
		steps int
	}
	var list []ranked
	backgrounds := []*Facts{f, d.resolve(f, false), d.resolve(f, true)}
	for i := range d.Facts.Facts {
		q := &d.Facts.Facts[i]
		stale := f.Stale(q.Field)
		if f.Known(q.Field) && !stale {
			continue
		}
		found := ranked{Question: Question{Field: q.Field, Ask: q.Ask, Text: q.Question, Element: q.Element, Basis: q.Basis, Stale: stale}}
		for _, facts := range backgrounds {
			low, high, first, last := 100, 0, len(AllFinals), -1
			for _, answered := range d.answers(q, facts, f) {
				w := d.weigh(answered)
				value := b.value(w)
				step := slices.Index(AllFinals, final(j.Verdict, j.Has(Beyond), w.column))
				low, high, first, last = min(low, value), max(high, value), min(first, step), max(last, step)
			}
			found.Points, found.steps = max(found.Points, high-low), max(found.steps, last-first)
		}
		found.Final = found.steps > 0
		switch q.Field {
		case "sub_vendor":
			found.Overlay = !j.Has(Foreign)
		case "my_number":
			found.Overlay = !j.Has(MyNumber)
		}
		if found.Final || found.Points > 0 || found.Overlay {
			list = append(list, found)
		}
	}
	slices.SortStableFunc(list, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(b.steps, a.steps), cmp.Compare(b.Points, a.Points))
	})
	var questions []Question
	for _, q := range list {
		questions = append(questions, q.Question)
	}
	return questions
}

// answers returns facts with every answer to a question that is possible beside
// what is known.
func (d *Data) answers(q *FactQuestion, facts, known *Facts) []*Facts {
	var all []*Facts
	if q.Kind == "certificates" {
		with, without := facts.with(q.Field), facts.with(q.Field)
		with.Answers[q.Field] = Answer{Certificates: []Certificate{{ReportSeen: true, OperatorAccess: true}}}
		return []*Facts{with, without}
	}
	for _, v := range d.allowed(q, known) {
		answered := facts.with(q.Field, v.ID)
		if contradiction(answered) == "" {
			all = append(all, answered)
		}
	}
	return all
}
