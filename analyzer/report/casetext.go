package report

import (
	"fmt"
	"io"
	"strings"
)

// caseWords are what the writers say of a case.
type caseWords struct {
	documents, precedence, above, beaten, missing, noMissing, quoted, verdict, source string
	as, sources                                                                       map[string]string
}

var caseJapanese = caseWords{
	documents: "対象の文書", precedence: "優先順位", above: "優先", beaten: "優先関係により判定に加えない権限", missing: "参照されているが確認していない文書", noMissing: "なし",
	quoted: "判定には加えず、矛盾の照合及び事実の資料とします", verdict: "単独の判定", source: "根拠",
	as:      map[string]string{"terms": "利用規約", "privacy": "プライバシーポリシー", "dpa": "データ処理契約・特約", "security": "セキュリティ資料", "confirmation": "授受確認書", "website": "公開ページ"},
	sources: map[string]string{"case": "案件ファイルの指定", "clauses": "文書の定め", "none": "定めが見つかりません"},
}

var caseEnglish = caseWords{
	documents: "Documents", precedence: "Order of precedence", above: "prevails over", beaten: "Powers that do not count by the order", missing: "Referred to and not supplied", noMissing: "none",
	quoted: "not part of the verdict: compared for contradictions, and shows facts", verdict: "by itself", source: "by",
	as:      map[string]string{"terms": "terms", "privacy": "privacy policy", "dpa": "data processing agreement", "security": "security paper", "confirmation": "paper on data handed over", "website": "public page"},
	sources: map[string]string{"case": "the case file", "clauses": "the documents' clauses", "none": "nothing was found"},
}

func caseIn(lang string) *caseWords {
	if lang == "en" {
		return &caseEnglish
	}
	return &caseJapanese
}

// name returns how a document of the case is called.
func (c *Case) name(id string) string {
	for i := range c.Documents {
		if c.Documents[i].ID == id {
			return c.Documents[i].Report.Document.Name
		}
	}
	return id
}

// place returns where a finding of the case stands.
func place(sum *Report, id string) string {
	if f := sum.By(id); f != nil {
		return fmt.Sprintf("%s (%s)", f.Article, f.Place())
	}
	return id
}

func (c *Case) head(lang string) string {
	n := len(c.Documents)
	if lang == "en" {
		return fmt.Sprintf("%s  (%d documents)", c.Name, n)
	}
	return fmt.Sprintf("%s  （%d文書）", c.Name, n)
}

// WriteCaseText writes a case for a terminal: the judgement over the set, then
// the documents, their order and what does not agree.
func WriteCaseText(w io.Writer, c *Case, opt TextOptions) error {
	sum := c.sum()
	t := &textWriter{r: sum, opt: opt, w: in(opt.Lang)}
	if t.opt.Width == 0 {
		t.opt.Width = 80
	}
	k := caseIn(opt.Lang)
	t.b.WriteString(t.paint("1", c.head(opt.Lang)) + "\n")
	if c.Verdict.Terms == Unread {
		t.wrapped("", t.paint("31;1", t.w.unreadable))
	} else {
		t.outcome()
	}
	t.heading(k.documents)
	for _, d := range c.Documents {
		line := fmt.Sprintf("%s %s  [%s, %s]  %s: %s", d.ID, d.Report.Document.Name, k.as[d.As], t.w.read[d.Report.Document.Status], k.verdict, t.in(d.Report.Verdict.Label))
		t.marked("  - ", line)
		for _, p := range d.Report.Document.Problems {
			t.marked("      ! ", t.in(p.Message))
		}
		if !d.Weighs {
			t.wrapped("      ", k.quoted)
		}
	}
	t.heading(k.precedence + " (" + k.source + ": " + k.sources[c.Precedence.Source] + ")")
	for _, o := range c.Precedence.Over {
		line := fmt.Sprintf("%s > %s", c.name(o.Above), c.name(o.Below))
		if o.Finding != "" {
			line += "  " + place(sum, o.Finding)
		}
		t.marked("  - ", line)
	}
	if len(c.Precedence.Beaten) > 0 {
		t.heading(k.beaten)
		for _, x := range c.Precedence.Beaten {
			t.marked("  - ", place(sum, x.Power)+" ← "+place(sum, x.By))
			t.wrapped("    ", t.in(x.Message))
		}
	}
	t.heading(k.missing)
	if len(c.Missing) == 0 {
		t.b.WriteString("  " + k.noMissing + "\n")
	}
	for _, m := range c.Missing {
		t.marked("  - ", m)
	}
	t.contradictions(c.Contradictions, true)
	if c.Verdict.Terms != Unread && !opt.Brief {
		t.rest()
	}
	t.heading(t.w.notices)
	for _, n := range c.Notices {
		t.wrapped("  ", t.in(n))
	}
	fmt.Fprintf(&t.b, "  library %s (%s), law %s\n", c.Library.Version, short(c.Library.Digest), c.Library.LawVersion)
	_, err := io.WriteString(w, t.b.String())
	return err
}

// WriteCaseMarkdown writes a case as Markdown.
func WriteCaseMarkdown(w io.Writer, c *Case, lang string) error {
	var b strings.Builder
	k, t, sum := caseIn(lang), in(lang), c.sum()
	tr := func(x Text) string { return escape(In(x, lang)) }
	fmt.Fprintf(&b, "# %s\n\n", escape(c.head(lang)))
	if c.Verdict.Terms == Unread {
		fmt.Fprintf(&b, "**%s**\n\n", t.unreadable)
	} else {
		outcomeMarkdown(&b, sum, lang)
	}
	fmt.Fprintf(&b, "## %s\n\n| | | | |\n|---|---|---|---|\n", k.documents)
	for _, d := range c.Documents {
		note := ""
		if !d.Weighs {
			note = k.quoted
		}
		fmt.Fprintf(&b, "| %s %s | %s | %s | %s %s |\n", d.ID, escape(d.Report.Document.Name), k.as[d.As], t.read[d.Report.Document.Status], tr(d.Report.Verdict.Label), note)
	}
	fmt.Fprintf(&b, "\n## %s\n\n%s: %s\n\n", k.precedence, k.source, k.sources[c.Precedence.Source])
	for _, o := range c.Precedence.Over {
		fmt.Fprintf(&b, "- %s > %s\n", escape(c.name(o.Above)), escape(c.name(o.Below)))
	}
	for _, x := range c.Precedence.Beaten {
		fmt.Fprintf(&b, "- %s: %s ← %s\n", k.beaten, escape(place(sum, x.Power)), escape(place(sum, x.By)))
	}
	fmt.Fprintf(&b, "\n## %s\n\n", k.missing)
	if len(c.Missing) == 0 {
		fmt.Fprintf(&b, "%s\n", k.noMissing)
	}
	for _, m := range c.Missing {
		fmt.Fprintf(&b, "- %s\n", escape(m))
	}
	b.WriteString("\n")
	contradictionsMarkdown(&b, c.Contradictions, true, lang)
	if c.Verdict.Terms != Unread {
		sheetMarkdown(&b, sum, lang)
		markdownBody(&b, sum, lang)
	}
	fmt.Fprintf(&b, "## %s\n\n", t.notices)
	for _, n := range c.Notices {
		fmt.Fprintf(&b, "%s\n\n", tr(n))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
