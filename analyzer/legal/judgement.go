// Package legal judges by the terms alone whether a document keeps a customer
// from relying on the cloud exception of Japan's APPI (PPC Q&A 7-53), and how
// clearly it divides responsibility.
//
// Terms can defeat the exception but cannot establish it. Every result names the
// findings that moved it. The numbers and texts are data (patterns/legal).
package legal

import (
	"cmp"
	"slices"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/spot"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// Verdict is what the terms alone come to.
type Verdict string

// The verdicts.
const (
	NotApplicable Verdict = "not_applicable" // no customer data of others is stored with the vendor under this document
	Supported     Verdict = "supported"      // non-handling or request-only, and no wide power
	Silent        Verdict = "silent"         // neither
	Conflicting   Verdict = "conflicting"    // both
	Defeated      Verdict = "defeated"       // a wide power, and no clear non-handling against it
	Declared      Verdict = "declared"       // the terms say that the handling is entrusted
)

// AllVerdicts are the verdicts in the order of concern. Of terms under which customers
// store nothing there is less than of silent ones; but they promise nothing either.
var AllVerdicts = []Verdict{Supported, NotApplicable, Silent, Conflicting, Defeated, Declared}

// Overlay is something that a verdict is shown with.
type Overlay string

// The overlays.
const (
	Beyond          Overlay = "beyond"           // use for the vendor's own purposes
	MyNumber        Overlay = "mynumber"         // My Numbers are mentioned
	Foreign         Overlay = "foreign"          // storage or handling abroad
	Incomplete      Overlay = "incomplete"       // documents that matter were not supplied
	AmbiguousObject Overlay = "ambiguous_object" // it is unclear whether powers cover what customers store
	LabelOnly       Overlay = "label_only"       // "no entrustment" is declared without a clause of non-handling
)

// AllOverlays are the overlays in the order in which they are shown.
var AllOverlays = []Overlay{Beyond, MyNumber, Foreign, Incomplete, AmbiguousObject, LabelOnly}

// Status is what the document says to an element of the test.
type Status string

// The statuses.
const (
	Met             Status = "met"
	ElementDefeated Status = "defeated"
	Conditional     Status = "conditional"
	InConflict      Status = "conflicting"
	NotAddressed    Status = "silent"
	FactNeeded      Status = "fact_needed"
)

var statusNames = []string{string(Met), string(ElementDefeated), string(Conditional), string(InConflict), string(NotAddressed), string(FactNeeded)}

// Case is what is judged: a document, what was found in it, and what the
// library looked for.
type Case struct {
	Tree     *structure.Tree
	Findings []finding.Finding
	Classes  []*finding.Class // all classes of the library

	// Nearest returns the clause that comes nearest to a class of which nothing
	// was found, or nil. Nil means that nearest clauses are not looked for.
	Nearest func(class string) *structure.Clause

	// TakesIn reports whether a privacy policy names what its readers store among
	// what it takes in. Nil means that it does not.
	TakesIn func() bool

	// Supplied are the titles of the other documents of the same set, which
	// are then not missing.
	Supplied []string

	// Words is the text of Tree, of which Data.Wanted and maybe others are looked for at
	// once; nil means that the judgement makes its own.
	Words *spot.Text

	// Facts are the answers to the questionnaire; nil means that none was given.
	Facts *Facts

	joined bool // made of several documents
}

// Judgement is the result for one document. Findings are named by their IDs.
type Judgement struct {
	LawVersion string
	Verdict    Verdict
	Reasons    []Reason // what moved the verdict, the strongest first
	Overlays   []OverlayMark
	Elements   []ElementResult
	Defeat     DefeatScore
	Division   DivisionScore
	Absences   []Absence
	Missing    []string // documents that are referred to, matter, and were not supplied

	Final          Final // "" until facts are given
	Scope          Scope // of the final verdict
	Considerations []Consideration
	AllPoint       bool // all considerations point towards handling
	Questions      []Question
	Contradictions []Contradiction
	Incident       bool // a breach or dispute is at hand: scores and model clauses are not to be shown
	Marks          []string
}

// Reason is a finding that moved the verdict.
type Reason struct {
	Finding string `json:"finding"`
	Role    string `json:"role"` // one of the Reason constants
}

// The roles of reasons.
const (
	ReasonDeclared = "declared" // the terms say that handling is entrusted
	ReasonPower    = "power"    // a wide power over the customer's data
	ReasonNegation = "negation" // non-handling, or handling on request only
	ReasonNarrow   = "narrow"   // a power that does not defeat
)

// OverlayMark is an overlay with what it rests on.
type OverlayMark struct {
	ID        Overlay  `json:"id"`
	Findings  []string `json:"findings"`            // may be empty where words of the text show it
	Documents []string `json:"documents,omitempty"` // for incomplete
	Words     []string `json:"words,omitempty"`     // for overlays that go by words
}

// ElementResult is the status of an element of the test.
type ElementResult struct {
	ID       string   `json:"id"`
	Status   Status   `json:"status"` // by terms and facts together
	Findings []string `json:"findings"`
	Fact     string   `json:"fact,omitempty"` // the fact that would decide it; empty where the terms or an answer decide

	Terms Status     `json:"terms"` // by the terms alone
	Facts []FactSaid `json:"facts"`
}

// Absence is a class of the division of responsibility of which nothing was
// found.
type Absence struct {
	Class    string
	Searched int               // provisions that were searched
	Nearest  *structure.Clause // nil where nothing comes near
	Own      []string          // IDs of findings of the class that are about members or usage records only
}

// Has reports whether an overlay is there.
func (j *Judgement) Has(o Overlay) bool {
	for _, m := range j.Overlays {
		if m.ID == o {
			return true
		}
	}
	return false
}

// Judge judges a document by its findings. It does not change c and always
// returns a complete Judgement.
func Judge(c Case, d *Data) Judgement {
	r, p := read(c, d), d.plan(c.Facts)
	j := Judgement{LawVersion: d.LawVersion}
	j.Verdict, j.Reasons = r.verdict()
	j.Missing = r.missing()
	j.Overlays = r.overlays(j.Verdict, j.Missing)
	j.Elements = r.elements()
	j.Defeat = r.defeat(p)
	j.Division = r.division()
	j.Absences = r.absences()
	r.conclude(&j, p)
	if !c.joined {
		j.Contradictions = d.contradictions([]Member{{c.Tree, c.Findings}}, []*spot.Text{r.seen})
	}
	return j
}

// conclude adds what facts bring to the judgement by the terms.
func (r *reading) conclude(j *Judgement, p *plan) {
	w := p.given
	for _, o := range []Overlay{MyNumber, Foreign} {
		if w.marked(string(o)) && !j.Has(o) {
			j.Overlays = append(j.Overlays, OverlayMark{ID: o, Findings: ids()})
		}
	}
	slices.SortStableFunc(j.Overlays, func(a, b OverlayMark) int {
		return cmp.Compare(slices.Index(AllOverlays, a.ID), slices.Index(AllOverlays, b.ID))
	})
	if r.c.Facts != nil {
		j.Final = final(j.Verdict, j.Has(Beyond), w.column)
		j.Scope = r.scope(j, w)
	}
	j.Considerations, j.AllPoint = r.d.sheet(j.Elements)
	j.Questions = r.questions(j, p)
	j.Incident = w.marked("incident")
	j.Marks = slices.Clone(w.marks)
}
