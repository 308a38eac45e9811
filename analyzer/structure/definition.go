package structure

import (
	"strings"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer/source"
)

// maxTerm is the longest defined term in bytes.
const maxTerm = 3 * 30

// define finds the definitions, provision by provision.
func (p *parser) define() {
	quotes := []string{"「"}
	for _, q := range []string{"『", "“", `"`} {
		if strings.Contains(p.text, q) {
			quotes = append(quotes, q)
		}
	}
	for _, q := range p.tree.Provisions {
		if q.Body.Empty() {
			continue
		}
		for _, mark := range quotes {
			p.defineQuoted(q, mark)
		}
		p.defineBare(q)
		p.defineListed(q)
	}
}

var quoteEnds = map[string]string{"「": "」", "『": "』", "“": "”", `"`: `"`}

// defineQuoted finds （以下「当社」という。）, 「契約者データ」とは…をいう and 「本サービス」：….
func (p *parser) defineQuoted(q *Provision, mark string) {
	text := p.text
	shut := quoteEnds[mark]
	for at := q.Body.Start; at < q.Body.End; {
		i := strings.Index(text[at:q.Body.End], mark)
		if i < 0 {
			return
		}
		open := at + i
		start := open + len(mark)
		at = start
		limit := min(start+maxTerm, q.Body.End)
		j := strings.Index(text[start:limit], shut)
		if j <= 0 {
			continue
		}
		term := source.Span{Start: start, End: start + j}
		after := term.End + len(shut)
		at = after
		if strings.Contains(term.Of(text), "。") {
			continue
		}
		rest := text[after:q.Body.End]
		switch {
		case p.hereafter(q, open):
			p.addDefinition(q, term, p.meaningBefore(q, open))
		case hasPrefix(rest, "とは", "は、", "の意味は", "というのは") && !hasPrefix(rest, "とは限", "とは異", "とは別", "とは関", "とは言え", "とはい"):
			if hasPrefix(rest, "は、") && open != q.Body.Start {
				continue
			}
			p.addDefinition(q, term, p.meaningAfter(q, after))
		case hasPrefix(rest, "：", ":", " :", " ：", "\u3000", " ― ", "―", "…", " … ") && open == q.Body.Start:
			p.addDefinition(q, term, p.meaningAfter(q, after))
		case open == q.Body.Start && p.definingAbove(q) && hasPrefix(rest, " ", "とい"):
			p.addDefinition(q, term, p.meaningAfter(q, after))
		}
	}
}

// hereafter reports whether a quotation mark at byte open follows 以下, as in （以下総称して「…」.
func (p *parser) hereafter(q *Provision, open int) bool {
	from := max(q.Body.Start, open-3*14)
	for from < open && !utf8.RuneStart(p.text[from]) {
		from++
	}
	s := p.text[from:open]
	i := strings.LastIndex(s, "以下")
	if i < 0 {
		i = strings.LastIndex(s, "以後")
	}
	return i >= 0 && !strings.ContainsAny(s[i:], "。「」のにを")
}

// meaningBefore returns the words that a bracket （以下「…」 stands behind.
func (p *parser) meaningBefore(q *Provision, open int) source.Span {
	text := p.text
	end := open
	for end > q.Body.Start { // back to the bracket
		r, w := utf8.DecodeLastRuneInString(text[q.Body.Start:end])
		end -= w
		if r == '（' || r == '(' {
			break
		}
		if open-end > 3*40 || end == q.Body.Start {
			// 「…（株式会社A）を以下「甲」という」: no bracket of its own
			return source.Span{Start: end, End: open}
		}
	}
	start := end
	depth := 0
	for start > q.Body.Start && end-start < 3*60 {
		r, w := utf8.DecodeLastRuneInString(text[q.Body.Start:start])
		switch r {
		case '）', ')', '」', '』', ']', '】':
			depth++
		case '（', '(', '「', '『', '[', '【':
			depth--
		}
		if depth < 0 || depth == 0 && (r == '、' || r == '。' || r == '，') {
			break
		}
		start -= w
	}
	return trim(text, source.Span{Start: start, End: end})
}

// meaningAfter returns the words from at to the end of the sentence.
func (p *parser) meaningAfter(q *Provision, at int) source.Span {
	s := p.text[at:q.Body.End]
	for _, lead := range [...]string{"とは、", "とは", "は、", "というのは", "の意味は", "：", ":", " ：", " :"} {
		if strings.HasPrefix(s, lead) {
			at += len(lead)
			break
		}
	}
	end := q.Body.End
	if i := strings.Index(p.text[at:end], "。"); i >= 0 {
		end = at + i
	}
	return trim(p.text, source.Span{Start: at, End: end})
}

