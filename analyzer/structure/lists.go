package structure

import (
	_ "embed"
	"strings"
)

//go:embed words.txt
var wordsFile string

// lists are the lists of words.txt by their names.
var lists = func() map[string][]string {
	out := map[string][]string{}
	name := ""
	for line := range strings.Lines(wordsFile) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "["):
			name = strings.Trim(line, "[]")
		default:
			out[name] = append(out[name], strings.Fields(line)...)
		}
	}
	return out
}()

// list returns a list of words.txt. It is for variables of the package: a name that is not
// there ends the program.
func list(name string) []string {
	words := lists[name]
	if len(words) == 0 {
		panic("structure: words.txt has no list " + name)
	}
	return words
}

// set returns a list of words.txt as a set.
func set(name string) map[string]bool {
	out := map[string]bool{}
	for _, w := range list(name) {
		out[w] = true
	}
	return out
}
