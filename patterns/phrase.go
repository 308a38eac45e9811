package patterns

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	unorm "golang.org/x/text/unicode/norm"
)

// A phrase is parsed by recursive descent over its runes:
//
//	alternatives = sequence { "|" sequence }
//	sequence     = { element [ "?" ] }
//	element      = word | "~" number | "@" name | "<" name ">" |
//	               "(" alternatives ")" | "!" element | "^" | "$"
//
// The tree keeps byte offsets into the phrase, so that whatever a later stage
// finds wrong can be shown at its place in the file.

// Limits of phrases. They are far above what a person writes and keep a hostile
// file from costing memory or stack.
const (
	maxPhrase   = 4096 // bytes of one phrase
	maxNesting  = 16   // of groups and negations
	maxGap      = 100
	maxElements = 20000 // of one phrase with its classes written out
)

// kind says what a node of a phrase is.
type kind uint8

const (
	wordNode kind = iota
	sequenceNode
	alternativeNode
	optionalNode
	gapNode
	classNode
	markNode // <vendor>, <data> …
	notNode
	startNode
	endNode
)

// phrase is a node of a parsed phrase.
type phrase struct {
	kind   kind
	offset int    // byte offset in the written phrase
	text   string // the word in NFKC, or the name of a class or mark
	gap    int
	parts  []*phrase
}

// syntaxError is a mistake in a phrase, at a byte offset of it.
type syntaxError struct {
	offset int
	kind   problem
	args   []any
}

func (e *syntaxError) Error() string {
	return Diagnostic{text: e.kind.text, args: e.args}.Message("en")
}

func malformed(offset int, ja, en string) *syntaxError {
	return &syntaxError{offset: offset, kind: phraseSyntax, args: []any{ja, en}}
}

type phraseParser struct {
	src   string
	at    int
	depth int
}

// parsePhrase parses a phrase. It never panics and stops at the first mistake.
func parsePhrase(src string) (*phrase, *syntaxError) {
	if len(src) > maxPhrase {
		return nil, &syntaxError{kind: tooLarge, args: []any{strconv.Itoa(maxPhrase) + " bytes"}}
	}
	if !utf8.ValidString(src) {
		return nil, malformed(0, "UTF-8 ではありません", "it is not UTF-8")
	}
	p := &phraseParser{src: src}
	tree, err := p.alternatives()
	if err != nil {
		return nil, err
	}
	if p.at < len(p.src) {
		return nil, malformed(p.at, "対応する ( がない ) です", "this ) has no (")
	}
	return tree, nil
}

func (p *phraseParser) space() {
	for p.at < len(p.src) {
		r, size := utf8.DecodeRuneInString(p.src[p.at:])
		if !unicode.IsSpace(r) {
			return
		}
		p.at += size
	}
}

// peek returns the next rune after white space, or -1 at the end.
func (p *phraseParser) peek() rune {
	p.space()
	if p.at >= len(p.src) {
		return -1
	}
	r, _ := utf8.DecodeRuneInString(p.src[p.at:])
	return r
}

func (p *phraseParser) alternatives() (*phrase, *syntaxError) {
	p.space()
	node := &phrase{kind: alternativeNode, offset: p.at}
	for {
		part, err := p.sequence()
		if err != nil {
			return nil, err
		}
		node.parts = append(node.parts, part)
		if p.peek() != '|' {
			break
		}
		p.at++
	}
	if len(node.parts) == 1 {
		return node.parts[0], nil
	}
	return node, nil
}

func (p *phraseParser) sequence() (*phrase, *syntaxError) {
	p.space()
	node := &phrase{kind: sequenceNode, offset: p.at}
	for {
		switch p.peek() {
		case -1, '|', ')':
			if len(node.parts) == 0 {
				if strings.TrimSpace(p.src) == "" {
					return nil, &syntaxError{kind: phraseEmpty}
				}
				return nil, malformed(min(p.at, max(0, len(p.src)-1)), "ここに語が要ります", "a word is missing here")
			}
			if len(node.parts) == 1 {
				return node.parts[0], nil
			}
			return node, nil
		}
		part, err := p.element()
		if err != nil {
			return nil, err
		}
		node.parts = append(node.parts, part)
	}
}

func (p *phraseParser) element() (*phrase, *syntaxError) {
	p.space()
	start := p.at
	part, err := p.simple()
	if err != nil {
		return nil, err
	}
	for p.peek() == '?' {
		switch part.kind {
		case notNode, startNode, endNode:
			return nil, malformed(p.at, "? は語か ( ) の後に書きます", "? belongs behind a word or a group")
		case optionalNode:
			return nil, malformed(p.at, "? が重なっています", "there is a ? already")
		}
		p.at++
		part = &phrase{kind: optionalNode, offset: start, parts: []*phrase{part}}
	}
	return part, nil
}

