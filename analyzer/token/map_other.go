//go:build !unix

package token

import "os"

// mapFile reads the whole file where the system has no mmap.
func mapFile(path string) ([]byte, error) { return os.ReadFile(path) }

func unmapFile([]byte) {}
