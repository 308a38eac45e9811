package legal

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/yakkan/yakkan/analyzer/finding"
)

// Facts are the answers of a person to the questionnaire. Fields without an
// answer are unknown. Facts are immutable once read and safe for concurrent use.
type Facts struct {
	Name    string            // of the file, or of the service; may be empty
	On      time.Time         // the day of the judgement, by which answers grow old; the zero value means that none is
	Answers map[string]Answer // by field
}

// Answer is the answer to one field, with who gave it, when, and what shows it.
type Answer struct {
	Values       []string      `json:"values,omitempty"` // IDs of values; of counts the one that the number falls under
	Count        int           `json:"count,omitempty"`
	Text         string        `json:"text,omitempty"`
	Vendors      []SubVendor   `json:"vendors,omitempty"`
	Certificates []Certificate `json:"certificates,omitempty"`

	By       string `json:"by,omitempty"`
	On       string `json:"on,omitempty"` // 2026-10-01
	Evidence string `json:"evidence,omitempty"`
}

// SubVendor is an infrastructure provider or subcontractor.
type SubVendor struct {
	Name    string `yaml:"name" json:"name"`
	Country string `yaml:"country" json:"country,omitempty"`
	Handles string `yaml:"handles" json:"handles,omitempty"` // yes, no, unknown
}

// Certificate is a certificate or audit report of the vendor.
type Certificate struct {
	Name           string `yaml:"name" json:"name"`
	ReportSeen     bool   `yaml:"report_seen" json:"report_seen"`
	OperatorAccess bool   `yaml:"operator_access" json:"operator_access"` // the report covers the access of operators
}

// Known reports whether a field was answered.
func (f *Facts) Known(field string) bool {
	if f == nil {
		return false
	}
	_, ok := f.Answers[field]
	return ok
}

// Has reports whether the answer to a field is, or has among its values, the
// given one.
func (f *Facts) Has(field, value string) bool {
	if f == nil {
		return false
	}
	return slices.Contains(f.Answers[field].Values, value)
}

func (f *Facts) values(field string) []string {
	if f == nil {
		return nil
	}
	return f.Answers[field].Values
}

// Stale reports whether the answer to a field is more than twelve months old.
// An answer without a date is not known to be.
func (f *Facts) Stale(field string) bool {
	if f == nil || f.On.IsZero() {
		return false
	}
	on, err := time.Parse(time.DateOnly, f.Answers[field].On)
	return err == nil && on.AddDate(1, 0, 0).Before(f.On)
}

// with returns f with another answer to a field; f stays as it is.
func (f *Facts) with(field string, values ...string) *Facts {
	g := &Facts{Answers: map[string]Answer{}}
	if f != nil {
		g.Name, g.On = f.Name, f.On
		for k, v := range f.Answers {
			g.Answers[k] = v
		}
	}
	g.Answers[field] = Answer{Values: values}
	return g
}

// weighed is what the answers come to together.
type weighed struct {
	good, bad []factTerm // the heaviest first, one for each fact of the weights
	marks     []string   // sorted
	column    column
}

// factTerm is a fact of the weights that an answer set.
type factTerm struct {
	fact, field string
	weight      float64
}

// column is a column of the table of final verdicts.
type column uint8

const (
	unknownFacts column = iota
	goodFacts
	badFacts
	beyondFacts
)

