package document

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
)

// goldTexts returns real documents, or skips where they are not there.
func goldTexts(t testing.TB) map[string]string {
	out := map[string]string{}
	for _, dir := range []string{"../../../shared/gold/dev/txt", "../../../shared/gold/unlabelled/txt"} {
		files, _ := filepath.Glob(filepath.Join(dir, "*.txt"))
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			out[filepath.Base(f)] = string(b)
		}
	}
	if len(out) == 0 {
		t.Skip("../shared/gold is not there")
	}
	return out
}

// TestGoldEncodings reads real documents in every character set: the blocks
// must be the same, and every block must lead back to its bytes.
func TestGoldEncodings(t *testing.T) {
	for name, text := range goldTexts(t) {
		want := Read(name, []byte(text), Options{Format: Plain})
		for enc, e := range map[string]encoding.Encoding{"utf-8": nil, "shift_jis": japanese.ShiftJIS, "euc-jp": japanese.EUCJP, "iso-2022-jp": japanese.ISO2022JP} {
			data := []byte(text)
			if e != nil {
				s, err := encoding.ReplaceUnsupported(e.NewEncoder()).Bytes([]byte(strings.NewReplacer("—", "―", "−", "－", "‖", "∥", "~", "〜").Replace(text)))
				if err != nil {
					continue
				}
				data = s
			}
			d := Read(name, data, Options{Format: Plain})
			if d.Encoding != enc {
				t.Errorf("%s as %s was read as %s", name, enc, d.Encoding)
				continue
			}
			if enc == "utf-8" && len(d.Blocks) != len(want.Blocks) {
				t.Errorf("%s: %d blocks, want %d", name, len(d.Blocks), len(want.Blocks))
			}
			for _, b := range d.Blocks {
				o := d.Origin(b.Span)
				raw := data[o.Byte[0]:o.Byte[1]]
				got := string(raw)
				if e != nil {
					s, err := e.NewDecoder().Bytes(raw)
					if err != nil {
						t.Fatal(err)
					}
					got = string(s)
					if enc == "iso-2022-jp" {
						continue // a slice of it has no escapes
					}
				}
				if q := d.Quote(b.Span); got != q {
					t.Fatalf("%s as %s: bytes %v say %q, quote is %q", name, enc, o.Byte, got, q)
				}
				if r := []rune(d.Decoded()); string(r[o.Rune[0]:o.Rune[1]]) != d.Quote(b.Span) {
					t.Fatalf("%s as %s: runes %v do not say the quote", name, enc, o.Rune)
				}
			}
		}
	}
}

// TestGoldWrapped wraps real documents at 40 characters: nearly all blocks must
// come back as they were.
func TestGoldWrapped(t *testing.T) {
	same, all := 0, 0
	for name, text := range goldTexts(t) {
		want := Read(name, []byte(text), Options{Format: Plain})
		var b strings.Builder
		for _, l := range strings.Split(text, "\n") {
			r := []rune(strings.TrimSpace(l))
			for len(r) > 40 {
				b.WriteString(string(r[:40]) + "\n")
				r = r[40:]
			}
			b.WriteString(string(r) + "\n")
		}
		got := Read(name, []byte(b.String()), Options{Format: Plain})
		have := map[string]int{}
		for _, x := range got.Blocks {
			have[strip(x.Span.Of(got.Text))]++
		}
		miss := 0
		for _, x := range want.Blocks {
			all++
			k := strip(x.Span.Of(want.Text))
			if have[k] > 0 {
				have[k]--
				same++
			} else {
				miss++
			}
		}
		if miss*10 > len(want.Blocks) {
			t.Logf("%s: %d of %d blocks differ", name, miss, len(want.Blocks))
		}
	}
	t.Logf("%d of %d blocks are the same after wrapping", same, all)
	if same*100 < all*95 {
		t.Errorf("only %d of %d blocks survive wrapping", same, all)
	}
}

func strip(s string) string { return strings.Join(strings.Fields(s), "") }
