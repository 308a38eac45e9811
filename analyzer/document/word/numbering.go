// How automatic numbers come about. A paragraph, or its style, names a list (num)
// and a level. The num points at an abstract list, which it may override; all nums
// of one abstract list count on together, but where a num sets a start of its own,
// it begins again when it is met first. A level begins again after a paragraph of
// a higher level, unless it says otherwise. The text of a level («第%1条», «%1.%2»)
// takes in the numbers of the levels above.

package word

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer/document/numeral"
	"github.com/yakkan/yakkan/analyzer/document/packed"
)

const levels = 9

// level is one level of a list.
type level struct {
	start   int
	format  string
	text    string
	suffix  string // tab, space, nothing
	restart int    // -1: after any higher level; 0: never; n: after level n, counted from 1, or a higher one
	legal   bool   // all numbers of its text in Arabic numerals
	style   string
	set     bool
}

type abstractList struct {
	levels    [levels]level
	styleLink string // this list is the one of a style
}

type num struct {
	abstract string
	starts   [levels]*int
	levels   [levels]*level
}

// lists are the lists of a document and where they stand.
type lists struct {
	abstracts map[string]*abstractList
	nums      map[string]*num
	state     map[string]*counter // by abstract list
	met       map[string]bool     // nums
}

type counter struct {
	value [levels]int
	on    [levels]bool
}

func readNumbering(root *packed.Node, all styles) *lists {
	l := &lists{abstracts: map[string]*abstractList{}, nums: map[string]*num{}, state: map[string]*counter{}, met: map[string]bool{}}
	if root == nil {
		return l
	}
	for _, n := range root.Kids {
		switch n.Name {
		case "abstractNum":
			a := &abstractList{styleLink: n.Val("numStyleLink")}
			for _, k := range n.Kids {
				if i, lv, ok := readLevel(k); ok {
					a.levels[i] = lv
				}
			}
			l.abstracts[n.Attr("abstractNumId")] = a
		case "num":
			x := &num{abstract: n.Val("abstractNumId")}
			for _, k := range n.Kids {
				i, err := strconv.Atoi(k.Attr("ilvl"))
				if k.Name != "lvlOverride" || err != nil || i < 0 || i >= levels {
					continue
				}
				if v, err := strconv.Atoi(k.Val("startOverride")); err == nil {
					x.starts[i] = &v
				}
				if lv := k.Kid("lvl"); lv != nil {
					if _, got, ok := readLevel(lv); ok {
						x.levels[i] = &got
					}
				}
			}
			l.nums[n.Attr("numId")] = x
		}
	}
	// A list that only links to the style of another one is that one.
	for _, x := range l.nums {
		for range maxBases {
			a := l.abstracts[x.abstract]
			if a == nil || a.styleLink == "" {
				break
			}
			to := l.nums[all.list(a.styleLink).num]
			if to == nil || to == x {
				break
			}
			x.abstract = to.abstract
		}
	}
	return l
}

func readLevel(n *packed.Node) (int, level, bool) {
	i, err := strconv.Atoi(n.Attr("ilvl"))
	if n.Name != "lvl" || err != nil || i < 0 || i >= levels {
		return 0, level{}, false
	}
	lv := level{start: 1, format: "decimal", suffix: "tab", restart: -1, set: true}
	if v, err := strconv.Atoi(n.Val("start")); err == nil {
		lv.start = v
	} else if n.Kid("start") == nil {
		lv.start = 0
	}
	for _, k := range n.Kids {
		switch k.Name {
		case "AlternateContent":
			if f := k.Kid("Choice").Kid("numFmt"); f != nil {
				lv.format = customFormat(f)
			}
		case "numFmt":
			lv.format = customFormat(k)
		case "lvlText":
			lv.text = k.Attr("val")
		case "suff":
			lv.suffix = k.Attr("val")
		case "isLgl":
			lv.legal = toggled(k) == on
		case "pStyle":
			lv.style = k.Attr("val")
		case "lvlRestart":
			if v, err := strconv.Atoi(k.Attr("val")); err == nil {
				lv.restart = v
			}
		}
	}
	return i, lv, true
}

