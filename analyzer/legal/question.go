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
// against it. What is known binds what is not. As answers may set the same fact,
// each is looked at again beside the others.
func (d *Data) resolve(f *Facts, against bool) *Facts {
	var open []*FactQuestion
	for i := range d.Facts.Facts {
		if q := &d.Facts.Facts[i]; !f.Known(q.Field) && q.moves() {
			open = append(open, q)
		}
	}
	known := f
	for range 2 {
		for _, q := range open {
			best := f
			for _, answered := range d.answers(q, f, known) {
				if better := cmp.Compare(d.lean(best), d.lean(answered)); !best.Known(q.Field) || better > 0 && !against || better < 0 && against {
					best = answered
				}
			}
			f = best
		}
	}
	return f
}

// lean is how far answers lean towards handling, whatever the terms say.
func (d *Data) lean(f *Facts) float64 {
	w := d.weigh(f)
	noPower, noFacts, nature := 1.0, 1.0, 1.0
	for _, t := range w.bad {
		noPower *= 1 - t.weight
	}
	for _, t := range w.good {
		noFacts *= 1 - t.weight
	}
	if w.marked("nature") {
		nature = d.Weights.Caps.PersonsData
	}
	// Of answers that come to the same, the one that would weigh more by itself
	// leaves more to the others.
	return 1 - noPower - (1-noFacts)*nature*noPower + 1e-6*float64(w.column) + 1e-9*d.alone(f)
}

