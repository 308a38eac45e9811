// How a page is read. The tokenizer of golang.org/x/net/html gives the raw
// slices of the source one after another, so every run of text knows its place.
// The walk builds a flat list of blocks, each with the containers it stands in;
// menus, forms, scripts and cookie banners are passed over. Then the region is
// chosen: the smallest container that holds nearly all words of terms (第N条,
// 当社, 利用者 …). An article extractor would lose terms inside hidden dialogs;
// this does not, since it asks for words and not for layout.

package document

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// htmlBlock is a block of a page before the region is chosen.
type htmlBlock struct {
	kind      BlockKind
	level     int
	marker    string
	runs      []htmlRun
	container int
}

// htmlRun is raw text src[from:to], or a break between table cells.
type htmlRun struct {
	from, to int
	cell     bool
}

// container is an element that may be the region of the terms.
type container struct {
	parent, score, blocks int
}

// page is the state of the walk.
type page struct {
	src        string
	blocks     []htmlBlock
	cur        htmlBlock
	containers []container
	stack      []element
	lists      []listState
	skip       int // depth of the stack at which skipping began, 0 for none
	tooDeep    bool
	limit      int
	pre        int
}

type element struct {
	tag       atom.Atom
	name      string
	container int
	list      bool
}

type listState struct {
	ordered bool
	next    int
	kind    string // type attribute: 1 a A i I
}

// skipped elements hold no text of terms.
var skipped = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Svg: true, atom.Nav: true, atom.Aside: true, atom.Footer: true,
	atom.Button: true, atom.Select: true, atom.Option: true, atom.Textarea: true, atom.Iframe: true, atom.Head: true, atom.Object: true, atom.Canvas: true,
	atom.Audio: true, atom.Video: true, atom.Map: true, atom.Menu: true, atom.Datalist: true, atom.Label: true, atom.Rt: true, atom.Rp: true,
}

// void elements have no end tag.
var void = map[atom.Atom]bool{
	atom.Area: true, atom.Base: true, atom.Br: true, atom.Col: true, atom.Embed: true, atom.Hr: true, atom.Img: true, atom.Input: true,
	atom.Link: true, atom.Meta: true, atom.Param: true, atom.Source: true, atom.Track: true, atom.Wbr: true,
}

// blockTags begin and end a block.
var blockTags = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.Section: true, atom.Article: true, atom.Main: true, atom.Body: true, atom.Html: true, atom.Header: true, atom.Dialog: true,
	atom.Ul: true, atom.Ol: true, atom.Li: true, atom.Dl: true, atom.Dt: true, atom.Dd: true, atom.Table: true, atom.Thead: true, atom.Tbody: true, atom.Tfoot: true, atom.Tr: true, atom.Caption: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Blockquote: true, atom.Pre: true, atom.Br: true, atom.Hr: true,
	atom.Details: true, atom.Summary: true, atom.Figure: true, atom.Figcaption: true, atom.Form: true, atom.Fieldset: true, atom.Address: true, atom.Center: true,
}

// containerTags may be chosen as the region.
var containerTags = map[atom.Atom]bool{
	atom.Body: true, atom.Div: true, atom.Section: true, atom.Article: true, atom.Main: true, atom.Dialog: true, atom.Td: true, atom.Dl: true, atom.Details: true, atom.Form: true, atom.Blockquote: true, atom.Pre: true, atom.Ol: true,
}

func readHTML(b *builder, d *Document, lim Limits) {
	p := &page{src: b.src, containers: []container{{parent: -1}}, limit: lim.Depth}
	p.walk(0, len(b.src))
	region := p.region()
	for _, blk := range p.blocks {
		if !p.inside(blk.container, region) {
			continue
		}
		b.begin(blk.kind, blk.level, blk.marker)
		for _, r := range blk.runs {
			if r.cell {
				b.cell(r.from)
			} else {
				b.markup(r.from, r.to)
			}
		}
		b.end()
	}
	if p.tooDeep {
		d.partial("too_deep", fmt.Sprintf("the page nests deeper than %d levels; what stands deeper was not read", lim.Depth), map[string]string{"limit": strconv.Itoa(lim.Depth)})
	}
}

