package patterns

import (
	"slices"
	"testing"
	"testing/fstest"

	"github.com/yakkan/yakkan/analyzer/suggest"
)

// TestClausesOnTop: a library on top replaces a model clause and adds one.
func TestClausesOnTop(t *testing.T) {
	house := fstest.MapFS{
		"clauses/ja/G05.yaml": {Data: []byte("id: G05\ntitle: {ja: 社内の型, en: House form}\ngoal: {ja: 例, en: example}\nserves: {ja: 例, en: example}\ncheck: {ja: 例, en: example}\nbasis: [qa-7-53]\ncloses:\n  - {class: monitor, when: [power]}\nentrust: {caption: 監視, gives: [], text: '{{vendor}}は、監視しない。'}\n")},
		"clauses/ja/H01.yaml": {Data: []byte("id: H01\ntitle: {ja: 追加, en: Added}\ngoal: {ja: 例, en: example}\nserves: {ja: 例, en: example}\ncheck: {ja: 例, en: example}\ncloses: []\npreserve: {caption: 追加, gives: [], text: '{{customer}}に示す。'}\n")},
	}
	before := mustLoad(t).Clauses()
	lib, err := Load(FS, house)
	if err != nil {
		t.Fatal(err)
	}
	got := lib.Clauses()
	if len(got) != len(before)+1 {
		t.Errorf("%d clauses, want %d", len(got), len(before)+1)
	}
	if c := got.By("G05"); c == nil || c.Title.JA != "社内の型" || c.Of(suggest.Preserve) != nil {
		t.Errorf("G05 = %+v, want that of the house", c)
	}
	if got.By("H01") == nil || !slices.IsSorted(got.IDs()) {
		t.Errorf("IDs = %v, want H01 among them, in order", got.IDs())
	}
}

// TestEveryClauseIsThere: the built-in library has the clauses that classes name,
// each with both variants.
func TestEveryClauseIsThere(t *testing.T) {
	clauses := mustLoad(t).Clauses()
	if len(clauses) != 22 {
		t.Errorf("%d model clauses, want 22: %v", len(clauses), clauses.IDs())
	}
	for _, c := range clauses {
		for _, v := range suggest.Variants {
			if c.Of(v) == nil {
				t.Errorf("%s has no variant %s", c.ID, v)
			}
		}
		if len(c.Basis) == 0 {
			t.Errorf("%s has no basis", c.ID)
		}
	}
}
