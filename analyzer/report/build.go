package report

import (
	"encoding/hex"
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/slab"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/spot"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/suggest"
)

// Input is what a report is made from. Tree is nil where the document could not
// be read; the findings and the judgement are then not looked at.
type Input struct {
	Document    *document.Document
	Tree        *structure.Tree
	Findings    []finding.Finding
	Judgement   legal.Judgement
	Suggestions []suggest.Suggestion
	Legal       *legal.Data
	Classes     []*finding.Class
	Library     Library
	Facts       *legal.Facts // nil where none were given
	Supplied    []string     // names of the other documents of a case
}

// Unread is the verdict of a document that could not be read.
const Unread = "unread"

// New makes the report of an analysis. The same input gives the same report.
func New(in Input) *Report {
	d := in.Document
	r := empty(in)
	r.Document = Document{
		Name: d.Name, Format: string(d.Format), Encoding: d.Encoding, SHA256: hex.EncodeToString(d.SHA256[:]), Kind: string(structure.OtherKind),
		Chars: d.Chars(), Status: string(d.Status), Problems: []Problem{},
	}
	problems := d.Problems
	if in.Tree != nil {
		problems = append(slices.Clone(problems), in.Tree.Problems...)
		if len(in.Tree.Problems) > 0 && r.Document.Status == string(document.Complete) {
			r.Document.Status = string(document.Partial)
		}
	}
	for _, p := range problems {
		r.Document.Problems = append(r.Document.Problems, problem(p))
	}
	b := newBuilder(in, r)
	if b.read = in.Tree != nil; b.read {
		b.fill()
	}
	b.notices()
	return r
}

// empty is the report of what was not read.
func empty(in Input) *Report {
	return &Report{
		Schema: Schema, Library: in.Library,
		Parties:  Parties{Vendor: []string{}, Customer: []string{}, DataTerms: []string{}},
		Verdict:  Verdict{Terms: Unread, Overlays: []string{}, Notes: []Overlay{}, Label: Text{JA: "未照合（読取り不可）", EN: "not checked (unreadable)"}, Means: Text{JA: japanese.unreadable, EN: english.unreadable}},
		Scores:   Scores{Hidden: true},
		Elements: []Element{}, Findings: []Finding{}, Absences: []Absence{}, Contradictions: []Contradiction{}, Questions: []Question{}, Considerations: []Consideration{}, Suggestions: []Suggestion{}, Duties: []Duty{},
	}
}

type builder struct {
	in      Input
	r       *Report
	classes map[string]*finding.Class
	read    bool   // there was something to judge
	text    []byte // what messages are written in
	texts   slab.Strings
	shown   []Evidence // room for what is not yet in findings
}

// list is a list as a report has it: never null. Reports share lists with what they
// are made from; nobody changes them.
func list[T any](of []T) []T {
	if of == nil {
		return []T{}
	}
	return slices.Clip(of)
}

func newBuilder(in Input, r *Report) *builder {
	b := &builder{in: in, r: r, classes: make(map[string]*finding.Class, len(in.Classes))}
	for _, c := range in.Classes {
		b.classes[c.ID] = c
	}
	return b
}

func (b *builder) fill() {
	in, r, j := b.in, b.r, b.in.Judgement
	r.Document.Kind = string(in.Tree.Kind)
	r.Parties.Vendor, r.Parties.Customer = b.used(in.Tree.Parties.Vendor), b.used(in.Tree.Parties.Customer)
	r.Parties.DataTerms = append(r.Parties.DataTerms, b.dataTerms()...)
	b.verdict()
	r.Findings = make([]Finding, len(in.Findings))
	evidence := 0
	for i := range in.Findings {
		evidence += len(in.Findings[i].Match.Evidence)
	}
	b.shown = make([]Evidence, evidence)
	for i := range in.Findings {
		r.Findings[i] = b.finding(&in.Findings[i])
	}
	b.scores()
	b.elements()
	b.conclude()
	b.contradictions()
	b.duties()
	b.absences()
	if j.Incident {
		return // model clauses are not for a breach or dispute at hand
	}
	r.Suggestions = make([]Suggestion, len(in.Suggestions))
	for i := range in.Suggestions {
		r.Suggestions[i] = b.suggestion(&in.Suggestions[i])
	}
}

func (b *builder) verdict() {
	in, r, j := b.in, b.r, b.in.Judgement
	v := in.Legal.Verdicts.Verdict(j.Verdict)
	r.Verdict.Terms, r.Verdict.Label, r.Verdict.Means = string(j.Verdict), v.Title, v.Says
	for _, o := range j.Overlays {
		t := in.Legal.Verdicts.Overlay(o.ID)
		r.Verdict.Overlays = append(r.Verdict.Overlays, string(o.ID))
		r.Verdict.Notes = append(r.Verdict.Notes, Overlay{ID: string(o.ID), Label: t.Title, Means: t.Says})
	}
}

