package legal

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/yakkan/yakkan/analyzer/finding"
)

// Mistake is one mistake in a data file: where it is, what it is, and what was
// probably meant.
type Mistake struct {
	File         string
	Line, Column int // 1-based, in code points; 0 where the whole file is meant
	Text         finding.Text
	Hint         string // the nearest name that exists; empty if none is near
}

// String returns "file:line:column: message" in English.
func (m Mistake) String() string { return m.In("en") }

// In returns "file:line:column: message" in a language, "en" or Japanese.
func (m Mistake) In(lang string) string {
	at := m.File
	if m.Line > 0 {
		at = fmt.Sprintf("%s:%d:%d", m.File, m.Line, m.Column)
	}
	text, hint := m.Text.JA, "（%s のことですか）"
	if lang == "en" {
		text, hint = m.Text.EN, "; did you mean %s?"
	}
	if m.Hint != "" {
		text += fmt.Sprintf(hint, m.Hint)
	}
	return at + ": " + text
}

// Mistakes are all mistakes of one file in the order of its lines.
type Mistakes []Mistake

// Error lists every mistake on a line of its own.
func (ms Mistakes) Error() string {
	lines := make([]string, len(ms))
	for i, m := range ms {
		lines[i] = m.String()
	}
	return strings.Join(lines, "\n")
}

// Checker finds out whether a decoded file makes sense and reports mistakes at
// their places.
type Checker struct {
	file     string
	root     *yaml.Node
	mistakes Mistakes
}

// Decode reads the YAML of a data file into a T. Unknown keys, values of the
// wrong type and duplicate keys are mistakes; check, which may be nil, looks for
// what YAML cannot know. The error is of type Mistakes and holds every one.
func Decode[T any](file string, src []byte, check func(*Checker, *T)) (T, error) {
	var value T
	c := &Checker{file: file}
	var document yaml.Node
	if err := yaml.Unmarshal(src, &document); err != nil {
		c.syntax(err)
		return value, c.err()
	}
	if len(document.Content) == 0 {
		c.Report(finding.Text{JA: "ファイルが空です", EN: "the file is empty"})
		return value, c.err()
	}
	c.root = document.Content[0]
	c.aliases(c.root)
	if err := document.Load(&value, yaml.WithKnownFields()); err != nil {
		c.syntax(err)
	}
	if check != nil && len(c.mistakes) == 0 {
		check(c, &value)
	}
	return value, c.err()
}

// syntax reports the errors of the YAML library, each at its place.
func (c *Checker) syntax(err error) {
	report := func(e *yaml.LoadError) {
		m := Mistake{File: c.file, Line: e.Mark.Line, Column: e.Mark.Column, Text: finding.Text{
			JA: "YAML として読めません: " + e.Message, EN: e.Message,
		}}
		c.mistakes = append(c.mistakes, m)
	}
	if many, ok := errors.AsType[*yaml.LoadErrors](err); ok {
		for _, e := range many.Errors {
			report(e)
		}
	} else if one, ok := errors.AsType[*yaml.LoadError](err); ok {
		report(one)
	} else {
		c.Report(finding.Text{JA: "YAML として読めません: " + err.Error(), EN: err.Error()})
	}
}

// aliases refuses anchors and aliases: a reader of the file should see what it
// says where it says it.
func (c *Checker) aliases(n *yaml.Node) {
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		c.mistakes = append(c.mistakes, Mistake{File: c.file, Line: n.Line, Column: n.Column, Text: finding.Text{
			JA: "アンカーと参照（& *）は使えません。内容をそのまま書いてください",
			EN: "anchors and aliases (& *) are not supported: write the content out",
		}})
		return
	}
	for _, child := range n.Content {
		c.aliases(child)
	}
}

// Report adds a mistake at the place that a path of keys and indices leads to,
// as in Report(text, "sources", 3, "document"). As much of the path as exists is
// followed.
func (c *Checker) Report(text finding.Text, path ...any) *Mistake {
	m := Mistake{File: c.file, Text: text}
	if n := c.node(path); n != nil {
		m.Line, m.Column = n.Line, n.Column
	}
	c.mistakes = append(c.mistakes, m)
	return &c.mistakes[len(c.mistakes)-1]
}

// Need reports a value that is missing; what names it.
func (c *Checker) Need(value, what string, path ...any) {
	if strings.TrimSpace(value) == "" {
		c.Report(finding.Text{JA: what + " がありません", EN: "lacks " + what}, path...)
	}
}

// NeedText reports a language that is missing.
func (c *Checker) NeedText(t finding.Text, what string, path ...any) {
	c.Need(t.JA, what+".ja", path...)
	c.Need(t.EN, what+".en", path...)
}

// OneOf reports a value that is not allowed and hints at the nearest that is.
func (c *Checker) OneOf(value, what string, allowed []string, path ...any) {
	if slices.Contains(allowed, value) {
		return
	}
	c.Report(finding.Text{
		JA: fmt.Sprintf("%s に %q は使えません", what, value),
		EN: fmt.Sprintf("unknown %s %q", what, value),
	}, path...).Hint = nearest(value, allowed)
}

// Share reports a number outside 0 to 1.
func (c *Checker) Share(value float64, path ...any) {
	if !(value >= 0 && value <= 1) {
		c.Report(finding.Text{JA: fmt.Sprintf("%v は 0 から 1 の数ではありません", value), EN: fmt.Sprintf("%v is not between 0 and 1", value)}, path...)
	}
}

func (c *Checker) node(path []any) *yaml.Node {
	n := c.root
	for _, step := range path {
		next := child(n, step)
		if next == nil {
			return n
		}
		n = next
	}
	return n
}

func child(n *yaml.Node, step any) *yaml.Node {
	if n == nil {
		return nil
	}
	switch step := step.(type) {
	case int:
		if n.Kind == yaml.SequenceNode && step < len(n.Content) {
			return n.Content[step]
		}
	case string:
		for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == step {
				return n.Content[i+1]
			}
		}
	}
	return nil
}

func (c *Checker) err() error {
	if len(c.mistakes) == 0 {
		return nil
	}
	slices.SortStableFunc(c.mistakes, func(a, b Mistake) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return c.mistakes
}

// nearest returns the candidate that shares the longest start or end with word,
// if that is at least half of it.
func nearest(word string, candidates []string) string {
	best, length := "", (len(word)+1)/2
	for _, c := range candidates {
		n := max(commonStart(word, c), commonEnd(word, c))
		if n > length || n == length && best == "" {
			best, length = c, n
		}
	}
	return best
}

func commonStart(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

func commonEnd(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}
