package report

import (
	"strings"

	"github.com/yakkan/yakkan/analyzer/document"
)

// problemJA are the messages of reading in Japanese; {name} stands for an argument.
var problemJA = map[string]string{
	"empty":               "ファイルに本文がありません。正しく保存・送信されたか確認してください。",
	"no_japanese":         "日本語の文書ではありません。日本語の規約等を指定してください。",
	"too_large":           "ファイルが上限を超えています（{bytes} バイト、上限 {limit} バイト）。分割するか、上限を上げてください。",
	"undecodable":         "文字として読み取れない部分があります（{count} 文字）。UTF-8で保存し直してください。",
	"script_rendered":     "本文がスクリプトで表示されるページです。ブラウザで表示した内容を保存するか、本文をテキストで保存してください。",
	"not_terms":           "規約、ポリシー又は契約の文書に見えません。指定したファイルを確認してください。",
	"too_deep":            "入れ子が上限（{limit} 段）を超えています。超えた部分は読み取っていないか、入れ子のない文章として読み取りました。文書を整えるか、上限を上げてください。",
	"too_many_provisions": "条項の数が上限（{limit}）を超えています。超えた部分は一つの文章として読み取りました。文書を分割するか、上限を上げてください。",
	"timeout":             "時間内に処理が終わりませんでした（上限 {limit} 秒）。文書を分割するか、上限を上げてください。",
	"binary":              "読み取れる文書のファイルではありません（{kind}）。Word文書（.docx）、PDF、HTML又はテキストとして保存し直してください。",
	"tracked_changes":     "変更履歴があります（挿入 {inserted} か所、削除 {deleted} か所）。すべて承諾したものとして読み取りました。",
	"hidden_text":         "隠し文字（{count} 文字）があります。読み取っていません。",
	"pictures":            "大きな画像が {count} 点あります。画像の中の文字は読み取っていません。文字認識（OCR）をかけるか、文章で入手してください。",
	"image_only":          "画像だけのページです（{pages}）。文字認識（OCR）をかけるか、文章で入手してください。",
	"garbled":             "文字コードの対応表がないため読み取れないページがあります（{pages}）。元の文書から書き出し直すか、文字認識（OCR）をかけてください。",
	"damaged_pages":       "壊れていて読み取れないページがあります（{pages}）。元の文書から書き出し直してください。",
	"pictures_on_pages":   "大きな画像のあるページがあります（{pages}）。画像の中の文字は読み取っていません。文字認識（OCR）をかけるか、文章で入手してください。",
	"blank_pages":         "何も表示されないページがあります（{pages}）。白紙のページかどうか、ファイルを開いて確認してください。",
	"slanted_text":        "斜めに置かれた文字（透かし等）のあるページがあります（{pages}）。斜めの文字は読み取っていません。",
	"too_many_pages":      "全{count}ページのうち{read}ページまで読み取りました。残りは上限を超えるため読み取っていません。文書を分割してください。",
	"attachments":         "添付ファイルのあるメールです。添付ファイルは読み取っていません。添付ファイルを保存して指定するか、yakkan batch に指定してください。",
	"cut":                 "途中で切れています。切れた後は読み取っていません。保存し直してください。",
	"embedded":            "別の文書が埋め込まれています。埋め込まれた文書は読み取っていません。本文に展開して保存し直してください。",
	"archive":             "文書ではなく圧縮ファイルです。展開するか、yakkan batch に指定してください。",
	"damaged":             "ファイルが壊れているか、途中で切れています。開いて保存し直すか、送り直してください。",
	"encrypted":           "パスワードで保護されています。パスワードを外して保存し直してください。",
	"unpacked_too_large":  "展開すると上限を超えます（上限 {limit}）。読み取っていません。",
	"unsafe_names":        "圧縮の中に、外を指す名前の項目があります。読み取っていません。",
	"xml_entities":        "ファイルの中のXMLが独自の実体を宣言しています。読み取っていません。",
	"wrong_format":        "指定した形式（{format}）のファイルではありません。形式の指定を外してください。",
	"internal":            "処理中に内部の誤りが起きたため、照合していません。",
}

// problem turns a problem of reading into a message in both languages.
func problem(p document.Problem) Problem {
	ja := problemJA[p.Code]
	if ja == "" {
		ja = p.Message
	}
	return Problem{Code: p.Code, Message: Text{JA: fill(ja, p.Args), EN: p.Message}}
}

func fill(s string, args map[string]string) string {
	for k, v := range args {
		s = strings.ReplaceAll(s, "{"+k+"}", v)
	}
	return s
}
