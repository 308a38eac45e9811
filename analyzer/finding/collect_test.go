package finding

import (
	"fmt"
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/token"
)

var (
	monitor  = &Class{ID: "monitor", Group: Power}
	disclose = &Class{ID: "disclose", Group: Power}
)

// page is a text whose lines are provisions of their own.
type page struct {
	tree    *structure.Tree
	clauses []*structure.Clause
}

func newPage(text string) *page {
	p := &page{tree: &structure.Tree{Document: &document.Document{Text: text}}}
	at := 0
	for line := range strings.SplitSeq(text, "\n") {
		span := source.Span{Start: at, End: at + len(line)}
		p.clauses = append(p.clauses, &structure.Clause{Provision: &structure.Provision{Body: span}, Span: span})
		at += len(line) + 1
	}
	return p
}

// match makes a match on sentence s (cut at 。) of a line, both from 0.
func (p *page) match(class *Class, line, s int, trigger norm.Trigger) Match {
	clause := p.clauses[line]
	span := token.Split(nil, p.tree.Document.Text, clause.Span)[s]
	return Match{
		Class: class, Pattern: "p", Confidence: "high", Trigger: trigger, Data: norm.CustomerData,
		Unit: &norm.Unit{Clause: clause, Sentence: &token.Sentence{Span: span}},
	}
}

func list(p *page, findings []Finding) string {
	var lines []string
	for _, f := range findings {
		lines = append(lines, fmt.Sprintf("%s %s %s %d %v", f.ID, f.Match.Class.ID, f.Span.Of(p.tree.Document.Text), f.Match.Trigger, f.Match.Weak))
	}
	return strings.Join(lines, "\n")
}

