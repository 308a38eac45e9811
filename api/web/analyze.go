package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/legal"
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
	Keep     keeping
	Result   *result
}

// result is an analysis as the page shows it.
type result struct {
	Documents []*shown
	Missing   bool // of a kept analysis: the texts are not there
	ID        string
	Stored    bool
	Texts     bool // the texts are kept, too
	Expires   string
}

// shown is one document of a result.
type shown struct {
	Name      string
	Anchor    string // before the ids of what is said of it
	Held      string // "" where it is not held: then nothing can be asked of it
	Report    *report.Report
	Ask       *questionnaire
	Downloads []download
	Body      template.HTML
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
			return p.show(c.Request.Context(), v, d, []api.Upload{{Name: e.File, Data: []byte(e.Text)}}, keepNothing)
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
	if err := p.factsIn(f); err != nil {
		return err
	}
	d.Kind, d.Text, d.Name = f.kind(), f.Values.Get("text"), calledBy(f.Values.Get("name"))
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
	for i := range docs { // answers that the page sends along when it sends the document again
		if docs[i].Facts, err = p.answers(anchor(i), f.Values); err != nil {
			return err
		}
		if docs[i].Facts == nil {
			docs[i].Facts = f.Facts
		}
	}
	if k := keeping(f.Values.Get("keep")); slices.Contains(v.Keepings(), k) {
		d.Keep = k
	}
	return p.show(c.Request.Context(), v, d, docs, d.Keep)
}

// keeping is what a form asks to be kept.
type keeping string

const (
	keepNothing keeping = ""
	keepResult  keeping = "yes"
	keepText    keeping = "text"
)

// keepTextFor is how long a page keeps texts, if the service allows it.
const keepTextFor = 7 * 24 * time.Hour

// show analyses documents and fills in the result. Nothing is kept unless asked.
func (p *pages) show(ctx context.Context, v *view, d *homeData, docs []api.Upload, keep keeping) error {
	in := &api.AnalyzeIn{Documents: docs, Ephemeral: keep == keepNothing, Fresh: true}
	if keep == keepText {
		in.KeepText = fmt.Sprintf("%.0fs", min(keepTextFor, p.service.Limits().KeepText).Seconds())
	}
	a, err := p.service.Analyze(ctx, in)
	if err != nil {
		return err
	}
	var facts []*legal.Facts
	for i := range docs {
		facts = append(facts, docs[i].Facts)
	}
	d.Result, err = p.result(ctx, v, a, facts)
	if d.Result != nil {
		d.Result.Texts = keep == keepText
	}
	v.Result = "result"
	return err
}

func (p *pages) result(ctx context.Context, v *view, a *api.Analysis, facts []*legal.Facts) (*result, error) {
	reports, err := a.Reports()
	if err != nil {
		return nil, err
	}
	out := &result{Missing: a.Documents == nil, Stored: a.Stored, ID: a.ID}
	if a.Stored {
		out.Expires = day(a.Expires)
	}
	for i, r := range reports {
		s := &shown{Anchor: anchor(i)}
		if a.Documents == nil {
			err = p.fill(s, r, nil, v)
		} else {
			err = p.hold(ctx, v, s, a.Documents[i], facts[i])
		}
		if err != nil {
			return nil, err
		}
		out.Documents = append(out.Documents, s)
	}
	return out, nil
}

// hold holds a document for questions and fills in what is shown of it.
func (p *pages) hold(ctx context.Context, v *view, s *shown, a *analyzer.Analysis, facts *legal.Facts) error {
	if a.Tree != nil {
		caller, err := api.Signed(ctx)
		if err != nil {
			return err
		}
		s.Held = p.held.put(&holding{tenant: caller.Tenant, one: a, facts: facts})
		p.asked(s, a, facts)
	}
	return p.fill(s, a.Report, a, v)
}

// asked fills in the questionnaire of a document.
func (p *pages) asked(s *shown, a *analyzer.Analysis, facts *legal.Facts) {
	s.Ask = p.questionnaire(s.Anchor, s.Held, facts)
	r := a.Report
	s.Ask.Outcome = p.outcome(s.Ask, r.Verdict, r.Scores, r.Questions, r.Incident)
}

