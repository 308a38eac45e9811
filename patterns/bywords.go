package patterns

import "cmp"

// What the words of a sentence must be for a phrase to match in it: it is asked
// when the sentence is tokenized and before it is read. Parties and data are not
// looked at.

// byWords makes the formulas of one library over its words, once nodes are sealed.
type byWords struct {
	formulas
	nodes map[*node]*formula
}

func newByWords() *byWords {
	fewer := func(a, b guard) int { return cmp.Compare(len(a), len(b)) }
	return &byWords{formulas{fewer, map[string]*formula{}}, map[*node]*formula{}}
}

// of returns the formula of a node; nil if it asks nothing.
func (fs *byWords) of(n *node) *formula {
	if f, ok := fs.nodes[n]; ok {
		return f
	}
	var parts []*formula
	if n.known {
		parts = append(parts, fs.leaf(guard(n.must)))
	}
	switch n.op {
	case sequenceOp:
		for _, p := range n.parts {
			if p.nothing {
				continue
			}
			if f := fs.of(p); f != nil {
				parts = append(parts, f)
			}
		}
	case alternativeOp:
		if !n.known {
			if f := fs.either(n.parts); f != nil {
				parts = append(parts, f)
			}
		}
	}
	f := fs.joined(false, parts)
	fs.nodes[n] = f
	return f
}

// either returns the formula of alternatives; nil if one of them asks nothing.
func (fs *byWords) either(alternatives []*node) *formula {
	var parts []*formula
	for _, p := range alternatives {
		f := fs.of(p)
		if f == nil {
			return nil
		}
		parts = append(parts, f)
	}
	return fs.joined(true, parts)
}