func TestCollect(t *testing.T) {
	for _, tt := range []struct {
		name    string
		matches func(p *page) []Match
		want    string
	}{
		{"one a class and provision, the widest trigger", func(p *page) []Match {
			return []Match{p.match(monitor, 0, 0, norm.Breach), p.match(monitor, 0, 1, norm.Discretion), p.match(disclose, 0, 0, norm.Legal)}
		}, "f1 disclose 一。 1 false\nf2 monitor 二。 6 false"},
		{"where nothing limits it, it is as wide as operation", func(p *page) []Match {
			return []Match{p.match(monitor, 0, 0, norm.Breach), p.match(monitor, 0, 1, norm.NoTrigger)}
		}, "f1 monitor 二。 0 false"},
		{"operation is named rather than nothing", func(p *page) []Match {
			return []Match{p.match(monitor, 0, 0, norm.Operation), p.match(monitor, 0, 1, norm.NoTrigger)}
		}, "f1 monitor 一。 5 false"},
		{"strong before weak", func(p *page) []Match {
			weak := p.match(monitor, 0, 0, norm.Operation)
			weak.Weak = true
			return []Match{weak, p.match(monitor, 0, 1, norm.Operation)}
		}, "f1 monitor 二。 5 false"},
		{"sure before unsure", func(p *page) []Match {
			low := p.match(monitor, 0, 0, norm.Operation)
			low.Confidence = "low"
			return []Match{low, p.match(monitor, 0, 1, norm.Operation)}
		}, "f1 monitor 二。 5 false"},
		{"the first of equals", func(p *page) []Match {
			return []Match{p.match(monitor, 0, 0, norm.Operation), p.match(monitor, 0, 1, norm.Operation)}
		}, "f1 monitor 一。 5 false"},
		{"provisions apart, in document order", func(p *page) []Match {
			return []Match{p.match(monitor, 1, 0, norm.Legal), p.match(monitor, 0, 0, norm.Legal)}
		}, "f1 monitor 一。 1 false\nf2 monitor 三 1 false"},
		{"an item adds nothing to its lead but a wider trigger", func(p *page) []Match {
			p.clauses[1].Lead = p.clauses[0]
			return []Match{p.match(monitor, 0, 1, norm.Breach), p.match(monitor, 1, 0, norm.Discretion)}
		}, "f1 monitor 二。 6 false"},
		{"an item of a lead that does not bear the class", func(p *page) []Match {
			p.clauses[1].Lead = p.clauses[0]
			return []Match{p.match(disclose, 0, 1, norm.Breach), p.match(monitor, 1, 0, norm.Discretion)}
		}, "f1 disclose 二。 4 false\nf2 monitor 三 6 false"},
		{"an item of an item", func(p *page) []Match {
			p.clauses[1].Lead, p.clauses[2].Lead = p.clauses[0], p.clauses[1]
			return []Match{p.match(monitor, 0, 1, norm.Breach), p.match(monitor, 2, 0, norm.Legal)}
		}, "f1 monitor 二。 4 false"},
		{"an item about other data stands for itself", func(p *page) []Match {
			p.clauses[1].Lead = p.clauses[0]
			item := p.match(monitor, 1, 0, norm.Legal)
			item.Data = norm.AccountInfo
			return []Match{p.match(monitor, 0, 1, norm.Breach), item}
		}, "f1 monitor 二。 4 false\nf2 monitor 三 1 false"},
		{"a weak item widens nothing", func(p *page) []Match {
			p.clauses[1].Lead = p.clauses[0]
			item := p.match(monitor, 1, 0, norm.Discretion)
			item.Weak = true
			return []Match{p.match(monitor, 0, 1, norm.Breach), item}
		}, "f1 monitor 二。 4 false"},
		{"a paragraph that continues another belongs to it", func(p *page) []Match {
			p.clauses[1].Provision.Continues = p.clauses[0].Provision
			return []Match{p.match(monitor, 0, 0, norm.Breach), p.match(monitor, 1, 0, norm.Discretion)}
		}, "f1 monitor 三 6 false"},
		{"nothing", func(p *page) []Match { return nil }, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newPage("一。二。\n三\n四")
			if got := list(p, Collect(p.tree, tt.matches(p))); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// TestCollectOnce: the terms and the policy that stands with them in one file change each
// for itself; a policy that is only named does not.
func TestCollectOnce(t *testing.T) {
	changes := &Class{ID: "changes", Group: Context, Once: true}
	p := newPage("本規約を改める。\n本規約を直す。\n本ポリシーを改める。\nポリシーを改める。\n本規約と本ポリシーを改める。\n本規約を書き直す。")
	var matches []Match
	for line := range 6 {
		m := p.match(changes, line, 0, norm.NoTrigger)
		s := m.Unit.Sentence.Span
		m.Evidence = []Evidence{{Slot: "object", Span: source.Span{Start: s.End - len("。"), End: s.End}}, {Slot: "text", Span: s}}
		if line == 2 { // found by a heading, from the verb
			m.Evidence[1].Span.Start += len("本ポリシーを")
		}
		m.Headed = line == 5 // that is below a heading on changes
		matches = append(matches, m)
	}
	if got, want := list(p, Collect(p.tree, matches)), "f1 changes 本ポリシーを改める。 0 false\nf2 changes 本規約を書き直す。 0 false"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestFingerprintSurvivesRenumbering(t *testing.T) {
	const text = "第12条第1項に定める場合を除き、第三者に開示しません。"
	same := []string{"第 3 条第2項に定める場合を除き、第三者に開示しません。", "第三条の二第一項に定める 場合を除き、　第三者に開示しません。"}
	other := []string{"第12条第1項に定める場合を除き、第四者に開示しません。", "第12条第1項に定める場合を除き、第三者に開示します。"}
	want := fingerprint("disclose", text)
	for _, s := range same {
		if fingerprint("disclose", s) != want {
			t.Errorf("the fingerprint of %s differs", s)
		}
	}
	for _, s := range other {
		if fingerprint("disclose", s) == want {
			t.Errorf("the fingerprint of %s is the same", s)
		}
	}
	if fingerprint("monitor", text) == want {
		t.Error("two classes share a fingerprint")
	}
}

func TestFingerprintsOfRepeats(t *testing.T) {
	p := newPage("同じ文。\n同じ文。\n別の文。")
	var matches []Match
	for line := range 3 {
		matches = append(matches, p.match(monitor, line, 0, norm.Legal))
	}
	f := Collect(p.tree, matches)
	if f[1].Fingerprint != f[0].Fingerprint+"-2" || f[2].Fingerprint == f[0].Fingerprint {
		t.Errorf("fingerprints %s, %s, %s: want the second to count the first", f[0].Fingerprint, f[1].Fingerprint, f[2].Fingerprint)
	}
}
