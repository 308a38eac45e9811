// Command yakkan reads Japanese terms of service and shows, with quotes, how
// they stand to the cloud exception of the Act on the Protection of Personal
// Information.
package main

import (
	"os"
	"runtime/debug"
)

// shortRunMemory is the soft limit of memory, in bytes, of commands that end.
const shortRunMemory = 224 << 20

func main() {
	// The library is compiled at every start and most of what that takes is
	// garbage at once. Collecting it six times made a third of a short run; a
	// heap of some 20 MB does not matter to anybody. GOGC still prevails.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(150)
	}
	// Above this a document of many megabytes is collected more often instead of
	// growing to two and a half times what it needs. GOMEMLIMIT prevails.
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(shortRunMemory)
	}
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
