package web

import (
	"bytes"
	"fmt"
	"path"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/api"
)

// caseData is the page on which several documents are judged together.
type caseData struct {
	Name   string
	Slots  []caseSlot
	Kinds  []string
	Result *caseShown
}

// caseSlot is a place for a document of a case.
type caseSlot struct {
	N          int
	As         string
	Name, Text string
}

// caseSlots is how many documents a page takes.
const caseSlots = 6

// caseAnchor goes before the ids of what is said of a case as a whole.
const caseAnchor = "case-"

// caseShown is the result of a case.
type caseShown struct {
	*report.Case
	Anchor    string
	Held      string
	Ask       *questionnaire
	Downloads []download
	Members   []*shown
}

func newCase() *caseData {
	d := &caseData{Kinds: legal.Papers}
	for i := range caseSlots {
		d.Slots = append(d.Slots, caseSlot{N: i + 1, As: legal.Papers[min(i, len(legal.Papers)-1)]})
	}
	return d
}

func (p *pages) caseForm(c *gin.Context, v *view) error {
	d := newCase()
	v.Page, v.Data = "case", d
	if c.Query("example") == "" {
		return nil
	}
	var docs []api.CaseMemberJSON
	d.Name, docs = exampleSet()
	for i, e := range docs {
		d.Slots[i].As, d.Slots[i].Name, d.Slots[i].Text = e.As, e.Name, e.Text
	}
	return p.together(c, v, d, docs, nil)
}

func (p *pages) caseResult(c *gin.Context, v *view) error {
	d := newCase()
	v.Page, v.Data = "case", d
	f, done, err := p.form(c.Request)
	defer done()
	if err != nil {
		return err
	}
	if err := p.factsIn(f); err != nil {
		return err
	}
	d.Name = calledBy(f.Values.Get("name"))
	var docs []api.CaseMemberJSON
	for i := range d.Slots {
		s := &d.Slots[i]
		s.As = paper(f.Values.Get(fmt.Sprint("as", s.N)), s.As)
		s.Name, s.Text = calledBy(f.Values.Get(fmt.Sprint("name", s.N))), f.Values.Get(fmt.Sprint("text", s.N))
		for _, up := range f.Slots[fmt.Sprint("file", s.N)] {
			docs = append(docs, api.CaseMemberJSON{Name: up.Name, As: s.As, Text: string(up.Data)})
		}
		if strings.TrimSpace(s.Text) != "" {
			docs = append(docs, api.CaseMemberJSON{Name: p.pastedName(v, s.Name, s.As), As: s.As, Text: s.Text})
		}
	}
	if len(docs) == 0 {
		return api.Invalid("文書がありません。貼り付けるか、ファイルを選んでください。", "There is no document; paste one or choose a file.")
	}
	facts, err := p.answers(caseAnchor, f.Values)
	if err != nil {
		return err
	}
	if facts == nil {
		facts = f.Facts
	}
	return p.together(c, v, d, docs, facts)
}

// paper is what a document is said to be, if that is something a document can be.
func paper(s, otherwise string) string {
	for _, k := range legal.Papers {
		if k == s {
			return s
		}
	}
	return otherwise
}

// pastedName is the name of a pasted document of a case.
func (p *pages) pastedName(v *view, name, as string) string {
	if name == "" {
		return v.Name("paper", as)
	}
	return name
}

// together judges documents as one case.
func (p *pages) together(c *gin.Context, v *view, d *caseData, docs []api.CaseMemberJSON, facts *legal.Facts) error {
	ctx := c.Request.Context()
	set, err := p.service.ReadCase(ctx, &api.CaseIn{CaseBodyJSON: api.CaseBodyJSON{Name: d.Name, Documents: docs}})
	if err != nil {
		return err
	}
	if facts != nil {
		if set, err = p.service.JudgeCase(ctx, set, facts); err != nil {
			return err
		}
	}
	caller, err := api.Signed(ctx)
	if err != nil {
		return err
	}
	held := p.held.put(&holding{tenant: caller.Tenant, set: set, facts: facts})
	d.Result, err = p.caseShown(v, set, held, facts)
	v.Result = "caseresult"
	return err
}

