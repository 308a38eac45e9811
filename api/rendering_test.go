package api

import (
	"encoding/json"
	"strings"
	"testing"
)

func quote(t *testing.T, s string) string {
	t.Helper()
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestHTML reads an analysis as a page: by suffix and by Accept, under a policy
// of its own that runs nothing, in two languages, with markup of the terms shown
// as text.
func TestHTML(t *testing.T) {
	s := open(t)
	text := sample + "3. 当社は、<script>alert(1)</script>契約者データを閲覧することができます。\n"
	a := decode[AnalysisJSON](t, s.read(s.do("POST", "/v1/analyses", `{"format":"text","text":`+quote(t, text)+`}`, "Content-Type", "application/json"), 200))
	for _, c := range []struct{ path, accept, lang, want string }{
		{a.ID + ".html", "", "", `<html lang="ja">`},
		{a.ID, "text/html,application/xhtml+xml,*/*;q=0.8", "en", `<html lang="en">`},
	} {
		res := s.do("GET", "/v1/analyses/"+c.path, "", "Accept", c.accept, "Accept-Language", c.lang)
		page := string(s.read(res, 200))
		if !strings.Contains(page, c.want) || !strings.Contains(page, "閲覧") {
			t.Errorf("%s: not the page in its language: %.200s", c.path, page)
		}
		if strings.Contains(strings.ToLower(page), "<script") {
			t.Errorf("%s: the page has a script", c.path)
		}
		if got := res.Header.Get("Content-Type"); got != "text/html; charset=utf-8" {
			t.Errorf("%s: Content-Type %q", c.path, got)
		}
		if got := res.Header.Values("Content-Security-Policy"); len(got) != 1 || got[0] != htmlPolicy {
			t.Errorf("%s: policy %q", c.path, got)
		}
		if res.Header.Get("ETag") == "" || s.do("GET", "/v1/analyses/"+c.path, "", "Accept", c.accept, "Accept-Language", c.lang, "If-None-Match", res.Header.Get("ETag")).StatusCode != 304 {
			t.Errorf("%s: the page is sent again to who has it", c.path)
		}
	}
	for _, path := range []string{a.ID, a.ID + ".json", a.ID + ".md"} {
		if got := s.do("GET", "/v1/analyses/"+path, "").Header.Get("Content-Security-Policy"); strings.Contains(got, "unsafe") {
			t.Errorf("%s: policy %q", path, got)
		}
	}
}

// TestOneDocument picks one document of several.
func TestOneDocument(t *testing.T) {
	s := open(t)
	body := `{"documents":[{"name":"first.md","text":` + quote(t, sample) + `},{"name":"second.md","text":` + quote(t, sample+"\n") + `}]}`
	a := decode[AnalysisJSON](t, s.read(s.do("POST", "/v1/analyses", body, "Content-Type", "application/json"), 200))
	for _, form := range []string{".html", ".md", ".json"} {
		one := s.do("GET", "/v1/analyses/"+a.ID+form+"?document=1", "")
		got := string(s.read(one, 200))
		if !strings.Contains(got, "second.md") || strings.Contains(got, "first.md") {
			t.Errorf("%s: not the second document alone", form)
		}
		if zero := s.do("GET", "/v1/analyses/"+a.ID+form+"?document=0", ""); zero.Header.Get("ETag") == one.Header.Get("ETag") {
			t.Errorf("%s: two documents have the same tag", form)
		}
	}
	for _, path := range []string{".html", ".html?document=2", ".md?document=2", "?document=0", ".html?document=x"} {
		p := s.problem(s.do("GET", "/v1/analyses/"+a.ID+path, ""), 422)
		if len(p.Errors) != 1 || p.Errors[0].Parameter != "document" {
			t.Errorf("%s: %+v", path, p.Errors)
		}
	}
}

func TestSchemas(t *testing.T) {
	s := open(t)
	for _, path := range []string{"/v1/facts/schema", "/v1/schema/facts", "/v1/schema/report", "/v1/schema/case", "/v1/schema/revision", "/v1/schema/diff"} {
		res := s.do("GET", path, "")
		v := decode[map[string]any](t, s.read(res, 200))
		if v["$schema"] == nil || v["properties"] == nil || res.Header.Get("Content-Type") != "application/schema+json" {
			t.Errorf("%s is not a schema: %v", path, res.Header)
		}
	}
	s.problem(s.do("GET", "/v1/schema/config", ""), 422)
}
