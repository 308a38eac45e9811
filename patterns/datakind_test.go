package patterns

import (
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// What kind of data a power is about goes by the document around it: each line that begins with
// * bears the class and is over the kind of data that stand in front of |.
var kindTests = map[string]string{
	"a policy that names nothing stored": `
プライバシーポリシー
山田商会（以下「当社」といいます。）は、お客様の個人情報を次のとおり取り扱います。
1. 利用目的
*use account_info|当社は、個人情報を新しい商品のご案内に利用します。
2. 第三者提供
*restricted account_info|当社は、法令に基づく場合を除き、ご本人の同意なく個人情報を第三者に提供しません。
3. 委託
*subcontract account_info|当社は、個人情報の取扱いの一部を外部の事業者に委託することがあります。
4. 安全管理
当社は、個人情報の漏えいを防ぐための措置を講じます。当社の従業者には教育を行います。
5. 問い合わせ
クラウドサービスについてのご質問は、窓口までお寄せください。`,
	"a policy that takes in what readers store": `
プライバシーポリシー
本サービス「棚おろし帳」の運営者（以下「当方」といいます。）は、ユーザーの情報を次のとおり取り扱います。
1. 取得する情報
・メールアドレス
・ユーザーが入力した在庫の内容とメモ
2. 第三者提供
*restricted personal_info|当方は、法令に基づく場合を除き、ユーザーの個人情報を第三者に提供しません。
3. 委託
*subcontract customer_data|当方は、データの保管をExample社に委託しています。
*subcontract personal_info|当方は、代金の決済や商品の配送を外部の事業者に委託することがあります。
4. バックアップ
*copy customer_data|毎日、自動でバックアップを取得しています。
5. 問い合わせ
窓口までお寄せください。`,
	"what is taken in under the name of personal information": `
プライバシーポリシー
本サービス「教室ノート」の運営者（以下「当方」といいます。）は、ユーザーの個人情報を次のとおり取り扱います。
1. 取得する情報
・氏名とメールアドレス
・ユーザーが入力した生徒の成績とメモ
2. 利用目的
*use personal_info among|当方は、取得した個人情報を以下の目的で利用します。
・新しい機能の開発
・広告の配信
3. 個人情報の使いみち
*use personal_info among|・サービスの改善と新しい機能の開発のため
4. その他の利用
*use customer_data|当方は、取得した情報を新しい機能の開発に利用します。`,
	"an article of terms on personal information": `
利用規約
株式会社みどり（以下「当社」といいます。）は、会員に予約サービス（以下「本サービス」といいます。）を提供します。
第1条（掲示板）
*aggregate customer_data|当社は、会員から受け取ったすべての情報を統計として集計し、利用することができます。
*copy account_info|当社は、故障に備え、会員の個人情報を別のサーバーに複写することがあります。
第2条（個人情報の取扱い）
当社は、申込みの際に氏名及び連絡先をお預かりします。
*disclose account_info|当社は、料金の回収のため、債権回収会社に個人情報を提供する場合があります。
*disclose personal_info|当社は、同意を得た場合、要配慮個人情報を医療機関に提供することがあります。
第3条（個人情報の預託）
会員は、本サービスに顧客名簿を登録することができます。
*disclose personal_info|当社は、料金の回収のため、債権回収会社に個人情報を提供する場合があります。`,
}

func TestKind(t *testing.T) {
	lib, tok := mustLoad(t), mustTokenizer(t)
	for name, text := range kindTests {
		var lines, wants []string
		for line := range strings.Lines(strings.TrimPrefix(text, "\n")) {
			line = strings.TrimSuffix(line, "\n")
			want, line, ok := strings.Cut(line, "|")
			if !ok {
				want, line = "", want
			}
			lines, wants = append(lines, line), append(wants, strings.TrimPrefix(want, "*"))
		}
		text := strings.Join(lines, "\n")
		tree := structure.Parse(document.Read("test.txt", []byte(text), document.Options{}), lib.Parties())
		matches, err := lib.Match(t.Context(), norm.NewReader(tree, tok, lib))
		if err != nil {
			t.Fatal(err)
		}
		got := make([]string, len(lines))
		for _, m := range matches {
			at := strings.Count(text[:m.Unit.Sentence.Span.Start], "\n")
			if class, _, _ := strings.Cut(wants[at], " "); m.Class.ID == class {
				if got[at] = m.Class.ID + " " + m.Data.String(); m.Among {
					got[at] += " among"
				}
			}
		}
		for i, want := range wants {
			if got[i] != want {
				t.Errorf("%s: %s: %q, want %q", name, lines[i], got[i], want)
			}
		}
	}
}
