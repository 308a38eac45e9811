package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/corpus/store"
)

// AnalyzeIn asks for the analysis of documents.
type AnalyzeIn struct {
	Name           string `query:"name" maxLength:"255" doc:"Name of the document, where the body is the document itself."`
	Kind           string `query:"kind" enum:"terms,privacy,dpa,security,nda,contract,other" doc:"Kind of document, where the body is the document itself. Without it the text decides."`
	Facts          string `query:"facts" maxLength:"16384" doc:"Answers to the questionnaire as JSON, where the body is the document itself. Addresses are seen by proxies: a form or a JSON body is better."`
	KeepText       string `query:"keep_text" pattern:"^[0-9]+(\\.[0-9]+)?(s|m|h|d)$" example:"24h" doc:"Keep the text as well, for so long. Without it the text is forgotten with the answer."`
	Ephemeral      bool   `query:"ephemeral" doc:"Keep nothing: neither text nor report. The answer cannot be read again."`
	Accept         string `header:"Accept" doc:"application/json (default), or application/sarif+json for the findings as SARIF 2.1.0."`
	Language       string `header:"Accept-Language" doc:"Language of SARIF: ja (default) or en."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"256" doc:"Sending the same request with the same key again gives the same answer, for 24 hours."`

	// Documents are what to analyse. Over HTTP they are the body.
	Documents []Upload `json:"-"`
	// Fresh asks for Analysis.Documents: the analysis is made even if it is kept.
	Fresh bool `json:"-"`
}

// Analysis is the analysis of one or more documents. It is immutable.
type Analysis struct {
	ID      string
	Created time.Time
	Expires time.Time // zero if it is not kept
	Stored  bool
	JSON    []byte // AnalysisJSON
	Cache   string // where it came from: "", "memory", "store"

	// Documents has everything known of each document where Fresh asked for it, else
	// it is nil.
	Documents []*analyzer.Analysis

	reports []*report.Report // where the analysis was made for this request
}

// AnalysisJSON is an analysis as the API shows it.
type AnalysisJSON struct {
	ID      string         `json:"id"`
	Created time.Time      `json:"created"`
	Expires *time.Time     `json:"expires"`
	Stored  bool           `json:"stored"`
	Texts   []KeptTextJSON `json:"texts"`
	Reports Reports        `json:"reports"`
}

// KeptTextJSON names a kept text.
type KeptTextJSON struct {
	Index   int       `json:"index"`
	Name    string    `json:"name"`
	Expires time.Time `json:"expires"`
}

// SummaryJSON is an analysis in a list.
type SummaryJSON struct {
	ID        string            `json:"id"`
	Created   time.Time         `json:"created"`
	Expires   time.Time         `json:"expires"`
	Documents []DocumentSummary `json:"documents"`
}

// DocumentSummary is one document of an analysis in a list.
type DocumentSummary struct {
	Name     string `json:"name"`
	Kind     string `json:"kind"`
	SHA256   string `json:"sha256"`
	Status   string `json:"status"`
	Verdict  string `json:"verdict"`
	Defeat   *int   `json:"defeat" doc:"null where the document could not be read."`
	Division *int   `json:"division" doc:"null where the document could not be read."`
}

// Reports returns the reports of an analysis, one a document.
func (a *Analysis) Reports() ([]*report.Report, error) {
	if a.reports != nil {
		return a.reports, nil
	}
	var v AnalysisJSON
	if err := json.Unmarshal(a.JSON, &v); err != nil {
		return nil, fmt.Errorf("decode analysis %s: %w", a.ID, err)
	}
	return v.Reports, nil
}

// Analyze analyses documents, or finds that it has done so before: the ID is a
// digest of the tenant, the documents, what was asked, and the library. It
// refuses with unreadable-document if no document could be read.
func (s *Service) Analyze(ctx context.Context, in *AnalyzeIn) (*Analysis, error) {
	caller, err := need(ctx, ScopeAnalyze)
	if err != nil {
		return nil, err
	}
	if len(in.Documents) == 0 || len(in.Documents) > s.limits.Documents {
		return nil, problemf("invalid", "文書を1件から%[1]d件指定してください。", "Give 1 to %[1]d documents.", s.limits.Documents)
	}
	keep, err := s.keepText(in)
	if err != nil {
		return nil, err
	}
	id := s.identify(caller.Tenant, in.Documents)
	again := !in.Fresh && !in.Ephemeral && keep == 0
	if again {
		if r := s.lookup(ctx, caller.Tenant, id); r != nil {
			return r.Analysis, nil
		}
	}
	var a *Analysis
	err = s.inTurn(ctx, func(ctx context.Context) error {
		if again { // somebody may have sent the same while this request waited
			if r := s.remembered(ctx, caller.Tenant, id); r != nil {
				a = r.Analysis
				return nil
			}
		}
		made, err := s.make(ctx, in)
		if err != nil {
			return err
		}
		if err := unreadable(made.reports); err != nil {
			return err
		}
		// Keeping is part of the turn: what waits for a slow store is bounded, too.
		a, err = s.keep(ctx, caller.Tenant, id, in, made, keep)
		return err
	})
	return a, err
}

