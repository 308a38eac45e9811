package token

import (
	"slices"
	"unicode"
	"unsafe"

	"github.com/ikawaha/kagome-dict/dict"

	"github.com/yakkan/yakkan/analyzer/letters"
)

// dictionary is the IPA dictionary as the lattice needs it: plain tables that
// can lie in a mapped file. It is immutable and safe for concurrent use.
type dictionary struct {
	name string // "IPA ipa v1.2.6": what Version reports

	letters  []letter       // by rune; what is behind the end is as the rune 0, but no letter of a word
	words    []letters.Cell // by spelling: the first of the words
	core     core           // those that texts have
	segments segments       // those that texts are made of
	morphs   []morph        // by word ID
	facts    []fact         // by word ID
	baseOf   []uint32       // by word ID: 0 where the base form is the surface; otherwise 1 + the offset of its length byte in bases
	bases    []byte         // base forms, each behind a byte with its length

	connection []int16 // cost of a word with a left ID behind one with a right ID: a row of columns for each right ID
	most       []int32 // by near of a right ID: the most that any connection behind it costs
	columns    int
	apart      *[nearIDs * nearIDs]int16 // by near of two right IDs (beside): by how much more a word with the second may cost than one with the first without being worse whatever follows

	unkIndex  []int32 // first unknown word ID by category
	unkMorphs []morph
	unkLeast  []int32 // by category: what such a word adds to a path at least, whatever is around it
	unkClass  []uint8
}

// letter is what the dictionary knows of a rune.
type letter struct {
	code     uint16 // number in words, 0 for none
	category uint8
	flags    uint8
}

// The flags of a letter: those of its category.
const (
	invoked = 1 << iota // unknown words are tried beside known ones
	grouped             // an unknown word takes the whole run of the category
)

// morph is what the lattice needs of a word, in one number: from the lowest bits its
// left and right IDs and its cost, 16 bits each, near of its right ID, and a bit if
// the next word has the same spelling, or for unknown words the same category.
type morph uint64

// furtherWord is that bit.
const furtherWord = 1 << 56

func newMorph(left, right uint16, weight int16) morph {
	return morph(left) | morph(right)<<16 | morph(uint16(weight))<<32 | morph(near(right))<<48
}

func (m morph) left() uint16  { return uint16(m) }
func (m morph) right() uint16 { return uint16(m >> 16) }
func (m morph) weight() int32 { return int32(int16(m >> 32)) }
func (m morph) near() uint8   { return uint8(m >> 48) }
func (m morph) more() bool    { return m&furtherWord != 0 }

// fact is what is known of a word.
type fact struct {
	surface, base Word
	pos           POS
	form          Form
}

// nearIDs is how many right IDs are told apart in dictionary.apart and most: those
// from 0, the most frequent, and one more for all others.
const nearIDs = 256

// near returns the number of a right ID in those tables.
func near(right uint16) uint8 { return uint8(min(right, nearIDs-1)) }

// beside returns the place of two right IDs in dictionary.apart.
func beside(a, b uint8) uint16 { return uint16(a)<<8 | uint16(b) }

// letter returns what is known of a rune.
func (d *dictionary) letter(r rune) letter {
	if int(r) < len(d.letters) {
		return d.letters[r]
	}
	other := d.letters[0]
	other.code = 0
	return other
}

// fromKagome builds the tables from kagome's dictionary. often has words with how often
// they occur; it may be empty.
func fromKagome(d *dict.Dict, name, often string) (*dictionary, error) {
	n := len(d.Morphs)
	x := &dictionary{name: name, morphs: make([]morph, 0, n), facts: make([]fact, n), baseOf: make([]uint32, n), columns: int(d.Connection.Row), connection: d.Connection.Vec}
	for _, m := range d.Morphs {
		x.morphs = append(x.morphs, newMorph(uint16(m.LeftID), uint16(m.RightID), m.Weight))
	}
	for id, further := range d.Index.Dup {
		for k := id; k < id+further; k++ {
			x.morphs[k] |= furtherWord
		}
	}
	baseAt := int(d.ContentsMeta[dict.BaseFormIndex])
	seen := map[string]uint32{}
	x.bases = []byte{}
	for id := range n {
		var row [6]string
		for i := range row {
			row[i] = feature(d, id, i)
		}
		pos, form := classify(row)
		x.facts[id] = fact{pos: pos, form: form}
		b := feature(d, id, baseAt)
		if pos == Auxiliary && negative(b) {
			b = "ない"
		}
		b = inKana(b, pos)
		if b == "" || b == "*" || len(b) > 255 {
			continue
		}
		at, ok := seen[b]
		if !ok {
			at = uint32(len(x.bases)) + 1
			seen[b] = at
			x.bases = append(x.bases, byte(len(b)))
			x.bases = append(x.bases, b...)
		}
		x.baseOf[id], x.facts[id].base = at, WordOf(b)
	}
	for i, m := range d.UnkDict.Morphs {
		x.unkMorphs = append(x.unkMorphs, newMorph(uint16(m.LeftID), uint16(m.RightID), m.Weight))
		var row [6]string
		copy(row[:], d.UnkDict.Contents[i])
		pos, form := classify(row)
		x.unkClass = append(x.unkClass, uint8(pos), uint8(form))
	}
	x.unkIndex = make([]int32, len(d.GroupList))
	for c := range x.unkIndex {
		first := d.UnkDict.Index[int32(c)]
		x.unkIndex[c] = first
		for k := first; k < first+d.UnkDict.IndexDup[int32(c)]; k++ {
			x.unkMorphs[k] |= furtherWord
		}
	}
	spellings := spellingsOf(d)
	for _, s := range spellings {
		word := WordOf(s.text)
		for id := s.first; ; id++ {
			f := &x.facts[id]
			f.pos, f.surface = refine(s.text, f.pos), word
			if kana := inKana(s.text, f.pos); kana != s.text {
				f.surface = WordOf(kana)
			}
			if x.baseOf[id] == 0 {
				f.base = word
			}
			if !x.morphs[id].more() {
				break
			}
		}
	}
	x.reorder(spellings, often)
	return x, x.spell(spellings, d)
}

