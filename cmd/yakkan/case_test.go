package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/yakkan/yakkan/analyzer/report"
)

// schemas compiles the schemas of reports and cases, which refer to each other.
func schemas(t *testing.T) (one, set *jsonschema.Schema) {
	t.Helper()
	c := jsonschema.NewCompiler()
	for _, src := range [][]byte{report.JSONSchema, report.CaseJSONSchema} {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(src))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.AddResource(doc.(map[string]any)["$id"].(string), doc); err != nil {
			t.Fatal(err)
		}
	}
	return c.MustCompile("https://github.com/yakkan/yakkan/schema/report/1"), c.MustCompile("https://github.com/yakkan/yakkan/schema/case/1")
}

func valid(t *testing.T, s *jsonschema.Schema, out string) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(doc); err != nil {
		t.Errorf("%v", err)
	}
}

// caseOf writes files into a folder and analyses a case of them.
func caseOf(t *testing.T, files map[string]string, args ...string) (*report.Case, string, int) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i, a := range args {
		if _, ok := files[a]; ok {
			args[i] = filepath.Join(dir, a)
		}
	}
	out, errs, code := yakkan(t, append([]string{"analyze", "--format", "json", "--on", "2026-11-25"}, args...)...)
	if code == exitUsage {
		return nil, errs, code
	}
	_, set := schemas(t)
	valid(t, set, out)
	var c report.Case
	if err := json.Unmarshal([]byte(out), &c); err != nil {
		t.Fatal(err)
	}
	return &c, errs, code
}

const (
	powerClause = "当社は、本サービスの運用上必要と認めるときは、契約者データを閲覧することができるものとします。"
	noHandling  = "当社は、契約者データを取り扱いません。"
)

func TestReportsAreTrueToTheSchema(t *testing.T) {
	one, set := schemas(t)
	for _, args := range [][]string{{mkCase + "terms.md"}, {"--facts", mkCase + "facts.yaml", mkCase + "terms.md"}, {mkCase + "confirmation.md"}} {
		out, _, _ := yakkan(t, append([]string{"analyze", "--format", "json", "--on", "2026-11-25"}, args...)...)
		valid(t, one, out)
	}
	out, _, _ := yakkan(t, "analyze", "--format", "json", "--on", "2026-11-25", "--case", mkCase+"case.yaml")
	valid(t, set, out)

	facts, _, _ := yakkan(t, "facts", "schema")
	c := jsonschema.NewCompiler()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(facts))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.AddResource("facts", doc); err != nil {
		t.Fatal(err)
	}
	schema := c.MustCompile("facts")
	template, _, _ := yakkan(t, "facts", "template", "--format", "json")
	valid(t, schema, strings.ReplaceAll(template, `"on": ""`, `"on": "2026-11-25"`))
	bad, _ := jsonschema.UnmarshalJSON(strings.NewReader(`{"facts": {"maintenance_id": "sometimes"}}`))
	if schema.Validate(bad) == nil {
		t.Error("the schema of facts takes any value")
	}
}

func TestMKCaseAsASet(t *testing.T) {
	out, errs, code := yakkan(t, "analyze", "--format", "json", "--on", "2026-11-25", "--case", mkCase+"case.yaml")
	if code != 0 {
		t.Fatalf("exit %d: %s", code, errs)
	}
	var c report.Case
	if err := json.Unmarshal([]byte(out), &c); err != nil {
		t.Fatal(err)
	}
	if c.Verdict.Terms != "defeated" || c.Verdict.Final == nil || *c.Verdict.Final != "entrustment" || c.Scores.Defeat.Value != 100 || len(c.Questions) != 0 {
		t.Errorf("verdict %+v, defeat %d, questions %d", c.Verdict, c.Scores.Defeat.Value, len(c.Questions))
	}
	if len(c.Documents) != 2 || c.Documents[1].Weighs || c.Documents[1].Report.Verdict.Terms != "declared" {
		t.Errorf("documents: %+v", c.Documents)
	}
	for _, lang := range []string{"ja", "en"} {
		for _, format := range []string{"text", "md"} {
			out, _, _ := yakkan(t, "analyze", "--lang", lang, "--format", format, "--case", mkCase+"case.yaml")
			for _, want := range []string{"terms.md", "confirmation.md", "F3"} {
				if !strings.Contains(out, want) {
					t.Errorf("%s in %s lacks %s", format, lang, want)
				}
			}
		}
	}
}

