package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"github.com/yakkan/yakkan/corpus"
	"github.com/yakkan/yakkan/corpus/store"
)

// batchOperations puts the operations on batches on their addresses.
func (s *Server) batchOperations() {
	v := s.service
	s.api.OpenAPI().Tags = append(s.api.OpenAPI().Tags, &huma.Tag{Name: "batches", Description: "Many documents at once / 多数の文書"})
	errs := []int{401, 403, 404, 422, 429, 503}
	post := Add(s, ScopeAnalyze, huma.Operation{
		OperationID: "createBatch", Method: http.MethodPost, Path: "/v1/batches", Tags: []string{"batches"}, DefaultStatus: http.StatusAccepted,
		Summary: "Analyse many documents / 多数の文書を照合する",
		Description: "The body is a JSON Lines file (rows of custom_id, name, text), an archive (.zip, .tar, .tar.gz), a mail, or JSON that names a bucket which the service allows. " +
			"The answer comes before the documents are looked through; follow the batch by GET or its events. Idempotency-Key is required: the same key with the same body is the same batch. " +
			"Documents are forgotten when the batch ends, results when it expires.",
		Errors: []int{400, 401, 403, 408, 409, 413, 415, 422, 429, 503, 507},
	}, v.postBatches)
	for _, p := range post.Parameters {
		p.Required = p.Required || p.Name == "Idempotency-Key" // Resolve says it as a problem of its own
	}
	post.RequestBody = s.jsonBody(BatchSourceJSON{})
	for _, media := range batchMedia {
		post.RequestBody.Content[media] = &huma.MediaType{Schema: bytesOf(media)}
	}
	Add(s, ScopeRead, huma.Operation{
		OperationID: "listBatches", Method: http.MethodGet, Path: "/v1/batches", Tags: []string{"batches"},
		Summary: "List the newest batches / 実行の一覧", Errors: []int{401, 403, 422, 429, 503},
	}, v.listBatches)
	Add(s, ScopeRead, huma.Operation{
		OperationID: "getBatch", Method: http.MethodGet, Path: "/v1/batches/{id}", Tags: []string{"batches"},
		Summary: "See how a batch stands / 実行の状態", Errors: errs,
	}, v.getBatch)
	Add(s, ScopeAnalyze, huma.Operation{
		OperationID: "cancelBatch", Method: http.MethodPost, Path: "/v1/batches/{id}/cancel", Tags: []string{"batches"},
		Summary: "Stop a batch / 実行を取り消す", Description: "What was done is dropped. A batch that has ended stays as it is.", Errors: errs,
	}, v.cancelBatch)
	Add(s, ScopeDelete, huma.Operation{
		OperationID: "deleteBatch", Method: http.MethodDelete, Path: "/v1/batches/{id}", Tags: []string{"batches"},
		Summary: "Delete a batch that has ended, with its results / 実行と結果を削除する", Errors: append([]int{409}, errs...),
	}, v.deleteBatch)
	files := Add(s, ScopeRead, huma.Operation{
		OperationID: "getBatchFile", Method: http.MethodGet, Path: "/v1/batches/{id}/files/{name}", Tags: []string{"batches"},
		Summary:     "Download results / 結果を受け取る",
		Description: "reports.jsonl has the reports and unreadable.jsonl what could not be read; the others are tables and the summary. docs/batch.md describes them.", Errors: errs,
	}, v.getBatchFile)
	content := map[string]*huma.Schema{}
	for _, media := range batchFiles {
		media, _, _ = strings.Cut(media, ";")
		content[media] = bytesOf(media)
	}
	s.answers(files, "200", "The file.", content)
	events := Add(s, ScopeRead, huma.Operation{
		OperationID: "getBatchEvents", Method: http.MethodGet, Path: "/v1/batches/{id}/events", Tags: []string{"batches"},
		Summary:     "Follow a batch / 実行を追う",
		Description: "Server-sent events: each is named batch, has the batch as data and its version as id, and tells all that the ones before told. Ends with the batch. Last-Event-ID is the version that the caller has.", Errors: errs,
	}, v.batchEvents)
	s.answers(events, "200", "The events.", map[string]*huma.Schema{"text/event-stream": {Type: huma.TypeString}})
}

// bytesOf describes a file: lines of JSON are not a value of JSON, nor a string.
func bytesOf(media string) *huma.Schema {
	switch media {
	case "application/jsonl", "application/x-ndjson", "application/json":
		return &huma.Schema{Description: "A file; of JSON Lines a value a line."}
	}
	return &huma.Schema{Type: huma.TypeString, Format: "binary"}
}

