package corpus

import (
	"encoding/binary"
	"encoding/hex"
)

// digests remembers of each digest the document that had it first. It is a table
// with open addresses of half a digest and a number, 20 bytes a place and never
// more than three quarters full: some 40 bytes a document. Half a SHA-256 is
// enough that nobody can make another document count as a duplicate.
type digests struct {
	keys [][16]byte
	docs []uint32 // number and one; 0 is a free place
	n    int
}

// first returns the document that had a digest before n, or n itself.
func (t *digests) first(sha string, n int) int {
	var key [16]byte
	if len(sha) < 32 {
		return n // nothing was read of it
	}
	if _, err := hex.Decode(key[:], []byte(sha[:32])); err != nil {
		return n
	}
	if 4*(t.n+1) > 3*len(t.keys) {
		t.grow()
	}
	i := t.place(key)
	if t.docs[i] != 0 {
		return int(t.docs[i] - 1)
	}
	t.keys[i], t.docs[i] = key, uint32(n+1)
	t.n++
	return n
}

func (t *digests) place(key [16]byte) int {
	mask := len(t.keys) - 1
	for i := int(binary.LittleEndian.Uint64(key[:])) & mask; ; i = (i + 1) & mask {
		if t.docs[i] == 0 || t.keys[i] == key {
			return i
		}
	}
}

func (t *digests) grow() {
	old := *t
	size := max(1024, 2*len(old.keys))
	t.keys, t.docs = make([][16]byte, size), make([]uint32, size)
	for i, d := range old.docs {
		if d != 0 {
			j := t.place(old.keys[i])
			t.keys[j], t.docs[j] = old.keys[i], d
		}
	}
}
