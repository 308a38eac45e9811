package structure

import (
	"slices"
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/source"
)

// plainText makes a document of plain lines.
func plainText(s string) *document.Document {
	d := &document.Document{Text: s}
	for at := 0; at <= len(s); {
		end := strings.IndexByte(s[at:], '\n')
		if end < 0 {
			end = len(s) - at
		}
		if end > 0 {
			d.Blocks = append(d.Blocks, document.Block{Span: source.Span{Start: at, End: at + end}})
		}
		at += end + 1
	}
	return d
}

// TestPathAfterItems: a number of two parts may stand behind the items of a paragraph that
// has none, as where a converter made it of 「２．」.
func TestPathAfterItems(t *testing.T) {
	tree := Parse(plainText("規約\n第1条（禁止）\n甲は、次の行為をしてはならない。\n（1）転売\n（2）転載\n1-2. 乙は、記録を残す。\n（1）日時\n（2）氏名"), Options{})
	var b strings.Builder
	tree.Print(&b)
	if want := "乙は、記録を残す。"; !strings.Contains(b.String(), want) {
		t.Errorf("%s is not in\n%s", want, b.String())
	}
}

func TestFlattenedItems(t *testing.T) {
	tree := Parse(plainText(`利用規約
第1条（登録）
1. 利用者は、正確な情報を登録するものとします。
2. 当社は、次の場合、登録を断ることがあります。
1. 虚偽の情報がある場合
2. 過去に本規約に違反した場合
3. その他不適当な場合
3. 利用者は、登録した情報を最新に保つものとします。`), Options{})
	var b strings.Builder
	tree.Print(&b)
	want := `article 第1条（登録）
  paragraph 第1条第1項 利用者は、正確な情報を登録するものとします。
  paragraph 第1条第2項 当社は、次の場合、登録を断ることがあります。
    item 第1条第2項第1号 虚偽の情報がある場合
    item 第1条第2項第2号 過去に本規約に違反した場合
    item 第1条第2項第3号 その他不適当な場合
  paragraph 第1条第3項 利用者は、登録した情報を最新に保つものとします。
`
	if got := b.String(); got != want {
		t.Errorf("Print:\n%s\nwant:\n%s", got, want)
	}
	for _, c := range tree.Clauses() {
		if c.Provision.Kind == Item && (c.Lead == nil || c.Lead.Provision.Label != "第1条第2項") {
			t.Errorf("%s has no lead", c.Provision.Label)
		}
	}
}

