package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/corpus/store"
)

// AnalysisIn names a kept analysis, with .json, .md or .html for a rendering.
type AnalysisIn struct {
	ID          string `path:"id" pattern:"^[0-9a-v]{26}(\\.(json|md|html))?$" example:"0a1b2c3d4e5f6g7h8i9j0k1l2m" doc:"ID of the analysis. With .json the reports as yakkan analyze writes them, with .md or .html a rendering to read or print."`
	Document    string `query:"document" pattern:"^[0-9]{1,2}$" doc:"Number of the document, from 0, where a rendering is to have only one. HTML is one document a page: needed there if the analysis has several."`
	Accept      string `header:"Accept" doc:"application/json (default), text/markdown or text/html."`
	Language    string `header:"Accept-Language" doc:"Language of a rendering: ja (default) or en."`
	IfNoneMatch string `header:"If-None-Match"`
}

// AnalysisOut is an analysis in one of its forms.
type AnalysisOut struct {
	Status             int
	ETag               string `header:"ETag"`
	CacheControl       string `header:"Cache-Control"`
	ContentType        string `header:"Content-Type"`
	ContentDisposition string `header:"Content-Disposition"`
	ContentLanguage    string `header:"Content-Language"`
	Policy             string `header:"Content-Security-Policy"`
	Vary               string `header:"Vary"`
	Body               []byte
}

// Analysis returns a kept analysis.
func (s *Service) Analysis(ctx context.Context, id string) (*Analysis, error) {
	caller, err := need(ctx, ScopeRead)
	if err != nil {
		return nil, err
	}
	if !validID(id) {
		return nil, notFound()
	}
	k, err := s.store.Get(ctx, caller.Tenant, id)
	if err != nil {
		return nil, storeProblem(err)
	}
	return stored(k, nil)
}

func validID(id string) bool {
	return len(id) == idLength && strings.Trim(id, idAlphabet) == ""
}

// forms are the renderings of an analysis by suffix.
var forms = map[string]struct{ media, suffix string }{
	"json": {"application/json", ".json"},
	"md":   {"text/markdown; charset=utf-8", ".md"},
	"html": {"text/html; charset=utf-8", ".html"},
}

// htmlPolicy is the Content-Security-Policy of a report as HTML: its style is in
// the page, and it has nothing else that a browser would load or run.
const htmlPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

// getAnalysis is GET /v1/analyses/{id}.
func (s *Service) getAnalysis(ctx context.Context, in *AnalysisIn) (*AnalysisOut, error) {
	id, suffix, _ := strings.Cut(in.ID, ".")
	form := suffix
	if form == "" {
		form = accepted(in.Accept)
		if form == "" {
			return nil, newProblem("not-acceptable", "Accept には application/json、text/markdown、text/html のいずれかを指定してください。", "Accept application/json, text/markdown or text/html.")
		}
	}
	whole := form == "json" && suffix == ""
	if whole && in.Document != "" {
		return nil, wrongDocument("文書の番号は、.json、.md、.html の形式で使えます", "numbers of documents are for .json, .md and .html")
	}
	a, err := s.Analysis(ctx, id)
	if err != nil {
		return nil, err
	}
	lang := language(in.Language)
	tag := form
	if form != "json" {
		tag += "-" + lang
	} else if suffix != "" {
		tag = "reports"
	}
	if in.Document != "" {
		tag += "-" + in.Document
	}
	out := &AnalysisOut{Status: http.StatusOK, ETag: etag(a, tag), CacheControl: "private, no-cache", Vary: "Accept, Accept-Language"}
	if matches(in.IfNoneMatch, out.ETag) {
		out.Status = http.StatusNotModified
		return out, nil
	}
	out.ContentType = forms[form].media
	if suffix != "" {
		out.ContentDisposition = `attachment; filename="yakkan-` + id[:8] + forms[form].suffix + `"`
	}
	if whole {
		out.Body = a.JSON
		return out, nil
	}
	reports, err := a.Reports()
	if err != nil {
		return nil, err
	}
	if in.Document != "" {
		i, err := strconv.Atoi(in.Document)
		if err != nil || i >= len(reports) {
			return nil, wrongDocument(fmt.Sprintf("文書は %d 件です。0 から数えます", len(reports)), fmt.Sprintf("there are %d documents, counted from 0", len(reports)))
		}
		reports = reports[i : i+1]
	}
	out.ContentLanguage = lang
	if form == "html" {
		if len(reports) != 1 {
			return nil, wrongDocument(fmt.Sprintf("文書が %d 件あります。HTMLは1件ずつです。document=0 のように番号を指定してください", len(reports)),
				fmt.Sprintf("there are %d documents, and HTML is one a page; give a number, such as document=0", len(reports)))
		}
		var b bytes.Buffer
		err := report.WriteHTML(&b, reports[0], report.HTMLOptions{Lang: lang, Sources: s.library.Legal().Sources, Made: a.Created.In(japan)})
		out.Policy, out.Body = htmlPolicy, b.Bytes()
		return out, err
	}
	out.Body, err = Render(reports, form, lang)
	return out, err
}

func wrongDocument(ja, en string) *Problem {
	return newProblem("invalid", "errors に示す箇所を直して送り直してください。", "Mend the places in errors and send it again.").
		with(Detail{Parameter: "document", Messages: Text{JA: ja, EN: en}})
}

