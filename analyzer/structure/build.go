package structure

// How the tree is built
//
// Ranked lines (article.go) make the outer tree by a stack of ranks. Below each
// of them its region is filled line by line: a numbered line goes where nest.go
// placed it; a plain line is the body of a heading, a paragraph of its own, an
// item without a number, the words of the item above, or the sentence that
// closes a list, by what stands before and after it. settle.go then merges what
// is one provision written on two lines, and counts paragraphs.

import (
	"strings"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/spot"
)

// open is a provision that can still take children.
type open struct {
	p    *Provision
	list int32 // identity of the list it is in; -1 for the holder of a region and its subheadings
	rank rank
}

func (p *parser) build() {
	root := p.add(nil, Root, -1)
	root.Caption = p.title
	p.tree.Root = root
	outer := []open{{p: root, list: -1}}
	for i := 0; i < len(p.lines); {
		l := &p.lines[i]
		if l.rank == noRank {
			end := p.regionEnd(i)
			p.fill(outer[len(outer)-1].p, i, end)
			i = end
			continue
		}
		for len(outer) > 1 && outer[len(outer)-1].rank >= l.rank {
			outer = outer[:len(outer)-1]
		}
		q := p.add(outer[len(outer)-1].p, p.rankedKind(l), i)
		q.Caption = l.caption
		q.Body = l.rest
		outer = append(outer, open{p: q, list: -1, rank: l.rank})
		i++
	}
	if !p.left.Empty() {
		q := p.add(root, Text, -1)
		q.Body, q.Span = p.left, p.left
	}
	p.settleAll(root)
}

// regionEnd returns the line behind the region that begins at line i.
func (p *parser) regionEnd(i int) int {
	listed := false
	for from := i; i < len(p.lines) && p.lines[i].rank == noRank; i++ {
		if i > from && listed && p.beginsAnew(i) {
			break
		}
		listed = listed || p.lines[i].num.style != noStyle
	}
	return i
}

// beginsAnew reports whether line i is a paragraph without a number behind the items of
// another one, with items of its own: 「前項の定めにかかわらず、次の場合は…」 above an item 1.
func (p *parser) beginsAnew(i int) bool {
	l := &p.lines[i]
	if l.num.style != noStyle || l.gone || l.kind != document.Paragraph || l.shape&announces == 0 || !strings.HasPrefix(l.span.Of(p.text), "前項") {
		return false
	}
	return i+1 < len(p.lines) && p.lines[i+1].num.value == 1
}

func (p *parser) rankedKind(l *line) Kind {
	switch l.num.style {
	case stylePart:
		return Part
	case styleChapter:
		return Chapter
	case styleAnnex:
		return Annex
	case styleSupplement:
		return Supplement
	case styleArticle, styleArticleEN, styleOrdinal:
		return Article
	case noStyle, styleSection, styleSubsection, styleDivision:
		return Section
	}
	if p.articles > 0 {
		return Section
	}
	switch l.num.n { // a heading by markup that is numbered
	case 2:
		return Paragraph
	case 3:
		return Item
	case 4:
		return Subitem
	}
	return Article
}

// add makes a provision for line i under parent.
func (p *parser) add(parent *Provision, k Kind, i int) *Provision {
	q := p.mem.provisions.New()
	q.Kind, q.Parent, q.id = k, parent, int32(len(p.infos))
	n := info{line: int32(i), body: int32(i), list: -1}
	if i >= 0 {
		l := &p.lines[i]
		q.Span = l.span
		if l.num.style != noStyle && l.num.style != styleBullet {
			q.Number = p.written(l)
			q.value = l.num.value
		}
		n.style, n.class, n.row = l.num.style, l.class(), l.kind == document.TableRow
	}
	p.infos = append(p.infos, n)
	if parent != nil {
		parent.Children = p.mem.append(parent.Children, q)
	}
	return q
}

// written returns the number of a line as it stands there.
func (p *parser) written(l *line) string {
	if l.num.stop <= l.span.Start {
		return l.marker
	}
	start := l.span.Start
	if l.rank != noRank && l.caption.Start < l.num.stop && !l.caption.Empty() {
		start = trim(p.text, source.Span{Start: l.numberStart(p.text), End: l.num.stop}).Start
	}
	return p.text[start:l.num.stop]
}

