// Package analyzer is the line for one document: bytes in, report out.
package analyzer

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/analyzer/spot"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/suggest"
	"github.com/yakkan/yakkan/analyzer/token"
)

// Library is the compiled knowledge that an analysis goes by. It must be safe
// for concurrent use.
type Library interface {
	norm.Lexicon
	// Match finds the patterns that hold in a document. It stops with ctx.
	Match(ctx context.Context, r *norm.Reader) ([]finding.Match, error)
	// Nearest returns a function that answers which clause of a document comes
	// nearest to a class, or nil.
	Nearest(r *norm.Reader) func(class string) *structure.Clause
	// TakesIn returns a function that answers whether a document names what its readers
	// store among what it takes in.
	TakesIn(r *norm.Reader) func() bool
	Classes() []*finding.Class
	Parties() structure.Options
	Legal() *legal.Data
	Clauses() suggest.Clauses
	Digest() string
}

// Analyzer analyses documents. It is immutable, must not be copied once used, and
// is safe for concurrent use.
type Analyzer struct {
	Library   Library
	Tokenizer *token.Tokenizer
	Version   string // of the library, for reports

	memory sync.Pool // of *memory, for analyses of which only the report is kept
	once   sync.Once
	wanted *spot.Words // what is looked for in whole texts; see words
}

// memory is what an analysis lies in.
type memory struct {
	document document.Memory
	tree     structure.Memory
	units    norm.Memory
	words    spot.Text
}

// Options are the settings of one analysis. The zero value is the default.
type Options struct {
	Format document.Format
	Kind   structure.DocumentKind // "" means that the text decides
	Limits document.Limits
	SHA256 [sha256.Size]byte // of the document where it is known already, else zero
	Facts  *legal.Facts      // answers to the questionnaire; nil means that none was given

	// Supplied are the names of the other documents of the same case, which are
	// then not missing.
	Supplied []string

	// Trace, if set, is told how long each stage took. It is called from the
	// goroutine of Read.
	Trace func(stage string, took time.Duration)
}

// stopwatch tells how long stages take.
type stopwatch struct {
	tell  func(string, time.Duration)
	stage string
	since time.Time
}

// next ends the stage that runs and begins another; "" begins none.
func (w *stopwatch) next(stage string) {
	if w.tell == nil {
		return
	}
	now := time.Now()
	if w.stage != "" {
		w.tell(w.stage, now.Sub(w.since))
	}
	w.stage, w.since = stage, now
}

// Analysis is what is known of one document: the report, and what it was made
// from. Tree is nil where the document could not be read; Findings and Judgement
// are then empty. It is immutable and safe for concurrent use.
type Analysis struct {
	Report    *report.Report
	Document  *document.Document
	Tree      *structure.Tree
	Findings  []finding.Finding
	Judgement legal.Judgement
	matches   []finding.Match // what the findings were made of
	supplied  []string        // names of the other documents of the case
}

// Analyze reads and judges one document and returns its report. See Read.
func (a *Analyzer) Analyze(ctx context.Context, name string, data []byte, opt Options) (*report.Report, error) {
	mem, ok := a.memory.Get().(*memory)
	if !ok {
		mem = &memory{}
	}
	got, err := a.readIn(ctx, mem, name, data, opt)
	if err != nil {
		return nil, err
	}
	mem.units.Reset() // a report holds words of the document and nothing else
	mem.tree.Reset()
	mem.document.Reset()
	mem.words.Reset("", nil)
	a.memory.Put(mem)
	return got.Report, nil
}

// Read reads and judges one document. Whatever the input, it returns an analysis
// unless ctx was cancelled: what could not be read, in full or in time, is a
// document of status partial or unreadable with its problems.
func (a *Analyzer) Read(ctx context.Context, name string, data []byte, opt Options) (*Analysis, error) {
	return a.readIn(ctx, &memory{}, name, data, opt)
}

