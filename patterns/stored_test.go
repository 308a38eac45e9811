package patterns

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"testing"

	"github.com/yakkan/yakkan/patterns/image"
)

// images returns the files of images in a folder.
func images(t *testing.T, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "library-*.img"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func opened(t *testing.T, dir string, fsys ...fs.FS) *Library {
	t.Helper()
	lib, err := Open(dir, fsys...)
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

// TestOpen: the library of an image is the one that was compiled, to the last
// field, and a library that an image cannot keep is a mistake of the program.
func TestOpen(t *testing.T) {
	want, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	bare := want.remembering(nil)
	if _, err := image.Encode(&bare, image.Key{}, storedMaps); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	opened(t, dir)
	names := images(t, dir)
	if len(names) != 1 {
		t.Fatalf("images: %v", names)
	}
	for range 2 { // at the place it was written for, and at another
		got := opened(t, dir)
		runtime.GC()
		if !reflect.DeepEqual(got.compiled, want.compiled) {
			t.Error("the library of the image is not the one that was compiled")
		}
		tests, err := got.Tests("monitor")
		if err != nil || len(tests) != 1 || len(tests[0].Tests) == 0 {
			t.Errorf("tests of a class: %d, %v", len(tests), err)
		}
	}
}

// TestOpenDamaged: a damaged image is replaced by a good one.
func TestOpenDamaged(t *testing.T) {
	dir := t.TempDir()
	want := opened(t, dir).Digest()
	name := images(t, dir)[0]
	good, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	bad := bytes.Clone(good)
	bad[len(bad)/2] ^= 1
	for _, b := range [][]byte{bad, good[:len(good)/2], nil} {
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if got := opened(t, dir).Digest(); got != want {
			t.Errorf("digest %s, want %s", got, want)
		}
		mended, err := os.ReadFile(name)
		if err != nil || !bytes.Equal(mended, good) {
			t.Errorf("the image was not mended: %v", err)
		}
	}
}

// TestOpenFolder: a folder of rules has an image of its own, which is made again
// once a file in it changes, and no image if there are mistakes in it.
func TestOpenFolder(t *testing.T) {
	dir, folder := t.TempDir(), t.TempDir()
	file := filepath.Join(folder, "lexicon", "ja", "own.yaml")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("data:\n  usage_log: [観測記録]\n")
	one := opened(t, dir, FS, Dir(folder))
	again := opened(t, dir, FS, Dir(folder))
	if again.Digest() != one.Digest() || !reflect.DeepEqual(one.compiled, again.compiled) {
		t.Error("the same folder gives another library")
	}
	write("data:\n  usage_log: [観測記録, 観測値]\n")
	if other := opened(t, dir, FS, Dir(folder)); other.Digest() == one.Digest() {
		t.Error("a changed file was not seen")
	}
	if n := len(images(t, dir)); n != 2 {
		t.Errorf("%d images, want 2", n)
	}
	write("data:\n  usage_log: [\"(観測\"]\n")
	if _, err := Open(dir, FS, Dir(folder)); err == nil {
		t.Error("a mistake was not reported")
	}
	if n := len(images(t, dir)); n != 2 {
		t.Errorf("%d images after a mistake, want 2", n)
	}
}

// TestOpenUnwritable: without a place for images the library is compiled.
func TestOpenUnwritable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"", filepath.Join(file, "below")} {
		if lib := opened(t, dir); lib.Digest() == "" || len(lib.Classes()) == 0 {
			t.Errorf("%q: no library", dir)
		}
	}
}

// BenchmarkOpen is what a start takes: with the image, and without.
func BenchmarkOpen(b *testing.B) {
	dir := b.TempDir()
	for _, bb := range []struct{ name, dir string }{{"image", dir}, {"files", ""}} {
		b.Run(bb.name, func(b *testing.B) {
			if _, err := Open(bb.dir); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if _, err := Open(bb.dir); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
