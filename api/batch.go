package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/yakkan/yakkan/corpus/queue"
	"github.com/yakkan/yakkan/corpus/store"
)

// BatchConfig is what batches need.
type BatchConfig struct {
	// Dir is where what was sent and results lie, a folder a batch. "" means a
	// folder for temporary files that is removed by Close; on Redis, which other
	// nodes share, batches are refused then. With a queue the workers have to find
	// it under the same name.
	Dir       string
	Queue     *queue.Queue  // whose workers do the work; nil means this process
	Sources   []string      // URLs under which callers may name buckets, with the query that opens them
	Secrets   []string      // that sign webhooks (whsec_…), the current one first; none means no webhooks
	Body      int64         // bytes of what is sent; 1 GiB
	Documents int           // documents of a batch; 100,000
	Open      int           // batches of a tenant that have not ended; 20
	Parallel  int           // batches at work at a time; 2
	Keep      time.Duration // how long a batch is kept; that of analyses
	Window    time.Duration // how long a batch may take; 24 hours
	Log       *slog.Logger
}

func (c BatchConfig) withDefaults(keep time.Duration) BatchConfig {
	if c.Body == 0 {
		c.Body = 1 << 30
	}
	if c.Documents == 0 {
		c.Documents = 100_000
	}
	if c.Open == 0 {
		c.Open = 20
	}
	if c.Parallel == 0 {
		c.Parallel = 2
	}
	if c.Keep == 0 {
		c.Keep = keep
	}
	if c.Window == 0 {
		c.Window = 24 * time.Hour
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

// BatchState is where a batch is.
type BatchState string

// The states of a batch. The last four are ends.
const (
	BatchValidating BatchState = "validating"  // it is looked through; also waits for its turn
	BatchInProgress BatchState = "in_progress" // documents are analysed
	BatchFinalizing BatchState = "finalizing"  // results are put together
	BatchCancelling BatchState = "cancelling"
	BatchCompleted  BatchState = "completed"
	BatchFailed     BatchState = "failed"
	BatchExpired    BatchState = "expired" // it did not end in time
	BatchCancelled  BatchState = "cancelled"
)

// ended reports whether nothing more will happen to a batch.
func (s BatchState) ended() bool {
	return slices.Contains([]BatchState{BatchCompleted, BatchFailed, BatchExpired, BatchCancelled}, s)
}

// BatchJSON is a batch as callers see it.
type BatchJSON struct {
	ID            string            `json:"id"`
	Object        string            `json:"object" enum:"batch"`
	Status        BatchState        `json:"status" enum:"validating,in_progress,finalizing,completed,failed,expired,cancelling,cancelled"`
	Name          string            `json:"name" doc:"As it was sent: a file name or the address of a bucket."`
	CreatedAt     time.Time         `json:"created_at"`
	InProgressAt  *time.Time        `json:"in_progress_at"`
	FinalizingAt  *time.Time        `json:"finalizing_at"`
	EndedAt       *time.Time        `json:"ended_at" doc:"When it completed, failed, expired or was cancelled."`
	ExpiresAt     time.Time         `json:"expires_at" doc:"When it and its files are removed."`
	RequestCounts BatchCountsJSON   `json:"request_counts"`
	OutputFile    *string           `json:"output_file" doc:"Address of the reports, a line a document; null until it is completed."`
	ErrorFile     *string           `json:"error_file" doc:"Address of what could not be read, with reasons; null until it is completed."`
	Files         map[string]string `json:"files" doc:"Addresses of all files of results by name; empty until it is completed."`
	Errors        []Detail          `json:"errors" doc:"Why it failed."`
	Version       int64             `json:"version" doc:"Grows with every change; the id of its events."`
}

// BatchCountsJSON says how far a batch is. Once it is completed completed and
// failed add up to total.
type BatchCountsJSON struct {
	Total     int `json:"total" doc:"Documents; 0 until they were counted."`
	Processed int `json:"processed" doc:"Documents that are done so far."`
	Completed int `json:"completed" doc:"Documents that were read, wholly or in part, and duplicates."`
	Failed    int `json:"failed" doc:"Documents that could not be read."`
	Partial   int `json:"partial" doc:"Of the completed: those that were read in part."`
	Duplicate int `json:"duplicate" doc:"Documents whose bytes were there before."`
}

// batch is a batch as it is kept.
type batch struct {
	BatchJSON
	Tenant  string   `json:"tenant"`
	Source  string   `json:"source"`
	Upload  bool     `json:"upload"` // source is in the folder of the batch
	Include []string `json:"include"`
	Exclude []string `json:"exclude"`
	Kind    string   `json:"kind"`
	Hook    *hook    `json:"hook"`
}

// batches runs batches. Whoever runs one holds it in the store, so several nodes
// can share them; state, progress and webhooks are in the store, documents and
// results in folders.
type batches struct {
	service *Service
	conf    BatchConfig
	owner   string
	hooks   *http.Client
	wake    chan struct{}
	temp    string // folder to be removed
	nowhere bool   // other nodes would take up batches and not find them

	mu      sync.Mutex // of updates, and of what follows
	running map[string]context.CancelCauseFunc
}

var errCancelled = errors.New("the batch was cancelled")

func newBatches(s *Service, c BatchConfig) *batches {
	b := &batches{service: s, conf: c.withDefaults(s.limits.Keep), owner: encodeID(randomBytes(32)), hooks: hookClient(false), wake: make(chan struct{}, 1), running: map[string]context.CancelCauseFunc{}}
	b.nowhere = c.Dir == "" && s.store.Kind() == "redis"
	return b
}

// dir is the folder of a batch.
func (b *batches) dir(id string) (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.conf.Dir == "" {
		dir, err := os.MkdirTemp("", "yakkan-batches-")
		if err != nil {
			return "", err
		}
		b.temp, b.conf.Dir = dir, dir
	}
	return filepath.Join(b.conf.Dir, id), nil
}

func (b *batches) close() {
	if b.temp != "" {
		_ = os.RemoveAll(b.temp) // it is for temporary files
	}
}

// run looks for work until ctx ends: batches, webhooks that are due, what expired.
func (b *batches) run(ctx context.Context) {
	var working sync.WaitGroup
	defer working.Wait()
	slots := make(chan struct{}, b.conf.Parallel)
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		b.look(ctx, &working, slots)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-b.wake:
		}
	}
}

