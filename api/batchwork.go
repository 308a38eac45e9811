package api

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/corpus"
)

// work runs a batch to its end, or until ctx ends: then whoever takes it up next
// goes on where this one stopped.
func (b *batches) work(ctx context.Context, cancel context.CancelCauseFunc, one *batch) {
	if one.Status == BatchCancelling {
		b.end(ctx, one, BatchCancelled)
		return
	}
	if left := one.CreatedAt.Add(b.conf.Window).Sub(b.service.now()); left <= 0 {
		b.end(ctx, one, BatchExpired, batchFault("expired", "時間内に終わりませんでした。分けて送ってください。", "It did not end in time; send it in parts."))
		return
	}
	watched, stop := context.WithCancel(ctx)
	defer stop()
	go b.watch(watched, cancel, one)
	err := b.analyse(ctx, one)
	switch cause := context.Cause(ctx); {
	case err == nil:
	case errors.Is(cause, errCancelled):
		b.end(context.WithoutCancel(ctx), one, BatchCancelled)
	case ctx.Err() != nil:
		b.conf.Log.Info("batch interrupted", "batch", one.ID)
	default:
		b.conf.Log.Error("batch failed", "batch", one.ID, "error", err.Error())
		b.end(ctx, one, BatchFailed, faultOf(err))
	}
}

// watch holds the batch and notices that it is to be cancelled.
func (b *batches) watch(ctx context.Context, cancel context.CancelCauseFunc, one *batch) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for n := 1; ; n++ {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		kept, err := b.service.store.Batch(ctx, one.Tenant, one.ID)
		if err != nil {
			continue
		}
		if x, err := decodeBatch(kept); err == nil && x.Status == BatchCancelling {
			cancel(errCancelled)
			return
		}
		if n%10 == 0 {
			_, _ = b.service.store.HoldBatch(ctx, one.Tenant, one.ID, b.owner, holdTime) // again in ten seconds
		}
	}
}

// fault is an error of a batch that its caller can mend.
type fault struct{ Detail }

// Error implements error.
func (f *fault) Error() string { return f.Code }

// faultOf says what went wrong in words for the caller. What only those who run
// the service can mend is in the log.
func faultOf(err error) Detail {
	var f *fault
	switch {
	case errors.As(err, &f):
		return f.Detail
	case errors.Is(err, corpus.ErrNone):
		return batchFault("no_documents", "文書がありません。内容とパターンを確認してください。", "There are no documents; look at what was sent and at the patterns.")
	case errors.Is(err, corpus.ErrChanged):
		return batchFault("source_changed", "照合の途中で元の文書が変わりました。もう一度送ってください。", "The documents were changed on the way; send it again.")
	case errors.Is(err, corpus.ErrDead):
		return batchFault("worker_failed", "ワーカーで処理できない部分がありました。運用者に連絡してください。", "Workers could not do a part of it; tell those who run the service.")
	}
	return batchFault("internal", "処理中に内部の誤りが起きました。運用者に連絡してください。", "An internal error; tell those who run the service.")
}

