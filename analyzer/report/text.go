package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/letters"
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
	if !t.opt.Color || s == "" || code == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (t *textWriter) heading(s string) {
	t.b.WriteString("\n" + t.paint("1", "■ "+s) + "\n")
}

// wrapped writes s in lines of the width, each behind indent.
func (t *textWriter) wrapped(indent, s string) { t.hanging(indent, indent, s) }

// marked writes s in lines of the width, the first behind mark and the others
// as far in.
func (t *textWriter) marked(mark, s string) {
	t.hanging(mark, strings.Repeat(" ", cells.StringWidth(mark)), s)
}

func (t *textWriter) hanging(first, rest, s string) {
	for i, l := range wrapText(s, max(20, t.opt.Width-cells.StringWidth(first))) {
		if i > 0 {
			first = rest
		}
		t.b.WriteString(first + l + "\n")
	}
}

func (t *textWriter) first() {
	r, w := t.r, t.w
	fmt.Fprintf(&t.b, "%s  %s\n", t.paint("1", r.Document.Name), w.head(&r.Document))
	for _, p := range r.Document.Problems {
		t.marked("  ! ", t.in(p.Message))
	}
	if r.Document.Status == "unreadable" {
		t.wrapped("", t.paint("31;1", w.unreadable))
		return
	}
	if r.Document.Status == "partial" {
		t.wrapped("", t.paint("33", w.partial))
	}
	t.outcome()
}

// outcome writes the verdict, both scores, the strongest grounds and what is missing.
func (t *textWriter) outcome() {
	r, w := t.r, t.w
	fmt.Fprintf(&t.b, "\n%s: %s [%s]\n", w.verdict, t.paint(verdictColor(r.Verdict.Terms), t.in(r.Verdict.Label)), r.Verdict.Terms)
	t.wrapped("  ", t.in(r.Verdict.Means))
	for _, o := range r.Verdict.Notes {
		fmt.Fprintf(&t.b, "  %s: %s [%s]\n", w.overlays, t.in(o.Label), o.ID)
	}
	t.conclusion()
	label := max(cells.StringWidth(w.defeat), cells.StringWidth(w.division))
	if !r.Scores.Hidden {
		fmt.Fprintf(&t.b, "%s  %3d/100  %s  (%s%s)\n", cells.FillRight(w.defeat, label), r.Scores.Defeat.Value, t.paint("31", bar(r.Scores.Defeat.Value)), rangeOf(&r.Scores.Defeat, t.opt.Lang), w.defeatNote)
		fmt.Fprintf(&t.b, "%s  %3d/100  %s  (%s)\n", cells.FillRight(w.division, label), r.Scores.Division.Value, t.paint("36", bar(r.Scores.Division.Value)), t.in(r.Scores.Division.Band))
	}
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

// groups returns the groups that have findings: the four of the legal test, then
// those of the user's own rules.
func groups(r *Report) []string {
	var out, own []string
	for _, g := range []string{"power", "support", "division", "context"} {
		if slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Group == g }) {
			out = append(out, g)
		}
	}
	for _, f := range r.Findings {
		if japanese.group[f.Group] == "" && !slices.Contains(own, f.Group) {
			own = append(own, f.Group)
		}
	}
	slices.Sort(own)
	return append(out, own...)
}

// strongest returns the findings that moved the defeat score most, then those
// of powers and supports, at most n.
func strongest(r *Report, n int) []*Finding {
	var out []*Finding
	for i := range r.Findings { // hidden scores have no steps
		if r.Scores.Hidden && r.Findings[i].Group == "power" && !r.Findings[i].Weak && len(out) < n {
			out = append(out, &r.Findings[i])
		}
	}
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
	where, at := f.Article, f.Place()+" "
	if where == "" {
		where, at = f.Place(), "" // once is enough
	}
	condition, before := t.w.condition(f), ""
	if t.w == &english && condition != "" {
		before = " "
	}
	t.row(mark, cell{"", where, "1"}, cell{" ", t.in(f.Label), ""}, cell{before, condition, ""}, cell{"  ", at + f.Rule, "2"})
	pad := strings.Repeat(" ", cells.StringWidth(mark))
	t.wrapped(pad, "「"+shorten(clean(f.Quote), columns)+"」")
}