// TestPrinted: what single causes do to the tree.
func TestPrinted(t *testing.T) {
	for name, tt := range map[string]struct{ in, want string }{
		"a sentence below the second of two bullets closes the list": {
			`第1条（データ）
1. 当社は、次のことをします。
・不正なアクセスの調査
・第三者への通知
利用者は、これに同意します。`,
			`article 第1条（データ）
  paragraph 第1条第1項 当社は、次のことをします。
    item 第1条第1項1番目 不正なアクセスの調査
    item 第1条第1項2番目 第三者への通知
    text 利用者は、これに同意します。
`},
		"two bullets with words below each are headings": {
			`第1条（データ）
1. 利用者は、次のことを確かめます。
・会員情報
会員情報は正確に登録します。
・利用環境
利用環境は自ら整えます。`,
			`article 第1条（データ）
  paragraph 第1条第1項 利用者は、次のことを確かめます。
    item 第1条第1項1番目（会員情報） 会員情報は正確に登録します。
    item 第1条第1項2番目（利用環境） 利用環境は自ら整えます。
`},
		"nouns below a heading are members of it, down to the next heading": {
			`お預かりしたデータを守る仕組み
入口の管理
許された人だけが入れます。
二段階の認証
端末の登録
見守り
夜も人が見守ります。
個人情報の利用目的
予約の受付
お知らせの送信
保存期間
利用履歴: 一年
予約の記録: 三年
お問い合わせは次の窓口へ。`,
			`section 入口の管理（入口の管理） 許された人だけが入れます。
  text 二段階の認証
  text 端末の登録
section 見守り（見守り） 夜も人が見守ります。
section 個人情報の利用目的（個人情報の利用目的）
  text 予約の受付
  text お知らせの送信
section 保存期間（保存期間）
  text 利用履歴: 一年
  text 予約の記録: 三年
  text お問い合わせは次の窓口へ。
`},
		"a sentence that announces a policy has no items, one that announces matters has": {
			`当院は、以下の方針により取り扱います。
取得する情報
氏名
住所
連絡先
次の事項を公表します。
利用目的
保存期間
問合せの窓口の名称`,
			`text 当院は、以下の方針により取り扱います。
section 取得する情報（取得する情報）
  text 氏名
  text 住所
section 連絡先（連絡先） 次の事項を公表します。
  item 連絡先 1番目 利用目的
  item 連絡先 2番目 保存期間
  item 連絡先 3番目 問合せの窓口の名称
`},
		"headings by their words below a sentence that announces how it is done": {
			`当社は、以下のとおり個人情報を取り扱います。
取得する情報
氏名
投稿された文章
利用目的
機能の提供
機能の改善`,
			`text 当社は、以下のとおり個人情報を取り扱います。
section 取得する情報（取得する情報）
  text 氏名
  text 投稿された文章
section 利用目的（利用目的）
  text 機能の提供
  text 機能の改善
`},
		"marks of Markdown in plain text are headings of their level": {
			`# みほん利用規約
## 第1章 総則
### 第1条（目的）
この規約は、利用の条件を定めます。
## データの取扱い
### 保存
当社は、データを国内に保存します。
### 消去
当社は、データを消去します。
#5 は番号です。`,
			`section みほん利用規約（みほん利用規約）
chapter 第1章（総則）
  article 第1条（目的） この規約は、利用の条件を定めます。
  section 第1章「データの取扱い」（データの取扱い）
    section 第1章「データの取扱い」 > 保存（保存） 当社は、データを国内に保存します。
    section 第1章「データの取扱い」 > 消去（消去）
      text 当社は、データを消去します。
      text #5 は番号です。
`},
	} {
		var b strings.Builder
		Parse(plainText(tt.in), Options{}).Print(&b)
		if got := b.String(); got != tt.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, tt.want)
		}
	}
}

// TestDefinedIn: definitions are found by where their terms stand.
func TestDefinitionsBehindABlank(t *testing.T) {
	tree := Parse(plainText(`第2条（用語）
この約款の用語は、次のとおりとする。
1. 園　当社と契約した保育所
2. 保管資料　園が本サービスに保存した文書その他すべての情報
3. 園は、用語を変えてはならない。　以上のとおり。
第3条（料金）
1. 月額　千円`), Options{})
	var got []string
	for _, d := range tree.Definitions {
		got = append(got, d.Term+"="+d.Meaning.Of(tree.Document.Text))
	}
	if want := []string{"園=当社と契約した保育所", "保管資料=園が本サービスに保存した文書その他すべての情報"}; !slices.Equal(got, want) {
		t.Errorf("definitions %q, want %q", got, want)
	}
}

func TestDefinedIn(t *testing.T) {
	tree := Parse(plainText(`第1条（定義）
「登録データ」とは、契約者が登録したデータをいう。「送信データ」とは、契約者が送信したデータをいう。
投稿データとは、契約者が投稿したデータをいう。`), Options{})
	text := tree.Document.Text
	for from := 0; from <= len(text); from += 7 {
		for to := from; to <= len(text); to += 5 {
			span := source.Span{Start: from, End: to}
			var want []string
			for _, d := range tree.Definitions {
				if span.Overlaps(d.TermSpan) && !span.Empty() {
					want = append(want, d.Term)
				}
			}
			var got []string
			for _, d := range tree.DefinedIn(span) {
				got = append(got, d.Term)
			}
			if !slices.Equal(got, want) && !span.Empty() {
				t.Fatalf("DefinedIn(%d, %d) = %q, want %q", from, to, got, want)
			}
		}
	}
	if len(tree.Definitions) != 3 {
		t.Errorf("%d definitions, want 3", len(tree.Definitions))
	}
}

