// Command yakkan reads Japanese terms of service and shows, with quotes, how
// they stand to the cloud exception of the Act on the Protection of Personal
// Information.
package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// The heap of commands that end.
const (
	// firstHeap is how far, in percent of the runtime's least heap of 4 MB, the
	// heap grows before it is collected at all: a document of some pages is done
	// by then.
	firstHeap = 400
	// laterHeap is by how much it grows from then on.
	laterHeap = 150
	// mostMemory is the soft limit in bytes: above it a document of many megabytes
	// is collected more often instead of growing to two and a half times what it
	// needs.
	mostMemory = 224 << 20
)

func main() {
	dropInitPages()
	collectLate()
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// collectLate sets when garbage is collected; GOGC and GOMEMLIMIT prevail.
func collectLate() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(firstHeap)
		// What is garbage already goes with the first collection, whose cleanup
		// this is.
		runtime.AddCleanup(new([16]byte), func(percent int) { debug.SetGCPercent(percent) }, laterHeap)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(mostMemory)
	}
}