// customFormat reads a number format; a custom one shows by its first number.
func customFormat(n *packed.Node) string {
	f := n.Attr("val")
	if f != "custom" {
		return f
	}
	if first, _, _ := strings.Cut(n.Attr("format"), ","); len(first) == 2 && first[0] == '0' {
		return "decimalZero"
	}
	return "decimal"
}

// level returns the level i of a num.
func (l *lists) level(x *num, i int) *level {
	if lv := x.levels[i]; lv != nil {
		return lv
	}
	if a := l.abstracts[x.abstract]; a != nil && a.levels[i].set {
		return &a.levels[i]
	}
	return nil
}

func (l *lists) start(x *num, i int) int {
	if x.starts[i] != nil {
		return *x.starts[i]
	}
	if lv := l.level(x, i); lv != nil {
		return lv.start
	}
	return 1
}

// next counts a paragraph and returns its number as shown, with the blank behind
// it; "" where it has none. style is the ID of its style.
func (l *lists) next(ref listRef, style string) string {
	x := l.nums[ref.num]
	if !ref.hasNum || x == nil {
		return ""
	}
	at, err := strconv.Atoi(ref.level)
	if !ref.hasLevel || err != nil {
		at = 0
		for i := range levels {
			if lv := l.level(x, i); lv != nil && lv.style != "" && lv.style == style {
				at = i
			}
		}
	}
	if at < 0 || at >= levels {
		return ""
	}
	lv := l.level(x, at)
	if lv == nil {
		return ""
	}
	c := l.state[x.abstract]
	if c == nil {
		c = &counter{}
		l.state[x.abstract] = c
	}
	if !l.met[ref.num] {
		l.met[ref.num] = true
		for i := range levels {
			if x.starts[i] != nil {
				c.on[i] = false
			}
		}
	}
	if c.on[at] {
		c.value[at]++
	} else {
		c.on[at], c.value[at] = true, l.start(x, at)
	}
	for i := at + 1; i < levels; i++ {
		restart := -1
		if deeper := l.level(x, i); deeper != nil {
			restart = deeper.restart
		}
		if restart < 0 || restart > 0 && at+1 <= restart {
			c.on[i] = false
		}
	}
	return l.label(x, lv, c)
}

// label writes the text of a level.
func (l *lists) label(x *num, lv *level, c *counter) string {
	var b strings.Builder
	if lv.format == "bullet" {
		b.WriteString(bullet(lv.text))
	} else {
		for s := lv.text; s != ""; {
			if s[0] == '%' && len(s) > 1 && s[1] >= '1' && s[1] <= '9' {
				i := int(s[1] - '1')
				s = s[2:]
				of := l.level(x, i)
				if of == nil {
					continue
				}
				value := c.value[i]
				if !c.on[i] {
					value = l.start(x, i)
				}
				format := of.format
				if lv.legal && format != "none" {
					format = "decimal"
				}
				b.WriteString(numeral.Write(value, format))
				continue
			}
			_, n := utf8.DecodeRuneInString(s)
			b.WriteString(s[:n])
			s = s[n:]
		}
	}
	label := b.String()
	if strings.TrimSpace(label) == "" {
		return ""
	}
	last, _ := utf8.DecodeLastRuneInString(label)
	if lv.suffix == "nothing" && !(last >= '0' && last <= '9' || last >= '０' && last <= '９' || strings.ContainsRune("イロハニホヘトアウエオ一二三四五六七八九十", last)) {
		return label
	}
	return label + "　"
}

// bullet returns the sign of a bullet; those of symbol fonts become ・.
func bullet(text string) string {
	r, _ := utf8.DecodeRuneInString(text)
	switch {
	case text == "", r >= 0xE000 && r <= 0xF8FF, r < 0x80, r == utf8.RuneError:
		return "・"
	}
	return text
}
