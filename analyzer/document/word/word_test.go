package word

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer/document/flow"
	"github.com/yakkan/yakkan/analyzer/document/packed"
)

const ns = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"`

// docx packs a Word document. parts are numbering, styles, footnotes.
func docx(t testing.TB, body string, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	add := func(name, text string) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	types := `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>`
	rels := ""
	for kind, text := range parts {
		types += `<Override PartName="/word/` + kind + `.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.` + kind + `+xml"/>`
		rels += `<Relationship Id="r` + kind + `" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/` + kind + `" Target="` + kind + `.xml"/>`
		root := map[string]string{"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "comments": "comments"}[kind]
		add("word/"+kind+".xml", `<w:`+root+` `+ns+`>`+text+`</w:`+root+`>`)
	}
	add("[Content_Types].xml", types+`</Types>`)
	add("_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`)
	add("word/_rels/document.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+rels+`</Relationships>`)
	add("word/document.xml", `<?xml version="1.0" encoding="UTF-8"?><w:document `+ns+`><w:body>`+body+`</w:body></w:document>`)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// p is a paragraph of plain text; props stand in its w:pPr.
func p(text, props string) string {
	return `<w:p><w:pPr>` + props + `</w:pPr><w:r><w:t xml:space="preserve">` + text + `</w:t></w:r></w:p>`
}

func item(num, level, text string) string {
	return p(text, `<w:numPr><w:ilvl w:val="`+level+`"/><w:numId w:val="`+num+`"/></w:numPr>`)
}

func lvl(i, format, text, more string) string {
	return `<w:lvl w:ilvl="` + i + `"><w:start w:val="1"/><w:numFmt w:val="` + format + `"/>` + more + `<w:lvlText w:val="` + text + `"/></w:lvl>`
}

func lines(t *testing.T, data []byte) (string, *Document) {
	t.Helper()
	d, err := Read(data, packed.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return d.String(), d
}

var bodyTests = []struct {
	name, body, want string
	parts            map[string]string
}{
	{name: "articles by list", want: "第1条　（目的）\n１　本規約は、\n(1)　甲\n(2)　乙\n２　次に\n(1)　丙\n第2条　（定義）\n１　語",
		body:  item("1", "0", "（目的）") + item("1", "1", "本規約は、") + item("1", "2", "甲") + item("1", "2", "乙") + item("1", "1", "次に") + item("1", "2", "丙") + item("1", "0", "（定義）") + item("1", "1", "語"),
		parts: map[string]string{"numbering": `<w:abstractNum w:abstractNumId="0">` + lvl("0", "decimal", "第%1条", "") + lvl("1", "decimalFullWidth", "%2", "") + lvl("2", "decimal", "(%3)", "") + `</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`}},
	{name: "list by style, level by style, based on another", want: "第一条　総則\nイ　細目\nロ　細目\n第二条　後",
		body: p("総則", `<w:pStyle w:val="B"/>`) + p("細目", `<w:pStyle w:val="C"/>`) + p("細目", `<w:pStyle w:val="C"/>`) + p("後", `<w:pStyle w:val="B"/>`),
		parts: map[string]string{
			"styles":    `<w:style w:type="paragraph" w:styleId="A"><w:name w:val="条"/><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style><w:style w:type="paragraph" w:styleId="C"><w:basedOn w:val="A"/></w:style>`,
			"numbering": `<w:abstractNum w:abstractNumId="7">` + lvl("0", "japaneseCounting", "第%1条", `<w:pStyle w:val="B"/>`) + lvl("1", "irohaFullWidth", "%2", `<w:pStyle w:val="C"/>`) + `</w:abstractNum><w:num w:numId="4"><w:abstractNumId w:val="7"/></w:num>`}},
	{name: "two nums of one list count on; a start of its own begins again", want: "1.　a\n2.　b\n1.　c\n2.　d",
		body:  item("1", "0", "a") + item("2", "0", "b") + item("3", "0", "c") + item("3", "0", "d"),
		parts: map[string]string{"numbering": `<w:abstractNum w:abstractNumId="0">` + lvl("0", "decimal", "%1.", "") + `</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`}},
	{name: "levels taken in, legal numerals, never restarted", want: "I　a\n1.1　b\n①　c\nII　d\n2.1　e\n②　f",
		body:  item("1", "0", "a") + item("1", "1", "b") + item("1", "2", "c") + item("1", "0", "d") + item("1", "1", "e") + item("1", "2", "f"),
		parts: map[string]string{"numbering": `<w:abstractNum w:abstractNumId="0">` + lvl("0", "upperRoman", "%1", "") + lvl("1", "decimal", "%1.%2", `<w:isLgl/>`) + lvl("2", "decimalEnclosedCircle", "%3", `<w:lvlRestart w:val="0"/>`) + `</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`}},
	{name: "number taken away, suffix, bullet", want: "第1条（範囲）\n本文\n・　点",
		body:  item("1", "0", "（範囲）") + item("0", "0", "本文") + item("2", "0", "点"),
		parts: map[string]string{"numbering": `<w:abstractNum w:abstractNumId="0">` + lvl("0", "decimal", "第%1条", `<w:suff w:val="nothing"/>`) + `</w:abstractNum><w:abstractNum w:abstractNumId="1">` + lvl("0", "bullet", "\uF0B7", "") + `</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>`}},
	{name: "tracked changes as accepted", want: "当社は一切の責任を負う。\n前半後半",
		body: `<w:p><w:r><w:t>当社は</w:t></w:r><w:ins w:id="1"><w:r><w:t>一切の</w:t></w:r></w:ins><w:del w:id="2"><w:r><w:delText>軽い</w:delText></w:r></w:del><w:r><w:t>責任を負う。</w:t></w:r></w:p><w:moveFrom><w:p><w:r><w:t>移す前</w:t></w:r></w:p></w:moveFrom>` +
			p("前半", `<w:rPr><w:del w:id="3"/></w:rPr>`) + p("後半", `<w:pPrChange w:id="9"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>`),
		parts: map[string]string{"numbering": `<w:abstractNum w:abstractNumId="0">` + lvl("0", "decimal", "%1.", "") + `</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`}},
	{name: "text box once, behind its paragraph", want: "本文\n箱の中\n次",
		body: `<w:p><w:r><w:t>本文</w:t><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>` + p("箱の中", "") + `</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>` + p("箱の中", "") + `</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>` + p("次", "")},
	{name: "footnote behind its paragraph", want: "情報を扱う。\n※1　氏名を含む。\n次",
		body:  `<w:p><w:r><w:t>情報</w:t><w:footnoteReference w:id="2"/></w:r><w:r><w:t>を扱う。</w:t></w:r></w:p>` + p("次", ""),
		parts: map[string]string{"footnotes": `<w:footnote w:type="separator" w:id="0">` + p("―", "") + `</w:footnote><w:footnote w:id="2">` + p("氏名を含む。", "") + `</w:footnote>`}},
	{name: "fields: the result, and no table of contents", want: "第5条に定める\n本文",
		body: `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \o "1-3" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>第1条 3</w:t></w:r></w:p><w:p><w:r><w:t>第2条 4</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>` +
			`<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>REF a \r</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>第5条</w:t><w:fldChar w:fldCharType="end"/><w:t>に定める</w:t></w:r></w:p>` + p("本文", "")},
	{name: "ruby, hidden, breaks, symbols", want: "漢字を読む\n二行目・-x",
		body: `<w:p><w:r><w:ruby><w:rt><w:r><w:t>かんじ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢字</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t>を読む</w:t><w:br/><w:t>二行目・</w:t><w:noBreakHyphen/><w:t>x</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隠し</w:t></w:r></w:p>`},
	{name: "tables", want: "用語\t意味\n当社\t株式会社山川\n前\n後\n右",
		body: `<w:tbl><w:tr><w:tc>` + p("用語", "") + `</w:tc><w:tc>` + p("意味", "") + `</w:tc></w:tr><w:tr><w:tc>` + p("当社", "") + `</w:tc><w:tc>` + p("株式会社山川", "") + `</w:tc></w:tr><w:tr><w:trPr><w:del w:id="1"/></w:trPr><w:tc>` + p("消した", "") + `</w:tc></w:tr><w:tr><w:tc>` + p("前", "") + p("後", "") + `</w:tc><w:tc>` + p("右", "") + `</w:tc></w:tr></w:tbl>`},
	{name: "content control, hyperlink, comment", want: "枠の中と先",
		body: `<w:sdt><w:sdtContent><w:p><w:commentRangeStart w:id="0"/><w:r><w:t>枠の中</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r><w:hyperlink><w:r><w:t>と先</w:t></w:r></w:hyperlink></w:p></w:sdtContent></w:sdt>`},
}

func TestBody(t *testing.T) {
	for _, tt := range bodyTests {
		t.Run(tt.name, func(t *testing.T) {
			data := docx(t, tt.body, tt.parts)
			got, d := lines(t, data)
			if got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
			checkSegments(t, data, d)
		})
	}
}

// checkSegments makes sure that every segment says what the file has at its place.
func checkSegments(t *testing.T, data []byte, d *Document) {
	t.Helper()
	a, err := packed.Open(data, packed.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	main, err := a.Read("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range d.Segments {
		if got, want := d.Lines[s.Line].Text[s.From:s.To], string(main[s.Raw[0]:s.Raw[1]]); got != want {
			t.Errorf("segment says %q, the file %q", got, want)
		}
		if run := main[s.Run.From:s.Run.To]; !bytes.HasPrefix(run, []byte("<w:r>")) || !bytes.HasSuffix(run, []byte("</w:r>")) {
			t.Errorf("no run: %s", run)
		}
	}
}

func TestNotes(t *testing.T) {
	_, d := lines(t, docx(t, bodyTests[5].body, bodyTests[5].parts))
	if len(d.Notes) != 1 || d.Notes[0].Code != "tracked_changes" || d.Notes[0].Weight != flow.Notice {
		t.Errorf("notes of tracked changes: %+v", d.Notes)
	}
	picture := `<w:p><w:r><w:drawing><wp:inline><wp:extent cx="5400000" cy="7200000"/><a:blip/></wp:inline></w:drawing></w:r></w:p>`
	_, d = lines(t, docx(t, picture+picture, nil))
	if len(d.Notes) != 1 || d.Notes[0].Code != "image_only" {
		t.Errorf("notes of a scanned document: %+v", d.Notes)
	}
	_, d = lines(t, docx(t, strings.Repeat(p("本規約は、当社が提供するサービスの利用条件を定めます。", ""), 4)+picture, nil))
	if len(d.Notes) != 1 || d.Notes[0].Code != "pictures" || d.Notes[0].Weight != flow.Partial {
		t.Errorf("notes of a document with a picture: %+v", d.Notes)
	}
}

func FuzzRead(f *testing.F) {
	for _, tt := range bodyTests {
		f.Add(tt.body, tt.parts["numbering"], tt.parts["styles"])
	}
	f.Fuzz(func(t *testing.T, body, numbering, styles string) {
		d, err := Read(docx(t, body, map[string]string{"numbering": numbering, "styles": styles}), packed.Limits{})
		if err != nil {
			if _, ok := err.(flow.Note); !ok {
				t.Fatalf("error without a reason: %v", err)
			}
			return
		}
		for _, s := range d.Segments {
			if s.Line >= len(d.Lines) || s.From < 0 || s.From > s.To || s.To > len(d.Lines[s.Line].Text) {
				t.Fatalf("segment %+v leaves its line", s)
			}
		}
	})
}
