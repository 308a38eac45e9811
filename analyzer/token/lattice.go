// The lattice gives what kagome's Normal mode gives, token for token; a test
// compares the two on many sentences. It is written for speed: nodes lie in one
// reused slice and are linked by index, those that end at one place in the order
// in which they were added (ties fall to the first, as with kagome), and the best
// predecessor is found when a node is added, so the text is passed over once.
// kagome spends a third of its time on pooling single nodes and a tenth on a map
// of homographs; here there is neither. Letters are decoded once, places are
// letters. What ends at a place is gathered into a short array before words are
// begun there, without what no word could have as its best predecessor.

package token

import (
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/yakkan/yakkan/analyzer/letters"
)

const (
	maxCost       = 1<<31 - 1
	maxUnknownLen = 1024 // letters of one unknown word
)

// node is a word at a place.
type node struct {
	cost  int32
	prev  int32  // best predecessor
	next  int32  // next node with the same end
	id    int32  // word ID; -1-id for an unknown word; inSegment and the place of a way of a segment
	right uint16 // right ID, row of the connection matrix
	start uint16
}

// place is a letter of the text, or its end.
type place struct {
	first, last int32  // nodes that end before it; first is -1 for none
	least       int32  // the cost of the cheapest of them, noCost for none
	code        uint16 // of the letter in the double array, 0 for none
	at          uint16 // byte
	near        uint8  // of the right ID of the cheapest
	category    uint8
	flags       uint8 // of letter, and broken
}

// noCost is more than a node costs, and not so much that a sum would overflow.
const noCost = 1 << 30

// broken says that a place is no letter but a byte that is none, or U+FFFD.
const broken = 1 << 7

// lattice is the work space for one sentence at a time.
type lattice struct {
	nodes  []node // of which so many are used:
	count  int32
	places []place // one more than letters
	path   []step
	reach  int32 // where the node ends that ends last
	run    int   // the run of one category that was looked at last ends here

	here []ended // the nodes that end where words are being begun
	row  []int16 // of the connection matrix, if they are one
}

// ended is a node that ends at a place: its cost above keyBits, below them the
// place in lattice.here, so that the least sum of keys and costs is the cheapest
// and of equals the first.
type ended struct {
	key       int64
	row, node int32 // row of the connection matrix
}

const keyBits = 20

// step is a word of the best path: bytes from start to end.
type step struct {
	id         int32 // as in node
	start, end uint16
}

var lattices = sync.Pool{New: func() any { return new(lattice) }}

// decode fills places.
func (l *lattice) decode(d *dictionary, text string) {
	if cap(l.places) < len(text)+1 {
		l.places = make([]place, len(text)+1)
	}
	places := l.places[:len(text)+1]
	n := 0
	for i := 0; i < len(text); n++ {
		p := &places[n]
		p.first, p.least, p.at = -1, noCost, uint16(i)
		if r := letters.Three(text, i); r != 0 && int(r) < len(d.letters) && r != utf8.RuneError {
			c := d.letters[r]
			p.code, p.category, p.flags = c.code, c.category, c.flags
			i += 3
			continue
		}
		r, w := utf8.DecodeRuneInString(text[i:])
		c := d.letter(r)
		p.code, p.category, p.flags = c.code, c.category, c.flags
		if r == utf8.RuneError {
			p.flags |= broken
			if w == 1 {
				p.code = 0 // U+FFFD may be a letter, a byte is none
			}
		}
		i += w
	}
	places[n] = place{first: -1, least: noCost, at: uint16(len(text))}
	l.places = places[:n+1]
}

// walk returns the best path through text. The slice is valid until the next call.
func (l *lattice) walk(d *dictionary, text string) []step {
	l.decode(d, text)
	l.path, l.run = l.path[:0], 0
	right := uint16(0) // of the beginning of a sentence
	for pos, n := 0, len(l.places)-1; pos < n; {
		pos, right = l.next(d, pos, right)
	}
	return l.path
}

// next adds the words from a place to the path, behind a word with a right ID, as far as
// some place that all paths pass with one and the same word before it. It returns the
// place and the right ID of that word.
func (l *lattice) next(d *dictionary, pos int, right uint16) (int, uint16) {
	s := d.segment(l.places, pos)
	if s.size > 0 {
		if way := d.best(s.ways, right); way >= 0 {
			l.recall(d, way, pos, pos+s.size)
			return pos + s.size, d.segments.pieces[way].right()
		}
	}
	return l.search(d, pos, right, s)
}

// search does that by a lattice. A segment may begin at the place.
func (l *lattice) search(d *dictionary, from int, right uint16, s segment) (int, uint16) {
	l.start(from, d.connection[int(right)*d.columns:][:d.columns])
	places, n := l.places, len(l.places)-1
	if s.size == 0 || !l.leap(d, from, s) {
		l.further(d, from)
	}
	for pos := from + 1; pos < n; pos++ {
		if places[pos].first < 0 { // nothing ends here: no path passes
			continue
		}
		l.begin(d, pos)
		if int(l.reach) == pos {
			if len(l.here) == 1 {
				return pos, l.trace(d, l.here[0].node, pos)
			}
			if s := d.segment(places, pos); s.size > 0 && l.leap(d, pos, s) {
				continue
			}
		}
		l.further(d, pos)
	}
	// End of sentence: left ID 0.
	l.begin(d, n)
	_, last := l.precede(d, 0)
	return n, l.trace(d, last, n)
}

// start begins a lattice at a place, behind a word whose row of the connection matrix
// is given.
func (l *lattice) start(from int, row []int16) {
	if len(l.nodes) == 0 {
		l.nodes = make([]node, 256)
	}
	l.nodes[0], l.count, l.reach = node{prev: -1, next: -1}, 1, 0
	l.here, l.row = append(l.here[:0], ended{}), row
	l.places[from].least = 0
}

// further adds the words that begin at a place.
func (l *lattice) further(d *dictionary, pos int) {
	if !l.known(d, pos) || l.places[pos].flags&invoked != 0 {
		l.unknown(d, pos)
	}
}

// trace adds the words of the best path to a node to the path, and returns the right
// ID of the node.
func (l *lattice) trace(d *dictionary, last int32, end int) uint16 {
	first := len(l.path)
	for i := last; i > 0; {
		x := &l.nodes[i]
		start := int(x.start)
		if x.id >= inSegment {
			from := len(l.path)
			l.recall(d, x.id-inSegment, start, end)
			slices.Reverse(l.path[from:])
		} else {
			l.path = append(l.path, step{x.id, l.places[start].at, l.places[end].at})
		}
		i, end = x.prev, start
	}
	slices.Reverse(l.path[first:])
	return l.nodes[last].right
}