// TestPlainHeadings: a heading without a number may begin with 第三者, and a line of
// nouns that is all between two numbered headings is no heading.
func TestPlainHeadings(t *testing.T) {
	tree := Parse(plainText(`方針
情報の管理
情報を大切に管理します。

第三者への提供
当社は、次の場合を除き、情報を第三者に渡しません。
・同意があるとき
・法令によるとき`), Options{})
	var b strings.Builder
	tree.Print(&b)
	if got := b.String(); !strings.Contains(got, "section 第三者への提供（第三者への提供）") {
		t.Errorf("第三者への提供 is no heading:\n%s", got)
	}
	tree = Parse(plainText(`方針
1. 集める情報
名前、体重、食事の写真
2. 使う目的
表示と分析に使います。`), Options{})
	b.Reset()
	tree.Print(&b)
	if got := b.String(); !strings.Contains(got, "article 1（集める情報） 名前、体重") {
		t.Errorf("the line of nouns is not the text of its heading:\n%s", got)
	}
}

// TestOrdinalsWithoutArticle: public contracts write 第1 where others write 第1条, with
// the caption on the line above.
func TestOrdinalsWithoutArticle(t *testing.T) {
	tree := Parse(plainText(`個人情報の取扱いに関する特記事項
（秘密の保持）
第1　受注者は、業務で知った個人情報を口外してはならない。
（返還）
第2　受注者は、業務が終わったときは、預かった名簿を返還する。
2　前項の返還は、発注者の指示に従って行う。`), Options{})
	var b strings.Builder
	tree.Print(&b)
	want := `article 第1（秘密の保持） 受注者は、業務で知った個人情報を口外してはならない。
article 第2（返還）
  paragraph 第2第1項 受注者は、業務が終わったときは、預かった名簿を返還する。
  paragraph 第2第2項 前項の返還は、発注者の指示に従って行う。
`
	if got := b.String(); got != want {
		t.Errorf("Print:\n%s\nwant:\n%s", got, want)
	}
	for _, text := range []string{"第1条（目的）\nこの約款は条件を定めます。\n第1 四半期は無料とします。", "第1 四半期は無料とします。\n利用料は月額とします。"} {
		for _, c := range Parse(plainText(text), Options{}).Clauses() {
			if c.Provision.Label == "第1" {
				t.Errorf("%q: 第1 in running text counts as an article", text)
			}
		}
	}
}

// TestOwnWordForCustomer: a document may call the other side by a word that elsewhere means a third party.
func TestOwnWordForCustomer(t *testing.T) {
	for _, word := range []string{"パートナー", "クリエイター", "加盟店", "店舗", "サロン", "事業所"} {
		tree := Parse(plainText(`協業制度のきまり
第1条（目的）
このきまりは、当社の制度に加わる事業者（以下「`+word+`」という。）に適用します。
第2条（禁止）
`+word+`は、第三者に名義を貸してはなりません。`), Options{})
		if got := tree.Parties.Customer; len(got) != 1 || got[0] != word {
			t.Errorf("customer = %q, want %q", got, word)
		}
	}
}

// wantParties fails unless the words for the parties of a text are those.
func wantParties(t *testing.T, text, vendor, customer string) {
	t.Helper()
	parties := Parse(plainText(text), Options{}).Parties
	if v, c := strings.Join(parties.Vendor, ", "), strings.Join(parties.Customer, ", "); v != vendor || c != customer {
		t.Errorf("%.90s: vendor %s, customer %s, want %s and %s", text, v, c, vendor, customer)
	}
}

// TestVendorWordForCustomer: 開発者 runs the service, unless the document says that it uses it.
func TestVendorWordForCustomer(t *testing.T) {
	wantParties(t, `接続のきまり
第1条（用語）
「開発者」とは、当社の接続口を利用してアプリケーションを作る者をいいます。
第2条（停止）
当社は、開発者が接続口に過度の負荷をかけたときは、接続を止めることがあります。
開発者は、鍵を他人に渡してはなりません。`, "当社", "開発者")
}

