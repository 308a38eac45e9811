package structure

import (
	"os"
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/source"
)

func plainDoc(s string) *document.Document {
	fold := strings.NewReplacer("０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9")
	s = fold.Replace(s)
	d := &document.Document{}
	var b strings.Builder
	for _, l := range strings.Split(s, "\n") {
		if strings.TrimSpace(l) == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		st := b.Len()
		b.WriteString(l)
		d.Blocks = append(d.Blocks, document.Block{Span: source.Span{Start: st, End: b.Len()}})
	}
	d.Text = b.String()
	return d
}

func TestDump(t *testing.T) {
	f := os.Getenv("DUMP")
	if f == "" {
		t.Skip()
	}
	data, err := os.ReadFile(f)
	if err != nil {
		t.Fatal(err)
	}
	tree := Parse(plainDoc(string(data)), Options{})
	tree.Print(os.Stdout)
}
