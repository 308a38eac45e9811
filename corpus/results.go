package corpus

import (
	"bytes"
	"context"
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
