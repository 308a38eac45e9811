package lint

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/yakkan/yakkan/analyzer/report"
)

// Formats are the names of the formats that Write knows.
var Formats = []string{"text", "json", "sarif", "github", "rdjsonl"}

// WriteOptions are the settings of Write.
type WriteOptions struct {
	Lang           string // ja, en
	From           string // the least severity that is written; "" means low
	DropSuppressed bool   // SARIF leaves out what is suppressed
}

// Schema is the version of the JSON of a run.
const Schema = "yakkan.lint/1"

// Write writes a result in a format.
func (r *Result) Write(w io.Writer, format string, opt WriteOptions) error {
	if opt.From == "" {
		opt.From = "low"
	}
	switch format {
	case "text":
		return r.writeText(w, opt)
	case "json":
		return r.writeJSON(w, opt)
	case "sarif":
		return r.writeSARIF(w, opt)
	case "github":
		return r.writeGitHub(w, opt)
	case "rdjsonl":
		return r.writeRDJSON(w, opt)
	}
	return fmt.Errorf("there is no format %q; use one of %s", format, strings.Join(Formats, ", "))
}

// writeText writes one line an issue, then one a document, then the counts.
func (r *Result) writeText(w io.Writer, opt WriteOptions) error {
	var b strings.Builder
	for _, is := range r.Shown(opt.From, New, false) {
		fmt.Fprintf(&b, "%s:%d:%d: %s: %s [%s]\n", is.Document, is.Line, is.Column, is.Severity, report.In(is.Message, opt.Lang), is.Rule)
	}
	for i := range r.Inputs {
		fmt.Fprintln(&b, r.Inputs[i].Report.Document.Name+": "+summary(r.Inputs[i].Report, opt.Lang))
	}
	fmt.Fprintln(&b, r.counts(opt.Lang))
	if n := r.notice(opt.Lang); n != "" {
		fmt.Fprintln(&b, n)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func pick(lang, ja, en string) string {
	if lang == "en" {
		return en
	}
	return ja
}

// summary is the verdict and the scores of a document.
func summary(r *report.Report, lang string) string {
	s := fmt.Sprintf("%s [%s]", report.In(r.Verdict.Label, lang), r.Verdict.Terms)
	if r.Scores.Hidden {
		return s
	}
	return s + fmt.Sprintf(pick(lang, ", 例外への依拠しにくさ %d, 責任分担の明確さ %d", ", defeat %d, division %d"), r.Scores.Defeat.Value, r.Scores.Division.Value)
}

// counts says how many issues there are: "3 old, 0 new, 1 gone".
func (r *Result) counts(lang string) string {
	s := fmt.Sprintf(pick(lang, "%d 件", "findings: %d"), r.New)
	if r.opt.Baseline != nil {
		s = fmt.Sprintf(pick(lang, "既存 %d 件、新規 %d 件、解消 %d 件", "%d old, %d new, %d gone"), r.Old, r.New, r.Gone)
	}
	if r.Suppressed > 0 {
		s += fmt.Sprintf(pick(lang, "、抑制 %d 件", ", %d suppressed"), r.Suppressed)
	}
	return s
}

// notice is the short disclaimer.
func (r *Result) notice(lang string) string {
	for _, in := range r.Inputs {
		if len(in.Report.Notices) > 0 {
			return report.In(in.Report.Notices[0], lang)
		}
	}
	return ""
}

// jsonDocument is a document in the JSON of a run.
type jsonDocument struct {
	Name     string           `json:"name"`
	SHA256   string           `json:"sha256"`
	Status   string           `json:"status"`
	Problems []report.Problem `json:"problems"`
	Verdict  report.Verdict   `json:"verdict"`
	Scores   map[string]int   `json:"scores"`
	Library  report.Library   `json:"library"`
	Notices  []Text           `json:"notices"`
}

func (r *Result) writeJSON(w io.Writer, opt WriteOptions) error {
	out := struct {
		Schema    string         `json:"schema"`
		Summary   map[string]int `json:"summary"`
		Documents []jsonDocument `json:"documents"`
		Issues    []Issue        `json:"issues"`
	}{Schema, map[string]int{"new": r.New, "old": r.Old, "suppressed": r.Suppressed, "gone": r.Gone}, []jsonDocument{}, []Issue{}}
	for _, in := range r.Inputs {
		d := in.Report
		var scores map[string]int // null where there are none
		if !d.Scores.Hidden {
			scores = map[string]int{"defeat": d.Scores.Defeat.Value, "division": d.Scores.Division.Value}
		}
		out.Documents = append(out.Documents, jsonDocument{
			d.Document.Name, d.Document.SHA256, d.Document.Status, d.Document.Problems, d.Verdict,
			scores, d.Library, d.Notices,
		})
	}
	for _, is := range r.Issues {
		if AtLeast(is.Severity, opt.From) {
			out.Issues = append(out.Issues, is)
		}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}
