package api

import (
	"cmp"
	"context"
	"slices"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/patterns"
)

// ExplainJSON is the body of POST /v1/explain.
type ExplainJSON struct {
	Text     string   `json:"text" minLength:"1" maxLength:"4000" doc:"A sentence, or a few: lines are paragraphs and items, as in a document."`
	Rule     string   `json:"rule,omitempty" pattern:"^[a-z][a-z0-9_]*(/[a-z0-9-]+)?$" maxLength:"128" example:"monitor" doc:"A class, or one of its patterns. Without it the nearest patterns of all classes."`
	Kind     string   `json:"kind,omitempty" enum:"terms,privacy,dpa,security,nda,contract,other" doc:"Kind of document that the text is read as; terms if missing."`
	Vendor   []string `json:"vendor,omitempty" maxItems:"8" doc:"Words for the vendor, such as 甲."`
	Customer []string `json:"customer,omitempty" maxItems:"8" doc:"Words for the customer."`
	Patterns int      `json:"patterns,omitempty" minimum:"1" maximum:"200" doc:"How many patterns to show for each sentence; 10 if missing."`
}

// ExplainIn asks why rules match a text or not.
type ExplainIn struct{ ExplainJSON }

// ExplanationJSON is what the rules said of each sentence.
type ExplanationJSON struct {
	Parties   ExplainedParties    `json:"parties"`
	Sentences []ExplainedSentence `json:"sentences"`
}

// ExplainedParties are the words that were read as parties.
type ExplainedParties struct {
	Vendor   []string `json:"vendor"`
	Customer []string `json:"customer"`
}

// ExplainedSentence is a sentence as the rules see it.
type ExplainedSentence struct {
	Article  string             `json:"article"`
	Text     string             `json:"text"`
	Tokens   []ExplainedToken   `json:"tokens"`
	Norms    []ExplainedNorm    `json:"norms"`
	Patterns []ExplainedPattern `json:"patterns" doc:"The nearest first; what matches is in front."`
}

// ExplainedToken is a token.
type ExplainedToken struct {
	Surface string `json:"surface"`
	Base    string `json:"base"`
	Role    string `json:"role" doc:"Where it stands: main, condition, exception, purpose, relative, bracket, quoted."`
}

// ExplainedNorm is a predication: who may or must do what.
type ExplainedNorm struct {
	Words    string   `json:"words"`
	Bearer   string   `json:"bearer" doc:"vendor, customer, both, third, none"`
	BearerBy string   `json:"bearer_by" doc:"How the bearer was found."`
	Modality string   `json:"modality"`
	Data     string   `json:"data"`
	Trigger  string   `json:"trigger"`
	Features []string `json:"features" doc:"condition, exception, purpose, consent_fiction, effort, softener, passive"`
	From     int      `json:"from" doc:"First token."`
	To       int      `json:"to" doc:"Token after the last."`
}

// ExplainedPattern is what a pattern said of a sentence.
type ExplainedPattern struct {
	Rule    string          `json:"rule"`
	Title   Text            `json:"title"`
	Group   string          `json:"group"`
	Matched bool            `json:"matched"`
	Missing []string        `json:"missing" doc:"Slots of which no word is there: the pattern was not tried."`
	Norm    int             `json:"norm" doc:"The norm that came nearest, -1 if there is none."`
	Steps   []ExplainedStep `json:"steps" doc:"What was asked of that norm, in order."`
	Failed  string          `json:"failed,omitempty" doc:"The first step that said no."`
}

// ExplainedStep is one condition of a pattern.
type ExplainedStep struct {
	Name     string `json:"name"`
	Held     bool   `json:"held"`
	Unless   bool   `json:"unless" doc:"It is an exception; held means that it did not stand in the way."`
	Evidence string `json:"evidence"`
}

// Explain reads a text as a small document and says for each sentence which
// patterns match it, and what stopped those that came near.
func (s *Service) Explain(ctx context.Context, in *ExplainIn) (*ExplanationJSON, error) {
	if _, err := need(ctx, ScopeAnalyze); err != nil {
		return nil, err
	}
	rules := []string{in.Rule}
	if in.Rule == "" {
		rules = nil
		for _, c := range s.library.Classes() {
			rules = append(rules, c.ID)
		}
	}
	var out *ExplanationJSON
	err := s.inTurn(ctx, func(ctx context.Context) (err error) {
		out, err = s.explanation(ctx, in, rules)
		return err
	})
	return out, err
}

func (s *Service) explanation(ctx context.Context, in *ExplainIn, rules []string) (*ExplanationJSON, error) {
	tree := s.parse(in)
	reader := norm.NewReader(tree, s.analyzer.Tokenizer, s.library)
	out := &ExplanationJSON{
		Parties:   ExplainedParties{Vendor: append([]string{}, tree.Parties.Vendor...), Customer: append([]string{}, tree.Parties.Customer...)},
		Sentences: []ExplainedSentence{},
	}
	var all []patterns.Explanation
	for _, rule := range rules {
		es, err := s.library.Explain(ctx, reader, rule)
		if err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			return nil, s.noRule(rule)
		}
		if all == nil {
			all = es
			continue
		}
		for i := range es {
			all[i].Patterns = append(all[i].Patterns, es[i].Patterns...)
		}
	}
	most := in.Patterns
	if most <= 0 {
		most = 10
	}
	for _, e := range all {
		out.Sentences = append(out.Sentences, s.sentence(e, tree.Document.Text, most, in.Rule != ""))
	}
	return out, nil
}

