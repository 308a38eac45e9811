package spot

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// TestCount compares with looking for each word at each place.
func TestCount(t *testing.T) {
	alphabet := rapid.SampledFrom([]string{"規", "約", "ま", "す", "。", "a", "É", "𠮷", "\uffa0", "一"})
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(alphabet, 0, 3).Draw(t, "word"), "") })
		lists := rapid.SliceOfN(rapid.SliceOfN(word, 0, 8), 0, 3).Draw(t, "lists")
		text := strings.Join(rapid.SliceOfN(alphabet, 0, 60).Draw(t, "text"), "")
		w := New(lists...)
		counts := w.Count([]int32{7}, text)
		var others Text // of which none is looked for in advance
		others.Reset(text, New(rapid.SliceOfN(word, 0, 3).Draw(t, "known")))
		for _, list := range lists {
			for _, word := range list {
				i := w.Index(word)
				if word == "" {
					if i >= 0 {
						t.Fatal("the empty word is looked for")
					}
					continue
				}
				want := 0
				for at := range text {
					if strings.HasPrefix(text[at:], word) {
						want++
					}
				}
				if counts[i] != int32(want) || others.Often(word) != want || others.Has(word) != (want > 0) {
					t.Fatalf("%q in %q: %d, %d, %v, want %d", word, text, counts[i], others.Often(word), others.Has(word), want)
				}
			}
		}
	})
}

func TestNone(t *testing.T) {
	var none *Words
	if none.Index("規約") >= 0 || len(none.Count(nil, "規約"))+len(New().Count(nil, "規約")) > 0 || New([]string{"約款"}).Index("規約") >= 0 {
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

// TestPast compares with looking at each character.
func TestPast(t *testing.T) {
	part := rapid.SampledFrom([]string{"規", "約", "ま", "す", "。", "a", "É", "𠮷", "\uffa0", "\ufffd", "가"})
	rapid.Check(t, func(t *rapid.T) {
		var s Set
		in := rapid.SliceOfN(part, 0, 4).Draw(t, "in")
		for _, word := range in {
			for _, r := range word {
				s.Add(uint32(r))
			}
		}
		text := strings.Join(rapid.SliceOfN(part, 0, 30).Draw(t, "text"), "")
		want := len(text)
		for at, r := range text {
			if n := utf8.RuneLen(r); n == 2 || n == 4 || s.Has(uint32(r)) {
				want = at
				break
			}
		}
		if got := s.Past(text, 0); got > want || got < want && got+8 <= len(text) {
			t.Fatalf("%q in %q: %d, want %d", in, text, got, want)
		}
	})
}

// TestStarts: no place where a word stands is passed over.
func TestStarts(t *testing.T) {
	part := rapid.SampledFrom([]string{"規", "約", "ま", "す", "。", "a", "É", "𠮷", "\uffa0", "가"})
	rapid.Check(t, func(t *rapid.T) {
		var s Starts
		word := strings.Join(rapid.SliceOfN(part, 1, 3).Draw(t, "word"), "")
		s.Add(word)
		text := strings.Join(rapid.SliceOfN(part, 0, 30).Draw(t, "text"), "")
		for at := range text {
			if to := s.Past(text, at); to < at || strings.Contains(text[at:min(len(text), to+len(word)-1)], word) {
				t.Fatalf("%q in %q from %d: %d", word, text, at, to)
			}
		}
	})
}