// weigh adds up the answers. Facts are sets: one that two answers set counts
// once, and many cases of handling stand for few.
func (d *Data) weigh(f *Facts) weighed {
	var w weighed
	if f == nil {
		return w
	}
	side := map[string]bool{}
	for i := range d.Facts.Facts {
		q := &d.Facts.Facts[i]
		a, ok := f.Answers[q.Field]
		if !ok {
			continue
		}
		for _, v := range a.Values {
			value, ok := q.Value(v)
			if !ok {
				continue
			}
			if !bears(q.Field, v, f) {
				continue
			}
			for _, e := range value.Effects {
				w.add(d.Weights.Facts, e, q.Field)
			}
			if !excused(q.Field, v, f) {
				side[value.Side] = true
			}
			for _, m := range value.Marks {
				w.mark(m)
			}
		}
		if slices.ContainsFunc(a.Certificates, func(c Certificate) bool { return c.ReportSeen && c.OperatorAccess }) {
			for _, e := range q.Effects {
				w.add(d.Weights.Facts, e, q.Field)
			}
		}
		if slices.ContainsFunc(a.Vendors, func(v SubVendor) bool { return v.Abroad() }) {
			w.mark("foreign")
		}
	}
	if slices.ContainsFunc(w.bad, func(t factTerm) bool { return t.fact == "handled_many" }) {
		w.bad = slices.DeleteFunc(w.bad, func(t factTerm) bool { return t.fact == "handled_few" })
	}
	slices.SortStableFunc(w.good, heavier)
	slices.SortStableFunc(w.bad, heavier)
	if slices.ContainsFunc(w.bad, func(t factTerm) bool { return t.fact == "no_guard" }) {
		side["bad"] = true
	}
	// Q&A 7-55 is about plain maintenance: a guard against taking data does not
	// bring other services under it.
	if f.Known("service_nature") && !f.Has("service_nature", "maintenance_only") && f.Has("acquisition_prevention", "technical") && !f.Has("technical_control", "verified") {
		w.mark("maintenance")
	}
	switch {
	case side["beyond"]:
		w.column = beyondFacts
	case side["bad"]:
		w.column = badFacts
	case controlled(f) && f.Has("handling_record", "never"):
		w.column = goodFacts
	}
	return w
}

// mark adds a mark, once.
func (w *weighed) mark(name string) {
	if i, ok := slices.BinarySearch(w.marks, name); !ok {
		w.marks = slices.Insert(w.marks, i, name)
	}
}

func (w *weighed) marked(name string) bool { return slices.Contains(w.marks, name) }

func heavier(a, b factTerm) int {
	switch {
	case a.weight > b.weight:
		return -1
	case a.weight < b.weight:
		return 1
	}
	return strings.Compare(a.fact, b.fact)
}

// bears reports whether an answer has an effect beside the others: that nothing
// prevents taking data in maintenance does not matter where no ID of the vendor
// reaches them.
func bears(field, value string, f *Facts) bool {
	return field != "acquisition_prevention" || value != "none" || !f.Has("maintenance_id", "none")
}

// excused reports whether an answer that would stand for handling does not:
// under Q&A 7-55 a service that is plain maintenance may reach data as long as
// taking them is prevented by technical means. Other services are not excused.
func excused(field, value string, f *Facts) bool {
	return field == "maintenance_id" && value == "standing" && guardedMaintenance(f)
}

// guardedMaintenance reports whether the service is plain maintenance in which
// taking data is prevented by technical means (Q&A 7-55).
func guardedMaintenance(f *Facts) bool {
	return f.Has("service_nature", "maintenance_only") && f.Has("acquisition_prevention", "technical")
}

// controlled reports whether the second limb is shown: technical measures that
// were verified, or, for plain maintenance only, prevention of taking data.
func controlled(f *Facts) bool {
	return f.Has("technical_control", "verified") || guardedMaintenance(f)
}

func (w *weighed) add(weights FactWeights, e FactEffect, field string) {
	list, weight := &w.good, weights.Good[e.Fact]
	if p, ok := weights.Bad[e.Fact]; ok {
		list, weight = &w.bad, p
	}
	if e.Share > 0 {
		weight *= e.Share
	}
	for i := range *list {
		if t := &(*list)[i]; t.fact == e.Fact {
			if weight > t.weight {
				t.weight, t.field = weight, field
			}
			return
		}
	}
	*list = append(*list, factTerm{e.Fact, field, weight})
}