// numberStart returns where the number begins when its caption stands before it.
func (l *line) numberStart(text string) int {
	at := l.caption.End
	for at < l.num.stop && text[at] != '\n' && !l.startsNumber(text, at) {
		at++
	}
	if at < l.num.stop && text[at] == '\n' {
		at++
	}
	return at
}

func (l *line) startsNumber(text string, at int) bool {
	return spot.StartsAny(text[at:], "第") || spot.StartsAny(text[at:], "Article", "ARTICLE", "article")
}

// region is the work of filling one provision with its lines.
type region struct {
	p        *parser
	holder   *Provision
	from, to int
	stack    []open
	lead     *Provision // announces items without numbers
	defines  bool       // …which are definitions
}

// fill puts the lines [from, to) under holder.
func (p *parser) fill(holder *Provision, from, to int) {
	p.nest(from, to)
	p.mem.headlike = append(p.mem.headlike[:0], make([]int8, to-from)...)
	p.mem.counts = append(p.mem.counts[:0], make([]membership, to-from)...) // by identity of the list, less from
	r := &region{p: p, holder: holder, from: from, to: to, stack: p.mem.stack[:0]}
	r.findHeads()
	defer func() { p.mem.stack = r.stack }()
	r.stack = append(r.stack, open{p: holder, list: -1})
	for i := from; i < to; i++ {
		l := &p.lines[i]
		switch {
		case l.gone:
		case r.frameOf(i) != nil:
			r.numbered(i, r.frameOf(i))
		case r.isSubhead(i):
			r.subhead(i)
		default:
			r.plain(i)
		}
	}
	for i := len(p.nester.placed) - 1; i >= 0; i-- {
		if f := r.frameOf(from + i); f != nil && f.depth == 0 {
			p.ended[f.style] = f.value
			break
		}
	}
}

func (r *region) frameOf(i int) *frame {
	if i < r.from || i >= r.to {
		return nil
	}
	f := r.p.nester.placed[i-r.from]
	if f < 0 {
		return nil
	}
	return &r.p.nester.frames[f]
}

// findHeads finds the lists whose members are headings: short nouns, most of
// them with something else than the next member below.
func (r *region) findHeads() {
	counts := r.p.mem.counts
	for i := r.from; i < r.to; i++ {
		f := r.frameOf(i)
		if f == nil {
			continue
		}
		c := &counts[int(f.list)-r.from]
		c.members++
		l := &r.p.lines[i]
		if l.class() == heading || l.class() == phrase && l.shape&(term|short) == term|short && l.shape&sentence == 0 {
			c.heads++
		}
		j := i + 1
		for j < r.to && r.p.lines[j].gone {
			j++
		}
		if j >= r.to {
			continue
		}
		next := r.frameOf(j)
		switch {
		case next != nil && next.list == f.list:
			c.bare++
		case next != nil && next.depth > f.depth, next == nil && r.p.lines[j].shape&(sentence|inner|announces|colon) != 0:
			c.below++
		}
	}
	for i := range counts {
		c := &counts[i]
		c.headed = c.members > 0 && 3*c.heads >= 2*c.members && 2*c.below >= c.members
		if c.below == 1 && c.bare > 0 {
			c.headed = false // what stands below the second of two may as well close the list
		}
	}
}

// membership is what the members of a list are.
type membership struct {
	members, heads, below int32
	bare                  int32 // right above the next member
	headed                bool  // they are headings
}

// headed reports whether the members of a list are headings.
func (r *region) headed(list int32) bool { return r.p.mem.counts[int(list)-r.from].headed }

