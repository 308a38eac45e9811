package api

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/corpus/store"
)

// guarded returns a server that wants keys, and a function that makes them.
func guarded(t *testing.T, change ...func(*Config, *ServiceConfig)) (*testServer, func(tenant string, lasts time.Duration, scopes ...Scope) string) {
	t.Helper()
	var keys store.Store
	change = append([]func(*Config, *ServiceConfig){func(c *Config, sc *ServiceConfig) {
		keys = sc.Store
		c.Open, c.Auth = false, Authenticators{NewKeys(keys, time.Minute)}
	}}, change...)
	s := open(t, change...)
	return s, func(tenant string, lasts time.Duration, scopes ...Scope) string {
		t.Helper()
		now := time.Now()
		secret, k, err := NewKey(tenant, "test", scopes, now, now.Add(lasts))
		if err != nil {
			t.Fatal(err)
		}
		if err := keys.AddKey(t.Context(), k); err != nil {
			t.Fatal(err)
		}
		return secret
	}
}

func bearer(key string) []string { return []string{"Authorization", "Bearer " + key} }

// atOnce is a store that counts what is asked of it at once.
type atOnce struct {
	store.Store
	taken, looked int
}

func (a *atOnce) TakeAll(ctx context.Context, who string, asks []store.Ask) (all []store.Taken, err error) {
	a.taken++
	for _, ask := range asks {
		t, err := a.Take(ctx, who, ask.Quota, ask.N)
		if err != nil {
			return nil, err
		}
		if all = append(all, t); !t.OK {
			break
		}
	}
	return all, nil
}

func (a *atOnce) KeyAndTake(ctx context.Context, id, who string, asks []store.Ask) (store.Key, []store.Taken, error) {
	a.looked++
	k, err := a.Key(ctx, id)
	if err != nil {
		return k, nil, err
	}
	a.taken--
	all, err := a.TakeAll(ctx, who, asks)
	return k, all, err
}

// TestKeysAtOnce shows that a key that was good is looked up together with its
// quotas, that nobody else takes of them, and that it is refused at once when it
// was revoked.
func TestKeysAtOnce(t *testing.T) {
	var at *atOnce
	s, key := guarded(t, func(c *Config, sc *ServiceConfig) {
		at = &atOnce{Store: sc.Store}
		sc.Store = at
		c.Auth = Authenticators{NewKeys(at, time.Minute)}
		c.Quotas = []store.Quota{{Name: "requests", Units: 10, Window: time.Hour}, {Name: contentBytes, Units: 1000, Window: time.Hour}}
	})
	mine := key("acme", time.Hour, Scopes...)
	id, _, _ := strings.Cut(strings.TrimPrefix(mine, keyPrefix), "_")
	left := func(want string) {
		t.Helper()
		res := s.do("GET", "/v1/rules", "", bearer(mine)...)
		if s.read(res, 200); !strings.Contains(res.Header.Get("RateLimit"), want) {
			t.Errorf("RateLimit %q, want %s", res.Header.Get("RateLimit"), want)
		}
	}
	left(`"requests";r=9`)
	left(`"requests";r=8`)
	if at.taken != 1 || at.looked != 1 {
		t.Errorf("the first request took %d times, the second looked up %d times", at.taken, at.looked)
	}
	for range 3 { // who knows no more than the ID
		s.problem(s.do("GET", "/v1/rules", "", bearer(mine[:len(mine)-1]+"!")...), 401)
	}
	left(`"requests";r=7`)
	if err := at.RevokeKey(t.Context(), id, time.Now()); err != nil {
		t.Fatal(err)
	}
	looked := at.looked
	for range 3 {
		s.problem(s.do("GET", "/v1/rules", "", bearer(mine)...), 401)
	}
	if at.looked > looked+1 {
		t.Errorf("a revoked key took of the quotas %d times", at.looked-looked)
	}
}

