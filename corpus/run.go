package corpus

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/report"
)

// Read analyses one document. It must be safe for concurrent use and return an
// error only where the run has to end.
type Read func(ctx context.Context, name string, data []byte) (*report.Report, error)

// Run analyses a source and puts the results somewhere.
type Run struct {
	Source   *Source
	Out      string            // a folder or the URL of a bucket
	Read     Read              // required
	Settings map[string]string // what the results depend on beside the documents: library, version, options
	Labels   Labels            // words for the summary
	Formats  []Format          // results to write; nil means all
	Workers  int               // documents analysed at a time; 0 means GOMAXPROCS
	Part     int               // documents of a part; 0 means DefaultPart
	Resume   bool              // go on with a run that did not end

	// Progress, if set, is told about every document, from one goroutine at a time.
	Progress func(Progress)
	// Finishing, if set, is told when all parts are there, how many documents.
	Finishing func(documents int)
}

// Progress says how far a run is.
type Progress struct {
	Done    int // documents, with those of a run before
	Skipped int // of them, from a run before
	Status  string
}

// DefaultPart is how many documents a part has.
const DefaultPart = 50

// errors that callers decide by; find them with errors.Is.
var (
	ErrExists  = errors.New("there are results already")
	ErrRunning = errors.New("another run writes there")
	ErrOther   = errors.New("the results there are of another run")
	ErrChanged = errors.New("the source was changed since the run began")
	ErrNone    = errors.New("the source has no documents")
	ErrMixed   = errors.New("the results would lie among the documents")
	ErrResults = errors.New("the source is a folder of results")
)

// Do runs to the end and returns the summary. When it returns an error or the
// process is killed, another run with Resume goes on.
func (r *Run) Do(ctx context.Context) (*Summary, error) {
	out, err := openShelf(ctx, r.Out)
	if err != nil {
		return nil, err
	}
	defer out.close()
	unlock, err := lock(out)
	if err != nil {
		return nil, err
	}
	defer unlock()
	led, done, err := r.begin(ctx, out)
	if err != nil || done != nil {
		return done, err
	}
	asm, err := r.newAssembly(ctx, out, led)
	if err != nil {
		return nil, err
	}
	defer asm.drop()
	n, err := r.analyse(ctx, out, led, asm)
	if err != nil {
		return nil, err
	}
	return asm.end(ctx, n)
}

// task is a document on its way through the workers.
type task struct {
	doc  *Document
	done chan struct{}
	res  result
	err  error
}