// TestWhoUsesIt: a word that a definition gives to who signs up is the customer's, beside a
// company that a sentence in the opening names; so are the words of translated terms.
func TestWhoUsesIt(t *testing.T) {
	for _, tt := range []struct{ text, vendor, customer string }{
		{"この契約は、アオバ工房株式会社（「Aoba」）が提供する試験環境に適用されます。\n第2条（用語）\n「開発者」とは、この契約を受け入れ、試験環境に登録した個人をいいます。\n" + strings.Repeat("Aoba は、環境を止めることがあります。\n開発者は、鍵を守ります。\n", 6), "Aoba", "開発者"},
		{strings.Repeat("Aoba は、鍵を預かります。\nCustomer は、鍵を渡します。\n", 6), "Aoba", "Customer"},
		{"青葉の場の利用の条件は、次のとおりとします。当社は、場を運営します。\n第2条\n場に日記を書く者を「書き手」、その書いたものを「日記等」といいます。\n書き手は、鍵を守ります。", "当社", "書き手"},
		{"株式会社青葉（以下「元請」）は、図面を作る仕事の一部を緑山（以下「パートナー」）に任せる。\nパートナーは、図面を作る。パートナーは、図面を渡す。\n元請は、代金を払う。", "パートナー", "元請"},
		{"この決まりは、株式会社青葉（以下「本部」といいます。）と、品物を売る取次店（以下「パートナー」といいます。）との間の約束です。\n本部は、品物を渡します。本部は、品物を選びます。\nパートナーは、品物を売ります。", "本部", "パートナー"},
		{"この規約は、掲示の場の運営者（以下「オーナー」といいます。）が定めます。\nオーナーは、場を閉じることがあります。\n会員は、鍵を守ります。会員は、場を使えます。", "オーナー", "会員"},
		{"この決まりは、みどり倶楽部（以下「世話役」といいます。）が提供する日記のサービスの決まりです。\n世話役は、日記を預かります。\n会員は、鍵を守ります。会員は、場を使えます。", "世話役", "会員"},
		{"独立行政法人みどり計測機構（以下「本機構」といいます。）が運用する記録の場の決まりです。\n本機構は、記録を預かります。\n会員は、鍵を守ります。会員は、場を使えます。", "本機構", "会員"},
		{"みどり株式会社（以下「ミドリ」という。）は、記録の場など複数の場（以下「場」という。）を運営している。\nミドリは、記録を預かります。\n会員は、鍵を守ります。会員は、場を使えます。", "ミドリ", "会員"},
		{"当社の品物の場の約束です。\n「作り手」とは、場への登録を済ませ、品物を登録し、これを売る個人・法人のことです。\n作り手は、鍵を守ります。", "当社", "作り手"},
		{"教室を営む当教室の約束です。当教室は、教材を渡します。当教室は、月曜に休みます。\n生徒は、鍵を守ります。\n生徒は、休めます。生徒は、教材を使えます。", "当教室", "生徒"},
		{"当社の掲示の場の決まりです。\n居住者は、鍵を守ります。\n居住者は、場を使えます。", "当社", "居住者"},
	} {
		wantParties(t, "利用契約\n"+tt.text, tt.vendor, tt.customer)
	}
}

// TestWhomTheTitleAddresses: a title may say to whom the terms speak, but places in it are no party.
func TestWhomTheTitleAddresses(t *testing.T) {
	for _, tt := range []struct{ text, customer string }{
		{"品物の場 出店事業者規約\n当社は、品物を預かります。当社は、場を閉じます。\n会員は、品物を買えます。会員は、鍵を守ります。\n出店事業者は、品物を並べます。", "出店事業者, 会員"},
		{"書道スクール利用規約\n当社は、教材を渡します。当社は、場を閉じます。\n書道スクールは、毎月開きます。\n会員は、鍵を守ります。会員は、休めます。", "会員"},
	} {
		if c := strings.Join(Parse(plainText(tt.text), Options{}).Parties.Customer, ", "); c != tt.customer {
			t.Errorf("%.60s: customer %s, want %s", tt.text, c, tt.customer)
		}
	}
}

// TestPartiesInPassing: a sentence may say who is who where it names them.
func TestPartiesInPassing(t *testing.T) {
	wantParties(t, `台帳サービス規程
第1条　この規程は、診療所等（以下「利用機関」という。）が株式会社青木（以下「事業者」という。）の提供する台帳サービスを利用する条件を定める。
第2条　事業者は、台帳を保管する。
第3条　利用機関は、鍵を管理する。`, "事業者", "利用機関")
}

