package token

import (
	"github.com/ikawaha/kagome-dict/dict"
)

// dictionary is the IPA dictionary as the lattice needs it: plain tables that
// can lie in a mapped file. It is immutable and safe for concurrent use.
type dictionary struct {
	name string // "IPA ipa v1.2.6": what Version reports

	words   []uint32 // double array over the bytes of words: see words.go
	letters []uint32 // where words that begin with a letter go on in it: see order.go
	morph   []int16  // left ID, right ID, weight, and 1 if the next word has the same spelling, by word ID
	class   []uint8  // pairs POS, Form by word ID
	base    []uint32
	// base[id] is 0 where the base form is the surface; otherwise 1 + the
	// offset of its length byte in bases.
	bases []byte

	connection []int16 // cost of right ID after left ID, rows[left][right]
	rows       int

	category []uint8 // of a rune below len(category)
	invoke   []uint8 // by category: try unknown words beside known ones
	group    []uint8 // by category: take the whole run of it

	unkIndex []int32 // first unknown word ID by category
	unkDup   []int32 // further ones
	unkMorph []int16 // as morph; what comes after the last of a category is not said
	unkClass []uint8
}

// fromKagome builds the tables from kagome's dictionary.
func fromKagome(d *dict.Dict, name string) (*dictionary, error) {
	n := len(d.Morphs)
	x := &dictionary{name: name, morph: make([]int16, 0, 4*n), class: make([]uint8, 2*n), base: make([]uint32, n), rows: int(d.Connection.Row), connection: d.Connection.Vec}
	var err error
	if x.words, err = doubleArray(0, func(p int32) (under []byte, nodes []int32) {
		da := d.Index.Da
		for c := 1; c < labels; c++ {
			if q := da[p].Base + int32(c); int(q) < len(da) && q > 0 && da[q].Check == p {
				under, nodes = append(under, byte(c)), append(nodes, q)
			}
		}
		return under, nodes
	}, func(p int32) int32 {
		da := d.Index.Da
		if q := da[p].Base; q > 0 && int(q) < len(da) && da[q].Check == p && da[q].Base <= 0 {
			return -da[q].Base
		}
		return -1
	}); err != nil {
		return nil, err
	}
	for _, m := range d.Morphs {
		x.morph = append(x.morph, m.LeftID, m.RightID, m.Weight, 0)
	}
	for id, further := range d.Index.Dup {
		for k := id; k < id+further; k++ {
			x.morph[4*k+3] = 1
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
		x.class[2*id], x.class[2*id+1] = uint8(pos), uint8(form)
		b := feature(d, id, baseAt)
		if pos == Auxiliary && negative(b) {
			b = "ない"
		}
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
		x.base[id] = at
	}
	x.category = d.CharCategory
	for _, b := range d.InvokeList {
		x.invoke = append(x.invoke, flag(b))
	}
	for _, b := range d.GroupList {
		x.group = append(x.group, flag(b))
	}
	x.unkIndex, x.unkDup = make([]int32, len(x.group)), make([]int32, len(x.group))
	for c := range x.group {
		x.unkIndex[c], x.unkDup[c] = d.UnkDict.Index[int32(c)], d.UnkDict.IndexDup[int32(c)]
	}
	for i, m := range d.UnkDict.Morphs {
		x.unkMorph = append(x.unkMorph, m.LeftID, m.RightID, m.Weight, 0)
		var row [6]string
		copy(row[:], d.UnkDict.Contents[i])
		pos, form := classify(row)
		x.unkClass = append(x.unkClass, uint8(pos), uint8(form))
	}
	x.reorder()
	x.letters = x.lettersOf()
	return x, nil
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

func flag(b bool) uint8 {
	if b {
		return 1
	}
	return 0
}

// negative reports whether a base form is a negative auxiliary.
func negative(base string) bool {
	switch base {
	case "ん", "ぬ", "ず", "ざる", "まい":
		return true
	}
	return false
}

// baseOf returns the base form of a known word, or "" where it is the surface.
func (d *dictionary) baseOf(id int32) string {
	at := d.base[id]
	if at == 0 {
		return ""
	}
	n := uint32(d.bases[at-1])
	return bytesString(d.bases[at : at+n])
}

func (d *dictionary) categoryOf(r rune) uint8 {
	if int(r) < len(d.category) {
		return d.category[r]
	}
	return d.category[0]
}