// analyse makes the parts that are missing, adds all to the results and returns
// how many documents there are. Documents are read in order by one goroutine,
// analysed by the workers, and put into parts in order by another; at most a few a
// worker are under way. A third puts the parts together meanwhile.
func (r *Run) analyse(ctx context.Context, out shelf, led *ledger, asm *assembly) (int, error) {
	have, err := parts(ctx, out)
	if err != nil {
		return 0, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	line := newLine(r.Workers, r.Read)
	var skipped atomic.Int64
	total := 0
	feed := func() error {
		defer line.end()
		var m marker
		for d, err := range r.Source.Documents(ctx, func(n int) bool { _, ok := have[n/led.Part]; return !ok }) {
			if err != nil {
				return err
			}
			total = d.N + 1
			if want, ok := have[d.N/led.Part]; ok {
				if d.N%led.Part == 0 {
					m = marker{}
				}
				m.add(d)
				skipped.Add(1)
				if d.N%led.Part == led.Part-1 && m != want {
					return ErrChanged
				}
				continue
			}
			if err := line.put(ctx, d); err != nil {
				return err
			}
		}
		if last, ok := have[(total-1)/led.Part]; ok && total%led.Part != 0 && m != last {
			return ErrChanged
		}
		if n := (total + led.Part - 1) / led.Part; len(have) > n {
			return ErrChanged
		}
		return nil
	}
	line.start(ctx)
	fed := make(chan error, 1)
	go func() {
		err := feed()
		if err != nil {
			cancel(err)
		}
		fed <- err
	}()
	made := make(chan part, 2)
	joined := make(chan error, 1)
	go func() {
		err := asm.join(ctx, have, made)
		if err != nil {
			cancel(err)
		}
		joined <- err
	}()
	err = r.collect(ctx, out, led, line, &skipped, made)
	close(made)
	if err != nil {
		cancel(err)
	}
	for range line.ordered { // nobody waits on a full line
	}
	ferr := <-fed
	if ferr == nil && err == nil && total > 0 && r.Finishing != nil {
		r.Finishing(total)
	}
	jerr := <-joined
	if err := cmp.Or(ferr, err, jerr); err != nil {
		return 0, err
	}
	if total == 0 {
		return 0, ErrNone
	}
	return total, nil
}

// part is a part that was just made.
type part struct {
	n    int
	mark marker
	data []byte
}

// join adds the parts that are made to the results, and those that were there.
func (a *assembly) join(ctx context.Context, have map[int]marker, made <-chan part) error {
	there := func() error {
		for {
			m, ok := have[a.next]
			if !ok {
				return nil
			}
			if err := a.add(ctx, m); err != nil {
				return err
			}
		}
	}
	if err := there(); err != nil {
		return err
	}
	for p := range made {
		if a.next != p.n {
			return fmt.Errorf("part %d in %s was made where part %d was due", p.n, a.out, a.next)
		}
		if err := a.addBytes(ctx, p.mark, p.data); err != nil {
			return err
		}
		if err := there(); err != nil {
			return err
		}
	}
	return nil
}

// collect puts what the workers did into parts and hands these on.
func (r *Run) collect(ctx context.Context, out shelf, led *ledger, line *line, skipped *atomic.Int64, made chan<- part) error {
	var p *partWriter
	flush := func() error {
		if p == nil {
			return nil
		}
		done := part{n: p.n, mark: p.mark}
		data, err := p.bytes()
		if p = nil; err != nil {
			return err
		}
		if err := put(ctx, out, partsDir+"/"+partName(done.n, done.mark), data); err != nil {
			return err
		}
		done.data = data
		select {
		case made <- done:
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	done := 0
	for t := range line.ordered {
		select {
		case <-t.done:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		if t.err != nil {
			return t.err
		}
		if n := t.doc.N / led.Part; p == nil || p.n != n {
			if err := flush(); err != nil {
				return err
			}
			p = newPartWriter(n, led.Formats)
		}
		if err := p.add(t.doc, t.res); err != nil {
			return err
		}
		done++
		if r.Progress != nil {
			s := int(skipped.Load())
			r.Progress(Progress{Done: s + done, Skipped: s, Status: t.res.Record.Status})
		}
		if t.doc.N%led.Part == led.Part-1 {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := context.Cause(ctx); err != nil {
		return err // the last part is not whole
	}
	return flush()
}

// line hands documents to workers and their results on in order.
type line struct {
	workers int
	read    Read
	work    chan *task
	ordered chan *task
	running sync.WaitGroup
}

func newLine(workers int, read Read) *line {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	return &line{workers: workers, read: read, work: make(chan *task), ordered: make(chan *task, 4*workers)}
}

// start starts the workers. They end with the line.
func (l *line) start(ctx context.Context) {
	for range l.workers {
		l.running.Go(func() {
			for t := range l.work {
				t.res, t.err = readOne(ctx, t.doc, l.read)
				close(t.done)
			}
		})
	}
}

// put hands a document to the next worker that is free.
func (l *line) put(ctx context.Context, d *Document) error {
	t := &task{doc: d, done: make(chan struct{})}
	select {
	case l.ordered <- t:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	select {
	case l.work <- t:
		return nil
	case <-ctx.Done():
		t.err = context.Cause(ctx)
		close(t.done)
		return t.err
	}
}

// end says that no document follows.
func (l *line) end() {
	close(l.work)
	l.running.Wait()
	close(l.ordered)
}

// readOne analyses a document. What is wrong with the document is in its result.
func readOne(ctx context.Context, d *Document, read Read) (result, error) {
	if d.Problem != nil {
		return unread(d, d.Problem), nil
	}
	data, err := d.Read(ctx)
	d.data = nil
	if err != nil {
		if ctx.Err() != nil {
			return result{}, context.Cause(ctx)
		}
		if code := gone(err); code != "" {
			return unread(d, problem(code)), nil
		}
		return result{}, fmt.Errorf("read %s: %w", d.Path, err)
	}
	rep, err := read(ctx, d.Name, data)
	if err != nil {
		return result{}, err
	}
	if rep.Document.Status == "" {
		rep.Document.Status = string(document.Unreadable)
	}
	return flatten(d, data, rep), nil
}
