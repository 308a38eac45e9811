package patterns

import (
	"context"
	"errors"
	"testing"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
)

func TestMatchStops(t *testing.T) {
	lib, tok := mustLoad(t), mustTokenizer(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	tree := structure.Parse(document.Read("test.txt", []byte("当社は、契約者データを監視する。"), document.Options{}), lib.Parties())
	if _, err := lib.Match(ctx, norm.NewReader(tree, tok, lib)); !errors.Is(err, context.Canceled) {
		t.Errorf("Match with a cancelled context: %v, want %v", err, context.Canceled)
	}
}

// BenchmarkMatch measures matching over all documents: alone, with what it
// needs of tokens and norms; and the share of sentences that are tokenized.
func BenchmarkMatch(b *testing.B) {
	lib, tok := mustLoad(b), mustTokenizer(b)
	var trees []*structure.Tree
	size := 0
	for _, text := range corpus(b) {
		trees = append(trees, structure.Parse(document.Read("test.txt", []byte(text), document.Options{}), lib.Parties()))
		size += len(text)
	}
	for _, filter := range []bool{true, false} {
		name := "filter"
		if !filter {
			name = "every sentence"
		}
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				for _, tree := range trees {
					if _, err := lib.matchAll(b.Context(), norm.NewReader(tree, tok, lib), filter); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
	b.Run("scan and filter", func(b *testing.B) {
		b.SetBytes(int64(size))
		sentences, admitted, bytes := 0, 0, 0
		for b.Loop() {
			sentences, admitted, bytes = 0, 0, 0
			for _, tree := range trees {
				r := norm.NewReader(tree, tok, lib)
				clauses := r.Clauses()
				f := lib.newFilter(memoryOf(r.Memory()), r)
				for c := range clauses {
					for s, span := range clauses[c].Sentences {
						sentences++
						for _, p := range lib.patterns {
							if f.admits(p, c, s) {
								admitted++
								bytes += span.Len()
								break
							}
						}
					}
				}
			}
		}
		b.ReportMetric(100*float64(admitted)/float64(sentences), "%sentences")
		b.ReportMetric(100*float64(bytes)/float64(size), "%bytes")
	})
}
