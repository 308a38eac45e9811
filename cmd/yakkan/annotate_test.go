package main

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// wordFile writes a Word document with a comment, tracked changes and a picture of
// somebody else's.
func wordFile(t *testing.T, name string) string {
	t.Helper()
	const w = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	parts := []string{
		"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="bin" ContentType="application/octet-stream"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/comments.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/></Types>`,
		"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/_rels/document.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="comments.xml"/></Relationships>`,
		"word/comments.xml", `<w:comments ` + w + `><w:comment w:id="0" w:author="法務" w:date="2026-01-01T00:00:00Z"><w:p><w:r><w:t>元のコメント</w:t></w:r></w:p></w:comment></w:comments>`,
		"customXml/own.bin", "\x00\x01別の部品",
		"word/document.xml", `<?xml version="1.0" encoding="UTF-8"?><w:document ` + w + `><w:body><w:p><w:r><w:t>クラウドサービス利用規約</w:t></w:r></w:p><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>第1条（データの取扱い）</w:t></w:r></w:p>` +
			`<w:p><w:commentRangeStart w:id="0"/><w:r><w:t xml:space="preserve">1　当社は、当社が必要と判断した場合、</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r><w:ins w:id="5" w:author="法務" w:date="2026-01-01T00:00:00Z"><w:r><w:t>契約者が本サービスに保存したデータを</w:t></w:r></w:ins><w:del w:id="6" w:author="法務" w:date="2026-01-01T00:00:00Z"><w:r><w:delText>情報を</w:delText></w:r></w:del><w:r><w:t>閲覧し、分析することができるものとします。</w:t></w:r></w:p>` +
			`<w:p><w:r><w:t xml:space="preserve">2　契約者は、本サービスの利用に当たり法令を遵守します。</w:t></w:r></w:p><w:sectPr/></w:body></w:document>`,
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		to, err := z.Create(parts[i])
		if err == nil {
			_, err = io.WriteString(to, parts[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAnnotate(t *testing.T) {
	in := wordFile(t, "規約.docx")
	was, err := os.ReadFile(in)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "照合済み.docx")
	code, stdout, stderr := invoke(t, "annotate", in, out)
	if code != 0 || !strings.Contains(stdout, "コメント 3 件") || !strings.Contains(stdout, "法的助言") {
		t.Fatalf("exit %d\n%s\n%s", code, stdout, stderr)
	}
	if now, err := os.ReadFile(in); err != nil || !bytes.Equal(was, now) {
		t.Errorf("the input changed: %v", err)
	}
	if code, _, stderr := invoke(t, "annotate", in, in); code != 2 || !strings.Contains(stderr, "入力と同じ") {
		t.Errorf("onto itself: exit %d, %s", code, stderr)
	}
	text := filepath.Join(t.TempDir(), "a.txt")
	if err := os.WriteFile(text, []byte("第1条（目的）\n本規約は、当社の本サービスの利用条件を定めます。\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := invoke(t, "annotate", text, out+"2"); code != 2 || !strings.Contains(stderr, "Word文書") {
		t.Errorf("a text: exit %d, %s", code, stderr)
	}

	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("soffice is not installed: whether LibreOffice opens the document was not tried")
	}
	dir := t.TempDir()
	c := exec.CommandContext(t.Context(), office, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--convert-to", "fodt", "--outdir", dir, out)
	if said, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	flat, err := os.ReadFile(filepath.Join(dir, "照合済み.fodt"))
	if err != nil {
		t.Fatal(err)
	}
	s := string(flat)
	if n := strings.Count(s, "<office:annotation "); n != 4 {
		t.Errorf("LibreOffice sees %d comments, want 3 and the one that was there", n)
	}
	for _, want := range []string{"元のコメント", "<dc:creator>法務</dc:creator>", "<dc:creator>yakkan</dc:creator>", "情報を", "監視・分析・調査権限", "<text:insertion>", "<text:deletion>", "個人データの取扱いの委託"} {
		if !strings.Contains(s, want) {
			t.Errorf("%s is missing in what LibreOffice reads", want)
		}
	}
}
