package api

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"github.com/yakkan/yakkan/corpus/store"
)

func opGet(path string) huma.Operation {
	return huma.Operation{OperationID: strings.Trim(strings.ReplaceAll(path, "/", "-"), "-"), Method: http.MethodGet, Path: path}
}

func TestProblems(t *testing.T) {
	s := open(t)
	res := s.do("POST", "/v1/analyses", `{"documents":[{"text":"規約","knd":"terms"},{"kind":"x","text":"規約"}]}`, "Content-Type", "application/json", "Accept-Language", "en-US,ja;q=0.5")
	p := s.problem(res, 422)
	if p.Title != "The request is invalid" || res.Header.Get("Content-Language") != "en" || !strings.HasPrefix(p.Instance, "urn:yakkan:request:") {
		t.Errorf("%+v", p)
	}
	var got []string
	for _, d := range p.Errors {
		got = append(got, d.Pointer+" "+d.Detail)
	}
	slices.Sort(got)
	want := []string{"/documents/0/knd unexpected property; did you mean kind?", `/documents/1/kind expected value to be one of "terms, privacy, dpa, security, nda, contract, other"`}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	p = s.problem(s.do("POST", "/v1/analyses", "%PDF-1.7 not a text", "Content-Type", "text/plain"), 422)
	if p.Name() != "unreadable-document" || len(p.Errors) != 1 || p.Errors[0].Code != "damaged" {
		t.Errorf("%+v", p)
	}
	for path, status := range map[string]int{"/v1/analyses/x": 422, "/v1/analyses/" + strings.Repeat("0", 26): 404, "/v1/analyses?limit=0": 422, "/v1/analyses?after=x": 422, "/v1/analyses?limt=3": 422, "/v1/nothing": 404, "/v1/rules/monitr": 404} {
		s.problem(s.do("GET", path, ""), status)
	}
	s.problem(s.do("PUT", "/v1/rules", ""), 405)
}

// TestHalfRead: what could not be read beside a document that could is in its
// own report.
func TestHalfRead(t *testing.T) {
	s := open(t)
	body, _ := json.Marshal(AnalyzeJSON{Documents: []UploadJSON{{Name: "a", Text: sample}, {Name: "b", Text: "English only."}}})
	a := decode[AnalysisJSON](t, s.read(s.do("POST", "/v1/analyses", string(body), "Content-Type", "application/json"), 200))
	if len(a.Reports) != 2 || a.Reports[0].Document.Status == "unreadable" || a.Reports[1].Document.Status != "unreadable" || a.Reports[1].Verdict.Terms != "unread" {
		t.Errorf("%+v", a.Reports[1])
	}
	var list struct {
		Analyses []struct {
			Documents []map[string]any
		}
	}
	if err := json.Unmarshal(s.read(s.do("GET", "/v1/analyses", ""), 200), &list); err != nil {
		t.Fatal(err)
	}
	docs := list.Analyses[0].Documents
	if v, there := docs[1]["defeat"]; docs[0]["defeat"] == nil || docs[0]["division"] == nil || !there || v != nil || docs[1]["division"] != nil {
		t.Errorf("in the list: %v", docs)
	}
}

