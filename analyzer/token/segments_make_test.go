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

// TestMakeSegments counts the segments of the project's own texts and writes those that
// come twice or more often to segments.txt, the most frequent first.
func TestMakeSegments(t *testing.T) {
	if !*makeSegments {
		t.Skip("-segments writes segments.txt")
	}
	d, err := fromKagome(ipa.Dict(), cacheName, often)
	if err != nil {
		t.Fatal(err)
	}
	r := newReader(d)
	count := map[string]int{} // by line of the list
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
	lines := slices.SortedFunc(maps.Keys(count), func(a, b string) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	var out strings.Builder
	seen := map[string]bool{}
	for _, line := range lines {
		text, _, _ := strings.Cut(line, "\t")
		if count[line] > 1 && !seen[text] {
			out.WriteString(line + "\n")
		}
		seen[text] = true
	}
	if err := os.WriteFile("segments.txt", []byte(out.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// count counts the segments of a text.
func (r *reader) count(lines map[string]int, text string) {
	right := uint16(0)
	for text != "" {
		window := text // far longer than what is read for a segment
		if letters := []rune(text); len(letters) > 2*maxSegment {
			window = string(letters[:2*maxSegment])
		}
		line, end, last := r.first(window, len(window) == len(text), right)
		if line != "" {
			lines[line]++
		} else {
			r.lattice.decode(r.dict, text)
			end, last = r.lattice.search(r.dict, 0, right)
		}
		text, right = text[r.lattice.places[end].at:], last
	}
}

// first returns the line of the shortest segment that a text begins with and that one
// way is the best of behind a right ID, its letters, and the right ID of its last word.
func (r *reader) first(text string, whole bool, right uint16) (line string, end int, last uint16) {
	r.text(text)
	places := r.lattice.places
	for end := 1; end < len(places) && end <= maxSegment; end++ {
		s, ok := r.segment(end)
		if !ok || s.read >= len(places)-1 && !whole {
			continue
		}
		var ways []uint32
		for i, w := range s.ways {
			ways = append(ways, uint32(w.left)|uint32(w.right)<<16, uint32(w.cost), 1, uint32(i))
		}
		if best := r.dict.best(ways, uint32(len(s.ways)), right); best != nil {
			return fmt.Sprintf("%s\t%d", text[:places[s.read].at], end), end, s.ways[best[3]].right
		}
	}
	return "", 0, 0
}
