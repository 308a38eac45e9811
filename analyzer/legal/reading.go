package legal

import (
	"slices"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/spot"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// reading is the findings of a document as the test looks at them.
type reading struct {
	c    Case
	d    *Data
	w    *Weights
	t    *Test
	all  []*finding.Finding
	by   []classed  // all by class
	heft []weighing // of each of all
	kind structure.DocumentKind

	// Once somebody asks:
	seen      *spot.Text
	written   *base // what the terms bring to the score as they are written
	wides     *[]*finding.Finding
	denials   *[]*finding.Finding
	countries *countries
	cut       cutLine
	staying   int8 // of stays: 1 yes, -1 no, 0 before it is asked
}

// classed is what was found of a class, in the order of the document.
type classed struct {
	class string
	found []*finding.Finding
}

// weighing is what the class of a finding weighs, as a power and as support.
type weighing struct {
	power            PowerWeight
	support          SupportWeight
	empowers, stands bool // false: it does not weigh as such
}

// text returns the text of the document; a case may be without one.
func (r *reading) text() string {
	if r.c.Tree == nil || r.c.Tree.Document == nil {
		return ""
	}
	return r.c.Tree.Document.Text
}

// words returns the text, of which words are asked for.
func (r *reading) words() *spot.Text {
	if r.seen == nil {
		r.seen = r.d.look(r.text())
	}
	return r.seen
}

func read(c Case, d *Data) *reading {
	r := &reading{c: c, d: d, w: d.Weights, t: &d.Verdicts.Test, kind: structure.Terms, seen: c.Words}
	if c.Tree != nil && c.Tree.Kind != "" {
		r.kind = c.Tree.Kind
	}
	r.all = make([]*finding.Finding, 0, len(c.Findings))
	for i := range c.Findings {
		if f := &c.Findings[i]; f.Match.Class != nil {
			r.all = append(r.all, f)
		}
	}
	r.by = make([]classed, 0, 16)
	room := make([]*finding.Finding, len(r.all))
	for i, f := range r.all {
		class := f.Match.Class.ID
		if slices.ContainsFunc(r.by, func(x classed) bool { return x.class == class }) {
			continue
		}
		n := 0
		for _, f := range r.all[i:] {
			if f.Match.Class.ID == class {
				room[n] = f
				n++
			}
		}
		r.by = append(r.by, classed{class, room[:n:n]})
		room = room[n:]
	}
	return r
}

// of returns the findings of the classes for which keep holds; nil keeps all.
func (r *reading) of(classes []string, keep func(*finding.Finding) bool) []*finding.Finding {
	if len(classes) == 1 {
		return r.ofClass(classes[0], keep)
	}
	var found []*finding.Finding
	for _, f := range r.all {
		if slices.Contains(classes, f.Match.Class.ID) && (keep == nil || keep(f)) {
			found = append(found, f)
		}
	}
	return found
}

// ofClass is of for one class.
func (r *reading) ofClass(class string, keep func(*finding.Finding) bool) []*finding.Finding {
	for i := range r.by {
		if r.by[i].class != class {
			continue
		}
		var found []*finding.Finding
		for _, f := range r.by[i].found {
			if keep == nil || keep(f) {
				found = append(found, f)
			}
		}
		return found
	}
	return nil
}

// own reports whether a finding is about what the vendor holds of its own
// members, or about its own records.
func own(f *finding.Finding) bool {
	return f.Match.Data == norm.AccountInfo || f.Match.Data == norm.UsageLog
}

// ids returns the IDs of findings in document order.
func ids(lists ...[]*finding.Finding) []string {
	n := 0
	for _, list := range lists {
		n += len(list)
	}
	out := make([]string, 0, n)
	for _, list := range lists {
		for _, f := range list {
			if !slices.Contains(out, f.ID) {
				out = append(out, f.ID)
			}
		}
	}
	return out
}
