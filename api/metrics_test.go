package api

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestDashboard: every metric that the Grafana dashboard asks for is there, and
// the stages of an analysis are among them.
func TestDashboard(t *testing.T) {
	s := open(t)
	s.analyze(sample)
	s.read(s.post("/v1/cases", bodies(t, "", sample)["/v1/cases"]), 200)
	s.do("POST", "/v1/analyses", "\x00\x01\x02", "Content-Type", "text/plain")
	got := string(s.read(s.do("GET", "/metrics", ""), 200))
	for _, want := range []string{`yakkan_stage_seconds_count{stage="patterns"} 2`, `yakkan_stage_seconds_count{stage="store"} 1`, `yakkan_documents_total{state="complete"} 2`, `yakkan_unreadable_total{`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s", want)
		}
	}
	src, err := os.ReadFile("../docs/grafana-dashboard.json")
	if err != nil {
		t.Fatal(err)
	}
	var board struct {
		Panels []struct {
			ID      int
			Title   string
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(src, &board); err != nil {
		t.Fatal(err)
	}
	ids := map[int]bool{}
	asked := 0
	for _, p := range board.Panels {
		if ids[p.ID] {
			t.Errorf("two panels have the ID %d", p.ID)
		}
		ids[p.ID] = true
		for _, target := range p.Targets {
			for _, name := range regexp.MustCompile(`\b(yakkan|process|go)_[a-z_]+`).FindAllString(target.Expr, -1) {
				asked++
				if !strings.Contains(got, "\n"+name+"{") && !strings.Contains(got, "\n"+name+" ") {
					t.Errorf("panel %q asks for %s, which there is not", p.Title, name)
				}
			}
		}
	}
	if asked < 15 {
		t.Errorf("the dashboard asks for %d metrics", asked)
	}
}
