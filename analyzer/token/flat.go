// The flat file. kagome's loader takes half a second and 150 MiB, since it
// unpacks and decodes every table. The same tables, written one after another as
// they lie in memory, can be mapped: a start then takes about a millisecond and
// pages are shared between processes. The file lies in the user's cache folder
// and is rebuilt when its header, its sizes or its sample checksums are not what
// this program writes. The whole is checksummed when written; at a start only the
// header and the ends of each section are, since summing 20 MB would cost more
// than the start itself.
//
// Little-endian only: elsewhere the loader is used.

package token

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"unsafe"

	"github.com/yakkan/yakkan/analyzer/letters"
)

const (
	flatMagic   = "YAKKANDC"
	flatVersion = 20 // raise with every change of the tables or of classify
	sampleSize  = 4096
	headerSize  = 1024
)

var errStale = errors.New("the dictionary cache is of another version or damaged")

func raw[T any](s []T) []byte {
	if len(s) == 0 {
		return nil
	}
	var z T
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), len(s)*int(unsafe.Sizeof(z)))
}

func cast[T any](b []byte) ([]T, error) {
	var z T
	size := int(unsafe.Sizeof(z))
	if len(b) == 0 {
		return nil, nil
	}
	if len(b)%size != 0 || uintptr(unsafe.Pointer(unsafe.SliceData(b)))%unsafe.Alignof(z) != 0 {
		return nil, errStale
	}
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/size), nil
}

// encode writes d as one flat file.
func (d *dictionary) encode() []byte {
	parts := [][]byte{raw(d.letters), raw(d.words), raw(d.core.words), raw(d.core.rest), raw(d.core.pairs), raw(d.segments.cells), raw(d.segments.pieces), raw(d.morphs), raw(d.facts), raw(d.baseOf), d.bases, raw(d.connection), raw(d.most), raw(d.apart[:]), raw(d.unkIndex), raw(d.unkMorphs), raw(d.unkLeast), d.unkClass}
	var body bytes.Buffer
	body.Write(make([]byte, headerSize))
	var table bytes.Buffer
	for _, p := range parts {
		for body.Len()%64 != 0 {
			body.WriteByte(0)
		}
		binary.Write(&table, binary.LittleEndian, []uint64{uint64(body.Len()), uint64(len(p)), uint64(sample(p))})
		body.Write(p)
	}
	var head bytes.Buffer
	head.WriteString(flatMagic)
	binary.Write(&head, binary.LittleEndian, []uint32{flatVersion, uint32(len(parts)), uint32(d.columns), uint32(len(d.name))})
	binary.Write(&head, binary.LittleEndian, uint64(body.Len()))
	head.WriteString(d.name)
	head.Write(table.Bytes())
	out := body.Bytes()
	copy(out, head.Bytes())
	binary.LittleEndian.PutUint32(out[headerSize-4:], crc32.ChecksumIEEE(out[:headerSize-4]))
	return out
}

func sample(b []byte) uint32 {
	if len(b) <= 2*sampleSize {
		return crc32.ChecksumIEEE(b)
	}
	return crc32.Update(crc32.ChecksumIEEE(b[:sampleSize]), crc32.IEEETable, b[len(b)-sampleSize:])
}

// decodeFlat reads the tables in place from the bytes of a flat file.
func decodeFlat(b []byte, name string) (*dictionary, error) {
	if len(b) < headerSize || string(b[:8]) != flatMagic || crc32.ChecksumIEEE(b[:headerSize-4]) != binary.LittleEndian.Uint32(b[headerSize-4:]) {
		return nil, errStale
	}
	u32 := func(at int) int { return int(binary.LittleEndian.Uint32(b[at:])) }
	if u32(8) != flatVersion || binary.LittleEndian.Uint64(b[24:]) != uint64(len(b)) {
		return nil, errStale
	}
	count, nameLen := u32(12), u32(20)
	if count != 18 || 32+nameLen+24*count > headerSize-4 || string(b[32:32+nameLen]) != name {
		return nil, errStale
	}
	d := &dictionary{name: name, columns: u32(16)}
	at := 32 + nameLen
	parts := make([][]byte, count)
	for i := range parts {
		off, n, sum := binary.LittleEndian.Uint64(b[at:]), binary.LittleEndian.Uint64(b[at+8:]), binary.LittleEndian.Uint64(b[at+16:])
		at += 24
		if off > uint64(len(b)) || n > uint64(len(b))-off {
			return nil, errStale
		}
		parts[i] = b[off : off+n : off+n]
		if uint64(sample(parts[i])) != sum {
			return nil, errStale
		}
	}
	var errs [16]error
	d.letters, errs[0] = cast[letter](parts[0])
	d.words, errs[1] = cast[letters.Cell](parts[1])
	d.core.words, errs[2] = cast[letters.Cell](parts[2])
	d.core.rest, errs[3] = cast[rest](parts[3])
	d.core.pairs, errs[4] = cast[uint64](parts[4])
	d.segments.cells, errs[5] = cast[letters.Cell](parts[5])
	d.segments.pieces, errs[6] = cast[morph](parts[6])
	d.morphs, errs[7] = cast[morph](parts[7])
	d.facts, errs[8] = cast[fact](parts[8])
	d.baseOf, errs[9] = cast[uint32](parts[9])
	d.bases = parts[10]
	d.connection, errs[10] = cast[int16](parts[11])
	d.most, errs[11] = cast[int32](parts[12])
	apart, err := cast[[nearIDs * nearIDs]int16](parts[13])
	if errs[12] = err; len(apart) != 1 {
		return nil, errStale
	}
	d.apart = &apart[0]
	d.unkIndex, errs[13] = cast[int32](parts[14])
	d.unkMorphs, errs[14] = cast[morph](parts[15])
	d.unkLeast, errs[15] = cast[int32](parts[16])
	d.unkClass = parts[17]
	return d, errors.Join(errs[:]...)
}

// littleEndian reports whether this machine stores integers as the file does.
func littleEndian() bool {
	x := uint16(1)
	return *(*byte)(unsafe.Pointer(&x)) == 1
}

// openFlat maps the flat file in dir, building and writing it first where it is
// missing or stale. build is called at most once.
func openFlat(dir, name string, build func() (*dictionary, error)) (*dictionary, error) {
	if !littleEndian() {
		return build()
	}
	path := filepath.Join(dir, fmt.Sprintf("ipa-%d-%s.dict", flatVersion, wordsSum))
	if b, err := mapFile(path); err == nil {
		if d, err := decodeFlat(b, name); err == nil {
			return d, nil
		}
		unmapFile(b)
	}
	d, err := build()
	if err != nil {
		return nil, err
	}
	// A cache that cannot be written costs time at the next start, no more.
	if writeFlat(dir, path, d.encode()) == nil {
		if b, err := mapFile(path); err == nil {
			if m, err := decodeFlat(b, name); err == nil {
				return m, nil
			}
			unmapFile(b)
		}
	}
	return d, nil
}

// writeFlat writes the file beside its place and renames it, so that another
// process never sees half of it.
func writeFlat(dir, path string, data []byte) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".ipa-*.tmp")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	// A cache of pages keeps what is written at once together, and brings it all
	// to memory for a look at one word of it.
	for piece := range slices.Chunk(data, 64<<10) {
		if _, err := f.Write(piece); err != nil {
			f.Close()
			return err
		}
	}
	if err := f.Chmod(0o644); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
