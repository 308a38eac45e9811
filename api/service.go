// Package api serves the analyzer over HTTP: a JSON API described by OpenAPI 3.1
// and the seam for the web page.
//
// Service has the operations as plain functions func(ctx, *In) (*Out, error);
// its errors are Problems. Server puts them on gin and huma with everything
// around them: who calls (auth.go), how often (limits.go), how many at once
// (gate.go), what is kept (corpus/store).
//
// Uploaded text goes through memory only, unless the caller asks to keep it. It
// is never in logs, metrics, traces or problems. Nothing is fetched from
// addresses that a caller gives, but for buckets that the service allows; batches
// lie in a folder until they end (batch.go).
package api

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/corpus/store"
	"github.com/yakkan/yakkan/patterns"
)

// Limits bound what one request may ask for. The zero value means the defaults.
type Limits struct {
	Body       int64           // bytes of a request body; 16 MiB
	InFlight   int64           // bytes of all bodies that are being read or analysed; 256 MiB
	Documents  int             // documents in a request; 20
	Request    time.Duration   // how long all documents of a request may take; 30 s
	Analyses   int             // analyses at once; GOMAXPROCS
	Queue      int             // requests that may wait for their turn; 64 for each analysis at once
	Wait       time.Duration   // how long a request may wait; 0.5 s
	Document   document.Limits // of one document
	Keep       time.Duration   // how long analyses are kept; 30 days, 24 hours in memory
	KeepText   time.Duration   // how long a text may be kept at most; 30 days
	CacheBytes int             // of the report cache in this process; 64 MiB, negative for none
}

// Service is the operations. Make it with NewService; it is safe for concurrent
// use.
type Service struct {
	analyzer *analyzer.Analyzer
	library  *patterns.Library
	store    store.Store
	limits   Limits
	gate     *gate
	cache    *otter.Cache[string, *ready]             // by tenant and ID; nil for none
	reads    *otter.Cache[string, *analyzer.Analysis] // kept documents as they were read
	packing  packing
	metrics  *Metrics
	version  string
	now      func() time.Time
	batches  *batches
	draining atomic.Bool // streams of events end
}

// ServiceConfig is what a Service is made of.
type ServiceConfig struct {
	Analyzer *analyzer.Analyzer
	Library  *patterns.Library
	Store    store.Store // nil means a Memory of the default size
	Limits   Limits
	Version  string // of the program
	Batches  BatchConfig
}

// NewService returns a service. Close it to stop what runs behind it; the store
// is not closed.
func NewService(c ServiceConfig) *Service {
	if c.Store == nil {
		c.Store = store.NewMemory(0)
	}
	lim := c.Limits.withDefaults(c.Store.Kind())
	s := &Service{
		analyzer: c.Analyzer, library: c.Library, store: c.Store, limits: lim, version: c.Version,
		gate: newGate(lim.Analyses, lim.Queue, lim.Wait), reads: newReads(), packing: newPacking(c.Store), metrics: newMetrics(), now: time.Now,
	}
	s.metrics.ruleset(c.Version, c.Library.Digest())
	s.metrics.watch(s.gate)
	if lim.CacheBytes > 0 {
		s.cache = newCache(lim.CacheBytes)
	}
	s.batches = newBatches(s, c.Batches)
	return s
}

// Run follows what other nodes delete, packs what is kept in memory, and works on
// batches, until ctx ends.
func (s *Service) Run(ctx context.Context) {
	var working sync.WaitGroup
	working.Go(func() { s.batches.run(ctx) })
	if s.packing.memory != nil {
		working.Go(func() { s.packing.run(ctx, s.gate) })
	}
	defer working.Wait()
	if s.cache == nil {
		return
	}
	s.store.Deleted(ctx, func(tenant, id string) { s.cache.Invalidate(cacheKey(tenant, id)) }, func() { s.cache.InvalidateAll() })
}

// Close stops the caches.
func (s *Service) Close() {
	s.reads.StopAllGoroutines()
	if s.cache != nil {
		s.cache.StopAllGoroutines()
	}
	s.batches.close()
}

// Limits returns the limits in force.
func (s *Service) Limits() Limits { return s.limits }

// Library returns the rules in force.
func (s *Service) Library() *patterns.Library { return s.library }

func (l Limits) withDefaults(kind string) Limits {
	set := func(v *int, d int) {
		if *v == 0 {
			*v = d
		}
	}
	lasting := func(v *time.Duration, d time.Duration) {
		if *v == 0 {
			*v = d
		}
	}
	if l.Body == 0 {
		l.Body = 16 << 20
	}
	if l.InFlight == 0 {
		l.InFlight = 256 << 20
	}
	set(&l.Documents, 20)
	lasting(&l.Request, 30*time.Second)
	set(&l.Analyses, processors())
	set(&l.Queue, 64*l.Analyses)
	lasting(&l.Wait, time.Second/2)
	keep := 30 * 24 * time.Hour
	if kind == "memory" {
		keep = 24 * time.Hour
	}
	lasting(&l.Keep, keep)
	lasting(&l.KeepText, 30*24*time.Hour)
	set(&l.CacheBytes, 64<<20)
	if l.Document.Bytes == 0 {
		l.Document.Bytes = int(l.Body)
	}
	l.Document = l.Document.WithDefaults()
	return l
}
