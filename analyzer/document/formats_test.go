package document

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/japanese"
)

const odtHead = `<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0">`

func odtFile(t testing.TB, styles, body string) []byte {
	return packZip(t, "mimetype", "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml", "<manifest/>",
		"content.xml", odtHead+`<office:automatic-styles>`+styles+`</office:automatic-styles><office:body><office:text>`+body+`</office:text></office:body></office:document-content>`)
}

func epubFile(t testing.TB, chapters ...string) []byte {
	files := []string{"mimetype", "application/epub+zip", "META-INF/container.xml", `<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>`}
	manifest, spine := `<item id="n" href="nav.xhtml" properties="nav"/>`, `<itemref idref="n"/>`
	for i, c := range chapters {
		name := "c" + string(rune('0'+i))
		files = append(files, "OEBPS/"+name+".xhtml", `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body>`+c+`</body></html>`)
		manifest += `<item id="` + name + `" href="` + name + `.xhtml"/>`
		spine = `<itemref idref="` + name + `"/>` + spine // the last chapter is read first
	}
	files = append(files, "OEBPS/nav.xhtml", "<html><body><p>目次 第1条 第2条</p></body></html>", "OEBPS/book.opf", `<package><manifest>`+manifest+`</manifest><spine>`+spine+`</spine></package>`)
	return packZip(t, files...)
}

// rtfBytes writes s in Shift_JIS as RTF does.
func rtfBytes(s string) string {
	b, err := japanese.ShiftJIS.NewEncoder().Bytes([]byte(s))
	if err != nil {
		panic(err)
	}
	var out strings.Builder
	for _, c := range b {
		if c < 0x80 {
			if c == '\\' {
				out.WriteByte('\\') // the second byte of 表 and ソ
			}
			out.WriteByte(c)
			continue
		}
		const hex = "0123456789abcdef"
		out.WriteString(`\'` + string(hex[c>>4]) + string(hex[c&15]))
	}
	return out.String()
}

