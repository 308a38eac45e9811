package corpus

import (
	"fmt"
	"path"
	"strings"
)

// Filter says which documents of a source are taken, by their paths. In a pattern
// ** stands for any number of folders, * and ? stop at a slash, and a pattern
// without a slash is about the last name alone. A member of an archive has the
// path of the archive before its own; rows go by the file that they are in. The
// zero value takes everything.
type Filter struct {
	Include []string // at least one has to match; none means all
	Exclude []string // none may match
}

// Check returns an error for a pattern that cannot match anything.
func (f Filter) Check() error {
	for _, p := range append(append([]string(nil), f.Include...), f.Exclude...) {
		if p == "" {
			return fmt.Errorf("empty pattern")
		}
		for _, s := range strings.Split(p, "/") {
			if _, err := path.Match(s, ""); err != nil {
				return fmt.Errorf("pattern %q: %w", p, err)
			}
		}
	}
	return nil
}

// takes reports whether a document of a path is taken.
func (f Filter) takes(p string) bool {
	return (len(f.Include) == 0 || anyGlob(f.Include, p)) && !f.drops(p)
}

// drops reports whether a file is left out whatever it holds.
func (f Filter) drops(p string) bool { return anyGlob(f.Exclude, p) }

func anyGlob(patterns []string, p string) bool {
	if len(patterns) == 0 {
		return false
	}
	parts := strings.Split(strings.ReplaceAll(p, memberMark, "/"), "/")
	for _, g := range patterns {
		if !strings.Contains(g, "/") {
			if ok, _ := path.Match(g, parts[len(parts)-1]); ok {
				return true
			}
			continue
		}
		if globParts(strings.Split(strings.TrimPrefix(g, "/"), "/"), parts) {
			return true
		}
	}
	return false
}

// globParts matches a path name by name. Runs of ** are tried at every place, so
// the work is at most the product of the lengths for each **.
func globParts(g, p []string) bool {
	for len(g) > 0 {
		if g[0] == "**" {
			for len(g) > 1 && g[1] == "**" {
				g = g[1:]
			}
			if len(g) == 1 {
				return len(p) > 0
			}
			for i := range p {
				if globParts(g[1:], p[i:]) {
					return true
				}
			}
			return false
		}
		if len(p) == 0 {
			return false
		}
		if ok, _ := path.Match(g[0], p[0]); !ok {
			return false
		}
		g, p = g[1:], p[1:]
	}
	return len(p) == 0
}
