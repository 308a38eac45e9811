package corpus

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/url"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"gocloud.dev/blob"
	"gocloud.dev/blob/memblob"
	"gocloud.dev/gcerrors"
)

// memory are the buckets of mem:// by name, so that a source and a later run of
// the same process find what was put there.
var memory = struct {
	sync.Mutex
	buckets map[string]*blob.Bucket
}{buckets: map[string]*blob.Bucket{}}

// Memory returns the bucket of mem://name.
func Memory(name string) *blob.Bucket {
	memory.Lock()
	defer memory.Unlock()
	b := memory.buckets[name]
	if b == nil {
		b = memblob.OpenBucket(nil)
		memory.buckets[name] = b
	}
	return b
}

// IsURL reports whether a place is given as an address and not as a path.
func IsURL(where string) bool {
	scheme, _, ok := strings.Cut(where, "://")
	return ok && len(scheme) > 1
}

// localFolder returns the folder of this machine that a place means: a path or
// file:///path. Folders are read and written as such, not as buckets: names stay
// what they are, links cannot lead out, and what was written is on the disk.
func localFolder(where string) (string, bool) {
	if !IsURL(where) {
		return where, true
	}
	u, err := url.Parse(where)
	if err != nil || u.Scheme != "file" || u.Host != "" {
		return "", false
	}
	return filepath.FromSlash(u.Path), true
}

// openBucket opens s3://bucket/prefix?region=…, mem://name/prefix and what the
// program was built with. The path is the prefix of all keys.
func openBucket(ctx context.Context, address string) (b *blob.Bucket, prefix string, err error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, "", fmt.Errorf("the address of the bucket cannot be read: %w", err)
	}
	switch u.Scheme {
	case "mem":
		return Memory(u.Host), strings.Trim(u.Path, "/"), nil
	default:
		prefix, u.Path = strings.Trim(u.Path, "/"), ""
	}
	if b, err = blob.OpenBucket(ctx, u.String()); err != nil {
		return nil, "", fmt.Errorf("open the bucket %s: %w", address, err)
	}
	return b, prefix, nil
}

// bucket is the part of a bucket under a prefix as a place of files. When the
// prefix is the key of an object, that object alone is meant.
type bucket struct {
	address string
	b       *blob.Bucket
	prefix  string // with a slash at the end, or ""
	only    string // the one file that is meant; "" means all
}

func openBucketPlace(ctx context.Context, address string) (*bucket, error) {
	b, prefix, err := openBucket(ctx, address)
	if err != nil {
		return nil, err
	}
	p := &bucket{address: address, b: b}
	if prefix != "" {
		p.prefix = prefix + "/"
		if ok, err := b.Exists(ctx, prefix); err == nil && ok {
			p.prefix, p.only = "", prefix
			if dir := path.Dir(prefix); dir != "." {
				p.prefix, p.only = dir+"/", path.Base(prefix)
			}
		}
	}
	return p, nil
}

func (p *bucket) String() string { return p.address }

func (p *bucket) close() error {
	if strings.HasPrefix(p.address, "mem:") {
		return nil // it is there for as long as the process is
	}
	return p.b.Close()
}

func (p *bucket) list(ctx context.Context) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		if p.only != "" {
			n, err := p.size(ctx, p.only)
			yield(entry{p.only, n}, err)
			return
		}
		it := p.b.List(&blob.ListOptions{Prefix: p.prefix})
		for {
			var o *blob.ListObject
			err := patiently(ctx, func() (err error) { o, err = it.Next(ctx); return })
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(entry{}, fmt.Errorf("list %s: %w", p.address, err))
				return
			}
			key := strings.TrimPrefix(o.Key, p.prefix)
			if o.IsDir || strings.HasSuffix(key, "/") || hidden(key) {
				continue
			}
			if !yield(entry{key, o.Size}, nil) {
				return
			}
		}
	}
}

// hidden reports whether a name on the path begins with a dot.
func hidden(key string) bool { return strings.HasPrefix(key, ".") || strings.Contains(key, "/.") }

func (p *bucket) open(ctx context.Context, key string, offset, length int64) (r io.ReadCloser, err error) {
	err = patiently(ctx, func() (err error) {
		r, err = p.b.NewRangeReader(ctx, p.prefix+key, offset, length, nil)
		return err
	})
	if err != nil {
		return nil, plainError(err)
	}
	return r, nil
}

func (p *bucket) size(ctx context.Context, key string) (n int64, err error) {
	err = patiently(ctx, func() error {
		a, err := p.b.Attributes(ctx, p.prefix+key)
		if err == nil {
			n = a.Size
		}
		return err
	})
	return n, plainError(err)
}

// plainError gives an error of a bucket the kind that files have.
func plainError(err error) error {
	switch gcerrors.Code(err) {
	case gcerrors.NotFound:
		return fmt.Errorf("%w: %w", fs.ErrNotExist, err)
	case gcerrors.PermissionDenied:
		return fmt.Errorf("%w: %w", fs.ErrPermission, err)
	}
	return err
}

// patiently tries what may fail for a moment up to five times, for some 15 seconds.
func patiently(ctx context.Context, do func() error) error {
	for wait := time.Second; ; wait *= 2 {
		err := do()
		if err == nil || err == io.EOF || ctx.Err() != nil || wait > 8*time.Second {
			return err
		}
		switch gcerrors.Code(err) {
		case gcerrors.NotFound, gcerrors.PermissionDenied, gcerrors.InvalidArgument, gcerrors.FailedPrecondition, gcerrors.Unimplemented:
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(err, ctx.Err())
		case <-time.After(wait):
		}
	}
}
