// How wrapped lines are told from lines. Terms come as one provision a line, or
// hard-wrapped at some width. In a wrapped text most lines that do not end a
// sentence are nearly as wide as the widest; in the other kind lines of all
// lengths end without 。. So the width limit is looked for first: the display
// width at which many lines stop. A line is joined to the one before it only if
// the text is wrapped, the line before reaches the limit or ends in the middle
// of a sentence near it, and the line does not itself open a provision. In a text
// that is not wrapped as a whole single lines may still be broken (a table cell, a
// page that was copied): there a long line that stops at a particle, or before
// the kana that end its last word, goes on in the next.

package document

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// line is a line of the decoded text without its break.
type line struct {
	from, to int // without surrounding blanks
	width    int // in half-width columns
	runes    int
	even     int // from here on nothing has to be folded
	raw      int // where the line begins, with its indent
}

// readPlain reads a text by lines, which it returns; they are written to room.
func readPlain(b *builder, room []line) []line {
	b.out.Grow(len(b.src)) // folding makes nothing longer but a few ligatures
	all := appendLines(room, b.src, 0, len(b.src))
	writeLines(b, withoutDirectives(b.src, all, Plain))
	return all
}

// writeLines writes lines as paragraphs, joining the wrapped ones.
func writeLines(b *builder, ls []line) {
	limit := wrapWidth(b.src, ls)
	n := filled(ls)
	b.blocks = slices.Grow(b.blocks, n)
	b.pieces = slices.Grow(b.pieces, 2*n)
	for i := 0; i < len(ls); {
		if ls[i].from == ls[i].to {
			i++
			continue
		}
		b.begin(Paragraph, 0, "")
		b.writeLine(&ls[i])
		j := i + 1
		for j < len(ls) && (limit.max > 0 && continues(b.src, ls[j-1], ls[j], limit) || broken(b.src, ls[j-1], ls[j])) {
			join(b, ls[j-1], ls[j])
			j++
		}
		b.end()
		i = j
	}
}

// filled counts the lines that have words.
func filled(ls []line) int {
	n := 0
	for i := range ls {
		if ls[i].from < ls[i].to {
			n++
		}
	}
	return n
}

// join writes a line behind the one before it: a blank only between two
// half-width words.
func join(b *builder, prev, next line) {
	l, _ := utf8.DecodeLastRuneInString(b.src[prev.from:prev.to])
	f, _ := utf8.DecodeRuneInString(b.src[next.from:next.to])
	if l < 0x80 && f < 0x80 && isWord(l) && isWord(f) {
		b.blank(prev.to)
	} else {
		b.pend = false
	}
	b.writeLine(&next)
}

// writeLine folds a line into the block.
func (b *builder) writeLine(l *line) {
	b.write(l.from, l.even)
	if l.even < l.to {
		b.put(b.src[l.even:l.to], l.even, l.to, verbatim)
	}
}

func isWord(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == ',' || r == '.' || r == '(' || r == ')' || r == ';' || r == ':'
}

// lines cuts src[from:to] at \n, \r\n and \r.
func lines(src string, from, to int) []line { return appendLines(nil, src, from, to) }

// appendLines appends the lines of src[from:to].
func appendLines(out []line, src string, from, to int) []line {
	out = slices.Grow(out, strings.Count(src[from:to], "\n")+1)
	for at := (breaks{src: src[:to], feed: -1, back: -1}); from <= to; {
		end, next := at.from(from)
		l := line{from: from, to: end, raw: from}
		l.from, l.to = trimmed(src, from, end)
		l.runes, l.width, l.even = measure(src[l.from:l.to])
		l.even += l.from
		out = append(out, l)
		if next > to {
			break
		}
		from = next
	}
	return out
}

// breaks finds the breaks of lines in src, one behind the other. It holds the next of
// either kind, so that a text that has only one is not searched for the other at
// every line.
type breaks struct {
	src        string
	feed, back int // the next \n and \r; len(src) for none; -1 before the search
}

// from returns where the line that begins at at ends, and where the next begins:
// behind src if there is none.
func (b *breaks) from(at int) (end, next int) {
	b.feed, b.back = b.find(b.feed, at, '\n'), b.find(b.back, at, '\r')
	if b.back+1 == b.feed && b.feed < len(b.src) {
		return b.back, b.feed + 1
	}
	end = min(b.feed, b.back)
	return end, end + 1
}

