package image_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/yakkan/yakkan/patterns/image"
)

type name string

type leaf struct {
	b    byte
	n    int64
	text string
	f    float64
	bits []uint64
}

type tree struct {
	leaf
	small  int8
	parent *tree
	parts  []*tree
	leaves []leaf
	first  *leaf // of leaves
	tail   []leaf
	shared []int32
	same   []int32
	empty  []string
	none   []string
	array  [3]leaf
	count  map[string]int
	texts  map[name][]string
	absent map[string]int
	void   *struct{}
	any    any
	call   func()
}

var maps = []image.Map{image.MapOf[string, int](), image.MapOf[name, []string]()}

func value() *tree {
	root := &tree{leaf: leaf{b: 7, n: -1, text: "根", f: 0.5, bits: []uint64{1, 2, 3}}, small: -3, empty: []string{}, void: &struct{}{}}
	root.leaves = []leaf{{text: "葉"}, {text: "葉", bits: []uint64{1, 2, 3}}, {b: 1}}
	root.first, root.tail = &root.leaves[1], root.leaves[1:]
	root.shared = []int32{4, 5, 6, 7, 8}
	root.same = root.shared[1:3]
	root.array[2].text = "三つ目"
	root.count = map[string]int{"一": 1, "二": 2, "": 0}
	root.texts = map[name][]string{"a": {"あ", "い"}, "b": nil}
	child := &tree{parent: root, count: map[string]int{}}
	child.parts = []*tree{root, child, nil}
	root.parts = []*tree{child, child}
	return root
}

func write(t testing.TB, root *tree, key image.Key) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "folder", "value.img")
	if err := image.Write(path, root, key, maps); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestRoundTrip opens an image twice: at the place it was written for, and at
// another, since that one is taken by then.
func TestRoundTrip(t *testing.T) {
	want := value()
	path := write(t, want, image.Key{1})
	for range 3 {
		got, err := image.Open[tree](path, image.Key{1}, maps)
		if err != nil {
			t.Fatal(err)
		}
		runtime.GC() // maps are kept
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
		if got.first != &got.leaves[1] || &got.tail[0] != got.first || got.parts[0] != got.parts[1] || got.parts[0].parent != got {
			t.Error("pointers do not lead to where they led")
		}
		if got.none != nil || got.empty == nil || got.absent != nil || got.void == nil {
			t.Error("nothing and empty are mixed up")
		}
		if grown := append(got.leaves, leaf{}); len(grown) != 4 || grown[1].text != "葉" {
			t.Errorf("grown: %+v", grown)
		}
	}
}

func TestSameBytes(t *testing.T) {
	one, err := image.Encode(value(), image.Key{}, maps)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		other, err := image.Encode(value(), image.Key{}, maps)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(one, other) {
			t.Fatal("the same value gives other bytes")
		}
	}
}

// TestDamaged: what was not written as it is, is refused, whatever was done to it.
func TestDamaged(t *testing.T) {
	path := write(t, value(), image.Key{1})
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	refused := func(what string, b []byte) {
		t.Helper()
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := image.Open[tree](path, image.Key{1}, maps); err == nil {
			t.Errorf("%s was opened", what)
		}
	}
	refused("nothing", nil)
	refused("one byte", whole[:1])
	refused("a file cut short", whole[:len(whole)-1])
	refused("a longer file", append(bytes.Clone(whole), 0))
	rapid.Check(t, func(t *rapid.T) {
		b := bytes.Clone(whole)
		at := rapid.IntRange(0, len(b)-1).Draw(t, "at")
		b[at] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := image.Open[tree](path, image.Key{1}, maps); err == nil {
			t.Errorf("opened with a change at byte %d", at)
		}
	})
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := image.Open[tree](path, image.Key{2}, maps); err == nil {
		t.Error("opened with another key")
	}
	if runtime.GOOS != "windows" {
		if err := os.Chmod(path, 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := image.Open[tree](path, image.Key{1}, maps); err == nil {
			t.Error("opened what anybody can write to")
		}
	}
	if _, err := image.Open[tree](path+"x", image.Key{1}, maps); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := image.Open[tree](filepath.Dir(path), image.Key{1}, maps); err == nil {
		t.Error("a folder was opened")
	}
}

func TestRefused(t *testing.T) {
	for _, tt := range []struct {
		change func(*tree)
		want   string
	}{
		{func(v *tree) { v.call = func() {} }, "tree.call is func()"},
		{func(v *tree) { v.parts[0].any = 1 }, "tree.parts[].any is interface {}"},
	} {
		v := value()
		tt.change(v)
		if _, err := image.Encode(v, image.Key{}, maps); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("got %v, want %s", err, tt.want)
		}
	}
	if _, err := image.Encode(value(), image.Key{}, maps[:1]); err == nil || !strings.Contains(err.Error(), "map[image_test.name][]string") {
		t.Errorf("a map of a type that was not given: %v", err)
	}
	if _, err := image.Encode(&struct{ mu sync.Mutex }{}, image.Key{}, maps); err == nil {
		t.Error("a lock was kept")
	}
}

func TestPrune(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.img", "b.img", "c.img", "d.other"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	st, err := os.Stat(filepath.Join(dir, "b.img"))
	if err != nil {
		t.Fatal(err)
	}
	old := st.ModTime().AddDate(-1, 0, 0)
	if err := os.Chtimes(filepath.Join(dir, "b.img"), old, old); err != nil {
		t.Fatal(err)
	}
	if err := image.Prune(filepath.Join(dir, "*.img"), 2); err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range names {
		names[i] = filepath.Base(names[i])
	}
	if got := strings.Join(names, " "); got != "a.img c.img d.other" {
		t.Errorf("left: %s", got)
	}
}

func TestProgram(t *testing.T) {
	one, err := image.Program()
	if err != nil {
		t.Fatal(err)
	}
	other, err := image.Program()
	if err != nil || !bytes.Equal(one, other) || len(one) < 1000 {
		t.Errorf("%d and %d bytes, %v", len(one), len(other), err)
	}
}
