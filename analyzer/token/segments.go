package token

import "github.com/yakkan/yakkan/analyzer/letters"

// segments are pieces of text whose words are known: all of a comma, 場合には, the end
// of a predicate. Behind a segment all paths pass one word, so that what follows hangs
// on that word alone, by its right ID; how a segment is cut hangs on the right ID of
// the word before. Terms are written with some thousand segments, and where one begins
// it is looked up, not searched for.
type segments struct {
	cells []letters.Cell // by letters; the word of a cell is a place in ways
	ways  []uint32
}

// What stands in segments.ways at the place of a segment:
//
//	letters that may not follow      a bit for what their numbers end with; the bases decide
//	categories that may not follow   a bit for each
//	letters of the segment, its ways << 8, its bases << 16
//	bases                            of cells of dictionary.words: what leads on from there may not follow
//
// and for each way to cut it, the best one behind some right IDs:
//
//	left ID of the first word, right ID of the last << 16
//	cost without the connection to the word before
//	number of words
//	words: their IDs, their letters << idBits
const idBits = 24

// unknownID is added to the IDs of unknown words.
const unknownID = 1 << (idBits - 1)

// recall adds the words of the segment that begins at a place, behind a word with a
// right ID, to the path. It returns where the segment ends and the right ID of its last
// word; where none is known, the place itself.
func (l *lattice) recall(d *dictionary, pos int, right uint16) (int, uint16) {
	places, cells := l.places, d.segments.cells
	code := places[pos].code
	if int(code) >= len(cells) || cells[code].Label() != code {
		return pos, 0
	}
	cell := cells[code]
	at, behind := cell.Word(), pos+1 // of the longest segment; behind all that was read for it
	for i := pos + 1; ; i++ {
		base, code := cell.Base(), places[i].code
		if base == 0 {
			break
		}
		if cell = cells[base+uint32(code)]; cell.Label() != code {
			break
		}
		if w := cell.Word(); w >= 0 {
			at, behind = w, i+1
		}
	}
	if at < 0 {
		return pos, 0
	}
	ways := d.segments.ways[at:]
	size, count, bases := ways[2]&0xFF, ways[2]>>8&0xFF, ways[2]>>16
	next := &places[behind]
	if ways[1]>>next.category&1 != 0 {
		return pos, 0
	}
	if code := next.code; ways[0]>>(code&31)&1 != 0 {
		for _, base := range ways[3:][:bases] {
			if d.words[base+uint32(code)].Label() == code {
				return pos, 0
			}
		}
	}
	way := ways[3+bases:]
	if count > 1 {
		if way = d.best(way, count, right); way == nil {
			return pos, 0
		}
	}
	end := pos
	for _, w := range way[3:][:way[2]] {
		start := places[end].at
		end += int(w >> idBits)
		id := int32(w & (1<<idBits - 1))
		if id >= unknownID {
			id = unknownID - 1 - id
		}
		l.path = append(l.path, step{id, start, places[end].at})
	}
	return pos + int(size), uint16(way[0] >> 16)
}

// best returns the best of the ways of a segment behind a word with a right ID; nil if
// another may be as good, as what follows is not known.
func (d *dictionary) best(ways []uint32, count uint32, right uint16) []uint32 {
	row := d.connection[int(right)*d.columns:][:d.columns]
	best, least := ways, int32(maxCost)
	way := ways
	for range count {
		if cost := int32(way[1]) + int32(row[way[0]&0xFFFF]); cost < least {
			best, least = way, cost
		}
		way = way[3+way[2]:]
	}
	last := near(uint16(best[0] >> 16))
	way = ways
	for range count {
		cost := int32(way[1]) + int32(row[way[0]&0xFFFF])
		if way[0] != best[0] && cost-least <= int32(d.apart[beside(last, near(uint16(way[0]>>16)))]) {
			return nil
		}
		way = way[3+way[2]:]
	}
	return best
}