func TestRenderings(t *testing.T) {
	s := open(t)
	a := s.analyze(sample)
	path := "/v1/analyses/" + a.ID
	for _, tt := range []struct{ suffix, accept, media, has string }{
		{"", "", "application/json", `"id":"` + a.ID},
		{"", "text/markdown", "text/markdown; charset=utf-8", "# a.md"},
		{".md", "", "text/markdown; charset=utf-8", "# a.md"},
		{".json", "", "application/json", `"schema": "yakkan.report/1"`},
	} {
		res := s.do("GET", path+tt.suffix, "", "Accept", tt.accept)
		got := s.read(res, 200)
		if res.Header.Get("Content-Type") != tt.media || !strings.Contains(string(got), tt.has) {
			t.Errorf("%q %q: %s %.200s", tt.suffix, tt.accept, res.Header.Get("Content-Type"), got)
		}
		tag := res.Header.Get("ETag")
		if again := s.do("GET", path+tt.suffix, "", "Accept", tt.accept, "If-None-Match", "W/"+tag); again.StatusCode != 304 || tag == "" {
			t.Errorf("%q with its tag %s: %d", tt.suffix, tag, again.StatusCode)
		}
	}
	s.problem(s.do("GET", path, "", "Accept", "image/png"), 406)
	ja := s.read(s.do("GET", path+".md", ""), 200)
	en := s.read(s.do("GET", path+".md", "", "Accept-Language", "en"), 200)
	if string(ja) == string(en) {
		t.Error("the English rendering is the Japanese one")
	}
}

