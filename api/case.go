package api

import (
	"context"
	"fmt"
	"slices"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/report"
)

// CaseBodyJSON is the body of POST /v1/cases.
type CaseBodyJSON struct {
	Name      string           `json:"name,omitempty" maxLength:"255" doc:"Name of the case, such as the service."`
	Documents []CaseMemberJSON `json:"documents" minItems:"1" maxItems:"50" doc:"The documents that are judged together."`
	Order     []int            `json:"order,omitempty" maxItems:"50" doc:"Numbers of documents, from 0, by precedence, the highest first. Without it what the documents themselves say."`
	Facts     FactsJSON        `json:"facts,omitempty"`
}

// CaseMemberJSON is a document of a case.
type CaseMemberJSON struct {
	Name string `json:"name,omitempty" maxLength:"255" doc:"Name of the document, for the report and for references to it."`
	As   string `json:"as" enum:"terms,privacy,dpa,security,confirmation,website" doc:"What the document is in the case."`
	Text string `json:"text,omitempty" doc:"The document. Name and content decide how it is written. Either this or data."`
	Data []byte `json:"data,omitempty" doc:"The bytes of a file in base64, such as a Word document. Either this or text."`
}

// CaseIn asks for several documents to be judged together.
type CaseIn struct{ CaseBodyJSON }

// Case judges several documents together. Nothing of it is kept.
func (s *Service) Case(ctx context.Context, in *CaseIn) (*report.Case, error) {
	c, err := s.ReadCase(ctx, in)
	if err != nil {
		return nil, err
	}
	return c.Report, nil
}

// ReadCase is Case with everything known of the documents.
func (s *Service) ReadCase(ctx context.Context, in *CaseIn) (*analyzer.CaseAnalysis, error) {
	if _, err := need(ctx, ScopeAnalyze); err != nil {
		return nil, err
	}
	most := min(s.limits.Documents, analyzer.MaxCase)
	if len(in.Documents) == 0 || len(in.Documents) > most {
		return nil, problemf("invalid", "文書を1件から%[1]d件指定してください。", "Give 1 to %[1]d documents.", most)
	}
	for i, n := range in.Order {
		if n < 0 || n >= len(in.Documents) || slices.Contains(in.Order[:i], n) {
			return nil, newProblem("invalid", "errors に示す箇所を直して送り直してください。", "Mend the places in errors and send it again.").
				with(Detail{Pointer: fmt.Sprintf("/order/%d", i), Messages: Text{JA: "文書の番号を0から、重複なく並べてください", EN: "give numbers of documents, from 0, each once"}})
		}
	}
	facts, err := s.readFacts(in.Facts, "/facts")
	if err != nil {
		return nil, err
	}
	opt := analyzer.CaseOptions{Options: s.options(&Upload{Facts: facts}), Name: CleanName(in.Name), Order: in.Order}
	var docs []analyzer.CaseDocument
	for i, d := range in.Documents {
		data, err := content(d.Text, d.Data, fmt.Sprintf("/documents/%d", i))
		if err != nil {
			return nil, err
		}
		docs = append(docs, analyzer.CaseDocument{Name: CleanName(d.Name), As: d.As, Data: data})
	}
	var c *analyzer.CaseAnalysis
	err = s.inTurn(ctx, func(ctx context.Context) (err error) {
		c, err = s.analyzer.ReadCase(ctx, docs, opt)
		return err
	})
	if err != nil {
		return nil, err
	}
	reports := make([]*report.Report, len(c.Documents))
	for i, d := range c.Documents {
		reports[i] = d.Report
		s.metrics.document(d.Report)
	}
	if err := unreadable(reports); err != nil {
		return nil, err
	}
	return c, nil
}

// CaseDutiesJSON is the body of POST /v1/cases/duties.
type CaseDutiesJSON struct {
	CaseBodyJSON
	DutyOptionsJSON
}

// CaseDuties says what each party has to see to under the documents of a case
// and facts.
func (s *Service) CaseDuties(ctx context.Context, in *CaseDutiesJSON) (*report.DutySheet, error) {
	opt, err := s.dutyOptions(&in.DutyOptionsJSON)
	if err != nil {
		return nil, err
	}
	c, err := s.ReadCase(ctx, &CaseIn{in.CaseBodyJSON})
	if err != nil {
		return nil, err
	}
	nameService(&opt, c.Judgement.Facts)
	return report.NewDuties(c.Report.Name, &c.Judgement.Judgement, s.library.Legal(), opt), nil
}
