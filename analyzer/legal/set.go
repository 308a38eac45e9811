package legal

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/spot"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// Several documents are judged as one: their texts are joined, and findings and
// references move to where their words then stand. What prevails over what is
// taken from the case or from clauses on precedence: a power of a document over
// which another prevails is beaten by that one's clause of non-handling. Pages
// that are no contract, and papers that show what was handled, do not speak for
// the terms.

// Papers are what documents of a case can be.
var Papers = []string{"terms", "privacy", "dpa", "security", "confirmation", "website"}

// SetDocument is one document of a case.
type SetDocument struct {
	ID       string // d1, d2 …
	Name     string
	As       string // one of Papers
	Tree     *structure.Tree
	Findings []finding.Finding
}

// Weighs reports whether a document speaks for the terms. A public page is no
// clause of the contract, and a paper on data that were handed over shows what
// was handled: it is a fact.
func (d *SetDocument) Weighs() bool { return d.As != "website" && d.As != "confirmation" }

// Precedence is the order of the documents of a case.
type Precedence struct {
	Over   []Over
	Beaten []Beaten
}

// Over says that a document prevails over another.
type Over struct {
	Above, Below int    // indices of documents
	Finding      string // the clause that says so; "" where the case says it
}

// Beaten is a power against which the clause of a prevailing document stands.
type Beaten struct {
	Power, By string // IDs of findings
	Over      Over
}

// SetJudgement is the judgement over the documents of a case.
type SetJudgement struct {
	Judgement
	Precedence Precedence
	Facts      *Facts // those given, with what the papers of the case show; nil where there are none
}

// JudgeSet judges the documents of a case together. Order lists the indices of
// documents by precedence, the highest first; it may be empty or partial. C gives
// the classes and the facts; its other fields are not looked at.
func JudgeSet(docs []SetDocument, order []int, c Case, d *Data) SetJudgement {
	docs = slices.Clone(docs)
	for i := range docs {
		docs[i].Findings = renamed(&docs[i])
	}
	p := Precedence{Over: precedence(docs, order)}
	p.Beaten = beaten(docs, p.Over, &d.Verdicts.Test)
	c.Tree, c.Findings = joined(docs, p.Beaten)
	c.Supplied, c.joined, c.Nearest, c.TakesIn = Titles(docs, d), true, nil, nil
	c.Facts = paperFacts(docs, c.Facts)
	s := SetJudgement{Judge(c, d), p, c.Facts}
	searched, members := 0, make([]Member, len(docs))
	for i, doc := range docs {
		members[i] = Member{doc.Tree, doc.Findings}
		if doc.Tree != nil && doc.Weighs() {
			searched += len(doc.Tree.Clauses())
		}
	}
	s.Missing = append(s.Missing, alsoNamed(read(c, d), s.Missing)...)
	for i := range s.Absences {
		s.Absences[i].Searched = searched
	}
	s.Contradictions = d.Contradictions(members)
	return s
}

// renamed returns the findings of a document under IDs that are its own in the
// case: d2.f7.
func renamed(doc *SetDocument) []finding.Finding {
	findings := slices.Clone(doc.Findings)
	for i := range findings {
		findings[i].ID = doc.ID + "." + findings[i].ID
	}
	return findings
}

// joined returns the documents that speak for the terms as one tree, with
// findings that are not beaten.
func joined(docs []SetDocument, beaten []Beaten) (*structure.Tree, []finding.Finding) {
	tree := &structure.Tree{Document: &document.Document{}, Kind: structure.OtherKind}
	var findings []finding.Finding
	var text strings.Builder
	for i := range docs {
		doc := &docs[i]
		if doc.Tree == nil || !doc.Weighs() {
			continue
		}
		at := text.Len()
		text.WriteString(doc.Tree.Document.Text)
		text.WriteByte('\n')
		if kindRank(doc.Tree.Kind) < kindRank(tree.Kind) {
			tree.Kind = doc.Tree.Kind
		}
		for _, f := range doc.Findings {
			if slices.ContainsFunc(beaten, func(b Beaten) bool { return b.Power == f.ID }) {
				continue
			}
			f.Span = moved(f.Span, at)
			findings = append(findings, f)
		}
		for _, r := range doc.Tree.References {
			r.Span = moved(r.Span, at)
			tree.References = append(tree.References, r)
		}
		for _, p := range doc.Tree.Provisions {
			q := *p
			q.Caption, q.Body, q.Span = moved(p.Caption, at), moved(p.Body, at), moved(p.Span, at)
			tree.Provisions = append(tree.Provisions, &q)
		}
	}
	tree.Document.Text = text.String()
	return tree, findings
}

