package api

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/gzip"
	"go.opentelemetry.io/otel/trace"
)

// begin gives the request an ID and the headers that every answer has. Pages
// replace the Content-Security-Policy with their own.
func (s *Server) begin(c *gin.Context) {
	r := &request{server: s, id: requestID(c.GetHeader("X-Request-Id")), lang: language(c.GetHeader("Accept-Language"))}
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), requestKey, r))
	h := c.Writer.Header()
	h["X-Request-Id"] = []string{r.id}
	h["X-Content-Type-Options"] = nosniff
	h["Content-Security-Policy"] = noContent
	h["X-Frame-Options"] = deny
	h["Referrer-Policy"] = noReferrer
	h["Cross-Origin-Opener-Policy"] = sameOrigin
	h["Cross-Origin-Resource-Policy"] = sameOrigin
	h["Permissions-Policy"] = noPermissions
	c.Next()
	for _, f := range r.ends {
		f()
	}
}

var (
	nosniff       = []string{"nosniff"}
	noContent     = []string{"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"}
	deny          = []string{"DENY"}
	noReferrer    = []string{"no-referrer"}
	sameOrigin    = []string{"same-origin"}
	noPermissions = []string{"camera=(), geolocation=(), microphone=(), payment=(), usb=()"}
)

// requestID takes the ID that a proxy gave if it is a plain word, else makes one.
func requestID(given string) string {
	if given != "" && len(given) <= 64 && strings.Trim(given, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_.") == "" {
		return given
	}
	return strings.ToLower(rand.Text()[:20])
}

// recover answers a panic with 500. Its message may hold words of a document:
// only those of the Go runtime are logged.
func (s *Server) recover(c *gin.Context) {
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		if p == http.ErrAbortHandler { //nolint:errorlint // the value itself is panicked with
			panic(p)
		}
		what := fmt.Sprintf("%T", p)
		if e, ok := p.(runtime.Error); ok {
			what = e.Error()
		}
		s.log.Error("panic", "request", RequestID(c.Request.Context()), "what", what, "stack", string(debug.Stack()))
		if !c.Writer.Written() {
			s.fail(c, humaProblem(http.StatusInternalServerError, "").(*Problem))
		}
		c.Abort()
	}()
	c.Next()
}

// observe logs and counts the request, and names its span: never its path with what is in it, its
// query, its body or the address of the client.
func (s *Server) observe(c *gin.Context) {
	begin := time.Now()
	c.Next()
	took := time.Since(begin)
	route := c.FullPath()
	if route == "" {
		route = "other"
	}
	method := c.Request.Method
	if !slices.Contains(methods, method) {
		method = "other"
	}
	status := c.Writer.Status()
	s.service.metrics.request(method, route, status, took)
	ctx := c.Request.Context()
	trace.SpanFromContext(ctx).SetName(method + " " + route)
	r := requestOf(ctx)
	level := slog.LevelInfo
	switch {
	case status >= 500 && status != http.StatusServiceUnavailable || r.cause != nil:
		level = slog.LevelError
	case route == "/healthz" || route == "/readyz" || route == "/metrics":
		level = slog.LevelDebug
	}
	if !s.log.Enabled(ctx, level) {
		return
	}
	attrs := []slog.Attr{slog.String("request", r.id), slog.String("method", method), slog.String("route", route), slog.Int("status", status),
		slog.Float64("ms", float64(took.Microseconds())/1000), slog.Int64("in", max(0, c.Request.ContentLength)), slog.Int("out", max(0, c.Writer.Size()))}
	if caller := CallerOf(ctx); caller != nil {
		attrs = append(attrs, slog.String("tenant", caller.Tenant), slog.String("caller", caller.ID))
	}
	if r.cause != nil {
		attrs = append(attrs, slog.String("cause", r.cause.Error()))
	}
	s.log.LogAttrs(ctx, level, "request", attrs...)
}

var methods = []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions}

