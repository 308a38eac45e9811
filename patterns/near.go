package patterns

import (
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// Nearest returns a function that answers for a document which clause comes
// nearest to a class: the one that has the words for the largest share of what
// some pattern of the class needs, of equal ones the first. It answers nil where
// no clause has the words for half of it. The function is not safe for
// concurrent use.
func (lib *Library) Nearest(r *norm.Reader) func(class string) *structure.Clause {
	clauses := r.Clauses()
	var words []bits
	return func(class string) *structure.Clause {
		if words == nil {
			f := lib.filterOf(r)
			words = make([]bits, len(clauses))
			for i := range clauses {
				words[i] = f.whole(clauses[i].Clause)
			}
		}
		var best *structure.Clause
		share := 0.0
		for _, p := range lib.patterns {
			if p.class.ID != class {
				continue
			}
			total := 0
			for _, n := range p.needs {
				if n.scopes&inSentence != 0 {
					total++
				}
			}
			if total < 2 {
				continue
			}
			for i := range clauses {
				met := 0
				for _, n := range p.needs {
					if n.scopes&inSentence != 0 && words[i].has(n.guard) {
						met++
					}
				}
				if s := float64(met) / float64(total); s > share && 2*met >= total {
					best, share = clauses[i].Clause, s
				}
			}
		}
		return best
	}
}
