package api

import (
	"context"
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/patterns"
)

// RulesIn narrows the list of classes.
type RulesIn struct {
	Group string `query:"group" enum:"power,support,division,context" doc:"Only classes of this group."`
}

// RulesOut is the list of classes.
type RulesOut struct {
	ETag         string `header:"ETag"`
	CacheControl string `header:"Cache-Control"`
	Body         RulesJSON
}

// RulesJSON is the list of classes.
type RulesJSON struct {
	Version string     `json:"version"`
	Digest  string     `json:"digest" doc:"Digest of the whole library."`
	Rules   []RuleJSON `json:"rules"`
}

// RuleJSON is a class of clauses.
type RuleJSON struct {
	Class    string   `json:"class"`
	Group    string   `json:"group"`
	Title    Text     `json:"title"`
	Severity string   `json:"severity"`
	Status   string   `json:"status"`
	Patterns []string `json:"patterns"`
}

// Rules lists the classes.
func (s *Service) Rules(_ context.Context, in *RulesIn) (*RulesOut, error) {
	out := &RulesOut{ETag: `"` + s.library.Digest() + `"`, CacheControl: "private, max-age=300"}
	out.Body = RulesJSON{Version: patterns.Version, Digest: s.library.Digest(), Rules: []RuleJSON{}}
	for _, info := range s.library.List() {
		if in.Group == "" || in.Group == string(info.Class.Group) {
			out.Body.Rules = append(out.Body.Rules, rule(info))
		}
	}
	return out, nil
}

func rule(info patterns.ClassInfo) RuleJSON {
	c := info.Class
	return RuleJSON{Class: c.ID, Group: string(c.Group), Title: c.Title, Severity: string(c.Severity), Status: c.Status, Patterns: append([]string{}, info.Patterns...)}
}

// RuleIn names a class.
type RuleIn struct {
	Class string `path:"class" pattern:"^[a-z][a-z0-9_]{0,63}$" example:"monitor" doc:"ID of the class."`
}

// RuleOut is a class with all it says.
type RuleOut struct {
	CacheControl string `header:"Cache-Control"`
	Body         RuleDetailJSON
}

// RuleDetailJSON is a class with all it says.
type RuleDetailJSON struct {
	RuleJSON
	Message        Text        `json:"message" doc:"What a finding says, with places for its words."`
	Explanation    Text        `json:"explanation"`
	FalsePositives []Text      `json:"false_positives"`
	Basis          []BasisJSON `json:"basis"`
	Suggest        []string    `json:"suggest" doc:"IDs of model clauses."`
}

// BasisJSON is a source that a class rests on.
type BasisJSON struct {
	ID    string `json:"id"`
	Cite  Text   `json:"cite"`
	Title Text   `json:"title"`
	Says  Text   `json:"says"`
	URL   string `json:"url,omitempty"`
}

// Rule returns a class.
func (s *Service) Rule(_ context.Context, in *RuleIn) (*RuleOut, error) {
	all := s.library.List()
	i := slices.IndexFunc(all, func(info patterns.ClassInfo) bool { return info.Class.ID == in.Class })
	if i < 0 {
		return nil, s.noClass(in.Class)
	}
	c := all[i].Class
	d := RuleDetailJSON{RuleJSON: rule(all[i]), Message: c.Message, Explanation: c.Explanation, FalsePositives: []Text{}, Basis: s.basis(c.Basis), Suggest: []string{}}
	d.FalsePositives = append(d.FalsePositives, c.FalsePositives...)
	d.Suggest = append(d.Suggest, c.Suggest...)
	return &RuleOut{CacheControl: "private, max-age=300", Body: d}, nil
}

func (s *Service) basis(ids []string) []BasisJSON {
	sources := s.library.Legal().Sources
	out := []BasisJSON{}
	for _, id := range ids {
		b := BasisJSON{ID: id, Cite: sources.Cite(id)}
		if src, ok := sources.Source(id); ok {
			b.Title, b.Says, b.URL = src.Title, src.Says, src.URL
			if b.URL == "" {
				b.URL = sources.Documents[src.Document].URL
			}
		}
		out = append(out, b)
	}
	return out
}

// noClass names the class that comes nearest.
func (s *Service) noClass(class string) *Problem {
	var ids []string
	for _, info := range s.library.List() {
		ids = append(ids, info.Class.ID)
	}
	ja, en := "その類型はありません。/v1/rules に一覧があります。", "There is no such class; /v1/rules lists them."
	if near := Nearest(class, ids); near != "" {
		ja, en = "その類型はありません。"+near+" ではありませんか。", "There is no such class; did you mean "+near+"?"
	}
	return newProblem("not-found", ja, en)
}

// groupOf returns the group of a class, "" if there is none of that ID.
func (s *Service) groupOf(class string) finding.Group {
	for _, c := range s.library.Classes() {
		if c.ID == class {
			return c.Group
		}
	}
	return ""
}

// isPattern reports whether a rule is named with its pattern: monitor/own-judgement.
func isPattern(rule string) bool { return strings.Contains(rule, "/") }
