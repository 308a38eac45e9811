package legal

import (
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// missing returns the names of documents that are referred to, matter for the
// data that customers store, and were not supplied: an agreement on the data, a
// policy that says how stored data are handled, a paper by which a duty is
// measured. Orders, prices and the members' privacy policy do not matter.
func (r *reading) missing() []string {
	if r.c.Tree == nil {
		return nil
	}
	var names []string
	glosses := r.glosses()
	for _, ref := range r.c.Tree.References {
		name := strings.TrimSpace(ref.Document)
		if name == "" || ref.Target != nil || slices.Contains(names, name) || slices.Contains(r.t.Minor, name) {
			continue
		}
		if of := glosses[name]; of != "" && slices.Contains(names, of) {
			continue
		}
		if r.matters(name, ref) && !r.supplied(name) {
			names = append(names, name)
		}
	}
	return names
}

// glosses returns the names that stand in brackets behind another name of the same
// document, as in 「プライバシーポリシー（個人情報保護方針）」, with that name.
func (r *reading) glosses() map[string]string {
	of := map[string]string{}
	text, refs := r.text(), r.c.Tree.References
	for i := 1; i < len(refs); i++ {
		was, is := refs[i-1], refs[i]
		if was.Document == "" || is.Document == "" || was.Target != nil || is.Target != nil || was.Span.End > is.Span.Start {
			continue
		}
		between, behind := text[was.Span.End:is.Span.Start], text[is.Span.End:]
		if between == "（" && strings.HasPrefix(behind, "）") || between == "(" && strings.HasPrefix(behind, ")") {
			of[strings.TrimSpace(is.Document)] = strings.TrimSpace(was.Document)
		}
	}
	return of
}

// matters reports whether a reference stands where stored data are dealt with.
func (r *reading) matters(name string, ref structure.Reference) bool {
	policy := slices.Contains(r.t.Policies, name)
	return slices.ContainsFunc(r.all, func(f *finding.Finding) bool {
		if !f.Span.Contains(ref.Span) {
			return false
		}
		switch id := f.Match.Class.ID; {
		case isData(name) && !policy:
			return true
		case id == "precedence":
			return policy || isData(name)
		case id == "own_privacy":
			return stored(f) || f.Match.Data == norm.PersonalInfo && len(r.powers()) == 0
		default:
			return stored(f)
		}
	})
}

// isData reports whether the name of a document says that it is about data.
func isData(name string) bool {
	return name == "DPA" || strings.Contains(name, "データ") || strings.Contains(name, "個人情報")
}

// supplied reports whether a document is part of this one or of the set.
func (r *reading) supplied(name string) bool {
	if slices.ContainsFunc(r.c.Supplied, func(title string) bool { return strings.Contains(title, name) }) {
		return true
	}
	text, short := r.text(), shortTitle(name)
	return slices.ContainsFunc(r.c.Tree.Provisions, func(p *structure.Provision) bool {
		return p.Kind <= structure.Section && (strings.Contains(shortTitle(p.Caption.Of(text)), short) || p.Number == name)
	})
}

// shortTitle leaves out of a title what is written or not as one likes:
// 「個人データの取扱いに関する覚書」 is 「個人データ取扱覚書」.
func shortTitle(s string) string {
	for _, w := range [...]string{"に関する", "に係る", "についての", "の", "り", "い"} {
		s = strings.ReplaceAll(s, w, "")
	}
	return s
}
