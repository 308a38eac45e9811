package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yakkan/yakkan/analyzer/report"
)

// operations puts the service's functions on their addresses.
func (s *Server) operations() {
	v := s.service
	analyze := Add(s, ScopeAnalyze, huma.Operation{
		OperationID: "analyze", Method: http.MethodPost, Path: "/v1/analyses", Tags: []string{"analyses"},
		Summary: "Analyse documents / 文書を照合する",
		Description: "Compares documents with the registered clause types. The body is JSON with the text, the document itself, or files of a form " +
			"(parts named file; a part named kind holds for the files after it). The same documents under the same rules are the same analysis. " +
			"Text is forgotten with the answer unless keep_text is given.",
		Errors: []int{400, 401, 403, 408, 409, 413, 415, 422, 429, 503, 507},
	}, v.postAnalyses)
	analyze.RequestBody = s.analyzeBody()
	s.answers(analyze, "200", "The analysis.", map[string]*huma.Schema{
		"application/json": s.schema(AnalysisJSON{}),
		sarifMedia:         {Type: huma.TypeObject, AdditionalProperties: true, Description: "SARIF 2.1.0"},
	})

	Add(s, ScopeRead, huma.Operation{
		OperationID: "listAnalyses", Method: http.MethodGet, Path: "/v1/analyses", Tags: []string{"analyses"},
		Summary: "List analyses, newest first / 照合結果の一覧", Errors: []int{401, 403, 422, 429, 503},
	}, v.List)

	get := Add(s, ScopeRead, huma.Operation{
		OperationID: "getAnalysis", Method: http.MethodGet, Path: "/v1/analyses/{id}", Tags: []string{"analyses"},
		Summary:     "Read an analysis / 照合結果を読む",
		Description: "As JSON, Markdown or HTML by Accept, or by a suffix: .json has the reports alone, as yakkan analyze writes them.",
		Errors:      []int{401, 403, 404, 406, 422, 429, 503},
	}, v.getAnalysis)
	text := &huma.Schema{Type: huma.TypeString}
	s.answers(get, "200", "The analysis in the form that was asked for.", map[string]*huma.Schema{
		"application/json": {AnyOf: []*huma.Schema{s.schema(AnalysisJSON{}), reportRef(), {Type: huma.TypeArray, Items: reportRef()}}},
		"text/markdown":    text,
		"text/html":        text,
	})
	get.Responses["304"] = &huma.Response{Description: "The caller has it already."}

	Add(s, ScopeDelete, huma.Operation{
		OperationID: "deleteAnalysis", Method: http.MethodDelete, Path: "/v1/analyses/{id}", Tags: []string{"analyses"},
		Summary: "Delete an analysis and its texts / 照合結果と保管した文書を削除する", Errors: []int{401, 403, 404, 422, 429, 503, 507},
	}, v.Delete)

	kept := Add(s, ScopeRead, huma.Operation{
		OperationID: "getText", Method: http.MethodGet, Path: "/v1/analyses/{id}/texts/{index}", Tags: []string{"analyses"},
		Summary: "Download a kept text / 保管した文書を取得する", Errors: []int{401, 403, 404, 422, 429, 503},
	}, v.Text)
	s.answers(kept, "200", "The bytes as they were sent.", map[string]*huma.Schema{"application/octet-stream": {Type: huma.TypeString, Format: "binary"}})

	compare := Add(s, ScopeAnalyze, huma.Operation{
		OperationID: "compare", Method: http.MethodPost, Path: "/v1/compare", Tags: []string{"analyses"},
		Summary:     "Compare the terms of several vendors / 複数の規約を並べる",
		Description: "Puts documents side by side: verdicts, scores, the element sheet, and who has which class of clause. Nothing is kept.",
		Errors:      []int{400, 401, 403, 404, 408, 409, 413, 415, 422, 429, 503},
	}, v.postCompare)
	compare.RequestBody = s.compareBody()

	judge := Add(s, ScopeAnalyze, huma.Operation{
		OperationID: "judgeFacts", Method: http.MethodPost, Path: "/v1/analyses/{id}/facts", Tags: []string{"analyses"},
		Summary: "Judge a kept document with facts / 保管した文書を事実とあわせて判定する",
		Description: "Answers with the report by terms and facts. Needs a text that was kept (keep_text), else the problem is text-not-kept: send text and facts together to POST /v1/analyses then. " +
			"The kept analysis stays as it is, and the facts are forgotten with the answer. Needs the scope read as well.",
		Errors: append([]int{404}, askErrors...),
	}, v.postFacts)
	s.asks(judge, JudgeJSON{}, "The report with the facts.", reportRef())

	ask(s, huma.Operation{
		OperationID: "suggest", Path: "/v1/suggestions", Tags: []string{"analyses"},
		Summary:     "Put registered model clauses into a document / 登録された条項のひな形を文書に当てはめる",
		Description: "Chooses model clauses by what was found, puts them into the document in its own words and numbers, and analyses it again. Answers with the edits, the changed text, and verdict and scores before and after. Nothing is kept.",
	}, "The revision.", publishedRef("Revision"), func(ctx context.Context, in *SuggestJSON) (any, error) { return v.Suggest(ctx, &SuggestIn{*in}) })
	ask(s, huma.Operation{
		OperationID: "annotate", Path: "/v1/annotations", Tags: []string{"analyses"},
		Summary:     "Write findings into a Word document / Word文書に該当箇所を書き込む",
		Description: "Adds a comment at each finding of a Word document (.docx) and model clauses as tracked changes; every other part stays byte for byte. Nothing is kept.",
	}, "The document.", s.schema(AnnotatedJSON{}), func(ctx context.Context, in *AnnotateJSON) (any, error) { return v.Annotate(ctx, in) })
	duties := s.schema(report.DutySheet{})
	ask(s, huma.Operation{
		OperationID: "duties", Path: "/v1/duties", Tags: []string{"analyses"},
		Summary:     "What each party has to see to / 役割ごとの確認事項",
		Description: "Checklists by role, notices for the chain of entrustment, and who reports a breach by when, under the terms and the facts. Nothing is kept.",
	}, "The sheet of duties.", duties, func(ctx context.Context, in *DutiesJSON) (any, error) { return v.Duties(ctx, &DutiesIn{*in}) })
	ask(s, huma.Operation{
		OperationID: "diff", Path: "/v1/diff", Tags: []string{"analyses"},
		Summary:     "What changed between two versions / 二つの版の違い",
		Description: "Clauses added, removed, changed, moved and renumbered; findings that came, went and moved; verdict and scores before and after. Nothing is kept.",
	}, "The differences.", publishedRef("Diff"), func(ctx context.Context, in *VersionsJSON) (any, error) { return v.Diff(ctx, &DiffIn{*in}) })
	ask(s, huma.Operation{
		OperationID: "judgeCase", Path: "/v1/cases", Tags: []string{"analyses"},
		Summary:     "Judge several documents together / 複数の文書をあわせて判定する",
		Description: "Terms, privacy policy, DPA, security sheet, confirmation and website of one service as one: which prevails, what is referred to and missing, what contradicts what. Nothing is kept.",
	}, "The report on the case.", publishedRef("Case"), func(ctx context.Context, in *CaseBodyJSON) (any, error) { return v.Case(ctx, &CaseIn{*in}) })
	ask(s, huma.Operation{
		OperationID: "caseDuties", Path: "/v1/cases/duties", Tags: []string{"analyses"},
		Summary:     "What each party has to see to under several documents / 案件についての役割ごとの確認事項",
		Description: "As /v1/duties, by the judgement of all documents of a case together. Nothing is kept.",
	}, "The sheet of duties.", duties, func(ctx context.Context, in *CaseDutiesJSON) (any, error) { return v.CaseDuties(ctx, in) })
	for _, name := range []string{"Duties", "CaseDuties"} { // generated Go clients have a type Client already
		s.api.OpenAPI().Components.Schemas.Map()[name].Properties["roles"].Items.Extensions = map[string]any{"x-enum-varnames": []string{name + "User", name + "Client", name + "Vendor"}}
	}
	ask(s, huma.Operation{
		OperationID: "explain", Path: "/v1/explain", Tags: []string{"rules"},
		Summary:     "Explain which rule matches a sentence and why not / 規則が一致する理由、しない理由",
		Description: "Shows the tokens and norms of sentences and, for each pattern that comes near, every condition with what it said.",
		Errors:      []int{404},
	}, "What the rules said.", s.schema(ExplanationJSON{}), func(ctx context.Context, in *ExplainJSON) (any, error) { return v.Explain(ctx, &ExplainIn{*in}) })

	Add(s, "", huma.Operation{
		OperationID: "listRules", Method: http.MethodGet, Path: "/v1/rules", Tags: []string{"rules"},
		Summary: "List clause classes / 条項類型の一覧", Errors: []int{401, 422, 429},
	}, v.Rules)
	Add(s, "", huma.Operation{
		OperationID: "getRule", Method: http.MethodGet, Path: "/v1/rules/{class}", Tags: []string{"rules"},
		Summary: "Read a clause class / 条項類型を読む", Errors: []int{401, 404, 422, 429},
	}, v.Rule)
	Add(s, "", huma.Operation{
		OperationID: "listClauses", Method: http.MethodGet, Path: "/v1/clauses", Tags: []string{"rules"},
		Summary: "List model clauses / 条項のひな形の一覧", Errors: []int{401, 422, 429},
	}, v.Clauses)
	schema := map[string]*huma.Schema{"application/schema+json": {Type: huma.TypeObject, AdditionalProperties: true}}
	s.answers(Add(s, "", huma.Operation{
		OperationID: "getSchema", Method: http.MethodGet, Path: "/v1/schema/{name}", Tags: []string{"rules"},
		Summary: "The JSON Schema of an answer, or of facts / 応答又は事実の回答のJSON Schema", Errors: []int{401, 422, 429},
	}, v.Schema), "200", "The schema.", schema)
	s.answers(Add(s, "", huma.Operation{
		OperationID: "getFactsSchema", Method: http.MethodGet, Path: "/v1/facts/schema", Tags: []string{"rules"},
		Summary: "The JSON Schema of answers to the questionnaire / 事実の回答のJSON Schema", Errors: []int{401, 429},
	}, func(ctx context.Context, _ *struct{}) (*SchemaOut, error) {
		return v.Schema(ctx, &SchemaIn{Name: "facts"})
	}), "200", "The schema.", schema)

	s.health()
}

