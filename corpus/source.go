package corpus

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"path"
	"strings"
	"syscall"
)

// memberMark stands between an archive and what lies in it.
const memberMark = "!"

// headBytes is how much of a file is read to see what it is. Most documents are
// shorter and so are read once.
const headBytes = 256 << 10

// ahead is how many files are opened before they are asked for.
const ahead = 16

// Source is a collection of documents in a fixed order: a folder, a file, or a
// bucket, with the archives (.zip, .tar, .tar.gz), mails (.eml, .mhtml) and JSON
// Lines files in it. What a file is, its content says, for JSON Lines and mails
// its name as well. It is safe for concurrent use.
type Source struct {
	place  place
	filter Filter
	limits Limits
}

// SourceOptions are the settings of Open. The zero value takes everything within
// the default limits.
type SourceOptions struct {
	Filter Filter
	Limits Limits
}

// Open opens a source: a path, or the URL of a bucket (file://, s3://, mem://, and
// gs:// and azblob:// where the program was built with these tags).
func Open(ctx context.Context, where string, opt SourceOptions) (*Source, error) {
	if err := opt.Filter.Check(); err != nil {
		return nil, err
	}
	s := &Source{filter: opt.Filter, limits: opt.Limits.WithDefaults()}
	if dir, ok := localFolder(where); ok {
		f, err := openFolder(dir)
		if err != nil {
			return nil, err
		}
		s.place = f
		return s, nil
	}
	b, err := openBucketPlace(ctx, where)
	if err != nil {
		return nil, err
	}
	s.place = b
	return s, nil
}

// String is the address of the source, absolute.
func (s *Source) String() string { return s.place.String() }

// Close ends the use of the source.
func (s *Source) Close() error { return s.place.close() }

// opened is a file whose beginning was read.
type opened struct {
	entry
	head []byte
	err  error
}

// Documents returns the documents in their order. need says which of them will be
// read; others may come without their bytes; nil means all. An error ends the
// source: it could not be listed, or the bucket does not answer.
func (s *Source) Documents(ctx context.Context, need func(n int) bool) iter.Seq2[*Document, error] {
	return func(yield func(*Document, error) bool) {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		files := make(chan chan opened, ahead)
		listed := make(chan error, 1)
		go func() {
			defer close(files)
			for e, err := range s.place.list(ctx) {
				if err != nil {
					listed <- err
					return
				}
				if s.filter.drops(e.key) {
					continue
				}
				one := make(chan opened, 1)
				select {
				case files <- one:
				case <-ctx.Done():
					return
				}
				go func() { one <- s.open(ctx, e) }()
			}
		}()
		n := 0
		for one := range files {
			f := <-one
			base := n
			w := s.walker(ctx, f.key, func(i int) bool { return need == nil || need(base+i) })
			w.emit = func(d *Document) bool {
				d.N = n
				n++
				return yield(d, nil)
			}
			if !w.file(f) {
				if w.err != nil {
					yield(nil, w.err)
				}
				return
			}
		}
		select {
		case err := <-listed:
			yield(nil, err)
		default:
			if err := ctx.Err(); err != nil {
				yield(nil, err)
			}
		}
	}
}

// Piece is a run of documents of one file.
type Piece struct {
	File   string `json:"file"`
	From   int    `json:"from"`             // number of the first in the file
	To     int    `json:"to"`               // one past the last
	Offset int64  `json:"offset,omitempty"` // where reading may begin to come to From
}

// Piece returns the documents of a piece, numbered from n.
func (s *Source) Piece(ctx context.Context, p Piece, n int) iter.Seq2[*Document, error] {
	return func(yield func(*Document, error) bool) {
		w := s.walker(ctx, p.File, func(i int) bool { return i >= p.From && i < p.To })
		if p.Offset > 0 {
			w.begin, w.index = p.Offset, p.From
		}
		done := false
		w.emit = func(d *Document) bool {
			if d.Index < p.From {
				return true
			}
			d.N = n + d.Index - p.From
			done = d.Index == p.To-1
			return yield(d, nil) && !done
		}
		size, err := s.place.size(ctx, p.File)
		if err != nil {
			size = -1
		}
		if !w.file(s.open(ctx, entry{p.File, size})) && w.err != nil {
			yield(nil, w.err)
			return
		}
		if !done && ctx.Err() == nil {
			yield(nil, fmt.Errorf("%s has fewer documents than when the work was cut: it was changed since", p.File))
		}
	}
}

// open reads the beginning of a file.
func (s *Source) open(ctx context.Context, e entry) opened {
	f := opened{entry: e}
	r, err := s.place.open(ctx, e.key, 0, headBytes)
	if err != nil {
		f.err = err
		return f
	}
	f.head, err = io.ReadAll(r)
	f.err = errors.Join(err, r.Close())
	return f
}

func (s *Source) walker(ctx context.Context, key string, need func(int) bool) *walker {
	return &walker{ctx: ctx, source: s, key: key, need: need, limits: s.limits}
}

// gone says which problem of one file an error of reading it is, or "" where the
// place it lies in does not answer.
func gone(err error) string {
	switch {
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return "" // no fault of the file
	case errors.Is(err, fs.ErrNotExist):
		return "not_found"
	case errors.Is(err, fs.ErrPermission), errors.As(err, new(*fs.PathError)):
		return "unreachable"
	}
	return ""
}

// baseName is the last name of a path within sources.
func baseName(p string) string {
	return path.Base(p[strings.LastIndex(p, memberMark)+1:])
}
