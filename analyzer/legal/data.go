package legal

import (
	"fmt"
	"path"
	"slices"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/spot"
)

// Data is what patterns/legal says: sources, elements of the test, weights,
// verdicts and how scores are named. It is immutable once complete and safe for
// concurrent use.
type Data struct {
	LawVersion string
	Sources    *Sources
	Weights    *Weights
	Elements   *Elements
	Verdicts   *Verdicts
	Scores     *Scores
	Facts      *Questionnaire

	Contradictory *Contradictory
	Duties        *Duties

	unanswered *plan    // of no facts
	divided    []string // the classes of Weights.Division, the heaviest first
	dated      dated    // under LawVersion
	due        []due    // under dueUnder
	dueUnder   string
	spotted    *spot.Words // what a whole text is looked through for
}

// Current is the state of the law that judgements are made under.
const Current = "2026-11"

// Files are the files that Data is made of, in patterns/legal/jp.
var Files = []string{"sources.yaml", "weights.yaml", "elements.yaml", "verdicts.yaml", "scores.yaml", "facts.yaml", "contradictions.yaml", "duties.yaml"}

// Add decodes one of Files into d; a later file of the same name replaces an
// earlier one, but sources add up. The error is of type Mistakes.
func (d *Data) Add(file string, src []byte) error {
	var err error
	switch path.Base(file) {
	case "sources.yaml":
		before := d.Sources
		if err = set(&d.Sources, DecodeSources, file, src); before != nil && err == nil {
			d.Sources = before.With(d.Sources)
		}
	case "weights.yaml":
		err = set(&d.Weights, DecodeWeights, file, src)
	case "elements.yaml":
		err = set(&d.Elements, DecodeElements, file, src)
	case "verdicts.yaml":
		err = set(&d.Verdicts, DecodeVerdicts, file, src)
	case "scores.yaml":
		err = set(&d.Scores, DecodeScores, file, src)
	case "facts.yaml":
		err = set(&d.Facts, DecodeQuestionnaire, file, src)
	case "contradictions.yaml":
		err = set(&d.Contradictory, DecodeContradictory, file, src)
	case "duties.yaml":
		err = set(&d.Duties, DecodeDuties, file, src)
	default:
		return Mistakes{{File: file, Hint: nearest(path.Base(file), Files), Text: finding.Text{
			JA: fmt.Sprintf("%s という法令データのファイルはありません", path.Base(file)),
			EN: fmt.Sprintf("there is no file %s in the data of the legal test", path.Base(file)),
		}}}
	}
	return err
}

func set[T any](to **T, decode func(string, []byte) (*T, error), file string, src []byte) error {
	value, err := decode(file, src)
	if err == nil {
		*to = value
	}
	return err
}

// Complete reports what is missing once all files were added, and references to
// sources that do not exist.
func (d *Data) Complete() error {
	var mistakes Mistakes
	report := func(file, ja, en, hint string) {
		mistakes = append(mistakes, Mistake{File: "legal/jp/" + file, Text: finding.Text{JA: ja, EN: en}, Hint: hint})
	}
	for i, missing := range []bool{d.Sources == nil, d.Weights == nil, d.Elements == nil, d.Verdicts == nil, d.Scores == nil, d.Facts == nil, d.Contradictory == nil, d.Duties == nil} {
		if missing {
			report(Files[i], "ファイルがありません", "the file is missing", "")
		}
	}
	if len(mistakes) > 0 {
		return mistakes
	}
	if d.LawVersion == "" {
		d.LawVersion = Current
	}
	cites := func(file, what string, basis []string) {
		for _, id := range basis {
			if _, ok := d.Sources.Source(id); !ok {
				report(file, fmt.Sprintf("%s の根拠 %q は sources.yaml にありません", what, id), fmt.Sprintf("unknown basis %q of %s: sources.yaml does not have it", id, what), nearest(id, d.Sources.IDs()))
			}
		}
	}
	for _, e := range d.Elements.Elements {
		cites("elements.yaml", e.ID, e.Basis)
		if _, ok := d.Facts.Question(e.Fact); !ok {
			report("elements.yaml", fmt.Sprintf("%s の事実 %q は facts.yaml にありません", e.ID, e.Fact), fmt.Sprintf("unknown fact %q of %s: facts.yaml does not have it", e.Fact, e.ID), nearest(e.Fact, d.Facts.Fields()))
		}
	}
	for _, duty := range d.Duties.Duties {
		cites("duties.yaml", duty.ID, duty.Basis)
	}
	for _, b := range d.Duties.Breach.Deadlines {
		cites("duties.yaml", b.ID, b.Basis)
	}
	cites("duties.yaml", "breach", d.Duties.Breach.Basis)
	for _, k := range d.Contradictory.Kinds {
		cites("contradictions.yaml", k.ID, k.Basis)
	}
	weighed := slices.Concat(keys(d.Weights.Facts.Good), keys(d.Weights.Facts.Bad))
	for _, q := range d.Facts.Facts {
		cites("facts.yaml", q.Field, q.Basis)
		effects := slices.Clone(q.Effects)
		for _, v := range q.Values {
			effects = append(effects, v.Effects...)
		}
		for _, e := range effects {
			if !slices.Contains(weighed, e.Fact) {
				report("facts.yaml", fmt.Sprintf("%s の効果 %q は weights.yaml にありません", q.Field, e.Fact), fmt.Sprintf("effect %q of %s has no weight", e.Fact, q.Field), nearest(e.Fact, weighed))
			}
		}
	}
	for _, o := range d.Verdicts.Overlays {
		cites("verdicts.yaml", string(o.ID), o.Basis)
	}
	known := func(what string, list, classes []string) {
		for _, id := range list {
			if !slices.Contains(classes, id) {
				report("verdicts.yaml", fmt.Sprintf("test.%s の %q には重みがありません", what, id), fmt.Sprintf("%q in test.%s has no weight", id, what), nearest(id, classes))
			}
		}
	}
	test := d.Verdicts.Test
	known("powers", test.Powers, keys(d.Weights.Powers))
	known("beyond", test.Beyond, keys(d.Weights.Powers))
	known("negations", test.Negations, keys(d.Weights.Supports))
	if len(mistakes) > 0 {
		return mistakes
	}
	d.unanswered, d.divided, d.dated = nil, nil, dated{}
	d.unanswered, d.divided, d.dated = d.plan(nil), d.divisions(), dated{d.LawVersion, d.Dated(d.LawVersion)}
	d.due, d.dueUnder = d.dues(), d.LawVersion
	d.spotted = spot.New(d.Wanted()...)
	return nil
}

// look makes words of the test be looked for in a text.
func (d *Data) look(text string) *spot.Text {
	t := &spot.Text{}
	t.Reset(text, d.spotted)
	return t
}

// Wanted returns the words that the test looks for in a whole text, in lists.
func (d *Data) Wanted() [][]string {
	t := &d.Verdicts.Test
	lists := [][]string{t.Kept, t.Aside, t.Sides, t.Hosts, t.Given, t.Stores, t.Gone, t.SignsUp, t.NoSignUp, t.Goods, t.Things, t.Services, t.OnAService, t.Staff, t.Everyone, t.OwnPeople, t.House, t.Itself, t.Outside, d.Verdicts.Overlay(MyNumber).Words}
	for i := range d.Contradictory.Kinds {
		k := &d.Contradictory.Kinds[i]
		for _, side := range []*Side{&k.One, &k.Other} {
			if side.Sentence {
				lists = append(lists, side.All...)
			}
		}
	}
	return lists
}
