package norm_test

import (
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
)

var roleNames = map[structure.Role]string{structure.NoRole: "nobody", structure.Vendor: "vendor", structure.Customer: "customer", structure.Both: "both", structure.Third: "third"}

// read reads a text as a document of its own, through the structure.
func read(t *testing.T, text string) []*norm.Unit {
	t.Helper()
	tok, lib := tools()
	tree := structure.Parse(document.Read("test.txt", []byte(text), document.Options{Format: document.Plain}), structure.Options{})
	own := *tree
	own.Parties = structure.Parties{Vendor: []string{"当社", "弊社", "乙"}, Customer: []string{"契約者", "利用者", "甲", "お客様"}}
	r := norm.NewReader(&own, tok, lib)
	var units []*norm.Unit
	for c, cs := range r.Clauses() {
		for s := range cs.Sentences {
			units = append(units, r.Unit(c, s))
		}
	}
	return units
}

// TestNorms: the last norm of a text, as "bearer modality trigger data".
func TestNorms(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		// what stands before a noun, and what is done without
		{"契約者又はお子さまの識別が可能な保存データを、広告のために当社が渡すことがある。", "vendor permission discretion customer_data"},
		{"当社は、保存データを新しい会社に渡すことがある。", "vendor permission none customer_data"},
		{"保存データを、当社から買い手に渡すことができる。", "vendor permission none customer_data"},
		{"契約者は、当社に保存データを使うことを許すものとする。", "vendor permission none customer_data"},
		{"契約者は、当社に権利を与え、これを取り消さないものとする。", "nobody denial none none"},
		{"警察から法律に基づくお求めがあったときは、保存データをお示しいたします。", "vendor will legal customer_data"},
		{"当社は、保存データを開示せざるを得ない。", "vendor obligation none customer_data"},
		{"当社は、保存データを開示しなければならない場合がある。", "vendor permission none customer_data"},
		{"保存データは、外でも紹介させてもらうことがあります。", "vendor permission none customer_data"},
		// people of a party
		{"弊社インストラクターが保存データを参照することがあります。", "vendor permission none customer_data"},
		{"当社の限られたメンバーは、保存データを読むことがあります。", "vendor permission none customer_data"},
		{"契約者の担当者は、保存データを閲覧できる。", "customer permission none customer_data"},
		{"開発チームは、保存データを閲覧する場合があります。", "vendor permission none customer_data"},
		{"当社が指定する者は、保存データを閲覧できる。", "vendor permission none customer_data"},
		{"投稿は、利用者本人により削除されることがあります。", "customer permission none customer_data"},
		// who is given something does nothing; who is asked does
		{"ご希望のお客様には、点検の報告書をお渡しいたします。", "vendor will none none"},
		{"利用者には、登録データの控えを取る義務があります。", "customer obligation none customer_data"},
		// the customer who does it, and the vendor who is spared it; what the reader is to do
		{"利用者が自らの費用で解決し、当社には損失を及ぼさないものとします。", "customer prohibition none none"},
		{"登録データの権利を得ていることを当社に保証していただきます。", "customer will none customer_data"},
		{"利用者は、投稿の著作権を守り、当社に損害を与えないものとします。", "customer prohibition none customer_data"},
		{"利用者がやめた後、登録データは消去します。", "nobody will none customer_data"},
		{"当社は、預かったものの保存データを消去する。", "vendor will none customer_data"},
		{"契約者も当社も、保存データを他に渡さない。", "both denial none customer_data"},
		// 利用者 is nobody's use
		{"当社は、取引先に利用者の保存データを渡すことがあります。", "vendor permission none customer_data"},
		{"当社は、保存データを広告に利用することがあります。", "vendor permission discretion customer_data"},
		// what may be done on a service, and what who runs it may do
		{"当社のサービスでは、保存データを検索に利用することがあります。", "vendor permission none customer_data"},
		{"利用者ご自身が、登録データをほかの場所で使用することは妨げません。", "customer permission none customer_data"},
		{"利用者は、当社が登録データを使用することを妨げません。", "vendor permission none customer_data"},
		// leave in other words
		{"当社は、登録データを閲覧してもよいものとする。", "vendor permission none customer_data"},
		{"当社は、登録データを閲覧して差し支えありません。", "vendor permission none customer_data"},
		{"当社は、登録データを閲覧する自由を有します。", "vendor permission none customer_data"},
		{"当社が登録データを閲覧するケースもあります。", "vendor permission none customer_data"},
		{"当社は、登録データを閲覧する権限を与えられます。", "vendor permission none customer_data"},
		{"当社が登録データを閲覧することは不可能です。", "vendor denial none customer_data"},
		{"利用者は、登録データの控えを残す責務を負います。", "customer obligation none customer_data"},
		{"利用者は、登録データを守る責任を免れません。", "customer obligation none customer_data"},
		// the act as a topic, a promise, a subject beside a clause of another
		{"当社は、置き場を貸すにとどまり、保存データの閲覧は行いません。", "vendor denial none customer_data"},
		{"当社は、登録データを閲覧しない旨を約束します。", "vendor denial none customer_data"},
		{"当社の従業員が保存されたデータを閲覧することがあります。", "vendor permission none customer_data"},
		{"利用者が登録したデータの保護のために、当社が措置を講じます。", "vendor will none customer_data"},
		// what is laid down, and who is parted by a comma, are no part of the case behind them
		{"利用者は鍵を保管するものとし、紛失した場合、当社でもデータを復元しません。", "vendor denial none customer_data"},
		{"当社が、保存データの漏えいが生じた場合、利用者に連絡する。", "vendor will none customer_data"},
		{"当社は、登録データを閲覧しないことを基本方針とします。", "vendor denial none customer_data"},
		// exceptions in brackets
		{"当社は、保存データを第三者に提供しません（法令に基づく場合を除く）。", "vendor denial legal customer_data"},
		{"当社は、保存データ（法令で保存する記録を除く）を第三者に提供しません。", "vendor denial none customer_data"},
		// what is only taken for something
		{"当社は、合い言葉が正しいときは、登録者本人による利用とみなします。", "vendor statement none none"},
		{"当社は、入力されたデータを、契約者の意思による削除とみなすことができます。", "vendor statement none customer_data"},
		{"当社は、利用者が保存データの閲覧に同意したものとみなします。", "vendor will none customer_data"},
		{"当社は、返事がないときは退会とみなし、保存データを削除します。", "vendor will none customer_data"},
		// words of grammar in kanji, and clauses without a comma
		{"当社は、保存データを閲覧する事が有ります。", "vendor permission none customer_data"},
		{"当社は、保存データを閲覧する事が出来る物とします。", "vendor permission none customer_data"},
		{"当社は控えを取りますが契約者は自らも保存データの控えを取るものとします。", "customer obligation none customer_data"},
		// a stop and a colon of ASCII
		{"当社は, 保存データを閲覧することができる. ただし, 法令による場合に限る.", "vendor will legal customer_data"},
		{"当社は、次の場合、保存データを削除することがあります:", "vendor permission none customer_data"},
		{"当社は，保存データを閲覧してはならない．", "vendor prohibition none customer_data"},
		// the last cell of a row
		{"当社は、保存データを保管する。\n│ 当社は、保存データを閲覧しない │", "vendor denial none customer_data"},
		// rights and passives
		{"当社には、投稿を審査する権利があります。", "vendor permission none customer_data"},
		{"投稿の内容は、検査の対象となります。", "vendor will none customer_data"},
		{"当社は、保存データを利用する権利を有しません。", "vendor denial none customer_data"},
		// terms defined in passing by what is done with them
		{"契約者は、顧客の要望その他の情報（以下「要望情報」という。）を、当社の画面から登録する。\n当社は、要望情報を閲覧することができる。", "vendor permission none customer_data"},
		{"当社は、顧客の要望その他の情報（以下「要望情報」という。）を掲載する。\n当社は、要望情報を閲覧することができる。", "vendor permission none personal_info"},
		{"当社は、利用者がアップロードした個人データを閲覧できる。", "vendor permission none customer_data"},
		{"当社は、利用者が登録した個人情報を閲覧できる。", "vendor permission none personal_info"},
		{"「本地図データ」とは、当社が作成した地図のデータをいう。\n当社は、本地図データを複製することができる。", "vendor permission none none"},
		{"「本地図データ」とは、利用者が当社の作成した画面で登録した地図のデータをいう。\n当社は、本地図データを複製することができる。", "vendor permission none customer_data"},
		{"契約者が登録し、または生み出す議事録、台帳など（以下「預け物」という。）について、契約者は責任を負う。\n当社は、預け物を閲覧することができる。", "vendor permission none customer_data"},
		{"当サービスの記事（以下「当社コンテンツ」といいます。）は、毎月増えます。\n当社は、当社コンテンツを公開することができる。", "vendor permission none none"},
		// consents
		{"保存データの提携先への提供を、契約者は異議なく承諾する。", "vendor permission none customer_data"},
		{"当社による登録データの調査について、契約者はこれを拒むことができない。", "vendor permission none customer_data"},
		{"保守に伴う保存データの閲覧は、これを妨げない。", "vendor permission operation customer_data"},
		{"利用者は、当社が保守を行う際に、保存データを参照する場合があることを承諾します。", "vendor permission operation customer_data"},
		{"契約者は、料金の支払を承諾する。", "customer will none none"},
		{"契約者は、当社が必要と判断したときは、登録データを閲覧することについて、あらかじめ了承する。", "vendor permission discretion customer_data"},
		{"契約者は、当社が契約者の承諾を得ることなく、登録データを閲覧することに同意する。", "vendor permission none customer_data"},
		{"契約者は、当社に対し、移行の際、登録データを閲覧することを許可する。", "vendor permission operation customer_data"},
		{"契約者は、当社が投稿を編集したことについて何らの請求も行わない。", "vendor permission none customer_data"},
		{"加盟店は、当社が登録データを閲覧することに異議がないものとする。", "vendor permission none customer_data"},
		// what is disclaimed of an act leaves the act; whose a right is
		{"当社は、登録データの正しさを確かめ、保証する義務を負わない。", "vendor exempt none customer_data"},
		{"登録データを削除する権利を当社が有する。", "vendor permission none customer_data"},
		{"当社は、登録データを読むための権限を保持する。", "vendor permission none customer_data"},
		{"契約者は、当社が登録データを閲覧しないことに同意する。", "vendor denial none customer_data"},
		{"当社は、契約者が登録データを閲覧することに異議がない。", "vendor statement none customer_data"},
		{"当社は、契約者の承諾のうえ、登録データを閲覧する。", "vendor will consent customer_data"},
		{"規約に反する投稿は、運営で削除します。", "vendor will breach customer_data"},
		{"迷惑と判断した投稿は、見つけ次第削除します。", "vendor will breach customer_data"},
		{"お客様ご自身で、登録データの控えを取るものとする。", "customer obligation none customer_data"},
		// a relative clause that has its subject leaves that of the sentence alone
		{"当社がお客様の保存されたファイルの中身を見ることはありません。", "vendor denial none customer_data"},
		{"当社が指定したファイルを見ることはありません。", "nobody denial none customer_data"},
		{"利用者の登録データについて、当社が一切の利用をしないことをお約束します。", "vendor denial none customer_data"},
		{"当社が保存データを利用することはない、とお約束します。", "vendor denial none customer_data"},
		{"当社は、保存データを利用しないと確約します。", "vendor denial none customer_data"},
		// what is between a noun and its verb, and what readers are asked to bear in mind
		{"当社は、保存データを監視する義務を一切負いません。", "vendor exempt none customer_data"},
		{"当社は、保存データが失われても責任を何ら負わないものとします。", "vendor exempt none customer_data"},
		{"当社は、保存データを削除することがあることをあらかじめご承知おきください。", "vendor permission none customer_data"},
		{"当社が保存データを見ることはございませんのでご安心ください。", "vendor denial none customer_data"},
		{"契約者又は契約者の指定する第三者は、保存データの管理を監査できます。", "customer permission none customer_data"},
		{"規約に反する投稿は、運営側で削除することがあります。", "vendor permission breach customer_data"},
		{"弊社は、保存データを使えなくし、又は消すことができます。", "vendor permission none customer_data"},
		{"保存データは、弊社で点検することがあります。", "vendor permission none customer_data"},
		// nobody is named who deals with what breaks the rules
		{"ルール違反の投稿は、予告なく消すことがあります。", "vendor permission breach customer_data"},
		{"違反があったときは、投稿を削除できるものとします。", "vendor permission breach customer_data"},
		{"違反する投稿を見つけたときは、断りなく削除します。", "vendor will breach customer_data"},
		// whoever finds fault acts; what may come to the customer comes from the vendor
		{"当社が不適切と判断した投稿は、削除します。", "vendor will breach customer_data"},
		{"背いた利用者には、投稿の削除などの対応をとることがあります。", "vendor permission breach customer_data"},
		{"利用者には、投稿を削除していただくことがあります。", "customer permission none customer_data"},
		{"投稿は、いつでも削除できます。", "nobody permission none customer_data"},
		{"投稿を運営が読むことはできません。", "vendor denial none customer_data"},
		// others who do the same
		{"あなたは、当社とその提携先が投稿を配布することを許可します。", "vendor permission none customer_data"},
		// what is read before it may be deleted is no condition of that
		{"当社は、投稿を閲覧し、必要なときは削除することができます。", "vendor permission none customer_data"},
		// one list of ends
		{"当社は、投稿を、画面の表示、広告の配信、記事の作成に使用します。", "vendor will discretion customer_data"},
		// what the reader is asked to bear in mind
		{"当社は、投稿を削除することがありますのでご了承ください。", "vendor permission none customer_data"},
		{"当社は、投稿を閲覧する場合がございますので、あらかじめご承知おきください。", "vendor permission none customer_data"},
		{"当社は、保存データを復旧する義務を負いませんので、何卒ご理解の程お願いいたします。", "vendor exempt none customer_data"},
		{"利用者は、注意事項をよく理解してください。", "customer obligation none none"},
		{"調査に当たっては、保存データを参照させていただきますので、あらかじめご了承ください。", "vendor will none customer_data"},
		{"当社の係が、保存データを拝見します。", "vendor will none customer_data"},
		// what need not be done
		{"当社は、投稿を消さなければならないわけではありません。", "vendor exempt none customer_data"},
		// a case set apart is an exception
		{"当社は、法令に基づく場合を別として、保存データを開示しません。", "vendor denial legal customer_data"},
		{"当社は、保守に要る場合は例外として、保存データを開示しません。", "vendor denial operation customer_data"},
		// items of a lead that permits them
		{"当社は、次のことをする場合があります。\n(1) 保存データを複製すること", "vendor nominal none customer_data"},
		// ends to which data are put
		{"当社は、投稿を、宣伝や雑誌への掲載などに無償で使うことがあります。", "vendor permission discretion customer_data"},
		{"当社は、投稿を、宣伝や雑誌に掲載することがあります。", "vendor permission none customer_data"},
		// omitted objects
		{"当社は、保存データを監視する義務を負いませんが、監視する権利を留保します。", "vendor permission none customer_data"},
		{"乙は、甲が登録した登録データに誤りがあるときは、修正できる。", "vendor permission none customer_data"},
		// …を問わず and …にかかわらず are no predicates
		{"契約者は、有料か無料かにかかわらず、また、時期の如何を問わず、秘密情報を口外してはならない。", "customer prohibition none confidential"},
		{"当社は、登録データについて、通知の有無にかかわらず、これを閲覧できる。", "vendor permission none customer_data"},
		// a time or a circumstance is no topic of its own
		{"契約者は、登録データを売却せず、いかなる場合においても公開しない。", "customer denial none customer_data"},
		{"契約者は、登録データを売却せず、契約終了後においても公開しない。", "customer denial none customer_data"},
		{"契約者は、登録データを売却せず、開発チームにおいては公開しない。", "vendor denial none customer_data"},
		// a noun with なく says how
		{"当社は、対価を支払うことなく、投稿を利用することができます。", "vendor permission none customer_data"},
		// two clauses that modify one noun
		{"会員が登録し当社が預かる名簿は、連絡に使用する。", "nobody will none customer_data"},
		{"契約者が利用をやめてから当社の定める日数が過ぎた投稿は、当社がこれを消去することができる。", "vendor permission none customer_data"},
		{"当社が内容を確認し会員が登録した名簿を削除する。", "vendor will none customer_data"},
		// 得る is what one may only behind another verb
		{"契約者は、同意を自らの責任で得る。", "customer will none none"},
		{"当社は、保存データを閲覧し得る。", "vendor permission none customer_data"},
		// triggers
		{"当社は、保守のため必要と認めた場合、保存データを閲覧できる。", "vendor permission operation customer_data"},
		{"当社は、必要と認めた場合、保存データを閲覧できる。", "vendor permission discretion customer_data"},
		{"当社は、保守その他必要と認めた場合、保存データを閲覧できる。", "vendor permission discretion customer_data"},
		{"当社は、保守に必要な範囲で、保存データを閲覧できる。", "vendor permission operation customer_data"},
		{"当社は、保守のため、契約者の同意を得た上で、保存データを閲覧できる。", "vendor permission consent customer_data"},
		{"当社は、法令に基づく場合又は同意を得た場合を除き、保存データを開示しません。", "vendor denial consent customer_data"},
		{"当社は、法令に基づく場合を除き、同意なく保存データを開示しません。", "vendor denial legal customer_data"},
		{"当社は、保守の一環として、保存データを複製します。", "vendor will operation customer_data"},
		{"当社は、保守の用途で保存データを使用します。", "vendor will operation customer_data"},
		{"投稿について、違反の疑いがある場合には、当社が内容を確認する。", "vendor will breach customer_data"},
		{"当社は、法令の定めるところにより、保存データを開示できる。", "vendor permission legal customer_data"},
		{"監督官庁から法令に定める権限に基づき求められた場合、当社は、保存データを開示できる。", "vendor permission legal customer_data"},
		{"契約者は、当社が保存データを渡すことがあることを確認し、これに同意する。", "vendor permission none customer_data"},
		{"契約者は、内容を確認し、これに同意する。", "customer will none none"},
		{"個人情報は、同意なく、いかなる第三者にも開示しない。", "nobody denial consent personal_info"},
		// what is put in is data
		{"当社は、利用者がアップロードした設計図を閲覧できる。", "vendor permission none customer_data"},
		{"当社は、当社が作成した設計図を閲覧できる。", "vendor permission none none"},
		{"当社は、アップロードした者を確認できる。", "vendor permission none none"},
		{"当社は、アクセスログを取得します。当社は、当該データを利用します。", "vendor will none usage_log"},
		{"アクセスログ及び利用者が入力した情報は、国内に置きます。当社は、当該情報を利用します。", "vendor will none customer_data"},
		// provisos
		{"ただし、保守の場合はこの限りでない。", "nobody denial operation none"},
	} {
		units := read(t, tt.in)
		u := units[len(units)-1]
		n := &u.Norms[len(u.Norms)-1]
		got := strings.Join([]string{roleNames[n.Bearer], n.Modality.String(), n.Trigger.String(), n.Data.String()}, " ")
		if got != tt.want {
			t.Errorf("%s\n got %s\nwant %s\n     %s", tt.in, got, tt.want, u.RoleString())
		}
	}
}