// batchMedia are the types of bodies that are kept as they come.
var batchMedia = []string{"application/jsonl", "application/x-ndjson", "application/zip", "application/gzip", "application/x-tar", "message/rfc822", "application/octet-stream"}

// BatchSourceJSON names documents in a bucket.
type BatchSourceJSON struct {
	Source  string   `json:"source" minLength:"1" maxLength:"2048" doc:"Address of a folder of a bucket that the service allows, without query: s3://bucket/folder."`
	Include []string `json:"include,omitempty" maxItems:"20" doc:"Patterns of documents that are taken; docs/batch.md."`
	Exclude []string `json:"exclude,omitempty" maxItems:"20"`
	Kind    string   `json:"kind,omitempty" enum:"terms,privacy,dpa,security,nda,contract,other" doc:"Kind of all documents. Without it each text decides."`
	Webhook string   `json:"webhook,omitempty" maxLength:"2048" doc:"Where to tell by a signed POST that the batch has ended."`
}

// BatchIn is what POST /v1/batches takes.
type BatchIn struct {
	IdempotencyKey string `header:"Idempotency-Key" doc:"Required. A quoted string of at most 200 characters, such as a UUID."`
	Name           string `query:"name" maxLength:"255" doc:"Name of the file that is sent."`
	Kind           string `query:"kind" enum:"terms,privacy,dpa,security,nda,contract,other" doc:"Kind of all documents that are sent. Without it each text decides."`
	Webhook        string `query:"webhook" maxLength:"2048" doc:"Where to tell by a signed POST that the batch has ended."`

	media  string
	source *BatchSourceJSON // nil where a file was sent
	file   string           // where what was sent lies
	digest string           // of what was sent
}

// BatchOut is a batch.
type BatchOut struct {
	Location string `header:"Location"`
	Cache    string `header:"Cache-Control"`
	Body     BatchJSON
}

// BatchListOut is a list of batches.
type BatchListOut struct {
	Cache string `header:"Cache-Control"`
	Body  struct {
		Batches []BatchJSON `json:"batches"`
	}
}

// BatchIDIn names a batch.
type BatchIDIn struct {
	ID string `path:"id" pattern:"^[0-9a-v]{26}$" doc:"ID of the batch."`
}

// uploadTime is how long the body of a batch may take to come.
const uploadTime = time.Hour

// Resolve reads the body: JSON into memory, everything else into a file that is
// removed with the request unless the batch takes it.
func (in *BatchIn) Resolve(ctx huma.Context) []error {
	r := requestOf(ctx.Context())
	if strings.TrimSpace(in.IdempotencyKey) == "" {
		return []error{newProblem("bad-request", "Idempotency-Key が必要です。要求ごとに新しい値（UUIDなど）を引用符付き文字列で送ってください。", "Idempotency-Key is required: send a new quoted string, such as a UUID, with each request.").
			with(Detail{Parameter: "Idempotency-Key", Messages: Text{JA: "ヘッダーがありません", EN: "the header is missing"}})}
	}
	gc := humagin.Unwrap(ctx)
	in.media, _, _ = mime.ParseMediaType(gc.Request.Header.Get("Content-Type"))
	if in.media == "application/json" {
		in.source = &BatchSourceJSON{}
		data, err := r.server.jsonIn(r, gc.Request, in.source)
		if err != nil {
			return []error{err}
		}
		if in.Name != "" || in.Kind != "" || in.Webhook != "" {
			return []error{newProblem("invalid", "JSONを送るときは、指定を本文の中に書いてください。", "With JSON, give the options inside the body.")}
		}
		in.Kind, in.Webhook = in.source.Kind, in.source.Webhook
		sum := sha256.Sum256(data)
		in.digest = hex.EncodeToString(sum[:])
		return nil
	}
	if !slices.Contains(batchMedia, in.media) {
		return []error{newProblem("unsupported-media-type", "Content-Type は application/jsonl、application/zip、application/gzip、application/x-tar、message/rfc822、application/octet-stream、application/json のいずれかにしてください。",
			"Send application/jsonl, application/zip, application/gzip, application/x-tar, message/rfc822, application/octet-stream or application/json.")}
	}
	deadline := http.NewResponseController(gc.Writer)
	_ = deadline.SetReadDeadline(time.Now().Add(uploadTime)) // recorders of tests have none
	_ = deadline.SetWriteDeadline(time.Now().Add(uploadTime + time.Minute))
	b := r.server.service.batches
	if gc.Request.ContentLength > b.conf.Body {
		return []error{tooLarge()}
	}
	n, err := b.receive(r, gc.Request.Body, in)
	if err == nil {
		err = r.server.countLate(gc.Request, n)
	}
	if err != nil {
		return []error{bodyProblem(err)}
	}
	return nil
}

