package norm

import (
	"strings"

	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/token"
)

// Reader builds the units of one document as they are asked for. It is not
// safe for concurrent use.
type Reader struct {
	Kept any // what the Lexicon keeps of the document for its own use

	tree    *structure.Tree
	tok     *token.Tokenizer
	lex     Lexicon
	clauses []ClauseSentences
	index   map[*structure.Clause]int
	units   [][]*Unit
	cut     [][][]token.Token // by clause and sentence; nil where nobody asked yet
	reading map[[2]int]bool   // units under construction, against cycles
	parties []partyWord
	terms   []dataTerm

	partyLetters, termLetters letters // what they begin with

	scratch []token.Token // one sentence while it is cut
	tokens  []token.Token // memory for the sentences that are kept
}

// ClauseSentences is a clause with the spans of its sentences.
type ClauseSentences struct {
	Clause    *structure.Clause
	Sentences []source.Span
}

// NewReader returns a reader for one document. Nothing is tokenized but the
// definitions of data.
func NewReader(tree *structure.Tree, tok *token.Tokenizer, lex Lexicon) *Reader {
	r := &Reader{tree: tree, tok: tok, lex: lex, index: map[*structure.Clause]int{}, reading: map[[2]int]bool{}}
	for _, c := range tree.Clauses() {
		r.index[c] = len(r.clauses)
		r.clauses = append(r.clauses, ClauseSentences{Clause: c, Sentences: token.Split(tree.Document.Text, c.Span)})
	}
	r.units = make([][]*Unit, len(r.clauses))
	r.cut = make([][][]token.Token, len(r.clauses))
	r.parties = partyWords(tree.Parties)
	for _, w := range r.parties {
		r.partyLetters.add(w.text)
	}
	r.terms = r.dataTerms()
	for _, t := range r.terms {
		r.termLetters.add(t.text)
	}
	return r
}

// Tree returns the structure that r reads.
func (r *Reader) Tree() *structure.Tree { return r.tree }

// Clauses returns the clauses with their sentences, in document order.
func (r *Reader) Clauses() []ClauseSentences { return r.clauses }

// Index returns the place of a clause in Clauses, or -1.
func (r *Reader) Index(c *structure.Clause) int {
	if i, ok := r.index[c]; ok {
		return i
	}
	return -1
}

// Unit reads sentence s of clause c, both indices into Clauses, with all it is
// read with: lead, items, provisos and the sentence before.
func (r *Reader) Unit(c, s int) *Unit {
	u := r.bare(c, s)
	if u.complete {
		return u
	}
	u.complete = true
	r.link(u, c, s)
	finish(u)
	return u
}

// bare tokenizes a sentence and finds its words, but reads no norm.
func (r *Reader) bare(c, s int) *Unit {
	cs := r.clauses[c]
	if r.units[c] == nil {
		r.units[c] = make([]*Unit, len(cs.Sentences))
	}
	if u := r.units[c][s]; u != nil {
		return u
	}
	text := r.tree.Document.Text
	sent := &token.Sentence{Span: cs.Sentences[s], Tokens: r.Cut(c, s)}
	sent.Proviso = token.IsProviso(sent.Span.Of(text))
	u := &Unit{Clause: cs.Clause, Sentence: sent, reader: r, at: [2]int{c, s}}
	r.units[c][s] = u
	u.Parties = r.markParties(sent.Tokens)
	u.Marks, u.Kept = r.mark(sent.Tokens, u.Parties)
	return u
}

// Cut tokenizes sentence s of clause c, both indices into Clauses, if it is not
// yet, and returns its tokens. Units cut what they need by themselves; cutting many
// sentences in a row is faster than one now and then.
func (r *Reader) Cut(c, s int) []token.Token {
	if r.cut[c] == nil {
		r.cut[c] = make([][]token.Token, len(r.clauses[c].Sentences))
	}
	if r.cut[c][s] == nil {
		r.cut[c][s] = r.tokenize(r.clauses[c].Sentences[s])
	}
	return r.cut[c][s]
}

