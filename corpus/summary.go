package corpus

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"slices"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/report"
)

const summaryName = "summary.json"

// bestOf is how many documents are named at each end of a score.
const bestOf = 10

// Counts says what became of the documents. The four add up to Documents.
type Counts struct {
	Documents  int `json:"documents"`
	Complete   int `json:"complete"`
	Partial    int `json:"partial"`
	Unreadable int `json:"unreadable"`
	Duplicate  int `json:"duplicate"`

	DuplicateUnreadable int `json:"duplicate_unreadable"` // of the duplicates: those of documents that could not be read
}

// Summary is what the documents of a corpus say together. A text that is there
// several times counts once, except in Counts.
type Summary struct {
	Schema   string            `json:"schema"` // yakkan.summary/1
	Source   string            `json:"source"`
	Settings map[string]string `json:"settings"`
	Counts   Counts            `json:"counts"`
	Verdicts map[string]int    `json:"verdicts"`
	Overlays map[string]int    `json:"overlays"`
	Kinds    map[string]int    `json:"kinds"`
	Formats  map[string]int    `json:"formats"`
	Defeat   []int             `json:"defeat"`   // documents by score, 0 to 100
	Division []int             `json:"division"` // documents by score, 0 to 100
	Pairs    []Pair            `json:"pairs"`    // of the two scores, sorted
	Classes  []ClassShare      `json:"classes"`  // by documents, most first
	Reasons  []Reason          `json:"reasons"`  // why documents were not or not wholly read, most first
	Worst    []Standing        `json:"worst"`    // highest defeat first
	Best     []Standing        `json:"best"`     // lowest defeat first
	Findings int               `json:"findings"`
	Labels   Labels            `json:"labels"`

	pairs   map[[2]int]int
	classes map[string]*ClassShare
	reasons map[string]*Reason
}

// Labels are the words for what is counted, and what has to stand beside it.
type Labels struct {
	Verdicts []Label       `json:"verdicts"` // in the order to be shown
	Overlays []Label       `json:"overlays"`
	Notices  []report.Text `json:"notices"` // disclaimers
}

// Label is a word for an ID.
type Label struct {
	ID    string      `json:"id"`
	Label report.Text `json:"label"`
}

// Pair is how many documents have two scores.
type Pair struct {
	Defeat    int `json:"defeat"`
	Division  int `json:"division"`
	Documents int `json:"documents"`
}

// ClassShare is how common a class of clauses is.
type ClassShare struct {
	Class     string      `json:"class"`
	Group     string      `json:"group"`
	Label     report.Text `json:"label"`
	Documents int         `json:"documents"`
	Findings  int         `json:"findings"`
}

// Reason is why documents could not be read.
type Reason struct {
	Code       string      `json:"code"`
	Message    report.Text `json:"message"` // of the first of them
	Unreadable int         `json:"unreadable"`
	Partial    int         `json:"partial"`
}

// Standing is a document with its scores.
type Standing struct {
	N        int    `json:"n"`
	ID       string `json:"id"`
	Verdict  string `json:"verdict"`
	Defeat   int    `json:"defeat"`
	Division int    `json:"division"`
}

const summarySchema = "yakkan.summary/1"

func newSummary(l *ledger, labels Labels) *Summary {
	return &Summary{Schema: summarySchema, Source: l.Source, Settings: l.Settings, Labels: labels,
		Verdicts: map[string]int{}, Overlays: map[string]int{}, Kinds: map[string]int{}, Formats: map[string]int{}, Defeat: make([]int, 101), Division: make([]int, 101),
		Pairs: []Pair{}, Classes: []ClassShare{}, Reasons: []Reason{}, Worst: []Standing{}, Best: []Standing{},
		pairs: map[[2]int]int{}, classes: map[string]*ClassShare{}, reasons: map[string]*Reason{}}
}

