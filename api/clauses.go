package api

import (
	"context"
	"slices"

	"github.com/yakkan/yakkan/analyzer/suggest"
)

// ClausesIn narrows the list of model clauses.
type ClausesIn struct {
	Class string `query:"class" maxLength:"64" doc:"Only clauses that close a gap of this class."`
}

// ClausesOut is the list of model clauses.
type ClausesOut struct {
	ETag         string `header:"ETag"`
	CacheControl string `header:"Cache-Control"`
	Body         ClausesJSON
}

// ClausesJSON is the list of model clauses.
type ClausesJSON struct {
	Digest  string       `json:"digest" doc:"Digest of the whole library."`
	Clauses []ClauseJSON `json:"clauses"`
}

// ClauseJSON is a registered model clause.
type ClauseJSON struct {
	ID       string        `json:"id"`
	Title    Text          `json:"title"`
	Goal     Text          `json:"goal"`
	Serves   Text          `json:"serves"`
	Check    Text          `json:"check" doc:"What to look at once it stands in the text."`
	Basis    []BasisJSON   `json:"basis"`
	Variants []VariantJSON `json:"variants"`
}

// VariantJSON is one variant of a model clause.
type VariantJSON struct {
	Variant    string          `json:"variant" enum:"preserve,entrust" doc:"preserve keeps the exception, entrust accepts that handling is entrusted."`
	Caption    string          `json:"caption"`
	Text       string          `json:"text" doc:"The clause, with places for parameters in {{ }}."`
	Classes    []string        `json:"classes" doc:"Classes whose gap it closes."`
	Parameters []ParameterJSON `json:"parameters"`
}

// ParameterJSON is a value of a clause that a reader may want to change.
type ParameterJSON struct {
	Name    string `json:"name"`
	Default string `json:"default"`
	Says    Text   `json:"says"`
}

// Clauses lists the model clauses.
func (s *Service) Clauses(_ context.Context, in *ClausesIn) (*ClausesOut, error) {
	out := &ClausesOut{ETag: `"` + s.library.Digest() + `"`, CacheControl: "private, max-age=300"}
	out.Body = ClausesJSON{Digest: s.library.Digest(), Clauses: []ClauseJSON{}}
	for _, c := range s.library.Clauses() {
		j := ClauseJSON{ID: c.ID, Title: c.Title, Goal: c.Goal, Serves: c.Serves, Check: c.Check, Basis: s.basis(c.Basis), Variants: []VariantJSON{}}
		wanted := in.Class == ""
		for _, v := range suggest.Variants {
			t := c.Of(v)
			if t == nil {
				continue
			}
			variant := variantJSON(c, v, t)
			wanted = wanted || slices.Contains(variant.Classes, in.Class)
			j.Variants = append(j.Variants, variant)
		}
		if wanted {
			out.Body.Clauses = append(out.Body.Clauses, j)
		}
	}
	return out, nil
}

func variantJSON(c *suggest.Clause, v suggest.Variant, t *suggest.Template) VariantJSON {
	out := VariantJSON{Variant: string(v), Caption: t.Caption, Text: t.Text, Classes: []string{}, Parameters: []ParameterJSON{}}
	closes := t.Closes
	if len(closes) == 0 {
		closes = c.Closes
	}
	for _, gap := range closes {
		if !slices.Contains(out.Classes, gap.Class) {
			out.Classes = append(out.Classes, gap.Class)
		}
	}
	for name, p := range c.Parameters {
		out.Parameters = append(out.Parameters, ParameterJSON{Name: name, Default: p.Default, Says: p.Says})
	}
	slices.SortFunc(out.Parameters, func(a, b ParameterJSON) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	return out
}
