// Package lines brings tables into the caches of the processor before they are
// asked. Between two documents, and between two stages of one, they leave the caches;
// lines fetched in a row come many times faster than one here and one there, so a
// table of which a document asks every tenth line is read through first.
package lines

import "unsafe"

// size is what memory is fetched by, in bytes: less nowhere that matters.
const size = 64

// Bring reads one byte of each line of a table. It may be called by several
// goroutines at once.
func Bring[T any](table []T) {
	var t T
	read(unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(table))), len(table)*int(unsafe.Sizeof(t))))
}

// read returns the sum of the bytes that it reads. It is no part of its caller, who
// does not use the sum: the compiler would leave out the reading.
//
//go:noinline
func read(table []byte) (sum byte) {
	for i := 0; i < len(table); i += size {
		sum += table[i]
	}
	return sum
}
