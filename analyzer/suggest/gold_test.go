package suggest_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/suggest"
)

// goldDir holds labelled documents that are not part of the project.
const goldDir = "../../../shared/gold/dev"

// defeatedIn returns the texts of the documents in dir that are labelled defeated.
func defeatedIn(t *testing.T, dir string) []string {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(dir, "labels", "*.jsonl"))
	var names []string
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		var head struct{ Verdict string }
		if s := bufio.NewScanner(f); s.Scan() {
			if err := json.Unmarshal(s.Bytes(), &head); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
		}
		f.Close()
		if head.Verdict == string(legal.Defeated) {
			names = append(names, filepath.Join(dir, "txt", strings.TrimSuffix(filepath.Base(file), ".jsonl")+".txt"))
		}
	}
	return names
}

// TestReviseGold: clauses put into labelled documents that are defeated answer
// every power, bring nothing that was not meant, and leave the rest as it was.
func TestReviseGold(t *testing.T) {
	names := defeatedIn(t, goldDir)
	if len(names) == 0 {
		t.Skipf("no labelled documents in %s", goldDir)
	}
	a := newAnalyzer(t)
	for _, name := range names {
		for _, v := range suggest.Variants {
			checkRevision(t, a, name, v)
		}
	}
}

// TestReviseOwn does the same with the project's own documents, whatever they are.
func TestReviseOwn(t *testing.T) {
	names, _ := filepath.Glob("../../corpus/evaluate/testdata/own/txt/*.txt")
	names = append(names, "../../docs/examples/mk-like.md")
	if len(names) < 10 {
		t.Fatalf("only %d documents", len(names))
	}
	a := newAnalyzer(t)
	for _, name := range names {
		for _, v := range suggest.Variants {
			checkRevision(t, a, name, v)
		}
	}
}

func checkRevision(t *testing.T, a *analyzer.Analyzer, name string, v suggest.Variant) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	r, err := a.Revise(t.Context(), filepath.Base(name), data, analyzer.Options{}, v)
	if err != nil {
		t.Fatal(err)
	}
	id := filepath.Base(name) + " " + string(v)
	if r.Before.Judgement.Verdict == legal.NotApplicable {
		if r.After != nil {
			t.Errorf("%s: changed, though nothing is stored under it", id)
		}
		return
	}
	if r.After == nil {
		t.Errorf("%s: not changed", id)
		return
	}
	j := &r.After.Judgement
	switch {
	case v == suggest.Entrust && j.Verdict != legal.Declared:
		t.Errorf("%s: %s -> %s, want declared", id, r.Before.Judgement.Verdict, j.Verdict)
	case j.Verdict == legal.Defeated || j.Verdict == legal.Conflicting:
		t.Errorf("%s: %s -> %s", id, r.Before.Judgement.Verdict, j.Verdict)
	}
	for _, f := range r.Open {
		t.Errorf("%s: still a power: %s/%s %s %s", id, f.Match.Class.ID, f.Match.Pattern, f.Match.Trigger, f.Span.Of(r.After.Document.Text))
	}
	for _, f := range r.Unintended {
		t.Errorf("%s: new: %s/%s: %s", id, f.Match.Class.ID, f.Match.Pattern, f.Span.Of(r.After.Document.Text))
	}
	if v == suggest.Entrust && j.Division.Value < 80 {
		t.Errorf("%s: division %d -> %d, want 80: %s", id, r.Before.Judgement.Division.Value, j.Division.Value, lacking(j))
	}
	if lost := lostStructure(r); len(lost) > 0 {
		t.Errorf("%s: structure lost: %q", id, lost)
	}
	for _, p := range orphans(r) {
		t.Errorf("%s: a list without its lead: %s", id, p.Span.Of(r.After.Document.Text))
	}
}

// orphans returns provisions whose words are a clause's and below which a list was
// left.
func orphans(r *analyzer.Revision) []*structure.Provision {
	var found []*structure.Provision
	for _, p := range r.After.Tree.Provisions {
		if len(p.Children) == 0 || p.Children[0].Kind != structure.Item && p.Children[0].Kind != structure.Subitem || beforeHad(r, p) {
			continue
		}
		body := p.Body.Of(r.After.Document.Text)
		for _, e := range r.Edits {
			if len(e.Clauses) > 0 && e.Span.Len() > 0 && strings.HasSuffix(body, strings.TrimSpace(e.Text)) {
				found = append(found, p)
			}
		}
	}
	return found
}

// beforeHad reports whether the words of p stood in the document before.
func beforeHad(r *analyzer.Revision, p *structure.Provision) bool {
	return strings.Contains(r.Before.Document.Text, p.Body.Of(r.After.Document.Text))
}

// touched reports whether an edit takes words of a provision away.
func touched(r *analyzer.Revision, p *structure.Provision) bool {
	span := r.Before.Document.DecodedSpan(p.Body)
	return slices.ContainsFunc(r.Edits, func(e suggest.Edit) bool {
		return e.Span.Start < span.End && span.Start < e.Span.End
	})
}

// lacking names what keeps the division score down.
func lacking(j *legal.Judgement) string {
	var parts []string
	for _, p := range j.Division.Parts {
		if p.Points < p.Weight {
			parts = append(parts, p.Class+" "+string(p.Grade))
		}
	}
	return strings.Join(parts, ", ")
}

// lostStructure returns the lines of the outline of the old document that the new
// one lacks, but for the provisions that edits wrote in, and lists below those.
func lostStructure(r *analyzer.Revision) []string {
	changed := func(p *structure.Provision) bool {
		for ; p != nil && p.Kind > structure.Article; p = p.Parent {
			if touched(r, p) {
				return true
			}
		}
		return p != nil && touched(r, p)
	}
	line := func(tree *structure.Tree, p *structure.Provision) string {
		return p.Kind.String() + " " + p.Label + " " + p.Caption.Of(tree.Document.Text) + " " + p.Body.Of(tree.Document.Text)
	}
	now := map[string]int{}
	for _, p := range r.After.Tree.Provisions {
		now[line(r.After.Tree, p)]++
	}
	var lost []string
	for _, p := range r.Before.Tree.Provisions {
		l := line(r.Before.Tree, p)
		if now[l] > 0 {
			now[l]--
		} else if !changed(p) {
			lost = append(lost, l)
		}
	}
	return lost
}