// numbered places line i, which has a number.
func (r *region) numbered(i int, f *frame) {
	r.lead = nil
	l := &r.p.lines[i]
	parent, below := int32(-1), -1
	if f.parent >= 0 {
		parent, below = r.p.nester.frames[f.parent].list, int(r.p.nester.frames[f.parent].line)
	}
	at := len(r.stack) - 1
	for k := at; k > 0; k-- {
		if r.stack[k].list == f.list {
			at = k // goes on with an open list, past any subheading inside it
			break
		}
	}
	for ; at > 0; at-- {
		if o := &r.stack[at]; o.list == f.list || parent >= 0 && o.list == parent {
			break
		}
		if r.stack[at].list < 0 && (parent < 0 && r.holds(r.stack[at].p, f) || below >= 0 && below < r.lineOf(r.stack[at].p)) {
			break // a subheading holds the list
		}
	}
	if at > 0 && r.stack[at].list == f.list {
		at--
	}
	r.stack = r.stack[:at+1]
	top := r.stack[at].p
	q := r.p.add(top, r.kindOf(f, top), i)
	q.Body = l.rest
	q.value = max(f.value, 0)
	if f.value == 0 {
		q.value = f.other
	}
	in := &r.p.infos[q.id]
	in.list, in.headed = f.list, r.headed(f.list)
	r.stack = append(r.stack, open{p: q, list: f.list})
	if l.shape&announces != 0 && l.shape&sentence != 0 && !in.headed && q.Kind == Paragraph {
		r.lead, r.defines = q, l.shape&defines != 0 // 「2. 次の目的で利用します。」 above lines without numbers
	}
}

// holds reports whether the subheading q holds the list of f: a list that
// opened below it, unless its members are headings themselves and q has text of its own.
func (r *region) holds(q *Provision, f *frame) bool {
	if f.style == styleBullet {
		return true
	}
	if int(f.list) < r.lineOf(q) {
		return false
	}
	return !r.headed(f.list) || len(q.Children) == 0 || r.p.infos[q.Children[0].id].list == f.list
}

func (r *region) lineOf(q *Provision) int { return int(r.p.infos[q.id].line) }

// kindOf gives the kind of a numbered line under top; settle.go makes paragraphs of items and back.
func (r *region) kindOf(f *frame, top *Provision) Kind {
	switch top.Kind {
	case Root, Part, Chapter, Section, Annex, Supplement:
		if r.headed(f.list) && r.articleStyle(f) && r.insideArticle(top) == nil {
			return Article
		}
		if f.style == styleBullet {
			return Item
		}
		return Paragraph
	case Article:
		if f.style == styleBullet || f.style >= styleKana && f.style <= styleUpperPar || f.style == styleCircled {
			return Item
		}
		return Paragraph
	case Paragraph:
		return Item
	case Text:
		return Item
	}
	return Subitem
}

func (r *region) articleStyle(f *frame) bool {
	switch f.style {
	case styleDecimal, styleDotted, styleHyphen, styleKanji, styleHalf, styleUpper, styleParen, styleCircled:
		return true
	}
	return false
}

func (r *region) insideArticle(q *Provision) *Provision {
	for ; q != nil; q = q.Parent {
		if q.Kind == Article {
			return q
		}
	}
	return nil
}

// isSubhead reports whether line i is a heading by its shape: short, a noun, with text below it,
// or by its words, with nouns below it.
func (r *region) isSubhead(i int) bool {
	if !r.headlike(i) {
		return false
	}
	if r.overNouns(i) {
		return true
	}
	return r.isSubheadBefore(i) && (r.prose(i+1) || r.headlike(i+1) && r.prose(i+2) && !r.member(i))
}

// member reports whether line i goes on with the nouns below a heading: 「暗号化」,
// 「監視」, 「監査」 above the next heading.
func (r *region) member(i int) bool {
	if i < r.from+2 || r.named(i) {
		return false
	}
	top := r.stack[len(r.stack)-1]
	if top.list >= 0 || top.p.Kind != Section {
		return top.list < 0 && r.noun(i-1) && r.noun(i-2) // no heading was seen, but a run of nouns
	}
	if r.lineOf(top.p) == i-1 {
		return r.named(i - 1) // the first of them
	}
	return r.noun(i - 1)
}

// noun reports whether line i is a noun and no more: no sentence, no value, no row.
func (r *region) noun(i int) bool {
	if !r.bare(i) {
		return false
	}
	words := r.p.lines[i].span.Of(r.p.text)
	return !dated(words) && !addressed(words) && words != "以上"
}

// bare reports whether line i is short and without a predicate: 「パスワードのハッシュ化」, 「利用履歴: 一年」.
func (r *region) bare(i int) bool {
	if i >= r.to || r.frameOf(i) != nil {
		return false
	}
	l := &r.p.lines[i]
	return !l.gone && l.kind == document.Paragraph && l.shape&(short|nominal) == short|nominal && l.shape&(sentence|inner|announces|fragment|colon|question|continues|period|term) == 0
}

