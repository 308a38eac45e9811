package norm_test

import (
	"sync"
	"testing"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/token"
	"github.com/yakkan/yakkan/patterns"
)

var tools = sync.OnceValues(func() (*token.Tokenizer, *patterns.Library) {
	lib, err := patterns.Load()
	if err != nil {
		panic(err)
	}
	tok, err := token.New(token.Options{})
	if err != nil {
		panic(err)
	}
	return tok, lib
})

// FuzzNorms reads every sentence of a text: one role per token, norms inside
// the sentence, spans inside the text.
func FuzzNorms(f *testing.F) {
	f.Add("当社は、必要と判断した場合、契約者データを閲覧することができるものとします。ただし、契約者の承諾を得ずに第三者に開示することはありません。")
	f.Add("第1条 乙は、次の各号の場合を除き、甲のデータ（以下「本データ」という。）を利用してはならない。\n(1) 保守のため必要なとき\n(2) 法令に基づき開示を求められたとき\nただし、この限りでない。")
	f.Add("利用者は、当社が統計を作成する目的で情報を利用することに同意したものとみなされる。閲覧されないよう努め、義務を負わないわけではない。")
	f.Add("（（「」）））、、。ことができることができないことがあることがある場合を除くほか以外のため目的で範囲内において限り")
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 4000 {
			return
		}
		d := document.Read("a.txt", []byte(src), document.Options{Format: document.Plain})
		if d.Status == document.Unreadable {
			return
		}
		tok, lib := tools()
		tree := structure.Parse(d, lib.Parties())
		r := norm.NewReader(tree, tok, lib)
		in := func(what string, s, all source.Span) {
			if s.Start < all.Start || s.End < s.Start || s.End > all.End {
				t.Fatalf("%s lies at %v, not in %v", what, s, all)
			}
		}
		text := source.Span{End: len(d.Text)}
		for c, clause := range r.Clauses() {
			for s := range clause.Sentences {
				u := r.Unit(c, s)
				n := len(u.Sentence.Tokens)
				if len(u.Roles) != n || u.Does(n) {
					t.Fatalf("%d tokens, %d roles; a deed behind the end: %v", n, len(u.Roles), u.Does(n))
				}
				for _, m := range u.Marks {
					if m.Start < 0 || m.End <= m.Start || m.End > n {
						t.Fatalf("mark %d:%d of %d tokens", m.Start, m.End, n)
					}
				}
				for i := range u.Norms {
					x := &u.Norms[i]
					if x.Start < 0 || x.End < x.Start || x.End > n || x.Head >= n {
						t.Fatalf("norm %d:%d with head %d of %d tokens", x.Start, x.End, x.Head, n)
					}
					if !x.BearerSpan.Empty() {
						in("the bearer", x.BearerSpan, text)
					}
					if !x.DataSpan.Empty() {
						in("the data", x.DataSpan, text)
					}
					_ = x.String()
				}
				_ = u.RoleString()
			}
		}
	})
}