// alsoNamed returns the documents on data that are referred to anywhere and were
// not supplied, beside those that are missing where data are dealt with: whoever
// puts together a case wants to know of all.
func alsoNamed(r *reading, missing []string) []string {
	var names []string
	add := func(name string) {
		if name = strings.TrimSpace(name); name != "" && isData(name) && !slices.Contains(missing, name) && !slices.Contains(names, name) && !r.supplied(name) {
			names = append(names, name)
		}
	}
	for _, ref := range r.c.Tree.References {
		if ref.Target == nil {
			add(ref.Document)
		}
	}
	text := r.text()
	for _, at := range quotedPaper().FindAllStringSubmatchIndex(text, -1) {
		name, before, after := text[at[2]:at[3]], text[:at[0]], text[at[1]:]
		defined := strings.HasSuffix(before, "以下") || strings.HasSuffix(before, "以下、") || strings.HasPrefix(after, "という") || strings.HasPrefix(after, "といいます")
		if !defined && !strings.HasPrefix(name, "本") {
			add(name)
		}
	}
	return names
}

// quotedPaper is a paper that is named in quotation marks.
var quotedPaper = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`[「『]([^「」『』\n]{2,30}(?:規約|特約|覚書|契約|契約書|ポリシー|方針|確認書|約款|DPA))[」』]`)
})

func moved(s source.Span, by int) source.Span {
	return source.Span{Start: s.Start + by, End: s.End + by}
}

// kindRank orders kinds of documents by how much they decide what a set is.
func kindRank(k structure.DocumentKind) int {
	i := slices.Index([]structure.DocumentKind{structure.DPA, structure.Terms, structure.Contract, structure.Security, structure.Privacy, structure.NDA}, k)
	if i < 0 {
		return 9
	}
	return i
}

// paperNames are the names by which documents are referred to.
var paperNames = map[string][]string{
	"terms":        {"利用規約", "本規約", "利用契約", "基本契約", "サービス利用規約"},
	"privacy":      {"プライバシーポリシー"},
	"dpa":          {"データ処理契約", "データ保護契約", "DPA", "個人データの取扱いに関する特約", "個人データの取扱いに関する覚書", "個人情報の取扱いに関する覚書", "データ処理補遺", "データ取扱特約"},
	"security":     {"セキュリティホワイトペーパー", "セキュリティシート", "セキュリティチェックシート", "安全管理措置説明書"},
	"confirmation": {"個人情報授受確認書", "個人データ授受確認書", "授受確認書"},
	"website":      {},
}

// Titles returns the names by which the documents of a case may be referred to:
// those of their papers, their file names and their own titles.
func Titles(docs []SetDocument, d *Data) []string {
	var titles []string
	for i := range docs {
		titles = append(titles, docs[i].Name)
		titles = append(titles, paperNames[docs[i].As]...)
		if docs[i].As == "privacy" {
			titles = append(titles, d.Verdicts.Test.Policies...)
		}
		if t := docs[i].title(); t != "" {
			titles = append(titles, t)
		}
	}
	return titles
}

// title returns the first line of a document.
func (d *SetDocument) title() string {
	if d.Tree == nil {
		return ""
	}
	line, _, _ := strings.Cut(strings.TrimSpace(d.Tree.Document.Text), "\n")
	if len(line) > 300 {
		return ""
	}
	return strings.TrimSpace(line)
}

// ownWords are how a document speaks of itself.
var ownWords = []string{"本規約", "本契約", "本特約", "本約款", "本覚書", "本ポリシー", "本書", "本補遺", "本条件"}

// precedence returns what prevails over what: by the order of the case, else by
// the documents' own clauses. Where two documents each claim to prevail, neither
// does.
func precedence(docs []SetDocument, order []int) []Over {
	var over []Over
	for i := range order {
		for _, below := range order[i+1:] {
			over = append(over, Over{Above: order[i], Below: below})
		}
	}
	if len(order) > 0 {
		return over
	}
	for i := range docs {
		if docs[i].Tree == nil || !docs[i].Weighs() {
			continue
		}
		for _, f := range docs[i].Findings {
			if f.Match.Class == nil || f.Match.Class.ID != "precedence" || f.Match.Confidence == "low" {
				continue
			}
			over = append(over, claimed(docs, i, f.ID, f.Span.Of(docs[i].Tree.Document.Text))...)
		}
	}
	return slices.DeleteFunc(slices.Clone(over), func(o Over) bool {
		return slices.ContainsFunc(over, func(p Over) bool { return p.Above == o.Below && p.Below == o.Above })
	})
}

