package patterns

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// Files are read as YAML nodes, not into structs, because every value must
// remember its place: a mistake inside a phrase is shown at its own line and
// column. A reader collects mistakes and goes on with what it understood.

// maxFile is the most bytes a file of a library may have.
const maxFile = 4 << 20

// reader reads one file of a library.
type reader struct {
	file  string
	lines []string // of the file, for places inside scalars
	diags *Diagnostics
}

// field is one entry of a mapping.
type field struct {
	key        string
	name, node *yaml.Node
}

// open parses src and returns its top node, or nil if there is none.
func (r *reader) open(src []byte) *yaml.Node {
	if len(src) > maxFile {
		r.at(nil, tooLarge, strconv.Itoa(maxFile>>20)+" MiB")
		return nil
	}
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(src))
	r.lines = strings.Split(text, "\n")
	var top yaml.Node
	if err := yaml.Unmarshal([]byte(text), &top); err != nil {
		r.syntax(err)
		return nil
	}
	if len(top.Content) == 0 {
		return nil
	}
	return top.Content[0]
}

var errorLine = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`line (\d+)(?:, column (\d+))?`)
})

// startsOdd is a value that begins with an operator of phrases which YAML takes
// for its own.
var startsOdd = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`[-:\[,{]\s*[@!|?]`)
})

// syntax reports an error of the YAML parser at the line that it names.
func (r *reader) syntax(err error) {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	p := place{file: r.file, line: 1, column: 1}
	if m := errorLine().FindStringSubmatch(message); m != nil {
		p.line, _ = strconv.Atoi(m[1])
		if m[2] != "" {
			p.column, _ = strconv.Atoi(m[2])
		}
	}
	p.line = min(p.line, len(r.lines)) // YAML knows line breaks that editors do not
	if startsOdd().MatchString(r.lines[p.line-1]) {
		message += " (put a phrase that begins with @, !, | or ? in quotes)"
	}
	*r.diags = append(*r.diags, p.problem(badYAML, message))
}

// at reports a mistake at a node; a nil node means the file.
func (r *reader) at(n *yaml.Node, kind problem, args ...any) *Diagnostic {
	*r.diags = append(*r.diags, r.place(n).problem(kind, args...))
	return &(*r.diags)[len(*r.diags)-1]
}

func (r *reader) place(n *yaml.Node) place {
	if n == nil {
		return place{file: r.file}
	}
	return place{file: r.file, line: min(n.Line, len(r.lines)), column: n.Column}
}

// fields returns the entries of a mapping in order. Keys that are not known are
// reported and left out; nil for known allows any key. what names the mapping
// in messages.
func (r *reader) fields(n *yaml.Node, what string, known []string) []field {
	if !r.plain(n) {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		r.at(n, notMapping, what)
		return nil
	}
	var fields []field
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if !r.plain(key) {
			continue
		}
		if n.Style&yaml.FlowStyle != 0 && value.Kind == yaml.ScalarNode && value.Value == "" && value.Tag == "!!null" && !slices.Contains(known, key.Value) {
			r.at(key, commaInFlow, key.Value)
			continue
		}
		if known != nil && !slices.Contains(known, key.Value) {
			r.at(key, unknownKey, what, key.Value).Hint = nearest(key.Value, known)
			continue
		}
		if line, ok := seen[key.Value]; ok {
			r.at(key, duplicateKey, key.Value, line)
			continue
		}
		seen[key.Value] = key.Line
		fields = append(fields, field{key.Value, key, value})
	}
	return fields
}

// need reports the keys that a mapping lacks.
func (r *reader) need(n *yaml.Node, what string, fields []field, keys ...string) {
	missing := slices.DeleteFunc(slices.Clone(keys), func(key string) bool {
		return slices.ContainsFunc(fields, func(f field) bool { return f.key == key })
	})
	if len(missing) > 0 {
		r.at(n, missingKey, what, strings.Join(missing, ", "))
	}
}

// plain refuses aliases and foreign tags.
func (r *reader) plain(n *yaml.Node) bool {
	if n == nil {
		return false
	}
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		r.at(n, aliasUsed)
		return false
	}
	if n.Tag != "" && !strings.HasPrefix(n.Tag, "!!") && n.Tag != "!" {
		r.at(n, tagUsed, n.Tag)
		return false
	}
	return true
}

// list returns the elements of a list, which may be empty; a single value stands
// for a list of one.
func (r *reader) list(n *yaml.Node, what string) []*yaml.Node {
	if !r.plain(n) {
		return nil
	}
	switch n.Kind {
	case yaml.SequenceNode:
		return n.Content
	case yaml.ScalarNode:
		return []*yaml.Node{n}
	}
	r.at(n, notList, what)
	return nil
}

// text returns the value of a scalar; it must not be empty.
func (r *reader) text(n *yaml.Node, what string) string {
	if !r.plain(n) {
		return ""
	}
	if n.Kind != yaml.ScalarNode {
		r.at(n, notText, what)
		return ""
	}
	if strings.TrimSpace(n.Value) == "" || n.Tag == "!!null" {
		r.at(n, emptyValue, what)
		return ""
	}
	return n.Value
}

// texts returns the values of a list of scalars.
func (r *reader) texts(n *yaml.Node, what string) []string {
	var values []string
	for _, e := range r.list(n, what) {
		if s := r.text(e, what); s != "" {
			values = append(values, s)
		}
	}
	return values
}

