package spot

// Set is a set of numbers of twelve bits, small enough to stay in the nearest cache: of
// characters by their last twelve bits. The zero Set is empty.
type Set [places / 64]uint64

// Has reports whether i, of which the last twelve bits count, is in the set.
func (s *Set) Has(i uint32) bool { return s[i/64%(places/64)]&(1<<(i%64)) != 0 }

// Add adds a number by its last twelve bits.
func (s *Set) Add(i uint32) { s[i/64%(places/64)] |= 1 << (i % 64) }
