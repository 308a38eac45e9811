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
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/api"
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
}

// Routes adds the pages to a server; it is one of api.Config.Routes.
func Routes(s *api.Server) {
	p := &pages{server: s, service: s.Service(), examples: loadExamples(), now: time.Now}
	r := s.Router()
	p.assets(r)
	r.GET("/", p.page(p.home))
	r.POST("/", p.page(p.analyze))
	r.GET("/results/:id", p.page(p.kept))
	r.POST("/results/:id/delete", p.page(p.forget))
	r.GET("/compare", p.page(p.compareForm))
	r.POST("/compare", p.page(p.compare))
	r.GET("/tester", p.page(p.testerForm))
	r.POST("/tester", p.page(p.tester))
	r.GET("/rules", p.page(p.rules))
	r.GET("/rules/:class", p.page(p.rule))
	r.GET("/clauses", p.page(p.clauses))
}

// view is what a page shows.
type view struct {
	Page   string // the template of its main part: home, compare, …
	Result string // the template that htmx asks for; "" if there is no result
	Data   any
	Status int

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

// Other is the other language.
func (v *view) Other() string {
	if v.Lang == "en" {
		return "ja"
	}
	return "en"
}

var funcs = template.FuncMap{
	"add":   func(a, b int) int { return a + b },
	"mul":   func(a, b int) int { return a * b },
	"up":    func(v int) int { return 100 - v },
	"clip":  func(n int, s string) string { return clip(s, n) },
	"lines": func(s string) int { return strings.Count(s, "\n") + 1 },
}

var templates = template.Must(template.New("").Funcs(funcs).ParseFS(templateFiles, "templates/*.html"))

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
		p.write(c, v)
	}
}

// refuse shows a problem in the place of a result. Browsers ask for a key by
// basic authentication.
func (p *pages) refuse(c *gin.Context, v *view, err error) {
	ctx := c.Request.Context()
	v.Problem = p.server.ProblemOf(ctx, err).In(v.Lang, api.RequestID(ctx))
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

func (p *pages) write(c *gin.Context, v *view) {
	name := "layout"
	if v.Result != "" && c.GetHeader("HX-Request") == "true" {
		name = v.Result
	}
	var b bytes.Buffer
	err := templates.ExecuteTemplate(&b, name, v)
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
	err := templates.ExecuteTemplate(&b, name, v)
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
	serve("report.css", "text/css; charset=utf-8", []byte(report.HTMLStyle()))
}

// clip shortens s to n characters.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
