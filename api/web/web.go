// Package web is the service as pages for people: paste or drop terms and read
// what they say, put vendors side by side, look up rules and model clauses, try
// a sentence.
//
// Pages are made by html/template on the functions of package api; they call
// none of its addresses. Everything works without scripts; with them htmx
// brings answers into the page. Nothing is loaded from elsewhere, and the
// Content-Security-Policy allows neither inline scripts nor inline styles.
package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/api"
	"github.com/yakkan/yakkan/corpus"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed assets
var assetFiles embed.FS

// Policy is the Content-Security-Policy of every page.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// pages are the pages of a server.
type pages struct {
	server   *api.Server
	service  *api.Service
	examples []example
	now      func() time.Time
	held     *holder
}

// Routes adds the pages to a server; it is one of api.Config.Routes.
func Routes(s *api.Server) {
	p := &pages{server: s, service: s.Service(), examples: loadExamples(), now: time.Now, held: newHolder()}
	r := s.Router()
	p.assets(r)
	s.Missing(p.page(func(*gin.Context, *view) error { return api.NoPage() }))
	r.GET("/", p.page(p.home))
	r.POST("/", p.page(p.analyze))
	r.GET("/results", p.page(p.results))
	r.GET("/results/:id", p.page(p.kept))
	r.POST("/results/:id/delete", p.page(p.forget))
	r.POST("/judge", p.page(p.judge))
	r.POST("/revise", p.page(p.revise))
	r.POST("/duties", p.page(p.duties))
	r.POST("/print", p.page(p.print))
	r.GET("/case", p.page(p.caseForm))
	r.POST("/case", p.page(p.caseResult))
	r.GET("/diff", p.page(p.diffForm))
	r.POST("/diff", p.page(p.diff))
	r.GET("/compare", p.page(p.compareForm))
	r.POST("/compare", p.page(p.compare))
	r.GET("/tester", p.page(p.testerForm))
	r.POST("/tester", p.page(p.tester))
	r.GET("/rules", p.page(p.rules))
	r.GET("/rules/:class", p.page(p.rule))
	r.GET("/clauses", p.page(p.clauses))
	r.GET("/batches", p.page(p.batches))
	r.POST("/batches", p.page(p.startBatch))
	r.GET("/batches/:id", p.page(p.batch))
	r.POST("/batches/:id/cancel", p.page(p.stopBatch))
	r.POST("/batches/:id/delete", p.page(p.forgetBatch))
}

// view is what a page shows.
type view struct {
	Page   string // the template of its main part: home, compare, …
	Result string // the template that htmx asks for; "" if there is no result
	Data   any
	Status int

	Print   bool // the page is to be printed: nothing can be pressed
	Written bool // the answer is no page of this package and is on its way

	Lang    string
	Path    string // where the switch of language leads
	Query   template.URL
	Problem *api.Problem
}

// T is a message in the language of the page.
func (v *view) T(key string, args ...any) (string, error) {
	t, ok := messages[key]
	if !ok {
		return "", fmt.Errorf("no message %q", key)
	}
	s := report.In(t, v.Lang)
	if len(args) > 0 {
		s = fmt.Sprintf(s, args...)
	}
	return s, nil
}

// Name is a code such as bearer.vendor in words, else the code itself.
func (v *view) Name(kind, code string) string {
	if t, ok := messages[kind+"."+code]; ok {
		return report.In(t, v.Lang)
	}
	return code
}

// In is t in the language of the page.
func (v *view) In(t api.Text) string { return report.In(t, v.Lang) }

// With is v with other data, for a part of a page.
func (v *view) With(data any) *view {
	w := *v
	w.Data = data
	return &w
}

// Accept are the files that a page asks a browser to offer.
func (v *view) Accept() string {
	return ".txt,.text,.md,.markdown,.html,.htm,.docx,.pdf,.odt,.rtf,.epub,.mhtml,.mht,text/plain,text/markdown,text/html"
}

// Keepings are the choices of what is kept.
func (v *view) Keepings() []keeping { return []keeping{keepNothing, keepResult, keepText} }

// Roles are the roles that have duties.
func (v *view) Roles() []string { return dutyRoles }

// Blanks are the blanks of notices that a form asks for.
func (v *view) Blanks() []string { return dutyNames }

// Whom are those who are asked.
func (v *view) Whom() []string { return []string{"vendor", "self"} }

// AskOf are the questions to one of them.
func (v *view) AskOf(all []report.Question, whom string) (out []report.Question) {
	for _, q := range all {
		if q.Ask == whom {
			out = append(out, q)
		}
	}
	return out
}

// DutiesOf are the duties of a role.
func (v *view) DutiesOf(all []report.Duty, role string) (out []report.Duty) {
	for _, d := range all {
		if d.Role == role {
			out = append(out, d)
		}
	}
	return out
}

// Style is the style sheet of a page that stands alone.
func (v *view) Style() template.CSS {
	return template.CSS(report.HTMLStyle() + caseStyle) //nolint:gosec // part of the program
}

// Spot says where a finding, a side of a contradiction or a clause stands.
func (v *view) Spot(at interface{ Place() string }) string { return at.Place() }

// Other is the other language.
func (v *view) Other() string {
	if v.Lang == "en" {
		return "ja"
	}
	return "en"
}

