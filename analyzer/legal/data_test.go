package legal

import (
	"os"
	"strings"
	"testing"
)

// loadData reads the data of the built-in library from the repository.
func loadData(t testing.TB) *Data {
	t.Helper()
	d := &Data{}
	for _, name := range Files {
		file := "../../patterns/legal/jp/" + name
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Add(file, src); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Complete(); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestData(t *testing.T) {
	d := loadData(t)
	if _, ok := d.Sources.Source("qa-7-53"); !ok {
		t.Error("no qa-7-53")
	}
	if got := d.Sources.Cite("qa-7-53").JA; got != "ガイドラインQ&A 7-53" {
		t.Errorf("Cite = %q", got)
	}
	if got := d.Sources.Cite("appi-25").JA; got != "個人情報保護法第25条" {
		t.Errorf("Cite = %q", got)
	}
	sum := 0.0
	for _, w := range d.Weights.Division {
		sum += w.Weight
	}
	if sum != 100 {
		t.Errorf("division weights add up to %v, want 100", sum)
	}
}

var mistakeTests = []struct{ name, file, src, want string }{
	{"unknown key", "weights.yaml", "formulas: {defeat: E/1, division: R/1}\nwheights: 3\n", "weights.yaml:2:1: "},
	{"wrong type", "weights.yaml", "declared: much\n", "weights.yaml:1:11: "},
	{"share", "weights.yaml", "formulas: {defeat: E/1, division: R/1}\npowers:\n  monitor: {p: 8}\n", "weights.yaml:3:16: 8 is not between 0 and 1"},
	{"syntax", "scores.yaml", "defeat: [\n", "scores.yaml:2:1: "},
	{"alias", "scores.yaml", "defeat: &x {}\ndivision: *x\n", "scores.yaml:1:9: anchors and aliases"},
	{"empty", "scores.yaml", "", "scores.yaml: the file is empty"},
	{"unknown document", "sources.yaml", "documents: {qa: {kind: qa, law_version: amended, name: {ja: x, en: x}, short: {ja: x, en: x}}}\nsources:\n  - {id: a, document: qb, title: {ja: x, en: x}, says: {ja: x, en: x}, checked: text}\n", `sources.yaml:3:23: unknown document "qb"; did you mean qa?`},
	{"duplicate id", "sources.yaml", "documents: {qa: {kind: qa, law_version: amended, name: {ja: x, en: x}, short: {ja: x, en: x}}}\nsources:\n  - {id: a, document: qa, title: {ja: x, en: x}, says: {ja: x, en: x}, checked: text}\n  - {id: a, document: qa, title: {ja: x, en: x}, says: {ja: x, en: x}, checked: text}\n", `sources.yaml:4:10: id "a" is already there`},
	{"unknown element", "elements.yaml", "elements: [{id: power, limb: terms, title: {ja: x, en: x}, fact: f}]\n", `elements.yaml:1:17: unknown element "power"; did you mean powers?`},
	{"stray file", "wights.yaml", "x: 1\n", "wights.yaml: there is no file wights.yaml in the data of the legal test; did you mean weights.yaml?"},
}

func TestMistakes(t *testing.T) {
	for _, tt := range mistakeTests {
		err := new(Data).Add(tt.file, []byte(tt.src))
		if err == nil {
			t.Errorf("%s: no error", tt.name)
			continue
		}
		if !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got\n%v\nwant %q", tt.name, err, tt.want)
		}
	}
}

func TestCompleteUnknownBasis(t *testing.T) {
	d := loadData(t)
	elements := *d.Elements
	elements.Elements = append([]Element(nil), elements.Elements...)
	elements.Elements[0].Basis = []string{"qa-7-5"}
	d.Elements = &elements
	err := d.Complete()
	if err == nil || !strings.Contains(err.Error(), `unknown basis "qa-7-5"`) {
		t.Errorf("Complete = %v", err)
	}
}
