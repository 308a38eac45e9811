package legal

import (
	"cmp"
	"slices"

	"github.com/yakkan/yakkan/analyzer/finding"
)

// wide reports whether a power defeats: it is not weak, and its trigger is
// wider than request, consent and law.
func (r *reading) wide(f *finding.Finding) bool {
	return !f.Match.Weak && !slices.Contains(r.w.Verdict.Narrow, f.Match.Trigger.String())
}

// powers returns the wide powers over what customers store.
func (r *reading) powers() []*finding.Finding {
	found := r.of(r.w.Verdict.Powers, func(f *finding.Finding) bool { return r.wide(f) && r.stored(f) })
	slices.SortStableFunc(found, func(a, b *finding.Finding) int { return cmp.Compare(r.power(b), r.power(a)) })
	return found
}

// stored reports whether the object of a finding is, or may be, what customers
// store.
func (r *reading) stored(f *finding.Finding) bool {
	return customers(f)
}

// negations returns the clauses of non-handling and of handling on request only.
func (r *reading) negations() []*finding.Finding {
	return r.of(r.w.Verdict.Negations, func(f *finding.Finding) bool { return !own(f) })
}

// declarations returns the clauses that say that handling is entrusted.
func (r *reading) declarations() []*finding.Finding {
	return r.of(r.w.Verdict.Declarations, func(f *finding.Finding) bool { return !own(f) })
}

// verdict decides by the procedure of the legal test: a declared entrustment
// outranks all, then powers and negations meet.
func (r *reading) verdict() (Verdict, []Reason) {
	declared, powers, negations := r.declarations(), r.powers(), r.negations()
	reasons := func(lists ...[]*finding.Finding) []Reason {
		roles := []string{ReasonDeclared, ReasonPower, ReasonNegation}
		var out []Reason
		for i, list := range lists {
			for _, f := range list {
				out = append(out, Reason{f.ID, roles[i]})
			}
		}
		return out
	}
	switch {
	case len(declared) > 0:
		return Declared, reasons(declared, powers, negations)
	case len(powers) > 0 && len(negations) > 0:
		return Conflicting, reasons(nil, powers, negations)
	case len(powers) > 0:
		return Defeated, reasons(nil, powers)
	case len(negations) > 0:
		return Supported, reasons(nil, nil, negations)
	case !r.applicable():
		return NotApplicable, nil
	}
	return Silent, nil
}

// applicable reports whether customers store data with the vendor under this
// document.
func (r *reading) applicable() bool {
	return slices.ContainsFunc(r.all, customers)
}
