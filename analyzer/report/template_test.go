package report

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"testing"
)

// TestTemplateMethods compares what templates call with the tables of methods.
func TestTemplateMethods(t *testing.T) {
	files, err := filepath.Glob("*.tmpl")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	names := map[string]bool{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`\.([A-Z]\w*)`).FindAllSubmatch(data, -1) {
			names[string(m[1])] = true
		}
	}
	found := 0
	for _, v := range []any{&page{}} {
		table := v.(interface{ TemplateMethod(name string) any })
		for name := range names {
			m := reflect.ValueOf(v).MethodByName(name)
			if !m.IsValid() {
				continue
			}
			found++
			if got := table.TemplateMethod(name); got == nil || reflect.TypeOf(got) != m.Type() {
				t.Errorf("%T.TemplateMethod(%q) is %T, want a %s", v, name, got, m.Type())
			}
		}
		if m := table.TemplateMethod("Nothing"); m != nil {
			t.Errorf("%T has a method that is none: %T", v, m)
		}
	}
	if found == 0 {
		t.Error("no template calls a method")
	}
}
