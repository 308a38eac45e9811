package api

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yakkan/yakkan/analyzer/finding"
)

// Text is a message in Japanese and English.
type Text = finding.Text

// Problem is what a request is refused or failed with, as RFC 9457 has it. It
// never holds words of a document. Title and Detail are written in the language
// that the request asks for, Messages has both.
type Problem struct {
	Type     string   `json:"type" format:"uri-reference" doc:"What kind of problem it is; stable."`
	Title    string   `json:"title"`
	Status   int      `json:"status"`
	Detail   string   `json:"detail" doc:"What happened and what to do."`
	Instance string   `json:"instance,omitempty" doc:"The ID of the request, for those who run the service."`
	Messages Text     `json:"messages" doc:"The detail in both languages."`
	Errors   []Detail `json:"errors,omitempty" doc:"The places in the request that are wrong."`

	title   Text
	headers http.Header
}

// Detail is one mistake in a request.
type Detail struct {
	Pointer   string `json:"pointer,omitempty" doc:"JSON pointer into the body of the request."`
	Parameter string `json:"parameter,omitempty" doc:"Name of the query, path or header parameter."`
	Code      string `json:"code,omitempty" doc:"Reason as a word, such as the code of what could not be read."`
	Detail    string `json:"detail"`
	Messages  Text   `json:"messages"`
}

// problemBase precedes the names of problems in Type.
const problemBase = "https://github.com/yakkan/yakkan/problems/"

// problemTitles are all problems by name.
var problemTitles = map[string]struct {
	status int
	title  Text
}{
	"bad-request":            {400, Text{JA: "リクエストの形式の誤り", EN: "The request is malformed"}},
	"unauthenticated":        {401, Text{JA: "認証が必要です", EN: "Authentication is required"}},
	"forbidden":              {403, Text{JA: "権限がありません", EN: "Not allowed"}},
	"cross-origin":           {403, Text{JA: "他のサイトからの要求は受け付けません", EN: "Requests from other sites are refused"}},
	"not-found":              {404, Text{JA: "見つかりません", EN: "Not found"}},
	"method-not-allowed":     {405, Text{JA: "使えないメソッドです", EN: "Method not allowed"}},
	"not-acceptable":         {406, Text{JA: "その形式では返せません", EN: "Not available in that form"}},
	"slow-request":           {408, Text{JA: "リクエストの受信が間に合いませんでした", EN: "The request took too long to arrive"}},
	"in-progress":            {409, Text{JA: "同じキーのリクエストを処理中です", EN: "A request with this key is in progress"}},
	"text-not-kept":          {409, Text{JA: "文書が保管されていません", EN: "The text is not kept"}},
	"too-large":              {413, Text{JA: "リクエストが大きすぎます", EN: "The request is too large"}},
	"unsupported-media-type": {415, Text{JA: "対応していない形式です", EN: "Unsupported media type"}},
	"wrong-host":             {421, Text{JA: "このホスト名では応答しません", EN: "Not served under this host name"}},
	"invalid":                {422, Text{JA: "リクエストの内容の誤り", EN: "The request is invalid"}},
	"unreadable-document":    {422, Text{JA: "文書を読み取れませんでした", EN: "The document could not be read"}},
	"key-reused":             {422, Text{JA: "冪等キーが別の内容に使われています", EN: "The idempotency key was used for another request"}},
	"too-long":               {422, Text{JA: "リクエスト全体の照合が間に合いませんでした", EN: "The request as a whole took too long"}},
	"rate-limited":           {429, Text{JA: "リクエストが多すぎます", EN: "Too many requests"}},
	"internal":               {500, Text{JA: "内部の誤り", EN: "Internal error"}},
	"busy":                   {503, Text{JA: "混み合っています", EN: "The service is busy"}},
	"store-away":             {503, Text{JA: "保管先が応答しません", EN: "The store does not answer"}},
	"identity-away":          {503, Text{JA: "認証サーバーが応答しません", EN: "The identity provider does not answer"}},
	"not-stored":             {507, Text{JA: "保管できませんでした", EN: "Could not be stored"}},
}

