package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Browsers get a page where there is none, programs and the API a problem.
func TestMissing(t *testing.T) {
	h := open(t)
	for _, tt := range []struct {
		path, accept, kind, says string
	}{
		{"/nothing?lang=ja", "text/html,*/*;q=0.8", "text/html", "そのアドレスにページはありません"},
		{"/nothing?lang=en", "text/html", "text/html", "There is no page at this address"},
		{"/nothing", "*/*", "application/problem+json", "not-found"},
		{"/v1/nothing", "text/html", "application/problem+json", "not-found"},
	} {
		r := httptest.NewRequest(http.MethodGet, tt.path, nil)
		r.Host = "localhost"
		r.Header.Set("Accept", tt.accept)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusNotFound || !strings.HasPrefix(w.Header().Get("Content-Type"), tt.kind) || !strings.Contains(w.Body.String(), tt.says) {
			t.Errorf("%s for %s: %d %s, want 404 %s with %q", tt.path, tt.accept, w.Code, w.Header().Get("Content-Type"), tt.kind, tt.says)
		}
		if tt.kind == "text/html" && w.Header().Get("Content-Security-Policy") == "" {
			t.Errorf("%s has no policy", tt.path)
		}
	}
}
