package structure

import (
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/spot"
)

// byTitle takes for the customer whom the title addresses: 「出品者規約」, 「掲載企業様向け利用規約」.
// It has to be a word that the document defines or that sentences begin with.
func (p *parser) byTitle(who *sides) {
	whom := ""
	for i, rest := 0, p.text[:min(len(p.text), titleBytes)]; i < titleLines && rest != ""; i++ {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		if whom = inTitle(strings.Trim(line, " \u3000#*")); whom != "" {
			break
		}
	}
	if whom == "" {
		return
	}
	best := ""
	is := func(w string) {
		if len(w) > len(best) && strings.HasSuffix(whom, w) && spot.EndsAny(w, personEnds...) && !spot.StartsAny(w, "当", "弊", "第三") && (!who.vendor[w] || len(who.vendor) > 1) && p.count(w).topic > 0 {
			best = w
		}
	}
	for i := range p.tree.Definitions {
		is(p.tree.Definitions[i].Term)
	}
	for w := range p.topics {
		is(w)
	}
	if best != "" {
		who.buys(best)
	}
}

// personEnds are what words for those whom a title addresses end with: not for places, 「教室利用規約」.
var personEnds = slices.Concat([]string{"者", "企業", "会員"}, list("people"))

// A title is looked for in the first lines.
const (
	titleBytes = 600
	titleLines = 4
)

// inTitle returns what stands before the word for terms at the end of a title.
func inTitle(title string) string {
	for _, terms := range [...]string{"規約", "約款", "規程", "規定"} {
		whom, ok := strings.CutSuffix(title, terms)
		if !ok {
			continue
		}
		for _, of := range [...]string{"サービス", "ご利用", "利用", "向け", "用", "の", "様", "さま"} {
			whom = strings.TrimSuffix(whom, of)
		}
		return whom
	}
	return ""
}
