package patterns

import (
	"cmp"
	"slices"

	"github.com/yakkan/yakkan/analyzer/finding"
)

// Stats counts how often the patterns of a library match over a collection: a
// pattern that never does is dead, one that often does may be noise.
type Stats struct {
	Documents int
	rows      map[string]*StatsRow
	order     []*StatsRow
}

// StatsRow is the count of one pattern.
type StatsRow struct {
	Class, Pattern string
	Matches        int // sentences and norms it matched
	Findings       int // findings it was shown for
	Documents      int // documents it matched in
}

// NewStats returns empty counts for the patterns of a library.
func (lib *Library) NewStats() *Stats {
	s := &Stats{rows: map[string]*StatsRow{}}
	for _, p := range lib.patterns {
		row := &StatsRow{Class: p.class.ID, Pattern: p.name}
		s.rows[p.class.ID+"/"+p.name] = row
		s.order = append(s.order, row)
	}
	return s
}

// Add counts the matches and findings of one document.
func (s *Stats) Add(matches []finding.Match, findings []finding.Finding) {
	s.Documents++
	seen := map[*StatsRow]bool{}
	for _, m := range matches {
		if row := s.rows[m.Class.ID+"/"+m.Pattern]; row != nil {
			row.Matches++
			if !seen[row] {
				seen[row] = true
				row.Documents++
			}
		}
	}
	for _, f := range findings {
		if row := s.rows[f.Match.Class.ID+"/"+f.Match.Pattern]; row != nil {
			row.Findings++
		}
	}
}

// Rows returns the counts, dead patterns first, then by number of findings.
func (s *Stats) Rows() []StatsRow {
	rows := make([]StatsRow, len(s.order))
	for i, row := range s.order {
		rows[i] = *row
	}
	slices.SortStableFunc(rows, func(a, b StatsRow) int {
		return cmp.Or(cmp.Compare(min(a.Matches, 1), min(b.Matches, 1)), cmp.Compare(b.Findings, a.Findings))
	})
	return rows
}
