package patterns

import (
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/spot"
	"github.com/yakkan/yakkan/analyzer/structure"
	"github.com/yakkan/yakkan/analyzer/token"
)

// Patterns ask some things not of a sentence but of what it is read with: its lead,
// its items, a proviso, the sentence before, the captions. What is read together is
// a text of its own for the filter, asked as a sentence is, and each of these is one
// once: the lead is the same for all its items.

// texts are what the filter asks of a document: its sentences, then its captions,
// then what is read together of those.
type texts struct {
	from     []int32  // sentence or caption -> its first literal in ids; one more than there are
	ids      []uint16 // the literals, as often as they are there
	parts    []stretch
	joined   []int32             // text less sentences and captions -> where its parts end
	headings []int32             // clause -> the text of the captions above it, or noText
	around   [][scopeCount]int32 // sentence -> the text that it has in a scope, or noText
}

// noText is where there is nothing to read.
const noText = -1

// stretch are sentences one after another, or captions, [from, to).
type stretch struct{ from, to int32 }

// pieces returns how many sentences and captions there are.
func (t *texts) pieces() int32 { return int32(len(t.from)) - 1 }

// count returns how many texts there are.
func (t *texts) count() int32 { return t.pieces() + int32(len(t.joined)) }

// blocks returns how many blocks there are of a number of texts.
func blocks(texts int32) int { return (int(texts) + blockTexts - 1) / blockTexts }

// put sets the atoms of the texts of a block.
func (t *texts) put(a *answers, block int) {
	first := int32(block * blockTexts)
	last := min(first+blockTexts, t.count())
	for text := first; text < min(last, t.pieces()); text++ {
		for _, id := range t.ids[t.from[text]:t.from[text+1]] {
			a[id] |= 1 << (text & (blockTexts - 1))
		}
	}
	for text := max(first, t.pieces()); text < last; text++ {
		for _, s := range t.partsOf(text) {
			for _, id := range t.ids[t.from[s.from]:t.from[s.to]] {
				a[id] |= 1 << (text & (blockTexts - 1))
			}
		}
	}
}

// partsOf returns what a text behind the pieces is put together from.
func (t *texts) partsOf(text int32) []stretch {
	k := text - t.pieces()
	from := int32(0)
	if k > 0 {
		from = t.joined[k-1]
	}
	return t.parts[from:t.joined[k]]
}

// join returns the text of some stretches.
func (t *texts) join(in []stretch) int32 {
	t.parts = append(t.parts, in...)
	t.joined = append(t.joined, int32(len(t.parts)))
	return t.count() - 1
}

// with appends a stretch, to the last one if that ends where it begins.
func with(in []stretch, next stretch) []stretch {
	if next.from == next.to {
		return in
	}
	if n := len(in); n > 0 && in[n-1].to == next.from {
		in[n-1].to = next.to
		return in
	}
	return append(in, next)
}

// gather makes the texts of a document.
func (f *filter) gather() {
	t := &f.mem.texts
	t.from, t.ids, t.parts, t.joined = t.from[:0], t.ids[:0], t.parts[:0], t.joined[:0]
	t.headings = t.headings[:0]
	for c := range f.clauses {
		for _, span := range f.clauses[c].Sentences {
			f.scan(span)
		}
	}
	f.entitle()
	t.from = append(t.from, int32(len(t.ids)))
	f.wholes = f.mem.numbers.Take(len(f.clauses))
	leads := f.mem.numbers.Take(len(f.clauses)) // clause -> the text that it is as a lead, with its own leads, plus one
	t.around = slices.Grow(t.around[:0], len(f.clause))[:len(f.clause)]
	for c := range f.clauses {
		near := [scopeCount]int32{noText, noText, noText, noText, noText, noText}
		if lead := f.clauses[c].Clause.Lead; lead != nil {
			if leads[lead.Index] == 0 {
				leads[lead.Index] = 1 + f.text(c, 0, inLead)
			}
			near[leadPlace] = leads[lead.Index] - 1
		}
		near[itemsPlace] = f.text(c, 0, inItems)
		near[captionPlace] = f.heading(c)
		t.headings = append(t.headings, near[captionPlace])
		behind := int32(noText - 1) // what may be a proviso behind the clause, once it is known
		for s := range f.clauses[c].Sentences {
			at := f.first[c] + int32(s)
			near[beforePlace] = f.text(c, s, inBefore)
			if f.provisosEnd(at) > at+1 {
				near[provisoPlace] = f.text(c, s, inProviso)
			} else {
				if behind < noText {
					behind = f.text(c, s, inProviso)
				}
				near[provisoPlace] = behind
			}
			t.around[at] = near
		}
	}
}

