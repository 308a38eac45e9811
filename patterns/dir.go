package patterns

import (
	"io/fs"
	"os"
	"path"
)

// Dir is the library in a folder of the machine. Places in its files begin with
// the folder's name, so that an editor can follow them.
type Dir string

// Open opens a file of the folder. It makes Dir an fs.FS.
func (d Dir) Open(name string) (fs.File, error) { return os.DirFS(string(d)).Open(name) }

// shown returns a file's name as messages show it.
func shown(fsys fs.FS, name string) string {
	if d, ok := fsys.(Dir); ok {
		return path.Join(string(d), name)
	}
	return name
}
