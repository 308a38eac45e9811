package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"github.com/yakkan/yakkan/corpus/store"
)

// Config is what a Server is made of.
type Config struct {
	Service *Service
	Log     *slog.Logger // nil discards

	// Auth finds out who makes a request; nil knows nobody.
	Auth Authenticator
	// Open lets requests without credentials in, as Anyone. Credentials that
	// are wrong are refused all the same.
	Open bool
	// Hosts are the host names that an open service answers to, without port;
	// empty means any. On loopback they keep web pages out that point their own
	// name at this machine (DNS rebinding).
	Hosts []string
	// Origins are the web sites whose scripts may use the API (CORS).
	Origins []string
	// Quotas limit each tenant, or each address of an open service. A quota named
	// "content-bytes" counts bytes of bodies, any other requests.
	Quotas []store.Quota
	// Ready is asked by /readyz beside the store; nil means ready.
	Ready []Check
	// Routes add pages and operations. They run behind everything that guards
	// the API; CallerOf(ctx) tells them who asks.
	Routes []func(*Server)
}

// Check is something that has to work for the service to be ready.
type Check struct {
	Name string
	Test func(context.Context) error
}

// Server is the service on HTTP. Make it with NewServer.
type Server struct {
	service  *Service
	config   Config
	log      *slog.Logger
	engine   *gin.Engine
	api      huma.API
	budget   budget
	short    *shortcut
	policies []string      // of quotas, as a header
	local    store.Limiter // where the store's cannot be asked
	draining atomic.Bool
	cross    *http.CrossOriginProtection
	missing  gin.HandlerFunc // see Missing
}

// Missing sets the page that browsers get where there is nothing; others get a
// problem. It is for Config.Routes.
func (s *Server) Missing(page gin.HandlerFunc) { s.missing = page }

// NoPage is the problem of an address at which no page is.
func NoPage() *Problem {
	return newProblem("not-found", "そのアドレスにページはありません。上の一覧から選んでください。", "There is no page at this address; choose one above.")
}

// NewServer returns a server with all routes.
func NewServer(c Config) *Server {
	gin.SetMode(gin.ReleaseMode)
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{service: c.Service, config: c, log: c.Log, engine: gin.New(), local: store.NewMemory(1 << 20), cross: http.NewCrossOriginProtection(), short: newShortcut(), policies: policies(c.Quotas)}
	s.budget.limit = c.Service.limits.InFlight
	c.Service.metrics.bodies(&s.budget)
	for _, o := range c.Origins {
		_ = s.cross.AddTrustedOrigin(o) // CheckOrigins has complained about bad ones
	}
	s.engine.HandleMethodNotAllowed = true
	s.engine.RedirectTrailingSlash = false
	_ = s.engine.SetTrustedProxies(nil) // nil is never refused
	s.engine.Use(s.begin, s.observe, s.recover, s.guard, s.compress, s.identify, s.count, s.again)
	s.engine.NoRoute(func(c *gin.Context) {
		if s.missing != nil && c.Request.Method == http.MethodGet && !strings.HasPrefix(c.Request.URL.Path, "/v1/") && strings.Contains(c.GetHeader("Accept"), "text/html") {
			s.missing(c)
			return
		}
		s.fail(c, newProblem("not-found", "そのアドレスには何もありません。/docs に一覧があります。", "There is nothing at this address; /docs lists what there is."))
	})
	s.engine.NoMethod(func(c *gin.Context) {
		s.fail(c, newProblem("method-not-allowed", "このアドレスではそのメソッドを使えません。/docs に一覧があります。", "This address does not know the method; /docs lists what there is."))
	})
	s.api = humagin.New(s.engine, s.describe())
	s.operations()
	s.batchOperations()
	s.documentation()
	for _, add := range c.Routes {
		add(s)
	}
	return s
}

// Service returns the operations behind the server.
func (s *Server) Service() *Service { return s.service }

// Router returns where Routes add pages.
func (s *Server) Router() gin.IRouter { return s.engine }

// API returns where Routes add operations that the OpenAPI document describes.
func (s *Server) API() huma.API { return s.api }

// Close stops what runs behind the server.
func (s *Server) Close() {
	s.short.asked.StopAllGoroutines()
	if m, ok := s.local.(*store.Memory); ok {
		_ = m.Close()
	}
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.engine.ServeHTTP(w, r) }

// Drain makes /readyz say no, so that balancers stop sending.
func (s *Server) Drain() {
	s.draining.Store(true)
	s.service.draining.Store(true)
}

// request is what is known of a request besides its context.
type request struct {
	server *Server
	id     string
	lang   string
	caller *Caller       // nil before it is known
	asks   []store.Ask   // of quotas, once it is known that they count the request
	taken  []store.Taken // of them, where they were taken together with looking up the key
	made   string        // ID of the analysis that answers this request whenever it comes again
	ends   []func()
	cause  error // of a failure, for the log
}

func requestOf(ctx context.Context) *request {
	r, _ := ctx.Value(requestKey).(*request)
	return r
}

// RequestID returns the ID of the request that a context belongs to, or "".
func RequestID(ctx context.Context) string {
	if r := requestOf(ctx); r != nil {
		return r.id
	}
	return ""
}

// onEnd runs a function when the answer has been written.
func (r *request) onEnd(f func()) { r.ends = append(r.ends, f) }

// fail answers with a problem.
func (s *Server) fail(c *gin.Context, p *Problem) {
	for name, values := range p.headers {
		c.Header(name, values[0])
	}
	lang, id := "ja", ""
	if r := requestOf(c.Request.Context()); r != nil {
		lang, id = r.lang, r.id
	}
	c.Header("Content-Type", "application/problem+json")
	c.Header("Content-Language", lang)
	c.Header("Cache-Control", "no-store")
	c.AbortWithStatus(p.Status)
	_ = huma.DefaultJSONFormat.Marshal(c.Writer, p.In(lang, id)) // a client that left cannot be told
}

// Fail answers with the problem that an error holds, else with an internal one.
func (s *Server) Fail(c *gin.Context, err error) {
	var p *Problem
	if errors.As(s.explain(c.Request.Context(), err), &p) {
		s.fail(c, p)
	}
}

// HTTP returns an http.Server for a handler with the time limits of the service:
// headers within 5 seconds, a whole request within 30, answers within a minute.
func HTTP(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 32 << 10, ErrorLog: slog.NewLogLogger(quiet{log.Handler()}, slog.LevelWarn),
	}
}

// CheckOrigins reports the first of some origins that is none.
func CheckOrigins(origins []string) error {
	cross := http.NewCrossOriginProtection()
	for _, o := range origins {
		if err := cross.AddTrustedOrigin(o); err != nil {
			return err
		}
	}
	return nil
}

// quiet passes on only what concerns the operator: clients that break off or
// speak no HTTP are not.
type quiet struct{ slog.Handler }

// Handle implements slog.Handler.
func (q quiet) Handle(ctx context.Context, r slog.Record) error {
	if strings.Contains(r.Message, "TLS handshake error") || strings.Contains(r.Message, "URL query contains semicolon") {
		return nil
	}
	return q.Handler.Handle(ctx, r)
}
