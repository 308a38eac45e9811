package spot

// Set is a set of numbers of twelve bits, small enough to stay in the nearest cache: of
// characters by their last twelve bits, bit i%64 of number i/64. The zero Set is empty.
type Set [places / 64]uint64

// Add adds a number by its last twelve bits.
func (s *Set) Add(i uint32) { s[i/64%(places/64)] |= 1 << (i % 64) }
