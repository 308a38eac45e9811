//go:build unix

package corpus

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// lock keeps other runs of this machine out of a folder of results until unlock. It
// ends with the process, however that ends. Buckets, and folders of file systems
// without locks, are open to all.
func lock(out shelf) (unlock func(), err error) {
	dir, ok := out.(diskShelf)
	if !ok {
		return func() {}, nil
	}
	f, err := os.Open(string(dir))
	if err != nil {
		return nil, err
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); errors.Is(err, unix.EWOULDBLOCK) {
		_ = f.Close()
		return nil, fmt.Errorf("%s: %w", out, ErrRunning)
	}
	return func() { _ = f.Close() }, nil
}