// TestHouseProvides: a school or a club that is said to provide the service is the vendor, not one
// that is spoken of where another is named.
func TestHouseProvides(t *testing.T) {
	for _, tt := range []struct{ text, vendor, customer string }{
		{"本規約は、利用者がみどり大学（以下「大学」といいます）が提供する学びのサービスの利用について定めます。\n1　大学は、教材を渡します。\n2　利用者は、約束を守ります。\n3　利用者は、鍵を守ります。", "大学", "利用者"},
		{"本規約は、山の音語学教室（以下「教室」）が運営するサイトの条件を定めます。\n1　教室は、教材を渡します。\n2　会員は、約束を守ります。\n3　会員は、月謝を払います。", "教室", "会員"},
		{"本規約は、丘の上高等学校（以下「本校」）が提供するアプリ「おか」について定めます。本校の生徒および本校が認めた者（以下「ユーザー」）が用います。\n1　本校は、記録を預かります。\n2　ユーザーは、鍵を守ります。", "本校", "ユーザー"},
		{"当社は、加盟する青空教室（以下「教室」）が提供するサービスを紹介します。\n1　当社は、教室を選びます。\n2　利用者は、教室に申し込みます。\n3　利用者は、月謝を払います。", "当社", "利用者"},
	} {
		wantParties(t, "規約\n"+tt.text, tt.vendor, tt.customer)
	}
}

// TestCustomersInPlainWords: who applies, joins or uses something in polite words is the customer.
func TestCustomersInPlainWords(t *testing.T) {
	for _, who := range []string{"教室にお申し込みになった方", "この道具をお使いになる方", "登録を済ませた方", "会に入会した個人", "この道具を使う団体"} {
		tree := Parse(plainText("教室の約束\n青木学院（以下「当校」といいます）の教室には、次の約束があります。"+who+"（以下「塾生」といいます）に守っていただきます。\n1　当校は、教材を渡します。\n2　塾生は、月謝を払います。"), Options{})
		if got := strings.Join(tree.Parties.Customer, ", "); got != "塾生" {
			t.Errorf("%s: customer %q, want 塾生", who, got)
		}
	}
}

// TestAppendix: 付録 opens an annex as 別紙 does.
func TestAppendix(t *testing.T) {
	tree := Parse(plainText("第1条（責任）\n当社の責任は、料金を上限とする。\n付録 A: 再委託先の一覧\n配信　青木配信　東京"), Options{})
	var b strings.Builder
	tree.Print(&b)
	if want := "annex 付録A（再委託先の一覧）"; !strings.Contains(b.String(), want) {
		t.Errorf("got\n%swant %s", b.String(), want)
	}
}

// TestPartiesOfSecrets: in an agreement of secrecy who is told stands where the vendor does.
func TestPartiesOfSecrets(t *testing.T) {
	for _, tt := range []struct{ text, vendor, customer string }{
		{"秘密保持契約書\n株式会社青木（以下「開示者」という。）と株式会社赤井（以下「受領者」という。）は、次のとおり契約する。\n第1条　受領者は、秘密情報を漏らしてはならない。", "株式会社赤井, 受領者", "開示者"},
		{"秘密保持契約書\n第1条　甲は、図面を乙に開示する。\n第2条　乙は、甲から開示を受けた図面を漏らさない。\n第3条　受領者は、漏えいを知ったときは開示者に知らせる。\n第4条　受領者は、図面を開示者に返す。", "受領者, 乙", "開示者, 甲"},
		{"業務委託契約書\n株式会社青木（以下「委託者」という。）と株式会社赤井（以下「受託者」という。）は、次のとおり契約する。\n第1条　受託者は、利用者の問合せに答える。\n第2条　利用者は、電話で問い合わせる。利用者は、料金を負担しない。", "株式会社赤井, 受託者", "委託者"},
		{"データ処理契約\n第1条　本書において「管理者」とは、処理の目的を決める者をいい、「処理者」とは、管理者に代わり処理する者をいう。\n第2条　プロバイダーは、顧客の名簿を保管する。プロバイダーは、顧客に通知する。\n第3条　顧客は、プロバイダーに指示する。顧客は、法令を守る。", "プロバイダー, 処理者", "管理者, 顧客"},
		{"処理の覚書\n第1条　委託元は、受託者に名簿の入力を委託する。\n第2条　受託者は、委託元に報告する。\n第3条　受託者は、委託元の検査に応じる。", "受託者", "委託元"},
		{"名簿の約款\n第1条　弊社は、御社の名簿を保管します。", "弊社", "御社"},
		{"代理店契約書\n株式会社青木（以下「甲」という。）と代理店（以下「乙」という。）とは、甲が提供する会員サービスに関し契約する。\n第1条　甲は、乙に対し、甲が提供する会員サービスの販売を委託し、乙は、これを受託する。\n第2条　乙は、売上を報告する。", "代理店, 乙", "甲"},
	} {
		wantParties(t, tt.text, tt.vendor, tt.customer)
	}
}

