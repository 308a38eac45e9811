package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// invoke runs the program in the working folder and returns its code and output.
func invoke(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(args, strings.NewReader(""), &o, &e)
	return code, o.String(), e.String()
}

// folder makes a working folder of files, given as name, content.
func folder(t *testing.T, files ...string) {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		file := filepath.Join(dir, filepath.FromSlash(files[i]))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(files[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
}

const (
	lintHead  = "# 名簿サービス利用規約\n\nこの規約は、つむぎ株式会社（以下「当社」といいます。）と契約者との間に適用します。「契約者データ」とは、契約者が登録したデータをいいます。\n\n"
	lintUse   = "当社は、契約者データを、当社の新サービスの開発及び研究のために利用することができるものとします。\n"
	lintPrice = "契約者は、利用料金を毎月末日までに支払うものとします。\n"
)

func TestLintExitCodes(t *testing.T) {
	folder(t, "bad.md", lintHead+"## 第1条\n\n"+lintUse, "good.md", lintHead+"## 第1条\n\n"+lintPrice, "empty.md", "", "broken.yaml", "version: 1\nfial_on: high\n")
	for _, tt := range []struct {
		args []string
		code int
		want string // in the output or the errors
	}{
		{[]string{"good.md"}, exitClean, "0 件"},
		{[]string{"bad.md"}, exitFindings, "bad.md:7:1: high: "},
		{[]string{"bad.md", "--exit-zero"}, exitClean, "1 件"},
		{[]string{"bad.md", "--fail-on", "never"}, exitClean, "1 件"},
		{[]string{"bad.md", "--lang", "en"}, exitFindings, "findings: 1"},
		{[]string{"empty.md", "good.md"}, exitIncomplete, "本文がありません"},
		{[]string{"no.md"}, exitUsage, "そのようなファイルはありません"},
		{[]string{}, exitUsage, "ファイルを指定してください"},
		{[]string{"good.md", "--format", "xml"}, exitUsage, "形式 xml は使えません"},
		{[]string{"good.md", "--fail-on", "grave"}, exitUsage, "--fail-on grave"},
		{[]string{"good.md", "--show", "none"}, exitUsage, "--show none"},
		{[]string{"good.md", "--out", "sarif"}, exitUsage, "形式=ファイル"},
		{[]string{"good.md", "--baseline", "no.json"}, exitUsage, "yakkan baseline write"},
		{[]string{"good.md", "--config", "no.yaml"}, exitUsage, "no.yaml"},
		{[]string{"good.md", "--config", "broken.yaml"}, exitUsage, "broken.yaml:2:1: \"fial_on\" というキーはありません"},
		{[]string{"good.md", "--suppressions", "no.yaml"}, exitUsage, "no.yaml"},
	} {
		t.Run(strings.Join(tt.args, " "), func(t *testing.T) {
			code, out, errs := invoke(t, append([]string{"lint"}, tt.args...)...)
			if code != tt.code || !strings.Contains(out+errs, tt.want) {
				t.Errorf("code %d, want %d, with %q in\n%s%s", code, tt.code, tt.want, out, errs)
			}
		})
	}
}

// The settings are found above, name the files, the baseline and the side file.
func TestLintBySettings(t *testing.T) {
	folder(t,
		"yakkan.yaml", "version: 1\nlang: en\npaths: ['terms/*.md']\nexclude: ['**/draft.md']\nbaseline: base.json\nfail_on: low\ncontracts:\n  - documents: [{path: terms/a.md, as: privacy}]\n",
		"yakkan.suppress.yaml", "version: 1\nsuppress:\n  - {document: terms/b.md, rule: use, reason: 別紙で限定, until: 2999-01-01}\n",
		"terms/a.md", lintHead+"## 第1条\n\n"+lintUse, "terms/b.md", lintHead+"## 第1条\n\n"+lintUse, "terms/draft.md", lintHead+lintUse, "deep/here/x", "")
	if code, _, errs := invoke(t, "lint"); code != exitUsage || !strings.Contains(errs, "yakkan baseline write") {
		t.Fatalf("without a baseline: %d, %s", code, errs)
	}
	code, out, errs := invoke(t, "baseline", "write")
	if code != exitClean || !strings.Contains(out, "1 new") {
		t.Fatalf("baseline write: %d, %s%s", code, out, errs)
	}
	t.Chdir("deep/here")
	code, out, errs = invoke(t, "lint")
	if code != exitClean || !strings.Contains(out, "1 old, 0 new, 0 gone, 1 suppressed") || strings.Contains(out, "draft") {
		t.Errorf("lint: %d\n%s%s", code, out, errs)
	}
	code, out, _ = invoke(t, "lint", "--no-config", "../../terms/a.md")
	if code != exitFindings || !strings.Contains(out, "1 件") {
		t.Errorf("lint --no-config: %d\n%s", code, out)
	}
}

func TestBaselineCommands(t *testing.T) {
	folder(t, "a.md", lintHead+"## 第1条\n\n"+lintUse)
	step := func(code int, want string, args ...string) {
		t.Helper()
		got, out, errs := invoke(t, args...)
		if got != code || !strings.Contains(out+errs, want) {
			t.Fatalf("%v: code %d, want %d, with %q in\n%s%s", args, got, code, want, out, errs)
		}
	}
	step(exitUsage, "baseline write", "baseline", "prune", "a.md")
	step(exitClean, "追加 1 件", "baseline", "write", "a.md")
	step(exitClean, "yakkan.yaml に baseline: yakkan.baseline.json と書くか", "baseline", "update", "a.md")
	step(exitUsage, "既にあります", "baseline", "write", "a.md")
	step(exitClean, "既存 1 件、新規 0 件、解消 0 件", "lint", "--baseline", "yakkan.baseline.json", "a.md")
	if err := os.WriteFile("a.md", []byte(lintHead+"## 第1条\n\n"+strings.Replace(lintUse, "研究", "宣伝", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	step(exitFindings, "既存 0 件、新規 1 件、解消 1 件", "lint", "--baseline", "yakkan.baseline.json", "a.md")
	step(exitClean, "既存 0 件、追加 0 件、削除 1 件", "baseline", "prune", "a.md")
	step(exitFindings, "新規 1 件", "lint", "--baseline", "yakkan.baseline.json", "a.md")
	step(exitClean, "追加 1 件", "baseline", "update", "a.md")
	step(exitClean, "新規 0 件", "lint", "--baseline", "yakkan.baseline.json", "a.md")
	step(exitClean, "追加 1 件", "baseline", "write", "--force", "a.md")
}

// Several formats in one run; the summary of a job gets every issue.
func TestLintOutputs(t *testing.T) {
	folder(t, "a.md", lintHead+"## 第1条\n\n"+lintUse)
	t.Setenv("GITHUB_STEP_SUMMARY", "summary.md")
	code, out, errs := invoke(t, "lint", "--format", "github", "--out", "sarif=a.sarif", "--out", "rdjsonl=a.rdjsonl", "--timing", "a.md")
	if code != exitFindings || !strings.Contains(out, "::error file=a.md,line=7,endLine=7,col=1,title=use/own-purpose::") {
		t.Errorf("code %d\n%s", code, out)
	}
	for _, stage := range []string{"library", "document", "structure", "patterns", "legal", "lint", "total"} {
		if !strings.Contains(errs, stage) {
			t.Errorf("no time of %s in\n%s", stage, errs)
		}
	}
	for file, want := range map[string]string{"a.sarif": "utf16CodeUnits", "a.rdjsonl": "\"ERROR\"", "summary.md": "| high |"} {
		got, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(got), want) {
			t.Errorf("%s: no %q in it (%v)", file, want, err)
		}
	}
}

func TestSchemaCommand(t *testing.T) {
	for name, want := range map[string]string{"report": "yakkan report", "config": "yakkan.yaml"} {
		if code, out, _ := invoke(t, "schema", name); code != exitClean || !strings.Contains(out, "\"title\": \""+want) {
			t.Errorf("schema %s: %d, %.80s", name, code, out)
		}
	}
	if code, _, _ := invoke(t, "schema", "x"); code != exitUsage {
		t.Errorf("schema x: %d", code)
	}
}

// A suppression ends by the clock of the machine.
func TestLintClock(t *testing.T) {
	folder(t, "a.md", lintHead+"## 第1条\n\n<!-- yakkan:ignore use 移行中 until=2027-03-31 -->\n"+lintUse)
	for date, want := range map[string]string{"2027-03-31": "抑制 1 件", "2027-04-01": "suppress/expired"} {
		day, err := time.Parse(time.DateOnly, date)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		a := &app{in: strings.NewReader(""), out: &out, err: &out, lang: "ja", now: func() time.Time { return day }}
		root := a.root()
		root.SetArgs([]string{"lint", "a.md"})
		if err := root.Execute(); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s: no %q in\n%s", date, want, out.String())
		}
	}
}

// Documents that form one contract are held against each other.
func TestLintContract(t *testing.T) {
	folder(t, "yakkan.yaml", "version: 1\nlang: en\nfail_on: never\ncontracts:\n  - documents: [{path: t/terms.md, as: terms}, {path: t/privacy.md, as: privacy}]\n",
		"t/terms.md", lintHead+"## 第1条\n\n当社は、契約者データを取り扱いません。\n", "t/privacy.md", "# プライバシーポリシー\n\n"+lintHead[strings.Index(lintHead, "この規約"):]+"## 第1条\n\n"+lintUse)
	code, out, errs := invoke(t, "lint", "t/terms.md")
	if code != exitClean || !strings.Contains(out, "t/terms.md:7:1: medium: ") || !strings.Contains(out, "t/privacy.md 第1条") || !strings.Contains(out, "[contradiction/") {
		t.Errorf("code %d\n%s%s", code, out, errs)
	}
	if err := os.Remove("t/privacy.md"); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := invoke(t, "lint", "t/terms.md"); code != exitUsage || !strings.Contains(errs, "privacy.md") {
		t.Errorf("a document of the contract is not there: code %d, %s", code, errs)
	}
}
