package structure

import (
	"strings"

	"github.com/yakkan/yakkan/analyzer/spot"
)

// byLetters decides who 甲 and 乙 are, if they are the parties.
func (p *parser) byLetters(who *sides) bool {
	a, b := p.letterUse[0], p.letterUse[1]
	if both := p.definedAs("甲") && p.definedAs("乙"); !both && (a.total < 2 || b.total < 2 || a.topic+b.topic < 2) {
		return false
	}
	score := p.letterScore // above 0: 甲 is the vendor
	for i := range p.tree.Definitions {
		d := &p.tree.Definitions[i]
		sign := 0
		switch d.Term {
		case "甲":
			sign = 1
		case "乙":
			sign = -1
		default:
			continue
		}
		m := d.Meaning.Of(p.text)
		switch {
		case spot.HasAny(m, "受託者", "提供者", "運営", "開発者"):
			score += 4 * sign
		case spot.HasAny(m, "委託者", "利用者", "申込", "利用する", "承認を得", "契約者", "お客様"):
			score -= 4 * sign
		}
	}
	v, c := "乙", "甲"
	if score > 0 {
		v, c = c, v
	}
	who.vendor[v], who.customer[c] = true, true
	return true
}

// letterPhrases are what follows 甲 or 乙 and says who that is; above 0: the vendor.
var letterPhrases = []struct {
	words string
	score int
}{
	{"はこれを受託", 12}, {"は、これを受託", 12}, {"がこれを受託", 12}, {"はこれを受任", 12}, {"は、これを受任", 12}, {"はこれを引き受け", 12}, {"は、これを引き受け", 12},
	{"が提供", 3}, {"の提供する", 3}, {"に支払", 2}, {"に委託", 3}, {"から委託", -3}, {"に対して委託", 3}, {"の承諾", -1}, {"の書面による", -1}, {"の事前の", -1},
	{"が甲に対して提供", 4}, {"が乙に対して提供", 4}, {"が甲に対し提供", 4}, {"が乙に対し提供", 4}, {"が甲に提供", 4}, {"が乙に提供", 4}, {"から共有", -2},
	{"から開示", -2}, {"より開示", -2}, {"が開示", -1}, {"から受領", -2}, {"から提供", -1}, {"から預", -3}, {"が受領", 2}, {"が許諾", 2}, {"に開示", 1}, {"に対して開示", 1},
	{"(委託者", -6}, {"（委託者", -6}, {"(受託者", 6}, {"（受託者", 6}, {"の指定する銀行", 2}, {"の顧客", 1}, {"\n(委託者", -6}, {"\n(受託者", 6}, {"\n（委託者", -6}, {"\n（受託者", 6},
}

// letter reads 甲 or 乙, which ends at byte after of text.
func (p *parser) letter(st *sentenceState, c wordClass, start, after int) {
	use(&p.letterUse[c-kou], p.text[after:])
	sign := 1
	if c == otsu {
		sign = -1
	}
	rest := p.text[after:]
	for _, ph := range letterPhrases {
		if strings.HasPrefix(rest, ph.words) {
			p.letterScore += sign * ph.score
			break
		}
	}
	if st.sign == 0 && spot.StartsAny(rest, "は", "が") && !spot.EndsAny(p.text[:start], "及び", "および", "又は", "または", "と", "並びに", "若しくは") {
		st.sign = sign
	}
}