// TestVendorsOwnWord: 「当事業者」 can mean nobody but who wrote the document, company or not.
func TestVendorsOwnWord(t *testing.T) {
	tree := Parse(plainText(`掲載のきまり
このきまりは、青木工房（以下「当事業者」といいます）が運営する掲載の場の条件を定めます。
当事業者は、掲載を止めることがあります。
掲載者は、店舗の運営者の許しを得るものとします。`), Options{})
	if v := strings.Join(tree.Parties.Vendor, ", "); !strings.Contains(v, "当事業者") {
		t.Errorf("vendor %s, want 当事業者", v)
	}
}

// TestFirmsService: a firm whose service is named behind its definition, or that brings it, is the vendor.
func TestFirmsService(t *testing.T) {
	for _, opening := range []string{
		"これは、合同会社青木堂（以下「青木堂」）の帳簿づけサービス「つけ丸」（以下「つけ丸」）をお使いいただくための約束です。",
		"これは、合同会社青木堂（以下「青木堂」と申します）がこのページでお届けする帳簿づけの道具についての約束です。",
	} {
		tree := Parse(plainText("お約束\n"+opening+"\n第1条　青木堂は、記録を預かります。お客様は、合言葉を守ります。"), Options{})
		if v := strings.Join(tree.Parties.Vendor, ", "); !strings.Contains(v, "青木堂") {
			t.Errorf("%s: vendor %q, want 青木堂", opening, v)
		}
	}
}

// TestLinesBelowANumber: lines without numbers below a paragraph that announces a list are its items.
func TestLinesBelowANumber(t *testing.T) {
	tree := Parse(plainText("規約\n第1条（利用）\n1. 権利は契約者に属します。\n2. 当社は、記録を次の目的で利用します。\nサービスの提供\n障害への対応\n3. 以上のほか、当社は定めを設けます。"), Options{})
	n := 0
	for _, p := range tree.Provisions {
		if p.Kind == Item {
			n++
		}
	}
	if n != 2 {
		t.Errorf("%d items, want 2", n)
	}
}

// TestVendorByOpening: a name without a legal form is the vendor's where the document
// opens by saying that it provides the service.
func TestVendorByOpening(t *testing.T) {
	for _, tt := range []struct{ opening, vendor string }{
		{"この規約は、あおば編集部がこのアプリ上で提供する読書記録（以下「本サービス」といいます。）の利用条件を定めます。", "あおば編集部, 当社"},
		{"本規約は、あおば編集部の運営する読書記録の利用に適用します。", "あおば編集部, 当社"},
		{"本規約は、会員があおば編集部に投稿を提供する条件を定めます。", "当社"},
		{"本規約は、あおば編集部が会員に提供する記録について定めます。", "当社"},
		{"読者とは、あおば編集部が本サービスを通じて冊子を提供する方をいいます。", "当社"},
	} {
		tree := Parse(plainText("利用規約\n"+tt.opening+"\nあおば編集部は、投稿を削除することができます。\nあおば編集部は、規約を改めることができます。\n会員は、当社の指示に従います。"), Options{})
		if v := strings.Join(tree.Parties.Vendor, ", "); v != tt.vendor {
			t.Errorf("%s: vendor %s, want %s", tt.opening, v, tt.vendor)
		}
	}
}

// TestPartiesAtTheHeads: who acts at the heads of sentences is a party, under a name or a
// word that no list has.
func TestPartiesAtTheHeads(t *testing.T) {
	for _, tt := range []struct{ text, vendor, customer string }{
		{strings.Repeat("青葉堂は、投稿を確かめます。会員様は、投稿を消せます。\n", 4), "青葉堂", "会員様, 会員"},
		{strings.Repeat("当社は、台帳を預かります。\n医療機関は、台帳に書き込みます。\n", 4) + "皆様、お使いください。皆様の声です。皆様へ。", "当社", "医療機関, 皆様"},
		{"本規約は、株式会社青葉（以下「アオバ」といいます。）が提供する台帳について定めます。\nアオバは、台帳を預かります。\n会員は、台帳を使います。会員は、鍵を守ります。", "アオバ", "会員"},
		{strings.Repeat("利用料金は、月払いです。\n契約期間は、一年です。\n", 5) + "会員は、台帳を使います。会員は、鍵を守ります。会員は、退会できます。会員は、控えを取ります。", strings.Join(defaultVendor, ", "), "会員"},
	} {
		wantParties(t, "利用規約\n"+tt.text, tt.vendor, tt.customer)
	}
}

