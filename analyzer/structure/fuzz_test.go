package structure

import (
	"io"
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/source"
)

// FuzzParse: provisions nest, all positions lie in the text, and every clause
// is the body of a provision.
func FuzzParse(f *testing.F) {
	f.Add(longText)
	f.Add("第一章　総則\n（目的）\n第１条　甲（以下「当社」という。）は乙に対し、次の各号に定める。\n一　あ\n　イ　い\n　　（ア）　う\n第3条の2（前条の準用）\n前項の規定は、第5条第2項及び別紙1に準用する。\n附則\n1 施行日\n別紙1\n")
	f.Add("1. 定義\n1.1 「データ」とは、利用者が登録した情報をいう。\n1.2. 次の場合を除く。\n(1) a\n(a) b\n① c\n・d\n・・e\n2. 2026年4月1日\nArticle 3 (Term)\n")
	f.Add("第1条\n第2条\n第1条\n第99999999999999999999条\n第〇条\n1.1.1.1.1.1.1.1.1.1 あ\nⅠ\niv)\n")
	f.Fuzz(func(t *testing.T, src string) {
		d := document.Read("a.txt", []byte(src), document.Options{Format: document.Plain})
		if d.Status == document.Unreadable {
			return
		}
		tree := Parse(d, Options{Vendor: []string{"当社", "弊社"}, Customer: []string{"利用者", "契約者"}})
		in := func(what string, s source.Span) {
			if s.Start < 0 || s.End < s.Start || s.End > len(d.Text) {
				t.Fatalf("%s lies at %v in a text of %d", what, s, len(d.Text))
			}
		}
		known := map[*Provision]bool{nil: true, tree.Root: true}
		for _, p := range tree.Provisions {
			known[p] = true
		}
		for _, p := range tree.Provisions {
			in("provision "+p.Label, p.Span)
			in("body of "+p.Label, p.Body)
			in("caption of "+p.Label, p.Caption)
			if !p.Body.Empty() && !p.Span.Contains(p.Body) {
				t.Fatalf("body %v of %s lies not in %v", p.Body, p.Label, p.Span)
			}
			if p.Parent == nil || !known[p.Parent] || p.Parent != tree.Root && !p.Parent.Span.Contains(p.Span) {
				t.Fatalf("%s at %v has no parent around it", p.Label, p.Span)
			}
			for i, c := range p.Children {
				if c.Parent != p || i > 0 && c.Span.Start < p.Children[i-1].Span.End {
					t.Fatalf("children of %s are out of order", p.Label)
				}
			}
		}
		for _, c := range tree.Clauses() {
			in("clause", c.Span)
			if !known[c.Provision] {
				t.Fatal("a clause of no provision")
			}
		}
		for _, x := range tree.Definitions {
			in("term "+x.Term, x.TermSpan)
			in("meaning of "+x.Term, x.Meaning)
		}
		for _, r := range tree.References {
			in("reference", r.Span)
			if !known[r.Target] || !known[r.From] {
				t.Fatal("a reference to or from no provision of the tree")
			}
		}
		for _, w := range append(append([]string{}, tree.Parties.Vendor...), tree.Parties.Customer...) {
			if strings.TrimSpace(w) == "" {
				t.Fatal("a party without a name")
			}
		}
		tree.Print(io.Discard)
	})
}