// TestItems: what an item has from its lead.
// TestRoles: where the words of an exception begin.
func TestRoles(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"当社は、資料を他人に見せ又は業務以外に使用しない。", "当社は、資料を他人に見せ又は[exception 業務以外に]使用しない。"},
		{"当社は、資料を他人に見せず、業務以外の目的に使わない。", "当社は、資料を他人に見せず、[exception 業務以外の目的に]使わない。"},
		{"当社は、資料を他人に開示、または業務以外に使用しない。", "当社は、資料を他人に開示、または[exception 業務以外に]使用しない。"},
		{"当社は、資料を保守又は運営以外の目的に使用しない。", "当社は、資料を[exception 保守又は運営以外の目的に]使用しない。"},
		{"当社は、名簿を法令に基づく場合を除き、渡さない。", "当社は、名簿を[exception 法令に基づく場合を除き]、渡さない。"},
		{"当社は、名簿を緊急の必要がある場合に渡す。", "当社は、名簿を[condition 緊急の必要がある場合に]渡す。"},
		{"当社は、名簿を見る必要がある場合に知らせる。", "当社は、[condition 名簿を見る必要がある場合に]知らせる。"},
		{"当社は、名簿を外に漏らさないよう厳重に管理する。", "当社は、[purpose 名簿を外に漏らさないよう]厳重に管理する。"},
		{"当社は、名簿を催しを行う目的で渡す。", "当社は、名簿を[purpose 催しを行う目的で]渡す。"},
		{"契約者は、当社にその旨を申し出なければならない。", "契約者は、当社にその旨を申し出なければならない。"},
		{"契約者は、本人の同意を得なければならない。", "契約者は、本人の同意を得なければならない。"},
		{"当社は、本人の同意を得なければ、名簿を見ない。", "当社は、[exception 本人の同意を得なければ]、名簿を見ない。"},
	} {
		if got := read(t, tt.in)[0].RoleString(); got != tt.want {
			t.Errorf("\n got %s\nwant %s", got, tt.want)
		}
	}
}

