// Package report is what an analysis says: one value for every writer, as the
// schema yakkan.report/1 describes it.
package report

import "github.com/yakkan/yakkan/analyzer/finding"

// Schema is the version of the report.
const Schema = "yakkan.report/1"

// Text is a message in Japanese and English.
type Text = finding.Text

// Report is the result of analysing one document. Lists are never null.
type Report struct {
	Schema         string          `json:"schema"`
	Document       Document        `json:"document"`
	Library        Library         `json:"library"`
	Parties        Parties         `json:"parties"`
	Verdict        Verdict         `json:"verdict"`
	Scores         Scores          `json:"scores"`
	Elements       []Element       `json:"elements"`
	Findings       []Finding       `json:"findings"`
	Absences       []Absence       `json:"absences"`
	Contradictions []Contradiction `json:"contradictions"`
	Questions      []Question      `json:"questions"`
	Considerations []Consideration `json:"considerations"`
	Facts          *FactsGiven     `json:"facts"`    // nil where none were given
	Incident       bool            `json:"incident"` // scores and model clauses are not to be shown; a lawyer is to be asked
	Suggestions    []Suggestion    `json:"suggestions"`
	Duties         []Duty          `json:"duties"`
	Disclaimer     string          `json:"disclaimer"` // in Japanese
	Notices        []Text          `json:"notices"`    // disclaimers in both languages, in the order to be shown
}

// Document says what was read.
type Document struct {
	Name     string    `json:"name"`
	Format   string    `json:"format"`
	Encoding string    `json:"encoding"`
	SHA256   string    `json:"sha256"`
	Kind     string    `json:"kind"`
	Chars    int       `json:"chars"` // code points of the text that was read
	Status   string    `json:"status"`
	Problems []Problem `json:"problems"`
}

// Problem says what could not be read and what to do.
type Problem struct {
	Code    string `json:"code"`
	Message Text   `json:"message"`
}

// Library says by which rules, words and law the analysis was made.
type Library struct {
	Version    string `json:"version"`
	Digest     string `json:"digest"`
	Dictionary string `json:"dictionary"`
	LawVersion string `json:"law_version"`
}

// Parties are the words by which the document names its parties and the
// customer's data.
type Parties struct {
	Vendor    []string `json:"vendor"`
	Customer  []string `json:"customer"`
	DataTerms []string `json:"data_terms"`
}

// Verdict is the outcome. Terms is by the terms alone; Final is nil until facts
// are given.
type Verdict struct {
	Terms    string    `json:"terms"`
	Final    *string   `json:"final"`
	Overlays []string  `json:"overlays"`
	Label    Text      `json:"label"`
	Means    Text      `json:"means"`
	Notes    []Overlay `json:"notes"` // one per overlay

	Conclusion *Conclusion `json:"conclusion"` // of Final; nil until facts are given
}

// Overlay explains an overlay of the verdict.
type Overlay struct {
	ID    string `json:"id"`
	Label Text   `json:"label"`
	Means Text   `json:"means"`
}

// Scores are the two scores, each 0 to 100. Hidden scores are null in JSON and
// must not be shown: a breach or dispute is at hand, or nothing was read.
type Scores struct {
	Hidden   bool     `json:"-"`
	Defeat   Defeat   `json:"defeat"`
	Division Division `json:"division"`
}

// Defeat is how far the text keeps the customer from relying on the exception;
// 50 means that it says nothing. Low and High are the range that unknown facts
// and conditions leave.
type Defeat struct {
	Value   int    `json:"value"`
	Low     int    `json:"low"`
	High    int    `json:"high"`
	Formula string `json:"formula"`
	Steps   []Step `json:"steps"`
}

// Step is one contribution to the defeat score.
type Step struct {
	Finding string  `json:"finding"` // "" for a step that no finding makes
	Class   string  `json:"class"`
	Fact    string  `json:"fact"` // field of the questionnaire whose answer made it
	Label   Text    `json:"label"`
	Points  float64 `json:"points"`
	Value   float64 `json:"value"` // running value
}

// Division is how much of what supervision needs is in the text.
type Division struct {
	Value   int    `json:"value"`
	Formula string `json:"formula"`
	Band    Text   `json:"band"`
	Parts   []Part `json:"parts"`
}

// Part is one item of the division score.
type Part struct {
	Class    string   `json:"class"`
	Label    Text     `json:"label"`
	Grade    string   `json:"grade"` // full, half, none, negative
	Points   float64  `json:"points"`
	Of       float64  `json:"of"`
	Findings []string `json:"findings"`
}

// Element is a row of the element sheet.
type Element struct {
	ID       string   `json:"id"`
	Label    Text     `json:"label"`
	Says     Text     `json:"says"`
	Status   string   `json:"status"`
	Findings []string `json:"findings"`
	Fact     *Fact    `json:"fact"` // the fact that would decide, nil where none would

	Consideration string     `json:"consideration"` // ア, イ, ウ, エ or ""
	Terms         string     `json:"terms"`         // status by the terms alone
	Facts         []FactSaid `json:"facts"`
}

// Fact is a fact that has to be asked for.
type Fact struct {
	ID       string `json:"id"`
	Question Text   `json:"question"`
}

// Span gives a place in the original in three units, half-open, from zero.
type Span struct {
	Byte  [2]int `json:"byte"`
	UTF16 [2]int `json:"utf16"`
	Rune  [2]int `json:"rune"`
}

