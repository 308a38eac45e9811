package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/api"
)

// questionnaire is the form of facts of one result.
type questionnaire struct {
	At       string // before the ids of its fields
	Held     string // what the answers are judged with
	Answered int
	All      int
	Parts    []askPart
	Save     *download // the answers as a file; nil where there are none
	Outcome  outcome
}

// askPart are the questions to the vendor, or those that own records answer.
type askPart struct {
	Whom string // vendor, self
	Asks []ask
}

// ask is a question with the answer so far.
type ask struct {
	*legal.FactQuestion
	legal.Answer
	Known bool
}

// Has reports whether a value is among the answer.
func (a ask) Has(value string) bool { return slices.Contains(a.Answer.Values, value) }

// Number is the answer to a count, "" where there is none.
func (a ask) Number() string {
	if !a.Known {
		return ""
	}
	return strconv.Itoa(a.Count)
}

// spare is how many more companies or certificates a form has room for.
const spare = 2

// Companies are the rows of a list of companies.
func (a ask) Companies() []legal.SubVendor {
	return append(slices.Clone(a.Vendors), make([]legal.SubVendor, spare)...)
}

// Papers are the rows of a list of certificates.
func (a ask) Papers() []legal.Certificate {
	return append(slices.Clone(a.Certificates), make([]legal.Certificate, spare)...)
}

func (p *pages) questionnaire(at, held string, facts *legal.Facts) *questionnaire {
	q := &questionnaire{At: at, Held: held}
	all := p.service.Library().Legal().Facts.Facts
	q.All = len(all)
	for _, whom := range []string{"vendor", "self"} {
		part := askPart{Whom: whom}
		for i := range all {
			if all[i].Ask != whom {
				continue
			}
			a := ask{FactQuestion: &all[i], Known: facts.Known(all[i].Field)}
			if a.Known {
				a.Answer = facts.Answers[a.Field]
				q.Answered++
			}
			part.Asks = append(part.Asks, a)
		}
		q.Parts = append(q.Parts, part)
	}
	if q.Answered > 0 {
		d := newDownload("download.facts", "yakkan-facts.json", "application/json", factsFile(facts))
		q.Save = &d
	}
	return q
}

// answerJSON is an answer in a file of facts.
type answerJSON struct {
	Value    any    `json:"value"`
	By       string `json:"by,omitempty"`
	On       string `json:"on,omitempty"`
	Evidence string `json:"evidence,omitempty"`
}

// factsJSON is a file of facts.
type factsJSON struct {
	Schema  string                `json:"schema"`
	Service string                `json:"service,omitempty"`
	Facts   map[string]answerJSON `json:"facts"`
}

func (f *factsJSON) bytes() []byte {
	f.Schema = legal.FactsSchemaID
	b, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		panic(err) // strings and numbers
	}
	return b
}

// factsFile is what yakkan facts and --facts read.
func factsFile(f *legal.Facts) []byte {
	out := factsJSON{Facts: map[string]answerJSON{}}
	for field, a := range f.Answers {
		v := answerJSON{By: a.By, On: a.On, Evidence: a.Evidence}
		switch {
		case len(a.Vendors) > 0:
			v.Value = a.Vendors
		case len(a.Certificates) > 0:
			v.Value = a.Certificates
		case a.Text != "":
			v.Value = a.Text
		case len(a.Values) == 1:
			v.Value = a.Values[0]
		default:
			v.Value = a.Values
		}
		if strings.HasPrefix(field, "handling_count") {
			v.Value = a.Count
		}
		out.Facts[field] = v
	}
	return out.bytes()
}

// today is the day by which answers grow old.
func (p *pages) today() time.Time {
	now := p.now().In(japan)
	return time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
}

var japan = time.FixedZone("JST", 9*60*60)

// maxRows is how many rows of a list are looked at.
const maxRows = 50

