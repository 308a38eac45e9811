package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/yakkan/yakkan/analyzer/document/flow"
)

func deflated(data []byte) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write(data)
	_ = w.Close()
	return b.Bytes()
}

// onePageOf makes a file of one page with a content stream of its own, and more objects
// from number 4 on.
func onePageOf(dict string, content []byte, resources string, more ...string) []byte {
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>",
		fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%s>>>>", resources),
		fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(content), content),
	}
	return assembled(append(objects, more...))
}

const font = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"

var hostile = []struct {
	name string
	data func() []byte
}{
	{"a stream deflated twice", func() []byte {
		inner := deflated(make([]byte, 64<<20))
		for range 3 {
			inner = append(inner, inner...)
		}
		return onePageOf("/Filter[/FlateDecode/FlateDecode]", deflated(inner), font)
	}},
	{"a quarter of a gigabyte of blanks", func() []byte {
		var b bytes.Buffer
		w := zlib.NewWriter(&b)
		blanks := bytes.Repeat([]byte(" "), 1<<20)
		for range 1 << 8 {
			_, _ = w.Write(blanks)
		}
		_ = w.Close()
		return onePageOf("/Filter/FlateDecode", b.Bytes(), font)
	}},
	{"three million operators", func() []byte {
		return onePageOf("/Filter/FlateDecode", deflated(append([]byte("BT /F 9 Tf "), bytes.Repeat([]byte("(a) Tj 1 0 Td "), 3_000_000)...)), font)
	}},
	{"forms within forms, twice at each of thirty levels", func() []byte {
		var more []string
		for i := range 30 {
			content := fmt.Sprintf("/X%d Do /X%d Do", i+1, i+1)
			if i == 29 {
				content = "BT /F 9 Tf (x) Tj ET"
			}
			more = append(more, fmt.Sprintf("<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X%d %d 0 R>>%s>>/Length %d>>\nstream\n%s\nendstream", i+1, i+6, font, len(content), content))
		}
		return onePageOf("", []byte("/X0 Do"), "/XObject<</X0 5 0 R>>", more...)
	}},
	{"a tree of pages that bites its tail", func() []byte {
		return assembled([]string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 100000000/Kids[2 0 R 2 0 R]/Parent 2 0 R>>"})
	}},
	{"a hundred thousand pages", func() []byte {
		kids := strings.Repeat("3 0 R ", 100_000)
		return assembled([]string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 100000/Kids[" + kids + "]>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"})
	}},
	{"arrays within arrays", func() []byte {
		return assembled([]string{"<</Type/Catalog/Pages 2 0 R/X " + strings.Repeat("[", 500_000) + ">>", "<</Type/Pages/Count 0/Kids[]>>"})
	}},
	{"a stream that claims a gigabyte", func() []byte {
		return bytes.Replace(onePageOf("", []byte("BT ET"), ""), []byte("/Length 5"), []byte("/Length 1073741824"), 1)
	}},
	{"a picture that claims to be huge", func() []byte {
		return onePageOf("", []byte("/I Do"), "/XObject<</I 5 0 R>>", "<</Type/XObject/Subtype/Image/Width 100000/Height 100000/ColorSpace/DeviceRGB/BitsPerComponent 8/Length 1>>\nstream\nx\nendstream")
	}},
	{"objects that refer to each other", func() []byte {
		return onePageOf("/Filter 5 0 R", []byte("BT ET"), "", "6 0 R", "5 0 R")
	}},
	{"no more than its mark", func() []byte { return []byte("%PDF-1.7\nstartxref\n0\n%%EOF") }},
	{"cut in the middle", func() []byte { d := paged(); return d[:len(d)*2/3] }},
}

func TestHostile(t *testing.T) {
	for _, tt := range hostile {
		t.Run(tt.name, func(t *testing.T) {
			data := tt.data()
			Warm()
			start := time.Now()
			got, err := Read(data, Limits{Seconds: 2, Pages: 200})
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("it took %v", took) // far above the limit even on a busy machine
			}
			switch {
			case err != nil:
				if n, ok := err.(flow.Note); !ok || n.Code == "" {
					t.Errorf("error without a reason: %v", err)
				}
				t.Log(err)
			default:
				n := 0
				for _, l := range got.Lines {
					n += len(l.Text)
				}
				t.Logf("%d bytes of text, notes %+v", n, got.Notes)
			}
			// The next document does not notice.
			next, err := Read(paged(), Limits{})
			if err != nil || len(next.Lines) != 15 || len(next.Notes) > 0 {
				t.Errorf("the document after it: %v", err)
			}
		})
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if m.HeapSys > 3<<29 {
		t.Errorf("%d MiB of heap", m.HeapSys>>20)
	}
}
