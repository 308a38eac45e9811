package lint

import (
	"path"
	"path/filepath"
	"strings"
)

// relative returns name as seen from a folder, with slashes; a name that cannot
// be seen from there, as that of standard input, stays as it is.
func relative(dir, name string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return filepath.ToSlash(name)
	}
	file, err := filepath.Abs(name)
	if err != nil {
		return filepath.ToSlash(name)
	}
	rel, err := filepath.Rel(abs, file)
	if err != nil {
		return filepath.ToSlash(name)
	}
	return filepath.ToSlash(rel)
}

// matchPath reports whether a path matches a pattern: * and ? stop at slashes, **
// stands for any number of folders.
func matchPath(pattern, name string) bool {
	return matchSegments(strings.Split(path.Clean(pattern), "/"), strings.Split(path.Clean(name), "/"))
}

func matchSegments(pattern, name []string) bool {
	for len(pattern) > 0 {
		if pattern[0] == "**" {
			for i := range len(name) + 1 {
				if matchSegments(pattern[1:], name[i:]) {
					return true
				}
			}
			return false
		}
		if len(name) == 0 {
			return false
		}
		if ok, err := path.Match(pattern[0], name[0]); err != nil || !ok {
			return false
		}
		pattern, name = pattern[1:], name[1:]
	}
	return len(name) == 0
}
