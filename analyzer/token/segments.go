package token

import "github.com/yakkan/yakkan/analyzer/letters"

// segments are pieces of text whose words are known: all of a comma, 場合には, the end
// of a predicate. No word reaches over the ends of a segment, so that all there is to
// know of it are the ways to cut it that may be best, by the words before and behind.
// Terms are written with some thousand segments, and where one begins it is looked up,
// not searched for.
type segments struct {
	cells  []letters.Cell // by letters; the word of a cell is a place in pieces
	pieces []morph
}

// What stands in segments.pieces at the place of a segment, in numbers of 64 bits:
//
//	letters that may not follow    two numbers, a bit for each; those that share the last wideBits with others: the bases decide
//	letters of the segment         8 bits
//	letters behind its cell        << 8
//	categories that may not follow << 16, a bit for each
//	number of bases                << 32
//	the first of them              << 40, of cells of dictionary.words: what leads on from there may not follow
//	letters behind its cell        four in a number: where one segment only is left, the cells end
//	further bases                  two in a number
//	ways                           each as if it were a word; its words stand so many numbers behind it << wordsBits
//	words                          their IDs, their letters << idBits; two in a number
const (
	pieceHead = 3 // numbers
	wordsBits = 57
	maxWords  = 1<<(64-wordsBits) - 1 // numbers between a way and its words
	idBits    = 24
)

// The bits of letters that may not follow: the most frequent have one each, the others
// share the last.
const (
	followBits = 128
	sharedBits = 32
	ownBits    = followBits - sharedBits
)

// followBit returns the bit of a letter.
func followBit(code uint16) uint16 {
	if code < ownBits {
		return code
	}
	return ownBits + (code-ownBits)&(sharedBits-1)
}

// unknownID is added to the IDs of unknown words.
const unknownID = 1 << (idBits - 1)

// inSegment is added to the places of ways, to tell them from the IDs of words in nodes.
const inSegment = 1 << idBits

// segment is a segment at a place of a text.
type segment struct {
	size int   // letters, 0 for no segment
	ways int32 // the first
}

// segment returns the longest segment that begins at a place.
func (d *dictionary) segment(places []place, pos int) segment {
	cells := d.segments.cells
	code := places[pos].code
	if int(code) >= len(cells) || cells[code].Label() != code {
		return segment{}
	}
	cell := cells[code]
	at, behind := cell.Word(), pos+1 // of the longest segment; behind the letters of its cell
	shorter, before := int32(-1), 0  // of the one before it
	for i := pos + 1; ; i++ {
		base, code := cell.Base(), places[i].code
		if base == 0 {
			break
		}
		if cell = cells[base+uint32(code)]; cell.Label() != code {
			break
		}
		if w := cell.Word(); w >= 0 {
			shorter, before = at, behind
			at, behind = w, i+1
		}
	}
	for ; at >= 0; at, behind, shorter = shorter, before, -1 {
		piece := d.segments.pieces[at:]
		head := uint64(piece[pieceHead-1])
		tail := int(head >> 8 & 0xFF)
		for i := range tail {
			if uint16(piece[pieceHead+i>>2]>>(i&3*16)) != places[behind+i].code {
				tail = -1
				break
			}
		}
		if tail < 0 {
			continue
		}
		next := &places[behind+tail]
		if head>>16>>(next.category&15)&1 != 0 {
			continue
		}
		rest := pieceHead + (tail+3)>>2
		bases := int(head >> 32 & 0xFF)
		if bit := followBit(next.code); piece[bit>>6]>>(bit&63)&1 != 0 {
			if bit < ownBits || d.words[uint32(head>>40)+uint32(next.code)].Label() == next.code {
				continue
			}
			for i := range bases - 1 {
				base := uint32(piece[rest+i>>1] >> (i & 1 * 32))
				if d.words[base+uint32(next.code)].Label() == next.code {
					bases = -1
					break
				}
			}
			if bases < 0 {
				continue
			}
		}
		return segment{int(head & 0xFF), at + int32(rest+bases>>1)}
	}
	return segment{}
}

// best returns the best way of a segment behind a word with a right ID; -1 if another
// may be as good, as what follows is not known.
func (d *dictionary) best(ways int32, right uint16) int32 {
	list := d.segments.pieces[ways:]
	if !list[0].more() {
		return ways
	}
	row := d.connection[int(right)*d.columns:][:d.columns]
	best, least := 0, int32(maxCost)
	for i, m := range list {
		if cost := m.weight() + int32(row[m.left()]); cost < least {
			best, least = i, cost
		}
		if !m.more() {
			break
		}
	}
	last := list[best].near()
	for i, m := range list {
		if i != best && m.weight()+int32(row[m.left()])-least <= int32(d.apart[beside(last, m.near())]) {
			return -1
		}
		if !m.more() {
			return ways + int32(best)
		}
	}
	return -1
}

// recall adds the words of a way to cut the segment between two places to the path.
func (l *lattice) recall(d *dictionary, way int32, pos, end int) {
	m := d.segments.pieces[way:]
	words := m[m[0]>>wordsBits:]
	for i := 0; pos < end; i++ {
		w := uint32(words[i>>1] >> (i & 1 * 32))
		start := l.places[pos].at
		pos += int(w >> idBits)
		id := int32(w & (1<<idBits - 1))
		if id >= unknownID {
			id = unknownID - 1 - id
		}
		l.path = append(l.path, step{id, start, l.places[pos].at})
	}
}

// leap adds the ways of a segment to the lattice as if they were words. It reports false
// where the lattice must be made word by word, as which of two is the first decides.
func (l *lattice) leap(d *dictionary, pos int, s segment) bool {
	count, reach, end := l.count, l.reach, pos+s.size
	l.words(d, d.segments.pieces, s.ways, inSegment, pos, end)
	for i := count + 1; i < l.count; i++ {
		for k := count; k < i; k++ {
			if a, b := &l.nodes[i], &l.nodes[k]; a.cost == b.cost && a.right == b.right {
				l.count, l.reach = count, reach
				p := &l.places[end]
				p.first, p.least = -1, noCost
				return false
			}
		}
	}
	return true
}
