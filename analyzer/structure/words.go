package structure

import (
	"slices"
	"sync"

	"github.com/yakkan/yakkan/analyzer/spot"
)

// wordClass says what a word that the scan looks for stands for.
type wordClass uint8

const (
	vendorWord   wordClass = iota + 1 // names the vendor wherever it is used
	customerWord                      // names the customer
	vagueVendor                       // names the vendor if nothing better does
	kou                               // 甲
	otsu                              // 乙
	otherDocument
	vendorAct   // what a vendor does: decides between 甲 and 乙
	customerAct // what a customer does
	secretTaker // who is told a secret: the vendor in an agreement of secrecy
	secretGiver // whose secret it is: the customer there
	servedWord  // names the customer if nothing better does: whom a school or a clinic serves
)

// mark says what a word is that stands for none of them.
type mark uint16

const (
	markRefer   mark = 1 << iota // a reference may begin here
	markQuote                    // 「
	markStop                     // 。
	markTopic                    // とは、
	markBelow                    // 以下
	markDown                     // 下記
	markNext                     // 次
	markDefines                  // 定義
	markSpace                    // a full-width space
)

// word is a word that is looked for.
type word struct {
	text  string
	class wordClass // 0 for what has marks
	marks mark
}

// ownWords are the words that are looked for in every document, each once.
var ownWords = func() []word {
	var out []word
	seen := map[string]bool{}
	put := func(w word) {
		if seen[w.text] { // their places would not be those in Words
			panic("structure: " + w.text + " is looked for twice")
		}
		seen[w.text] = true
		out = append(out, w)
	}
	add := func(c wordClass, words ...string) {
		for _, w := range words {
			put(word{text: w, class: c})
		}
	}
	tell := func(m mark, words ...string) {
		for _, w := range words {
			put(word{text: w, marks: m})
		}
	}
	add(vendorWord, list("vendor")...)
	add(customerWord, list("customer")...)
	add(vagueVendor, list("vague vendor")...)
	add(kou, "甲")
	add(otsu, "乙")
	add(servedWord, list("served")...)
	add(secretTaker, list("told secrets")...)
	add(secretGiver, list("tells secrets")...)
	add(vendorAct, list("vendor acts")...)
	add(customerAct, list("customer acts")...)
	add(otherDocument, list("documents")...)
	tell(markRefer, "第", "前各", "次条", "次項", "次号", "本条", "本項", "本号", "同条", "同項", "同号")
	for _, r := range "条項号0123456789〇一二三四五六七八九十百" {
		tell(markRefer, "前"+string(r))
	}
	for _, w := range slices.Concat(annexWords[:], supplementWords[:]) {
		if spot.StartsAny(w, "別", "附", "付") {
			tell(markRefer, w)
		}
	}
	tell(markQuote, "「", "『", "“", `"`)
	tell(markStop, "。")
	tell(markTopic, "とは、")
	tell(markBelow, "以下")
	tell(markDown, "下記", "左記")
	tell(markNext, "次")
	tell(markDefines, "定義", "意味", "意義", "用語")
	tell(markSpace, "\u3000")
	return out
}()

// Words returns words to be looked for in the texts that Parse is given: those that it
// looks for itself, which come first, and others.
func Words(others ...[]string) *spot.Words {
	own := make([]string, len(ownWords))
	for i := range ownWords {
		own[i] = ownWords[i].text
	}
	return spot.New(append([][]string{own}, others...)...)
}

// alone are the words of Parse and no others.
var alone = sync.OnceValue(func() *spot.Words { return Words() })

// find finds the words of the text, of which words may have been made before.
func (p *parser) find(words *spot.Text) {
	if words == nil {
		words = &p.mem.words
		words.Reset(p.text, alone())
	}
	p.found = words.Found()
}

// own returns a word that was found, nil if others look for it.
func own(f spot.Found) *word {
	if int(f.Word) >= len(ownWords) {
		return nil
	}
	return &ownWords[f.Word]
}

// foundFrom returns the place in p.found of the first word that begins at byte at or
// behind it.
func (p *parser) foundFrom(at int) int {
	const near = 32
	i := p.next
	far := i > 0 && int(p.found[i-1].At) >= at
	for n := 0; !far && i < len(p.found) && int(p.found[i].At) < at; i++ {
		n++
		far = n == near
	}
	if far {
		i, _ = slices.BinarySearchFunc(p.found, at, func(f spot.Found, at int) int { return int(f.At) - at })
	}
	p.next = i
	return i
}
