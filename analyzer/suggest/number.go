package suggest

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// digits is how a document writes numbers.
type digits uint8

const (
	ascii digits = iota // 12
	wide                // １２
	kanji               // 十二
)

// format writes n, which is from 1 to 9999.
func (d digits) format(n int) string {
	switch d {
	case wide:
		var b strings.Builder
		for _, r := range strconv.Itoa(n) {
			b.WriteRune(r - '0' + '０')
		}
		return b.String()
	case kanji:
		return inKanji(n)
	}
	return strconv.Itoa(n)
}

// label writes the numbers of a label in the digits of the document.
func (d digits) label(s string) string {
	if d == ascii {
		return s // as labels are
	}
	return numbers().ReplaceAllStringFunc(s, func(n string) string { return d.format(number(n)) })
}

var numbers = lazily(`[0-9]+`)

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

func inKanji(n int) string {
	const ones = "〇一二三四五六七八九"
	digit := func(i int) string { return string([]rune(ones)[i]) }
	if n <= 0 || n > 9999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, unit := range []struct {
		of   int
		name string
	}{{1000, "千"}, {100, "百"}, {10, "十"}} {
		if k := n / unit.of; k > 0 {
			if k > 1 {
				b.WriteString(digit(k))
			}
			b.WriteString(unit.name)
			n %= unit.of
		}
	}
	if n > 0 {
		b.WriteString(digit(n))
	}
	return b.String()
}

// numbering is how a document numbers its articles, and where further ones go.
type numbering struct {
	ordinal bool                 // 第N条; otherwise N., or nothing at all
	digits  digits               // of the numbers of articles
	after   *structure.Provision // the provision that new articles follow; nil in an empty document
	base    int                  // 第base条のN, or the number before the next where extra is 0
	extra   int                  // the N before the next; 0 where nothing follows and numbers go on
}

var kanjiNumber = lazily(`^第[ 　]*[〇一二三四五六七八九十百千]`)

// splitLabel cuts the label of an article, 第12条の2 if ordinal, else 12, behind what
// the labels of several documents in one file have before it. It reports whether the
// label has that form; numbers are then 12条の2 or 12.
func splitLabel(label string, ordinal bool) (prefix, numbers string, ok bool) {
	i := strings.LastIndexByte(label, ' ') + 1
	if wide := strings.LastIndex(label[i:], "　"); wide >= 0 {
		i += wide + len("　")
	}
	prefix, label = label[:i], label[i:]
	if !ordinal {
		return prefix, label, isNumber(label)
	}
	numbers, first := strings.CutPrefix(label, "第")
	number, branches, second := strings.Cut(numbers, "条")
	if !first || !second || !isNumber(number) {
		return prefix, numbers, false
	}
	if branches == "" {
		return prefix, numbers, true
	}
	branches, ok = strings.CutPrefix(branches, "の")
	for n := range strings.SplitSeq(branches, "の") {
		ok = ok && isNumber(n)
	}
	return prefix, numbers, ok
}

