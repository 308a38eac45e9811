package lint_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer/lint"
)

func write(t *testing.T, b *lint.Baseline) string {
	t.Helper()
	var buf bytes.Buffer
	if err := b.Write(&buf); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// again reads a baseline as a later run would.
func again(t *testing.T, b *lint.Baseline) *lint.Baseline {
	t.Helper()
	out, err := lint.DecodeBaseline("yakkan.baseline.json", []byte(write(t, b)))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

const (
	discloses = "当社は、第5条の場合その他当社が必要と判断した場合には、契約者データを業務提携先に開示することができるものとします。"
	before    = "## 第1条（料金）\n\n" + harmless + "\n\n## 第2条（運用）\n\n1. " + monitors + "\n2. 前項の場合、" + uses + "\n3. " + discloses + "\n\n## 第3条（雑則）\n\n契約者は、前条第2項に同意します。\n"
	// Every article has another number, two paragraphs have moved, lines are
	// wrapped, digits are wide.
	after = "## 第１条（目的）\n\nこの規約は利用条件を定めます。\n\n## 第２条（料金）\n\n" + harmless + "\n\n## 第３条（運用）\n\n1. 当社は、第９条の場合その他当社が必要と判断した場合には、契約者データを業務提携先に\n   開示することができるものとします。\n2. " + monitors + "\n3. 第２項の場合、" + uses + "\n\n## 第４条（雑則）\n\n契約者は、第３条第３項に同意します。\n"
)

func TestBaselineSurvivesRenumbering(t *testing.T) {
	first := check(t, lint.Options{}, "terms.md", preamble+before)
	if first.New < 4 {
		t.Fatalf("only %d issues to begin with:\n%s", first.New, list(first))
	}
	b := again(t, lint.NewBaseline("yakkan.baseline.json", first))
	second := check(t, lint.Options{Baseline: b}, "terms.md", preamble+after)
	if second.New != 0 || second.Old != first.New || second.Gone != 0 {
		t.Errorf("%d old, %d new, %d gone; want %d, 0, 0\n%s", second.Old, second.New, second.Gone, first.New, list(second))
	}
	if second.Fails("low") {
		t.Error("old issues fail the run")
	}
	third := check(t, lint.Options{Baseline: b}, "terms.md", preamble+strings.Replace(after, "研究", "宣伝", 1))
	if third.New != 1 || third.Gone != 1 || !third.Fails("high") {
		t.Errorf("a changed clause: %d new, %d gone, want 1, 1\n%s", third.New, third.Gone, list(third))
	}
}

// A second clause of the same wording is new.
func TestBaselineCounts(t *testing.T) {
	first := check(t, lint.Options{}, "terms.md", terms("## 第1条", uses))
	b := again(t, lint.NewBaseline("yakkan.baseline.json", first))
	twice := check(t, lint.Options{Baseline: b}, "terms.md", terms("## 第1条", uses, "## 第2条", uses))
	if twice.Old != 1 || twice.New != 1 {
		t.Errorf("%d old, %d new, want 1, 1\n%s", twice.Old, twice.New, list(twice))
	}
	none := check(t, lint.Options{Baseline: b}, "terms.md", terms("## 第1条", harmless))
	if none.Gone != 1 {
		t.Errorf("%d gone, want 1", none.Gone)
	}
	other := check(t, lint.Options{Baseline: b}, "other.md", terms("## 第1条", harmless))
	if other.Gone != 0 {
		t.Errorf("%d gone of a document that was not read, want 0", other.Gone)
	}
}

func TestBaselineFile(t *testing.T) {
	r := check(t, lint.Options{}, "b/terms.md", terms("## 第1条", monitors), "a.md", terms("## 第1条", uses, "## 第2条", uses))
	b := lint.NewBaseline("yakkan.baseline.json", r)
	text := write(t, b)
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if len(lines) != len(b.Entries)+2 {
		t.Errorf("%d lines for %d entries:\n%s", len(lines), len(b.Entries), text)
	}
	if !strings.HasPrefix(lines[1], `{"document":"a.md","rule":"use/`) || !strings.Contains(lines[1], `"count":2`) {
		t.Errorf("the first entry is %s", lines[1])
	}
	if write(t, again(t, b)) != text {
		t.Error("writing what was read gives another file")
	}
	for _, tt := range []struct{ src, want string }{
		{"{", "line 1"}, {`{"schema":"x","entries":[]}`, "write it again"}, {`{"schema":"yakkan.baseline/1","entries":[],"more":1}`, "more"},
	} {
		if _, err := lint.DecodeBaseline("b.json", []byte(tt.src)); err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "b.json") {
			t.Errorf("%s: error %v, want one with %q", tt.src, err, tt.want)
		}
	}
}

func TestPruneAndUpdate(t *testing.T) {
	old := lint.NewBaseline("b.json", check(t, lint.Options{}, "a.md", terms("## 第1条", monitors, "## 第2条", uses), "c.md", terms("## 第1条", uses)))
	now := check(t, lint.Options{}, "a.md", terms("## 第1条", uses, "## 第2条", discloses))
	count := func(b *lint.Baseline) string {
		var out []string
		for _, e := range b.Entries {
			class, _, _ := strings.Cut(e.Rule, "/")
			out = append(out, e.Document+" "+class)
		}
		return strings.Join(out, ", ")
	}
	if got, want := count(old.Prune(now)), "a.md use, c.md use"; got != want {
		t.Errorf("prune: %s, want %s", got, want)
	}
	if got, want := count(old.Update(now)), "a.md disclose, a.md use, c.md use"; got != want {
		t.Errorf("update: %s, want %s", got, want)
	}
	kept, added, gone := old.Update(now).Against(old)
	if kept != 2 || added != 1 || gone != 2 {
		t.Errorf("update: %d kept, %d added, %d gone, want 2, 1, 2", kept, added, gone)
	}
}