// keepText returns how long the texts are to be kept; 0 means not at all.
func (s *Service) keepText(in *AnalyzeIn) (time.Duration, error) {
	if in.KeepText == "" {
		return 0, nil
	}
	wrong := func(ja, en string, args ...any) error {
		return newProblem("invalid", "errors に示す箇所を直して送り直してください。", "Mend the places in errors and send it again.").
			with(Detail{Parameter: "keep_text", Messages: Text{JA: fmt.Sprintf(ja, args...), EN: fmt.Sprintf(en, args...)}})
	}
	d, err := duration(in.KeepText)
	switch {
	case err != nil || d <= 0:
		return 0, wrong("36h、90m、7d のように書いてください", "write 36h, 90m or 7d")
	case d > s.limits.KeepText:
		return 0, wrong("保管できるのは最長 %s です", "texts are kept for at most %s", s.limits.KeepText)
	case in.Ephemeral:
		return 0, wrong("ephemeral と同時には使えません", "cannot be used with ephemeral")
	}
	return d, nil
}

// identify returns the ID of an analysis: 130 bits that nobody can make without
// the tenant and the documents.
func (s *Service) identify(tenant string, docs []Upload) string {
	sum := sha256.New()
	field := func(values ...string) {
		for _, v := range values {
			writeField(sum, []byte(v))
		}
	}
	lim := s.limits.Document
	field("yakkan/analysis/2", tenant, s.version, s.library.Digest(), fmt.Sprint(lim.Bytes, lim.Depth, lim.Provisions))
	for i := range docs {
		field(docs[i].Name, string(docs[i].Kind), string(docs[i].Format))
		sum.Write(docs[i].digest())
		if facts := docs[i].facts(); facts != nil {
			field("facts")
			writeField(sum, facts)
		}
	}
	return encodeID(sum.Sum(nil))
}

func writeField(h hash.Hash, b []byte) {
	var n [8]byte
	writeLength(h, &n, len(b))
	h.Write(b)
}

func writeLength(h hash.Hash, b *[8]byte, n int) {
	binary.BigEndian.PutUint64(b[:], uint64(n))
	h.Write(b[:])
}

// idAlphabet and idLength are what IDs are made of.
const (
	idAlphabet = "0123456789abcdefghijklmnopqrstuv"
	idLength   = 26
)

func encodeID(sum []byte) string {
	var b [idLength]byte
	for i := range b {
		bit := i * 5
		v := uint(sum[bit/8])<<8 | uint(sum[bit/8+1])
		b[i] = idAlphabet[v>>(11-bit%8)&31]
	}
	return string(b[:])
}

// read analyses documents one after the other when their turn has come.
func (s *Service) read(ctx context.Context, docs []Upload) ([]*analyzer.Analysis, error) {
	var all []*analyzer.Analysis
	err := s.inTurn(ctx, func(ctx context.Context) (err error) {
		all, err = s.readAll(ctx, docs)
		return err
	})
	return all, err
}

func (s *Service) readAll(ctx context.Context, docs []Upload) ([]*analyzer.Analysis, error) {
	all := make([]*analyzer.Analysis, len(docs))
	for i := range docs {
		begin := time.Now()
		var err error
		if all[i], err = s.analyzer.Read(ctx, docs[i].Name, docs[i].Data, s.options(&docs[i])); err != nil {
			return nil, err
		}
		s.hasRead(begin, all[i].Report)
	}
	return all, nil
}

// hasRead counts a document whose reading began then.
func (s *Service) hasRead(begin time.Time, r *report.Report) {
	s.metrics.reading.Observe(time.Since(begin).Seconds())
	s.metrics.document(r)
}

// make analyses the documents of a request. Where only their reports are asked for, what
// they were made from lies in memory that the next request has again.
func (s *Service) make(ctx context.Context, in *AnalyzeIn) (*Analysis, error) {
	a := &Analysis{reports: make([]*report.Report, len(in.Documents))}
	if in.Fresh {
		var err error
		if a.Documents, err = s.readAll(ctx, in.Documents); err != nil {
			return nil, err
		}
		for i, d := range a.Documents {
			a.reports[i] = d.Report
		}
		return a, nil
	}
	for i := range in.Documents {
		begin, d := time.Now(), &in.Documents[i]
		opt := s.options(d)
		opt.SHA256 = d.sum
		r, err := s.analyzer.Analyze(ctx, d.Name, d.Data, opt)
		if err != nil {
			return nil, err
		}
		a.reports[i] = r
		s.hasRead(begin, r)
	}
	return a, nil
}

