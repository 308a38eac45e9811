package lint

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/yakkan/yakkan/analyzer/legal"
)

// yamlFile is a file that is being read: its nodes lead to places.
type yamlFile struct {
	file     string
	root     *yaml.Node
	mistakes legal.Mistakes
}

// decodeYAML reads a file into v, a pointer to a struct. Keys that v does not
// know are mistakes with a hint at the nearest that it does.
func decodeYAML(file string, src []byte, v any) (*yamlFile, error) {
	d := &yamlFile{file: file}
	var doc yaml.Node
	if err := yaml.Unmarshal(src, &doc); err != nil {
		return d, d.syntax(err)
	}
	if len(doc.Content) == 0 {
		d.report(Text{JA: "ファイルが空です。version: 1 から始めてください", EN: "the file is empty; begin it with version: 1"})
		return d, d.err()
	}
	d.root = doc.Content[0]
	d.known(d.root, reflect.TypeOf(v).Elem())
	if len(d.mistakes) > 0 {
		return d, d.err()
	}
	if err := doc.Decode(v); err != nil {
		return d, d.syntax(err)
	}
	return d, nil
}

// syntax turns the errors of the YAML reader into mistakes at their places.
func (d *yamlFile) syntax(err error) error {
	all := []error{err}
	if many, ok := errors.AsType[*yaml.LoadErrors](err); ok {
		all = nil
		for _, e := range many.Errors {
			all = append(all, e)
		}
	}
	for _, e := range all {
		m := legal.Mistake{File: d.file, Text: Text{JA: "YAML として読めません: " + e.Error(), EN: e.Error()}}
		if one, ok := errors.AsType[*yaml.LoadError](e); ok {
			m.Line, m.Column, m.Text = one.Mark.Line, one.Mark.Column, Text{JA: "YAML として読めません: " + one.Message, EN: one.Message}
		}
		d.mistakes = append(d.mistakes, m)
	}
	return d.err()
}

// known reports keys that t has no field for, aliases and anchors.
func (d *yamlFile) known(n *yaml.Node, t reflect.Type) {
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		d.mistake(n, Text{JA: "アンカーと参照（& *）は使えません", EN: "anchors and aliases (& *) are not supported"}, "")
		return
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case n.Kind == yaml.SequenceNode && t.Kind() == reflect.Slice:
		for _, c := range n.Content {
			d.known(c, t.Elem())
		}
	case n.Kind == yaml.MappingNode && t.Kind() == reflect.Struct:
		fields := map[string]reflect.Type{}
		for f := range t.Fields() {
			if name := f.Tag.Get("yaml"); f.IsExported() && name != "-" {
				fields[name] = f.Type
			}
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			ft, ok := fields[key.Value]
			if !ok {
				names := slices.Sorted(maps.Keys(fields))
				d.mistake(key, Text{
					JA: fmt.Sprintf("%q というキーはありません。使えるキー: %s", key.Value, strings.Join(names, ", ")),
					EN: fmt.Sprintf("there is no key %q; the keys here are %s", key.Value, strings.Join(names, ", ")),
				}, nearest(key.Value, names))
				continue
			}
			d.known(n.Content[i+1], ft)
		}
	}
}

func (d *yamlFile) mistake(n *yaml.Node, t Text, hint string) {
	d.mistakes = append(d.mistakes, legal.Mistake{File: d.file, Line: n.Line, Column: n.Column, Text: t, Hint: hint})
}

// report adds a mistake at the place that keys and indices lead to.
func (d *yamlFile) report(t Text, way ...any) {
	m := legal.Mistake{File: d.file, Text: t}
	m.Line, m.Column = d.at(way...)
	d.mistakes = append(d.mistakes, m)
}

// at returns the place that keys and indices lead to, as far as they exist.
func (d *yamlFile) at(way ...any) (line, column int) {
	n := d.root
	if n == nil {
		return 0, 0
	}
walk:
	for _, step := range way {
		switch step := step.(type) {
		case int:
			if n.Kind != yaml.SequenceNode || step >= len(n.Content) {
				break walk
			}
			n = n.Content[step]
		case string:
			i := 0
			for i+1 < len(n.Content) && (n.Kind != yaml.MappingNode || n.Content[i].Value != step) {
				i += 2
			}
			if i+1 >= len(n.Content) {
				break walk
			}
			n = n.Content[i+1]
		}
	}
	return n.Line, n.Column
}

func (d *yamlFile) version(v int) {
	if v != 1 {
		d.report(Text{JA: "version: 1 が必要です", EN: "version: 1 is needed"}, "version")
	}
}

// one reports a value that is not among those allowed.
func (d *yamlFile) one(value, what string, allowed []string, way ...any) {
	if value == "" || slices.Contains(allowed, value) {
		return
	}
	d.report(Text{
		JA: fmt.Sprintf("%s に %q は使えません。使える値: %s", what, value, strings.Join(allowed, ", ")),
		EN: fmt.Sprintf("%s cannot be %q; use one of %s", what, value, strings.Join(allowed, ", ")),
	}, way...)
	d.mistakes[len(d.mistakes)-1].Hint = nearest(value, allowed)
}

func (d *yamlFile) err() error {
	if len(d.mistakes) == 0 {
		return nil
	}
	slices.SortStableFunc(d.mistakes, func(a, b legal.Mistake) int { return cmp.Or(a.Line-b.Line, a.Column-b.Column) })
	return d.mistakes
}

// nearest returns the candidate most like word, or "" where none is near.
func nearest(word string, candidates []string) string {
	best, at := "", max(2, len(word)/3)+1
	for _, c := range candidates {
		if n := distance(word, c); n < at {
			best, at = c, n
		}
	}
	return best
}

// distance is the number of bytes to insert, delete or replace.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
