// Package slab lends memory for what lives as long as one document is read.
// Tokens, units and sets of bits come by the thousand, lie side by side, and go
// all at once; taken from slabs they are not looked for by the collector one by
// one, and the next document finds the same memory still in the caches.
package slab

import (
	"reflect"
	"unsafe"
)

// size is how many bytes a chunk has about; kept is how many bytes a slab keeps
// when it is taken back.
const (
	size = 32 << 10
	kept = 2 << 20
)

// Of lends slices of T. The zero Of is ready. It is not safe for concurrent use.
//
// Values with pointers are cleared when they are taken back, so that they keep
// nothing else alive; others when they are lent, just before they are used.
type Of[T any] struct {
	chunk  []T // that is lent from: chunks[at]
	used   int // of it
	chunks [][]T
	at     int
	plain  bool
}

// Take lends n zero values, until Reset. The slice has no room to grow.
func (s *Of[T]) Take(n int) []T {
	part := s.part(n)
	if s.plain {
		clear(part)
	}
	return part
}

// part lends n values of which nobody knows what they are.
func (s *Of[T]) part(n int) []T {
	if n == 0 {
		return nil
	}
	if n > len(s.chunk)-s.used {
		s.find(n)
	}
	at := s.used
	s.used = at + n
	return s.chunk[at : at+n : at+n]
}

// find goes to a chunk that has n values left.
func (s *Of[T]) find(n int) {
	for s.at < len(s.chunks) && len(s.chunks[s.at])-s.used < n {
		s.at, s.used = s.at+1, 0
	}
	if s.at == len(s.chunks) {
		s.chunks = append(s.chunks, make([]T, max(n, chunk[T]())))
		s.plain = !points(reflect.TypeFor[T]())
	}
	s.chunk = s.chunks[s.at]
}

// New lends one zero value.
func (s *Of[T]) New() *T { return &s.Take(1)[0] }

// Copy lends a copy of values.
func (s *Of[T]) Copy(values []T) []T {
	part := s.part(len(values))
	copy(part, values)
	return part
}

// Room returns an empty slice to append about n values to, for Keep. Nothing else
// may be lent before.
func (s *Of[T]) Room(n int) []T {
	if n >= len(s.chunk)-s.used {
		s.find(n)
	}
	return s.chunk[s.used:s.used]
}

// Keep lends what was appended to Room, which may have been more than it had room for.
func (s *Of[T]) Keep(values []T) []T {
	n := len(values)
	if n == 0 {
		return nil
	}
	if s.used == len(s.chunk) || &values[0] != &s.chunk[s.used] {
		return s.Copy(values)
	}
	s.used += n
	return values[:n:n]
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
		case s.plain:
		case i < s.at:
			clear(s.chunks[i])
		case i == s.at:
			clear(s.chunks[i][:s.used])
		}
	}
	s.chunk, s.at, s.used = nil, 0, 0
}

// width is the size of a T in bytes, at least one.
func width[T any]() int {
	var z T
	return max(1, int(unsafe.Sizeof(z)))
}

func chunk[T any]() int { return max(1, size/width[T]()) }

// points reports whether values of a type have pointers.
func points(t reflect.Type) bool {
	switch k := t.Kind(); {
	case k == reflect.Array:
		return t.Len() > 0 && points(t.Elem())
	case k == reflect.Struct:
		for i := range t.NumField() {
			if points(t.Field(i).Type) {
				return true
			}
		}
		return false
	default:
		return k > reflect.Complex128
	}
}
