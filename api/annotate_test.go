package api

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"html"
	"io"
	"strings"
	"testing"
)

// wordFile packs lines as the paragraphs of a Word document.
func wordFile(t *testing.T, lines ...string) []byte {
	t.Helper()
	const main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	var body strings.Builder
	for _, l := range lines {
		body.WriteString(`<w:p><w:r><w:t>` + html.EscapeString(l) + `</w:t></w:r></w:p>`)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="` + main + `"><w:body>` + body.String() + `</w:body></w:document>`},
	} {
		w, err := z.Create(part[0])
		if err == nil {
			_, err = io.WriteString(w, part[1])
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

// part returns a part of a Word document, "" if it has none of that name.
func part(t *testing.T, data []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		return ""
	}
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestAnnotate: comments stand at the findings and clauses are tracked changes, or
// comments stand alone; what is no Word document is refused.
func TestAnnotate(t *testing.T) {
	s := open(t)
	file := base64.StdEncoding.EncodeToString(wordFile(t, "クラウド名簿「ひより」利用規約", "第1条（保守）", "当社は、保守のために必要と判断したときは、契約者が登録したデータを閲覧することができます。", "第2条（料金）", "契約者は、当社に利用料金を支払います。"))
	for _, c := range []struct {
		body    string
		changes bool
	}{
		{`{"name":"規約.docx","data":"` + file + `"}`, true},
		{`{"name":"規約.docx","data":"` + file + `","comments_only":true,"lang":"en"}`, false},
	} {
		got := decode[AnnotatedJSON](t, s.read(s.post("/v1/annotations", c.body), 200))
		document := part(t, got.Data, "word/document.xml")
		if got.Name != "規約-yakkan.docx" || got.Comments < 2 || !strings.Contains(part(t, got.Data, "word/comments.xml"), "access/views-data") || !strings.Contains(document, "commentRangeStart") || len(got.Notices) == 0 {
			t.Errorf("%d comments in %s; the document: %.300s", got.Comments, got.Name, document)
		}
		if c.changes != (got.Changes > 0) || c.changes != strings.Contains(document, "<w:ins ") {
			t.Errorf("%d changes: %.300s", got.Changes, document)
		}
	}
	if p := s.problem(s.post("/v1/annotations", `{"text":`+quote(t, sample)+`}`), 422); len(p.Errors) != 1 || p.Errors[0].Pointer != "/data" {
		t.Errorf("a text: %+v", p)
	}
	if p := s.problem(s.post("/v1/annotations", `{"data":"UEsDBA=="}`), 422); p.Type == "" {
		t.Errorf("a broken file: %+v", p)
	}
}
