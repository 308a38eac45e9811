package corpus

import (
	"bufio"
	"encoding/json"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/report"
)

// fileSink is a buffered file of results.
type fileSink struct {
	*bufio.Writer
	file draft
	put  func(w *bufio.Writer, s *stored) error
}

func (f *fileSink) add(s *stored) error { return f.put(f.Writer, s) }
func (f *fileSink) drop()               { f.file.drop() }

func (f *fileSink) keep() error {
	if err := f.Flush(); err != nil {
		return err
	}
	return f.file.keep()
}

func newFileSink(d draft, put func(*bufio.Writer, *stored) error) sink {
	return &fileSink{bufio.NewWriterSize(d, 256<<10), d, put}
}

// reportLine is the head of a line of reports.jsonl; the report follows.
type reportLine struct {
	N        int    `json:"n"`
	ID       string `json:"id"`
	CustomID string `json:"custom_id"`
	Path     string `json:"path"`
	Status   string `json:"status"`
}

// reportSink writes the whole report of each document that was read, once for
// those that are the same. Parts have the lines as they are in the file.
func reportSink(d draft) (sink, error) {
	return newFileSink(d, func(w *bufio.Writer, s *stored) error {
		if !s.Record.read() {
			return nil
		}
		_, err := w.Write(s.line)
		return err
	}), nil
}

// unreadableLine is a document that could not be read.
type unreadableLine struct {
	N           int              `json:"n"`
	ID          string           `json:"id"`
	CustomID    string           `json:"custom_id"`
	Path        string           `json:"path"`
	SHA256      string           `json:"sha256"`
	Bytes       int              `json:"bytes"`
	DuplicateOf *int             `json:"duplicate_of"`
	Problems    []report.Problem `json:"problems"`
}

// unreadableSink writes what could not be read, with the reason. A duplicate of
// such a document is there as well.
func unreadableSink(d draft) (sink, error) {
	return newFileSink(d, func(w *bufio.Writer, s *stored) error {
		r := &s.Record
		if r.Status != string(document.Unreadable) && (r.Status != Duplicate || len(r.Problems) == 0) {
			return nil
		}
		line, err := appendJSON(w.AvailableBuffer(), unreadableLine{r.N, r.ID, r.CustomID, r.Path, r.SHA256, r.Bytes, r.DuplicateOf, r.Problems})
		if err != nil {
			return err
		}
		_, _ = w.Write(line) // the error stays and comes with the last write
		return w.WriteByte('\n')
	}), nil
}

// appendJSON appends a value without a line end and with < and > as they are.
func appendJSON(to []byte, v any) ([]byte, error) {
	enc := json.NewEncoder((*appender)(&to))
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return to, err
	}
	return to[:len(to)-1], nil
}

// appender is a writer that appends.
type appender []byte

// Write implements io.Writer.
func (b *appender) Write(p []byte) (int, error) {
	*b = append(*b, p...)
	return len(p), nil
}
