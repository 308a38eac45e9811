package corpus

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"path"
	"strconv"
)

// row is a line of a JSON Lines file. Either text or file is there.
type row struct {
	CustomID *string `json:"custom_id"`
	Name     *string `json:"name"`
	Text     *string `json:"text"`
	File     *string `json:"file"` // relative to the file that the row is in
}

// rows goes through a JSON Lines file that is read from offset on. Empty lines
// count for nothing.
func (w *walker) rows(c content, r io.Reader, offset int64) bool {
	limit := 2*w.limits.Document + headBytes // escapes make a text longer
	in := bufio.NewReaderSize(r, 64<<10)
	for {
		if w.ctx.Err() != nil {
			w.err = w.ctx.Err()
			return false
		}
		line, n, err := readLine(in, limit, w.need(w.index))
		if n == 0 && err != nil {
			if err != io.EOF {
				return w.fault(c.path, err)
			}
			return true
		}
		start := offset
		offset += int64(n)
		w.total += int64(n)
		if goOn, ok := w.sane(c.path); !goOn || !ok {
			return ok
		}
		if len(bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\ufeff")))) == 0 {
			continue
		}
		d := &Document{Path: c.path + memberMark + strconv.Itoa(w.index+1), Size: int64(n)}
		if c.top {
			d.offset = start
		}
		switch {
		case n > limit:
			d.Problem = problem("row_too_long")
		case w.need(w.index):
			w.row(d, c, line)
		}
		if !w.give(d) {
			return false
		}
	}
}

// readLine reads a line with its end and returns how long it is. Of a line that
// is longer than the limit, or that nobody needs, the beginning comes back.
func readLine(in *bufio.Reader, limit int, need bool) (line []byte, n int, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if n += len(part); n <= limit && (need || line == nil) {
			line = append(line, part...)
		}
		if err != bufio.ErrBufferFull {
			return line, n, err
		}
	}
}

// row fills a document from its line.
func (w *walker) row(d *Document, c content, line []byte) {
	var r row
	if err := json.Unmarshal(bytes.TrimPrefix(line, []byte("\ufeff")), &r); err != nil || (r.Text == nil) == (r.File == nil) {
		d.Problem = problem("bad_row")
		if r.CustomID != nil {
			d.ID, d.Given = *r.CustomID, *r.CustomID
		}
		return
	}
	if r.CustomID != nil {
		d.ID, d.Given = *r.CustomID, *r.CustomID
	}
	if r.Name != nil {
		d.Name = *r.Name
	}
	if r.Text != nil {
		d.data = []byte(*r.Text)
		return
	}
	key, ok := within(path.Dir(w.key), *r.File)
	switch {
	case !ok:
		d.Problem = problem("unsafe_name")
	case !c.top:
		d.Problem = problem("not_found") // an archive is not unpacked
	default:
		if d.Name == "" {
			d.Name = key
		}
		d.load = func(ctx context.Context) ([]byte, error) {
			return readAll(ctx, w.source.place, key, int64(w.limits.Document))
		}
	}
}
