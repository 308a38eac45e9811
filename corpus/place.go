package corpus

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// place is where the files of a source lie.
type place interface {
	// list returns the files in an order that does not change.
	list(ctx context.Context) iter.Seq2[entry, error]
	// open reads length bytes of a file from offset, all that follow if length is
	// negative. A file that does not exist is an fs.ErrNotExist.
	open(ctx context.Context, key string, offset, length int64) (io.ReadCloser, error)
	// size returns how many bytes a file has.
	size(ctx context.Context, key string) (int64, error)
	// String is an address at which another process finds the place.
	String() string
	close() error
}

// entry is a file of a place.
type entry struct {
	key  string // path, with slashes
	size int64
}

// folder is a folder of this machine. Nothing outside of it can be reached,
// neither by names nor by symbolic links.
type folder struct {
	dir  string // absolute
	root *os.Root
	only string // the one file that is meant; "" means all
}

func openFolder(name string) (*folder, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	st, err := os.Stat(abs)
	if err != nil {
		return nil, err
	}
	f := &folder{dir: abs}
	if !st.IsDir() {
		f.dir, f.only = filepath.Dir(abs), filepath.Base(abs)
	}
	if f.root, err = os.OpenRoot(f.dir); err != nil {
		return nil, err
	}
	return f, nil
}

func (f *folder) String() string { return filepath.Join(f.dir, f.only) }
func (f *folder) close() error   { return f.root.Close() }

// list walks the folder in lexical order. Names that begin with a dot are not
// documents, nor is what lies in a folder of results; symbolic links are followed
// to files within the folder only.
func (f *folder) list(ctx context.Context) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		if f.only != "" {
			n, err := f.size(ctx, f.only)
			yield(entry{f.only, n}, err)
			return
		}
		err := fs.WalkDir(f.root.FS(), ".", func(p string, d fs.DirEntry, err error) error {
			if err != nil {
				if p == "." {
					return err
				}
				if !yield(entry{p, -1}, nil) { // reading it will say what is wrong
					return fs.SkipAll
				}
				return nil
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if p != "." && strings.HasPrefix(d.Name(), ".") {
				if d.IsDir() {
					return fs.SkipDir
				}
				return nil
			}
			if d.IsDir() {
				if !f.holdsResults(p) {
					return nil
				}
				if p == "." {
					return ErrResults
				}
				return fs.SkipDir
			}
			n := int64(-1)
			switch d.Type() {
			case 0:
				if st, err := d.Info(); err == nil {
					n = st.Size()
				}
			case fs.ModeSymlink:
				st, err := f.root.Stat(p)
				if err != nil || !st.Mode().IsRegular() {
					return nil
				}
				n = st.Size()
			default:
				return nil // a device or pipe
			}
			if !yield(entry{p, n}, nil) {
				return fs.SkipAll
			}
			return nil
		})
		if err != nil {
			yield(entry{}, fmt.Errorf("list %s: %w", f.dir, err))
		}
	}
}

func (f *folder) open(_ context.Context, key string, offset, length int64) (io.ReadCloser, error) {
	name := filepath.FromSlash(key)
	if st, err := f.root.Stat(name); err != nil {
		return nil, err
	} else if !st.Mode().IsRegular() { // a pipe would never end
		return nil, fmt.Errorf("%s is not a file: %w", key, fs.ErrNotExist)
	}
	file, err := f.root.Open(name)
	if err != nil {
		return nil, err
	}
	if offset > 0 {
		if _, err := file.Seek(offset, io.SeekStart); err != nil {
			file.Close()
			return nil, err
		}
	}
	if length < 0 {
		return file, nil
	}
	return struct {
		io.Reader
		io.Closer
	}{io.LimitReader(file, length), file}, nil
}

func (f *folder) size(_ context.Context, key string) (int64, error) {
	st, err := f.root.Stat(filepath.FromSlash(key))
	if err != nil {
		return 0, err
	}
	return st.Size(), nil
}

// within returns the path that a relative name in a folder means, or false where
// it is absolute or leads out of the source.
func within(dir, name string) (string, bool) {
	name = strings.ReplaceAll(name, `\`, "/")
	if name == "" || path.IsAbs(name) || len(name) > 1 && name[1] == ':' || strings.ContainsRune(name, 0) {
		return "", false
	}
	p := path.Join(dir, name)
	return p, p != "." && p != ".." && !strings.HasPrefix(p, "../")
}

// readAll reads at most limit+1 bytes of a file: one more than allowed is enough
// to see that it is too large.
func readAll(ctx context.Context, p place, key string, limit int64) ([]byte, error) {
	r, err := p.open(ctx, key, 0, limit+1)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r)
	return data, errors.Join(err, r.Close())
}
