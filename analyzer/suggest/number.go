package suggest

import (
	"regexp"
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

var (
	ordinalLabel = lazily(`^(|.*[ 　])第([0-9]+条(?:の[0-9]+)*)$`)
	plainLabel   = lazily(`^(|.*[ 　])([0-9]+)$`)
	kanjiNumber  = lazily(`^第[ 　]*[〇一二三四五六七八九十百千]`)
)

// mainArticles returns the articles of the main part, numbered 第N条 if there are
// such, else N.; articles of 附則 and of annexes are left out. Of several documents
// in one file, which the labels tell apart, those of the document that near stands
// in are taken, or of the first.
func mainArticles(tree *structure.Tree, near *structure.Provision) (articles []*structure.Provision, ordinal bool) {
	for k, form := range [...]*regexp.Regexp{ordinalLabel(), plainLabel()} {
		prefix, found := "", false
		for a := near; a != nil && !found; a = a.Parent {
			if m := form.FindStringSubmatch(a.Label); m != nil && a.Kind == structure.Article {
				prefix, found = m[1], true
			}
		}
		for _, p := range tree.Provisions {
			if p.Kind != structure.Article || beside(p) {
				continue
			}
			m := form.FindStringSubmatch(p.Label)
			if m == nil || found && m[1] != prefix {
				continue
			}
			prefix, found = m[1], true
			articles = append(articles, p)
		}
		if len(articles) > 0 {
			return articles, k == 0
		}
	}
	return nil, false
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
	if m := ordinalLabel().FindStringSubmatch(label); m != nil {
		label = m[2]
	} else if m := plainLabel().FindStringSubmatch(label); m != nil {
		label = m[2]
	}
	for _, s := range numbers().FindAllString(label, -1) {
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
	if kanjiNumber().MatchString(p.Number) {
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
