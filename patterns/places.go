package patterns

// places are the words of a sentence by the tokens they begin at, the other way round
// than in the sentence: what is asked of many tokens at once is asked of its words.
type places struct {
	s     *sentence
	row   []uint16 // word -> its row, plus one; 0 if the sentence has it not
	words []uint16 // row -> word
	sets  []uint64 // row by row, the tokens at which the word begins
}

// of makes p the places of a sentence, of a library of n words.
func (p *places) of(s *sentence, n int) {
	for _, word := range p.words {
		p.row[word] = 0
	}
	if len(p.row) < n {
		p.row = make([]uint16, n)
	}
	p.s, p.words, p.sets = s, p.words[:0], p.sets[:0]
	w := width(len(s.tokens))
	p.sets = cleared(p.sets, len(s.hits)*w)
	for _, h := range s.hits {
		row := p.row[h.word]
		if row == 0 {
			p.words = append(p.words, h.word)
			row = uint16(len(p.words))
			p.row[h.word] = row
		}
		p.sets[int(row-1)*w+int(h.start>>6)] |= 1 << (h.start & 63)
	}
}

// starts adds to at the tokens at which a word of a set begins.
func (m *machine) starts(at positions, set *wordSet, s *sentence) {
	p := m.placesOf(s)
	if set.n != many {
		for _, word := range set.few[:set.n] {
			if row := p.row[word]; row != 0 {
				p.add(at, int(row)-1)
			}
		}
		return
	}
	all := m.bitsOf(set)
	for row, word := range p.words {
		if all.has(int32(word)) {
			p.add(at, row)
		}
	}
}

// placesOf returns the places of a sentence.
func (m *machine) placesOf(s *sentence) *places {
	if m.places.s != s {
		m.places.of(s, int(m.width)<<6)
	}
	return &m.places
}

// add adds the tokens of a row to at.
func (p *places) add(at positions, row int) {
	for w, set := range p.sets[row*len(at) : (row+1)*len(at)] {
		at[w] |= set
	}
}

// beginning returns the parts of an alternative that a word at one of some tokens can
// begin.
func (m *machine) beginning(x *index, s *sentence, at positions) uint64 {
	p, could := m.placesOf(s), uint64(0)
	for row, word := range p.words {
		for w, set := range p.sets[row*len(at) : (row+1)*len(at)] {
			if set&at[w] != 0 {
				could |= m.of(x, word)
				break
			}
		}
	}
	return could
}
