package api

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/token"
	"github.com/yakkan/yakkan/corpus/store"
	"github.com/yakkan/yakkan/patterns"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/ThreeDotsLabs/watermill-redisstream/pkg/redisstream.(*Subscriber).read")) // it may sleep for half a second
}

// sample is a small document of our own writing.
const sample = `# みどり台帳サービス利用規約

## 第1条（定義）
1. 本規約において「当社」とは、みどり台帳株式会社をいいます。
2. 「契約者データ」とは、契約者が本サービスに登録した一切の情報をいいます。

## 第2条（データの取扱い）
1. 当社は、運営上必要と判断した場合、契約者データを閲覧し、分析することができます。
2. 当社は、契約者データを暗号化して保管します。
`

var engine = sync.OnceValue(func() ServiceConfig {
	lib, err := patterns.Load()
	if err != nil {
		panic(err)
	}
	tok, err := token.New(token.Options{})
	if err != nil {
		panic(err)
	}
	return ServiceConfig{Analyzer: &analyzer.Analyzer{Library: lib, Tokenizer: tok, Version: patterns.Version}, Library: lib, Version: "test"}
})

// testServer is a server with what it logged.
type testServer struct {
	*Server
	t   *testing.T
	log *syncBuffer
}

type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// open returns a server that asks for no credentials.
func open(t *testing.T, change ...func(*Config, *ServiceConfig)) *testServer {
	t.Helper()
	sc := engine()
	st := store.NewMemory(64 << 20)
	sc.Store = st
	log := &syncBuffer{}
	c := Config{Open: true, Log: slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))}
	for _, f := range change {
		f(&c, &sc)
	}
	c.Service = NewService(sc)
	s := NewServer(c)
	t.Cleanup(func() {
		s.Close()
		c.Service.Close()
		_ = st.Close()
	})
	return &testServer{Server: s, t: t, log: log}
}

// do sends a request; headers are pairs.
func (s *testServer) do(method, path, body string, headers ...string) *http.Response {
	s.t.Helper()
	r := httptest.NewRequestWithContext(s.t.Context(), method, path, strings.NewReader(body))
	r.Host = "localhost"
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

// read returns the body of an answer that must have a status.
func (s *testServer) read(res *http.Response, status int) []byte {
	s.t.Helper()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	if res.StatusCode != status {
		s.t.Fatalf("status %d, want %d: %s", res.StatusCode, status, b)
	}
	return b
}

func decode[T any](t *testing.T, b []byte) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatalf("%v: %s", err, b)
	}
	return v
}

// problem returns the problem of an answer that must have a status.
func (s *testServer) problem(res *http.Response, status int) Problem {
	s.t.Helper()
	p := decode[Problem](s.t, s.read(res, status))
	if got := res.Header.Get("Content-Type"); got != "application/problem+json" {
		s.t.Errorf("Content-Type %q, want application/problem+json", got)
	}
	if p.Status != status || p.Title == "" || p.Messages.JA == "" || p.Messages.EN == "" || !strings.HasPrefix(p.Type, problemBase) {
		s.t.Errorf("incomplete problem: %+v", p)
	}
	return p
}

func (s *testServer) analyze(text string) AnalysisJSON {
	s.t.Helper()
	return decode[AnalysisJSON](s.t, s.read(s.do("POST", "/v1/analyses?name=a.md", text, "Content-Type", "text/markdown"), 200))
}

func TestAnalyze(t *testing.T) {
	s := open(t)
	jsonBody, _ := json.Marshal(AnalyzeJSON{Name: "a.md", Format: "markdown", Text: sample})
	form := "--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nterms\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.md\"\r\nContent-Type: text/markdown\r\n\r\n" + sample + "\r\n--x--\r\n"
	for _, tt := range []struct{ name, media, body string }{
		{"json", "application/json", string(jsonBody)},
		{"raw", "text/markdown", sample},
		{"form", "multipart/form-data; boundary=x", form},
	} {
		t.Run(tt.name, func(t *testing.T) {
			res := s.do("POST", "/v1/analyses?name=a.md", tt.body, "Content-Type", tt.media)
			a := decode[AnalysisJSON](t, s.read(res, 200))
			if len(a.Reports) != 1 || a.Reports[0].Document.Name != "a.md" || a.Reports[0].Document.Kind != "terms" {
				t.Fatalf("reports: %+v", a.Reports)
			}
			found := false
			for _, f := range a.Reports[0].Findings {
				found = found || f.Class == "monitor" || f.Class == "access"
			}
			if !found {
				t.Error("the power of article 2 was not found")
			}
			if res.Header.Get("Location") != "/v1/analyses/"+a.ID || !a.Stored || a.Expires == nil {
				t.Errorf("not stored: %+v", res.Header)
			}
			again := s.do("POST", "/v1/analyses?name=a.md", tt.body, "Content-Type", tt.media)
			if got := again.Header.Get("Cache-Status"); !strings.Contains(got, "hit") {
				t.Errorf("Cache-Status %q, want a hit", got)
			}
			if !bytes.Equal(s.read(again, 200), s.read(s.do("GET", "/v1/analyses/"+a.ID, ""), 200)) {
				t.Error("the kept analysis is another one than the answer")
			}
		})
	}
}

// TestAnswerIsJSON: the answer is, byte by byte, what the library makes of it.
func TestAnswerIsJSON(t *testing.T) {
	s := open(t)
	for _, body := range []string{
		`{"text":` + quote(t, sample+"3. 当社は、\"<A&B>\"のため契約者データを閲覧することができます。\n") + `}`,
		`{"documents":[{"text":` + quote(t, sample) + `},{"name":"<b>.md","text":"雑則"}]}`,
	} {
		got := s.read(s.do("POST", "/v1/analyses?keep_text=1h", body, "Content-Type", "application/json"), 200)
		want, err := json.Marshal(decode[AnalysisJSON](t, got))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// TestAnalyzeFunction: pages call the same function without HTTP.
func TestAnalyzeFunction(t *testing.T) {
	s := open(t)
	in := &AnalyzeIn{Documents: []Upload{{Name: "a.md", Data: []byte(sample)}}, Ephemeral: true, Fresh: true}
	if _, err := s.service.Analyze(context.Background(), in); err == nil {
		t.Fatal("a call without a caller was served")
	}
	a, err := s.service.Analyze(context.WithValue(t.Context(), requestKey, &request{caller: Anyone}), in)
	if err != nil {
		t.Fatal(err)
	}
	if a.Stored || len(a.Documents) != 1 || a.Documents[0].Tree == nil {
		t.Errorf("analysis: %+v", a)
	}
	reports, err := a.Reports()
	if err != nil || len(reports) != 1 {
		t.Errorf("reports: %v, %v", reports, err)
	}
}
