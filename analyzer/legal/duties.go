package legal

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/yakkan/yakkan/analyzer/finding"
)

// DutyRoles are the parties whose duties are listed: who uses the service, who
// entrusts data to the user, who runs the service.
var DutyRoles = []string{"user", "client", "vendor"}

// Duties is the file of duties: what each party has to see to, the notices of the
// chain of entrustment, and the breach report. It is immutable once decoded.
type Duties struct {
	Duties  []Duty                  `yaml:"duties" json:"duties"`
	Groups  map[string]finding.Text `yaml:"groups" json:"groups"`
	Fields  map[string]finding.Text `yaml:"fields" json:"fields"` // what the blanks of notices are for
	Notices []Notice                `yaml:"notices" json:"notices"`
	Breach  Breach                  `yaml:"breach" json:"breach"`
}

// Duty is one thing that a party has to see to.
type Duty struct {
	ID         string         `yaml:"id" json:"id"`
	Role       string         `yaml:"role" json:"role"` // one of DutyRoles
	Group      string         `yaml:"group" json:"group"`
	Finals     []Final        `yaml:"finals" json:"finals"` // empty: under every final verdict
	When       []string       `yaml:"when" json:"when"`     // of FactMarks, all of them
	Text       finding.Text   `yaml:"text" json:"text"`
	Items      []finding.Text `yaml:"items" json:"items"`
	Basis      []string       `yaml:"basis" json:"basis"`
	LawVersion string         `yaml:"law_version" json:"law_version"`
}

// Notice is a one-page notice for a link of the chain, with {placeholders}.
type Notice struct {
	ID     string       `yaml:"id" json:"id"`
	From   string       `yaml:"from" json:"from"`
	To     string       `yaml:"to" json:"to"`
	Finals []Final      `yaml:"finals" json:"finals"`
	Title  finding.Text `yaml:"title" json:"title"`
	Body   finding.Text `yaml:"body" json:"body"`
}

// Breach is what is said of breach reports.
type Breach struct {
	Counting  finding.Text     `yaml:"counting" json:"counting"`
	Deadlines []BreachDeadline `yaml:"deadlines" json:"deadlines"`
	Who       []finding.Text   `yaml:"who" json:"who"`
	When      []finding.Text   `yaml:"when" json:"when"`
	Items     []BreachItem     `yaml:"items" json:"items"`
	Blank     finding.Text     `yaml:"blank" json:"blank"`
	Heading   finding.Text     `yaml:"heading" json:"heading"`
	Basis     []string         `yaml:"basis" json:"basis"`
}

// BreachDeadline is a period in days, the day of knowledge being day 1.
type BreachDeadline struct {
	ID    string       `yaml:"id" json:"id"`
	From  int          `yaml:"from" json:"from"`
	To    int          `yaml:"to" json:"to"`
	Title finding.Text `yaml:"title" json:"title"`
	Basis []string     `yaml:"basis" json:"basis"`
}

// BreachItem is one of the nine items of a report; Principal marks those that the
// notice to the principals has, too.
type BreachItem struct {
	Title     finding.Text `yaml:"title" json:"title"`
	Principal bool         `yaml:"principal" json:"principal"`
}

// Days returns the first and the last day of the period, counted from the day on
// which the situation became known.
func (b *BreachDeadline) Days(known time.Time) (from, to time.Time) {
	return known.AddDate(0, 0, b.From-1), known.AddDate(0, 0, b.To-1)
}

// Provisional returns the final verdict of a judgement, or, where no facts were
// given, the one that unknown facts leave; ok is false where the document is not
// the place for it.
func (j *Judgement) Provisional() (f Final, ok bool) {
	if j.Final != "" {
		return j.Final, true
	}
	if j.Verdict == NotApplicable || j.Verdict == "" {
		return "", false
	}
	return final(j.Verdict, j.Has(Beyond), unknownFacts), true
}

// DutiesOf returns the duties under a judgement, all roles in order, under the
// law that is in force. They are those of d.
func (d *Data) DutiesOf(j *Judgement) []*Duty {
	f, ok := j.Provisional()
	if !ok && !j.Incident {
		return nil
	}
	rules := d.due
	if rules == nil || d.dueUnder != d.LawVersion {
		rules = d.dues()
	}
	under := finalBits(f)
	out := make([]*Duty, 0, len(rules))
	for i := range rules {
		if x := &rules[i]; (x.finals == 0 || x.finals&under != 0) && j.marked(x.when) {
			out = append(out, x.duty)
		}
	}
	return out
}

// due says when there is a duty, as every document asks it.
type due struct {
	finals uint8 // a bit for each of AllFinals; 0 for under every one
	when   []string
	duty   *Duty
}

