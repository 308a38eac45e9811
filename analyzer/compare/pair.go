// How clauses are paired. Units (articles, and what stands outside articles) of
// equal wording are paired first, in order; then, of those left, the most alike,
// where a caption or a label in common helps. A pair that is not equal is opened:
// its paragraphs and items are paired the same way. What is left is added or
// removed. A pair is moved if it is not in the longest run of pairs that kept
// their order; it is renumbered if it kept its place in the order but not its label.

package compare

import (
	"cmp"
	"slices"

	"github.com/yakkan/yakkan/analyzer/structure"
)

// Kind is what happened to a clause.
type Kind string

// The kinds, in the order in which they are named.
const (
	Added      Kind = "added"
	Removed    Kind = "removed"
	Changed    Kind = "changed"   // its words
	Retitled   Kind = "retitled"  // its caption
	Reference  Kind = "reference" // only the provisions that it refers to by number
	Moved      Kind = "moved"     // to another place in the order
	Renumbered Kind = "renumbered"
)

// Change is what happened to one clause. Old is nil for one that was added, New
// for one that was removed.
type Change struct {
	Kinds []Kind `json:"kinds"`
	Old   *Place `json:"old"`
	New   *Place `json:"new"`
	Edits []Edit `json:"edits"` // of its words, where they changed; else empty
}

// Place is a clause of one version.
type Place struct {
	Article   string `json:"article"` // "" outside articles
	Caption   string `json:"caption"`
	Line      int    `json:"line"`
	Page      *int   `json:"page,omitempty"`      // from 1, of a PDF
	Paragraph *int   `json:"paragraph,omitempty"` // from 1, of a Word document
	Text      string `json:"text"`                // at most 400 characters
}

// pairing is what clauses were paired, and what changed.
type pairing struct {
	with    map[*structure.Provision]*structure.Provision // old to new
	changes []Change
	same    int
}

func (p *pairing) partner(old *structure.Provision) *structure.Provision { return p.with[old] }

func pair(old, new Side) *pairing {
	p := &pairing{with: map[*structure.Provision]*structure.Provision{}}
	p.level(nodes(old), nodes(new), nil, nil)
	return p
}

// couple is an old and a new node; one of them may be nil.
type couple struct {
	old, new *node
	moved    bool
}

// level pairs nodes of one level and notes what changed, in the order of the new
// version with what was removed where it stood.
func (p *pairing) level(old, new []*node, oldParent, newParent *node) {
	for _, c := range align(old, new) {
		switch {
		case c.new == nil:
			p.changes = append(p.changes, Change{Kinds: []Kind{Removed}, Old: c.old.place(), Edits: []Edit{}})
		case c.old == nil:
			p.changes = append(p.changes, Change{Kinds: []Kind{Added}, New: c.new.place(), Edits: []Edit{}})
		default:
			p.couple(c, oldParent, newParent)
		}
	}
}

func (p *pairing) couple(c couple, oldParent, newParent *node) {
	p.marry(c.old, c.new)
	ch := Change{Old: c.old.place(), New: c.new.place(), Edits: []Edit{}}
	note := func(k Kind, yes bool) {
		if yes {
			ch.Kinds = append(ch.Kinds, k)
		}
	}
	equal := c.old.letters == c.new.letters
	a, b := c.old, c.new
	if !equal {
		a, b = unfold(c.old, c.new)
	}
	own := a.ownWords() != b.ownWords()
	note(Changed, own)
	note(Retitled, a.title != b.title)
	note(Reference, !own && plain(a.own.Of(a.doc.Text)) != plain(b.own.Of(b.doc.Text)))
	note(Moved, c.moved)
	note(Renumbered, relative(c.old, oldParent) != relative(c.new, newParent) && !(c.old.p.Kind == structure.Section && c.old.p.Number == "" && c.new.p.Number == ""))
	if len(ch.Kinds) > 0 {
		if slices.Contains(ch.Kinds, Changed) || slices.Contains(ch.Kinds, Reference) {
			ch.Edits = edits(a.doc.Quote(a.own), b.doc.Quote(b.own))
		}
		p.changes = append(p.changes, ch)
	} else {
		p.same++
	}
	if !equal {
		p.level(a.kids, b.kids, c.old, c.new)
	}
}

// marry notes a pair, and all below where the two have the same shape.
func (p *pairing) marry(old, new *node) {
	p.with[old.p] = new.p
	if old.words == new.words && len(old.kids) == len(new.kids) {
		for i := range old.kids {
			p.marry(old.kids[i], new.kids[i])
		}
	}
}

// unfold makes two articles comparable of which one has its words itself and the
// other in paragraphs: 第3条 with one paragraph is the same as 第3条第1項.
func unfold(a, b *node) (x, y *node) {
	switch {
	case !a.own.Empty() && b.own.Empty() && paragraphs(b):
		return wrapped(a), b
	case !b.own.Empty() && a.own.Empty() && paragraphs(a):
		return a, wrapped(b)
	}
	return a, b
}

