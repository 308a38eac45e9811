package patterns

import (
	"slices"
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// The classes of clauses that the legal test knows.
var classIDs = map[finding.Group][]string{
	finding.Power:    {"monitor", "access", "use", "license", "train", "aggregate", "disclose", "disclose_legal", "copy", "delete", "restricted", "subcontract"},
	finding.Support:  {"no_handling", "on_request", "access_control", "encryption", "acquisition_guard", "access_log"},
	finding.Division: {"security_duty", "role_split", "purpose_limit", "sub_terms", "report_audit", "breach_notice", "return_erase", "location", "confidentiality", "data_liability", "customer_duty"},
	finding.Context:  {"entrusted", "not_entrusted", "service_nature", "pd_definition", "precedence", "own_privacy", "change_terms"},
}

// TestEveryClassIsThere: the library has the 36 classes, and no test of it is
// too few: 8 match and 5 none for powers and supports, 4 and 3 for the others.
func TestEveryClassIsThere(t *testing.T) {
	lib := mustLoad(t)
	all, err := lib.Tests("")
	if err != nil {
		t.Fatal(err)
	}
	known := 0
	for group, ids := range classIDs {
		match, none := 4, 3
		if group == finding.Power || group == finding.Support {
			match, none = 8, 5
		}
		for _, id := range ids {
			known++
			c := lib.Class(id)
			if c == nil {
				t.Errorf("class %s is missing", id)
				continue
			}
			if c.Group != group {
				t.Errorf("class %s is in group %s, want %s", id, c.Group, group)
			}
			if len(c.Basis) == 0 {
				t.Errorf("class %s cites no source", id)
			}
			if len(c.FalsePositives) == 0 {
				t.Errorf("class %s names no false positive", id)
			}
			i := slices.IndexFunc(all, func(c ClassTests) bool { return c.Class.ID == id })
			var count [3]int
			if i >= 0 {
				for _, test := range all[i].Tests {
					count[test.Want]++
				}
			}
			if count[WantMatch] < match || count[WantNone] < none {
				t.Errorf("class %s has %d match and %d none tests, want %d and %d", id, count[WantMatch], count[WantNone], match, none)
			}
		}
	}
	if known != 36 || len(lib.Classes()) != 36 {
		t.Errorf("%d classes are known and %d there, want 36", known, len(lib.Classes()))
	}
}

// TestNoPatternIsDead: every pattern matches somewhere, in the tests of the
// class files or in the project's own documents. What nothing shows is a guess.
func TestNoPatternIsDead(t *testing.T) {
	lib, tok := mustLoad(t), mustTokenizer(t)
	stats := lib.NewStats()
	all, err := lib.Tests("")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		for _, test := range c.Tests {
			if err := stats.Add(t.Context(), norm.NewReader(lib.parse(test), tok, lib)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, text := range corpus(t) {
		if !strings.HasPrefix(name, "own/") {
			continue // the same on every machine
		}
		tree := structure.Parse(document.Read("test.txt", []byte(text), document.Options{}), lib.Parties())
		if err := stats.Add(t.Context(), norm.NewReader(tree, tok, lib)); err != nil {
			t.Fatal(err)
		}
	}
	for _, row := range stats.Rows() {
		if row.Matches == 0 {
			t.Errorf("%s/%s matches nowhere (tried on %d sentences)", row.Class, row.Pattern, row.Tried)
		}
	}
}
