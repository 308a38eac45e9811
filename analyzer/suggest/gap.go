package suggest

import (
	"slices"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/spot"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// Case is what suggestions are made for: a document with what was found in it
// and how it was judged.
type Case struct {
	Tree      *structure.Tree
	Findings  []finding.Finding
	Matches   []finding.Match // what the findings were made of; for Edits
	Judgement *legal.Judgement
	Classes   []*finding.Class
	Clauses   Clauses
	Narrow    []string // triggers that do not defeat

	// Words is the text of Tree, of which Wanted and maybe others are looked for at once;
	// nil means that For makes its own.
	Words *spot.Text

	// Shown says that suggestions are for a report, which has neither annexes nor
	// references: Edits cannot make changes of them.
	Shown bool

	by     []classed           // Findings by class, once somebody asks
	powers *[]*finding.Finding // those that stand, likewise
}

// classed is what was found of a class.
type classed struct {
	class string
	found []*finding.Finding
}

// gap is a class that the document lacks, has in half, has against the customer,
// or has as a power that stands against the exception.
type gap struct {
	class    string
	kind     Gap
	findings []*finding.Finding // what shows it; empty where the class is missing
	of       *finding.Class     // nil for powers
}

// gaps returns the gaps of every class, powers first and the strongest of them
// first, then in the order of the library.
func (c *Case) gaps() []gap {
	all := make([]gap, 0, 2*len(c.Classes))
	for _, f := range c.Standing() {
		id := f.Match.Class.ID
		if i := slices.IndexFunc(all, func(g gap) bool { return g.class == id }); i >= 0 {
			all[i].findings = append(all[i].findings, f)
			continue
		}
		all = append(all, gap{class: id, kind: Power, findings: []*finding.Finding{f}})
	}
	for _, class := range c.Classes {
		every := c.every(class.ID)
		if len(every) > 0 {
			all = append(all, gap{class.ID, Present, every, class})
		}
		found := others(every)
		if len(found) == 0 {
			all = append(all, gap{class: class.ID, kind: Missing, of: class})
			continue
		}
		if against := graded(found, finding.Negative); len(against) > 0 {
			all = append(all, gap{class.ID, Negative, against, class})
		}
		if !c.full(class.ID, found) {
			all = append(all, gap{class.ID, Half, found, class})
		}
	}
	return all
}

// Standing returns the powers that stand against the exception: those that moved
// the verdict, then others over what customers store that nothing narrow limits.
func (c *Case) Standing() []*finding.Finding {
	if c.powers != nil {
		return *c.powers
	}
	var all []*finding.Finding
	add := func(f *finding.Finding) {
		if !slices.Contains(all, f) {
			all = append(all, f)
		}
	}
	for _, r := range c.Judgement.Reasons {
		if r.Role != legal.ReasonPower {
			continue
		}
		for i := len(c.Findings) - 1; i >= 0; i-- { // of one ID, the last
			if c.Findings[i].ID == r.Finding {
				add(&c.Findings[i])
				break
			}
		}
	}
	for i := range c.Findings {
		if c.wide(&c.Findings[i].Match) {
			add(&c.Findings[i])
		}
	}
	all = slices.Clip(all)
	c.powers = &all
	return all
}

// wide reports whether a match is a power over what customers store that nothing
// narrow limits and that a clause answers.
func (c *Case) wide(m *finding.Match) bool {
	return m.Class.Group == finding.Power && c.closable(m.Class.ID) && !m.Weak && m.Data == norm.CustomerData &&
		m.Confidence != "low" && !slices.Contains(c.Narrow, m.Trigger.String())
}

// stands reports whether a finding is among the powers that stand.
func (c *Case) stands(f *finding.Finding) bool {
	return c.wide(&f.Match) || slices.ContainsFunc(c.Judgement.Reasons, func(r legal.Reason) bool { return r.Finding == f.ID && r.Role == legal.ReasonPower })
}

// closable reports whether a clause answers a power of the class.
func (c *Case) closable(class string) bool {
	for _, clause := range c.Clauses {
		for _, v := range Variants {
			if closesGap(clause.closes(v), class, Power) {
				return true
			}
		}
	}
	return false
}

func closesGap(closes []Closes, class string, kind Gap) bool {
	for i := range closes {
		if closes[i].Class == class && slices.Contains(closes[i].When, kind) {
			return true
		}
	}
	return false
}

// every returns the findings of a class. The list is not the caller's.
func (c *Case) every(class string) []*finding.Finding {
	if c.by == nil && len(c.Findings) > 0 {
		c.by = byClass(c.Findings)
	}
	for i := range c.by {
		if c.by[i].class == class {
			return c.by[i].found
		}
	}
	return nil
}

func byClass(findings []finding.Finding) []classed {
	by := make([]classed, 0, 16)
	room := make([]*finding.Finding, len(findings))
	for i := range findings {
		class := findings[i].Match.Class.ID
		if slices.ContainsFunc(by, func(x classed) bool { return x.class == class }) {
			continue
		}
		n := 0
		for k := i; k < len(findings); k++ {
			if f := &findings[k]; f.Match.Class.ID == class {
				room[n] = f
				n++
			}
		}
		by = append(by, classed{class, room[:n:n]})
		room = room[n:]
	}
	return by
}

// of returns the findings of a class, without what the vendor holds of its own.
func (c *Case) of(class string) []*finding.Finding { return others(c.every(class)) }

// others returns findings without what the vendor holds of its own.
func others(every []*finding.Finding) []*finding.Finding {
	if !slices.ContainsFunc(every, own) {
		return every
	}
	return slices.DeleteFunc(slices.Clone(every), own)
}

func graded(found []*finding.Finding, g finding.Grade) []*finding.Finding {
	var all []*finding.Finding
	for _, f := range found {
		if f.Match.Grade == g {
			all = append(all, f)
		}
	}
	return all
}

// full reports whether the document gives all that is asked of a class: by the
// score where the class divides responsibility, else by its findings.
func (c *Case) full(class string, found []*finding.Finding) bool {
	for _, p := range c.Judgement.Division.Parts {
		if p.Class == class {
			return p.Grade == finding.Full
		}
	}
	return slices.ContainsFunc(found, func(f *finding.Finding) bool {
		return f.Match.Grade == finding.Full || f.Match.Grade == finding.Unset
	})
}
