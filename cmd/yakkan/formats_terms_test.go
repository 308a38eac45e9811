package main

import (
	"fmt"
	"strings"
)

// The terms that the test of formats writes in every format: twenty, put together
// from clauses of our own, in five layouts.

type article struct {
	caption    string
	paragraphs []paragraph
}

type paragraph struct {
	text  string
	items []string
}

type terms struct {
	title    string
	layout   int
	articles []article
}

func one(text string, items ...string) paragraph { return paragraph{text, items} }

// pool holds the variants of each article; {p} is the vendor, {c} the customer.
var pool = [][]article{
	{{"目的", []paragraph{one("本規約は、{p}が提供する業務支援サービス（以下「本サービス」といいます。）の利用条件を定めることを目的とします。"), one("{c}は、本規約に同意のうえ本サービスを利用するものとします。")}},
		{"適用", []paragraph{one("本規約は、本サービスの利用に関する{p}と{c}との間の一切の関係に適用します。")}}},
	{{"定義", []paragraph{one("本規約において使用する用語の意味は、次の各号のとおりとします。", "「{c}データ」とは、{c}が本サービスに保存した情報をいいます。", "「利用契約」とは、本規約に基づき{p}と{c}との間に成立する契約をいいます。")}}},
	{{"データの閲覧", []paragraph{one("{p}は、本サービスの保守のために必要と{p}が判断した場合、{c}が本サービスに保存したデータを閲覧し、分析することができるものとします。"), one("{c}は、前項の閲覧について異議を述べないものとします。")}},
		{"データの取扱い", []paragraph{one("{p}は、{c}が本サービスに保存したデータの内容を閲覧しません。"), one("{p}は、{c}が本サービスに保存した個人データを取り扱いません。")}},
		{"調査", []paragraph{one("{p}は、次の各号のいずれかに該当する場合、{c}が本サービスに保存したデータの内容を確認することができるものとします。", "本規約に違反する行為が行われていると{p}が認めたとき", "本サービスの運営に必要であると{p}が判断したとき")}}},
	{{"アクセス制御", []paragraph{one("{p}は、{p}の従業者が{c}データにアクセスすることができないよう、適切なアクセス制御を行います。")}},
		{"暗号化", []paragraph{one("{p}は、{c}データを暗号化して保存し、復号のための鍵は{c}のみが保有します。")}}},
	{{"第三者への開示", []paragraph{one("{p}は、法令に基づき開示を求められた場合、{c}が本サービスに保存したデータを第三者に開示することができるものとします。")}},
		{"データの利用", []paragraph{one("{p}は、本サービスの改善及び新しいサービスの開発のために、{c}が本サービスに保存したデータを利用することができるものとします。"), one("{c}は、{p}に対し、{c}データを複製し、改変し、その他の方法で利用する権利を無償で許諾するものとします。")}}},
	{{"再委託", []paragraph{one("{p}は、本サービスの提供に関する業務の全部又は一部を、{c}の承諾を得ることなく第三者に委託することができるものとします。")}},
		{"再委託", []paragraph{one("{p}は、{c}の事前の書面による承諾を得た場合に限り、{c}データの取扱いを第三者に再委託することができます。"), one("{p}は、再委託先に対し、本規約と同等の義務を負わせます。")}}},
	{{"安全管理", []paragraph{one("{p}は、{c}データの漏えい、滅失又は毀損を防止するため、必要かつ適切な安全管理措置を講じます。")}},
		{"{c}の責任", []paragraph{one("{c}は、自らの責任において、本サービスに登録する情報の管理及び安全性の確保を行うものとします。")}}},
	{{"漏えい等の通知", []paragraph{one("{p}は、{c}データの漏えい、滅失又は毀損が発生したことを知った場合、速やかにその旨を{c}に通知し、原因の調査に協力します。")}}},
	{{"データの返却及び消去", []paragraph{one("{p}は、利用契約が終了した場合、{c}の指示に従い、{c}データを返却し、又は復元できない方法により消去します。")}},
		{"契約終了後の取扱い", []paragraph{one("{p}は、利用契約の終了後、{c}データを削除することができるものとし、これにより{c}に生じた損害について責任を負いません。")}}},
	{{"秘密保持", []paragraph{one("{p}は、本サービスの提供に当たり知り得た{c}の秘密情報を、{c}の事前の承諾なく第三者に開示し、又は漏えいしないものとします。")}}},
	{{"報告及び監査", []paragraph{one("{p}は、{c}から求められた場合、{c}データの取扱状況について書面により報告します。"), one("{c}は、事前に通知のうえ、{p}の事業所において監査を行うことができます。")}}},
	{{"免責", []paragraph{one("{p}は、{c}データの消失又は漏えいにより{c}に生じた損害について、一切の責任を負わないものとします。")}},
		{"損害賠償", []paragraph{one("{p}の責めに帰すべき事由により{c}データが漏えいした場合、{p}は、{c}に生じた損害を賠償します。ただし、その額は過去一年間の利用料金の額を上限とします。")}}},
	{{"保存場所", []paragraph{one("{p}は、{c}データを日本国内に所在するサーバーに保存します。")}}},
	{{"禁止事項", []paragraph{one("{c}は、本サービスの利用に当たり、次の各号に定める行為をしてはなりません。", "法令又は公序良俗に違反する行為", "第三者の権利を侵害する行為", "本サービスの運営を妨げる行為")}}},
	{{"規約の変更", []paragraph{one("{p}は、民法の定めに従い、{c}の個別の同意を得ることなく本規約を変更することができるものとします。"), one("前項の場合、{p}は、変更の効力が生じる日の一か月前までに、その内容を{c}に通知します。")}}},
	{{"準拠法", []paragraph{one("本規約は、日本法によって読み、日本法に従うものとします。")}}},
}