// answers reads the questionnaire whose fields begin with at. Facts are nil where
// nothing is answered.
func (p *pages) answers(at string, values url.Values) (*legal.Facts, error) {
	out := factsJSON{Facts: map[string]answerJSON{}}
	by, on := values.Get(at+"by"), values.Get(at+"on")
	for _, q := range p.service.Library().Legal().Facts.Facts {
		name := at + "f-" + q.Field
		var value any
		switch one := strings.TrimSpace(values.Get(name)); q.Kind {
		case "choices":
			if all := slices.DeleteFunc(slices.Clone(values[name]), func(s string) bool { return s == "" }); len(all) > 0 {
				value = all
			}
		case "count":
			if one != "" {
				value = one
				if n, err := strconv.Atoi(one); err == nil {
					value = n
				}
			}
		case "vendors":
			if rows := companies(name, values); len(rows) > 0 {
				value = rows
			}
		case "certificates":
			if rows := certificates(name, values); len(rows) > 0 {
				value = rows
			}
		default:
			if one != "" {
				value = one
			}
		}
		if value == nil {
			continue
		}
		a := answerJSON{Value: value, By: values.Get(name + "-by"), On: values.Get(name + "-on"), Evidence: values.Get(name + "-evidence")}
		if a.By == "" {
			a.By = by
		}
		if a.On == "" {
			a.On = on
		}
		out.Facts[q.Field] = a
	}
	if len(out.Facts) == 0 {
		return nil, nil
	}
	f, err := p.readFacts("", out.bytes())
	if f != nil {
		f.Name = ""
	}
	return f, err
}

func companies(name string, values url.Values) (rows []legal.SubVendor) {
	for i := range maxRows {
		at := fmt.Sprintf("%s-%d-", name, i)
		if v := (legal.SubVendor{Name: strings.TrimSpace(values.Get(at + "name")), Country: values.Get(at + "country"), Handles: values.Get(at + "handles")}); v.Name != "" {
			rows = append(rows, v)
		}
	}
	return rows
}

func certificates(name string, values url.Values) (rows []legal.Certificate) {
	for i := range maxRows {
		at := fmt.Sprintf("%s-%d-", name, i)
		if v := (legal.Certificate{Name: strings.TrimSpace(values.Get(at + "name")), ReportSeen: values.Get(at+"report_seen") == "yes", OperatorAccess: values.Get(at+"operator_access") == "yes"}); v.Name != "" {
			rows = append(rows, v)
		}
	}
	return rows
}

// readFacts reads a file of facts. With a name mistakes have their places in it;
// without one the file was made from a form, and fields have their titles.
func (p *pages) readFacts(name string, src []byte) (*legal.Facts, error) {
	f, err := p.service.Library().Legal().ReadFacts(name, src, p.today())
	wrong, ok := errors.AsType[legal.Mistakes](err)
	if !ok {
		return f, err
	}
	problem := api.Invalid("回答に、直す箇所があります。", "Some answers have to be mended.")
	for i, m := range wrong {
		if i == 20 {
			break // enough to mend
		}
		t := api.Text{JA: m.In("ja"), EN: m.In("en")}
		if name == "" {
			t = p.titled(m.Text)
		}
		problem.Errors = append(problem.Errors, api.Detail{Messages: t})
	}
	return nil, problem
}

// titled puts the titles of questions, and the labels of their answers, in the
// place of their IDs.
func (p *pages) titled(t api.Text) api.Text {
	var ja, en []string
	for _, q := range p.service.Library().Legal().Facts.Facts {
		if !strings.Contains(t.JA+t.EN, q.Field) {
			continue
		}
		for _, around := range []string{" " + q.Field + " ", q.Field + " ", " " + q.Field, q.Field} {
			ja = append(ja, around, "「"+q.Title.JA+"」")
		}
		en = append(en, q.Field, "“"+q.Title.EN+"”")
		for _, v := range q.Values {
			if len(v.ID) > 1 {
				ja, en = append(ja, " "+v.ID+" ", "「"+v.Label.JA+"」"), append(en, " "+v.ID+" ", " “"+v.Label.EN+"” ")
			}
		}
	}
	return api.Text{JA: strings.NewReplacer(ja...).Replace(t.JA), EN: strings.NewReplacer(en...).Replace(t.EN)}
}

// outcome is the judgement in a line, beside the questionnaire.
type outcome struct {
	At       string
	Terms    report.Text
	Final    *report.Conclusion
	Incident bool
	Scores   report.Scores
	Open     int // questions
	Next     []nextQuestion
	Answered int
	All      int
}

// nextQuestion is a question that could move the result.
type nextQuestion struct {
	Field  string
	Title  api.Text
	Points int
}

// nextMost is how many questions are named as the next ones to ask.
const nextMost = 3

func (p *pages) outcome(q *questionnaire, v report.Verdict, s report.Scores, open []report.Question, incident bool) outcome {
	out := outcome{At: q.At, Terms: v.Label, Final: v.Conclusion, Incident: incident, Scores: s, Open: len(open), Answered: q.Answered, All: q.All}
	for _, o := range open {
		f, ok := p.service.Library().Legal().Facts.Question(o.ID)
		if !ok || len(out.Next) == nextMost {
			continue
		}
		out.Next = append(out.Next, nextQuestion{Field: o.ID, Title: f.Title, Points: o.Points})
	}
	return out
}
