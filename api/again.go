package api

import (
	"context"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/suggest"
)

// What is asked again of documents whose analysis the caller still holds: no
// document is read a second time. Analyses are immutable, and nothing is kept.

// Judge judges an analysis with facts; nil means without any.
func (s *Service) Judge(ctx context.Context, got *analyzer.Analysis, facts *legal.Facts) (*analyzer.Analysis, error) {
	leave, err := s.turn(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	return s.analyzer.Judge(got, facts), nil
}

// JudgeCase judges a case with facts; nil means without any.
func (s *Service) JudgeCase(ctx context.Context, got *analyzer.CaseAnalysis, facts *legal.Facts) (*analyzer.CaseAnalysis, error) {
	leave, err := s.turn(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	return s.analyzer.JudgeCase(got, facts), nil
}

// Revise puts registered model clauses into a document that was read and judged
// with facts. The changed text is analysed.
func (s *Service) Revise(ctx context.Context, got *analyzer.Analysis, facts *legal.Facts, want suggest.Variant) (*report.Revision, error) {
	r, err := s.reviseRead(ctx, got, facts, want)
	if err != nil {
		return nil, err
	}
	return s.analyzer.RevisionReport(r)
}

// reviseRead puts model clauses into a document that was read.
func (s *Service) reviseRead(ctx context.Context, got *analyzer.Analysis, facts *legal.Facts, want suggest.Variant) (*analyzer.Revision, error) {
	leave, err := s.turn(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	was := got.Report.Document
	return s.analyzer.ReviseRead(ctx, got, s.options(&Upload{Kind: structure.DocumentKind(was.Kind), Format: document.Format(was.Format), Facts: facts}), want)
}

// turn waits until the caller, who must be allowed to analyse, may go on.
func (s *Service) turn(ctx context.Context) (leave func(), err error) {
	if _, err := need(ctx, ScopeAnalyze); err != nil {
		return nil, err
	}
	return s.gate.enter(ctx)
}
