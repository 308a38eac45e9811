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
	mem     *Memory
	tree    *structure.Tree
	tok     *token.Tokenizer
	text    token.Text // of tree
	lex     Lexicon
	clauses []ClauseSentences
	starts  []int           // clause -> the place of its first sentence in the next two
	units   []*Unit         // nil where nobody asked yet, as the next
	cut     [][]token.Token // by sentence
	parties []partyWord
	terms   []dataTerm

	partyInitials, termInitials initials // of parties and terms
}

// ClauseSentences is a clause with the spans of its sentences.
type ClauseSentences struct {
	Clause    *structure.Clause
	Sentences []source.Span
}

// NewReader returns a reader for one document, with memory of its own. Nothing is
// tokenized but the definitions of data.
func NewReader(tree *structure.Tree, tok *token.Tokenizer, lex Lexicon) *Reader {
	return new(Memory).Reader(tree, tok, lex)
}

// Reader is NewReader in the memory of m.
func (m *Memory) Reader(tree *structure.Tree, tok *token.Tokenizer, lex Lexicon) *Reader {
	r := &m.reader
	r.mem, r.tree, r.tok, r.lex, r.clauses, r.starts = m, tree, tok, lex, m.sentencesOf(tree), m.starts.Take(len(tree.Clauses()))
	r.text = tok.Text(tree.Document.Text)
	sentences := 0
	for c := range r.clauses {
		r.starts[c] = sentences
		sentences += len(r.clauses[c].Sentences)
	}
	r.units, r.cut = m.read.Take(sentences), m.cut.Take(sentences)
	r.parties = m.wordsOf(tree.Parties)
	r.partyInitials.of(len(r.parties), func(i int) string { return r.parties[i].text })
	r.terms = r.dataTerms()
	r.termInitials.of(len(r.terms), func(i int) string { return r.terms[i].text })
	return r
}

// Tree returns the structure that r reads.
func (r *Reader) Tree() *structure.Tree { return r.tree }

// Clauses returns the clauses with their sentences, in document order.
func (r *Reader) Clauses() []ClauseSentences { return r.clauses }

// DataTerms returns the terms that the document defines for data, longest first.
func (r *Reader) DataTerms() []string {
	terms := make([]string, len(r.terms))
	for i, t := range r.terms {
		terms[i] = t.text
	}
	return terms
}

// Text returns the text whose parts Cut returns.
func (r *Reader) Text() token.Text { return r.text }

// Memory returns what the units of r lie in.
func (r *Reader) Memory() *Memory { return r.mem }

// Unit reads sentence s of clause c, both indices into Clauses, with all it is
// read with: lead, items, provisos and the sentence before.
func (r *Reader) Unit(c, s int) *Unit {
	u := r.Outline(c, s)
	u.Finish()
	return u
}

// Outline is Unit without what takes longest: the norms have neither Trigger nor
// Data yet, and the sentence no Marks. Unit.Finish reads the rest.
func (r *Reader) Outline(c, s int) *Unit {
	u := r.bare(c, s)
	r.advance(u, outlined)
	return u
}

// Outlines reads the outlines of sentences, each a clause and a sentence as for
// Outline. Each step goes over all of them before the next begins, so that its code
// stays in the caches.
func (r *Reader) Outlines(sentences [][2]int) {
	row := r.mem.row[:0]
	for _, at := range sentences {
		row = append(row, r.bare(at[0], at[1]))
	}
	for to := linked; to <= outlined; to++ {
		for _, u := range row {
			r.advance(u, to)
		}
	}
	clear(row)
	r.mem.row = row
}

// step is how far the outline of a sentence is read.
type step uint8

const (
	bare     step = iota // tokens and parties are there
	linked               // and neighbours
	placed               // and roles
	stated               // and norms with their modality
	outlined             // and bearers and what else is read without marks
)

// advance reads the outline of u to a step.
func (r *Reader) advance(u *Unit, to step) {
	for u.step < to {
		u.step++
		switch u.step {
		case linked:
			r.link(u, u.at[0], u.at[1])
		case placed:
			place(u)
		case stated:
			state(u)
		case outlined:
			if u.Lead != nil {
				r.advance(u.Lead, outlined) // its norms are looked at
			}
			bear(u)
		}
	}
}

