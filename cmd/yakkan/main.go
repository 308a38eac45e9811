// Command yakkan reads Japanese terms of service and shows, with quotes, how
// they stand to the cloud exception of the Act on the Protection of Personal
// Information.
package main

import (
	"os"
	"runtime/debug"
)

func main() {
	// The library is compiled at every start and most of what that takes is
	// garbage at once. Collecting it six times made a third of a short run; a
	// heap of some 20 MB does not matter to anybody. GOGC still prevails.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(150)
	}
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
