package corpus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"sync"

	"github.com/yakkan/yakkan/corpus/queue"
)

// Worker makes parts for runs of other processes. It is safe for concurrent use.
type Worker struct {
	// Reader returns how documents are analysed under the settings of a run. An
	// error says that this worker cannot do that.
	Reader  func(settings map[string]string) (Read, error)
	Workers int // documents analysed at a time in a part; 0 means GOMAXPROCS

	mu      sync.Mutex
	sources map[string]*Source // by all that they are opened with
}

// maxSources is how many sources stay open.
const maxSources = 16

// Do makes the part of a job, unless it is there.
func (w *Worker) Do(ctx context.Context, qj queue.Job) error {
	var j job
	if err := json.Unmarshal(qj.Body, &j); err != nil || j.Shard.Count <= 0 || j.Source == "" || j.Out == "" {
		return queue.Permanent(fmt.Errorf("the job is not one of this program: %w", err))
	}
	read, err := w.Reader(j.Settings)
	if err != nil {
		return err
	}
	out, err := openShelf(ctx, j.Out)
	if err != nil {
		return fmt.Errorf("open the place of results: %w", err)
	}
	defer out.close()
	key := partsDir + "/" + partName(j.Shard.Part, marker{j.Shard.Mark})
	switch r, err := out.open(ctx, key); {
	case err == nil:
		return r.Close() // it was made before
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("look for the part: %w", err)
	}
	led, err := readLedger(ctx, out)
	if err != nil {
		return fmt.Errorf("read the ledger: %w", err)
	}
	if led.State != "running" {
		return nil // late: the run is complete
	}
	src, err := w.source(ctx, &j)
	if err != nil {
		return fmt.Errorf("open the source: %w", err)
	}
	data, err := w.part(ctx, src, &j, led.Formats, read)
	if err != nil {
		return err
	}
	if err := put(ctx, out, key, data); err != nil {
		return fmt.Errorf("write the part: %w", err)
	}
	return nil
}

// source opens the source of a job, once for all jobs of a run.
func (w *Worker) source(ctx context.Context, j *job) (*Source, error) {
	key := fmt.Sprintf("%s\x00%q\x00%q\x00%v", j.Source, j.Include, j.Exclude, j.Limits)
	w.mu.Lock()
	defer w.mu.Unlock()
	if s := w.sources[key]; s != nil {
		return s, nil
	}
	s, err := Open(context.WithoutCancel(ctx), j.Source, SourceOptions{Filter: Filter{Include: j.Include, Exclude: j.Exclude}, Limits: j.Limits})
	if err != nil {
		return nil, err
	}
	if w.sources == nil || len(w.sources) >= maxSources {
		w.sources = map[string]*Source{} // what is in use stays open until it is not
	}
	w.sources[key] = s
	return s, nil
}

// part analyses the documents of a job and returns the part of them.
func (w *Worker) part(ctx context.Context, src *Source, j *job, formats []Format, read Read) ([]byte, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	l := newLine(w.Workers, read)
	l.start(ctx)
	fed := make(chan error, 1)
	go func() {
		defer l.end()
		for d, err := range src.Shard(ctx, j.Shard) {
			if err == nil {
				err = l.put(ctx, d)
			}
			if err != nil {
				cancel(err)
				fed <- err
				return
			}
		}
		fed <- nil
	}()
	p := newPartWriter(j.Shard.Part, formats)
	var failed error
	for t := range l.ordered {
		<-t.done
		if failed == nil {
			if failed = t.err; failed == nil {
				failed = p.add(t.doc, t.res)
			}
			if failed != nil {
				cancel(failed)
			}
		}
	}
	if err := <-fed; err != nil {
		return nil, err
	}
	if failed != nil {
		return nil, failed
	}
	data, err := p.bytes()
	if err == nil && p.mark.sum != j.Shard.Mark {
		err = queue.Permanent(ErrChanged)
	}
	return data, err
}
