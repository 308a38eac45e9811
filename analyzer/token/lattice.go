// The lattice gives what kagome's Normal mode gives, token for token; a test
// compares the two on many sentences. It is written for speed: nodes lie in one
// reused slice and are linked by index, those that end at one byte in the order
// in which they were added (ties fall to the first, as with kagome), and the best
// predecessor is found when a node is added, so the text is passed over once.
// kagome spends a third of its time on pooling single nodes and a tenth on a map
// of homographs; here there is neither. What ends at a place is gathered into two
// short arrays before words are begun there, and words of one left ID share their
// predecessor.

package token

import (
	"sync"
	"unicode/utf8"
	"unsafe"
)

const (
	maxCost       = 1<<31 - 1
	maxUnknownLen = 1024 // runes of one unknown word
)

// node is a word at a place.
type node struct {
	cost       int32
	right      int32 // right ID, index into a row of the connection matrix
	prev       int32 // best predecessor
	next       int32 // next node with the same end
	id         int32 // word ID; -1-id for an unknown word
	start, end int32 // bytes
}

// lattice is the work space for one sentence at a time.
type lattice struct {
	nodes       []node
	first, last []int32 // by end byte: first and last node, -1 for none
	path        []int32

	here       []ended // the nodes that end where words are being begun
	left       int16   // the left ID for which best and prev were found, -1 for none
	best, prev int32
}

// ended is a node that ends at a place.
type ended struct {
	cost, right, node int32
}

var lattices = sync.Pool{New: func() any { return new(lattice) }}

// walk returns the best path through text as node indices in order. The slice
// is valid until the next call.
func (l *lattice) walk(d *dictionary, text string) []int32 {
	n := len(text)
	l.nodes = l.nodes[:0]
	if cap(l.first) < n+1 {
		l.first, l.last = make([]int32, n+1), make([]int32, n+1)
	}
	l.first, l.last = l.first[:n+1], l.last[:n+1]
	for i := range l.first {
		l.first[i] = -1
	}
	l.nodes = append(l.nodes, node{prev: -1, next: -1}) // beginning of sentence
	l.first[0], l.last[0] = 0, 0
	words, letters := d.words, d.letters
	root := words[0] >> 8 & maxBase
	for pos := 0; pos < n; {
		r, w := utf8.DecodeRuneInString(text[pos:])
		if l.first[pos] < 0 { // nothing ends here: no path passes
			pos += w
			continue
		}
		l.begin(pos)
		any := false
		base, from := root, pos
		if k := uint32(r - firstLetter); k < uint32(len(letters)) {
			// The letter at once; what is no letter of a word leads nowhere.
			from = pos + w
			if cell := letters[k]; cell != 0 {
				base = cell >> 8 & maxBase
				if cell&ends != 0 {
					l.words(d, int32(words[base]>>8)-1, pos, from)
					any = true
				}
			} else {
				from = n
			}
		}
		for i := from; i < n; i++ {
			c := text[i]
			cell := words[base+uint32(c)]
			if uint8(cell) != c || c == 0 {
				break
			}
			base = cell >> 8 & maxBase
			if cell&ends != 0 {
				l.words(d, int32(words[base]>>8)-1, pos, i+1)
				any = true
			}
		}
		class := d.categoryOf(r)
		if !any || d.invoke[class] != 0 {
			l.unknown(d, text, pos, pos+w, class)
		}
		pos += w
	}
	// End of sentence: left ID 0.
	l.begin(n)
	l.precede(d, 0)
	l.path = l.path[:0]
	for i := l.prev; i > 0; i = l.nodes[i].prev {
		l.path = append(l.path, i)
	}
	for i, j := 0, len(l.path)-1; i < j; i, j = i+1, j-1 {
		l.path[i], l.path[j] = l.path[j], l.path[i]
	}
	return l.path
}

// begin gathers the nodes that end at a place.
func (l *lattice) begin(at int) {
	l.here, l.left = l.here[:0], -1
	for i := l.first[at]; i >= 0; {
		n := &l.nodes[i]
		l.here = append(l.here, ended{n.cost, n.right, i})
		i = n.next
	}
}

// precede finds the best predecessor here of words with a left ID. Costs do not
// overflow: a word with its connection costs at most 2^16, and a stretch has at
// most 12,288 words (longest).
func (l *lattice) precede(d *dictionary, left int16) {
	if left == l.left {
		return
	}
	row := d.connection[int(left)*d.rows : (int(left)+1)*d.rows]
	best, prev := int32(maxCost), int32(-1)
	for i := range l.here {
		e := &l.here[i]
		if c := int32(row[e.right]) + e.cost; c < best {
			best, prev = c, e.node
		}
	}
	l.left, l.best, l.prev = left, best, prev
}

// add adds a word from start to end behind the nodes gathered there.
func (l *lattice) add(d *dictionary, id int32, start, end int, left, right, weight int16) {
	l.precede(d, left)
	k := int32(len(l.nodes))
	l.nodes = append(l.nodes, node{cost: l.best + int32(weight), right: int32(right), prev: l.prev, next: -1, id: id, start: int32(start), end: int32(end)})
	if l.first[end] < 0 {
		l.first[end] = k
	} else {
		l.nodes[l.last[end]].next = k
	}
	l.last[end] = k
}

// words adds the words of one spelling, from the first.
func (l *lattice) words(d *dictionary, id int32, start, end int) {
	for k := id; ; k++ {
		m := (*[4]int16)(d.morph[4*k:])
		l.add(d, k, start, end, m[0], m[1], m[2])
		if m[3] == 0 {
			return
		}
	}
}

// unknown adds the unknown words that begin at pos: the run of one category
// where the category groups, and the same without its last character.
func (l *lattice) unknown(d *dictionary, text string, pos, end int, class uint8) {
	if d.group[class] != 0 {
		for count := 1; end < len(text) && count < maxUnknownLen; count++ {
			r, w := utf8.DecodeRuneInString(text[end:])
			if d.categoryOf(r) != class {
				break
			}
			end += w
		}
	}
	short := pos
	if r, w := utf8.DecodeLastRuneInString(text[pos:end]); r != utf8.RuneError {
		short = end - w
	}
	for k := d.unkIndex[class]; k <= d.unkIndex[class]+d.unkDup[class]; k++ {
		m := (*[4]int16)(d.unkMorph[4*k:])
		if pos < short {
			l.add(d, -1-k, pos, short, m[0], m[1], m[2])
		}
		l.add(d, -1-k, pos, end, m[0], m[1], m[2])
	}
}

func bytesString(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
