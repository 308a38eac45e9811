package document

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"
)

// TestDecodeCut: any twenty characters and more of a document are told to be in
// their character set, without a mark.
func TestDecodeCut(t *testing.T) {
	files, err := filepath.Glob("../../corpus/evaluate/testdata/own/txt/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no documents", err)
	}
	var texts [][]rune
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, []rune(string(b)))
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom(texts).Draw(t, "text")
		n := min(rapid.IntRange(20, 400).Draw(t, "n"), len(text))
		from := rapid.IntRange(0, len(text)-n).Draw(t, "from")
		s := string(text[from : from+n])
		kana := 0
		for _, r := range s {
			if r >= 0x3041 && r <= 0x3096 {
				kana++
			}
		}
		if kana == 0 {
			t.Skip("no kana: any character set may be right")
		}
		for _, e := range []struct {
			name string
			data func() ([]byte, error)
		}{
			{"shift_jis", func() ([]byte, error) { return japanese.ShiftJIS.NewEncoder().Bytes([]byte(s)) }},
			{"euc-jp", func() ([]byte, error) { return japanese.EUCJP.NewEncoder().Bytes([]byte(s)) }},
			{"utf-16le", func() ([]byte, error) {
				return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().Bytes([]byte(s))
			}},
			{"utf-16be", func() ([]byte, error) {
				return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().Bytes([]byte(s))
			}},
		} {
			data, err := e.data()
			if err != nil {
				continue // a character that this set does not have
			}
			if d := decode(data, ""); d.encoding != e.name || d.text != s {
				t.Fatalf("%s read as %s: %q, want %q", e.name, d.encoding, d.text, s)
			}
		}
	})
}
