package document

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer/source"
)

// packZip packs files, given as name, content, name, content.
func packZip(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err == nil {
			_, err = w.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// wordFile packs a Word document of a body.
func wordFile(t testing.TB, body string) []byte {
	return packZip(t,
		"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
		"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`+body+`</w:body></w:document>`)
}

func wordParagraphs(lines ...string) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(`<w:p><w:r><w:t xml:space="preserve">` + l + `</w:t></w:r></w:p>`)
	}
	return b.String()
}

func TestWordDocument(t *testing.T) {
	data := wordFile(t, wordParagraphs("クラウド利用規約", "第１条（目的）", "本規約は、当社が提供する本サービスの利用条件を定めます。", "第２条（データ）", "1.　当社は、契約者データを閲覧しません。")+
		`<w:tbl><w:tr><w:tc>`+wordParagraphs("用語")+`</w:tc><w:tc>`+wordParagraphs("意味")+`</w:tc></w:tr></w:tbl>`)
	d := Read("規約.txt", data, Options{})
	if d.Status != Complete || d.Format != Word {
		t.Fatalf("status %s, format %s, problems %+v", d.Status, d.Format, d.Problems)
	}
	if want := "クラウド利用規約\n第1条（目的）\n本規約は、当社が提供する本サービスの利用条件を定めます。\n第2条（データ）\n1. 当社は、契約者データを閲覧しません。\n用語　意味"; d.Text != want {
		t.Errorf("text\n%s\nwant\n%s", d.Text, want)
	}
	if got := d.Blocks[len(d.Blocks)-1].Kind; got != TableRow {
		t.Errorf("last block is of kind %d", got)
	}
	at := strings.Index(d.Text, "閲覧")
	span := source.Span{Start: at, End: at + len("閲覧")}
	if got := d.Quote(span); got != "閲覧" {
		t.Errorf("quote %q", got)
	}
	if got := d.Place(span).Paragraph; got != 5 {
		t.Errorf("paragraph %d, want 5", got)
	}
	if o := d.Origin(span); o.Line != 5 {
		t.Errorf("line %d, want 5", o.Line)
	}
}

var refusedFiles = []struct {
	name, code string
	data       func(testing.TB) []byte
}{
	{"a zip archive of texts", "archive", func(t testing.TB) []byte { return packZip(t, "a.txt", "本規約") }},
	{"a spreadsheet", "binary", func(t testing.TB) []byte {
		return packZip(t, "[Content_Types].xml", "<Types>spreadsheetml</Types>", "xl/workbook.xml", "<x/>")
	}},
	{"an old Word file", "binary", func(testing.TB) []byte {
		return append([]byte("\xD0\xCF\x11\xE0"), []byte("W\x00o\x00r\x00d\x00D\x00o\x00c\x00u\x00m\x00e\x00n\x00t\x00")...)
	}},
	{"an encrypted Word file", "encrypted", func(testing.TB) []byte {
		return append([]byte("\xD0\xCF\x11\xE0"), []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")...)
	}},
	{"a cut Word file", "damaged", func(t testing.TB) []byte {
		w := wordFile(t, wordParagraphs("本規約"))
		return w[:len(w)/2]
	}},
	{"a Word file of an unknown part", "damaged", func(t testing.TB) []byte {
		return packZip(t, "[Content_Types].xml", "<Types>wordprocessingml</Types>", "_rels/.rels", "<Relationships/>")
	}},
	{"broken XML", "damaged", func(t testing.TB) []byte { return wordFile(t, "<w:p><w:r></w:p>") }},
	{"an empty Word file", "empty", func(t testing.TB) []byte { return wordFile(t, "<w:p/>") }},
}

func TestRefused(t *testing.T) {
	for _, tt := range refusedFiles {
		t.Run(tt.name, func(t *testing.T) {
			d := Read("規約.docx", tt.data(t), Options{})
			if d.Status != Unreadable || len(d.Problems) == 0 || d.Problems[0].Code != tt.code {
				t.Errorf("status %s, problems %+v; want %s", d.Status, d.Problems, tt.code)
			}
		})
	}
	if d := Read("規約.docx", []byte("第1条（目的）\n本規約は、当社の本サービスの利用条件を定めます。\n"), Options{Format: Word}); d.Status != Unreadable || d.Problems[0].Code != "wrong_format" {
		t.Errorf("text given as a Word document: %s %+v", d.Status, d.Problems)
	}
	if d := Read("規約.docx", []byte("第1条（目的）\n本規約は、当社の本サービスの利用条件を定めます。\n"), Options{}); d.Status != Complete || d.Format != Plain {
		t.Errorf("text with the name of a Word document: %s %s %+v", d.Status, d.Format, d.Problems)
	}
}
