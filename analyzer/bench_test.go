package analyzer_test

import (
	"io"
	"testing"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/report"
)

// BenchmarkAnalyze is the whole line, from bytes to a JSON line, over real texts
// where they are there, else over the project's own.
func BenchmarkAnalyze(b *testing.B) {
	a, err := line()
	if err != nil {
		b.Fatal(err)
	}
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
	for b.Loop() {
		for name, data := range docs {
			r, err := a.Analyze(b.Context(), name, data, analyzer.Options{})
			if err != nil {
				b.Fatal(err)
			}
			if err := report.WriteJSONLine(io.Discard, r); err != nil {
				b.Fatal(err)
			}
		}
	}
}
