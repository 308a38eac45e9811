package suggest

import (
	"strings"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/source"
)

// annexTitle is what the annex that clauses refer to is about.
const annexTitle = "個人データの取扱いに関する事項"

// appendAnnex puts the annex that the chosen clauses refer to at the end of the
// document: what has to be filled in, as lists.
func (e *editor) appendAnnex() {
	var rows []string
	var ids []string
	name := ""
	for i := range e.all {
		s := &e.all[i]
		if len(s.Annex) == 0 {
			continue
		}
		rows, ids, name = append(rows, s.Annex...), append(ids, s.Clause.ID), s.AnnexName
	}
	if len(rows) == 0 {
		return
	}
	text := e.doc.Decoded()
	head, mark, gap := name+"（"+annexTitle+"）\n", "・", "\n"
	if e.doc.Format == document.Markdown {
		head, mark, gap = "## "+head+"\n", "- ", "\n\n"
	}
	if strings.HasSuffix(text, "\n") {
		gap = gap[1:]
	}
	body := ""
	for _, row := range rows {
		body += mark + row + "\n"
	}
	e.edits = append(e.edits, Edit{Span: source.Span{Start: len(text), End: len(text)}, Text: gap + head + body, Clauses: ids})
}
