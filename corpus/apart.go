package corpus

import (
	"encoding/json"
	"io"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Results of a run are no documents: folders of a source that hold them are left
// out, those of this run and of runs before alike, and a run does not put its own
// where its documents lie.

// holdsResults reports whether a folder has what a run left there.
func (f *folder) holdsResults(dir string) bool {
	name := filepath.Join(filepath.FromSlash(dir), ledgerName)
	if st, err := f.root.Stat(name); err != nil || !st.Mode().IsRegular() {
		return false
	}
	file, err := f.root.Open(name)
	if err != nil {
		return false
	}
	defer file.Close()
	d := json.NewDecoder(io.LimitReader(file, 4<<10))
	for _, want := range [...]any{json.Delim('{'), "schema", ledgerSchema} {
		if t, err := d.Token(); err != nil || t != want {
			return false
		}
	}
	return true
}

// mixed reports whether results at out would lie among the documents of a source:
// in the same folder, or in a bucket under its prefix, where nothing tells them
// apart.
func (s *Source) mixed(out string) bool {
	switch p := s.place.(type) {
	case *folder:
		dir, ok := localFolder(out)
		if !ok || p.only != "" {
			return false
		}
		a, err := os.Stat(p.dir)
		if err != nil {
			return false
		}
		b, err := os.Stat(dir)
		return err == nil && os.SameFile(a, b)
	case *bucket:
		from, err1 := url.Parse(p.address)
		to, err2 := url.Parse(out)
		if err1 != nil || err2 != nil || p.only != "" || from.Scheme != to.Scheme || from.Host != to.Host {
			return false
		}
		below := func(u *url.URL) string { return path.Clean("/"+u.Path) + "/" }
		return strings.HasPrefix(below(to), strings.ReplaceAll(below(from), "//", "/"))
	}
	return false
}
