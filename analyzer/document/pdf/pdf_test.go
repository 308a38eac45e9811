package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer/document/flow"
)

// told writes lines: a + marks one that may go on with the line before, ++ one that
// does, | parts cells.
func told(t *flow.Text) string {
	var b strings.Builder
	for _, l := range t.Lines {
		switch {
		case l.Continues:
			b.WriteString("++")
		case l.Soft:
			b.WriteString("+")
		}
		b.WriteString(strings.ReplaceAll(l.Text, "\t", "|") + "\n")
	}
	return b.String()
}

const (
	long  = "１　当社は、契約者が本サービスに保存したデータについて、保守のために必要と判断した場合には、これを閲覧することができます。"
	other = "２　前項の規定は、契約者があらかじめ書面により異議を述べた場合には適用しないものとし、この場合の取扱いは別に定めます。"
)

func paged() []byte {
	var pages []*drawing
	for n := 1; n <= 3; n++ {
		d := &drawing{}
		d.text(60, 40, 9, "クラウド利用規約　第２版").text(290, 815, 9, fmt.Sprintf("%d / 3", n))
		y := d.lines(60, 100, 10, 16, 40, fmt.Sprintf("第%d条（目的その%d）", n, n))
		y = d.lines(60, y, 10, 16, 40, long)
		d.lines(60, y, 10, 16, 40, other)
		pages = append(pages, d)
	}
	return file(pages...)
}