// overNouns reports whether line i is a heading by its words: 「利用目的」 above two lines
// of nouns or more, where no sentence asks for items such as it.
func (r *region) overNouns(i int) bool {
	if !r.named(i) || !r.noun(i) || !r.bare(i+1) || !r.bare(i+2) {
		return false
	}
	if r.lead == nil {
		return i == r.from || r.p.lines[i-1].shape&announces == 0
	}
	words := r.lead.Body.Of(r.p.text)
	if strings.Contains(words, "方針") || strings.Contains(words, "ポリシー") || strings.Contains(words, "とおり") && r.namedBelow(i) {
		return true // 「以下の方針に基づいて取り扱います。」
	}
	return r.p.lines[i-1].shape&announces == 0 && r.p.subheadsElsewhere() && !strings.Contains(words, "事項") && !strings.Contains(words, "項目")
}

// namedBelow reports whether line i is the first of several headings by their words, each
// with something else below it.
func (r *region) namedBelow(i int) bool {
	if r.named(i + 1) {
		return false
	}
	for j := i + 2; j+1 < r.to && j < i+24; j++ {
		if r.named(j) && r.noun(j) && !r.named(j+1) {
			return true
		}
	}
	return false
}

// headWords are what headings of policies and pages on security end with.
var headWords = [...]string{"利用目的", "使用目的", "取得する情報", "取得する個人情報", "収集する情報", "収集する個人情報", "収集するデータ", "取得するデータ", "安全管理措置", "保護措置", "セキュリティ対策", "セキュリティー対策",
	"保存期間", "保管期間", "保持期間", "第三者提供", "第三者への提供", "委託先", "利用者の権利", "お客様の権利", "ユーザーの権利", "について"}

// named reports whether the words of line i are those of a heading.
func (r *region) named(i int) bool {
	return spot.EndsAny(r.p.lines[i].span.Of(r.p.text), headWords[:]...)
}

// prose reports whether line i is text below a heading: a sentence or a list.
func (r *region) prose(i int) bool {
	if i >= r.to || r.p.lines[i].gone {
		return false
	}
	return r.frameOf(i) != nil || r.p.lines[i].shape&(sentence|inner|announces|period) != 0 || r.p.lines[i].kind == document.TableRow
}

// headlike reports whether line i can be a heading by its words.
func (r *region) headlike(i int) bool {
	if i >= r.to {
		return false
	}
	known := &r.p.mem.headlike[i-r.from]
	if *known == 0 {
		*known = 1
		if r.readsLikeHead(i) {
			*known = 2
		}
	}
	return *known == 2
}

// above returns the frame of the line above line i, nil if it has none.
func (r *region) above(i int) *frame {
	if i <= r.from {
		return nil
	}
	return r.frameOf(i - 1)
}

// readsLikeHead is headlike, which remembers it.
func (r *region) readsLikeHead(i int) bool {
	if r.p.lines[i].gone || r.frameOf(i) != nil {
		return false
	}
	l := &r.p.lines[i]
	if l.kind != document.Paragraph || l.contents || l.joined || i+1 >= r.to {
		return false
	}
	if r.holder.Kind == Root && r.p.articles > 0 && r.to < len(r.p.lines) && r.p.firstArticle() >= r.to {
		return spot.StartsAny(l.span.Of(r.p.text), "はじめに", "前文", "序文", "まえがき", "概要", "総則", "重要") // else a date, a name
	}
	if inside, after, ok := bracket(r.p.text, l.span); ok && after == l.span.End && l.shape&short != 0 {
		return !inside.Empty() && r.p.text[l.span.Start:inside.Start] == "【"
	}
	if l.shape&short == 0 || l.shape&(inner|fragment|colon|announces|continues|period) != 0 || l.shape&nominal == 0 && !r.spoken(i) {
		return false
	}
	words := l.span.Of(r.p.text)
	if strings.Contains(words, "、") && spot.EndsAny(words, "こと", "もの", "とき") || i+1 < r.to && r.p.lines[i+1].shape&continues != 0 {
		return false
	}
	if !hasJapanese(words) && (words[0] >= '0' && words[0] <= '9' || i+1 < r.to && r.p.lines[i+1].shape&sentence == 0) {
		return false // a line of an address
	}
	if spot.StartsAny(words, "第") && !spot.StartsAny(words, "第三者") || dated(words) || spot.StartsAny(words, "http", "©", "〒", "※", "←", "→") || spot.EndsAny(words, "以上") || addressed(words) {
		return false
	}
	if f := r.frameOf(i + 1); f != nil {
		if before := r.above(i); before != nil && before.list == f.list && r.headed(f.list) {
			return false // all that stands between two headings: 「1. 集める情報」, 「名前、写真」, 「2. 使う目的」
		}
		return !r.continuing(f, i) // else it stands between two members of a list
	}
	return true
}

