package legal

import (
	"cmp"
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/spot"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// wide reports whether a power defeats: it is not weak, and its trigger is
// wider than request, consent and law.
func (r *reading) wide(f *finding.Finding) bool {
	return !f.Match.Weak && !slices.Contains(r.t.Narrow, f.Match.Trigger.String())
}

// stored reports whether the object of a finding is what customers store.
// Personal information that may be the members' own does not defeat; it shows
// as ambiguous_object.
func stored(f *finding.Finding) bool { return f.Match.Stored() }

// unsure reports whether the rule was not sure of a finding.
func unsure(f *finding.Finding) bool { return f.Match.Confidence == "low" }

// powers returns the wide powers over what customers store, the strongest first.
// Where clauses of non-handling stand against them, those that are not sure are
// left out.
func (r *reading) powers() []*finding.Finding {
	if r.wides != nil {
		return *r.wides
	}
	found := r.of(r.t.Powers, func(f *finding.Finding) bool { return r.wide(f) && stored(f) })
	if len(r.negations()) > 0 {
		found = slices.DeleteFunc(found, unsure)
	}
	if len(found) > 0 && (r.stays() || r.bound()) {
		// What purposes are for is not said where they stand, and here it is not with the vendor,
		// or a clause of its own says what it may serve.
		found = slices.DeleteFunc(found, func(f *finding.Finding) bool {
			n := f.Match.Norm
			return n != nil && (n.Data != norm.CustomerData || n.Modality == norm.Nominal)
		})
	}
	slices.SortStableFunc(found, func(a, b *finding.Finding) int { return cmp.Compare(r.power(b), r.power(a)) })
	found = slices.Clip(found)
	r.wides = &found
	return found
}

// bound reports whether a clause on what customers store lets it serve the service only.
func (r *reading) bound() bool {
	return slices.ContainsFunc(r.all, func(f *finding.Finding) bool {
		return stored(f) && slices.Contains(r.t.Bounds, f.Match.Class.ID+"/"+f.Match.Pattern) && !r.ofWhatIsSent(f)
	})
}

// ofWhatIsSent reports whether a clause points back to the end for which others get some of
// the data: 「会話は、返信を作るためAIに送信されます。その目的以外には使用しません」.
func (r *reading) ofWhatIsSent(f *finding.Finding) bool {
	if !spot.HasAny(f.Span.Of(r.text()), r.t.PointsBack...) {
		return false
	}
	before := r.sentenceAt(max(0, len(strings.TrimRight(r.text()[:f.Span.Start], "。\n・-* 　"))-1)).Start
	return slices.ContainsFunc(r.all, func(other *finding.Finding) bool {
		return slices.Contains(r.t.ToOthers, other.Match.Class.ID) && other.Span.Start <= before && before < other.Span.End
	})
}

// negations returns the clauses of non-handling and of handling on request only,
// over what is stored in general: one of a single function is weak and decides nothing,
// and that some data are not sent to the vendor says nothing of what it keeps beside them.
func (r *reading) negations() []*finding.Finding {
	if r.denials == nil {
		found := r.of(r.t.Negations, func(f *finding.Finding) bool { return !own(f) && !f.Match.Weak })
		if slices.ContainsFunc(found, r.ofSome) && r.keepsSome() {
			found = slices.DeleteFunc(found, r.ofSome)
		}
		found = slices.Clip(found)
		r.denials = &found
	}
	return *r.denials
}

// ofSome reports whether a negation is about the data it names alone.
func (r *reading) ofSome(f *finding.Finding) bool {
	return slices.Contains(r.t.OfSome, f.Match.Class.ID+"/"+f.Match.Pattern)
}

// ofSeeing reports whether a negation says of what people put in that nobody looks into it.
func (r *reading) ofSeeing(f *finding.Finding) bool {
	return stored(f) && slices.Contains(r.t.Seeing, f.Match.Class.ID+"/"+f.Match.Pattern)
}

// declarations returns the clauses that say that handling is entrusted.
func (r *reading) declarations() []*finding.Finding {
	return r.of(r.t.Declarations, func(f *finding.Finding) bool { return !own(f) })
}

// verdict decides by the procedure of the legal test: a declared entrustment
// outranks all, then powers and negations meet.
func (r *reading) verdict() (Verdict, []Reason) {
	declared, powers, negations := r.declarations(), r.powers(), r.negations()
	reasons := reasons(declared, powers, negations)
	switch {
	case len(declared) > 0:
		return Declared, reasons
	case len(powers) > 0 && len(negations) > 0:
		return Conflicting, reasons
	case len(powers) > 0:
		return Defeated, reasons
	case !r.applicable():
		return NotApplicable, nil
	case len(negations) > 0:
		return Supported, reasons
	}
	return Silent, nil
}

func reasons(declared, powers, negations []*finding.Finding) []Reason {
	var reasons []Reason
	add := func(role string, list []*finding.Finding) {
		for _, f := range list {
			reasons = append(reasons, Reason{f.ID, role})
		}
	}
	add(ReasonDeclared, declared)
	add(ReasonPower, powers)
	add(ReasonNegation, negations)
	return reasons
}

// applicable reports whether customers store data with the vendor under this
// document. Findings over what customers store show it, except that a mere
// disclaimer does not, and that a few classes (definitions, duties of the
// customer, non-handling) also speak of data that stay with the customer: where
// the text says that they do, these are not enough.
//
// An agreement of secrecy is about what two parties tell each other, and so are clauses on
// it in a contract on work; what such a contract says of what is handed over for the work shows
// nothing stored unless it speaks of a service.
//
// In a privacy policy, which is about the vendor's own members, one such finding
// alone is not enough, unless what it names as taken in has what its readers store;
// what its readers have to mind (passwords, say) shows nothing there.
//
// What stays on the customer's side is not stored with the vendor, nor is what is only
// worked on and gone, and the rules of a house are for its own people. A sentence that
// says that the vendor keeps what people put in shows it in any document.
//
// Where nothing is said of such data, terms of a service are silent, unless all
// that they say, but for an article on personal information, is about the vendor's
// own data, or that they name nothing on which anything is stored, or that they
// speak to nobody who uses a service, as the notices of a site do; other documents
// are not the place.
func (r *reading) applicable() bool {
	if r.kind == structure.NDA || r.stays() || r.inside() || r.ofAThing() {
		return false
	}
	gone := r.passing()
	secrecy := r.secrets()
	firm, passive := 0, 0
	for _, f := range r.all {
		switch id := f.Match.Class.ID; {
		case !stored(f) || id == "data_liability" || r.kind == structure.Privacy && id == "customer_duty" || slices.Contains(r.t.OfSecrets, id) && inAny(f, secrecy):
		case len(gone) > 0 && (slices.Contains(r.t.InPassing, id) || inAny(f, gone)):
		case slices.Contains(r.t.Passive, id):
			passive++
		case !unsure(f):
			firm++
		}
	}
	switch {
	case firm == 0 && len(gone) > 0:
		return slices.ContainsFunc(r.negations(), r.ofSeeing)
	case r.kind == structure.Privacy && firm == 1 && passive == 0 && len(r.negations()) == 0:
		return r.keepsPut() || r.takesIn()
	case firm > 0:
		return true
	case passive > 0:
		return !r.kept() && !r.ofWork()
	case r.kind != structure.Terms && r.kind != structure.DPA && r.kind != structure.Security:
		return r.keepsPut() || r.takesIn()
	}
	return (r.addressed() || r.keepsPut()) && r.serves() && (len(r.of(keys(r.w.Powers), r.ofMembers)) == 0 || r.putsIn())
}

// ofMembers reports whether a finding is about the vendor's own data, outside the article on
// personal information that the terms of any service have.
func (r *reading) ofMembers(f *finding.Finding) bool {
	return own(f) && (f.Match.Unit == nil || !slices.ContainsFunc(f.Match.Unit.Clause.Captions, func(caption source.Span) bool {
		return spot.HasAny(caption.Of(r.text()), r.t.OnPersons...)
	}))
}

// takesIn reports whether a privacy policy names what its readers store among what it takes in.
func (r *reading) takesIn() bool {
	return r.kind == structure.Privacy && r.c.TakesIn != nil && r.c.TakesIn()
}

// secrets returns where a contract on work has clauses of secrecy: what they count up (ideas,
// know-how, data) was told to the other side and not stored with it.
func (r *reading) secrets() []source.Span {
	if r.kind != structure.Contract {
		return nil
	}
	var found []source.Span
	for _, f := range r.all {
		if f.Match.Class.ID == r.t.Secrecy {
			found = append(found, f.Span)
		}
	}
	return found
}

// ofWork reports whether the text is a contract on work that speaks of no service.
func (r *reading) ofWork() bool {
	return r.kind == structure.Contract && r.text() != "" && !slices.ContainsFunc(r.t.OnAService, r.words().Has)
}

// inAny reports whether a finding is in one of some sentences.
func inAny(f *finding.Finding, sentences []source.Span) bool {
	return slices.ContainsFunc(sentences, func(s source.Span) bool { return f.Span.Start < s.End && s.Start < f.Span.End })
}

// addressed reports whether the text names somebody who uses the service, or what
// such people give to it. A case without a text, or without words for the customer, says nothing against it.
func (r *reading) addressed() bool {
	text := r.text()
	if text == "" || len(r.c.Tree.Parties.Customer) == 0 {
		return true
	}
	return spot.HasAny(text, r.c.Tree.Parties.Customer...) || slices.ContainsFunc(r.t.Given, r.words().Has)
}

// kept reports whether the text says that data stay with the customer.
func (r *reading) kept() bool {
	return slices.ContainsFunc(r.t.Kept, r.words().Has)
}