// receive writes what is sent into a file that is removed with the request unless
// a batch takes it, and returns how long it is.
func (b *batches) receive(r *request, body io.Reader, in *BatchIn) (int64, error) {
	dir, err := b.dir("incoming")
	if err == nil {
		err = os.MkdirAll(dir, 0o700)
	}
	if err != nil {
		return 0, notStored()
	}
	f, err := os.CreateTemp(dir, "body-*")
	if err != nil {
		return 0, notStored()
	}
	r.onEnd(func() { _ = os.Remove(f.Name()) }) // it is gone if the batch took it
	defer f.Close()
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(f, sum), io.LimitReader(body, b.conf.Body+1))
	switch {
	case err != nil && errors.As(err, new(*fs.PathError)):
		return 0, notStored()
	case err != nil:
		return 0, err
	case n > b.conf.Body:
		return 0, tooLarge()
	case n == 0:
		return 0, newProblem("bad-request", "本文が空です。", "The body is empty.")
	}
	if err := f.Sync(); err != nil {
		return 0, notStored()
	}
	in.file, in.digest = f.Name(), hex.EncodeToString(sum.Sum(nil))
	return n, nil
}

func notStored() *Problem {
	return newProblem("not-stored", "保管先に書けません。運用者に連絡してください。", "It could not be stored; tell those who run the service.")
}

// postBatches is POST /v1/batches.
func (s *Service) postBatches(ctx context.Context, in *BatchIn) (*BatchOut, error) {
	caller, err := need(ctx, ScopeAnalyze)
	if err != nil {
		return nil, err
	}
	if s.batches.nowhere {
		return nil, newProblem("not-stored", "このサービスには一括照合の置き場所がありません。運用者が --batch-dir を設定する必要があります。", "This service has no place for batches; those who run it have to set --batch-dir.")
	}
	key, ok := idempotencyKey(in.IdempotencyKey)
	if !ok {
		key = in.IdempotencyKey // once says what is wrong with it
	}
	if in.Webhook != "" {
		if len(s.batches.conf.Secrets) == 0 {
			return nil, newProblem("invalid", "このサービスではWebhookを使えません。events か GET で状態を確認してください。", "This service has no webhooks; follow the batch by its events or GET.").
				with(Detail{Parameter: "webhook", Code: "webhook", Messages: Text{JA: "使えません", EN: "not available"}})
		}
		if err := checkHook(in.Webhook); err != nil {
			return nil, err
		}
	}
	where := ""
	if in.source != nil {
		if where, err = s.batches.allowed(in.source.Source); err != nil {
			return nil, err
		}
		if err := (corpus.Filter{Include: in.source.Include, Exclude: in.source.Exclude}).Check(); err != nil {
			return nil, newProblem("invalid", "include 又は exclude のパターンが正しくありません。", "A pattern in include or exclude is wrong.")
		}
	}
	return once(ctx, s, in.IdempotencyKey, func() []string {
		return []string{"batch", in.digest, in.media, in.Name, in.Kind, in.Webhook}
	}, func() (*BatchOut, error) {
		id := digest("batch", caller.Tenant, key)
		if kept, err := s.store.Batch(ctx, caller.Tenant, id); err == nil {
			one, err := decodeBatch(kept)
			if err != nil {
				return nil, err
			}
			return batchOut(one), nil
		} else if !errors.Is(err, store.ErrNotFound) {
			return nil, storeProblem(err)
		}
		one, err := s.batches.create(ctx, caller.Tenant, id, where, in)
		if err != nil {
			return nil, err
		}
		return batchOut(one), nil
	})
}