func (p *parser) addDefinition(q *Provision, term, meaning source.Span) {
	if meaning.Empty() {
		return
	}
	p.tree.Definitions = append(p.tree.Definitions, Definition{Term: term.Of(p.text), TermSpan: term, Meaning: meaning, Provision: q})
}

// defineBare finds definitions without quotation marks: （以下、甲という。） and 「機密情報とは、…」.
func (p *parser) defineBare(q *Provision) {
	text := p.text
	for at := q.Body.Start; at < q.Body.End; {
		i := strings.Index(text[at:q.Body.End], "以下")
		if i < 0 {
			break
		}
		start := at + i + len("以下")
		at = start
		for _, sep := range [...]string{"、", "，", ","} {
			if strings.HasPrefix(text[start:q.Body.End], sep) {
				start += len(sep)
				break
			}
		}
		start += blanks(text[start:q.Body.End])
		end := start
		for end < q.Body.End && end-start < 3*12 {
			if hasPrefix(text[end:q.Body.End], "という", "といい", "とい", "と称", "と呼", "と略", "と言") {
				break
			}
			r, w := utf8.DecodeRuneInString(text[end:q.Body.End])
			if r == '「' || r == '。' || r == '、' || r == '（' || r == '）' || r == 'の' || r == 'に' || r == 'を' {
				end = q.Body.End
				break
			}
			end += w
		}
		if end == start || end >= q.Body.End || end-start >= 3*12 {
			continue
		}
		p.addDefinition(q, source.Span{Start: start, End: end}, p.meaningBefore(q, start))
	}
	s := text[q.Body.Start:min(q.Body.End, q.Body.Start+3*60)]
	i := strings.Index(s, "とは、")
	if i <= 0 {
		return
	}
	start := q.Body.Start
	if j := strings.LastIndex(s[:i], "において"); j >= 0 {
		start += j + len("において")
	}
	term := trim(text, source.Span{Start: start, End: q.Body.Start + i})
	term.Start += prefixWidth(text[term.Start:term.End], "、", "，")
	if w := term.Of(text); term.Empty() || term.Len() > 3*16 || strings.ContainsAny(w, "はをが。、「」") {
		return
	}
	p.addDefinition(q, term, p.meaningAfter(q, q.Body.Start+i))
}

func prefixWidth(s string, words ...string) int {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return len(w)
		}
	}
	return 0
}

// defineListed finds terms that stand by themselves: as the caption of an
// item, in the first cell of a row, or before a colon, where the lead or the
// caption above speaks of definitions.
func (p *parser) defineListed(q *Provision) {
	text := p.text
	if !q.Caption.Empty() && (q.Kind == Item || q.Kind == Subitem || q.Kind == Paragraph) {
		term := q.Caption
		if inside, after, ok := bracket(text, term); ok && after == term.End {
			term = inside
		}
		if text[q.Caption.Start:term.Start] == "「" || p.definingAbove(q) {
			p.addDefinition(q, term, p.meaningAfter(q, q.Body.Start))
		}
		return
	}
	if q.Kind != Item && q.Kind != Subitem && q.Kind != Text && q.Kind != Paragraph || !p.definingAbove(q) {
		return
	}
	s := text[q.Body.Start:min(q.Body.End, q.Body.Start+maxTerm)]
	if hasPrefix(s, "「", "『", "“", `"`) {
		return
	}
	i := strings.IndexAny(s, "：:")
	if p.infos[q.id].row {
		if i = strings.Index(s, "\u3000"); i < 0 {
			i = strings.Index(s, " ")
		}
	}
	if i <= 0 || strings.ContainsAny(s[:i], "。、") {
		return
	}
	_, w := utf8.DecodeRuneInString(s[i:])
	p.addDefinition(q, source.Span{Start: q.Body.Start, End: q.Body.Start + i}, trim(text, source.Span{Start: q.Body.Start + i + w, End: q.Body.End}))
}

// definingAbove reports whether q stands below a lead or a caption about definitions.
func (p *parser) definingAbove(q *Provision) bool {
	for a, n := q.Parent, 0; a != nil && n < 3; a, n = a.Parent, n+1 {
		if c := a.Caption.Of(p.text); strings.Contains(c, "定義") || strings.Contains(c, "用語") {
			return true
		}
		if !a.Body.Empty() && a.Body.Len() < 3*200 && defining(a.Body.Of(p.text)) {
			return true
		}
	}
	return false
}
