package corpus

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/yakkan/yakkan/analyzer/document"
)

// assembly puts parts together, in order, as they come. Its files are seen only
// when all parts were added. It is used by one goroutine at a time.
type assembly struct {
	out    shelf
	led    *ledger
	sinks  []sink
	sum    *Summary
	seen   digests
	failed map[int]bool // documents that could not be read and were first
	next   int          // part that is due
	docs   int          // documents so far
}

// newAssembly begins the files of results.
func (r *Run) newAssembly(ctx context.Context, out shelf, led *ledger) (*assembly, error) {
	sinks, err := openSinks(ctx, out, led.Formats)
	if err != nil {
		return nil, fmt.Errorf("write the results to %s: %w", out, err)
	}
	return &assembly{out: out, led: led, sinks: sinks, sum: newSummary(led, r.Labels), failed: map[int]bool{}}, nil
}

// drop forgets what was not ended.
func (a *assembly) drop() {
	for _, s := range a.sinks {
		s.drop()
	}
}

// add adds the part that is due, which is there.
func (a *assembly) add(ctx context.Context, m marker) error {
	name := partName(a.next, m)
	r, err := a.out.open(ctx, partsDir+"/"+name)
	if err != nil {
		return fmt.Errorf("read the part %s in %s: %w", name, a.out, err)
	}
	defer r.Close()
	return a.read(ctx, name, r)
}

// addBytes adds the part that is due, which was just made.
func (a *assembly) addBytes(ctx context.Context, m marker, data []byte) error {
	return a.read(ctx, partName(a.next, m), bytes.NewReader(data))
}

func (a *assembly) read(ctx context.Context, name string, r io.Reader) error {
	for s, err := range readPart(r) {
		if err != nil {
			return fmt.Errorf("read the part %s in %s: %w; remove this file and run again with --resume", name, a.out, err)
		}
		if s.Record.N != a.docs {
			return fmt.Errorf("part %d in %s has document %d where %d was due", a.next, a.out, s.Record.N, a.docs)
		}
		a.docs++
		a.once(s)
		a.sum.add(&s.Record, s.Findings)
		for _, k := range a.sinks {
			if err := k.add(s); err != nil {
				return fmt.Errorf("write the results to %s: %w", a.out, err)
			}
		}
	}
	a.next++
	return ctx.Err()
}

// once marks a result as that of a document that was seen before, where it was.
// Whether that one could be read stays visible.
func (a *assembly) once(s *stored) {
	r := &s.Record
	first := a.seen.first(r.SHA256, r.N)
	if first == r.N {
		if r.Status == string(document.Unreadable) && r.SHA256 != "" {
			a.failed[first] = true
		}
		return
	}
	r.Status, r.DuplicateOf = Duplicate, &first
	s.Findings = nil
	if !a.failed[first] {
		r.Problems = nil
	}
}

// end makes the results visible and says that the run is complete. n is how many
// documents there are. It may be killed and done again.
func (a *assembly) end(ctx context.Context, n int) (*Summary, error) {
	if a.docs != n {
		return nil, fmt.Errorf("the parts in %s have %d documents of %d; run again with --resume", a.out, a.docs, n)
	}
	for _, k := range a.sinks {
		if err := k.keep(); err != nil {
			return nil, fmt.Errorf("write the results to %s: %w", a.out, err)
		}
	}
	a.sum.end()
	if err := a.sum.write(ctx, a.out, slices.Contains(a.led.Formats, HTML)); err != nil {
		return nil, err
	}
	done := *a.led
	done.State, done.Counts = "complete", &a.sum.Counts
	if err := done.write(ctx, a.out); err != nil {
		return nil, err
	}
	return a.sum, a.out.clear(ctx, workDir)
}
