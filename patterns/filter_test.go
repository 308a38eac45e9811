package patterns

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// corpus returns real documents where there are any beside the repository, and
// the project's own.
func corpus(tb testing.TB) map[string]string {
	tb.Helper()
	texts := map[string]string{}
	for _, pattern := range []string{"../../shared/gold/*/txt/*.txt", "../corpus/evaluate/testdata/own/txt/*.txt"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			tb.Fatal(err)
		}
		for _, name := range names {
			src, err := os.ReadFile(name)
			if err != nil {
				tb.Fatal(err)
			}
			texts[filepath.Base(filepath.Dir(filepath.Dir(name)))+"/"+filepath.Base(name)] = string(src)
		}
	}
	if len(texts) == 0 {
		tb.Skip("no documents beside the repository")
	}
	return texts
}

// same runs the library with and without the filter and compares the matches.
func same(tb testing.TB, lib *Library, text string) (with []finding.Match, difference string) {
	tb.Helper()
	tree := structure.Parse(document.Read("test.txt", []byte(text), document.Options{}), lib.Parties())
	tok := mustTokenizer(tb)
	with, err := lib.matchAll(tb.Context(), norm.NewReader(tree, tok, lib), true)
	if err != nil {
		tb.Fatal(err)
	}
	without, err := lib.matchAll(tb.Context(), norm.NewReader(tree, tok, lib), false)
	if err != nil {
		tb.Fatal(err)
	}
	print := func(ms []finding.Match) string {
		var b strings.Builder
		for _, m := range ms {
			fmt.Fprintf(&b, "%s/%s %v %v-%v %v %v\n", m.Class.ID, m.Pattern, m.Unit.Sentence.Span, m.Norm.Start, m.Norm.End, m.Data, m.Trigger)
		}
		return b.String()
	}
	a, b := print(with), print(without)
	if a == b {
		return with, ""
	}
	seen := map[string]bool{}
	for line := range strings.Lines(a) {
		seen[line] = true
	}
	for line := range strings.Lines(b) {
		if !seen[line] {
			difference += "the filter rejects " + line
		}
		delete(seen, line)
	}
	for line := range seen {
		difference += "only with the filter " + line
	}
	return with, difference
}

// TestFilterRejectsNothing: a sentence that the literals pass over has no match.
func TestFilterRejectsNothing(t *testing.T) {
	lib := mustLoad(t)
	matches := 0
	for name, text := range corpus(t) {
		with, difference := same(t, lib, text)
		if difference != "" {
			t.Errorf("%s:\n%s", name, difference)
		}
		matches += len(with)
	}
	if matches == 0 {
		t.Error("nothing matched at all")
	}
}

// TestFilterRejectsNothingInShuffles does the same on documents put together
// from sentences of the rules' own tests, so that leads, items, provisos and
// sentences before stand where nobody wrote them.
func TestFilterRejectsNothingInShuffles(t *testing.T) {
	lib := mustLoad(t)
	classes, err := lib.Tests("")
	if err != nil {
		t.Fatal(err)
	}
	var pieces []string
	for _, c := range classes {
		for _, test := range c.Tests {
			pieces = append(pieces, strings.Split(strings.TrimSpace(test.Text), "\n")...)
		}
	}
	if len(pieces) == 0 {
		t.Skip("no class has tests")
	}
	rapid.Check(t, func(rt *rapid.T) {
		var b strings.Builder
		for i := range rapid.IntRange(1, 8).Draw(rt, "lines") {
			b.WriteString(rapid.SampledFrom([]string{"", "第1条（データの取扱い）\n", "(1) ", "2 ", "・", "ただし、", "ア "}).Draw(rt, "head"))
			b.WriteString(rapid.SampledFrom(pieces).Draw(rt, "piece"))
			if rapid.Bool().Draw(rt, "same line") && i > 0 {
				continue
			}
			b.WriteByte('\n')
		}
		if _, difference := same(t, lib, b.String()); difference != "" {
			rt.Fatalf("%s\nin\n%s", difference, b.String())
		}
	})
}

// TestBlocksAdmitWhatSentencesAdmit: asking many sentences at once says the same as
// asking each, in a document of several blocks too.
func TestBlocksAdmitWhatSentencesAdmit(t *testing.T) {
	lib := mustLoad(t)
	texts := corpus(t)
	var all strings.Builder
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		all.WriteString(texts[name])
		all.WriteByte('\n')
	}
	tree := structure.Parse(document.Read("test.txt", []byte(all.String()), document.Options{}), lib.Parties())
	r := norm.NewReader(tree, mustTokenizer(t), lib)
	f := lib.filterOf(r)
	list, candidates, err := f.near(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	sentences, kind := 0, kindOf(tree)
	for c, clause := range r.Clauses() {
		for s := range clause.Sentences {
			sentences++
			var want, got []*pattern
			for _, p := range lib.patterns {
				if p.applies(kind) && f.admits(p, c, s) {
					want = append(want, p)
				}
			}
			if len(list) > 0 && list[0].clause == c && list[0].sentence == s {
				got, list = candidates[list[0].from:list[0].to], list[1:]
			}
			if !slices.Equal(got, want) {
				t.Fatalf("sentence %d of clause %d: %d patterns, want %d", s, c, len(got), len(want))
			}
		}
	}
	if len(list) > 0 || sentences <= blockSentences {
		t.Errorf("%d sentences are left of %d", len(list), sentences)
	}
}
