package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/report"
)

var today = time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)

const mkCase = "../../docs/examples/mk-case/"

// yakkan runs the command and returns its output, its errors and its exit code.
func yakkan(t *testing.T, args ...string) (string, string, int) {
	t.Helper()
	var out, errs bytes.Buffer
	code := run(args, strings.NewReader(""), &out, &errs)
	return out.String(), errs.String(), code
}

func analyzed(t *testing.T, args ...string) *report.Report {
	t.Helper()
	out, errs, code := yakkan(t, append([]string{"analyze", "--format", "json", "--on", "2026-11-25"}, args...)...)
	if code != 0 {
		t.Fatalf("exit %d: %s", code, errs)
	}
	var r report.Report
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	return &r
}

func TestMKCase(t *testing.T) {
	r := analyzed(t, mkCase+"terms.md")
	if r.Verdict.Terms != "defeated" || r.Verdict.Final != nil || r.Scores.Defeat.Value < 90 {
		t.Errorf("by the terms: %s, defeat %d", r.Verdict.Terms, r.Scores.Defeat.Value)
	}
	if r.Scores.Defeat.Low >= r.Scores.Defeat.High {
		t.Errorf("without facts the range is %d–%d", r.Scores.Defeat.Low, r.Scores.Defeat.High)
	}
	var asked []string
	for _, q := range r.Questions {
		asked = append(asked, q.ID)
	}
	for _, want := range []string{"maintenance_id", "technical_control", "handling_record", "handling_count_12m", "handling_paper_wording", "own_purpose_use", "my_number", "sub_vendor"} {
		if !slices.Contains(asked, want) {
			t.Errorf("%s is not asked: %v", want, asked)
		}
	}

	r = analyzed(t, "--facts", mkCase+"facts.yaml", mkCase+"terms.md")
	if r.Verdict.Terms != "defeated" || r.Verdict.Final == nil || *r.Verdict.Final != "entrustment" || r.Verdict.Conclusion.Scope != "service" {
		t.Errorf("with facts: %+v", r.Verdict)
	}
	if d := r.Scores.Defeat; d.Value != 100 || d.Low != 100 || d.High != 100 {
		t.Errorf("with facts: defeat %d (%d–%d)", d.Value, d.Low, d.High)
	}
	if len(r.Questions) != 0 {
		t.Errorf("all is known, but asked: %+v", r.Questions)
	}
	var ids []string
	for _, c := range r.Considerations {
		ids = append(ids, c.ID)
		if c.Direction != "towards" || len(c.Terms) == 0 || len(c.Facts) == 0 {
			t.Errorf("%s points %s, terms %v, facts %v", c.ID, c.Direction, c.Terms, c.Facts)
		}
	}
	if strings.Join(ids, "") != "アイウエ" {
		t.Errorf("considerations %v", ids)
	}
	for _, e := range r.Elements {
		if e.Consideration != "" && e.Fact != nil {
			t.Errorf("%s still asks %s", e.ID, e.Fact.ID)
		}
	}
}

// TestJudgeAgain: judging an analysis again with facts gives the report that
// analysing with them gives, and without them the first one.
func TestJudgeAgain(t *testing.T) {
	a := &app{lang: "ja"}
	e, err := a.open()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(mkCase + "terms.md")
	if err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile(mkCase + "facts.yaml")
	if err != nil {
		t.Fatal(err)
	}
	facts, err := e.lib.Legal().ReadFacts("facts.yaml", src, today)
	if err != nil {
		t.Fatal(err)
	}
	first, err := e.Read(t.Context(), "terms.md", text, analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	direct, err := e.Read(t.Context(), "terms.md", text, analyzer.Options{Facts: facts})
	if err != nil {
		t.Fatal(err)
	}
	again := e.Judge(first, facts)
	if got, want := jsonOf(t, again.Report), jsonOf(t, direct.Report); got != want {
		t.Errorf("judged again:\n%s\ndirectly:\n%s", got, want)
	}
	if got, want := jsonOf(t, e.Judge(again, nil).Report), jsonOf(t, first.Report); got != want {
		t.Errorf("judged again without facts:\n%s\nat first:\n%s", got, want)
	}
}

func jsonOf(t *testing.T, v any) string {
	t.Helper()
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestIncident: while a breach or dispute is at hand no output has scores or
// model clauses, and all say that a lawyer is to be asked.
func TestIncident(t *testing.T) {
	facts := filepath.Join(t.TempDir(), "facts.yaml")
	if err := os.WriteFile(facts, []byte("facts: {incident_open: yes}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"text", "md", "json", "jsonl"} {
		out, errs, code := yakkan(t, "analyze", "--format", format, "--facts", facts, mkCase+"terms.md")
		if code != 0 {
			t.Fatalf("%s: exit %d: %s", format, code, errs)
		}
		if !strings.Contains(out, "弁護士に相談してください") {
			t.Errorf("%s does not say that a lawyer is to be asked", format)
		}
		for _, hidden := range []string{"/100", "/ 100", `"defeat"`, "指標は文言の一致"} {
			if strings.Contains(out, hidden) {
				t.Errorf("%s shows %s", format, hidden)
			}
		}
	}
}

func TestFactsCommand(t *testing.T) {
	template, _, code := yakkan(t, "facts", "template")
	if code != 0 || !strings.Contains(template, "maintenance_id: unknown") {
		t.Errorf("exit %d: %s", code, template)
	}
	bad := filepath.Join(t.TempDir(), "facts.yaml")
	if err := os.WriteFile(bad, []byte("facts:\n  technical_control: verifed\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, errs, code := yakkan(t, "analyze", "--facts", bad, mkCase+"terms.md")
	if code != exitUsage || !strings.Contains(errs, "facts.yaml:2:22: technical_control に \"verifed\" は使えません") || !strings.Contains(errs, "verified のことですか") {
		t.Errorf("exit %d: %s", code, errs)
	}
	out, _, code := yakkan(t, "facts", "check", mkCase+"facts.yaml")
	if code != 0 || strings.Contains(out, "? ") || !strings.Contains(out, "法的助言") {
		t.Errorf("exit %d: %s", code, out)
	}
}
