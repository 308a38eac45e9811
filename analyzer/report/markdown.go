package report

import (
	"fmt"
	"io"
	"strings"
)

// WriteMarkdown writes r as Markdown, for a pull request or a wiki.
func WriteMarkdown(w io.Writer, r *Report, lang string) error {
	t := in(lang)
	tr := func(x Text) string { return In(x, lang) }
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", escape(r.Document.Name))
	for _, p := range r.Document.Problems {
		fmt.Fprintf(&b, "> ⚠ %s\n\n", escape(tr(p.Message)))
	}
	if r.Document.Status == "unreadable" {
		fmt.Fprintf(&b, "**%s**\n\n", t.unreadable)
	} else {
		if r.Document.Status == "partial" {
			fmt.Fprintf(&b, "**%s**\n\n", t.partial)
		}
		outcomeMarkdown(&b, r, lang)
		sheetMarkdown(&b, r, lang)
		markdownBody(&b, r, lang)
	}
	fmt.Fprintf(&b, "## %s\n\n", t.notices)
	for _, n := range r.Notices {
		fmt.Fprintf(&b, "%s\n\n", escape(tr(n)))
	}
	fmt.Fprintf(&b, "%s: sha256 `%s`, library %s (`%s`), %s, law %s\n", t.provenance, r.Document.SHA256, r.Library.Version, short(r.Library.Digest), escape(r.Library.Dictionary), r.Library.LawVersion)
	_, err := io.WriteString(w, b.String())
	return err
}

// outcomeMarkdown writes the verdict and both scores.
func outcomeMarkdown(b *strings.Builder, r *Report, lang string) {
	t := in(lang)
	tr := func(x Text) string { return In(x, lang) }
	fmt.Fprintf(b, "| | |\n|---|---|\n| %s | **%s** (`%s`) |\n", t.verdict, escape(tr(r.Verdict.Label)), r.Verdict.Terms)
	for _, o := range r.Verdict.Notes {
		fmt.Fprintf(b, "| %s | %s (`%s`) |\n", t.overlays, escape(tr(o.Label)), o.ID)
	}
	if c := r.Verdict.Conclusion; c != nil {
		fmt.Fprintf(b, "| %s | **%s** (%s) |\n", sheetIn(lang).final, escape(tr(c.Label)), c.Code)
	}
	if !r.Scores.Hidden {
		fmt.Fprintf(b, "| %s | %d / 100 (%s%s) |\n| %s | %d / 100 (%s) |\n", t.defeat, r.Scores.Defeat.Value, rangeOf(&r.Scores.Defeat, lang), t.defeatNote, t.division, r.Scores.Division.Value, escape(tr(r.Scores.Division.Band)))
	}
	fmt.Fprintf(b, "\n%s\n\n", escape(tr(r.Verdict.Means)))
	if r.Incident {
		fmt.Fprintf(b, "**%s**\n\n", sheetIn(lang).incident)
	}
	if c := r.Verdict.Conclusion; c != nil {
		for _, n := range append([]Text{c.Means}, c.Notes...) {
			fmt.Fprintf(b, "%s\n\n", escape(tr(n)))
		}
	}
}

func markdownBody(b *strings.Builder, r *Report, lang string) {
	t := in(lang)
	tr := func(x Text) string { return In(x, lang) }
	fmt.Fprintf(b, "## %s\n\n", t.reasons)
	top := strongest(r, 3)
	for i, f := range top {
		fmt.Fprintf(b, "%d. ", i+1)
		markdownFinding(b, f, lang)
	}
	if len(top) == 0 {
		fmt.Fprintf(b, "%s\n", t.none)
	}
	fmt.Fprintf(b, "\n## %s\n\n| | | |\n|---|---|---|\n", t.elements)
	for _, e := range r.Elements {
		places := (&textWriter{r: r, opt: TextOptions{Lang: lang}, w: t}).places(e.Findings)
		if e.Fact != nil && len(r.Questions) == 0 {
			if places != "" {
				places += " — "
			}
			places += tr(e.Fact.Question)
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", escape(tr(e.Label)), t.status[e.Status], escape(places))
	}
	b.WriteString("\n")
	for _, g := range groups(r) {
		fmt.Fprintf(b, "## %s\n\n", t.groupTitle(g))
		for i := range r.Findings {
			if r.Findings[i].Group == g {
				b.WriteString("- ")
				markdownFinding(b, &r.Findings[i], lang)
			}
		}
		b.WriteString("\n")
	}
	if len(r.Absences) > 0 {
		fmt.Fprintf(b, "## %s\n\n", t.absences)
		for _, a := range r.Absences {
			fmt.Fprintf(b, "- %s (%s %d)", escape(tr(a.Label)), t.searched, a.Searched)
			if p := (&textWriter{r: r}).places(a.Own); p != "" {
				fmt.Fprintf(b, " — %s: %s", t.ownOnly, escape(p))
			} else if a.Nearest != nil {
				fmt.Fprintf(b, " — %s: %s「%s」", t.nearest, escape(a.Nearest.Article), escape(shorten(clean(a.Nearest.Quote), 80)))
			}
			b.WriteString("\n")
		}
		b.WriteString("\n")
	}
	markdownSuggestions(b, r, lang)
}

func markdownFinding(b *strings.Builder, f *Finding, lang string) {
	t := in(lang)
	where, at := f.Article, " "+f.Place()
	if where == "" {
		where, at = f.Place(), ""
	}
	fmt.Fprintf(b, "**%s** %s", escape(where), escape(In(f.Label, lang)))
	if c := t.condition(f); c != "" {
		if t == &english {
			b.WriteString(" ")
		}
		b.WriteString(c)
	}
	fmt.Fprintf(b, " `%s`%s  \n   「%s」\n", f.Rule, at, escape(clean(f.Quote)))
}

// escape keeps document text from being read as Markdown.
func escape(s string) string {
	var b strings.Builder
	for _, r := range clean(s) {
		switch r {
		case '\\', '`', '*', '_', '[', ']', '<', '>', '#', '|', '~':
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
