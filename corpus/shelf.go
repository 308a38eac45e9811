package corpus

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"gocloud.dev/blob"
)

// shelf is where results are put. What is put becomes visible whole or not at all.
type shelf interface {
	// create begins a file.
	create(ctx context.Context, key string) (draft, error)
	open(ctx context.Context, key string) (io.ReadCloser, error)
	// names returns the last names of the files in a folder, in any order.
	names(ctx context.Context, dir string) ([]string, error)
	// clear removes a folder with all that is in it.
	clear(ctx context.Context, dir string) error
	String() string
	close() error
}

// draft is a file that is not there yet.
type draft interface {
	io.Writer
	keep() error // makes it visible; after a kept draft drop does nothing
	drop()
}

// openShelf opens a folder, which is made where it is missing, or a bucket.
func openShelf(ctx context.Context, where string) (shelf, error) {
	if dir, ok := localFolder(where); ok {
		abs, err := filepath.Abs(dir)
		if err != nil {
			return nil, err
		}
		if err := os.MkdirAll(abs, 0o755); err != nil {
			return nil, err
		}
		return diskShelf(abs), nil
	}
	b, prefix, err := openBucket(ctx, where)
	if err != nil {
		return nil, err
	}
	if prefix != "" {
		prefix += "/"
	}
	return &bucketShelf{bucket{address: where, b: b, prefix: prefix}}, nil
}

// diskShelf is a folder of this machine.
type diskShelf string

func (s diskShelf) String() string { return string(s) }
func (s diskShelf) close() error   { return nil }

func (s diskShelf) path(key string) string { return filepath.Join(string(s), filepath.FromSlash(key)) }

func (s diskShelf) open(_ context.Context, key string) (io.ReadCloser, error) {
	return os.Open(s.path(key))
}

func (s diskShelf) names(_ context.Context, dir string) ([]string, error) {
	es, err := os.ReadDir(s.path(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	out := make([]string, 0, len(es))
	for _, e := range es {
		if !e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			out = append(out, e.Name())
		}
	}
	return out, err
}

func (s diskShelf) clear(_ context.Context, dir string) error { return os.RemoveAll(s.path(dir)) }

// create writes into a file beside the one that is meant. Names that begin with a
// dot are drafts of runs that go on or were killed.
func (s diskShelf) create(_ context.Context, key string) (draft, error) {
	p := s.path(key)
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		return nil, err
	}
	drafts := s.path(draftsDir)
	if err := os.MkdirAll(drafts, 0o755); err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(drafts, ".draft-*")
	if err != nil {
		return nil, err
	}
	return &diskDraft{File: f, to: p}, nil
}

type diskDraft struct {
	*os.File
	to             string
	written, begun int64 // bytes; of them, those that are on their way to the disk
}

// writeBackEvery is how many bytes gather before they are sent to the disk. A
// large file is then nearly there when it ends, and is not waited for.
const writeBackEvery = 8 << 20

// Write implements io.Writer.
func (d *diskDraft) Write(p []byte) (int, error) {
	n, err := d.File.Write(p)
	d.written += int64(n)
	if more := d.written - d.begun; more >= writeBackEvery {
		writeBack(d.File, d.begun, more)
		d.begun = d.written
	}
	return n, err
}

func (d *diskDraft) drop() {
	if d.File != nil {
		d.File.Close()
		os.Remove(d.Name())
	}
}

// keep has the bytes on the disk before the name is there, and the name before
// it returns.
func (d *diskDraft) keep() error {
	err := errors.Join(d.Chmod(0o644), d.Sync(), d.Close())
	if err == nil {
		err = os.Rename(d.Name(), d.to)
	}
	if err != nil {
		os.Remove(d.Name())
		return fmt.Errorf("write %s: %w", d.to, err)
	}
	d.File = nil
	if dir, err := os.Open(filepath.Dir(d.to)); err == nil {
		_ = dir.Sync() // not every file system can
		dir.Close()
	}
	return nil
}

// bucketShelf is the part of a bucket under a prefix.
type bucketShelf struct{ bucket }

func (s *bucketShelf) open(ctx context.Context, key string) (io.ReadCloser, error) {
	return s.bucket.open(ctx, key, 0, -1)
}

func (s *bucketShelf) names(ctx context.Context, dir string) ([]string, error) {
	var out []string
	in := bucket{address: s.address, b: s.b, prefix: s.prefix + dir + "/"}
	for e, err := range in.list(ctx) {
		if err != nil {
			return nil, err
		}
		if !strings.Contains(e.key, "/") {
			out = append(out, e.key)
		}
	}
	return out, nil
}

func (s *bucketShelf) clear(ctx context.Context, dir string) error {
	it := s.b.List(&blob.ListOptions{Prefix: s.prefix + dir + "/"})
	for {
		o, err := it.Next(ctx)
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = s.b.Delete(ctx, o.Key)
		}
		if err != nil && !errors.Is(plainError(err), fs.ErrNotExist) {
			return err
		}
	}
}

func (s *bucketShelf) create(ctx context.Context, key string) (draft, error) {
	ctx, cancel := context.WithCancel(ctx)
	w, err := s.b.NewWriter(ctx, s.prefix+key, nil)
	if err != nil {
		cancel()
		return nil, err
	}
	return &bucketDraft{Writer: w, cancel: cancel}, nil
}

type bucketDraft struct {
	*blob.Writer
	cancel context.CancelFunc
	kept   bool
}

func (d *bucketDraft) keep() error {
	d.kept = true
	err := d.Close()
	d.cancel()
	return err
}

func (d *bucketDraft) drop() {
	if !d.kept {
		d.kept = true
		d.cancel() // a writer whose context ended leaves nothing
		_ = d.Close()
	}
}

// put writes a file that is in memory, again if the place does not answer for a
// moment.
func put(ctx context.Context, s shelf, key string, data []byte) error {
	return patiently(ctx, func() error {
		d, err := s.create(ctx, key)
		if err != nil {
			return err
		}
		defer d.drop()
		if _, err := d.Write(data); err != nil {
			return err
		}
		return d.keep()
	})
}
