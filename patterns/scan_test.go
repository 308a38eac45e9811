package patterns

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	ahocorasick "github.com/BobuSumisu/aho-corasick"
	"pgregory.net/rapid"
)

// ends returns "literal@end" for every hit, sorted.
func ends(s *scanner, literals []string, text string) []string {
	var got []string
	// scan does not say where it is; cutting the text does.
	for end := range len(text) + 1 {
		before := map[int32]int{}
		s.scan(text[:max(0, end-1)], func(ids []int32) {
			for _, id := range ids {
				before[id]++
			}
		})
		s.scan(text[:end], func(ids []int32) {
			for _, id := range ids {
				if before[id]--; before[id] < 0 {
					got = append(got, fmt.Sprintf("%s@%d", literals[id], end))
				}
			}
		})
	}
	slices.Sort(got)
	return got
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
		var want []string
		for _, m := range ahocorasick.NewTrieBuilder().AddStrings(literals).Build().MatchString(text) {
			want = append(want, fmt.Sprintf("%s@%d", m.MatchString(), int(m.Pos())+len(m.Match())))
		}
		slices.SortFunc(want, cmp.Compare[string])
		if got := ends(newScanner(literals), literals, text); !slices.Equal(got, want) {
			rt.Errorf("scan(%q) for %q = %v, want %v", text, literals, got, want)
		}
	})
}

func TestScanOfNothing(t *testing.T) {
	for _, literals := range [][]string{nil, {}, {""}} {
		newScanner(literals).scan("個人情報", func(ids []int32) { t.Errorf("%q found %v", literals, ids) })
	}
	var zero scanner
	zero.scan("個人情報", func(ids []int32) { t.Errorf("the zero scanner found %v", ids) })
}

func BenchmarkScan(b *testing.B) {
	lib := mustLoad(b)
	var all strings.Builder
	for _, text := range corpus(b) {
		all.WriteString(text)
	}
	text := all.String()
	b.Logf("%d literals, %d states, %d byte classes, %d KB", len(lib.literals), len(lib.scanner.from)-1, lib.scanner.classes, len(lib.scanner.next)*4/1000)
	oracle := ahocorasick.NewTrieBuilder().AddStrings(lib.literals[1:]).Build()
	b.Run("own", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			n := 0
			lib.scanner.scan(text, func(ids []int32) { n += len(ids) })
		}
	})
	b.Run("oracle", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			oracle.MatchString(text)
		}
	})
}
