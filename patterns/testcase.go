package patterns

import (
	"go.yaml.in/yaml/v4"
)

// Expectation says what a test of a class file wants.
type Expectation uint8

// The three expectations. Todo is a known miss: once it matches, the test fails
// and asks to be moved.
const (
	WantMatch Expectation = iota
	WantNone
	WantTodo
)

// String returns the key of the class file that holds such tests.
func (e Expectation) String() string { return [...]string{"match", "none", "todo"}[e] }

// Test is a test of a class file: a small document and what must be found in it.
// Empty fields are not checked.
type Test struct {
	Want     Expectation
	Text     string
	Data     string
	Trigger  string
	Weak     *bool
	Grade    string
	Pattern  string   // that matches; for WantNone: that By alone keeps from matching
	Vendor   []string // words for the parties, instead of the usual ones
	Customer []string
	Kind     string // the kind of document it is read as, for patterns that ask for one
	Line     int    // the line that must bear the finding, from 1
	By       string // for WantNone: the slot or exception that rejects it; "literal" if no literal is there
	Reason   string // for WantTodo: why it is missed

	at place
}

// Position returns "file:line:column" of the test.
func (t Test) Position() string { return t.at.String() }

func (r *reader) tests(n *yaml.Node) []Test {
	var tests []Test
	for _, f := range r.fields(n, "tests", []string{"match", "none", "todo"}) {
		if f.node.Kind == yaml.ScalarNode && f.node.Tag == "!!null" || f.node.Kind == yaml.SequenceNode && len(f.node.Content) == 0 {
			continue
		}
		want := map[string]Expectation{"match": WantMatch, "none": WantNone, "todo": WantTodo}[f.key]
		for _, e := range r.list(f.node, f.key) {
			if t, ok := r.test(e, want); ok {
				tests = append(tests, t)
			}
		}
	}
	return tests
}

var testKeys = [...][]string{
	WantMatch: {"text", "data", "trigger", "weak", "grade", "pattern", "vendor", "customer", "kind", "line"},
	WantNone:  {"text", "by", "pattern", "vendor", "customer", "kind"},
	WantTodo:  {"text", "reason", "vendor", "customer", "kind"},
}

func (r *reader) test(n *yaml.Node, want Expectation) (Test, bool) {
	t := Test{Want: want, at: r.place(n)}
	fields := r.fields(n, "a test under "+want.String(), testKeys[want])
	switch want {
	case WantMatch:
		r.need(n, "the test", fields, "text")
	case WantNone:
		r.need(n, "the test", fields, "text", "by")
	case WantTodo:
		r.need(n, "the test", fields, "text", "reason")
	}
	enum := func(f field, allowed []string) string {
		if i := r.enum(f.node, f.key, allowed); i >= 0 {
			return allowed[i]
		}
		return ""
	}
	for _, f := range fields {
		switch f.key {
		case "text":
			t.Text = r.text(f.node, "text")
			t.at = r.place(f.node)
		case "data":
			t.Data = enum(f, dataNames[:])
		case "trigger":
			t.Trigger = enum(f, triggerNames[:])
		case "weak":
			t.Weak = new(r.bool(f.node, "weak"))
		case "grade":
			t.Grade = enum(f, gradeNames)
		case "pattern":
			t.Pattern = r.text(f.node, "pattern")
		case "vendor":
			t.Vendor = r.texts(f.node, "vendor")
		case "customer":
			t.Customer = r.texts(f.node, "customer")
		case "kind":
			t.Kind = enum(f, kindNames)
		case "line":
			t.Line = r.int(f.node, "line")
		case "by":
			t.By = r.text(f.node, "by")
		case "reason":
			t.Reason = r.text(f.node, "reason")
		}
	}
	return t, t.Text != ""
}
