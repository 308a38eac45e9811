package patterns

import (
	mathbits "math/bits"
	"slices"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/token"
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
	match  *matcher
	s      *sentence
	n      *norm.Norm
	stance stance // of n
	number int    // of n in the unit
	place  uint8  // of the filling that is looked for
	trace  *trace
	found  []evidence
}

// evidence is that a slot was filled. Where is asked of what makes a match: tokens
// [start, end) of the sentence, once it is located.
type evidence struct {
	slot       slot
	place      uint8 // see filling
	s          *sentence
	phrase     int32
	key        viewKey
	start, end int
}

// locate says where the slot was filled.
func (e *evidence) locate(m *machine) {
	if e.slot == doesSlot {
		e.start, e.end = m.locate(e.phrase, e.s, e.key, e.s.unit)
	} else {
		e.start, e.end = m.locate(e.phrase, e.s, e.key, nil)
	}
}

// says records the answer of a condition and reports whether to go on.
func (j *judge) says(name string, held bool) bool {
	if j.trace == nil {
		return held
	}
	step := Step{Name: name, Held: held}
	if k := len(j.found) - 1; held && k >= 0 && slotNames[j.found[k].slot] == name {
		j.found[k].locate(j.match.machine)
		step.Evidence = j.found[k].text(j.match.text)
	}
	j.trace.steps = append(j.trace.steps, step)
	return true
}

func (e evidence) text(text string) string {
	if e.start >= e.end {
		return ""
	}
	return text[e.s.tokens[e.start].Start:e.s.tokens[e.end-1].End]
}

