package analyzer

import (
	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/analyzer/spot"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/suggest"
)

// Judge judges an analysis again with facts, without reading its document
// again. Got stays as it is; nil facts mean that none are given. A document that
// could not be read has nothing to judge and comes back as it is.
func (a *Analyzer) Judge(got *Analysis, facts *legal.Facts) *Analysis {
	if got.Tree == nil {
		return got
	}
	// What is nearest to what was not found does not depend on facts.
	nearest := map[string]*structure.Clause{}
	for _, absence := range got.Judgement.Absences {
		nearest[absence.Class] = absence.Nearest
	}
	in := a.input(got.Document, got.Tree)
	in.Findings, in.Facts, in.Supplied = got.Findings, facts, got.supplied
	var words spot.Text
	words.Reset(got.Document.Text, a.words())
	takesIn := func() bool { return got.Judgement.Verdict != legal.NotApplicable } // nor does the verdict by the terms
	in.Judgement = a.judge(&in, &words, func(class string) *structure.Clause { return nearest[class] }, takesIn)
	in.Suggestions = a.suggestions(&in, &words)
	again := analysis(in)
	again.matches = got.matches
	return again
}

// judge judges what was found in a document; words is its text, and takesIn as in [legal.Case].
func (a *Analyzer) judge(in *report.Input, words *spot.Text, nearest func(class string) *structure.Clause, takesIn func() bool) legal.Judgement {
	return legal.Judge(legal.Case{Tree: in.Tree, Findings: in.Findings, Words: words, Classes: in.Classes, Nearest: nearest, TakesIn: takesIn, Facts: in.Facts, Supplied: in.Supplied}, in.Legal)
}

// suggestions chooses model clauses for what was judged; words is the text.
func (a *Analyzer) suggestions(in *report.Input, words *spot.Text) []suggest.Suggestion {
	c := a.suggestCase(&Analysis{Tree: in.Tree, Findings: in.Findings, Judgement: in.Judgement})
	c.Words, c.Shown = words, true
	return suggest.For(c, suggest.Auto)
}
