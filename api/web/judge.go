package web

import (
	"bytes"
	"encoding/base64"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/analyzer/suggest"
	"github.com/yakkan/yakkan/api"
)

// What is asked of a result that is shown: to judge it by answers, to put model
// clauses into it, to list who has to see to what, to print it.

// holding returns what a form asks about.
func (p *pages) holding(c *gin.Context, f *form) (string, *holding, error) {
	caller, err := api.Signed(c.Request.Context())
	if err != nil {
		return "", nil, err
	}
	name := f.Values.Get("held")
	h := p.held.get(caller.Tenant, name)
	if h == nil {
		return "", nil, api.NotHeld()
	}
	return name, h, nil
}

// judge judges what is shown by the answers to its questionnaire.
func (p *pages) judge(c *gin.Context, v *view) error {
	d := p.newHome()
	v.Page, v.Data, v.Path = "home", d, "/"
	f, done, err := p.form(c.Request)
	defer done()
	if err != nil {
		return err
	}
	name, h, err := p.holding(c, f)
	if err != nil {
		return err
	}
	at := caseAnchor
	if h.set == nil {
		if at = f.Values.Get("at"); !isAnchor(at) {
			return api.Invalid("フォームから送信してください。", "Send it from the form.")
		}
	}
	facts, err := p.answers(at, f.Values)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	if h.set != nil {
		set, err := p.service.JudgeCase(ctx, h.set, facts)
		if err != nil {
			return err
		}
		p.held.set(name, &holding{tenant: h.tenant, set: set, facts: facts})
		data := newCase()
		v.Page, v.Data, v.Path, v.Result = "case", data, "/case", "caseresult"
		data.Result, err = p.caseShown(v, set, name, facts)
		if err == nil && isPart(c) {
			v.Result = "casejudged"
		}
		return err
	}
	one, err := p.service.Judge(ctx, h.one, facts)
	if err != nil {
		return err
	}
	p.held.set(name, &holding{tenant: h.tenant, one: one, facts: facts})
	s := &shown{Anchor: at, Held: name}
	p.asked(s, one, facts)
	if err := p.fill(s, one.Report, one, v); err != nil {
		return err
	}
	d.Result, v.Result = &result{Documents: []*shown{s}}, "result"
	if isPart(c) {
		v.Result = "judged"
	}
	return nil
}

// isPart reports whether htmx asks, and gets the result alone.
func isPart(c *gin.Context) bool { return c.GetHeader("HX-Request") == "true" }

// isAnchor reports whether s is what anchor returns for some document.
func isAnchor(s string) bool {
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(s, "d"), "-"))
	return err == nil && n > 0 && n < 1000 && s == anchor(n-1)
}

// revisionData is a document with model clauses put into it.
type revisionData struct {
	*report.Revision
	At        string
	Asked     string // the variant that was asked for
	Lines     []diffLine
	Whole     *download
	Additions []addition
}

// Once are what is to be said of model clauses, once each.
func (r *revisionData) Once() (out []api.Text) {
	for _, s := range r.Suggestions {
		if s.Notice != (api.Text{}) && !slices.Contains(out, s.Notice) {
			out = append(out, s.Notice)
		}
	}
	return out
}

// Refusals say why the other variant is not offered, once each.
func (r *revisionData) Refusals() (out []api.Text) {
	for _, s := range r.Suggestions {
		if s.Refused != nil && !slices.Contains(out, *s.Refused) {
			out = append(out, *s.Refused)
		}
	}
	return out
}

// diffLine is a line of a unified diff.
type diffLine struct{ Kind, Text string }

// addition is an edit with its clause, to be copied.
type addition struct {
	report.Change
	N     int
	Title api.Text
}

// partOf reads the form of a part that a page asks for and what that page shows. done
// must be called in any case.
func (p *pages) partOf(c *gin.Context, v *view) (f *form, h *holding, done func(), err error) {
	v.Page, v.Data, v.Path = "home", p.newHome(), "/"
	if f, done, err = p.form(c.Request); err == nil {
		_, h, err = p.holding(c, f)
	}
	return f, h, done, err
}

