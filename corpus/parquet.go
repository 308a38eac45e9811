package corpus

import (
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"github.com/yakkan/yakkan/analyzer/report"
)

// ParquetDocument is a row of documents.parquet.
type ParquetDocument struct {
	N           int64    `parquet:"n"`
	ID          string   `parquet:"id"`
	CustomID    string   `parquet:"custom_id"`
	Path        string   `parquet:"path"`
	Name        string   `parquet:"name"`
	SHA256      string   `parquet:"sha256"`
	Bytes       int64    `parquet:"bytes"`
	Status      string   `parquet:"status,dict"`
	DuplicateOf *int64   `parquet:"duplicate_of,optional"`
	Format      string   `parquet:"format,dict"`
	Encoding    string   `parquet:"encoding,dict"`
	Kind        string   `parquet:"kind,dict"`
	Chars       int64    `parquet:"chars"`
	Verdict     string   `parquet:"verdict,dict"`
	Overlays    []string `parquet:"overlays,list"`
	Defeat      *int32   `parquet:"defeat,optional"`
	DefeatLow   *int32   `parquet:"defeat_low,optional"`
	DefeatHigh  *int32   `parquet:"defeat_high,optional"`
	Division    *int32   `parquet:"division,optional"`
	Findings    int32    `parquet:"findings"`
	Powers      int32    `parquet:"powers"`
	Supports    int32    `parquet:"supports"`
	Divisions   int32    `parquet:"divisions"`
	Classes     []string `parquet:"classes,list"`
	Problems    []string `parquet:"problems,list"` // codes
}

// ParquetFinding is a row of findings.parquet.
type ParquetFinding struct {
	N           int64    `parquet:"n"`
	ID          string   `parquet:"id"`
	Finding     string   `parquet:"finding"`
	Class       string   `parquet:"class,dict"`
	Label       string   `parquet:"label,dict"` // in Japanese
	Group       string   `parquet:"group,dict"`
	Rule        string   `parquet:"rule,dict"`
	Data        string   `parquet:"data,dict"`
	Trigger     string   `parquet:"trigger,dict"`
	Weak        bool     `parquet:"weak"`
	Grade       string   `parquet:"grade,dict"`
	Severity    string   `parquet:"severity,dict"`
	Confidence  string   `parquet:"confidence,dict"`
	Article     string   `parquet:"article"`
	Line        int32    `parquet:"line"`
	Column      int32    `parquet:"column"` // in UTF-16 units, from 1
	Page        *int32   `parquet:"page,optional"`
	ByteFrom    int64    `parquet:"byte_from"`
	ByteTo      int64    `parquet:"byte_to"`
	Quote       string   `parquet:"quote"`
	Message     string   `parquet:"message"` // in Japanese
	Basis       []string `parquet:"basis,list"`
	Fingerprint string   `parquet:"fingerprint"`
}

// rowGroup is how many rows are in memory before they are written.
const rowGroup = 20_000

// parquetSink is a file of columns, packed with zstd.
type parquetSink[T any] struct {
	w    *parquet.GenericWriter[T]
	file draft
	rows func(s *stored) []T
	n    int
}

func newParquet[T any](d draft, rows func(*stored) []T) (sink, error) {
	return &parquetSink[T]{w: parquet.NewGenericWriter[T](d, parquet.Compression(&zstd.Codec{Level: zstd.SpeedFastest}), parquet.CreatedBy("yakkan", "1", "")), file: d, rows: rows}, nil
}

func (p *parquetSink[T]) add(s *stored) error {
	rows := p.rows(s)
	if len(rows) == 0 {
		return nil
	}
	if _, err := p.w.Write(rows); err != nil {
		return err
	}
	if p.n += len(rows); p.n < rowGroup {
		return nil
	}
	p.n = 0
	return p.w.Flush()
}

func (p *parquetSink[T]) drop() { p.file.drop() }

func (p *parquetSink[T]) keep() error {
	if err := p.w.Close(); err != nil {
		return err
	}
	return p.file.keep()
}

func documentParquet(d draft) (sink, error) {
	return newParquet(d, func(s *stored) []ParquetDocument {
		r := &s.Record
		codes := make([]string, len(r.Problems))
		for i, p := range r.Problems {
			codes[i] = p.Code
		}
		return []ParquetDocument{{N: int64(r.N), ID: r.ID, CustomID: r.CustomID, Path: r.Path, Name: r.Name, SHA256: r.SHA256, Bytes: int64(r.Bytes), Status: r.Status, DuplicateOf: numberOf[int64](r.DuplicateOf),
			Format: r.Format, Encoding: r.Encoding, Kind: r.Kind, Chars: int64(r.Chars), Verdict: r.Verdict, Overlays: r.Overlays,
			Defeat: numberOf[int32](r.Defeat), DefeatLow: numberOf[int32](r.DefeatLow), DefeatHigh: numberOf[int32](r.DefeatHigh), Division: numberOf[int32](r.Division),
			Findings: int32(r.Findings), Powers: int32(r.Powers), Supports: int32(r.Supports), Divisions: int32(r.Divisions), Classes: r.Classes, Problems: codes}}
	})
}

func findingParquet(d draft) (sink, error) {
	return newParquet(d, func(s *stored) []ParquetFinding {
		rows := make([]ParquetFinding, 0, len(s.Findings))
		for _, f := range s.Findings {
			rows = append(rows, ParquetFinding{N: int64(f.N), ID: f.ID, Finding: f.Finding, Class: f.Class, Label: report.In(f.Label, "ja"), Group: f.Group, Rule: f.Rule, Data: f.Data, Trigger: f.Trigger, Weak: f.Weak,
				Grade: f.Grade, Severity: f.Severity, Confidence: f.Confidence, Article: f.Article, Line: int32(f.Line), Column: int32(f.Column), Page: numberOf[int32](f.Page),
				ByteFrom: int64(f.ByteFrom), ByteTo: int64(f.ByteTo), Quote: f.Quote, Message: report.In(f.Message, "ja"), Basis: f.Basis, Fingerprint: f.Fingerprint})
		}
		return rows
	})
}

// numberOf is a number that may not be there in another size.
func numberOf[T int32 | int64](n *int) *T {
	if n == nil {
		return nil
	}
	return new(T(*n))
}