// bare tokenizes a sentence and finds its parties, but reads no norm.
func (r *Reader) bare(c, s int) *Unit {
	cs := r.clauses[c]
	if u := r.units[r.starts[c]+s]; u != nil {
		return u
	}
	sent, u := r.mem.sentences.New(), r.mem.units.New()
	sent.Span, sent.Tokens, sent.Text = cs.Sentences[s], r.Cut(c, s), r.text
	sent.Proviso = token.IsProviso(sent.Span.Of(r.tree.Document.Text))
	u.Clause, u.Sentence, u.reader, u.at = cs.Clause, sent, r, [2]int{c, s}
	r.units[r.starts[c]+s] = u
	u.Parties = r.markParties(sent.Tokens)
	u.survey()
	return u
}

// Bring readies the tokenizer for many sentences to be cut in a row, and returns how
// many words of its dictionary nearly all texts are made of: its first ones.
func (r *Reader) Bring() (used int) { return r.tok.Bring() }

// Cut tokenizes sentence s of clause c, both indices into Clauses, if it is not
// yet, and returns its tokens. Units cut what they need by themselves; cutting many
// sentences in a row is faster than one now and then.
func (r *Reader) Cut(c, s int) []token.Token {
	cut := &r.cut[r.starts[c]+s]
	if *cut == nil {
		*cut = r.tokenize(r.clauses[c].Sentences[s])
	}
	return *cut
}

// tokenize cuts a span into tokens, which lie side by side with those of other
// sentences of the document.
func (r *Reader) tokenize(span source.Span) []token.Token {
	room := r.mem.tokens.Room((span.End - span.Start) / 3) // few are shorter than a kana
	return r.mem.tokens.Keep(r.tok.Tokenize(room, r.tree.Document.Text, span))
}

// linked returns a sentence with its neighbours.
func (r *Reader) linked(c, s int) *Unit {
	u := r.bare(c, s)
	r.advance(u, linked)
	return u
}

// link joins a unit to its neighbours. The lead is read as far before it, since it
// says what its items are to it.
func (r *Reader) link(u *Unit, c, s int) {
	cs := r.clauses[c]
	if cs.Clause.Lead != nil {
		if li := cs.Clause.Lead.Index; len(r.clauses[li].Sentences) > 0 {
			u.Lead = r.leadUnit(li)
			u.Inherits = u.Lead.ItemsAre
		}
	}
	if s == len(cs.Sentences)-1 || announces(u.Sentence.Span.Of(r.tree.Document.Text)) {
		u.items = r.items(cs.Clause)
	}
	for n := s + 1; n < len(cs.Sentences) && token.IsProviso(cs.Sentences[n].Of(r.tree.Document.Text)); n++ {
		p := r.bare(c, n)
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
	out := r.mem.items.Room(len(c.Items))
	for _, item := range c.Items {
		if len(r.clauses[item.Index].Sentences) > 0 {
			out = append(out, int32(item.Index))
		}
	}
	return r.mem.items.Keep(out)
}

// announces reports whether a sentence announces items.
func announces(text string) bool {
	for i := 0; i+3 < len(text); {
		c := text[i]
		if c < 0xE0 {
			i++
			continue
		}
		i += 3                    // of four bytes the last is passed by itself
		if c < 0xE4 || c > 0xE6 { // no letter of the words begins otherwise
			continue
		}
		rest := text[i:]
		switch text[i-3 : i] {
		case "次":
			if strings.HasPrefix(rest, "の") || strings.HasPrefix(rest, "に") || strings.HasPrefix(rest, "各") {
				return true
			}
		case "以":
			if strings.HasPrefix(rest, "下の") || strings.HasPrefix(rest, "下に") || strings.HasPrefix(rest, "下各") || strings.HasPrefix(rest, "下目的") {
				return true
			}
		case "下":
			if strings.HasPrefix(rest, "記") {
				return true
			}
		case "左":
			if strings.HasPrefix(rest, "の") {
				return true
			}
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
			return r.linked(li, s)
		}
	}
	return r.linked(li, n-1)
}

// Caption reads a caption, or any other span outside the clauses, as a unit
// without norms.
func (r *Reader) Caption(span source.Span) *Unit {
	sent, u := r.mem.sentences.New(), r.mem.units.New()
	sent.Span, sent.Tokens, sent.Text = span, r.tokenize(span), r.text
	u.Sentence, u.Parties, u.reader = sent, r.markParties(sent.Tokens), r
	u.survey()
	return u
}
