package api

import (
	"encoding/json"
	"maps"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/yakkan/yakkan/analyzer/compare"
	"github.com/yakkan/yakkan/analyzer/report"
)

// describe begins the OpenAPI document. Documentation and schemas are served by
// documentation, not by huma, whose pages load scripts from elsewhere.
func (s *Server) describe() huma.Config {
	c := huma.DefaultConfig("yakkan", s.service.version)
	c.CreateHooks = nil // no $schema member in answers
	c.DocsPath, c.SchemasPath, c.OpenAPIPath = "", "", ""
	c.Info.Description = "Compares Japanese terms of service with registered clause types that touch the cloud exception of the Act on the Protection of " +
		"Personal Information (Q&A 7-53), with quotes. It gives no legal advice.\n\n利用規約等の文言を、登録された条項類型及び公表資料の考慮要素と機械的に照合します。法的助言、法的判断又は鑑定ではありません。"
	c.Info.License = &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"}
	c.Servers = []*huma.Server{{URL: "/"}}
	c.Tags = []*huma.Tag{
		{Name: "analyses", Description: "Documents and what was found in them / 文書と照合結果"},
		{Name: "rules", Description: "What documents are compared with / 照合の規則"},
		{Name: "service", Description: "The state of the service / サービスの状態"},
	}
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"apiKey": {Type: "http", Scheme: "bearer", Description: "An API key made by `yakkan keys create`; also accepted as the password of basic authentication."},
		"oidc":   {Type: "http", Scheme: "bearer", BearerFormat: "JWT", Description: "A token of the identity provider that the service is told of."},
	}
	c.RejectUnknownQueryParameters = true
	c.Transformers = []huma.Transformer{localize}
	c.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", func(t reflect.Type, hint string) string {
		return strings.TrimSuffix(huma.DefaultSchemaNamer(t, hint), "JSON")
	})
	addReportSchemas(c.Components.Schemas)
	return c
}

// localize writes problems in the language of the request.
func localize(ctx huma.Context, _ string, v any) (any, error) {
	p, ok := v.(*Problem)
	if !ok {
		return v, nil
	}
	lang, id := "ja", ""
	if r := requestOf(ctx.Context()); r != nil {
		lang, id = r.lang, r.id
	}
	ctx.SetHeader("Content-Language", lang)
	ctx.SetHeader("Cache-Control", "no-store")
	return p.In(lang, id), nil
}

// Reports are the reports of an analysis. In the OpenAPI document they have the
// published schema of a report.
type Reports []*report.Report

// Schema implements huma.SchemaProvider.
func (Reports) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeArray, Items: reportRef()}
}

func reportRef() *huma.Schema { return publishedRef("Report") }

func publishedRef(name string) *huma.Schema { return &huma.Schema{Ref: "#/components/schemas/" + name} }

// publishedSchemas are the JSON Schemas of answers.
var publishedSchemas = map[string][]byte{"report": report.JSONSchema, "revision": report.RevisionJSONSchema, "case": report.CaseJSONSchema, "diff": compare.JSONSchema}

// addReportSchemas adds the published JSON Schemas as components, a definition
// each: text of a report is ReportText.
func addReportSchemas(r huma.Registry) {
	all := published{}
	for name, src := range publishedSchemas {
		name = strings.ToUpper(name[:1]) + name[1:]
		var schema map[string]any
		if err := json.Unmarshal(src, &schema); err != nil {
			panic(err) // it is part of the program
		}
		all[name] = schema
	}
	for name, schema := range all {
		defs, _ := schema["$defs"].(map[string]any)
		root := maps.Clone(schema)
		for _, key := range []string{"$defs", "$id", "$schema"} {
			delete(root, key)
		}
		r.Map()[name] = &huma.Schema{Extensions: all.pointToComponents(name, root).(map[string]any)}
		for def, s := range defs {
			r.Map()[component(name, def)] = &huma.Schema{Extensions: all.pointToComponents(name, s).(map[string]any)}
		}
	}
}

// published are the published schemas by the name of their component.
type published map[string]map[string]any

func component(schema, def string) string {
	return schema + strings.ToUpper(def[:1]) + def[1:]
}

// pointToComponents rewrites the references of a schema. What is referred to as a
// property of another schema is put in.
func (p published) pointToComponents(name string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, x := range v {
			ref, ok := x.(string)
			if !ok || k != "$ref" {
				out[k] = p.pointToComponents(name, x)
				continue
			}
			where, at, _ := strings.Cut(ref, "#")
			target := name
			if strings.HasSuffix(where, "/report/1") {
				target = "Report"
			} else if where != "" {
				panic("unknown schema " + where) // as above
			}
			if property, ok := strings.CutPrefix(at, "/properties/"); ok {
				properties := p[target]["properties"].(map[string]any)
				return p.pointToComponents(target, properties[property])
			}
			if def, ok := strings.CutPrefix(at, "/$defs/"); ok {
				target = component(target, def)
			}
			out[k] = "#/components/schemas/" + target
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = p.pointToComponents(name, x)
		}
		return out
	}
	return v
}

// schema returns the schema of a type, by reference.
func (s *Server) schema(v any) *huma.Schema {
	t := reflect.TypeOf(v)
	return s.api.OpenAPI().Components.Schemas.Schema(t, true, t.Name())
}

// answers describes an answer by hand: the media types that it comes in.
func (s *Server) answers(op *huma.Operation, status, description string, content map[string]*huma.Schema) {
	r := op.Responses[status]
	r.Description = description
	delete(r.Headers, "Content-Type") // it is the key of content
	r.Content = map[string]*huma.MediaType{}
	for media, schema := range content {
		r.Content[media] = &huma.MediaType{Schema: schema}
	}
}

func (s *Server) jsonBody(v any) *huma.RequestBody {
	return &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/json": {Schema: s.schema(v)}}}
}

// analyzeBody describes what POST /v1/analyses takes.
func (s *Server) analyzeBody() *huma.RequestBody {
	b := s.jsonBody(AnalyzeJSON{})
	s.documentBodies(b)
	return b
}

// compareBody describes what POST /v1/compare takes.
func (s *Server) compareBody() *huma.RequestBody {
	b := s.jsonBody(CompareJSON{})
	b.Content["multipart/form-data"] = s.formBody()
	return b
}

func (s *Server) documentBodies(b *huma.RequestBody) {
	for _, media := range []string{"text/plain", "text/markdown", "text/html"} {
		b.Content[media] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Description: "The document, in UTF-8, Shift_JIS, EUC-JP, ISO-2022-JP or UTF-16."}}
	}
	b.Content["application/octet-stream"] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary", Description: "A file of any format that can be read; its bytes tell which."}}
	b.Content["multipart/form-data"] = s.formBody()
}

func (s *Server) formBody() *huma.MediaType {
	kinds := make([]any, len(DocumentKinds))
	for i, k := range DocumentKinds {
		kinds[i] = string(k)
	}
	return &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeObject, Required: []string{"file"}, AdditionalProperties: false, Properties: map[string]*huma.Schema{
		"file":  {Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeString, Format: "binary"}, Description: "The documents, a part each."},
		"kind":  {Type: huma.TypeString, Enum: kinds, Description: "Kind of the files that follow it."},
		"facts": {Type: huma.TypeString, Description: "Answers to the questionnaire for the files that follow it, as JSON or YAML."},
	}}}
}