// text returns the text of a scope around sentence s of clause c.
func (f *filter) text(c, s int, where scope) int32 {
	in := f.around(f.mem.in[:0], c, s, where)
	f.mem.in = in
	switch {
	case len(in) == 0:
		return noText
	case len(in) > 1:
		return f.mem.texts.join(in)
	case in[0].to-in[0].from == 1:
		return in[0].from
	}
	if k := f.clause[in[0].from]; in[0] == (stretch{f.first[k], f.first[k+1]}) {
		if f.wholes[k] == 0 {
			f.wholes[k] = 1 + f.mem.texts.join(in)
		}
		return f.wholes[k] - 1
	}
	return f.mem.texts.join(in)
}

// heading returns the text of the captions above a clause.
func (f *filter) heading(c int) int32 {
	t, above := &f.mem.texts, f.captions[c]
	switch {
	case len(above) == 0:
		return noText
	case len(above) == 1:
		return above[0]
	case c > 0 && slices.Equal(above, f.captions[c-1]):
		return t.headings[c-1]
	}
	in := f.mem.in[:0]
	for _, at := range above {
		in = with(in, stretch{at, at + 1})
	}
	f.mem.in = in
	return t.join(in)
}

// around appends the sentences of a scope around sentence s of clause c. They may be
// more than norm.Reader will read there, never less.
func (f *filter) around(in []stretch, c, s int, where scope) []stretch {
	clause := f.clauses[c].Clause
	switch where {
	case inLead:
		for lead := clause.Lead; lead != nil; lead = lead.Lead {
			in = with(in, f.whole(lead))
		}
	case inItems:
		for _, item := range clause.Items {
			in = with(in, f.whole(item))
		}
	case inProviso:
		behind := f.first[c] + int32(s) + 1
		in = with(in, stretch{behind, f.provisosEnd(behind - 1)})
		// A proviso on a line of its own is a clause of its own.
		if c+1 < len(f.clauses) {
			in = with(in, f.whole(f.clauses[c+1].Clause))
		}
		for _, next := range f.continued[clause.Provision] {
			in = with(in, next)
		}
	case inBefore:
		if s > 0 {
			at := f.first[c] + int32(s)
			in = with(in, stretch{at - 1, at})
		} else if c > 0 {
			in = with(in, f.whole(f.clauses[c-1].Clause))
		}
	case inCaption:
		for _, at := range f.captions[c] {
			in = with(in, stretch{at, at + 1})
		}
	}
	return in
}

// whole returns the sentences of a clause.
func (f *filter) whole(clause *structure.Clause) stretch {
	return stretch{f.first[clause.Index], f.first[clause.Index+1]}
}

// provisosEnd returns where the provisos end that follow a sentence in its clause.
func (f *filter) provisosEnd(sentence int32) int32 {
	if f.provisos == nil {
		f.provisos = f.mem.numbers.Take(len(f.clause))
		text := f.tree.Document.Text
		for c := range f.clauses {
			spans := f.clauses[c].Sentences
			for s := len(spans) - 1; s >= 0; s-- {
				at := f.first[c] + int32(s)
				f.provisos[at] = at + 1
				if s+1 < len(spans) && token.IsProviso(spans[s+1].Of(text)) {
					f.provisos[at] = f.provisos[at+1]
				}
			}
		}
	}
	return f.provisos[sentence]
}

// entitle scans the captions of the document.
func (f *filter) entitle() {
	f.captions = f.mem.captions.Take(len(f.clauses))
	var above []source.Span // of the clause before
	var known []int32
	for c := range f.clauses {
		captions := f.clauses[c].Clause.Captions
		own := f.mem.numbers.Take(len(captions))
		for i, span := range captions {
			if k := slices.Index(above, span); k >= 0 {
				own[i] = known[k]
				continue
			}
			own[i] = int32(len(f.mem.texts.from))
			f.scan(span)
		}
		f.captions[c] = own
		above, known = captions, own
	}
}

// scan adds the literals of the next sentence or caption.
func (f *filter) scan(span source.Span) {
	t, text := &f.mem.texts, f.tree.Document.Text[span.Start:span.End]
	t.from = append(t.from, int32(len(t.ids)))
	f.mem.codes, t.ids = f.lib.scanner.scan(text, f.mem.codes, t.ids)
	if f.hasTerm(span) {
		t.ids = append(t.ids, uint16(defined))
	}
}

// fewTerms is how many terms are looked for one by one; more are looked for at once, in
// the whole document.
const fewTerms = 16

// hasTerm reports whether a text has a term that the document defines for data.
func (f *filter) hasTerm(span source.Span) bool {
	text := f.tree.Document.Text
	if len(f.terms) <= fewTerms {
		return slices.ContainsFunc(f.terms, func(t string) bool { return strings.Contains(text[span.Start:span.End], t) })
	}
	if f.found == nil {
		f.found = spot.New(f.terms).Find(nil, text)
	}
	first, _ := slices.BinarySearchFunc(f.found, span.Start, func(x spot.Found, at int) int { return int(x.At) - at })
	for _, x := range f.found[first:] {
		if int(x.At) >= span.End {
			break
		}
		if x.End() <= span.End {
			return true
		}
	}
	return false
}