func (b *builder) absences() {
	b.r.Absences = make([]Absence, 0, len(b.in.Judgement.Absences))
	for _, a := range b.in.Judgement.Absences {
		x := Absence{Class: a.Class, Label: b.title(a.Class), Searched: a.Searched, Own: list(a.Own), Suggest: []string{}}
		if c := b.classes[a.Class]; c != nil {
			x.Suggest = list(c.Suggest)
		}
		if a.Nearest != nil {
			o := b.in.Document.Origin(a.Nearest.Span)
			x.Nearest = &Nearest{Article: a.Nearest.Provision.Address(), Line: o.Line, Quote: b.in.Document.Quote(a.Nearest.Span)}
		}
		b.r.Absences = append(b.r.Absences, x)
	}
}

// used returns those of some words for a party that stand in the document. Where it names
// none, it is read by all that are usual.
func (b *builder) used(words []string) []string {
	out := make([]string, 0, len(words))
	for _, w := range words {
		if spot.Has(b.in.Document.Text, w) {
			out = append(out, w)
		}
	}
	return out
}

// noDataEnds are what terms end with that a sentence may define beside its data.
var noDataEnds = [...]string{"サービス", "システム", "アプリ", "サイト", "ソフト", "ソフトウェア", "法", "契約", "規約", "者", "会社"}

// dataTerms are the defined terms of definitions that were found, but for parties, the
// service, laws and papers that the same sentences define.
func (b *builder) dataTerms() []string {
	var out []string
	seen := map[string]bool{}
	for _, party := range [][]string{b.in.Tree.Parties.Vendor, b.in.Tree.Parties.Customer} {
		for _, w := range party {
			seen[w] = true
		}
	}
	for i := range b.in.Findings {
		f := &b.in.Findings[i]
		if f.Match.Class.ID != "pd_definition" {
			continue
		}
		for _, d := range b.in.Tree.DefinedIn(f.Span) {
			if !seen[d.Term] && !spot.EndsAny(d.Term, noDataEnds[:]...) {
				seen[d.Term], out = true, append(out, d.Term)
			}
		}
	}
	return out
}

func (b *builder) title(class string) Text {
	if c := b.classes[class]; c != nil {
		return c.Title
	}
	return Text{JA: class, EN: class}
}

func (b *builder) span(s source.Span) (Span, source.Origin) {
	o := b.in.Document.Origin(s)
	return Span{Byte: o.Byte, UTF16: o.UTF16, Rune: o.Rune}, o
}

func (b *builder) finding(f *finding.Finding) Finding {
	m := &f.Match
	sp, o := b.span(f.Span)
	grade := string(m.Grade)
	if grade == "" {
		grade = string(finding.Full)
	}
	out := Finding{
		ID: f.ID, Class: m.Class.ID, Label: m.Class.Title, Rule: m.Class.ID + "/" + m.Pattern, Group: string(m.Class.Group), Data: m.Data.String(), Trigger: m.Trigger.String(),
		Weak: m.Weak, Grade: grade, Severity: string(m.Class.Severity), Confidence: m.Confidence, Article: f.Provision.Address(), Line: o.Line, Column: o.Column, EndLine: o.EndLine, EndColumn: o.EndColumn,
		Span: sp, Quote: b.in.Document.Quote(f.Span), Basis: list(m.Class.Basis), Suggest: list(m.Class.Suggest), Fingerprint: f.Fingerprint,
	}
	out.Page, out.Paragraph = PageOf(b.in.Document, f.Span)
	n := len(m.Evidence)
	out.Evidence, b.shown = b.shown[:n:n], b.shown[n:]
	for i, e := range m.Evidence {
		es, _ := b.span(e.Span)
		out.Evidence[i] = Evidence{Slot: e.Slot, Span: es, Text: b.in.Document.Quote(e.Span)}
	}
	quote := shorten(clean(out.Quote), 120)
	out.Message = Text{JA: b.message(f, &out, quote, "ja"), EN: b.message(f, &out, quote, "en")}
	return out
}

// message is that of the class of f, with what out says, and a short quote, in its
// places.
func (b *builder) message(f *finding.Finding, out *Finding, quote, lang string) string {
	names := b.in.Legal.Scores
	return b.expand(In(f.Match.Class.Message, lang), func(name string) (string, bool) {
		switch name {
		case "bearer":
			return b.bearer(f), true
		case "quote":
			return quote, true
		case "article":
			return out.Article, true
		case "data":
			return In(names.Data[out.Data], lang), true
		case "trigger":
			return In(names.Triggers[out.Trigger], lang), true
		}
		return "", false
	})
}

