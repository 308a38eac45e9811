package patterns

import (
	"crypto/sha256"
	"embed"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/yakkan/yakkan/analyzer/finding"
	"github.com/yakkan/yakkan/analyzer/legal"
	"github.com/yakkan/yakkan/analyzer/suggest"
	"github.com/yakkan/yakkan/patterns/image"
)

// storedMaps are the types of maps that a compiled library has.
var storedMaps = []image.Map{
	image.MapOf[string, string](),
	image.MapOf[string, int](),
	image.MapOf[string, float64](),
	image.MapOf[string, finding.Text](),
	image.MapOf[string, legal.Document](),
	image.MapOf[string, legal.PowerWeight](),
	image.MapOf[string, legal.SupportWeight](),
	image.MapOf[string, legal.DivisionWeight](),
	image.MapOf[legal.Status, finding.Text](),
	image.MapOf[legal.StepKind, finding.Text](),
	image.MapOf[finding.Grade, finding.Text](),
	image.MapOf[string, suggest.Parameter](),
}

// keptImages is how many libraries a cache folder holds: of programs and of
// folders of users.
const keptImages = 8

// Open is Load with a cache: what was compiled before by the same program from
// the same files is taken from its image in dir. An image that is missing,
// damaged or of something else is made again; where it cannot be written, only
// time is lost. With dir "" it is Load.
func Open(dir string, fsys ...fs.FS) (*Library, error) {
	if len(fsys) == 0 {
		fsys = []fs.FS{FS}
	}
	key, ok := storedKey(fsys)
	if dir == "" || !ok {
		return Load(fsys...)
	}
	path := filepath.Join(dir, fmt.Sprintf("library-%x.img", key[:8]))
	if stored, err := image.Open[compiled](path, key, storedMaps); err == nil {
		return &Library{compiled: stored.remembering(&memo{}), layers: fsys}, nil
	}
	lib, err := Load(fsys...)
	if err != nil {
		return nil, err
	}
	bare := lib.compiled.remembering(nil)
	if image.Write(path, &bare, key, storedMaps) == nil {
		_ = image.Prune(filepath.Join(dir, "library-*.img"), keptImages)
	}
	return lib, nil
}

// remembering returns c with another memo, which is no part of what is compiled:
// it changes.
func (c *compiled) remembering(m *memo) compiled {
	d, words := *c, *c.vocabulary
	words.memo = m
	d.vocabulary = &words
	return d
}

// storedKey identifies what the files of a library compile to. The built-in ones
// are part of the program.
func storedKey(fsys []fs.FS) (key image.Key, ok bool) {
	program, err := image.Program()
	if err != nil {
		return key, false
	}
	sum := sha256.New()
	sum.Write(program)
	for layer, f := range fsys {
		if own, ok := f.(embed.FS); ok && own == builtin {
			fmt.Fprintln(sum, layer, "built in")
			continue
		}
		var diags Diagnostics
		l := &loader{diags: &diags}
		l.collect(layer, f)
		if len(diags) > 0 {
			return key, false // Load says what is wrong
		}
		for _, f := range l.files {
			fmt.Fprintln(sum, layer, len(f.path), f.path, len(f.shown), f.shown, len(f.src))
			sum.Write(f.src)
		}
	}
	return image.Key(sum.Sum(nil)), true
}
