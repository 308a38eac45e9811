package patterns

import (
	"encoding/binary"
	"slices"
)

// A formula is what a text must have for a phrase to match in it, in atoms: the
// letters that the scan looks for (see byletters.go), or words (bywords.go). Of a
// sequence it asks for every part, of alternatives for one. It follows from the
// compiled phrase and says yes too often, never no. Formulas are there while a
// library is compiled; what stays is a sieve.

// formula is immutable. A nil formula asks nothing.
type formula struct {
	id    int32 // of all formulas over the same atoms
	guard guard // one of these atoms, if there are no parts
	any   bool  // one of the parts, or else all of them
	parts []*formula
}

// formulas makes formulas over one kind of atoms; equal ones are made once.
type formulas struct {
	rarer func(a, b guard) int // orders guards, what fewest texts have first
	made  map[string]*formula
}

// joined returns a formula with parts, in as few as say the same: parts of the
// same kind become its own, atoms of alternatives one set, and what another
// part says already goes. Sets of atoms come first. Of no parts it is nil.
func (fs *formulas) joined(any bool, parts []*formula) *formula {
	if len(parts) == 0 {
		return nil
	}
	var leaves, rest []*formula
	for _, p := range parts {
		switch {
		case len(p.parts) == 0:
			leaves = append(leaves, p)
		case p.any == any:
			for _, q := range p.parts {
				if len(q.parts) == 0 {
					leaves = append(leaves, q)
				} else {
					rest = append(rest, q)
				}
			}
		default:
			rest = append(rest, p)
		}
	}
	if any && len(leaves) > 1 {
		var g guard
		for _, l := range leaves {
			g = append(g, l.guard...)
		}
		leaves = []*formula{fs.leaf(tidy(g))}
	}
	slices.SortStableFunc(leaves, func(a, b *formula) int { return fs.rarer(a.guard, b.guard) })
	var kept []*formula
	for _, p := range append(leaves, rest...) {
		said := func(q *formula) bool { return any && p.implies(q) || !any && q.implies(p) }
		if !slices.ContainsFunc(kept, said) {
			kept = append(slices.DeleteFunc(kept, func(q *formula) bool { return any && q.implies(p) || !any && p.implies(q) }), p)
		}
	}
	if len(kept) == 1 {
		return kept[0]
	}
	key := []byte{0}
	if any {
		key[0] = 1
	}
	for _, p := range kept {
		key = binary.LittleEndian.AppendUint32(key, uint32(p.id))
	}
	return fs.make(key, formula{any: any, parts: kept})
}

// leaf returns the formula that asks for one of a set of atoms.
func (fs *formulas) leaf(g guard) *formula {
	key := []byte{2}
	for _, atom := range g {
		key = binary.LittleEndian.AppendUint32(key, uint32(atom))
	}
	return fs.make(key, formula{guard: g})
}

func (fs *formulas) make(key []byte, f formula) *formula {
	made, ok := fs.made[string(key)]
	if !ok {
		f.id = int32(len(fs.made))
		made = &f
		fs.made[string(key)] = made
	}
	return made
}

// implies reports whether p can be seen to say all that q says, the set of atoms
// of one being part of another's.
func (p *formula) implies(q *formula) bool {
	switch {
	case p == q:
		return true
	case len(p.parts) > 0 && p.any:
		return !slices.ContainsFunc(p.parts, func(r *formula) bool { return !r.implies(q) })
	case len(q.parts) > 0 && !q.any:
		return !slices.ContainsFunc(q.parts, func(r *formula) bool { return !p.implies(r) })
	case len(p.parts) > 0:
		return slices.ContainsFunc(p.parts, func(r *formula) bool { return r.implies(q) })
	case len(q.parts) > 0:
		return slices.ContainsFunc(q.parts, func(r *formula) bool { return p.implies(r) })
	}
	for _, atom := range p.guard {
		if _, ok := slices.BinarySearch(q.guard, atom); !ok {
			return false
		}
	}
	return true
}
