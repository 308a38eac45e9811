package corpus

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/csv"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zstd"

	"github.com/yakkan/yakkan/analyzer/report"
)

// Where a run keeps what it has, until it is complete.
const (
	workDir   = ".yakkan"
	partsDir  = workDir + "/parts"
	draftsDir = workDir + "/drafts"
)

// marker is a digest of the documents of a part: their paths and lengths. It is a
// part of the name of a part, so that a source that was changed is noticed.
type marker struct{ sum uint64 }

func (m *marker) add(d *Document) {
	h := fnv.New64a()
	fmt.Fprintf(h, "%016x %d %s", m.sum, d.Size, d.Path)
	m.sum = h.Sum64()
}

// partName is the name of a part: its number, and the marker of its documents.
func partName(n int, m marker) string { return fmt.Sprintf("%07d-%016x.part", n, m.sum) }

// parsePart reads the name of a part.
func parsePart(name string) (n int, m marker, ok bool) {
	num, rest, ok := strings.Cut(strings.TrimSuffix(name, ".part"), "-")
	if !ok {
		return 0, m, false
	}
	n, err := strconv.Atoi(num)
	sum, err2 := strconv.ParseUint(rest, 16, 64)
	m.sum = sum
	return n, m, err == nil && err2 == nil && n >= 0 && partName(n, m) == name
}

// parts lists the parts that are there.
func parts(ctx context.Context, s shelf) (map[int]marker, error) {
	names, err := s.names(ctx, partsDir)
	if err != nil {
		return nil, fmt.Errorf("list the parts in %s: %w", s, err)
	}
	out := make(map[int]marker, len(names))
	for _, name := range names {
		if n, m, ok := parsePart(name); ok {
			out[n] = m
		}
	}
	return out, nil
}

// sections is what a part has of a document. Those that make files of results are
// the bytes of these files, so that putting parts together is hardly more than
// copying; they are empty for formats that were not asked for.
type sections struct {
	record   []byte // Record in JSON
	findings []byte // rows of findings, see appendFindings
	table    []byte // rows of findings.csv
	line     []byte // line of reports.jsonl, empty where nothing was read
}

// all returns the sections in the order in which they lie in a part, each behind
// its length.
func (s *sections) all() [4]*[]byte { return [...]*[]byte{&s.record, &s.findings, &s.table, &s.line} }

// partWriter collects the results of a part, packed.
type partWriter struct {
	n           int
	mark        marker
	lines, rows bool // whether reports.jsonl and findings.csv are asked for
	sections    sections
	buf         bytes.Buffer
	z           *zstd.Encoder
}

func newPartWriter(n int, formats []Format) *partWriter {
	p := &partWriter{n: n, lines: slices.Contains(formats, JSONL), rows: slices.Contains(formats, CSV)}
	p.z, _ = zstd.NewWriter(&p.buf, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(1<<19)) // options that hold
	return p
}

// add adds the result of a document.
func (p *partWriter) add(d *Document, r result) (err error) {
	p.mark.add(d)
	s := &p.sections
	for _, part := range s.all() {
		*part = (*part)[:0]
	}
	if s.record, err = appendJSON(s.record, r.Record); err != nil {
		return err
	}
	s.findings = appendFindings(s.findings, r.Findings)
	if p.rows && len(r.Findings) > 0 {
		if s.table, err = appendTable(s.table, r.Findings); err != nil {
			return err
		}
	}
	if p.lines && r.report != nil && r.Record.read() {
		if s.line, err = appendReport(s.line, &r.Record, r.report); err != nil {
			return err
		}
	}
	for _, part := range s.all() {
		var size [binary.MaxVarintLen64]byte
		if _, err := p.z.Write(size[:binary.PutUvarint(size[:], uint64(len(*part)))]); err != nil {
			return err
		}
		if _, err := p.z.Write(*part); err != nil {
			return err
		}
	}
	return nil
}

// appendTable appends the rows of findings.csv.
func appendTable(to []byte, fs []FindingRow) ([]byte, error) {
	w := csv.NewWriter((*appender)(&to))
	w.UseCRLF = true
	for i := range fs {
		if err := w.Write(findingCells(&fs[i])); err != nil {
			return to, err
		}
	}
	w.Flush()
	return to, w.Error()
}

// appendReport appends a line of reports.jsonl.
func appendReport(to []byte, r *Record, rep *report.Report) ([]byte, error) {
	to, err := appendJSON(to, reportLine{r.N, r.ID, r.CustomID, r.Path, r.Status})
	if err != nil {
		return to, err
	}
	to = append(to[:len(to)-1], `,"report":`...)
	to = report.AppendJSONLine(to, rep)
	return append(to[:len(to)-1], "}\n"...), nil
}

// bytes ends the part and returns it.
func (p *partWriter) bytes() ([]byte, error) {
	if err := p.z.Close(); err != nil {
		return nil, err
	}
	return p.buf.Bytes(), nil
}
