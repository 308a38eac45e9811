package evaluate_test

import (
	"bufio"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/builtintest"
	"github.com/yakkan/yakkan/corpus/evaluate"
)

// TestOwnDocuments: on the project's own labelled documents the library is at
// least as right as the floors say.
func TestOwnDocuments(t *testing.T) {
	floors := readFloors(t, filepath.Join("..", "..", ".ci", "floors"))
	docs, err := evaluate.Load(filepath.Join("testdata", "own"))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range docs {
		quotesStand(t, d)
	}
	a := builtintest.Analyzer(t)
	groups := map[string]string{}
	for _, c := range builtintest.Library(t).Classes() {
		groups[c.ID] = string(c.Group)
	}
	r, err := evaluate.Run(t.Context(), docs, evaluate.Options{Group: func(c string) string { return groups[c] }},
		func(ctx context.Context, name string, text []byte) (evaluate.Answer, error) {
			rep, err := a.Analyze(ctx, filepath.Base(name), text, analyzer.Options{})
			if err != nil {
				return evaluate.Answer{}, err
			}
			ans := evaluate.Answer{Verdict: rep.Verdict.Terms, Overlays: rep.Verdict.Overlays}
			for _, f := range rep.Findings {
				ans.Found = append(ans.Found, evaluate.Found{
					Line: f.Line, Class: f.Class, Pattern: f.Rule, Data: f.Data, Trigger: f.Trigger, Weak: f.Weak, Confidence: f.Confidence, Quote: f.Quote,
				})
			}
			return ans, nil
		})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d documents, macro-F1 %.3f, powers and supports %.3f, verdict %d/%d", r.Documents, r.MacroF1, r.PowersSupports, r.Verdict.Right, r.Verdict.Of)
	if r.Documents < 50 {
		t.Errorf("%d documents, want 50 or more", r.Documents)
	}
	for _, f := range []struct {
		name string
		got  float64
	}{{"OWN_F1", r.MacroF1}, {"OWN_POWERS", r.PowersSupports}, {"OWN_VERDICT", r.Verdict.Value()}} {
		floor, ok := floors[f.name]
		if !ok {
			t.Errorf("no floor %s", f.name)
		}
		if f.got < floor {
			t.Errorf("%s is %.3f, below its floor of %.3f", f.name, f.got, floor)
		}
	}
	if t.Failed() {
		for _, v := range r.WrongVerdicts {
			t.Logf("verdict %s: want %s, got %s", v.Doc, v.Want, v.Got)
		}
		for _, m := range r.Misses {
			t.Logf("miss %s:%d %s %s", m.Doc, m.Line, m.Class, m.Text)
		}
		for _, m := range r.Alarms {
			t.Logf("alarm %s:%d %s %s", m.Doc, m.Line, m.Class, m.Text)
		}
	}
}

// quotesStand checks that each label quotes the line that it names.
func quotesStand(t *testing.T, d evaluate.Document) {
	t.Helper()
	lines := strings.Split(string(d.Text), "\n")
	for _, l := range d.Labels {
		if l.Line > len(lines) || l.Quote == "" || !strings.Contains(lines[l.Line-1], l.Quote) {
			t.Errorf("%s: no %q in line %d", d.ID, l.Quote, l.Line)
		}
	}
}

// readFloors reads NAME=VALUE lines.
func readFloors(t *testing.T, name string) map[string]float64 {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	floors := map[string]float64{}
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		key, value, ok := strings.Cut(strings.TrimSpace(sc.Text()), "=")
		if !ok || strings.HasPrefix(key, "#") {
			continue
		}
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		floors[key] = v
	}
	return floors
}
