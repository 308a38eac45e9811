package web

import (
	"fmt"
	"path"
	"strings"

	"github.com/yakkan/yakkan/docs/examples"
)

// example is a document to try.
type example struct {
	ID, File string
	Title    string // its first line
	Text     string
	Vendor   bool // one of those to compare
}

// loadExamples reads the example documents of the program.
func loadExamples() []example {
	var out []example
	for _, name := range []string{"mk-like.md", "vendors/midori.md", "vendors/aozora.md", "vendors/shirokane.md"} {
		b, err := examples.Files.ReadFile(name)
		if err != nil {
			panic(fmt.Sprintf("example %s: %v", name, err)) // part of the program
		}
		title, _, _ := strings.Cut(string(b), "\n")
		out = append(out, example{ID: strings.TrimSuffix(path.Base(name), ".md"), File: path.Base(name), Title: strings.TrimLeft(title, "# "), Text: string(b), Vendor: strings.HasPrefix(name, "vendors/")})
	}
	return out
}