const layouts = 5

// allTerms writes the twenty terms.
func allTerms() []terms {
	var out []terms
	for n := range 20 {
		vendor, customer := []string{"当社", "弊社"}[n%2], []string{"契約者", "利用者", "お客様"}[n%3]
		fill := strings.NewReplacer("{p}", vendor, "{c}", customer).Replace
		t := terms{title: fmt.Sprintf("業務支援サービス%d利用規約", n+1), layout: n % layouts}
		for k, variants := range pool {
			if k > 2 && (k+n)%5 == 0 {
				continue
			}
			v := variants[(n/(k%3+1)+k)%len(variants)]
			a := article{caption: fill(v.caption)}
			for _, p := range v.paragraphs {
				q := paragraph{text: fill(p.text)}
				for _, i := range p.items {
					q.items = append(q.items, fill(i))
				}
				a.paragraphs = append(a.paragraphs, q)
			}
			t.articles = append(t.articles, a)
		}
		out = append(out, t)
	}
	return out
}

// numbering is how a layout numbers: formats of Word for its three levels.
type numbering struct {
	article, paragraph, item string // formats
	articleText              string // «第%1条»
	paragraphText, itemText  string
	firstBare                bool // the first paragraph of an article has no number
}

var numberings = [layouts]numbering{
	{"decimal", "decimal", "decimal", "第%1条", "%2", "(%3)", false},
	{"decimalFullWidth", "decimalFullWidth", "japaneseCounting", "第%1条", "%2", "%3", false},
	{"japaneseCounting", "decimalFullWidth", "decimalEnclosedCircle", "第%1条", "%2", "%3", false},
	{"decimal", "decimal", "irohaFullWidth", "第%1条", "%2.", "%3", false},
	{"decimal", "decimal", "decimal", "第%1条", "%2.", "（%3）", true},
}

// line is a line of terms: level 0 is an article, 1 a paragraph, 2 an item, -1 a
// title and -2 a paragraph without a number.
type termLine struct {
	level  int
	number string
	text   string
}

func (t *terms) lines() []termLine {
	nb := numberings[t.layout]
	out := []termLine{{-1, "", t.title}}
	for i, a := range t.articles {
		out = append(out, termLine{0, strings.Replace(nb.articleText, "%1", writeNumber(i+1, nb.article), 1), "（" + a.caption + "）"})
		for j, p := range a.paragraphs {
			switch {
			case len(a.paragraphs) == 1:
				out = append(out, termLine{-2, "", p.text})
			case nb.firstBare && j == 0:
				out = append(out, termLine{-2, "", p.text})
			default:
				out = append(out, termLine{1, strings.Replace(nb.paragraphText, "%2", writeNumber(j+1, nb.paragraph), 1), p.text})
			}
			for k, item := range p.items {
				out = append(out, termLine{2, strings.Replace(nb.itemText, "%3", writeNumber(k+1, nb.item), 1), item})
			}
		}
	}
	return out
}

// writeNumber is our own writing of the few numbers that are needed here.
func writeNumber(n int, format string) string {
	switch format {
	case "decimalFullWidth":
		return strings.Map(func(r rune) rune { return r - '0' + '０' }, fmt.Sprint(n))
	case "japaneseCounting":
		one := strings.Split(" 一 二 三 四 五 六 七 八 九", " ")
		if n < 10 {
			return one[n]
		}
		ten := "十"
		if n >= 20 {
			ten = one[n/10] + ten
		}
		return ten + one[n%10]
	case "decimalEnclosedCircle":
		return string(rune('①' + n - 1))
	case "irohaFullWidth":
		return string([]rune("イロハニホヘト")[n-1])
	}
	return fmt.Sprint(n)
}
