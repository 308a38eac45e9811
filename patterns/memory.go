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
	polite    slab.Of[bool]
	marks     slab.Of[norm.Mark]
	views     []*view                    // that nobody looks through now
	made      []*view                    // all of them
	filter    *filter                    // of the document, once somebody asked
	begun     map[*token.Token]*sentence // by their first tokens: those whose words are found

	machine machine

	same, zeros []int32 // see identity

	letters blocks  // of sentences, by what the scan finds
	titles  blocks  // of captions
	spoken  columns // of a block of sentences, by words

	// One sentence at a time:
	view   view
	found  []norm.Mark
	moods  []mood
	begins []begun
	hit    []hit
	codes  []uint16
	ids    []int32
	in     []stretch

	evidence, against []evidence      // of a pattern, of an exception
	matches           []finding.Match // of a document
	outside           exempted

	// One block of sentences at a time:
	short shortlist
	count []int
}

// maxViews is how many views are kept for the next document.
const maxViews = 1024

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
	m.polite.Reset()
	m.marks.Reset()
	m.view.s = nil
	m.letters, m.titles = m.letters.first(keptBlocks), m.titles.first(keptBlocks)
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

// identity lends the numbers from 0 to n-1, which nobody may change; m.zeros has n
// then.
func (m *memory) identity(n int) []int32 {
	for len(m.same) < n {
		m.same = append(m.same, int32(len(m.same)))
	}
	if len(m.zeros) < n {
		m.zeros = make([]int32, len(m.same))
	}
	return m.same[:n]
}

// blocks lends columns for a number of sentences, of which no atoms are known; kept
// is where they stay from document to document.
func (m *memory) blocks(kept *blocks, s *sieve, sentences int) blocks {
	n := (sentences + blockSentences - 1) / blockSentences
	for len(*kept) < n {
		*kept = append(*kept, &columns{})
	}
	for b, k := range (*kept)[:n] {
		k.begin(s, min(sentences-b*blockSentences, blockSentences))
	}
	return (*kept)[:n]
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
