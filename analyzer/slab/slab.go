// Package slab lends memory for what lives as long as one document is read.
// Tokens, units and sets of bits come by the thousand, lie side by side, and go
// all at once; taken from slabs they are not looked for by the collector one by
// one, and the next document finds the same memory still in the caches.
package slab

import "unsafe"

// size is how many bytes a chunk has about; kept is how many bytes a slab keeps
// when it is taken back.
const (
	size = 32 << 10
	kept = 2 << 20
)

// Of lends slices of T. The zero Of is ready. It is not safe for concurrent use.
type Of[T any] struct {
	chunks [][]T
	at     int // the chunk that is lent from
	used   int // of it
}

// Take lends n zero values, until Reset. The slice has no room to grow.
func (s *Of[T]) Take(n int) []T {
	if n == 0 {
		return nil
	}
	for s.at < len(s.chunks) && len(s.chunks[s.at])-s.used < n {
		s.at, s.used = s.at+1, 0
	}
	if s.at == len(s.chunks) {
		s.chunks = append(s.chunks, make([]T, max(n, chunk[T]())))
	}
	part := s.chunks[s.at][s.used : s.used+n : s.used+n]
	s.used += n
	return part
}

// New lends one zero value.
func (s *Of[T]) New() *T { return &s.Take(1)[0] }

// Copy lends a copy of values.
func (s *Of[T]) Copy(values []T) []T {
	part := s.Take(len(values))
	copy(part, values)
	return part
}

// Reset takes back all that was lent. Nobody may use it any more.
func (s *Of[T]) Reset() {
	left := kept
	for i := range s.chunks {
		if left -= len(s.chunks[i]) * width[T](); left < 0 {
			clear(s.chunks[i:])
			s.chunks = s.chunks[:i]
			break
		}
		switch {
		case i < s.at:
			clear(s.chunks[i])
		case i == s.at:
			clear(s.chunks[i][:s.used])
		}
	}
	s.at, s.used = 0, 0
}

// width is the size of a T in bytes, at least one.
func width[T any]() int {
	var z T
	return max(1, int(unsafe.Sizeof(z)))
}

func chunk[T any]() int { return max(1, size/width[T]()) }
