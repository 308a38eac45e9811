// The words that begin at one place of the lattice: what ends there, the best
// predecessor, and the nodes of the dictionary's words and of unknown ones.

package token

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
