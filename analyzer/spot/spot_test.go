package spot

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestFind compares with looking for each word at each place.
func TestFind(t *testing.T) {
	alphabet := rapid.SampledFrom([]string{"規", "約", "ま", "す", "。", "\u3000", "a", "C", "É", "𠮷", "\uffa0", "一"})
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(alphabet, 0, 4).Draw(t, "word"), "") })
		lists := rapid.SliceOfN(rapid.SliceOfN(word, 0, 8), 0, 3).Draw(t, "lists")
		text := strings.Join(rapid.SliceOfN(alphabet, 0, 60).Draw(t, "text"), "")
		w := New(lists...)
		var words []string
		for _, word := range slices.Concat(lists...) {
			if word != "" && !slices.Contains(words, word) {
				words = append(words, word)
			}
		}
		var want []Found
		for at := range text {
			for n := len(text) - at; n > 0; n-- {
				if i := slices.Index(words, text[at:at+n]); i >= 0 {
					want = append(want, Found{uint32(at), uint16(i), uint16(n)})
				}
			}
		}
		if got := w.Find([]Found{{1, 2, 3}}, text); !slices.Equal(got, want) {
			t.Fatalf("%q in %q: %v, want %v", words, text, got, want)
		}
		var all, others Text // others: none is looked for in advance
		all.Reset(text, w)
		others.Reset(text, New(rapid.SliceOfN(word, 0, 3).Draw(t, "known")))
		if got := slices.Collect(all.Each(words)); !slices.Equal(got, want) {
			t.Fatalf("%q in %q: %v, want %v", words, text, got, want)
		}
		for i, word := range words {
			n := 0
			for _, f := range want {
				if int(f.Word) == i {
					n++
				}
			}
			if w.Index(word) != i || all.Often(word) != n || others.Often(word) != n || all.Has(word) != (n > 0) || others.Has(word) != (n > 0) {
				t.Fatalf("%q in %q: %d, %d, want %d", word, text, all.Often(word), others.Often(word), n)
			}
		}
	})
}

func TestNone(t *testing.T) {
	var none *Words
	var text Text
	text.Reset("規約", none)
	if none.Index("規約") >= 0 || len(none.Find(nil, "規約"))+len(New().Find(nil, "規約"))+len(text.Found()) > 0 || New([]string{"約款", ""}).Index("規約") >= 0 || New([]string{""}).Index("") >= 0 {
		t.Error("words out of nothing")
	}
}

// TestIndex compares with the standard library.
func TestIndex(t *testing.T) {
	part := rapid.SampledFrom([]string{"規", "約", "紀", "ま", "す", "a", "É", "𠮷", "\x84", "\xe7"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(part, 0, 60).Draw(t, "text"), "")
		word := strings.Join(rapid.SliceOfN(part, 0, 4).Draw(t, "word"), "")
		if got, want := Index(text, word), strings.Index(text, word); got != want || Has(text, word) != strings.Contains(text, word) {
			t.Fatalf("%q in %q: %d, want %d", word, text, got, want)
		}
	})
}