// find returns the first c of src at or behind at; known was the answer for an
// earlier place.
func (b *breaks) find(known, at int, c byte) int {
	if known >= at {
		return known
	}
	if i := strings.IndexByte(b.src[at:], c); i >= 0 {
		return at + i
	}
	return len(b.src)
}

// trimmed leaves out the blanks around src[from:to].
func trimmed(src string, from, to int) (int, int) {
	const wide, mark = "\u3000", "\ufeff"
	for from < to {
		c := src[from]
		switch {
		case c == ' ' || c == '\t' || c == '\v' || c == '\f':
			from++
			continue
		case c == wide[0] && strings.HasPrefix(src[from:to], wide), c == mark[0] && strings.HasPrefix(src[from:to], mark):
			from += len(wide)
			continue
		}
		break
	}
	for from < to {
		c := src[to-1]
		switch {
		case c == ' ' || c == '\t' || c == '\v' || c == '\f':
			to--
			continue
		case c == wide[2] && strings.HasSuffix(src[from:to], wide):
			to -= len(wide)
			continue
		}
		break
	}
	return from, to
}

// measure counts the characters of s and its columns, of which all but half-width
// characters take two. It also says from where on s stays as it is for sure: what is
// behind has only what unfolded passes over.
func measure(s string) (runes, columns, even int) {
	wide := 0
	for i := 0; i < len(s); runes++ {
		switch c := s[i]; {
		case c >= 0xE4 && c <= 0xE9: // U+4000 to U+9FFF
			i += 3
			wide++
		case c == 0xE3: // U+3000 to U+3FFF
			if i+2 < len(s) && s[i+1] == 0x80 && s[i+2] == 0x80 {
				even = i + 3
			}
			i += 3
			wide++
		case ascii(s, i):
			i++
		case c < utf8.RuneSelf:
			i++
			even = i
		case c >= 0xE2 && c <= 0xEE: // U+2000 to U+EFFF
			i += 3
			wide++
			even = i
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			i += n
			if r >= 0x1100 && !(r >= 0xFF61 && r <= 0xFF9F) {
				wide++
			}
			if r != '（' && r != '）' {
				even = i
			}
		}
	}
	return runes, runes + wide, min(even, len(s))
}

// wrap is the width at which a text is wrapped, in columns or in characters.
type wrap struct {
	max     int
	columns bool
}

func (w wrap) of(l line) int {
	if w.columns {
		return l.width
	}
	return l.runes
}

// wrapWidth finds the width at which a text is wrapped; max is 0 where it is not.
func wrapWidth(src string, ls []line) wrap {
	for _, columns := range []bool{false, true} {
		w := wrap{columns: columns}
		widest, n := 0, 0
		for _, l := range ls {
			if l.from == l.to {
				continue
			}
			n++
			widest = max(widest, w.of(l))
		}
		lo, hi := 20, 120
		if columns {
			lo, hi = 40, 200
		}
		if n < 4 || widest < lo || widest > hi {
			continue
		}
		full, midsentence := 0, 0
		slack := 3
		if columns {
			slack = 4
		}
		for i, l := range ls {
			if l.from == l.to || w.of(l) < widest-slack {
				continue
			}
			full++
			if i+1 < len(ls) && ls[i+1].from < ls[i+1].to && !endsSentence(src, l) && !opens(src[ls[i+1].from:ls[i+1].to]) {
				midsentence++
			}
		}
		if full >= 3 && midsentence*2 >= full && full*12 >= n {
			w.max = widest
			return w
		}
	}
	return wrap{}
}

// continues reports whether next goes on with the sentence of prev.
func continues(src string, prev, next line, w wrap) bool {
	if next.from == next.to || prev.from == prev.to {
		return false
	}
	slack := 3
	if w.columns {
		slack = 5
	}
	reach := w.of(prev) + (prev.from-prev.raw)/3
	if reach < w.max-slack {
		return false
	}
	s := src[next.from:next.to]
	if endsSentence(src, prev) {
		// The same paragraph may go on after a full stop at the edge: only if the
		// next line opens nothing and the stop stands exactly at the limit.
		return false
	}
	if !opens(s) {
		return true
	}
	return false
}

