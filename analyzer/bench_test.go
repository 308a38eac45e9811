package analyzer_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/analyzer/token"
	"github.com/yakkan/yakkan/builtintest"
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

// BenchmarkOneLine is a text without a line break, of two lengths: what is looked for
// around a sentence or a definition must not grow with the line.
func BenchmarkOneLine(b *testing.B) {
	a := builtintest.Analyzer(b)
	for _, of := range []struct {
		name string
		part func(n int) string
	}{
		{"sentences", func(int) string {
			return "お客様のクラウドに保存します。その目的以外には使用しません。"
		}},
		{"definitions", func(n int) string {
			return fmt.Sprintf("会員が入力する図面、台帳など（以下「資料%d」という）、", n)
		}},
		{"terms", func(n int) string {
			return fmt.Sprintf("「情報%d」とは、会員が掲示板に記述したすべての情報をいいます。", n)
		}},
	} {
		for _, parts := range []int{1000, 4000} {
			var text strings.Builder
			text.WriteString("利用規約\n")
			for n := range parts {
				text.WriteString(of.part(n))
			}
			data := []byte(text.String())
			b.Run(fmt.Sprintf("%s/%d", of.name, parts), func(b *testing.B) {
				b.SetBytes(int64(len(data)))
				for b.Loop() {
					if _, err := a.Analyze(b.Context(), "line.txt", data, analyzer.Options{}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
