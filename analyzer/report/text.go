package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"
)

// TextOptions are the settings of WriteText. The zero value is plain Japanese
// at 80 columns.
type TextOptions struct {
	Lang  string // ja, en
	Color bool
	Width int  // columns; 0 means 80
	Brief bool // the first screen only
}

// WriteText writes r for a terminal: first what matters (verdict, both scores,
// the strongest grounds with quotes, what is missing), then the rest under
// headings.
func WriteText(w io.Writer, r *Report, opt TextOptions) error {
	t := &textWriter{r: r, opt: opt, w: in(opt.Lang)}
	if t.opt.Width == 0 {
		t.opt.Width = 80
	}
	t.first()
	if r.Document.Status != "unreadable" && !opt.Brief {
		t.rest()
	}
	t.notices()
	_, err := io.WriteString(w, t.b.String())
	return err
}

type textWriter struct {
	r   *Report
	opt TextOptions
	w   *words
	b   strings.Builder
}

func (t *textWriter) in(x Text) string { return In(x, t.opt.Lang) }

func (t *textWriter) paint(code, s string) string {
	if !t.opt.Color || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (t *textWriter) heading(s string) {
	t.b.WriteString("\n" + t.paint("1", "■ "+s) + "\n")
}

// wrapped writes s in lines of the width, each behind indent.
func (t *textWriter) wrapped(indent, s string) {
	for _, l := range wrapText(s, max(20, t.opt.Width-runewidth.StringWidth(indent))) {
		t.b.WriteString(indent + l + "\n")
	}
}

func (t *textWriter) first() {
	r, w := t.r, t.w
	fmt.Fprintf(&t.b, "%s  (%s, %s, %s)\n", t.paint("1", r.Document.Name), r.Document.Kind, r.Document.Format, w.read[r.Document.Status])
	for _, p := range r.Document.Problems {
		t.wrapped("  ! ", t.in(p.Message))
	}
	if r.Document.Status == "unreadable" {
		t.wrapped("", t.paint("31;1", w.unreadable))
		return
	}
	if r.Document.Status == "partial" {
		t.wrapped("", t.paint("33", w.partial))
	}
	fmt.Fprintf(&t.b, "\n%s: %s [%s]\n", w.verdict, t.paint(verdictColor(r.Verdict.Terms), t.in(r.Verdict.Label)), r.Verdict.Terms)
	t.wrapped("  ", t.in(r.Verdict.Means))
	for _, o := range r.Verdict.Notes {
		fmt.Fprintf(&t.b, "  %s: %s [%s]\n", w.overlays, t.in(o.Label), o.ID)
	}
	label := max(runewidth.StringWidth(w.defeat), runewidth.StringWidth(w.division))
	fmt.Fprintf(&t.b, "%s  %3d/100  %s  (%s)\n", runewidth.FillRight(w.defeat, label), r.Scores.Defeat.Value, t.paint("31", bar(r.Scores.Defeat.Value)), w.defeatNote)
	fmt.Fprintf(&t.b, "%s  %3d/100  %s  (%s)\n", runewidth.FillRight(w.division, label), r.Scores.Division.Value, t.paint("36", bar(r.Scores.Division.Value)), t.in(r.Scores.Division.Band))
	t.heading(w.reasons)
	n := 0
	for _, f := range strongest(r, 3) {
		n++
		t.finding(fmt.Sprintf(" %d. ", n), f, 360)
	}
	if n == 0 {
		t.b.WriteString("  " + w.none + "\n")
	}
	t.heading(w.missing)
	var names []string
	for _, a := range r.Absences {
		names = append(names, t.in(a.Label))
	}
	if len(names) == 0 {
		names = []string{w.none}
	}
	sep := "、"
	if t.opt.Lang == "en" {
		sep = ", "
	}
	t.wrapped("  ", strings.Join(names, sep))
}

// strongest returns the findings that moved the defeat score most, then those
// of powers and supports, at most n.
func strongest(r *Report, n int) []*Finding {
	var out []*Finding
	seen := map[string]bool{}
	for _, s := range r.Scores.Defeat.Steps {
		if f := r.By(s.Finding); f != nil && !seen[f.ID] && len(out) < n {
			seen[f.ID] = true
			out = append(out, f)
		}
	}
	return out
}

func (t *textWriter) finding(mark string, f *Finding, columns int) {
	where := f.Article
	if where == "" {
		where = fmt.Sprintf("L%d", f.Line)
	}
	detail := ""
	if f.Group == "power" {
		detail = "（" + t.w.dataKind[f.Data] + "・" + t.w.trigger[f.Trigger] + "）"
		if f.Weak {
			detail = "（" + t.w.dataKind[f.Data] + "・" + t.w.trigger[f.Trigger] + "・" + t.w.weak + "）"
		}
	}
	pad := strings.Repeat(" ", runewidth.StringWidth(mark))
	fmt.Fprintf(&t.b, "%s%s %s%s  %s\n", mark, t.paint("1", where), t.in(f.Label), detail, t.paint("2", fmt.Sprintf("L%d %s", f.Line, f.Rule)))
	t.wrapped(pad, "「"+shorten(clean(f.Quote), columns)+"」")
}

func (t *textWriter) rest() {
	r, w := t.r, t.w
	t.heading(w.elements)
	for _, e := range r.Elements {
		fmt.Fprintf(&t.b, "  [%s] %s", w.status[e.Status], t.in(e.Label))
		if len(e.Findings) > 0 {
			fmt.Fprintf(&t.b, "  %s", t.places(e.Findings))
		}
		t.b.WriteString("\n")
		if e.Fact != nil {
			t.wrapped("      ? ", t.in(e.Fact.Question))
		}
	}
	for _, g := range []string{"power", "support", "division", "context"} {
		first := true
		for i := range r.Findings {
			if r.Findings[i].Group != g {
				continue
			}
			if first {
				t.heading(w.group[g])
				first = false
			}
			t.finding("  - ", &r.Findings[i], 160)
		}
	}
	if len(r.Absences) > 0 {
		t.heading(w.absences)
		for _, a := range r.Absences {
			fmt.Fprintf(&t.b, "  - %s（%s %d）\n", t.in(a.Label), w.searched, a.Searched)
			if a.Nearest != nil {
				t.wrapped("      ", w.nearest+": "+a.Nearest.Article+"「"+shorten(clean(a.Nearest.Quote), 80)+"」")
			}
		}
	}
	if len(r.Suggestions) > 0 {
		t.heading(w.suggestions)
		for _, s := range r.Suggestions {
			variant := w.entrust
			if s.Variant == "preserve" {
				variant = w.preserve
			}
			fmt.Fprintf(&t.b, "  %s  %s\n", t.paint("1", s.ID+" "+variant), t.in(s.Goal))
			t.wrapped("      ", t.in(s.Reason))
			if len(s.Replaces) > 0 {
				t.wrapped("      ", w.replaces+": "+t.places(s.Replaces))
			} else if s.After != "" {
				t.wrapped("      ", w.after+": "+s.After)
			}
			t.wrapped("      | ", s.Text)
			if s.Refused != nil {
				t.wrapped("      ! ", t.in(*s.Refused))
			}
		}
	}
}

func (t *textWriter) places(ids []string) string {
	var out []string
	seen := map[string]bool{}
	for _, id := range ids {
		if f := t.r.By(id); f != nil {
			p := f.Article
			if p == "" {
				p = fmt.Sprintf("L%d", f.Line)
			}
			if !seen[p] {
				seen[p] = true
				out = append(out, p)
			}
		}
	}
	if len(out) > 6 {
		out = append(out[:6], fmt.Sprintf("%s %d", t.w.more, len(out)-6))
	}
	return strings.Join(out, ", ")
}

func (t *textWriter) notices() {
	t.heading(t.w.notices)
	for _, n := range t.r.Notices {
		t.wrapped("  ", t.in(n))
	}
	fmt.Fprintf(&t.b, "  %s: sha256 %s, library %s (%s), law %s\n", t.w.provenance, short(t.r.Document.SHA256), t.r.Library.Version, short(t.r.Library.Digest), t.r.Library.LawVersion)
}

func short(digest string) string { return digest[:min(12, len(digest))] }

func verdictColor(v string) string {
	switch v {
	case "defeated":
		return "31;1"
	case "conflicting", "silent":
		return "33;1"
	case "declared":
		return "34;1"
	case "supported":
		return "32;1"
	}
	return "1"
}

func bar(v int) string {
	n := (v + 2) / 5
	return strings.Repeat("█", n) + strings.Repeat("░", 20-n)
}

// clean puts a quote on one line.
func clean(s string) string {
	var b strings.Builder
	for i, l := range strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' }) {
		if i > 0 {
			l = strings.TrimLeft(l, " 　\t>")
		}
		b.WriteString(strings.ReplaceAll(l, "**", ""))
	}
	return b.String()
}