// broken reports whether a long line stops where no sentence, heading or item can
// end, and next takes it up.
func broken(src string, prev, next line) bool {
	if prev.runes < 40 || next.from == next.to || endsSentence(src, prev) {
		return false
	}
	s := src[next.from:next.to]
	if opens(s) {
		return false
	}
	line := src[prev.from:prev.to]
	first, _ := utf8.DecodeRuneInString(s)
	last, n := utf8.DecodeLastRuneInString(line)
	switch {
	case last == 'を' || last == '、' || last == 'が' && !strings.HasSuffix(line, "すが") && !strings.HasSuffix(line, "るが"):
		return true
	case strings.HasSuffix(line, "こと") || strings.HasSuffix(line, "もの"):
		return first == 'と' || first == 'が' || first == 'を'
	case last == 'お' || last == 'ご' || last == 'こ' && first == 'と' || last == 'も' && strings.HasPrefix(s, "ので") || last == 'の':
		return true // 監査するこ|とができる, 結果をお|渡しする
	}
	// 申し立|てる, 一方的|に変更できる: kana that begin no word of their own
	if !kanji(last) || !strings.ContainsRune("をがにはてでるれせえけげしすりきつつっめべねらわん", first) {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(line[:len(line)-n])
	return kanji(before) || before >= 'ぁ' && before <= 'ん'
}

func kanji(r rune) bool { return r >= 0x4E00 && r <= 0x9FFF }

func endsSentence(src string, l line) bool {
	r, _ := utf8.DecodeLastRuneInString(src[l.from:l.to])
	return r == '。' || r == '．' || r == '：' || r == ':' || r == '！' || r == '？'
}

// opens reports whether a line begins a provision, an item or a heading of its own.
func opens(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	switch r {
	case '・', '●', '■', '○', '◯', '□', '◆', '▼', '※', '【', '*', '•', '‐', '－', '#', '|', '>', '◎', '▪', '→':
		return true
	case '-', '+':
		return strings.HasPrefix(s[n:], " ")
	case '（', '(', '〔', '［':
		// (1) （目的） 第1条: a bracket that closes soon and holds a number or a caption at the end of the line
		close := strings.IndexAny(s, "）)〕］")
		if close < 0 {
			return false
		}
		inside := s[n:close]
		rest := strings.TrimSpace(strings.TrimLeft(s[close:], "）)〕］"))
		return utf8.RuneCountInString(inside) <= 3 && numeral(inside) || rest == ""
	case '第':
		i := strings.IndexAny(s, "条章節項編款")
		return i > 0 && i < 24 && numeral(strings.Trim(s[n:i], " 　"))
	case '附', '付', '別':
		return strings.HasPrefix(s, "附則") || strings.HasPrefix(s, "付則") || strings.HasPrefix(s, "別紙") || strings.HasPrefix(s, "別表")
	}
	if r >= '①' && r <= '⑳' || r >= '⑴' && r <= '⒇' || r >= '㈠' && r <= '㈩' {
		return true
	}
	// 1. / 1、 / １　/ 一　/ イ　/ a. / i) / 1-1
	i := 0
	digits, kanji, kana, latin := 0, 0, 0, 0
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r >= '0' && r <= '9', r >= '０' && r <= '９':
			digits++
		case strings.ContainsRune("一二三四五六七八九十", r):
			kanji++
		case strings.ContainsRune("イロハニホヘトチリヌアウエオ", r):
			kana++
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
			latin++
		case (r == '.' || r == '-' || r == '．' || r == '－') && digits > 0:
		default:
			goto done
		}
		i += n
	}
done:
	if i == 0 || i >= len(s) {
		return false
	}
	sep, _ := utf8.DecodeRuneInString(s[i:])
	switch {
	case digits > 0 && kanji+kana+latin == 0 && digits <= 6:
		return sep == ' ' || sep == '　' || sep == '、' || sep == ')' || sep == '）' || s[i-1] == '.' && sep >= 0x80 || sep == '：'
	case kanji > 0 && digits+kana+latin == 0 && kanji <= 3, kana == 1 && digits+kanji+latin == 0, latin == 1 && digits+kanji+kana == 0:
		return sep == ' ' || sep == '　' || sep == '.' || sep == ')' || sep == '）' || sep == '．'
	}
	return false
}

func numeral(s string) bool {
	if s == "" {
		return false
	}
	for _, r := range s {
		if !(r >= '0' && r <= '9' || r >= '０' && r <= '９' || strings.ContainsRune("一二三四五六七八九十百〇の", r) || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 'ア' && r <= 'ン' || r == ' ' || r == '　') {
			return false
		}
	}
	return true
}
