// Package early sees to it that a command over one document starts fast and
// takes little memory: when garbage is collected, and which pages of the program
// stay in memory.
//
// It imports next to nothing and is therefore initialised before most libraries,
// whose initialisation alone would otherwise be worth a collection.
package early

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// By how much, in percent of what is in use, the heap grows before it is collected.
// What a collection takes hardly depends on how little is in use: it grows by
// leastGrowth bytes anyway.
const (
	// firstGrowth is of the runtime's least heap of 4 MB, before the first
	// collection: a document of some pages is done by then.
	firstGrowth = 400
	// laterGrowth is while less than muchMemory bytes are in use, muchGrowth from
	// there on: a document of many megabytes would otherwise take two and a half
	// times what it needs.
	laterGrowth = 150
	muchGrowth  = 50
	muchMemory  = 64 << 20
	leastGrowth = 32 << 20
)

// profiledBytes is how many bytes of memory are allocated between two samples of the
// profile of the heap. The runtime's half a megabyte is a request of the service, of
// which a sample takes a hundredth.
const profiledBytes = 16 << 20

func init() {
	runtime.MemProfileRate = profiledBytes
	// Half of initialisation is done by now. What it looked at and what the other
	// half looks at need not be there at once.
	dropInitPages()
	if os.Getenv("GOGC") == "" { // which prevails
		debug.SetGCPercent(firstGrowth)
		afterCollection(firstGrowth)
	}
}

// Main is what the program begins with, once all is initialised.
func Main() { dropInitPages() }

// afterCollection sets the growth anew after each collection. What is garbage
// already goes with the next one, and with it comes the call.
func afterCollection(growth int) {
	runtime.AddCleanup(new([16]byte), func(growth int) {
		sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(sample)
		live := sample[0].Value.Uint64()
		next := max(laterGrowth, int(leastGrowth*100/max(live, 1<<20)))
		if live > muchMemory {
			next = muchGrowth
		}
		if next != growth {
			debug.SetGCPercent(next)
		}
		afterCollection(next)
	}, growth)
}
