package report

import (
	_ "embed"
	"encoding/json"
	"io"
	"sync"
)

// JSONSchema is the JSON Schema of a report.
//
//go:embed report.schema.json
var JSONSchema []byte

// WriteJSON writes reports indented: one as itself, several as an array.
func WriteJSON(w io.Writer, reports []*Report) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if len(reports) == 1 {
		return enc.Encode(reports[0])
	}
	return enc.Encode(reports)
}

// WriteJSONLine writes r on one line.
func WriteJSONLine(w io.Writer, r *Report) error {
	line := lines.Get().(*[]byte)
	defer lines.Put(line)
	*line = AppendJSONLine((*line)[:0], r)
	_, err := w.Write(*line)
	return err
}

// lines are buffers of WriteJSONLine.
var lines = sync.Pool{New: func() any { return new([]byte) }}
