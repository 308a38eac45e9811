package api

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/compare"
	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// What comes of a document besides its report: clauses to put into it, duties
// under it, and what changed since the version before. Nothing of it is kept.

// SuggestJSON is the body of POST /v1/suggestions.
type SuggestJSON struct {
	UploadJSON
	Variant string `json:"variant,omitempty" enum:"auto,preserve,entrust" doc:"Which model clauses: those that keep the cloud exception, those of entrustment, or (auto) by the document and the facts."`
}

// SuggestIn asks for model clauses to be put into a document.
type SuggestIn struct{ SuggestJSON }

// DutiesJSON is the body of POST /v1/duties.
type DutiesJSON struct {
	UploadJSON
	DutyOptionsJSON
}

// DutyOptionsJSON says which duties are wanted.
type DutyOptionsJSON struct {
	Roles   []string          `json:"roles,omitempty" maxItems:"3" enum:"user,client,vendor" doc:"Whose duties; all if missing."`
	KnownOn string            `json:"known_on,omitempty" format:"date" doc:"The day on which a breach became known, from which deadlines are counted."`
	Fill    map[string]string `json:"fill,omitempty" doc:"Words for the blanks of notices, such as client, user and service."`
}

// DutiesIn asks for the duties under a document.
type DutiesIn struct{ DutiesJSON }

// VersionsJSON is the body of POST /v1/diff.
type VersionsJSON struct {
	Old UploadJSON `json:"old" doc:"The version before."`
	New UploadJSON `json:"new" doc:"The version that is to be looked at."`
}

// DiffIn asks what changed between two versions of a document.
type DiffIn struct{ VersionsJSON }

// upload makes a document of a body ready to be read. At is the JSON pointer of
// the object that it is in.
func (s *Service) upload(d *UploadJSON, at string) (Upload, error) {
	up := Upload{Name: CleanName(d.Name), Kind: structure.DocumentKind(d.Kind), Format: document.Format(d.Format), Media: "text/plain; charset=utf-8"}
	if d.Text == "" {
		up.Media = "application/octet-stream"
	}
	var err error
	if up.Data, err = content(d.Text, d.Data, at); err != nil {
		return up, err
	}
	up.Facts, err = s.readFacts(d.Facts, at+"/facts")
	return up, err
}

// readable refuses a document that could not be read.
func readable(d *analyzer.Analysis, pointer string) error {
	if d.Report.Document.Status != "unreadable" {
		return nil
	}
	p := newProblem("unreadable-document", "文書を読み取れませんでした。errors の理由に従って、文書を用意し直してください。", "The document could not be read; follow the reasons in errors.")
	for _, why := range d.Report.Document.Problems {
		p.with(Detail{Pointer: pointer, Code: why.Code, Messages: why.Message})
	}
	return p
}

// Suggest puts registered model clauses into a document and says what analysing
// it again comes to.
func (s *Service) Suggest(ctx context.Context, in *SuggestIn) (*report.Revision, error) {
	if _, err := need(ctx, ScopeAnalyze); err != nil {
		return nil, err
	}
	up, err := s.upload(&in.UploadJSON, "")
	if err != nil {
		return nil, err
	}
	var r *analyzer.Revision
	err = s.inTurn(ctx, func(ctx context.Context) (err error) {
		r, err = s.analyzer.Revise(ctx, up.Name, up.Data, s.options(&up), variant(in.Variant))
		return err
	})
	if err != nil {
		return nil, err
	}
	s.metrics.document(r.Before.Report)
	if err := readable(r.Before, "/text"); err != nil {
		return nil, err
	}
	return s.analyzer.RevisionReport(r)
}

// Duties says what each party has to see to under a document and facts.
func (s *Service) Duties(ctx context.Context, in *DutiesIn) (*report.DutySheet, error) {
	if _, err := need(ctx, ScopeAnalyze); err != nil {
		return nil, err
	}
	opt, err := s.dutyOptions(&in.DutyOptionsJSON)
	if err != nil {
		return nil, err
	}
	up, err := s.upload(&in.UploadJSON, "")
	if err != nil {
		return nil, err
	}
	docs, err := s.read(ctx, []Upload{up})
	if err != nil {
		return nil, err
	}
	if err := readable(docs[0], "/text"); err != nil {
		return nil, err
	}
	nameService(&opt, up.Facts)
	return report.NewDuties(up.Name, &docs[0].Judgement, s.library.Legal(), opt), nil
}

// dutyOptions reads which duties are wanted.
func (s *Service) dutyOptions(in *DutyOptionsJSON) (report.DutyOptions, error) {
	opt := report.DutyOptions{Roles: in.Roles, Names: maps.Clone(in.Fill)}
	wrong := func(pointer, ja, en string) error {
		return newProblem("invalid", "errors に示す箇所を直して送り直してください。", "Mend the places in errors and send it again.").
			with(Detail{Pointer: pointer, Messages: Text{JA: ja, EN: en}})
	}
	if in.KnownOn != "" {
		day, err := time.Parse(time.DateOnly, in.KnownOn)
		if err != nil {
			return opt, wrong("/known_on", "日付は 2026-11-25 の形で指定してください", "write the date like 2026-11-25")
		}
		opt.Known = day
	}
	for name := range in.Fill {
		if fields := s.library.Legal().Duties.Fields; fields[name] == (Text{}) {
			all := strings.Join(slices.Sorted(maps.Keys(fields)), ", ")
			return opt, wrong("/fill", fmt.Sprintf("使える欄: %s", all), fmt.Sprintf("use one of %s", all))
		}
	}
	return opt, nil
}

// nameService fills notices with the name of the service that facts are about.
func nameService(opt *report.DutyOptions, facts *legal.Facts) {
	if facts == nil || facts.Name == "" || facts.Name == factsName || opt.Names["service"] != "" {
		return
	}
	if opt.Names == nil {
		opt.Names = map[string]string{}
	}
	opt.Names["service"] = facts.Name
}

// Diff says what changed between two versions of a document.
func (s *Service) Diff(ctx context.Context, in *DiffIn) (*compare.Comparison, error) {
	if _, err := need(ctx, ScopeAnalyze); err != nil {
		return nil, err
	}
	var ups []Upload
	for _, v := range []struct {
		at  string
		doc *UploadJSON
	}{{"/old", &in.Old}, {"/new", &in.New}} {
		up, err := s.upload(v.doc, v.at)
		if err != nil {
			return nil, err
		}
		ups = append(ups, up)
	}
	docs, err := s.read(ctx, ups)
	if err != nil {
		return nil, err
	}
	var sides []compare.Side
	for i, d := range docs {
		if err := readable(d, []string{"/old/text", "/new/text"}[i]); err != nil {
			return nil, err
		}
		sides = append(sides, compare.Side{Report: d.Report, Document: d.Document, Tree: d.Tree, Findings: d.Findings, Division: d.Judgement.Division.Band})
	}
	return compare.New(sides[0], sides[1]), nil
}