// spelling is what words of the dictionary are written like.
type spelling struct {
	text  string
	first int32   // word ID; those of one spelling are neighbours
	often float64 // how often it occurs in a text, about; only the order matters
}

// spellingsOf returns the spellings of the words in kagome's double array.
func spellingsOf(d *dict.Dict) []spelling {
	da := d.Index.Da
	var all []spelling
	var text []byte
	var walk func(p int32)
	walk = func(p int32) {
		under := func(c int32) (int32, bool) {
			q := da[p].Base + c
			return q, q > 0 && int(q) < len(da) && da[q].Check == p
		}
		if q, ok := under(0); ok && da[q].Base <= 0 {
			all = append(all, spelling{text: string(text), first: -da[q].Base})
		}
		for c := int32(1); c < 256; c++ {
			if q, ok := under(c); ok {
				text = append(text, byte(c))
				walk(q)
				text = text[:len(text)-1]
			}
		}
	}
	walk(0)
	return all
}

// spell builds the letters and the double array.
func (d *dictionary) spell(spellings []spelling, from *dict.Dict) error {
	codes, err := letters.Number(func(yield func(string, float64) bool) {
		for _, s := range spellings {
			if !yield(s.text, s.often) {
				return
			}
		}
		for r := rune(' '); r < unicode.MaxASCII; r++ {
			if !yield(string(r), 0) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	size := len(from.CharCategory)
	for r := range codes {
		size = max(size, int(r)+1)
	}
	d.letters = make([]letter, size)
	for i := range d.letters {
		category := from.CharCategory[0]
		if i < len(from.CharCategory) {
			category = from.CharCategory[i]
		}
		l := letter{code: codes[rune(i)], category: category}
		if from.InvokeList[category] {
			l.flags |= invoked
		}
		if from.GroupList[category] {
			l.flags |= grouped
		}
		d.letters[i] = l
	}
	entries := make([]letters.Entry, len(spellings))
	for i, s := range spellings {
		e := letters.Entry{Word: s.first, Often: s.often}
		for _, r := range s.text {
			e.Letters = append(e.Letters, codes[r])
		}
		entries[i] = e
	}
	if d.words, err = letters.Build(slices.Clone(entries), len(codes)); err != nil {
		return err
	}
	d.core, err = newCore(d.words, spellings, entries, len(codes))
	return err
}

// feature returns field i of a known word: the first fields are its POS row,
// the others its contents.
func feature(d *dict.Dict, id, i int) string {
	pos := d.POSTable.POSs[id]
	if i < len(pos) {
		return d.POSTable.NameList[pos[i]]
	}
	if c := d.Contents[id]; i-len(pos) < len(c) {
		return c[i-len(pos)]
	}
	return ""
}

// negative reports whether a base form is a negative auxiliary.
func negative(base string) bool {
	switch base {
	case "ん", "ぬ", "ず", "ざる", "まい":
		return true
	}
	return false
}

// InKanji are words of grammar that some write in kanji, by the kana that others write:
// 「する事が有ります」. Their base form is in kana.
var InKanji = map[string]string{"こと": "事", "もの": "物", "ため": "為", "よう": "様", "ある": "有る", "できる": "出来る"}

// inKana returns the base form of a word in kana if it is one of InKanji.
func inKana(base string, pos POS) string {
	if pos == FormalNoun || pos == AdverbialNoun || pos == Verb || pos == BoundVerb {
		for kana, kanji := range InKanji {
			if base == kanji {
				return kana
			}
		}
	}
	return base
}

// baseAt returns the base form that baseOf points to.
func (d *dictionary) baseAt(at uint32) string {
	n := uint32(d.bases[at-1])
	return bytesString(d.bases[at : at+n])
}

func bytesString(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
