package corpus

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/klauspost/compress/zstd"
)

// stored is the result of a document as a part has it. It is valid until the next
// one is asked for.
type stored struct {
	Record   Record
	Findings []FindingRow
	table    []byte // rows of findings.csv
	line     []byte // line of reports.jsonl
}

// maxSection is how long a section of a part may be: longer than any report.
const maxSection = 1 << 30

// readPart returns the results of a part.
func readPart(r io.Reader) iter.Seq2[*stored, error] {
	return func(yield func(*stored, error) bool) {
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1<<30), zstd.WithDecoderLowmem(true))
		if err != nil {
			yield(nil, err)
			return
		}
		defer z.Close()
		in := bufio.NewReaderSize(z, 64<<10)
		var s sections
		var one stored
		for {
			if _, err := in.Peek(1); err == io.EOF {
				return
			}
			err := one.read(in, &s)
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			if !yield(&one, err) || err != nil {
				return
			}
		}
	}
}

// read reads the result of a document; s keeps the memory.
func (o *stored) read(in *bufio.Reader, s *sections) (err error) {
	for _, part := range s.all() {
		if *part, err = readSection(in, *part); err != nil {
			return err
		}
	}
	o.Record, o.table, o.line = Record{}, s.table, s.line
	if err := json.Unmarshal(s.record, &o.Record); err != nil {
		return err
	}
	o.Findings, err = readFindings(s.findings, o.Findings[:0])
	for i := range o.Findings {
		o.Findings[i].N, o.Findings[i].ID = o.Record.N, o.Record.ID
	}
	return err
}

// readSection reads a section into the memory of another.
func readSection(in *bufio.Reader, to []byte) ([]byte, error) {
	n, err := binary.ReadUvarint(in)
	if err != nil {
		return to[:0], err
	}
	if n > maxSection {
		return to[:0], fmt.Errorf("a section of %d bytes", n)
	}
	for cap(to) < int(n) {
		to = append(to[:cap(to)], 0)
	}
	to = to[:n]
	_, err = io.ReadFull(in, to)
	return to, err
}