// create keeps a new batch.
func (b *batches) create(ctx context.Context, tenant, id, where string, in *BatchIn) (*batch, error) {
	all, err := b.service.store.TenantBatches(ctx, tenant)
	if err != nil {
		return nil, storeProblem(err)
	}
	open := 0
	for _, kept := range all {
		if x, err := decodeBatch(kept); err == nil && !x.Status.ended() {
			open++
		}
	}
	if open >= b.conf.Open {
		return nil, problemf("busy", "終わっていない実行が %d 件あります。終わるのを待って送り直してください。", "%d batches have not ended; send it again when they have.", open).header("Retry-After", "60")
	}
	now := b.service.now().UTC().Truncate(time.Millisecond)
	one := &batch{BatchJSON: BatchJSON{ID: id, Object: "batch", Status: BatchValidating, CreatedAt: now, ExpiresAt: now.Add(b.conf.Keep), Files: map[string]string{}, Errors: []Detail{}, Version: 1}, Tenant: tenant, Kind: in.Kind}
	if in.Webhook != "" {
		one.Hook = &hook{URL: in.Webhook, ID: "msg_" + encodeID(randomBytes(32))}
	}
	if in.source != nil {
		one.Name, one.Source, one.Include, one.Exclude = in.source.Source, where, in.source.Include, in.source.Exclude
	} else {
		one.Upload, one.Source = true, safeInput(in.Name, in.media)
		one.Name = one.Source
		dir, err := b.dir(id)
		if err != nil {
			return nil, notStored()
		}
		input := filepath.Join(dir, "input")
		if err := os.MkdirAll(input, 0o700); err != nil {
			return nil, notStored()
		}
		if err := os.Rename(in.file, filepath.Join(input, one.Source)); err != nil {
			return nil, notStored()
		}
	}
	if err := b.put(ctx, one); err != nil {
		return nil, storeProblem(err)
	}
	b.poke()
	return one, nil
}

// allowed returns the address at which a bucket is opened that a caller names, or
// a problem where no rule of the service allows it. The query, which says how and
// where the bucket is reached, comes from the rule alone.
func (b *batches) allowed(address string) (string, error) {
	refused := newProblem("invalid", "その場所は許可されていません。許可された場所は運用者に確認してください。", "That place is not allowed; those who run the service know which are.").
		with(Detail{Pointer: "/source", Code: "source", Messages: Text{JA: "許可されていない場所です", EN: "not an allowed place"}})
	u, err := url.Parse(address)
	if err != nil || u.Scheme == "" || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || u.User != nil || u.Opaque != "" || strings.ContainsAny(address, "\\\x00?#") || u.RawPath != "" {
		return "", refused
	}
	clean := path.Clean("/" + u.Path)
	if clean != "/"+strings.Trim(u.Path, "/") {
		return "", refused // it has . or .. or empty names in it
	}
	for _, rule := range b.conf.Sources {
		r, err := url.Parse(rule)
		if err != nil || r.Scheme != u.Scheme || r.Host != u.Host {
			continue
		}
		base := path.Clean("/" + r.Path)
		if base != "/" && clean != base && !strings.HasPrefix(clean, base+"/") {
			continue
		}
		r.Path = clean
		return r.String(), nil
	}
	return "", refused
}

func batchOut(one *batch) *BatchOut {
	return &BatchOut{Location: "/v1/batches/" + one.ID, Cache: "no-store", Body: one.BatchJSON}
}

// find returns a batch of the caller.
func (s *Service) findBatch(ctx context.Context, id string, scope Scope) (*batch, error) {
	caller, err := need(ctx, scope)
	if err != nil {
		return nil, err
	}
	kept, err := s.store.Batch(ctx, caller.Tenant, id)
	if err != nil {
		return nil, storeProblem(err)
	}
	return decodeBatch(kept)
}

func (s *Service) getBatch(ctx context.Context, in *BatchIDIn) (*BatchOut, error) {
	one, err := s.findBatch(ctx, in.ID, ScopeRead)
	if err != nil {
		return nil, err
	}
	out := batchOut(one)
	out.Location = ""
	return out, nil
}

func (s *Service) listBatches(ctx context.Context, _ *struct{}) (*BatchListOut, error) {
	caller, err := need(ctx, ScopeRead)
	if err != nil {
		return nil, err
	}
	all, err := s.store.TenantBatches(ctx, caller.Tenant)
	if err != nil {
		return nil, storeProblem(err)
	}
	out := &BatchListOut{Cache: "no-store"}
	out.Body.Batches = []BatchJSON{}
	for _, kept := range all {
		one, err := decodeBatch(kept)
		if err != nil {
			return nil, err
		}
		out.Body.Batches = append(out.Body.Batches, one.BatchJSON)
	}
	return out, nil
}

func (s *Service) cancelBatch(ctx context.Context, in *BatchIDIn) (*BatchOut, error) {
	one, err := s.findBatch(ctx, in.ID, ScopeAnalyze)
	if err != nil {
		return nil, err
	}
	one, err = s.batches.update(ctx, one.Tenant, one.ID, func(x *batch) bool {
		if x.Status.ended() || x.Status == BatchCancelling {
			return false
		}
		x.Status = BatchCancelling
		return true
	})
	if err != nil {
		return nil, storeProblem(err)
	}
	s.batches.mu.Lock()
	if cancel := s.batches.running[one.ID]; cancel != nil && one.Status == BatchCancelling {
		cancel(errCancelled)
	}
	s.batches.mu.Unlock()
	s.batches.poke()
	out := batchOut(one)
	out.Location = ""
	return out, nil
}

