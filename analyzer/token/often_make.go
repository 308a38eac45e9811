//go:build ignore

// The program often_make counts which words of the dictionary the letters of texts
// could be, and writes them with their numbers, the most frequent first:
//
//	go run often_make.go FOLDER...
package main

import (
	"cmp"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ikawaha/kagome-dict/ipa"
)

func main() {
	index := ipa.Dict().Index
	count := map[string]int{}
	for _, dir := range os.Args[1:] {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !slices.Contains([]string{".yaml", ".md", ".txt"}, filepath.Ext(path)) {
				return err
			}
			text, err := os.ReadFile(path)
			for line := range strings.Lines(string(text)) {
				for i := range line { // letter by letter
					index.CommonPrefixSearchCallback(line[i:], func(_, n int) { count[line[i:i+n]]++ })
				}
			}
			return err
		})
		if err != nil {
			log.Fatal(err)
		}
	}
	words := make([]string, 0, len(count))
	for w := range count {
		words = append(words, w)
	}
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	var out strings.Builder
	for _, w := range words {
		fmt.Fprintf(&out, "%s\t%d\n", w, count[w])
	}
	if err := os.WriteFile("often.txt", []byte(out.String()), 0o644); err != nil {
		log.Fatal(err)
	}
}