// guard refuses foreign host names on an open service and requests that other
// web sites make, and answers those sites that may.
func (s *Server) guard(c *gin.Context) {
	if len(s.config.Hosts) > 0 && !slices.Contains(s.config.Hosts, hostname(c.Request.Host)) {
		s.fail(c, newProblem("wrong-host", "このサービスはこのホスト名では応答しません。--host で許可するか、認証を有効にしてください。",
			"The service does not answer to this host name; allow it by --host, or switch authentication on."))
		return
	}
	if origin := c.GetHeader("Origin"); origin != "" && slices.Contains(s.config.Origins, origin) {
		h := c.Writer.Header()
		h.Set("Access-Control-Allow-Origin", origin)
		h.Add("Vary", "Origin")
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		h.Set("Access-Control-Expose-Headers", "ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id")
		if c.Request.Method == http.MethodOptions && c.GetHeader("Access-Control-Request-Method") != "" {
			h.Set("Access-Control-Allow-Methods", "GET, POST, DELETE")
			h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key, If-None-Match, Accept-Language")
			h.Set("Access-Control-Max-Age", "600")
			c.AbortWithStatus(http.StatusNoContent)
			return
		}
	}
	if err := s.cross.Check(c.Request); err != nil {
		s.fail(c, newProblem("cross-origin", "他のサイトのページからの要求は受け付けません。許可するサイトは --origin で指定します。", "Requests from pages of other sites are refused; --origin names those that may."))
		return
	}
	c.Next()
}

func hostname(host string) string {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	return strings.ToLower(strings.Trim(host, "[]"))
}

// compressed are the media types worth compressing. Streams of events are not
// among them: they must not be held back.
var compressed = []string{"application/json", "application/problem+json", "application/openapi+json", "application/schema+json", "text/html", "text/markdown", "text/css", "text/javascript", "text/plain", "image/svg+xml"}

// leastCompressed is the size from which an answer is compressed.
const leastCompressed = 1024

var zippers = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is valid
	return z
}}

// compress writes with gzip where the client takes it.
func (s *Server) compress(c *gin.Context) {
	if c.Request.Method == http.MethodHead || !takesGzip(c.GetHeader("Accept-Encoding")) {
		c.Next()
		return
	}
	z := &zipped{ResponseWriter: c.Writer}
	c.Writer = z
	defer func() {
		z.end()
		c.Writer = z.ResponseWriter // for what is written after a panic
	}()
	c.Next()
}

func takesGzip(accept string) bool {
	for part := range strings.SplitSeq(accept, ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name == "gzip" || name == "*" {
			q = strings.ReplaceAll(q, " ", "")
			return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
		}
	}
	return false
}

// zipped decides at the first write whether to compress.
type zipped struct {
	gin.ResponseWriter
	zip     *gzip.Writer
	decided bool
	size    int
}

func (z *zipped) decide(n int) {
	z.decided = true
	h := z.Header()
	media, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	if n < leastCompressed || h.Get("Content-Encoding") != "" || !slices.Contains(compressed, media) {
		return
	}
	h.Add("Vary", "Accept-Encoding")
	h.Set("Content-Encoding", "gzip")
	h.Del("Content-Length")
	if tag := h.Get("ETag"); tag != "" && !strings.HasPrefix(tag, "W/") {
		h.Set("ETag", "W/"+tag)
	}
	z.zip = zippers.Get().(*gzip.Writer)
	z.zip.Reset(z.ResponseWriter)
}

// Write implements io.Writer.
func (z *zipped) Write(b []byte) (int, error) {
	if !z.decided {
		z.decide(len(b))
	}
	z.size += len(b)
	if z.zip == nil {
		return z.ResponseWriter.Write(b)
	}
	return z.zip.Write(b)
}

// WriteString implements io.StringWriter.
func (z *zipped) WriteString(b string) (int, error) { return z.Write([]byte(b)) }

// Flush implements http.Flusher.
func (z *zipped) Flush() {
	if z.zip != nil {
		_ = z.zip.Flush()
	}
	z.ResponseWriter.Flush()
}

// Unwrap lets http.ResponseController reach the connection.
func (z *zipped) Unwrap() http.ResponseWriter { return z.ResponseWriter }

func (z *zipped) end() {
	if z.zip == nil {
		return
	}
	_ = z.zip.Close() // a client that left cannot be told
	z.zip.Reset(nil)
	zippers.Put(z.zip)
	z.zip = nil
}