// isNumber reports whether s is a number in digits.
func isNumber(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// mainPart yields the articles of the main part, numbered 第N条 if ordinal, else N.;
// articles of 附則 and of annexes are left out. Of several documents in one file,
// which the labels tell apart, those of the document that near stands in are taken,
// or of the first.
func mainPart(tree *structure.Tree, near *structure.Provision, ordinal bool) iter.Seq[*structure.Provision] {
	return func(yield func(*structure.Provision) bool) {
		of, found := "", false
		for a := near; a != nil && !found; a = a.Parent {
			if a.Kind == structure.Article {
				of, _, found = splitLabel(a.Label, ordinal)
			}
		}
		for _, p := range tree.Provisions {
			if p.Kind != structure.Article {
				continue
			}
			prefix, _, ok := splitLabel(p.Label, ordinal)
			if !ok || found && prefix != of || beside(p) {
				continue
			}
			if of, found = prefix, true; !yield(p) {
				return
			}
		}
	}
}

// mainArticles returns the articles of the main part in the form that it has: 第N条,
// else N.
func mainArticles(tree *structure.Tree, near *structure.Provision) (articles []*structure.Provision, ordinal bool) {
	for _, ordinal := range [...]bool{true, false} {
		if articles := slices.Collect(mainPart(tree, near, ordinal)); len(articles) > 0 {
			return articles, ordinal
		}
	}
	return nil, false
}

// hasArticles reports whether mainArticles returns any.
func hasArticles(tree *structure.Tree, near *structure.Provision) bool {
	for _, ordinal := range [...]bool{true, false} {
		for range mainPart(tree, near, ordinal) {
			return true
		}
	}
	return false
}

// beside reports whether a provision stands in 附則 or in an annex.
func beside(p *structure.Provision) bool {
	for a := p.Parent; a != nil; a = a.Parent {
		if a.Kind == structure.Supplement || a.Kind == structure.Annex {
			return true
		}
	}
	return false
}

// readNumbering decides where new articles go: after the article at home, with
// numbers like 第12条の2 where others follow; in documents without 第N条 after the
// last article.
func readNumbering(tree *structure.Tree, home *structure.Provision) numbering {
	articles, ordinal := mainArticles(tree, home)
	n := numbering{ordinal: ordinal}
	if len(articles) == 0 {
		n.after = lastOf(tree)
		for _, section := range headed(tree) {
			n.after = section // the last, if home is in none
			if within(home, section) {
				break
			}
		}
		return n
	}
	n.digits = digitsOf(tree, articles[len(articles)-1])
	last := articles[len(articles)-1]
	n.after, n.base = last, numbersOf(last)[0]
	if !ordinal {
		return n
	}
	at := 0
	for i, a := range articles {
		if a == home {
			at = i
		}
	}
	if home == nil || at == len(articles)-1 || articles[at] != home {
		return n
	}
	base := numbersOf(home)[0]
	for at+1 < len(articles) && numbersOf(articles[at+1])[0] == base {
		at++
	}
	if at == len(articles)-1 {
		return n
	}
	n.after, n.base, n.extra = articles[at], base, 1
	if nums := numbersOf(articles[at]); len(nums) > 1 {
		n.extra = nums[1]
	}
	return n
}

// numbersOf returns the numbers of an article: 12, 2 of 第12条の2.
func numbersOf(p *structure.Provision) []int {
	var nums []int
	label := p.Label
	for _, ordinal := range [...]bool{true, false} {
		if _, own, ok := splitLabel(p.Label, ordinal); ok {
			label = own
			break
		}
	}
	for s := range strings.FieldsFuncSeq(label, func(r rune) bool { return r < '0' || r > '9' }) {
		nums = append(nums, number(s))
	}
	if len(nums) == 0 {
		nums = []int{0}
	}
	return nums
}

// within reports whether p is a provision or stands in it.
func within(p, in *structure.Provision) bool {
	for ; p != nil; p = p.Parent {
		if p == in {
			return true
		}
	}
	return false
}

// lastOf returns the last provision at the top of the main part.
func lastOf(tree *structure.Tree) *structure.Provision {
	for i := len(tree.Root.Children) - 1; i >= 0; i-- {
		if k := tree.Root.Children[i].Kind; k != structure.Annex && k != structure.Supplement {
			return tree.Root.Children[i]
		}
	}
	return nil
}

// digitsOf looks at how the number of an article is written in the original.
func digitsOf(tree *structure.Tree, p *structure.Provision) digits {
	if strings.HasPrefix(p.Number, "第") && kanjiNumber().MatchString(p.Number) {
		return kanji
	}
	if strings.ContainsAny(tree.Document.Quote(numberSpan(tree, p)), "０１２３４５６７８９") {
		return wide
	}
	return ascii
}

// next returns the number of the next new article as it is written and as what it
// is: 第12条の2, 23; "" where articles have none.
func (n *numbering) next() (string, []int) {
	switch {
	case n.base == 0 && !n.ordinal:
		return "", nil
	case n.extra > 0:
		n.extra++
		return "第" + n.digits.format(n.base) + "条の" + n.digits.format(n.extra), []int{n.base, n.extra}
	}
	n.base++
	if n.ordinal {
		return "第" + n.digits.format(n.base) + "条", []int{n.base}
	}
	return n.digits.format(n.base), []int{n.base}
}

// numberSpan returns where the number of an article stands in the text.
func numberSpan(tree *structure.Tree, p *structure.Provision) source.Span {
	i := strings.Index(p.Span.Of(tree.Document.Text), p.Number)
	if i < 0 || p.Number == "" {
		return source.Span{}
	}
	return source.Span{Start: p.Span.Start + i, End: p.Span.Start + i + len(p.Number)}
}
