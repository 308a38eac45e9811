package structure

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/letters"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/spot"
)

// line is a block, or the part of a block behind an article heading that has
// its first paragraph on the same line.
type line struct {
	span     source.Span // without surrounding blanks
	rest     source.Span // without number and caption
	caption  source.Span // the words in brackets beside the number
	num      number      // style noStyle: no number
	shape    shape       // of rest
	kind     document.BlockKind
	level    int16 // heading or list level by markup
	marker   string
	rank     rank // of a structural line; 0 for all others
	joined   bool // stands behind an article heading in the same block
	gone     bool // taken as title or caption of another line
	contents bool // entry of a table of contents
}

// shape is what a line looks like, from its words alone.
type shape uint16

const (
	nominal   shape = 1 << iota // ends in a noun
	sentence                    // ends in a predicate or with 。
	inner                       // has a 。 before its end
	short                       // at most shortRunes characters
	announces                   // 次の…, 以下の…, …：
	colon                       // ends with a colon
	question                    // …か, …？
	continues                   // ただし, なお, …
	itemEnd                     // ends in 行為, 場合, こと, …
	term                        // opens with 「…」
	fragment                    // ends in a particle or a comma
	period                      // ends with 。
	defines                     // speaks of 用語, 定義, 意味
	celled                      // has a full-width space, which stands between cells
)

const shortRunes = 42

// lines cuts the blocks into lines and reads the number of each.
func (p *parser) scanLines() {
	text := p.text
	p.lines = slices.Grow(p.lines, len(p.doc.Blocks)+8)
	for i := range p.doc.Blocks {
		b := &p.doc.Blocks[i]
		span := trim(text, b.Span)
		if span.Empty() {
			continue
		}
		l := line{span: span, rest: span, kind: b.Kind, level: int16(min(b.Level, 99)), marker: b.Marker}
		if len(p.lines) >= p.opt.provisions() {
			p.left = trim(text, source.Span{Start: span.Start, End: len(text)})
			break
		}
		p.number(&l)
		if len(p.lines) > 0 && l.num.style == noStyle && p.wrapped(&p.lines[len(p.lines)-1], &l) {
			l.shape |= continues
		}
		p.lines = append(p.lines, l)
		if l.shape&announces != 0 && l.kind != document.TableRow {
			p.splitItems()
		}
	}
	p.adorn()
	p.findRows()
}

// splitItems cuts the last line where its items stand on the same line as
// their lead: 「次の場合、解除できる。(1)… (2)…」.
func (p *parser) splitItems() {
	i := len(p.lines) - 1
	l := p.lines[i]
	var found []number
	for at := l.rest.Start; at < l.rest.End && len(p.lines)+len(found) < p.opt.provisions(); {
		if c := p.text[at]; c >= 0xe3 && c <= 0xe9 { // no bracket, no enclosed number
			at += 3
			continue
		}
		r, w := utf8.DecodeRuneInString(p.text[at:l.rest.End])
		if at > l.rest.Start && (r == '(' || r == '（' || r >= '①' && r <= '⒇') {
			n, ok := scanNumber(p.text, at, l.rest.End)
			ok = ok && n.value == int32(len(found)+1) && n.rest < l.rest.End
			switch {
			case !ok:
			case len(found) == 0:
				before, _ := letters.Last(p.text[l.rest.Start:at])
				ok = blank(before) || before == '。' || before == '：' || before == ':' || before == '、'
			default:
				ok = n.style == found[0].style
			}
			if ok {
				n.bullet = rune(at) // where it begins
				found = append(found, n)
				at = n.rest
				continue
			}
		}
		at += w
	}
	if len(found) < 2 {
		return
	}
	for k, n := range found {
		end := l.rest.End
		if k+1 < len(found) {
			end = int(found[k+1].bullet)
		}
		item := line{span: trim(p.text, source.Span{Start: int(n.bullet), End: end}), num: n, joined: true}
		item.num.bullet = 0
		item.rest = source.Span{Start: n.rest, End: max(n.rest, item.span.End)}
		item.shape = p.shapeOf(item.rest)
		p.lines = append(p.lines, item)
	}
	head := &p.lines[i]
	head.span.End = int(found[0].bullet)
	head.span = trim(p.text, head.span)
	head.rest.End = max(head.rest.Start, head.span.End)
	head.shape = p.shapeOf(head.rest)
}

