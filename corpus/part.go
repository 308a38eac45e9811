package corpus

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"iter"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zstd"

	"github.com/yakkan/yakkan/analyzer/report"
)

// Where a run keeps what it has, until it is complete.
const (
	workDir   = ".yakkan"
	partsDir  = workDir + "/parts"
	draftsDir = workDir + "/drafts"
)

// marker is a digest of the documents of a part: their paths and lengths. It is a
// part of the name of a part, so that a source that was changed is noticed.
type marker struct{ sum uint64 }

func (m *marker) add(d *Document) {
	h := fnv.New64a()
	fmt.Fprintf(h, "%016x %d %s", m.sum, d.Size, d.Path)
	m.sum = h.Sum64()
}

// partName is the name of a part: its number, and the marker of its documents.
func partName(n int, m marker) string { return fmt.Sprintf("%07d-%016x.zst", n, m.sum) }

// parsePart reads the name of a part.
func parsePart(name string) (n int, m marker, ok bool) {
	num, rest, ok := strings.Cut(strings.TrimSuffix(name, ".zst"), "-")
	if !ok {
		return 0, m, false
	}
	n, err := strconv.Atoi(num)
	sum, err2 := strconv.ParseUint(rest, 16, 64)
	m.sum = sum
	return n, m, err == nil && err2 == nil && n >= 0 && partName(n, m) == name
}

// parts lists the parts that are there.
func parts(ctx context.Context, s shelf) (map[int]marker, error) {
	names, err := s.names(ctx, partsDir)
	if err != nil {
		return nil, fmt.Errorf("list the parts in %s: %w", s, err)
	}
	out := make(map[int]marker, len(names))
	for _, name := range names {
		if n, m, ok := parsePart(name); ok {
			out[n] = m
		}
	}
	return out, nil
}

// partWriter collects the results of a part, packed: two lines a document, its
// rows and its report.
type partWriter struct {
	n    int
	mark marker
	buf  bytes.Buffer
	z    *zstd.Encoder
}

func newPartWriter(n int) *partWriter {
	p := &partWriter{n: n}
	p.z, _ = zstd.NewWriter(&p.buf, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(1<<19)) // options that hold
	return p
}

// add adds the result of a document.
func (p *partWriter) add(d *Document, r result) error {
	p.mark.add(d)
	enc := json.NewEncoder(p.z)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(r); err != nil {
		return err
	}
	if r.report == nil {
		_, err := p.z.Write([]byte("null\n"))
		return err
	}
	return report.WriteJSONLine(p.z, r.report)
}

// bytes ends the part and returns it.
func (p *partWriter) bytes() ([]byte, error) {
	if err := p.z.Close(); err != nil {
		return nil, err
	}
	return p.buf.Bytes(), nil
}

// stored is the result of a document as a part has it; report is its line, "null"
// where there is none. The line is valid until the next one is asked for.
type stored struct {
	result
	line []byte
}

// readPart returns the results of a part.
func readPart(ctx context.Context, s shelf, name string) iter.Seq2[*stored, error] {
	return func(yield func(*stored, error) bool) {
		wrong := func(err error) {
			yield(nil, fmt.Errorf("read the part %s in %s: %w; remove this file and run again with --resume", name, s, err))
		}
		r, err := s.open(ctx, partsDir+"/"+name)
		if err != nil {
			wrong(err)
			return
		}
		defer r.Close()
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1<<30), zstd.WithDecoderLowmem(true))
		if err != nil {
			wrong(err)
			return
		}
		defer z.Close()
		in := bufio.NewReaderSize(z, 256<<10)
		var rows, line []byte
		for {
			if rows, err = wholeLine(in, rows[:0]); err == io.EOF && len(rows) == 0 {
				return
			}
			if err == nil {
				line, err = wholeLine(in, line[:0])
			}
			one := &stored{line: line}
			if err == nil {
				err = json.Unmarshal(rows, &one.result)
			}
			if err != nil {
				if errors.Is(err, io.EOF) {
					err = io.ErrUnexpectedEOF
				}
				wrong(err)
				return
			}
			if !yield(one, nil) {
				return
			}
		}
	}
}

// wholeLine reads a line, without its end, behind what is in to.
func wholeLine(in *bufio.Reader, to []byte) ([]byte, error) {
	for {
		part, err := in.ReadSlice('\n')
		to = append(to, part...)
		if err == nil {
			return to[:len(to)-1], nil
		}
		if err != bufio.ErrBufferFull {
			return to, err
		}
	}
}
