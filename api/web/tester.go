package web

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"github.com/yakkan/yakkan/api"
)

// testerData is the page where a sentence is tried.
type testerData struct {
	Text, Rule string
	Rules      []api.RuleJSON
	Out        *api.ExplanationJSON
}

// maxSentence is how many characters may be tried at once, as the API has it.
const maxSentence = 4000

func (p *pages) newTester(c *gin.Context) (*testerData, error) {
	rules, err := p.service.Rules(c.Request.Context(), &api.RulesIn{})
	if err != nil {
		return nil, err
	}
	return &testerData{Rules: rules.Body.Rules}, nil
}

func (p *pages) testerForm(c *gin.Context, v *view) error {
	d, err := p.newTester(c)
	if err != nil {
		return err
	}
	d.Rule = c.Query("rule")
	v.Page, v.Data = "tester", d
	return nil
}

func (p *pages) tester(c *gin.Context, v *view) error {
	d, err := p.newTester(c)
	if err != nil {
		return err
	}
	v.Page, v.Data = "tester", d
	f, done, err := p.form(c.Request)
	defer done()
	if err != nil {
		return err
	}
	d.Text, d.Rule = f.Values.Get("text"), f.Values.Get("rule")
	if strings.TrimSpace(d.Text) == "" || utf8.RuneCountInString(d.Text) > maxSentence {
		return api.Invalid("1文字から4,000文字までの文を入力してください。", "Give a sentence of 1 to 4,000 characters.")
	}
	d.Out, err = p.service.Explain(c.Request.Context(), &api.ExplainIn{ExplainJSON: api.ExplainJSON{Text: d.Text, Rule: d.Rule, Patterns: 6}})
	v.Result = "explanation"
	return err
}

// Some are the shortest of words, the plain names of a party.
func (v *view) Some(words []string) string {
	words = slices.Clone(words)
	slices.SortStableFunc(words, func(a, b string) int { return len(a) - len(b) })
	const most = 8
	if len(words) > most {
		return strings.Join(words[:most], "、") + " …"
	}
	return strings.Join(words, "、")
}
