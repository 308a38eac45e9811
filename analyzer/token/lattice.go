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
	"unsafe"

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

// begin gathers the nodes that end at a place, without those that are worse than the
// cheapest whatever follows.
func (l *lattice) begin(d *dictionary, at int) {
	p := &l.places[at]
	apart, nodes, columns := d.apart, l.nodes, int32(d.columns)
	here := l.here[:0]
	for i := p.first; i >= 0; {
		n := &nodes[i]
		if n.cost-p.least <= int32(apart[beside(p.near, near(n.right))]) {
			here = append(here, ended{int64(n.cost)<<keyBits + int64(len(here)), int32(n.right) * columns, i})
		}
		i = n.next
	}
	l.here, l.row = here, nil
	if len(here) == 1 {
		l.row = d.connection[here[0].row:][:columns]
	}
}

// precede returns the cost of the best predecessor here of words with a left ID,
// with the connection, and the predecessor. Costs do not overflow: a word with its
// connection costs at most 2^16, and a stretch has at most 12,288 words (longest).
func (l *lattice) precede(d *dictionary, left uint16) (cost, node int32) {
	connection := d.connection
	here := l.here
	best := here[0].key + int64(connection[int(here[0].row)+int(left)])<<keyBits
	for i := 1; i < len(here); i++ {
		e := &here[i]
		// The lesser of the two without a branch: none could foretell it.
		less := e.key + int64(connection[int(e.row)+int(left)])<<keyBits - best
		best += less & (less >> 63)
	}
	return int32(best >> keyBits), here[best&(1<<keyBits-1)].node
}

// words adds the words of one spelling, from the first, behind the nodes that are
// gathered where they start; not what is worse than the cheapest that ends there too
// whatever follows. as is what turns the place of a word in the list into its ID in a
// node: 0, -1 for unknown words, inSegment for ways of a segment.
func (l *lattice) words(d *dictionary, list []morph, first, as int32, start, end int) {
	p := &l.places[end]
	row, apart := l.row, d.apart
	for k := first; ; k++ {
		m := list[k]
		var cost, prev int32
		if left := m.left(); row != nil { // half of all
			cost, prev = int32(l.here[0].key>>keyBits)+int32(row[left]), l.here[0].node
		} else {
			cost, prev = l.precede(d, left)
		}
		cost += m.weight()
		if cost-p.least <= int32(apart[beside(p.near, m.near())]) {
			at := l.count
			if int(at) == len(l.nodes) {
				l.nodes = append(l.nodes, make([]node, 1+len(l.nodes))...)
			}
			l.count++
			n := &l.nodes[at]
			n.cost, n.prev, n.next, n.id, n.right, n.start = cost, prev, -1, k^as, m.right(), uint16(start)
			if p.first < 0 {
				p.first = at
			} else {
				l.nodes[p.last].next = at
			}
			p.last = at
			l.reach = max(l.reach, int32(end))
			if cost < p.least {
				p.least, p.near = cost, m.near()
			}
		}
		if !m.more() {
			return
		}
	}
}

// most returns what the cheapest node that ends at a place and what follows it cost
// together at most.
func (l *lattice) most(d *dictionary, at int) int32 {
	p := &l.places[at]
	return p.least + d.most[p.near]
}

// unknown adds the unknown words that begin at pos: the run of one category
// where the category groups, and the same without its last letter.
func (l *lattice) unknown(d *dictionary, pos int) {
	p := &l.places[pos]
	class, end := p.category, pos+1
	if p.flags&grouped != 0 {
		if l.run <= pos {
			l.run = pos + 1
			for last := len(l.places) - 1; l.run < last && l.places[l.run].category == class; {
				l.run++
			}
		}
		end = min(l.run, pos+maxUnknownLen)
	}
	short := pos
	if l.places[end-1].flags&broken == 0 {
		short = end - 1
	}
	// Of a long word in katakana the dictionary's words are often cheaper than
	// whatever begins in the midst of it.
	least := p.least + d.unkLeast[class]
	whole, cut := least <= l.most(d, end), pos < short && least <= l.most(d, short)
	if !whole && !cut {
		return
	}
	first := d.unkIndex[class]
	if cut {
		l.words(d, d.unkMorphs, first, -1, pos, short)
	}
	if whole {
		l.words(d, d.unkMorphs, first, -1, pos, end)
	}
}

func bytesString(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
