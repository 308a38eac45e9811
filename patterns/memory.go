package patterns

import (
	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/slab"
	"github.com/yakkan/yakkan/analyzer/token"
)

// memory is what the library keeps of one document: its sentences as phrases see
// them, and what the filter knows. It goes with a norm.Memory and serves one
// document at a time.
type memory struct {
	sentences slab.Of[sentence]
	hits      slab.Of[hit]
	numbers   slab.Of[int32]
	words     slab.Of[uint64]
	sets      slab.Of[positions]
	marks     slab.Of[norm.Mark]
	said      slab.Of[finding.Evidence]
	views     []*view                    // that nobody looks through now
	made      []*view                    // all of them
	filter    *filter                    // of the document, once somebody asked
	begun     map[*token.Token]*sentence // by their first tokens: those whose words are found

	machine machine

	texts    texts // of the document
	captions slab.Of[[]int32]
	answers  *answers // of a block
	known    bits     // the questions of words that are answered
	own      []near   // of the document, block by block: patterns with the sentences that have what they ask of the sentence alone
	ownFrom  []int    // block -> its first in own; one more than there are
	near     []near   // what is left of them with what they ask of more
	nearFrom []int    // block -> its first in near; one more than there are

	ready     []*sentence // of the document, block by block: those that are tokenized for the filter
	readyFrom []int       // block -> its first in ready

	// One sentence at a time:
	view   view
	found  []norm.Mark
	moods  []mood
	begins []begun
	hit    []hit
	codes  []uint16
	in     []stretch

	evidence, against []evidence // of a pattern, of an exception
	list              []tried    // of a document, as the next two
	row               [][2]int   // of list, sentences that are outlined together
	candidates        []int32
	matches           []finding.Match // of a document
	outside           exempted
	stances           []stance // of the norms of a sentence
}

// maxViews is how many views are kept for the next document.
const maxViews = 1024

// maxIDs is how many literals the texts of a document may have for their memory to
// be kept for the next.
const maxIDs = 1 << 16

// memoryOf returns what goes with the memory of a reader.
func memoryOf(m *norm.Memory) *memory {
	own, ok := m.Kept.(*memory)
	if !ok {
		own = &memory{begun: map[*token.Token]*sentence{}}
		m.Kept = own
	}
	return own
}

// Reset takes back what was lent for a document.
func (m *memory) Reset() {
	m.filter = nil
	clear(m.begun)
	m.sentences.Reset()
	m.hits.Reset()
	m.numbers.Reset()
	m.words.Reset()
	m.sets.Reset()
	m.machine.places.s = nil
	m.marks.Reset()
	m.said.Reset()
	clear(m.ready)
	clear(m.matches)
	m.matches = m.matches[:0]
	m.view.s = nil
	m.captions.Reset()
	if cap(m.texts.ids) > maxIDs {
		m.texts, m.own, m.ownFrom, m.near, m.nearFrom = texts{}, nil, nil, nil, nil
	}
	if len(m.made) > maxViews {
		clear(m.made[maxViews:])
		m.made = m.made[:maxViews]
	}
	for _, v := range m.made {
		v.s = nil
	}
	clear(m.views)
	m.views = append(m.views[:0], m.made...)
	m.outside = exempted{norms: m.outside.norms}
	clear(m.evidence[:cap(m.evidence)])
	clear(m.against[:cap(m.against)])
}

// ask lends the answers of a block, of which no atoms are there.
func (m *memory) ask(atoms int32) *answers {
	if m.answers == nil {
		m.answers = &answers{}
	}
	clear(m.answers[:atoms])
	return m.answers
}

// look lends a view.
func (m *memory) look() *view {
	if n := len(m.views); n > 0 {
		v := m.views[n-1]
		m.views = m.views[:n-1]
		return v
	}
	v := &view{}
	m.made = append(m.made, v)
	return v
}

// done takes back the views of a sentence.
func (m *memory) done(s *sentence) {
	for _, v := range s.views {
		v.s = nil
	}
	m.views = append(m.views, s.views...)
	s.views = s.views[:0]
}

// bits lends a set of numbers below n.
func (m *memory) bits(n int) bits { return m.words.Take((n + 63) / 64) }

// positions lends an empty set of positions of n tokens.
func (m *memory) positions(n int) positions { return m.words.Take(width(n)) }
