package structure

import (
	"strings"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer/letters"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/spot"
)

// maxTerm is the longest defined term in bytes.
const maxTerm = 3 * 30

// quoteEnds are the marks that close the quotation marks around a term.
func quoteEnd(open byte, third byte) string {
	switch {
	case open == '"':
		return `"`
	case open == 0xe2:
		return "”"
	case third == 0x8e:
		return "』"
	}
	return "」"
}

// defineQuoted finds （以下「当社」という。）, 「契約者データ」とは…をいう and
// 「本サービス」：… at the quotation mark of width w at byte open.
func (p *parser) defineQuoted(q *Provision, open, w int) {
	text := p.text
	start := open + w
	shut := quoteEnd(text[open], text[start-1])
	limit := min(start+maxTerm, q.Body.End)
	j := strings.Index(text[start:limit], shut)
	if j <= 0 {
		return
	}
	term := source.Span{Start: start, End: start + j}
	after := term.End + len(shut)
	rest := text[after:q.Body.End]
	switch {
	case p.hereafter(q, open), p.inBrackets(q, open, rest):
		p.addDefinition(q, term, p.meaningBefore(q, open))
	case spot.StartsAny(rest, "とは", "というのは", "の意味は", "というときは", "という場合は", "という言葉は", "という語は", "とあるのは", "と書くときは") && !spot.StartsAny(rest, "とは限", "とは異", "とは別", "とは関", "とは言え", "とはい"):
		p.addDefinition(q, term, p.meaningAfter(q, after))
	case spot.StartsAny(rest, "とい", "と呼", "とよ", "と総称", "と称", "と申", "と言") && spot.EndsAny(strings.TrimRight(text[q.Body.Start:open], "、 "), "を"):
		p.addDefinition(q, term, p.meaningUpTo(q, open))
	case spot.StartsAny(rest, "、", "と、") && spot.EndsAny(strings.TrimRight(text[q.Body.Start:open], "、 "), "を") && p.calledLater(rest):
		p.addDefinition(q, term, p.meaningUpTo(q, open)) // 「日記を書く者を「書き手」、その書いたものを「日記」という」
	case open != q.Body.Start:
	case spot.StartsAny(rest, "は、", "：", ":", " :", " ：", "\u3000", " ― ", "―", "…", " … "):
		p.addDefinition(q, term, p.meaningAfter(q, after))
	case spot.StartsAny(rest, " ", "とい") && p.definingAbove(q):
		p.addDefinition(q, term, p.meaningAfter(q, after))
	}
}

// nextName is how far behind a name another of the same sentence may end, in bytes.
const nextName = 600

// calledLater reports whether the sentence that goes on with s calls something by a name again.
func (p *parser) calledLater(s string) bool {
	s, _, _ = strings.Cut(s[:min(len(s), nextName)], "。")
	_, s, ok := strings.Cut(s, "を「")
	_, s, ok2 := strings.Cut(s, "」")
	return ok && ok2 && spot.StartsAny(s, "とい", "と呼", "とよ", "と称", "と総称", "と申")
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
	return i >= 0 && !spot.HasAny(s[i:], "。", "「", "」", "の", "に", "を")
}

// inBrackets reports whether the quotation mark at byte open opens a bracket that holds no
// more than a term, as translated terms define theirs: 「A社（「A」）が提供するB（「B」といいます。）」.
func (p *parser) inBrackets(q *Provision, open int, rest string) bool {
	r, w := letters.Last(p.text[q.Body.Start:open])
	if r != '（' && r != '(' || open-w <= q.Body.Start {
		return false
	}
	for _, says := range [...]string{"といいます", "という", "と呼びます", "と呼ぶ", "と総称します", "と総称する"} {
		if after, ok := strings.CutPrefix(rest, says); ok {
			rest = strings.TrimPrefix(after, "。")
			break
		}
	}
	return strings.HasPrefix(rest, "）") || strings.HasPrefix(rest, ")")
}

