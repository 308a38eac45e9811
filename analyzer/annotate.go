package analyzer

import (
	"fmt"
	"strings"
	"time"

	"github.com/yakkan/yakkan/analyzer/document/word"
	"github.com/yakkan/yakkan/analyzer/report"
)

// Annotation returns what word.Annotate is to put into the Word document of a
// revision: a comment on the whole at its beginning, with verdict, scores and
// notices; one at each finding; and the edits as tracked changes. lang is "ja" or
// "en", at the time that they bear.
func Annotation(r *Revision, lang string, at time.Time) word.Annotation {
	was := r.Before
	say := func(ja, en string) string { return report.In(report.Text{JA: ja, EN: en}, lang) }
	out := word.Annotation{Author: "yakkan", Initials: "yk", Date: at}
	head := []string{"yakkan: " + report.In(was.Report.Verdict.Label, lang)}
	if s := &was.Report.Scores; !s.Hidden {
		head = append(head, fmt.Sprintf(say("例外への依拠しにくさ %d/100、責任分担の明確さ %d/100", "against relying on the exception %d/100, division of responsibility %d/100"), s.Defeat.Value, s.Division.Value))
	}
	for _, n := range was.Report.Notices {
		head = append(head, report.In(n, lang))
	}
	first, _, _ := strings.Cut(was.Document.Decoded(), "\n")
	out.Comments = append(out.Comments, word.Comment{From: 0, To: len(first), Paragraphs: head})
	for i := range was.Findings {
		f := &was.Report.Findings[i]
		at := was.Document.DecodedSpan(was.Findings[i].Span)
		lines := []string{fmt.Sprintf("%s %s [%s]", f.Article, report.In(f.Label, lang), f.Rule), report.In(f.Message, lang)}
		if len(f.Basis) > 0 {
			lines = append(lines, say("根拠: ", "basis: ")+strings.Join(f.Basis, ", "))
		}
		out.Comments = append(out.Comments, word.Comment{From: at.Start, To: at.End, Paragraphs: lines})
	}
	for _, e := range r.Edits {
		out.Changes = append(out.Changes, word.Change{From: e.Span.Start, To: e.Span.End, Text: e.Text})
	}
	return out
}
