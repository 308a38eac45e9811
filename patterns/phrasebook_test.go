// The phrasebooks measure the library on sentences that were written before it
// was known what the rules make of them. The tests of the class files say what
// a rule must do; a phrasebook says how often the library is right on what its
// rules were not written for. testdata/phrasebook/<group>.yaml:
//
//	group: power              # the classes that are judged; those of other groups are passed over
//	floor:                    # what was reached; the test fails below it
//	  precision: 0.90         # of the classes found, those that are asked for
//	  recall: 0.90            # of the classes asked for, those that are found
//	  data: 0.90              # right kinds and triggers, of the found classes that name one
//	  trigger: 0.90
//	  high: 0.95              # right, of what is found with high confidence
//	phrases:
//	  - is: monitor customer_data discretion    # CLASS [DATA] [TRIGGER] [weak] [GRADE], or none, or a list of these
//	    may: [access]                           # found or not, either is right
//	    text: 当社は、…                           # a small document; several lines are paragraphs and items
//	    vendor: 乙                               # optional, as in class files: vendor, customer, kind
//	    customer: 甲
//	    todo: why it is wrong                   # a known miss or alarm; it counts as any other, and must go once it is right
//
// Half of the phrases of a book are negatives, near to the classes. All that is
// wrong is listed by
//
//	go test ./patterns -run TestPhrasebook/power -v
//
// and with -explain '部分' also how each phrase with these words is read.

package patterns

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/norm"
)

var explainPhrase = flag.String("explain", "", "with -v, show how the phrases with these words are read")

// phrasebook is a file of labelled phrases.
type phrasebook struct {
	Group finding.Group
	Floor struct {
		Precision, Recall, Data, Trigger, High float64
	}
	Phrases []labelled
}

// labelled is a small document and the classes it bears.
type labelled struct {
	Is       oneOrMore
	May      oneOrMore
	Text     string
	Vendor   oneOrMore
	Customer oneOrMore
	Kind     string
	Todo     string
}

// oneOrMore is a YAML scalar or a list of them.
type oneOrMore []string

// UnmarshalYAML reads a scalar as a list of one.
func (l *oneOrMore) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		*l = oneOrMore{n.Value}
		return nil
	}
	return n.Decode((*[]string)(l))
}

// expected is one entry of is: a class and what it must be reported with.
type expected struct {
	class, data, trigger, grade string
	weak                        bool
}

func parseExpected(lib *Library, group finding.Group, entry string) (expected, error) {
	words := strings.Fields(entry)
	if len(words) == 0 {
		return expected{}, fmt.Errorf("an entry without a class")
	}
	e := expected{class: words[0]}
	if c := lib.Class(e.class); c == nil || c.Group != group {
		return e, fmt.Errorf("%q is no class of group %s", e.class, group)
	}
	for _, w := range words[1:] {
		switch {
		case w == "weak":
			e.weak = true
		case slices.Contains(dataNames[1:], w):
			e.data = w
		case slices.Contains(triggerNames[1:], w):
			e.trigger = w
		case slices.Contains(gradeNames, w):
			e.grade = w
		default:
			return e, fmt.Errorf("%q is neither data nor trigger nor grade", w)
		}
	}
	return e, nil
}

// tally counts right answers out of all.
type tally struct{ right, of int }

func (t *tally) add(ok bool) {
	t.of++
	if ok {
		t.right++
	}
}

func (t tally) share() float64 {
	if t.of == 0 {
		return 1
	}
	return float64(t.right) / float64(t.of)
}

func (t tally) String() string { return fmt.Sprintf("%d/%d %.3f", t.right, t.of, t.share()) }

// bookScore is what a run over a phrasebook says.
type bookScore struct {
	precision, recall, data, trigger tally
	confidence                       map[string]*tally
	classes                          map[string]*[2]tally // precision, recall
	wrong                            []string
}

func (s *bookScore) class(id string) *[2]tally {
	if s.classes[id] == nil {
		s.classes[id] = new([2]tally)
	}
	return s.classes[id]
}

// judge compares what was found in a phrase with what it bears, and returns
// what is wrong with it.
func (s *bookScore) judge(p labelled, want []expected, may []string, found []finding.Finding) string {
	var wrong []string
	used := make([]bool, len(found))
	for _, w := range want {
		best := -1
		for i, f := range found {
			if f.Match.Class.ID == w.class && !used[i] {
				best = i
				break
			}
		}
		s.recall.add(best >= 0)
		s.class(w.class)[1].add(best >= 0)
		if best < 0 {
			wrong = append(wrong, "misses "+w.class)
			continue
		}
		used[best] = true
		m := found[best].Match
		s.found(m, true)
		if w.data != "" {
			got := name(dataNames[:], int(m.Data))
			s.data.add(got == w.data)
			if got != w.data {
				wrong = append(wrong, fmt.Sprintf("%s/%s data %s, want %s", w.class, m.Pattern, got, w.data))
			}
		}
		if w.trigger != "" {
			got := name(triggerNames[:], int(m.Trigger))
			s.trigger.add(got == w.trigger)
			if got != w.trigger {
				wrong = append(wrong, fmt.Sprintf("%s/%s trigger %s, want %s", w.class, m.Pattern, got, w.trigger))
			}
		}
		if w.grade != "" && string(m.Grade) != w.grade {
			wrong = append(wrong, fmt.Sprintf("%s/%s grade %q, want %s", w.class, m.Pattern, m.Grade, w.grade))
		}
		if w.weak != m.Weak {
			wrong = append(wrong, fmt.Sprintf("%s/%s weak %t, want %t", w.class, m.Pattern, m.Weak, w.weak))
		}
	}
	for i, f := range found {
		if used[i] || slices.Contains(may, f.Match.Class.ID) || slices.ContainsFunc(want, func(w expected) bool { return w.class == f.Match.Class.ID }) {
			continue // a second finding of a class asked for is no alarm: leads and their items
		}
		s.found(f.Match, false)
		wrong = append(wrong, fmt.Sprintf("alarm %s/%s", f.Match.Class.ID, f.Match.Pattern))
	}
	return strings.Join(wrong, "; ")
}

