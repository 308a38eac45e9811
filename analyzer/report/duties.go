package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/yakkan/yakkan/analyzer/legal"
)

// DutiesSchema is the version of the list of duties as JSON.
const DutiesSchema = "yakkan.duties/1"

// DutySheet is what the parties have to see to under a judgement: the list by
// role, the notices of the chain of entrustment and the breach report.
type DutySheet struct {
	Schema      string    `json:"schema"`
	Document    string    `json:"document"`
	LawVersion  string    `json:"law_version"`
	Final       string    `json:"final"`
	Code        string    `json:"code"`
	Label       Text      `json:"label"`
	Provisional bool      `json:"provisional"` // no facts were given
	Incident    bool      `json:"incident"`
	Roles       []string  `json:"roles"`
	Duties      []Duty    `json:"duties"`
	Notices     []Notice  `json:"notices"`
	Breach      BreachRun `json:"breach"`
	Disclaimer  string    `json:"disclaimer"`
	Notes       []Text    `json:"notes"`
}

// Notice is a one-page notice for a link of the chain of entrustment.
type Notice struct {
	ID    string `json:"id"`
	From  string `json:"from"`
	To    string `json:"to"`
	Title Text   `json:"title"`
	Body  Text   `json:"body"`
}

// BreachRun is the breach report: who, when, by which day, with a draft.
type BreachRun struct {
	Known     string        `json:"known"` // the day of knowledge; "" where none was given
	Who       []Text        `json:"who"`
	When      []Text        `json:"when"`
	Counting  Text          `json:"counting"`
	Deadlines []BreachPoint `json:"deadlines"`
	Items     []BreachItem  `json:"items"`
	Draft     Text          `json:"draft"`
	Basis     []string      `json:"basis"`
}

// BreachPoint is a deadline; From and To are empty where no day is known.
type BreachPoint struct {
	ID    string   `json:"id"`
	Label Text     `json:"label"`
	From  string   `json:"from"`
	To    string   `json:"to"`
	Basis []string `json:"basis"`
}

// BreachItem is one of the nine items; Principal marks those that the notice to
// the principals has, too.
type BreachItem struct {
	Label     Text `json:"label"`
	Principal bool `json:"principal"`
}

// DutyOptions are the settings of NewDuties.
type DutyOptions struct {
	Roles []string          // empty means all
	Known time.Time         // the day on which a breach became known; the zero value leaves deadlines open
	Names map[string]string // what notices are filled with
}

// NewDuties makes the sheet of duties for a judgement.
func NewDuties(document string, j *legal.Judgement, d *legal.Data, opt DutyOptions) *DutySheet {
	s := &DutySheet{
		Schema: DutiesSchema, Document: document, LawVersion: d.LawVersion, Provisional: j.Final == "", Incident: j.Incident,
		Roles: opt.Roles, Duties: []Duty{}, Notices: []Notice{}, Disclaimer: d.Verdicts.Disclaimers.Short.JA, Notes: []Text{d.Verdicts.Disclaimers.Short},
	}
	if len(s.Roles) == 0 {
		s.Roles = legal.DutyRoles
	}
	if f, ok := j.Provisional(); ok {
		t := d.Facts.Final(f)
		s.Final, s.Code, s.Label = string(f), t.Code, t.Title
	}
	for _, duty := range dutiesOf(j, d) {
		if slices.Contains(s.Roles, duty.Role) {
			s.Duties = append(s.Duties, duty)
		}
	}
	for _, n := range d.NoticesOf(j, opt.Names) {
		if slices.Contains(s.Roles, n.From) {
			s.Notices = append(s.Notices, Notice{ID: n.ID, From: n.From, To: n.To, Title: n.Title, Body: n.Body})
		}
	}
	s.Breach = breachRun(&d.Duties.Breach, opt.Known)
	if j.Incident {
		s.Notes = append(s.Notes, d.Facts.Incident)
	}
	s.Notes = append(s.Notes, d.Dated(d.LawVersion))
	return s
}

