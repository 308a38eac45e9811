package norm

import (
	"github.com/yakkan/yakkan/analyzer/slab"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/token"
)

// Memory is what the units of a document lie in. A Memory serves one Reader at a
// time; the zero Memory is ready. It is not safe for concurrent use.
type Memory struct {
	Kept Keeper // what the Lexicon keeps of the document for its own use

	clauses   slab.Of[ClauseSentences]
	spans     slab.Of[source.Span]
	cut       slab.Of[[]token.Token]
	read      slab.Of[*Unit]
	tokens    slab.Of[token.Token]
	units     slab.Of[Unit]
	sentences slab.Of[token.Sentence]
	roles     slab.Of[TokenRole]
	deeds     slab.Of[bool]
	marks     slab.Of[Mark]
	parties   slab.Of[PartyMark]
	norms     slab.Of[Norm]
	starts    slab.Of[int]
	items     slab.Of[int32]

	partyWords, ownWords []partyWord
	reader               Reader

	// One sentence at a time:
	split  []source.Span
	named  []PartyMark
	bases  []token.Word
	at     []int
	pieces [][2]int
	list   []Norm
	row    []*Unit // see Outlines
	own    []Mark
}

// Keeper is memory of a Lexicon that goes with a Memory.
type Keeper interface {
	// Reset takes back what was lent for the document.
	Reset()
}

// Reset takes back all that the last Reader, and who asked it, has of m: units,
// norms and tokens must not be used any more.
func (m *Memory) Reset() {
	if m.Kept != nil {
		m.Kept.Reset()
	}
	m.clauses.Reset()
	m.spans.Reset()
	m.cut.Reset()
	m.read.Reset()
	m.tokens.Reset()
	m.units.Reset()
	m.sentences.Reset()
	m.roles.Reset()
	m.deeds.Reset()
	m.marks.Reset()
	m.parties.Reset()
	m.norms.Reset()
	m.starts.Reset()
	m.items.Reset()
	r := &m.reader
	r.tree, r.tok, r.text, r.lex, r.clauses, r.starts, r.units, r.cut, r.parties, r.terms = nil, nil, token.Text{}, nil, nil, nil, nil, nil, nil, nil
	clear(m.partyWords)
	clear(m.ownWords)
	clear(m.list)
}

// sentencesOf cuts the clauses of a tree into sentences.
func (m *Memory) sentencesOf(tree *structure.Tree) []ClauseSentences {
	all := m.clauses.Take(len(tree.Clauses()))
	for i, c := range tree.Clauses() {
		m.split = token.Split(m.split[:0], tree.Document.Text, c.Span)
		all[i] = ClauseSentences{Clause: c, Sentences: m.spans.Copy(m.split)}
	}
	return all
}