func TestTenantsAreApart(t *testing.T) {
	s, key := guarded(t)
	acme, other := key("acme", time.Hour, Scopes...), key("other", time.Hour, Scopes...)
	post := func(k string) AnalysisJSON {
		return decode[AnalysisJSON](t, s.read(s.do("POST", "/v1/analyses?name=a.md&keep_text=1h", sample, append(bearer(k), "Content-Type", "text/markdown")...), 200))
	}
	a := post(acme)
	for _, tt := range []struct{ method, path, body string }{
		{"GET", "/v1/analyses/" + a.ID, ""}, {"GET", "/v1/analyses/" + a.ID + ".md", ""}, {"GET", "/v1/analyses/" + a.ID + "/texts/0", ""}, {"DELETE", "/v1/analyses/" + a.ID, ""},
		{"POST", "/v1/analyses/" + a.ID + "/facts", `{"facts":` + entrusting + `}`},
		{"POST", "/v1/compare", `{"columns":[{"analysis":"` + a.ID + `"},{"analysis":"` + a.ID + `"}]}`},
	} {
		p := s.problem(s.do(tt.method, tt.path, tt.body, append(bearer(other), "Content-Type", "application/json")...), 404)
		if p.Name() != "not-found" {
			t.Errorf("%s %s: %s", tt.method, tt.path, p.Name())
		}
	}
	if l := decode[ListJSON](t, s.read(s.do("GET", "/v1/analyses", "", bearer(other)...), 200)); len(l.Analyses) != 0 {
		t.Errorf("another tenant's list: %+v", l)
	}
	b := post(other)
	if b.ID == a.ID {
		t.Error("two tenants share an analysis")
	}
	s.read(s.do("DELETE", "/v1/analyses/"+b.ID, "", bearer(other)...), 204)
	if got := s.read(s.do("GET", "/v1/analyses/"+a.ID+"/texts/0", "", bearer(acme)...), 200); string(got) != sample {
		t.Error("the text is not the one that was sent")
	}
	if l := decode[ListJSON](t, s.read(s.do("GET", "/v1/analyses", "", bearer(acme)...), 200)); len(l.Analyses) != 1 {
		t.Errorf("own list: %+v", l)
	}
}

func TestCredentials(t *testing.T) {
	s, key := guarded(t)
	good := key("acme", time.Hour, ScopeRead)
	expired := key("acme", -time.Second, Scopes...)
	revoked := key("acme", time.Hour, Scopes...)
	s.read(s.do("GET", "/v1/rules", "", bearer(revoked)...), 200)
	id, _, _ := strings.Cut(strings.TrimPrefix(revoked, keyPrefix), "_")
	if err := s.service.store.RevokeKey(t.Context(), id, time.Now()); err != nil {
		t.Fatal(err)
	}
	for name, headers := range map[string][]string{
		"none": nil, "expired": bearer(expired), "revoked": bearer(revoked), "changed": bearer(good[:len(good)-1] + "!"), "nonsense": bearer("x"),
		"id alone": bearer(good[:16]), "token of nobody": bearer("a.b.c"), "another scheme": {"Authorization", "Digest x"}, "empty": {"Authorization", "Bearer "},
	} {
		res := s.do("GET", "/v1/rules", "", headers...)
		if p := s.problem(res, 401); p.Name() != "unauthenticated" || res.Header.Get("WWW-Authenticate") == "" {
			t.Errorf("%s: %+v", name, p)
		}
	}
	s.read(s.do("GET", "/v1/rules", "", bearer(good)...), 200)
	r := httptest.NewRequest("GET", "/v1/rules", nil)
	r.SetBasicAuth("anything", good)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	s.read(w.Result(), 200)
	for _, tt := range []struct{ method, path string }{{"POST", "/v1/analyses"}, {"POST", "/v1/compare"}, {"POST", "/v1/explain"}, {"DELETE", "/v1/analyses/" + strings.Repeat("0", 26)}, {"GET", "/metrics"}} {
		if p := s.problem(s.do(tt.method, tt.path, "x", append(bearer(good), "Content-Type", "text/plain")...), 403); p.Name() != "forbidden" {
			t.Errorf("%s %s: %s", tt.method, tt.path, p.Name())
		}
	}
	for _, path := range []string{"/healthz", "/readyz", "/version", "/openapi.json", "/docs"} {
		s.read(s.do("GET", path, ""), 200)
	}
	if strings.Contains(s.log.String(), good[20:]) {
		t.Error("a key is in the log")
	}
}

// bodies has a good JSON body for each operation that takes one, with a text.
func bodies(t *testing.T, kept, text string) map[string]string {
	q := quote(t, text)
	return map[string]string{
		"/v1/analyses": `{"text":` + q + `}`, "/v1/analyses/" + kept + "/facts": `{"facts":` + entrusting + `}`, "/v1/suggestions": `{"text":` + q + `}`, "/v1/annotations": `{"data":"` + base64.StdEncoding.EncodeToString(wordFile(t, strings.Split(text, "\n")...)) + `"}`, "/v1/duties": `{"text":` + q + `}`,
		"/v1/diff": `{"old":{"text":` + q + `},"new":{"text":` + q + `}}`, "/v1/cases": `{"documents":[{"as":"terms","text":` + q + `}]}`, "/v1/cases/duties": `{"documents":[{"as":"terms","text":` + q + `}]}`,
		"/v1/compare": `{"columns":[{"text":` + q + `},{"text":` + q + `}]}`, "/v1/explain": `{"text":` + q + `}`,
	}
}

