package patterns

import (
	"slices"
	"strings"
	"testing"

	ahocorasick "github.com/BobuSumisu/aho-corasick"
	"pgregory.net/rapid"
)

// set returns the literals in a text, sorted.
func set(s *scanner, literals []string, text string) []string {
	var got []string
	for _, id := range s.scan(text, nil) {
		got = append(got, literals[id])
	}
	slices.Sort(got)
	return slices.Compact(got)
}

func TestScanFindsWhatTheOracleFinds(t *testing.T) {
	letters := []string{"a", "b", "個", "人", "情", "報", "の", "デ", "ー", "タ"}
	rapid.Check(t, func(rt *rapid.T) {
		word := func(most int) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(letters), 1, most).Draw(rt, "letters"), "")
		}
		var literals []string
		for range rapid.IntRange(1, 8).Draw(rt, "literals") {
			if w := word(4); !slices.Contains(literals, w) {
				literals = append(literals, w)
			}
		}
		text := word(40)
		s, oracle := newScanner(literals), ahocorasick.NewTrieBuilder().AddStrings(literals).Build()
		// Every prefix, since a scan says what is there and not where.
		for end := range len(text) + 1 {
			var want []string
			for _, m := range oracle.MatchString(text[:end]) {
				want = append(want, m.MatchString())
			}
			slices.Sort(want)
			want = slices.Compact(want)
			if got := set(s, literals, text[:end]); !slices.Equal(got, want) {
				rt.Errorf("scan(%q) for %q = %v, want %v", text[:end], literals, got, want)
			}
		}
	})
}

func TestScanOfNothing(t *testing.T) {
	for _, literals := range [][]string{nil, {}, {""}} {
		if got := newScanner(literals).scan("個人情報", nil); len(got) > 0 {
			t.Errorf("%q found %v", literals, got)
		}
	}
	var zero scanner
	if got := zero.scan("個人情報", nil); len(got) > 0 {
		t.Errorf("the zero scanner found %v", got)
	}
}

func BenchmarkScan(b *testing.B) {
	lib := mustLoad(b)
	var all strings.Builder
	for _, text := range corpus(b) {
		all.WriteString(text)
	}
	text := all.String()
	b.Logf("%d literals, %d nodes", len(lib.literals), len(lib.scanner.words))
	oracle := ahocorasick.NewTrieBuilder().AddStrings(lib.literals[1:]).Build()
	b.Run("own", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			lib.scanner.scan(text, nil)
		}
	})
	b.Run("oracle", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			oracle.MatchString(text)
		}
	})
}
