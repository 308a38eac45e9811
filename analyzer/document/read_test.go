package document

import (
	"slices"
	"strings"
	"testing"
)

const clause = "第1条（閲覧）\n当社は、契約者が保存したデータを閲覧することができます。\n"

// TestStatus: every reason not to have read a file, or not all of it.
func TestStatus(t *testing.T) {
	for _, tt := range []struct {
		name, file, data string
		opt              Options
		status           Status
		code             string
		says             string // in the message: what to do
	}{
		{name: "whole", file: "a.txt", data: clause, status: Complete},
		{name: "nothing", file: "a.txt", data: "", status: Unreadable, code: "empty", says: "check"},
		{name: "blanks", file: "a.txt", data: " \n\t\u3000\n", status: Unreadable, code: "empty", says: "check"},
		{name: "only tags", file: "a.html", data: "<html><body><p> </p></body></html>", status: Unreadable, code: "empty", says: "check"},
		{name: "English", file: "a.txt", data: "We may access your content at any time for any purpose.", status: Unreadable, code: "no_japanese", says: "Japanese"},
		{name: "Chinese", file: "a.txt", data: strings.Repeat("第一条 本公司有权在必要时查阅用户个人信息和数据，用户应遵守本规约。\n", 12), status: Unreadable, code: "no_japanese", says: "Japanese"},
		{name: "names of kanji", file: "a.txt", data: "利用規約 個人情報保護管理責任者 株式会社山田製作所東京本社総務部", status: Complete},
		{name: "too large", file: "a.txt", data: strings.Repeat(clause, 10), opt: Options{Limits: Limits{Bytes: 100}}, status: Unreadable, code: "too_large", says: "limit"},
		{name: "not text", file: "a.txt", data: "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", status: Unreadable, code: "binary", says: "export"},
		{name: "a piece of a PDF", file: "a.txt", data: "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", status: Unreadable, code: "damaged", says: "again"},
		{name: "a piece of a Word file", file: "a.txt", data: "PK\x03\x04\x14\x00\x06\x00", status: Unreadable, code: "damaged", says: "again"},
		{name: "mostly undecodable", file: "a.txt", data: "当社は" + strings.Repeat("\xff", 20), status: Unreadable, code: "undecodable", says: "UTF-8"},
		{name: "partly undecodable", file: "a.txt", data: strings.Repeat(clause, 5) + "当\xff社", status: Partial, code: "undecodable", says: "not checked"},
		{name: "page of scripts", file: "a.html", data: `<html><body><div id="root"></div><script src="a.js"></script></body></html>`, status: Unreadable, code: "script_rendered", says: "save"},
		{name: "page partly of scripts", file: "a.html", data: `<html><body><h1>利用規約</h1><div id="app">当社のサービス</div><script>window.__DATA__={}</script></body></html>`, status: Partial, code: "script_rendered", says: "missing"},
		{name: "a recipe", file: "a.txt", data: "玉ねぎを薄く切り、鍋でよく炒めます。水を加えて煮込みます。", status: Partial, code: "not_terms", says: "right file"},
		{name: "too deep HTML", file: "a.html", data: "<html><body><p>" + clause + "</p>" + strings.Repeat("<div>", 100) + "<p>当社は</p></body></html>", status: Partial, code: "too_deep", says: "not read"},
		{name: "too deep Markdown", file: "a.md", data: clause + strings.Repeat("> ", 100) + "当社は", status: Partial, code: "too_deep", says: "plain text"},
		{name: "limit of depth raised", file: "a.html", data: "<html><body><p>" + clause + "</p>" + strings.Repeat("<div>", 100) + "<p>当社は</p></body></html>", opt: Options{Limits: Limits{Depth: 200}}, status: Complete},
	} {
		d := Read(tt.file, []byte(tt.data), tt.opt)
		if d.Status != tt.status {
			t.Errorf("%s: status %s, want %s (%v)", tt.name, d.Status, tt.status, d.Problems)
			continue
		}
		if tt.code == "" {
			continue
		}
		i := slices.IndexFunc(d.Problems, func(p Problem) bool { return p.Code == tt.code })
		if i < 0 {
			t.Errorf("%s: problems %v, want %s", tt.name, d.Problems, tt.code)
			continue
		}
		if m := d.Problems[i].Message; !strings.Contains(m, tt.says) {
			t.Errorf("%s: message %q does not say %q", tt.name, m, tt.says)
		}
		if tt.status == Unreadable && (d.Text != "" && tt.code != "no_japanese" && tt.code != "empty" && tt.code != "script_rendered") {
			t.Errorf("%s: unreadable, yet with the text %q", tt.name, d.Text)
		}
	}
}

