package corpus

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
)

// zip goes through an archive, or hands on a document that is written as one
// (.docx, .odt, .epub).
func (w *walker) zip(c content, depth int) bool {
	at, size, close, err := w.readerAt(c)
	if err != nil {
		return w.fault(c.path, err)
	}
	defer close()
	z, err := zip.NewReader(at, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		if strings.EqualFold(path.Ext(baseName(c.path)), ".zip") {
			return w.refuse(c.path, problem("damaged_archive"))
		}
		return w.single(c) // reading the document will say what is wrong
	}
	if slices.ContainsFunc(z.File[:min(len(z.File), 1000)], func(f *zip.File) bool {
		return f.Name == "[Content_Types].xml" || f.Name == "mimetype"
	}) {
		return w.single(c)
	}
	if depth >= w.limits.Depth {
		return w.refuse(c.path, problem("nested_too_deep"))
	}
	if len(z.File) > w.limits.Entries {
		return w.refuse(c.path, problem("too_many_entries"))
	}
	for _, f := range z.File {
		name := memberName(f.Name, f.NonUTF8)
		p := c.path + memberMark + name
		if f.FileInfo().IsDir() || !f.Mode().IsRegular() || noDocument(name) || w.source.filter.drops(p) {
			continue
		}
		if f.Flags&1 != 0 {
			if w.source.filter.takes(p) && !w.refuse(p, problem("encrypted")) {
				return false
			}
			continue
		}
		r, err := f.Open()
		if err != nil {
			if !w.refuse(p, problem("damaged_archive")) {
				return false
			}
			continue
		}
		_, ok := w.member(p, r, depth+1)
		r.Close()
		if !ok || w.bombed {
			return ok
		}
	}
	return true
}

// gzip goes through a packed tar, or hands on the one file that is packed.
func (w *walker) gzip(c content, depth int) bool {
	r, err := w.reader(c, 0)
	if err != nil {
		return w.fault(c.path, err)
	}
	defer r.Close()
	g, err := gzip.NewReader(r)
	if err != nil {
		return w.refuse(c.path, problem("damaged_archive"))
	}
	b := bufio.NewReaderSize(g, 64<<10)
	head, _ := b.Peek(512)
	if len(head) >= 263 && string(head[257:262]) == "ustar" {
		return w.tar(c.path, b, depth)
	}
	name := strings.TrimSuffix(baseName(c.path), path.Ext(baseName(c.path)))
	_, ok := w.member(c.path+memberMark+name, b, depth+1)
	return ok
}

// tar goes through an archive that can be read in one direction only.
func (w *walker) tar(at string, r io.Reader, depth int) bool {
	counted := &countingReader{r: r}
	t := tar.NewReader(counted)
	for n := 0; ; n++ {
		h, err := t.Next()
		if err == io.EOF {
			return true
		}
		if w.ctx.Err() != nil {
			w.err = w.ctx.Err()
			return false
		}
		if err != nil && !errors.Is(err, tar.ErrInsecurePath) {
			return w.refuse(at, problem("damaged_archive"))
		}
		if n >= w.limits.Entries {
			return w.refuse(at, problem("too_many_entries"))
		}
		// What is passed over has to be unpacked as well.
		if w.total = max(w.total, counted.n); h.Typeflag != tar.TypeReg {
			continue
		}
		name := memberName(h.Name, !utf8.ValidString(h.Name))
		p := at + memberMark + name
		if goOn, ok := w.sane(at); !goOn || !ok {
			return ok
		}
		if noDocument(name) || w.source.filter.drops(p) {
			continue
		}
		if goOn, ok := w.member(p, t, depth+1); !goOn || !ok {
			return ok
		}
	}
}

// noDocument reports whether a member is what programs leave in archives.
func noDocument(name string) bool { return strings.HasPrefix(name, "__MACOSX/") || hidden(name) }

// memberName is the name of a member as a path that leads nowhere else. Japanese
// archives of Windows have names in Shift_JIS.
func memberName(name string, other bool) string {
	if other && !utf8.ValidString(name) {
		if s, err := japanese.ShiftJIS.NewDecoder().String(name); err == nil {
			name = s
		}
	}
	name = strings.ToValidUTF8(strings.ReplaceAll(name, `\`, "/"), "�")
	return strings.TrimPrefix(path.Clean("/"+name), "/")
}

// readerAt reads a content at any place.
func (w *walker) readerAt(c content) (at io.ReaderAt, size int64, close func() error, err error) {
	if c.all {
		return bytes.NewReader(c.head), int64(len(c.head)), func() error { return nil }, nil
	}
	size = c.size
	if size < 0 {
		if size, err = w.source.place.size(w.ctx, w.key); err != nil {
			return nil, 0, nil, err
		}
	}
	r, err := w.source.place.open(w.ctx, w.key, 0, -1)
	if err != nil {
		return nil, 0, nil, err
	}
	if f, ok := r.(io.ReaderAt); ok {
		return f, size, r.Close, nil
	}
	return &blocks{ctx: w.ctx, place: w.source.place, key: w.key, size: size}, size, r.Close, nil
}

// blocks reads a file of a bucket at any place, a block at a time, and remembers
// the last two.
type blocks struct {
	ctx   context.Context
	place place
	key   string
	size  int64
	last  [2]struct {
		n    int64
		data []byte
	}
}

const blockBytes = 1 << 20

// ReadAt implements io.ReaderAt, for one goroutine at a time.
func (b *blocks) ReadAt(p []byte, off int64) (n int, err error) {
	for n < len(p) && off < b.size {
		data, err := b.block(off / blockBytes)
		if err != nil {
			return n, err
		}
		in := int(off % blockBytes)
		if in >= len(data) {
			return n, io.ErrUnexpectedEOF
		}
		k := copy(p[n:], data[in:])
		n, off = n+k, off+int64(k)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (b *blocks) block(n int64) ([]byte, error) {
	for i := range b.last {
		if b.last[i].data != nil && b.last[i].n == n {
			return b.last[i].data, nil
		}
	}
	r, err := b.place.open(b.ctx, b.key, n*blockBytes, blockBytes)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r)
	if err = errors.Join(err, r.Close()); err != nil {
		return nil, err
	}
	b.last[1] = b.last[0]
	b.last[0].n, b.last[0].data = n, data
	return data, nil
}

// countingReader counts what was read.
type countingReader struct {
	r io.Reader
	n int64
}

// Read implements io.Reader.
func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