// Abroad reports whether a company is said to be in another country than Japan.
func (v SubVendor) Abroad() bool {
	switch strings.ToLower(strings.TrimSpace(v.Country)) {
	case "", "日本", "日本国", "国内", "日本国内", "japan", "jp", "jpn", Unknown, "不明":
		return false
	}
	return true
}

// FactSaid is an answer as the sheet shows it.
type FactSaid struct {
	Field    string       `json:"field"`
	Title    finding.Text `json:"title"`
	Values   []string     `json:"values"`
	Says     finding.Text `json:"says"`
	Towards  Direction    `json:"towards"` // handling, or away from it; open where it stands for neither
	By       string       `json:"by,omitempty"`
	On       string       `json:"on,omitempty"`
	Evidence string       `json:"evidence,omitempty"`
	Stale    bool         `json:"stale,omitempty"`
}

// Said returns the answers to the fields of an element, "" meaning those that
// bear on none.
func (d *Data) Said(f *Facts, element string) []FactSaid {
	said := []FactSaid{}
	if f == nil {
		return said
	}
	for i := range d.Facts.Facts {
		q := &d.Facts.Facts[i]
		a, ok := f.Answers[q.Field]
		if !ok || q.Element != element {
			continue
		}
		s := FactSaid{Field: q.Field, Title: q.Title, Values: slices.Clone(a.Values), Towards: Open, By: a.By, On: a.On, Evidence: a.Evidence, Stale: f.Stale(q.Field)}
		if s.Values == nil {
			s.Values = []string{}
		}
		var ja, en []string
		for _, v := range a.Values {
			if value, ok := q.Value(v); ok {
				count := strings.NewReplacer("{count}", strconv.Itoa(a.Count))
				ja, en = append(ja, count.Replace(value.Says.JA)), append(en, count.Replace(value.Says.EN))
				s.Towards = s.Towards.and(d.points(q.Field, value, f))
			}
		}
		switch {
		case len(a.Vendors) > 0:
			list := vendorList(a.Vendors)
			ja, en = append(ja, list.JA), append(en, list.EN)
		case slices.ContainsFunc(a.Certificates, func(c Certificate) bool { return c.ReportSeen && c.OperatorAccess }):
			ja, en, s.Towards = append(ja, q.Says.JA), append(en, q.Says.EN), Away
		case len(a.Certificates) > 0:
			for _, c := range a.Certificates {
				ja, en = append(ja, c.Name), append(en, c.Name)
			}
		case a.Text != "":
			ja, en = append(ja, "「"+a.Text+"」"), append(en, "“"+a.Text+"”")
		}
		s.Says = finding.Text{JA: strings.Join(ja, ""), EN: strings.Join(en, " ")}
		said = append(said, s)
	}
	return said
}

func vendorList(vendors []SubVendor) finding.Text {
	var ja, en []string
	for _, v := range vendors {
		country := v.Country
		if country == "" {
			country = "所在国不明"
		}
		handles := map[string]finding.Text{"yes": {JA: "・取扱いあり", EN: ", handles data"}, "no": {JA: "・取扱いなし", EN: ", does not handle data"}}[v.Handles]
		ja, en = append(ja, v.Name+"（"+country+handles.JA+"）"), append(en, v.Name+" ("+v.Country+handles.EN+")")
	}
	return finding.Text{JA: strings.Join(ja, "、"), EN: strings.Join(en, ", ")}
}

// points returns the direction that an answer stands for.
func (d *Data) points(field string, v *FactValue, f *Facts) Direction {
	if !bears(field, v.ID, f) || excused(field, v.ID, f) {
		return Open
	}
	if v.Side == "bad" || v.Side == "beyond" || slices.Contains(v.Marks, "nature") {
		return Towards
	}
	for _, e := range v.Effects {
		if _, ok := d.Weights.Facts.Bad[e.Fact]; ok {
			return Towards
		}
		if e.Share == 0 {
			return Away
		}
	}
	if field == "service_nature" && v.ID == "storage_only" {
		return Away
	}
	return Open
}
