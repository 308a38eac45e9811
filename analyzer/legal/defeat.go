package legal

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/norm"
)

// Score E says how far the text keeps a customer from relying on the exception.
//
//	p = class × trigger × data (× weak), the strongest instance of each class
//	P = 1 − Π(1 − p), a declared entrustment counting as a class of its own
//	    with each bad fact adding to it
//	S = 1 − Π(1 − s) over supporting classes, capped at .60, at .35 where no
//	    clause says that the vendor does not handle; then over good facts, capped
//	    at .40 where there is still no such clause; × .9 where the service is made
//	    for persons' data
//	E = 50 + 50·P − 50·S·(1 − P)
//
// It is monotone in both directions for every P and S; a power outweighs
// support, since terms can defeat but not establish; terms alone never go under
// 20; repeats of a class do not add up; and each step prints as one line.

// StepKind says what a step of the score is.
type StepKind string

// The kinds of steps.
const (
	StepBase     StepKind = "base"
	StepDeclared StepKind = "declared"
	StepPower    StepKind = "power"
	StepSupport  StepKind = "support"
	StepBadFact  StepKind = "bad_fact"
	StepGoodFact StepKind = "good_fact"
	StepNature   StepKind = "nature" // the service is made for persons' data, which raises what has to be shown
)

// Step is one line of the way to the score: what a finding added and where the
// score then stood. Points add up to the value.
type Step struct {
	Kind    StepKind `json:"kind"`
	Class   string   `json:"class,omitempty"`
	Finding string   `json:"finding,omitempty"`
	Fact    string   `json:"fact,omitempty"` // field of the questionnaire
	Points  int      `json:"points"`
	Value   int      `json:"value"`
	Capped  bool     `json:"capped,omitempty"` // beyond what terms alone, or facts without a clause, can give
}

// DefeatScore is score E, 0 to 100; 50 means that the text says nothing. Low and
// High bound what it would be if all that is open were read for and against
// the exception: objects that cannot be told, conditions that may or may not
// come true, and findings that are not sure.
type DefeatScore struct {
	Value   int    `json:"value"`
	Low     int    `json:"low"`
	High    int    `json:"high"`
	Formula string `json:"formula"`
	Steps   []Step `json:"steps"`
}

// lens is how open questions are read.
type lens uint8

const (
	asWritten lens = iota
	favourable
	adverse
)

// weights returns what the class of each finding weighs.
func (r *reading) weights() []weighing {
	if r.heft != nil || len(r.all) == 0 {
		return r.heft
	}
	r.heft = make([]weighing, 0, len(r.all))
	for _, f := range r.all {
		var w weighing
		w.power, w.empowers = r.w.Powers[f.Match.Class.ID]
		w.support, w.stands = r.w.Supports[f.Match.Class.ID]
		r.heft = append(r.heft, w)
	}
	return r.heft
}

// power returns p of a finding as it is written.
func (r *reading) power(f *finding.Finding) float64 {
	w, ok := r.w.Powers[f.Match.Class.ID]
	if !ok {
		return 0
	}
	return r.powerBy(f, w, asWritten)
}

// powerBy returns p of a finding of a class that weighs w: class × trigger × data × weak.
func (r *reading) powerBy(f *finding.Finding, w PowerWeight, l lens) float64 {
	m := &f.Match
	if l == favourable && m.Confidence == "low" {
		return 0
	}
	p := w.P * r.w.Triggers[r.triggerBy(m, l)]
	switch {
	case w.Handling > 0 && m.Data == norm.NoData:
		// Work of the service is subcontracted, not the handling of data.
	case w.Handling > 0:
		p = w.Handling * r.w.Triggers[r.triggerBy(m, l)] * r.w.Data[dataBy(m.Data, l)]
	default:
		p *= r.w.Data[dataBy(m.Data, l)]
	}
	if m.Weak {
		p *= r.w.Weak
	}
	return p
}

// triggerBy reads a condition that may or may not come true: a suspected
// violation is in the best case as rare as a request and in the worst a matter of
// daily operation; a power without any condition may be one of discretion.
func (r *reading) triggerBy(m *finding.Match, l lens) string {
	t := m.Trigger
	switch {
	case l == favourable && t == norm.Breach:
		t = norm.Request
	case l == adverse && t == norm.Breach:
		t = norm.Operation
	case l == adverse && t == norm.NoTrigger:
		t = norm.Discretion
	}
	return t.String()
}

// dataBy reads an object that cannot be told: the vendor's own members' data at
// best, what customers store at worst.
func dataBy(d norm.Data, l lens) string {
	switch d {
	case norm.PersonalInfo, norm.Confidential, norm.NoData:
		switch l {
		case favourable:
			d = norm.AccountInfo
		case adverse:
			d = norm.CustomerData
		}
	}
	return d.String()
}

// term is a class with its strongest instance.
type term struct {
	class   string
	finding *finding.Finding
	weight  float64
}

// strongest returns the strongest instance of each class by weight, the heaviest
// class first. Classes without weight are left out.
func (r *reading) strongest(weigh func(*finding.Finding, weighing) float64) []term {
	var terms []term
	for i, w := range r.weights() {
		f := r.all[i]
		weight := weigh(f, w)
		if weight <= 0 {
			continue
		}
		id := f.Match.Class.ID
		k := slices.IndexFunc(terms, func(t term) bool { return t.class == id })
		switch {
		case k < 0:
			terms = append(terms, term{id, f, weight})
		case weight > terms[k].weight:
			terms[k].finding, terms[k].weight = f, weight
		}
	}
	slices.SortFunc(terms, func(a, b term) int { return cmp.Or(byWeight(a, b), strings.Compare(a.class, b.class)) })
	return terms
}

