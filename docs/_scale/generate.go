package main

import (
	"archive/zip"
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

var services = []string{"帳票ひろば", "つなぐ名簿", "かんたん勤怠", "みどり在庫", "契約の本棚", "問合せ番", "月次しめ太", "講座ナビ", "訪問日誌", "そらいろ給与", "備品台帳くん", "会員の窓"}
var customers = []string{"利用者", "契約者", "お客様", "会員"}
var reasons = []string{"当社が必要と判断した場合", "保守その他の運用上の必要がある場合", "障害の調査のために必要な場合", "法令に基づく場合", "契約者から依頼があった場合", "あらかじめ契約者の同意を得た場合"}

// layouts are how paragraphs and items are marked: with the number in it, or alike
// for all.
var layouts = []struct{ heading, paragraph, item string }{
	{"第%d条（%s）\n", "%d. ", "(%d) "},
	{"## 第%d条（%s）\n\n", "%d. ", "   - "},
	{"第%d条　%s\n", "%d　", "　%d) "},
}

// document is an invented document of some 15 kB, as terms of a cloud service are.
func document(rnd *rand.Rand) string {
	c, s, layout := customers[rnd.IntN(len(customers))], services[rnd.IntN(len(services))], layouts[rnd.IntN(len(layouts))]
	var b strings.Builder
	fmt.Fprintf(&b, "%s利用規約\n\n", s)
	number := 0
	put := func(a article, all bool) {
		number++
		fill := strings.NewReplacer("{s}", s, "{c}", c, "{r}", reasons[rnd.IntN(len(reasons))], "{n}", strconv.Itoa(3+rnd.IntN(88)), "{m}", strconv.Itoa(1+rnd.IntN(12)))
		fmt.Fprintf(&b, layout.heading, number, fill.Replace(a.title))
		first, n := rnd.IntN(len(a.paragraphs)), 0
		for i, p := range a.paragraphs {
			if !all && i != first && rnd.IntN(10) < 1 {
				continue
			}
			n++
			for j, line := range strings.Split(fill.Replace(p), "\n") {
				item, is := strings.CutPrefix(line, "- ")
				if is {
					line = marked(layout.item, j) + item
				} else {
					line = marked(layout.paragraph, n) + line
				}
				b.WriteString(line + "\n")
			}
		}
		b.WriteString("\n")
	}
	for _, a := range openings {
		put(a, true)
	}
	for _, i := range rnd.Perm(len(articles)) {
		share := 17 // of twenty
		if strings.Contains(articles[i].paragraphs[0], "{c}データ") {
			share = 8
		}
		if rnd.IntN(20) < share {
			put(articles[i], false)
		}
	}
	fmt.Fprintf(&b, "附則\n本規約は、20%02d年%d月1日から施行します。\n", 10+rnd.IntN(17), 1+rnd.IntN(12))
	return b.String()
}

// marked is the mark of a paragraph or an item.
func marked(form string, n int) string {
	if strings.Contains(form, "%d") {
		return fmt.Sprintf(form, n)
	}
	return form
}

// bad are documents that cannot be read.
func bad(rnd *rand.Rand, good string) string {
	switch rnd.IntN(5) {
	case 0:
		return ""
	case 1:
		return "%PDF-1.7\n" + strconv.FormatUint(rnd.Uint64(), 36)
	case 2:
		return "These are terms in English only, number " + strconv.Itoa(rnd.IntN(1e9)) + ".\nNothing in them can be read as Japanese.\n"
	case 3:
		broken := []byte(good)
		for i := 0; i < len(broken); i += 5 {
			broken[i] = 0xff
		}
		return string(broken)
	}
	return "\x89PNG\r\n\x1a\n" + strconv.FormatUint(rnd.Uint64(), 36)
}

// generate writes n documents into a folder. Half of them are files, a quarter lie
// in archives, a quarter in rows. One in a hundred cannot be read, one in two
// hundred is there twice. The same n gives the same bytes.
func generate(dir string, n int) {
	rnd := rand.New(rand.NewPCG(7, uint64(n)))
	check(os.MkdirAll(dir, 0o755))
	rows, err := os.Create(filepath.Join(dir, "rows.jsonl"))
	check(err)
	lines := bufio.NewWriter(rows)
	var z *zip.Writer
	var zf *os.File
	last, packed := "", 0
	for i := range n {
		text := document(rnd)
		switch {
		case i%100 == 42:
			text = bad(rnd, text)
		case i%200 == 77:
			text = last
		default:
			last = text
		}
		switch i % 4 {
		case 0, 1:
			sub := filepath.Join(dir, fmt.Sprintf("files-%03d", i/1000))
			check(os.MkdirAll(sub, 0o755))
			check(os.WriteFile(filepath.Join(sub, fmt.Sprintf("terms-%06d.txt", i)), []byte(text), 0o644))
		case 2:
			if packed%1000 == 0 {
				closeZip(z, zf)
				zf, err = os.Create(filepath.Join(dir, fmt.Sprintf("archive-%03d.zip", packed/1000)))
				check(err)
				z = zip.NewWriter(zf)
			}
			packed++
			w, err := z.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("terms-%06d.txt", i), Method: zip.Deflate, Modified: time.Unix(1_700_000_000, 0)})
			check(err)
			_, err = w.Write([]byte(text))
			check(err)
		case 3:
			row, err := json.Marshal(map[string]string{"custom_id": fmt.Sprintf("row-%06d", i), "name": fmt.Sprintf("terms-%06d.txt", i), "text": text})
			check(err)
			_, err = lines.Write(append(row, '\n'))
			check(err)
		}
	}
	closeZip(z, zf)
	check(lines.Flush())
	check(rows.Close())
}

func closeZip(z *zip.Writer, f *os.File) {
	if z != nil {
		check(z.Close())
		check(f.Close())
	}
}
