package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/yakkan/yakkan"

// rank is the line that a package stands on in docs/design.md; a package may
// import any of a lower rank, never one of its own or a higher one.
var rank = map[string]float64{
	"docs/examples":                  0,
	"templatetest":                   0,
	"analyzer/source":                0,
	"analyzer/lines":                 0,
	"analyzer/slab":                  0,
	"analyzer/spot":                  0,
	"analyzer/letters":               0,
	"patterns/image":                 0,
	"analyzer/document/flow":         0.5,
	"analyzer/document/packed":       0.6,
	"analyzer/document/word":         0.7,
	"analyzer/document/numeral":      0.5,
	"analyzer/document/opendocument": 0.7,
	"analyzer/document/epub":         0.7,
	"analyzer/document/mhtml":        0.7,
	"analyzer/document/rtf":          0.7,
	"analyzer/document/pdf":          0.7,
	"analyzer/document":              1.0,
	"analyzer/structure":             1.1,
	"analyzer/token":                 1.2,
	"analyzer/norm":                  1.3,
	"analyzer/finding":               2.0,
	"analyzer/legal":                 2.1,
	"analyzer/suggest":               2.2,
	"analyzer/report":                2.3,
	"analyzer/lint":                  2.4,
	"analyzer/compare":               2.4,
	"analyzer":                       3,
	"patterns":                       3,
	"builtintest":                    3.1,
	"corpus/store":                   5.0,
	"corpus/evaluate":                5.1,
	"corpus/queue":                   5.1,
	"corpus":                         5.2,
	"api":                            6,
	"api/web":                        6.1,
	"cmd/yakkan/early":               0,
	"cmd/yakkan/lsp":                 6,
	"cmd/yakkan":                     7,
}

// allowed reports why a package may not import another, or "".
func allowed(from, to string) string {
	a, ok := rank[from]
	if !ok {
		return from + " has no place in the house: give it a rank here and in docs/design.md"
	}
	b, ok := rank[to]
	if !ok {
		return to + " has no place in the house"
	}
	if b >= a {
		return fmt.Sprintf("%s (line %v) must not import %s (line %v)", from, a, to, b)
	}
	return ""
}

// TestImports reads the imports of all packages: they only go down, and each
// third-party module that is fenced in has one importer.
func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", module+"/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	// Owners are separated by spaces.
	fenced := map[string]string{"github.com/ikawaha/": "analyzer/token", "github.com/yuin/goldmark": "analyzer/document", "golang.org/x/net": "analyzer/document", "github.com/klippa-app/": "analyzer/document/pdf", "github.com/tetratelabs/": "analyzer/document/pdf", "github.com/spf13/cobra": "cmd/yakkan",
		"github.com/redis/": "corpus/store corpus/queue", "github.com/ThreeDotsLabs/": "corpus/queue", "github.com/go-redis/": "corpus/store", "modernc.org/": "corpus/store", "gocloud.dev/": "corpus", "github.com/parquet-go/": "corpus", "github.com/danielgtaylor/huma": "api", "github.com/prometheus/": "api"}
	dec := json.NewDecoder(bytes.NewReader(out))
	n := 0
	for {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		n++
		from := strings.TrimPrefix(p.ImportPath, module+"/")
		for _, to := range p.Imports {
			if in, ok := strings.CutPrefix(to, module+"/"); ok {
				if why := allowed(from, in); why != "" {
					t.Error(why)
				}
			}
			for m, owner := range fenced {
				if strings.HasPrefix(to, m) && !slices.Contains(strings.Fields(owner), from) {
					t.Errorf("%s imports %s; only %s may", from, path.Clean(to), owner)
				}
			}
		}
	}
	if n < 10 {
		t.Errorf("only %d packages were listed", n)
	}
}

// TestAllowed makes sure that the test above can fail.
func TestAllowed(t *testing.T) {
	for _, tt := range []struct {
		from, to string
		ok       bool
	}{
		{"cmd/yakkan", "patterns", true}, {"analyzer", "analyzer/report", true}, {"patterns", "analyzer/norm", true},
		{"analyzer", "patterns", false}, {"patterns", "analyzer", false}, {"analyzer/token", "analyzer/norm", false}, {"analyzer/legal", "analyzer/report", false}, {"utils", "patterns", false},
	} {
		if got := allowed(tt.from, tt.to) == ""; got != tt.ok {
			t.Errorf("allowed(%s, %s) = %v, want %v", tt.from, tt.to, got, tt.ok)
		}
	}
}