// analyse looks a batch through and runs it.
func (b *batches) analyse(ctx context.Context, one *batch) error {
	dir, err := b.dir(one.ID)
	if err != nil {
		return err
	}
	where := one.Source
	if one.Upload {
		where = filepath.Join(dir, "input", one.Source)
	}
	opt := analyzer.Options{Kind: structure.DocumentKind(one.Kind), Limits: b.service.limits.Document}
	src, err := corpus.Open(ctx, where, corpus.SourceOptions{Filter: corpus.Filter{Include: one.Include, Exclude: one.Exclude}, Limits: corpus.Limits{Document: opt.Limits.Bytes}})
	if err != nil {
		b.conf.Log.Error("the source of a batch cannot be opened", "batch", one.ID, "error", err.Error())
		return &fault{batchFault("source", "元の文書を開けません。アドレスを確認してください。", "The source cannot be opened; look at its address.")}
	}
	defer src.Close()
	if one.InProgressAt == nil {
		if err := b.validate(ctx, src, one); err != nil {
			return err
		}
	}
	out := filepath.Join(dir, "out")
	p := &progress{batches: b, one: one}
	run := &corpus.Run{
		Source: src, Out: out, Settings: corpus.Settings(b.service.analyzer, opt), Labels: corpus.LabelsOf(b.service.library.Legal()), Resume: true,
		Workers: b.service.limits.Analyses, Progress: func(q corpus.Progress) { p.tell(ctx, q) }, Finishing: func(int) { p.finishing(ctx) },
		Read: func(ctx context.Context, name string, data []byte) (*report.Report, error) {
			leave, err := b.service.gate.patiently(ctx)
			if err != nil {
				return nil, err
			}
			defer leave()
			return b.service.analyzer.Analyze(ctx, name, data, opt)
		},
	}
	do := run.Do
	if b.conf.Queue != nil {
		do = func(ctx context.Context) (*corpus.Summary, error) { return run.Spread(ctx, b.conf.Queue) }
	}
	sum, err := do(ctx)
	if errors.Is(err, corpus.ErrOther) { // the rules were changed by an update: begin anew
		p.done, p.failed = 0, 0
		if err := os.RemoveAll(out); err != nil {
			return err
		}
		sum, err = do(ctx)
	}
	if err != nil {
		return err
	}
	_, err = b.update(ctx, one.Tenant, one.ID, func(x *batch) bool {
		c := sum.Counts
		failed := c.Unreadable + c.DuplicateUnreadable
		x.RequestCounts = BatchCountsJSON{Total: c.Documents, Processed: c.Documents, Completed: c.Documents - failed, Failed: failed, Partial: c.Partial, Duplicate: c.Duplicate}
		return true
	})
	if err != nil {
		return err
	}
	b.end(ctx, one, BatchCompleted)
	return nil
}

// validate counts the documents and refuses rows that share a custom_id and what
// is too much.
func (b *batches) validate(ctx context.Context, src *corpus.Source, one *batch) error {
	n := 0
	seen := map[string]bool{}
	for d, err := range src.Documents(ctx, nil) {
		if err != nil {
			return err
		}
		if n++; n > b.conf.Documents {
			return &fault{batchFault("too_many", fmt.Sprintf("文書が上限（%d 件）を超えています。分けて送ってください。", b.conf.Documents), fmt.Sprintf("There are more than %d documents; send them in parts.", b.conf.Documents))}
		}
		if d.Given != "" && seen[d.Given] {
			return &fault{batchFault("duplicate_custom_id", fmt.Sprintf("%d 件目の custom_id は前の文書と同じです。文書ごとに別の値にしてください。", n), fmt.Sprintf("The custom_id of document %d was used before; give each its own.", n))}
		}
		if d.Given != "" {
			seen[d.Given] = true
		}
	}
	if n == 0 {
		return corpus.ErrNone
	}
	now := b.service.now().UTC().Truncate(time.Millisecond)
	_, err := b.update(ctx, one.Tenant, one.ID, func(x *batch) bool {
		if x.Status == BatchValidating {
			x.Status = BatchInProgress
		}
		x.InProgressAt, x.RequestCounts.Total = &now, n
		return true
	})
	return err
}

// progress keeps how far a batch is, at most once in half a second.
type progress struct {
	*batches
	one          *batch
	done, failed int
	last         time.Time
}

func (p *progress) tell(ctx context.Context, q corpus.Progress) {
	p.done = q.Done
	if q.Status == string(document.Unreadable) {
		p.failed++
	}
	if time.Since(p.last) < 500*time.Millisecond {
		return
	}
	p.last = time.Now()
	_, _ = p.update(ctx, p.one.Tenant, p.one.ID, func(x *batch) bool { // the next one says more
		if x.RequestCounts.Processed == p.done {
			return false
		}
		x.RequestCounts.Processed = p.done
		return true
	})
}

func (p *progress) finishing(ctx context.Context) {
	now := p.service.now().UTC().Truncate(time.Millisecond)
	_, _ = p.update(ctx, p.one.Tenant, p.one.ID, func(x *batch) bool { // completed follows in any case
		if x.Status == BatchInProgress {
			x.Status = BatchFinalizing
		}
		x.FinalizingAt, x.RequestCounts.Processed = &now, x.RequestCounts.Total
		return true
	})
}
