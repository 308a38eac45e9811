package patterns

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer/finding"
)

// TestBuiltin loads the built-in library: every mistake in it is a failure.
func TestBuiltin(t *testing.T) {
	lib := mustLoad(t)
	if len(lib.Digest()) != 64 {
		t.Errorf("Digest() = %q, want a SHA-256 in hexadecimal", lib.Digest())
	}
	if len(lib.Parties().Vendor) == 0 || len(lib.Parties().Customer) == 0 {
		t.Errorf("Parties() = %v, want words for both", lib.Parties())
	}
}

// small is a library to put others on top of.
var small = fstest.MapFS{
	"lexicon/ja/words.yaml": {Data: []byte("classes: {monitor: [監視]}\ndata: {customer_data: [契約者データ]}\nparties: {vendor: [当社], customer: [契約者]}\n")},
	"rules/ja/power/monitor.yaml": {Data: []byte(`class: monitor
group: power
title: {ja: 監視, en: Monitor}
severity: high
basis: []
message: {ja: 監視, en: monitor}
explanation: {ja: 監視, en: monitor}
patterns:
  first: {bearer: vendor, act: "@monitor"}
  second: {bearer: vendor, act: 分析}
`)},
}

func TestLoadOnTop(t *testing.T) {
	house := fstest.MapFS{
		"lexicon/ja/house.yaml":       {Data: []byte("classes: {monitor: [見張る]}\nparties: {vendor: [ハウス社]}\n")},
		"rules/ja/power/monitor.yaml": {Data: []byte("class: monitor\nseverity: low\npatterns:\n  second: {bearer: vendor, act: 解析}\n  third: {bearer: vendor, act: 点検}\n")},
		"rules/ja/house/logo.yaml":    {Data: []byte("class: logo\ngroup: house\ntitle: {ja: ロゴ, en: Logo}\nseverity: info\nbasis: []\nmessage: {ja: ロゴ, en: logo}\nexplanation: {ja: ロゴ, en: logo}\npatterns:\n  shows: {act: 掲載, object: ロゴ}\n")},
	}
	lib, err := Load(small, house)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ text, want string }{
		{"当社は、契約者データを監視することができる。", "monitor/first"},
		{"当社は、契約者データを見張ることができる。", "monitor/first"},
		{"当社は、契約者データを解析することができる。", "monitor/second"},
		{"当社は、契約者データを分析することができる。", ""}, // second was replaced
		{"当社は、契約者データを点検することができる。", "monitor/third"},
		{"ハウス社は、契約者データを点検することができる。", "monitor/third"},
		{"当社は、契約者のロゴを掲載することができる。", "logo/shows"},
	} {
		var got []string
		for _, m := range matchesIn(t, lib, tt.text) {
			got = append(got, m.Class.ID+"/"+m.Pattern)
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %v, want %s", tt.text, got, tt.want)
		}
	}
	if got := lib.Class("monitor"); got.Severity != finding.Low || got.Title.EN != "Monitor" {
		t.Errorf("monitor = %+v, want the title of the first and the severity of the second", got)
	}
	if got := lib.Class("nowhere"); got != nil {
		t.Errorf("Class(nowhere) = %v, want nil", got)
	}
	base, err := Load(small)
	if err != nil {
		t.Fatal(err)
	}
	if base.Class("monitor").Severity != finding.High {
		t.Error("loading on top changed the library below")
	}
	if base.Digest() == lib.Digest() {
		t.Error("two libraries have one digest")
	}
}

// TestDigest: what cannot change a result does not change the digest.
func TestDigest(t *testing.T) {
	digest := func(change func(s string) string) string {
		fsys := fstest.MapFS{}
		for name, f := range small {
			fsys[name] = &fstest.MapFile{Data: []byte(change(string(f.Data)))}
		}
		lib, err := Load(fsys)
		if err != nil {
			t.Fatal(err)
		}
		return lib.Digest()
	}
	plain := digest(func(s string) string { return s })
	for name, change := range map[string]func(s string) string{
		"comment":    func(s string) string { return "# a comment\n" + s },
		"tests":      func(s string) string { return strings.Replace(s, "patterns:", "tests:\n  none: []\npatterns:", 1) },
		"line ends":  func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"blank line": func(s string) string { return s + "\n\n" },
	} {
		if got := digest(change); got != plain {
			t.Errorf("%s changes the digest", name)
		}
	}
	if got := digest(func(s string) string { return strings.Replace(s, "分析", "解析", 1) }); got == plain {
		t.Error("another word does not change the digest")
	}
}

func TestLoadUnreadable(t *testing.T) {
	_, err := Load(brokenFS{})
	diags, ok := errors.AsType[Diagnostics](err)
	if !ok || len(diags) == 0 || diags[0].Code != badFile.code {
		t.Errorf("Load of a broken file system: %v, want %s", err, badFile.code)
	}
	_, err = Load(fstest.MapFS{"lexicon/ja/big.yaml": {Data: make([]byte, maxFile+1)}})
	diags, ok = errors.AsType[Diagnostics](err)
	if !ok || len(diags) != 1 || diags[0].Code != tooLarge.code {
		t.Errorf("Load of a large file: %v, want %s", err, tooLarge.code)
	}
}

type brokenFS struct{}

func (brokenFS) Open(string) (fs.File, error) { return nil, fs.ErrPermission }

// FuzzRuleFile: no class file makes loading panic, and mistakes lie in the file.
func FuzzRuleFile(f *testing.F) {
	f.Add(string(small["rules/ja/power/monitor.yaml"].Data))
	f.Add("class: monitor\ngroup: power\npatterns:\n  a:\n    act: |\n      監視\n      (\n    unless: {x: {act: '@monitor'}}\n    text: [\"a ~3 b\", 'c''d']\n")
	f.Add("tests:\n  match:\n    - text: |\n        一\n        二\n      weak: true\n  todo: []\nclass: monitor\n")
	f.Fuzz(func(t *testing.T, src string) {
		fsys := fstest.MapFS{"lexicon/ja/words.yaml": small["lexicon/ja/words.yaml"], "rules/ja/power/monitor.yaml": {Data: []byte(src)}}
		lib, err := Load(fsys)
		if err == nil {
			_, err = lib.Tests("")
		}
		diags, ok := errors.AsType[Diagnostics](err)
		if err != nil && !ok {
			t.Fatalf("%v is no Diagnostics", err)
		}
		lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(src), "\n")
		for _, d := range diags {
			if d.Line < 0 || d.Line > len(lines) || d.Line > 0 && d.Column < 1 {
				t.Errorf("%s lies outside of the file of %d lines", d, len(lines))
			}
			if utf8.ValidString(src) && !utf8.ValidString(d.Message("ja")) {
				t.Errorf("%q is not UTF-8", d.Message("ja"))
			}
			if strings.Contains(d.Message("en"), "%!") || strings.Contains(d.Message("ja"), "%!") {
				t.Errorf("malformed message %q", d.Message("en"))
			}
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}
