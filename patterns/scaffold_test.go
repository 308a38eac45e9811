package patterns

import (
	"testing"
	"testing/fstest"
)

// TestScaffold: a new class file loads on top of the built-in library, and its
// tests pass before anybody touched it.
func TestScaffold(t *testing.T) {
	for _, group := range []string{"power", "context", "house"} {
		name, text, err := Scaffold("brandnew", group)
		if err != nil {
			t.Fatal(err)
		}
		lib, err := Load(FS, fstest.MapFS{name: {Data: text}})
		if err != nil {
			t.Fatalf("%s: %v", group, err)
		}
		results, err := lib.RunTests(t.Context(), mustTokenizer(t), "brandnew")
		if err != nil || len(results) < 2 {
			t.Fatalf("%s: %d results, %v", group, len(results), err)
		}
		for _, r := range results {
			if !r.Passed() {
				t.Errorf("%s: %s: %s", group, r.Test.Position(), r.Why)
			}
		}
	}
	for _, bad := range [][2]string{{"Brand", "power"}, {"brand", "Power!"}, {"", "power"}} {
		if _, _, err := Scaffold(bad[0], bad[1]); err == nil {
			t.Errorf("Scaffold(%q, %q) gave no error", bad[0], bad[1])
		}
	}
}
