package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/structure"
)

//go:embed report.html.tmpl
var htmlSource string

//go:embed report.css
var htmlStyle string

// HTMLOptions are the settings of WriteHTML. The zero value is a Japanese report
// without the text of the document.
type HTMLOptions struct {
	Lang string // ja, en

	// What the report was made from, for the text with its provisions marked. A nil
	// Tree leaves the text out.
	Document *document.Document
	Tree     *structure.Tree
	Findings []finding.Finding // those of the report, in the same order

	Sources *legal.Sources // names what findings go by; nil leaves IDs
	Made    time.Time      // printed as the day of the report; zero prints none

	// Prefix goes before every id of a fragment, so that several may stand in one
	// page.
	Prefix string

	// Rule is the address of the page on a class, and Try the address to which
	// forms send a sentence as text and its class as rule, to see how it is read;
	// for fragments only. Nil and "" leave them out.
	Rule func(class string) string
	Try  string
}

// WriteHTML writes r as one page that needs nothing else: no script, no picture,
// no font. It prints on A4, for a request for approval, and follows the light or
// dark of the reader's screen.
func WriteHTML(w io.Writer, r *Report, opt HTMLOptions) error {
	return htmlTemplate().Execute(w, newPage(r, opt))
}

// WriteHTMLFragment writes what WriteHTML shows as an element for a page that has
// scripts: without inline styles, with buttons whose data-copy names the element
// of a model clause, and with the finding of each mark in its data-finding. The
// page serves HTMLStyle beside it.
func WriteHTMLFragment(w io.Writer, r *Report, opt HTMLOptions) error {
	p := newPage(r, opt)
	p.Copies = true
	return htmlTemplate().ExecuteTemplate(w, "fragment", p)
}

// HTMLStyle returns the style sheet of the page.
func HTMLStyle() string { return htmlStyle }

func newPage(r *Report, opt HTMLOptions) *page {
	p := &page{R: r, W: in(opt.Lang), S: sheetIn(opt.Lang), H: htmlIn(opt.Lang), Style: template.CSS(htmlStyle), opt: opt, t: &textWriter{r: r, opt: TextOptions{Lang: opt.Lang}, w: in(opt.Lang)}}
	p.Lang = "ja"
	if opt.Lang == "en" {
		p.Lang = "en"
	}
	if !opt.Made.IsZero() {
		p.Made = opt.Made.Format(time.DateOnly)
	}
	p.Text = markText(opt)
	return p
}

var htmlTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("report").Parse(htmlSource))
})

// page is what the template reads. W, S and H are the words of its language.
type page struct {
	R     *Report
	W     *words
	S     *sheetWords
	H     *htmlWords
	Lang  string
	Made  string
	Style template.CSS
	Text  []markedProvision

	Copies bool // a script is there that copies clauses and follows marks

	opt HTMLOptions
	t   *textWriter
}

// At is an id as this page has it.
func (p *page) At(id string) string { return p.opt.Prefix + id }

// In is t in the language of the page.
func (p *page) In(t Text) string { return In(t, p.Lang) }

// Read reports whether there is a result to show.
func (p *page) Read() bool { return p.R.Document.Status != "unreadable" }

// Rule is the address of the page on a class, "" where there is none.
func (p *page) Rule(class string) string {
	if !p.Copies || p.opt.Rule == nil {
		return ""
	}
	return p.opt.Rule(class)
}

// maxTry is the length in runes of a sentence that may be tried.
const maxTry = 4000

// Try is where the quote of a finding can be tried, "" where it cannot.
func (p *page) Try(f *Finding) string {
	if !p.Copies || utf8.RuneCountInString(f.Quote) > maxTry {
		return ""
	}
	return p.opt.Try
}

// Groups are the groups of findings that there are, in order.
func (p *page) Groups() []htmlGroup {
	var out []htmlGroup
	names := []string{"power", "support", "division", "context"}
	for _, f := range p.R.Findings {
		if !slices.Contains(names, f.Group) {
			names = append(names, f.Group)
		}
	}
	for _, g := range names {
		group := htmlGroup{ID: g, Title: p.W.groupTitle(g)}
		for i := range p.R.Findings {
			if p.R.Findings[i].Group == g {
				group.Findings = append(group.Findings, &p.R.Findings[i])
			}
		}
		if len(group.Findings) > 0 {
			out = append(out, group)
		}
	}
	return out
}

type htmlGroup struct {
	ID, Title string
	Findings  []*Finding
}