var pageTests = []struct {
	name, want string
	data       func() []byte
}{
	{"wrapped lines, heads and feet", "第1条（目的その1）\n１　当社は、契約者が本サービスに保存したデータについて、保守のために必要と判断し\n++た場合には、これを閲覧することができます。\n２　前項の規定は、契約者があらかじめ書面により異議を述べた場合には適用しないもの\n++とし、この場合の取扱いは別に定めます。\n" +
		"第2条（目的その2）\n１　当社は、契約者が本サービスに保存したデータについて、保守のために必要と判断し\n++た場合には、これを閲覧することができます。\n２　前項の規定は、契約者があらかじめ書面により異議を述べた場合には適用しないもの\n++とし、この場合の取扱いは別に定めます。\n" +
		"第3条（目的その3）\n１　当社は、契約者が本サービスに保存したデータについて、保守のために必要と判断し\n++た場合には、これを閲覧することができます。\n２　前項の規定は、契約者があらかじめ書面により異議を述べた場合には適用しないもの\n++とし、この場合の取扱いは別に定めます。\n", paged},
	{"one page with a head and foot that are wider", "第1条（目的その1）\n１　当社は、契約者が本サービスに保存したデータについて、保守のために必要と判断し\n++た場合には、これを閲覧することができます。\n保守管理部|内線四二番までお問い合わせください\n", func() []byte {
		d := &drawing{}
		d.text(24, 30, 8, "11/25/26, 10:43 PM").text(24, 825, 8, "https://example.jp/terms").text(560, 825, 8, "1/1")
		y := d.lines(60, 100, 10, 16, 40, "第1条（目的その1）")
		d.lines(60, y, 10, 16, 40, long)
		d.text(24, 790, 8, "保守管理部").text(470, 790, 8, "内線四二番までお問い合わせください")
		return file(d)
	}},
	{"a heading near the edge of a page", "第1条（目的その1）\n１　当社は、契約者が本サービスに保存したデータについて、保守のために必要と判断し\n++た場合には、これを閲覧することができます。\n" +
		"第2条（目的その2）\n当社は、契約者が本サービスに保存したデータについて、保守のために必要と判断した場\n++合には、これを閲覧することができます。当社は、契約者が本サービスに保存したデータ\n" +
		"+について、保守のために必要と判断した場合には、これを閲覧することができます。\n第3条（目的その3）\n２　前項の規定は、契約者があらかじめ書面により異議を述べた場合には適用しないもの\n++とし、この場合の取扱いは別に定めます。\n", func() []byte {
		d, e := &drawing{}, &drawing{}
		y := d.lines(60, 100, 10, 16, 40, "第1条（目的その1）")
		d.lines(60, y, 10, 16, 40, long)
		d.text(60, 752, 10, "第2条（目的その2）")
		free := []rune(strings.TrimPrefix(long, "１　"))
		two := append(append([]rune{}, free...), free...)
		d.lines(60, 784, 10, 16, 40, string(two[:80]))
		e.lines(60, 50, 10, 16, 40, string(two[80:]))
		e.text(60, 84, 10, "第3条（目的その3）")
		e.lines(60, 116, 10, 16, 40, other)
		return file(d, e)
	}},
	{"two columns drawn line by line", "", func() []byte {
		d := &drawing{}
		d.text(60, 60, 16, "クラウドサービス利用規約及び個人情報の取扱い")
		a, b := []rune(long+long), []rune(other+other)
		y := 100.0
		for len(a)+len(b) > 0 {
			k, m := min(20, len(a)), min(20, len(b))
			d.text(60, y, 10, string(a[:k])).text(320, y, 10, string(b[:m]))
			a, b = a[k:], b[m:]
			y += 16
		}
		return file(d)
	}},
	{"two columns with a gap of one character", "", func() []byte {
		d := &drawing{}
		d.text(60, 60, 16, "クラウドサービス利用規約及び個人情報の取扱い")
		column := func(x, y float64, texts ...string) {
			for _, s := range texts {
				y = d.lines(x, y, 10, 16, 20, s)
			}
		}
		column(60, 100, long+long)
		column(270, 100, other+other)
		return file(d)
	}},
	{"ruby", "漏洩その他の事故が生じた場合の通知\n", func() []byte {
		d := &drawing{}
		d.text(60, 92, 5, "ろうえい").text(60, 100, 10, "漏洩その他の事故が生じた場合の通知")
		return file(d)
	}},
	{"table by gaps", "用語|意味\n当社|株式会社山川をいい、本サービスを運営する者\n契約者|利用契約を締結した法人その他の団体をいい、個人は含まないものとする。\n", func() []byte {
		d := &drawing{}
		d.text(60, 100, 10, "用語").text(160, 100, 10, "意味")
		d.text(60, 124, 10, "当社").text(160, 124, 10, "株式会社山川をいい、本サービスを運営する者")
		d.text(60, 148, 10, "契約者").text(160, 148, 10, "利用契約を締結した法人その他の団体をいい、")
		d.text(160, 162, 10, "個人は含まないものとする。")
		return file(d)
	}},
	{"ruled table", "用語|意味\n当社|株式会社山川をいい、本サービスを運営する者\n", func() []byte {
		d := &drawing{}
		d.rule(58, 86, 264, 1).rule(58, 108, 264, 1).rule(58, 140, 264, 1)
		d.rule(58, 86, 1, 54).rule(83, 86, 1, 54).rule(321, 86, 1, 54)
		d.text(60, 100, 10, "用語").text(86, 100, 10, "意味")
		d.text(60, 128, 10, "当社").text(86, 121, 10, "株式会社山川をいい、本サービス").text(86, 135, 10, "を運営する者")
		return file(d)
	}},
	{"vertical", "第一条（目的）\n本規約は、当社が提供する本サービスの利用条件を定め\n++るものとし、契約者はこれに同意するものとします。\n", func() []byte {
		d := &drawing{}
		d.down(500, 60, 12, "第一条（目的）").down(470, 60, 12, "本規約は、当社が提供する本サービスの利用条件を定め").down(450, 60, 12, "るものとし、契約者はこれに同意するものとします。")
		d.text(290, 815, 9, "- 1 -")
		return file(d)
	}},
	{"number and words parted by a tab", "(1)　法令に基づく場合\n(2)　本人の同意がある場合であって、当社が必要と認めるとき\n", func() []byte {
		d := &drawing{}
		d.text(60, 100, 10, "(1)").text(110, 100, 10, "法令に基づく場合")
		d.text(60, 116, 10, "(2)").text(110, 116, 10, "本人の同意がある場合であって、当社が必要と認めるとき")
		return file(d)
	}},
	{"characters beyond the first plane, struck twice", "𠮷田商事と髙﨑\n", func() []byte {
		d := &drawing{}
		d.text(60, 100, 10, "𠮷田商事と髙﨑").text(60.3, 100, 10, "𠮷田商事と髙﨑")
		return file(d)
	}},
}

func TestPages(t *testing.T) {
	for _, tt := range pageTests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Read(tt.data(), Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Notes) > 0 {
				t.Errorf("notes %+v", got.Notes)
			}
			if tt.want == "" {
				joined := strings.NewReplacer("\n++", "", "\n+", "").Replace(told(got))
				tt.want, joined = "クラウドサービス利用規約及び個人情報の取扱い\n"+long+"\n"+long+"\n"+other+"\n"+other, strings.ReplaceAll(strings.TrimSpace(joined), "。１", "。\n１")
				joined = strings.ReplaceAll(strings.ReplaceAll(joined, "。２", "。\n２"), "\n２前", "\n２　前") // a number at the end of its line
				if joined != tt.want {
					t.Errorf("got\n%s\nwant\n%s", joined, tt.want)
				}
				return
			}
			if told(got) != tt.want {
				t.Errorf("got\n%s\nwant\n%s", told(got), tt.want)
			}
		})
	}
}