var formatTests = []struct {
	name, file, want string
	format           Format
	status           Status
	code             string
	data             func(testing.TB) []byte
}{
	{name: "odt", format: OpenDocument, status: Complete, code: "tracked_changes", want: "利用規約\n第1条 当社は、契約者のデータを閲覧しません。\n(1) 会員とは、契約者をいう。\n(2) 第三者への提供\n第2条 本サービスの変更\n用語　意味\n※1 注の文",
		data: func(t testing.TB) []byte {
			return odtFile(t, `<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" style:num-prefix="第" style:num-suffix="条"/><text:list-level-style-number text:level="2" style:num-format="1" style:num-prefix="(" style:num-suffix=")"/></text:list-style><style:style style:name="H"><style:text-properties text:display="none"/></style:style>`,
				`<text:tracked-changes><text:changed-region><text:deletion><text:p>消した文</text:p></text:deletion></text:changed-region></text:tracked-changes><text:h text:outline-level="1">利用規約</text:h>`+
					`<text:list text:style-name="L"><text:list-item><text:p>当社は、<text:span>契約者</text:span>の<text:ruby><text:ruby-base>データ</text:ruby-base><text:ruby-text>でーた</text:ruby-text></text:ruby>を閲覧しません。<text:span text:style-name="H">隠し</text:span></text:p><text:list><text:list-item><text:p>会員とは、契約者をいう。</text:p></text:list-item><text:list-item><text:p>第三者への提供</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>本サービスの変更</text:p></text:list-item></text:list>`+
					`<table:table><table:table-row><table:table-cell><text:p>用語</text:p></table:table-cell><table:table-cell><text:p>意味<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>注の文</text:p></text:note-body></text:note></text:p></table:table-cell></table:table-row></table:table>`)
		}},
	{name: "rtf", format: RTF, status: Complete, want: "利用規約\n第1条 当社は、契約者の𠮷田表示ソを確認する。\n※ 脚注の文\n用語　意味\n以上",
		data: func(testing.TB) []byte {
			return []byte(`{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset128 ` + rtfBytes("ＭＳ 明朝") + `;}}{\stylesheet{\s1 x;}}{\*\generator Foo;}{\header ` + rtfBytes("頭書") + `\par}` +
				`\pard\f1 ` + rtfBytes("利用規約") + `\par {\listtext ` + rtfBytes("第1条") + `\tab}\u24403?\u31038?` + rtfBytes("は、契約者の") + `\u-10174?\u-8265?\u30000?` + rtfBytes("表示ソを確認する。") + `{\footnote ` + rtfBytes("脚注の文") + `}{\v ` + rtfBytes("隠し") + `}\par` + "\r\n" +
				`\trowd\intbl ` + rtfBytes("用語") + `\cell ` + rtfBytes("意味") + `\cell\row\pard ` + rtfBytes("以上") + `\par}`)
		}},
	{name: "cut rtf", format: RTF, status: Partial, code: "cut", want: "第1条 当社の規約",
		data: func(testing.TB) []byte {
			return []byte(`{\rtf1\ansi\ansicpg932 {` + rtfBytes("第1条 当社の規約") + `\par `)
		}},
	{name: "epub", format: EPUB, status: Complete, want: "第1条（目的）\n本規約は、当社の本サービスに適用します。\n第2条（変更）\n当社は、本規約を変更できます。",
		data: func(t testing.TB) []byte {
			return epubFile(t, "<h2>第2条（変更）</h2><p>当社は、本規約を変更できます。</p>", "<h2>第1条（目的）</h2><p>本規約は、当社の本サービスに適用します。</p>")
		}},
	{name: "mhtml", format: MHTML, status: Complete, want: "第1条（目的）\n本規約は、当社の本サービスに適用します。",
		data: func(testing.TB) []byte {
			return []byte("From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"B\"\r\n\r\n--B\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" +
				quoted("<html><head><meta charset=\"utf-8\"></head><body><h2>第1条（目的）</h2><p>本規約は、当社の本サービスに適用します。</p></body></html>") + "\r\n--B\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--B--\r\n")
		}},
	{name: "message with a file", format: MHTML, status: Partial, code: "attachments", want: "第1条（目的）\n本規約は、当社の本サービスに適用します。",
		data: func(testing.TB) []byte {
			return []byte("Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: text/plain; charset=utf-8\n\n第1条（目的）\n本規約は、当社の本サービスに適用します。\n--B\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf\n\n%PDF\n--B--\n")
		}},
}

func quoted(s string) string {
	var out strings.Builder
	for i, c := range []byte(s) {
		if c >= 0x80 || c == '=' {
			const hex = "0123456789ABCDEF"
			out.WriteString("=" + string(hex[c>>4]) + string(hex[c&15]))
		} else {
			out.WriteByte(c)
		}
		if i%20 == 19 {
			out.WriteString("=\r\n")
		}
	}
	return out.String()
}

func TestFormats(t *testing.T) {
	for _, tt := range formatTests {
		t.Run(tt.name, func(t *testing.T) {
			d := Read("規約.txt", tt.data(t), Options{})
			if d.Format != tt.format || d.Status != tt.status {
				t.Fatalf("format %s, status %s, problems %+v", d.Format, d.Status, d.Problems)
			}
			if d.Text != tt.want {
				t.Errorf("text\n%s\nwant\n%s", d.Text, tt.want)
			}
			if tt.code != "" && !slices.ContainsFunc(d.Problems, func(p Problem) bool { return p.Code == tt.code }) {
				t.Errorf("problems %+v, want %s", d.Problems, tt.code)
			}
			checkOrigins(t, d)
		})
	}
}

// checkOrigins makes sure that every word leads back to itself.
func checkOrigins(t *testing.T, d *Document) {
	t.Helper()
	at := strings.Index(d.Text, "規約")
	if at < 0 {
		return
	}
	span := d.Blocks[0].Span
	span.Start, span.End = at, at+len("規約")
	if got := d.Quote(span); got != "規約" {
		t.Errorf("the quote of 規約 is %q", got)
	}
}
