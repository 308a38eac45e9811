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

// openings begin every document; {s} is the service, {c} the customer.
var openings = []string{
	"（目的）\n本規約は、当社が提供する「{s}」（以下「本サービス」という。）の利用条件を定めるものです。",
	"（定義）\n本規約において「{c}データ」とは、{c}が本サービスに登録し、又は保存した情報をいいます。",
	"（申込み）\n{c}は、本規約に同意の上、当社所定の方法により利用を申し込むものとします。",
}

var clauses = []string{
	"（料金）\n{c}は、当社が別に定める料金を、毎月{n}日までに支払うものとします。支払に要する手数料は{c}の負担とします。",
	"（禁止事項）\n{c}は、本サービスの利用に当たり、次の行為をしてはなりません。\n(1) 法令又は公序良俗に反する行為\n(2) 他の{c}又は第三者の権利を侵害する行為\n(3) 本サービスの運営を妨げる行為",
	"（利用の停止）\n当社は、{c}が料金を{n}日以上支払わないときは、催告の上、本サービスの利用を停止することができます。",
	"（データの閲覧）\n当社は、{r}は、{c}データを閲覧し、又は分析することができるものとします。",
	"（データの利用）\n当社は、{c}データを、本サービスの改良及び新しいサービスの開発のために利用することができます。{c}は、これをあらかじめ承諾します。",
	"（統計情報）\n当社は、{c}データを特定の個人を識別できないように加工した統計情報を作成し、公表することができます。",
	"（データの不閲覧）\n当社は、{c}データの内容を閲覧せず、取り扱わないものとします。ただし、{r}は、この限りではありません。",
	"（不取扱い）\n当社は、{c}データに含まれる個人データを取り扱わないものとします。",
	"（アクセス制御）\n当社は、{c}データに当社の従業者がアクセスできないよう、権限の管理その他の技術的な措置を講じます。",
	"（暗号化）\n{c}データは、保存時及び通信時に暗号化し、暗号鍵は{c}が管理します。",
	"（第三者への提供）\n当社は、{r}を除き、{c}データを第三者に開示し、又は提供しません。",
	"（再委託）\n当社は、本サービスの提供に必要な業務の全部又は一部を第三者に委託することができます。この場合、当社は、委託先に対し本規約と同等の義務を負わせます。",
	"（個人データの取扱いの委託）\n{c}は、当社に対し、{c}データに含まれる個人データの取扱いを委託し、当社は、その目的の範囲内でこれを取り扱います。",
	"（安全管理）\n当社は、{c}データの漏えい、滅失又は毀損の防止のため、必要かつ適切な安全管理措置を講じます。",
	"（漏えい時の通知）\n当社は、{c}データの漏えいを知ったときは、{n}時間以内にその概要を{c}に通知し、調査に協力します。",
	"（監査）\n{c}は、年{m}回を限度として、当社における安全管理の状況について報告を求め、又は監査を行うことができます。",
	"（契約終了後の措置）\n当社は、利用契約が終了した日から{n}日以内に、{c}データを復元できない方法により消去し、その旨を証明する書面を交付します。",
	"（データの削除）\n当社は、利用契約の終了後、{c}データを任意に削除することができ、これにより生じた損害について責任を負いません。",
	"（保管の場所）\n{c}データは、日本国内のデータセンターに保管します。",
	"（外国での保管）\n当社は、{c}データを、日本又はシンガポールに所在するサーバーに保管することがあります。",
	"（秘密保持）\n当社及び{c}は、相手方から開示を受けた秘密情報を第三者に開示せず、本サービスの目的以外に利用しません。",
	"（責任の制限）\n当社の責任は、{c}が過去{m}か月に支払った料金の額を上限とします。ただし、当社に故意又は重大な過失がある場合は、この限りではありません。",
	"（アカウントの管理）\n{c}は、自己の責任において認証情報を管理し、第三者に利用させてはなりません。",
	"（規約の変更）\n当社は、{n}日前までに通知することにより、本規約を変更することができます。",
	"（法令に基づく開示）\n当社は、裁判所又は行政機関から法令に基づき求められたときは、必要な範囲で{c}データを開示することができます。",
	"（学習への利用）\n当社は、{c}データを機械学習の学習用データとして利用しません。",
	"（保守用ID）\n当社は、保守のため専用の識別符号を用いて{c}の環境に立ち入ることがあります。この場合、作業の記録を{n}日間保存します。",
	"（準拠法）\n本規約は日本法に準拠し、当社の本店の所在地の地方裁判所だけが第一審を受け持つものとします。",
}

var notes = []string{
	"お問い合わせは、平日の午前9時から午後5時までの間に受け付けます。なお、繁忙期にはお返事までに{n}日程度いただく場合があります。",
	"前項の規定は、天災その他当社の責めに帰することができない事由による場合には、適用しません。",
	"{c}は、登録した事項に変更があったときは、遅滞なく当社に届け出るものとします。",
	"当社は、本サービスの内容を、{c}への通知の上、変更し、又は追加することができます。",
}

// document is an invented document.
func document(rnd *rand.Rand) string {
	c, s := customers[rnd.IntN(len(customers))], services[rnd.IntN(len(services))]
	var b strings.Builder
	fmt.Fprintf(&b, "%s利用規約\n\n", s)
	article := 0
	put := func(text string) {
		article++
		r := strings.NewReplacer("{s}", s, "{c}", c, "{r}", reasons[rnd.IntN(len(reasons))], "{n}", strconv.Itoa(3+rnd.IntN(88)), "{m}", strconv.Itoa(1+rnd.IntN(12)))
		fmt.Fprintf(&b, "第%d条%s\n", article, r.Replace(text))
		for range rnd.IntN(3) {
			b.WriteString(r.Replace(notes[rnd.IntN(len(notes))]) + "\n")
		}
		b.WriteString("\n")
	}
	for _, o := range openings {
		put(o)
	}
	for _, i := range rnd.Perm(len(clauses))[:4+rnd.IntN(13)] {
		put(clauses[i])
	}
	fmt.Fprintf(&b, "附則\n本規約は、20%02d年%d月1日から施行します。\n", 10+rnd.IntN(17), 1+rnd.IntN(12))
	return b.String()
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
