// Package lint makes of analyses what a team fixes in its own terms day by day:
// issues, without what is suppressed with a reason or was there before, in the
// formats of editors, pull requests and code scanning.
package lint

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// Text is a message in Japanese and English.
type Text = finding.Text

// Input is one analysed document. Tree is nil where it could not be read.
type Input struct {
	Report   *report.Report
	Document *document.Document
	Tree     *structure.Tree
	Findings []finding.Finding // those of Report, in the same order
}

// Options are what issues are made by. The zero value takes every finding as it is.
type Options struct {
	Config   *Config       // severities, thresholds; nil means none
	Suppress *SuppressFile // the side file; nil means none
	Baseline *Baseline     // nil means none
	Rules    []Rule        // what the library knows; suppressions of other rules are issues
	Sources  *legal.Sources
	Between  []report.Contradiction // between documents of one contract; sides name files
	Today    time.Time              // by which suppressions end
	Blanket  bool                   // suppressions of every rule (*) are allowed
	Version  string                 // of the program, for SARIF
}

// Rule is a pattern of a class that issues may be of.
type Rule struct {
	ID    string // class/pattern
	Class *finding.Class
}

// State is what became of an issue.
type State string

// The states. Only new issues count against a threshold.
const (
	New        State = "new"
	Old        State = "old" // in the baseline
	Suppressed State = "suppressed"
)

// Issue is one thing to look at, at one place of one document.
type Issue struct {
	Document    string `json:"document"`
	Rule        string `json:"rule"`
	Severity    string `json:"severity"`
	Weak        bool   `json:"weak"` // a weak finding never fails a run
	Article     string `json:"article"`
	Line        int    `json:"line"`
	Column      int    `json:"column"` // in UTF-16 units, from 1
	EndLine     int    `json:"end_line"`
	EndColumn   int    `json:"end_column"`
	Message     Text   `json:"message"`
	Fingerprint string `json:"fingerprint"` // "" for what no baseline takes
	State       State  `json:"state"`
	Suppression *Cause `json:"suppression"`

	Finding *report.Finding `json:"-"` // nil for issues of lint itself
	input   *Input
}

// Cause says who suppressed an issue and why.
type Cause struct {
	Kind   string `json:"kind"` // text, file
	Reason string `json:"reason"`
	Owner  string `json:"owner"`
	Until  string `json:"until"` // 2027-03-31; "" for no end
	File   string `json:"file"`
	Line   int    `json:"line"`
}

// Result is what a run of lint found.
type Result struct {
	Inputs []Input
	Issues []Issue // by document in the order of the inputs, then by place
	// Counts of issues of severity low and above, and of entries of the baseline
	// for these documents that were found no more.
	New, Old, Suppressed, Gone int

	opt Options
}

// severities from the gravest; off drops an issue.
var severities = []string{"high", "medium", "low", "info", "off"}

// Severities returns the names of severities from the gravest.
func Severities() []string { return slices.Clone(severities[:4]) }

// AtLeast reports whether a severity is as grave as the threshold.
func AtLeast(severity, threshold string) bool {
	i := slices.Index(severities, severity)
	return i >= 0 && i <= slices.Index(severities, threshold)
}

// Check makes issues of analyses. The same inputs and options give the same result.
func Check(inputs []Input, opt Options) *Result {
	r := &Result{Inputs: inputs, opt: opt}
	side := newSideFile(&opt)
	for i := range inputs {
		in := &inputs[i]
		issues := found(in, &opt)
		inText := readDirectives(in, &opt)
		for k := range issues {
			is := &issues[k]
			if c := cmp.Or(inText.suppress(is), side.suppress(is)); c != nil {
				is.State, is.Suppression = Suppressed, c
			}
		}
		issues = append(issues, inText.issues(&opt)...)
		slices.SortStableFunc(issues, func(a, b Issue) int { return cmp.Or(a.Line-b.Line, a.Column-b.Column) })
		r.Issues = append(r.Issues, issues...)
	}
	r.Gone = opt.Baseline.mark(r.Issues, names(inputs))
	r.Issues = append(r.Issues, side.issues(&opt, inputs)...)
	for i := range r.Issues {
		is := &r.Issues[i]
		if is.Severity == "info" {
			continue
		}
		switch is.State {
		case New:
			r.New++
		case Old:
			r.Old++
		case Suppressed:
			r.Suppressed++
		}
	}
	return r
}

func names(inputs []Input) []string {
	var out []string
	for _, in := range inputs {
		out = append(out, in.Report.Document.Name)
	}
	return out
}

// Shown returns the issues of a severity and above that are in a state, the
// gravest first where gravest is set.
func (r *Result) Shown(severity string, state State, gravest bool) []Issue {
	var out []Issue
	for _, is := range r.Issues {
		if is.State == state && AtLeast(is.Severity, severity) {
			out = append(out, is)
		}
	}
	if gravest {
		slices.SortStableFunc(out, func(a, b Issue) int {
			return slices.Index(severities, a.Severity) - slices.Index(severities, b.Severity)
		})
	}
	return out
}

// Fails reports whether a new issue is at or above the threshold; "never" is
// above all.
func (r *Result) Fails(threshold string) bool {
	for _, is := range r.Issues {
		if threshold != "never" && is.State == New && !is.Weak && AtLeast(is.Severity, threshold) {
			return true
		}
	}
	return false
}

// found makes issues of what the report says.
func found(in *Input, opt *Options) []Issue {
	var out []Issue
	r := in.Report
	add := func(is Issue) {
		is.Severity = opt.Config.severity(is.Rule, is.Severity)
		is.Document, is.State, is.input = r.Document.Name, New, in
		if is.Severity != "off" {
			out = append(out, is)
		}
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		add(Issue{
			Rule: f.Rule, Severity: f.Severity, Weak: f.Weak, Article: f.Article, Line: f.Line, Column: f.Column, EndLine: f.EndLine, EndColumn: f.EndColumn,
			Message: f.Message, Fingerprint: f.Fingerprint, Finding: f,
		})
	}
	for _, a := range r.Absences {
		add(Issue{
			Rule: absent + a.Class, Severity: "off", Line: 1, Column: 1, EndLine: 1, EndColumn: 1, Fingerprint: absent + a.Class,
			Message: Text{JA: "「" + a.Label.JA + "」の定めは見つかりませんでした。", EN: "No clause of the type “" + a.Label.EN + "” was found."},
		})
	}
	if in.Tree != nil {
		for _, is := range contradictions(in, opt) {
			add(is)
		}
		for _, is := range opt.Config.thresholds(r) {
			add(is)
		}
	}
	return out
}

const absent = "absent/"

// covers reports whether a rule as written in a suppression or a severity means
// another: a class means all its patterns, * means all rules.
func covers(written, rule string) bool {
	return written == "*" || written == rule || strings.HasPrefix(rule, written+"/")
}