func paragraphs(n *node) bool {
	return len(n.kids) > 0 && n.kids[0].p.Kind == structure.Paragraph
}

// wrapped is an article whose own words stand in a first paragraph.
func wrapped(n *node) *node {
	first := &node{doc: n.doc, p: n.p, label: n.label + "第1項", own: n.own, kids: n.kids}
	if n.kids != nil && n.kids[0].p.Kind == structure.Paragraph {
		first.kids = nil
	}
	first.finish()
	out := &node{doc: n.doc, p: n.p, label: n.label, caption: n.caption, title: n.title, kids: []*node{first}}
	out.own.Start, out.own.End = n.own.Start, n.own.Start
	if first.kids == nil {
		out.kids = append(out.kids, n.kids...)
	}
	return out
}

// align pairs the nodes of two lists.
func align(old, new []*node) []couple {
	to := make([]int, len(old)) // index in new + 1
	from := make([]int, len(new))
	take := func(i, j int) { to[i], from[j] = j+1, i+1 }
	equals(old, new, to, from, take)
	for _, c := range candidates(old, new, to, from) {
		if to[c.i] == 0 && from[c.j] == 0 {
			take(c.i, c.j)
		}
	}
	return ordered(old, new, to, from)
}

// equals pairs nodes of equal wording: those that also have the label in common
// first, then in order.
func equals(old, new []*node, to, from []int, take func(i, j int)) {
	for _, labelled := range []bool{true, false} {
		waiting := map[string][]int{}
		key := func(n *node) string {
			if labelled {
				return n.label + "\x01" + n.words
			}
			return n.words
		}
		for i, n := range old {
			if to[i] == 0 && n.words != "" {
				waiting[key(n)] = append(waiting[key(n)], i)
			}
		}
		for j, n := range new {
			if q := waiting[key(n)]; from[j] == 0 && len(q) > 0 {
				take(q[0], j)
				waiting[key(n)] = q[1:]
			}
		}
	}
}

type candidate struct {
	i, j  int
	score float64
}

const (
	enough   = 0.45    // of common words with what helps
	least    = 0.25    // of common words alone
	manyPair = 250_000 // above this only neighbours and those of the same label are compared
)

// candidates are the pairs that are alike enough, the most alike first.
func candidates(old, new []*node, to, from []int) []candidate {
	var out []candidate
	var is, js []int
	for i := range old {
		if to[i] == 0 {
			is = append(is, i)
		}
	}
	for j := range new {
		if from[j] == 0 {
			js = append(js, j)
		}
	}
	window := len(is) + len(js)
	if len(is)*len(js) > manyPair {
		window = max(2, manyPair/2/len(is))
	}
	for x, i := range is {
		for y, j := range js {
			a, b := old[i], new[j]
			if (x-y > window || y-x > window) && (a.label == "" || a.label != b.label) {
				continue
			}
			namesake := a.caption != "" && a.title == b.title
			score := alike(a, b)
			if score < least && !(namesake && a.label == b.label) {
				continue
			}
			if namesake {
				score += 0.2
			}
			if a.label != "" && a.label == b.label {
				score += 0.1
			}
			if score >= enough {
				out = append(out, candidate{i, j, score})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), (a.i-a.j)*(a.i-a.j)-(b.i-b.j)*(b.i-b.j), a.i-b.i)
	})
	return out
}

// ordered puts pairs in the order of the new list, removed nodes behind the node
// that they followed, and tells which pairs moved.
func ordered(old, new []*node, to, from []int) []couple {
	stays := longestRun(to)
	removed := map[int][]int{} // behind which new index + 1
	after := 0
	for i := range old {
		if to[i] == 0 {
			removed[after] = append(removed[after], i)
		} else if stays[i] {
			after = to[i]
		}
	}
	var out []couple
	for j := range len(new) + 1 {
		if j > 0 {
			c := couple{new: new[j-1]}
			if i := from[j-1] - 1; i >= 0 {
				c.old, c.moved = old[i], !stays[i]
			}
			out = append(out, c)
		}
		for _, i := range removed[j] {
			out = append(out, couple{old: old[i]})
		}
	}
	return out
}

// longestRun marks the longest increasing run of the partners, 0 being none.
func longestRun(to []int) []bool {
	var tails []int // index of the last element of the best run of each length
	before := make([]int, len(to))
	for i, v := range to {
		if v == 0 {
			continue
		}
		k, _ := slices.BinarySearchFunc(tails, v, func(t, v int) int { return to[t] - v })
		before[i] = -1
		if k > 0 {
			before[i] = tails[k-1]
		}
		if k == len(tails) {
			tails = append(tails, i)
		} else {
			tails[k] = i
		}
	}
	stays := make([]bool, len(to))
	if len(tails) > 0 {
		for i := tails[len(tails)-1]; i >= 0; i = before[i] {
			stays[i] = true
		}
	}
	return stays
}
