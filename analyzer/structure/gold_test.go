package structure

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yakkan/yakkan/analyzer/document"
)

// goldDir holds labelled real documents beside the repository; the tests that
// measure against them are skipped where it is absent.
func goldDir(t testing.TB) string {
	for _, dir := range []string{"../../../shared/gold/dev", "../../../../shared/gold/dev"} {
		if _, err := os.Stat(dir); err == nil {
			return dir
		}
	}
	t.Skip("no labelled documents beside the repository")
	return ""
}

type goldHead struct{ Doc, Vendor, Customer string }

// TestGoldParties measures how often the parties and the kind of real documents are found.
func TestGoldParties(t *testing.T) {
	dir := goldDir(t)
	kinds := goldKinds(t, dir)
	files, err := filepath.Glob(filepath.Join(dir, "labels", "*.jsonl"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no labels in %s: %v", dir, err)
	}
	var vendor, customer, kind, n int
	for _, file := range files {
		var h goldHead
		if err := firstLine(file, &h); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(filepath.Join(dir, "txt", h.Doc+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		tree := Parse(document.Read(h.Doc+".txt", data, document.Options{Format: document.Plain}), Options{})
		n++
		if names(h.Vendor, tree.Parties.Vendor) {
			vendor++
		} else {
			t.Logf("%s vendor: %v, labelled %s", h.Doc, tree.Parties.Vendor, h.Vendor)
		}
		if names(h.Customer, tree.Parties.Customer) {
			customer++
		} else {
			t.Logf("%s customer: %v, labelled %s", h.Doc, tree.Parties.Customer, h.Customer)
		}
		if want := kinds[h.Doc]; tree.Kind == want || want == NDA && tree.Kind == Contract || want == Contract && tree.Kind == NDA {
			kind++
		} else {
			t.Logf("%s kind: %s, listed as %s", h.Doc, tree.Kind, want)
		}
	}
	t.Logf("%d documents: vendor %d, customer %d, kind %d", n, vendor, customer, kind)
	if vendor*100 < 90*n || customer*100 < 85*n || kind*100 < 85*n {
		t.Errorf("agreement of %d documents: vendor %d (want 90%%), customer %d, kind %d (want 85%%)", n, vendor, customer, kind)
	}
}

func firstLine(file string, v any) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	s.Scan()
	return json.Unmarshal(s.Bytes(), v)
}

// names reports whether one of words is one of the names that a label lists.
func names(label string, words []string) bool {
	for _, l := range strings.FieldsFunc(label, func(r rune) bool { return strings.ContainsRune("（）()・、／/", r) }) {
		for _, w := range words {
			if l == w || strings.TrimSpace(l) == w {
				return true
			}
		}
	}
	return false
}

// goldKinds reads the manifest.
func goldKinds(t *testing.T, dir string) map[string]DocumentKind {
	data, err := os.ReadFile(filepath.Join(dir, "manifest.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]DocumentKind{}
	for line := range strings.Lines(string(data)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) < 2 {
			continue
		}
		switch f[1] {
		case "tos-b2b", "tos-consumer":
			out[f[0]] = Terms
		case "privacy":
			out[f[0]] = Privacy
		case "dpa":
			out[f[0]] = DPA
		case "security":
			out[f[0]] = Security
		case "template":
			out[f[0]] = Contract
		default:
			out[f[0]] = OtherKind
		}
	}
	return out
}
