package letters

import (
	"slices"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// TestWords puts words in and looks for all strings of their letters.
func TestWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringOfN(rapid.SampledFrom([]rune("aé規約の𠮷\uFFFD")), 1, 5, -1)
		words := rapid.SliceOfNDistinct(word, 1, 40, func(s string) string { return s }).Draw(t, "words")
		often := rapid.SliceOfN(rapid.Float64Range(0, 3), len(words), len(words)).Draw(t, "often")
		numbers, err := Number(func(yield func(string, float64) bool) {
			for i, w := range words {
				if !yield(w, often[i]) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		codes := NewCodes(numbers)
		var entries []Entry
		for i, w := range words {
			e := Entry{Word: int32(i), Often: often[i]}
			for _, r := range w {
				e.Letters = append(e.Letters, numbers[r])
			}
			entries = append(entries, e)
		}
		cells, err := Build(entries, len(numbers))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range append(words, rapid.SliceOf(rapid.StringOfN(rapid.SampledFrom([]rune("aé規約の𠮷b\uFFFD")), 1, 6, -1)).Draw(t, "others")...) {
			if got, want := find(cells, codes, s), int32(slices.Index(words, s)); got != want {
				t.Fatalf("%q is %d of %q, want %d", s, got, words, want)
			}
		}
	})
}

func find(cells []Cell, codes Codes, s string) int32 {
	var at Cell
	for len(s) > 0 {
		code, size := codes.First(s)
		s = s[size:]
		if at != 0 && at.Base() == 0 {
			return -1
		}
		if at = cells[at.Base()+uint32(code)]; at.Label() != code {
			return -1
		}
	}
	return at.Word()
}

func TestBytesThatAreNoLetter(t *testing.T) {
	codes := NewCodes(map[rune]uint16{'規': 1, '\uFFFD': 2, 'a': 3})
	for _, c := range []struct {
		s    string
		code uint16
		size int
	}{{"規約", 1, 3}, {"\xE8\xA6", 0, 1}, {"\xFF", 0, 1}, {"\uFFFD", 2, 3}, {"a", 3, 1}, {"\xED\xA0\x80", 0, 1}, {"\xE0\x80\x80", 0, 1}, {"𠮷", 0, 4}} {
		if code, size := codes.First(c.s); code != c.code || size != c.size {
			t.Errorf("First(%q) = %d, %d, want %d, %d", c.s, code, size, c.code, c.size)
		}
	}
}

// TestThree holds Three against the library: all letters, and all strings of three
// bytes of which the first may begin such a letter.
func TestThree(t *testing.T) {
	for r := range rune(utf8.MaxRune + 1) {
		if got := Three(string(r), 0); utf8.ValidRune(r) && (got != r && utf8.RuneLen(r) == 3 || got != 0 && utf8.RuneLen(r) != 3) {
			t.Fatalf("Three(%q) = %U", string(r), got)
		}
	}
	for x := range 1 << 20 {
		s := "a" + string([]byte{0xE0 | byte(x>>16), byte(x >> 8), byte(x)})
		want, size := utf8.DecodeRuneInString(s[1:])
		if size != 3 {
			want = 0
		}
		if got := Three(s, 1); got != want || Three(s[:3], 1) != 0 || Three(s, 4) != 0 {
			t.Fatalf("Three(%q, 1) = %U, want %U", s, got, want)
		}
	}
}

// TestRefused gives what cannot be kept.
func TestRefused(t *testing.T) {
	for name, entries := range map[string][]Entry{
		"empty": {{Word: 1}},
		"twice": {{Letters: []uint16{1}, Word: 1}, {Letters: []uint16{1}, Word: 2}},
		"no ID": {{Letters: []uint16{1}, Word: -1}},
	} {
		if _, err := Build(entries, 1); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
