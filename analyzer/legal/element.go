package legal

import (
	"slices"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/norm"
)

// elementIDs are the elements of the test in the order of the sheet.
var elementIDs = []string{
	"non_handling", "powers", "access_control", "maintenance_access", "service_nature",
	"actual_handling", "own_purpose", "re_entrustment", "foreign", "my_number",
}

// elements fills the sheet: what the document says to each element of the test,
// and the fact that would decide where it does not.
func (r *reading) elements() []ElementResult {
	results := make([]ElementResult, 0, len(r.d.Elements.Elements))
	for i := range r.d.Elements.Elements {
		e := &r.d.Elements.Elements[i]
		result := ElementResult{ID: e.ID, Facts: r.d.Said(r.c.Facts, e.ID)}
		result.Terms, result.Findings = r.element(e.ID)
		result.Status = join(result.Terms, result.Facts)
		// Terms can defeat but never establish: only what stands against the
		// exception is decided without a fact.
		if result.Status != ElementDefeated && !(e.ID == "my_number" && result.Status == NotAddressed) {
			result.Fact = r.d.ask(r.c.Facts, e)
		}
		results = append(results, result)
	}
	return results
}

// element returns what the terms say to an element, and the findings that say it.
func (r *reading) element(id string) (Status, []string) {
	switch id {
	case "non_handling":
		return r.nonHandling()
	case "powers":
		return r.powersElement()
	case "access_control":
		return r.accessControl()
	case "maintenance_access":
		return r.maintenanceAccess()
	case "service_nature":
		return r.serviceNature()
	case "actual_handling":
		return r.actualHandling()
	case "own_purpose":
		return r.ownPurpose()
	case "re_entrustment":
		return r.reEntrustment()
	case "foreign":
		return r.foreign()
	}
	return r.myNumber()
}

// against combines what stands for an element and what stands against it.
func against(bad, good []*finding.Finding, neither Status) Status {
	switch {
	case len(bad) > 0 && len(good) > 0:
		return InConflict
	case len(bad) > 0:
		return ElementDefeated
	case len(good) > 0:
		return Met
	}
	return neither
}

func (r *reading) nonHandling() (Status, []string) {
	flat := r.of([]string{"no_handling"}, func(f *finding.Finding) bool { return !own(f) && !f.Match.Weak })
	powers, declared := r.powers(), r.declarations()
	bans := slices.DeleteFunc(slices.Clone(powers), func(f *finding.Finding) bool { return f.Match.Class.ID != "restricted" })
	requests := r.of(r.t.Negations, func(f *finding.Finding) bool { return !own(f) && (f.Match.Class.ID == "on_request" || f.Match.Weak) })
	switch {
	case len(flat) > 0:
		return against(slices.Concat(powers, declared), flat, Met), ids(flat, powers, declared)
	case len(bans) > 0 || len(declared) > 0:
		return ElementDefeated, ids(bans, declared)
	case len(requests) > 0:
		return Conditional, ids(requests)
	}
	return NotAddressed, ids()
}

func (r *reading) powersElement() (Status, []string) {
	powers, negations := r.powers(), r.negations()
	if len(powers) > 0 {
		return against(powers, negations, NotAddressed), ids(powers, negations)
	}
	narrow := r.of(r.t.Powers, stored)
	switch {
	case len(narrow) > 0:
		return Conditional, ids(narrow)
	case len(negations) > 0:
		return Met, ids(negations)
	}
	return NotAddressed, ids()
}

func (r *reading) accessControl() (Status, []string) {
	good := r.of([]string{"access_control", "encryption"}, func(f *finding.Finding) bool { return !own(f) })
	bad := r.of([]string{"access", "monitor"}, func(f *finding.Finding) bool { return r.wide(f) && stored(f) })
	status := against(bad, good, FactNeeded)
	technical := slices.ContainsFunc(good, func(f *finding.Finding) bool { return f.Match.Grade != finding.Half })
	if status == Met && !technical {
		status = Conditional
	}
	return status, ids(good, bad)
}

func (r *reading) maintenanceAccess() (Status, []string) {
	requests := r.of([]string{"on_request"}, func(f *finding.Finding) bool { return !own(f) })
	guards := r.of([]string{"acquisition_guard"}, func(f *finding.Finding) bool { return !own(f) })
	bad := r.of([]string{"access", "monitor", "restricted"}, func(f *finding.Finding) bool {
		return r.wide(f) && stored(f) && f.Match.Trigger != norm.Breach
	})
	status := against(bad, slices.Concat(guards, requests), FactNeeded)
	if status == Met && len(guards) == 0 {
		status = Conditional
	}
	return status, ids(guards, requests, bad)
}

func (r *reading) serviceNature() (Status, []string) {
	if nature := r.of([]string{"service_nature"}, nil); len(nature) > 0 {
		return Conditional, ids(nature)
	}
	return FactNeeded, ids()
}

// actualHandling is never decided by terms: what was done is a fact.
func (r *reading) actualHandling() (Status, []string) {
	return FactNeeded, ids(r.of([]string{"access_log"}, func(f *finding.Finding) bool { return !own(f) }))
}

func (r *reading) ownPurpose() (Status, []string) {
	bad := r.beyond()
	good := r.of([]string{"purpose_limit"}, func(f *finding.Finding) bool { return !own(f) })
	if len(bad) == 0 && len(good) == 0 {
		if narrow := r.of(r.t.Beyond, stored); len(narrow) > 0 {
			return Conditional, ids(narrow)
		}
	}
	return against(bad, good, NotAddressed), ids(bad, good)
}

func (r *reading) reEntrustment() (Status, []string) {
	reserved := r.of([]string{"subcontract"}, func(f *finding.Finding) bool { return !own(f) })
	terms := r.of([]string{"sub_terms"}, func(f *finding.Finding) bool { return !own(f) })
	handling := slices.ContainsFunc(reserved, func(f *finding.Finding) bool { return f.Match.Data != norm.NoData })
	switch {
	case len(reserved) > 0 && len(terms) > 0:
		return Conditional, ids(reserved, terms)
	case handling:
		return ElementDefeated, ids(reserved)
	case len(reserved) > 0:
		return FactNeeded, ids(reserved)
	case len(terms) > 0:
		return Met, ids(terms)
	}
	return NotAddressed, ids()
}

func (r *reading) foreign() (Status, []string) {
	places := r.of([]string{"location"}, func(f *finding.Finding) bool { return !own(f) })
	abroad, found := r.abroad()
	switch {
	case len(abroad) > 0:
		return Conditional, ids(found, places)
	case len(places) > 0:
		return Met, ids(places)
	}
	return FactNeeded, ids()
}

func (r *reading) myNumber() (Status, []string) {
	if len(r.mentions(MyNumber)) > 0 {
		return Conditional, ids()
	}
	return NotAddressed, ids()
}