// Add puts a function on an address. The caller needs a scope; "" means any
// caller. It returns the operation as the OpenAPI document has it.
func Add[I, O any](s *Server, scope Scope, op huma.Operation, do func(context.Context, *I) (*O, error)) *huma.Operation {
	op.RejectUnknownQueryParameters = true
	op.Security = []map[string][]string{{"apiKey": {}}, {"oidc": {}}}
	if s.config.Open {
		op.Security = append(op.Security, map[string][]string{})
	}
	if scope != "" {
		op.Extensions = map[string]any{"x-scope": string(scope)}
	}
	op.Middlewares = append(op.Middlewares, func(ctx huma.Context, next func(huma.Context)) {
		if _, err := need(ctx.Context(), scope); err != nil {
			_ = huma.WriteErr(s.api, ctx, http.StatusForbidden, "", err) // it holds the problem
			return
		}
		next(ctx)
	})
	huma.Register(s.api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := do(ctx, in)
		if err != nil {
			return nil, s.explain(ctx, err)
		}
		return out, nil
	})
	return s.find(op.Method, op.Path)
}

// explain makes an error a problem and keeps its cause for the log.
func (s *Server) explain(ctx context.Context, err error) error {
	if f, ok := err.(*failure); ok {
		requestOf(ctx).cause = f.cause
		return f.Problem
	}
	if p, ok := err.(*Problem); ok {
		return p
	}
	if ctx.Err() != nil { // the client left
		return newProblem("slow-request", "応答の前に接続が切れました。", "The connection ended before the answer.")
	}
	requestOf(ctx).cause = err
	return humaProblem(http.StatusInternalServerError, "")
}

func (s *Server) find(method, path string) *huma.Operation {
	item := s.api.OpenAPI().Paths[path]
	switch method {
	case http.MethodGet:
		return item.Get
	case http.MethodDelete:
		return item.Delete
	}
	return item.Post
}

// SchemaIn names a JSON Schema.
type SchemaIn struct {
	Name string `path:"name" enum:"report,case,revision,diff,facts" doc:"What the schema is of."`
}

// SchemaOut is a JSON Schema.
type SchemaOut struct {
	ContentType  string `header:"Content-Type"`
	CacheControl string `header:"Cache-Control"`
	Body         []byte
}

// Schema returns a published JSON Schema, or that of the questionnaire in force.
func (s *Service) Schema(_ context.Context, in *SchemaIn) (*SchemaOut, error) {
	body, ok := publishedSchemas[in.Name]
	if in.Name == "facts" {
		body, ok = s.library.Legal().Facts.FactsSchema(), true
	}
	if !ok {
		return nil, newProblem("not-found", "そのスキーマはありません。", "There is no such schema.")
	}
	return &SchemaOut{ContentType: "application/schema+json", CacheControl: "public, max-age=3600", Body: body}, nil
}