// addressed reports whether words have a mark of addresses, names and values.
func addressed(words string) bool {
	for i := range len(words) {
		switch words[i] {
		case '@', '/', '|':
			return true
		case ':':
			if strings.HasPrefix(words[i:], ": ") {
				return true
			}
		case 0xef:
			if spot.StartsAny(words[i:], "：", "／", "｜") {
				return true
			}
		}
	}
	return false
}

// spoken reports whether line i is a heading that is a sentence: without 。,
// above one that has it, in a text without articles where sentences end in 。.
func (r *region) spoken(i int) bool {
	l := &r.p.lines[i]
	if r.p.articles > 0 || i+1 >= r.to || r.p.lines[i+1].shape&(period|inner) == 0 || 2*r.p.lines[i+1].span.Len() < 3*l.span.Len() {
		return false
	}
	return r.p.stopped()
}

// stopped reports whether the plain sentences of this document end in 。.
func (p *parser) stopped() bool {
	if p.stops == 0 {
		with, without := 0, 0
		for i := range p.lines {
			switch l := &p.lines[i]; {
			case l.num.style != noStyle || l.shape&sentence == 0:
			case l.shape&period != 0:
				with++
			case l.shape&short == 0:
				without++
			}
		}
		p.stops = 1
		if with > 5*without {
			p.stops = 2
		}
	}
	return p.stops > 1
}

// isSubheadBefore reports whether what stands above line i lets it be a heading.
func (r *region) isSubheadBefore(i int) bool {
	if r.lead != nil {
		return r.p.subheadsElsewhere()
	}
	if i == r.from {
		return true
	}
	return r.p.lines[i-1].shape&announces == 0
}

// continuing reports whether f goes on with a list that is open above line i.
func (r *region) continuing(f *frame, i int) bool {
	if r.headed(f.list) {
		return false
	}
	return int(f.list) < i && f.style != styleBullet
}

// subheadsElsewhere reports whether this document has plain lines as headings at all.
func (p *parser) subheadsElsewhere() bool {
	if p.subheads != 0 {
		return p.subheads > 1
	}
	p.subheads = 1
	n := 0
	for i := 1; i+1 < len(p.lines); i++ {
		l := &p.lines[i]
		if l.num.style != noStyle || l.rank != noRank || l.shape&(short|nominal) != short|nominal || l.shape&(sentence|inner|fragment|colon) != 0 {
			continue
		}
		before, after := p.lines[i-1].shape, p.lines[i+1].shape
		if before&sentence != 0 && before&announces == 0 && after&(sentence|inner) != 0 && p.lines[i+1].num.style == noStyle {
			if n++; n >= 2 {
				p.subheads = 2
				return true
			}
		}
	}
	return false
}

// subhead opens a section for line i: inside the numbered heading above it, or under the holder.
func (r *region) subhead(i int) {
	r.lead = nil
	at := len(r.stack) - 1
	for ; at > 0; at-- {
		if o := &r.stack[at]; o.list >= 0 && r.headed(o.list) && r.p.infos[o.p.id].style != styleBullet {
			break
		}
	}
	if at == 0 && len(r.stack) > 1 && r.stack[1].list < 0 && i > r.from && r.lineOf(r.stack[len(r.stack)-1].p) == i-1 && r.stack[len(r.stack)-1].list < 0 {
		at = len(r.stack) - 1 // a heading right below a heading
	}
	if at < len(r.stack)-1 && at > 0 && r.stack[at+1].list < 0 && r.lineOf(r.stack[len(r.stack)-1].p) == i-1 && r.stack[len(r.stack)-1].list < 0 && at+1 == len(r.stack)-1 {
		at++
	}
	r.stack = r.stack[:at+1]
	q := r.p.add(r.stack[at].p, Section, i)
	l := &r.p.lines[i]
	q.Caption = l.span
	if inside, after, ok := bracket(r.p.text, l.span); ok && after == l.span.End {
		q.Caption = inside
	}
	q.Body = source.Span{Start: l.span.End, End: l.span.End}
	r.stack = append(r.stack, open{p: q, list: -1})
}

