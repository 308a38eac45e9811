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

// starts returns the tokens at which a word of a set begins.
func (l *lens[R]) starts(words uint16) (at R) {
	p := l.placesOf(l.s)
	if l.single(words) {
		return add(p, at, words)
	}
	set := l.set(words)
	if set.n <= maxListed {
		for _, word := range l.listed(set) {
			at = add(p, at, word)
		}
		return at
	}
	all := l.bitsOf(set)
	for k, word := range p.words {
		if all.has(int32(word)) {
			row := p.sets[k*len(at):]
			for w := range len(at) {
				at[w] |= row[w]
			}
		}
	}
	return at
}

// add adds the tokens at which a word begins.
func add[R row](p *places, at R, word uint16) R {
	if k := int(p.row[word]); k != 0 {
		row := p.sets[(k-1)*len(at):]
		for w := range len(at) {
			at[w] |= row[w]
		}
	}
	return at
}

// placesOf returns the places of a sentence.
func (m *machine) placesOf(s *sentence) *places {
	if m.places.s != s {
		m.places.of(s, int(m.width)<<6)
	}
	return &m.places
}
