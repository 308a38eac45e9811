package api

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
)

//go:embed docs.html
var docsPage string

//go:embed docs.css
var docsStyle []byte

// documentation serves the OpenAPI document and a page to read it on, which
// loads nothing from elsewhere. All three are made at the first request, when
// every operation has been added.
func (s *Server) documentation() {
	document := sync.OnceValue(func() asset {
		b, err := json.Marshal(s.api.OpenAPI())
		if err != nil {
			panic(err) // it is made from the program's own types
		}
		return newAsset(b, "application/openapi+json")
	})
	s.engine.GET("/openapi.json", func(c *gin.Context) { document().serve(c) })
	yaml := sync.OnceValue(func() asset {
		b, err := s.api.OpenAPI().YAML()
		if err != nil {
			panic(err)
		}
		return newAsset(b, "application/openapi+yaml")
	})
	s.engine.GET("/openapi.yaml", func(c *gin.Context) { yaml().serve(c) })
	page := sync.OnceValue(func() asset { return newAsset(s.docsHTML(), "text/html; charset=utf-8") })
	s.engine.GET("/docs", func(c *gin.Context) {
		c.Header("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
		page().serve(c)
	})
	style := newAsset(docsStyle, "text/css; charset=utf-8")
	s.engine.GET("/docs/style.css", func(c *gin.Context) { style.serve(c) })
}

// asset is something that does not change while the program runs.
type asset struct {
	body        []byte
	media, etag string
}

func newAsset(body []byte, media string) asset {
	return asset{body, media, fmt.Sprintf(`"%x"`, sha256.Sum256(body))[:34] + `"`}
}

func (a asset) serve(c *gin.Context) {
	c.Header("ETag", a.etag)
	c.Header("Cache-Control", "no-cache")
	if matches(c.GetHeader("If-None-Match"), a.etag) {
		c.Status(http.StatusNotModified)
		return
	}
	c.Data(http.StatusOK, a.media, a.body)
}

// docsOperation is an operation as the page shows it.
type docsOperation struct {
	*huma.Operation
	Scope  string
	Bodies []docsBody
	Out    []docsAnswer
}

type docsBody struct{ Media, Schema string }

type docsAnswer struct {
	Status, Description string
	Bodies              []docsBody
}

func (s *Server) docsHTML() []byte {
	doc := s.api.OpenAPI()
	type tag struct {
		*huma.Tag
		Operations []docsOperation
	}
	var tags []tag
	for _, t := range doc.Tags {
		g := tag{Tag: t}
		for _, item := range doc.Paths {
			for _, op := range []*huma.Operation{item.Get, item.Post, item.Delete, item.Put, item.Patch} {
				if op != nil && slices.Contains(op.Tags, t.Name) {
					g.Operations = append(g.Operations, describeOperation(op))
				}
			}
		}
		slices.SortFunc(g.Operations, func(a, b docsOperation) int {
			return strings.Compare(a.Path+a.Method, b.Path+b.Method)
		})
		tags = append(tags, g)
	}
	type schema struct{ Name, JSON string }
	var schemas []schema
	for name, sc := range doc.Components.Schemas.Map() {
		b, _ := json.MarshalIndent(sc, "", "  ") // as documentation does
		schemas = append(schemas, schema{name, string(b)})
	}
	slices.SortFunc(schemas, func(a, b schema) int { return strings.Compare(a.Name, b.Name) })
	type problem struct {
		Name   string
		Status int
		Title  Text
	}
	var problems []problem
	for name, p := range problemTitles {
		problems = append(problems, problem{name, p.status, p.title})
	}
	slices.SortFunc(problems, func(a, b problem) int { return a.Status*1000 - b.Status*1000 + strings.Compare(a.Name, b.Name) })
	var b bytes.Buffer
	t := template.Must(template.New("docs").Parse(docsPage))
	if err := t.Execute(&b, map[string]any{"Info": doc.Info, "Tags": tags, "Schemas": schemas, "Problems": problems, "Base": problemBase, "Open": s.config.Open}); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func describeOperation(op *huma.Operation) docsOperation {
	d := docsOperation{Operation: op}
	d.Scope, _ = op.Extensions["x-scope"].(string)
	if op.RequestBody != nil {
		d.Bodies = describeBodies(op.RequestBody.Content)
	}
	for status, r := range op.Responses {
		d.Out = append(d.Out, docsAnswer{status, r.Description, describeBodies(r.Content)})
	}
	slices.SortFunc(d.Out, func(a, b docsAnswer) int { return strings.Compare(a.Status, b.Status) })
	return d
}

func describeBodies(content map[string]*huma.MediaType) []docsBody {
	var out []docsBody
	for media, m := range content {
		b := docsBody{Media: media}
		if m.Schema != nil {
			b.Schema = strings.TrimPrefix(m.Schema.Ref, "#/components/schemas/")
		}
		out = append(out, b)
	}
	slices.SortFunc(out, func(a, b docsBody) int { return strings.Compare(a.Media, b.Media) })
	return out
}