// TestWhoUses: who uses, joins or signs up is the customer, in whatever words a definition says so.
func TestWhoUses(t *testing.T) {
	for _, tt := range []struct{ defined, customer string }{
		{"書道教室にお申し込みになった方（以下「門下生」といいます。）", "門下生"},
		{"台帳をお使いになる店舗（以下「なかま店」といいます。）", "なかま店"},
		{"本会に入会された個人（以下「同人」といいます。）", "同人"},
		{"当社と契約を交わした法人（以下「導入元」といいます。）", "導入元"},
		{"台帳の開発に当たる方（以下「工匠」といいます。）及び会員", "会員"},
	} {
		tree := Parse(plainText("利用規約\n本規約は、当社と"+tt.defined+"との間の決まりを定めます。\n"+tt.customer+"は、鍵を守ります。\n当社は、台帳を預かります。当社は、台帳を守ります。"), Options{})
		if c := strings.Join(tree.Parties.Customer, ", "); c != tt.customer {
			t.Errorf("%s: customer %s, want %s", tt.defined, c, tt.customer)
		}
	}
}

// TestMaker: translated terms call whoever made an app a provider of services.
func TestMaker(t *testing.T) {
	for _, by := range []string{"によって作成された", "が無料で提供する"} {
		tree := Parse(plainText("利用規約\n本規約は、青葉アプリ工房（以下「サービスプロバイダ」といいます）"+by+"単語帳アプリに適用されます。\nサービスプロバイダは、情報を開示する場合があります。\nお客様は、端末を管理します。"), Options{})
		if v := strings.Join(tree.Parties.Vendor, ", "); v != "サービスプロバイダ" {
			t.Errorf("%s: vendor %s, want サービスプロバイダ", by, v)
		}
	}
}

// TestHost: who runs a contest is the vendor, though named once.
func TestHost(t *testing.T) {
	tree := Parse(plainText(`応募のきまり
・応募は専用の画面から送ってください。
・主催者は、作品を冊子に使うことができます。`), Options{})
	if v := strings.Join(tree.Parties.Vendor, ", "); v != "主催者" {
		t.Errorf("vendor %s, want 主催者", v)
	}
}

// longText is a text of the usual kind, for benchmarks and limits.
const longText = `第1条（利用）
1. 利用者は、本規約に従って本サービスを利用します。
2. 当社は、次の場合、本サービスを停止することがあります。
(1) 保守を行う場合
(2) その他必要な場合
3. 前項の停止について、当社は責任を負いません。
`

// TestNamesAtTheHead: where only names say who acts, the one that acts most is the
// vendor, each time the document is read.
func TestNamesAtTheHead(t *testing.T) {
	text := "ご利用にあたって\n" + strings.Repeat("Kumonoha は障害を調べます。\n", 4) + strings.Repeat("Kumonoha Notes は下書きを預かります。\n", 3) + strings.Repeat("Kumonoha Talk は音声を届けます。\n", 3)
	for range 20 {
		tree := Parse(plainText(text), Options{})
		if got := strings.Join(tree.Parties.Vendor, ", "); got != "Kumonoha" {
			t.Fatalf("the vendor is %q, want Kumonoha", got)
		}
	}
}

func TestBeginsAnew(t *testing.T) {
	const text = "第5条（提供）\n当社は、次の場合を除き、情報を提供しません。\n1. 法令に基づく場合\n2. 次の事項を公表した場合\n・提供する項目\n・提供する方法\n前項の定めにかかわらず、次の場合は第三者に当たりません。\n1. 取扱いを委託する場合\n2. 事業を承継する場合"
	tree := Parse(plainText(text), Options{})
	var got []string
	var walk func(p *Provision)
	walk = func(p *Provision) {
		if p.Kind == Item {
			got = append(got, p.Address())
		}
		for _, c := range p.Children {
			walk(c)
		}
	}
	walk(tree.Root)
	want := "第5条第1項第1号 第5条第1項第2号 第5条第2項第1号 第5条第2項第2号"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("items %s, want %s", s, want)
	}
}