// holds evaluates conditions in order of cost. Without a trace it stops at the
// first that fails; with one it always returns true and the trace has the rest.
func (j *judge) holds(c *conditions) bool {
	if c.kinds != 0 && !j.says("kinds", c.kinds&j.match.kinds != 0) {
		return false
	}
	if c.bearers != 0 && !j.says("bearer", c.bearer(j.stance)) || c.modalities != 0 && !j.says("modality", c.modality(j.stance)) {
		return false
	}
	attributes := c.triggers|c.data != 0 // left to look at
	if attributes && (j.s.unit.Finished() || j.trace != nil) {
		if !j.attributes(c) {
			return false
		}
		attributes = false
	}
	if c.with|c.without != 0 && !(j.features("with ", c.with, true) && j.features("without ", c.without, false)) {
		return false
	}
	for i := range c.fillings {
		f := &c.fillings[i]
		if attributes && f.marks {
			if !j.attributes(c) {
				return false
			}
			attributes = false
		}
		j.place = f.place
		if !j.says(slotNames[f.slot], j.fills(f.slot, f.phrase)) {
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

// features evaluates with and without.
func (j *judge) features(word string, all features, want bool) bool {
	for ; all != 0; all &= all - 1 {
		f := feature(mathbits.TrailingZeros16(uint16(all)))
		held := j.has(f) == want
		if j.trace == nil && !held {
			return false
		}
		if j.trace != nil {
			j.says(word+featureNames[f], held)
		}
	}
	return true
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

// look searches a phrase in a view and remembers that it was found.
func (j *judge) look(k slot, phrase int32, s *sentence, key viewKey) bool {
	ok := j.match.machine.finds(phrase, s, key, nil)
	if ok {
		j.found = append(j.found, evidence{slot: k, place: j.place, s: s, phrase: phrase, key: key})
	}
	return ok
}

// fills looks for the phrase of a slot where the slot may find it.
func (j *judge) fills(k slot, phrase int32) bool {
	u := j.s.unit
	switch k {
	case actSlot:
		return j.look(k, phrase, j.s, viewKey{mainView, j.n.Start, j.n.End})
	case doesSlot:
		return j.does(phrase)
	case objectSlot:
		return j.object(phrase)
	case conditionSlot:
		return j.role(k, phrase, norm.Condition, norm.Conditions)
	case purposeSlot:
		return j.role(k, phrase, norm.Purpose, norm.Purposes)
	case exceptionSlot:
		return j.role(k, phrase, norm.Exception, norm.Exceptions)
	case textSlot, anySlot, allSlot:
		return j.whole(k, phrase, u)
	case captionSlot:
		return j.match.inCaption(u.Clause, phrase)
	case leadSlot:
		return u.Lead != nil && j.whole(k, phrase, u.Lead)
	case itemsSlot:
		return slices.ContainsFunc(u.Items(), func(item *norm.Unit) bool { return j.whole(k, phrase, item) })
	case provisoSlot:
		return slices.ContainsFunc(u.Provisos, func(p *norm.Unit) bool { return j.whole(k, phrase, p) })
	case beforeSlot:
		before := u.Pointed()
		return before != nil && j.whole(k, phrase, before)
	}
	return false
}

// does looks for a phrase that ends in what the predicate of the norm does.
func (j *judge) does(phrase int32) bool {
	key := viewKey{mainView, j.n.Start, j.n.End}
	ok := j.match.machine.finds(phrase, j.s, key, j.s.unit)
	if ok {
		j.found = append(j.found, evidence{slot: doesSlot, place: j.place, s: j.s, phrase: phrase, key: key})
	}
	return ok
}

// whole looks in a whole sentence: with its brackets, then around them.
func (j *judge) whole(k slot, phrase int32, u *norm.Unit) bool {
	s := j.match.prepare(u)
	return j.look(k, phrase, s, viewKey{kind: wholeView}) || s.brackets() && j.look(k, phrase, s, viewKey{kind: plainView})
}

// object looks in the norm, then in the lead that it continues, then, where the
// norm points back (これ, 当該データ) or qualifies it without an object of its own
// (ただし、…閲覧することがある), in the sentence before.
func (j *judge) object(phrase int32) bool {
	const k = objectSlot
	u := j.s.unit
	if j.look(k, phrase, j.s, viewKey{nominalView, j.n.Start, j.n.End}) {
		return true
	}
	if u.Lead != nil && j.look(k, phrase, j.match.prepare(u.Lead), viewKey{kind: plainView}) {
		return true
	}
	if j.n.ObjectOmitted() && (j.look(k, phrase, j.s, viewKey{nominalView, 0, j.n.Start}) || j.look(k, phrase, j.s, viewKey{kind: roleView + viewKind(norm.Condition)})) {
		return true
	}
	if !j.pointsBack() && !(u.Sentence.Proviso && j.n.ObjectOmitted()) {
		return false
	}
	if j.look(k, phrase, j.s, viewKey{kind: plainView}) {
		return true // a condition or an earlier predicate of the sentence named it
	}
	before := u.Pointed()
	return before != nil && j.look(k, phrase, j.match.prepare(before), viewKey{kind: plainView})
}

// What points back: things by themselves, but for what happened before such a
// particle, and words before a noun.
var (
	things   = token.WordsOf("これ", "これら", "それ", "それら")
	events   = token.WordsOf("により", "によって", "に伴い")
	pointers = token.WordsOf("当該", "その", "この", "同")
)

// pointsBack reports whether the norm speaks of what the sentence before named.
func (j *judge) pointsBack() bool {
	t := j.s.tokens[:j.n.End]
	for i := j.n.Start; i < len(t); i++ {
		switch b := t[i].Base; {
		case things.Has(b):
			if i+1 < len(t) && events.Has(t[i+1].Surface) {
				continue // 「これにより」 points to what happened, not to a thing
			}
			return true
		case pointers.Has(b):
			return true
		}
	}
	return false
}

// role looks in the words of a role of the sentence and of its lead; and in the
// items, or the item itself, where items play that role.
func (j *judge) role(k slot, phrase int32, role norm.TokenRole, items norm.ItemRole) bool {
	u := j.s.unit
	key := viewKey{kind: roleView + viewKind(role)}
	if j.look(k, phrase, j.s, key) {
		return true
	}
	if u.Inherits == items && j.whole(k, phrase, u) {
		return true
	}
	if u.Lead != nil && j.look(k, phrase, j.match.prepare(u.Lead), key) {
		return true
	}
	return u.ItemsAre == items && slices.ContainsFunc(u.Items(), func(item *norm.Unit) bool { return j.whole(k, phrase, item) })
}
