package pdf

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// The head and the foot of a page are looked for in this share of its height, and
// among so many lines at either end.
const (
	marginShare = 0.13
	marginLines = 3
)

// withoutMargins drops what stands at the head or foot of many pages: the same words
// but for their numbers, and numbers of pages.
func withoutMargins(pages [][]printed) [][]printed {
	count := map[string]int{}
	filled := 0
	for _, p := range pages {
		if len(p) > 0 {
			filled++
		}
		seen := map[string]bool{}
		for i := range p {
			if k, _ := key(p, i); k != "" && !seen[k] {
				seen[k] = true
				count[k]++
			}
		}
	}
	out := make([][]printed, len(pages))
	for n, p := range pages {
		for i := range p {
			k, parted := key(p, i)
			many := count[k] >= 2 && count[k]*5 >= filled*2
			most := count[k] >= 2 && count[k]*5 >= filled*3 && !strings.Contains(p[i].Text, "。") && len(p[i].Text) < 3*60
			if k != "" && (parted && (many || furniture(p[i].Text)) || most || stamp(p[i].Text)) {
				continue
			}
			out[n] = append(out[n], p[i])
		}
		for i := range out[n] {
			_, out[n][i].outer = key(out[n], i)
		}
	}
	return out
}

// key returns what a line near the edge of its page says, numbers apart, or "";
// and whether a wide gap parts it from the body.
func key(p []printed, i int) (said string, parted bool) {
	l := &p[i]
	var where string
	switch {
	case l.height < marginShare:
		where, parted = "head", apart(p, i, 1)
	case l.height > 1-marginShare:
		where, parted = "foot", apart(p, i, -1)
	default:
		return "", false
	}
	s := strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9', r >= '０' && r <= '９':
			return '#'
		case r == ' ', r == '　', r == '\t':
			return -1
		}
		return r
	}, l.Text)
	for strings.Contains(s, "##") {
		s = strings.ReplaceAll(s, "##", "#")
	}
	if strings.HasPrefix(s, "第#条") {
		s = l.Text // a heading of the text that stands at the top by chance
	}
	return fmt.Sprintf("%s %.0f %s", where, 100*l.height, s), parted
}

// apart reports whether line i is one of the few at an edge of the page that a gap
// parts from the body. side is 1 for the head, -1 for the foot.
func apart(p []printed, i int, side float32) bool {
	// The lines from the edge inwards.
	order := make([]int, len(p))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(side*p[b].y, side*p[a].y) })
	met := false
	for k, at := range order {
		met = met || at == i
		if k+1 == len(order) {
			return met && k < marginLines
		}
		d := side * (p[at].y - p[order[k+1]].y)
		if d > 1.9*max(p[at].size, p[order[k+1]].size) {
			return met
		}
		if k >= marginLines-1 && d > 0.3*p[at].size {
			return false
		}
	}
	return false
}

// furniture reports whether all that a line at the edge of a page says is the number
// of the page, when it was printed, or from where, as browsers write there.
func furniture(s string) bool {
	for cell := range strings.SplitSeq(s, "\t") {
		if !pageNumber(cell) && !stamp(cell) {
			return false
		}
	}
	return true
}

// stamp reports whether a cell is an address or a time and nothing else.
func stamp(cell string) bool {
	cell = strings.ReplaceAll(cell, "　", " ")
	return address.MatchString(cell) || printedAt.MatchString(cell)
}

var (
	address   = regexp.MustCompile(`^(https?|file)://[^\s。、]+$`)
	printedAt = regexp.MustCompile(`^(\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\d{4}年\d{1,2}月\d{1,2}日)(,? ?(\d{1,2}:\d{2}(:\d{2})?)( ?[AP]M)?)?$`)
)

// pageNumber reports whether a line is the number of a page: 3, - 3 -, 3/10, 3ページ.
func pageNumber(s string) bool {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == ' ', r == '　', r == '\t', r == '-', r == '–', r == '—', r == '－', r == '‐':
			return -1
		case r == '／':
			return '/'
		}
		return r
	}, s)
	s = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(s, "Page"), "page"), "P.")
	for _, w := range []string{"ページ", "頁", "of"} {
		s = strings.Replace(s, w, "/", 1)
	}
	if s == "" || len(s) > 9 {
		return false
	}
	digits := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			digits++
		} else if r != '/' {
			return false
		}
	}
	return digits > 0
}
