// Package suggest chooses registered model clauses for what a document lacks or
// for what stands in it against the exception, fills them with the document's own
// words and says where they go.
//
// The clauses are data (patterns/clauses). Nothing is drafted for the single
// case: a clause is a template with parameters.
package suggest

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/legal"
)

// Variant is what a clause is for: to keep the exception, or to accept that the
// handling is entrusted and divide responsibility.
type Variant string

// The variants. Auto leaves the choice to For.
const (
	Auto     Variant = ""
	Preserve Variant = "preserve"
	Entrust  Variant = "entrust"
)

// Variants are those that a clause can have.
var Variants = []Variant{Preserve, Entrust}

// Gap is how a document stands to a class of clauses.
type Gap string

// The gaps that a clause can close.
const (
	Missing  Gap = "missing"  // nothing of the class was found
	Half     Gap = "half"     // found, but it gives half of what is asked
	Negative Gap = "negative" // found, and it takes away
	Power    Gap = "power"    // a power over what customers store, wider than request, consent and law
	Present  Gap = "present"  // found, whatever it gives
)

// Gaps are all gaps.
var Gaps = []Gap{Missing, Half, Negative, Power, Present}

// Closes is a gap of a class that a clause closes.
type Closes struct {
	Class string `yaml:"class" json:"class"`
	When  []Gap  `yaml:"when" json:"when"`
}

// Parameter is a value that a reader may want to change.
type Parameter struct {
	Default string       `yaml:"default" json:"default"`
	Says    finding.Text `yaml:"says" json:"says"`
}

// Template is one variant of a clause.
type Template struct {
	Caption  string   `yaml:"caption" json:"caption"` // of the article that the clause makes
	Closes   []Closes `yaml:"closes" json:"closes,omitempty"`
	NotWhile []Gap    `yaml:"not_while" json:"not_while,omitempty"` // gaps that must be closed before the clause can be kept
	Gives    []string `yaml:"gives" json:"gives"`                   // classes that the text is meant to be found as
	Touches  []string `yaml:"touches" json:"touches,omitempty"`     // classes that it may be found as besides, since it speaks of them
	Text     string   `yaml:"text" json:"text"`                     // with placeholders in {{ }}
	Annex    []string `yaml:"annex" json:"annex,omitempty"`         // lines of the annex that the text refers to, to be filled in; with placeholders

	// What Decode makes of Text and Annex:
	pieces  pieces
	rows    []pieces
	defines bool // the text itself defines the term for personal data
}

// Clause is a registered model clause. It is immutable once decoded.
type Clause struct {
	ID         string               `yaml:"id" json:"id"`
	Title      finding.Text         `yaml:"title" json:"title"`
	Goal       finding.Text         `yaml:"goal" json:"goal"`
	Serves     finding.Text         `yaml:"serves" json:"serves"` // the consideration or the duty that it is about
	Basis      []string             `yaml:"basis" json:"basis"`
	Check      finding.Text         `yaml:"check" json:"check"` // what to look at once it stands in the text
	Parameters map[string]Parameter `yaml:"parameters" json:"parameters,omitempty"`
	Closes     []Closes             `yaml:"closes" json:"closes,omitempty"` // of both variants that do not say otherwise
	Preserve   *Template            `yaml:"preserve" json:"preserve,omitempty"`
	Entrust    *Template            `yaml:"entrust" json:"entrust,omitempty"`
}

// Of returns the template of a variant, or nil.
func (c *Clause) Of(v Variant) *Template {
	switch v {
	case Preserve:
		return c.Preserve
	case Entrust:
		return c.Entrust
	}
	return nil
}

// closes returns the gaps that a variant of the clause closes.
func (c *Clause) closes(v Variant) []Closes {
	if t := c.Of(v); t != nil && len(t.Closes) > 0 {
		return t.Closes
	}
	return c.Closes
}

// Clauses are the registered clauses by ID. They are safe for concurrent use.
type Clauses []*Clause

// By returns the clause of an ID, or nil.
func (cs Clauses) By(id string) *Clause {
	i := slices.IndexFunc(cs, func(c *Clause) bool { return c.ID == id })
	if i < 0 {
		return nil
	}
	return cs[i]
}

// IDs returns the IDs in order.
func (cs Clauses) IDs() []string {
	ids := make([]string, len(cs))
	for i, c := range cs {
		ids[i] = c.ID
	}
	return ids
}

