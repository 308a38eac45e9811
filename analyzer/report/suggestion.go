package report

import (
	"fmt"
	"strings"

	"github.com/yakkan/yakkan/analyzer/suggest"
)

// suggestion shows a model clause that was chosen for the document.
func (b *builder) suggestion(s *suggest.Suggestion) Suggestion {
	c := s.Clause
	out := Suggestion{
		ID: c.ID, Variant: string(s.Variant), Title: c.Title, Classes: list(s.Classes), Goal: c.Goal, Serves: c.Serves, Reason: s.Reason, Why: s.Why, Check: c.Check, Basis: list(c.Basis),
		Number: s.Place.Number, Caption: s.Caption, Text: s.Text, Replaces: []string{}, Refused: s.Refused, Other: s.Other, Notice: b.in.Legal.Verdicts.Disclaimers.Template,
	}
	for _, f := range s.Place.Replaces {
		out.Replaces = append(out.Replaces, f.ID)
	}
	if s.Place.At == nil && s.Place.After != nil {
		out.After = s.Place.After.Label
	}
	return out
}

func variantName(s *Suggestion, w *words) string {
	if s.Variant == string(suggest.Preserve) {
		return w.preserve
	}
	return w.entrust
}

// heading is what an article of its own begins with: 第12条の2（アクセス制御）.
func (s *Suggestion) heading() string {
	switch {
	case s.After == "" && len(s.Replaces) > 0:
		return ""
	case s.Number != "" && strings.HasSuffix(s.Number, "条") || strings.Contains(s.Number, "条の"):
		return s.Number + "（" + s.Caption + "）"
	case s.Number != "":
		return s.Number + ". " + s.Caption
	}
	return s.Caption
}

// where says what a suggestion takes the place of, and after what it goes.
func (s *Suggestion) where(w *words, places func([]string) string) []string {
	var lines []string
	if len(s.Replaces) > 0 {
		lines = append(lines, w.replaces+": "+places(s.Replaces))
	}
	if s.heading() == "" {
		return lines
	}
	after := s.After
	if after == "" {
		after = w.atEnd
	}
	return append(lines, w.after+": "+after)
}

func (t *textWriter) suggestions() {
	r, w := t.r, t.w
	if len(r.Suggestions) == 0 {
		return
	}
	t.heading(w.suggestions)
	t.wrapped("  ", t.in(r.Suggestions[0].Why))
	for i := range r.Suggestions {
		s := &r.Suggestions[i]
		t.row("  ", cell{"", s.ID + " " + t.in(s.Title), "1"}, cell{"  ", variantName(s, w), ""}, cell{"  ", t.in(s.Serves), "2"})
		t.wrapped("      ", w.goal+": "+t.in(s.Goal))
		t.wrapped("      ", w.reason+": "+t.in(s.Reason))
		for _, line := range s.where(w, t.places) {
			t.wrapped("      ", line)
		}
		if h := s.heading(); h != "" {
			t.wrapped("      | ", h)
		}
		t.wrapped("      | ", s.Text)
		t.wrapped("      ", w.check+": "+t.in(s.Check))
		if s.Refused != nil {
			t.marked("      ! ", t.in(*s.Refused))
		}
		t.marked("      "+w.note, t.in(s.Notice))
	}
}

func markdownSuggestions(b *strings.Builder, r *Report, lang string) {
	t := in(lang)
	tr := func(x Text) string { return escape(In(x, lang)) }
	if len(r.Suggestions) == 0 {
		return
	}
	places := (&textWriter{r: r, opt: TextOptions{Lang: lang}, w: t}).places
	fmt.Fprintf(b, "## %s\n\n%s\n\n", t.suggestions, tr(r.Suggestions[0].Why))
	for i := range r.Suggestions {
		s := &r.Suggestions[i]
		fmt.Fprintf(b, "### %s %s\n\n", s.ID, tr(s.Title))
		fmt.Fprintf(b, "- %s\n- %s: %s\n- %s\n- %s: %s\n", variantName(s, t), t.goal, tr(s.Goal), tr(s.Serves), t.reason, tr(s.Reason))
		for _, line := range s.where(t, places) {
			fmt.Fprintf(b, "- %s\n", escape(line))
		}
		b.WriteString("\n")
		if h := s.heading(); h != "" {
			fmt.Fprintf(b, "> **%s**\n>\n", escape(h))
		}
		fmt.Fprintf(b, "> %s\n\n- %s: %s\n", escape(s.Text), t.check, tr(s.Check))
		if s.Refused != nil {
			fmt.Fprintf(b, "- %s\n", tr(*s.Refused))
		}
		fmt.Fprintf(b, "\n%s\n\n", tr(s.Notice))
	}
}
