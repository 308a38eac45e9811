package corpus

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/report"
)

// Duplicate is the status of a document whose bytes were seen before in the same
// corpus. The other statuses are those of reading a document.
const Duplicate = "duplicate"

// Record is a document of a corpus on one row. Of a document that could not be
// read there is no verdict and no score.
type Record struct {
	N           int              `json:"n"` // number in the corpus, from 0
	ID          string           `json:"id"`
	CustomID    string           `json:"custom_id"` // "" where the source gives none
	Path        string           `json:"path"`
	Name        string           `json:"name"`
	SHA256      string           `json:"sha256"` // "" where no bytes could be got at
	Bytes       int              `json:"bytes"`
	Status      string           `json:"status"` // complete, partial, unreadable, duplicate
	DuplicateOf *int             `json:"duplicate_of"`
	Format      string           `json:"format"`
	Encoding    string           `json:"encoding"`
	Kind        string           `json:"kind"`
	Chars       int              `json:"chars"` // code points of the text
	Verdict     string           `json:"verdict"`
	Overlays    []string         `json:"overlays"`
	Defeat      *int             `json:"defeat"` // 0 to 100
	DefeatLow   *int             `json:"defeat_low"`
	DefeatHigh  *int             `json:"defeat_high"`
	Division    *int             `json:"division"` // 0 to 100
	Findings    int              `json:"findings"`
	Powers      int              `json:"powers"`
	Supports    int              `json:"supports"`
	Divisions   int              `json:"divisions"`
	Classes     []string         `json:"classes"` // found in it, sorted
	Problems    []report.Problem `json:"problems"`
}

// read reports whether the document was read, wholly or in part, and is the first
// of its kind.
func (r *Record) read() bool {
	return r.Status == string(document.Complete) || r.Status == string(document.Partial)
}

// FindingRow is a finding of a corpus on one row.
type FindingRow struct {
	N           int         `json:"n"` // number of the document
	ID          string      `json:"id"`
	Finding     string      `json:"finding"` // ID in the report of the document
	Class       string      `json:"class"`
	Label       report.Text `json:"label"`
	Group       string      `json:"group"`
	Rule        string      `json:"rule"`
	Data        string      `json:"data"`
	Trigger     string      `json:"trigger"`
	Weak        bool        `json:"weak"`
	Grade       string      `json:"grade"`
	Severity    string      `json:"severity"`
	Confidence  string      `json:"confidence"`
	Article     string      `json:"article"`
	Line        int         `json:"line"`
	Column      int         `json:"column"`
	Page        *int        `json:"page"`
	ByteFrom    int         `json:"byte_from"`
	ByteTo      int         `json:"byte_to"`
	Quote       string      `json:"quote"`
	Message     report.Text `json:"message"`
	Basis       []string    `json:"basis"`
	Fingerprint string      `json:"fingerprint"`
}

// result is all that is known of a document. Report is nil where nothing was
// analysed.
type result struct {
	Record   Record       `json:"record"`
	Findings []FindingRow `json:"findings"`
	report   *report.Report
}

// flatten makes the rows of a document.
func flatten(d *Document, data []byte, r *report.Report) result {
	sum := sha256.Sum256(data)
	out := result{report: r, Findings: []FindingRow{}, Record: Record{
		N: d.N, ID: d.ID, CustomID: d.Given, Path: d.Path, Name: d.Name, SHA256: hex.EncodeToString(sum[:]), Bytes: len(data),
		Status: r.Document.Status, Format: r.Document.Format, Encoding: r.Document.Encoding, Kind: r.Document.Kind, Chars: r.Document.Chars,
		Overlays: []string{}, Classes: []string{}, Problems: r.Document.Problems, Findings: len(r.Findings),
	}}
	rec := &out.Record
	if rec.Status == string(document.Unreadable) {
		rec.Kind = ""
		return out
	}
	rec.Verdict, rec.Overlays = r.Verdict.Terms, r.Verdict.Overlays
	if !r.Scores.Hidden {
		e := r.Scores.Defeat
		rec.Defeat, rec.DefeatLow, rec.DefeatHigh, rec.Division = new(e.Value), new(e.Low), new(e.High), new(r.Scores.Division.Value)
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		switch f.Group {
		case "power":
			rec.Powers++
		case "support":
			rec.Supports++
		case "division":
			rec.Divisions++
		}
		rec.Classes = append(rec.Classes, f.Class)
		out.Findings = append(out.Findings, FindingRow{
			N: d.N, ID: d.ID, Finding: f.ID, Class: f.Class, Label: f.Label, Group: f.Group, Rule: f.Rule, Data: f.Data, Trigger: f.Trigger, Weak: f.Weak,
			Grade: f.Grade, Severity: f.Severity, Confidence: f.Confidence, Article: f.Article, Line: f.Line, Column: f.Column, Page: f.Page,
			ByteFrom: f.Span.Byte[0], ByteTo: f.Span.Byte[1], Quote: f.Quote, Message: f.Message, Basis: f.Basis, Fingerprint: f.Fingerprint,
		})
	}
	slices.Sort(rec.Classes)
	rec.Classes = slices.Compact(rec.Classes)
	return out
}

// unread is the result in the place of a document that could not be got at.
func unread(d *Document, why *report.Problem) result {
	return result{Findings: []FindingRow{}, Record: Record{N: d.N, ID: d.ID, CustomID: d.Given, Path: d.Path, Name: d.Name, Status: string(document.Unreadable),
		Overlays: []string{}, Classes: []string{}, Problems: []report.Problem{*why}}}
}
