package corpus

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/yakkan/yakkan/analyzer/document"
)

// Format is a form that results are written in.
type Format string

// The forms of results. CSV and Parquet have a file of documents and one of
// findings. What could not be read is always in unreadable.jsonl, and there is
// always a summary.
const (
	JSONL   Format = "jsonl"   // reports.jsonl: a whole report a line
	CSV     Format = "csv"     // documents.csv, findings.csv
	Parquet Format = "parquet" // documents.parquet, findings.parquet
	HTML    Format = "html"    // summary.html
)

// Formats are all forms of results.
var Formats = []Format{JSONL, CSV, Parquet, HTML}

// sink takes results in order and makes a file of them.
type sink interface {
	add(s *stored) error
	keep() error // makes the file visible
	drop()       // forgets it, unless it was kept
}

// finish puts the parts together and says that the run is complete. n is how many
// documents there are. It may be killed and done again.
func (r *Run) finish(ctx context.Context, out shelf, led *ledger, n int) (*Summary, error) {
	if r.Finishing != nil {
		r.Finishing(n)
	}
	have, err := parts(ctx, out)
	if err != nil {
		return nil, err
	}
	sinks, err := openSinks(ctx, out, led.Formats)
	if err != nil {
		return nil, err
	}
	defer func() {
		for _, s := range sinks {
			s.drop()
		}
	}()
	sum := newSummary(led, r.Labels)
	var seen digests
	var failed = map[int]bool{} // documents that could not be read and were first
	next := 0
	for i := range (n + led.Part - 1) / led.Part {
		m, ok := have[i]
		if !ok {
			return nil, fmt.Errorf("part %d is missing in %s; run again with --resume", i, out)
		}
		for s, err := range readPart(ctx, out, partName(i, m)) {
			if err != nil {
				return nil, err
			}
			if s.Record.N != next {
				return nil, fmt.Errorf("part %d in %s has document %d where %d was due", i, out, s.Record.N, next)
			}
			next++
			if d := seen.first(s.Record.SHA256, s.Record.N); d != s.Record.N {
				s.duplicate(d, failed[d])
			} else if s.Record.Status == string(document.Unreadable) && s.Record.SHA256 != "" {
				failed[d] = true
			}
			sum.add(&s.Record, s.Findings)
			for _, k := range sinks {
				if err := k.add(s); err != nil {
					return nil, fmt.Errorf("write the results to %s: %w", out, err)
				}
			}
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	if next != n {
		return nil, fmt.Errorf("the parts in %s have %d documents of %d; run again with --resume", out, next, n)
	}
	for _, k := range sinks {
		if err := k.keep(); err != nil {
			return nil, fmt.Errorf("write the results to %s: %w", out, err)
		}
	}
	sum.end()
	if err := sum.write(ctx, out, slices.Contains(led.Formats, HTML)); err != nil {
		return nil, err
	}
	done := *led
	done.State, done.Counts = "complete", &sum.Counts
	if err := done.write(ctx, out); err != nil {
		return nil, err
	}
	return sum, out.clear(ctx, workDir)
}

// duplicate marks a result as that of a document that was seen before. Whether
// that one could be read stays visible.
func (s *stored) duplicate(of int, unread bool) {
	s.Record.Status, s.Record.DuplicateOf = Duplicate, &of
	s.Findings = nil
	if !unread {
		s.Record.Problems = nil
	}
}

// openSinks opens the files of results.
func openSinks(ctx context.Context, out shelf, formats []Format) (sinks []sink, err error) {
	open := func(name string, wrap func(draft) (sink, error)) {
		if err != nil {
			return
		}
		var d draft
		if d, err = out.create(ctx, name); err != nil {
			return
		}
		var s sink
		if s, err = wrap(d); err != nil {
			d.drop()
			return
		}
		sinks = append(sinks, s)
	}
	open("unreadable.jsonl", unreadableSink)
	for _, f := range formats {
		switch f {
		case JSONL:
			open("reports.jsonl", reportSink)
		case CSV:
			open("documents.csv", documentCSV)
			open("findings.csv", findingCSV)
		case Parquet:
			open("documents.parquet", documentParquet)
			open("findings.parquet", findingParquet)
		}
	}
	if err != nil {
		for _, s := range sinks {
			s.drop()
		}
		return nil, err
	}
	return sinks, nil
}

// write puts the summary beside the results.
func (s *Summary) write(ctx context.Context, out shelf, page bool) error {
	var buf bytes.Buffer
	if err := s.WriteJSON(&buf); err != nil {
		return err
	}
	if err := put(ctx, out, summaryName, buf.Bytes()); err != nil || !page {
		return err
	}
	buf.Reset()
	if err := s.WriteHTML(&buf, "ja"); err != nil {
		return err
	}
	return put(ctx, out, "summary.html", buf.Bytes())
}
