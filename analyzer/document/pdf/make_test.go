package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
)

// drawing is a page under construction, A4 in points, from the upper left corner.
type drawing struct {
	b       strings.Builder
	images  bool
	turned  int
	noNames bool // use the font that does not say what its characters are
}

const (
	pageWidth  = 595
	pageHeight = 842
)

// text draws s at x, y from the top, in a size.
func (d *drawing) text(x, y, size float64, s string) *drawing { return d.show("F", x, y, size, s) }

// down draws s in vertical writing.
func (d *drawing) down(x, y, size float64, s string) *drawing { return d.show("V", x, y, size, s) }

func (d *drawing) show(font string, x, y, size float64, s string) *drawing {
	if d.noNames {
		font = "N"
	}
	fmt.Fprintf(&d.b, "BT /%s %g Tf 1 0 0 1 %g %g Tm <", font, size, x, pageHeight-y)
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&d.b, "%04X", u)
	}
	d.b.WriteString("> Tj ET\n")
	return d
}

// lines draws a wrapped text of n characters a line and returns the y below it.
func (d *drawing) lines(x, y, size, pitch float64, n int, s string) float64 {
	for r := []rune(s); len(r) > 0; y += pitch {
		k := min(n, len(r))
		d.text(x, y, size, string(r[:k]))
		r = r[k:]
	}
	return y
}

// rule draws a thin line.
func (d *drawing) rule(x, y, w, h float64) *drawing {
	fmt.Fprintf(&d.b, "%g %g %g %g re f\n", x, pageHeight-y-h, w, h)
	return d
}

// picture draws an image over a part of the page.
func (d *drawing) picture(x, y, w, h float64) *drawing {
	d.images = true
	fmt.Fprintf(&d.b, "q %g 0 0 %g %g %g cm /I Do Q\n", w, h, x, pageHeight-y-h)
	return d
}

// file writes the pages as a PDF.
func file(pages ...*drawing) []byte {
	var objects []string
	add := func(s string) int {
		objects = append(objects, s)
		return len(objects)
	}
	stream := func(dict, data string) string {
		return fmt.Sprintf("<<%s /Length %d>>\nstream\n%s\nendstream", dict, len(data), data)
	}
	add("<</Type/Catalog/Pages 2 0 R>>")
	add("") // pages
	descriptor := add("<</Type/FontDescriptor/FontName/Mincho/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80>>")
	cid := add(fmt.Sprintf("<</Type/Font/Subtype/CIDFontType0/BaseFont/Mincho/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 6>>/FontDescriptor %d 0 R/DW 1000>>", descriptor))
	across := add(fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/Mincho/Encoding/UniJIS-UTF16-H/DescendantFonts[%d 0 R]>>", cid))
	down := add(fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/Mincho/Encoding/UniJIS-UTF16-V/DescendantFonts[%d 0 R]>>", cid))
	own := add(fmt.Sprintf("<</Type/Font/Subtype/CIDFontType2/BaseFont/Own/CIDSystemInfo<</Registry(Own)/Ordering(Own)/Supplement 0>>/FontDescriptor %d 0 R/DW 1000>>", descriptor))
	unnamed := add(fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/Own/Encoding/Identity-H/DescendantFonts[%d 0 R]>>", own))
	image := add(stream("/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", "\x80"))
	var kids strings.Builder
	for _, p := range pages {
		content := add(stream("", p.b.String()))
		page := add(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Rotate %d/Contents %d 0 R/Resources<</Font<</F %d 0 R/V %d 0 R/N %d 0 R>>/XObject<</I %d 0 R>>>>>>", pageWidth, pageHeight, p.turned, content, across, down, unnamed, image))
		fmt.Fprintf(&kids, "%d 0 R ", page)
	}
	objects[1] = fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(pages), kids.String())
	return assembled(objects)
}

// assembled writes numbered objects with a table of where they stand.
func assembled(objects []string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer <</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}
