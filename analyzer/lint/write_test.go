package lint_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/yakkan/yakkan/analyzer/lint"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/builtintest"
)

func output(t *testing.T, r *lint.Result, format string, opt lint.WriteOptions) string {
	t.Helper()
	var buf bytes.Buffer
	if err := r.Write(&buf, format, opt); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// sarifValid checks a log against the schema of OASIS.
func sarifValid(t *testing.T, log string) map[string]any {
	t.Helper()
	src, err := os.ReadFile("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("sarif.json", schema); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(log))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(v); err != nil {
		t.Errorf("not valid: %v", err)
	}
	return v.(map[string]any)
}

// dig follows keys and indices into JSON.
func dig(v any, way ...any) any {
	for _, step := range way {
		switch step := step.(type) {
		case int:
			list, _ := v.([]any)
			if step >= len(list) {
				return nil
			}
			v = list[step]
		case string:
			m, _ := v.(map[string]any)
			v = m[step]
		}
	}
	return v
}

func number(v any) int {
	n, _ := v.(json.Number)
	i, _ := n.Int64()
	return int(i)
}

// rich is a run with everything that SARIF can show: states, an unreadable
// document, odd names, a character of two UTF-16 units, a model clause.
func rich(t *testing.T) *lint.Result {
	t.Helper()
	text := terms("## 第1条（運用）", "<!-- yakkan:ignore access 監査で確認済み owner=法務 until=2027-03-31 -->\n"+monitors, "## 第2条（開発）", "𠮷田データ（𠮷）につき、"+uses, "## 第3条", "<!-- yakkan:ignore use -->\n"+uses)
	text = strings.ReplaceAll(text, "\n", "\r\n")
	first := check(t, lint.Options{}, "規約/terms 1.md", terms("## 第9条", monitors))
	in := read(t, "規約/terms 1.md", text)
	for _, f := range in.Report.Findings {
		if f.Class == "use" && f.Article == "第2条" {
			in.Report.Suggestions = append(in.Report.Suggestions, report.Suggestion{ID: "G99", Goal: lint.Text{JA: "目的を限る", EN: "limit the purpose"}, Text: "当社は、契約者データを本サービスの提供のためにのみ取り扱います。", Replaces: []string{f.ID}})
		}
	}
	return lint.Check([]lint.Input{in, read(t, "empty.txt", " ")}, lint.Options{
		Rules: rules(t), Sources: builtintest.Library(t).Legal().Sources, Baseline: lint.NewBaseline("yakkan.baseline.json", first), Version: "0.1.0",
	})
}

func TestSARIF(t *testing.T) {
	r := rich(t)
	for _, lang := range []string{"ja", "en"} {
		log := sarifValid(t, output(t, r, "sarif", lint.WriteOptions{Lang: lang, From: "info"}))
		run := dig(log, "runs", 0)
		if got := dig(run, "columnKind"); got != "utf16CodeUnits" {
			t.Errorf("columnKind %v", got)
		}
		if got := dig(run, "artifacts", 0, "location", "uri"); got != "%E8%A6%8F%E7%B4%84/terms%201.md" {
			t.Errorf("uri %v", got)
		}
		if dig(run, "invocations", 0, "toolExecutionNotifications", 0, "level") != "error" {
			t.Error("the unreadable document is not told")
		}
		units := utf16.Encode([]rune(r.Inputs[0].Document.Decoded()))
		lines := strings.Split(r.Inputs[0].Document.Decoded(), "\r\n")
		seen := map[string]int{}
		results, _ := dig(run, "results").([]any)
		for _, res := range results {
			rule, _ := dig(res, "ruleId").(string)
			if got := dig(run, "tool", "driver", "rules", number(dig(res, "ruleIndex")), "id"); got != rule {
				t.Errorf("rule %d is %v, want %s", number(dig(res, "ruleIndex")), got, rule)
			}
			region := dig(res, "locations", 0, "physicalLocation", "region")
			class, _, _ := strings.Cut(rule, "/")
			if class != "suppress" {
				at, n := number(dig(region, "charOffset")), number(dig(region, "charLength"))
				snippet, _ := dig(region, "snippet", "text").(string)
				if got := string(utf16.Decode(units[at : at+n])); got != snippet {
					t.Errorf("%s: charOffset leads to %q, want %q", rule, got, snippet)
				}
				b, k := number(dig(region, "byteOffset")), number(dig(region, "byteLength"))
				if got := string(r.Inputs[0].Document.Original[b : b+k]); got != snippet {
					t.Errorf("%s: byteOffset leads to %q, want %q", rule, got, snippet)
				}
				line, from, to := number(dig(region, "startLine")), number(dig(region, "startColumn")), number(dig(region, "endColumn"))
				u := utf16.Encode([]rune(lines[line-1]))
				if got := string(utf16.Decode(u[from-1 : to-1])); line == number(dig(region, "endLine")) && got != snippet {
					t.Errorf("%s: columns lead to %q, want %q", rule, got, snippet)
				}
				if fp, _ := dig(res, "partialFingerprints", "yakkanClause/v1").(string); len(fp) < 16 {
					t.Errorf("%s: fingerprint %q", rule, fp)
				}
			}
			if s := dig(res, "suppressions", 0); s != nil {
				seen["suppressed"]++
				if dig(s, "kind") != "inSource" || dig(s, "justification") != "監査で確認済み" {
					t.Errorf("suppression %v", s)
				}
			}
			seen[fmt.Sprint(dig(res, "baselineState"))]++
			fixes, _ := dig(res, "fixes").([]any)
			for _, fix := range fixes {
				if what, _ := dig(fix, "description", "text").(string); !strings.HasPrefix(what, "G99: ") {
					continue
				}
				seen["fix"]++
				d := dig(fix, "artifactChanges", 0, "replacements", 0, "deletedRegion")
				at, n := number(dig(d, "charOffset")), number(dig(d, "charLength"))
				if got := string(utf16.Decode(units[at : at+n])); !strings.HasPrefix(got, "𠮷田データ") || !strings.HasSuffix(got, "ものとします。") {
					t.Errorf("the fix deletes %q", got)
				}
			}
		}
		for _, want := range []string{"suppressed", "new", "unchanged", "fix"} {
			if seen[want] == 0 {
				t.Errorf("no result is %s: %v", want, seen)
			}
		}
		rules, _ := dig(run, "tool", "driver", "rules").([]any)
		for _, rule := range rules {
			for _, key := range []string{"shortDescription", "fullDescription", "help"} {
				if text, _ := dig(rule, key, "text").(string); text == "" {
					t.Errorf("rule %v has no %s", dig(rule, "id"), key)
				}
			}
		}
	}
	if log := output(t, r, "sarif", lint.WriteOptions{DropSuppressed: true}); strings.Contains(log, "inSource") {
		t.Error("what is suppressed was not dropped")
	}
}

// Every rule of the library and of lint makes a valid description, whether or
// not a document calls for it.
func TestSARIFOfEveryFinding(t *testing.T) {
	zero := 0
	cfg, err := lint.DecodeConfig("yakkan.yaml", []byte("version: 1\nseverities: {absent/breach_notice: medium}\nthresholds: {defeat: 0, division: 100}\n"))
	if err != nil {
		t.Fatal(err)
	}
	in := read(t, "t.md", terms("## 第1条", uses))
	if len(in.Report.Findings) == 0 {
		t.Fatal("no finding")
	}
	f := in.Report.Findings[0]
	for _, r := range rules(t) {
		zero++
		f.Rule, f.Class = r.ID, r.Class.ID
		in.Report.Findings = append(in.Report.Findings, f)
	}
	r := lint.Check([]lint.Input{in}, lint.Options{Rules: rules(t), Sources: builtintest.Library(t).Legal().Sources, Config: cfg, Version: "0.1.0"})
	log := sarifValid(t, output(t, r, "sarif", lint.WriteOptions{From: "info"}))
	if got, _ := dig(log, "runs", 0, "tool", "driver", "rules").([]any); len(got) < zero+3 {
		t.Errorf("%d rules are described, want %d and 3 of lint", len(got), zero)
	}
}

func TestRDJSON(t *testing.T) {
	r := rich(t)
	lines := strings.Split(strings.ReplaceAll(r.Inputs[0].Document.Decoded(), "\r\n", "\n"), "\n")
	n := 0
	for line := range strings.SplitSeq(strings.TrimSpace(output(t, r, "rdjsonl", lint.WriteOptions{})), "\n") {
		var v struct {
			Message, Severity string
			Location          struct {
				Path  string
				Range struct{ Start, End struct{ Line, Column int } }
			}
			Code        struct{ Value, URL string }
			Suggestions []struct{ Text string }
		}
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		n++
		if !strings.HasPrefix(v.Code.Value, "use/") {
			continue
		}
		if v.Severity != "ERROR" && v.Severity != "WARNING" || v.Location.Path != "規約/terms 1.md" {
			t.Errorf("severity %s, path %s", v.Severity, v.Location.Path)
		}
		at := v.Location.Range
		got := lines[at.Start.Line-1][at.Start.Column-1 : at.End.Column-1]
		if !strings.HasSuffix(got, "ものとします。") || !strings.HasPrefix(got, "当社は") && !strings.HasPrefix(got, "𠮷田") {
			t.Errorf("the range is %q", got)
		}
	}
	if n < 3 || !strings.Contains(output(t, r, "rdjsonl", lint.WriteOptions{}), "のためにのみ取り扱います") {
		t.Errorf("%d diagnostics, or no suggestion among them", n)
	}
}

func TestGitHub(t *testing.T) {
	parts := []string{}
	for i := range 14 {
		parts = append(parts, fmt.Sprintf("## 第%d条", i+1), uses)
	}
	r := check(t, lint.Options{}, "a,b:100%.md", terms(append(parts, "<!-- yakkan:ignore use -->")...))
	out := strings.Split(strings.TrimSpace(output(t, r, "github", lint.WriteOptions{})), "\n")
	if !strings.HasPrefix(out[0], "::notice file=a%2Cb%3A100%25.md,title=yakkan::") {
		t.Errorf("the summary is not first: %s", out[0])
	}
	errors := 0
	for _, l := range out {
		if strings.HasPrefix(l, "::error ") {
			errors++
		}
		if strings.HasPrefix(l, "::warning ") {
			t.Errorf("a warning is shown before the errors are: %s", l)
		}
	}
	if errors != 10 || !strings.Contains(out[len(out)-1], "ほか 5 件") {
		t.Errorf("%d errors, last line %s", errors, out[len(out)-1])
	}
	var buf bytes.Buffer
	if err := r.WriteSummary(&buf, lint.WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(buf.String(), "\n| high |"); n != 14 {
		t.Errorf("%d rows in the summary, want 14:\n%s", n, buf.String())
	}
}

func TestText(t *testing.T) {
	out := output(t, rich(t), "text", lint.WriteOptions{Lang: "en"})
	for _, want := range []string{"規約/terms 1.md:12:1: high: ", "1 old, ", "suppressed", "empty.txt: "} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

func TestJSON(t *testing.T) {
	var v struct {
		Schema    string
		Summary   map[string]int
		Documents []struct {
			Name, Status string
			Scores       map[string]int
		}
		Issues []lint.Issue
	}
	r := rich(t)
	if err := json.Unmarshal([]byte(output(t, r, "json", lint.WriteOptions{})), &v); err != nil {
		t.Fatal(err)
	}
	if v.Schema != lint.Schema || v.Summary["suppressed"] != r.Suppressed || len(v.Documents) != 2 || v.Documents[1].Status != "unreadable" || v.Documents[0].Scores == nil || v.Documents[1].Scores != nil || len(v.Issues) != r.New+r.Old+r.Suppressed {
		t.Errorf("got %+v", v)
	}
}