var funcs = template.FuncMap{
	"add":    func(a, b int) int { return a + b },
	"sub":    func(a, b int) int { return max(0, a-b) },
	"mul":    func(a, b int) int { return a * b },
	"trim":   strings.TrimSpace,
	"up":     func(v int) int { return 100 - v },
	"clip":   func(n int, s string) string { return clip(s, n) },
	"signed": func(old, now int) string { return fmt.Sprintf("%+d", now-old) },
}

// templates are parsed when the first page is asked for.
var templates = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Funcs(funcs).ParseFS(templateFiles, "templates/*.html"))
})

// page makes a handler of a function that returns what to show.
func (p *pages) page(do func(*gin.Context, *view) error) gin.HandlerFunc {
	return func(c *gin.Context) {
		v := &view{Status: http.StatusOK, Lang: p.language(c), Path: c.Request.URL.Path}
		h := c.Writer.Header()
		h.Set("Content-Security-Policy", Policy)
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Language", v.Lang)
		h.Set("Vary", "Accept-Language, HX-Request")
		q := c.Request.URL.Query()
		q.Set("lang", v.Other())
		v.Query = template.URL(q.Encode()) //nolint:gosec // encoded just now
		_, err := api.Signed(c.Request.Context())
		if err == nil {
			err = do(c, v)
		}
		if err != nil {
			p.refuse(c, v, err)
		}
		if !v.Written {
			p.write(c, v)
		}
	}
}

// refuse shows a problem in the place of a result. Browsers ask for a key by
// basic authentication.
func (p *pages) refuse(c *gin.Context, v *view, err error) {
	ctx := c.Request.Context()
	v.Problem = onPage(p.server.ProblemOf(ctx, err).In(v.Lang, api.RequestID(ctx)))
	v.Status, v.Result = v.Problem.Status, "problem"
	if v.Page == "" {
		v.Page = "problem"
	}
	h := c.Writer.Header()
	for name, values := range v.Problem.GetHeaders() {
		h.Set(name, values[0])
	}
	if v.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Basic realm="yakkan", charset="UTF-8"`)
	}
}

// onPage is a problem as a page says it: what the API has in errors stands below,
// and documents have numbers from 1.
func onPage(p *api.Problem) *api.Problem {
	p.Detail = strings.NewReplacer("errors の理由", "次の理由", "errors に示す箇所", "次の箇所", "the reasons in errors", "these reasons", "the places in errors", "these places").Replace(p.Detail)
	if len(p.Errors) < 2 {
		return p
	}
	for i := range p.Errors {
		n, err := strconv.Atoi(strings.TrimPrefix(p.Errors[i].Pointer, "/documents/"))
		if err == nil {
			p.Errors[i].Detail = fmt.Sprintf("%d. %s", n+1, p.Errors[i].Detail)
		}
	}
	return p
}

func (p *pages) write(c *gin.Context, v *view) {
	name := "layout"
	if v.Result != "" && c.GetHeader("HX-Request") == "true" {
		name = v.Result
	}
	var b bytes.Buffer
	err := templates().ExecuteTemplate(&b, name, v)
	if err != nil {
		p.server.Fail(c, fmt.Errorf("page %s: %w", v.Page, err))
		return
	}
	c.Data(v.Status, "text/html; charset=utf-8", b.Bytes())
}

// Body writes the main part of a page. Templates cannot choose one another by
// name, so it is done here.
func (v *view) Body() (template.HTML, error) { return v.part(v.Page) }

// Outcome writes the result.
func (v *view) Outcome() (template.HTML, error) {
	if v.Result == "" || v.Result == v.Page {
		return "", nil
	}
	return v.part(v.Result)
}

func (v *view) part(name string) (template.HTML, error) {
	var b bytes.Buffer
	err := templates().ExecuteTemplate(&b, name, v)
	return template.HTML(b.String()), err //nolint:gosec // html/template made it
}

func (p *pages) language(c *gin.Context) string {
	switch lang := c.Query("lang"); lang {
	case "ja", "en":
		return lang
	}
	return api.Language(c.Request.Context())
}

// assets serves what the pages load: the styles, the scripts.
func (p *pages) assets(r gin.IRouter) {
	files, err := fs.Sub(assetFiles, "assets")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	serve := func(name, media string, body []byte) {
		tag := fmt.Sprintf(`"%x"`, sha256.Sum256(body))[:34] + `"`
		r.GET("/assets/"+name, func(c *gin.Context) {
			c.Header("ETag", tag)
			c.Header("Cache-Control", "no-cache")
			if strings.TrimPrefix(c.GetHeader("If-None-Match"), "W/") == tag {
				c.Status(http.StatusNotModified)
				return
			}
			c.Data(http.StatusOK, media, body)
		})
	}
	for name, media := range map[string]string{"web.css": "text/css; charset=utf-8", "web.js": "text/javascript; charset=utf-8", "htmx.min.js": "text/javascript; charset=utf-8", "icon.svg": "image/svg+xml"} {
		body, err := fs.ReadFile(files, name)
		if err != nil {
			panic(err)
		}
		serve(name, media, body)
	}
	serve("corpus.css", "text/css; charset=utf-8", []byte(corpus.Style()))
	serve("report.css", "text/css; charset=utf-8", []byte(report.HTMLStyle()))
}

// clip shortens s to n characters.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
