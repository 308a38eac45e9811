package structure

import (
	"github.com/yakkan/yakkan/analyzer/slab"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/spot"
)

// Memory is what a tree lies in, and what its parser works in. A Memory serves one
// tree at a time; the zero Memory is ready. It is not safe for concurrent use.
type Memory struct {
	provisions slab.Of[Provision]
	clauses    slab.Of[Clause]
	lists      slab.Of[*Provision] // of Provision.Children
	items      slab.Of[*Clause]    // of Clause.Items
	captions   slab.Of[source.Span]

	// What Tree lists:
	all         []*Provision
	read        []*Clause
	definitions []Definition
	references  []Reference

	work
}

// work is what a parser works in and nothing of a tree.
type work struct {
	lines    []line
	infos    []info
	nester   nester
	usage    []usage
	used     []int     // of ownWords, in their order
	words    spot.Text // where none is given
	heads    map[string]int
	topics   map[string]int
	articles []numbered
	inOrder  []*Provision
	annexes  []*Provision
	list     []*Provision
	texts    []*Provision
	clauseOf []*Clause
	above    [][]source.Span
	own      []byte
	counts   []membership
	headlike []int8 // of the lines of a region: 0 not known, 1 no, 2 yes
	stack    []open
}

// mostLines is how many lines memory has room for that is kept.
const mostLines = 1 << 14

// Reset takes back the last tree: nobody may use it any more.
func (m *Memory) Reset() {
	if m.large() || cap(m.references) > 4*mostLines || cap(m.definitions) > mostLines {
		*m = Memory{}
		return
	}
	m.provisions.Reset()
	m.clauses.Reset()
	m.lists.Reset()
	m.items.Reset()
	m.captions.Reset()
	m.all, m.read = emptied(m.all), emptied(m.read)
	m.definitions, m.references = emptied(m.definitions), emptied(m.references)
	m.work.reset()
}

// large reports whether the work has room for more lines than is worth keeping.
func (w *work) large() bool {
	return cap(w.lines) > mostLines || cap(w.infos) > mostLines || cap(w.nester.steps) > beamWidth*mostLines
}

// reset forgets what the work holds of a document.
func (w *work) reset() {
	w.lines, w.infos, w.articles = emptied(w.lines), w.infos[:0], emptied(w.articles)
	w.inOrder, w.annexes, w.clauseOf, w.above = emptied(w.inOrder), emptied(w.annexes), emptied(w.clauseOf), emptied(w.above)
	clear(w.stack[:cap(w.stack)])
	clear(w.list[:cap(w.list)])
	clear(w.texts[:cap(w.texts)])
	clear(w.heads)
	clear(w.topics)
	w.words.Reset("", nil)
}

// emptied returns an empty list with the room of list, which holds nothing any more.
func emptied[T any](list []T) []T {
	clear(list)
	return list[:0]
}

// append adds to a list that lies in m.
func (m *Memory) append(list []*Provision, more ...*Provision) []*Provision {
	if n := len(list) + len(more); n > cap(list) {
		room := m.lists.Take(max(n, 2*len(list), 2))
		list = room[:copy(room, list)]
	}
	return append(list, more...)
}
