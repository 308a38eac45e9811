package corpus

import (
	"bufio"
	"encoding/csv"
	"strconv"
	"strings"

	"github.com/yakkan/yakkan/analyzer/report"
)

// csvSink is a table in UTF-8 with a byte order mark, by which Excel knows UTF-8,
// and CRLF. A cell that a spreadsheet would take for a formula has a ' before it.
type csvSink struct {
	w    *csv.Writer
	file draft
	row  func(r *Record) []string
}

func (c *csvSink) add(s *stored) error { return c.w.Write(c.row(&s.Record)) }

func (c *csvSink) drop() { c.file.drop() }

func (c *csvSink) keep() error {
	if err := c.flush(); err != nil {
		return err
	}
	return c.file.keep()
}

func (c *csvSink) flush() error {
	c.w.Flush()
	return c.w.Error()
}

func newCSV(d draft, head []string, row func(*Record) []string) (*csvSink, error) {
	if _, err := d.Write([]byte("\ufeff")); err != nil {
		return nil, err
	}
	c := &csvSink{w: csv.NewWriter(d), file: d, row: row}
	c.w.UseCRLF = true
	return c, c.w.Write(head)
}

// safeCells keeps a spreadsheet from running any of a row.
func safeCells(row []string) []string {
	for i, cell := range row {
		row[i] = safeCell(cell)
	}
	return row
}

// safeCell keeps a spreadsheet from running a cell.
func safeCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// documentColumns are the columns of documents.csv.
var documentColumns = []string{"n", "id", "custom_id", "path", "name", "sha256", "bytes", "status", "duplicate_of", "format", "encoding", "kind", "chars",
	"verdict", "overlays", "defeat", "defeat_low", "defeat_high", "division", "findings", "powers", "supports", "divisions", "classes", "problems"}

func documentCSV(d draft) (sink, error) {
	return newCSV(d, documentColumns, func(r *Record) []string {
		codes := make([]string, len(r.Problems))
		for i, p := range r.Problems {
			codes[i] = p.Code
		}
		return safeCells([]string{strconv.Itoa(r.N), r.ID, r.CustomID, r.Path, r.Name, r.SHA256, strconv.Itoa(r.Bytes), r.Status, numberCell(r.DuplicateOf), r.Format, r.Encoding, r.Kind, strconv.Itoa(r.Chars),
			r.Verdict, strings.Join(r.Overlays, " "), numberCell(r.Defeat), numberCell(r.DefeatLow), numberCell(r.DefeatHigh), numberCell(r.Division),
			strconv.Itoa(r.Findings), strconv.Itoa(r.Powers), strconv.Itoa(r.Supports), strconv.Itoa(r.Divisions), strings.Join(r.Classes, " "), strings.Join(codes, " ")})
	})
}

// findingColumns are the columns of findings.csv.
var findingColumns = []string{"n", "id", "finding", "class", "label", "group", "rule", "data", "trigger", "weak", "grade", "severity", "confidence",
	"article", "line", "column", "page", "byte_from", "byte_to", "quote", "message", "basis", "fingerprint"}

// findingCells are the cells of a finding.
func findingCells(f *FindingRow) []string {
	return safeCells([]string{strconv.Itoa(f.N), f.ID, f.Finding, f.Class, report.In(f.Label, "ja"), f.Group, f.Rule, f.Data, f.Trigger, strconv.FormatBool(f.Weak), f.Grade, f.Severity, f.Confidence,
		f.Article, strconv.Itoa(f.Line), strconv.Itoa(f.Column), numberCell(f.Page), strconv.Itoa(f.ByteFrom), strconv.Itoa(f.ByteTo), f.Quote, report.In(f.Message, "ja"), strings.Join(f.Basis, " "), f.Fingerprint})
}

// findingCSV is the table whose rows parts have as they are in the file.
func findingCSV(d draft) (sink, error) {
	c, err := newCSV(d, findingColumns, nil)
	if err != nil {
		return nil, err
	}
	if err := c.flush(); err != nil {
		return nil, err
	}
	return newFileSink(d, func(w *bufio.Writer, s *stored) error {
		if len(s.Findings) == 0 {
			return nil // a duplicate has none of its own
		}
		_, err := w.Write(s.table)
		return err
	}), nil
}

// numberCell is a number that may not be there.
func numberCell(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}
