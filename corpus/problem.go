package corpus

import "github.com/yakkan/yakkan/analyzer/report"

// problems are the reasons why something in a source is not a document, beside
// those that reading a document has.
var problems = map[string]report.Text{
	"damaged_archive":  {JA: "書庫又は電子メールが壊れているか、対応していない形式です。中の文書（残り）は照合していません。展開できるか確認してください。", EN: "the archive or mail is damaged or of a kind that is not known; the (remaining) documents in it were not checked; look whether it can be unpacked"},
	"encrypted":        {JA: "暗号化されています。パスワードを解除してから指定してください。", EN: "the file is encrypted; remove the password first"},
	"archive_bomb":     {JA: "書庫が異常に大きく展開されるため、途中で読取りをやめました。残りの文書は照合していません。", EN: "the archive unpacks to far more than its size; reading was ended and the remaining documents were not checked"},
	"too_many_entries": {JA: "書庫の項目数が上限を超えています。残りの文書は照合していません。書庫を分けてください。", EN: "the archive has more entries than allowed; the remaining documents were not checked; split it"},
	"nested_too_deep":  {JA: "書庫の入れ子が深すぎるため、中の文書は照合していません。展開してから指定してください。", EN: "archives are nested too deep; the documents in it were not checked; unpack it first"},
	"nested_too_large": {JA: "書庫の中の書庫又は電子メールが大きすぎるため、中の文書は照合していません。展開してから指定してください。", EN: "the archive or mail is too large to be read within an archive; the documents in it were not checked; unpack it first"},
	"bad_row":          {JA: "行がJSONLの形式（custom_id、name、text又はfile）に合いません。その行を直してください。", EN: "the row is not of the form custom_id, name, text or file; mend it"},
	"row_too_long":     {JA: "行が上限を超えています。文書を分割してください。", EN: "the row is longer than allowed; split the document"},
	"unsafe_name":      {JA: "file が元のフォルダの外を指しています。フォルダの中のファイルを相対パスで指定してください。", EN: "file points outside of the folder; name a file in it by a relative path"},
	"not_found":        {JA: "指定されたファイルがありません。", EN: "there is no such file"},
	"unreachable":      {JA: "ファイルを読めません。権限を確認してください。", EN: "the file cannot be read; look at its permissions"},
}

func problem(code string) *report.Problem {
	return &report.Problem{Code: code, Message: problems[code]}
}
