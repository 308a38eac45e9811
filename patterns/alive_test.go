package patterns

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/token"
)

// noisy is the share of the sentences of documents above which a pattern says
// more of how terms are written than of what a class asks for. It is judged where
// there are enoughSentences.
const (
	noisy           = 0.02
	enoughSentences = 3000
)

// TestPatternsAlive: every pattern finds something, in a test of its class, in
// a phrasebook or in a document, and none finds something in every other
// sentence of the documents. Documents beside the repository count where there
// are any; without them a pattern has to show itself in the project's own texts.
func TestPatternsAlive(t *testing.T) {
	lib, tok := mustLoad(t), mustTokenizer(t)
	alive := map[string]bool{}
	see := func(tree *structure.Tree) (sentences map[string]map[int]bool, of int) {
		return matched(t, lib, tok, tree, alive)
	}
	classes, err := lib.Tests("")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range classes {
		for _, test := range c.Tests {
			see(lib.parse(test))
		}
	}
	books, err := filepath.Glob("testdata/phrasebook/*.yaml")
	if err != nil || len(books) == 0 {
		t.Fatalf("no phrasebooks: %v", err)
	}
	for _, book := range books {
		for _, p := range readBook(t, book).Phrases {
			see(lib.parse(Test{Text: p.Text, Vendor: p.Vendor, Customer: p.Customer, Kind: p.Kind}))
		}
	}
	hits, all := map[string]int{}, 0
	for name, text := range corpus(t) {
		found, of := see(structure.Parse(document.Read(filepath.Base(name), []byte(text), document.Options{}), lib.Parties()))
		all += of
		for pattern, sentences := range found {
			hits[pattern] += len(sentences)
		}
	}
	for _, p := range lib.patterns {
		name := p.class.ID + "/" + p.name
		if !alive[name] {
			t.Errorf("%s finds nothing, in no test and in no document: give it a test or drop it", name)
		}
		if share := float64(hits[name]) / float64(all); all >= enoughSentences && share > noisy {
			t.Errorf("%s finds something in %.1f %% of all sentences, more than %.1f %%", name, 100*share, 100*noisy)
		}
	}
}

// matched notes in alive which patterns match in a document, and returns by
// pattern the sentences they match in, and how many sentences there are.
func matched(t *testing.T, lib *Library, tok *token.Tokenizer, tree *structure.Tree, alive map[string]bool) (sentences map[string]map[int]bool, of int) {
	t.Helper()
	r := norm.NewReader(tree, tok, lib)
	matches, err := lib.Match(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	sentences = map[string]map[int]bool{}
	for _, m := range matches {
		name := m.Class.ID + "/" + m.Pattern
		alive[name] = true
		if sentences[name] == nil {
			sentences[name] = map[int]bool{}
		}
		sentences[name][m.Unit.Sentence.Span.Start] = true
	}
	for c := range r.Clauses() {
		of += len(r.Clauses()[c].Sentences)
	}
	return sentences, of
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
