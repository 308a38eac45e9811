package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"io"
	"strings"
)

// asText writes terms as plain text.
func (t *terms) asText() string {
	var b strings.Builder
	for _, l := range t.lines() {
		switch {
		case l.level == 0:
			fmt.Fprintf(&b, "\n%s%s\n", l.number, l.text)
		case l.number != "":
			fmt.Fprintf(&b, "%s　%s\n", l.number, l.text)
		default:
			fmt.Fprintf(&b, "%s\n", l.text)
		}
	}
	return b.String()
}

func (t *terms) asMarkdown() string {
	var b strings.Builder
	for _, l := range t.lines() {
		switch {
		case l.level == -1:
			fmt.Fprintf(&b, "# %s\n\n", l.text)
		case l.level == 0:
			fmt.Fprintf(&b, "## %s%s\n\n", l.number, l.text)
		case l.number != "":
			fmt.Fprintf(&b, "%s　%s\n\n", l.number, l.text)
		default:
			fmt.Fprintf(&b, "%s\n\n", l.text)
		}
	}
	return b.String()
}

// asHTML writes terms as a page; style is put into its head.
func (t *terms) asHTML(style string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html><html lang=\"ja\"><head><meta charset=\"utf-8\"><title>%s</title><style>%s</style></head><body>", t.title, style)
	for _, l := range t.lines() {
		words := html.EscapeString(l.text)
		switch {
		case l.level == -1:
			fmt.Fprintf(&b, "<h1>%s</h1>\n", words)
		case l.level == 0:
			fmt.Fprintf(&b, "<h2>%s%s</h2>\n", l.number, words)
		case l.number != "":
			fmt.Fprintf(&b, "<p>%s　%s</p>\n", l.number, words)
		default:
			fmt.Fprintf(&b, "<p>%s</p>\n", words)
		}
	}
	b.WriteString("</body></html>")
	return b.String()
}

// How numbers and changes come into a Word document.
type wordKind int

const (
	typed   wordKind = iota
	counted          // by lists
	tracked          // typed, and half of every line a change that is not accepted yet
)

func (t *terms) asWord(kind wordKind) []byte {
	const w = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	nb := numberings[t.layout]
	run := func(s string) string {
		return `<w:r><w:t xml:space="preserve">` + html.EscapeString(s) + `</w:t></w:r>`
	}
	var body strings.Builder
	article := 0
	for _, l := range t.lines() {
		props, text := "", l.text
		if l.number != "" {
			text = l.number + l.text
			if l.level > 0 {
				text = l.number + "　" + l.text
			}
		}
		if l.level == 0 {
			article++
		}
		if kind == counted && l.level >= 0 {
			text = l.text
			level := l.level
			if nb.firstBare && level == 1 {
				level = 3 // counts from two
			}
			props = fmt.Sprintf(`<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="1"/></w:numPr>`, level)
		}
		content := run(text)
		if kind == tracked && len([]rune(text)) > 10 {
			r := []rune(text)
			half := len(r) / 2
			content = run(string(r[:half])) + `<w:del w:id="1" w:author="a" w:date="2026-01-01T00:00:00Z"><w:r><w:delText>消した語句</w:delText></w:r></w:del><w:ins w:id="2" w:author="a" w:date="2026-01-01T00:00:00Z">` + run(string(r[half:])) + `</w:ins>`
		}
		fmt.Fprintf(&body, `<w:p><w:pPr>%s</w:pPr>%s</w:p>`, props, content)
	}
	level := func(i int, format, text, suffix string, start int) string {
		return fmt.Sprintf(`<w:lvl w:ilvl="%d"><w:start w:val="%d"/><w:numFmt w:val="%s"/><w:suff w:val="%s"/><w:lvlText w:val="%s"/></w:lvl>`, i, start, format, suffix, text)
	}
	lists := `<w:numbering ` + w + `><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>` + level(0, nb.article, nb.articleText, "nothing", 1) + level(1, nb.paragraph, nb.paragraphText, "tab", 1) + level(2, nb.item, nb.itemText, "tab", 1) +
		level(3, nb.paragraph, strings.Replace(nb.paragraphText, "%2", "%4", 1), "tab", 2) + `</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/_rels/document.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/></Relationships>`},
		{"word/numbering.xml", lists},
		{"word/document.xml", `<w:document ` + w + `><w:body>` + body.String() + `<w:sectPr/></w:body></w:document>`},
	} {
		to, err := z.Create(part[0])
		if err == nil {
			_, err = io.WriteString(to, part[1])
		}
		if err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// The styles in which Chromium prints.
var printed = map[string]string{
	"horizontal": "body{font-family:'Noto Serif CJK JP','IPAMincho',serif}",
	"vertical":   "body{font-family:'IPAMincho',serif;writing-mode:vertical-rl;height:22cm}",
	"columns":    "body{font-family:'IPAMincho',serif;column-count:2;column-gap:1cm;font-size:10pt} h1{column-span:all} h2{font-size:11pt}",
	"headed":     "@page{margin:2.5cm;@top-center{content:'業務支援サービス利用規約（社外秘）'}@bottom-center{content:counter(page) ' / ' counter(pages)}} body{font-family:'IPAMincho',serif}",
}
