package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/corpus/store"
)

// FactsJSON is a file of facts as a member of a body: its own schema, at
// /v1/facts/schema, comes from the questionnaire and is checked by readFacts.
type FactsJSON json.RawMessage

// UnmarshalJSON implements json.Unmarshaler. The bytes stay as they were sent,
// so that mistakes have lines and columns.
func (f *FactsJSON) UnmarshalJSON(b []byte) error { return (*json.RawMessage)(f).UnmarshalJSON(b) }

// Schema implements huma.SchemaProvider.
func (FactsJSON) Schema(huma.Registry) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true, Description: "Answers to the questionnaire, as /v1/facts/schema has them. The final verdict is by terms and facts."}
	s.PrecomputeMessages()
	return s
}

// factsName is the name of facts that do not say which service they are about.
const factsName = "facts"

// readFacts reads the facts at a JSON pointer of a body; none are nil. Answers
// grow old by the day in Japan.
func (s *Service) readFacts(src FactsJSON, pointer string) (*legal.Facts, error) {
	if len(src) == 0 {
		return nil, nil
	}
	now := s.now().In(japan)
	f, err := s.library.Legal().ReadFacts(factsName, src, time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC))
	var wrong legal.Mistakes
	if !errors.As(err, &wrong) {
		return f, err
	}
	p := newProblem("invalid", "errors に示す箇所を直して送り直してください。行と桁は、その値の先頭から数えます。回答の形式は /v1/facts/schema にあります。",
		"Mend the places in errors and send it again. Lines and columns count from the start of that value; /v1/facts/schema has the form of answers.")
	for i, m := range wrong {
		if i == 20 {
			break // enough to mend
		}
		p.with(Detail{Pointer: pointer, Messages: Text{JA: m.In("ja"), EN: m.In("en")}})
	}
	return nil, p
}

// facts returns the facts of a document for a digest, nil if there are none: the
// day is part of them.
func (d *Upload) facts() []byte {
	if d.Facts == nil {
		return nil
	}
	b, err := json.Marshal(d.Facts)
	if err != nil {
		panic(err) // strings, numbers and a time
	}
	return b
}

var japan = time.FixedZone("JST", 9*60*60)

// JudgeJSON is the body of POST /v1/analyses/{id}/facts.
type JudgeJSON struct {
	Document int       `json:"document,omitempty" minimum:"0" maximum:"63" doc:"Number of the document, from 0."`
	Facts    FactsJSON `json:"facts"`
}

// JudgeIn asks for a judgement of a kept document with facts.
type JudgeIn struct {
	ID string
	JudgeJSON
}

// judgeRequest is JudgeIn over HTTP.
type judgeRequest struct {
	ID string `path:"id" pattern:"^[0-9a-v]{26}$" doc:"ID of the analysis."`
	JSONRequest[JudgeJSON]
}

// JudgeFacts judges a kept document by its terms and facts. The analysis that is
// kept stays as it is and the facts are forgotten with the answer. Clauses are
// read from the text, once for all answers that follow each other: where that was
// not kept the problem is text-not-kept.
func (s *Service) JudgeFacts(ctx context.Context, in *JudgeIn) (*report.Report, error) {
	caller, err := need(ctx, ScopeAnalyze)
	if err != nil {
		return nil, err
	}
	facts, err := s.readFacts(in.Facts, "/facts")
	if err != nil {
		return nil, err
	}
	a, err := s.Analysis(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	reports, err := a.Reports()
	if err != nil {
		return nil, err
	}
	if in.Document < 0 || in.Document >= len(reports) {
		return nil, newProblem("invalid", "errors に示す箇所を直して送り直してください。", "Mend the places in errors and send it again.").
			with(Detail{Pointer: "/document", Messages: Text{JA: fmt.Sprintf("文書は %d 件です。0 から数えます", len(reports)), EN: fmt.Sprintf("there are %d documents, counted from 0", len(reports))}})
	}
	text, err := s.store.Text(ctx, caller.Tenant, in.ID, in.Document)
	if err != nil {
		if errors.Is(err, store.ErrNotFound) {
			return nil, newProblem("text-not-kept", "この照合結果の文書は保管されていないため、事実を加えて判定し直せません。POST /v1/analyses に文書と facts を一緒に送るか、keep_text を指定して照合し直してください。",
				"The text of this analysis is not kept, so it cannot be judged again. Send the document together with facts to POST /v1/analyses, or analyse it again with keep_text.")
		}
		return nil, storeProblem(err)
	}
	key := cacheKey(caller.Tenant, fmt.Sprintf("%s/%d", in.ID, in.Document))
	got, ok := s.reads.GetIfPresent(key)
	if !ok {
		was := reports[in.Document].Document
		docs, err := s.read(ctx, []Upload{{Name: was.Name, Kind: structure.DocumentKind(was.Kind), Format: document.Format(was.Format), Data: text.Data}})
		if err != nil {
			return nil, err
		}
		got = docs[0]
		s.reads.Set(key, got)
	}
	judged, err := s.Judge(ctx, got, facts)
	if err != nil {
		return nil, err
	}
	return judged.Report, nil
}

// postFacts is POST /v1/analyses/{id}/facts.
func (s *Service) postFacts(ctx context.Context, in *judgeRequest) (*JSONOut, error) {
	return in.answer(ctx, s, "judgeFacts "+in.ID, func() (any, error) {
		return s.JudgeFacts(ctx, &JudgeIn{in.ID, in.body})
	})
}
