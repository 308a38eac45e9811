package lint_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"github.com/yakkan/yakkan/analyzer/lint"
)

const sample = `version: 1
lang: ja
paths: ["規約/**/*.md"]
exclude: ["**/draft-*.md"]
library: [rules]
fail_on: medium
severities:
  monitor: medium
  monitor/of-data: low
  absent/breach_notice: high
  suppress/unused: "off"
thresholds: {defeat: 60, division: 40}
baseline: yakkan.baseline.json
suppressions: yakkan.suppress.yaml
allow_blanket: false
contracts:
  - name: つむぎ
    documents:
      - {path: 規約/dpa.md, as: dpa}
      - {path: 規約/terms.md, as: terms}
`

// configValid reports what the published schema says of settings.
func configValid(t *testing.T, src string) error {
	t.Helper()
	s, err := jsonschema.UnmarshalJSON(bytes.NewReader(lint.ConfigSchema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("config.json", s); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("config.json")
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := yaml.Unmarshal([]byte(src), &v); err != nil {
		t.Fatal(err)
	}
	return schema.Validate(v)
}

func TestConfig(t *testing.T) {
	if _, err := lint.DecodeConfig("yakkan.yaml", []byte(sample)); err != nil {
		t.Error(err)
	}
	if err := configValid(t, sample); err != nil {
		t.Error(err)
	}
}

// What the reader refuses, it refuses at its place; what the schema can know, it
// refuses too.
func TestConfigMistakes(t *testing.T) {
	for _, tt := range []struct {
		src, want string
		schema    bool
	}{
		{"version: 2\n", "yakkan.yaml:1:10: version: 1 is needed", true},
		{"lang: ja\n", "yakkan.yaml:1:1: version: 1 is needed", true},
		{"version: 1\nfail-on: high\n", "yakkan.yaml:2:1: there is no key \"fail-on\"", true},
		{"version: 1\nfail-on: high\n", "did you mean fail_on?", true},
		{"version: 1\nfail_on: hihg\n", "yakkan.yaml:2:10: fail_on cannot be \"hihg\"; use one of high, medium, low, info, never; did you mean high?", true},
		{"version: 1\nseverities:\n  monitor: severe\n", "yakkan.yaml:3:12: severities.monitor cannot be", true},
		{"version: 1\nthresholds: {defeat: 120}\n", "yakkan.yaml:2:22: must lie between 0 and 100", true},
		{"version: 1\nthresholds: {defaet: 20}\n", "yakkan.yaml:2:14: there is no key \"defaet\"", true},
		{"version: 1\ncontracts:\n  - documents:\n      - {pth: a.md}\n", "yakkan.yaml:4:10: there is no key \"pth\"", true},
		{"version: 1\ncontracts:\n  - documents:\n      - {path: a.md, as: therms}\n", "did you mean terms?", true},
		{"version: 1\ncontracts:\n  - name: x\n", "yakkan.yaml:3:5: lacks documents", true},
		{"version: 1\ncontracts:\n  - documents: [{path: a.md}, {path: ./a.md}]\n", "is already there", false},
		{"version: 1\npaths: ['[']\n", "yakkan.yaml:2:9: \"[\" is no pattern", false},
		{"version: 1\npaths: a.md\n", "yakkan.yaml:2:", true},
		{"version: 1\nversion: 1\n", "yakkan.yaml:2:", false},
		{"version: &a 1\nlang: *a\n", "anchors and aliases", false},
		{"", "the file is empty", false},
		{"version: [\n", "yakkan.yaml:", false},
	} {
		_, err := lint.DecodeConfig("yakkan.yaml", []byte(tt.src))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: got %v, want %q", tt.src, err, tt.want)
		}
		if tt.schema && configValid(t, tt.src) == nil {
			t.Errorf("%q: the schema takes it", tt.src)
		}
	}
}

func TestCheckRules(t *testing.T) {
	src := []byte("version: 1\nseverities:\n  monitor: low\n  absent/breach_notice: low\n  suppress: low\n  monitr: low\n")
	c, err := lint.DecodeConfig("yakkan.yaml", src)
	if err != nil {
		t.Fatal(err)
	}
	err = c.CheckRules(src, rules(t))
	if err == nil || err.Error() != "yakkan.yaml:6:11: there is no rule monitr; did you mean monitor?" {
		t.Errorf("got %v", err)
	}
}

func TestConfigInARun(t *testing.T) {
	text := terms("## 第1条", uses, "<!-- yakkan:ignore monitor 理由 -->", "## 第2条", harmless)
	for _, tt := range []struct{ cfg, want string }{
		{"", "new use 第1条\nnew suppress/unused"},
		{"severities: {use: 'off', suppress/unused: 'off'}", ""},
		{"severities: {use: low, absent/breach_notice: medium, suppress: 'off'}\n", "new absent/breach_notice\nnew use 第1条"},
		{"thresholds: {defeat: 50, division: 0}\nseverities: {suppress: 'off'}\n", "new threshold/defeat\nnew use 第1条"},
		{"thresholds: {defeat: 100, division: 90}\nseverities: {suppress: 'off'}\n", "new threshold/division\nnew use 第1条"},
	} {
		c, err := lint.DecodeConfig("yakkan.yaml", []byte("version: 1\n"+tt.cfg))
		if err != nil {
			t.Fatal(err)
		}
		r := check(t, lint.Options{Config: c}, "t.md", text)
		if got := list(r); got != tt.want {
			t.Errorf("%q: got\n%s\nwant\n%s", tt.cfg, got, tt.want)
		}
	}
	c, err := lint.DecodeConfig("yakkan.yaml", []byte("version: 1\nseverities: {use: low}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if r := check(t, lint.Options{Config: c}, "t.md", terms("## 第1条", uses)); r.Fails("medium") || !r.Fails("low") {
		t.Errorf("the severity of the settings does not decide: %s", list(r))
	}
}

func TestFindConfig(t *testing.T) {
	root := t.TempDir()
	deep := filepath.Join(root, "a", "b")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(root, lint.ConfigName)
	if err := os.WriteFile(file, []byte(sample), 0o644); err != nil {
		t.Fatal(err)
	}
	got, err := lint.FindConfig(deep)
	if err != nil || got != file {
		t.Errorf("got %q, %v, want %q", got, err, file)
	}
	c, err := lint.DecodeConfig(file, []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"規約/terms.md": true, "規約/x/y/terms.md": true, "terms.md": false, "規約/terms.txt": false} {
		if c.Includes(filepath.Join(root, name)) != want {
			t.Errorf("Includes(%s) = %v", name, !want)
		}
	}
	if !c.Excludes(filepath.Join(root, "規約/draft-1.md")) || c.Excludes(filepath.Join(root, "規約/terms.md")) {
		t.Error("Excludes")
	}
	if got := c.Kind(filepath.Join(root, "規約/dpa.md")); got != "dpa" {
		t.Errorf("Kind = %q", got)
	}
	var none *lint.Config
	if none.Kind("x") != "" || none.Excludes("x") {
		t.Error("no settings do something")
	}
}

func FuzzConfig(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("version: 1\nsuppress:\n  - {document: a, rule: b}\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		_, _ = lint.DecodeConfig("a", src)
		_, _ = lint.DecodeSuppress("b", src)
		_, _ = lint.DecodeBaseline("c", src)
	})
}