// inTurn does the work of a request when its turn has come, within the time that
// a request may take as a whole.
func (s *Service) inTurn(ctx context.Context, do func(context.Context) error) error {
	leave, err := s.gate.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	inner, cancel := context.WithTimeout(ctx, s.limits.Request)
	defer cancel()
	err = do(inner)
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		return problemf("too-long", "一つのリクエストの照合が %[1]s 以内に終わりませんでした。文書を分けて送ってください。", "The documents of one request could not be analysed within %[1]s; send them in parts.", s.limits.Request)
	}
	return err
}

// options are what a document is read with.
func (s *Service) options(d *Upload) analyzer.Options {
	return analyzer.Options{Format: d.Format, Kind: d.Kind, Limits: s.limits.Document, Facts: d.Facts, Trace: s.metrics.stage}
}

// unreadable refuses where no document could be read.
func unreadable(reports []*report.Report) error {
	p := newProblem("unreadable-document", "どの文書も読み取れませんでした。errors の理由に従って、ファイルを用意し直してください。", "None of the documents could be read; follow the reasons in errors.")
	for i, r := range reports {
		if r.Document.Status != "unreadable" {
			return nil
		}
		for _, why := range r.Document.Problems {
			p.with(Detail{Pointer: fmt.Sprintf("/documents/%d", i), Code: why.Code, Messages: why.Message})
		}
	}
	return p
}

// keep puts a new analysis into the store and returns it.
func (s *Service) keep(ctx context.Context, tenant, id string, in *AnalyzeIn, a *Analysis, keepText time.Duration) (*Analysis, error) {
	now := s.now().Truncate(time.Millisecond).UTC()
	a.ID, a.Created = id, now
	v := AnalysisJSON{ID: id, Created: now, Texts: []KeptTextJSON{}, Reports: Reports{}}
	sum := SummaryJSON{ID: id, Created: now}
	for _, r := range a.reports {
		sum.Documents = append(sum.Documents, summarize(r))
	}
	encode := func() (err error) {
		begin := time.Now()
		a.JSON, err = encode(&v, a.reports)
		s.metrics.stage("encode", time.Since(begin))
		return err
	}
	if in.Ephemeral {
		return a, encode()
	}
	a.Stored, a.Expires = true, now.Add(s.limits.Keep)
	v.Stored, v.Expires, sum.Expires = true, &a.Expires, a.Expires
	var texts []store.Text
	if keepText > 0 {
		expires := now.Add(min(keepText, s.limits.Keep))
		for i, d := range in.Documents {
			texts = append(texts, store.Text{Name: d.Name, Media: d.Media, Data: append([]byte(nil), d.Data...), Expires: expires})
			v.Texts = append(v.Texts, KeptTextJSON{Index: i, Name: d.Name, Expires: expires})
		}
	}
	if err := encode(); err != nil {
		return nil, err
	}
	summary, err := json.Marshal(sum)
	if err != nil {
		return nil, err
	}
	begin := time.Now()
	err = s.store.Put(ctx, &store.Analysis{ID: id, Tenant: tenant, Created: now, Expires: a.Expires, Summary: summary, Body: s.packing.body(a.JSON)}, texts)
	s.metrics.stage("store", time.Since(begin))
	switch {
	case err == nil:
		s.packing.kept(tenant, id)
		s.remember(tenant, a)
		return a, nil
	case errors.Is(err, store.ErrAway) && s.store.Kind() == "redis" && keepText == 0:
		// The report is worth more than its being kept; the answer says so.
		s.metrics.unstored.Inc()
		a.Stored, a.Expires = false, time.Time{}
		v.Stored, v.Expires = false, nil
		return a, encode()
	}
	return nil, storeProblem(err)
}

// encode writes an analysis with reports, which are the last of it, as json.Marshal
// does.
func encode(v *AnalysisJSON, reports []*report.Report) ([]byte, error) {
	head, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	buf := buffers.Get().(*buffer)
	b := append(buf.b[:0], bytes.TrimSuffix(head, []byte("]}"))...)
	for i, r := range reports {
		if i > 0 {
			b = append(b, ',')
		}
		b = report.AppendJSON(b, r)
	}
	b = append(b, "]}"...)
	out := bytes.Clone(b)
	buf.b = b
	buffers.Put(buf)
	return out, nil
}