func (p *pages) revise(c *gin.Context, v *view) error {
	f, h, done, err := p.partOf(c, v)
	defer done()
	if err != nil {
		return err
	}
	asked, at := f.Values.Get("variant"), f.Values.Get("at")
	want, ok := map[string]suggest.Variant{"auto": suggest.Auto, "preserve": suggest.Preserve, "entrust": suggest.Entrust}[asked]
	if h.one == nil || !ok || !isAnchor(at) {
		return api.Invalid("フォームから送信してください。", "Send it from the form.")
	}
	r, err := p.service.Revise(c.Request.Context(), h.one, h.facts, want)
	if err != nil {
		return err
	}
	data := &revisionData{Revision: r, At: at, Asked: asked, Lines: diffLines(r.Diff)}
	for i, e := range r.Edits {
		a := addition{Change: e, N: i + 1}
		for _, s := range r.Suggestions {
			if slices.Contains(e.Clauses, s.ID) {
				a.Title = s.Title
				break
			}
		}
		data.Additions = append(data.Additions, a)
	}
	if r.Document.Format == "docx" {
		out, err := p.service.AnnotateRead(c.Request.Context(), h.one, h.facts, want, v.Lang)
		if err != nil {
			return err
		}
		whole := newDownload("download.annotated", out.Name, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", out.Data)
		data.Whole = &whole
	}
	if r.After != nil {
		ext, media := ".txt", "text/plain"
		switch r.Document.Format {
		case "markdown":
			ext, media = ".md", "text/markdown"
		case "html":
			ext, media = ".html", "application/octet-stream" // never a page of this service
		}
		whole := newDownload("download.text", stem(r.Document.Name)+ext, media, []byte(r.Text))
		data.Whole = &whole
	}
	v.Page, v.Data, v.Result = "revision", data, "revision" // without scripts it is a page by itself
	return nil
}

// diffLines are the lines of a unified diff without its head.
func diffLines(diff string) (out []diffLine) {
	for line := range strings.Lines(diff) {
		line = strings.TrimSuffix(line, "\n")
		kind := "same"
		switch {
		case strings.HasPrefix(line, "--- ") || strings.HasPrefix(line, "+++ "):
			continue
		case strings.HasPrefix(line, "@@"):
			kind = "place"
		case strings.HasPrefix(line, "+"):
			kind = "add"
		case strings.HasPrefix(line, "-"):
			kind = "del"
		}
		out = append(out, diffLine{Kind: kind, Text: line})
	}
	return out
}

// dutiesData is who has to see to what under a result.
type dutiesData struct {
	*report.DutySheet
	At   string
	Save download
}

// dutyRoles are the roles that have duties.
var dutyRoles = []string{"user", "client", "vendor"}

// dutyNames are the blanks of notices that the page asks for.
var dutyNames = []string{"client", "user", "vendor", "service"}

func (p *pages) duties(c *gin.Context, v *view) error {
	f, h, done, err := p.partOf(c, v)
	defer done()
	if err != nil {
		return err
	}
	at := f.Values.Get("at")
	if at != caseAnchor && !isAnchor(at) {
		return api.Invalid("フォームから送信してください。", "Send it from the form.")
	}
	opt := report.DutyOptions{Names: map[string]string{}}
	for _, role := range f.Values["role"] {
		if slices.Contains(dutyRoles, role) && !slices.Contains(opt.Roles, role) {
			opt.Roles = append(opt.Roles, role)
		}
	}
	for _, name := range dutyNames {
		if s := strings.TrimSpace(f.Values.Get(name)); s != "" {
			opt.Names[name] = clip(s, 200)
		}
	}
	if day := f.Values.Get("known_on"); day != "" {
		if opt.Known, err = time.Parse(time.DateOnly, day); err != nil {
			return api.Invalid("日付は 2026-11-25 の形で入力してください。", "Write the date like 2026-11-25.")
		}
	}
	var name string
	var judged *legal.Judgement
	if h.one != nil {
		name, judged = h.one.Report.Document.Name, &h.one.Judgement
	} else {
		name, judged = h.set.Report.Name, &h.set.Judgement.Judgement
	}
	data := &dutiesData{DutySheet: report.NewDuties(name, judged, p.service.Library().Legal(), opt), At: at}
	var b bytes.Buffer
	if err := report.WriteDuties(&b, data.DutySheet, report.TextOptions{Lang: v.Lang}, true); err != nil {
		return err
	}
	data.Save = newDownload("download.md", stem(name)+"-duties.md", "text/markdown", b.Bytes())
	v.Page, v.Data, v.Result = "dutysheet", data, "dutysheet"
	return nil
}

// reportPolicy is the policy of a report on a page of its own: its style is in
// the page, and it has nothing else that a browser would load or run.
const reportPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

// print shows a document that is held as a page to print.
func (p *pages) print(c *gin.Context, v *view) error {
	_, h, done, err := p.partOf(c, v)
	defer done()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if h.one != nil {
		err = report.WriteHTML(&b, h.one.Report, p.htmlOptions(v, h.one))
	} else {
		var page []byte
		page, err = caseHTML(v, &caseShown{Case: h.set.Report, Anchor: caseAnchor})
		b.Write(page)
	}
	if err != nil {
		return err
	}
	c.Header("Content-Security-Policy", reportPolicy)
	c.Data(http.StatusOK, "text/html; charset=utf-8", b.Bytes())
	v.Written = true
	return nil
}

func newDownload(key, file, media string, b []byte) download {
	u := "data:" + media + ";charset=utf-8;base64," + base64.StdEncoding.EncodeToString(b)
	return download{Key: key, File: file, Href: template.URL(u), Size: (len(b) + 1023) / 1024} //nolint:gosec // base64
}
