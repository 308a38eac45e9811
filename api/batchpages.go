package api

import (
	"context"
	"io"
	"net/http"
	"path/filepath"
	"time"

	"github.com/yakkan/yakkan/corpus"
)

// What pages need of batches.

// StartBatch begins a batch with one file, as POST /v1/batches does.
func (s *Service) StartBatch(ctx context.Context, name string, file io.Reader) (*BatchJSON, error) {
	if _, err := need(ctx, ScopeAnalyze); err != nil {
		return nil, err
	}
	in := &BatchIn{Name: name, media: "application/octet-stream", IdempotencyKey: encodeID(randomBytes(32))}
	if _, err := s.batches.receive(requestOf(ctx), file, in); err != nil {
		return nil, bodyProblem(err)
	}
	out, err := s.postBatches(ctx, in)
	if err != nil {
		return nil, err
	}
	return &out.Body, nil
}

// AllowUpload gives the body of a request the time that a batch may take to come.
func AllowUpload(w http.ResponseWriter) {
	c := http.NewResponseController(w)
	_ = c.SetReadDeadline(time.Now().Add(uploadTime)) // recorders of tests have none
	_ = c.SetWriteDeadline(time.Now().Add(uploadTime + time.Minute))
}

// Batch returns a batch of the caller.
func (s *Service) Batch(ctx context.Context, id string) (*BatchJSON, error) {
	if !validID(id) {
		return nil, notFound()
	}
	one, err := s.findBatch(ctx, id, ScopeRead)
	if err != nil {
		return nil, err
	}
	return &one.BatchJSON, nil
}

// Batches returns the newest batches of the caller.
func (s *Service) Batches(ctx context.Context) ([]BatchJSON, error) {
	out, err := s.listBatches(ctx, nil)
	if err != nil {
		return nil, err
	}
	return out.Body.Batches, nil
}

// CancelBatch stops a batch of the caller.
func (s *Service) CancelBatch(ctx context.Context, id string) error {
	if !validID(id) {
		return notFound()
	}
	_, err := s.cancelBatch(ctx, &BatchIDIn{ID: id})
	return err
}

// DeleteBatch deletes a batch of the caller that has ended.
func (s *Service) DeleteBatch(ctx context.Context, id string) error {
	if !validID(id) {
		return notFound()
	}
	_, err := s.deleteBatch(ctx, &BatchIDIn{ID: id})
	return err
}

// BatchSummary returns the summary of a batch of the caller that is completed.
func (s *Service) BatchSummary(ctx context.Context, id string) (*corpus.Summary, error) {
	one, err := s.Batch(ctx, id)
	if err != nil {
		return nil, err
	}
	if one.Status != BatchCompleted {
		return nil, notFound()
	}
	dir, err := s.batches.dir(id)
	if err != nil {
		return nil, err
	}
	return corpus.Results(ctx, filepath.Join(dir, "out"))
}

// Ended reports whether nothing more will happen to a batch.
func (b *BatchJSON) Ended() bool { return b.Status.ended() }

// Percent is how much of a batch is done, as far as that is known.
func (b *BatchJSON) Percent() int {
	if b.RequestCounts.Total == 0 {
		return 0
	}
	return 100 * b.RequestCounts.Processed / b.RequestCounts.Total
}

// NoFile is the problem of a form without a file.
func NoFile() error {
	return newProblem("invalid", "ファイルがありません。一つ選んで送ってください。", "There is no file; choose one and send it.").
		with(Detail{Parameter: "file", Messages: Text{JA: "ファイルがありません", EN: "there is no file"}})
}