// readIn is Read in the memory of mem, which the analysis holds on to.
func (a *Analyzer) readIn(ctx context.Context, mem *memory, name string, data []byte, opt Options) (*Analysis, error) {
	lim := opt.Limits.WithDefaults()
	document.Warm(data)
	inner, cancel := context.WithTimeout(ctx, time.Duration(lim.Seconds)*time.Second)
	defer cancel()
	in, matches, stage, err := a.read(inner, mem, name, data, opt)
	if err == nil {
		got := analysis(in)
		got.matches = matches
		return got, nil
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	*mem = memory{} // of what a stage left half done nothing is used again
	d := document.Failed(name, data, opt.Format)
	if errors.Is(err, context.DeadlineExceeded) {
		d.Fail("timeout", fmt.Sprintf("the analysis did not end within %d seconds (%s); split the document or raise the limit", lim.Seconds, stage), map[string]string{"limit": fmt.Sprint(lim.Seconds)})
	} else {
		d.Fail("internal", fmt.Sprintf("an internal error in stage %s; please report it with the version of yakkan", stage), map[string]string{"stage": stage})
	}
	return analysis(a.input(d, nil)), nil
}

func analysis(in report.Input) *Analysis {
	return &Analysis{Report: report.New(in), Document: in.Document, Tree: in.Tree, Findings: in.Findings, Judgement: in.Judgement, supplied: in.Supplied}
}

// input is what every report of this analyzer starts from.
func (a *Analyzer) input(d *document.Document, tree *structure.Tree) report.Input {
	return report.Input{
		Document: d, Tree: tree, Legal: a.Library.Legal(), Classes: a.Library.Classes(),
		Library: report.Library{Version: a.Version, Digest: a.Library.Digest(), Dictionary: token.Version(), LawVersion: a.Library.Legal().LawVersion},
	}
}

// words returns what is looked for in whole texts by the parser, the test and
// suggestions, which are then read through once for all.
func (a *Analyzer) words() *spot.Words {
	a.once.Do(func() { a.wanted = structure.Words(slices.Concat(a.Library.Legal().Wanted(), suggest.Wanted())...) })
	return a.wanted
}

// Suggestions chooses model clauses for a document that was read, in a variant.
func (a *Analyzer) Suggestions(of *Analysis, want suggest.Variant) []suggest.Suggestion {
	return suggest.For(a.suggestCase(of), want)
}

// suggestCase is what suggestions are made for.
func (a *Analyzer) suggestCase(of *Analysis) suggest.Case {
	return suggest.Case{
		Tree: of.Tree, Findings: of.Findings, Matches: of.matches, Judgement: &of.Judgement, Classes: a.Library.Classes(),
		Clauses: a.Library.Clauses(), Narrow: a.Library.Legal().Verdicts.Test.Narrow,
	}
}

// read runs the stages. A panic in one of them comes back as an error that
// names it.
func (a *Analyzer) read(ctx context.Context, mem *memory, name string, data []byte, opt Options) (in report.Input, matches []finding.Match, stage string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("stage %s: panic: %v", stage, p)
		}
	}()
	watch := &stopwatch{tell: opt.Trace}
	defer func() { watch.next("") }()
	stage = "document"
	watch.next(stage)
	d := mem.document.Read(name, data, document.Options{Format: opt.Format, Limits: opt.Limits, SHA256: opt.SHA256})
	if d.Status == document.Unreadable {
		return a.input(d, nil), nil, stage, nil
	}
	stage = "structure"
	watch.next(stage)
	so := a.Library.Parties()
	so.Limits, so.Words = opt.Limits, &mem.words
	mem.words.Reset(d.Text, a.words())
	tree := mem.tree.Parse(d, so)
	if opt.Kind != "" {
		tree.Kind = opt.Kind
	}
	if err := ctx.Err(); err != nil {
		return in, nil, stage, err
	}
	stage = "patterns"
	watch.next(stage)
	reader := mem.units.Reader(tree, a.Tokenizer, a.Library)
	matches, err = a.Library.Match(ctx, reader)
	if err != nil {
		return in, nil, stage, err
	}
	in = a.input(d, tree)
	stage = "finding"
	watch.next(stage)
	in.Findings = finding.Collect(tree, matches)
	stage = "legal"
	watch.next(stage)
	in.Facts, in.Supplied = opt.Facts, opt.Supplied
	in.Judgement = a.judge(&in, &mem.words, a.Library.Nearest(reader), a.Library.TakesIn(reader))
	stage = "suggest"
	watch.next(stage)
	in.Suggestions = a.suggestions(&in, &mem.words)
	return in, matches, stage, ctx.Err()
}
