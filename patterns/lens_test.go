package patterns

import (
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// TestLongestCaption: of a caption that never ends phrases look at the first tokens,
// whatever is named behind them.
func TestLongestCaption(t *testing.T) {
	lib, text := mustLoad(t), strings.Repeat("当社は契約者データを監視します。", 2200)
	r := norm.NewReader(structure.Parse(document.Read("test.txt", []byte(text), document.Options{}), lib.Parties()), mustTokenizer(t), lib)
	m := lib.matcher(r)
	s := m.prepare(r.Caption(source.Span{End: len(text)}))
	if s.know(); len(s.unit.Sentence.Tokens) <= maxTokens || len(s.tokens) != maxTokens {
		t.Fatalf("%d of %d tokens", len(s.tokens), len(s.unit.Sentence.Tokens))
	}
	found := 0
	for _, p := range lib.patterns {
		if p.number%8 != 0 {
			continue
		}
		for _, f := range p.fillings {
			if key := (viewKey{kind: wholeView}); m.machine.finds(f.phrase, s, key, nil) {
				if _, end := m.machine.locate(f.phrase, s, key, nil); end <= 0 || end > maxTokens {
					t.Errorf("%s ends at %d", p.name, end)
				}
				found++
			}
		}
	}
	if found == 0 {
		t.Error("nothing found")
	}
}

// TestWidths: there is a lens for every length that sets of positions have, and they
// have room for a position behind the last token.
func TestWidths(t *testing.T) {
	m := &machine{}
	for _, n := range []int{0, 1, 63, 64, 127, 128, 1000, 4095, 4096, maxTokens} {
		w := width(n)
		if w<<6 <= n {
			t.Errorf("%d tokens in %d words", n, w)
		}
		v := &view{s: &sentence{}, tokens: make(positions, w), loud: make(positions, w)}
		m.lensFor(w).(interface{ see(v *view) }).see(v) // panics where the lengths are not the same
	}
}
