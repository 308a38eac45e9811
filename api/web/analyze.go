package web

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"html/template"
	"path"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/api"
)

// homeData is what the first page shows: the form as it was sent, and a result.
type homeData struct {
	Examples []example
	Kinds    []structure.DocumentKind
	Kind     structure.DocumentKind
	Name     string
	Text     string
	Result   *result
}

// result is an analysis as the page shows it.
type result struct {
	Documents []shown
	Downloads []download
	Missing   bool // of a kept analysis: the texts are not there
	ID        string
	Stored    bool
	Expires   string
}

// shown is one document of a result.
type shown struct {
	Name   string
	Anchor string
	Report *report.Report
	Body   template.HTML
}

// download is a rendering that lies in the page itself: what is kept nowhere
// cannot be asked for again.
type download struct {
	Key  string
	File string
	Href template.URL
	Size int
}

func (p *pages) newHome() *homeData {
	return &homeData{Examples: p.examples, Kinds: api.DocumentKinds}
}

// home is the first page; with ?example=… it shows how an example reads.
func (p *pages) home(c *gin.Context, v *view) error {
	d := p.newHome()
	v.Page, v.Data = "home", d
	name := c.Query("example")
	if name == "" {
		return nil
	}
	for _, e := range p.examples {
		if e.ID == name {
			d.Text, d.Name = e.Text, e.File
			return p.show(c.Request.Context(), v, d, []api.Upload{{Name: e.File, Data: []byte(e.Text)}}, false)
		}
	}
	return api.Unknown("その例はありません。", "There is no such example.")
}

// analyze is the form of the first page.
func (p *pages) analyze(c *gin.Context, v *view) error {
	d := p.newHome()
	v.Page, v.Data = "home", d
	f, done, err := p.form(c.Request)
	defer done()
	if err != nil {
		return err
	}
	d.Kind, d.Text, d.Name = f.kind(), f.Values.Get("text"), api.CleanName(f.Values.Get("name"))
	docs := f.Files
	for i := range docs {
		docs[i].Kind = d.Kind
	}
	if strings.TrimSpace(d.Text) != "" {
		name := d.Name
		if name == "" {
			name, _ = v.T("pasted")
		}
		docs = append(docs, api.Upload{Name: name, Kind: d.Kind, Media: "text/plain", Data: []byte(d.Text)})
	}
	if len(docs) == 0 {
		return api.Invalid("文書がありません。貼り付けるか、ファイルを選んでください。", "There is no document; paste one or choose a file.")
	}
	return p.show(c.Request.Context(), v, d, docs, f.Values.Get("keep") == "yes")
}

// show analyses documents and fills in the result. Nothing is kept unless asked.
func (p *pages) show(ctx context.Context, v *view, d *homeData, docs []api.Upload, keep bool) error {
	a, err := p.service.Analyze(ctx, &api.AnalyzeIn{Documents: docs, Ephemeral: !keep, Fresh: true})
	if err != nil {
		return err
	}
	d.Result, err = p.result(a, v.Lang)
	v.Result = "result"
	return err
}

func (p *pages) result(a *api.Analysis, lang string) (*result, error) {
	reports, err := a.Reports()
	if err != nil {
		return nil, err
	}
	out := &result{Missing: a.Documents == nil, Stored: a.Stored, ID: a.ID}
	if a.Stored {
		out.Expires = a.Expires.Format(time.DateTime) + " UTC"
	}
	var all bytes.Buffer // every report as a printable page
	for i, r := range reports {
		opt := report.HTMLOptions{Lang: lang, Sources: p.service.Library().Legal().Sources, Made: p.now()}
		if a.Documents != nil {
			from := a.Documents[i]
			opt.Document, opt.Tree, opt.Findings = from.Document, from.Tree, from.Findings
		}
		var whole, part bytes.Buffer
		if err := report.WriteHTML(&whole, r, opt); err != nil {
			return nil, err
		}
		if i == 0 {
			all = whole
		}
		opt.Prefix = anchor(i)
		if err := report.WriteHTMLFragment(&part, r, opt); err != nil {
			return nil, err
		}
		out.Documents = append(out.Documents, shown{Name: r.Document.Name, Anchor: opt.Prefix, Report: r, Body: template.HTML(part.String())}) //nolint:gosec // html/template made it
		if len(reports) > 1 {
			out.Downloads = append(out.Downloads, newDownload("download.html", stem(r.Document.Name)+".html", "text/html", whole.Bytes()))
		}
	}
	for _, form := range []struct{ key, suffix, media string }{{"download.json", "json", "application/json"}, {"download.md", "md", "text/markdown"}} {
		b, err := api.Render(reports, form.suffix, lang)
		if err != nil {
			return nil, err
		}
		out.Downloads = append(out.Downloads, newDownload(form.key, stem(reports[0].Document.Name)+"."+form.suffix, form.media, b))
	}
	if len(reports) == 1 {
		out.Downloads = append(out.Downloads, newDownload("download.html", stem(reports[0].Document.Name)+".html", "text/html", all.Bytes()))
	}
	return out, nil
}

// anchor goes before the ids of a document.
func anchor(i int) string { return fmt.Sprintf("d%d-", i+1) }

func newDownload(key, file, media string, b []byte) download {
	u := "data:" + media + ";charset=utf-8;base64," + base64.StdEncoding.EncodeToString(b)
	return download{Key: key, File: file, Href: template.URL(u), Size: (len(b) + 1023) / 1024} //nolint:gosec // base64
}

// stem is what the files made from a document are called.
func stem(name string) string {
	s := strings.TrimSuffix(name, path.Ext(name))
	if s == "" {
		s = "yakkan"
	}
	return s + "-yakkan"
}

// kept shows an analysis that was kept. Its text was not.
func (p *pages) kept(c *gin.Context, v *view) error {
	d := p.newHome()
	v.Page, v.Data = "home", d
	a, err := p.service.Analysis(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	d.Result, err = p.result(a, v.Lang)
	v.Result = "result"
	return err
}

// forget deletes an analysis that was kept.
func (p *pages) forget(c *gin.Context, v *view) error {
	v.Page, v.Data = "home", p.newHome()
	if _, err := p.service.Delete(c.Request.Context(), &api.DeleteIn{ID: c.Param("id")}); err != nil {
		return err
	}
	v.Path, v.Result = "/", "forgotten"
	return nil
}
