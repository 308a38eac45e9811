package web

import (
	"fmt"
	"path"
	"strings"

	"github.com/yakkan/yakkan/api"
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
		e := readExample(name)
		e.Vendor = strings.HasPrefix(name, "vendors/")
		out = append(out, e)
	}
	return out
}

func readExample(name string) example {
	b, err := examples.Files.ReadFile(name)
	if err != nil {
		panic(fmt.Sprintf("example %s: %v", name, err)) // part of the program
	}
	title, _, _ := strings.Cut(string(b), "\n")
	return example{ID: strings.TrimSuffix(path.Base(name), ".md"), File: path.Base(name), Title: strings.TrimLeft(title, "# "), Text: string(b)}
}

// exampleSet is the example of several documents that are judged together.
func exampleSet() (name string, members []api.CaseMemberJSON) {
	for _, as := range []string{"terms", "privacy", "website"} {
		e := readExample("set/" + as + ".md")
		members = append(members, api.CaseMemberJSON{Name: e.Title, As: as, Text: e.Text})
	}
	return "予約台帳「つむぎ」", members
}

// exampleVersions are the example of an old version and a new one.
func exampleVersions() (out []api.UploadJSON) {
	for _, year := range []string{"2024", "2026"} {
		e := readExample("versions/" + year + ".md")
		out = append(out, api.UploadJSON{Name: e.Title, Text: e.Text})
	}
	return out
}
