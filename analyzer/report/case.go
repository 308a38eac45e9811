package report

import (
	_ "embed"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/legal"
)

// CaseSchema is the version of the report on a case.
const CaseSchema = "yakkan.case/1"

// CaseJSONSchema is the JSON Schema of a report on a case.
//
//go:embed case.schema.json
var CaseJSONSchema []byte

// Case is the report on several documents judged together. Findings are named
// d2.f7: the finding f7 of the report of document d2.
type Case struct {
	Schema         string          `json:"schema"`
	Name           string          `json:"name"`
	Documents      []CaseDocument  `json:"documents"`
	Precedence     Precedence      `json:"precedence"`
	Missing        []string        `json:"missing"` // documents that are referred to, matter, and were not supplied
	Library        Library         `json:"library"`
	Verdict        Verdict         `json:"verdict"`
	Scores         Scores          `json:"scores"`
	Elements       []Element       `json:"elements"`
	Considerations []Consideration `json:"considerations"`
	Facts          *FactsGiven     `json:"facts"`
	Absences       []Absence       `json:"absences"`
	Contradictions []Contradiction `json:"contradictions"`
	Questions      []Question      `json:"questions"`
	Duties         []Duty          `json:"duties"`
	Incident       bool            `json:"incident"`
	Disclaimer     string          `json:"disclaimer"`
	Notices        []Text          `json:"notices"`
}

// CaseDocument is one document of a case with its own report.
type CaseDocument struct {
	ID     string  `json:"id"`
	As     string  `json:"as"`     // terms, privacy, dpa, security, confirmation, website
	Weighs bool    `json:"weighs"` // it speaks for the terms; a public page and a paper on what was handled do not
	Report *Report `json:"report"`
}

// Precedence is the order of documents, and what follows from it.
type Precedence struct {
	Source string   `json:"source"` // case, clauses, none
	Over   []Over   `json:"over"`
	Beaten []Beaten `json:"beaten"`
}

// Over says that one document prevails over another.
type Over struct {
	Above   string `json:"above"`
	Below   string `json:"below"`
	Finding string `json:"finding"` // the clause that says so; "" where the case does
}

// Beaten is a power that does not count because a prevailing document says that
// the data are not handled.
type Beaten struct {
	Power   string `json:"power"`
	By      string `json:"by"`
	Message Text   `json:"message"`
}

// CaseInput is what a report on a case is made from.
type CaseInput struct {
	Input
	Name      string
	Ordered   bool // the case gave the order
	Documents []CasePart
	Set       []legal.SetDocument
	Judged    *legal.SetJudgement
}

// CasePart is a document of a case as it was read.
type CasePart struct {
	As       string
	Document *document.Document
	Report   *Report
}

// NewCase makes the report on a case.
func NewCase(in CaseInput) *Case {
	in.Judgement = in.Judged.Judgement
	r := empty(in.Input)
	c := &Case{Schema: CaseSchema, Name: in.Name, Library: in.Library, Missing: []string{}, Precedence: Precedence{Source: "none", Over: []Over{}, Beaten: []Beaten{}}}
	for i, p := range in.Documents {
		set := &in.Set[i]
		c.Documents = append(c.Documents, CaseDocument{ID: set.ID, As: p.As, Weighs: set.Weighs(), Report: p.Report})
	}
	r.Findings = c.findings()
	b := newBuilder(in.Input, r)
	if b.read = slices.ContainsFunc(in.Set, func(d legal.SetDocument) bool { return d.Tree != nil && d.Weighs() }); b.read {
		b.verdict()
		b.scores()
		b.elements()
		b.absences()
		b.conclude()
		b.duties()
	}
	for i, x := range in.Judged.Contradictions {
		r.Contradictions = append(r.Contradictions, contradiction(i, x, in.Legal, func(part int) (*document.Document, string) {
			return in.Documents[part].Document, in.Documents[part].Report.Document.Name
		}))
	}
	b.notices()
	for i := range in.Documents {
		if d := &in.Documents[i].Report.Document; d.Status != string(document.Complete) {
			r.Notices = append(r.Notices, Text{
				JA: "『" + d.Name + "』の全部又は一部を読み取れなかったため、結果は暫定です。",
				EN: "The result is provisional because “" + d.Name + "” could not be read, in full or in part.",
			})
		}
	}
	c.order(&in)
	c.Missing = append(c.Missing, in.Judged.Missing...)
	c.Verdict, c.Scores, c.Elements, c.Considerations, c.Facts, c.Absences = r.Verdict, r.Scores, r.Elements, r.Considerations, r.Facts, r.Absences
	c.Contradictions, c.Questions, c.Duties, c.Incident, c.Disclaimer, c.Notices = r.Contradictions, r.Questions, r.Duties, r.Incident, r.Disclaimer, r.Notices
	return c
}

// findings returns the findings of all documents under their names in the case,
// their articles behind the name of the document.
func (c *Case) findings() []Finding {
	all := []Finding{}
	for _, d := range c.Documents {
		for _, f := range d.Report.Findings {
			f.ID = d.ID + "." + f.ID
			f.Article = strings.TrimSpace(d.Report.Document.Name + " " + f.Article)
			all = append(all, f)
		}
	}
	return all
}

// sum returns the judgement of the case as a report, for the writers.
func (c *Case) sum() *Report {
	return &Report{
		Document: Document{Name: c.Name, Status: string(document.Complete)}, Library: c.Library, Verdict: c.Verdict, Scores: c.Scores, Elements: c.Elements, Considerations: c.Considerations,
		Facts: c.Facts, Absences: c.Absences, Questions: c.Questions, Duties: c.Duties, Incident: c.Incident, Notices: c.Notices, Findings: c.findings(),
	}
}

func (c *Case) order(in *CaseInput) {
	p := in.Judged.Precedence
	if len(p.Over) > 0 {
		c.Precedence.Source = "clauses"
	}
	if in.Ordered {
		c.Precedence.Source = "case"
	}
	for _, o := range p.Over {
		c.Precedence.Over = append(c.Precedence.Over, Over{Above: in.Set[o.Above].ID, Below: in.Set[o.Below].ID, Finding: o.Finding})
	}
	for _, x := range p.Beaten {
		c.Precedence.Beaten = append(c.Precedence.Beaten, Beaten{Power: x.Power, By: x.By, Message: Text{
			JA: "優先する文書に不取扱いの定めがあるため、この権限の定めは判定に加えていません。",
			EN: "A prevailing document says that the data are not handled, so that this power does not count.",
		}})
	}
}

// WriteCaseJSON writes a case indented.
func WriteCaseJSON(w io.Writer, c *Case) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(c)
}