// wrapped reports whether l goes on with the sentence that before breaks off.
func (p *parser) wrapped(before, l *line) bool {
	if before.shape&(sentence|colon|question|announces) != 0 || before.rest.Len() < 3*18 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(p.text[l.span.Start:])
	if before.shape&fragment != 0 && before.num.style != styleBullet {
		return true
	}
	return r >= 'ぁ' && r <= 'ん' && !spot.StartsAny(p.text[l.span.Start:], "この", "その", "これ", "それ", "ここ", "ご", "お", "また", "まず", "すべて", "いかなる", "いずれ", "もし", "みな", "あらかじめ", "あなた", "よくある", "はじめ", "こちら", "そのほか", "なお", "ただし")
}

// findRows marks the rows of tables written with spaces: two lines or more with
// the same number of cells between full-width spaces and no sentence in the
// first, or the lines below a head such as 「用語 定義」.
func (p *parser) findRows() {
	p.findHeadedRows()
	for i := 0; i+1 < len(p.lines); {
		cells := p.cells(i)
		j := i + 1
		for cells > 1 && j < len(p.lines) && p.cells(j) == cells {
			j++
		}
		for k := i; k < j && j-i > 1; k++ {
			p.lines[k].kind = document.TableRow
		}
		i = j
	}
}

// headCells are words that head the columns of tables in terms.
var headCells = [...]string{"用語", "項目", "種別", "区分", "名称", "定義", "委託先", "再委託先", "役割", "版", "目的", "情報の種類", "サービス", "プラン", "事業者名", "提供先", "データの種類", "データの使用目的"}

// findHeadedRows marks the rows below a head of short nouns with single spaces between them.
func (p *parser) findHeadedRows() {
	for i := 0; i+1 < len(p.lines); i++ {
		l := &p.lines[i]
		if l.kind != document.Paragraph || l.num.style != noStyle || l.span.Len() > 3*40 || !spot.StartsAny(l.span.Of(p.text), headCells[:]...) {
			continue
		}
		columns := strings.Fields(l.span.Of(p.text))
		if len(columns) < 2 || !slices.Contains(headCells[:], columns[0]) && !strings.HasPrefix(columns[0], "データ") {
			continue
		}
		j := i + 1
		for j < len(p.lines) && p.lines[j].num.style == noStyle && p.lines[j].kind == document.Paragraph {
			first, _, ok := strings.Cut(p.lines[j].span.Of(p.text), " ")
			if !ok || len(first) > 3*24 || strings.ContainsAny(first, "。、") {
				break
			}
			j++
		}
		for k := i; k < j && j-i > 1; k++ {
			p.lines[k].kind = document.TableRow
		}
		i = max(i, j-1)
	}
}

// cells counts the cells of line i; 1 means that it is no row.
func (p *parser) cells(i int) int {
	l := &p.lines[i]
	if l.kind != document.Paragraph || l.num.style != noStyle || l.shape&celled == 0 {
		return 1
	}
	s := l.span.Of(p.text)
	first, _, ok := strings.Cut(s, "\u3000")
	if !ok || len(first) > 3*24 || strings.Contains(first, "。") {
		return 1
	}
	return 1 + strings.Count(s, "\u3000")
}

// number reads the number and the bracketed caption of a line, from its markup or from its text.
func (p *parser) number(l *line) {
	if l.kind == document.Paragraph {
		p.hashed(l)
	}
	if l.marker != "" {
		if n, ok := scanNumber(l.marker, 0, len(l.marker)); ok {
			l.num = n
			l.num.stop, l.num.rest = l.span.Start, l.span.Start
		}
	}
	if l.num.style == noStyle || l.num.style == styleBullet {
		if n, ok := scanNumber(p.text, l.span.Start, l.span.End); ok && (l.kind != document.TableRow || n.style == styleArticle) {
			l.num = n
			l.rest.Start = n.rest
			p.decorated(l)
		}
	}
	if l.num.style == noStyle && l.kind == document.ListItem {
		l.num = number{style: styleBullet, bullet: '・', stop: l.span.Start, rest: l.span.Start}
	}
	l.shape = p.shapeOf(l.rest)
}

