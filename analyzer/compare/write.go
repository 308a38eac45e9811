package compare

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/yakkan/yakkan/analyzer/report"
)

// Formats are the names of the formats that Write knows.
var Formats = []string{"text", "json", "md"}

// WriteOptions are the settings of Write.
type WriteOptions struct {
	Lang  string // ja, en
	Color bool   // text only
}

// Write writes a comparison in a format.
func (c *Comparison) Write(w io.Writer, format string, opt WriteOptions) error {
	switch format {
	case "json":
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(c)
	case "text", "md":
		p := &printer{c: c, opt: opt, md: format == "md"}
		p.all()
		_, err := io.WriteString(w, p.b.String())
		return err
	}
	return fmt.Errorf("there is no format %q; use one of %s", format, strings.Join(Formats, ", "))
}

// kindNames say in both languages what happened.
var kindNames = map[string]report.Text{
	string(Added): {JA: "追加", EN: "added"}, string(Removed): {JA: "削除", EN: "removed"}, string(Changed): {JA: "変更", EN: "changed"}, string(Retitled): {JA: "見出し変更", EN: "retitled"},
	string(Reference): {JA: "参照先の番号", EN: "reference"}, string(Moved): {JA: "移動", EN: "moved"}, string(Renumbered): {JA: "番号変更", EN: "renumbered"},
	"came": {JA: "新たに該当", EN: "came"}, "went": {JA: "該当せず", EN: "went"},
	string(Same): {JA: "変化なし", EN: "same"}, string(Better): {JA: "改善", EN: "better"}, string(Worse): {JA: "悪化", EN: "worse"}, string(Unknown): {JA: "比較不可", EN: "cannot be compared"},
}

type printer struct {
	c   *Comparison
	opt WriteOptions
	md  bool
	b   strings.Builder
}

func (p *printer) in(t report.Text) string { return report.In(t, p.opt.Lang) }

func (p *printer) say(ja, en string) string { return p.in(report.Text{JA: ja, EN: en}) }

func (p *printer) name(kind string) string { return p.in(kindNames[kind]) }

// raw is text of the document: escaped in Markdown.
func (p *printer) raw(s string) string {
	if !p.md {
		return strings.Map(func(r rune) rune {
			if r < ' ' || r == 0x7F {
				return ' '
			}
			return r
		}, s)
	}
	var b strings.Builder
	for _, r := range s {
		switch r {
		case '\\', '`', '*', '_', '[', ']', '<', '>', '#', '|', '~', '&', '!':
			b.WriteByte('\\')
		case '\n', '\r':
			r = ' '
		}
		b.WriteRune(r)
	}
	return b.String()
}

