package legal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf16"

	"go.yaml.in/yaml/v4"

	"github.com/yakkan/yakkan/analyzer/finding"
)

// FactsSchemaID is the version of files of facts.
const FactsSchemaID = "yakkan.facts/1"

// maxFacts is the size of a file of facts in bytes that is read at most.
const maxFacts = 1 << 20

// maxFactList is how many companies or certificates one answer may name.
const maxFactList = 200

// factsFile is a file of facts. An answer is a value, or a mapping with the value
// and who answered, when, and what shows it; answered gives these for all.
type factsFile struct {
	Schema   string    `yaml:"schema"`
	Service  string    `yaml:"service"`
	Answered answered  `yaml:"answered"`
	Facts    yaml.Node `yaml:"facts"`
}

type answered struct {
	By       string `yaml:"by"`
	On       string `yaml:"on"`
	Evidence string `yaml:"evidence"`
}

// ReadFacts reads a file of facts, YAML or JSON. On is the day of the judgement;
// the zero value means that answers do not grow old. The error is of type
// Mistakes and holds every mistake with its place.
func (d *Data) ReadFacts(name string, src []byte, on time.Time) (*Facts, error) {
	if len(src) > maxFacts {
		return nil, Mistakes{{File: name, Text: finding.Text{
			JA: fmt.Sprintf("ファイルが上限（%d バイト）を超えています", maxFacts), EN: fmt.Sprintf("the file is larger than %d bytes", maxFacts),
		}}}
	}
	f := &Facts{Name: name, On: on, Answers: map[string]Answer{}}
	_, err := Decode(name, yamlOf(src), func(c *Checker, file *factsFile) {
		if file.Schema != "" {
			c.OneOf(file.Schema, "schema", []string{FactsSchemaID}, "schema")
		}
		if file.Service != "" {
			f.Name = file.Service
		}
		r := &factsReader{c: c, d: d, f: f, all: file.Answered}
		r.day(file.Answered.On, "answered", "on")
		r.answers(child(c.root, "facts"))
		r.consistent()
	})
	if err != nil {
		return nil, err
	}
	return f, nil
}

// yamlOf makes JSON readable as YAML, which it is but for tabs that indent and
// for pairs of surrogates. Lines and columns stay.
func yamlOf(src []byte) []byte {
	if !json.Valid(src) {
		return src
	}
	// A tab inside a string of valid JSON is written \t, so every tab is space.
	src = bytes.ReplaceAll(src, []byte("\t"), []byte(" "))
	return surrogates().ReplaceAllFunc(src, func(pair []byte) []byte {
		high, _ := strconv.ParseUint(string(pair[2:6]), 16, 16)
		low, _ := strconv.ParseUint(string(pair[8:12]), 16, 16)
		return []byte(string(utf16.DecodeRune(rune(high), rune(low))))
	})
}

