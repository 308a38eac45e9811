package api

import (
	"bytes"
	"crypto/sha256"
	"hash"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/maypok86/otter/v2"
)

// A request that is, byte by byte, one that was answered with an analysis asks
// for the same analysis: what it says need not be parsed and checked again. The
// shortcut remembers by a digest of the tenant, the day (facts grow old), what
// in the headers and the query counts, and the body, which analysis that was.
// It keeps no answer: an analysis that was deleted or has expired is not found
// and the request goes the long way, with the body that has been read.

// shortcutBody is how long a body may be to be tried.
const shortcutBody = 1 << 20

// shortcut answers POST /v1/analyses from what is kept, or passes the request on.
type shortcut struct {
	asked *otter.Cache[[sha256.Size]byte, string] // digest of a request -> ID of the analysis
	pool  sync.Pool                               // of *attempt
}

// attempt is what one request needs and the next can use again.
type attempt struct {
	sum     hash.Hash
	content [sha256.Size]byte // digest of body
	key     [sha256.Size]byte
	body    []byte
	field   [8]byte
}

func newShortcut() *shortcut {
	return &shortcut{
		asked: otter.Must(&otter.Options[[sha256.Size]byte, string]{MaximumSize: 100_000}),
		pool:  sync.Pool{New: func() any { return &attempt{sum: sha256.New()} }},
	}
}

// readBody is a body that is in memory already, within the budget.
type readBody struct {
	bytes.Reader
	data []byte
	sum  [sha256.Size]byte // of data
}

// Close implements io.Closer.
func (b *readBody) Close() error { return nil }

// again answers a request that was answered before.
func (s *Server) again(c *gin.Context) {
	req := c.Request
	if c.FullPath() != "/v1/analyses" || req.Method != http.MethodPost || req.ContentLength <= 0 || req.ContentLength > min(shortcutBody, s.service.limits.Body) ||
		req.Header["Idempotency-Key"] != nil || acceptsSARIF(c.GetHeader("Accept")) {
		c.Next()
		return
	}
	ctx := req.Context()
	caller, err := need(ctx, ScopeAnalyze)
	if err != nil {
		c.Next() // it says why
		return
	}
	r := requestOf(ctx)
	a := s.short.pool.Get().(*attempt)
	b := s.body(req)
	r.onEnd(b.done)
	if err := a.read(b, int(req.ContentLength)); err != nil {
		s.short.pool.Put(a)
		s.fail(c, bodyProblem(err).(*Problem))
		return
	}
	day := s.service.now().In(japan).Format(time.DateOnly)
	a.digest(caller.Tenant, day, req.Header.Get("Content-Type"), req.URL.RawQuery)
	if id, ok := s.short.asked.GetIfPresent(a.key); ok {
		if kept := s.service.lookup(ctx, caller.Tenant, id); kept != nil {
			s.short.pool.Put(a)
			kept.serve(c)
			kept.answered()
			c.Abort()
			return
		}
		s.short.asked.Invalidate(a.key)
	}
	// The body now belongs to the request: what is made of it may hold on to it.
	held := &readBody{data: a.body, sum: a.content}
	held.Reset(a.body)
	a.body = nil
	key := a.key
	s.short.pool.Put(a)
	req.Body = held
	c.Next()
	if r.made != "" && c.Writer.Status() == http.StatusOK {
		s.short.asked.Set(key, r.made)
	}
}

// read reads a body of n bytes.
func (a *attempt) read(r io.Reader, n int) error {
	if cap(a.body) < n {
		a.body = make([]byte, n)
	}
	a.body = a.body[:n]
	_, err := io.ReadFull(r, a.body)
	return err
}

// digest makes the key of a request.
func (a *attempt) digest(fields ...string) {
	a.content = sha256.Sum256(a.body)
	a.sum.Reset()
	for _, f := range fields {
		writeLength(a.sum, &a.field, len(f))
		_, _ = io.WriteString(a.sum, f) // a digest takes everything
	}
	a.sum.Write(a.content[:])
	a.sum.Sum(a.key[:0])
}

// serve answers as postAnalyses does.
func (r *ready) serve(c *gin.Context) {
	h := c.Writer.Header()
	h["Content-Type"] = jsonMedia
	h["Cache-Control"] = revalidate
	h["Cache-Status"] = r.stat
	h["Location"] = r.location
	if takesGzip(c.GetHeader("Accept-Encoding")) && len(r.JSON) >= leastCompressed {
		b, length := r.zipped()
		h["Vary"] = varyZipped
		h["Content-Encoding"] = gzipped
		h["Etag"] = r.weak
		h["Content-Length"] = length
		c.Writer.WriteHeader(http.StatusOK)
		_, _ = c.Writer.Write(b) // a client that left cannot be told
		return
	}
	h["Vary"] = vary
	h["Etag"] = r.etag
	h["Content-Length"] = r.length
	c.Writer.WriteHeader(http.StatusOK)
	_, _ = c.Writer.Write(r.JSON) // likewise
}

var (
	jsonMedia  = []string{"application/json"}
	revalidate = []string{"private, no-cache"}
	vary       = []string{"Accept, Accept-Language"}
	varyZipped = []string{"Accept, Accept-Language", "Accept-Encoding"}
	gzipped    = []string{"gzip"}
)
