//go:build !mapped

package token

import (
	"cmp"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/ikawaha/kagome-dict/ipa"
)

var makeSegments = flag.Bool("segments", false, "write segments.txt anew")

// TestMakeSegments counts the segments of the project's own texts, and those that are made
// of several, and writes what comes often enough to segments.txt, the most frequent first.
func TestMakeSegments(t *testing.T) {
	if !*makeSegments {
		t.Skip("-segments writes segments.txt")
	}
	d, err := fromKagome(ipa.Dict(), cacheName, often)
	if err != nil {
		t.Fatal(err)
	}
	r := newReader(d)
	count := map[tally]int{}
	for _, dir := range []string{"../../patterns", "../../corpus/evaluate/testdata/own", "../../docs/examples"} {
		err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || !slices.Contains([]string{".yaml", ".md", ".txt"}, filepath.Ext(path)) {
				return err
			}
			text, err := os.ReadFile(path)
			for line := range strings.Lines(string(text)) {
				if line = strings.TrimSpace(line); strings.ContainsFunc(line, func(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han) }) {
					r.count(count, line)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	longest := map[string]tally{} // by letters that are read
	for s, n := range count {
		// One that is made of several is for what comes again and again: its parts are known.
		if n >= 1<<min(s.parts, 4) && s.size > longest[s.text].size {
			longest[s.text] = s
		}
	}
	var out strings.Builder
	for _, s := range slices.SortedFunc(maps.Values(longest), func(a, b tally) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a.text, b.text))
	}) {
		fmt.Fprintf(&out, "%s\t%d\n", s.text, s.size)
	}
	if err := os.WriteFile("segments.txt", []byte(out.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// tally is a segment that is counted.
type tally struct {
	text  string // all that is read for it
	size  int    // letters
	parts int    // shorter segments that it is made of
}

// count counts the segments of a text.
func (r *reader) count(seen map[tally]int, text string) {
	for text != "" {
		window := text // far longer than what is read for a segment
		if letters := []rune(text); len(letters) > 2*maxSegment {
			window = string(letters[:2*maxSegment])
		}
		text = text[r.first(seen, window, len(window) == len(text)):]
	}
}

// first counts the segments that a text begins with, and returns the bytes of the shortest.
func (r *reader) first(seen map[tally]int, text string, whole bool) (size int) {
	r.text(text)
	places := r.lattice.places
	parts, last := 0, min(maxSegment, len(places)-1)
	for end := 1; end <= last; end++ {
		if r.places[end].whole < len(r.lefts) {
			continue
		}
		if parts++; parts == 1 {
			size = int(places[end].at)
		}
		s, ok := r.segment(end)
		if !ok || s.read == len(places)-1 && !whole || strings.ContainsFunc(text[:places[s.read].at], markup) {
			continue
		}
		if _, _, err := s.append(nil); err == nil {
			seen[tally{text[:places[s.read].at], end, parts}]++
		}
	}
	if parts == 0 {
		size = int(places[last].at)
	}
	return size
}

// markup reports whether a letter is one of the files of rules, not of terms.
func markup(r rune) bool {
	return r < unicode.MaxASCII && unicode.IsLetter(r) || strings.ContainsRune(`|~{}"[]<>_`, r)
}
