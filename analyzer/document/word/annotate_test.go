package word

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/yakkan/yakkan/analyzer/document/packed"
	"pgregory.net/rapid"
)

func entries(t testing.TB, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.OpenRaw()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(raw)
	}
	return out
}

func unpacked(t testing.TB, data []byte, name string) string {
	t.Helper()
	a, err := packed.Open(data, packed.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := a.Read(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

var when = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

func annotated(t testing.TB, data []byte, comments []Comment, changes ...Change) []byte {
	t.Helper()
	out, err := Annotate(data, packed.Limits{}, Annotation{Author: "yakkan", Initials: "yk", Date: when, Comments: comments, Changes: changes})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// at returns the range of words in the text of a document.
func at(t testing.TB, data []byte, words string) (from, to int) {
	t.Helper()
	d, err := Read(data, packed.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	i := strings.Index(d.String(), words)
	if i < 0 {
		t.Fatalf("%q is not in %q", words, d.String())
	}
	return i, i + len(words)
}

func TestComment(t *testing.T) {
	data := docx(t, `<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>当社はA&amp;B社に情報を渡す。</w:t></w:r></w:p>`, nil)
	from, to := at(t, data, "B社に情報")
	out := annotated(t, data, []Comment{{from, to, []string{"一つ目", "<二>"}}})
	want := `<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>当社はA&amp;</w:t></w:r><w:commentRangeStart w:id="1"/><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">B社に情報</w:t></w:r><w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">を渡す。</w:t></w:r></w:p>`
	if got := unpacked(t, out, "word/document.xml"); !strings.Contains(got, want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := unpacked(t, out, "word/comments.xml"); !strings.Contains(got, `<w:comment w:id="1" w:author="yakkan" w:date="2026-11-01T00:00:00Z" w:initials="yk"><w:p><w:r><w:t xml:space="preserve">一つ目</w:t></w:r></w:p><w:p><w:r><w:t xml:space="preserve">&lt;二&gt;</w:t></w:r></w:p></w:comment>`) {
		t.Errorf("comments: %s", got)
	}
	for part, want := range map[string]string{"word/_rels/document.xml.rels": `Target="comments.xml"`, "[Content_Types].xml": `PartName="/word/comments.xml"`} {
		if got := unpacked(t, out, part); !strings.Contains(got, want) {
			t.Errorf("%s: %s", part, got)
		}
	}
	// Once more: the comments that are there stay.
	again := annotated(t, out, []Comment{{from, to, []string{"三つ目"}}})
	if got := unpacked(t, again, "word/comments.xml"); strings.Count(got, "comment>")+strings.Count(got, ":comment ") != 4 || !strings.Contains(got, "一つ目") || !strings.Contains(got, `id="2"`) {
		t.Errorf("comments: %s", got)
	}
	if got := unpacked(t, again, "[Content_Types].xml"); strings.Count(got, "comments.xml") != 1 {
		t.Errorf("types: %s", got)
	}
}

func TestChange(t *testing.T) {
	body := `<w:p><w:r><w:t>第1条（閲覧）</w:t></w:r></w:p><w:p><w:r><w:t>当社は、</w:t></w:r><w:ins w:id="7" w:author="a"><w:r><w:t>契約者データを閲覧</w:t></w:r></w:ins><w:del w:id="8" w:author="a"><w:r><w:delText>利用</w:delText></w:r></w:del><w:r><w:t>できる。ただし、除く。</w:t></w:r></w:p><w:tbl><w:tr><w:tc>` + p("用語", "") + `</w:tc></w:tr></w:tbl>` + p("以上", "")
	data := docx(t, body, nil)
	from, to := at(t, data, "契約者データを閲覧できる。")
	_, end := at(t, data, "用語")
	out := annotated(t, data, []Comment{{from, to, []string{"注"}}}, Change{from, to, "閲覧しない。"}, Change{end, end, "\n第2条（通知）\n当社は通知する。\n"})
	got, d := lines(t, out)
	if want := "第1条（閲覧）\n当社は、閲覧しない。ただし、除く。\n用語\n第2条（通知）\n当社は通知する。\n以上"; got != want {
		t.Errorf("as accepted\n%s\nwant\n%s", got, want)
	}
	text := unpacked(t, out, "word/document.xml")
	for _, want := range []string{`<w:ins w:id="7" w:author="a">`, `<w:del w:id="8" w:author="a"><w:r><w:delText>利用</w:delText></w:r></w:del>`, `<w:delText xml:space="preserve">契約者データを閲覧</w:delText>`, `<w:delText xml:space="preserve">できる。</w:delText>`, `</w:tbl><w:p><w:pPr><w:rPr><w:ins `} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not in\n%s", want, text)
		}
	}
	checkWords(t, d)
}

// checkWords makes sure that segments stay in their lines.
func checkWords(t *testing.T, d *Document) {
	t.Helper()
	for _, s := range d.Segments {
		if got := d.Lines[s.Line].Text[s.From:s.To]; got == "" {
			t.Errorf("an empty segment %+v", s)
		}
	}
}

// TestAnnotateKeeps annotates at random places: the text stays as it was, and so does
// every part that need not know, byte for byte.
func TestAnnotateKeeps(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		tt := bodyTests[rapid.IntRange(0, len(bodyTests)-1).Draw(rt, "body")]
		data := docx(t, tt.body, tt.parts)
		d, err := Read(data, packed.Limits{})
		if err != nil {
			rt.Fatal(err)
		}
		text := d.String()
		var marks []Comment
		for range rapid.IntRange(1, 6).Draw(rt, "comments") {
			from := rapid.IntRange(0, len(text)-1).Draw(rt, "from")
			for from > 0 && text[from]&0xC0 == 0x80 {
				from--
			}
			to := rapid.IntRange(from+1, len(text)).Draw(rt, "to")
			for to < len(text) && text[to]&0xC0 == 0x80 {
				to++
			}
			marks = append(marks, Comment{from, to, []string{"注"}})
		}
		out := annotated(t, data, marks)
		after, err := Read(out, packed.Limits{})
		if err != nil {
			rt.Fatal(err)
		}
		if after.String() != text {
			rt.Fatalf("the text became\n%s\nit was\n%s", after.String(), text)
		}
		doc := unpacked(t, out, "word/document.xml")
		if a, b, c := strings.Count(doc, "commentRangeStart "), strings.Count(doc, "commentRangeEnd "), strings.Count(doc, "commentReference "); a-strings.Count(tt.body, "commentRangeStart ") != len(marks) || a != b || a != c {
			rt.Fatalf("%d comments begin, %d end, %d are referred to; want %d", a, b, c, len(marks))
		}
		was, now := entries(t, data), entries(t, out)
		for name, raw := range was {
			switch name {
			case "word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels":
			default:
				if now[name] != raw {
					rt.Fatalf("%s changed", name)
				}
			}
		}
	})
}
