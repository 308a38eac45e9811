package web_test

import (
	"bytes"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/token"
	"github.com/yakkan/yakkan/api"
	"github.com/yakkan/yakkan/api/web"
	"github.com/yakkan/yakkan/corpus/store"
	"github.com/yakkan/yakkan/patterns"
)

// terms are a small document of our own writing that tries to be a page.
const terms = `# <b>あさぎ</b>名簿利用規約 <script>alert(1)</script>

この規約は、あさぎ株式会社（以下「当社」といいます。）が契約者に提供するサービスの条件を定めます。「契約者データ」とは、契約者が登録した情報をいいます。

## 第1条（運用）

1. 当社は、運営上必要と判断した場合、契約者データ"><img src=x onerror=alert(2)>を閲覧し、監視することができます。
2. 当社は、契約者データを秘密として管理します。</textarea><script>alert(3)</script>
`

var engine = sync.OnceValue(func() api.ServiceConfig {
	lib, err := patterns.Load()
	if err != nil {
		panic(err)
	}
	tok, err := token.New(token.Options{})
	if err != nil {
		panic(err)
	}
	return api.ServiceConfig{Analyzer: &analyzer.Analyzer{Library: lib, Tokenizer: tok, Version: patterns.Version}, Library: lib, Version: "test"}
})

// site is a server with its pages, its store and what it logged.
type site struct {
	*api.Server
	t     *testing.T
	store *store.Memory
	log   *bytes.Buffer
}

func open(t *testing.T, change ...func(*api.Config, *api.ServiceConfig)) *site {
	t.Helper()
	s := &site{t: t, store: store.NewMemory(16 << 20), log: &bytes.Buffer{}}
	sc := engine()
	sc.Store = s.store
	c := api.Config{Open: true, Routes: []func(*api.Server){web.Routes}, Log: slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))}
	for _, f := range change {
		f(&c, &sc)
	}
	c.Service = api.NewService(sc)
	s.Server = api.NewServer(c)
	t.Cleanup(func() {
		s.Close()
		c.Service.Close()
		_ = s.store.Close()
	})
	return s
}

// do sends a request and returns status, header and body.
func (s *site) do(method, path, media, body string, headers ...string) (int, http.Header, string) {
	s.t.Helper()
	r := httptest.NewRequestWithContext(s.t.Context(), method, path, strings.NewReader(body))
	r.Host = "localhost"
	if media != "" {
		r.Header.Set("Content-Type", media)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	b, err := io.ReadAll(w.Result().Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return w.Code, w.Result().Header, string(b)
}

// multi is a form with fields and files; files are pairs of name and content.
func multi(fields map[string]string, files ...string) (media, body string) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for k, v := range fields {
		_ = w.WriteField(k, v)
	}
	for i := 0; i+1 < len(files); i += 2 {
		part, _ := w.CreateFormFile("file", files[i])
		_, _ = io.WriteString(part, files[i+1])
	}
	_ = w.Close()
	return w.FormDataContentType(), b.String()
}

// inline returns what the policy forbids in a page.
func inline(page string) (bad []string) {
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return bad
		case html.StartTagToken, html.SelfClosingTagToken:
			tok := z.Token()
			src := false
			for _, a := range tok.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Val, "javascript:") {
					bad = append(bad, tok.String())
				}
				src = src || a.Key == "src" && strings.HasPrefix(a.Val, "/assets/")
			}
			if tok.Data == "style" || tok.Data == "iframe" || (tok.Data == "script" || tok.Data == "img") && !src {
				bad = append(bad, tok.String())
			}
		}
	}
}

