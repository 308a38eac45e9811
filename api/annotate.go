package api

import (
	"cmp"
	"context"
	"path"
	"strings"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/document/packed"
	"github.com/yakkan/yakkan/analyzer/document/word"
	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/suggest"
)

// AnnotateJSON is the body of POST /v1/annotations.
type AnnotateJSON struct {
	UploadJSON
	Variant  string `json:"variant,omitempty" enum:"auto,preserve,entrust" doc:"Which model clauses: those that keep the cloud exception, those of entrustment, or (auto) by the document and the facts."`
	Comments bool   `json:"comments_only,omitempty" doc:"Comments at the findings, and no model clauses."`
	Lang     string `json:"lang,omitempty" enum:"ja,en" doc:"Language of the comments; Japanese if missing."`
}

// AnnotatedJSON is a Word document with what was written into it.
type AnnotatedJSON struct {
	Name     string `json:"name" doc:"A name for the file."`
	Data     []byte `json:"data" doc:"The document (.docx), in base64. What was not touched is there byte for byte."`
	Comments int    `json:"comments" doc:"How many comments were written: one on the whole, one at each finding."`
	Changes  int    `json:"changes" doc:"How many tracked changes were written."`
	Notices  []Text `json:"notices" doc:"What the result is and is not."`
}

// Annotate writes comments at the findings into a Word document, and model clauses
// as tracked changes.
func (s *Service) Annotate(ctx context.Context, in *AnnotateJSON) (*AnnotatedJSON, error) {
	if _, err := need(ctx, ScopeAnalyze); err != nil {
		return nil, err
	}
	up, err := s.upload(&in.UploadJSON, "")
	if err != nil {
		return nil, err
	}
	var out *AnnotatedJSON
	err = s.inTurn(ctx, func(ctx context.Context) error {
		r, err := s.analyzer.Revise(ctx, up.Name, up.Data, s.options(&up), variant(in.Variant))
		if err != nil {
			return err
		}
		s.metrics.document(r.Before.Report)
		if err := readable(r.Before, "/data"); err != nil {
			return err
		}
		out, err = s.annotated(r, in.Comments, in.Lang)
		return err
	})
	return out, err
}

// AnnotateRead is Annotate for a document that was read and judged with facts.
func (s *Service) AnnotateRead(ctx context.Context, got *analyzer.Analysis, facts *legal.Facts, want suggest.Variant, lang string) (*AnnotatedJSON, error) {
	r, err := s.reviseRead(ctx, got, facts, want)
	if err != nil {
		return nil, err
	}
	return s.annotated(r, false, lang)
}

// annotated writes what a revision came to into its document.
func (s *Service) annotated(r *analyzer.Revision, commentsOnly bool, lang string) (*AnnotatedJSON, error) {
	was := r.Before.Document
	if was.Format != document.Word {
		return nil, newProblem("invalid", "errors に示す箇所を直して送り直してください。", "Mend the places in errors and send it again.").
			with(Detail{Pointer: "/data", Messages: Text{JA: "Word文書（.docx）ではありません。コメントを書き込めるのはWord文書だけです", EN: "this is no Word document (.docx); comments can be written into Word documents alone"}})
	}
	if commentsOnly {
		r.Suggestions, r.Edits = nil, nil
	}
	note := analyzer.Annotation(r, lang, s.now())
	b, err := word.Annotate(was.Original, packed.Limits{}, note)
	if err != nil {
		return nil, newProblem("invalid", "errors に示す箇所を直して送り直してください。", "Mend the places in errors and send it again.").
			with(Detail{Pointer: "/data", Messages: Text{JA: "このWord文書には書き込めません。Wordで開いて保存し直してください", EN: "nothing can be written into this Word document; open it in Word and save it again"}})
	}
	return &AnnotatedJSON{
		Name: cmp.Or(strings.TrimSuffix(was.Name, path.Ext(was.Name)), "document") + "-yakkan.docx", Data: b,
		Comments: len(note.Comments), Changes: len(note.Changes), Notices: r.Before.Report.Notices,
	}, nil
}

// variant reads which model clauses are wanted; bodies say auto or nothing for
// what the document itself decides.
func variant(name string) suggest.Variant {
	if name == "auto" {
		return suggest.Auto
	}
	return suggest.Variant(name)
}
