package legal

import "github.com/yakkan/yakkan/analyzer/finding"

// Final is what terms and facts come to together.
type Final string

// The final verdicts. ReliancePossible is never called safe or lawful.
const (
	ReliancePossible  Final = "reliance_possible"  // F1
	Insufficient      Final = "insufficient"       // F2
	Entrustment       Final = "entrustment"        // F3
	BeyondEntrustment Final = "beyond_entrustment" // F4
)

// AllFinals are the final verdicts from F1 to F4.
var AllFinals = []Final{ReliancePossible, Insufficient, Entrustment, BeyondEntrustment}

// final is the table of terms and facts. Terms that are not the place for the
// data (not_applicable) say as little as silent ones.
//
//	terms \ facts   good   unknown   bad
//	supported       F1     F2        F3
//	silent          F2     F2        F3
//	conflicting     F2     F3        F3
//	defeated        F3     F3        F3
//	declared        F3     F3        F3
//	any + beyond    F4     F4        F4
func final(v Verdict, beyond bool, c column) Final {
	switch {
	case beyond || c == beyondFacts:
		return BeyondEntrustment
	case v == Defeated || v == Declared || c == badFacts:
		return Entrustment
	case v == Supported && c == goodFacts:
		return ReliancePossible
	case v == Conflicting && c == unknownFacts:
		return Entrustment
	}
	return Insufficient
}

// Scope says what a final verdict of entrustment covers.
type Scope string

// The scopes. Cases means that nothing is handled but in single cases of
// support at the customer's request.
const (
	WholeService Scope = "service"
	Cases        Scope = "cases"
)

// scope returns what an entrustment covers: where the terms allow no more than
// handling on request, and nothing else stands for handling than that it was
// done, it covers those cases only (partial entrustment). Handling on request is
// handling all the same.
func (r *reading) scope(j *Judgement, w weighed) Scope {
	requests := r.of([]string{"on_request"}, func(f *finding.Finding) bool { return !own(f) })
	if j.Final != Entrustment || j.Verdict != Supported || len(requests) == 0 || !controlled(r.c.Facts) {
		return WholeService
	}
	for _, t := range w.bad {
		if t.fact != "handled_few" && t.fact != "handled_many" && t.fact != "entrusted_paper" {
			return WholeService
		}
	}
	return Cases
}
