package analyzer

import (
	"context"
	"crypto/sha256"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/analyzer/suggest"
)

// Revision is a document with model clauses put into it, and what analysing it
// again says.
type Revision struct {
	Before      *Analysis
	After       *Analysis // nil where nothing was changed, and for formats that text cannot be put into
	Suggestions []suggest.Suggestion
	Edits       []suggest.Edit
	Text        string // the document as changed, in UTF-8; as it was where After is nil

	Intended   []*finding.Finding // of After: new, of classes that the clauses are meant to be
	Unintended []*finding.Finding // of After: new, and nobody meant them
	Gone       []*finding.Finding // of Before: no longer there
	Open       []*finding.Finding // of After: powers that still stand
}

// Revise reads a document, puts model clauses into it and reads it again. The
// error is that of ctx; a document that could not be read comes back without
// suggestions.
func (a *Analyzer) Revise(ctx context.Context, name string, data []byte, opt Options, want suggest.Variant) (*Revision, error) {
	before, err := a.Read(ctx, name, data, opt)
	if err != nil {
		return nil, err
	}
	return a.ReviseRead(ctx, before, opt, want)
}

// ReviseRead is Revise for a document that was read with opt.
func (a *Analyzer) ReviseRead(ctx context.Context, before *Analysis, opt Options, want suggest.Variant) (r *Revision, err error) {
	defer func() {
		if p := recover(); p != nil {
			r, err = nil, fmt.Errorf("put model clauses into %s: panic: %v", before.Document.Name, p)
		}
	}()
	r = &Revision{Before: before, Text: before.Document.Decoded()}
	if before.Tree == nil || before.Judgement.Incident {
		return r, nil
	}
	c := a.suggestCase(before)
	r.Suggestions = suggest.For(c, want)
	r.Edits = suggest.Edits(c, r.Suggestions)
	if len(r.Edits) == 0 || !suggest.Writable(before.Document.Format) {
		return r, nil
	}
	opt.Format = before.Document.Format
	opt.SHA256 = [sha256.Size]byte{} // the changed text has another
	for range rounds {
		r.Text = suggest.Apply(before.Document.Decoded(), r.Edits)
		if r.After, err = a.Read(ctx, before.Document.Name, []byte(r.Text), opt); err != nil {
			return nil, err
		}
		if r.After.Tree == nil {
			return &Revision{Before: before, Text: before.Document.Decoded(), Suggestions: r.Suggestions, Edits: r.Edits}, nil
		}
		edits, more := suggest.Rest(a.suggestCase(r.After), r.Suggestions, r.Edits)
		if !more {
			break
		}
		r.Edits = edits
	}
	r.compare(a)
	return r, nil
}

// rounds bounds how often a document is read again for powers that show only once
// others are gone.
const rounds = 4

// RevisionReport shows a revision as a value for writers and for JSON.
func (a *Analyzer) RevisionReport(r *Revision) (*report.Revision, error) {
	was := r.Before.Report
	out := &report.Revision{
		Schema: report.RevisionSchema, Document: was.Document, Library: was.Library, Before: report.NewOutcome(was),
		Suggestions: report.NewSuggestions(r.Suggestions, a.Library.Legal()), Edits: []report.Change{},
		Intended: []report.Finding{}, Unintended: []report.Finding{}, Open: []report.Finding{},
		Gone: was.Pick(ids(r.Gone)), Text: r.Text, Notices: was.Notices,
	}
	if len(r.Suggestions) > 0 {
		out.Variant = string(r.Suggestions[0].Variant)
	}
	text := r.Before.Document.Decoded()
	line, at := 1, 0
	for _, e := range r.Edits {
		line, at = line+strings.Count(text[at:e.Span.Start], "\n"), e.Span.Start
		out.Edits = append(out.Edits, report.Change{
			Clauses: append([]string{}, e.Clauses...), Line: line, Byte: [2]int{e.Span.Start, e.Span.End}, Removed: e.Span.Of(text), Added: e.Text,
		})
	}
	if r.After == nil {
		return out, nil
	}
	now := r.After.Report
	after := report.NewOutcome(now)
	out.After = &after
	out.Intended, out.Unintended, out.Open = now.Pick(ids(r.Intended)), now.Pick(ids(r.Unintended)), now.Pick(ids(r.Open))
	var err error
	out.Diff, err = suggest.Diff(path.Base(was.Document.Name), text, r.Edits)
	return out, err
}

func ids(all []*finding.Finding) []string {
	var ids []string
	for _, f := range all {
		ids = append(ids, f.ID)
	}
	return ids
}

// compare tells apart which findings came and went. Fingerprints survive
// renumbering and moved lines.
func (r *Revision) compare(a *Analyzer) {
	meant := []string{"pd_definition"} // of the term for the personal data
	for i := range r.Suggestions {
		t := r.Suggestions[i].Clause.Of(r.Suggestions[i].Variant)
		meant = append(append(meant, t.Gives...), t.Touches...)
	}
	old, now := prints(r.Before.Findings), prints(r.After.Findings)
	hidden := sentences(r.Before)
	for i := range r.After.Findings {
		f := &r.After.Findings[i]
		switch {
		case old[f.Fingerprint]:
		case hidden[sentence{f.Match.Class.ID, f.Span.Of(r.After.Document.Text)}]:
			// It was there, behind a stronger one of its provision that went.
		case slices.Contains(meant, f.Match.Class.ID) && r.written(f):
			r.Intended = append(r.Intended, f)
		default:
			r.Unintended = append(r.Unintended, f)
		}
	}
	for i := range r.Before.Findings {
		if f := &r.Before.Findings[i]; !now[f.Fingerprint] {
			r.Gone = append(r.Gone, f)
		}
	}
	c := a.suggestCase(r.After)
	r.Open = c.Standing()
}

// sentence is a sentence that a class matches.
type sentence struct{ class, text string }

// sentences returns what matched in a document, shown or not.
func sentences(of *Analysis) map[sentence]bool {
	set := make(map[sentence]bool, len(of.matches))
	for i := range of.matches {
		m := &of.matches[i]
		set[sentence{m.Class.ID, m.Unit.Sentence.Span.Of(of.Document.Text)}] = true
	}
	return set
}

func prints(all []finding.Finding) map[string]bool {
	set := make(map[string]bool, len(all))
	for i := range all {
		set[all[i].Fingerprint] = true
	}
	return set
}

// written reports whether a finding stands in text that an edit wrote.
func (r *Revision) written(f *finding.Finding) bool {
	span := r.After.Document.DecodedSpan(f.Span)
	moved := 0
	for _, e := range r.Edits {
		start := e.Span.Start + moved
		if start <= span.Start && span.End <= start+len(e.Text) {
			return true
		}
		moved += len(e.Text) - e.Span.Len()
	}
	return false
}