// TestEveryOperationIsGuarded goes through the OpenAPI document: what has a scope
// is refused without a key and to a key without that scope, and bodies are
// limited wherever one is taken.
func TestEveryOperationIsGuarded(t *testing.T) {
	s, key := guarded(t, func(_ *Config, sc *ServiceConfig) { sc.Limits.Body = 10_000 })
	kept := strings.Repeat("0", idLength)
	send := bodies(t, kept, sample)
	send["/v1/batches"] = `{"source":"s3://nowhere/terms"}`
	seen := 0
	for path, item := range s.api.OpenAPI().Paths {
		path = strings.NewReplacer("{id}", kept, "{index}", "0", "{class}", "monitor", "{name}", "report").Replace(path)
		for method, op := range map[string]*huma.Operation{"GET": item.Get, "POST": item.Post, "DELETE": item.Delete} {
			if op == nil || len(op.Security) == 0 {
				continue
			}
			body, ok := send[path]
			takes := method == "POST" && op.RequestBody != nil
			if takes && !ok {
				t.Errorf("POST %s: there is no body for it in this test", path)
			}
			seen++
			s.problem(s.do(method, path, body, "Content-Type", "application/json"), 401)
			scope, _ := op.Extensions["x-scope"].(string)
			if scope != "" {
				var others []Scope
				for _, other := range Scopes {
					if string(other) != scope {
						others = append(others, other)
					}
				}
				s.problem(s.do(method, path, body, append(bearer(key("acme", time.Hour, others...)), "Content-Type", "application/json")...), 403)
			}
			if takes {
				big := strings.Replace(body, "{", "{"+strings.Repeat(" ", 10_000), 1)
				if p := s.problem(s.do(method, path, big, append(bearer(key("acme", time.Hour, Scopes...)), "Content-Type", "application/json", "Idempotency-Key", `"k"`)...), 413); p.Name() != "too-large" {
					t.Errorf("POST %s with too much: %s", path, p.Name())
				}
			}
		}
	}
	if seen < 15 {
		t.Errorf("%d operations have a scope", seen)
	}
}

func TestGuessingIsSlowed(t *testing.T) {
	s, _ := guarded(t)
	for range guesses.Units {
		s.read(s.do("GET", "/v1/rules", "", bearer("yk_x_y")...), 401)
	}
	res := s.do("GET", "/v1/rules", "", bearer("yk_x_y")...)
	if p := s.problem(res, 429); p.Name() != "rate-limited" || res.Header.Get("Retry-After") == "" {
		t.Errorf("%+v", p)
	}
}

// TestOIDC: tokens of a provider, good and bad.
func TestOIDC(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	strange, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	provider := httptest.NewServer(mux)
	defer provider.Close()
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]any{"issuer": provider.URL, "jwks_uri": provider.URL + "/keys", "authorization_endpoint": provider.URL, "token_endpoint": provider.URL, "id_token_signing_alg_values_supported": []string{"RS256"}})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "1", Algorithm: "RS256", Use: "sig"}}})
	})
	sign := func(k *rsa.PrivateKey, claims map[string]any) string {
		all := map[string]any{"iss": provider.URL, "aud": "yakkan", "sub": "u1", "org": "acme", "exp": time.Now().Add(time.Hour).Unix(), "iat": time.Now().Unix(), "scope": "openid yakkan:read analyze"}
		for name, v := range claims {
			all[name] = v
		}
		signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: k, KeyID: "1"}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		token, err := jwt.Signed(signer).Claims(all).Serialize()
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	client := provider.Client()
	defer client.CloseIdleConnections()
	o, err := NewOIDC(OIDCConfig{Issuer: provider.URL, Audience: "yakkan", TenantClaim: "org", Client: client})
	if err != nil {
		t.Fatal(err)
	}
	s, _ := guarded(t, func(c *Config, sc *ServiceConfig) { c.Auth = Authenticators{NewKeys(sc.Store, 0), o} })
	good := sign(key, nil)
	a := decode[AnalysisJSON](t, s.read(s.do("POST", "/v1/analyses", sample, append(bearer(good), "Content-Type", "text/plain")...), 200))
	s.read(s.do("GET", "/v1/analyses/"+a.ID, "", bearer(sign(key, map[string]any{"sub": "u2"}))...), 200)
	s.read(s.do("GET", "/v1/analyses/"+a.ID, "", bearer(sign(key, map[string]any{"org": "other"}))...), 404)
	s.read(s.do("DELETE", "/v1/analyses/"+a.ID, "", bearer(good)...), 403)
	for name, token := range map[string]string{
		"expired": sign(key, map[string]any{"exp": time.Now().Add(-time.Hour).Unix()}), "for others": sign(key, map[string]any{"aud": "x"}), "of another issuer": sign(key, map[string]any{"iss": "https://evil.example"}),
		"signed by another": sign(strange, nil), "cut": good[:len(good)-4], "unsigned": "eyJhbGciOiJub25lIn0." + strings.Split(good, ".")[1] + ".",
	} {
		if res := s.do("GET", "/v1/rules", "", bearer(token)...); res.StatusCode != 401 {
			t.Errorf("a token that is %s: %d", name, res.StatusCode)
		}
	}
	if res := s.do("GET", "/v1/rules", "", bearer(sign(key, map[string]any{"org": ""}))...); res.StatusCode != 403 {
		t.Errorf("a token without a tenant: %d", res.StatusCode)
	}
}

