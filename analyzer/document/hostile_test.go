package document

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"
)

// hostileFile is a file made to do harm. What it may not do is end the process, take
// long, take much memory, or be read as complete.
type hostileFile struct {
	name string
	code string // of the first problem; "" where any will do
	data func(t testing.TB) []byte
}

// bombPart deflates n bytes of filler behind and before some text.
func bombPart(t testing.TB, name, before, filler, after string, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	writeOffice(t, z)
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(w, before)
	chunk := []byte(strings.Repeat(filler, 1+(64<<10)/len(filler)))
	for done := 0; done < n; done += len(chunk) {
		_, _ = w.Write(chunk)
	}
	_, _ = io.WriteString(w, after)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func writeOffice(t testing.TB, z *zip.Writer) {
	for _, p := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
	} {
		w, err := z.Create(p[0])
		if err == nil {
			_, err = io.WriteString(w, p[1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

const wordOpen = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`

// claimed packs an entry whose header claims another size than it has.
func claimed(t testing.TB, name string, size uint64, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	writeOffice(t, z)
	var packedText bytes.Buffer
	f, err := flate.NewWriter(&packedText, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(f, text)
	_ = f.Close()
	w, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, CRC32: crc32.ChecksumIEEE([]byte(text)), CompressedSize64: uint64(packedText.Len()), UncompressedSize64: size})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = w.Write(packedText.Bytes())
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// styled is a Word document with parts of its own beside the text.
func withPart(t testing.TB, kind, text string) []byte {
	return packZip(t,
		"[Content_Types].xml", `<Types>wordprocessingml</Types>`,
		"_rels/.rels", `<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/_rels/document.xml.rels", `<Relationships><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/`+kind+`" Target="`+kind+`.xml"/></Relationships>`,
		"word/"+kind+".xml", text,
		"word/document.xml", wordOpen+wordParagraphs("第1条（目的）", "本規約は、当社の本サービスの利用条件を定めます。")+`</w:body></w:document>`)
}

var hostileFiles = []hostileFile{
	{"a part of a hundred megabytes", "unpacked_too_large", func(t testing.TB) []byte {
		return bombPart(t, "word/document.xml", wordOpen, "<w:p/>", "</w:body></w:document>", 96<<20)
	}},
	{"a text of sixty megabytes in one run", "unpacked_too_large", func(t testing.TB) []byte {
		return bombPart(t, "word/document.xml", wordOpen+"<w:p><w:r><w:t>", "約", "</w:t></w:r></w:p></w:body></w:document>", 64<<20)
	}},
	{"the list of types is the bomb", "unpacked_too_large", func(t testing.TB) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, _ := z.Create("[Content_Types].xml")
		for range 64 {
			_, _ = w.Write(make([]byte, 1<<20))
		}
		_ = z.Close()
		return b.Bytes()
	}},
	{"twenty thousand entries", "unpacked_too_large", func(t testing.TB) []byte {
		files := make([]string, 0, 40_000)
		for i := range 20_000 {
			files = append(files, fmt.Sprintf("word/x%d.xml", i), "")
		}
		return packZip(t, files...)
	}},
	{"a million paragraphs in one table", "", func(t testing.TB) []byte {
		return bombPart(t, "word/document.xml", wordOpen+"<w:tbl><w:tr><w:tc>", "<w:p/>", "</w:tc></w:tr></w:tbl></w:body></w:document>", 8<<20)
	}},
	{"names that lead out", "unsafe_names", func(t testing.TB) []byte {
		return packZip(t, "../../etc/passwd", "x", "word/document.xml", "<x/>")
	}},
	{"names that lead out, the other way", "unsafe_names", func(t testing.TB) []byte { return packZip(t, `word\..\..\x`, "x") }},
	{"a name from the root", "unsafe_names", func(t testing.TB) []byte { return packZip(t, "/etc/cron.d/x", "x") }},
	{"a name with a drive", "unsafe_names", func(t testing.TB) []byte { return packZip(t, "C:/x.xml", "x") }},
	{"two texts of one name", "damaged", func(t testing.TB) []byte {
		return packZip(t, "word/document.xml", "<a/>", "WORD/document.xml", "<b/>")
	}},
	{"a gigabyte claimed, nothing there", "damaged", func(t testing.TB) []byte {
		return claimed(t, "word/document.xml", 1<<30, wordOpen+"<w:p/></w:body></w:document>")
	}},
	{"ten bytes claimed, a document there", "damaged", func(t testing.TB) []byte {
		return claimed(t, "word/document.xml", 10, wordOpen+wordParagraphs("本規約は、当社の本サービスの利用条件を定めます。")+"</w:body></w:document>")
	}},
	{"entities that multiply", "xml_entities", func(t testing.TB) []byte {
		return packZip(t, "[Content_Types].xml", "<Types>wordprocessingml</Types>", "word/document.xml", `<!DOCTYPE x [<!ENTITY a "約約約約約約約約"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><w:document xmlns:w="w"><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>`)
	}},
	{"an entity from a file", "xml_entities", func(t testing.TB) []byte {
		return packZip(t, "[Content_Types].xml", "<Types>wordprocessingml</Types>", "word/document.xml", `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document xmlns:w="w"><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>`)
	}},
	{"elements within elements", "too_deep", func(t testing.TB) []byte { return wordFile(t, strings.Repeat("<w:sdt><w:sdtContent>", 200_000)) }},
	{"tables within tables", "too_deep", func(t testing.TB) []byte {
		return wordFile(t, strings.Repeat("<w:tbl><w:tr><w:tc>", 5000)+strings.Repeat("</w:tc></w:tr></w:tbl>", 5000))
	}},
	{"a hundred thousand attributes", "empty", func(t testing.TB) []byte {
		return wordFile(t, "<w:p "+strings.Repeat(`w:a="1" `, 100_000)+"/>")
	}},
	{"a styles part that is no XML", "damaged", func(t testing.TB) []byte { return withPart(t, "styles", "\x00\x01\x02") }},
	{"a numbering part that is a bomb of depth", "too_deep", func(t testing.TB) []byte { return withPart(t, "numbering", strings.Repeat("<a>", 100_000)) }},
	{"footnotes without an end", "damaged", func(t testing.TB) []byte { return withPart(t, "footnotes", "<w:footnotes><w:footnote>") }},
	{"an XML in UTF-16", "undecodable", func(t testing.TB) []byte {
		return packZip(t, "[Content_Types].xml", "<Types>wordprocessingml</Types>", "word/document.xml", "\xFF\xFE<\x00a\x00/\x00>\x00")
	}},
	{"an odt of sixty megabytes", "unpacked_too_large", func(t testing.TB) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, _ := z.Create("mimetype")
		_, _ = io.WriteString(w, "application/vnd.oasis.opendocument.text")
		w, _ = z.Create("content.xml")
		for range 64 {
			_, _ = w.Write(bytes.Repeat([]byte(" "), 1<<20))
		}
		_ = z.Close()
		return b.Bytes()
	}},
	{"an odt with entities", "xml_entities", func(t testing.TB) []byte {
		return packZip(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", `<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>`)
	}},
	{"an odt of lists within lists", "too_deep", func(t testing.TB) []byte {
		return odtFile(t, "", strings.Repeat("<text:list><text:list-item>", 10_000))
	}},
	{"a book without chapters", "damaged", func(t testing.TB) []byte { return epubFile(t) }},
	{"a book whose chapters lead out", "", func(t testing.TB) []byte {
		return packZip(t, "mimetype", "application/epub+zip", "META-INF/container.xml", `<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>`, "b.opf", `<package><manifest><item id="a" href="../../../../etc/passwd"/></manifest><spine><itemref idref="a"/></spine></package>`)
	}},
	{"a protected book", "encrypted", func(t testing.TB) []byte {
		return packZip(t, "mimetype", "application/epub+zip", "META-INF/encryption.xml", `<encryption><EncryptedData/></encryption>`)
	}},
	{"rtf groups within groups", "too_deep", func(testing.TB) []byte { return []byte(`{\rtf1 ` + strings.Repeat("{", 1_000_000)) }},
	{"rtf of binary that never ends", "", func(testing.TB) []byte { return []byte(`{\rtf1 {\pict\bin2000000000 `) }},
	{"rtf with too many ends", "", func(testing.TB) []byte { return []byte(`{\rtf1 }}}}}}`) }},
	{"rtf of a million control words", "", func(testing.TB) []byte { return []byte(`{\rtf1 ` + strings.Repeat(`\f1\u-1?`, 1_000_000)) }},
	{"a message of parts within parts", "", func(testing.TB) []byte {
		var b strings.Builder
		b.WriteString("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b0\n\n")
		for i := range 1000 {
			fmt.Fprintf(&b, "--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n", i, i+1)
		}
		return []byte(b.String())
	}},
	{"a message of ten thousand parts", "too_deep", func(testing.TB) []byte {
		return []byte("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\nContent-Type: image/png\n\n\n", 10_000) + "--b--\n")
	}},
	{"a message without its boundary", "", func(testing.TB) []byte {
		return []byte("MIME-Version: 1.0\nContent-Type: multipart/mixed\n\nx")
	}},
	{"an archive in an archive in an archive", "archive", func(t testing.TB) []byte {
		inner := packZip(t, "a.txt", strings.Repeat("規", 1<<20))
		for range 5 {
			inner = packZip(t, "a.zip", string(inner), "b.zip", string(inner))
		}
		return inner
	}},
	{"a directory that overlaps itself", "damaged", func(t testing.TB) []byte {
		b := wordFile(t, wordParagraphs("本規約"))
		end := bytes.LastIndex(b, []byte("PK\x05\x06"))
		binary.LittleEndian.PutUint16(b[end+8:], 0xFFFE)
		binary.LittleEndian.PutUint16(b[end+10:], 0xFFFE)
		return b
	}},
	{"an entry that points at another", "damaged", func(t testing.TB) []byte {
		b := wordFile(t, wordParagraphs("本規約は、当社の本サービスの利用条件を定めます。"))
		at := bytes.LastIndex(b, []byte("PK\x01\x02"))
		binary.LittleEndian.PutUint32(b[at+42:], 0)
		return b
	}},
}

func TestHostileFiles(t *testing.T) {
	if len(hostileFiles) < 30 {
		t.Errorf("only %d files", len(hostileFiles))
	}
	good := wordFile(t, wordParagraphs("第1条（目的）", "本規約は、当社の本サービスの利用条件を定めます。"))
	for _, tt := range hostileFiles {
		t.Run(tt.name, func(t *testing.T) {
			if testing.Short() && (strings.Contains(tt.name, "mega") || strings.Contains(tt.name, "million") || strings.Contains(tt.name, "thousand")) {
				t.Skip("large")
			}
			data := tt.data(t)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			d := Read("規約.docx", data, Options{})
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			if took > 30*time.Second {
				t.Errorf("it took %v", took) // far above what it takes on a busy machine
			}
			if n := after.TotalAlloc - before.TotalAlloc; n > 1<<30 {
				t.Errorf("%d MiB were allocated", n>>20)
			}
			if d.Status == Complete || len(d.Problems) == 0 || d.Problems[0].Message == "" {
				t.Fatalf("status %s, problems %+v", d.Status, d.Problems)
			}
			if tt.code != "" && d.Problems[0].Code != tt.code {
				t.Errorf("problem %s (%s), want %s", d.Problems[0].Code, d.Problems[0].Message, tt.code)
			}
			if strings.Contains(d.Problems[0].Message, "passwd") {
				t.Errorf("the reason repeats the file: %s", d.Problems[0].Message)
			}
			if next := Read("規約.docx", good, Options{}); next.Status != Complete {
				t.Errorf("the document after it: %s", next.Status)
			}
		})
	}
}