// hashed makes a heading of a line with the marks of Markdown in plain text:
// 「## 第2条　…」.
func (p *parser) hashed(l *line) {
	const deepest, longest = 6, 3 * 60
	words := strings.TrimLeft(l.span.Of(p.text), "#")
	level, gap := l.span.Len()-len(words), blanks(words)
	if level == 0 || level > deepest || gap == 0 || len(words) > longest || strings.HasSuffix(words, "。") {
		return
	}
	l.kind, l.level = document.Heading, int16(level)
	l.span.Start += level + gap
	l.rest = l.span
}

// decorated reads the number behind a mark that only adorns a heading: 「■ 第2条　…」.
func (p *parser) decorated(l *line) {
	if ornament(l) < 0 {
		return
	}
	if n, ok := scanNumber(p.text, l.num.rest, l.span.End); ok && n.style.structural() {
		l.num, l.rest.Start = n, n.rest
	}
}

func trim(text string, span source.Span) source.Span {
	for span.Start < span.End {
		r, w := letters.First(text[span.Start:span.End])
		if !blank(r) {
			break
		}
		span.Start += w
	}
	for span.Start < span.End {
		r, w := letters.Last(text[span.Start:span.End])
		if !blank(r) {
			break
		}
		span.End -= w
	}
	return span
}

// shapeOf looks at the words of a span.
func (p *parser) shapeOf(span source.Span) shape {
	s := span.Of(p.text)
	if s == "" {
		return short
	}
	var f shape
	if len(s) <= shortRunes || len(s) <= 3*shortRunes && characters(s) <= shortRunes {
		f |= short
	}
	end, stop := ending(s)
	f |= end
	seen, first := p.survey(span)
	f |= seen
	if first < stop && (f&short == 0 || !bracketed(s, first)) {
		f |= inner
	}
	if strings.HasPrefix(s, "「") || strings.HasPrefix(s, "『") || strings.HasPrefix(s, "“") || s[0] == '"' {
		f |= term
	}
	if continuing(s) {
		f |= continues
	}
	return f
}

// characters counts the characters of s.
func characters(s string) int {
	n := 0
	for i := range len(s) {
		if s[i]&0xc0 != 0x80 {
			n++
		}
	}
	return n
}

// bracketed reports whether byte i of s lies inside brackets or quotation marks.
func bracketed(s string, i int) bool {
	depth := 0
	for _, r := range s[:i] {
		switch r {
		case '（', '(', '「', '『', '【':
			depth++
		case '）', ')', '」', '』', '】':
			depth--
		}
	}
	return depth > 0
}

// ending classifies the end of s and returns where its last 。 begins (len(s) without one).
func ending(s string) (f shape, stop int) {
	stop = len(s)
	stopped := false
strip:
	for range 16 { // more brackets than that are noise
		if s == "" {
			break
		}
		r, w := letters.Last(s)
		switch r {
		case '。', '．', '｡':
			stop = len(s) - w
			stopped = true
		case '.', ';', '；', '*', '!', '！', '」', '』', '"', '”':
		case ')', '）', '］', ']', '】', '〕', '〉', '》':
			open := opening(s)
			if open <= 0 {
				s = s[:len(s)-w]
				continue
			}
			s = s[:open]
			continue
		case ':', '：':
			return colon | nominal, stop
		case '?', '？':
			return question | nominal, stop
		case '、', '，', ',':
			return fragment, stop
		default:
			if !blank(r) {
				break strip
			}
		}
		s = s[:len(s)-w]
	}
	if s == "" {
		return nominal, stop
	}
	f = lastWord(s)
	if stopped {
		if f |= period; f&nominal == 0 {
			f |= sentence
		}
	}
	return f, stop
}

// opening returns where the bracket group that ends s begins, or -1.
func opening(s string) int {
	depth := 0
	for i := len(s); i > 0; {
		r, w := letters.Last(s[:i])
		i -= w
		switch r {
		case ')', '）', '］', ']', '】', '〕', '〉', '》', '」', '』':
			depth++
		case '(', '（', '［', '[', '【', '〔', '〈', '《', '「', '『':
			if depth--; depth == 0 {
				return i
			}
		}
		if len(s)-i > 3000 {
			break
		}
	}
	return -1
}

// itemEnds are the words that an item ends with: formal nouns that carry a whole clause.
var itemEnds = sync.OnceValue(func() *affixes {
	return ends("行為", "場合", "こと", "もの", "とき", "ため", "おそれ", "恐れ", "際", "る者", "た者", "い者", "ところ")
})