func TestOversized(t *testing.T) {
	s := open(t, func(_ *Config, sc *ServiceConfig) { sc.Limits.Body, sc.Limits.Documents = 10_000, 2 })
	big := strings.Repeat("あ", 5000)
	form := "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n" + sample + "\r\n"
	for name, tt := range map[string]struct {
		media, body string
		status      int
	}{
		"raw":            {"text/plain", big, 413},
		"json":           {"application/json", `{"text":"` + big + `"}`, 413},
		"form":           {"multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n" + big + "\r\n--x--\r\n", 413},
		"too many files": {"multipart/form-data; boundary=x", strings.Repeat(form, 3) + "--x--\r\n", 422},
		"cut form":       {"multipart/form-data; boundary=x", form, 400},
		"no boundary":    {"multipart/form-data", form, 400},
		"empty":          {"text/plain", "", 400},
		"no type":        {"", sample, 415},
		"a picture":      {"image/png", sample, 415},
	} {
		s.problem(s.do("POST", "/v1/analyses", tt.body, "Content-Type", tt.media), tt.status)
		if used := s.budget.used.Load(); used != 0 {
			t.Errorf("%s: %d bytes of the budget were not given back", name, used)
		}
	}
}

// TestBudget: bodies that together would fill the memory are refused.
func TestBudget(t *testing.T) {
	s := open(t, func(_ *Config, sc *ServiceConfig) { sc.Limits.InFlight = budgetStep })
	s.read(s.do("POST", "/v1/analyses", sample, "Content-Type", "text/plain"), 200)
	s.budget.used.Add(1)
	res := s.do("POST", "/v1/analyses", sample, "Content-Type", "text/plain")
	if p := s.problem(res, 503); p.Name() != "busy" || res.Header.Get("Retry-After") == "" {
		t.Errorf("%+v", p)
	}
}

// TestSlowBody: a client that trickles is cut off, and told so.
func TestSlowBody(t *testing.T) {
	s := open(t)
	h := HTTP(s, s.Server.log)
	h.ReadTimeout = 150 * time.Millisecond
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go h.Serve(l)
	defer h.Close()
	for _, start := range []string{
		"POST /v1/analyses HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\nx",
		"POST /v1/analyses HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nx",
		"POST /v1/analyses HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000\r\n\r\n--x\r\n",
		"POST /v1/cases HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{",
	} {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		fmt.Fprint(c, start)
		_ = c.SetReadDeadline(time.Now().Add(10 * time.Second))
		b, _ := io.ReadAll(c)
		if !bytes.HasPrefix(b, []byte("HTTP/1.1 408")) || !bytes.Contains(b, []byte("slow-request")) {
			t.Errorf("%.40s… got %.300s", start, b)
		}
	}
	if used := s.budget.used.Load(); used != 0 {
		t.Errorf("%d bytes of the budget were not given back", used)
	}
}

