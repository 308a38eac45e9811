package suggest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/legal"
)

// variant chooses between the variants where it was left open, and says why.
// Preserve is chosen only where no power stands and the terms already keep the
// vendor from handling: whether that is kept is a matter of facts that terms
// cannot show.
func (c *Case) variant(want Variant) (Variant, finding.Text) {
	declared, powers := c.of(declaring), c.Standing()
	persons, support := c.of("service_nature"), slices.Concat(c.of("on_request"), c.of("access"))
	switch {
	case want == Preserve:
		return want, finding.Text{JA: "例外を維持する型を指定したため。", EN: "The variant that preserves the exception was asked for."}
	case want == Entrust:
		return want, finding.Text{JA: "委託を受ける型を指定したため。", EN: "The variant that accepts the entrustment was asked for."}
	case len(declared) > 0:
		return Entrust, finding.Text{
			JA: fmt.Sprintf("取扱いを委託する旨の定め（%s）があるため、委託の型を示します。", places(declared, "ja")),
			EN: fmt.Sprintf("The terms say that handling is entrusted (%s), so the entrustment variant is shown.", places(declared, "en")),
		}
	case len(powers) > 0:
		return Entrust, finding.Text{
			JA: fmt.Sprintf("データを取り扱う権限の定め（%s）があるため、委託の型を示します。", places(powers, "ja")),
			EN: fmt.Sprintf("Powers over the data stand in the terms (%s), so the entrustment variant is shown.", places(powers, "en")),
		}
	case len(persons) > 0 && len(support) > 0:
		return Entrust, finding.Text{
			JA: fmt.Sprintf("人の情報を扱うサービス（%s）で、データに触れる支援の定め（%s）があるため、委託の型を示します。", places(persons, "ja"), places(support, "ja")),
			EN: fmt.Sprintf("The service is made for persons' data (%s) and support may touch them (%s), so the entrustment variant is shown.", places(persons, "en"), places(support, "en")),
		}
	case c.Judgement.Verdict == legal.Supported:
		return Preserve, finding.Text{
			JA: "権限の定めが見つからず、不取扱い又は依頼時限定の定めがあるため、維持の型を示します。アクセス制御等の事実を示せる場合に限り用いる型です。",
			EN: "No power was found and a clause says that the vendor does not handle, or only on request, so the preserving variant is shown. It is for vendors who can show the facts, such as access control.",
		}
	}
	return Entrust, finding.Text{
		JA: "不取扱いの定めが見つからず、アクセス制御等の事実も文言からは分からないため、委託の型を示します。",
		EN: "No clause of non-handling was found and the wording does not show facts such as access control, so the entrustment variant is shown.",
	}
}

// refusal says which clauses have to go before a clause of non-handling can stand.
func (c *Case) refusal(against []*finding.Finding) *finding.Text {
	return &finding.Text{
		JA: fmt.Sprintf("維持の型は、%sを置き換え又は削るまで示しません。不取扱いの定めと、取扱いの権限又は委託の定めとが併存することになるためです。", places(against, "ja")),
		EN: fmt.Sprintf("The preserving variant is not shown until %s is replaced or removed: non-handling would stand beside a power or an entrustment.", places(against, "en")),
	}
}

// reason says which gaps a clause closes, and why in this variant.
func (p *planner) reason(s *Suggestion) finding.Text {
	var ja, en []string
	closes := s.Clause.closes(p.variant)
	for _, class := range s.Classes {
		for g := range p.gapsOf(class) {
			if closesGap(closes, class, g.kind) {
				j, e := p.c.gapText(g)
				ja, en = append(ja, j), append(en, e)
			}
		}
	}
	return finding.Text{JA: strings.Join(ja, ""), EN: strings.Join(en, " ")}
}

func (c *Case) gapText(g *gap) (ja, en string) {
	title := finding.Text{JA: g.class, EN: g.class}
	if g.of != nil {
		title = g.of.Title
	} else if i := slices.IndexFunc(c.Classes, func(k *finding.Class) bool { return k.ID == g.class }); i >= 0 {
		title = c.Classes[i].Title
	}
	switch g.kind {
	case Power:
		return places(g.findings, "ja") + "の文言が「" + title.JA + "」に一致します。", places(g.findings, "en") + " matches “" + title.EN + "”."
	case Half:
		return "「" + title.JA + "」は" + places(g.findings, "ja") + "にありますが、期限、内容等の一部にとどまります。", "“" + title.EN + "” is there (" + places(g.findings, "en") + "), but only in part."
	case Negative:
		return places(g.findings, "ja") + "は「" + title.JA + "」を打ち消す方向の文言です。", places(g.findings, "en") + " takes away from “" + title.EN + "”."
	case Present:
		return "「" + title.JA + "」に一致する定め（" + places(g.findings, "ja") + "）があります。", "“" + title.EN + "” was found (" + places(g.findings, "en") + ")."
	}
	return "「" + title.JA + "」は見つかりませんでした。", "“" + title.EN + "” was not found."
}

// places names the provisions of findings, at most four.
func places(found []*finding.Finding, lang string) string {
	const most = 4
	unnumbered, comma, more := "番号のない段落", "、", "ほか%d箇所"
	if lang == "en" {
		unnumbered, comma, more = "an unnumbered paragraph", ", ", " and %d more"
	}
	names := make([]string, 0, len(found))
	for _, f := range found {
		name := cmp.Or(f.Provision.Address(), unnumbered)
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if n := len(names) - most; n > 0 {
		return strings.Join(names[:most], comma) + fmt.Sprintf(more, n)
	}
	return strings.Join(names, comma)
}