// Finding is one provision that bears a class.
type Finding struct {
	ID          string     `json:"id"`
	Class       string     `json:"class"`
	Label       Text       `json:"label"`
	Rule        string     `json:"rule"`
	Group       string     `json:"group"`
	Data        string     `json:"data"`
	Trigger     string     `json:"trigger"`
	Weak        bool       `json:"weak"`
	Grade       string     `json:"grade"`
	Severity    string     `json:"severity"`
	Confidence  string     `json:"confidence"`
	Article     string     `json:"article"`
	Line        int        `json:"line"`
	Column      int        `json:"column"` // in UTF-16 units, from 1
	EndLine     int        `json:"end_line"`
	EndColumn   int        `json:"end_column"`          // in UTF-16 units, of the first unit behind the quote
	Page        *int       `json:"page"`                // from 1, of a PDF; nil where the format has none
	Paragraph   *int       `json:"paragraph,omitempty"` // from 1, of a Word document; nil where the format has none
	Span        Span       `json:"span"`
	Quote       string     `json:"quote"`
	Evidence    []Evidence `json:"evidence"`
	Message     Text       `json:"message"`
	Basis       []string   `json:"basis"`
	Suggest     []string   `json:"suggest"`
	Fingerprint string     `json:"fingerprint"`
	Suppressed  *string    `json:"suppressed"`
}

// Evidence is a slot of a rule and the words that filled it.
type Evidence struct {
	Slot string `json:"slot"`
	Span Span   `json:"span"`
	Text string `json:"text"`
}

// Absence is a class that was looked for and not found.
type Absence struct {
	Class    string   `json:"class"`
	Label    Text     `json:"label"`
	Searched int      `json:"searched"` // provisions
	Nearest  *Nearest `json:"nearest"`
	Own      []string `json:"own"` // findings of the class that are about members or usage records only
	Suggest  []string `json:"suggest"`
}

// Nearest is the provision that comes nearest to an absent class.
type Nearest struct {
	Article string `json:"article"`
	Line    int    `json:"line"`
	Quote   string `json:"quote"`
}

// Contradiction is a pair of provisions that do not agree.
type Contradiction struct {
	ID       string   `json:"id"` // k1
	Kind     string   `json:"kind"`
	Label    Text     `json:"label"`
	Findings []string `json:"findings"` // of the sides that are findings
	Sides    []Side   `json:"sides"`    // two
	Message  Text     `json:"message"`  // why they do not agree
}

// Side is one of the two provisions of a contradiction.
type Side struct {
	Document  string `json:"document"` // its name; of a case the ID of the document
	Finding   string `json:"finding"`  // "" where the words alone show it
	Article   string `json:"article"`
	Line      int    `json:"line"`
	Page      *int   `json:"page,omitempty"`      // from 1, of a PDF
	Paragraph *int   `json:"paragraph,omitempty"` // from 1, of a Word document
	Quote     string `json:"quote"`
}

// Question is a fact that is unknown, or whose answer is old, and could move the
// result. Questions come in the order of how much they could.
type Question struct {
	ID      string   `json:"id"` // field of the questionnaire
	Text    Text     `json:"text"`
	Ask     string   `json:"ask"` // vendor, or self where own records answer
	Element string   `json:"element"`
	Moves   []string `json:"moves"`  // final, score, overlay
	Points  int      `json:"points"` // by how much the defeat score could change
	Basis   []string `json:"basis"`
	Stale   bool     `json:"stale"`
}

// Suggestion is a registered model clause chosen for this document.
type Suggestion struct {
	ID       string   `json:"id"`      // G05
	Variant  string   `json:"variant"` // preserve, entrust
	Title    Text     `json:"title"`
	Classes  []string `json:"classes"` // whose gaps it closes
	Goal     Text     `json:"goal"`
	Serves   Text     `json:"serves"` // the consideration or duty that it is about
	Reason   Text     `json:"reason"` // the gaps that it closes
	Why      Text     `json:"why"`    // why in this variant
	Check    Text     `json:"check"`  // what to look at once it stands in the text
	Basis    []string `json:"basis"`
	Number   string   `json:"number"`   // of the article that it would be; "" where it replaces a provision or articles have no numbers
	Caption  string   `json:"caption"`  // of that article
	Text     string   `json:"text"`     // the clause, in Japanese
	Replaces []string `json:"replaces"` // findings whose provisions it takes the place of
	After    string   `json:"after"`    // label of the provision it goes after; "" where it replaces one, or at the end
	Refused  *Text    `json:"refused"`  // why the other variant is not offered
	Other    string   `json:"other"`    // the clause of the other variant; "" if refused or there is none
	Notice   Text     `json:"notice"`
}

// Duty is something that a party has to see to under the final verdict, as
// statutes and published papers have it.
type Duty struct {
	ID         string   `json:"id"`
	Role       string   `json:"role"`  // user, client, vendor
	Group      string   `json:"group"` // supervision, breach, chain, …
	Text       Text     `json:"text"`
	Items      []Text   `json:"items"`
	Basis      []string `json:"basis"`
	LawVersion string   `json:"law_version"`
}

// By returns the finding of an ID, or nil.
func (r *Report) By(id string) *Finding {
	for i := range r.Findings {
		if r.Findings[i].ID == id {
			return &r.Findings[i]
		}
	}
	return nil
}

// In returns t in a language: "en" is English, everything else Japanese.
func In(t Text, lang string) string {
	if lang == "en" && t.EN != "" {
		return t.EN
	}
	return t.JA
}
