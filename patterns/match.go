package patterns

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// matcher is the state of one Match call.
type matcher struct {
	lib      *Library
	reader   *norm.Reader
	text     string // Document.Text
	kind     structure.DocumentKind
	kinds    uint8 // the set of kind
	mem      *memory
	machine  *machine
	captions map[source.Span]*sentence
	taken    *norm.Data           // what collected has found; nil before it is asked
	records  int8                 // what ownRecords has found: 1 yes, -1 no, 0 before it is asked
	stored   map[source.Span]bool // what storedUnder has found, by caption
	trade    int8                 // what ofATrade has found, in the same way
}

func (lib *Library) matcher(r *norm.Reader) *matcher {
	tree := r.Tree()
	mem := memoryOf(r.Memory())
	mem.machine.program = &lib.program
	return &matcher{
		mem: mem, machine: &mem.machine,
		lib: lib, reader: r, text: tree.Document.Text, kind: kindOf(tree), kinds: setOf(kindOf(tree)),
		captions: map[source.Span]*sentence{},
	}
}

// kindOf returns the kind of a document as patterns see it.
func kindOf(tree *structure.Tree) structure.DocumentKind {
	return cmp.Or(tree.Kind, structure.Terms)
}

// Match returns the matches of all patterns in a document, in the order of its
// sentences, of the patterns and of the norms of a sentence. The error is that
// of ctx, which is looked at now and then.
func (lib *Library) Match(ctx context.Context, r *norm.Reader) ([]finding.Match, error) {
	return lib.matchAll(ctx, r, true)
}

// matchAll is Match; without the filter every pattern is tried on every
// sentence, which must find the same.
func (lib *Library) matchAll(ctx context.Context, r *norm.Reader, filter bool) ([]finding.Match, error) {
	m := lib.matcher(r)
	clauses := r.Clauses()
	// Each stage goes over the whole document before the next begins, so that its
	// tables stay in the caches: letters, then tokens, then norms and rules.
	var list []tried
	var candidates []int32 // numbers of patterns
	if filter {
		var err error
		if list, candidates, err = lib.filterOf(r).match(ctx, r); err != nil {
			return nil, err
		}
	} else {
		for _, p := range lib.patterns {
			if p.applies(m.kinds) {
				candidates = append(candidates, p.number)
			}
		}
		for c := range clauses {
			for s := range clauses[c].Sentences {
				list = append(list, tried{c, s, 0, len(candidates)})
			}
		}
	}
	matches := m.mem.matches
	from := len(matches)
	for part := range slices.Chunk(list, outlinesAtOnce) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		row := m.mem.row[:0]
		for _, t := range part {
			row = append(row, [2]int{t.clause, t.sentence})
		}
		r.Outlines(row)
		m.mem.row = row
	}
	if len(list) >= manySentences {
		lib.program.bring()
	}
	for i, t := range list {
		if i&255 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		unit := r.Outline(t.clause, t.sentence)
		matches = m.unit(matches, candidates[t.from:t.to], unit)
		m.mem.done(m.prepare(unit)) // a sentence after it that looks back makes its own
	}
	m.mem.matches = matches
	return slices.Clip(matches[from:]), nil
}

// outlinesAtOnce is how many sentences are outlined together: their tokens and what is
// read of them stay in the innermost cache.
const outlinesAtOnce = 16

// tried is a sentence with the patterns that it may match, candidates[from:to].
type tried struct{ clause, sentence, from, to int }

// within reports whether a sentence with these words can have what only the
// sentence itself can meet of an exception. Parties and data are not looked at.
func (e *exception) within(m *program, present bits) bool {
	return e.present == 0 || m.possible(e.present, present, math.MaxUint8, math.MaxUint8)
}

// applies reports whether a pattern is for one of some kinds of documents.
func (p *pattern) applies(kinds uint8) bool { return p.kinds == 0 || p.kinds&kinds != 0 }

// unit appends the matches of some patterns in a unit.
func (m *matcher) unit(matches []finding.Match, patterns []int32, u *norm.Unit) []finding.Match {
	s := m.prepare(u)
	stances := m.mem.stances[:0]
	for i := range u.Norms {
		stances = append(stances, stanceOf(&u.Norms[i]))
	}
	m.mem.stances = stances
	for _, number := range patterns {
		asked := m.lib.stances[number] // most patterns ask for another, and no more of them is looked at
		for i, own := range stances {
			if !asked.bearer(own) || !asked.modality(own) {
				continue
			}
			p := m.lib.patterns[number]
			j := judge{match: m, s: s, n: &u.Norms[i], stance: own, number: i, found: m.mem.evidence[:0]}
			if j.pattern(p) {
				matches = append(matches, j.result(p))
			}
			m.mem.evidence = j.found[:0]
		}
	}
	return matches
}

