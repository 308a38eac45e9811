package api

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
)

// remembered returns how many requests the shortcut knows.
func (s *testServer) remembered() int {
	s.short.asked.CleanUp()
	return s.short.asked.EstimatedSize()
}

// TestAgain: the shortcut answers as the long way does, in body and headers.
func TestAgain(t *testing.T) {
	s := open(t)
	text := quote(t, sample)
	form := "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.md\"\r\n\r\n" + sample + "\r\n--x--\r\n"
	for _, tt := range []struct{ name, path, media, body string }{
		{"raw", "/v1/analyses?name=a.md&kind=terms", "text/markdown", sample},
		{"json", "/v1/analyses", "application/json", `{"text":` + text + `}`},
		{"facts", "/v1/analyses", "application/json", `{"text":` + text + `,"facts":` + entrusting + `}`},
		{"form", "/v1/analyses", "multipart/form-data; boundary=x", form},
	} {
		for _, encoding := range []string{"", "gzip"} {
			send := func(headers ...string) (*http.Response, []byte) {
				t.Helper()
				res := s.do("POST", tt.path, tt.body, append(headers, "Content-Type", tt.media, "Accept-Encoding", encoding)...)
				return res, s.read(res, 200)
			}
			first := s.remembered()
			send()
			if encoding == "" && s.remembered() != first+1 {
				t.Errorf("%s: the request was not remembered", tt.name)
			}
			short, got := send()
			long, want := send("Idempotency-Key", `"`+tt.name+encoding+`"`)
			if encoding != "" {
				got, want = gunzip(t, got), gunzip(t, want)
			}
			if !bytes.Equal(got, want) || !strings.Contains(short.Header.Get("Cache-Status"), "hit") {
				t.Errorf("%s %s: another body than the long way", tt.name, encoding)
			}
			for name := range long.Header {
				if a, b := strings.Join(short.Header.Values(name), ", "), strings.Join(long.Header.Values(name), ", "); a != b && name != "X-Request-Id" && name != "Content-Length" {
					t.Errorf("%s %s: %s is %q, the long way %q", tt.name, encoding, name, a, b)
				}
			}
		}
	}
	before := s.remembered()
	for _, query := range []string{"?keep_text=1h", "?ephemeral=true"} {
		s.read(s.do("POST", "/v1/analyses"+query, sample, "Content-Type", "text/plain"), 200)
		s.read(s.do("POST", "/v1/analyses"+query, sample, "Content-Type", "text/plain"), 200)
	}
	sarif := s.do("POST", "/v1/analyses?name=a.md&kind=terms", sample, "Content-Type", "text/markdown", "Accept", sarifMedia)
	if s.read(sarif, 200); sarif.Header.Get("Content-Type") != sarifMedia {
		t.Errorf("SARIF came as %s", sarif.Header.Get("Content-Type"))
	}
	if n := s.remembered(); n != before {
		t.Errorf("%d requests remembered that have to be done each time", n-before)
	}
}

func gunzip(t *testing.T, b []byte) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestAgainIsGuarded: what was remembered is of one tenant, needs its scope, and
// ends with the analysis and with the day.
func TestAgainIsGuarded(t *testing.T) {
	s, key := guarded(t)
	acme, other, reader := key("acme", time.Hour, Scopes...), key("other", time.Hour, Scopes...), key("acme", time.Hour, ScopeRead)
	post := func(k string, status int) *http.Response {
		t.Helper()
		res := s.do("POST", "/v1/analyses", sample, append(bearer(k), "Content-Type", "text/plain")...)
		s.read(res, status)
		return res
	}
	hit := func(res *http.Response) bool { return strings.Contains(res.Header.Get("Cache-Status"), "hit") }
	first := post(acme, 200)
	if !hit(post(acme, 200)) || hit(post(other, 200)) {
		t.Error("want a hit for the tenant and none for another")
	}
	post(reader, 403)
	s.read(s.do("DELETE", first.Header.Get("Location"), "", bearer(acme)...), 204)
	if hit(post(acme, 200)) {
		t.Error("an analysis that was deleted is answered")
	}
	n := s.remembered()
	s.service.now = func() time.Time { return time.Now().AddDate(0, 0, 1) }
	post(acme, 200)
	if s.remembered() != n+1 {
		t.Error("the day is not part of what is remembered")
	}
}

// TestDroppedFromMemory: what a store in memory had no room for is not said to be
// stored.
func TestDroppedFromMemory(t *testing.T) {
	s := open(t)
	a := s.analyze(sample)
	if err := s.service.store.Delete(t.Context(), Anyone.Tenant, a.ID); err != nil { // as if for want of room
		t.Fatal(err)
	}
	again := s.analyze(sample)
	s.read(s.do("GET", "/v1/analyses/"+again.ID, ""), 200)
}