func byWeight(a, b term) int { return cmp.Compare(b.weight, a.weight) }

// supportBy returns s of a finding of a class that weighs w.
func (r *reading) supportBy(f *finding.Finding, w SupportWeight, l lens) float64 {
	m := &f.Match
	switch {
	case own(f):
		return 0
	case l == adverse && (m.Confidence == "low" || m.Data == norm.PersonalInfo || m.Data == norm.Confidential):
		return 0
	case m.Grade == finding.Half && w.Half > 0:
		return w.Half
	case m.Grade == finding.Nothing || m.Grade == finding.Negative:
		return 0
	case m.Weak: // of one function among others
		return w.S * r.w.Weak
	}
	return w.S
}

// sum is the score while it is being added up: first powers and bad facts, then
// supporting clauses up to their cap, then good facts, up to a cap where no clause
// says that the vendor does not handle, and last the nature of the service.
type sum struct {
	noPower   float64 // Π(1 − p)
	noSupport float64 // Π(1 − s) of clauses
	noFacts   float64 // Π(1 − s) of facts
	nature    float64
	base      *base
}

func (s *sum) value() float64 {
	p := 1 - s.noPower
	support := min(1-s.noSupport, s.base.cap)
	support = min(1-(1-support)*s.noFacts, s.base.factsCap) * s.nature
	return 50 + 50*p - 50*support*(1-p)
}

// base is what the terms bring to the score, before any facts.
type base struct {
	powers, supports   []term
	noPower, noSupport float64 // what is left by all of them: Π(1 − p), Π(1 − s)
	cap, factsCap      float64
	caps               *Caps
}

// base weighs what the terms say, read through a lens.
func (r *reading) base(l lens) *base {
	if l == asWritten && r.written != nil {
		return r.written
	}
	b := &base{cap: r.w.Caps.WithoutNoHandling, factsCap: r.w.Caps.FactsWithout, caps: &r.w.Caps}
	b.powers = r.strongest(func(f *finding.Finding, w weighing) float64 {
		if !w.empowers {
			return 0
		}
		return r.powerBy(f, w.power, l)
	})
	if declared := r.declarations(); len(declared) > 0 {
		b.powers = append(b.powers, term{declared[0].Match.Class.ID, declared[0], r.w.Declared})
		slices.SortStableFunc(b.powers, byWeight)
	}
	b.supports = r.strongest(func(f *finding.Finding, w weighing) float64 {
		if !w.stands {
			return 0
		}
		return r.supportBy(f, w.support, l)
	})
	if slices.ContainsFunc(b.supports, func(t term) bool { return t.class == "no_handling" && !t.finding.Match.Weak }) {
		b.cap, b.factsCap = r.w.Caps.Terms, 1
	}
	b.noPower, b.noSupport = left(b.powers), left(b.supports)
	if l == asWritten {
		r.written = b
	}
	return b
}

// left returns Π(1 − weight).
func left(terms []term) float64 {
	rest := 1.0
	for i := range terms {
		rest *= 1 - terms[i].weight
	}
	return rest
}

// value returns the score of the terms with facts.
func (b *base) value(e *effect) int {
	s := sum{noPower: b.noPower, noSupport: b.noSupport, noFacts: 1, nature: 1, base: b}
	for _, rest := range e.bad {
		s.noPower *= rest
	}
	for _, rest := range e.good {
		s.noFacts *= rest
	}
	if e.nature {
		s.nature = b.caps.PersonsData
	}
	return round(s.value())
}

// add adds up the score as value does and tells step of every contribution.
func (b *base) add(w weighed, step func(Step)) int {
	s := sum{noPower: 1, noSupport: 1, noFacts: 1, nature: 1, base: b}
	running := round(s.value())
	say := func(st Step) {
		st.Value = round(s.value())
		st.Points = st.Value - running
		running = st.Value
		step(st)
	}
	step(Step{Kind: StepBase, Points: running, Value: running})
	for _, t := range b.powers {
		s.noPower *= 1 - t.weight
		kind := StepPower
		if t.declared() {
			kind = StepDeclared
		}
		say(Step{Kind: kind, Class: t.class, Finding: t.finding.ID})
	}
	for _, t := range w.bad {
		s.noPower *= 1 - t.weight
		say(Step{Kind: StepBadFact, Fact: t.field})
	}
	for _, t := range b.supports {
		s.noSupport *= 1 - t.weight
		say(Step{Kind: StepSupport, Class: t.class, Finding: t.finding.ID, Capped: 1-s.noSupport > b.cap})
	}
	for _, t := range w.good {
		s.noFacts *= 1 - t.weight
		say(Step{Kind: StepGoodFact, Fact: t.field, Capped: 1-(1-min(1-s.noSupport, b.cap))*s.noFacts > b.factsCap})
	}
	if w.marked("nature") {
		s.nature = b.caps.PersonsData
		say(Step{Kind: StepNature, Fact: "service_nature"})
	}
	return running
}

// declared reports whether a term is the declaration of an entrustment, which is
// no power of its own.
func (t term) declared() bool { return t.finding.Match.Class.Group == finding.Context }

// defeat adds up score E with its steps and its range: conditions and unsure
// findings read for and against the exception, unknown facts answered well and
// badly.
func (r *reading) defeat(p *plan) DefeatScore {
	score := DefeatScore{Formula: r.w.Formulas.Defeat}
	score.Value = r.base(asWritten).add(p.given, func(s Step) { score.Steps = append(score.Steps, s) })
	best, worst := p.best.effect(), p.worst.effect()
	score.Low = r.base(favourable).value(&best)
	score.High = r.base(adverse).value(&worst)
	return score
}

// round rounds half to even, as the reference does.
func round(v float64) int { return int(math.RoundToEven(v)) }
