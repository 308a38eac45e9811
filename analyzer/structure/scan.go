package structure

import (
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/letters"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/spot"
)

// usage is how often a word is used.
type usage struct {
	total   int32 // followed by a particle, a comma or a bracket
	topic   int32 // …は, …が, …も
	polite  uint8 // bits of politely that stand behind it
	defined bool  // the document defines it
}

// count counts one word that the table does not have.
func (p *parser) count(term string) (u usage) {
	for at := 0; ; {
		i := spot.Index(p.text[at:], term)
		if i < 0 {
			return u
		}
		at += i + len(term)
		use(&u, p.text[at:])
	}
}

// politely are what is put behind a word for somebody out of politeness.
var politely = [...]string{"様方", "様", "さま", "の皆様", "の皆さま", "のみなさま", "の皆さん"}

// use counts a word by what follows it.
func use(u *usage, after string) {
	r, _ := letters.First(strings.TrimPrefix(after, " "))
	if r == '様' || r == 'の' || r == 'さ' {
		for k, polite := range politely {
			if rest, ok := strings.CutPrefix(after, polite); ok {
				u.polite |= 1 << k
				r, _ = letters.First(rest)
				break
			}
		}
	}
	switch r {
	case 'は', 'が', 'も':
		u.topic++
		u.total++
	case 'を', 'に', 'の', 'と', 'へ', 'で', 'か', 'よ', '、', '，', '（', '(', '」', '及', '又', 'お', 'ま', 'な', '自', '本', '等', 'ら', '・', '。', '以':
		u.total++
	}
}

// sentenceState is what the scan knows of the sentence it is in.
type sentenceState struct {
	sign     int // 1: 甲 is its topic, -1: 乙 is; 0: neither, or both
	vendor   bool
	customer bool
}

// act counts a word for something that a vendor or a customer does, once a sentence.
func (p *parser) act(st *sentenceState, c wordClass) {
	switch {
	case c == vendorAct && !st.vendor:
		st.vendor = true
		p.letterScore += st.sign
	case c == customerAct && !st.customer:
		st.customer = true
		p.letterScore -= st.sign
	}
}

// scanWords reads what was found in the text: definitions, how often parties are named,
// names at the head of sentences, references.
func (p *parser) scanWords() {
	if len(p.mem.usage) != len(ownWords) {
		p.mem.usage = make([]usage, len(ownWords))
	}
	p.usage = p.mem.usage
	clear(p.usage)
	for _, q := range p.tree.Provisions {
		if !q.Body.Empty() {
			topic, stop := p.scanBody(q)
			p.defineTopic(q, topic)
			p.defineCalled(q, stop)
			p.defineListed(q)
		}
	}
	slices.SortStableFunc(p.tree.Definitions, func(a, b Definition) int { return a.TermSpan.Start - b.TermSpan.Start })
	for i := range p.tree.Definitions {
		if w := alone().Index(p.tree.Definitions[i].Term); w >= 0 {
			p.usage[w].defined = true
		}
	}
}

// scanBody reads the words of a provision. It returns where the first とは、 and the
// first 。 stand in them; their end for none.
func (p *parser) scanBody(q *Provision) (topic, stop int) {
	text := p.text[:q.Body.End]
	topic, stop = len(text), len(text)
	var st sentenceState
	p.head(text[q.Body.Start:])
	at := q.Body.Start // what stands before is read
	for i := p.foundFrom(at); i < len(p.found); i++ {
		f := p.found[i]
		if int(f.At) >= len(text) {
			break
		}
		w := own(f)
		if w == nil || int(f.At) < at || f.End() > len(text) {
			continue
		}
		switch {
		case w.class != 0:
			at = p.word(q, &st, f)
		case w.marks&markStop != 0:
			st = sentenceState{}
			stop = min(stop, int(f.At))
			p.head(text[f.End():])
		case w.marks&markTopic != 0:
			topic = min(topic, int(f.At))
		case w.marks&markQuote != 0:
			p.defineQuoted(q, int(f.At), int(f.Len))
		case w.marks&markBelow != 0:
			p.defineBelow(q, f.End())
		case w.marks&markRefer != 0:
			at = int(f.At) + p.refer(q, int(f.At))
		}
	}
	return topic, stop
}

// head counts the name at the head of a sentence, and its topic.
func (p *parser) head(s string) {
	if name := headName(s); name != "" {
		p.heads[name]++
	}
	if i := strings.Index(s[:min(len(s), longestTopic)], "は"); i >= 3*3 {
		p.topics[s[:i]]++
		for _, polite := range politely {
			if name, ok := strings.CutSuffix(s[:i], polite); ok && name != "" {
				p.topics[name]++ // 「掲載企業様は」
			}
		}
	}
}

// longestTopic is how far the particle behind a topic is looked for, in bytes.
const longestTopic = 3 * 16

// word reads a word that was found, and returns where to go on.
func (p *parser) word(q *Provision, st *sentenceState, f spot.Found) int {
	text := p.text[:q.Body.End]
	start, after := int(f.At), f.End()
	switch class := ownWords[f.Word].class; class {
	case kou, otsu:
		p.letter(st, class, start, after)
	case vendorAct, customerAct:
		p.act(st, class)
	case otherDocument:
		p.referDocument(q, source.Span{Start: start, End: after})
	case vagueVendor:
		if ownWords[f.Word].text == theCompany && kanjiBefore(text[:start]) {
			return after // 株式会社, 利用会社
		}
		use(&p.usage[f.Word], text[after:])
		_, w := letters.First(text[start:])
		return start + w // サービスを提供 may begin inside
	default:
		r, _ := letters.First(text[start:])
		if r < 'ァ' || r > 'ヶ' || !katakanaBefore(text[:start]) { // not the ユーザー of エンドユーザー
			use(&p.usage[f.Word], text[after:])
		}
	}
	return after
}

// theCompany is the vendor where terms call it by no other word: 「会社と会員」.
const theCompany = "会社"

func kanjiBefore(s string) bool {
	r, _ := letters.Last(s)
	return r >= '一' && r <= '鿿'
}

func katakanaBefore(s string) bool {
	r, _ := letters.Last(s)
	return r >= 'ァ' && r <= 'ヶ' || r == 'ー'
}