// dues returns the duties under the law that is in force by role.
func (d *Data) dues() []due {
	rules := make([]due, 0, len(d.Duties.Duties))
	for _, role := range DutyRoles {
		for i := range d.Duties.Duties {
			duty := &d.Duties.Duties[i]
			if duty.Role != role || duty.LawVersion != d.LawVersion {
				continue
			}
			rules = append(rules, due{finals: finalBits(duty.Finals...), when: duty.When, duty: duty})
		}
	}
	return rules
}

// finalBits is a set of final verdicts.
func finalBits(finals ...Final) (bits uint8) {
	for _, f := range finals {
		if i := slices.Index(AllFinals, f); i >= 0 {
			bits |= 1 << i
		}
	}
	return bits
}

// marked reports whether all marks are there, by facts or by overlays.
func (j *Judgement) marked(marks []string) bool {
	for _, m := range marks {
		if !slices.Contains(j.Marks, m) && !j.Has(Overlay(m)) {
			return false
		}
	}
	return true
}

// NoticesOf returns the notices of the chain under a judgement, with what is
// known filled in and the rest left blank.
func (d *Data) NoticesOf(j *Judgement, known map[string]string) []Notice {
	f, _ := j.Provisional()
	var out []Notice
	for _, n := range d.Duties.Notices {
		if slices.Contains(n.Finals, f) {
			n.Body = finding.Text{
				JA: fillIn(n.Body.JA, known, func(f string) string { return "［" + d.Duties.Fields[f].JA + "］" }),
				EN: fillIn(n.Body.EN, known, func(f string) string { return "[" + d.Duties.Fields[f].EN + "]" }),
			}
			out = append(out, n)
		}
	}
	return out
}

var placeholder = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\{[a-z_]+\}`)
})

func fillIn(text string, known map[string]string, blank func(field string) string) string {
	return placeholder().ReplaceAllStringFunc(text, func(p string) string {
		field := strings.Trim(p, "{}")
		if v := known[field]; v != "" {
			return v
		}
		return blank(field)
	})
}

// DecodeDuties reads the file of duties.
func DecodeDuties(file string, src []byte) (*Duties, error) {
	x, err := Decode(file, src, checkDuties)
	if err != nil {
		return nil, err
	}
	return &x, nil
}

func checkDuties(c *Checker, x *Duties) {
	seen := map[string]bool{}
	finals := func(list []Final, path ...any) {
		for i, f := range list {
			c.OneOf(string(f), "final", texts(AllFinals), append(slices.Clone(path), "finals", i)...)
		}
	}
	for i, duty := range x.Duties {
		at := []any{"duties", i}
		c.Need(duty.ID, "id", at...)
		if seen[duty.ID] {
			c.Report(finding.Text{JA: fmt.Sprintf("id %q が重複しています", duty.ID), EN: fmt.Sprintf("id %q is already there", duty.ID)}, append(at, "id")...)
		}
		seen[duty.ID] = true
		c.OneOf(duty.Role, "role", DutyRoles, "duties", i, "role")
		c.OneOf(duty.Group, "group", keys(x.Groups), "duties", i, "group")
		c.OneOf(duty.LawVersion, "law_version", LawVersions, "duties", i, "law_version")
		c.NeedText(duty.Text, "text", at...)
		for _, item := range duty.Items {
			c.NeedText(item, "items", at...)
		}
		if len(duty.Basis) == 0 {
			c.Need("", "basis", at...)
		}
		for n, mark := range duty.When {
			c.OneOf(mark, "mark", FactMarks, "duties", i, "when", n)
		}
		finals(duty.Finals, at...)
	}
	for i, n := range x.Notices {
		c.OneOf(n.From, "role", DutyRoles, "notices", i, "from")
		c.OneOf(n.To, "role", DutyRoles, "notices", i, "to")
		c.NeedText(n.Title, "title", "notices", i)
		c.NeedText(n.Body, "body", "notices", i)
		finals(n.Finals, "notices", i)
		for _, p := range placeholder().FindAllString(n.Body.JA+n.Body.EN, -1) {
			c.OneOf(strings.Trim(p, "{}"), "field", keys(x.Fields), "notices", i, "body")
		}
	}
	for i, b := range x.Breach.Deadlines {
		c.NeedText(b.Title, "title", "breach", "deadlines", i)
		if b.From < 1 || b.To < b.From {
			c.Report(finding.Text{JA: "from は1以上、to は from 以上です", EN: "from must be 1 or more and to no less than from"}, "breach", "deadlines", i)
		}
	}
	if len(x.Breach.Items) != 9 {
		c.Report(finding.Text{JA: "報告事項は九項目です", EN: "there are nine items"}, "breach", "items")
	}
}
