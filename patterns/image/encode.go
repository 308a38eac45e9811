package image

import (
	"cmp"
	"fmt"
	"hash/crc32"
	"reflect"
	"slices"
	"strings"
	"unsafe"
)

// Encoding takes three walks: find what the value points to, give each block of
// memory a place, write them. A pointer into a block (to an element of a slice)
// stays one; equal blocks without pointers are written once.

// block is a run of n values of a type that something points to.
type block struct {
	typ  reflect.Type
	at   unsafe.Pointer
	n    int
	size uintptr
	to   uint32 // its place in the image, or of the block that holds it
	in   *block // that block, if there is one
}

type blockKey struct {
	at   unsafe.Pointer
	size uintptr
}

// foundMap is a map with its keys and values, which are blocks of their own.
type foundMap struct {
	kind         int
	n            int
	keys, values reflect.Value
}

type encoder struct {
	kinds   []Map
	pointer map[reflect.Type]bool // whether a type has pointers
	blocks  map[blockKey]*block   // with pointers
	order   []*block              // as they were found
	sorted  []*block              // by address
	plain   map[string]uint32     // bytes without pointers -> where they are
	maps    map[unsafe.Pointer]*foundMap
	out     []byte
	places  []uint32
	made    []madeMap
	err     error
}

// Encode returns the image of a value; the same value gives the same bytes. It
// refuses what cannot be kept: functions, channels, interfaces, locks and maps
// of types that are not given, unless they are nil.
func Encode[T any](root *T, key Key, maps []Map) ([]byte, error) {
	return encode(reflect.TypeFor[T](), unsafe.Pointer(root), key, maps)
}

func encode(typ reflect.Type, root unsafe.Pointer, key Key, maps []Map) ([]byte, error) {
	e := &encoder{kinds: maps, pointer: map[reflect.Type]bool{}, blocks: map[blockKey]*block{}, plain: map[string]uint32{}, maps: map[unsafe.Pointer]*foundMap{}}
	e.block(typ, root, 1, typ.String())
	if e.err != nil {
		return nil, e.err
	}
	e.out = make([]byte, headerSize)
	e.place()
	for _, b := range e.order {
		if b.in == nil {
			for i := range b.n {
				e.write(b.typ, unsafe.Add(b.at, uintptr(i)*b.typ.Size()), b.to+uint32(uintptr(i)*b.typ.Size()))
			}
		}
	}
	h := header{magic: magic, key: key, base: uint64(home), maps: uint32(len(e.made)), places: uint32(len(e.places))}
	h.root = e.find(typ, root, 1)
	h.mapsAt = e.bytes(raw(e.made), 8)
	h.placesAt = e.bytes(raw(e.places), 8)
	if len(e.out) > maxSize {
		return nil, fmt.Errorf("image: %d bytes are more than %d", len(e.out), maxSize)
	}
	h.size = uint32(len(e.out))
	h.sum = crc32.Update(h.checksum(), castagnoli, e.out[headerSize:])
	*(*header)(unsafe.Pointer(unsafe.SliceData(e.out))) = h
	return e.out, nil
}

func raw[T any](s []T) []byte {
	if len(s) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), len(s)*int(unsafe.Sizeof(s[0])))
}

// pointers reports whether values of a type have pointers, or locks, which are
// looked at to be refused.
func (e *encoder) pointers(t reflect.Type) bool {
	if known, ok := e.pointer[t]; ok {
		return known
	}
	has := false
	switch t.Kind() {
	case reflect.Struct:
		has = lock(t)
		for i := range t.NumField() {
			has = has || e.pointers(t.Field(i).Type)
		}
	case reflect.Array:
		has = t.Len() > 0 && e.pointers(t.Elem())
	case reflect.String, reflect.Slice, reflect.Pointer, reflect.Map, reflect.Interface, reflect.Func, reflect.Chan, reflect.UnsafePointer:
		has = true
	}
	e.pointer[t] = has
	return has
}

func lock(t reflect.Type) bool { return t.PkgPath() == "sync" || t.PkgPath() == "sync/atomic" }