func TestPaperShowsAFact(t *testing.T) {
	paper, err := os.ReadFile(mkCase + "confirmation.md")
	if err != nil {
		t.Fatal(err)
	}
	c, _, _ := caseOf(t, map[string]string{"t.md": documentOf("利用規約", powerClause), "p.md": string(paper)}, "--as", "terms,confirmation", "t.md", "p.md")
	row := c.Considerations[3]
	if row.Direction != "towards" || len(row.Facts) != 1 || row.Facts[0].Values[0] != "entrust" {
		t.Errorf("エ: %+v", row)
	}
	for _, q := range c.Questions {
		if q.ID == "handling_paper_wording" {
			t.Error("the wording of the paper is asked though the paper is there")
		}
	}
}

func TestPrecedence(t *testing.T) {
	terms := documentOf("利用規約", powerClause)
	plain := documentOf("個人データの取扱いに関する特約", noHandling)
	for _, tt := range []struct {
		name, dpa, order string
		verdict, source  string
		beaten           int
	}{
		{"nothing is said", plain, "", "conflicting", "none", 0},
		{"by the clause of the prevailing document", documentOf("個人データの取扱いに関する特約", noHandling+"\n---\n本特約と利用規約の定めが抵触するときは、本特約の定めが優先するものとします。"), "", "supported", "clauses", 1},
		{"by its clause, another way", documentOf("個人データの取扱いに関する特約", noHandling+"\n---\n本特約は、利用規約に優先して適用されます。"), "", "supported", "clauses", 1},
		{"by the case", plain, "dpa, terms", "supported", "case", 1},
		{"by the case, the other way round", plain, "terms, dpa", "conflicting", "case", 0},
	} {
		files := map[string]string{"terms.md": terms, "dpa.md": tt.dpa, "case.yaml": "documents:\n  - {file: terms.md, as: terms}\n  - {file: dpa.md, as: dpa}\norder: [" + tt.order + "]\n"}
		c, errs, _ := caseOf(t, files, "--case", "case.yaml")
		if c == nil {
			t.Fatalf("%s: %s", tt.name, errs)
		}
		if c.Verdict.Terms != tt.verdict || c.Precedence.Source != tt.source || len(c.Precedence.Beaten) != tt.beaten {
			t.Errorf("%s: %s by %s, beaten %+v; want %s by %s", tt.name, c.Verdict.Terms, c.Precedence.Source, c.Precedence.Beaten, tt.verdict, tt.source)
		}
	}
}

// TestPublicPageIsNoClause: what a public page says does not support the
// exception, but is held against the terms.
func TestPublicPageIsNoClause(t *testing.T) {
	files := map[string]string{"terms.md": documentOf("利用規約", powerClause), "page.md": documentOf("セキュリティについて", noHandling)}
	c, _, _ := caseOf(t, files, "--as", "terms,website", "terms.md", "page.md")
	if c.Verdict.Terms != "defeated" {
		t.Errorf("verdict %s", c.Verdict.Terms)
	}
	if !slices.ContainsFunc(c.Contradictions, func(k report.Contradiction) bool {
		return k.Kind == "handling_denied" && len(k.Sides) == 2 && strings.Contains(k.Sides[0].Quote, "取り扱いません") && k.Sides[1].Finding != ""
	}) {
		t.Errorf("contradictions: %+v", c.Contradictions)
	}
}

func TestMissingDocumentsOfACase(t *testing.T) {
	terms := documentOf("利用規約", "契約者データの取扱いについては、「データ取扱特約」の定めに従うものとします。\n---\n"+powerClause)
	c, _, _ := caseOf(t, map[string]string{"terms.md": terms, "page.md": documentOf("お知らせ", "当社は、定期的に点検を行います。")}, "--as", "terms,website", "terms.md", "page.md")
	if !slices.Contains(c.Missing, "データ取扱特約") {
		t.Errorf("missing: %v", c.Missing)
	}
	c, _, _ = caseOf(t, map[string]string{"terms.md": terms, "dpa.md": documentOf("データ取扱特約", noHandling)}, "--as", "terms,dpa", "terms.md", "dpa.md")
	if len(c.Missing) != 0 || len(c.Documents[0].Report.Verdict.Overlays) > 0 && slices.Contains(c.Documents[0].Report.Verdict.Overlays, "incomplete") {
		t.Errorf("supplied, but missing: %v, %v", c.Missing, c.Documents[0].Report.Verdict.Overlays)
	}
}