func (p *printer) paint(code, s string) string {
	if !p.opt.Color || p.md {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (p *printer) heading(s string) {
	if p.md {
		fmt.Fprintf(&p.b, "\n## %s\n\n", s)
		return
	}
	p.b.WriteString("\n" + p.paint("1", "■ "+s) + "\n")
}

func (p *printer) all() {
	c := p.c
	lead, bullet := "", ""
	if p.md {
		lead, bullet = "# ", "- "
	}
	fmt.Fprintf(&p.b, "%s%s → %s\n", lead, p.raw(c.Old.Name), p.raw(c.New.Name))
	if p.md {
		p.b.WriteString("\n")
	}
	fmt.Fprintf(&p.b, "%s%s: %s [%s] → %s [%s] (%s)\n", bullet, p.say("判定（文言のみ）", "Verdict (wording only)"), p.in(c.Old.Verdict.Label), c.Old.Verdict.Terms, p.in(c.New.Verdict.Label), c.New.Verdict.Terms, p.name(string(c.Trend)))
	p.score(bullet, p.say("例外への依拠しにくさ", "Hard to rely on the exception"), c.Old.Defeat, c.New.Defeat)
	p.score(bullet, p.say("責任分担の明確さ", "Clear division of responsibility"), c.Old.Division, c.New.Division)
	p.heading(p.say("条項の変更", "Clauses"))
	for _, ch := range c.Clauses {
		p.change(ch)
	}
	fmt.Fprintf(&p.b, "%s%s\n", p.indent(), fmt.Sprintf(p.say("変更 %d 件、変更のない条項 %d", "changes: %d, clauses as they were: %d"), len(c.Clauses), c.Same))
	p.heading(p.say("該当する条項の変化", "Findings"))
	for _, f := range c.Findings {
		p.finding(f)
	}
	if len(c.Findings) == 0 {
		fmt.Fprintf(&p.b, "%s%s\n", p.indent(), p.say("なし", "none"))
	}
	if len(c.Notices) > 0 {
		fmt.Fprintf(&p.b, "\n%s\n", p.in(c.Notices[0]))
		for _, n := range c.Notices[1:min(2, len(c.Notices))] {
			fmt.Fprintf(&p.b, "%s\n", p.in(n))
		}
	}
}

func (p *printer) indent() string {
	if p.md {
		return "- "
	}
	return "  "
}

// score writes a score of both versions, unless one of them has none.
func (p *printer) score(bullet, name string, old, new *int) {
	if old != nil && new != nil {
		fmt.Fprintf(&p.b, "%s%s: %d → %d (%+d)\n", bullet, name, *old, *new, *new-*old)
	}
}

// title names a clause.
func (p *printer) title(at *Place) string { return p.raw(at.Title(16)) }

func (p *printer) change(c Change) {
	var kinds []string
	for _, k := range c.Kinds {
		kinds = append(kinds, p.name(string(k)))
	}
	where := ""
	switch {
	case c.Old == nil:
		where = p.title(c.New) + " " + c.New.Place()
	case c.New == nil:
		where = p.say("旧", "old") + " " + p.title(c.Old) + " " + c.Old.Place()
	case p.title(c.Old) == p.title(c.New):
		where = p.title(c.New) + " " + c.New.Place()
	default:
		where = p.title(c.Old) + " → " + p.title(c.New) + " " + c.New.Place()
	}
	fmt.Fprintf(&p.b, "%s%s  %s\n", p.indent(), p.paint("1", strings.Join(kinds, p.say("・", ", "))), where)
	switch {
	case c.Old == nil:
		p.words(p.mark("insert", shorten(c.New.Text, 120)))
	case c.New == nil:
		p.words(p.mark("delete", shorten(c.Old.Text, 120)))
	case len(c.Edits) > 0:
		var b strings.Builder
		for i, e := range c.Edits {
			text := e.Text
			if e.Op == "keep" {
				text = middle(text, i == 0, i == len(c.Edits)-1)
			}
			b.WriteString(p.mark(e.Op, text))
		}
		p.words(b.String())
	}
}

func (p *printer) words(s string) {
	if p.md {
		fmt.Fprintf(&p.b, "  <br>%s\n", s)
		return
	}
	fmt.Fprintf(&p.b, "      %s\n", s)
}

// mark shows what became of a run of text.
func (p *printer) mark(op, s string) string {
	if s == "" {
		return ""
	}
	s = p.raw(s)
	switch {
	case op == "delete" && p.md:
		return "<del>" + s + "</del>"
	case op == "insert" && p.md:
		return "<ins>" + s + "</ins>"
	case op == "delete":
		return p.paint("31", "[-"+s+"-]")
	case op == "insert":
		return p.paint("32", "{+"+s+"+}")
	}
	return s
}

// middle leaves of text that stayed what stands beside the edits.
func middle(s string, first, last bool) string {
	const near = 20
	r := []rune(s)
	switch {
	case first && last || len(r) <= 2*near:
		return s
	case first:
		return "…" + string(r[len(r)-near:])
	case last:
		return string(r[:near]) + "…"
	}
	return string(r[:near]) + "…" + string(r[len(r)-near:])
}

func (p *printer) finding(f FindingChange) {
	sign := map[string]string{"came": "+", "went": "-", "moved": ">", "changed": "~"}[f.Kind]
	g := f.New
	if g == nil {
		g = f.Old
	}
	where := place(g)
	if f.Old != nil && f.New != nil && place(f.Old) != place(f.New) {
		where = place(f.Old) + " → " + place(f.New)
	}
	detail := ""
	if f.Kind == "changed" {
		var from, to []string
		a, b := f.Old.Named(p.opt.Lang), f.New.Named(p.opt.Lang)
		for _, x := range [][2]string{{a.Trigger, b.Trigger}, {a.Data, b.Data}, {a.Grade, b.Grade}, {a.Strength, b.Strength}} {
			if x[0] != x[1] {
				from, to = append(from, x[0]), append(to, x[1])
			}
		}
		detail = " (" + strings.Join(from, ", ") + " → " + strings.Join(to, ", ") + ")"
	}
	if p.md {
		sign = "- `" + sign + "`"
	} else {
		sign = "  " + sign
	}
	fmt.Fprintf(&p.b, "%s %s  %s  %s %s [%s]%s\n", sign, p.name(f.Kind), p.raw(where), p.in(g.Label), p.say("重要度 ", "severity ")+g.Named(p.opt.Lang).Severity, g.Rule, p.raw(detail))
}

func place(f *report.Finding) string {
	if f.Article == "" {
		return f.Place()
	}
	return f.Article
}