// shorten cuts s to about n columns, keeping its end as well as its start.
func shorten(s string, n int) string {
	if runewidth.StringWidth(s) <= n {
		return s
	}
	r := []rune(s)
	head := runewidth.Truncate(s, n*2/3, "")
	tail := ""
	for i := len(r) - 1; i >= 0 && runewidth.StringWidth(tail) < n/3; i-- {
		tail = string(r[i]) + tail
	}
	return head + "…" + tail
}

// wrapText cuts s into lines of at most width columns. A line does not begin
// with closing punctuation.
func wrapText(s string, width int) []string {
	var out []string
	for _, para := range strings.Split(s, "\n") {
		line, n := "", 0
		runes := []rune(para)
		for i := 0; i < len(runes); i++ {
			w := runewidth.RuneWidth(runes[i])
			if n+w > width && !strings.ContainsRune("、。）」』，．)]", runes[i]) {
				if j := strings.LastIndexByte(line, ' '); j > len(line)/2 && runes[i] < 0x80 && runes[i] != ' ' {
					out = append(out, line[:j])
					line = line[j+1:]
					n = runewidth.StringWidth(line)
				} else {
					out = append(out, line)
					line, n = "", 0
					if runes[i] == ' ' {
						continue
					}
				}
			}
			line += string(runes[i])
			n += w
		}
		out = append(out, line)
	}
	return out
}
