package lint

import (
	"io"
	"strings"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer/report"
)

// The diagnostics of reviewdog, one JSON value a line. Columns count bytes of
// UTF-8 from 1.
type rdDiagnostic struct {
	Message  string     `json:"message"`
	Location rdLocation `json:"location"`
	Severity string     `json:"severity"` // ERROR, WARNING, INFO
	Source   rdSource   `json:"source"`
	Code     rdCode     `json:"code"`

	Suggestions []rdSuggestion `json:"suggestions,omitempty"`
}

type rdLocation struct {
	Path  string  `json:"path"`
	Range rdRange `json:"range"`
}

type rdRange struct {
	Start rdPosition `json:"start"`
	End   rdPosition `json:"end"`
}

type rdPosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

type rdSource struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

type rdCode struct {
	Value string `json:"value"`
	URL   string `json:"url,omitempty"`
}

type rdSuggestion struct {
	Range rdRange `json:"range"`
	Text  string  `json:"text"`
}

func (r *Result) writeRDJSON(w io.Writer, opt WriteOptions) error {
	var lines map[*Input][]string = map[*Input][]string{}
	for _, is := range r.Shown(opt.From, New, false) {
		text, ok := lines[is.input]
		if !ok && is.input != nil && is.input.Document != nil {
			text = splitLines(is.input.Document.Decoded())
			lines[is.input] = text
		}
		d := rdDiagnostic{
			Message:  report.In(is.Message, opt.Lang),
			Location: rdLocation{slashed(is.Document), rdRange{rdPosition{is.Line, byteColumn(text, is.Line, is.Column)}, rdPosition{is.EndLine, byteColumn(text, is.EndLine, is.EndColumn)}}},
			Severity: map[string]string{"high": "ERROR", "medium": "WARNING"}[is.Severity],
			Source:   rdSource{"yakkan", homepage},
			Code:     rdCode{Value: is.Rule, URL: r.helpURL(is.Rule)},
		}
		if d.Severity == "" {
			d.Severity = "INFO"
		}
		for _, f := range r.Fixes(&is) {
			d.Suggestions = append(d.Suggestions, rdSuggestion{rdRange{
				rdPosition{f.Line, byteColumn(text, f.Line, f.Column)}, rdPosition{f.EndLine, byteColumn(text, f.EndLine, f.EndColumn)},
			}, f.Text})
		}
		line, err := encode(d)
		if err != nil {
			return err
		}
		if _, err := w.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	return nil
}

// splitLines cuts a text at \n, \r\n and \r.
func splitLines(s string) []string {
	return strings.Split(strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"), "\n")
}

// byteColumn turns a column in UTF-16 units into one in bytes; both from 1.
func byteColumn(lines []string, line, column int) int {
	if line < 1 || line > len(lines) {
		return column
	}
	s := lines[line-1]
	at := 0
	for units := 1; units < column && at < len(s); units++ {
		c, n := utf8.DecodeRuneInString(s[at:])
		if c > 0xFFFF {
			units++
		}
		at += n
	}
	return at + 1
}
