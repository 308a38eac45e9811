package patterns

import (
	"fmt"
	"maps"
	mathbits "math/bits"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/source"
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

// says is what a sieve says of a text with some atoms, one question at a time.
func says(s *sieve, question int32, atoms bits) bool {
	if question < s.atoms {
		return atoms.has(question)
	}
	parts, every := s.list(question)
	if every {
		return !slices.ContainsFunc(parts, func(p uint16) bool { return !says(s, int32(p), atoms) })
	}
	return slices.ContainsFunc(parts, func(p uint16) bool { return says(s, int32(p), atoms) })
}

// literalsOf returns a function for the literals of stretches of a document.
func literalsOf(f *filter) func(in ...stretch) bits {
	t := &f.mem.texts
	return func(in ...stretch) bits {
		has := newBits(len(f.lib.literals))
		for _, s := range in {
			for _, id := range t.ids[t.from[s.from]:t.from[s.to]] {
				has.set(int32(id))
			}
		}
		return has
	}
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
	has := literalsOf(f)
	kind := setOf(kindOf(tree))
	for b := range f.sentenceBlocks() {
		left := map[int32]uint64{}
		for _, n := range f.near(nil, b) {
			left[n.pattern] = n.sentences
		}
		for i := range mathbits.OnesCount64(f.sentences(b)) {
			at := int32(b*blockTexts + i)
			c := int(f.clause[at])
			s := int(at - f.first[c])
			var texts [scopeCount]bits
			texts[0] = has(stretch{at, at + 1})
			for k := 1; k < scopeCount; k++ {
				texts[k] = has(f.around(nil, c, s, 1<<k)...)
			}
			for n, p := range lib.patterns {
				want := p.applies(kind) && !slices.ContainsFunc(p.asks, func(a ask) bool {
					for k, text := range texts {
						if a.scopes&(1<<k) != 0 && says(&lib.letters, a.question, text) {
							return false
						}
					}
					return true
				})
				if got := left[int32(n)]>>i&1 != 0; got != want {
					t.Fatalf("%s/%s at sentence %d of clause %d: %v, want %v", p.class.ID, p.name, s, c, got, want)
				}
				if got := p.applies(kind) && f.admits(p, c, s); got != want {
					t.Fatalf("%s/%s by itself at sentence %d of clause %d: %v, want %v", p.class.ID, p.name, s, c, got, want)
				}
			}
		}
	}
	if f.sentenceBlocks() < 2 || f.blocks < f.sentenceBlocks()+2 {
		t.Errorf("%d blocks, %d of them of sentences", f.blocks, f.sentenceBlocks())
	}
}

// TestHasTerm: many terms are found where they are found one by one.
func TestHasTerm(t *testing.T) {
	lib, err := Load(small)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.SampledFrom([]string{"登録", "データ", "情報", "記録", "契約", "者", "a", "。"})
		word := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(part, 1, 4).Draw(t, "word"), "") })
		text := strings.Join(rapid.SliceOfN(part, 0, 40).Draw(t, "text"), "")
		terms := rapid.SliceOfN(word, fewTerms+1, fewTerms+8).Draw(t, "terms")
		f := &filter{lib: lib, tree: &structure.Tree{Document: &document.Document{Text: text}}, terms: terms}
		for range 8 {
			start := rapid.IntRange(0, len(text)).Draw(t, "start")
			span := source.Span{Start: start, End: rapid.IntRange(start, len(text)).Draw(t, "end")}
			want := slices.ContainsFunc(terms, func(term string) bool { return strings.Contains(span.Of(text), term) })
			if got := f.hasTerm(span); got != want {
				t.Fatalf("hasTerm(%q) = %v, want %v; terms %q", span.Of(text), got, want, terms)
			}
		}
	})
}
