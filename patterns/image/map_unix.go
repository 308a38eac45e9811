//go:build unix

package image

import (
	"os"
	"sync"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// trusted reports whether only this user or root could have written a file.
func trusted(info os.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && info.Mode().IsRegular() && info.Mode().Perm()&0o022 == 0 && (st.Uid == 0 || int(st.Uid) == os.Geteuid())
}

// mapFile maps a file so that it can be written to in memory alone.
func mapFile(f *os.File, size int) ([]byte, error) {
	p, err := unix.MmapPtr(int(f.Fd()), 0, unsafe.Add(nil, home), uintptr(size), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE)
	if err != nil {
		return nil, err
	}
	return unsafe.Slice((*byte)(p), size), nil
}

// seal makes b a place that cannot be written to: a change of the value ends the
// program instead of losing what the collector cannot see.
func seal(b []byte) { _ = unix.Mprotect(b, unix.PROT_READ) }

// roots are what images point to on the heap.
type roots struct {
	mu   sync.Mutex
	made []any
}

func (r *roots) add(_ []byte, made []any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.made = append(r.made, made...)
}
