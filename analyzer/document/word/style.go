package word

import (
	"strconv"

	"github.com/yakkan/yakkan/analyzer/document/packed"
)

// style is what a paragraph or character style says of text, its own words only.
type style struct {
	name, base string
	list       listRef
	outline    int // 1 to 9; 0 for none
	hidden     toggle
}

// listRef is the place in a list that a paragraph or style names.
type listRef struct {
	num, level       string
	hasNum, hasLevel bool
}

func (l listRef) over(base listRef) listRef {
	if !l.hasNum {
		l.num, l.hasNum = base.num, base.hasNum
	}
	if !l.hasLevel {
		l.level, l.hasLevel = base.level, base.hasLevel
	}
	return l
}

// toggle is a property that may be said to be on or off.
type toggle uint8

const (
	unsaid toggle = iota
	on
	off
)

func toggled(n *packed.Node) toggle {
	if n == nil {
		return unsaid
	}
	switch n.Attr("val") {
	case "0", "false", "off":
		return off
	}
	return on
}

type styles map[string]*style

// maxBases bounds the chain of styles that are based on another.
const maxBases = 32

func readStyles(root *packed.Node) styles {
	all := styles{}
	if root == nil {
		return all
	}
	for _, n := range root.Kids {
		if n.Name != "style" {
			continue
		}
		s := &style{name: n.Val("name"), base: n.Val("basedOn")}
		ppr := n.Kid("pPr")
		s.list = listOf(ppr)
		s.outline = outlineOf(ppr)
		s.hidden = toggled(n.Kid("rPr").Kid("vanish"))
		id := n.Attr("styleId")
		all[id] = s
		if n.Attr("type") == "paragraph" && (n.Attr("default") == "1" || n.Attr("default") == "true") {
			all[""] = s // of paragraphs that name none
		}
	}
	return all
}

func listOf(ppr *packed.Node) listRef {
	n := ppr.Kid("numPr")
	var l listRef
	if k := n.Kid("numId"); k != nil {
		l.num, l.hasNum = k.Attr("val"), true
	}
	if k := n.Kid("ilvl"); k != nil {
		l.level, l.hasLevel = k.Attr("val"), true
	}
	return l
}

// outlineOf returns 1 to 9, or 0 where nothing is said; body text (9 in the file) is -1.
func outlineOf(ppr *packed.Node) int {
	k := ppr.Kid("outlineLvl")
	if k == nil {
		return 0
	}
	n, err := strconv.Atoi(k.Attr("val"))
	if err != nil || n < 0 || n > 8 {
		return -1
	}
	return n + 1
}

// chain calls use for a style and what it is based on, until use returns false.
func (all styles) chain(id string, use func(*style) bool) {
	for range maxBases {
		s := all[id]
		if s == nil || !use(s) || s.base == "" {
			return
		}
		id = s.base
	}
}

func (all styles) list(id string) listRef {
	var l listRef
	all.chain(id, func(s *style) bool {
		l = l.over(s.list)
		return !l.hasNum || !l.hasLevel
	})
	return l
}

func (all styles) outline(id string) int {
	n := 0
	all.chain(id, func(s *style) bool {
		n = s.outline
		return n == 0
	})
	return n
}

func (all styles) hidden(id string) toggle {
	t := unsaid
	all.chain(id, func(s *style) bool {
		t = s.hidden
		return t == unsaid
	})
	return t
}
