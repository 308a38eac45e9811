package token

import "github.com/yakkan/yakkan/analyzer/letters"

// core is the part of the double array that texts ask for, once more in little room:
// of the children of a node the array has those by the thousand that only names are
// made with, between which the few that are met lie apart, a cache line each. What is
// not in the core is looked up in the array, unless the core knows that it is not
// there either.
type core struct {
	words []letters.Cell // as dictionary.words, of the spellings that were met
	rest  []rest         // by cell of words
	pairs []uint64       // by two frequent letters: a bit where some spelling begins with them
}

// rest is what the array has behind a cell of the core.
type rest struct {
	cell uint32 // of the array
	may  uint32 // bits by the last bits of a letter: some child that the core has not
}

// count returns how many spellings there are in it.
func (c *core) count() (n int) {
	for _, cell := range c.words {
		if cell.Word() >= 0 {
			n++
		}
	}
	return n
}

// pairLetters is how many letters, from 0, are in core.pairs: 64 bytes for each.
const pairLetters = 512

// newCore makes the core of an array. entries are those of spellings, with the
// greatest number of a letter.
func newCore(words []letters.Cell, spellings []spelling, entries []letters.Entry, greatest int) (core, error) {
	c := core{pairs: make([]uint64, pairLetters*pairLetters/64)}
	begins := map[string]bool{} // what spellings that were met begin with
	for _, s := range spellings {
		if s.often >= 1 {
			for i := range s.text {
				begins[s.text[:i]] = true
			}
			begins[s.text] = true
		}
	}
	var met []letters.Entry
	for i, e := range entries {
		if begins[spellings[i].text] {
			met = append(met, e)
		}
		if l := e.Letters; len(l) > 1 && l[0] < pairLetters && l[1] < pairLetters {
			at := int(l[0])*pairLetters + int(l[1])
			c.pairs[at>>6] |= 1 << (at & 63)
		}
	}
	var err error
	if c.words, err = letters.Build(met, greatest); err != nil {
		return c, err
	}
	c.rest = make([]rest, len(c.words))
	for _, e := range entries {
		at, in := uint32(e.Letters[0]), uint32(e.Letters[0])
		if c.words[at].Label() != e.Letters[0] {
			continue
		}
		for k := 1; ; k++ {
			c.rest[at].cell = in
			if k == len(e.Letters) {
				break
			}
			letter := e.Letters[k]
			in = words[in].Base() + uint32(letter)
			next := c.words[at].Base() + uint32(letter)
			if c.words[at].Base() == 0 || c.words[next].Label() != letter {
				c.rest[at].may |= 1 << (letter & 31)
				break
			}
			at = next
		}
	}
	return c, nil
}

// known adds the words of the dictionary that begin at a place and reports whether
// there are any.
func (l *lattice) known(d *dictionary, pos int) bool {
	places, cells := l.places, d.core.words
	code := places[pos].code
	at := uint32(code)
	cell := cells[at]
	if cell.Label() != code {
		return l.rare(d, d.words[at], code, pos, pos+1)
	}
	any := false
	for i := pos + 1; ; i++ {
		if word := cell.Word(); word >= 0 {
			l.words(d, d.morphs, word, 0, pos, i)
			any = true
		}
		next := places[i].code
		if i == pos+1 && code < pairLetters && next < pairLetters {
			if pair := uint32(code)*pairLetters + uint32(next); d.core.pairs[pair>>6]>>(pair&63)&1 == 0 {
				return any
			}
		}
		base := cell.Base()
		if base != 0 {
			if c := cells[base+uint32(next)]; c.Label() == next {
				cell, at = c, base+uint32(next)
				continue
			}
		}
		r := d.core.rest[at]
		if r.may>>(next&31)&1 == 0 {
			return any
		}
		in := d.words[r.cell].Base() + uint32(next)
		return l.rare(d, d.words[in], next, pos, i+1) || any
	}
}

// rare goes on in the whole array: cell is what a letter led to, before place i.
func (l *lattice) rare(d *dictionary, cell letters.Cell, code uint16, pos, i int) bool {
	any := false
	for ; cell.Label() == code; i++ {
		if word := cell.Word(); word >= 0 {
			l.words(d, d.morphs, word, 0, pos, i)
			any = true
		}
		base := cell.Base()
		if base == 0 {
			break
		}
		code = l.places[i].code
		cell = d.words[base+uint32(code)]
	}
	return any
}