func TestGzip(t *testing.T) {
	s := open(t)
	plain := s.read(s.do("GET", "/v1/rules", ""), 200)
	res := s.do("GET", "/v1/rules", "", "Accept-Encoding", "br, gzip;q=0.8")
	z, err := gzip.NewReader(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(z)
	if err != nil || string(got) != string(plain) || res.Header.Get("Content-Encoding") != "gzip" || !strings.HasPrefix(res.Header.Get("ETag"), "W/") {
		t.Errorf("%v, %v", err, res.Header)
	}
	if res := s.do("GET", "/v1/rules", "", "Accept-Encoding", "gzip;q=0"); res.Header.Get("Content-Encoding") != "" {
		t.Error("compressed for a client that does not take it")
	}
}

func TestPages(t *testing.T) {
	s := open(t)
	for i := range 5 {
		s.analyze(sample + strings.Repeat("当社は、誠実に対応します。", i))
	}
	seen := map[string]bool{}
	path := "/v1/analyses?limit=2"
	for path != "" {
		res := s.do("GET", path, "")
		l := decode[ListJSON](t, s.read(res, 200))
		for _, a := range l.Analyses {
			seen[a.ID] = true
		}
		path = ""
		if l.Next != "" {
			path = "/v1/analyses?limit=2&after=" + l.Next
			if !strings.Contains(res.Header.Get("Link"), l.Next) {
				t.Errorf("Link %q", res.Header.Get("Link"))
			}
		}
	}
	if len(seen) != 5 {
		t.Errorf("%d of 5 analyses were listed", len(seen))
	}
}

func TestIdempotency(t *testing.T) {
	s := open(t)
	post := func(key, text string) *http.Response {
		return s.do("POST", "/v1/analyses", text, "Content-Type", "text/plain", "Idempotency-Key", key)
	}
	first := s.read(post(`"k1"`, sample), 200)
	if again := s.read(post(`"k1"`, sample), 200); string(again) != string(first) {
		t.Error("the same request has another answer")
	}
	if p := s.problem(post(`"k1"`, sample+"あ"), 422); p.Name() != "key-reused" {
		t.Errorf("%+v", p)
	}
	s.problem(post(`"`, sample), 400)
	s.problem(post(`""`, sample), 400)
	// A refused request does not use its key up.
	s.problem(post(`"k2"`, "%PDF-"), 422)
	s.read(post(`"k2"`, sample), 200)
	fingerprint := digest(payload("analyze", []Upload{{Name: "", Data: []byte(sample)}}, "", "false")...)
	if state, err := s.service.store.Claim(t.Context(), Anyone.Tenant, "k3", fingerprint); err != nil || state != store.Claimed {
		t.Fatal(state, err)
	}
	res := post(`"k3"`, sample)
	if p := s.problem(res, 409); p.Name() != "in-progress" || res.Header.Get("Retry-After") == "" {
		t.Errorf("%+v", p)
	}
}

func TestQuotaHeaders(t *testing.T) {
	s := open(t, func(c *Config, _ *ServiceConfig) {
		c.Quotas = []store.Quota{{Name: "requests", Units: 3, Window: time.Hour}, {Name: contentBytes, Units: 4000, Window: time.Hour}}
	})
	res := s.do("POST", "/v1/analyses", sample, "Content-Type", "text/plain")
	s.read(res, 200)
	if got := res.Header.Get("RateLimit-Policy"); got != `"requests";q=3;w=3600, "content-bytes";q=4000;qu="content-bytes";w=3600` {
		t.Errorf("RateLimit-Policy %q", got)
	}
	if got := res.Header.Get("RateLimit"); !strings.HasPrefix(got, `"requests";r=2;t=`) {
		t.Errorf("RateLimit %q", got)
	}
	s.problem(s.do("POST", "/v1/analyses", strings.Repeat(sample, 20), "Content-Type", "text/plain"), 429)
	s.read(s.do("GET", "/v1/rules", ""), 200)
	res = s.do("GET", "/v1/rules", "")
	if p := s.problem(res, 429); p.Name() != "rate-limited" || res.Header.Get("Retry-After") == "" {
		t.Errorf("%+v", p)
	}
	s.read(s.do("GET", "/healthz", ""), 200)
}

// TestGate: what cannot wait is refused with 503.
func TestGate(t *testing.T) {
	s := open(t, func(_ *Config, sc *ServiceConfig) {
		sc.Limits.Analyses, sc.Limits.Queue, sc.Limits.Wait = 1, 1, 50*time.Millisecond
	})
	leave, err := s.service.gate.enter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	res := s.do("POST", "/v1/analyses", sample, "Content-Type", "text/plain")
	if p := s.problem(res, 503); p.Name() != "busy" || res.Header.Get("Retry-After") == "" {
		t.Errorf("%+v", p)
	}
	leave()
	a := s.analyze(sample)
	leave, err = s.service.gate.enter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer leave()
	if again := s.analyze(sample); again.ID != a.ID {
		t.Error("what is known waits for its turn")
	}
}

// TestSameAtOnce: a document that many send at once is analysed by the one whose
// turn it is first, and found by the others.
func TestSameAtOnce(t *testing.T) {
	s := open(t, func(_ *Config, sc *ServiceConfig) { sc.Limits.Analyses, sc.Limits.Wait = 1, 10*time.Second })
	leave, err := s.service.gate.enter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var clients sync.WaitGroup
	for range 8 {
		clients.Go(func() { s.analyze(sample) })
	}
	for s.service.gate.waiting.Load() < 8 {
		time.Sleep(time.Millisecond)
	}
	leave()
	clients.Wait()
	if got := string(s.read(s.do("GET", "/metrics", ""), 200)); !strings.Contains(got, "yakkan_documents_total{state=\"complete\"} 1\n") {
		t.Errorf("analysed more than once: %s", got[strings.Index(got, "yakkan_documents_total"):][:200])
	}
}

func TestEphemeral(t *testing.T) {
	s := open(t)
	res := s.do("POST", "/v1/analyses?ephemeral=true", sample, "Content-Type", "text/plain")
	a := decode[AnalysisJSON](t, s.read(res, 200))
	if a.Stored || a.Expires != nil || res.Header.Get("Location") != "" || res.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%+v %v", a, res.Header)
	}
	s.problem(s.do("GET", "/v1/analyses/"+a.ID, ""), 404)
	s.problem(s.do("POST", "/v1/analyses?ephemeral=true&keep_text=1h", sample, "Content-Type", "text/plain"), 422)
}

// awayStore is a store that has lost its Redis.
type awayStore struct {
	store.Store
	err  error
	kind string
}

func (a awayStore) Kind() string                                                 { return a.kind }
func (a awayStore) Ping(context.Context) error                                   { return a.err }
func (a awayStore) Put(context.Context, *store.Analysis, []store.Text) error     { return a.err }
func (a awayStore) Get(context.Context, string, string) (*store.Analysis, error) { return nil, a.err }
func (a awayStore) Claim(context.Context, string, string, string) (store.ClaimState, error) {
	return 0, a.err
}
func (a awayStore) Take(context.Context, string, store.Quota, int) (store.Taken, error) {
	return store.Taken{}, a.err
}