func summarize(r *report.Report) DocumentSummary {
	out := DocumentSummary{Name: r.Document.Name, Kind: r.Document.Kind, SHA256: r.Document.SHA256, Status: r.Document.Status, Verdict: r.Verdict.Terms}
	if !r.Scores.Hidden {
		out.Defeat, out.Division = &r.Scores.Defeat.Value, &r.Scores.Division.Value
	}
	return out
}

// storeProblem turns an error of the store into one for the caller. The error
// itself goes to the log: it names files and addresses of the operator.
func storeProblem(err error) error {
	var p *Problem
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, store.ErrNotFound):
		return notFound()
	case errors.Is(err, store.ErrFull):
		p = newProblem("not-stored", "保管先に空きがないため、結果を保管できません。運用者に連絡するか、ephemeral=true で保管せずに照合してください。", "The store is full; tell those who run the service, or analyse with ephemeral=true, which keeps nothing.")
	case errors.Is(err, store.ErrReadOnly):
		p = newProblem("not-stored", "保管先に書き込めないため、結果を保管できません。運用者に連絡するか、ephemeral=true で保管せずに照合してください。", "The store cannot be written; tell those who run the service, or analyse with ephemeral=true, which keeps nothing.")
	default:
		p = newProblem("store-away", "保管先が応答しません。しばらくして送り直してください。", "The store does not answer; try again in a while.").header("Retry-After", "5")
	}
	return &failure{Problem: p, cause: err}
}

// failure is a problem whose cause is for the log only.
type failure struct {
	*Problem
	cause error
}

// Unwrap returns what went wrong and the problem to be shown.
func (f *failure) Unwrap() []error { return []error{f.Problem, f.cause} }

func notFound() *Problem {
	return newProblem("not-found", "その照合結果はありません。期限が過ぎたか、削除されたか、番号が違います。", "There is no such analysis: it expired, was deleted, or the ID is wrong.")
}

// AnalyzeOut is the answer to POST /v1/analyses.
type AnalyzeOut struct {
	Location     string `header:"Location" doc:"Where the analysis can be read again; missing if it is not kept."`
	ETag         string `header:"ETag"`
	CacheStatus  string `header:"Cache-Status" doc:"Whether the analysis was made before (RFC 9211)."`
	CacheControl string `header:"Cache-Control"`
	ContentType  string `header:"Content-Type"`
	Vary         string `header:"Vary"`
	Length       int    `header:"Content-Length" hidden:"true"`
	Body         []byte
}

// Resolve reads the documents from the body.
func (in *AnalyzeIn) Resolve(ctx huma.Context) []error {
	r := requestOf(ctx.Context())
	docs, done, err := r.server.uploads(ctx, r.server.service.limits.Documents)
	r.onEnd(done)
	if err != nil {
		return []error{err}
	}
	in.Documents = docs
	return nil
}

// postAnalyses is POST /v1/analyses.
func (s *Service) postAnalyses(ctx context.Context, in *AnalyzeIn) (*AnalyzeOut, error) {
	sarif := acceptsSARIF(in.Accept)
	if sarif { // it is made from the text, which a kept analysis has not
		again := *in
		again.Fresh = true
		in = &again
	}
	a, err := once(ctx, s, in.IdempotencyKey, func() []string {
		return payload("analyze", in.Documents, in.KeepText, strconv.FormatBool(in.Ephemeral))
	}, func() (*Analysis, error) { return s.Analyze(ctx, in) })
	if err != nil {
		return nil, err
	}
	out := &AnalyzeOut{ETag: etag(a, "json"), CacheControl: "private, no-cache", ContentType: "application/json", Body: a.JSON}
	if a.Stored && in.KeepText == "" && !in.Fresh && in.IdempotencyKey == "" {
		requestOf(ctx).made = a.ID
	}
	if a.Stored {
		out.Location = "/v1/analyses/" + a.ID
	} else {
		out.CacheControl = "no-store"
	}
	if out.Vary = "Accept, Accept-Language"; sarif {
		lang := language(in.Language)
		out.ETag, out.ContentType = etag(a, "sarif-"+lang), sarifMedia
		if out.Body, err = s.sarif(a, lang); err != nil {
			return nil, err
		}
	}
	out.CacheStatus, out.Length = cacheStatus(a), len(out.Body)
	return out, nil
}

// cacheStatus says where an analysis came from, as RFC 9211 has it.
func cacheStatus(a *Analysis) string {
	if a.Cache == "" {
		return "yakkan; fwd=miss"
	}
	return `yakkan; hit; detail="` + a.Cache + `"`
}

// etag is the entity tag of a rendering. The ID is a digest of everything the
// reports are made from; when it was made is in the JSON as well.
func etag(a *Analysis, form string) string {
	return `"` + a.ID + "-" + strconv.FormatInt(a.Created.UnixMilli(), 16) + "-" + form + `"`
}