// TestKindOfTermsForSomebody: terms for those who sell or help are terms all the same.
func TestKindOfTermsForSomebody(t *testing.T) {
	for title, want := range map[string]DocumentKind{
		"パートナー利用規約":   Terms,
		"代理店サイト利用規約":  Terms,
		"パートナー契約書":    Contract,
		"個人情報の取扱いの覚書": DPA,
		"青空会員プライバシーノーティス\n2026年4月1日から\n当会のデータの取扱い": Privacy,
		"私たちのセキュリティの約束\n版: 1.2":                    Security,
	} {
		if got := Parse(plainText(title+"\n第1条　当社は、サイトを提供する。"), Options{}).Kind; got != want {
			t.Errorf("kind of %s = %v, want %v", title, got, want)
		}
	}
}

// TestPartiesInPlainWords: terms in brackets of their own, those that work is left with, and
// words for people that no list has.
func TestPartiesInPlainWords(t *testing.T) {
	for _, tt := range []struct{ in, vendor, customer string }{
		{"利用規約\nこの規約は、みさき工房株式会社（「みさき」）が提供するノート「カキトメ」の使い方を定めます。\n使い手は、規約を守ります。\n使い手は、合言葉を守ります。\nみさきは、記録を見ません。", "みさき", "使い手"},
		{"取次の約束\n株式会社ミナト（以下「本部」）と、本部から販売の仕事を任される店（以下「取次店」）は、次のとおり約束します。\n取次店は、名簿を守ります。\n本部は、手数料を払います。", "取次店", "本部"},
		{"契約書\n株式会社A（以下「委託会社」という。）と株式会社B（以下「受託会社」という。）は、次のとおり契約する。\n受託会社は、名簿を守る。\n委託会社は、代金を払う。", "受託会社", "委託会社"},
		{"契約書\n株式会社A（以下「元方」という。）は、名簿の入力を株式会社B（以下「担当店」という。）に任せるにあたり、次のとおり契約する。\n担当店は、名簿を守る。\n元方は、代金を払う。", "担当店", "元方"},
		{"約束\nA商店（以下「預け主」）とB倉庫（以下「預かり主」）は、次のことを約束します。\n預かり主は、名簿を守ります。\n預け主は、代金を払います。", "預かり主", "預け主"},
		{"規約\n株式会社A（以下「市場運営者」という。）は、次の定めを置く。\n市場運営者は、品を売る方（以下「売り手」という。）の名簿を守ります。\n売り手は、合言葉を守ります。", "市場運営者", "売り手"},
		{"お知らせ\nみさき工房（以下「作り手」といいます。）がお届けする帳面です。\nお店が入力した名簿は、作り手が預かります。\nお店が登録した写真も、作り手が預かります。\nお店は、合言葉を守ります。\nお店は、控えを取ります。\nお店が、名簿を消します。", "作り手", "お店"},
		{"秘密を守る契約\n情報を明かす側を「渡し手」、明かされる側を「受け手」と呼ぶ。\n受け手は、秘密情報を守る。\n受け手は、秘密情報を返す。\n渡し手は、秘密情報を示す。\n渡し手が示した秘密情報は、秘密情報として扱う。\n秘密情報とは、秘密情報と示された秘密情報をいう。", "受け手", "渡し手"},
		{"利用規約\n工房アカネ（以下「アカネ」と呼びます）は、写真の共有サービス「トリ」を運営しています。\nアカネは、規約を改めます。\n会員は、規約を守ります。\n会員は、退会できます。", "アカネ", "会員"},
	} {
		tree := Parse(plainText(tt.in), Options{})
		if v, c := strings.Join(tree.Parties.Vendor, ", "), strings.Join(tree.Parties.Customer, ", "); !strings.Contains(v, tt.vendor) || c != tt.customer {
			t.Errorf("%.30s: vendor %q, customer %q, want %q, %q", tt.in, v, c, tt.vendor, tt.customer)
		}
	}
}