// add counts a document.
func (s *Summary) add(r *Record, fs []FindingRow) {
	s.Counts.Documents++
	switch r.Status {
	case string(document.Complete):
		s.Counts.Complete++
	case string(document.Partial):
		s.Counts.Partial++
	case Duplicate:
		s.Counts.Duplicate++
		if len(r.Problems) > 0 { // only such a duplicate keeps them
			s.Counts.DuplicateUnreadable++
		}
		return
	default:
		s.Counts.Unreadable++
	}
	var codes []string
	for _, p := range r.Problems {
		if slices.Contains(codes, p.Code) {
			continue
		}
		codes = append(codes, p.Code)
		why := s.reasons[p.Code]
		if why == nil {
			why = &Reason{Code: p.Code, Message: p.Message}
			s.reasons[p.Code] = why
		}
		if r.Status == string(document.Partial) {
			why.Partial++
		} else if r.Status == string(document.Unreadable) {
			why.Unreadable++
		}
	}
	if r.Status == string(document.Unreadable) {
		return
	}
	s.Verdicts[r.Verdict]++
	for _, o := range r.Overlays {
		s.Overlays[o]++
	}
	s.Kinds[r.Kind]++
	s.Formats[r.Format]++
	s.Findings += len(fs)
	for _, f := range fs {
		c := s.classes[f.Class]
		if c == nil {
			c = &ClassShare{Class: f.Class, Group: f.Group, Label: f.Label}
			s.classes[f.Class] = c
		}
		c.Findings++
	}
	for _, c := range r.Classes {
		s.classes[c].Documents++
	}
	if r.Defeat == nil || r.Division == nil {
		return
	}
	e, d := *r.Defeat, *r.Division
	s.Defeat[e]++
	s.Division[d]++
	s.pairs[[2]int{e, d}]++
	one := Standing{r.N, r.ID, r.Verdict, e, d}
	s.Worst = insert(s.Worst, one, worse, bestOf)
	s.Best = insert(s.Best, one, func(a, b Standing) int { return worse(b, a) }, bestOf)
}

// worse orders documents by what speaks against the exception, then by what the
// division of responsibility lacks.
func worse(a, b Standing) int {
	return cmp.Or(cmp.Compare(b.Defeat, a.Defeat), cmp.Compare(a.Division, b.Division), cmp.Compare(a.N, b.N))
}

// insert keeps the first n by an order.
func insert(list []Standing, one Standing, order func(a, b Standing) int, n int) []Standing {
	if len(list) == n && order(one, list[n-1]) >= 0 {
		return list
	}
	i, _ := slices.BinarySearchFunc(list, one, order)
	list = slices.Insert(list, i, one)
	return list[:min(len(list), n)]
}

// end makes the lists.
func (s *Summary) end() {
	for k, n := range s.pairs {
		s.Pairs = append(s.Pairs, Pair{k[0], k[1], n})
	}
	slices.SortFunc(s.Pairs, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(a.Defeat, b.Defeat), cmp.Compare(a.Division, b.Division))
	})
	for _, c := range s.classes {
		s.Classes = append(s.Classes, *c)
	}
	slices.SortFunc(s.Classes, func(a, b ClassShare) int {
		return cmp.Or(cmp.Compare(b.Documents, a.Documents), cmp.Compare(a.Class, b.Class))
	})
	for _, r := range s.reasons {
		s.Reasons = append(s.Reasons, *r)
	}
	slices.SortFunc(s.Reasons, func(a, b Reason) int {
		return cmp.Or(cmp.Compare(b.Unreadable+b.Partial, a.Unreadable+a.Partial), cmp.Compare(a.Code, b.Code))
	})
}

// Scored is how many documents have scores.
func (s *Summary) Scored() int {
	n := 0
	for _, k := range s.Defeat {
		n += k
	}
	return n
}

// Read is how many different documents were read, wholly or in part.
func (s *Summary) Read() int { return s.Counts.Complete + s.Counts.Partial }

// WriteJSON writes the summary.
func (s *Summary) WriteJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(s)
}

func readSummary(ctx context.Context, out shelf) (*Summary, error) {
	var s Summary
	if err := readJSON(ctx, out, summaryName, &s); err != nil {
		return nil, err
	}
	return &s, nil
}