// walk reads src[from:to].
func (p *page) walk(from, to int) {
	z := html.NewTokenizer(strings.NewReader(p.src[from:to]))
	at := from
	p.flush(Paragraph, 0, "")
	for {
		kind := z.Next()
		start := at
		at += len(z.Raw())
		switch kind {
		case html.ErrorToken:
			p.flush(Paragraph, 0, "")
			return
		case html.TextToken:
			if p.skip == 0 {
				p.cur.runs = append(p.cur.runs, htmlRun{from: start, to: at})
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			tag := atom.Lookup(name)
			attrs := map[string]string{}
			for more {
				var k, v []byte
				k, v, more = z.TagAttr()
				if len(attrs) < 64 {
					attrs[string(k)] = string(v)
				}
			}
			p.open(tag, string(name), attrs, start, kind == html.SelfClosingTagToken)
		case html.EndTagToken:
			name, _ := z.TagName()
			p.close(atom.Lookup(name), string(name))
		}
	}
}

func (p *page) here() int {
	if n := len(p.stack); n > 0 {
		return p.stack[n-1].container
	}
	return 0
}

// flush ends the current block and begins another.
func (p *page) flush(kind BlockKind, level int, marker string) {
	if len(p.cur.runs) > 0 {
		score := 0
		blank := true
		for _, r := range p.cur.runs {
			if !r.cell {
				t := p.src[r.from:r.to]
				score += termScore(t)
				blank = blank && strings.TrimSpace(t) == ""
			}
		}
		if !blank {
			p.blocks = append(p.blocks, p.cur)
			for c := p.cur.container; c >= 0; c = p.containers[c].parent {
				p.containers[c].score += score
				p.containers[c].blocks++
			}
		}
	}
	p.cur = htmlBlock{kind: kind, level: level, marker: marker, container: p.here()}
}

func (p *page) open(tag atom.Atom, name string, attrs map[string]string, at int, selfClosing bool) {
	if p.skip == 0 && blockTags[tag] {
		p.flush(Paragraph, 0, "")
	}
	if tag == atom.Td || tag == atom.Th {
		if p.skip == 0 && len(p.cur.runs) > 0 {
			p.cur.runs = append(p.cur.runs, htmlRun{from: at, to: at, cell: true})
		}
	}
	if void[tag] || selfClosing && tag == 0 {
		return
	}
	// An open p or li ends where another block of its kind begins.
	if n := len(p.stack); n > 0 && (tag == atom.Li && p.stack[n-1].tag == atom.Li || blockTags[tag] && p.stack[n-1].tag == atom.P || (tag == atom.Dt || tag == atom.Dd) && (p.stack[n-1].tag == atom.Dt || p.stack[n-1].tag == atom.Dd) || tag == atom.Tr && p.stack[n-1].tag == atom.Tr) {
		p.pop()
	}
	e := element{tag: tag, name: name, container: p.here()}
	if containerTags[tag] && p.skip == 0 && len(p.containers) < 1<<20 {
		p.containers = append(p.containers, container{parent: e.container})
		e.container = len(p.containers) - 1
	}
	p.stack = append(p.stack, e)
	if p.skip == 0 && (skipped[tag] || banner(attrs)) {
		p.skip = len(p.stack)
	}
	if p.skip == 0 && len(p.stack) > p.limit {
		p.skip = len(p.stack)
		p.tooDeep = true
	}
	if p.skip != 0 {
		return
	}
	switch tag {
	case atom.Ol, atom.Ul:
		l := listState{ordered: tag == atom.Ol, next: 1, kind: attrs["type"]}
		if n, err := strconv.Atoi(attrs["start"]); err == nil {
			l.next = n
		}
		p.lists = append(p.lists, l)
		p.stack[len(p.stack)-1].list = true
	case atom.Li:
		marker := "・"
		if n := len(p.lists); n > 0 && p.lists[n-1].ordered {
			l := &p.lists[n-1]
			if v, err := strconv.Atoi(attrs["value"]); err == nil {
				l.next = v
			}
			marker = listMarker(l.kind, l.next)
			l.next++
		}
		p.flush(ListItem, max(1, len(p.lists)), marker)
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		p.flush(Heading, int(name[1]-'0'), "")
	case atom.Tr:
		p.flush(TableRow, 0, "")
	case atom.Blockquote:
		p.flush(Quote, 0, "")
	case atom.Pre:
		p.pre++
		p.flush(Code, 0, "")
	default:
		if blockTags[tag] {
			p.cur.container = p.here()
		}
	}
}

func listMarker(kind string, n int) string {
	switch kind {
	case "a", "A":
		if n >= 1 && n <= 26 {
			return string(rune(kind[0])+rune(n-1)) + "."
		}
	case "i", "I":
		roman := []string{"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"}
		if n >= 1 && n <= len(roman) {
			return roman[n-1] + "."
		}
	}
	return strconv.Itoa(n) + "."
}

func (p *page) close(tag atom.Atom, name string) {
	// Find the element it closes; an end tag without a start is passed over.
	for i := len(p.stack) - 1; i >= 0 && i >= len(p.stack)-p.limit; i-- {
		if p.stack[i].tag == tag && p.stack[i].name == name {
			for len(p.stack) > i {
				p.pop()
			}
			break
		}
	}
	if p.skip == 0 && blockTags[tag] {
		p.flush(Paragraph, 0, "")
	}
}

func (p *page) pop() {
	n := len(p.stack)
	e := p.stack[n-1]
	if e.list && len(p.lists) > 0 {
		p.lists = p.lists[:len(p.lists)-1]
	}
	p.stack = p.stack[:n-1]
	if p.skip == n {
		p.skip = 0
		p.cur.container = p.here()
	}
}

// banner reports whether an element is a cookie banner or a menu by its name.
func banner(attrs map[string]string) bool {
	if attrs["role"] == "navigation" || attrs["role"] == "contentinfo" || attrs["role"] == "search" {
		return true
	}
	s := strings.ToLower(attrs["id"] + " " + attrs["class"])
	if strings.Contains(s, "cookie") || strings.Contains(s, "onetrust") || strings.Contains(s, "gdpr") {
		return !strings.Contains(s, "policy")
	}
	for _, w := range strings.Fields(s) {
		switch w {
		case "nav", "navbar", "menu", "breadcrumb", "breadcrumbs", "sidebar", "footer", "global-nav", "gnav", "pager", "pagination", "share", "sns", "skip-link":
			return true
		}
	}
	return false
}

// termScore counts words of terms.
func termScore(s string) int {
	n := 0
	for _, w := range []string{"当社", "弊社", "利用者", "ユーザー", "契約者", "お客様", "会員", "本サービス", "本規約", "規約", "甲は", "乙は", "個人情報", "ものとします", "ものとする"} {
		n += strings.Count(s, w)
	}
	for i := strings.Index(s, "第"); i >= 0; {
		rest := s[i+len("第"):]
		if j := strings.Index(rest, "条"); j > 0 && j <= 12 && numeral(strings.TrimSpace(rest[:j])) {
			n += 2
		}
		k := strings.Index(rest, "第")
		if k < 0 {
			break
		}
		i += len("第") + k
	}
	return n
}

// region chooses the smallest container with nearly all words of terms.
func (p *page) region() int {
	total := p.containers[0].score
	if total < 6 {
		return 0
	}
	best := 0
	for i := 1; i < len(p.containers); i++ {
		c := p.containers[i]
		if c.score*10 >= total*9 && c.blocks > 1 && c.blocks <= p.containers[best].blocks {
			best = i
		}
	}
	return best
}

func (p *page) inside(c, region int) bool {
	for ; c >= 0; c = p.containers[c].parent {
		if c == region {
			return true
		}
	}
	return false
}

// cell writes the break between two cells of a table row.
func (b *builder) cell(at int) {
	if b.last == 0 {
		return
	}
	b.pend = false
	b.piece(at, at, replaced)
	b.out.WriteString("　")
	b.last = '　'
}

// markup writes src[from:to] with its entities decoded.
func (b *builder) markup(from, to int) {
	for i := from; i < to; {
		amp := strings.IndexByte(b.src[i:to], '&')
		if amp < 0 {
			b.write(i, to)
			return
		}
		b.write(i, i+amp)
		i += amp
		end := strings.IndexByte(b.src[i:min(to, i+40)], ';')
		if end > 1 {
			raw := b.src[i : i+end+1]
			if s := html.UnescapeString(raw); s != raw {
				b.entity(s, i, i+end+1)
				i += end + 1
				continue
			}
		}
		b.write(i, i+1)
		i++
	}
}

// visible returns what a reader of a page sees of a slice of its source.
func visible(slice string) string {
	if !strings.ContainsAny(slice, "<&") {
		return slice
	}
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(slice))
	part := ""  // what stands between the words before and after
	hidden := 0 // open elements below and with one that is not shown
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if hidden > 0 {
				continue
			}
			if b.Len() > 0 {
				b.WriteString(part)
			}
			part = ""
			b.WriteString(html.UnescapeString(string(z.Raw())))
		case html.StartTagToken, html.EndTagToken:
			name, _ := z.TagName()
			switch tag := atom.Lookup(name); {
			case void[tag] && tag != atom.Br && tag != atom.Hr:
			case hidden > 0 && kind == html.EndTagToken:
				hidden--
			case hidden > 0 || skipped[tag] && kind == html.StartTagToken:
				hidden++
			case tag == atom.Td, tag == atom.Th:
				part = "\u3000"
			case blockTags[tag] && part == "":
				part = "\n"
			}
		}
	}
}

// entity writes what an entity stands for.
func (b *builder) entity(s string, from, to int) {
	for _, r := range s {
		switch foldRune(r) {
		case drop:
		case toSpace:
			b.blank(from)
		case toASCII:
			b.put(string(r-0xFEE0), from, to, replaced)
		default:
			if r == ' ' || r == '\n' || r == '\t' {
				b.blank(from)
				continue
			}
			if r < 0x20 || r == utf8.RuneError {
				continue
			}
			b.put(string(r), from, to, replaced)
		}
	}
}

// scriptRendered reports whether a page builds its text with scripts: an empty
// mount point beside scripts, or a data island of a framework.
func scriptRendered(src string) bool {
	low := strings.ToLower(src)
	if !strings.Contains(low, "<script") {
		return false
	}
	for _, w := range []string{`id="root"`, `id="app"`, `id="__next"`, `id="__nuxt"`, "id=root", "id=app", "ng-app", "<app-root", "data-reactroot", "enable javascript", "javascriptを有効", "javascript を有効", "__next_data__", "window.__"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return strings.Count(low, "<script")*200 > len(src)
}
