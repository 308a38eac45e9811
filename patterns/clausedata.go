package patterns

import (
	"path"
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/suggest"
)

// Clauses returns the model clauses of the library by ID.
func (lib *Library) Clauses() suggest.Clauses { return lib.clauses }

// clauseID is the ID that the name of a file in clauses/ja stands for.
func clauseID(f file) string { return strings.TrimSuffix(path.Base(f.path), path.Ext(f.path)) }

// readClauses reads the files of clauses/ja, once classes and sources are known;
// a later one of the same ID replaces an earlier one.
func (l *loader) readClauses() suggest.Clauses {
	known := suggest.Known{Classes: l.order}
	if l.legal != nil && l.legal.Sources != nil {
		known.Sources = l.legal.Sources.IDs()
	}
	for _, f := range l.clauses {
		known.Clauses = append(known.Clauses, clauseID(f))
	}
	var clauses suggest.Clauses
	for _, f := range l.clauses {
		c, err := suggest.Decode(f.path, f.src, known)
		l.adopt(f.path, err)
		if err != nil {
			continue
		}
		if c.ID != clauseID(f) {
			l.report(place{file: f.path}, misplaced, f.path, "clause "+c.ID)
			continue
		}
		clauses = clauses.With(c)
	}
	return clauses
}

// checkSuggest reports model clauses that a class names and nobody knows.
func (l *loader) checkSuggest(refs []reference) {
	if len(l.clauses) == 0 {
		return // nothing to compare with
	}
	var ids []string
	for _, f := range l.clauses {
		ids = append(ids, clauseID(f))
	}
	for _, ref := range refs {
		if !slices.Contains(ids, ref.id) {
			l.report(ref.at, unknownSuggest, ref.id).Hint = nearest(ref.id, ids)
		}
	}
}