// block notes a block of memory and all that it points to.
func (e *encoder) block(t reflect.Type, at unsafe.Pointer, n int, path string) {
	if n == 0 || !e.pointers(t) {
		return
	}
	key := blockKey{at, t.Size() * uintptr(n)}
	if e.blocks[key] != nil {
		return
	}
	b := &block{typ: t, at: at, n: n, size: key.size}
	e.blocks[key] = b
	e.order = append(e.order, b)
	for i := range n {
		e.walk(t, unsafe.Add(at, uintptr(i)*t.Size()), path)
	}
}

func (e *encoder) refuse(path string, t reflect.Type) {
	if e.err == nil {
		e.err = fmt.Errorf("image: %s is %s, which an image cannot keep", path, t)
	}
}

// walk notes what a value points to.
func (e *encoder) walk(t reflect.Type, p unsafe.Pointer, path string) {
	switch t.Kind() {
	case reflect.Struct:
		if lock(t) {
			e.refuse(path, t)
		}
		for i := range t.NumField() {
			f := t.Field(i)
			e.walk(f.Type, unsafe.Add(p, f.Offset), path+"."+f.Name)
		}
	case reflect.Array:
		if e.pointers(t.Elem()) {
			for i := range t.Len() {
				e.walk(t.Elem(), unsafe.Add(p, uintptr(i)*t.Elem().Size()), path+"[]")
			}
		}
	case reflect.Pointer:
		if to := *(*unsafe.Pointer)(p); to != nil {
			e.block(t.Elem(), to, 1, path)
		}
	case reflect.Slice:
		s := *(*[]byte)(p)
		e.block(t.Elem(), unsafe.Pointer(unsafe.SliceData(s)), len(s), path+"[]")
	case reflect.Map:
		e.dismantle(t, p, path)
	case reflect.Interface, reflect.Func, reflect.Chan, reflect.UnsafePointer:
		if !reflect.NewAt(t, p).Elem().IsNil() {
			e.refuse(path, t)
		}
	}
}

// dismantle notes a map as a list of keys, sorted, and one of values.
func (e *encoder) dismantle(t reflect.Type, p unsafe.Pointer, path string) {
	m := reflect.NewAt(t, p).Elem()
	if m.IsNil() {
		return
	}
	kind := slices.IndexFunc(e.kinds, func(k Map) bool { return k.typ == t })
	if kind < 0 || t.Key().Kind() != reflect.String {
		e.refuse(path, t)
		return
	}
	keys := m.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	f := &foundMap{kind: kind, n: len(keys), keys: reflect.MakeSlice(reflect.SliceOf(t.Key()), len(keys), len(keys)), values: reflect.MakeSlice(reflect.SliceOf(t.Elem()), len(keys), len(keys))}
	for i, k := range keys {
		f.keys.Index(i).Set(k)
		f.values.Index(i).Set(m.MapIndex(k))
	}
	e.maps[p] = f
	e.block(t.Key(), f.keys.UnsafePointer(), f.n, path+"[]")
	e.block(t.Elem(), f.values.UnsafePointer(), f.n, path+"[]")
}

// place gives every block its place.
func (e *encoder) place() {
	e.sorted = slices.Clone(e.order)
	slices.SortFunc(e.sorted, func(a, b *block) int {
		return cmp.Or(cmp.Compare(uintptr(a.at), uintptr(b.at)), cmp.Compare(b.size, a.size))
	})
	var outer *block
	for _, b := range e.sorted {
		if outer != nil && uintptr(b.at)+b.size <= uintptr(outer.at)+outer.size {
			b.in = outer
			continue
		}
		outer = b
	}
	for _, b := range e.order {
		if b.in == nil {
			b.to = e.bytes(make([]byte, b.size), aligned(8, b.size))
		}
	}
	for _, b := range e.order {
		if b.in != nil {
			b.to = b.in.to + uint32(uintptr(b.at)-uintptr(b.in.at))
		}
	}
}