func (p *phraseParser) simple() (*phrase, *syntaxError) {
	p.space()
	start := p.at
	if p.depth++; p.depth > maxNesting {
		return nil, malformed(start, "入れ子が深すぎます", "it is nested too deeply")
	}
	defer func() { p.depth-- }()
	switch r := p.peek(); r {
	case '(':
		p.at++
		node, err := p.alternatives()
		if err != nil {
			return nil, err
		}
		if p.peek() != ')' {
			return nil, malformed(start, "( に対応する ) がありません", "this ( is never closed")
		}
		p.at++
		return node, nil
	case '!':
		p.at++
		switch p.peek() {
		case -1, '|', ')', '?':
			return nil, malformed(start, "! の直後に語が要ります", "! needs a word behind it")
		}
		part, err := p.simple()
		if err != nil {
			return nil, err
		}
		if part.kind == gapNode || part.kind == notNode {
			return nil, malformed(start, "! の後に ~n や ! は書けません", "a gap or another ! cannot follow !")
		}
		if part.kind == optionalNode {
			return nil, malformed(start, "! の後の (…?) は何もないところにも合致するので、決して満たされません", "(…?) behind ! matches nothing as well, so that it can never hold")
		}
		return &phrase{kind: notNode, offset: start, parts: []*phrase{part}}, nil
	case '~':
		p.at++
		from := p.at
		for p.at < len(p.src) && p.src[p.at] >= '0' && p.src[p.at] <= '9' {
			p.at++
		}
		n, err := strconv.Atoi(p.src[from:p.at])
		if err != nil || n < 1 || n > maxGap {
			return nil, malformed(start, "~ の後には 1 から 100 の数を書きます", "~ needs a number from 1 to 100")
		}
		return &phrase{kind: gapNode, offset: start, gap: n}, nil
	case '@':
		p.at++
		name := p.name()
		if name == "" {
			return nil, malformed(start, "@ の後には語の類の名（a-z 0-9 _ -）を書きます", "@ needs the name of a lexicon class (a-z 0-9 _ -)")
		}
		return &phrase{kind: classNode, offset: start, text: name}, nil
	case '<':
		p.at++
		name := p.name()
		if name == "" || p.at >= len(p.src) || p.src[p.at] != '>' {
			return nil, malformed(start, "<vendor> のように名前を < > で囲みます", "write a name between < and >, as in <vendor>")
		}
		p.at++
		return &phrase{kind: markNode, offset: start, text: name}, nil
	case '^':
		p.at++
		return &phrase{kind: startNode, offset: start}, nil
	case '$':
		p.at++
		return &phrase{kind: endNode, offset: start}, nil
	case '?':
		return nil, malformed(start, "? の前に語が要ります", "? needs a word before it")
	case '>':
		return nil, malformed(start, "< のない > です", "this > has no <")
	}
	return p.word()
}

func (p *phraseParser) name() string {
	start := p.at
	for p.at < len(p.src) {
		c := p.src[p.at]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' && c != '-' {
			break
		}
		p.at++
	}
	return p.src[start:p.at]
}

// wide are the full-width twins of the operators: a slip of the input method,
// since the texts themselves are folded to ASCII. Brackets are letters: （以下.
var wide = map[rune]rune{'｜': '|', '？': '?', '～': '~', '〜': '~', '＠': '@', '＜': '<', '＞': '>', '！': '!', '＾': '^', '＄': '$'}

func (p *phraseParser) word() (*phrase, *syntaxError) {
	p.space()
	start := p.at
	for p.at < len(p.src) {
		r, size := utf8.DecodeRuneInString(p.src[p.at:])
		if unicode.IsSpace(r) || strings.ContainsRune("|()?~@<>!^$", r) {
			break
		}
		if ascii, ok := wide[r]; ok {
			return nil, malformed(p.at, "演算子は半角で書きます: "+string(ascii), "write the operator in ASCII: "+string(ascii))
		}
		if unicode.IsControl(r) {
			return nil, malformed(p.at, "制御文字があります", "there is a control character")
		}
		p.at += size
	}
	word := unorm.NFKC.String(p.src[start:p.at])
	if word == "" || strings.ContainsFunc(word, unicode.IsSpace) {
		return nil, malformed(start, "語に使えない文字があります", "there is a character that no word has")
	}
	return &phrase{kind: wordNode, offset: start, text: word}, nil
}

// String prints the phrase with every group in parentheses, for tests.
func (n *phrase) String() string {
	var b strings.Builder
	n.print(&b)
	return b.String()
}

func (n *phrase) print(b *strings.Builder) {
	list := func(open, sep, end string) {
		b.WriteString(open)
		for i, part := range n.parts {
			if i > 0 {
				b.WriteString(sep)
			}
			part.print(b)
		}
		b.WriteString(end)
	}
	switch n.kind {
	case wordNode:
		b.WriteString(n.text)
	case sequenceNode:
		list("(", " ", ")")
	case alternativeNode:
		list("(", " | ", ")")
	case optionalNode:
		list("", "", "?")
	case gapNode:
		b.WriteString("~" + strconv.Itoa(n.gap))
	case classNode:
		b.WriteString("@" + n.text)
	case markNode:
		b.WriteString("<" + n.text + ">")
	case notNode:
		list("!", "", "")
	case startNode:
		b.WriteString("^")
	case endNode:
		b.WriteString("$")
	}
}
