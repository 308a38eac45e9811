package patterns

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
)

const explained = `第1条（保守）
当社は、保守のため必要と判断した場合、契約者データを監視することができる。
契約者は、契約者データを監視してはならない。
本規約は、日本法に準拠する。
`

func TestExplain(t *testing.T) {
	lib, err := Load(small)
	if err != nil {
		t.Fatal(err)
	}
	tree := structure.Parse(document.Read("test.txt", []byte(explained), document.Options{}), lib.Parties())
	near, err := lib.Explain(t.Context(), norm.NewReader(tree, mustTokenizer(t), lib), "monitor")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	for _, all := range []bool{false, true} {
		if err := WriteExplanation(&b, tree.Document.Text, near, all); err != nil {
			t.Fatal(err)
		}
		b.WriteString("--\n")
	}
	const golden = "testdata/explain.txt"
	if *update {
		if err := os.WriteFile(golden, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got := b.String(); got != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestExplainUnknown(t *testing.T) {
	lib, err := Load(small)
	if err != nil {
		t.Fatal(err)
	}
	r := norm.NewReader(structure.Parse(document.Read("test.txt", []byte(explained), document.Options{}), lib.Parties()), mustTokenizer(t), lib)
	for rule, want := range map[string]string{
		"montior":        `unknown class "montior"; did you mean monitor?`,
		"monitor/frist":  `class monitor has no pattern "frist"; did you mean first?`,
		"something else": "`yakkan rules list` shows all",
	} {
		if _, err := lib.Explain(t.Context(), r, rule); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Explain(%s): %v, want %s", rule, err, want)
		}
	}
}

func TestStats(t *testing.T) {
	lib, err := Load(small)
	if err != nil {
		t.Fatal(err)
	}
	stats := lib.NewStats()
	for range 2 {
		tree := structure.Parse(document.Read("test.txt", []byte(explained), document.Options{}), lib.Parties())
		if err := stats.Add(t.Context(), norm.NewReader(tree, mustTokenizer(t), lib)); err != nil {
			t.Fatal(err)
		}
	}
	want := []StatsRow{
		{Class: "monitor", Pattern: "second"},
		{Class: "monitor", Pattern: "first", Tried: 4, Matches: 2, Findings: 2, Documents: 2},
	}
	got := stats.Rows()
	if len(got) != len(want) || got[0] != want[0] || got[1] != want[1] || stats.Documents != 2 {
		t.Errorf("Rows() = %+v of %d documents, want %+v of 2", got, stats.Documents, want)
	}
}

func TestList(t *testing.T) {
	lib, err := Load(small)
	if err != nil {
		t.Fatal(err)
	}
	got := lib.List()
	if len(got) != 1 || got[0].Class.ID != "monitor" || got[0].File != "rules/ja/power/monitor.yaml" || strings.Join(got[0].Patterns, " ") != "first second" {
		t.Errorf("List() = %+v", got)
	}
}