// TestAway: without Redis documents are still analysed, and the answer says that
// it was not kept. A full or broken file is a clear error.
func TestAway(t *testing.T) {
	with := func(kind string, err error) *testServer {
		return open(t, func(c *Config, sc *ServiceConfig) {
			sc.Store = awayStore{sc.Store, err, kind}
			c.Quotas = []store.Quota{{Name: "requests", Units: 5, Window: time.Hour}}
		})
	}
	s := with("redis", store.ErrAway)
	res := s.do("POST", "/v1/analyses", sample, "Content-Type", "text/plain", "Idempotency-Key", `"a"`)
	a := decode[AnalysisJSON](t, s.read(res, 200))
	if a.Stored || res.Header.Get("Location") != "" || len(a.Reports) != 1 {
		t.Errorf("%+v", a)
	}
	s.problem(s.do("GET", "/v1/analyses/"+a.ID, ""), 503)
	if h := decode[HealthJSON](t, s.read(s.do("GET", "/readyz", ""), 200)); h.Status != "degraded" {
		t.Errorf("ready: %+v", h)
	}
	if p := s.problem(s.do("POST", "/v1/analyses?keep_text=1h", sample, "Content-Type", "text/plain"), 503); p.Name() != "store-away" {
		t.Errorf("a text that was to be kept: %+v", p)
	}
	s.problem(s.do("GET", "/v1/analyses/"+a.ID, ""), 503)
	s.do("GET", "/v1/rules", "")
	s.problem(s.do("GET", "/v1/rules", ""), 429) // this node still counts
	for _, err := range []error{store.ErrFull, store.ErrReadOnly} {
		s := with("file", err)
		if p := s.problem(s.do("POST", "/v1/analyses", sample, "Content-Type", "text/plain"), 507); p.Name() != "not-stored" {
			t.Errorf("%v: %+v", err, p)
		}
		s.read(s.do("POST", "/v1/analyses?ephemeral=true", sample, "Content-Type", "text/plain"), 200)
		if !strings.Contains(s.log.String(), err.Error()) {
			t.Errorf("the operator is not told of %v", err)
		}
		if res := s.do("GET", "/readyz", ""); res.StatusCode != 503 {
			t.Errorf("ready with %v: %d", err, res.StatusCode)
		}
	}
}

