package patterns

import (
	"cmp"
	"context"
	"slices"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/norm"
)

// Stats counts what the patterns of a library do over a collection: one that
// never matches is dead, one that often does may be noise, one that is tried
// far more often than it matches costs time and wants a rarer word. It is not
// safe for concurrent use.
type Stats struct {
	Documents int
	Sentences int
	lib       *Library
	rows      []StatsRow
	index     map[string]int // "class/pattern" -> row
}

// StatsRow is the count of one pattern.
type StatsRow struct {
	Class, Pattern string
	Tried          int // sentences that had its literals
	Matches        int // norms it matched
	Findings       int // findings it was shown for
	Documents      int // documents it matched in
}

// NewStats returns empty counts for the patterns of a library.
func (lib *Library) NewStats() *Stats {
	s := &Stats{lib: lib, index: map[string]int{}}
	for i, p := range lib.patterns {
		s.index[p.class.ID+"/"+p.name] = i
		s.rows = append(s.rows, StatsRow{Class: p.class.ID, Pattern: p.name})
	}
	return s
}

// Add matches one document and counts what happens.
func (s *Stats) Add(ctx context.Context, r *norm.Reader) error {
	matches, err := s.lib.Match(ctx, r)
	if err != nil {
		return err
	}
	s.Documents++
	clauses := r.Clauses()
	f := s.lib.filterOf(r)
	for c := range clauses {
		for k := range clauses[c].Sentences {
			s.Sentences++
			for i, p := range s.lib.patterns {
				if f.admits(p, c, k) {
					s.rows[i].Tried++
				}
			}
		}
	}
	seen := map[int]bool{}
	for _, m := range matches {
		i := s.index[m.Class.ID+"/"+m.Pattern]
		s.rows[i].Matches++
		if !seen[i] {
			seen[i] = true
			s.rows[i].Documents++
		}
	}
	for _, f := range finding.Collect(r.Tree(), matches) {
		s.rows[s.index[f.Match.Class.ID+"/"+f.Match.Pattern]].Findings++
	}
	return nil
}

// Rows returns the counts, dead patterns first, then by number of findings.
func (s *Stats) Rows() []StatsRow {
	rows := slices.Clone(s.rows)
	slices.SortStableFunc(rows, func(a, b StatsRow) int {
		return cmp.Or(cmp.Compare(min(a.Matches, 1), min(b.Matches, 1)), cmp.Compare(b.Findings, a.Findings))
	})
	return rows
}
