// Package image keeps an immutable value as a file that holds it the way it lies
// in memory.
//
// Decoding a large value costs time for every part of it and leaves it to the
// garbage collector. An image is mapped instead: the words that hold pointers
// are moved by the place it was mapped to, maps are made anew, and the value is
// there. It lies outside the heap, so that the collector never looks at it; it
// must therefore never be changed, which the system sees to, and it stays mapped
// for the life of the process. Where the place that the image was written for is free, no pointer
// has to be moved, and what is not looked at is never read into memory of its
// own.
//
// The layout of the types is that of the program that wrote the image. A key
// therefore names the program beside what the value was made from; see Program.
//
//	header | blocks with pointers | blocks without | maps | places of pointers
//
// All numbers are as the machine has them.
package image

import (
	"cmp"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"time"
	"unsafe"
)

// Key identifies what an image was made from: same key, same value.
type Key [32]byte

// header is the first bytes of an image.
type header struct {
	magic    [8]byte
	key      Key
	sum      uint32 // of everything but itself
	size     uint32 // of everything
	root     uint32 // where the value is
	maps     uint32 // how many, and where they are listed
	mapsAt   uint32
	places   uint32 // how many pointers, and where their places are listed
	placesAt uint32
	_        uint32
	base     uint64 // where the image was written for
}

// madeMap is an entry of the list of maps.
type madeMap struct {
	field, keys, values uint32 // where the map, its keys and its values are
	n                   uint32
	kind                uint32 // of Maps
}

const (
	headerSize = uint32(unsafe.Sizeof(header{}))
	maxSize    = 1 << 28
)

// home is where images are mapped to if that place is free: far from where the
// runtime and the system put anything. The system may choose another.
const home = uintptr(0x6b) << (24 + 16*(^uintptr(0)>>63))

var magic = [8]byte{'Y', 'A', 'K', 'K', 'A', 'N', 'I', '1'}

var errStale = errors.New("image: it is of another program or damaged")

// Map is a type of maps that an image can have: see MapOf.
type Map struct {
	typ  reflect.Type
	make func(field, keys, values unsafe.Pointer, n int) (root any)
}

// MapOf returns the type of maps from K to V. The types of all maps in a value
// must be given when it is written and when it is opened, in the same order.
func MapOf[K comparable, V any]() Map {
	return Map{reflect.TypeFor[map[K]V](), func(field, keys, values unsafe.Pointer, n int) any {
		m := make(map[K]V, n)
		vs := unsafe.Slice((*V)(values), n)
		for i, k := range unsafe.Slice((*K)(keys), n) {
			m[k] = vs[i]
		}
		*(*map[K]V)(field) = m
		return m
	}}
}

// kept holds what images point to on the heap: the collector does not see it
// there.
var kept roots

// Open maps the image in a file. The value must not be changed. A file that
// somebody else than this user or root could have written is refused: what is in
// it becomes part of the program.
func Open[T any](path string, key Key, maps []Map) (*T, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !trusted(st) {
		return nil, fmt.Errorf("image: others than its owner can write to %s", path)
	}
	size, err := check(f, key)
	if err != nil {
		return nil, err
	}
	b, err := mapFile(f, size)
	if err != nil {
		return nil, err
	}
	return (*T)(restore(b, maps)), nil
}

// check reads a file and returns its size if it is the image of a key, as it was
// written. It is read, not mapped, so that what nobody looks at takes no memory.
func check(f io.ReaderAt, key Key) (int, error) {
	var h header
	head := unsafe.Slice((*byte)(unsafe.Pointer(&h)), headerSize)
	if n, err := f.ReadAt(head, 0); n < len(head) {
		return 0, cmp.Or(err, errStale)
	}
	if h.magic != magic || h.key != key || h.size < headerSize || h.size > maxSize {
		return 0, errStale
	}
	sum := h.checksum()
	buf := make([]byte, 128<<10)
	for at := int64(headerSize); ; {
		n, err := f.ReadAt(buf, at)
		sum = crc32.Update(sum, castagnoli, buf[:n])
		at += int64(n)
		switch {
		case errors.Is(err, io.EOF) && at == int64(h.size) && sum == h.sum:
			return int(h.size), nil
		case err != nil || at > int64(h.size):
			return 0, errStale
		}
	}
}

// restore makes the value in b, which was checked, usable where it is.
func restore(b []byte, maps []Map) unsafe.Pointer {
	base := unsafe.Pointer(unsafe.SliceData(b))
	h := *(*header)(base)
	at := func(offset uint32) unsafe.Pointer { return unsafe.Add(base, offset) }
	if uintptr(base) != uintptr(h.base) {
		for _, place := range unsafe.Slice((*uint32)(at(h.placesAt)), h.places) {
			*(*unsafe.Pointer)(at(place)) = at(uint32(*(*uintptr)(at(place)) - uintptr(h.base)))
		}
	}
	made := make([]any, 0, h.maps)
	for _, m := range unsafe.Slice((*madeMap)(at(h.mapsAt)), h.maps) {
		made = append(made, maps[m.kind].make(at(m.field), at(m.keys), at(m.values), int(m.n)))
	}
	kept.add(b, made)
	seal(b)
	return at(h.root)
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// checksum returns the sum of the header itself.
func (h header) checksum() uint32 {
	h.sum = 0
	return crc32.Checksum(unsafe.Slice((*byte)(unsafe.Pointer(&h)), headerSize), castagnoli)
}

// Write writes the image of a value into a file, so that no other process ever
// sees half of it.
func Write[T any](path string, root *T, key Key, maps []Map) error {
	b, err := Encode(root, key, maps)
	if err != nil {
		return err
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".image-*.tmp")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	// A cache of pages keeps what is written at once together, and brings it all
	// to memory for a look at one word of it.
	for piece := range slices.Chunk(b, 64<<10) {
		if _, err = f.Write(piece); err != nil {
			break
		}
	}
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// Prune removes the oldest of the files that match a pattern, all but keep of
// them. Who has one of them mapped does not notice.
func Prune(pattern string, keep int) error {
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) <= keep {
		return err
	}
	written := func(name string) time.Time {
		if st, err := os.Stat(name); err == nil {
			return st.ModTime()
		}
		return time.Time{}
	}
	slices.SortFunc(names, func(a, b string) int { return written(b).Compare(written(a)) })
	var errs []error
	for _, name := range names[keep:] {
		errs = append(errs, os.Remove(name))
	}
	return errors.Join(errs...)
}

// Program returns bytes that differ between programs: the beginning of the file
// that runs, where the linker puts the identity of the build, and its size.
func Program() ([]byte, error) {
	// Where there is this name, it is the file that runs even if another one has
	// taken its place by now.
	f, err := os.Open("/proc/self/exe")
	if err != nil {
		path, err := os.Executable()
		if err != nil {
			return nil, err
		}
		if f, err = os.Open(path); err != nil {
			return nil, err
		}
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	head := make([]byte, 32<<10)
	n, err := f.ReadAt(head, 0)
	if n < len(head) && err != nil {
		return nil, fmt.Errorf("read %s: %w", f.Name(), err)
	}
	return fmt.Append(head, st.Size()), nil
}
