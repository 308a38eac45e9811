package corpus

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"path"
	"strings"

	"github.com/yakkan/yakkan/analyzer/report"
)

// walker goes through one file of a source and through all that lies in it, in
// the order in which it lies there.
type walker struct {
	ctx    context.Context
	source *Source
	key    string
	need   func(index int) bool
	emit   func(*Document) bool
	limits Limits
	index  int   // of the next document
	begin  int64 // where reading of JSON Lines begins
	packed int64 // bytes of the outermost archive, 0 where they are not known
	total  int64 // bytes that were unpacked
	bombed bool  // the archive unpacks to too much
	err    error // why the walk ended, where that is no fault of the file
}

// content is a file, or a member that was read whole.
type content struct {
	path string
	head []byte
	all  bool  // head is all of it
	size int64 // -1 where it is not known
	top  bool  // it is the file of the source
}

// kind is what a content is to a source.
type kind int

const (
	single kind = iota
	zipKind
	gzipKind
	tarKind
	rowsKind
	mailKind
)

// kindOf says what a content is by its beginning, and by its name where the
// beginning of a text says little.
func kindOf(name string, head []byte) kind {
	ext := strings.ToLower(path.Ext(name))
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return zipKind
	case bytes.HasPrefix(head, []byte("\x1f\x8b\x08")):
		return gzipKind
	case len(head) >= 263 && string(head[257:262]) == "ustar":
		return tarKind
	case ext == ".jsonl" || ext == ".ndjson" || rowLike(head):
		return rowsKind
	case ext == ".eml" || ext == ".mht" || ext == ".mhtml" || mailLike(head):
		return mailKind
	}
	return single
}

// rowLike reports whether a text begins with a row of a document.
func rowLike(head []byte) bool {
	if !bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n\ufeff"), []byte("{")) {
		return false
	}
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(head, []byte("\ufeff"))))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return false
	}
	t, err := dec.Token()
	return err == nil && (t == "custom_id" || t == "text" || t == "file")
}

// file goes through a file of the source. It returns false when the walk has to
// end.
func (w *walker) file(f opened) bool {
	if f.err != nil {
		return w.fault(f.key, f.err)
	}
	w.packed = f.size
	return w.walk(content{path: f.key, head: f.head, all: len(f.head) < headBytes, size: f.size, top: true}, 0)
}

// fault puts a problem in the place of what could not be read, or ends the walk
// when the place is at fault.
func (w *walker) fault(p string, err error) bool {
	if w.ctx.Err() != nil {
		w.err = w.ctx.Err()
		return false
	}
	code := gone(err)
	if code == "" {
		w.err = err
		return false
	}
	return w.refuse(p, problem(code))
}

// refuse puts a problem in the place of documents.
func (w *walker) refuse(p string, why *report.Problem) bool {
	return w.give(&Document{Path: p, Problem: why, Size: -1})
}

// give hands a document on.
func (w *walker) give(d *Document) bool {
	d.File, d.Index = w.key, w.index
	if d.ID == "" {
		d.ID = d.Path
	}
	if d.Name == "" {
		d.Name = d.Path
	}
	w.index++
	return w.emit(d)
}

// walk goes through a content, depth archives deep.
func (w *walker) walk(c content, depth int) bool {
	k := kindOf(baseName(c.path), c.head)
	if k == zipKind {
		return w.zip(c, depth)
	}
	if k == single {
		return w.single(c)
	}
	if depth >= w.limits.Depth && k != rowsKind {
		return w.refuse(c.path, problem("nested_too_deep"))
	}
	switch k {
	case gzipKind:
		return w.gzip(c, depth)
	case tarKind:
		r, err := w.reader(c, 0)
		if err != nil {
			return w.fault(c.path, err)
		}
		defer r.Close()
		return w.tar(c.path, r, depth)
	case mailKind:
		data, err := w.whole(c)
		if err != nil {
			return w.fault(c.path, err)
		}
		if int64(len(data)) > w.limits.Nested {
			return w.refuse(c.path, problem("nested_too_large"))
		}
		return w.mail(c.path, data, depth)
	}
	if !w.source.filter.takes(c.path) {
		return true
	}
	offset := int64(0)
	if c.top {
		offset = w.begin
	}
	r, err := w.reader(c, offset)
	if err != nil {
		return w.fault(c.path, err)
	}
	defer r.Close()
	return w.rows(c, r, offset)
}

// single hands on a content that is one document.
func (w *walker) single(c content) bool {
	if !w.source.filter.takes(c.path) {
		return true
	}
	d := &Document{Path: c.path, Size: c.size, data: c.head}
	if !c.all {
		d.data = nil
		d.load = func(ctx context.Context) ([]byte, error) {
			return readAll(ctx, w.source.place, w.key, int64(w.limits.Document))
		}
	}
	return w.give(d)
}

// reader reads a content from offset.
func (w *walker) reader(c content, offset int64) (io.ReadCloser, error) {
	if c.all {
		return io.NopCloser(bytes.NewReader(c.head[min(int(offset), len(c.head)):])), nil
	}
	return w.source.place.open(w.ctx, w.key, offset, -1)
}

// whole returns all of a content that has to be in memory, at most one byte more
// than the limit.
func (w *walker) whole(c content) ([]byte, error) {
	if c.all {
		return c.head, nil
	}
	return readAll(w.ctx, w.source.place, w.key, w.limits.Nested)
}

// member reads an entry of an archive and goes through it. ok is false when the
// walk has to end; goOn is false when the entry is damaged or the archive a bomb.
func (w *walker) member(p string, r io.Reader, depth int) (goOn, ok bool) {
	data, err := io.ReadAll(io.LimitReader(r, int64(w.limits.Document)+1))
	w.total += int64(len(data))
	if err == nil && len(data) > w.limits.Document && kindOf(baseName(p), data) != single {
		var more []byte // an archive may be longer than a document
		more, err = io.ReadAll(io.LimitReader(r, w.limits.Nested+1-int64(len(data))))
		w.total += int64(len(more))
		if data = append(data, more...); int64(len(data)) > w.limits.Nested {
			return true, w.refuse(p, problem("nested_too_large"))
		}
	}
	if err != nil {
		return false, w.refuse(p, problem("damaged_archive"))
	}
	if !w.walk(content{path: p, head: data, all: true, size: int64(len(data))}, depth) {
		return false, false
	}
	if w.bombed {
		return false, true // it was said where it was found
	}
	return w.sane(p)
}

// sane ends an archive that unpacks to far more than it has.
func (w *walker) sane(p string) (goOn, ok bool) {
	if w.total > ratioFrom && w.packed > 0 && w.total/w.packed > w.limits.Ratio {
		w.bombed = true
		return false, w.refuse(p, problem("archive_bomb"))
	}
	return true, true
}
