package report

import (
	"fmt"
	"strings"
)

// sheetWords are what the writers say of facts, questions, contradictions and duties.
type sheetWords struct {
	final, considerations, terms, facts, otherFacts, questions, toVendor, toSelf, incident, stale, contradictions, duties, rangeOf, breach, principals, yet string
	moves                                                                                                                                                   map[string]string
	roles                                                                                                                                                   map[string]string
}

var sheetJapanese = sheetWords{
	final: "事実を加えた判定", considerations: "四つの考慮要素", terms: "文言", facts: "回答", otherFacts: "その他の回答",
	questions: "確認すべき事項（結果への影響が大きい順）", toVendor: "事業者への質問", toSelf: "自社で確認する事項",
	incident: "漏えい等の事案又は紛争が発生しているため、指標及び条項のひな形は表示しません。弁護士に相談してください。",
	stale:    "回答から12か月超", contradictions: "矛盾する定め", duties: "役割ごとの確認事項", rangeOf: "範囲", breach: "漏えい等の報告", principals: "本人への通知に含める項目: ", yet: "（事実の回答がないため暫定）",
	moves: map[string]string{"final": "判定が変わり得る", "score": "指標が最大 %d 動き得る", "overlay": "注記"},
	roles: map[string]string{"user": "利用者", "client": "委託元・顧問先", "vendor": "事業者"},
}

var sheetEnglish = sheetWords{
	final: "Verdict with facts", considerations: "The four considerations", terms: "terms", facts: "answers", otherFacts: "Other answers",
	questions: "To be confirmed (what could move the result most first)", toVendor: "for the vendor", toSelf: "from your own records",
	incident: "A breach or dispute is at hand: scores and model clauses are not shown. Please consult a lawyer.",
	stale:    "more than 12 months old", contradictions: "Provisions that do not agree", duties: "To do, by role", rangeOf: "range", breach: "Breach reports", principals: "Items of the notice to the principals: ", yet: " (provisional: no facts were given)",
	moves: map[string]string{"final": "could change the verdict", "score": "could move the score by up to %d", "overlay": "note"},
	roles: map[string]string{"user": "user", "client": "client", "vendor": "vendor"},
}

// provisional returns the words for a verdict without facts.
func (s *sheetWords) provisional(is bool) string {
	if !is {
		return ""
	}
	return s.yet
}

func sheetIn(lang string) *sheetWords {
	if lang == "en" {
		return &sheetEnglish
	}
	return &sheetJapanese
}

// conclusion writes the final verdict on the first screen.
func (t *textWriter) conclusion() {
	s := sheetIn(t.opt.Lang)
	if t.r.Incident {
		t.wrapped("", t.paint("31;1", s.incident))
	}
	c := t.r.Verdict.Conclusion
	if c == nil || t.r.Verdict.Final == nil {
		return
	}
	fmt.Fprintf(&t.b, "%s: %s [%s %s]\n", s.final, t.paint("1", t.in(c.Label)), c.Code, *t.r.Verdict.Final)
	t.wrapped("  ", t.in(c.Means))
	for _, n := range c.Notes {
		t.marked("  → ", t.in(n))
	}
}

// rangeOf returns the range of the defeat score in words, "" where there is none.
func rangeOf(d *Defeat, lang string) string {
	if d.Low == d.Value && d.High == d.Value {
		return ""
	}
	return fmt.Sprintf("%s %d–%d, ", sheetIn(lang).rangeOf, d.Low, d.High)
}

// considerations writes the sheet of the four considerations.
func (t *textWriter) considerations() {
	s := sheetIn(t.opt.Lang)
	if len(t.r.Considerations) == 0 {
		return
	}
	t.heading(s.considerations)
	for _, c := range t.r.Considerations {
		t.row("  "+c.ID+" ", cell{"", t.in(c.Label), "1"}, cell{"  ", "[" + t.in(c.Points) + "]", ""}, cell{"  ", t.places(c.Findings), ""})
		for _, x := range c.Terms {
			t.marked("      "+s.terms+": ", t.in(x))
		}
		for _, f := range c.Facts {
			t.marked("      "+s.facts+": ", t.said(&f))
		}
	}
	if t.r.Facts != nil && len(t.r.Facts.Others) > 0 {
		t.heading(s.otherFacts)
		for _, f := range t.r.Facts.Others {
			t.marked("  - ", t.in(f.Label)+": "+t.said(&f))
		}
	}
}

func (t *textWriter) said(f *FactSaid) string {
	text := t.in(f.Says) + f.source()
	if f.Stale {
		text += " ※" + sheetIn(t.opt.Lang).stale
	}
	return text
}

// questions writes what is to be asked, the vendor's questions first.
func (t *textWriter) questions() {
	s := sheetIn(t.opt.Lang)
	if len(t.r.Questions) == 0 {
		return
	}
	t.heading(s.questions)
	for _, ask := range []string{"vendor", "self"} {
		n := 0
		for _, q := range t.r.Questions {
			if q.Ask != ask {
				continue
			}
			if n++; n == 1 {
				fmt.Fprintf(&t.b, "  %s\n", map[string]string{"vendor": s.toVendor, "self": s.toSelf}[ask])
			}
			t.marked(fmt.Sprintf("   %2d. ", n), t.in(q.Text)+" ["+moved(&q, t.opt.Lang)+"]")
		}
	}
}

// moved says what a question could move.
func moved(q *Question, lang string) string {
	s := sheetIn(lang)
	var parts []string
	for _, m := range q.Moves {
		part := s.moves[m]
		if m == "score" {
			part = fmt.Sprintf(part, q.Points)
		}
		parts = append(parts, part)
	}
	if q.Stale {
		parts = append(parts, s.stale)
	}
	return strings.Join(parts, ", ")
}

// sheetMarkdown writes considerations, facts and questions as Markdown.
func sheetMarkdown(b *strings.Builder, r *Report, lang string) {
	s := sheetIn(lang)
	tr := func(x Text) string { return In(x, lang) }
	t := &textWriter{r: r, opt: TextOptions{Lang: lang}, w: in(lang)}
	if len(r.Considerations) > 0 {
		fmt.Fprintf(b, "## %s\n\n| | | %s | %s |\n|---|---|---|---|\n", s.considerations, s.terms, s.facts)
		for _, c := range r.Considerations {
			var terms, facts []string
			for _, x := range c.Terms {
				terms = append(terms, escape(tr(x)))
			}
			if p := t.places(c.Findings); p != "" {
				terms = append(terms, "（"+escape(p)+"）")
			}
			for _, f := range c.Facts {
				facts = append(facts, escape(t.said(&f)))
			}
			fmt.Fprintf(b, "| %s %s | %s | %s | %s |\n", c.ID, escape(tr(c.Label)), escape(tr(c.Points)), strings.Join(terms, "<br>"), strings.Join(facts, "<br>"))
		}
		b.WriteString("\n")
	}
	contradictionsMarkdown(b, r.Contradictions, false, lang)
	if len(r.Questions) > 0 {
		fmt.Fprintf(b, "## %s\n\n", s.questions)
		for _, q := range r.Questions {
			to := s.toVendor
			if q.Ask == "self" {
				to = s.toSelf
			}
			fmt.Fprintf(b, "1. %s （%s; %s）\n", escape(tr(q.Text)), to, escape(moved(&q, lang)))
		}
		b.WriteString("\n")
	}
	if len(r.Duties) > 0 && (r.Verdict.Final != nil || r.Incident) {
		fmt.Fprintf(b, "## %s\n\n", s.duties)
		dutiesMarkdown(b, r.Duties, lang)
	}
}
