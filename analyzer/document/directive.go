// Comments that speak to yakkan. In HTML and Markdown a directive is a comment,
// <!-- yakkan:ignore monitor 理由 -->; in plain text it is a line of its own that
// begins with a comment mark, "# yakkan:ignore monitor 理由". A directive is never
// part of Text: readers of markup drop comments anyway, and the plain reader drops
// such lines. What does stand in Text, as in a block of code that shows how to
// write one, is no directive.

package document

import (
	"slices"
	"sort"
	"strings"

	"github.com/yakkan/yakkan/analyzer/source"
)

// Directive is a comment to yakkan.
type Directive struct {
	Text   string // what follows "yakkan:", without the marks of the comment
	Next   int    // offset in Document.Text of the first character after it; its length if there is none
	Origin source.Origin
}

const (
	directiveMark  = "yakkan:"
	longestLineOf  = 400  // bytes of a directive in plain text: a longer line is text
	longestComment = 4000 // bytes of a directive in a comment
	maxDirectives  = 10_000
)

// Directives returns the directives of d in order, at most 10,000.
func (d *Document) Directives() []Directive {
	p := d.positions
	if p.decoded == nil || d.Format.IsPacked() || !strings.Contains(p.decoded.text, directiveMark) {
		return nil
	}
	src := p.decoded.text
	var text []piece // the pieces that are words
	for _, pc := range p.pieces {
		if pc.kind != replaced {
			text = append(text, pc)
		}
	}
	var out []Directive
	for at := 0; len(out) < maxDirectives; {
		i := strings.Index(src[at:], directiveMark)
		if i < 0 {
			break
		}
		i += at
		at = i + len(directiveMark)
		from, to, words, ok := d.comment(src, i)
		if !ok {
			continue
		}
		at = max(at, to)
		k := sort.Search(len(text), func(k int) bool { return text[k].to > from })
		if k < len(text) && text[k].from < to {
			continue // it was read as text
		}
		dir := Directive{Text: words, Next: len(d.Text)}
		if k = sort.Search(len(text), func(k int) bool { return text[k].to > to }); k < len(text) {
			dir.Next = text[k].text
			if text[k].kind == verbatim {
				dir.Next += max(0, to-text[k].from)
			}
		}
		a, b := p.index.find(src, from), p.index.find(src, to)
		dir.Origin = origin(p, from, to, a, b)
		out = append(out, dir)
	}
	return out
}

// comment finds the comment around the mark at i and what it says.
func (d *Document) comment(src string, i int) (from, to int, words string, ok bool) {
	if d.Format == Plain {
		near := max(0, i-longestLineOf)
		from = near + strings.LastIndexAny(src[near:i], "\r\n") + 1
		to = min(len(src), i+longestLineOf)
		if n := strings.IndexAny(src[i:to], "\r\n"); n >= 0 {
			to = i + n
		}
		words, ok = directiveLine(src[from:to], Plain)
		return from, to, words, ok
	}
	from = len(strings.TrimRight(src[:i], " \t\r\n")) - len("<!--")
	if from < 0 || !strings.HasPrefix(src[from:], "<!--") {
		return 0, 0, "", false
	}
	end := strings.Index(src[i:min(len(src), i+longestComment)], "-->")
	if end < 0 {
		return 0, 0, "", false
	}
	return from, i + end + len("-->"), strings.TrimSpace(src[i+len(directiveMark) : i+end]), true
}

// withoutDirectives drops the lines that speak to yakkan.
func withoutDirectives(src string, ls []line, f Format) []line {
	if !strings.Contains(src, directiveMark) {
		return ls
	}
	return slices.DeleteFunc(ls, func(l line) bool {
		_, ok := directiveLine(src[l.from:l.to], f)
		return ok
	})
}

// directiveLine returns what a line says to yakkan, and whether it says anything
// to it. The marks of plain text mean other things in Markdown.
func directiveLine(line string, f Format) (string, bool) {
	line = strings.Trim(line, " \t　")
	if len(line) > longestLineOf {
		return "", false
	}
	for _, mark := range [...]string{"<!--", "//", "#", ";", "--"} {
		rest, ok := strings.CutPrefix(line, mark)
		if !ok || f != Plain && mark != "<!--" {
			continue
		}
		if mark == "<!--" {
			if rest, ok = strings.CutSuffix(rest, "-->"); !ok {
				return "", false
			}
		}
		if words, ok := strings.CutPrefix(strings.TrimSpace(rest), directiveMark); ok {
			return strings.TrimSpace(words), true
		}
	}
	return "", false
}
