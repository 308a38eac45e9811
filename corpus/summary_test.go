package corpus

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/yakkan/yakkan/analyzer/report"
)

// TestSummaryPage reads the page of a run: it is whole, nothing is loaded or run
// from elsewhere, and names from documents are text.
func TestSummaryPage(t *testing.T) {
	src := openTest(t, files(t, map[string]string{"<b>a.txt": text(1), "b.txt": "HALF " + text(2), "c.txt": "BAD"}))
	r := stubRun(src, t.TempDir())
	s, err := r.Do(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"ja", "en"} {
		var buf bytes.Buffer
		if err := s.WriteHTML(&buf, lang); err != nil {
			t.Fatal(err)
		}
		page := buf.String()
		for _, want := range []string{"&lt;b&gt;a.txt", map[string]string{"ja": "法的助言ではありません", "en": "no legal advice"}[lang], "<circle", "binary", "too_deep"} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: no %q in the page", lang, want)
			}
		}
		for _, bad := range []string{"<script", "http:", "https:", "src=", " style=", "NaN", "ZgotmplZ", "<b>a"} {
			if strings.Contains(page, bad) {
				t.Errorf("%s: the page has %q", lang, bad)
			}
		}
		var plots bytes.Buffer
		if err := s.WritePlots(&plots, lang); err != nil || strings.Contains(plots.String(), "<style") || !strings.Contains(plots.String(), "<svg") {
			t.Errorf("%s: plots %v", lang, err)
		}
		if _, err := html.Parse(&buf); err != nil {
			t.Error(err)
		}
		for part := range strings.SplitSeq(page, "<svg") {
			svg, _, ok := strings.Cut(part, "</svg>")
			if !ok {
				continue
			}
			dec := xml.NewDecoder(strings.NewReader("<svg" + svg + "</svg>"))
			for {
				if _, err := dec.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatalf("%s: %v in %s", lang, err, svg)
				}
			}
		}
	}
}

func TestRank(t *testing.T) {
	src := openTest(t, mixed(t, 200))
	out := t.TempDir()
	s, err := stubRun(src, out).Do(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, by := range []Order{ByDefeat, ByDefeatUp, ByDivision, ByDivisionLow} {
		all, err := Rank(t.Context(), out, by, 10_000)
		if err != nil {
			t.Fatal(err)
		}
		if len(all) != s.Read() || !slices.IsSortedFunc(all, by.compare()) {
			t.Errorf("%s: %d of %d documents, or not in order", by, len(all), s.Read())
		}
		few, err := Rank(t.Context(), out, by, 5)
		if err != nil || !slices.Equal(few, all[:5]) {
			t.Errorf("%s: the first five are not the first five of all: %v", by, err)
		}
	}
	best, err := Rank(t.Context(), out, ByDefeat, bestOf)
	if err != nil || !slices.Equal(best, s.Worst) {
		t.Errorf("the summary has %v, the rank %v", s.Worst, best)
	}
	if _, err := Rank(t.Context(), out, "name", 5); err == nil {
		t.Error("an unknown order was taken")
	}
	if _, err := Rank(t.Context(), t.TempDir(), ByDefeat, 5); err == nil {
		t.Error("an empty folder was ranked")
	}
}

func TestPosition(t *testing.T) {
	s := newSummary(&ledger{}, Labels{})
	for i := range 100 {
		classes := []string{}
		var fs []FindingRow
		if i%4 == 0 {
			classes, fs = []string{"use"}, []FindingRow{{Class: "use", Group: "power"}}
		}
		s.add(&Record{N: i, Status: "complete", Verdict: []string{"silent", "defeated"}[i%2], Defeat: new(i), Division: new(i / 2), Classes: classes}, fs)
	}
	s.end()
	r := &report.Report{Findings: []report.Finding{{Class: "train", Group: "power"}, {Class: "use", Group: "power"}}}
	r.Verdict.Terms, r.Scores.Defeat.Value, r.Scores.Division.Value = "silent", 25, 10
	p := s.Position(r)
	near := func(a, b float64) bool { return math.Abs(a-b) < 1e-9 }
	if p.Of != 100 || !near(p.Verdict, 50) || !near(p.Defeat.Below, 25) || !near(p.Defeat.Same, 1) || !near(p.Defeat.Above, 74) || !near(p.Division.Same, 2) || p.Defeat.Median != 49 {
		t.Errorf("%+v", p)
	}
	if got := fmt.Sprint(p.Classes); got != "[{use power { } 25 true} {train power { } 0 true}]" {
		t.Error(got)
	}
}

func TestSafeCell(t *testing.T) {
	for _, s := range []string{"=1+1", "+1", "-x", "@x", "\tx", "plain", "", "'quoted", "'=x", "契約"} {
		if c := safeCell(s); strings.ContainsAny(c[:min(1, len(c))], "=+-@\t") {
			t.Errorf("safeCell(%q) = %q", s, c)
		} else if s != "'=x" && unsafeCell(c) != s {
			t.Errorf("%q came back as %q", s, unsafeCell(c))
		}
	}
}
