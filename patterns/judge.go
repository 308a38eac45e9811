package patterns

import (
	"slices"

	"github.com/yakkan/yakkan/analyzer/norm"
)

// Step is what one condition of a pattern said about a norm.
type Step struct {
	Name     string // the slot, or the name of an entry of unless
	Held     bool   // for an entry of unless: it did not stand in the way
	Unless   bool   // an entry of unless
	Evidence string // the words that filled the slot
}

// trace collects steps; a nil trace stops at the first no.
type trace struct{ steps []Step }

// judge is the state of one evaluation: a pattern's conditions on one norm.
type judge struct {
	match *matcher
	s     *sentence
	n     *norm.Norm
	trace *trace
	found []evidence
}

// evidence is where a slot was filled, as tokens of a sentence.
type evidence struct {
	name       string
	s          *sentence
	start, end int
}

// says records the answer of a condition and reports whether to go on.
func (j *judge) says(name string, held bool) bool {
	if j.trace == nil {
		return held
	}
	step := Step{Name: name, Held: held}
	if k := len(j.found) - 1; held && k >= 0 && j.found[k].name == name {
		step.Evidence = j.found[k].text(j.match.text)
	}
	j.trace.steps = append(j.trace.steps, step)
	return true
}

func (e evidence) text(text string) string {
	if e.start >= e.end {
		return ""
	}
	return text[e.s.tokens[e.start].Span.Start:e.s.tokens[e.end-1].Span.End]
}

// holds evaluates conditions in order of cost. Without a trace it stops at the
// first that fails; with one it always returns true and the trace has the rest.
func (j *judge) holds(c *conditions) bool {
	n := j.n
	if len(c.kinds) > 0 && !j.says("kinds", slices.Contains(c.kinds, j.match.kind)) {
		return false
	}
	if c.bearers != 0 && !j.says("bearer", c.bearers&(1<<n.Bearer) != 0) {
		return false
	}
	if c.modalities != 0 {
		own, given := n.Modalities()
		if !j.says("modality", c.modalities&(1<<own|1<<given) != 0) {
			return false
		}
	}
	attributes := c.triggers|c.data != 0 // left to look at
	if attributes && (j.s.unit.Finished() || j.trace != nil) {
		if !j.attributes(c) {
			return false
		}
		attributes = false
	}
	for _, f := range c.with {
		if !j.says("with "+featureNames[f], j.has(f)) {
			return false
		}
	}
	for _, f := range c.without {
		if !j.says("without "+featureNames[f], !j.has(f)) {
			return false
		}
	}
	for k, phrase := range c.phrases {
		if phrase == nil {
			continue
		}
		if attributes && phrase.marks {
			// The dear part of reading a sentence, which phrases of words do without.
			if !j.attributes(c) {
				return false
			}
			attributes = false
		}
		if !j.says(slotNames[k], j.fills(slot(k), phrase)) {
			return false
		}
	}
	for _, phrase := range c.all {
		if !j.says("all", j.inText(allSlot, phrase)) {
			return false
		}
	}
	return !attributes || j.attributes(c)
}

// attributes evaluates what needs the whole of a norm.
func (j *judge) attributes(c *conditions) bool {
	j.s.know()
	if c.triggers != 0 && !j.says("trigger", c.triggers&(1<<j.n.Trigger) != 0) {
		return false
	}
	return c.data == 0 || j.says("data", c.data&(1<<j.n.Data) != 0)
}

func (j *judge) has(f feature) bool {
	u, n := j.s.unit, j.n
	switch f {
	case hasException:
		return n.Exception
	case hasCondition:
		return n.Condition
	case hasPurpose:
		return n.Purpose
	case hasProviso:
		return len(u.Provisos) > 0
	case hasSoftener:
		return n.Softened
	case hasEffort:
		return n.Effort
	case hasConsentFiction:
		return n.Consent
	case isPassive:
		return n.Passive
	case hasItems:
		return u.HasItems()
	case isItem:
		return u.Lead != nil
	case objectOmitted:
		return n.ObjectOmitted()
	case leadNegated:
		return u.Lead != nil && slices.ContainsFunc(u.Lead.Norms, func(n norm.Norm) bool {
			return n.Modality == norm.Denial || n.Modality == norm.Prohibition || n.Modality == norm.Exempt
		})
	}
	return false
}

// look searches a phrase in a view and remembers where it was found.
func (j *judge) look(name string, phrase *node, s *sentence, key viewKey) bool {
	if phrase.marks {
		s.know()
	}
	start, end, ok := j.match.machine.find(phrase, s.look(key))
	if ok {
		j.found = append(j.found, evidence{name, s, start, end})
	}
	return ok
}

