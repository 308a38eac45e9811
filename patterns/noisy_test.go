package patterns

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// noisy is the share of the sentences of documents above which a pattern says
// more of how terms are written than of what a class asks for. It is judged where
// there are enoughSentences.
const (
	noisy           = 0.02
	enoughSentences = 3000
)

// TestNoPatternIsNoisy: no pattern matches in one sentence of fifty. It takes the
// documents beside the repository; TestNoPatternIsDead looks at the other end.
func TestNoPatternIsNoisy(t *testing.T) {
	lib, tok := mustLoad(t), mustTokenizer(t)
	hits, all := map[string]int{}, 0
	for name, text := range corpus(t) {
		r := norm.NewReader(structure.Parse(document.Read(filepath.Base(name), []byte(text), document.Options{}), lib.Parties()), tok, lib)
		matches, err := lib.Match(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range r.Clauses() {
			all += len(c.Sentences)
		}
		type place struct {
			pattern string
			start   int
		}
		seen := map[place]bool{}
		for _, m := range matches {
			p := place{m.Class.ID + "/" + m.Pattern, m.Unit.Sentence.Span.Start}
			if !seen[p] {
				seen[p] = true
				hits[p.pattern]++
			}
		}
	}
	if all < enoughSentences {
		t.Skipf("%d sentences, too few to tell", all)
	}
	for pattern, n := range hits {
		if share := float64(n) / float64(all); share > noisy {
			t.Errorf("%s matches in %.1f %% of all sentences, more than %.1f %%", pattern, 100*share, 100*noisy)
		}
	}
}

// TestStatsCountOnce: the counts of a document are those of its matches.
func TestStatsCountOnce(t *testing.T) {
	lib, tok := mustLoad(t), mustTokenizer(t)
	s := lib.NewStats()
	tree := lib.parse(Test{Text: "当社は、契約者データを閲覧することができます。\n契約者は、パスワードを適切に管理するものとします。"})
	for range 2 {
		if err := s.Add(t.Context(), norm.NewReader(tree, tok, lib)); err != nil {
			t.Fatal(err)
		}
	}
	rows := s.Rows()
	i := slices.IndexFunc(rows, func(r StatsRow) bool { return r.Class == "access" && r.Pattern == "views-data" })
	if got := rows[i]; got.Matches != 2 || got.Findings != 2 || got.Documents != 2 || got.Tried < 2 || s.Documents != 2 || s.Sentences != 4 {
		t.Errorf("access/views-data: %+v of %d documents, %d sentences", got, s.Documents, s.Sentences)
	}
}
