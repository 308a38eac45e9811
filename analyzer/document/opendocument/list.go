package opendocument

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer/document/numeral"
	"github.com/yakkan/yakkan/analyzer/document/packed"
)

const levels = 10

// listStyle says how the items of a list are numbered.
type listStyle struct{ levels [levels]listLevel }

type listLevel struct {
	format, prefix, suffix, whole string // whole: «第%1%条», where it is given
	bullet                        string
	start, display                int
	set                           bool
}

// state is where a list stands.
type state struct {
	value [levels]int
	on    [levels]bool
}

// formats name the first sign of each number format.
var formats = map[rune]string{
	'1': "decimal", 'a': "lowerLetter", 'A': "upperLetter", 'i': "lowerRoman", 'I': "upperRoman", '１': "decimalFullWidth", '一': "japaneseCounting", '壱': "japaneseLegal", '壹': "japaneseLegal",
	'①': "decimalEnclosedCircle", 'ア': "aiueoFullWidth", 'ｱ': "aiueo", 'イ': "irohaFullWidth", 'ｲ': "iroha", '甲': "ideographTraditional", '子': "ideographZodiac",
}

// readStyles takes in the list styles and the hidden text styles of a part.
func (r *reader) readStyles(root *packed.Node) {
	for _, group := range root.Kids {
		if group.Name != "styles" && group.Name != "automatic-styles" {
			continue
		}
		for _, n := range group.Kids {
			switch n.Name {
			case "list-style":
				s := &listStyle{}
				for _, k := range n.Kids {
					s.read(k)
				}
				r.styles[n.Attr("name")] = s
			case "style":
				if p := n.Kid("text-properties"); p != nil && p.Attr("display") == "none" {
					r.hiddenStyles[n.Attr("name")] = true
				}
			}
		}
	}
}

func (s *listStyle) read(n *packed.Node) {
	i, err := strconv.Atoi(n.Attr("level"))
	if err != nil || i < 1 || i > levels {
		return
	}
	l := listLevel{prefix: n.Attr("num-prefix"), suffix: n.Attr("num-suffix"), whole: n.Attr("num-list-format"), start: 1, display: 1, set: true}
	switch n.Name {
	case "list-level-style-bullet":
		l.bullet = "・"
		if r, _ := utf8.DecodeRuneInString(n.Attr("bullet-char")); r >= 0x80 && (r < 0xE000 || r > 0xF8FF) && r != utf8.RuneError {
			l.bullet = string(r)
		}
	case "list-level-style-number":
		first, _ := utf8.DecodeRuneInString(n.Attr("num-format"))
		l.format = formats[first]
		if l.format == "" && n.Attr("num-format") == "" {
			l.format = "none"
		}
		if v, err := strconv.Atoi(n.Attr("start-value")); err == nil {
			l.start = v
		}
		if v, err := strconv.Atoi(n.Attr("display-levels")); err == nil {
			l.display = v
		}
	default:
		return
	}
	s.levels[i-1] = l
}

// place is where a list within a list stands.
type place struct {
	style *listStyle
	name  string
	state *state
}

// list reads a list of a level, counted from 0.
func (r *reader) list(n *packed.Node, in *place, level int) {
	if level >= levels {
		r.blocks(n.Kids)
		return
	}
	at := in
	if at == nil {
		at = &place{name: n.Attr("style-name")}
		at.style = r.styles[at.name]
		switch {
		case n.Attr("continue-list") != "" && r.lists[n.Attr("continue-list")] != nil:
			at.state = r.lists[n.Attr("continue-list")]
		case n.Attr("continue-numbering") == "true" && r.last[at.name] != nil:
			at.state = r.last[at.name]
		default:
			at.state = &state{}
		}
		r.last[at.name] = at.state
		if id := n.Attr("id"); id != "" {
			r.lists[id] = at.state
		}
	} else if name := n.Attr("style-name"); name != "" && name != at.name {
		at = &place{name: name, style: r.styles[name], state: at.state}
	}
	for _, item := range n.Kids {
		switch item.Name {
		case "list-header":
			r.blocks(item.Kids)
		case "list-item":
			numbered := false
			for _, k := range item.Kids {
				switch k.Name {
				case "list":
					r.list(k, at, level+1)
				case "p", "h":
					if !numbered {
						numbered = true
						r.label = at.next(level, item.Attr("start-value"))
					}
					r.readParagraph(k)
					r.label = ""
				default:
					r.blocks([]*packed.Node{k})
				}
			}
		}
	}
}

// next counts an item and returns its number with the blank behind it.
func (p *place) next(level int, start string) string {
	if p.style == nil || !p.style.levels[level].set {
		return ""
	}
	l := &p.style.levels[level]
	s := p.state
	if v, err := strconv.Atoi(start); err == nil {
		s.value[level], s.on[level] = v, true
	} else if s.on[level] {
		s.value[level]++
	} else {
		s.value[level], s.on[level] = l.start, true
	}
	for i := level + 1; i < levels; i++ {
		s.on[i] = false
	}
	if l.bullet != "" {
		return l.bullet + "　"
	}
	label := l.label(p, level)
	if strings.TrimSpace(label) == "" {
		return ""
	}
	return label + "　"
}

func (l *listLevel) label(p *place, level int) string {
	show := func(i int) string {
		of := &p.style.levels[i]
		v := p.state.value[i]
		if !p.state.on[i] {
			v = of.start
		}
		return numeral.Write(v, of.format)
	}
	if l.whole != "" {
		out := l.whole
		for i := range level + 1 {
			out = strings.ReplaceAll(out, "%"+strconv.Itoa(i+1)+"%", show(i))
		}
		return out
	}
	if l.format == "none" {
		return l.prefix + l.suffix
	}
	var parts []string
	for i := max(0, level+1-l.display); i <= level; i++ {
		parts = append(parts, show(i))
	}
	return l.prefix + strings.Join(parts, ".") + l.suffix
}
