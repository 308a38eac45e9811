package analyzer

import (
	"context"
	"crypto/sha256"
	"fmt"

	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// MaxCase is how many documents a case may have.
const MaxCase = 50

// CaseDocument is a document of a case, to be read.
type CaseDocument struct {
	Name string
	As   string // one of legal.Papers
	Data []byte
}

// CaseOptions are the settings of a case. Options.Kind is not looked at: what a
// document is comes from the case.
type CaseOptions struct {
	Options
	Name  string
	Order []int // indices of documents by precedence, the highest first; empty means by their own clauses
}

// CaseAnalysis is what is known of the documents of a case together. It is
// immutable and safe for concurrent use.
type CaseAnalysis struct {
	Report    *report.Case
	Documents []*Analysis
	Judgement legal.SetJudgement

	opt  CaseOptions
	docs []CaseDocument // without their bytes
}

var paperKinds = map[string]structure.DocumentKind{
	"terms": structure.Terms, "privacy": structure.Privacy, "dpa": structure.DPA, "security": structure.Security, "confirmation": structure.Contract, "website": structure.OtherKind,
}

// ReadCase reads the documents of a case, judges each by its terms, and all of
// them together. Documents that could not be read are part of the report; the
// error is that of ctx, or of a case that cannot be one.
func (a *Analyzer) ReadCase(ctx context.Context, docs []CaseDocument, opt CaseOptions) (*CaseAnalysis, error) {
	if len(docs) == 0 || len(docs) > MaxCase {
		return nil, fmt.Errorf("a case has 1 to %d documents, not %d", MaxCase, len(docs))
	}
	c := &CaseAnalysis{opt: opt}
	var titles []legal.SetDocument
	for _, d := range docs {
		if _, ok := paperKinds[d.As]; !ok {
			return nil, fmt.Errorf("%s: %q is no paper of a case; use one of %v", d.Name, d.As, legal.Papers)
		}
		titles = append(titles, legal.SetDocument{Name: d.Name, As: d.As})
		c.docs = append(c.docs, CaseDocument{Name: d.Name, As: d.As})
	}
	one := opt.Options
	one.SHA256 = [sha256.Size]byte{} // each has its own
	one.Facts, one.Supplied = nil, legal.Titles(titles, a.Library.Legal())
	for _, d := range docs {
		one.Kind = paperKinds[d.As]
		got, err := a.Read(ctx, d.Name, d.Data, one)
		if err != nil {
			return nil, err
		}
		c.Documents = append(c.Documents, got)
	}
	return a.judgeCase(c, opt.Facts), nil
}

// JudgeCase judges a case again with facts, without reading its documents again.
func (a *Analyzer) JudgeCase(got *CaseAnalysis, facts *legal.Facts) *CaseAnalysis {
	c := *got
	return a.judgeCase(&c, facts)
}

func (a *Analyzer) judgeCase(c *CaseAnalysis, facts *legal.Facts) *CaseAnalysis {
	in := report.CaseInput{Name: c.opt.Name, Ordered: len(c.opt.Order) > 0, Input: a.input(nil, nil)}
	documents := make([]*Analysis, len(c.Documents))
	for i, d := range c.Documents {
		// What is shown of single documents is by the terms alone, but while a
		// breach is at hand no scores are shown anywhere.
		documents[i] = a.Judge(d, facts.IncidentOnly())
		in.Documents = append(in.Documents, report.CasePart{As: c.docs[i].As, Document: d.Document, Report: documents[i].Report})
		in.Set = append(in.Set, legal.SetDocument{ID: legal.DocumentID(i), Name: c.docs[i].Name, As: c.docs[i].As, Tree: d.Tree, Findings: d.Findings})
	}
	c.Documents = documents
	c.Judgement = legal.JudgeSet(in.Set, c.opt.Order, legal.Case{Classes: in.Classes, Facts: facts}, in.Legal)
	in.Facts = c.Judgement.Facts
	in.Judged = &c.Judgement
	c.Report = report.NewCase(in)
	return c
}