// TestFormat: the format is told by content, then by name.
func TestFormat(t *testing.T) {
	for _, tt := range []struct {
		file, data string
		want       Format
	}{
		{"a.txt", clause, Plain},
		{"a", clause, Plain},
		{"a", "# 規約\n\n当社は", Markdown},
		{"a.md", clause, Markdown},
		{"A.HTML", clause, HTML},
		{"a.txt", "<!DOCTYPE html><html><body>" + clause, HTML},
		{"規約", "<div><p>当社は</p><p>乙は</p></div>", HTML},
		{"a.txt", "# 規約\n当社は", Plain},
	} {
		if got := Read(tt.file, []byte(tt.data), Options{}).Format; got != tt.want {
			t.Errorf("%s %q: %s, want %s", tt.file, tt.data[:min(20, len(tt.data))], got, tt.want)
		}
	}
}

// blocks returns what was read, one block a line.
func blocks(file, data string) string {
	d := Read(file, []byte(data), Options{})
	var out []string
	for _, b := range d.Blocks {
		out = append(out, b.Span.Of(d.Text))
	}
	return strings.Join(out, "\n")
}

// TestWrapped: lines broken at a width are joined, lines that stand for
// themselves are not.
func TestWrapped(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"at 20 characters",
			"第1条（データの取扱い）\n当社は、契約者が本サービスに保存したデータ\nについて、保守のために必要な範囲でこれを閲\n覧し、又は複製することができるものとします\n。契約者は、これに異議を述べないものとしま\nす。\n第2条（料金）\n契約者は、料金を支払います。\n",
			"第1条（データの取扱い）\n当社は、契約者が本サービスに保存したデータについて、保守のために必要な範囲でこれを閲覧し、又は複製することができるものとします。契約者は、これに異議を述べないものとします。\n第2条（料金）\n契約者は、料金を支払います。"},
		{"lines of their own",
			"利用規約\n当社は、本サービスを提供します。\n利用者は、料金を支払います。\n以上\n",
			"利用規約\n当社は、本サービスを提供します。\n利用者は、料金を支払います。\n以上"},
		{"items",
			"利用者は、次の各号に掲げる行為をしてはなりませ\nん。\n(1) 他の利用者のデータを閲覧する行為その他のこ\nれに類する行為\n(2) 本サービスの提供を妨げる行為その他これに類\nする行為であって当社が不適当と認めるもの\n① 会員が保存した情報を第三者に提供する行為及び\n② これを試みる行為\n",
			"利用者は、次の各号に掲げる行為をしてはなりません。\n(1) 他の利用者のデータを閲覧する行為その他のこれに類する行為\n(2) 本サービスの提供を妨げる行為その他これに類する行為であって当社が不適当と認めるもの\n① 会員が保存した情報を第三者に提供する行為及び\n② これを試みる行為"},
	} {
		if got := blocks("a.txt", tt.in); got != tt.want {
			t.Errorf("%s:\n%s\nwant:\n%s", tt.name, got, tt.want)
		}
	}
}

