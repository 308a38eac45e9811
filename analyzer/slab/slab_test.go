package slab_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/yakkan/yakkan/analyzer/slab"
)

// TestTake: what is lent is zero, stays what it was made, and is nobody else's,
// over any number of rounds.
func TestTake(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s slab.Of[int32]
		for range rapid.IntRange(1, 3).Draw(t, "rounds") {
			var lent [][]int32
			for i, n := range rapid.SliceOfN(rapid.IntRange(0, 20_000), 1, 30).Draw(t, "sizes") {
				part := s.Take(n)
				if len(part) != n || cap(part) != n || slices.ContainsFunc(part, func(v int32) bool { return v != 0 }) {
					t.Fatalf("Take(%d) lent %d of %d values, or some that are not zero", n, len(part), cap(part))
				}
				for k := range part {
					part[k] = int32(i + 1)
				}
				lent = append(lent, part)
			}
			for i, part := range lent {
				if slices.ContainsFunc(part, func(v int32) bool { return v != int32(i+1) }) {
					t.Fatalf("part %d was lent twice", i)
				}
			}
			s.Reset()
		}
	})
}

// TestReset: a document of many megabytes leaves no more behind than others.
func TestReset(t *testing.T) {
	var s slab.Of[[1024]byte]
	for range 100 {
		s.Take(100)
	}
	s.Reset()
	if n := testing.AllocsPerRun(1, func() { s.Take(1000) }); n > 2 {
		t.Errorf("Take after Reset allocated %v times", n)
	}
	if first := s.Take(10); first[0][0] != 0 {
		t.Error("what was lent again is not zero")
	}
	p := s.New()
	p[0] = 1
	if c := s.Copy([][1024]byte{*p}); c[0][0] != 1 {
		t.Error("a copy lost its value")
	}
}

// TestKeep: what was appended to a room is lent as it is, whether it had room or not,
// and nothing that was lent before or comes after touches it.
func TestKeep(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s slab.Of[int32]
		for range rapid.IntRange(1, 3).Draw(t, "rounds") {
			var lent [][]int32
			for i, n := range rapid.SliceOfN(rapid.IntRange(0, 12_000), 1, 20).Draw(t, "sizes") {
				part := s.Room(rapid.IntRange(0, 12_000).Draw(t, "room"))
				for range n {
					part = append(part, int32(i+1))
				}
				part = s.Keep(part)
				if len(part) != n || cap(part) != n {
					t.Fatalf("Keep lent %d of %d values", len(part), cap(part))
				}
				lent = append(lent, part)
				if zero := s.Take(3); zero[0]+zero[1]+zero[2] != 0 {
					t.Fatal("what was lent behind it is not zero")
				}
			}
			for i, part := range lent {
				if slices.ContainsFunc(part, func(v int32) bool { return v != int32(i+1) }) {
					t.Fatalf("part %d was lent twice", i)
				}
			}
			s.Reset()
		}
	})
}