// TestNames: names are shown, never opened, and end no header.
func TestNames(t *testing.T) {
	s := open(t)
	for _, tt := range []struct{ in, want string }{
		{"../../etc/passwd", "passwd"}, {`..\..\boot.ini`, "boot.ini"}, {"a\r\nSet-Cookie: x=1", "aSet-Cookie: x=1"}, {"..", ""}, {"規約\u202e.md", "規約.md"}, {strings.Repeat("あ", 80), strings.Repeat("あ", 80)},
	} {
		jsonBody, _ := json.Marshal(map[string]any{"name": tt.in, "text": sample})
		res := s.do("POST", "/v1/analyses?keep_text=1h", string(jsonBody), "Content-Type", "application/json")
		a := decode[AnalysisJSON](t, s.read(res, 200))
		if got := a.Reports[0].Document.Name; got != tt.want {
			t.Errorf("name %q became %q, want %q", tt.in, got, tt.want)
		}
		raw := decode[AnalysisJSON](t, s.read(s.do("POST", "/v1/analyses?ephemeral=true&name="+url.QueryEscape(tt.in), sample, "Content-Type", "text/plain"), 200))
		member, _ := json.Marshal(map[string]any{"documents": []any{map[string]any{"as": "terms", "name": tt.in, "text": sample}}})
		inCase := decode[report.Case](t, s.read(s.post("/v1/cases", string(member)), 200))
		if got, other := raw.Reports[0].Document.Name, inCase.Documents[0].Report.Document.Name; got != tt.want || other != tt.want {
			t.Errorf("name %q became %q in the query and %q in a case, want %q", tt.in, got, other, tt.want)
		}
		kept := s.do("GET", "/v1/analyses/"+a.ID+"/texts/0", "")
		s.read(kept, 200)
		if d := kept.Header.Get("Content-Disposition"); !strings.HasPrefix(d, "attachment;") || strings.ContainsAny(d, "\r\n") || kept.Header.Get("Set-Cookie") != "" {
			t.Errorf("download of %q: %v", tt.in, kept.Header)
		}
		if kept.Header.Get("Content-Type") != "application/octet-stream" || kept.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("a kept text may be taken for a page: %v", kept.Header)
		}
	}
}

// TestMarkupIsText: HTML and scripts in terms are text in every answer.
func TestMarkupIsText(t *testing.T) {
	s := open(t)
	evil := "# <script>alert(1)</script>規約\n\n## 第1条\n当社は、必要と判断した場合、<img src=x onerror=alert(2)>契約者の登録したデータを閲覧することができます。\n"
	res := s.do("POST", "/v1/analyses?name=%3Cscript%3E.md", evil, "Content-Type", "text/plain")
	raw := s.read(res, 200)
	if bytes.ContainsAny(raw, "<>") {
		t.Error("markup stands in the JSON as it is")
	}
	a := decode[AnalysisJSON](t, raw)
	for _, suffix := range []string{".md", ".html"} {
		got := s.read(s.do("GET", "/v1/analyses/"+a.ID+suffix, ""), 200)
		for _, tag := range []string{"<script", "<img"} {
			if bytes.Contains(bytes.ReplaceAll(got, []byte(`\<`), nil), []byte(tag)) {
				t.Errorf("%s stands in %s as it is", tag, suffix)
			}
		}
	}
	if csp := res.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") {
		t.Errorf("CSP %q", csp)
	}
}

func TestHeadersCannotBeInjected(t *testing.T) {
	s := open(t)
	for _, id := range []string{"a b", "x\ty", "<script>", strings.Repeat("a", 65)} {
		if got := s.do("GET", "/healthz", "", "X-Request-Id", id).Header.Get("X-Request-Id"); got == id || got == "" {
			t.Errorf("request ID %q came back as %q", id, got)
		}
	}
	if got := s.do("GET", "/healthz", "", "X-Request-Id", "abc-1.2_3").Header.Get("X-Request-Id"); got != "abc-1.2_3" {
		t.Errorf("a plain request ID came back as %q", got)
	}
}