// plain places line i, which has no number.
func (r *region) plain(i int) {
	l := &r.p.lines[i]
	if r.lead != nil && r.unnumberedItem(l) {
		r.text(r.lead, Item, i)
		return
	}
	r.lead = nil
	at := r.place(i)
	r.stack = r.stack[:at+1]
	top := r.stack[at].p
	if k := r.lostItem(i); k != nil {
		k.Body = l.span
		return
	}
	q := r.text(top, Text, i)
	if l.shape&announces != 0 && (i+1 >= r.to || r.frameOf(i+1) == nil) {
		r.lead = q
		r.defines = l.shape&defines != 0
	}
}

func (r *region) text(parent *Provision, k Kind, i int) *Provision {
	q := r.p.add(parent, k, i)
	q.Body = r.p.lines[i].span
	return q
}

// unnumberedItem reports whether l can be an item of the lead above it.
func (r *region) unnumberedItem(l *line) bool {
	if l.kind == document.TableRow {
		return true
	}
	if l.shape&continues != 0 {
		return false
	}
	if r.defines && l.shape&term != 0 {
		return true
	}
	return l.shape&(sentence|inner|announces|fragment) == 0 && l.shape&nominal != 0
}

// place returns the place in the stack of the provision that the plain line i belongs to.
func (r *region) place(i int) int {
	at := len(r.stack) - 1
	o := &r.stack[at]
	if o.list < 0 {
		return at
	}
	l := &r.p.lines[i]
	if f, crossed := r.nextFrame(i); f != nil && !crossed {
		if f.parent >= 0 && r.p.nester.frames[f.parent].list == o.list && int(f.list) > i {
			return at // leads the list below
		}
		if f.list == o.list && (f.style != styleBullet || r.headed(f.list)) {
			return at
		}
	}
	in := &r.p.infos[o.p.id]
	switch {
	case in.headed:
		return at
	case in.class == clause && in.style != styleBullet && o.p.Kind != Subitem:
		return at
	case l.shape&(sentence|inner|continues|announces) == 0 && l.kind != document.TableRow && in.style != styleBullet:
		return at
	}
	return at - 1
}

// nextFrame returns the frame of the next numbered line below i, and whether a
// subheading stands before it.
func (r *region) nextFrame(i int) (f *frame, crossed bool) {
	for j := i + 1; j < r.to && j < i+24; j++ {
		if f := r.frameOf(j); f != nil {
			return f, crossed
		}
		if r.isSubhead(j) {
			crossed = true
		}
	}
	return nil, crossed
}

// lostItem makes an item of a line whose number was lost: it stands between
// the items 3 and 5, or above an item 3 that comes first.
func (r *region) lostItem(i int) *Provision {
	o := &r.stack[len(r.stack)-1]
	if o.list < 0 || r.p.infos[o.p.id].headed {
		return nil
	}
	f, _ := r.nextFrame(i)
	if f == nil || r.p.lines[i].shape&(nominal|sentence) != nominal {
		return nil
	}
	if f.parent >= 0 && r.p.nester.frames[f.parent].list == o.list && int(f.list) > i && f.value > 1 && f.style != styleBullet &&
		r.p.lines[r.lineOf(o.p)].shape&announces != 0 && len(o.p.Children) < int(f.value)-1 {
		q := r.p.add(o.p, Item, i) // the first ones: nothing stands before 3
		q.value = int32(len(o.p.Children))
		r.adopt(q, f.list, f.style)
		return q
	}
	if f.list != o.list || f.value <= o.p.value+1 {
		return nil
	}
	q := r.p.add(o.p.Parent, o.p.Kind, i)
	q.value = o.p.value + 1
	r.adopt(q, o.list, r.p.infos[o.p.id].style)
	r.stack[len(r.stack)-1].p = q
	return q
}

// adopt makes q a member of a list though it has no number.
func (r *region) adopt(q *Provision, list int32, st style) {
	r.p.infos[q.id].list, r.p.infos[q.id].style = list, st
}