// enum returns the index of a scalar among the allowed values, or -1.
func (r *reader) enum(n *yaml.Node, what string, allowed []string) int {
	value := r.text(n, what)
	if value == "" {
		return -1
	}
	i := slices.Index(allowed, value)
	if i < 0 {
		r.at(n, badValue, what, value, strings.Join(allowed, ", ")).Hint = nearest(value, allowed)
	}
	return i
}

// enums returns the indices of a list of scalars among the allowed values.
func (r *reader) enums(n *yaml.Node, what string, allowed []string) []int {
	var indices []int
	if n.Kind == yaml.SequenceNode && len(n.Content) == 0 {
		r.at(n, emptyValue, what)
	}
	for _, e := range r.list(n, what) {
		if i := r.enum(e, what, allowed); i >= 0 {
			indices = append(indices, i)
		}
	}
	return indices
}

func (r *reader) bool(n *yaml.Node, what string) bool {
	if !r.plain(n) {
		return false
	}
	if n.Kind != yaml.ScalarNode || n.Tag != "!!bool" {
		r.at(n, notBool, what)
		return false
	}
	return n.Value == "true" || n.Value == "True" || n.Value == "TRUE"
}

func (r *reader) int(n *yaml.Node, what string) int {
	if !r.plain(n) {
		return 0
	}
	v, err := strconv.Atoi(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil {
		r.at(n, notNumber, what)
		return 0
	}
	return v
}

// bilingual reads {ja: …, en: …}; both languages must be there.
func (r *reader) bilingual(n *yaml.Node, what string) (ja, en string) {
	fields := r.fields(n, what, []string{"ja", "en"})
	if n.Kind == yaml.MappingNode {
		r.need(n, what, fields, "ja", "en")
	}
	for _, f := range fields {
		value := strings.TrimSpace(r.text(f.node, what+"."+f.key))
		if f.key == "ja" {
			ja = value
		} else {
			en = value
		}
	}
	return ja, en
}

// written is a phrase with the place it was written at.
type written struct {
	*phrase
	src    string
	reader *reader
	node   *yaml.Node
}

// phrase parses the phrase in a scalar.
func (r *reader) phrase(n *yaml.Node, what string) (written, bool) {
	if !r.plain(n) {
		return written{}, false
	}
	if n.Kind != yaml.ScalarNode {
		r.at(n, notText, what)
		return written{}, false
	}
	tree, err := parsePhrase(n.Value)
	if err != nil {
		d := r.inside(n, err.offset).problem(err.kind, err.args...)
		*r.diags = append(*r.diags, d)
		return written{}, false
	}
	return written{tree, n.Value, r, n}, true
}

// phrases parses a scalar or a list of scalars.
func (r *reader) phrases(n *yaml.Node, what string) []written {
	var ps []written
	if n.Kind == yaml.SequenceNode && len(n.Content) == 0 {
		r.at(n, emptyValue, what)
	}
	for _, e := range r.list(n, what) {
		if p, ok := r.phrase(e, what); ok {
			ps = append(ps, p)
		}
	}
	return ps
}

// report reports a mistake at a node of the phrase.
func (w written) report(at *phrase, kind problem, args ...any) *Diagnostic {
	d := w.reader.inside(w.node, at.offset).problem(kind, args...)
	*w.reader.diags = append(*w.reader.diags, d)
	return &(*w.reader.diags)[len(*w.reader.diags)-1]
}

// inside returns the place of a byte offset of a scalar's value. It walks the
// value and the source side by side, since quotes, escapes and folded lines
// make them differ.
func (r *reader) inside(n *yaml.Node, offset int) place {
	p := r.place(n)
	if n.Line < 1 || n.Line > len(r.lines) {
		return p
	}
	line, column := n.Line, n.Column
	rest := []rune(r.lines[line-1])
	if column-1 > len(rest) {
		return p
	}
	rest = rest[column-1:]
	next := func() bool { // on to the first character of the next line that has one
		for line < len(r.lines) {
			line++
			text := []rune(r.lines[line-1])
			column = 1
			for len(text) > 0 && (text[0] == ' ' || text[0] == '\t') {
				text, column = text[1:], column+1
			}
			if len(text) > 0 && text[0] != '\r' {
				rest = text
				return true
			}
		}
		return false
	}
	step := func(k int) {
		k = min(k, len(rest))
		rest, column = rest[k:], column+k
	}
	switch {
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		if !next() {
			return p
		}
	case n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		step(1)
	}
	for i := 0; i < offset && i < len(n.Value); {
		v, size := utf8.DecodeRuneInString(n.Value[i:])
		blank := strings.TrimSpace(string(rest)) == ""
		switch {
		case (v == ' ' || v == '\n') && blank:
			if !next() {
				return place{r.file, line, column}
			}
		case n.Style&yaml.DoubleQuotedStyle != 0 && len(rest) > 1 && rest[0] == '\\':
			step(max(2, map[rune]int{'x': 4, 'u': 6, 'U': 10}[rest[1]]))
		case n.Style&yaml.SingleQuotedStyle != 0 && v == '\'':
			step(2)
		default:
			step(1)
		}
		i += size
	}
	return place{r.file, line, column}
}

// String returns "file:line:column".
func (p place) String() string { return fmt.Sprintf("%s:%d:%d", p.file, p.line, p.column) }