// aligned returns the alignment of a block of some size: what takes several cache lines
// begins one, so that records of a line or half a line do not lie across two.
func aligned(align int, size uintptr) int {
	const line = 64
	if size >= 4*line {
		return line
	}
	return align
}

// bytes appends bytes at a multiple of align and returns where they are.
func (e *encoder) bytes(b []byte, align int) uint32 {
	for len(e.out)%align != 0 {
		e.out = append(e.out, 0)
	}
	at := len(e.out)
	e.out = append(e.out, b...)
	return uint32(at)
}

// find returns where a block is; one without pointers is written first.
func (e *encoder) find(t reflect.Type, at unsafe.Pointer, n int) uint32 {
	if size := t.Size() * uintptr(n); size == 0 {
		return headerSize
	} else if e.pointers(t) {
		return e.blocks[blockKey{at, size}].to
	} else {
		b := unsafe.Slice((*byte)(at), size)
		if k := t.Kind(); k == reflect.Struct || k == reflect.Array {
			b = make([]byte, size)
			for i := range n {
				offset := uintptr(i) * t.Size()
				tidy(b[offset:], t, unsafe.Add(at, offset))
			}
		}
		key := fmt.Sprint(t.Align()) + string(b)
		to, ok := e.plain[key]
		if !ok {
			to = e.bytes(b, aligned(t.Align(), size))
			e.plain[key] = to
		}
		return to
	}
}

// point writes a pointer.
func (e *encoder) point(place, to uint32) {
	e.places = append(e.places, place)
	*(*uintptr)(unsafe.Pointer(&e.out[place])) = home + uintptr(to)
}

// tidy copies a value without pointers field by field: what lies between fields
// may be anything and stays zero.
func tidy(to []byte, t reflect.Type, p unsafe.Pointer) {
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			tidy(to[f.Offset:], f.Type, unsafe.Add(p, f.Offset))
		}
	case reflect.Array:
		for i := range t.Len() {
			offset := uintptr(i) * t.Elem().Size()
			tidy(to[offset:], t.Elem(), unsafe.Add(p, offset))
		}
	default:
		copy(to, unsafe.Slice((*byte)(p), t.Size()))
	}
}

// write writes a value to its place, field by field as well.
func (e *encoder) write(t reflect.Type, p unsafe.Pointer, place uint32) {
	word := uint32(unsafe.Sizeof(uintptr(0)))
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			e.write(f.Type, unsafe.Add(p, f.Offset), place+uint32(f.Offset))
		}
	case reflect.Array:
		for i := range t.Len() {
			offset := uintptr(i) * t.Elem().Size()
			e.write(t.Elem(), unsafe.Add(p, offset), place+uint32(offset))
		}
	case reflect.Pointer:
		if to := *(*unsafe.Pointer)(p); to != nil {
			e.point(place, e.find(t.Elem(), to, 1))
		}
	case reflect.String:
		if s := *(*string)(p); s != "" {
			e.point(place, e.find(reflect.TypeFor[byte](), unsafe.Pointer(unsafe.StringData(s)), len(s)))
			*(*int)(unsafe.Pointer(&e.out[place+word])) = len(s)
		}
	case reflect.Slice:
		if s := *(*[]byte)(p); s != nil {
			e.point(place, e.find(t.Elem(), unsafe.Pointer(unsafe.SliceData(s)), len(s)))
			*(*int)(unsafe.Pointer(&e.out[place+word])) = len(s)
			*(*int)(unsafe.Pointer(&e.out[place+2*word])) = len(s)
		}
	case reflect.Map:
		if f := e.maps[p]; f != nil {
			e.made = append(e.made, madeMap{
				field: place, n: uint32(f.n), kind: uint32(f.kind),
				keys: e.find(t.Key(), f.keys.UnsafePointer(), f.n), values: e.find(t.Elem(), f.values.UnsafePointer(), f.n),
			})
		}
	case reflect.Interface, reflect.Func, reflect.Chan, reflect.UnsafePointer: // nil
	default:
		copy(e.out[place:], unsafe.Slice((*byte)(p), t.Size()))
	}
}
