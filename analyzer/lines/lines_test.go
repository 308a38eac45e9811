package lines

import "testing"

// TestRead: each line of a table is read, the last one too where it is short.
func TestRead(t *testing.T) {
	for _, n := range []int{1, size - 1, size, size + 1, 5*size + 7} {
		table := make([]byte, n)
		for i := 0; i < n; i += size {
			table[i] = 1
		}
		if got, want := read(table), byte((n+size-1)/size); got != want {
			t.Errorf("%d bytes: %d lines read, want %d", n, got, want)
		}
	}
}

// TestBring: tables of any type are read, and what is none.
func TestBring(t *testing.T) {
	Bring[uint64](nil)
	Bring([]struct{}{{}, {}})
	Bring(make([]struct {
		a uint16
		b byte
	}, 1000))
}