// fill fills in the report of a document and its downloads. From is what it was
// made from, nil where that is not there any more.
func (p *pages) fill(s *shown, r *report.Report, from *analyzer.Analysis, v *view) error {
	s.Name, s.Report = r.Document.Name, r
	opt := p.htmlOptions(v, from)
	var whole, part bytes.Buffer
	if err := report.WriteHTML(&whole, r, opt); err != nil {
		return err
	}
	opt.Prefix = s.Anchor
	opt.Rule = func(class string) string { return "/rules/" + class + "?lang=" + v.Lang }
	opt.Try = "/tester?lang=" + v.Lang
	if err := report.WriteHTMLFragment(&part, r, opt); err != nil {
		return err
	}
	s.Body = template.HTML(part.String()) //nolint:gosec // html/template made it
	s.Downloads = append(s.Downloads, newDownload("download.html", stem(s.Name)+".html", "text/html", whole.Bytes()))
	for _, form := range []struct{ key, suffix, media string }{{"download.md", "md", "text/markdown"}, {"download.json", "json", "application/json"}} {
		b, err := api.Render([]*report.Report{r}, form.suffix, v.Lang)
		if err != nil {
			return err
		}
		s.Downloads = append(s.Downloads, newDownload(form.key, stem(s.Name)+"."+form.suffix, form.media, b))
	}
	return nil
}

func (p *pages) htmlOptions(v *view, from *analyzer.Analysis) report.HTMLOptions {
	opt := report.HTMLOptions{Lang: v.Lang, Sources: p.service.Library().Legal().Sources, Made: p.now().In(japan)}
	if from != nil {
		opt.Document, opt.Tree, opt.Findings = from.Document, from.Tree, from.Findings
	}
	return opt
}

// anchor goes before the ids of a document.
func anchor(i int) string { return fmt.Sprintf("d%d-", i+1) }

// stem is what the files made from a document are called.
func stem(name string) string {
	s := strings.TrimSuffix(name, path.Ext(name))
	if s == "" {
		s = "yakkan"
	}
	return s + "-yakkan"
}

// kept shows an analysis that was kept: where its texts were kept, too, as if it
// was made just now.
func (p *pages) kept(c *gin.Context, v *view) error {
	d := p.newHome()
	v.Page, v.Data = "home", d
	ctx := c.Request.Context()
	a, err := p.service.Analysis(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	docs, err := p.keptTexts(ctx, a)
	if err != nil {
		return err
	}
	again, facts := a, make([]*legal.Facts, len(docs))
	if docs != nil {
		if again, err = p.service.Analyze(ctx, &api.AnalyzeIn{Documents: docs, Ephemeral: true, Fresh: true}); err != nil {
			return err
		}
	}
	if d.Result, err = p.result(ctx, v, again, facts); err != nil {
		return err
	}
	d.Result.ID, d.Result.Stored, d.Result.Texts = a.ID, true, docs != nil
	d.Result.Expires = day(a.Expires)
	v.Result = "result"
	return nil
}

// keptTexts are the documents of an analysis whose texts are all kept, else nil.
func (p *pages) keptTexts(ctx context.Context, a *api.Analysis) ([]api.Upload, error) {
	reports, err := a.Reports()
	if err != nil {
		return nil, err
	}
	var docs []api.Upload
	for i, r := range reports {
		t, err := p.service.Text(ctx, &api.TextIn{ID: a.ID, Index: i})
		if problem, ok := errors.AsType[*api.Problem](err); ok && problem.Status == http.StatusNotFound || r.Facts != nil {
			return nil, nil // facts are not kept in the form in which they were given
		}
		if err != nil {
			return nil, err
		}
		docs = append(docs, api.Upload{Name: r.Document.Name, Kind: structure.DocumentKind(r.Document.Kind), Format: document.Format(r.Document.Format), Data: t.Body})
	}
	return docs, nil
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