// look starts what is to be done and is not under way.
func (b *batches) look(ctx context.Context, working *sync.WaitGroup, slots chan struct{}) {
	open, err := b.service.store.PendingBatches(ctx)
	if err != nil {
		return // the store is away; the next look finds it
	}
	now := b.service.now()
	for _, kept := range open {
		one, err := decodeBatch(kept)
		if err != nil || b.isRunning(one.ID) {
			continue
		}
		switch {
		case now.After(kept.Expires) && one.Status.ended():
			b.remove(ctx, one)
			continue
		case !one.due(now):
			continue
		}
		if !one.Status.ended() {
			select {
			case slots <- struct{}{}:
			default:
				continue // its turn will come
			}
		}
		release := func() {}
		if !one.Status.ended() {
			release = func() { <-slots }
		}
		if one = b.hold(ctx, one); one == nil {
			release()
			continue
		}
		inner, cancel := context.WithCancelCause(ctx)
		b.mu.Lock()
		b.running[one.ID] = cancel
		b.mu.Unlock()
		working.Go(func() {
			defer release()
			defer func() {
				cancel(nil)
				b.mu.Lock()
				delete(b.running, one.ID)
				b.mu.Unlock()
				b.poke()
			}()
			if one.Status.ended() {
				b.deliver(inner, one)
				return
			}
			b.work(inner, cancel, one)
		})
	}
}

// hold takes a batch for this process and returns it as it is now, or nil where
// there is nothing to do: since the list was made it may have ended.
func (b *batches) hold(ctx context.Context, one *batch) *batch {
	if mine, err := b.service.store.HoldBatch(ctx, one.Tenant, one.ID, b.owner, holdTime); err != nil || !mine {
		return nil
	}
	kept, err := b.service.store.Batch(ctx, one.Tenant, one.ID)
	if err != nil {
		return nil // the store is away, or the batch was deleted
	}
	fresh, err := decodeBatch(kept)
	if err != nil || fresh.Status.ended() != one.Status.ended() || !fresh.due(b.service.now()) {
		return nil
	}
	return fresh
}

// due reports whether there is something to do for a batch: its documents, or its
// webhook.
func (x *batch) due(now time.Time) bool {
	return !x.Status.ended() || x.Hook != nil && !x.Hook.Done && !now.Before(x.Hook.Next)
}

// holdTime is how long a batch is held without being asked for again.
const holdTime = 30 * time.Second

func (b *batches) isRunning(id string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	_, ok := b.running[id]
	return ok
}