var surrogates = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}`)
})

type factsReader struct {
	c   *Checker
	d   *Data
	f   *Facts
	all answered
}

func (r *factsReader) answers(n *yaml.Node) {
	if n == nil || n.Kind != yaml.MappingNode {
		r.c.Report(finding.Text{
			JA: "facts に 項目: 回答 を書いてください（yakkan facts template でひな形を示します）",
			EN: "facts must hold field: answer (yakkan facts template shows a form)",
		}, "facts")
		return
	}
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if line := seen[key.Value]; line > 0 {
			r.at(key, finding.Text{JA: fmt.Sprintf("%s は %d 行目に既にあります", key.Value, line), EN: fmt.Sprintf("%s is already on line %d", key.Value, line)})
			continue
		}
		seen[key.Value] = key.Line
		q, ok := r.d.Facts.Question(key.Value)
		if !ok {
			r.at(key, finding.Text{JA: fmt.Sprintf("%q という項目はありません", key.Value), EN: fmt.Sprintf("unknown field %q", key.Value)}).Hint = nearest(key.Value, r.d.Facts.Fields())
			continue
		}
		r.answer(q, value)
	}
}

func (r *factsReader) at(n *yaml.Node, text finding.Text) *Mistake {
	r.c.mistakes = append(r.c.mistakes, Mistake{File: r.c.file, Line: n.Line, Column: n.Column, Text: text})
	return &r.c.mistakes[len(r.c.mistakes)-1]
}

// answer reads one answer; unknown ones are left out.
func (r *factsReader) answer(q *FactQuestion, n *yaml.Node) {
	a := Answer{By: r.all.By, On: r.all.On, Evidence: r.all.Evidence}
	value := n
	if n.Kind == yaml.MappingNode {
		value = nil
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, v := n.Content[i], n.Content[i+1]
			switch key.Value {
			case "value":
				value = v
			case "by":
				a.By = r.words(v)
			case "on":
				a.On = r.words(v)
				r.day(a.On, "facts", q.Field, "on")
			case "evidence":
				a.Evidence = r.words(v)
			default:
				r.at(key, finding.Text{JA: fmt.Sprintf("%q という欄はありません", key.Value), EN: fmt.Sprintf("unknown key %q", key.Value)}).Hint = nearest(key.Value, []string{"value", "by", "on", "evidence"})
			}
		}
		if value == nil {
			r.at(n, finding.Text{JA: "value がありません", EN: "lacks value"})
			return
		}
	}
	if value.Kind == yaml.ScalarNode && (value.Tag == "!!null" || value.Value == "" || value.Value == Unknown) {
		return
	}
	if r.read(q, value, &a) {
		r.f.Answers[q.Field] = a
	}
}

func (r *factsReader) words(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode {
		r.at(n, finding.Text{JA: "文字列を書いてください", EN: "must be a string"})
		return ""
	}
	return n.Value
}

// read reads the value of an answer by the kind of its question.
func (r *factsReader) read(q *FactQuestion, n *yaml.Node, a *Answer) bool {
	switch q.Kind {
	case "choice":
		return r.choice(q, n, a)
	case "choices":
		if n.Kind != yaml.SequenceNode {
			return r.choice(q, n, a)
		}
		for _, item := range n.Content {
			if item.Kind == yaml.ScalarNode && item.Value == Unknown {
				continue
			}
			r.choice(q, item, a)
		}
		return len(a.Values) > 0
	case "count":
		count, err := strconv.Atoi(n.Value)
		if n.Kind != yaml.ScalarNode || err != nil || count < 0 {
			r.at(n, finding.Text{JA: q.Field + " には0以上の整数を書いてください", EN: q.Field + " must be a whole number, 0 or more"})
			return false
		}
		a.Count = count
		for _, v := range q.Values {
			if count >= v.From {
				a.Values = []string{v.ID}
			}
		}
		return true
	case "text":
		a.Text = r.words(n)
		return a.Text != ""
	case "vendors":
		return list(r, n, &a.Vendors, func(n *yaml.Node, v *SubVendor) {
			if v.Handles = truth(v.Handles); v.Handles != "" && !slices.Contains([]string{"yes", "no", Unknown}, v.Handles) {
				r.at(n, finding.Text{JA: "handles は yes, no, unknown のいずれかです", EN: "handles must be yes, no or unknown"})
			}
		})
	case "certificates":
		return list(r, n, &a.Certificates, func(*yaml.Node, *Certificate) {})
	}
	return false
}

// choice reads one of the allowed values.
func (r *factsReader) choice(q *FactQuestion, n *yaml.Node, a *Answer) bool {
	if n.Kind != yaml.ScalarNode {
		r.at(n, finding.Text{JA: q.Field + " には値を一つ書いてください", EN: q.Field + " must be a single value"})
		return false
	}
	value := n.Value
	if _, ok := q.Value(value); !ok {
		value = truth(value)
	}
	if _, ok := q.Value(value); !ok {
		allowed := append(q.values(), Unknown)
		m := r.at(n, finding.Text{
			JA: fmt.Sprintf("%s に %q は使えません（%s のいずれか）", q.Field, n.Value, strings.Join(allowed, ", ")),
			EN: fmt.Sprintf("unknown %s %q (one of %s)", q.Field, n.Value, strings.Join(allowed, ", ")),
		})
		m.Hint = nearest(n.Value, allowed)
		return false
	}
	if !slices.Contains(a.Values, value) {
		a.Values = append(a.Values, value)
	}
	return true
}

// truth reads true and false as yes and no.
func truth(s string) string {
	switch s {
	case "true":
		return "yes"
	case "false":
		return "no"
	}
	return s
}

// list reads the items of a list of mappings; a bare string is a name.
func list[T any](r *factsReader, n *yaml.Node, to *[]T, check func(*yaml.Node, *T)) bool {
	if n.Kind != yaml.SequenceNode {
		r.at(n, finding.Text{JA: "一覧（- 名称）で書いてください", EN: "must be a list (- name)"})
		return false
	}
	if len(n.Content) > maxFactList {
		r.at(n, finding.Text{JA: fmt.Sprintf("一覧は %d 件までです", maxFactList), EN: fmt.Sprintf("a list may have %d entries at most", maxFactList)})
		return false
	}
	for _, item := range n.Content {
		var v T
		source := item
		if item.Kind == yaml.ScalarNode {
			source = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: item.Line, Column: item.Column, Content: []*yaml.Node{
				{Kind: yaml.ScalarNode, Tag: "!!str", Value: "name", Line: item.Line, Column: item.Column}, item,
			}}
		}
		if err := source.Load(&v, yaml.WithKnownFields()); err != nil {
			r.c.syntax(err)
			continue
		}
		check(item, &v)
		*to = append(*to, v)
	}
	return true
}

// day checks a date, which may be empty.
func (r *factsReader) day(s string, path ...any) {
	if s == "" {
		return
	}
	on, err := time.Parse(time.DateOnly, s)
	switch {
	case err != nil:
		r.c.Report(finding.Text{JA: fmt.Sprintf("日付 %q は 2026-10-01 の形で書いてください", s), EN: fmt.Sprintf("the date %q must be written like 2026-10-01", s)}, path...)
	case !r.f.On.IsZero() && on.After(r.f.On.AddDate(0, 0, 1)):
		r.c.Report(finding.Text{JA: fmt.Sprintf("日付 %s は未来の日です", s), EN: fmt.Sprintf("the date %s lies in the future", s)}, path...)
	}
}

// consistent reports answers that contradict each other, at the later one.
func (r *factsReader) consistent() {
	switch contradiction(r.f) {
	case "never_counted":
		r.c.Report(finding.Text{
			JA: "handling_record が never であるのに handling_count_12m が0件ではありません。どちらかを直してください",
			EN: "handling_record is never but handling_count_12m is not 0: mend one of them",
		}, "facts", "handling_count_12m")
	case "never_own":
		r.c.Report(finding.Text{
			JA: "handling_record が never であるのに own_case_handled が yes です。どちらかを直してください",
			EN: "handling_record is never but own_case_handled is yes: mend one of them",
		}, "facts", "own_case_handled")
	case "support_id":
		r.c.Report(finding.Text{
			JA: "support_method に maintenance_id があるのに maintenance_id が none です。on_demand 又は standing としてください",
			EN: "support_method has maintenance_id but maintenance_id is none: it must be on_demand or standing",
		}, "facts", "maintenance_id")
	}
}
