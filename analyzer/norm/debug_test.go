package norm

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/token"
)

type fakeLexicon struct{}

func (fakeLexicon) Marks(t []token.Token) (dst []Mark, kept any) {
	for i := range t {
		for w, d := range map[string]Data{"契約者データ": CustomerData, "保存データ": CustomerData, "登録データ": CustomerData, "データ": CustomerData, "個人情報": PersonalInfo, "アクセスログ": UsageLog, "個人データ": PersonalInfo, "情報": CustomerData, "投稿": CustomerData} {
			if e := matchText(t, i, w); e > 0 {
				dst = append(dst, Mark{Start: i, End: e, Data: d})
				break
			}
		}
		for w, d := range map[string]Trigger{"保守": Operation, "必要": Discretion, "違反": Breach, "法令": Legal, "承諾": ConsentGiven, "依頼": Request, "同意": ConsentGiven} {
			if t[i].Surface == w {
				dst = append(dst, Mark{Start: i, End: i + 1, Trigger: d})
			}
		}
	}
	return dst, nil
}

func TestDebug(t *testing.T) {
	name := os.Getenv("NORM_DEBUG")
	if name == "" {
		t.Skip("set NORM_DEBUG to a file of sentences")
	}
	f, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	tk, err := token.New(token.Options{})
	if err != nil {
		t.Fatal(err)
	}
	sc := bufio.NewScanner(strings.NewReader(string(f)))
	for sc.Scan() {
		d := &document.Document{Text: sc.Text()}
		d.Blocks = []document.Block{{Span: spanOf(d.Text)}}
		tree := &structure.Tree{Document: d, Root: &structure.Provision{}, Parties: structure.Parties{Vendor: []string{"当社", "乙", "弊社", "運営者"}, Customer: []string{"契約者", "利用者", "甲", "お客様"}}}
		c := &structure.Clause{Span: spanOf(d.Text), Provision: &structure.Provision{}}
		r := NewReader(tree, tk, fakeLexicon{})
		r.clauses = []ClauseSentences{{Clause: c, Sentences: token.Split(d.Text, c.Span)}}
		r.units = make([][]*Unit, 1)
		for s := range r.clauses[0].Sentences {
			u := r.Unit(0, s)
			fmt.Println(u.RoleString())
			for i := range u.Norms {
				fmt.Println("    ", u.Norms[i].String())
			}
		}
	}
}
