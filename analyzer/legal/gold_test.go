package legal

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/norm"
	"github.com/yakkan/yakkan/analyzer/source"
	"github.com/yakkan/yakkan/analyzer/structure"
)

// labelled is a document with its labels, which stand in for findings: the
// verdict is then tested apart from the rules.
type labelled struct {
	id       string
	verdict  Verdict
	overlays []Overlay
	note     string
	c        Case
}

type label struct {
	Doc      string    `json:"doc"`
	Verdict  Verdict   `json:"verdict"`
	Overlays []Overlay `json:"overlays"`
	Note     string    `json:"note"`

	Line    int    `json:"line"`
	Quote   string `json:"quote"`
	Class   string `json:"class"`
	Data    string `json:"data"`
	Trigger string `json:"trigger"`
	Weak    bool   `json:"weak"`
	Sure    *bool  `json:"sure"`
}

// confidence stands for that of a rule: what a second reader could well see
// otherwise is what a rule would be unsure of.
func (l label) confidence() string {
	if l.Sure != nil && !*l.Sure {
		return "low"
	}
	return "high"
}

var groups = map[string]finding.Group{
	"monitor": finding.Power, "access": finding.Power, "use": finding.Power, "license": finding.Power, "train": finding.Power, "aggregate": finding.Power,
	"disclose": finding.Power, "disclose_legal": finding.Power, "copy": finding.Power, "delete": finding.Power, "restricted": finding.Power, "subcontract": finding.Power,
	"no_handling": finding.Support, "on_request": finding.Support, "access_control": finding.Support, "encryption": finding.Support, "acquisition_guard": finding.Support, "access_log": finding.Support,
	"security_duty": finding.Division, "role_split": finding.Division, "purpose_limit": finding.Division, "sub_terms": finding.Division, "report_audit": finding.Division, "breach_notice": finding.Division,
	"return_erase": finding.Division, "location": finding.Division, "confidentiality": finding.Division, "data_liability": finding.Division, "customer_duty": finding.Division,
	"entrusted": finding.Context, "not_entrusted": finding.Context, "service_nature": finding.Context, "pd_definition": finding.Context, "precedence": finding.Context, "own_privacy": finding.Context, "change_terms": finding.Context,
}

var classes = func() []*finding.Class {
	var all []*finding.Class
	for _, id := range keys(groups) {
		all = append(all, &finding.Class{ID: id, Group: groups[id], Title: finding.Text{JA: id, EN: id}})
	}
	return all
}()

func classOf(id string) *finding.Class {
	i := slices.IndexFunc(classes, func(c *finding.Class) bool { return c.ID == id })
	return classes[i]
}

// readLabelled reads dir/txt and dir/labels.
func readLabelled(t *testing.T, dir string) []labelled {
	files, _ := filepath.Glob(filepath.Join(dir, "labels", "*.jsonl"))
	var docs []labelled
	for _, file := range files {
		id := strings.TrimSuffix(filepath.Base(file), ".jsonl")
		text, err := os.ReadFile(filepath.Join(dir, "txt", id+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		tree := structure.Parse(document.Read(id+".txt", text, document.Options{}), structure.Options{})
		doc := labelled{id: id, c: Case{Tree: tree, Classes: classes}}
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var l label
			if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			if l.Doc != "" {
				doc.verdict, doc.overlays, doc.note = l.Verdict, l.Overlays, l.Note
				continue
			}
			n := len(doc.c.Findings) + 1
			doc.c.Findings = append(doc.c.Findings, finding.Finding{
				ID: "f" + strconv.Itoa(n),
				Match: finding.Match{
					Class: classOf(l.Class), Weak: l.Weak, Confidence: l.confidence(),
					Data: norm.Data(slices.Index(dataNames, l.Data)), Trigger: norm.Trigger(slices.Index(triggerNames, l.Trigger)),
				},
				Span: spanOf(tree, l.Line),
			})
		}
		f.Close()
		docs = append(docs, doc)
	}
	return docs
}

// spanOf returns the clause that begins in a line of the original, or the last
// one before it.
func spanOf(tree *structure.Tree, line int) source.Span {
	var span source.Span
	for _, c := range tree.Clauses() {
		if tree.Document.Origin(c.Span).Line > line {
			break
		}
		span = c.Span
	}
	return span
}

// TestOwnDocuments compares the verdicts that labels give with those of the
// labels, on the project's own documents.
func TestOwnDocuments(t *testing.T) {
	compare(t, "../../corpus/evaluate/testdata/own", 1)
}

// TestGold does the same on documents that are not part of the repository.
func TestGold(t *testing.T) {
	dir := os.Getenv("YAKKAN_GOLD")
	if dir == "" {
		dir = "../../../shared/gold/dev"
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no labelled documents at " + dir)
	}
	compare(t, dir, 0.95)
}

// compare judges by the labels and wants the verdicts to agree.
func compare(t *testing.T, dir string, want float64) {
	docs := readLabelled(t, dir)
	if len(docs) == 0 {
		t.Fatal("no labelled documents at " + dir)
	}
	d := loadData(t)
	right := 0
	overlays := map[Overlay][3]int{} // right, alarms, misses
	for _, doc := range docs {
		j := Judge(doc.c, d)
		if j.Verdict == doc.verdict {
			right++
		} else {
			t.Logf("%s: verdict %s, want %s (kind %s): %s", doc.id, j.Verdict, doc.verdict, doc.c.Tree.Kind, doc.note)
		}
		for _, o := range AllOverlays {
			n := overlays[o]
			switch got, want := j.Has(o), slices.Contains(doc.overlays, o); {
			case got && want:
				n[0]++
			case got:
				n[1]++
				t.Logf("%s: overlay %s not wanted (missing %v)", doc.id, o, j.Missing)
			case want:
				n[2]++
				t.Logf("%s: overlay %s missed: %s", doc.id, o, doc.note)
			}
			overlays[o] = n
		}
	}
	t.Logf("verdicts: %d of %d; overlays (right, alarms, misses): %v", right, len(docs), overlays)
	if share := float64(right) / float64(len(docs)); share < want {
		t.Errorf("verdict agreement %.3f, want at least %.2f", share, want)
	}
}
