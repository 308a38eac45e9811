package suggest

import (
	"iter"
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// Suggestion is a registered clause that was chosen for a document and filled
// with its words.
type Suggestion struct {
	Clause    *Clause
	Variant   Variant
	Classes   []string     // of the gaps that it closes
	Reason    finding.Text // the gaps that it closes
	Why       finding.Text // why in this variant
	Caption   string
	Text      string
	Annex     []string // lines of the annex that the text refers to
	AnnexName string   // of that annex: 別紙2

	// The other variant of the clause, and why it is not offered; both are
	// empty where the clause has one variant only.
	Other   string
	Refused *finding.Text

	Place Place

	// Reference is a sentence that points at the clause, for what it answers elsewhere.
	Reference string
}

// Place is where the text of a suggestion goes: into the place of a sentence, or
// into an article of its own.
type Place struct {
	Replaces []*finding.Finding   // powers that the clause takes the place of
	At       *finding.Finding     // the one whose sentence the text replaces; nil for an article of its own
	After    *structure.Provision // what the new article follows; nil in an empty document
	Number   string               // of the new article, as the document writes numbers: 第12条の2; "" where it numbers none
	numbers  []int                // of the new article: 12, 2
}

// ID is that of the clause.
func (s *Suggestion) ID() string { return s.Clause.ID }

// For chooses the clauses for a document in the order in which they are to be
// read: those that answer powers, the strongest first, then by ID. The variant
// Auto leaves the choice to the document. There are none where customers store
// nothing under it.
func For(c Case, want Variant) []Suggestion {
	if c.Tree == nil || c.Judgement == nil || c.Judgement.Verdict == legal.NotApplicable {
		return nil
	}
	p := &planner{c: &c, gaps: c.gaps()}
	p.index()
	p.variant, p.why = c.variant(want)
	p.choose()
	p.place()
	p.fill()
	return p.chosen
}

type planner struct {
	c       *Case
	gaps    []gap
	first   map[string]int // class -> where its gaps begin, one behind the other, which are no powers
	variant Variant
	why     finding.Text // of the variant
	chosen  []Suggestion
	open    []*finding.Finding // powers that nothing chosen answers
	num     numbering
	refusal *finding.Text // why the other variant is not offered, once somebody asks
}

// index finds the gaps of each class.
func (p *planner) index() {
	p.first = make(map[string]int, len(p.c.Classes))
	for i := len(p.gaps) - 1; i >= 0 && p.gaps[i].kind != Power; i-- {
		p.first[p.gaps[i].class] = i
	}
}

// gapsOf are the gaps of a class in their order.
func (p *planner) gapsOf(class string) iter.Seq[*gap] {
	return func(yield func(*gap) bool) {
		for i := range p.gaps {
			if g := &p.gaps[i]; g.kind != Power {
				break
			} else if g.class == class && !yield(g) {
				return
			}
		}
		at, ok := p.first[class]
		for ; ok && at < len(p.gaps) && p.gaps[at].class == class; at++ {
			if !yield(&p.gaps[at]) {
				return
			}
		}
	}
}

// declaring is the class of clauses that say that handling is entrusted: beside
// one, as beside a power, a clause of non-handling would contradict the terms.
const declaring = "entrusted"

// choose picks the clauses that close gaps in the variant.
func (p *planner) choose() {
	p.chosen = make([]Suggestion, 0, len(p.c.Clauses))
	close := func(clause *Clause, g *gap) {
		k := 0
		for k < len(p.chosen) && p.chosen[k].Clause != clause {
			k++
		}
		if k == len(p.chosen) {
			p.chosen = append(p.chosen, Suggestion{Clause: clause, Variant: p.variant})
		}
		s := &p.chosen[k]
		if !slices.Contains(s.Classes, g.class) {
			s.Classes = append(s.Classes, g.class)
		}
		if g.kind == Power {
			s.Place.Replaces = append(s.Place.Replaces, g.findings...)
		}
	}
	for i := range p.gaps {
		g := &p.gaps[i]
		if g.kind != Power {
			continue
		}
		i := slices.IndexFunc(p.c.Clauses, func(x *Clause) bool { return x.Of(p.variant) != nil && closesGap(x.closes(p.variant), g.class, Power) })
		if i < 0 {
			p.open = append(p.open, g.findings...)
			continue
		}
		close(p.c.Clauses[i], g)
	}
	// The others in the order of the clauses, which is that of their IDs.
	for _, clause := range p.c.Clauses {
		t := clause.Of(p.variant)
		if t == nil || slices.Contains(t.NotWhile, Power) && (len(p.open) > 0 || len(p.c.of(declaring)) > 0) {
			continue
		}
		closes := clause.closes(p.variant)
		for from := 0; ; {
			// The next class of which it closes gaps.
			next := len(p.gaps)
			for i := range closes {
				if at, ok := p.first[closes[i].Class]; ok && at >= from {
					next = min(next, at)
				}
			}
			if next == len(p.gaps) {
				break
			}
			for from = next; from < len(p.gaps) && p.gaps[from].class == p.gaps[next].class; from++ {
				if g := &p.gaps[from]; closesGap(closes, g.class, g.kind) {
					close(clause, g)
				}
			}
		}
	}
}

// place decides for each clause whether its text takes the place of a sentence,
// and numbers the articles that are new.
func (p *planner) place() {
	used := map[*structure.Provision]bool{}
	for i := range p.chosen {
		s := &p.chosen[i]
		for _, f := range s.Place.Replaces {
			if !used[f.Provision] && !member(f) {
				used[f.Provision] = true
				s.Place.At = f
				break
			}
		}
	}
	p.num = readNumbering(p.c.Tree, p.home())
	for i := range p.chosen {
		if s := &p.chosen[i]; s.Place.At == nil {
			s.Place.After = p.num.after
			s.Place.Number, s.Place.numbers = p.num.next()
		}
	}
}

// member reports whether a finding is a member of a list under a lead, which has
// no room for sentences.
func member(f *finding.Finding) bool {
	k := f.Provision.Kind
	return f.Match.Unit.Lead != nil && (k == structure.Item || k == structure.Subitem)
}

// home is the article that deals with what customers store: that of the
// strongest power, else the one that most findings about it stand in.
func (p *planner) home() *structure.Provision {
	for i := range p.chosen {
		for _, f := range p.chosen[i].Place.Replaces {
			if a := p.homeOf(f.Provision); a != nil {
				return a
			}
		}
	}
	var best *structure.Provision
	count := map[*structure.Provision]int{}
	for i := range p.c.Findings {
		f := &p.c.Findings[i]
		if f.Match.Class.Group == finding.Context || own(f) {
			continue
		}
		if a := p.homeOf(f.Provision); a != nil {
			count[a]++
			if best == nil || count[a] > count[best] {
				best = a
			}
		}
	}
	return best
}

// articleOf returns the article of the main part that a provision stands in.
func articleOf(p *structure.Provision) *structure.Provision {
	for a := p; a != nil; a = a.Parent {
		if _, _, ok := splitLabel(a.Label, true); ok && a.Kind == structure.Article && !beside(a) {
			return a
		}
	}
	return nil
}

// homeOf returns the article that a provision stands in, or the provision itself
// in a document without articles.
func (p *planner) homeOf(q *structure.Provision) *structure.Provision {
	if !hasArticles(p.c.Tree, q) {
		return q
	}
	return articleOf(q)
}

// fill fills the texts, now that it is known what stands where.
func (p *planner) fill() {
	f := &filler{words: readWords(p.c), digits: p.num.digits, refs: map[string]string{}}
	for i := range p.chosen {
		s := &p.chosen[i]
		f.refs[s.Clause.ID] = p.reference(s)
		if s.Clause.Of(p.variant).defines {
			f.words.pdata, f.words.long = f.words.define, false
		}
	}
	f.whole = p.whole()
	against := slices.Concat(p.c.Standing(), p.c.of(declaring))
	p.standing(f.refs)
	for i := range p.chosen {
		s := &p.chosen[i]
		t := s.Clause.Of(p.variant)
		f.article = s.Place.At == nil
		s.Caption, s.Text = t.Caption, f.fill(t, &t.pieces)
		f.article = false
		p.other(s, f, against)
		s.Reason, s.Why = p.reason(s), p.why
		if !p.c.Shown {
			p.complete(s, t, f)
		}
	}
}

// complete fills what Edits needs beside the text.
func (p *planner) complete(s *Suggestion, t *Template, f *filler) {
	s.AnnexName = f.words.annex
	s.Annex = slices.Grow(s.Annex, len(t.Annex))
	for k := range t.rows {
		s.Annex = append(s.Annex, f.fill(t, &t.rows[k]))
	}
	b := append(append(f.filled[:0], f.words.data...), "の取扱いについては、"...)
	f.filled = append(append(b, strings.TrimSuffix(f.refs[s.Clause.ID], "の定め")...), "の定めるところによる。"...)
	s.Reference = f.styled(f.filled)
}

// other fills the other variant of a clause, or says why it is not offered; against
// is what a clause of non-handling cannot stand beside.
func (p *planner) other(s *Suggestion, f *filler, against []*finding.Finding) {
	v := Preserve
	if p.variant == Preserve {
		v = Entrust
	}
	t := s.Clause.Of(v)
	if t == nil || len(s.Clause.closes(v)) == 0 {
		return
	}
	if slices.Contains(t.NotWhile, Power) && len(against) > 0 {
		if p.refusal == nil {
			p.refusal = p.c.refusal(against)
		}
		s.Refused = p.refusal
		return
	}
	s.Other = f.fill(t, &t.pieces)
}

// reference is how a text points at where a clause stands.
func (p *planner) reference(s *Suggestion) string {
	switch {
	case s.Place.At != nil && p.num.ordinal && s.Place.At.Provision.Label != "":
		return p.num.digits.label(s.Place.At.Provision.Label)
	case s.Place.At == nil && p.num.ordinal:
		return s.Place.Number + "（" + s.Clause.Of(p.variant).Caption + "）"
	}
	return "「" + s.Clause.Of(p.variant).Caption + "」の定め"
}

// whole names the articles that are new, as a range.
func (p *planner) whole() string {
	var own []*Suggestion
	for i := range p.chosen {
		if s := &p.chosen[i]; s.Place.At == nil {
			own = append(own, s)
		}
	}
	name := func(s *Suggestion) string {
		if p.num.ordinal {
			return s.Place.Number
		}
		return "「" + s.Clause.Of(p.variant).Caption + "」"
	}
	switch len(own) {
	case 0:
		return "本条"
	case 1:
		return name(own[0])
	}
	return name(own[0]) + "から" + name(own[len(own)-1]) + "まで"
}

// standing adds where the document itself has what clauses that were not chosen
// would give.
func (p *planner) standing(refs map[string]string) {
	for _, clause := range p.c.Clauses {
		if refs[clause.ID] != "" {
			continue
		}
		for _, closed := range clause.closes(p.variant) {
			if slices.Contains(closed.When, Power) {
				continue
			}
			for _, f := range p.c.of(closed.Class) {
				if a := articleOf(f.Provision); a != nil && refs[clause.ID] == "" {
					refs[clause.ID] = p.num.digits.label(a.Label)
				}
			}
		}
	}
}
