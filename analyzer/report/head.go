package report

import "strings"

// The kinds and formats of documents in words; others are named by their code.
var kindNames = map[string]Text{
	"terms": {JA: "利用規約", EN: "terms of service"}, "privacy": {JA: "プライバシーポリシー", EN: "privacy policy"}, "dpa": {JA: "データ取扱いの契約（DPA等）", EN: "data processing agreement"},
	"security": {JA: "セキュリティ文書", EN: "security paper"}, "nda": {JA: "秘密保持契約", EN: "non-disclosure agreement"}, "contract": {JA: "契約書", EN: "contract"}, "other": {JA: "その他の文書", EN: "other document"},
}

var formatNames = map[string]Text{
	"text": {JA: "テキスト", EN: "text"}, "markdown": {JA: "Markdown", EN: "Markdown"}, "html": {JA: "HTML", EN: "HTML"}, "pdf": {JA: "PDF", EN: "PDF"}, "docx": {JA: "Word文書", EN: "Word document"},
}

// head says in brackets what a document is and how much of it was read. Of one
// that could not be read neither kind nor format is known.
func (w *words) head(d *Document) string {
	name := func(names map[string]Text, code string) string {
		if t, ok := names[code]; ok {
			if w == &english {
				return t.EN
			}
			return t.JA
		}
		return code
	}
	if d.Status == "unreadable" {
		return "(" + w.read[d.Status] + ")"
	}
	comma := "、"
	if w == &english {
		comma = ", "
	}
	return "(" + strings.Join([]string{name(kindNames, d.Kind), name(formatNames, d.Format), w.read[d.Status]}, comma) + ")"
}
