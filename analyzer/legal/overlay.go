package legal

import (
	"slices"
	"strings"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/spot"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// overlays returns what the verdict is shown with, in the order of AllOverlays.
// Where no customer data are stored nothing can be done with them.
func (r *reading) overlays(v Verdict, missing []string) []OverlayMark {
	var marks []OverlayMark
	if found := r.beyond(); len(found) > 0 && v != NotApplicable {
		marks = append(marks, OverlayMark{ID: Beyond, Findings: ids(found)})
	}
	if words := r.mentions(MyNumber); len(words) > 0 {
		marks = append(marks, OverlayMark{ID: MyNumber, Findings: ids(), Words: words})
	}
	if words, found := r.abroad(); len(words) > 0 {
		marks = append(marks, OverlayMark{ID: Foreign, Findings: ids(found), Words: words})
	}
	if len(missing) > 0 {
		marks = append(marks, OverlayMark{ID: Incomplete, Findings: ids(), Documents: missing})
	}
	if found := r.unclear(); len(found) > 0 && v != NotApplicable && v != Declared {
		marks = append(marks, OverlayMark{ID: AmbiguousObject, Findings: ids(found)})
	}
	labels := r.of([]string{"not_entrusted"}, nil)
	if len(labels) > 0 && len(r.of([]string{"no_handling"}, func(f *finding.Finding) bool { return !own(f) })) == 0 {
		marks = append(marks, OverlayMark{ID: LabelOnly, Findings: ids(labels)})
	}
	return marks
}

// beyond returns the powers over what customers store that serve the vendor's
// own purposes.
func (r *reading) beyond() []*finding.Finding {
	return r.of(r.t.Beyond, func(f *finding.Finding) bool { return r.wide(f) && stored(f) })
}

// unclear returns the wide powers whose object cannot be told, where none is
// clear. A privacy notice speaks of its readers.
func (r *reading) unclear() []*finding.Finding {
	if len(r.powers()) > 0 || r.c.Tree != nil && r.c.Tree.Kind == structure.Privacy {
		return nil
	}
	return r.of(r.t.Powers, func(f *finding.Finding) bool {
		return r.wide(f) && (f.Match.Data == norm.PersonalInfo || f.Match.Data == norm.NoData)
	})
}

// mentions returns the words of an overlay that are in the text.
func (r *reading) mentions(o Overlay) []string {
	var in []string
	for _, w := range r.d.Verdicts.Overlay(o).Words {
		if r.words().Has(w) {
			in = append(in, w)
		}
	}
	return in
}

// abroad returns the words for countries abroad in sentences on where data lie
// or who handles them, and those findings. A sentence that denies it
// (国外に移転しません) does not count.
func (r *reading) abroad() ([]string, []*finding.Finding) {
	if r.countries != nil {
		return r.countries.words, r.countries.found
	}
	r.countries = &countries{}
	named := r.d.Verdicts.Overlay(Foreign).Words
	for _, f := range r.of([]string{"location", "subcontract", "sub_terms", "disclose"}, nil) {
		any := false
		for sentence := range strings.SplitSeq(f.Span.Of(r.text()), "。") {
			if denies(sentence) {
				continue
			}
			for _, w := range named {
				if !spot.Has(sentence, w) {
					continue
				}
				any = true
				if !slices.Contains(r.countries.words, w) {
					r.countries.words = append(r.countries.words, w)
				}
			}
		}
		if any {
			r.countries.found = append(r.countries.found, f)
		}
	}
	return r.countries.words, r.countries.found
}

// countries are the words for countries abroad in what was found, and where they are.
type countries struct {
	words []string
	found []*finding.Finding
}

// denies reports whether a sentence ends in a denial.
func denies(sentence string) bool {
	s := strings.TrimRight(sentence, " 　\n」）)")
	for _, end := range []string{"ません", "ない", "ないものとします", "ないものとする", "ありません"} {
		if strings.HasSuffix(s, end) {
			return true
		}
	}
	return false
}