func (s *Service) deleteBatch(ctx context.Context, in *BatchIDIn) (*struct{}, error) {
	one, err := s.findBatch(ctx, in.ID, ScopeDelete)
	if err != nil {
		return nil, err
	}
	if !one.Status.ended() {
		return nil, newProblem("in-progress", "終わっていない実行は削除できません。先に cancel で取り消してください。", "A batch that has not ended cannot be deleted; cancel it first.")
	}
	s.batches.remove(ctx, one)
	return nil, nil
}

// BatchFileIn names a file of results.
type BatchFileIn struct {
	BatchIDIn
	Name string `path:"name" enum:"reports.jsonl,unreadable.jsonl,documents.csv,findings.csv,documents.parquet,findings.parquet,summary.json,summary.html"`
}

// getBatchFile is GET /v1/batches/{id}/files/{name}.
func (s *Service) getBatchFile(ctx context.Context, in *BatchFileIn) (*huma.StreamResponse, error) {
	one, err := s.findBatch(ctx, in.ID, ScopeRead)
	if err != nil {
		return nil, err
	}
	if _, ok := one.Files[in.Name]; !ok {
		return nil, notFound()
	}
	dir, err := s.batches.dir(one.ID)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(filepath.Join(dir, "out", in.Name))
	if err != nil {
		return nil, notFound()
	}
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		defer f.Close()
		c := humagin.Unwrap(ctx)
		_ = http.NewResponseController(c.Writer).SetWriteDeadline(time.Now().Add(uploadTime)) // as above
		c.Header("Content-Type", batchFiles[in.Name])
		c.Header("Cache-Control", "private, no-cache")
		if in.Name == "summary.html" {
			c.Header("Content-Security-Policy", htmlPolicy)
		} else {
			c.Header("Content-Disposition", `attachment; filename="yakkan-`+one.ID[:8]+"-"+in.Name+`"`)
		}
		_, _ = io.Copy(c.Writer, f) // a client that left cannot be told
	}}, nil
}

// BatchEventsIn names a batch to follow.
type BatchEventsIn struct {
	BatchIDIn
	LastEventID string `header:"Last-Event-ID" doc:"Version that the caller has."`
}

// batchEvents is GET /v1/batches/{id}/events.
func (s *Service) batchEvents(ctx context.Context, in *BatchEventsIn) (*huma.StreamResponse, error) {
	one, err := s.findBatch(ctx, in.ID, ScopeRead)
	if err != nil {
		return nil, err
	}
	seen, _ := strconv.ParseInt(in.LastEventID, 10, 64) // what is no version has seen nothing
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		c := humagin.Unwrap(hc)
		w := http.NewResponseController(c.Writer)
		_ = w.SetWriteDeadline(time.Time{}) // as above
		c.Header("Content-Type", "text/event-stream")
		c.Header("Cache-Control", "no-store")
		c.Header("X-Accel-Buffering", "no")
		tick := time.NewTicker(300 * time.Millisecond)
		defer tick.Stop()
		said := time.Now()
		fmt.Fprint(c.Writer, "retry: 2000\n\n")
		for ; ; <-tick.C {
			if kept, err := s.store.Batch(ctx, one.Tenant, one.ID); err == nil {
				if x, err := decodeBatch(kept); err == nil {
					one = x
				}
			} else if errors.Is(err, store.ErrNotFound) {
				return
			}
			switch {
			case one.Version > seen:
				data, err := json.Marshal(one.BatchJSON)
				if err != nil {
					return
				}
				var b bytes.Buffer
				fmt.Fprintf(&b, "id: %d\nevent: batch\ndata: %s\n\n", one.Version, data)
				if _, err := c.Writer.Write(b.Bytes()); err != nil {
					return
				}
				seen, said = one.Version, time.Now()
			case time.Since(said) > 15*time.Second:
				if _, err := io.WriteString(c.Writer, ": still here\n\n"); err != nil {
					return
				}
				said = time.Now()
			}
			if w.Flush() != nil || one.Status.ended() || ctx.Err() != nil || s.draining.Load() {
				return
			}
		}
	}}, nil
}

// patiently waits for a turn as long as it takes: documents of batches go in
// between requests.
func (g *gate) patiently(ctx context.Context) (leave func(), err error) {
	select {
	case g.slots <- struct{}{}:
		return g.leave, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
