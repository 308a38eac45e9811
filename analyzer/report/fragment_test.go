package report_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/builtintest"
)

// TestFragment: a page that allows no inline style may show it, and several of
// them at once.
func TestFragment(t *testing.T) {
	got := builtintest.Read(t, "a.md", htmlTerms)
	write := func(prefix string) string {
		var b bytes.Buffer
		if err := report.WriteHTMLFragment(&b, got.Report, report.HTMLOptions{Document: got.Document, Tree: got.Tree, Findings: got.Findings, Prefix: prefix}); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	a, b := write("d1-"), write("d2-")
	_, ids, links := pageOf(t, a+b)
	if len(ids) < 10 || len(links) < 5 {
		t.Errorf("%d ids, %d links", len(ids), len(links))
	}
	for _, bad := range []string{" style=", "<style", "<html", "<main"} {
		if strings.Contains(a, bad) {
			t.Errorf("the fragment has %s", bad)
		}
	}
	for part := range strings.SplitSeq(a, ` data-`) {
		name, rest, _ := strings.Cut(part, `="`)
		if name != "finding" && name != "copy" {
			continue
		}
		if id, _, _ := strings.Cut(rest, `"`); !slices.Contains(ids, id) {
			t.Errorf("data-%s %q leads nowhere", name, id)
		}
	}
	if !strings.Contains(a, `data-copy="d1-`) || !strings.Contains(a, `data-finding="d1-f1"`) {
		t.Error("there is nothing to copy or to follow")
	}
}