func TestItems(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"当社は、保存データについて、次の行為をすることができる。\n(1) 内容の閲覧\n(2) 第三者への開示", "permission"},
		{"当社は、次の措置を講じます。\n(1) アクセスログの記録\n(2) 権限の管理", "nominal"},
		{"契約者は、次の事項を画面で確認できます。\n(1) 情報の利用\n(2) 情報の共有", "nominal"},
		{"受託者は、次の事項を守るものとする。\n(1) 名簿を施錠して保管すること\n(2) 点検の結果を知らせること", "obligation"},
		{"受託者は、次の事項を遵守する。\n(1) 期限に遅れないこと\n(2) 名簿を複製しないこと。", "prohibition"},
		{"受託者は、以下の各号を遵守するものとする。\n(1) 期限に遅れないこと\n(2) 名簿を複製しないこと", "prohibition"},
		{"受託者は、次の行為をしてはならない。\n(1) 名義を貸すこと\n(2) 仕事を他人に任せること", "prohibition"},
		{"受託者は、次の義務を負う。\n(1) 名簿を閉じておくこと\n(2) 名簿を漏らさないこと", "prohibition"},
		{"受託者は、次の行為をしてはならない。\n(1) 名義の貸与\n(2) 指示に従わないこと", "nominal"},
		{"当社は、次の事項を公表します。\n(1) 名称\n(2) 点検を行うこと", "nominal"},
		{"当社は、次の権利を有しますが、これを行う義務は負いません。\n(1) 投稿を消すこと\n(2) 投稿を直すこと", "permission"},
		{"当社は、次の行為を行いません。\n(1) 名簿を売る\n(2) 宣伝のために名簿を使う", "denial"},
		{"受託者は、次の行為をしてはならない。\n(1) 名義を貸す\n(2) 仕事を他人に任せる", "prohibition"},
	} {
		units := read(t, tt.in)
		n := &units[len(units)-1].Norms[0]
		if own, given := n.Modalities(); own != norm.Nominal || given.String() != tt.want {
			t.Errorf("%s: %s given %s, want nominal given %s", tt.in, own, given, tt.want)
		}
	}
}

