package lsp

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
)

// stream reads and writes messages as the protocol frames them. What cannot be
// understood is passed over, since an editor that sends one bad message goes on:
// ReadObject fails only where the input ends.
type stream struct {
	r  *bufio.Reader
	w  io.Writer
	mu sync.Mutex // guards w
	c  io.Closer
}

const (
	longestHeader  = 4 << 10
	longestMessage = 64 << 20
)

func newStream(rwc io.ReadWriteCloser) *stream {
	return &stream{r: bufio.NewReader(rwc), w: rwc, c: rwc}
}

// Close closes the connection.
func (s *stream) Close() error { return s.c.Close() }

// WriteObject writes one message.
func (s *stream) WriteObject(v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := fmt.Fprintf(s.w, "Content-Length: %d\r\n\r\n", len(body)); err != nil {
		return err
	}
	_, err = s.w.Write(body)
	return err
}

// ReadObject reads the next message that can be understood.
func (s *stream) ReadObject(v any) error {
	for {
		n, err := s.header()
		if err != nil {
			return err
		}
		if n <= 0 {
			continue
		}
		if n > longestMessage {
			if _, err := io.CopyN(io.Discard, s.r, int64(n)); err != nil {
				return err
			}
			continue
		}
		body := make([]byte, 0, min(n, 64<<10))
		for len(body) < n { // grows with what comes, not with what is announced
			k := min(n-len(body), 64<<10)
			at := len(body)
			body = append(body, make([]byte, k)...)
			if _, err := io.ReadFull(s.r, body[at:]); err != nil {
				return err
			}
		}
		if json.Unmarshal(body, v) == nil {
			return nil
		}
	}
}

// header reads lines to the empty one and returns the length they announce, 0
// where they announce none.
func (s *stream) header() (int, error) {
	length := 0
	for {
		line, err := s.line()
		if err != nil {
			return 0, err
		}
		if line == "" {
			return length, nil
		}
		if name, value, ok := strings.Cut(line, ":"); ok && strings.EqualFold(strings.TrimSpace(name), "Content-Length") {
			if n, err := strconv.Atoi(strings.TrimSpace(value)); err == nil && n > 0 {
				length = n
			}
		}
	}
}

// line reads a line without its break; a long one is cut.
func (s *stream) line() (string, error) {
	var b []byte
	for {
		part, err := s.r.ReadSlice('\n')
		if len(b) < longestHeader {
			b = append(b, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil {
			return "", err
		}
		return strings.TrimRight(string(b), "\r\n"), nil
	}
}
