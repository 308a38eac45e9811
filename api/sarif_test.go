package api

import (
	"strings"
	"testing"
)

// TestSARIF asks for findings as SARIF, also of a document that is kept already,
// and with nothing but the text.
func TestSARIF(t *testing.T) {
	s := open(t)
	type log struct {
		Version string
		Runs    []struct {
			Results []struct {
				RuleID    string
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           struct{ StartLine int }
					}
				}
			}
		}
	}
	s.read(s.post("/v1/analyses", `{"name":"a.md","text":`+quote(t, sample)+`}`), 200)
	for body, uri := range map[string]string{`{"name":"a.md","text":` + quote(t, sample) + `}`: "a.md", `{"text":` + quote(t, sample) + `}`: "document-0"} {
		res := s.do("POST", "/v1/analyses", body, "Content-Type", "application/json", "Accept", "application/sarif+json")
		got := decode[log](t, s.read(res, 200))
		if res.Header.Get("Content-Type") != sarifMedia || !strings.Contains(res.Header.Get("ETag"), "sarif") {
			t.Errorf("%v", res.Header)
		}
		if got.Version != "2.1.0" || len(got.Runs) != 1 {
			t.Fatalf("not SARIF: %+v", got)
		}
		found := false
		for _, r := range got.Runs[0].Results {
			if at := r.Locations[0].PhysicalLocation; strings.HasPrefix(r.RuleID, "monitor") || strings.HasPrefix(r.RuleID, "access") {
				found = found || at.Region.StartLine == 8 && at.ArtifactLocation.URI == uri
			}
		}
		if !found {
			t.Errorf("no result for line 8 of %s: %+v", uri, got.Runs[0].Results)
		}
	}
	if res := s.do("POST", "/v1/analyses", sample, "Content-Type", "text/markdown", "Accept", "*/*"); res.Header.Get("Content-Type") != "application/json" {
		t.Errorf("*/* is answered with %s", res.Header.Get("Content-Type"))
	}
}