func (s *bookScore) found(m finding.Match, ok bool) {
	s.precision.add(ok)
	s.class(m.Class.ID)[0].add(ok)
	if s.confidence[m.Confidence] == nil {
		s.confidence[m.Confidence] = new(tally)
	}
	s.confidence[m.Confidence].add(ok)
}

func (s *bookScore) String() string {
	var b strings.Builder
	for _, id := range slices.Sorted(maps.Keys(s.classes)) {
		c := s.classes[id]
		fmt.Fprintf(&b, "%-18s n=%-3d P %s  R %s\n", id, c[1].of, c[0], c[1])
	}
	fmt.Fprintf(&b, "precision %s  recall %s  data %s  trigger %s", s.precision, s.recall, s.data, s.trigger)
	for _, c := range []string{"high", "medium", "low"} {
		if t := s.confidence[c]; t != nil {
			fmt.Fprintf(&b, "  %s %s", c, t)
		}
	}
	return b.String()
}

// TestPhrasebook runs the phrasebooks: go test ./patterns -run
// TestPhrasebook/power -v lists all that is wrong.
func TestPhrasebook(t *testing.T) {
	lib, tok := mustLoad(t), mustTokenizer(t)
	files, err := filepath.Glob("testdata/phrasebook/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no phrasebooks: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			book := readBook(t, file)
			s := &bookScore{confidence: map[string]*tally{}, classes: map[string]*[2]tally{}}
			negatives := 0
			for i, p := range book.Phrases {
				place := fmt.Sprintf("phrase %d", i+1)
				var want []expected
				for _, e := range p.Is {
					if e == "none" {
						continue
					}
					w, err := parseExpected(lib, book.Group, e)
					if err != nil {
						t.Fatalf("%s: %v\n%s", place, err, p.Text)
					}
					want = append(want, w)
				}
				if len(p.Is) == 0 {
					t.Fatalf("%s says not what it is\n%s", place, p.Text)
				}
				if len(want) == 0 {
					negatives++
				}
				r := norm.NewReader(lib.parse(Test{Text: p.Text, Vendor: p.Vendor, Customer: p.Customer, Kind: p.Kind}), tok, lib)
				matches, err := lib.Match(t.Context(), r)
				if err != nil {
					t.Fatal(err)
				}
				found := slices.DeleteFunc(finding.Collect(r.Tree(), matches), func(f finding.Finding) bool { return f.Match.Class.Group != book.Group })
				why := s.judge(p, want, p.May, found)
				switch {
				case why == "" && p.Todo != "":
					t.Errorf("%s is right now: remove its todo\n%s", place, p.Text)
				case why != "":
					s.wrong = append(s.wrong, fmt.Sprintf("%s: %s%s\n      %s", place, why, todo(p), strings.ReplaceAll(strings.TrimSpace(p.Text), "\n", "\n      ")))
				}
				if testing.Verbose() && *explainPhrase != "" && strings.Contains(p.Text, *explainPhrase) {
					explainIn(t, lib, r, book.Group, p)
				}
			}
			t.Logf("%d phrases, %d of them negatives\n%s", len(book.Phrases), negatives, s)
			for _, w := range s.wrong {
				if testing.Verbose() {
					t.Log(w)
				}
			}
			high := tally{}
			if c := s.confidence["high"]; c != nil {
				high = *c
			}
			for _, f := range []struct {
				name  string
				got   tally
				floor float64
			}{{"precision", s.precision, book.Floor.Precision}, {"recall", s.recall, book.Floor.Recall}, {"data", s.data, book.Floor.Data}, {"trigger", s.trigger, book.Floor.Trigger}, {"high", high, book.Floor.High}} {
				if f.got.share() < f.floor {
					t.Errorf("%s %s is below the floor of %.3f; -v lists what is wrong", f.name, f.got, f.floor)
				}
			}
		})
	}
}

func readBook(t *testing.T, file string) phrasebook {
	t.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var book phrasebook
	dec := yaml.NewDecoder(bytes.NewReader(src))
	dec.KnownFields(true)
	if err := dec.Decode(&book); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return book
}

func explainIn(t *testing.T, lib *Library, r *norm.Reader, group finding.Group, p labelled) {
	t.Helper()
	var b bytes.Buffer
	for _, c := range lib.Classes() {
		if c.Group != group {
			continue
		}
		near, err := lib.Explain(t.Context(), r, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := WriteExplanation(&b, r.Tree().Document.Text, near, false); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%s\n%s", p.Text, b.String())
}

func todo(p labelled) string {
	if p.Todo == "" {
		return ""
	}
	return " (known: " + p.Todo + ")"
}