// guesses are words in the name of a file that tell what it is in a case.
var guesses = map[string]string{
	"terms": "terms|tos|規約|約款", "privacy": "privacy|プライバシー|個人情報保護方針", "dpa": "dpa|データ処理|データ取扱|委託", "security": "security|セキュリティ|安全管理|チェックシート",
	"confirmation": "confirm|確認書|授受", "website": "website|lp|サイト|紹介",
}

// Guess are the words in the name of a file that tell that it is a paper.
func (v *view) Guess(paper string) string { return guesses[paper] }

// caseShown is how a case is shown.
func (p *pages) caseShown(v *view, set *analyzer.CaseAnalysis, held string, facts *legal.Facts) (*caseShown, error) {
	r := set.Report
	out := &caseShown{Case: r, Anchor: caseAnchor, Held: held, Ask: p.questionnaire(caseAnchor, held, facts)}
	out.Ask.Outcome = p.outcome(out.Ask, r.Verdict, r.Scores, r.Questions, r.Incident)
	for i, d := range set.Documents {
		s := &shown{Anchor: anchor(i)}
		if err := p.fill(s, d.Report, d, v); err != nil {
			return nil, err
		}
		out.Members = append(out.Members, s)
	}
	var md, js bytes.Buffer
	if err := report.WriteCaseMarkdown(&md, r, v.Lang); err != nil {
		return nil, err
	}
	if err := report.WriteCaseJSON(&js, r); err != nil {
		return nil, err
	}
	name := caseStem(r.Name)
	page, err := caseHTML(v, out)
	if err != nil {
		return nil, err
	}
	out.Downloads = []download{newDownload("download.html", name+".html", "text/html", page), newDownload("download.md", name+".md", "text/markdown", md.Bytes()), newDownload("download.json", name+".json", "application/json", js.Bytes())}
	return out, nil
}

// caseStem is what the files made from a case are called.
func caseStem(name string) string {
	if name == "" {
		name = "case"
	}
	return stem(strings.ReplaceAll(name, ".", " ") + ".md")
}

// caseHTML is the result of a case as a page of its own, to print or to attach.
func caseHTML(v *view, c *caseShown) ([]byte, error) {
	w := v.With(&caseData{Result: c})
	w.Print = true
	var b bytes.Buffer
	err := templates().ExecuteTemplate(&b, "caseprint", w)
	return b.Bytes(), err
}

// caseStyle is what the page of a case has on top of the style of reports.
const caseStyle = `
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); gap: .5rem; }
.contradiction { break-inside: avoid; }
.case h2 { border: 0; font-size: 1.5rem; margin: .1rem 0 .3rem; }
.case h3 { font-size: 1.15rem; border-bottom: 2px solid var(--line); margin-top: 1.6rem; }
`

// Doc is a document of the case by its ID.
func (c *caseShown) Doc(id string) *report.CaseDocument {
	for i := range c.Documents {
		if c.Documents[i].ID == id {
			return &c.Documents[i]
		}
	}
	return nil
}

// Called is the name of a document of the case.
func (c *caseShown) Called(id string) string {
	if d := c.Doc(id); d != nil {
		return d.Report.Document.Name
	}
	return id
}

// place is a provision of a document of a case, to be linked to.
type place struct{ Href, Label string }

// Places are where findings d2.f7 stand, each provision once.
func (c *caseShown) Places(ids []string) (out []place) {
	seen := map[string]bool{}
	for _, id := range ids {
		doc, f, ok := strings.Cut(id, ".")
		d := c.Doc(doc)
		if !ok || d == nil {
			continue
		}
		found := d.Report.By(f)
		if found == nil {
			continue
		}
		where := found.Article
		if where == "" {
			where = found.Place()
		}
		label := strings.TrimSuffix(d.Report.Document.Name, path.Ext(d.Report.Document.Name)) + " " + where
		if !seen[label] {
			seen[label] = true
			out = append(out, place{Href: "#" + doc + "-" + f, Label: label})
		}
	}
	return out
}

// At is where one finding stands, the zero place if nowhere.
func (c *caseShown) At(id string) place {
	if all := c.Places([]string{id}); len(all) > 0 {
		return all[0]
	}
	return place{}
}