// TestReasons: a reason or a concession is a predication of its own, unless the reader is only asked to bear it in mind.
func TestReasons(t *testing.T) {
	for _, tt := range []struct {
		in    string
		norms int
		first string
	}{
		{"投稿は当社が閲覧することがありますので、個人情報は書き込まないでください。", 2, "vendor permission"},
		{"当社の職員が保存データを参照しますから、利用者は必要な設定を行うものとします。", 2, "vendor will"},
		{"当社は、投稿を削除することがありますので、ご了承ください。", 1, "vendor permission"},
		{"当社は、投稿を参考にすることがありますが、投稿によって作られたデータは、外部へ渡しません。", 2, "vendor permission"},
	} {
		units := read(t, tt.in)
		list := units[0].Norms
		if got := roleNames[list[0].Bearer] + " " + list[0].Modality.String(); len(list) != tt.norms || got != tt.first {
			t.Errorf("%s: %d norms, the first %s; want %d, %s", tt.in, len(list), got, tt.norms, tt.first)
		}
	}
}

// TestProvisoBelow: a proviso on a line of its own belongs to the sentence above.
func TestProvisoBelow(t *testing.T) {
	units := read(t, "第1条（秘密）\n当社は、保存データを開示しない。\nただし、保守に必要な場合はこの限りでない。")
	if n := &units[0].Norms[0]; !n.Exception || n.Trigger != norm.Operation {
		t.Errorf("got %s, want an exception with trigger operation", n)
	}
}