// With returns the clauses with c added, or in the place of that of the same ID.
func (cs Clauses) With(c *Clause) Clauses {
	all := slices.DeleteFunc(slices.Clone(cs), func(old *Clause) bool { return old.ID == c.ID })
	all = append(all, c)
	slices.SortFunc(all, func(a, b *Clause) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// Known is what clauses may name. A nil list is not checked.
type Known struct {
	Classes []string
	Sources []string
	Clauses []string
}

var (
	clauseID    = lazily(`^[A-Z]{1,8}[0-9]{1,4}$`)
	placeholder = lazily(`\{\{([^{}|]*)(?:\|([^{}]*))?\}\}`)
)

// lazily returns an expression that is compiled when somebody asks for it: most
// runs need few of them.
func lazily(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// maxText is the longest text of a clause in bytes.
const maxText = 8000

// Decode reads the file of one clause. The error is of type legal.Mistakes.
func Decode(file string, src []byte, known Known) (*Clause, error) {
	c, err := legal.Decode(file, src, func(k *legal.Checker, c *Clause) { check(k, c, known) })
	if err != nil {
		return nil, err
	}
	for _, t := range []*Template{c.Preserve, c.Entrust} {
		if t != nil {
			t.Text = strings.TrimSpace(t.Text)
			t.pieces, t.defines = cutPieces(&c, t.Text), defines(t.Text)
			for _, row := range t.Annex {
				t.rows = append(t.rows, cutPieces(&c, row))
			}
		}
	}
	return &c, nil
}

func check(k *legal.Checker, c *Clause, known Known) {
	if !clauseID().MatchString(c.ID) {
		k.Report(finding.Text{JA: fmt.Sprintf("id %q は英大文字と数字（例 G05）で書いてください", c.ID), EN: fmt.Sprintf("id %q must be capital letters and digits, like G05", c.ID)}, "id")
	}
	k.NeedText(c.Title, "title", "title")
	k.NeedText(c.Goal, "goal", "goal")
	k.NeedText(c.Serves, "serves", "serves")
	k.NeedText(c.Check, "check", "check")
	if known.Sources != nil {
		for i, id := range c.Basis {
			k.OneOf(id, "basis", known.Sources, "basis", i)
		}
	}
	for name, p := range c.Parameters {
		k.Need(p.Default, "default", "parameters", name)
		k.NeedText(p.Says, "says", "parameters", name)
		if slices.Contains(builtin, name) {
			k.Report(finding.Text{JA: fmt.Sprintf("%s は文書から取る語で、parameters にできません", name), EN: fmt.Sprintf("%s is taken from the document and cannot be a parameter", name)}, "parameters", name)
		}
	}
	if c.Preserve == nil && c.Entrust == nil {
		k.Need("", "preserve, entrust", "id")
	}
	checkCloses(k, c.Closes, known, "closes")
	for _, v := range Variants {
		if t := c.Of(v); t != nil {
			checkTemplate(k, c, t, known, string(v))
		}
	}
}

func gapNames() []string {
	names := make([]string, len(Gaps))
	for i, g := range Gaps {
		names[i] = string(g)
	}
	return names
}

func checkCloses(k *legal.Checker, closes []Closes, known Known, at ...any) {
	gaps := gapNames()
	for i, closed := range closes {
		if known.Classes != nil {
			k.OneOf(closed.Class, "class", known.Classes, append(slices.Clone(at), i, "class")...)
		}
		if len(closed.When) == 0 {
			k.Need("", "when", append(slices.Clone(at), i)...)
		}
		for j, g := range closed.When {
			k.OneOf(string(g), "when", gaps, append(slices.Clone(at), i, "when", j)...)
		}
	}
}

func checkTemplate(k *legal.Checker, c *Clause, t *Template, known Known, at string) {
	k.Need(t.Caption, "caption", at)
	k.Need(t.Text, "text", at)
	checkCloses(k, t.Closes, known, at, "closes")
	if known.Classes != nil {
		for i, class := range t.Gives {
			k.OneOf(class, "class", known.Classes, at, "gives", i)
		}
		for i, class := range t.Touches {
			k.OneOf(class, "class", known.Classes, at, "touches", i)
		}
	}
	for i, g := range t.NotWhile {
		k.OneOf(string(g), "not_while", gapNames(), at, "not_while", i)
	}
	if len(t.Text) > maxText {
		k.Report(finding.Text{JA: fmt.Sprintf("text が長すぎます（上限 %d バイト）", maxText), EN: fmt.Sprintf("text is longer than %d bytes", maxText)}, at, "text")
	}
	names := append(slices.Sorted(maps.Keys(c.Parameters)), builtin...)
	checkHoles(k, t.Text, names, known, at, "text")
	for i, row := range t.Annex {
		k.Need(row, "annex", at, "annex", i)
		checkHoles(k, row, names, known, at, "annex", i)
	}
}

// checkHoles reports placeholders that nothing fills.
func checkHoles(k *legal.Checker, text string, names []string, known Known, at ...any) {
	for _, m := range placeholder().FindAllStringSubmatch(text, -1) {
		if clauseID().MatchString(m[1]) {
			if known.Clauses != nil {
				k.OneOf(m[1], "{{ }}", known.Clauses, at...)
			}
			if m[2] == "" {
				k.Report(finding.Text{JA: fmt.Sprintf("{{%s}} には、その条項がないときの語が必要です: {{%[1]s|…の定め}}", m[1]), EN: fmt.Sprintf("{{%s}} needs the words for when that clause is not there: {{%[1]s|…の定め}}", m[1])}, at...)
			}
			continue
		}
		k.OneOf(m[1], "{{ }}", names, at...)
	}
	if rest := placeholder().ReplaceAllString(text, ""); strings.ContainsAny(rest, "{}") {
		k.Report(finding.Text{JA: "閉じていない {{ }} があります", EN: "a {{ }} is not closed"}, at...)
	}
}
