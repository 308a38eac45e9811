// Package corpus is about collections of documents: where they lie (Source), the
// run over them (Run), the results, and what they say together (Summary).
//
// A run cuts the documents of a source, which have a fixed order, into parts of
// equal length. The results of a part become visible at once or not at all, so a
// run that was killed has whole parts and nothing else, and another run makes the
// missing ones. When all parts are there they are put together in order. One
// process may make all parts or many machines may; the results are the same bytes.
package corpus

import (
	"context"

	"github.com/yakkan/yakkan/analyzer/report"
)

// Document is one document of a source, or what stands in the place of documents
// that could not be got at. It is used by one goroutine at a time.
type Document struct {
	N     int    // number in the source, from 0
	File  string // path of the file in the source
	Index int    // number in that file, from 0
	Path  string // File, or File!member!member where it lies in archives
	ID    string // what the row calls it (custom_id), else Path
	Given string // custom_id; "" where there is none
	Name  string // what the row calls the file, else Path
	Size  int64  // bytes; -1 where that is not known without reading

	// Problem says why there is nothing to analyse; nil for an ordinary document.
	Problem *report.Problem

	offset int64 // where in the file reading has to begin to come to it; 0 where that is the beginning
	data   []byte
	load   func(ctx context.Context) ([]byte, error)
}

// Read returns the bytes of a document, at most one more than the limit.
func (d *Document) Read(ctx context.Context) ([]byte, error) {
	if d.load != nil {
		return d.load(ctx)
	}
	return d.data, nil
}

// Limits bound what is read of a source. The zero value means the defaults.
type Limits struct {
	Document int   // bytes of one document; 16 MiB. What is longer is reported as too large.
	Nested   int64 // bytes of an archive or mail within an archive; 64 MiB
	Depth    int   // archives within archives; 3
	Entries  int   // entries of one archive; 5,000,000
	Ratio    int64 // unpacked to packed bytes of an archive, once it is past 64 MiB; 200
}

// ratioFrom is how many bytes may be unpacked whatever the ratio.
const ratioFrom = 64 << 20

// WithDefaults returns l with every zero replaced by its default.
func (l Limits) WithDefaults() Limits {
	if l.Document == 0 {
		l.Document = 16 << 20
	}
	if l.Nested == 0 {
		l.Nested = 64 << 20
	}
	if l.Depth == 0 {
		l.Depth = 3
	}
	if l.Entries == 0 {
		l.Entries = 5_000_000
	}
	if l.Ratio == 0 {
		l.Ratio = 200
	}
	return l
}