// fills looks for the phrase of a slot where the slot may find it.
func (j *judge) fills(k slot, phrase *node) bool {
	name, u := slotNames[k], j.s.unit
	switch k {
	case actSlot:
		return j.look(name, phrase, j.s, viewKey{mainView, j.n.Start, j.n.End})
	case doesSlot:
		return j.does(phrase)
	case objectSlot:
		return j.object(phrase)
	case conditionSlot:
		return j.role(name, phrase, norm.Condition, norm.Conditions)
	case purposeSlot:
		return j.role(name, phrase, norm.Purpose, norm.Purposes)
	case exceptionSlot:
		return j.role(name, phrase, norm.Exception, norm.Exceptions)
	case textSlot, anySlot:
		return j.inText(k, phrase)
	case captionSlot:
		return j.match.inCaption(u.Clause, phrase)
	case leadSlot:
		return u.Lead != nil && j.whole(name, phrase, u.Lead)
	case itemsSlot:
		return slices.ContainsFunc(u.Items(), func(item *norm.Unit) bool { return j.whole(name, phrase, item) })
	case provisoSlot:
		return slices.ContainsFunc(u.Provisos, func(p *norm.Unit) bool { return j.whole(name, phrase, p) })
	case beforeSlot:
		before := u.Pointed()
		return before != nil && j.whole(name, phrase, before)
	}
	return false
}

// does looks for a phrase that ends in what the predicate of the norm does.
func (j *judge) does(phrase *node) bool {
	if phrase.marks {
		j.s.know()
	}
	start, end, ok := j.match.machine.findEnd(phrase, j.s.look(viewKey{mainView, j.n.Start, j.n.End}), j.s.unit.Does)
	if ok {
		j.found = append(j.found, evidence{slotNames[doesSlot], j.s, start, end})
	}
	return ok
}

// inText looks in the whole sentence: with its brackets, then around them.
func (j *judge) inText(k slot, phrase *node) bool {
	return j.whole(slotNames[k], phrase, j.s.unit)
}

func (j *judge) whole(name string, phrase *node, u *norm.Unit) bool {
	s := j.match.prepare(u)
	return j.look(name, phrase, s, viewKey{kind: wholeView}) || s.brackets() && j.look(name, phrase, s, viewKey{kind: plainView})
}

// object looks in the norm, then in the lead that it continues, then, where the
// norm points back (これ, 当該データ), in the sentence before.
func (j *judge) object(phrase *node) bool {
	name, u := slotNames[objectSlot], j.s.unit
	if j.look(name, phrase, j.s, viewKey{nominalView, j.n.Start, j.n.End}) {
		return true
	}
	if u.Lead != nil && j.look(name, phrase, j.match.prepare(u.Lead), viewKey{kind: plainView}) {
		return true
	}
	if j.n.ObjectOmitted() && (j.look(name, phrase, j.s, viewKey{nominalView, 0, j.n.Start}) || j.look(name, phrase, j.s, viewKey{kind: roleView + viewKind(norm.Condition)})) {
		return true
	}
	if !j.pointsBack() {
		return false
	}
	if j.look(name, phrase, j.s, viewKey{kind: plainView}) {
		return true // a condition or an earlier predicate of the sentence named it
	}
	before := u.Pointed()
	return before != nil && j.look(name, phrase, j.match.prepare(before), viewKey{kind: plainView})
}

// pointsBack reports whether the norm speaks of what the sentence before named.
func (j *judge) pointsBack() bool {
	t := j.s.tokens[:j.n.End]
	for i := j.n.Start; i < len(t); i++ {
		switch t[i].Base {
		case "これ", "これら", "それ", "それら":
			if i+1 < len(t) && (t[i+1].Surface == "により" || t[i+1].Surface == "によって" || t[i+1].Surface == "に伴い") {
				continue // 「これにより」 points to what happened, not to a thing
			}
			return true
		case "当該", "その", "この", "同":
			return true
		}
	}
	return false
}

// role looks in the words of a role of the sentence and of its lead; and in the
// items, or the item itself, where items play that role.
func (j *judge) role(name string, phrase *node, role norm.TokenRole, items norm.ItemRole) bool {
	u := j.s.unit
	key := viewKey{kind: roleView + viewKind(role)}
	if j.look(name, phrase, j.s, key) {
		return true
	}
	if u.Inherits == items && j.whole(name, phrase, u) {
		return true
	}
	if u.Lead != nil && j.look(name, phrase, j.match.prepare(u.Lead), key) {
		return true
	}
	return u.ItemsAre == items && slices.ContainsFunc(u.Items(), func(item *norm.Unit) bool { return j.whole(name, phrase, item) })
}
