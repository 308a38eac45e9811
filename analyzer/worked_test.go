package analyzer_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer"
)

// TestWorked reads a document written for each worked example of the two scores
// that the terms alone decide. Score E may differ by 5 from what the formula
// gives for the clauses named in the example.
func TestWorked(t *testing.T) {
	for _, tt := range []struct {
		file, verdict string
		overlays      []string // that must be there
		defeat        int
		low, high     int // of score R
		classes       string
	}{
		{"MK.txt", "defeated", nil, 95, 0, 10, "monitor restricted"},
		{"C1.md", "supported", nil, 32, 0, 100, "no_handling access_control encryption access_log disclose_legal copy"},
		{"C2.txt", "silent", nil, 50, 0, 10, ""},
		{"C3.txt", "conflicting", nil, 74, 0, 100, "no_handling access access_control"},
		{"C4.txt", "supported", nil, 31, 0, 100, "no_handling on_request acquisition_guard access_log copy"},
		{"C5.txt", "declared", nil, 97, 70, 100, "entrusted access_control"},
		{"C6.md", "defeated", []string{"beyond"}, 99, 0, 30, "train aggregate license"},
		{"C7.txt", "supported", nil, 31, 0, 100, "no_handling aggregate"},
		{"C8.txt", "defeated", nil, 75, 0, 100, "restricted copy access_control"},
		{"C9.txt", "silent", nil, 54, 0, 30, "restricted"},
	} {
		t.Run(tt.file, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join("testdata/worked", tt.file))
			if err != nil {
				t.Fatal(err)
			}
			r := read(t, tt.file, data, analyzer.Options{}).Report
			if r.Verdict.Terms != tt.verdict {
				t.Errorf("%s: verdict %s, want %s", tt.file, r.Verdict.Terms, tt.verdict)
			}
			for _, o := range tt.overlays {
				if !slices.Contains(r.Verdict.Overlays, o) {
					t.Errorf("%s: overlays %v, want %s", tt.file, r.Verdict.Overlays, o)
				}
			}
			if d := r.Scores.Defeat.Value - tt.defeat; d < -5 || d > 5 {
				t.Errorf("%s: score E %d, want %d", tt.file, r.Scores.Defeat.Value, tt.defeat)
			}
			if v := r.Scores.Division.Value; v < tt.low || v > tt.high {
				t.Errorf("%s: score R %d, want %d to %d", tt.file, v, tt.low, tt.high)
			}
			// The score must come from the clauses of the example, not from others.
			var got []string
			for _, f := range r.Findings {
				if (f.Group == "power" || f.Group == "support" || f.Class == "entrusted") && !slices.Contains(got, f.Class) {
					got = append(got, f.Class)
				}
			}
			for _, c := range strings.Fields(tt.classes) {
				if !slices.Contains(got, c) {
					t.Errorf("%s: no %s among %v", tt.file, c, got)
				}
			}
			if t.Failed() {
				for _, f := range r.Findings {
					t.Logf("%s: %s %s %s/%s weak=%v", tt.file, f.Article, f.Rule, f.Data, f.Trigger, f.Weak)
				}
			}
		})
	}
}