func dutiesOf(j *legal.Judgement, d *legal.Data) []Duty {
	duties := d.DutiesOf(j)
	out := make([]Duty, 0, len(duties))
	for _, x := range duties {
		out = append(out, Duty{ID: x.ID, Role: x.Role, Group: x.Group, Text: x.Text, Items: list(x.Items), Basis: list(x.Basis), LawVersion: x.LawVersion})
	}
	return out
}

func breachRun(b *legal.Breach, known time.Time) BreachRun {
	run := BreachRun{Who: b.Who, When: b.When, Counting: b.Counting, Deadlines: []BreachPoint{}, Items: []BreachItem{}, Basis: b.Basis}
	if !known.IsZero() {
		run.Known = known.Format(time.DateOnly)
	}
	for _, x := range b.Deadlines {
		p := BreachPoint{ID: x.ID, Label: x.Title, Basis: x.Basis}
		if !known.IsZero() {
			from, to := x.Days(known)
			p.From, p.To = from.Format(time.DateOnly), to.Format(time.DateOnly)
		}
		run.Deadlines = append(run.Deadlines, p)
	}
	ja, en := []string{b.Heading.JA}, []string{b.Heading.EN}
	for i, item := range b.Items {
		run.Items = append(run.Items, BreachItem{Label: item.Title, Principal: item.Principal})
		ja, en = append(ja, fmt.Sprintf("%d. %s: %s", i+1, item.Title.JA, b.Blank.JA)), append(en, fmt.Sprintf("%d. %s: %s", i+1, item.Title.EN, b.Blank.EN))
	}
	run.Draft = Text{JA: strings.Join(ja, "\n"), EN: strings.Join(en, "\n")}
	return run
}

// duties fills in the duties of the report.
func (b *builder) duties() { b.r.Duties = dutiesOf(&b.in.Judgement, b.in.Legal) }

// duties writes the duties by role, where facts or an incident ask for them.
func (t *textWriter) duties() {
	if len(t.r.Duties) == 0 || t.r.Verdict.Final == nil && !t.r.Incident {
		return
	}
	t.heading(sheetIn(t.opt.Lang).duties)
	t.dutyList(t.r.Duties)
}

func (t *textWriter) dutyList(list []Duty) {
	role := ""
	for _, d := range list {
		if d.Role != role {
			role = d.Role
			fmt.Fprintf(&t.b, "  [%s]\n", t.paint("1", sheetIn(t.opt.Lang).roles[role]))
		}
		t.marked("  - ", t.in(d.Text))
		for _, item := range d.Items {
			t.marked("      □ ", t.in(item))
		}
	}
}

func dutiesMarkdown(b *strings.Builder, list []Duty, lang string) {
	role := ""
	for _, d := range list {
		if d.Role != role {
			role = d.Role
			fmt.Fprintf(b, "### %s\n\n", sheetIn(lang).roles[role])
		}
		fmt.Fprintf(b, "- %s (`%s`; %s)\n", escape(In(d.Text, lang)), d.LawVersion, escape(strings.Join(d.Basis, ", ")))
		for _, item := range d.Items {
			fmt.Fprintf(b, "  - [ ] %s\n", escape(In(item, lang)))
		}
	}
	b.WriteString("\n")
}