// Links are findings by their IDs, for links to them; each provision once.
func (p *page) Links(ids []string) []*Finding {
	var out []*Finding
	for _, id := range ids {
		f := p.R.By(id)
		if f != nil && !slices.ContainsFunc(out, func(g *Finding) bool { return p.Where(g) == p.Where(f) }) {
			out = append(out, f)
		}
	}
	return out
}

// Where names the provision of a finding, else its line.
func (p *page) Where(f *Finding) string {
	if f.Article == "" {
		return f.Place()
	}
	return f.Article
}

// Quote is a quote on one line.
func (p *page) Quote(s string) string { return clean(s) }

// Condition says which data a clause is about and when a power arises.
func (p *page) Condition(f *Finding) string { return p.W.condition(f) }

// OwnOnly says that a class was found for members or usage records only.
func (p *page) OwnOnly() string { return p.W.ownOnly }

// Cites name what a finding, a question or a duty goes by.
func (p *page) Cites(ids []string) string {
	var out []string
	for _, id := range ids {
		t := Text{JA: id, EN: id}
		if p.opt.Sources != nil {
			t = p.opt.Sources.Cite(id)
		}
		if s := p.In(t); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return strings.Join(out, p.H.Comma)
}

// Said is an answer with who gave it.
func (p *page) Said(f FactSaid) string { return p.t.said(&f) }

// Moved says what a question could move.
func (p *page) Moved(q Question) string { return moved(&q, p.Lang) }

// Ask are the questions to somebody: vendor, self.
func (p *page) Ask(whom string) []Question {
	var out []Question
	for _, q := range p.R.Questions {
		if q.Ask == whom {
			out = append(out, q)
		}
	}
	return out
}

// Variant is a variant of a model clause in words.
func (p *page) Variant(s Suggestion) string {
	if s.Variant == "preserve" {
		return p.W.preserve
	}
	return p.W.entrust
}

// Found is a finding by its ID, nil if there is none.
func (p *page) Found(id string) *Finding { return p.R.By(id) }

// Spot says where a finding or a side stands.
func (p *page) Spot(at placed) string { return at.Place() }

type placed interface{ Place() string }

// Place says where a model clause goes.
func (p *page) Place(s Suggestion) string {
	switch {
	case len(s.Replaces) > 0:
		return p.W.replaces + ": " + p.t.places(s.Replaces)
	case s.After != "":
		return p.W.after + ": " + s.After
	}
	return p.W.after + ": " + p.W.atEnd
}

// SuggestionNotices are what is to be said of model clauses, once each.
func (p *page) SuggestionNotices() []string {
	var out []string
	for _, s := range p.R.Suggestions {
		if n := p.In(s.Notice); n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// Roles are the duties of each role, in order.
func (p *page) Roles() []htmlRole {
	var out []htmlRole
	for _, d := range p.R.Duties {
		i := slices.IndexFunc(out, func(r htmlRole) bool { return r.ID == d.Role })
		if i < 0 {
			title := p.S.roles[d.Role]
			if title == "" {
				title = d.Role
			}
			out = append(out, htmlRole{ID: d.Role, Title: title})
			i = len(out) - 1
		}
		out[i].Duties = append(out[i].Duties, d)
	}
	return out
}

type htmlRole struct {
	ID, Title string
	Duties    []Duty
}

// Range is the range of the defeat score, "" where there is none.
func (p *page) Range() string {
	return strings.TrimSuffix(rangeOf(&p.R.Scores.Defeat, p.Lang), ", ")
}

// Width is a share of a bar, 0 to 100.
func (p *page) Width(v int) int { return min(100, max(0, v)) }

// Span is the width of the range of the defeat score.
func (p *page) Span() int { return p.Width(p.R.Scores.Defeat.High - p.R.Scores.Defeat.Low) }

// Points is a contribution with its sign.
func (p *page) Points(v float64) string { return fmt.Sprintf("%+.0f", v) }

// Names of things that templates look up by key.
func (p *page) StatusName(s string) string { return p.W.status[s] }

// ReadName says how much of the document was read.
func (p *page) ReadName(s string) string { return p.W.read[s] }

// SeverityName is a severity in words.
func (p *page) SeverityName(s string) string { return p.W.severity[s] }

// Short is the start of the digest of the document.
func (p *page) Short() string { return short(p.R.Document.SHA256) }

// Disclaimer is the short disclaimer.
func (p *page) Disclaimer() string {
	if len(p.R.Notices) == 0 {
		return p.R.Disclaimer
	}
	return p.In(p.R.Notices[0])
}
