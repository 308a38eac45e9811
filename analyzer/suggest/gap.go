package suggest

import (
	"slices"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/norm"
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
}

// gap is a class that the document lacks, has in half, has against the customer,
// or has as a power that stands against the exception.
type gap struct {
	class    string
	kind     Gap
	findings []*finding.Finding // what shows it; empty where the class is missing
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
		all = append(all, gap{id, Power, []*finding.Finding{f}})
	}
	for _, class := range c.Classes {
		if every := c.every(class.ID); len(every) > 0 {
			all = append(all, gap{class.ID, Present, every})
		}
		found := c.of(class.ID)
		if len(found) == 0 {
			all = append(all, gap{class: class.ID, kind: Missing})
			continue
		}
		if against := graded(found, finding.Negative); len(against) > 0 {
			all = append(all, gap{class.ID, Negative, against})
		}
		if !c.full(class.ID, found) {
			all = append(all, gap{class.ID, Half, found})
		}
	}
	return all
}

// Standing returns the powers that stand against the exception: those that moved
// the verdict, then others over what customers store that nothing narrow limits.
func (c *Case) Standing() []*finding.Finding {
	byID := make(map[string]*finding.Finding, len(c.Findings))
	for i := range c.Findings {
		byID[c.Findings[i].ID] = &c.Findings[i]
	}
	var all []*finding.Finding
	seen := map[*finding.Finding]bool{nil: true}
	add := func(f *finding.Finding) {
		if !seen[f] {
			seen[f] = true
			all = append(all, f)
		}
	}
	for _, r := range c.Judgement.Reasons {
		if r.Role == legal.ReasonPower {
			add(byID[r.Finding])
		}
	}
	for i := range c.Findings {
		if c.wide(&c.Findings[i].Match) {
			add(&c.Findings[i])
		}
	}
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
	return slices.ContainsFunc(closes, func(x Closes) bool { return x.Class == class && slices.Contains(x.When, kind) })
}

// every returns the findings of a class.
func (c *Case) every(class string) []*finding.Finding {
	var found []*finding.Finding
	for i := range c.Findings {
		if f := &c.Findings[i]; f.Match.Class.ID == class {
			found = append(found, f)
		}
	}
	return found
}

// of returns the findings of a class, without what the vendor holds of its own.
func (c *Case) of(class string) []*finding.Finding { return slices.DeleteFunc(c.every(class), own) }

func graded(found []*finding.Finding, g finding.Grade) []*finding.Finding {
	return slices.DeleteFunc(slices.Clone(found), func(f *finding.Finding) bool { return f.Match.Grade != g })
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
