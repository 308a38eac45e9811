package report

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/legal"
)

// Conclusion is what the terms come to together with the facts that were given.
type Conclusion struct {
	Code  string `json:"code"`  // F1 to F4
	Scope string `json:"scope"` // service, or cases where only single cases of support are meant
	Label Text   `json:"label"`
	Means Text   `json:"means"`
	Notes []Text `json:"notes"`
}

// Consideration is a row of the sheet of the four considerations that the PPC
// named on 25 March 2024.
type Consideration struct {
	ID        string     `json:"id"` // ア, イ, ウ, エ
	Label     Text       `json:"label"`
	Direction string     `json:"direction"` // towards, away, mixed, open
	Points    Text       `json:"points"`    // the direction in words
	Terms     []Text     `json:"terms"`     // what the terms say
	Facts     []FactSaid `json:"facts"`     // what the answers say
	Findings  []string   `json:"findings"`
}

// FactSaid is an answer to the questionnaire, with who gave it, when and what
// shows it.
type FactSaid struct {
	Field    string   `json:"field"`
	Label    Text     `json:"label"`
	Values   []string `json:"values"`
	Says     Text     `json:"says"`
	Towards  string   `json:"towards"` // handling: towards, away, mixed, open
	By       string   `json:"by"`
	On       string   `json:"on"`
	Evidence string   `json:"evidence"`
	Stale    bool     `json:"stale"` // more than twelve months old
}

// FactsGiven says which facts the judgement went by, and holds the answers that
// bear on no element.
type FactsGiven struct {
	Name     string     `json:"name"`
	On       string     `json:"on"` // the day of the judgement; "" where answers do not grow old
	Answered int        `json:"answered"`
	Others   []FactSaid `json:"others"`
}

// scores has the fields of Scores without its methods.
type scores Scores

// MarshalJSON writes null where scores are hidden.
func (s Scores) MarshalJSON() ([]byte, error) {
	if s.Hidden {
		return []byte("null"), nil
	}
	return json.Marshal(scores(s))
}

// UnmarshalJSON reads null as hidden scores.
func (s *Scores) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*s = Scores{Hidden: true}
		return nil
	}
	return json.Unmarshal(b, (*scores)(s))
}

// conclude fills in what facts bring: the final verdict, the considerations and
// the questions.
func (b *builder) conclude() {
	j, q, r := b.in.Judgement, b.in.Legal.Facts, b.r
	r.Considerations = make([]Consideration, 0, len(j.Considerations))
	for _, c := range j.Considerations {
		row := Consideration{ID: c.ID, Label: c.Title, Direction: string(c.Direction), Points: c.Label, Terms: list(c.Terms), Facts: said(c.Facts), Findings: list(c.Findings)}
		r.Considerations = append(r.Considerations, row)
	}
	r.Questions = make([]Question, 0, len(j.Questions))
	for _, x := range j.Questions {
		r.Questions = append(r.Questions, question(x))
	}
	if j.Final != "" {
		t := q.Final(j.Final)
		id := string(j.Final)
		c := &Conclusion{Code: t.Code, Scope: string(j.Scope), Label: t.Title, Means: t.Says, Notes: []Text{}}
		if j.Scope == legal.Cases {
			c.Notes = append(c.Notes, q.Partial)
		}
		if j.AllPoint {
			c.Notes = append(c.Notes, q.AllPoint)
		}
		if slices.Contains(j.Marks, "maintenance") {
			c.Notes = append(c.Notes, q.Maintenance)
		}
		r.Verdict.Final, r.Verdict.Conclusion = &id, c
	}
	if f := b.in.Facts; f != nil {
		r.Facts = &FactsGiven{Name: f.Name, Answered: len(f.Answers), Others: said(b.in.Legal.Said(f, ""))}
		if !f.On.IsZero() {
			r.Facts.On = f.On.Format("2006-01-02")
		}
	}
	if j.Incident {
		r.Incident = true
		r.Scores = Scores{Hidden: true}
	}
}

func question(x legal.Question) Question {
	out := Question{ID: x.Field, Text: x.Text, Ask: x.Ask, Element: x.Element, Moves: make([]string, 0, 3), Points: x.Points, Basis: list(x.Basis), Stale: x.Stale}
	for _, m := range []struct {
		name string
		is   bool
	}{{"final", x.Final}, {"score", x.Points > 0}, {"overlay", x.Overlay}} {
		if m.is {
			out.Moves = append(out.Moves, m.name)
		}
	}
	return out
}

func said(list []legal.FactSaid) []FactSaid {
	out := []FactSaid{}
	for _, s := range list {
		out = append(out, FactSaid{
			Field: s.Field, Label: s.Title, Values: s.Values, Says: s.Says, Towards: string(s.Towards), By: s.By, On: s.On, Evidence: s.Evidence, Stale: s.Stale,
		})
	}
	return out
}

// source names who gave an answer, when and what shows it, in brackets; "" where
// nothing is known.
func (s *FactSaid) source() string {
	var parts []string
	for _, p := range []string{s.By, s.On, s.Evidence} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}