// bearer is who a finding is about: in the words of its norm, else the vendor.
func (b *builder) bearer(f *finding.Finding) string {
	bearer := ""
	if n := f.Match.Norm; n != nil {
		bearer = n.BearerSpan.Of(b.in.Document.Text)
	}
	if bearer == "" && len(b.in.Tree.Parties.Vendor) > 0 {
		bearer = b.in.Tree.Parties.Vendor[0]
	}
	return bearer
}

// expand puts values in place of {names}; names that value does not know stay.
func (b *builder) expand(msg string, value func(name string) (string, bool)) string {
	text, rest := b.text[:0], msg
	for {
		i := strings.IndexByte(rest, '{')
		j := i + strings.IndexByte(rest[max(i, 0):], '}')
		if i < 0 || j < i {
			if len(text) == 0 {
				return rest
			}
			b.text = append(text, rest...)
			return b.texts.Of(b.text)
		}
		text = append(text, rest[:i]...)
		if v, ok := value(rest[i+1 : j]); ok {
			text = append(text, v...)
		} else {
			text = append(text, rest[i:j+1]...)
		}
		rest = rest[j+1:]
	}
}

func (b *builder) scores() {
	in, r, j := b.in, b.r, b.in.Judgement
	r.Scores.Hidden = false
	d := &r.Scores.Defeat
	d.Value, d.Low, d.High, d.Formula = j.Defeat.Value, j.Defeat.Low, j.Defeat.High, j.Defeat.Formula
	d.Steps = make([]Step, 0, len(j.Defeat.Steps))
	for _, s := range j.Defeat.Steps {
		step := Step{Finding: s.Finding, Class: s.Class, Fact: s.Fact, Points: float64(s.Points), Value: float64(s.Value)}
		t := in.Legal.Scores.Defeat.Steps[s.Kind]
		article, trigger := "", ""
		if f := r.By(s.Finding); f != nil {
			article, trigger = f.Article, f.Trigger
		}
		var asked Text
		if q, ok := in.Legal.Facts.Question(s.Fact); ok {
			asked = q.Title
		}
		sub := func(text, lang string) string {
			return b.expand(text, func(name string) (string, bool) {
				switch name {
				case "fact":
					return In(asked, lang), true
				case "class":
					return In(b.title(s.Class), lang), true
				case "article":
					return article, true
				case "trigger":
					return In(in.Legal.Scores.Triggers[trigger], lang), true
				}
				return "", false
			})
		}
		step.Label = Text{JA: sub(t.JA, "ja"), EN: sub(t.EN, "en")}
		d.Steps = append(d.Steps, step)
	}
	r.Scores.Division.Value, r.Scores.Division.Formula, r.Scores.Division.Band = j.Division.Value, j.Division.Formula, j.Division.Band.Title
	r.Scores.Division.Parts = make([]Part, 0, len(j.Division.Parts))
	for _, p := range j.Division.Parts {
		part := Part{Class: p.Class, Label: b.title(p.Class), Grade: string(p.Grade), Points: p.Points, Of: p.Weight, Findings: list(p.Findings)}
		if part.Grade == "" {
			part.Grade = string(finding.Nothing)
		}
		part.Findings = append(part.Findings, p.Against...)
		r.Scores.Division.Parts = append(r.Scores.Division.Parts, part)
	}
}

func (b *builder) elements() {
	b.r.Elements = make([]Element, 0, len(b.in.Judgement.Elements))
	for i := range b.in.Judgement.Elements {
		e := &b.in.Judgement.Elements[i]
		x := Element{ID: e.ID, Status: string(e.Status), Findings: list(e.Findings), Terms: string(e.Terms), Facts: said(e.Facts)}
		if t := b.in.Legal.Elements.Element(e.ID, i); t != nil {
			x.Label, x.Says, x.Consideration = t.Title, t.Status[e.Terms], t.Consideration
		}
		if e.Fact != "" {
			q, _ := b.in.Legal.Facts.Question(e.Fact)
			x.Fact = &Fact{ID: e.Fact, Question: q.Question}
		}
		b.r.Elements = append(b.r.Elements, x)
	}
}

// notices are the disclaimers of LEGAL.md 7.3.
func (b *builder) notices() {
	d := b.in.Legal.Verdicts.Disclaimers
	b.r.Disclaimer = d.Short.JA
	b.r.Notices = append(make([]Text, 0, 3+len(b.in.Judgement.Missing)), d.Short)
	if b.read {
		if b.in.Judgement.Incident {
			b.r.Notices = append(b.r.Notices, b.in.Legal.Facts.Incident)
		} else {
			b.r.Notices = append(b.r.Notices, d.Score)
		}
		for _, m := range b.in.Judgement.Missing {
			b.r.Notices = append(b.r.Notices, Text{JA: strings.ReplaceAll(d.MissingDocument.JA, "{doc}", m), EN: strings.ReplaceAll(d.MissingDocument.EN, "{doc}", m)})
		}
	}
	b.r.Notices = append(b.r.Notices, b.in.Legal.Dated(b.in.Library.LawVersion))
}