// WriteDuties writes the sheet of duties for a terminal, or as Markdown.
func WriteDuties(w io.Writer, s *DutySheet, opt TextOptions, markdown bool) error {
	if markdown {
		_, err := io.WriteString(w, dutySheetMarkdown(s, opt.Lang))
		return err
	}
	t := &textWriter{opt: opt, w: in(opt.Lang), r: &Report{}}
	if t.opt.Width == 0 {
		t.opt.Width = 80
	}
	words := sheetIn(opt.Lang)
	fmt.Fprintf(&t.b, "%s  (law %s)\n", t.paint("1", s.Document), s.LawVersion)
	if s.Incident {
		t.wrapped("", t.paint("31;1", words.incident))
	}
	if s.Final != "" {
		fmt.Fprintf(&t.b, "%s: %s [%s %s]%s\n", words.final, t.in(s.Label), s.Code, s.Final, words.provisional(s.Provisional))
	}
	t.heading(words.duties)
	if len(s.Duties) == 0 {
		t.b.WriteString("  " + t.w.none + "\n")
	}
	t.dutyList(s.Duties)
	t.heading(words.breach)
	for _, list := range [][]Text{s.Breach.When, s.Breach.Who} {
		for _, x := range list {
			t.marked("  - ", t.in(x))
		}
	}
	for _, p := range s.Breach.Deadlines {
		t.marked("  - ", t.in(p.Label)+p.days())
	}
	t.wrapped("    ", t.in(s.Breach.Counting))
	t.b.WriteString("\n")
	t.wrapped("  ", t.in(s.Breach.Draft))
	t.wrapped("  ", words.principals+principalItems(s))
	for _, n := range s.Notices {
		t.heading(words.roles[n.From] + " → " + words.roles[n.To] + ": " + t.in(n.Title))
		t.wrapped("  | ", t.in(n.Body))
	}
	t.heading(t.w.notices)
	for _, n := range s.Notes {
		t.wrapped("  ", t.in(n))
	}
	_, err := io.WriteString(w, t.b.String())
	return err
}

func (p *BreachPoint) days() string {
	switch {
	case p.To == "":
		return ""
	case p.From == p.To:
		return ": " + p.To
	}
	return ": " + p.From + " – " + p.To
}

func principalItems(s *DutySheet) string {
	var n []string
	for i, item := range s.Breach.Items {
		if item.Principal {
			n = append(n, fmt.Sprint(i+1))
		}
	}
	return strings.Join(n, ", ")
}

func dutySheetMarkdown(s *DutySheet, lang string) string {
	var b strings.Builder
	words := sheetIn(lang)
	tr := func(x Text) string { return escape(In(x, lang)) }
	fmt.Fprintf(&b, "# %s\n\n", escape(s.Document))
	if s.Incident {
		fmt.Fprintf(&b, "**%s**\n\n", words.incident)
	}
	if s.Final != "" {
		fmt.Fprintf(&b, "%s: **%s** (%s)%s\n\n", words.final, tr(s.Label), s.Code, words.provisional(s.Provisional))
	}
	fmt.Fprintf(&b, "## %s\n\n", words.duties)
	dutiesMarkdown(&b, s.Duties, lang)
	fmt.Fprintf(&b, "## %s\n\n", words.breach)
	for _, list := range [][]Text{s.Breach.When, s.Breach.Who} {
		for _, x := range list {
			fmt.Fprintf(&b, "- %s\n", tr(x))
		}
	}
	b.WriteString("\n| | |\n|---|---|\n")
	for _, p := range s.Breach.Deadlines {
		fmt.Fprintf(&b, "| %s | %s |\n", tr(p.Label), strings.TrimPrefix(p.days(), ": "))
	}
	fmt.Fprintf(&b, "\n%s\n\n```\n%s\n```\n\n%s%s\n\n", tr(s.Breach.Counting), In(s.Breach.Draft, lang), words.principals, principalItems(s))
	for _, n := range s.Notices {
		fmt.Fprintf(&b, "## %s → %s: %s\n\n```\n%s\n```\n\n", words.roles[n.From], words.roles[n.To], tr(n.Title), In(n.Body, lang))
	}
	fmt.Fprintf(&b, "## %s\n\n", in(lang).notices)
	for _, n := range s.Notes {
		fmt.Fprintf(&b, "%s\n\n", tr(n))
	}
	return b.String()
}
