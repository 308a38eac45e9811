package api

import (
	"bytes"
	"context"
	"strconv"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/maypok86/otter/v2"

	"github.com/yakkan/yakkan/analyzer"
)

// Stores hold the JSON of an analysis packed by S2 (packing.go): a third of its size,
// and 0.1 ms to pack and 0.02 ms to unpack for terms of 15 kB (103 kB of JSON). What
// was asked for lately lies unpacked in this process, with all that an answer
// needs, and with its gzip form once somebody asked for that.

// ready is an analysis as this process answers with it again. It is safe for
// concurrent use.
type ready struct {
	*Analysis
	etag, location, length []string // values of headers

	lent *buffer // what JSON lies in, if nothing else will hold on to it

	once       sync.Once
	zip        []byte
	zipLength  []string
	weak, stat []string
}

func newReady(a *Analysis) *ready {
	tag := etag(a, "json")
	return &ready{
		Analysis: a, etag: []string{tag}, weak: []string{"W/" + tag}, location: []string{"/v1/analyses/" + a.ID},
		length: []string{strconv.Itoa(len(a.JSON))}, stat: []string{cacheStatus(a)},
	}
}

// zipped returns the JSON as gzip, made once.
func (r *ready) zipped() ([]byte, []string) {
	r.once.Do(func() {
		var b bytes.Buffer
		z := zippers.Get().(*gzip.Writer)
		z.Reset(&b)
		_, _ = z.Write(r.JSON) // a buffer takes everything
		_ = z.Close()
		z.Reset(nil)
		zippers.Put(z)
		r.zip = bytes.Clone(b.Bytes())
		r.zipLength = []string{strconv.Itoa(len(r.zip))}
	})
	return r.zip, r.zipLength
}

func cacheKey(tenant, id string) string { return tenant + "\x00" + id }

// cacheTime is how long this process answers without asking the store.
const cacheTime = 10 * time.Minute

func newCache(bytes int) *otter.Cache[string, *ready] {
	return otter.Must(&otter.Options[string, *ready]{
		MaximumWeight:    uint64(bytes),
		Weigher:          func(_ string, r *ready) uint32 { return uint32(len(r.JSON)/2*3 + 1024) }, // the half is for gzip
		ExpiryCalculator: otter.ExpiryWriting[string, *ready](cacheTime),
	})
}

// readBytes is how much the analyses may take that are held to be judged again.
const readBytes = 64 << 20

// newReads returns the cache of kept documents as they were read, by tenant, ID and
// number: questionnaires are answered step by step, and each answer is judged
// without reading again. The weight is an estimate; 34 to 48 bytes for a byte of
// text were measured.
func newReads() *otter.Cache[string, *analyzer.Analysis] {
	return otter.Must(&otter.Options[string, *analyzer.Analysis]{
		MaximumWeight:    readBytes,
		Weigher:          func(_ string, a *analyzer.Analysis) uint32 { return uint32(50*len(a.Document.Original) + 64<<10) },
		ExpiryCalculator: otter.ExpiryAccessing[string, *analyzer.Analysis](cacheTime),
	})
}

// lookup returns an analysis made before, or nil. A store that is away has none.
func (s *Service) lookup(ctx context.Context, tenant, id string) *ready {
	if r := s.remembered(ctx, tenant, id); r != nil {
		return r
	}
	kept, err := s.store.Get(ctx, tenant, id)
	if err != nil {
		s.metrics.lookups.WithLabelValues("miss").Inc()
		return nil
	}
	lent := &buffer{} // what is cached keeps its own
	if s.cache == nil {
		lent = buffers.Get().(*buffer)
	}
	a, err := stored(kept, lent.b)
	if err != nil || !s.lasts(a) {
		return nil
	}
	s.metrics.lookups.WithLabelValues("store").Inc()
	s.remember(tenant, a)
	a.Cache = "store"
	r := newReady(a)
	if s.cache == nil {
		lent.b = a.JSON
		r.lent = lent
	}
	return r
}

// buffer is room that can be used again.
type buffer struct{ b []byte }

// buffers are for what is used once: JSON without a cache in process, and what is
// being written or packed. Collecting them would cost as much as everything else.
var buffers = sync.Pool{New: func() any { return &buffer{} }}

// answered says that nobody looks at r any more.
func (r *ready) answered() {
	if r.lent != nil {
		buffers.Put(r.lent)
	}
}

// remembered returns an analysis that lies in this process, or nil.
func (s *Service) remembered(ctx context.Context, tenant, id string) *ready {
	if s.cache == nil {
		return nil
	}
	r, ok := s.cache.GetIfPresent(cacheKey(tenant, id))
	if !ok || !s.lasts(r.Analysis) || s.dropped(ctx, tenant, id) {
		return nil
	}
	s.metrics.inMemory.Inc()
	return r
}

// dropped reports whether a store in memory let go of an analysis to make room.
func (s *Service) dropped(ctx context.Context, tenant, id string) bool {
	if s.store.Kind() != "memory" {
		return false
	}
	_, err := s.store.Get(ctx, tenant, id)
	return err != nil
}

// lasts reports whether an analysis will be kept for long enough to be given
// out as an answer: for half of its time.
func (s *Service) lasts(a *Analysis) bool {
	return a.Expires.Sub(s.now()) > s.limits.Keep/2
}

// remember keeps an analysis in this process.
func (s *Service) remember(tenant string, a *Analysis) {
	if s.cache == nil {
		return
	}
	b := *a
	b.Cache, b.Documents, b.reports = "memory", nil, nil
	s.cache.Set(cacheKey(tenant, a.ID), newReady(&b))
}