// TestForeign: other sites and other host names do not get in.
func TestForeign(t *testing.T) {
	s := open(t, func(c *Config, _ *ServiceConfig) {
		c.Hosts, c.Origins = []string{"localhost"}, []string{"https://app.example.com"}
	})
	r := httptest.NewRequest("GET", "/v1/rules", nil)
	r.Host = "evil.example:8080"
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	s.problem(w.Result(), 421)
	p := s.problem(s.do("POST", "/v1/analyses", sample, "Content-Type", "text/plain", "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"), 403)
	if p.Name() != "cross-origin" {
		t.Errorf("%+v", p)
	}
	if got := s.do("GET", "/v1/rules", "", "Origin", "https://evil.example").Header.Get("Access-Control-Allow-Origin"); got != "" {
		t.Errorf("another site may read: %q", got)
	}
	res := s.do("POST", "/v1/analyses", sample, "Content-Type", "text/plain", "Origin", "https://app.example.com", "Sec-Fetch-Site", "cross-site")
	s.read(res, 200)
	if got := res.Header.Get("Access-Control-Allow-Origin"); got != "https://app.example.com" {
		t.Errorf("the site that may read cannot: %q", got)
	}
	if res := s.do("OPTIONS", "/v1/analyses", "", "Origin", "https://app.example.com", "Access-Control-Request-Method", "POST"); res.StatusCode != 204 {
		t.Errorf("preflight: %d", res.StatusCode)
	}
}

// TestNothingLeaks: words of a document are in no log, metric or problem.
func TestNothingLeaks(t *testing.T) {
	s := open(t)
	const secret = "ぬばたまの極秘条項"
	text := strings.ReplaceAll(sample, "みどり台帳", secret)
	s.read(s.do("POST", "/v1/analyses?keep_text=1h&name=x", text, "Content-Type", "text/plain"), 200)
	explain, _ := json.Marshal(map[string]string{"text": text})
	s.read(s.do("POST", "/v1/explain", string(explain), "Content-Type", "application/json"), 200)
	var answers bytes.Buffer
	for _, body := range []string{
		`{"text":"` + secret, `{"text":"` + secret + `","knd":1}`, `{"text":1,"kind":"` + secret + `"}`, `{"documents":[{"text":"` + secret + `","kind":"x"}]}`, `["` + secret + `"]`, `"` + secret + `"`,
	} {
		res := s.do("POST", "/v1/analyses", body, "Content-Type", "application/json")
		if res.StatusCode < 400 {
			t.Errorf("%s was accepted", body)
		}
		_, _ = io.Copy(&answers, res.Body)
	}
	kept := decode[AnalysisJSON](t, s.read(s.do("POST", "/v1/analyses?keep_text=1h", text, "Content-Type", "text/plain"), 200))
	for path, body := range bodies(t, kept.ID, text) {
		s.read(s.post(path, body), 200)
		for _, wrong := range []string{body[:len(body)-2], strings.Replace(body, "{", `{"colour":"`+secret+`",`, 1)} {
			res := s.post(path, wrong)
			if res.StatusCode < 400 {
				t.Errorf("%s was accepted at %s", wrong, path)
			}
			_, _ = io.Copy(&answers, res.Body)
		}
	}
	facts := `{"service":"` + secret + `","facts":{"` + secret + `":1}}`
	s.problem(s.post("/v1/analyses", `{"text":"x","facts":`+facts+`}`), 422) // the answer names the fact that there is not
	s.problem(s.do("POST", "/v1/analyses?facts="+url.QueryEscape(facts), "x", "Content-Type", "text/plain"), 422)
	s.read(s.post("/v1/analyses", `{"text":`+quote(t, text)+`,"facts":`+strings.Replace(entrusting, "{", `{"service":"`+secret+`",`, 1)+`}`), 200)
	_, _ = io.Copy(&answers, s.do("POST", "/v1/analyses?kind="+secret, text, "Content-Type", "text/plain").Body)
	_, _ = answers.Write(s.read(s.do("GET", "/metrics", ""), 200))
	for where, got := range map[string]string{"the log": s.log.String(), "an answer or the metrics": answers.String()} {
		if strings.Contains(got, secret) || strings.Contains(got, "ぬばたま") {
			t.Errorf("words of a document are in %s", where)
		}
	}
	if !strings.Contains(s.log.String(), "/v1/explain") {
		t.Error("nothing was logged; the test cannot see a leak")
	}
}

// TestPanic: a mistake of the program ends one request, and says nothing of it.
func TestPanic(t *testing.T) {
	s := open(t, func(c *Config, _ *ServiceConfig) {
		c.Routes = append(c.Routes, func(s *Server) {
			Add(s, "", opGet("/v1/panic"), func(context.Context, *struct{}) (*struct{}, error) { panic("極秘") })
		})
	})
	s.problem(s.do("GET", "/v1/panic", ""), 500)
	if log := s.log.String(); strings.Contains(log, "極秘") || !strings.Contains(log, `"panic"`) || !strings.Contains(log, `"status":500`) {
		t.Errorf("log: %.400s", log)
	}
	s.read(s.do("GET", "/healthz", ""), 200)
}
