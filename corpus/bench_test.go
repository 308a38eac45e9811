package corpus

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/token"
	"github.com/yakkan/yakkan/patterns"
)

// BenchmarkAssemble puts 200 real reports together; time is for all of them.
func BenchmarkAssemble(b *testing.B) {
	lib, err := patterns.Load()
	if err != nil {
		b.Fatal(err)
	}
	tok, err := token.New(token.Options{})
	if err != nil {
		b.Fatal(err)
	}
	a := &analyzer.Analyzer{Library: lib, Tokenizer: tok, Version: patterns.Version}
	data, err := os.ReadFile(filepath.FromSlash("../docs/examples/mk-like.md"))
	if err != nil {
		b.Fatal(err)
	}
	out := diskShelf(b.TempDir())
	p := newPartWriter(0, Formats)
	for i := range 200 {
		text := append([]byte(fmt.Sprintf("%d\n", i)), data...)
		r, err := a.Analyze(b.Context(), "x.md", text, analyzer.Options{})
		if err != nil {
			b.Fatal(err)
		}
		d := &Document{N: i, Path: fmt.Sprint(i), ID: fmt.Sprint(i), Name: "x.md"}
		if err := p.add(d, flatten(d, text, r)); err != nil {
			b.Fatal(err)
		}
	}
	packed, err := p.bytes()
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d bytes a document in a part", len(packed)/200)
	led := &ledger{Part: 200, Formats: Formats}
	for b.Loop() {
		if err := put(b.Context(), out, partsDir+"/"+partName(0, p.mark), packed); err != nil {
			b.Fatal(err)
		}
		asm, err := (&Run{}).newAssembly(b.Context(), out, led)
		if err != nil {
			b.Fatal(err)
		}
		if err := asm.add(b.Context(), p.mark); err != nil {
			b.Fatal(err)
		}
		if _, err := asm.end(b.Context(), 200); err != nil {
			b.Fatal(err)
		}
	}
}