// Render writes reports in a form: "json" as yakkan analyze does, "md".
func Render(reports []*report.Report, form, lang string) ([]byte, error) {
	var b bytes.Buffer
	var err error
	switch form {
	case "json":
		err = report.WriteJSON(&b, reports)
	default:
		for i, r := range reports {
			if i > 0 {
				b.WriteByte('\n')
			}
			if err = report.WriteMarkdown(&b, r, lang); err != nil {
				break
			}
		}
	}
	return b.Bytes(), err
}

// accepted picks the form of an answer: the first that Accept names, weights
// apart, since nobody ranks a few forms; "" if there is none.
func accepted(accept string) string {
	if strings.TrimSpace(accept) == "" {
		return "json"
	}
	for part := range strings.SplitSeq(accept, ",") {
		media, _, _ := strings.Cut(part, ";")
		switch strings.ToLower(strings.TrimSpace(media)) {
		case "application/json", "application/*", "*/*":
			return "json"
		case "text/html":
			return "html"
		case "text/markdown", "text/*":
			return "md"
		}
	}
	return ""
}

// matches reports whether a tag is in If-None-Match; weak comparison.
func matches(header, tag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		part = strings.TrimSpace(part)
		if part == "*" || strings.TrimPrefix(part, "W/") == tag {
			return true
		}
	}
	return false
}

// DeleteIn names an analysis to be deleted.
type DeleteIn struct {
	ID string `path:"id" pattern:"^[0-9a-v]{26}$" doc:"ID of the analysis."`
}

// Delete deletes an analysis with its kept texts.
func (s *Service) Delete(ctx context.Context, in *DeleteIn) (*struct{}, error) {
	caller, err := need(ctx, ScopeDelete)
	if err != nil {
		return nil, err
	}
	if !validID(in.ID) {
		return nil, notFound()
	}
	if s.cache != nil {
		s.cache.Invalidate(cacheKey(caller.Tenant, in.ID))
	}
	if err := s.store.Delete(ctx, caller.Tenant, in.ID); err != nil {
		return nil, storeProblem(err)
	}
	return nil, nil
}

// ListIn asks for a part of the caller's analyses, newest first.
type ListIn struct {
	Limit int    `query:"limit" minimum:"1" maximum:"100" default:"20" doc:"How many."`
	After string `query:"after" maxLength:"80" doc:"The next of the answer before."`
}

// ListOut is a part of the caller's analyses.
type ListOut struct {
	Link         string `header:"Link" doc:"Where the next part is (RFC 8288)."`
	CacheControl string `header:"Cache-Control"`
	Body         ListJSON
}

// ListJSON is a part of a list.
type ListJSON struct {
	Analyses []SummaryJSON `json:"analyses"`
	Next     string        `json:"next,omitempty" doc:"What to give as after for the next part; missing at the end."`
}

// List lists the caller's analyses.
func (s *Service) List(ctx context.Context, in *ListIn) (*ListOut, error) {
	caller, err := need(ctx, ScopeRead)
	if err != nil {
		return nil, err
	}
	if in.After != "" && !store.ValidCursor(in.After) {
		return nil, newProblem("invalid", "errors に示す箇所を直して送り直してください。", "Mend the places in errors and send it again.").
			with(Detail{Parameter: "after", Messages: Text{JA: "前の応答の next をそのまま指定してください", EN: "give the next of the answer before as it is"}})
	}
	limit := in.Limit
	if limit <= 0 {
		limit = 20
	}
	all, next, err := s.store.List(ctx, caller.Tenant, store.Page{After: in.After, Limit: min(limit, 100)})
	if err != nil {
		return nil, storeProblem(err)
	}
	out := &ListOut{CacheControl: "no-store", Body: ListJSON{Analyses: []SummaryJSON{}, Next: next}}
	for _, a := range all {
		var sum SummaryJSON
		if err := json.Unmarshal(a.Summary, &sum); err != nil {
			return nil, err
		}
		out.Body.Analyses = append(out.Body.Analyses, sum)
	}
	if next != "" {
		out.Link = "</v1/analyses?after=" + next + ">; rel=\"next\""
	}
	return out, nil
}

// TextIn names a kept text.
type TextIn struct {
	ID    string `path:"id" pattern:"^[0-9a-v]{26}$" doc:"ID of the analysis."`
	Index int    `path:"index" minimum:"0" maximum:"63" doc:"Number of the document, from 0."`
}

// TextOut is a kept text as it was sent.
type TextOut struct {
	CacheControl       string `header:"Cache-Control"`
	ContentType        string `header:"Content-Type"`
	ContentDisposition string `header:"Content-Disposition"`
	Body               []byte
}

// Text returns a kept text, always as a download of plain bytes: what was
// uploaded is never shown as a page of this service.
func (s *Service) Text(ctx context.Context, in *TextIn) (*TextOut, error) {
	caller, err := need(ctx, ScopeRead)
	if err != nil {
		return nil, err
	}
	if !validID(in.ID) {
		return nil, notFound()
	}
	t, err := s.store.Text(ctx, caller.Tenant, in.ID, in.Index)
	if err != nil {
		return nil, storeProblem(err)
	}
	return &TextOut{CacheControl: "no-store", ContentType: "application/octet-stream", ContentDisposition: disposition(t.Name), Body: t.Data}, nil
}

// disposition names a download by RFC 6266: the name percent-encoded, so that no
// character of it can end the header.
func disposition(name string) string {
	if name == "" {
		name = "document"
	}
	var b strings.Builder
	b.WriteString("attachment; filename*=UTF-8''")
	for i := range len(name) {
		c := name[i]
		if c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '.' || c == '-' || c == '_' {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte("0123456789ABCDEF"[c>>4])
		b.WriteByte("0123456789ABCDEF"[c&15])
	}
	return b.String()
}