// nounEnds are nouns whose last kana looks like that of a predicate.
var nounEnds = sync.OnceValue(func() *affixes {
	return ends("こと", "もの", "とき", "ところ", "ため", "など", "まで", "のみ", "だけ", "ほか", "扱い", "あつかい", "払い", "違い", "願い", "問い",
		"使い", "思い", "伺い", "お手伝い", "手伝い", "災い", "争い", "狙い", "もと", "うち", "あいだ", "かた", "すべて", "全て", "わいせつ", "いたずら",
		"について", "に関して", "誓い", "補い", "行い", "振る舞い", "いじめ", "はじめに", "さいごに", "最後に", "終わりに", "おわりに")
})

// lastWord classifies a text by the word it ends with.
func lastWord(s string) shape {
	if itemEnds().end(s) {
		return nominal | itemEnd
	}
	r, _ := letters.Last(s)
	if r < 'ぁ' || r > 'ん' {
		return nominal
	}
	if nounEnds().end(s) {
		return nominal
	}
	switch r {
	case 'か':
		return question | nominal
	case 'は', 'が', 'を', 'に', 'で', 'と', 'へ', 'も', 'て', 'や', 'ば':
		return fragment
	case 'る', 'す', 'う', 'く', 'ぐ', 'つ', 'ぬ', 'ぶ', 'む', 'た', 'だ', 'い', 'ん', 'ず', 'ろ', 'よ', 'ね':
		return sentence
	}
	return nominal
}

// survey returns which of announces, defines and celled a span is by what was found in
// it, and where in it its first 。 stands, its length for none.
func (p *parser) survey(span source.Span) (f shape, stop int) {
	s := span.Of(p.text)
	stop = len(s)
	for i := p.foundFrom(span.Start); i < len(p.found) && int(p.found[i].At) < span.End; i++ {
		x := p.found[i]
		w := own(x)
		if w == nil || w.marks == 0 || x.End() > span.End {
			continue
		}
		at, after := int(x.At)-span.Start, x.End()-span.Start
		switch {
		case w.marks&markSpace != 0:
			f |= celled
		case w.marks&markStop != 0:
			stop = min(stop, at)
		case w.marks&markDefines != 0:
			f |= defines
		case f&announces != 0:
		case w.marks&markBelow != 0:
			if announcedBy(strings.TrimPrefix(s[after:], "、次")) && !counted(s[:at]) {
				f |= announces
			}
		case w.marks&markDown != 0:
			if announcedBy(s[after:]) {
				f |= announces
			}
		case w.marks&markNext != 0:
			if announcedBy(s[after:]) && !spot.EndsAny(s[:at], "順", "逐", "取", "二", "一", "三", "目", "月", "年", "副", "第", "高") {
				f |= announces
			}
		}
	}
	if strings.HasSuffix(s, "：") || strings.HasSuffix(s, ":") {
		f |= announces
	}
	return f, stop
}

var announced = [...]string{"の", "に掲げ", "に定め", "に示", "に該当", "に記", "に列", "に規定", "に同意", "に挙げ", "に述べ", "に例", "を", "各", "いずれ", "が", "は"}

// announcedBy reports whether s can follow 次 or 以下 that points down the page.
func announcedBy(s string) bool {
	for _, a := range announced {
		if !strings.HasPrefix(s, a) {
			continue
		}
		if a != "の" {
			return true
		}
		s = s[len(a):]
		return !spot.StartsAny(s, "契約期間", "更新", "期間", "月", "年", "日", "支払日", "請求日", "支払期", "営業日")
	}
	return false
}

// counted reports whether s ends in an amount, so that 以下 after it means "at most".
func counted(s string) bool {
	r, _ := letters.Last(s)
	if r >= '0' && r <= '9' {
		return true
	}
	switch r {
	case '円', '歳', '才', '人', '名', '年', '日', '件', '個', '回', '％', '%', '間', '分', '点', '割', '倍', '額', '月':
		return true
	}
	return false
}

// continuings are the words that tie what they open to what stands before it.
var continuings = sync.OnceValue(func() *affixes {
	return starts("ただし", "但し", "但、", "なお", "尚", "また、", "また，", "この場合", "その場合", "もっとも", "ただ、", "さらに", "更に、", "加えて、", "おって", "※", "前記", "上記", "例えば", "たとえば", "したがって", "従って、", "この際", "その際")
})

// continuing reports whether s opens with a word that ties it to what stands before it.
func continuing(s string) bool { return continuings().begin(s) }