// TestKeysWhileAway: a key that was good a moment ago still is.
func TestKeysWhileAway(t *testing.T) {
	m := store.NewMemory(0)
	defer m.Close()
	secret, k, err := NewKey("acme", "x", []Scope{ScopeRead}, time.Now(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if err := m.AddKey(t.Context(), k); err != nil {
		t.Fatal(err)
	}
	keys := NewKeys(m, time.Minute)
	if _, err := keys.Identify(t.Context(), secret); err != nil {
		t.Fatal(err)
	}
	keys.store = awayKeys{m}
	if _, err := keys.Identify(t.Context(), secret); err != nil {
		t.Errorf("within the grace: %v", err)
	}
	keys.now = func() time.Time { return time.Now().Add(2 * time.Minute) }
	var p *Problem
	if _, err := keys.Identify(t.Context(), secret); !errors.As(err, &p) || p.Status != 503 {
		t.Errorf("after the grace: %v", err)
	}
}

type awayKeys struct{ store.Keys }

func (awayKeys) Key(context.Context, string) (store.Key, error) { return store.Key{}, store.ErrAway }

func TestCompare(t *testing.T) {
	s := open(t)
	a := s.analyze(sample)
	good := "# 利用規約\n\n## 第1条\n当社は、契約者データを取り扱いません。\n"
	body, _ := json.Marshal(CompareJSON{Columns: []ColumnIn{{Label: "A社", Analysis: a.ID}, {Label: "B社", Text: good}, {Text: "English only."}}})
	c := decode[Comparison](t, s.read(s.do("POST", "/v1/compare", string(body), "Content-Type", "application/json"), 200))
	if len(c.Columns) != 3 || c.Columns[0].Label != "A社" || c.Columns[0].Defeat.Value <= c.Columns[1].Defeat.Value || c.Columns[2].Verdict.Terms != "unread" || c.Columns[2].Defeat != nil || c.Columns[2].Division != nil {
		t.Errorf("%+v", c.Columns)
	}
	for _, e := range c.Elements {
		if len(e.Cells) != 3 || e.Cells[2].Status != "unread" {
			t.Errorf("%+v", e)
		}
	}
	if len(c.Elements) == 0 || len(c.Classes) == 0 || len(c.Notices) == 0 {
		t.Errorf("%d elements, %d classes, %d notices", len(c.Elements), len(c.Classes), len(c.Notices))
	}
	s.problem(s.do("POST", "/v1/compare", `{"columns":[{"text":"a"},{"text":"a","analysis":"`+a.ID+`"}]}`, "Content-Type", "application/json"), 422)
}

func TestExplain(t *testing.T) {
	s := open(t)
	ask := func(body string) ExplanationJSON {
		return decode[ExplanationJSON](t, s.read(s.do("POST", "/v1/explain", body, "Content-Type", "application/json"), 200))
	}
	e := ask(`{"text":"乙は、必要と判断した場合、甲の登録したデータを閲覧することができる。","vendor":["乙"],"customer":["甲"]}`)
	if len(e.Sentences) != 1 || len(e.Sentences[0].Norms) == 0 || len(e.Sentences[0].Tokens) == 0 || len(e.Sentences[0].Patterns) == 0 {
		t.Fatalf("%+v", e)
	}
	if p := e.Sentences[0].Patterns[0]; !p.Matched || p.Group != "power" || len(p.Steps) == 0 {
		t.Errorf("the first pattern: %+v", p)
	}
	if n := e.Sentences[0].Norms[0]; n.Bearer != "vendor" || n.Modality != "permission" {
		t.Errorf("norm: %+v", n)
	}
	e = ask(`{"text":"契約者は、本サービスの通信を監視してはならない。","rule":"monitor"}`)
	for _, p := range e.Sentences[0].Patterns {
		if p.Matched || len(p.Missing) == 0 && p.Failed == "" {
			t.Errorf("nothing says why %s does not match: %+v", p.Rule, p)
		}
	}
	s.problem(s.do("POST", "/v1/explain", `{"text":"あ","rule":"monitr"}`, "Content-Type", "application/json"), 404)
}

// TestRoomForEvents: a stream of events passes unbuffered, and outlives the
// limit for writing.
func TestRoomForEvents(t *testing.T) {
	s := open(t, func(c *Config, _ *ServiceConfig) {
		c.Routes = append(c.Routes, func(s *Server) {
			s.Router().GET("/v1/operations/x/events", func(c *gin.Context) {
				_ = http.NewResponseController(c.Writer).SetWriteDeadline(time.Time{})
				c.Header("Content-Type", "text/event-stream")
				for range 2 {
					_, _ = c.Writer.WriteString("data: {}\n\n")
					c.Writer.Flush()
					time.Sleep(100 * time.Millisecond)
				}
			})
		})
	})
	h := httptest.NewUnstartedServer(s)
	h.Config.WriteTimeout = 50 * time.Millisecond
	h.Start()
	defer h.Close()
	req, _ := http.NewRequestWithContext(t.Context(), "GET", h.URL+"/v1/operations/x/events", nil)
	req.Header.Set("Accept-Encoding", "gzip")
	res, err := h.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err != nil || string(got) != "data: {}\n\ndata: {}\n\n" {
		t.Errorf("%q, %v", got, err)
	}
}