// TestUnreadableDocumentOfACase: a case with a document that could not be read
// is never reported as if it were complete.
func TestUnreadableDocumentOfACase(t *testing.T) {
	c, errs, code := caseOf(t, map[string]string{"terms.md": documentOf("利用規約", noHandling), "dpa.md": ""}, "--as", "terms,dpa", "terms.md", "dpa.md")
	if code != exitIncomplete || !strings.Contains(errs, "dpa.md") {
		t.Errorf("exit %d: %s", code, errs)
	}
	last := c.Notices[len(c.Notices)-1].JA
	if !strings.Contains(last, "読み取れなかった") || !strings.Contains(last, "dpa.md") {
		t.Errorf("last notice: %s", last)
	}
	c, _, code = caseOf(t, map[string]string{"terms.md": ""}, "--as", "terms", "terms.md")
	if code != exitIncomplete || c.Verdict.Terms != "unread" {
		t.Errorf("nothing read: exit %d, %s", code, c.Verdict.Terms)
	}
}

func TestIncidentInACase(t *testing.T) {
	files := map[string]string{"terms.md": documentOf("利用規約", powerClause), "facts.yaml": "facts: {incident_open: yes}\n", "case.yaml": "documents: [{file: terms.md, as: terms}]\nfacts: facts.yaml\n"}
	c, _, _ := caseOf(t, files, "--case", "case.yaml")
	if !c.Incident || !c.Scores.Hidden || !c.Documents[0].Report.Scores.Hidden || len(c.Documents[0].Report.Suggestions) != 0 || len(c.Duties) == 0 {
		t.Errorf("incident %v, hidden %v %v, %d duties", c.Incident, c.Scores.Hidden, c.Documents[0].Report.Scores.Hidden, len(c.Duties))
	}
}

func TestCaseFileMistakes(t *testing.T) {
	terms := documentOf("利用規約", powerClause)
	for _, tt := range []struct{ src, want string }{
		{"documents:\n  - {file: terms.md, as: term}\n", `case.yaml:2:26: as に "term" は使えません（terms のことですか）`},
		{"documents:\n  - {fil: terms.md, as: terms}\n", "case.yaml:2:6: "},
		{"documents: []\n", "case.yaml:1:12: documents には1から"},
		{"documents: [{file: terms.md, as: terms}]\norder: [dpa]\n", `case.yaml:2:9: order の "dpa" に当たる文書がありません`},
		{"documents: [{file: none.md, as: terms}]\n", "none.md を開けません"},
		{"documents: [{file: terms.md, as: terms}]\nfacts: none.yaml\n", "none.yaml を開けません"},
	} {
		_, errs, code := caseOf(t, map[string]string{"terms.md": terms, "case.yaml": tt.src}, "--case", "case.yaml")
		if code != exitUsage || !strings.Contains(errs, tt.want) {
			t.Errorf("exit %d: %s\nwant %s", code, errs, tt.want)
		}
	}
	for _, args := range [][]string{{"--as", "terms,dpa", "terms.md"}, {"--as", "letter", "terms.md"}} {
		if _, _, code := caseOf(t, map[string]string{"terms.md": terms}, args...); code != exitUsage {
			t.Errorf("%v: exit %d", args, code)
		}
	}
}

// TestJudgeCaseAgain: a case judged again with facts is the case read with them.
func TestJudgeCaseAgain(t *testing.T) {
	a := &app{lang: "ja"}
	e, err := a.open()
	if err != nil {
		t.Fatal(err)
	}
	set := caseFlags{file: mkCase + "case.yaml"}
	docs, opt, file, err := set.load(a, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	facts, err := e.lib.Legal().ReadFacts(file, src, today)
	if err != nil {
		t.Fatal(err)
	}
	first, err := e.ReadCase(t.Context(), docs, opt)
	if err != nil {
		t.Fatal(err)
	}
	opt.Facts = facts
	direct, err := e.ReadCase(t.Context(), docs, opt)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := jsonOf(t, e.JudgeCase(first, facts).Report), jsonOf(t, direct.Report); got != want {
		t.Errorf("judged again:\n%s\ndirectly:\n%s", got, want)
	}
	if first.Report.Verdict.Conclusion != nil && first.Report.Facts.Answered > 2 {
		t.Error("judging again changed the first case")
	}
}