// pattern evaluates a pattern with its exceptions.
func (j *judge) pattern(p *pattern) bool {
	if !j.holds(&p.conditions) {
		return false
	}
	if j.trace == nil {
		return !j.excepted(p.unless) && !j.outside(p.class)
	}
	for _, list := range [2][]exception{p.unless, p.class.unless} {
		for i := range list {
			j.says(list[i].name, !j.excepted(list[i:i+1]))
			j.trace.steps[len(j.trace.steps)-1].Unless = true
		}
	}
	return true
}

// excepted reports whether one of some exceptions holds.
func (j *judge) excepted(list []exception) bool {
	e := judge{match: j.match, s: j.s, n: j.n, stance: j.stance, number: j.number, found: j.match.mem.against[:0]}
	for i := range list {
		if list[i].within(&j.match.lib.program, j.s.present) && e.holds(&list[i].conditions) {
			return true
		}
	}
	j.match.mem.against = e.found[:0]
	return false
}

// outside is excepted for the exceptions of a class, which its patterns share: the
// answer for a norm is kept while patterns of the same class ask.
func (j *judge) outside(c *class) bool {
	if len(c.unless) == 0 {
		return false
	}
	kept := &j.match.mem.outside
	if kept.class != c || kept.unit != j.s.unit {
		kept.class, kept.unit = c, j.s.unit
		kept.norms = append(kept.norms[:0], make([]answer, len(j.s.unit.Norms))...)
	}
	said := &kept.norms[j.number]
	if *said == unasked {
		if *said = inside; j.excepted(c.unless) {
			*said = outside
		}
	}
	return *said == outside
}

// exempted keeps which norms of a unit the exceptions of a class are about.
type exempted struct {
	class *class
	unit  *norm.Unit
	norms []answer
}

// answer says whether the exceptions of a class hold for a norm.
type answer uint8

const (
	unasked answer = iota
	inside         // none does
	outside
)

// result makes the match of a norm for which a pattern held.
func (j *judge) result(p *pattern) finding.Match {
	j.s.know()
	for i := range j.found {
		j.found[i].locate(j.match.machine)
	}
	n := j.n
	match := finding.Match{
		Class: p.class.Class, Pattern: p.name, Unit: j.s.unit, Norm: n,
		Trigger: n.Trigger, Confidence: p.confidence,
		Headed: slices.ContainsFunc(p.fillings, func(f filling) bool { return f.slot == captionSlot }),
	}
	match.Data, match.Among = j.kind(p)
	if match.Trigger == norm.NoTrigger && n.Modality == norm.Nominal && p.class.Group == finding.Power {
		match.Trigger = n.Named() // 「新商品のご案内」 in a list of purposes
	}
	for _, r := range []reported{p.report, p.class.report} {
		if match.Trigger == norm.NoTrigger && r.trigger != nil {
			match.Trigger = *r.trigger
		}
	}
	if p.set.trigger != nil {
		match.Trigger = *p.set.trigger
	}
	if p.set.weak != nil {
		match.Weak = *p.set.weak
	}
	match.Grade = p.set.grade
	if n.BearerBy == norm.Assumed && p.bearers != 0 && match.Confidence == "high" {
		match.Confidence = "medium" // nobody is named
	}
	if p.set.confidence != "" {
		match.Confidence = p.set.confidence
	}
	slices.SortStableFunc(j.found, func(a, b evidence) int { return cmp.Compare(a.place, b.place) })
	said := j.match.mem.said.Room(len(j.found))
	for _, e := range j.found {
		if e.start < e.end {
			span := source.Span{Start: int(e.s.tokens[e.start].Start), End: int(e.s.tokens[e.end-1].End)}
			said = append(said, finding.Evidence{Slot: slotNames[e.slot], Span: span})
		}
	}
	match.Evidence = j.match.mem.said.Keep(said)
	return match
}

// inCaption looks for a phrase in the captions above a clause.
func (m *matcher) inCaption(c *structure.Clause, phrase int32) bool {
	for _, span := range c.Captions {
		s, ok := m.captions[span]
		if !ok {
			s = m.prepare(m.reader.Caption(span))
			m.captions[span] = s
		}
		if m.machine.finds(phrase, s, viewKey{kind: wholeView}, nil) {
			return true
		}
	}
	return false
}