func TestUnreadPages(t *testing.T) {
	words := func() *drawing {
		d := &drawing{}
		d.lines(60, 100, 10, 16, 40, long+other)
		return d
	}
	unnamed := &drawing{noNames: true}
	unnamed.lines(60, 100, 10, 16, 40, long)
	scan := (&drawing{}).picture(0, 0, pageWidth, pageHeight)
	stamped := (&drawing{}).picture(0, 0, pageWidth, pageHeight).text(290, 815, 9, "4")
	chart := words().picture(60, 300, 400, 400)
	for _, tt := range []struct {
		name, code, pages string
		weight            flow.Weight
		data              []byte
	}{
		{"one page of three is a picture", "image_only", "2", flow.Partial, file(words(), scan, words())},
		{"all are", "image_only", "1–3", flow.Unreadable, file(scan, stamped, scan)},
		{"a font without names", "garbled", "1", flow.Partial, file(unnamed, words())},
		{"nothing but that font", "garbled", "1", flow.Unreadable, file(unnamed)},
		{"a picture beside the text", "pictures_on_pages", "2", flow.Partial, file(words(), chart)},
	} {
		got, err := Read(tt.data, Limits{})
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if len(got.Notes) != 1 || got.Notes[0].Code != tt.code || got.Notes[0].Args["pages"] != tt.pages || got.Notes[0].Weight != tt.weight {
			t.Errorf("%s: notes %+v", tt.name, got.Notes)
		}
	}
	blank, err := Read(file(words(), &drawing{}), Limits{})
	if err != nil || len(blank.Notes) != 1 || blank.Notes[0].Code != "blank_pages" || blank.Notes[0].Weight != flow.Notice {
		t.Errorf("an empty page: %v, %+v", err, blank.Notes)
	}
	more, err := Read(file(words(), words(), words()), Limits{Pages: 2})
	if err != nil || len(more.Notes) != 1 || more.Notes[0].Code != "too_many_pages" {
		t.Errorf("more pages than allowed: %v, %+v", err, more)
	}
}

func TestEncrypted(t *testing.T) {
	key := strings.Repeat("k", 32)
	data := assembled([]string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 0/Kids[]>>", "<</Filter/Standard/V 1/R 2/O(" + key + ")/U(" + key + ")/P -4>>"})
	data = bytes.Replace(data, []byte("/Root 1 0 R"), []byte("/Root 1 0 R/Encrypt 3 0 R/ID[(0123456789abcdef)(0123456789abcdef)]"), 1)
	_, err := Read(data, Limits{})
	if n, ok := err.(flow.Note); !ok || n.Code != "encrypted" {
		t.Errorf("%v", err)
	}
}

func TestBoxes(t *testing.T) {
	got, err := Read(file((&drawing{}).text(100, 200, 10, "当社は情報を扱う")), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	l := got.Lines[0]
	if l.Page != 1 || len(l.Edges) != 8 || l.Edges[2].At != len("当社") {
		t.Fatalf("line %+v", l)
	}
	if b := l.Edges[2].Box; b.Left < 119 || b.Left > 121 || b.Right < 129 || b.Right > 131 {
		t.Errorf("the third character stands at %+v", b)
	}
}

func TestTurned(t *testing.T) {
	d := &drawing{turned: 180}
	fmt.Fprintf(&d.b, "BT /F 10 Tf -1 0 0 -1 400 700 Tm <5F53793E306F> Tj ET\nBT /F 10 Tf -1 0 0 -1 400 716 Tm <4E8C884C76EE> Tj ET\n")
	got, err := Read(file(d), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if s := strings.NewReplacer("++", "", "+", "").Replace(told(got)); s != "当社は\n二行目\n" {
		t.Errorf("%q", s)
	}
	for q, want := range []flow.Box{{Left: 10, Bottom: 20, Right: 30, Top: 60}, {Left: 20, Bottom: 70, Right: 60, Top: 90}, {Left: 70, Bottom: 140, Right: 90, Top: 180}, {Left: 140, Bottom: 10, Right: 180, Top: 30}} {
		if b := turn(flow.Box{Left: 10, Bottom: 20, Right: 30, Top: 60}, q, 100, 200); b != want {
			t.Errorf("turned %d times: %+v, want %+v", q, b, want)
		}
	}
}

func TestAslant(t *testing.T) {
	d := (&drawing{}).text(60, 100, 10, long)
	fmt.Fprintf(&d.b, "BT /F 40 Tf 0.866 0.5 -0.5 0.866 100 300 Tm <793E59167984> Tj ET\n")
	got, err := Read(file(d), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if told(got) != long+"\n" || len(got.Notes) != 1 || got.Notes[0].Code != "slanted_text" || got.Notes[0].Weight != flow.Notice {
		t.Errorf("%+v\n%s", got.Notes, told(got))
	}
}
