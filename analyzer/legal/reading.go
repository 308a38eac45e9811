package legal

import (
	"slices"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// reading is the findings of a document as the test looks at them.
type reading struct {
	c    Case
	d    *Data
	w    *Weights
	t    *Test
	all  []*finding.Finding
	kind structure.DocumentKind
	seen *sight // once somebody asks
}

// text returns the text of the document; a case may be without one.
func (r *reading) text() string {
	if r.c.Tree == nil || r.c.Tree.Document == nil {
		return ""
	}
	return r.c.Tree.Document.Text
}

// sight returns the text with the words of the test in it.
func (r *reading) sight() *sight {
	if r.seen == nil {
		r.seen = r.d.look(r.text())
	}
	return r.seen
}

func read(c Case, d *Data) *reading {
	r := &reading{c: c, d: d, w: d.Weights, t: &d.Verdicts.Test, kind: structure.Terms}
	if c.Tree != nil && c.Tree.Kind != "" {
		r.kind = c.Tree.Kind
	}
	for i := range c.Findings {
		if c.Findings[i].Match.Class != nil {
			r.all = append(r.all, &c.Findings[i])
		}
	}
	return r
}

// of returns the findings of the classes for which keep holds; nil keeps all.
func (r *reading) of(classes []string, keep func(*finding.Finding) bool) []*finding.Finding {
	var found []*finding.Finding
	for _, f := range r.all {
		if slices.Contains(classes, f.Match.Class.ID) && (keep == nil || keep(f)) {
			found = append(found, f)
		}
	}
	return found
}

// own reports whether a finding is about what the vendor holds of its own
// members, or about its own records.
func own(f *finding.Finding) bool {
	return f.Match.Data == norm.AccountInfo || f.Match.Data == norm.UsageLog
}

// customers reports whether a finding is about what customers store.
func customers(f *finding.Finding) bool { return f.Match.Data == norm.CustomerData }

// ids returns the IDs of findings in document order.
func ids(lists ...[]*finding.Finding) []string {
	out := []string{}
	seen := map[string]bool{}
	for _, list := range lists {
		for _, f := range list {
			if !seen[f.ID] {
				seen[f.ID] = true
				out = append(out, f.ID)
			}
		}
	}
	return out
}
