package patterns

import (
	"strings"
	"testing"
	"time"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// TestHostileDocuments: matching takes time in proportion to the text, whatever
// its shape.
func TestHostileDocuments(t *testing.T) {
	if testing.Short() {
		t.Skip("megabytes of text")
	}
	lib, tok := mustLoad(t), mustTokenizer(t)
	const clause = "当社は、必要と判断した場合、契約者データを監視、分析、調査することができ、"
	for name, text := range map[string]string{
		"one sentence of a megabyte": strings.Repeat(clause, 10000) + "できる。",
		"one line of sentences":      strings.Repeat(clause+"できる。", 5000),
		"one word":                   strings.Repeat("データ", 100000),
		"nothing but commas":         strings.Repeat("、", 300000),
		"provisos":                   "当社は開示しない。" + strings.Repeat("ただし、必要な場合はこの限りでない。", 10000),
		"items":                      "第1条 当社は、次の各号の場合、契約者データを閲覧できる。\n" + strings.Repeat("(1) 契約者データを監視する必要がある場合\n", 5000),
		"definitions":                strings.Repeat("「契約者データ」とは、契約者が登録したデータ（以下「本件データ」という。）をいう。\n", 3000),
	} {
		t.Run(name, func(t *testing.T) {
			tree := structure.Parse(document.Read("test.txt", []byte(text), document.Options{}), lib.Parties())
			r := norm.NewReader(tree, tok, lib)
			start := time.Now()
			matches, err := lib.Match(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			took := time.Since(start)
			t.Logf("%d bytes, %d matches, %v", len(text), len(matches), took)
			if took > 20*time.Second {
				t.Errorf("%v for %d bytes", took, len(text))
			}
		})
	}
}