// anchors returns ids that are there twice and links into the page that lead
// nowhere.
func anchors(page string) (bad []string) {
	ids := map[string]int{}
	for _, m := range regexp.MustCompile(`\sid="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		if ids[m[1]]++; ids[m[1]] == 2 {
			bad = append(bad, "two elements have the id "+m[1])
		}
	}
	for _, m := range regexp.MustCompile(`(?:href="#|data-copy=")([^"]+)"`).FindAllStringSubmatch(page, -1) {
		if ids[m[1]] == 0 {
			bad = append(bad, "nothing has the id "+m[1]+" that is linked to")
		}
	}
	return bad
}

// download matches the reports that lie in a page.
var download = regexp.MustCompile(`href="data:[^"]*"`)

func (s *site) checkPage(what string, status, want int, h http.Header, body string) {
	s.t.Helper()
	if status != want {
		s.t.Errorf("%s: status %d, want %d: %.300s", what, status, want, body)
	}
	if got := h.Get("Content-Security-Policy"); got != web.Policy || strings.Contains(got, "unsafe") {
		s.t.Errorf("%s: policy %q", what, got)
	}
	if got := h.Get("Content-Type"); got != "text/html; charset=utf-8" {
		s.t.Errorf("%s: Content-Type %q", what, got)
	}
	if got := h.Get("Cache-Control"); got != "no-store" {
		s.t.Errorf("%s: Cache-Control %q", what, got)
	}
	plain := download.ReplaceAllString(body, "")
	if strings.Contains(plain, "<html") {
		for _, bad := range anchors(plain) {
			s.t.Errorf("%s: %s", what, bad)
		}
	}
	for _, bad := range inline(plain) {
		s.t.Errorf("%s: the page has %s", what, bad)
	}
	for _, m := range regexp.MustCompile(`(?:src|href|action)="(https?:)?//`).FindAllString(plain, -1) {
		if !strings.HasPrefix(m, `href="https:`) {
			s.t.Errorf("%s: the page loads from elsewhere: %s", what, m)
		}
	}
}

// TestPages: every page in both languages, with the disclaimer and no message
// that is missing.
func TestPages(t *testing.T) {
	s := open(t)
	for _, tt := range []struct{ path, ja, en string }{
		{"/", "照合する", "Check"},
		{"/?example=mk-like", "判定（文言のみ）", "Verdict (wording only)"},
		{"/compare", "比べる", "Compare"},
		{"/compare?example=vendors", "あおぞら書庫", "Clause types"},
		{"/case", "まとめて判定する", "Judge together"},
		{"/case?example=set", "矛盾する定め", "do not agree"},
		{"/diff", "新旧を比べる", "Compare versions"},
		{"/diff?example=versions", "該当する条項の変化", "came, went or moved"},
		{"/results", "保管した結果はありません", "Nothing is kept"},
		{"/rules", "監視・分析・調査権限", "Vendor may monitor"},
		{"/rules/monitor", "根拠資料", "Sources"},
		{"/clauses", "条項のひな形", "Model clauses"},
		{"/tester?rule=monitor", "文を試す", "Try a sentence"},
	} {
		for _, lang := range []string{"ja", "en"} {
			sep := "?"
			if strings.Contains(tt.path, "?") {
				sep = "&"
			}
			path := tt.path + sep + "lang=" + lang
			status, h, body := s.do("GET", path, "", "")
			s.checkPage(path, status, 200, h, body)
			want, short := tt.ja, "法的助言、法的判断又は鑑定ではありません"
			if lang == "en" {
				want, short = tt.en, "no legal advice"
			}
			for _, w := range []string{want, short, `<html lang="` + lang + `">`} {
				if !strings.Contains(body, w) {
					t.Errorf("%s has no %q", path, w)
				}
			}
		}
	}
	if _, _, body := s.do("GET", "/", "", "", "Accept-Language", "en-GB,ja;q=0.5"); !strings.Contains(body, `<html lang="en">`) {
		t.Error("the language of the browser does not count")
	}
	status, h, body := s.do("GET", "/rules/nothing", "", "")
	s.checkPage("/rules/nothing", status, 404, h, body)
	status, h, body = s.do("GET", "/?example=../../go", "", "")
	s.checkPage("no example", status, 404, h, body)
}

// TestEscaped: what a document or a name says is shown as text.
func TestEscaped(t *testing.T) {
	s := open(t)
	media, body := multi(map[string]string{"text": terms, "name": `"><script>alert(4)</script>`}, `"><img src=y onerror=alert(5)>.md`, terms)
	status, h, page := s.do("POST", "/", media, body)
	s.checkPage("result", status, 200, h, page)
	plain := download.ReplaceAllString(page, "")
	for _, bad := range []string{"<script>alert", "<img src=x", "<img src=y", "</textarea><script"} {
		if strings.Contains(plain, bad) {
			t.Errorf("%q came through as markup", bad)
		}
	}
	for _, want := range []string{"&lt;script&gt;alert(1)", `data-finding="d1-f1"`, `id="d2-f1"`} {
		if !strings.Contains(plain, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	form := url.Values{"text": {"当社は<script>alert(6)</script>契約者データを閲覧することができます。"}}
	status, h, page = s.do("POST", "/tester", "application/x-www-form-urlencoded", form.Encode())
	s.checkPage("tester", status, 200, h, page)
	media, body = multi(map[string]string{"name1": "<i>甲", "text1": terms, "name2": "乙", "text2": "第1条 契約者は、料金を支払うものとします。"})
	status, h, page = s.do("POST", "/compare", media, body)
	s.checkPage("compare", status, 200, h, page)
	if strings.Contains(page, "<i>甲") || !strings.Contains(page, "&lt;i&gt;甲") {
		t.Error("a name is not shown as text")
	}
}

// TestPart: htmx gets the result alone.
func TestPart(t *testing.T) {
	s := open(t)
	media, body := multi(map[string]string{"text": terms})
	status, h, part := s.do("POST", "/", media, body, "HX-Request", "true")
	s.checkPage("part", status, 200, h, part)
	if strings.Contains(part, "<html") || strings.Contains(part, "<form id=\"ask\"") || !strings.Contains(part, "監視・分析・調査権限") {
		t.Error("not the result alone")
	}
	if got := strings.Count(part, `href="data:`); got != 3 {
		t.Errorf("%d downloads, want 3", got)
	}
}

// TestNothingKept: neither store nor log know the text, and the result is kept
// only where that is asked for.
func TestNothingKept(t *testing.T) {
	s := open(t)
	count := func() int {
		all, _, err := s.store.List(t.Context(), api.Anyone.Tenant, store.Page{Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	media, body := multi(map[string]string{"text": terms})
	s.do("POST", "/", media, body)
	s.do("GET", "/?example=midori", "", "")
	if n := count(); n != 0 {
		t.Fatalf("%d analyses were kept", n)
	}
	media, body = multi(map[string]string{"text": terms, "keep": "yes"})
	_, _, page := s.do("POST", "/", media, body)
	if n := count(); n != 1 {
		t.Fatalf("%d analyses were kept, want 1", n)
	}
	id := regexp.MustCompile(`/results/([0-9a-v]{26})\?`).FindStringSubmatch(page)
	if id == nil {
		t.Fatal("the page does not say where the result is")
	}
	if _, err := s.store.Text(t.Context(), api.Anyone.Tenant, id[1], 0); err == nil {
		t.Error("the text was kept")
	}
	status, h, kept := s.do("GET", "/results/"+id[1], "", "")
	s.checkPage("kept", status, 200, h, kept)
	if status, _, _ := s.do("POST", "/results/"+id[1]+"/delete", "application/x-www-form-urlencoded", ""); status != 200 || count() != 0 {
		t.Errorf("deleted: status %d, %d left", status, count())
	}
	if log := s.log.String(); strings.Contains(log, "あさぎ") || strings.Contains(log, "契約者データ") {
		t.Error("the log has words of the document")
	}
}

// TestRefused: what cannot be done is said on a page, with a reason.
func TestRefused(t *testing.T) {
	s := open(t, func(_ *api.Config, sc *api.ServiceConfig) { sc.Limits.Body, sc.Limits.Documents = 20_000, 2 })
	long, longBody := multi(map[string]string{"text": strings.Repeat(terms, 60)})
	many, manyBody := multi(nil, "a.md", terms, "b.md", terms, "c.md", terms)
	none, noneBody := multi(map[string]string{"text": " "})
	picture, pictureBody := multi(nil, "a.png", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
	pictures, picturesBody := multi(nil, "a.png", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "b.png", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
	one, oneBody := multi(map[string]string{"text1": terms})
	for _, tt := range []struct {
		what, path, media, body string
		status                  int
	}{
		{"long", "/", long, longBody, 413}, {"many", "/", many, manyBody, 422}, {"none", "/", none, noneBody, 422}, {"picture", "/", picture, pictureBody, 422},
		{"pictures", "/", pictures, picturesBody, 422},
		{"one", "/compare", one, oneBody, 422}, {"json", "/", "application/json", "{}", 422}, {"cut", "/", many, manyBody[:200], 400},
		{"sentence", "/tester", "application/x-www-form-urlencoded", "text=" + strings.Repeat("a", 4001), 422},
	} {
		status, h, page := s.do("POST", tt.path, tt.media, tt.body)
		s.checkPage(tt.what, status, tt.status, h, page)
		if !strings.Contains(page, `role="alert"`) || !strings.Contains(page, "urn:yakkan:request:") {
			t.Errorf("%s: no reason is given", tt.what)
		}
		if text := regexp.MustCompile(`<section class="problem"[\s\S]*?</section>`).FindString(page); strings.Contains(text, "errors") || strings.Contains(text, "Content-Type") {
			t.Errorf("%s: the page speaks of the API: %s", tt.what, text)
		}
	}
	if _, _, page := s.do("POST", "/", pictures, picturesBody); !strings.Contains(page, "<li>1. ") || !strings.Contains(page, "<li>2. ") {
		t.Error("the page does not say which documents could not be read")
	}
	if status, _, _ := s.do("POST", "/", none, noneBody, "Origin", "https://elsewhere.example", "Sec-Fetch-Site", "cross-site"); status != 403 {
		t.Errorf("a form of another site: status %d, want 403", status)
	}
}

// TestSigned: a service with keys shows nothing to others, and browsers are
// asked for a key.
func TestSigned(t *testing.T) {
	s := open(t, func(c *api.Config, _ *api.ServiceConfig) { c.Open = false })
	for _, path := range []string{"/", "/rules", "/clauses", "/tester", "/compare?example=vendors"} {
		status, h, page := s.do("GET", path, "", "")
		s.checkPage(path, status, 401, h, page)
		if !strings.HasPrefix(h.Get("WWW-Authenticate"), "Basic ") {
			t.Errorf("%s: WWW-Authenticate %q", path, h.Get("WWW-Authenticate"))
		}
	}
}

func TestAssets(t *testing.T) {
	s := open(t)
	for name, media := range map[string]string{"web.css": "text/css", "report.css": "text/css", "web.js": "text/javascript", "htmx.min.js": "text/javascript", "icon.svg": "image/svg+xml"} {
		status, h, body := s.do("GET", "/assets/"+name, "", "")
		if status != 200 || !strings.HasPrefix(h.Get("Content-Type"), media) || len(body) < 100 {
			t.Errorf("%s: %d %s, %d bytes", name, status, h.Get("Content-Type"), len(body))
		}
		if status, _, _ := s.do("GET", "/assets/"+name, "", "", "If-None-Match", h.Get("ETag")); status != 304 {
			t.Errorf("%s again: status %d, want 304", name, status)
		}
	}
}

// TestInline makes sure that the check of pages can fail.
func TestInline(t *testing.T) {
	for _, bad := range []string{`<p style="color:red">`, `<b onclick=x()>`, `<script>x</script>`, `<script src="https://a.example/x.js"></script>`, `<a href="javascript:x">`, `<img src=x>`} {
		if len(inline(bad)) == 0 {
			t.Errorf("%s was let through", bad)
		}
	}
	if got := anchors(`<p id="a"><p id="a"><a href="#b">`); len(got) != 2 {
		t.Errorf("of two wrong anchors were found: %v", got)
	}
}