// alone adds up what each answer weighs by itself.
func (d *Data) alone(f *Facts) float64 {
	sum := 0.0
	for i := range d.Facts.Facts {
		q := &d.Facts.Facts[i]
		for _, id := range f.values(q.Field) {
			if v, ok := q.Value(id); ok {
				for _, e := range v.Effects {
					sum += d.Weights.Facts.Bad[e.Fact] - d.Weights.Facts.Good[e.Fact]
				}
			}
		}
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

// plan is what facts leave open: every answer that is possible, with all that is
// unknown beside it left open, answered well, and answered badly. It depends on
// the answers only, so that the plan of no facts is made once.
type plan struct {
	given, best, worst weighed
	asked              []asked
	effects            []effect // what answers come to, each once
}

// asked is an open question with what the facts come to under each answer, as places
// in plan.effects: one list for each way to take what is unknown beside it.
type asked struct {
	question *FactQuestion
	stale    bool
	overlay  Overlay // that an answer could bring; "" for none
	answers  [3][]uint16
}

// effect is what facts come to, as the score and the table of final verdicts take it.
type effect struct {
	bad, good []float64 // 1 − weight of each fact, in the order of weighed
	nature    bool
	column    column
}

// effect returns what is left by the facts of w.
func (w *weighed) effect() effect {
	rest := make([]float64, 0, len(w.bad)+len(w.good))
	for i := range w.bad {
		rest = append(rest, 1-w.bad[i].weight)
	}
	for i := range w.good {
		rest = append(rest, 1-w.good[i].weight)
	}
	return effect{bad: rest[:len(w.bad)], good: rest[len(w.bad):], nature: w.marked("nature"), column: w.column}
}

func (e *effect) equal(f *effect) bool {
	return e.nature == f.nature && e.column == f.column && slices.Equal(e.bad, f.bad) && slices.Equal(e.good, f.good)
}

// place returns the place of what the facts of w come to among the effects.
func (p *plan) place(w weighed) uint16 {
	e := w.effect()
	i := slices.IndexFunc(p.effects, func(known effect) bool { return known.equal(&e) })
	if i < 0 {
		i = len(p.effects)
		p.effects = append(p.effects, e)
	}
	return uint16(i)
}

// plan returns what f leaves open.
func (d *Data) plan(f *Facts) *plan {
	if f == nil && d.unanswered != nil {
		return d.unanswered
	}
	best, worst := d.resolve(f, false), d.resolve(f, true)
	p := &plan{given: d.weigh(f), best: d.weigh(best), worst: d.weigh(worst)}
	for i := range d.Facts.Facts {
		q := &d.Facts.Facts[i]
		stale := f.Stale(q.Field)
		if f.Known(q.Field) && !stale {
			continue
		}
		open := asked{question: q, stale: stale}
		switch q.Field {
		case "sub_vendor":
			open.overlay = Foreign
		case "my_number":
			open.overlay = MyNumber
		}
		for k, facts := range []*Facts{f, best, worst} {
			for _, answered := range d.answers(q, facts, f) {
				open.answers[k] = append(open.answers[k], p.place(d.weigh(answered)))
			}
		}
		p.asked = append(p.asked, open)
	}
	p.settle()
	return p
}

// settle lays what every document is judged by side by side, in the order of use.
func (p *plan) settle() {
	var rest []float64
	for i := range p.effects {
		rest = append(append(rest, p.effects[i].bad...), p.effects[i].good...)
	}
	for i := range p.effects {
		e := &p.effects[i]
		bad, good := len(e.bad), len(e.good)
		e.bad, rest = rest[:bad:bad], rest[bad:]
		e.good, rest = rest[:good:good], rest[good:]
	}
	var places []uint16
	for i := range p.asked {
		places = append(places, slices.Concat(p.asked[i].answers[:]...)...)
	}
	for i := range p.asked {
		for k, list := range p.asked[i].answers {
			p.asked[i].answers[k], places = places[:len(list):len(list)], places[len(list):]
		}
	}
}

// questions returns the unknown facts that could move the result: those that
// could change the final verdict first, then by the points of the score, then
// those that could only bring an overlay.
func (r *reading) questions(j *Judgement, p *plan) []Question {
	if j.Verdict == NotApplicable && r.c.Facts == nil {
		return nil
	}
	terms := r.base(asWritten)
	values := make([]int, len(p.effects))
	for i := range p.effects {
		values[i] = terms.value(&p.effects[i])
	}
	var steps [beyondFacts + 1]int // of the final verdict, by column
	for c := range steps {
		steps[c] = slices.Index(AllFinals, final(j.Verdict, j.Has(Beyond), column(c)))
	}
	type ranked struct {
		asked         *asked
		steps, points int
		overlay       bool
	}
	list := make([]ranked, 0, len(p.asked))
	for i := range p.asked {
		open := &p.asked[i]
		found := ranked{asked: open, overlay: open.overlay != "" && !j.Has(open.overlay)}
		for _, answers := range open.answers {
			low, high, first, last := 100, 0, len(AllFinals), -1
			for _, k := range answers {
				value, step := values[k], steps[p.effects[k].column]
				low, high, first, last = min(low, value), max(high, value), min(first, step), max(last, step)
			}
			found.points, found.steps = max(found.points, high-low), max(found.steps, last-first)
		}
		if found.steps > 0 || found.points > 0 || found.overlay {
			list = append(list, found)
		}
	}
	slices.SortStableFunc(list, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(b.steps, a.steps), cmp.Compare(b.points, a.points))
	})
	questions := make([]Question, len(list))
	for i, found := range list {
		q := found.asked.question
		questions[i] = Question{
			Field: q.Field, Ask: q.Ask, Text: q.Question, Element: q.Element, Basis: q.Basis, Stale: found.asked.stale,
			Final: found.steps > 0, Points: found.points, Overlay: found.overlay,
		}
	}
	return questions
}

// answers returns facts with every answer to a question that is possible beside
// what is known.
func (d *Data) answers(q *FactQuestion, facts, known *Facts) []*Facts {
	if q.Kind == "certificates" {
		seen, unseen := facts.with(q.Field), facts.with(q.Field)
		seen.Answers[q.Field] = Answer{Certificates: []Certificate{{ReportSeen: true, OperatorAccess: true}}}
		return []*Facts{seen, unseen}
	}
	var all []*Facts
	for _, v := range d.allowed(q, known) {
		if answered := facts.with(q.Field, v.ID); contradiction(answered) == "" {
			all = append(all, answered)
		}
	}
	return all
}
