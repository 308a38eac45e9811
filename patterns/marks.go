package patterns

import (
	"cmp"
	mathbits "math/bits"
	"slices"

	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/token"
)

// Marks returns the data words and trigger phrases of a sentence, in order of
// Start. Of data words that overlap the longest is kept; triggers are all kept.
func (lib *Library) Marks(mem *norm.Memory, text token.Text, tokens []token.Token) []norm.Mark {
	m := memoryOf(mem)
	m.machine.program = &lib.program
	m.view.whole(lib.begin(m, text, tokens))
	m.found = lib.marks(m.found[:0], &m.machine, &m.view)
	return m.marks.Copy(m.found)
}

// begin returns the sentence of tokens with its words, which are found once.
func (lib *Library) begin(m *memory, text token.Text, tokens []token.Token) *sentence {
	if len(tokens) == 0 {
		return lib.vocabulary.words(m, text, tokens)
	}
	s := m.begun[&tokens[0]]
	if s == nil {
		s = lib.vocabulary.words(m, text, tokens)
		m.begun[&tokens[0]] = s
	}
	return s
}

var _ norm.Lexicon = (*Library)(nil)

// marks finds data words and triggers in a view. Triggers may overlap anything;
// a data word inside another is part of it (情報 in 個人情報), and of two that
// overlap the longer wins, then the earlier.
func (lib *Library) marks(dst []norm.Mark, m *machine, v *view) []norm.Mark {
	from := len(dst)
	dst = m.each(dst, lib.data, lib.begins[0], v)
	words := dst[from:]
	slices.SortStableFunc(words, func(a, b norm.Mark) int {
		return cmp.Or(cmp.Compare(b.End-b.Start, a.End-a.Start), cmp.Compare(a.Start, b.Start))
	})
	kept := 0
	for _, w := range words {
		if !slices.ContainsFunc(words[:kept], func(k norm.Mark) bool { return k.Start < w.End && w.Start < k.End }) {
			words[kept] = w
			kept++
		}
	}
	// Words of the kind none were there to win over what they contain.
	words = slices.DeleteFunc(words[:kept], func(w norm.Mark) bool { return w.Data == norm.NoData })
	dst = dst[:from+len(words)]
	dst = m.each(dst, lib.triggers, lib.begins[1], v)
	slices.SortStableFunc(dst[from:], func(a, b norm.Mark) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	// A trigger inside a longer one is part of it (向上 in 公衆衛生の向上).
	end, kept := 0, from
	for _, m := range dst[from:] {
		if m.Data == norm.NoData {
			if m.End < end || m.End == end && kept > from && dst[kept-1].Start < m.Start && dst[kept-1].End == end {
				continue
			}
			end = max(end, m.End)
		}
		dst[kept] = m
		kept++
	}
	return dst[:kept]
}

// beginning says which markers a word is a mark of by itself, and of which it can
// begin a longer one, one bit each.
type beginning struct{ alone, longer uint16 }

// each appends a mark for every place where the phrase of a marker begins, the
// longest there. begins has of each word what it begins, and at its end what can
// begin with anything.
func (m *machine) each(dst []norm.Mark, markers []marker, begins []beginning, v *view) []norm.Mark {
	possible := uint16(0)
	for k := range markers {
		if m.can(m.codes[markers[k].phrase].needs, v.s) {
			possible |= 1 << k
		}
	}
	if possible == 0 {
		return dst
	}
	in := m.get()
	s, free := v.s, begins[len(begins)-1].longer&possible
	for i, k := int32(0), 0; ; i++ {
		if free == 0 { // tokens without a word that begins a mark are not looked at
			for k < len(s.hits) && (begins[s.hits[k].word].alone|begins[s.hits[k].word].longer)&possible == 0 {
				k++
			}
			if k == len(s.hits) {
				break
			}
			for s.from[i+1] <= int32(k) {
				i++
			}
			k = int(s.from[i+1])
		} else if int(i) == len(s.tokens) {
			break
		}
		alone, longer := uint16(0), free
		for _, h := range s.at(i) {
			alone |= begins[h.word].alone
			longer |= begins[h.word].longer
		}
		if s.polite[i] {
			longer |= alone // more words may begin behind it
		}
		for left := (alone | longer) & possible; left != 0; left &= left - 1 {
			k := mathbits.TrailingZeros16(left)
			end := int32(0)
			if longer&(1<<k) != 0 {
				in = append(in[:0], i)
				out := m.run(&m.codes[markers[k].phrase], v, in)
				if len(out) > 0 {
					end = out[len(out)-1]
				}
				m.put(out)
			} else {
				for _, h := range s.at(i) {
					if begins[h.word].alone&(1<<k) != 0 {
						end = max(end, h.end)
					}
				}
			}
			if end > 0 {
				dst = append(dst, norm.Mark{Start: int(i), End: int(end), Data: markers[k].data, Trigger: markers[k].trigger})
			}
		}
	}
	m.put(in)
	return dst
}

// beginnings returns what each of n words begins, and at the end the markers that
// look before they take a word. Phrases of the lexicon name neither parties nor data.
func beginnings(markers []marker, n int) []beginning {
	all := make([]beginning, n+1)
	for k, m := range markers {
		if m.node.first.free {
			all[n].longer |= 1 << k
			continue
		}
		parts := []*node{m.node}
		if m.node.op == alternativeOp {
			parts = m.node.parts
		}
		for _, p := range parts {
			for _, id := range p.first.words {
				if p.op == wordOp {
					all[id].alone |= 1 << k
				} else {
					all[id].longer |= 1 << k
				}
			}
		}
	}
	return all
}
