package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Every command and every flag has a text in English.
func TestEnglishHelp(t *testing.T) {
	texts := english()
	a := &app{lang: "en"}
	used := map[string]bool{}
	each(a.root(), func(c *cobra.Command) {
		name := strings.TrimPrefix(strings.TrimPrefix(c.CommandPath(), "yakkan"), " ")
		if texts[name] == "" {
			t.Errorf("%q has no text", name)
		}
		if c.Long != "" && texts[name+" long"] == "" {
			t.Errorf("%q has no long text", name)
		}
		used[name], used[name+" long"] = true, true
		flag := func(f *pflag.Flag) {
			if texts[name+" --"+f.Name] == "" && texts["--"+f.Name] == "" {
				t.Errorf("%s --%s has no text", name, f.Name)
			}
			used[name+" --"+f.Name], used["--"+f.Name] = true, true
		}
		c.Flags().VisitAll(flag)
		c.PersistentFlags().VisitAll(flag)
		c.InheritedFlags().VisitAll(flag)
	})
	for key, text := range texts {
		if !used[key] && !strings.HasPrefix(key, "completion") && key != "help" && key != "--help" && key != "--no-descriptions" {
			t.Errorf("%q is the text of nothing", key)
		}
		if regexp.MustCompile(`\p{Han}|\p{Hiragana}`).MatchString(text) {
			t.Errorf("%q is not in English: %s", key, text)
		}
	}
}

func TestUsageErrors(t *testing.T) {
	t.Setenv("YAKKAN_REDIS_URL", "redis://user:secret@127.0.0.1:1/0")
	for _, tt := range []struct {
		args   string
		code   int
		ja, en string
	}{
		{"analyse x", exitUsage, "analyze ではありませんか", "did you mean analyze?"},
		{"rules lis", exitUsage, "list ではありませんか", "did you mean list"},
		{"analyze https://example.com/terms", exitUsage, "ウェブページは取得しません", "pages are not fetched"},
		{"suggest https://example.com/terms", exitUsage, "ウェブページは取得しません", "pages are not fetched"},
		{"batch https://example.com/terms --out x", exitUsage, "ウェブページは取得しません", "pages are not fetched"},
		{"foo", exitUsage, "foo というコマンドはありません", "no command foo"},
		{"batch", exitUsage, "使い方: yakkan batch SOURCE --out", "usage: yakkan batch SOURCE --out"},
		{"diff a", exitUsage, "引数の数（1）", "1 is not the right number"},
		{"analyze --formt x", exitUsage, "--format ではありませんか", "did you mean --format?"},
		{"analyze -z", exitUsage, "-z というフラグはありません", "no flag -z"},
		{"analyze --timeout x a", exitUsage, "--timeout x は使えません。整数を", "give a whole number"},
		{"serve --wait x", exitUsage, "30s、24h などの時間を", "a time such as"},
		{"analyze --format", exitUsage, "--format には値を", "--format needs a value"},
		{"rules", exitClean, "コマンド:", "Available Commands:"},
		{"batch --help", exitClean, "書き出します", "goes on with --resume"},
		{"lint --help", exitClean, "  1  --fail-on 以上", "  1  new findings"},
	} {
		for lang, want := range map[string]string{"ja": tt.ja, "en": tt.en} {
			var out, errw bytes.Buffer
			code := run(append(strings.Fields(tt.args), "--lang", lang), strings.NewReader(""), &out, &errw)
			got := out.String() + errw.String()
			if strings.HasSuffix(tt.args, "--format") { // a value would follow
				errw.Reset()
				code = run(append([]string{"--lang", lang}, strings.Fields(tt.args)...), strings.NewReader(""), &out, &errw)
				got = errw.String()
			}
			if code != tt.code || !strings.Contains(got, want) {
				t.Errorf("yakkan %s --lang %s = %d, want %d with %q:\n%s", tt.args, lang, code, tt.code, want, got)
			}
			if strings.Contains(got, "secret") {
				t.Errorf("yakkan %s shows a password:\n%s", tt.args, got)
			}
		}
	}
}

// TestDefaults: help tells defaults, and standard input has a name, in the language of
// the user.
func TestDefaults(t *testing.T) {
	for lang, want := range map[string][2]string{"ja": {"（既定 text）", "標準入力"}, "en": {`(default "text")`, "standard input"}} {
		_, out, _ := invoke(t, "lint", "--help", "--lang", lang)
		if other := map[string]string{"ja": "(default", "en": "（既定"}[lang]; !strings.Contains(out, want[0]) || strings.Contains(out, other) {
			t.Errorf("%s: no %s, or %s, in\n%s", lang, want[0], other, out)
		}
		if _, out, _ := invoke(t, "analyze", "--lang", lang, "-"); !strings.HasPrefix(out, want[1]+" ") {
			t.Errorf("%s: %.60s does not begin with %s", lang, out, want[1])
		}
	}
}
