package document

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/yakkan/yakkan/analyzer/source"
)

// pdfFile writes a PDF of one page with lines of text, in a font that is not embedded.
func pdfFile(lines ...string) []byte {
	var content strings.Builder
	for i, l := range lines {
		fmt.Fprintf(&content, "BT /F 10 Tf 1 0 0 1 60 %d Tm <", 740-16*i)
		for _, u := range utf16.Encode([]rune(l)) {
			fmt.Fprintf(&content, "%04X", u)
		}
		content.WriteString("> Tj ET\n")
	}
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", content.Len(), content.String()),
		"<</Type/Font/Subtype/Type0/BaseFont/Mincho/Encoding/UniJIS-UTF16-H/DescendantFonts[6 0 R]>>",
		"<</Type/Font/Subtype/CIDFontType0/BaseFont/Mincho/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 6>>/FontDescriptor 7 0 R/DW 1000>>",
		"<</Type/FontDescriptor/FontName/Mincho/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80>>",
	}
	var b strings.Builder
	b.WriteString("%PDF-1.7\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer <</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return []byte(b.String())
}

func TestPDFDocument(t *testing.T) {
	d := Read("規約.docx", pdfFile("第１条（データ）", "当社は、契約者が本サービスに保存したデータについて、保守のために必要と認める範", "囲で、これを閲覧することができます。"), Options{})
	if d.Status != Complete || d.Format != PDF {
		t.Fatalf("status %s, format %s, problems %+v", d.Status, d.Format, d.Problems)
	}
	if want := "第1条（データ）\n当社は、契約者が本サービスに保存したデータについて、保守のために必要と認める範囲で、これを閲覧することができます。"; d.Text != want {
		t.Errorf("text\n%s\nwant\n%s", d.Text, want)
	}
	at := strings.Index(d.Text, "閲覧")
	span := source.Span{Start: at, End: at + len("閲覧")}
	p := d.Place(span)
	if p.Page != 1 || p.Box.Left < 119 || p.Box.Right > 141 || p.Box.Bottom < 700 || p.Box.Top > 720 {
		t.Errorf("place %+v", p)
	}
	if o := d.Origin(span); o.Line != 3 || d.Quote(span) != "閲覧" {
		t.Errorf("origin %+v, quote %q", o, d.Quote(span))
	}
	whole := d.Quote(source.Span{Start: strings.Index(d.Text, "認める"), End: at})
	if whole != "認める範\n囲で、これを" {
		t.Errorf("quote over two lines: %q", whole)
	}
}