// claimed reads a clause on precedence: who is named before 優先.
func claimed(docs []SetDocument, self int, id, text string) []Over {
	at := strings.Index(text, "優先")
	if at < 0 {
		return nil
	}
	before := text[:at]
	subject := before
	if i := strings.LastIndex(before, "、"); i >= 0 {
		subject = before[i+len("、"):]
	}
	if strings.HasSuffix(before, "に") { // 「本特約は、利用規約に優先して適用される」
		subject, _, _ = strings.Cut(before, "は")
	}
	var over []Over
	itself := spot.HasAny(subject, ownWords...)
	for j := range docs {
		if j == self || docs[j].Tree == nil || !docs[j].Weighs() {
			continue
		}
		switch {
		case itself:
			over = append(over, Over{self, j, id})
		case docs[j].named(subject):
			over = append(over, Over{j, self, id})
		}
	}
	return over
}

// named reports whether words name a document.
func (d *SetDocument) named(words string) bool {
	if t := d.title(); t != "" && len(t) >= 9 && strings.Contains(words, t) {
		return true
	}
	for _, name := range paperNames[d.As] {
		if name != "本規約" && strings.Contains(words, name) {
			return true
		}
	}
	return d.As == "dpa" && spot.HasAny(words, "特約", "覚書", "個別契約")
}

// beaten returns the powers over what customers store that stand in a document
// over which another prevails that says that the data are not handled.
func beaten(docs []SetDocument, over []Over, t *Test) []Beaten {
	var out []Beaten
	for _, o := range over {
		if docs[o.Above].Tree == nil || !docs[o.Above].Weighs() || !docs[o.Below].Weighs() {
			continue
		}
		by := ""
		for _, f := range docs[o.Above].Findings {
			if f.Match.Class != nil && f.Match.Class.ID == "no_handling" && f.Match.Confidence != "low" && !own(&f) {
				by = f.ID
				break
			}
		}
		if by == "" {
			continue
		}
		for _, f := range docs[o.Below].Findings {
			if f.Match.Class != nil && slices.Contains(t.Powers, f.Match.Class.ID) && f.Match.Stored() &&
				!slices.ContainsFunc(out, func(b Beaten) bool { return b.Power == f.ID }) {
				out = append(out, Beaten{Power: f.ID, By: by, Over: o})
			}
		}
	}
	return out
}

// paperFacts adds what the papers of a case show to facts that are not known: the
// wording of a paper on data that were handed over, and that there is a paper
// beside the terms.
func paperFacts(docs []SetDocument, f *Facts) *Facts {
	for i := range docs {
		doc := &docs[i]
		if doc.Tree == nil || doc.As != "confirmation" {
			continue
		}
		wording := ""
		switch text := doc.Tree.Document.Text; {
		case slices.ContainsFunc(doc.Findings, func(f finding.Finding) bool { return f.Match.Class != nil && f.Match.Class.ID == "entrusted" }),
			strings.Contains(text, "委託データ"), strings.Contains(text, "委託し"), strings.Contains(text, "受託し"):
			wording = "entrust"
		case strings.Contains(text, "授受"), strings.Contains(text, "引渡"), strings.Contains(text, "受領"):
			wording = "transfer"
		}
		if wording != "" && !f.Known("handling_paper_wording") {
			f = f.shown("handling_paper_wording", wording, doc.Name)
		}
	}
	if f != nil && !f.Known("separate_agreement") && slices.ContainsFunc(docs, func(d SetDocument) bool { return d.As == "dpa" || d.As == "confirmation" }) {
		f = f.shown("separate_agreement", "yes", "")
	}
	return f
}

// IncidentOnly returns facts that say no more than that a breach or dispute is at
// hand, nil where none is said to be.
func (f *Facts) IncidentOnly() *Facts {
	if !f.Has("incident_open", "yes") {
		return nil
	}
	return &Facts{Answers: map[string]Answer{"incident_open": f.Answers["incident_open"]}}
}

// shown returns f with an answer that a document shows.
func (f *Facts) shown(field, value, evidence string) *Facts {
	g := f.with(field, value)
	a := g.Answers[field]
	a.Evidence = evidence
	g.Answers[field] = a
	return g
}

// DocumentID returns the ID of the document of a case by its index.
func DocumentID(i int) string { return "d" + strconv.Itoa(i+1) }
