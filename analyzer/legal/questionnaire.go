package legal

import (
	"slices"

	"github.com/yakkan/yakkan/analyzer/finding"
)

// Questionnaire is the file of facts: what is asked, which answers there are,
// and what each of them does. It is immutable once decoded.
type Questionnaire struct {
	Facts          []FactQuestion          `yaml:"facts" json:"facts"`
	Finals         []FinalText             `yaml:"finals" json:"finals"`
	Partial        finding.Text            `yaml:"partial" json:"partial"`
	Maintenance    finding.Text            `yaml:"maintenance" json:"maintenance"`
	AllPoint       finding.Text            `yaml:"all_point" json:"all_point"`
	Considerations map[string]finding.Text `yaml:"considerations" json:"considerations"`
	Directions     map[string]finding.Text `yaml:"directions" json:"directions"`
	Incident       finding.Text            `yaml:"incident" json:"incident"`
	Stale          finding.Text            `yaml:"stale" json:"stale"`
}

// FactQuestion is one fact that is asked for.
type FactQuestion struct {
	Field    string       `yaml:"field" json:"field"`
	Kind     string       `yaml:"kind" json:"kind"`                 // one of FactKinds
	Ask      string       `yaml:"ask" json:"ask"`                   // vendor, or self where the customer's own records answer
	Element  string       `yaml:"element" json:"element,omitempty"` // the element of the sheet that it bears on; may be empty
	Basis    []string     `yaml:"basis" json:"basis"`
	Title    finding.Text `yaml:"title" json:"title"`
	Question finding.Text `yaml:"question" json:"question"`
	Values   []FactValue  `yaml:"values" json:"values,omitempty"`
	Effects  []FactEffect `yaml:"effects" json:"effects,omitempty"` // of certificates
	Says     finding.Text `yaml:"says" json:"says"`                 // of certificates
}

// FactValue is an answer that is allowed. "unknown" always is, too.
type FactValue struct {
	ID      string       `yaml:"id" json:"id"`
	From    int          `yaml:"from" json:"from,omitempty"` // of counts: the lowest number that the value stands for
	Label   finding.Text `yaml:"label" json:"label"`
	Effects []FactEffect `yaml:"effects" json:"effects,omitempty"`
	Side    string       `yaml:"side" json:"side,omitempty"`   // one of FactSides, or empty
	Marks   []string     `yaml:"marks" json:"marks,omitempty"` // of FactMarks
	Says    finding.Text `yaml:"says" json:"says"`
}

// FactEffect is a fact of the weights that an answer sets; Share scales its
// weight, 0 meaning all of it.
type FactEffect struct {
	Fact  string  `yaml:"fact" json:"fact"`
	Share float64 `yaml:"share" json:"share,omitempty"`
}

// FinalText is what is said of a final verdict.
type FinalText struct {
	ID     Final        `yaml:"id" json:"id"`
	Code   string       `yaml:"code" json:"code"` // F1 to F4
	Colour string       `yaml:"colour" json:"colour"`
	Title  finding.Text `yaml:"title" json:"title"`
	Says   finding.Text `yaml:"says" json:"says"`
}

var (
	// FactKinds are the kinds of answers: one or more of the values, a number,
	// words, a list of companies, a list of certificates.
	FactKinds = []string{"choice", "choices", "count", "text", "vendors", "certificates"}
	// FactSides are the columns of the table of final verdicts that an answer
	// can stand for.
	FactSides = []string{"good", "bad", "beyond"}
	// FactMarks are what answers can turn on: the service is made for persons'
	// data; My Numbers; handling in single cases of support; a breach or dispute
	// is at hand; sensitive data; clients have to be told; there is another paper.
	FactMarks = []string{"nature", "mynumber", "foreign", "cases", "incident", "sensitive", "tell", "paper"}
)

// Unknown is the answer that moves nothing.
const Unknown = "unknown"

