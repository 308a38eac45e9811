package structure

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer/document"
)

// BenchmarkParse reads the structure of real documents where they are at hand,
// else of a made one; bytes are those of Document.Text.
func BenchmarkParse(b *testing.B) {
	var docs []*document.Document
	for _, dir := range []string{"../../../shared/gold/dev/txt", "../../../../shared/gold/dev/txt"} {
		files, _ := filepath.Glob(filepath.Join(dir, "*.txt"))
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				b.Fatal(err)
			}
			docs = append(docs, document.Read(f, data, document.Options{Format: document.Plain}))
		}
	}
	if len(docs) == 0 {
		docs = append(docs, plainText(strings.Repeat(longText, 20)))
	}
	n := 0
	for _, d := range docs {
		n += len(d.Text)
	}
	b.SetBytes(int64(n))
	b.ReportAllocs()
	for b.Loop() {
		for _, d := range docs {
			Parse(d, Options{})
		}
	}
}
