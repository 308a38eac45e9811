package patterns

import "github.com/yakkan/yakkan/analyzer/finding"

// ClassInfo describes a class for a list of rules.
type ClassInfo struct {
	Class    *finding.Class
	File     string   // where the class is defined, inside its file system
	Patterns []string // names, in order
}

// List returns all classes with the names of their patterns, by group and file
// name.
func (lib *Library) List() []ClassInfo {
	var infos []ClassInfo
	for _, c := range lib.classes {
		info := ClassInfo{Class: c.Class, File: c.file}
		for _, p := range c.patterns {
			info.Patterns = append(info.Patterns, p.name)
		}
		infos = append(infos, info)
	}
	return infos
}
