package api

import (
	"maps"
	"sync"
	"sync/atomic"
)

// series remembers the series of a metric with one label by its value. The library
// looks for them under a lock at every event; an analysis has dozens. The zero series is
// ready; it is safe for concurrent use.
type series[T any] struct {
	mu sync.Mutex
	by atomic.Pointer[map[string]T] // never changed, replaced
}

// of returns the series of a value, which comes from the program or its rules, so that
// there are few. Those that are new are asked of find.
func (s *series[T]) of(value string, find func(...string) T) T {
	if by := s.by.Load(); by != nil {
		if one, ok := (*by)[value]; ok {
			return one
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	by := map[string]T{}
	if old := s.by.Load(); old != nil {
		by = maps.Clone(*old)
	}
	one := find(value)
	by[value] = one
	s.by.Store(&by)
	return one
}
