package legal

import (
	"fmt"
	"maps"
	"slices"

	"github.com/yakkan/yakkan/analyzer/finding"
)

// Document is a paper that sources are taken from: an act, a guideline, a
// decision.
type Document struct {
	Kind       string       `yaml:"kind" json:"kind"` // one of DocumentKinds
	Name       finding.Text `yaml:"name" json:"name"`
	Short      finding.Text `yaml:"short" json:"short"`
	Date       string       `yaml:"date" json:"date,omitempty"` // 2024-03-25; empty for what is in force without one
	Edition    finding.Text `yaml:"edition" json:"edition"`
	URL        string       `yaml:"url" json:"url,omitempty"`
	LawVersion string       `yaml:"law_version" json:"law_version"`
}

// Source is one place of a document that rules, elements and model clauses cite
// by its ID.
type Source struct {
	ID       string       `yaml:"id" json:"id"`
	Document string       `yaml:"document" json:"document"`
	Number   string       `yaml:"number" json:"number,omitempty"` // article, question, section; empty for the whole document
	Edition  finding.Text `yaml:"edition" json:"edition"`         // where it differs from the document's
	URL      string       `yaml:"url" json:"url,omitempty"`
	Title    finding.Text `yaml:"title" json:"title"`
	Says     finding.Text `yaml:"says" json:"says"`
	Checked  string       `yaml:"checked" json:"checked"` // one of CheckedStates
}

// Sources is the file of legal sources. It is immutable once decoded.
type Sources struct {
	Documents map[string]Document `yaml:"documents" json:"documents"`
	Sources   []Source            `yaml:"sources" json:"sources"`

	index map[string]int
}

var (
	// DocumentKinds are the kinds of documents that sources come from.
	DocumentKinds = []string{"statute", "regulation", "guideline", "qa", "decision", "alert", "minutes", "policy", "standard"}
	// CheckedStates say how far a statement was compared with its source: the
	// words themselves were read, were read as quoted elsewhere, or only a
	// summary was read.
	CheckedStates = []string{"text", "quoted", "summary"}
	// LawVersions are the states of the law: what was in force in November
	// 2026, and with the amendment of that year, which was not.
	LawVersions = []string{"2026-11", "amended"}
)

// DecodeSources reads the file of legal sources.
func DecodeSources(file string, src []byte) (*Sources, error) {
	s, err := Decode(file, src, checkSources)
	if err != nil {
		return nil, err
	}
	s.index = make(map[string]int, len(s.Sources))
	for i, source := range s.Sources {
		s.index[source.ID] = i
	}
	return &s, nil
}

func checkSources(c *Checker, s *Sources) {
	for id, d := range s.Documents {
		at := []any{"documents", id}
		c.OneOf(d.Kind, "kind", DocumentKinds, append(at, "kind")...)
		c.OneOf(d.LawVersion, "law_version", LawVersions, append(at, "law_version")...)
		c.NeedText(d.Name, "name", at...)
		c.NeedText(d.Short, "short", at...)
	}
	seen := map[string]bool{}
	for i, source := range s.Sources {
		at := []any{"sources", i}
		c.Need(source.ID, "id", at...)
		c.NeedText(source.Title, "title", at...)
		c.NeedText(source.Says, "says", at...)
		c.OneOf(source.Checked, "checked", CheckedStates, append(at, "checked")...)
		if _, ok := s.Documents[source.Document]; !ok {
			c.OneOf(source.Document, "document", keys(s.Documents), append(at, "document")...)
		}
		if seen[source.ID] {
			c.Report(finding.Text{JA: fmt.Sprintf("id %q が重複しています", source.ID), EN: fmt.Sprintf("id %q is already there", source.ID)}, append(at, "id")...)
		}
		seen[source.ID] = true
	}
}

// Source returns the source of an ID.
func (s *Sources) Source(id string) (Source, bool) {
	i, ok := s.index[id]
	if !ok {
		return Source{}, false
	}
	return s.Sources[i], true
}

// IDs returns the IDs of all sources in the order of the file.
func (s *Sources) IDs() []string {
	ids := make([]string, len(s.Sources))
	for i, source := range s.Sources {
		ids[i] = source.ID
	}
	return ids
}

// Cite names a source in one line: 「ガイドラインQ&A 7-53」, "PPC response of 25
// March 2024, 3(4)ア". It returns the ID itself where there is no such source.
func (s *Sources) Cite(id string) finding.Text {
	source, ok := s.Source(id)
	if !ok {
		return finding.Text{JA: id, EN: id}
	}
	short := s.Documents[source.Document].Short
	if source.Number == "" {
		return short
	}
	if s.Documents[source.Document].Kind == "statute" || s.Documents[source.Document].Kind == "regulation" {
		return finding.Text{JA: short.JA + source.Number, EN: short.EN + " " + source.Number}
	}
	return finding.Text{JA: short.JA + " " + source.Number, EN: short.EN + " " + source.Number}
}

// With returns s with the documents and sources of t added; of the same ID those
// of t are taken. Neither is changed.
func (s *Sources) With(t *Sources) *Sources {
	all := &Sources{Documents: maps.Clone(s.Documents), Sources: slices.Clone(s.Sources), index: maps.Clone(s.index)}
	if all.Documents == nil {
		all.Documents, all.index = map[string]Document{}, map[string]int{}
	}
	maps.Copy(all.Documents, t.Documents)
	for _, source := range t.Sources {
		if i, ok := all.index[source.ID]; ok {
			all.Sources[i] = source
			continue
		}
		all.index[source.ID] = len(all.Sources)
		all.Sources = append(all.Sources, source)
	}
	return all
}
