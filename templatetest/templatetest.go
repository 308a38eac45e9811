// Package templatetest tests the tables of methods that values give to templates
// where programs are built without methods that nobody calls (docs/_image/overlay.sh).
package templatetest

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"testing"
)

// Table gives out methods by name; nil for what is none.
type Table interface{ TemplateMethod(name string) any }

var call = regexp.MustCompile(`\.([A-Z]\w*)`)

// Methods compares what the templates that match a pattern call with the tables of
// values: each has the methods of its value that are called, and no others.
func Methods(t *testing.T, pattern string, tables ...Table) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	called := map[string]bool{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range call.FindAllSubmatch(data, -1) {
			called[string(m[1])] = true
		}
	}
	for _, table := range tables {
		found := 0
		for name := range called {
			m := reflect.ValueOf(table).MethodByName(name)
			if !m.IsValid() {
				continue
			}
			found++
			if got := table.TemplateMethod(name); got == nil || reflect.TypeOf(got) != m.Type() {
				t.Errorf("%T.TemplateMethod(%q) is %T, want a %s", table, name, got, m.Type())
			}
		}
		if found == 0 {
			t.Errorf("no template calls a method of %T", table)
		}
		if m := table.TemplateMethod("Nothing"); m != nil {
			t.Errorf("%T has a method that is none: %T", table, m)
		}
	}
}