// newProblem returns the named problem with what happened and what to do.
func newProblem(name, ja, en string) *Problem {
	k, ok := problemTitles[name]
	if !ok {
		panic("unknown problem " + name)
	}
	return &Problem{Type: problemBase + name, Status: k.status, title: k.title, Messages: Text{JA: ja, EN: en}}
}

// problemf is newProblem with messages that are formats for the same arguments.
func problemf(name, ja, en string, args ...any) *Problem {
	return newProblem(name, fmt.Sprintf(ja, args...), fmt.Sprintf(en, args...))
}

// with adds mistakes.
func (p *Problem) with(ds ...Detail) *Problem {
	p.Errors = append(p.Errors, ds...)
	return p
}

// header adds a header of the answer.
func (p *Problem) header(name, value string) *Problem {
	if p.headers == nil {
		p.headers = http.Header{}
	}
	p.headers.Set(name, value)
	return p
}

// Name returns the last part of Type: "unreadable-document".
func (p *Problem) Name() string { return strings.TrimPrefix(p.Type, problemBase) }

// Error implements error, in English.
func (p *Problem) Error() string { return p.title.EN + ": " + p.Messages.EN }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders implements huma.HeadersError.
func (p *Problem) GetHeaders() http.Header { return p.headers }

// ContentType implements huma.ContentTypeFilter.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// In returns p in a language: "en" is English, everything else Japanese.
func (p *Problem) In(lang, requestID string) *Problem {
	q := *p
	q.Title, q.Detail = in(p.title, lang), in(p.Messages, lang)
	if requestID != "" {
		q.Instance = "urn:yakkan:request:" + requestID
	}
	q.Errors = make([]Detail, len(p.Errors))
	for i, d := range p.Errors {
		d.Detail = in(d.Messages, lang)
		q.Errors[i] = d
	}
	return &q
}

func in(t Text, lang string) string {
	if lang == "en" && t.EN != "" {
		return t.EN
	}
	return t.JA
}

// language picks the language of an answer: English where Accept-Language
// names it before Japanese, else Japanese.
func language(accept string) string {
	for part := range strings.SplitSeq(accept, ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		switch primary, _, _ := strings.Cut(strings.ToLower(tag), "-"); primary {
		case "ja":
			return "ja"
		case "en":
			return "en"
		}
	}
	return "ja"
}

var _ huma.StatusError = (*Problem)(nil)

// The library behind the API makes its own errors; here they become problems.
// What it quotes of the request is left out: it may be a document.
func init() {
	huma.DefaultArrayNullable = false
	huma.NewError = humaProblem
	huma.NewErrorWithContext = func(ctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
		p := humaProblem(status, msg, errs...).(*Problem)
		for name, values := range p.headers {
			ctx.SetHeader(name, values[0])
		}
		return p
	}
}

func humaProblem(status int, msg string, errs ...error) huma.StatusError {
	for _, err := range errs {
		if p, ok := err.(*Problem); ok {
			return p
		}
	}
	var p *Problem
	switch status {
	case http.StatusUnprocessableEntity:
		p = newProblem("invalid", "errors に示す箇所を直して送り直してください。", "Mend the places in errors and send it again.")
	case http.StatusRequestEntityTooLarge:
		p = newProblem("too-large", "本文が上限を超えています。分割してください。", "The body is over the limit; split it.")
	case http.StatusRequestTimeout:
		p = newProblem("slow-request", "本文が時間内に届きませんでした。", "The body did not arrive in time.")
	case http.StatusNotAcceptable:
		p = newProblem("not-acceptable", "Accept に application/json を含めてください。", "Accept application/json.")
	case 0:
		p = &Problem{}
	default:
		p = newProblem("internal", "処理中に内部の誤りが起きました。instance の値を添えて運用者に連絡してください。", "An internal error; tell those who run the service the value of instance.")
		if status < 500 {
			p = newProblem("bad-request", "リクエストを読み取れません。", "The request cannot be read.")
		}
		p.Status = status
	}
	for _, err := range errs {
		if d, ok := err.(huma.ErrorDetailer); ok {
			p.Errors = append(p.Errors, humaDetail(d.ErrorDetail()))
		}
	}
	return p
}
