package document

import "testing"

func TestBrokenLines(t *testing.T) {
	const long = "受託者は、委託者が事前に相当の期間を定めて書面により求めたときは、取扱いの状況について監査に応じることが"
	const kana = "委託者は、受託者が新たに再委託先を加えようとする場合には、その理由を示して通知の日から三十日以内に異議を申し立"
	for _, tt := range []struct {
		name, in string
		want     string // of the first block
	}{
		{"particle", long + "\nできる。\n次の段落です。", long + "できる。"},
		{"okurigana", kana + "\nてることができる。", kana + "てることができる。"},
		{"inside a word", long[:len(long)-len("とが")] + "\nとができる。", long + "できる。"},
		{"after a prefix of politeness", long + "でき、その結果をお\n渡しする。", long + "でき、その結果をお渡しする。"},
		{"a short line is a heading", "監査に応じることが\nできる。", "監査に応じることが"},
		{"an item opens", long + "\n(1) できる。", long},
		{"a sentence has ended", long + "できる。\nはい。", long + "できる。"},
		{"a heading of kanji", "個人情報の保護に関する規程並びに特定個人情報の適正な取扱いに関する規程及び情報機器の管理規程\nこの規程は、次による。", "個人情報の保護に関する規程並びに特定個人情報の適正な取扱いに関する規程及び情報機器の管理規程"},
	} {
		d := Read("a.txt", []byte(tt.in), Options{})
		if got := d.Blocks[0].Span.Of(d.Text); got != tt.want {
			t.Errorf("%s: first block %q, want %q", tt.name, got, tt.want)
		}
	}
}