func (t *textWriter) rest() {
	r, w := t.r, t.w
	t.considerations()
	t.heading(w.elements)
	for _, e := range r.Elements {
		t.row("  ", cell{"", "[" + w.status[e.Status] + "]", ""}, cell{" ", t.in(e.Label), ""}, cell{"  ", t.places(e.Findings), ""})
		if e.Fact != nil && len(r.Questions) == 0 {
			t.marked("      ? ", t.in(e.Fact.Question))
		}
	}
	t.contradictions(r.Contradictions, false)
	t.questions()
	t.duties()
	for _, g := range groups(r) {
		t.heading(w.groupTitle(g))
		for i := range r.Findings {
			if r.Findings[i].Group == g {
				t.finding("  - ", &r.Findings[i], 160)
			}
		}
	}
	if len(r.Absences) > 0 {
		t.heading(w.absences)
		for _, a := range r.Absences {
			fmt.Fprintf(&t.b, "  - %s (%s %d)\n", t.in(a.Label), w.searched, a.Searched)
			if p := t.places(a.Own); p != "" {
				t.wrapped("      ", w.ownOnly+": "+p)
			} else if a.Nearest != nil {
				t.wrapped("      ", w.nearest+": "+a.Nearest.Article+"「"+shorten(clean(a.Nearest.Quote), 80)+"」")
			}
		}
	}
	t.suggestions()
}

func (t *textWriter) places(ids []string) string {
	var out []string
	seen := map[string]bool{}
	for _, id := range ids {
		if f := t.r.By(id); f != nil {
			p := f.Article
			if p == "" {
				p = f.Place()
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
	if strings.IndexByte(s, '\n') < 0 && strings.IndexByte(s, '\r') < 0 && !strings.Contains(s, "**") {
		return s
	}
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
	if len(s) <= n { // no character takes more columns than bytes
		return s
	}
	head, used := cells.room(s, n*2/3)
	if more, _ := cells.room(s[head:], n-used); head+more == len(s) {
		return s
	}
	tail, width := len(s), 0
	for tail > 0 && width < n/3 {
		r, size := letters.Last(s[:tail])
		width += cells.RuneWidth(r)
		tail -= size
	}
	return s[:head] + "…" + s[tail:]
}

// wrapText cuts s into lines of at most width columns. A line does not begin
// with closing punctuation, which may stand out by a character or two, nor end
// with an opening bracket; words of ASCII stay whole where they can.
func wrapText(s string, width int) []string {
	var out []string
	for _, para := range strings.Split(s, "\n") {
		var line []rune
		n := 0
		for _, r := range para {
			w := cells.RuneWidth(r)
			if n+w > width && !strings.ContainsRune("、。）」』，．)]", r) {
				cut := len(line)
				if blank := lastIndex(line, ' '); r < 0x80 && r != ' ' && blank > len(line)/2 {
					cut = blank
				}
				for cut > 1 && strings.ContainsRune("（「『([", line[cut-1]) {
					cut--
				}
				out = append(out, strings.TrimRight(string(line[:cut]), " "))
				line = []rune(strings.TrimLeft(string(line[cut:]), " "))
				n = cells.StringWidth(string(line))
				if r == ' ' && n == 0 {
					continue
				}
			}
			line = append(line, r)
			n += w
		}
		out = append(out, string(line))
	}
	return out
}

func lastIndex(line []rune, r rune) int {
	for i := len(line) - 1; i >= 0; i-- {
		if line[i] == r {
			return i
		}
	}
	return -1
}
