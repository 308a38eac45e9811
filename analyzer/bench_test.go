package analyzer_test

import (
	"io"
	"testing"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/analyzer/token"
	"github.com/yakkan/yakkan/patterns"
)

// BenchmarkAnalyze is the whole line, from bytes to a JSON line, over real texts
// where they are there, else over the project's own, by as many goroutines as
// GOMAXPROCS says. The library is the stored one, as the program has it.
func BenchmarkAnalyze(b *testing.B) {
	dir := b.TempDir()
	if _, err := patterns.Open(dir); err != nil {
		b.Fatal(err)
	}
	lib, err := patterns.Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	tok, err := token.New(token.Options{})
	if err != nil {
		b.Fatal(err)
	}
	a := &analyzer.Analyzer{Library: lib, Tokenizer: tok}
	docs := gold(b)
	if len(docs) == 0 {
		docs = own(b)
	}
	n := 0
	for _, data := range docs {
		n += len(data)
	}
	b.SetBytes(int64(n))
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			for name, data := range docs {
				r, err := a.Analyze(b.Context(), name, data, analyzer.Options{})
				if err != nil {
					b.Error(err)
					return
				}
				if err := report.WriteJSONLine(io.Discard, r); err != nil {
					b.Error(err)
					return
				}
			}
		}
	})
}