// Question returns what is asked for a field.
func (q *Questionnaire) Question(field string) (*FactQuestion, bool) {
	for i := range q.Facts {
		if q.Facts[i].Field == field {
			return &q.Facts[i], true
		}
	}
	return nil, false
}

// Fields returns the names of all facts in order.
func (q *Questionnaire) Fields() []string {
	names := make([]string, len(q.Facts))
	for i := range q.Facts {
		names[i] = q.Facts[i].Field
	}
	return names
}

// Final returns what is said of a final verdict.
func (q *Questionnaire) Final(id Final) FinalText {
	for _, t := range q.Finals {
		if t.ID == id {
			return t
		}
	}
	return FinalText{ID: id}
}

// Value returns an allowed value by its ID.
func (f *FactQuestion) Value(id string) (*FactValue, bool) {
	for i := range f.Values {
		if f.Values[i].ID == id {
			return &f.Values[i], true
		}
	}
	return nil, false
}

// values returns the IDs of the allowed values.
func (f *FactQuestion) values() []string {
	ids := make([]string, len(f.Values))
	for i := range f.Values {
		ids[i] = f.Values[i].ID
	}
	return ids
}

// DecodeQuestionnaire reads the file of facts.
func DecodeQuestionnaire(file string, src []byte) (*Questionnaire, error) {
	q, err := Decode(file, src, checkQuestionnaire)
	if err != nil {
		return nil, err
	}
	return &q, nil
}

func checkQuestionnaire(c *Checker, q *Questionnaire) {
	seen := map[string]bool{}
	for i := range q.Facts {
		f, at := &q.Facts[i], []any{"facts", i}
		c.Need(f.Field, "field", at...)
		if seen[f.Field] {
			c.Report(finding.Text{JA: "field が重複しています", EN: "field is already there"}, append(at, "field")...)
		}
		seen[f.Field] = true
		c.OneOf(f.Kind, "kind", FactKinds, append(at, "kind")...)
		c.OneOf(f.Ask, "ask", []string{"vendor", "self"}, append(at, "ask")...)
		if f.Element != "" {
			c.OneOf(f.Element, "element", elementIDs, append(at, "element")...)
		}
		c.NeedText(f.Title, "title", at...)
		c.NeedText(f.Question, "question", at...)
		for k, v := range f.Values {
			at := append(slices.Clone(at), "values", k)
			c.Need(v.ID, "id", at...)
			if v.ID == Unknown {
				c.Report(finding.Text{JA: "unknown は常に使えるため書きません", EN: "unknown is always allowed: leave it out"}, append(at, "id")...)
			}
			c.NeedText(v.Label, "label", at...)
			c.NeedText(v.Says, "says", at...)
			if v.Side != "" {
				c.OneOf(v.Side, "side", FactSides, append(at, "side")...)
			}
			for n, mark := range v.Marks {
				c.OneOf(mark, "mark", FactMarks, append(slices.Clone(at), "marks", n)...)
			}
			for n, e := range v.Effects {
				c.Share(e.Share, append(slices.Clone(at), "effects", n, "share")...)
			}
		}
	}
	for i, t := range q.Finals {
		c.OneOf(string(t.ID), "final", texts(AllFinals), "finals", i, "id")
		c.NeedText(t.Title, "title", "finals", i)
		c.NeedText(t.Says, "says", "finals", i)
		seen[string(t.ID)] = true
	}
	for _, id := range AllFinals {
		if !seen[string(id)] {
			c.Need("", string(id), "finals")
		}
	}
	for name, t := range map[string]finding.Text{"partial": q.Partial, "maintenance": q.Maintenance, "all_point": q.AllPoint, "incident": q.Incident, "stale": q.Stale} {
		c.NeedText(t, name)
	}
	for _, name := range considerations {
		c.NeedText(q.Considerations[name], name, "considerations")
	}
	for _, name := range texts(directions) {
		c.NeedText(q.Directions[name], name, "directions")
	}
}
