package web

import (
	"github.com/gin-gonic/gin"

	"github.com/yakkan/yakkan/api"
)

// rulesData is the catalogue of classes by group.
type rulesData struct {
	Groups []ruleGroup
	Digest string
}

type ruleGroup struct {
	ID    string
	Rules []api.RuleJSON
}

func (p *pages) rules(c *gin.Context, v *view) error {
	out, err := p.service.Rules(c.Request.Context(), &api.RulesIn{})
	if err != nil {
		return err
	}
	d := &rulesData{Digest: out.Body.Digest}
	for _, g := range []string{"power", "support", "division", "context"} {
		group := ruleGroup{ID: g}
		for _, r := range out.Body.Rules {
			if r.Group == g {
				group.Rules = append(group.Rules, r)
			}
		}
		d.Groups = append(d.Groups, group)
	}
	v.Page, v.Data = "rules", d
	return nil
}

func (p *pages) rule(c *gin.Context, v *view) error {
	out, err := p.service.Rule(c.Request.Context(), &api.RuleIn{Class: c.Param("class")})
	if err != nil {
		return err
	}
	v.Page, v.Data = "rule", &out.Body
	return nil
}

func (p *pages) clauses(c *gin.Context, v *view) error {
	out, err := p.service.Clauses(c.Request.Context(), &api.ClausesIn{})
	if err != nil {
		return err
	}
	v.Page, v.Data = "clauses", &out.Body
	return nil
}
