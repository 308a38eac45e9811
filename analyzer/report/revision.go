package report

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"

	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/suggest"
)

// RevisionSchema is the version of the report on a revision.
const RevisionSchema = "yakkan.revision/1"

// RevisionJSONSchema is the JSON Schema of a Revision.
//
//go:embed revision.schema.json
var RevisionJSONSchema []byte

// Revision is what putting model clauses into a document came to. Lists are never
// null.
type Revision struct {
	Schema      string       `json:"schema"`
	Document    Document     `json:"document"` // as it was
	Library     Library      `json:"library"`
	Variant     string       `json:"variant"` // preserve, entrust; "" where there are no suggestions
	Before      Outcome      `json:"before"`
	After       *Outcome     `json:"after"` // nil where the document was not changed
	Suggestions []Suggestion `json:"suggestions"`
	Edits       []Change     `json:"edits"`
	Intended    []Finding    `json:"intended"`   // new, of the classes that the clauses are meant to be
	Unintended  []Finding    `json:"unintended"` // new, and nobody meant them
	Gone        []Finding    `json:"gone"`       // of the document as it was
	Open        []Finding    `json:"open"`       // powers that still stand
	Text        string       `json:"text"`       // the document as changed, in UTF-8
	Diff        string       `json:"diff"`       // unified
	Notices     []Text       `json:"notices"`
}

// Outcome is verdict and scores of one version of a document.
type Outcome struct {
	Verdict  string `json:"verdict"`
	Label    Text   `json:"label"`
	Defeat   int    `json:"defeat"`
	Division int    `json:"division"`
}

// Change is one edit of the text.
type Change struct {
	Clauses []string `json:"clauses"` // whose text is put in; empty where words only go
	Line    int      `json:"line"`    // of the document as it was
	Byte    [2]int   `json:"byte"`    // in its decoded text, without a byte order mark; an empty range is a place to insert at
	Removed string   `json:"removed"`
	Added   string   `json:"added"`
}

// NewOutcome returns verdict and scores of a report.
func NewOutcome(r *Report) Outcome {
	return Outcome{Verdict: r.Verdict.Terms, Label: r.Verdict.Label, Defeat: r.Scores.Defeat.Value, Division: r.Scores.Division.Value}
}

// NewSuggestions shows chosen clauses as reports do.
func NewSuggestions(all []suggest.Suggestion, data *legal.Data) []Suggestion {
	b := &builder{in: Input{Legal: data}}
	out := []Suggestion{}
	for i := range all {
		out = append(out, b.suggestion(&all[i]))
	}
	return out
}

// Pick returns the findings of the IDs, in their order.
func (r *Report) Pick(ids []string) []Finding {
	out := []Finding{}
	for _, id := range ids {
		if f := r.By(id); f != nil {
			out = append(out, *f)
		}
	}
	return out
}

// WriteRevisionJSON writes r indented.
func WriteRevisionJSON(w io.Writer, r *Revision) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

// WriteRevisionText writes r for a terminal: what it was and what it became, the
// clauses with their places, what came and what went. before is the report of the
// document as it was.
func WriteRevisionText(w io.Writer, r *Revision, before *Report, opt TextOptions) error {
	shown := *before
	shown.Suggestions = r.Suggestions
	t := &textWriter{r: &shown, opt: opt, w: in(opt.Lang)}
	if t.opt.Width == 0 {
		t.opt.Width = 80
	}
	words := revisionIn(opt.Lang)
	fmt.Fprintf(&t.b, "%s  %s\n", t.paint("1", r.Document.Name), t.w.head(&r.Document))
	for _, p := range r.Document.Problems {
		t.marked("  ! ", t.in(p.Message))
	}
	outcome := func(o *Outcome) string {
		return fmt.Sprintf("%s [%s]  %s %d  %s %d", t.in(o.Label), o.Verdict, t.w.defeat, o.Defeat, t.w.division, o.Division)
	}
	fmt.Fprintf(&t.b, "%s: %s\n", words.before, outcome(&r.Before))
	if r.After != nil {
		fmt.Fprintf(&t.b, "%s: %s\n", words.after, outcome(r.After))
	}
	switch {
	case len(r.Suggestions) == 0:
		t.wrapped("", words.nothing)
	case r.After == nil:
		t.wrapped("", words.unwritten)
	}
	t.suggestions()
	if r.After != nil {
		t.came(words.unintended, r.Unintended)
		t.came(words.open, r.Open)
		t.came(words.intended, r.Intended)
		t.came(words.gone, r.Gone)
	}
	t.heading(t.w.notices)
	for _, n := range r.Notices {
		t.wrapped("  ", t.in(n))
	}
	_, err := io.WriteString(w, t.b.String())
	return err
}

// came lists findings under a heading.
func (t *textWriter) came(heading string, all []Finding) {
	t.heading(heading)
	if len(all) == 0 {
		t.b.WriteString("  " + t.w.none + "\n")
	}
	for i := range all {
		t.finding("  - ", &all[i], 120)
	}
}

// revisionWords are the words of the report on a revision.
type revisionWords struct {
	before, after, nothing, unwritten, intended, unintended, open, gone string
}

var revisionWordsOf = map[string]revisionWords{
	"ja": {
		before: "挿入前", after: "挿入後", nothing: "この文書について示すひな形はありません。",
		unwritten: "この形式の文書には書き込みません。置換え及び挿入の箇所だけを示します。",
		intended:  "現れた一致（ひな形が意図するもの）", unintended: "現れた一致（意図しないもの）", open: "残っている権限の定め", gone: "なくなった一致",
	},
	"en": {
		before: "before", after: "after", nothing: "There is no model clause to show for this document.",
		unwritten: "Documents of this format are not written to; only the places are shown.",
		intended:  "New matches (meant by the clauses)", unintended: "New matches (not meant)", open: "Powers that still stand", gone: "Matches that went",
	},
}

func revisionIn(lang string) revisionWords {
	if lang == "en" {
		return revisionWordsOf["en"]
	}
	return revisionWordsOf["ja"]
}
