package patterns

import (
	"slices"
	"strings"
	"testing"

	ahocorasick "github.com/BobuSumisu/aho-corasick"
	"pgregory.net/rapid"
)

func mustScanner(tb testing.TB, literals []string) *scanner {
	tb.Helper()
	s, err := newScanner(literals, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// found returns the IDs that a scan finds.
func found(s *scanner, text string) []uint16 {
	_, ids := s.scan(text, nil, nil)
	return ids
}

// set returns the literals in a text, sorted.
func set(s *scanner, literals []string, text string) []string {
	var got []string
	for _, id := range found(s, text) {
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
		s, oracle := mustScanner(t, literals), ahocorasick.NewTrieBuilder().AddStrings(literals).Build()
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
		if got := found(mustScanner(t, literals), "個人情報"); len(got) > 0 {
			t.Errorf("%q found %v", literals, got)
		}
	}
	var zero scanner
	if got := found(&zero, "個人情報"); len(got) > 0 {
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
	b.Logf("%d literals, %d cells", len(lib.literals), len(lib.scanner.cells))
	oracle := ahocorasick.NewTrieBuilder().AddStrings(lib.literals[1:]).Build()
	b.Run("own", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		var codes []uint16
		var ids []uint16
		for b.Loop() {
			codes, ids = lib.scanner.scan(text, codes, ids[:0])
		}
	})
	b.Run("oracle", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			oracle.MatchString(text)
		}
	})
}
