package structure

import (
	"strings"

	"github.com/yakkan/yakkan/analyzer/spot"
)

// findKind tells the kind of the document by its title, else by its words.
func (p *parser) findKind() {
	if k, ok := kindByTitle(p.title.Of(p.text)); ok {
		p.tree.Kind = k
		return
	}
	n := 0
	for _, q := range p.tree.Provisions { // the first words that name the document itself
		if n++; n > 6 {
			break
		}
		words := q.Body.Of(p.text)
		if i := strings.Index(words, "。"); i >= 0 {
			words = words[:i]
		}
		for _, self := range [...]string{"本プライバシーポリシー", "本ポリシー", "本規約", "本利用規約", "本特約", "本契約", "本覚書", "本方針"} {
			if strings.Contains(words, "「"+self+"」") || strings.HasPrefix(words, self) {
				if k, ok := kindByTitle(words); ok {
					p.tree.Kind = k
					return
				}
			}
		}
	}
	p.tree.Kind = p.kindByWords()
}

// kindByTitle tells the kind of a document by its title.
func kindByTitle(s string) (DocumentKind, bool) {
	has := func(words ...string) bool { return spot.HasAny(s, words...) }
	secrecy, agreed := has("秘密保持", "機密保持", "守秘", "NDA"), has("契約", "誓約", "合意", "覚書")
	switch {
	case s == "":
		return Terms, false
	case has("同意書", "特定商取引", "サービスレベル"), has("Cookie", "クッキー") && !has("プライバシー"):
		return OtherKind, true
	case has("データ処理", "DPA", "Data Processing"), has("個人データ", "個人情報", "特定個人情報") && has("覚書", "委託", "契約", "特記事項", "特記仕様"):
		return DPA, true
	case secrecy && (agreed || !has("データ", "方針", "ポリシー", "取り組み", "セキュリティ")):
		return NDA, true
	case has("プライバシー", "個人情報", "Privacy", "privacy", "PRIVACY"), has("個人データ") && has("方針", "ポリシー"):
		return Privacy, true
	case has("セキュリティ", "安全管理措置", "Security"), secrecy || has("データ保護") && !agreed: // a page on how data are kept
		return Security, true
	case has("利用規約"): // of partners, shops or contractors that use a service
		return Terms, true
	case has("業務委託", "業務仕様書", "請負", "準委任", "開発委託", "委託契約", "基本契約", "保守契約", "代理店", "売買", "パートナー"):
		return Contract, true
	case has("規約", "約款", "利用契約", "使用許諾", "利用条件", "サービス契約", "特約", "ご利用", "Terms", "TERMS", "License"):
		return Terms, true
	case has("契約書", "覚書", "合意書"):
		return Contract, true
	}
	return Terms, false
}

// kindByWords tells the kind by how often its words are used.
func (p *parser) kindByWords() DocumentKind {
	head := p.text
	if len(head) > 6000 {
		head = head[:6000]
	}
	n := func(w string) int { return strings.Count(head, w) }
	switch {
	case n("開示者")+n("受領者")+n("開示当事者")+n("受領当事者") >= 6 && n("サービス") < 6:
		return NDA
	case n("秘密情報")+n("機密情報") >= 8 && n("サービス") < 4 && n("個人情報") < 8:
		return NDA
	case n("委託個人データ")+n("処理者")+n("個人データ")*n("受託者") >= 6:
		return DPA
	case n("納入")+n("検収")+n("成果物")+n("委託料") >= 4 || p.letterUse[0].total >= 3 && n("業務") >= 8:
		return Contract
	case n("個人情報") >= 10 && n("禁止")+n("料金") <= 1:
		return Privacy
	case n("セキュリティ") >= 5 && n("利用規約")+n("本規約") <= 2 && p.articles == 0:
		return Security
	}
	return Terms
}