// meaningBefore returns the words that a bracket （以下「…」 stands behind.
func (p *parser) meaningBefore(q *Provision, open int) source.Span {
	text := p.text
	end := open
	for end > q.Body.Start { // back to the bracket
		r, w := letters.Last(text[q.Body.Start:end])
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
		r, w := letters.Last(text[q.Body.Start:start])
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
	for _, lead := range [...]string{"とは、", "とは", "は、", "というのは", "の意味は", "というときは", "という場合は", "という言葉は", "という語は", "とあるのは", "と書くときは", "：", ":", " ：", " :"} {
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
	if meaning.Empty() || strings.Contains(term.Of(p.text), "。") {
		return
	}
	p.tree.Definitions = append(p.tree.Definitions, Definition{Term: term.Of(p.text), TermSpan: term, Meaning: meaning, Provision: q})
}

// defineBelow finds a term without quotation marks behind 以下, which ends at
// byte start: （以下、甲という。）.
func (p *parser) defineBelow(q *Provision, start int) {
	text := p.text[:q.Body.End]
	start += prefixWidth(text[start:], "、", "，", ",")
	start += blanks(text[start:])
	end := start
	for {
		if end >= len(text) || end-start >= 3*12 {
			return
		}
		r, w := utf8.DecodeRuneInString(text[end:])
		switch r {
		case '「', '『', '。', '、', '（', '）', 'の', 'に', 'を', '"', '“':
			return
		case 'と':
			if !spot.StartsAny(text[end:], "とい", "と称", "と呼", "と略", "と言") {
				break
			}
			if end > start {
				p.addDefinition(q, source.Span{Start: start, End: end}, p.meaningBefore(q, start))
			}
			return
		}
		end += w
	}
}

// meaningUpTo returns the words of the sentence before byte end: 「契約者が登録した情報
// を「登録情報」という」.
func (p *parser) meaningUpTo(q *Provision, end int) source.Span {
	start := q.Body.Start
	if i := strings.LastIndex(p.text[start:end], "。"); i >= 0 {
		start += i + len("。")
	}
	return trim(p.text, source.Span{Start: start, End: end})
}

// defineCalled finds a term without quotation marks at the end of the first
// sentence of a provision, which ends at byte stop: 「加入者が登録した情報を登録情報という」.
func (p *parser) defineCalled(q *Provision, stop int) {
	s := p.text[q.Body.Start:stop]
	if !spot.EndsAny(s, "う", "す", "ぶ", "る") {
		return
	}
	for _, end := range [...]string{"という", "といいます", "と呼ぶ", "と呼びます", "とよぶ", "とよびます", "と称する", "と称します", "と言う", "と言います", "と申します"} {
		if !strings.HasSuffix(s, end) {
			continue
		}
		s = s[:len(s)-len(end)]
		i := strings.LastIndex(s, "を")
		if i <= 0 {
			return
		}
		term := trim(p.text, source.Span{Start: q.Body.Start + i + len("を"), End: q.Body.Start + len(s)})
		term.Start += prefixWidth(term.Of(p.text), "、", "，")
		if w := term.Of(p.text); term.Empty() || term.Len() > 3*14 || spot.HasAny(w, "は", "に", "、", "「", "」", "（", "）") {
			return
		}
		p.addDefinition(q, term, p.meaningUpTo(q, q.Body.Start+i))
		return
	}
}

// defineTopic finds a definition without quotation marks at the head of a
// provision, とは、 of which stands at byte topic: 「本契約において機密情報とは、…をいう」.
func (p *parser) defineTopic(q *Provision, topic int) {
	text := p.text
	s := text[q.Body.Start:min(q.Body.End, q.Body.Start+3*40)]
	i := topic - q.Body.Start
	if i <= 0 || i+len("とは、") > len(s) {
		return
	}
	start := q.Body.Start
	if j := strings.LastIndex(s[:i], "において"); j >= 0 {
		start += j + len("において")
	}
	term := trim(text, source.Span{Start: start, End: q.Body.Start + i})
	term.Start += prefixWidth(text[term.Start:term.End], "、", "，")
	if w := term.Of(text); term.Empty() || term.Len() > 3*16 || spot.HasAny(w, "は", "を", "が", "。", "、", "「", "」") {
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
	if spot.StartsAny(s, "「", "『", "“", `"`) {
		return
	}
	i := strings.IndexByte(s, ':')
	if wide := strings.Index(s[:max(i, 0)], "："); wide >= 0 {
		i = wide
	} else if i < 0 {
		i = strings.Index(s, "：")
	}
	if p.infos[q.id].row {
		if i = strings.Index(s, "\u3000"); i < 0 {
			i = strings.Index(s, " ")
		}
	}
	if i < 0 && (q.Kind == Item || meansSomething(text[q.Body.Start:q.Body.End])) {
		if i = strings.Index(s, "\u3000"); i < 0 {
			i = strings.Index(s, " ") // 「登録データ　契約者が登録したデータをいう。」
		}
	}
	if i <= 0 || spot.HasAny(s[:i], "。", "、") {
		return
	}
	_, w := utf8.DecodeRuneInString(s[i:])
	p.addDefinition(q, source.Span{Start: q.Body.Start, End: q.Body.Start + i}, trim(text, source.Span{Start: q.Body.Start + i + w, End: q.Body.End}))
}

// definingAbove reports whether q stands below a lead or a caption about definitions.
func (p *parser) definingAbove(q *Provision) bool {
	for a, n := q.Parent, 0; a != nil && n < 3; a, n = a.Parent, n+1 {
		if p.defining(a) {
			return true
		}
	}
	return false
}

// defining reports whether the caption or the words of q speak of definitions.
func (p *parser) defining(q *Provision) bool {
	known := &p.infos[q.id].defining
	if *known == 0 {
		*known = 1
		c := q.Caption.Of(p.text)
		if strings.Contains(c, "定義") || strings.Contains(c, "用語") || !q.Body.Empty() && p.shape(q)&defines != 0 {
			*known = 2
		}
	}
	return *known == 2
}

// meansSomething reports whether words end as a definition does.
func meansSomething(s string) bool {
	return spot.EndsAny(strings.TrimRight(s, "。 "), "をいう", "をいいます", "を指す", "を指します", "を意味する", "を意味します")
}
