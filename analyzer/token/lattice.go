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
	"sync"
	"unicode/utf8"
	"unsafe"
)

const (
	maxCost       = 1<<31 - 1
	maxUnknownLen = 1024 // letters of one unknown word
)

// node is a word at a place.
type node struct {
	cost  int32
	prev  int32 // best predecessor
	next  int32 // next node with the same end
	id    int32 // word ID; -1-id for an unknown word
	right int16 // right ID, row of the connection matrix
	start uint16
}

// place is a letter of the text, or its end.
type place struct {
	first, last int32  // nodes that end before it; first is -1 for none
	best        int32  // the cheapest of them
	code        uint16 // of the letter in the double array, 0 for none
	at          uint16 // byte
	category    uint8
	flags       uint8 // of letter, and broken
}

// broken says that a place is no letter but a byte that is none, or U+FFFD.
const broken = 1 << 7

// lattice is the work space for one sentence at a time.
type lattice struct {
	nodes  []node
	places []place // one more than letters
	path   []step
	run    int // the run of one category that was looked at last ends here

	here  []ended // the nodes that end where words are being begun
	least int32   // the cost of the cheapest of them
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
		r, w := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, w = utf8.DecodeRuneInString(text[i:])
		}
		c := d.letter(r)
		p := place{first: -1, code: c.code, at: uint16(i), category: c.category, flags: c.flags}
		if r == utf8.RuneError {
			p.flags |= broken
			if w == 1 {
				p.code = 0 // U+FFFD may be a letter, a byte is none
			}
		}
		places[n] = p
		i += w
	}
	places[n] = place{first: -1, at: uint16(len(text))}
	l.places = places[:n+1]
}

// walk returns the best path through text. The slice is valid until the next call.
func (l *lattice) walk(d *dictionary, text string) []step {
	l.decode(d, text)
	l.nodes = append(l.nodes[:0], node{prev: -1, next: -1}) // beginning of sentence
	places := l.places
	places[0].first, places[0].last, places[0].best = 0, 0, 0
	l.run = 0
	n := len(places) - 1
	for pos := range n {
		p := &places[pos]
		if p.first < 0 { // nothing ends here: no path passes
			continue
		}
		l.begin(d, pos)
		if !l.known(d, pos) || p.flags&invoked != 0 {
			l.unknown(d, pos)
		}
	}
	// End of sentence: left ID 0.
	l.begin(d, n)
	_, last := l.precede(d, 0)
	l.path = l.path[:0]
	end := uint16(len(text))
	for i := last; i > 0; {
		x := &l.nodes[i]
		start := places[x.start].at
		l.path = append(l.path, step{x.id, start, end})
		i, end = x.prev, start
	}
	for i, j := 0, len(l.path)-1; i < j; i, j = i+1, j-1 {
		l.path[i], l.path[j] = l.path[j], l.path[i]
	}
	return l.path
}

// begin gathers the nodes that end at a place, without those that are worse than the
// cheapest whatever follows.
func (l *lattice) begin(d *dictionary, at int) {
	p := &l.places[at]
	best := &l.nodes[p.best]
	least, worse := best.cost, d.worse(best.right)
	here := l.here[:0]
	for i := p.first; i >= 0; {
		n := &l.nodes[i]
		if int(n.right) >= len(worse) || n.cost-least <= int32(worse[n.right]) {
			here = append(here, ended{int64(n.cost)<<keyBits + int64(len(here)), int32(n.right) * int32(d.columns), i})
		}
		i = n.next
	}
	l.here, l.least = here, least
}

// worse returns by right ID how much more than one with a right ID may cost what is
// not worse whatever follows; nil where that is not known.
func (d *dictionary) worse(right int16) []int16 {
	if right >= apartIDs {
		return nil
	}
	return d.apart[int(right)*apartIDs:][:apartIDs]
}

// precede returns the cost of the best predecessor here of words with a left ID,
// with the connection, and the predecessor. Costs do not overflow: a word with its
// connection costs at most 2^16, and a stretch has at most 12,288 words (longest).
func (l *lattice) precede(d *dictionary, left int16) (cost, node int32) {
	column := d.connection[left:]
	best := int64(1<<63 - 1)
	for i := range l.here {
		e := &l.here[i]
		best = min(best, e.key+int64(column[e.row])<<keyBits)
	}
	return int32(best >> keyBits), l.here[best&(1<<keyBits-1)].node
}

// add adds a word from start to end behind the nodes gathered there, unless it is
// worse than the cheapest that ends there too whatever follows.
func (l *lattice) add(d *dictionary, id int32, m *morph, start, end int) {
	cost, prev := l.precede(d, m.left)
	cost += int32(m.weight)
	p := &l.places[end]
	k := int32(len(l.nodes))
	if p.first < 0 {
		p.first, p.best = k, k
	} else {
		best := &l.nodes[p.best]
		if worse := d.worse(best.right); int(m.right) < len(worse) && cost-best.cost > int32(worse[m.right]) {
			return
		}
		if cost < best.cost {
			p.best = k
		}
		l.nodes[p.last].next = k
	}
	l.nodes = append(l.nodes, node{cost: cost, right: m.right, prev: prev, next: -1, id: id, start: uint16(start)})
	p.last = k
}

// words adds the words of one spelling, from the first.
func (l *lattice) words(d *dictionary, id int32, start, end int) {
	for k := id; ; k++ {
		m := &d.morphs[k]
		l.add(d, k, m, start, end)
		if !m.more {
			return
		}
	}
}

// most returns what the cheapest node that ends at a place and what follows it cost
// together at most.
func (l *lattice) most(d *dictionary, at int) int32 {
	p := &l.places[at]
	if p.first < 0 {
		return maxCost
	}
	best := &l.nodes[p.best]
	return best.cost + int32(d.costs[best.right].most)
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
	least := l.least + d.unkLeast[class]
	whole, cut := least <= l.most(d, end), pos < short && least <= l.most(d, short)
	if !whole && !cut {
		return
	}
	for k := d.unkIndex[class]; k <= d.unkIndex[class]+d.unkDup[class]; k++ {
		m := &d.unkMorphs[k]
		if cut {
			l.add(d, -1-k, m, pos, short)
		}
		if whole {
			l.add(d, -1-k, m, pos, end)
		}
	}
}

func bytesString(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