// poke makes run look at once.
func (b *batches) poke() {
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

// update changes a batch. change returns false where there is nothing to change.
func (b *batches) update(ctx context.Context, tenant, id string, change func(*batch) bool) (*batch, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	kept, err := b.service.store.Batch(ctx, tenant, id)
	if err != nil {
		return nil, err
	}
	one, err := decodeBatch(kept)
	if err != nil || !change(one) {
		return one, err
	}
	one.Version++
	return one, b.put(ctx, one)
}

func (b *batches) put(ctx context.Context, one *batch) error {
	body, err := json.Marshal(one)
	if err != nil {
		return err
	}
	return b.service.store.PutBatch(ctx, store.Batch{ID: one.ID, Tenant: one.Tenant, Created: one.CreatedAt, Expires: one.ExpiresAt, Body: body,
		Open: !one.Status.ended() || one.Hook != nil && !one.Hook.Done})
}

func decodeBatch(kept store.Batch) (*batch, error) {
	var one batch
	if err := json.Unmarshal(kept.Body, &one); err != nil {
		return nil, fmt.Errorf("read the batch %s: %w", kept.ID, err)
	}
	return &one, nil
}

// end puts a batch into an end state and frees what it does not need.
func (b *batches) end(ctx context.Context, one *batch, state BatchState, why ...Detail) {
	now := b.service.now().UTC().Truncate(time.Millisecond)
	err := retry(ctx, func() error {
		x, err := b.update(ctx, one.Tenant, one.ID, func(x *batch) bool {
			if x.Status.ended() {
				return false
			}
			x.Status, x.EndedAt, x.Errors = state, &now, append(x.Errors, why...)
			if state == BatchCompleted {
				x.link()
			}
			return true
		})
		if x != nil {
			state = x.Status // it may have ended before
		}
		return err
	})
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return // it stays open and is taken up again
	}
	if dir, err := b.dir(one.ID); err == nil {
		_ = os.RemoveAll(filepath.Join(dir, "input")) // the sweep removes what is left
		if state != BatchCompleted {
			_ = os.RemoveAll(filepath.Join(dir, "out"))
		}
	}
	b.conf.Log.Info("batch ended", "batch", one.ID, "status", string(state))
}

// batchFiles are the files of results.
var batchFiles = map[string]string{
	"reports.jsonl": "application/jsonl", "unreadable.jsonl": "application/jsonl", "documents.csv": "text/csv; charset=utf-8", "findings.csv": "text/csv; charset=utf-8",
	"documents.parquet": "application/vnd.apache.parquet", "findings.parquet": "application/vnd.apache.parquet", "summary.json": "application/json", "summary.html": "text/html; charset=utf-8",
}

// link puts the addresses of the files into a batch.
func (x *batch) link() {
	x.Files = map[string]string{}
	for name := range batchFiles {
		x.Files[name] = "/v1/batches/" + x.ID + "/files/" + name
	}
	out, errs := x.Files["reports.jsonl"], x.Files["unreadable.jsonl"]
	x.OutputFile, x.ErrorFile = &out, &errs
}

// remove removes a batch and its folder.
func (b *batches) remove(ctx context.Context, one *batch) {
	dir, err := b.dir(one.ID)
	if err == nil {
		err = os.RemoveAll(dir)
	}
	if err != nil {
		b.conf.Log.Error("the folder of a batch cannot be removed", "batch", one.ID, "error", err.Error())
		return
	}
	_ = b.service.store.DeleteBatch(ctx, one.Tenant, one.ID) // else the next look does it
}

// retry tries what needs the store while it is away, until ctx ends.
func retry(ctx context.Context, do func() error) error {
	for {
		err := do()
		if err == nil || !errors.Is(err, store.ErrAway) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(time.Second):
		}
	}
}

// words of what batches fail with.
func batchFault(code, ja, en string) Detail {
	return Detail{Code: code, Detail: en, Messages: Text{JA: ja, EN: en}}
}

// safeInput is the name under which a file that was sent is kept.
func safeInput(name, media string) string {
	name = strings.TrimLeft(cleanName(name), ".")
	if name != "" {
		return name
	}
	switch media {
	case "application/jsonl", "application/x-ndjson", "application/x-jsonlines":
		return "rows.jsonl"
	case "application/zip", "application/x-zip-compressed":
		return "archive.zip"
	case "application/gzip", "application/x-gzip":
		return "archive.tar.gz"
	case "application/x-tar":
		return "archive.tar"
	case "message/rfc822":
		return "mail.eml"
	}
	return "documents"
}