// TestPage: terms are found wherever a page keeps them; menus and the like are
// left out.
func TestPage(t *testing.T) {
	const terms = "<h2>第1条（適用）</h2><p>本規約は、当社と利用者との間に適用されます。</p><h2>第2条（閲覧）</h2><p>当社は、利用者が保存したデータを閲覧することができます。</p>"
	const want = "第1条（適用）\n本規約は、当社と利用者との間に適用されます。\n第2条（閲覧）\n当社は、利用者が保存したデータを閲覧することができます。"
	for _, tt := range []struct{ name, body string }{
		{"alone", terms},
		{"menu, footer and aside", "<nav><a>利用規約</a></nav><header class=\"menu\"><a>会員登録</a></header><main>" + terms + "</main><aside>会員募集中</aside><footer>当社について</footer>"},
		{"menus by role and class", "<div role=\"navigation\">当社の利用者へ</div><ul class=\"breadcrumb\"><li>規約</li></ul><div>" + terms + "</div><div class=\"footer\">当社は</div>"},
		{"cookie banner", "<div id=\"cookie-consent\"><p>当社は、利用者の情報を分析するためCookieを利用します。</p><button>同意する</button></div>" + terms},
		{"hidden dialog", "<main><h1>ようこそ</h1><p>便利な機能をご紹介します。</p></main><dialog id=\"terms\">" + terms + "</dialog>"},
		{"hidden by style", "<p>ようこそ</p><div style=\"display:none\" hidden aria-hidden=\"true\"><div>" + terms + "</div></div>"},
		{"scripts and comments", "<script>var x = '当社は会員の</p>';</script><!-- 利用者は --><style>p{}</style>" + strings.Replace(terms, "<p>", "<p><script>1</script>", 1)},
		{"a form", "<form><div>" + terms + "</div><label>同意する</label><button>送信</button></form>"},
		{"unclosed", strings.NewReplacer("</p>", "", "</h2>", "</h2>").Replace(terms)},
	} {
		if got := blocks("a.html", "<!DOCTYPE html><html><head><title>利用規約</title></head><body>"+tt.body+"</body></html>"); got != want {
			t.Errorf("%s:\n%s\nwant:\n%s", tt.name, got, want)
		}
	}
}

// TestMarkup: lists carry their numbers, tables their rows, entities their
// characters.
func TestMarkup(t *testing.T) {
	for _, tt := range []struct{ file, in, want string }{
		{"a.html", `<body><p>甲&amp;乙&nbsp;は&#x3001;&lt;データ&gt;</p><ol start="3"><li>当社</li><li value="7">会員</li></ol><ol type="a"><li>利用者<ul><li>規約</li></ul></li></ol><table><tr><th>当社</th><td>甲は</td></tr></table><p>一行目<br>二行目</p><ruby>約款<rt>やっかん</rt></ruby></body>`,
			"Paragraph 甲&乙 は、<データ>|ListItem 3. 当社|ListItem 7. 会員|ListItem a. 利用者|ListItem ・ 規約|TableRow 当社　甲は|Paragraph 一行目|Paragraph 二行目|Paragraph 約款"},
		{"a.md", "# 規約\n\n第1条（目的）\n当社は、**データ**を[閲覧](x)し\\*ます。\n\n3. 当社\n4. 会員\n   - 規約\n\n| 当社 | 甲は |\n|---|---|\n| a | b |\n\n> 引用 &amp; `符号`\n",
			"Heading 規約|Paragraph 第1条（目的）|Paragraph 当社は、データを閲覧し*ます。|ListItem 3. 当社|ListItem 4. 会員|ListItem ・ 規約|TableRow 当社　甲は|TableRow a　b|Quote 引用 & 符号"},
	} {
		d := Read(tt.file, []byte(tt.in), Options{})
		var out []string
		for _, b := range d.Blocks {
			kind := []string{"Paragraph", "Heading", "ListItem", "TableRow", "Quote", "Code"}[b.Kind]
			if b.Marker != "" {
				kind += " " + b.Marker
			}
			out = append(out, kind+" "+b.Span.Of(d.Text))
		}
		if got := strings.Join(out, "|"); got != tt.want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.file, got, tt.want)
		}
	}
}