// parse reads the text with the parties and the kind that were given.
func (s *Service) parse(in *ExplainIn) *structure.Tree {
	opt := s.library.Parties()
	if len(in.Vendor) > 0 {
		opt.Vendor = in.Vendor
	}
	if len(in.Customer) > 0 {
		opt.Customer = in.Customer
	}
	tree := *structure.Parse(document.Read("", []byte(in.Text), document.Options{Format: document.Plain}), opt)
	tree.Kind = structure.Terms
	if in.Kind != "" {
		tree.Kind = structure.DocumentKind(in.Kind)
	}
	return &tree
}

func (s *Service) noRule(rule string) *Problem {
	if !isPattern(rule) {
		return s.noClass(rule)
	}
	return newProblem("not-found", "そのパターンはありません。/v1/rules に一覧があります。", "There is no such pattern; /v1/rules lists them.")
}

func (s *Service) sentence(e patterns.Explanation, text string, most int, all bool) ExplainedSentence {
	out := ExplainedSentence{Article: e.Label, Text: e.Span.Of(text), Tokens: []ExplainedToken{}, Norms: []ExplainedNorm{}, Patterns: []ExplainedPattern{}}
	u := e.Unit
	for i := range u.Sentence.Tokens {
		role := norm.Main
		if i < len(u.Roles) {
			role = u.Roles[i]
		}
		out.Tokens = append(out.Tokens, ExplainedToken{Surface: u.Sentence.Surface(i), Base: u.Sentence.Base(i), Role: role.String()})
	}
	index := map[*norm.Norm]int{}
	for i := range u.Norms {
		n := &u.Norms[i]
		index[n] = i
		out.Norms = append(out.Norms, explainNorm(n, u, text))
	}
	traces := slices.DeleteFunc(slices.Clone(e.Patterns), func(t patterns.PatternTrace) bool { return !all && (len(t.Missing) > 0 || len(t.Norms) == 0) })
	slices.SortStableFunc(traces, func(a, b patterns.PatternTrace) int {
		return cmp.Or(rank(a)-rank(b), cmp.Compare(b.Nearest().Nearness(), a.Nearest().Nearness()))
	})
	for _, t := range traces[:min(most, len(traces))] {
		out.Patterns = append(out.Patterns, s.pattern(t, index))
	}
	return out
}

// rank puts what matches in front and what was not tried at the end.
func rank(t patterns.PatternTrace) int {
	switch {
	case t.Matched():
		return 0
	case len(t.Missing) == 0:
		return 1
	}
	return 2
}

func (s *Service) pattern(t patterns.PatternTrace, index map[*norm.Norm]int) ExplainedPattern {
	p := ExplainedPattern{Rule: t.Class + "/" + t.Pattern, Group: string(s.groupOf(t.Class)), Matched: t.Matched(), Missing: append([]string{}, t.Missing...), Norm: -1, Steps: []ExplainedStep{}}
	for _, c := range s.library.Classes() {
		if c.ID == t.Class {
			p.Title = c.Title
		}
	}
	if len(t.Norms) == 0 {
		return p
	}
	n := t.Nearest()
	for _, m := range t.Norms { // the one that matched, not the nearest of the others
		if m.Matched {
			n = m
		}
	}
	if i, ok := index[n.Norm]; ok {
		p.Norm = i
	}
	for _, step := range n.Steps {
		p.Steps = append(p.Steps, ExplainedStep{Name: step.Name, Held: step.Held, Unless: step.Unless, Evidence: step.Evidence})
	}
	if len(n.Failed) > 0 {
		p.Failed = n.Failed[0]
	}
	return p
}

func explainNorm(n *norm.Norm, u *norm.Unit, text string) ExplainedNorm {
	out := ExplainedNorm{Bearer: bearerName(n.Bearer), BearerBy: n.BearerBy.String(), Modality: n.Modality.String(), Data: n.Data.String(), Trigger: n.Trigger.String(), Features: []string{}, From: n.Start, To: n.End}
	if tokens := u.Sentence.Tokens; n.Start < n.End && n.End <= len(tokens) {
		out.Words = text[tokens[n.Start].Start:tokens[n.End-1].End]
	}
	for _, f := range []struct {
		on   bool
		name string
	}{{n.Condition, "condition"}, {n.Exception, "exception"}, {n.Purpose, "purpose"}, {n.Consent, "consent_fiction"}, {n.Effort, "effort"}, {n.Softened, "softener"}, {n.Passive, "passive"}} {
		if f.on {
			out.Features = append(out.Features, f.name)
		}
	}
	return out
}

// bearerName is the name of a role as rules write it.
func bearerName(r structure.Role) string {
	switch r {
	case structure.Vendor:
		return "vendor"
	case structure.Customer:
		return "customer"
	case structure.Both:
		return "both"
	case structure.Third:
		return "third"
	}
	return "none"
}