// tokenize cuts a span into tokens, which lie side by side with those of other
// sentences of the document.
func (r *Reader) tokenize(span source.Span) []token.Token {
	r.scratch = r.tok.Tokenize(r.scratch[:0], r.tree.Document.Text, span)
	n := len(r.scratch)
	if n > cap(r.tokens)-len(r.tokens) {
		r.tokens = make([]token.Token, 0, max(n, 1024))
	}
	from := len(r.tokens)
	r.tokens = append(r.tokens, r.scratch...)
	return r.tokens[from : from+n : from+n]
}

// link joins a unit to its neighbours. The lead, which carries norms of its own,
// is read before it.
func (r *Reader) link(u *Unit, c, s int) {
	cs := r.clauses[c]
	if cs.Clause.Lead != nil {
		if li, ok := r.index[cs.Clause.Lead]; ok && len(r.clauses[li].Sentences) > 0 {
			u.Lead = r.leadUnit(li)
			u.Inherits = u.Lead.ItemsAre
		}
	}
	if s == len(cs.Sentences)-1 || announces(u.Sentence.Span.Of(r.tree.Document.Text)) {
		u.items = r.items(cs.Clause)
	}
	for n := s + 1; n < len(cs.Sentences); n++ {
		p := r.bare(c, n)
		if !p.Sentence.Proviso {
			break
		}
		u.Provisos = append(u.Provisos, p)
		if text := p.Sentence.Span.Of(r.tree.Document.Text); p.items == nil && announces(text) {
			// 「ただし、次の各号の場合はこの限りでない。」
			if p.items = r.items(cs.Clause); p.items != nil {
				p.ItemsAre = itemRole(p)
			}
		}
	}
	if p := r.provisoBelow(c, s); p != nil {
		u.Provisos = append(u.Provisos, p)
	}
	if u.items != nil {
		u.ItemsAre = itemRole(u)
	}
}

// provisoBelow returns the proviso that stands on a line of its own below the last
// sentence of a clause, or nil.
func (r *Reader) provisoBelow(c, s int) *Unit {
	if s != len(r.clauses[c].Sentences)-1 || c+1 >= len(r.clauses) || len(r.clauses[c+1].Sentences) == 0 || r.clauses[c+1].Clause.Provision.Continues != r.clauses[c].Clause.Provision {
		return nil
	}
	if !token.IsProviso(r.clauses[c+1].Sentences[0].Of(r.tree.Document.Text)) {
		return nil
	}
	return r.bare(c+1, 0)
}

// items returns the clauses that are the items of a clause and have sentences.
func (r *Reader) items(c *structure.Clause) []int32 {
	var out []int32
	for _, item := range c.Items {
		if i, ok := r.index[item]; ok && len(r.clauses[i].Sentences) > 0 {
			out = append(out, int32(i))
		}
	}
	return out
}

// announces reports whether a sentence announces items.
func announces(text string) bool {
	for _, w := range [...]string{"次の", "以下の", "次に", "以下に", "下記", "左の"} {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// leadUnit returns the sentence of a lead that announces the items: the last
// one that is no proviso.
func (r *Reader) leadUnit(li int) *Unit {
	n := len(r.clauses[li].Sentences)
	text := r.tree.Document.Text
	for s := n - 1; s >= 0; s-- {
		sp := r.clauses[li].Sentences[s].Of(text)
		if announces(sp) {
			return r.Unit(li, s)
		}
	}
	return r.Unit(li, n-1)
}

// Caption reads a caption, or any other span outside the clauses, as a unit
// without norms.
func (r *Reader) Caption(span source.Span) *Unit {
	sent := &token.Sentence{Span: span, Tokens: r.tokenize(span)}
	u := &Unit{Sentence: sent, Parties: r.markParties(sent.Tokens), complete: true}
	u.Marks, u.Kept = r.mark(sent.Tokens, u.Parties)
	return u
}
