//go:build !cli

package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/yakkan/yakkan/analyzer/document"
	"github.com/yakkan/yakkan/api"
	"github.com/yakkan/yakkan/api/web"
	"github.com/yakkan/yakkan/corpus"
	"github.com/yakkan/yakkan/corpus/queue"
	"github.com/yakkan/yakkan/corpus/store"
)

func (a *app) serveCommand() *cobra.Command {
	var f serveFlags
	c := &cobra.Command{
		Use: "serve", Short: "APIとウェブページのサーバーを起動する", Args: cobra.NoArgs,
		Long: `APIとウェブページのサーバーを起動します。何も指定しなければ、この計算機からだけ使え、結果はメモリーに置きます。
設定は、フラグ、環境変数（--max-body なら YAKKAN_MAX_BODY）、--config のファイルの順に優先します。
詳しくは docs/service.md にあります。`,
		Example: "  yakkan serve\n  yakkan serve --data /var/lib/yakkan --listen :8080\n  YAKKAN_REDIS_URL=redis://localhost:6379/0 yakkan serve",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.load(cmd); err != nil {
				return err
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return a.serve(ctx, &f)
		},
	}
	f.add(c.Flags())
	return c
}

// openStore opens where keys and analyses lie: Redis, a file, or memory.
func (f *serveFlags) openStore() (store.Store, error) {
	switch {
	case f.redis != "" && f.data != "":
		return nil, fail("--redis と --data はどちらか一方を指定してください", "give either --redis or --data")
	case f.redis != "":
		s, err := store.OpenRedis(f.redis)
		if err != nil {
			return nil, fail("--redis: %v", "--redis: %v", err)
		}
		return s, nil
	case f.data != "":
		s, err := store.OpenFile(f.data)
		if err != nil {
			return nil, fail("--data %s を開けません。空き容量と書込みの権限を確認してください: %v", "cannot open --data %s; look at its free space and permissions: %v", f.data, err)
		}
		return s, nil
	}
	return store.NewMemory(0), nil
}

// access decides who may use the service, and refuses to open it to others by
// accident.
func (f *serveFlags) access(ctx context.Context, st store.Store) (auth api.Authenticators, open bool, oidc *api.OIDC, err error) {
	auth = api.Authenticators{api.NewKeys(st, 5*time.Minute)}
	if f.oidcIssuer != "" {
		scopes, err := scopesOf(f.oidcDefault)
		if err != nil {
			return nil, false, nil, err
		}
		oidc, err = api.NewOIDC(api.OIDCConfig{Issuer: f.oidcIssuer, Audience: f.oidcAudience, TenantClaim: f.oidcTenant, ScopesClaim: f.oidcScopes, DefaultScopes: scopes})
		if err != nil {
			return nil, false, nil, fail("OIDCの設定の誤り: %v", "OIDC: %v", err)
		}
		auth = append(auth, oidc)
	}
	switch f.auth {
	case "auto":
		open = loopback(f.listen)
	case "required":
	case "open":
		open = true
	default:
		return nil, false, nil, fail("--auth %s は使えません。auto、required、open のいずれかを指定してください", "--auth %s: use auto, required or open", f.auth)
	}
	if open || oidc != nil {
		return auth, open, oidc, nil
	}
	if st.Kind() == "memory" {
		return nil, false, nil, fail("%s で待ち受けるには認証が必要ですが、APIキーの保管先がありません。--data か --redis を指定して yakkan keys create でキーを作るか、--oidc-issuer を指定してください。認証なしで公開する場合だけ --auth open を付けてください",
			"listening on %s needs authentication, and there is nowhere to keep API keys: give --data or --redis and make a key with yakkan keys create, or give --oidc-issuer. Only to serve everybody without authentication: --auth open", f.listen)
	}
	keys, err := st.ListKeys(ctx)
	if err == nil && !slices.ContainsFunc(keys, func(k store.Key) bool { return k.Revoked.IsZero() }) {
		return nil, false, nil, fail("有効なAPIキーがありません。先に yakkan keys create で作ってください", "there is no API key in force; make one with yakkan keys create first")
	}
	return auth, false, oidc, nil
}

// loopback reports whether an address can be reached from this machine only.
func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

func (f *serveFlags) limits() api.Limits {
	return api.Limits{Body: f.maxBody, InFlight: f.maxInFlight, Documents: f.maxDocuments, Analyses: f.analyses, Queue: f.queue, Wait: f.wait, Request: f.request,
		Keep: f.keep, KeepText: f.keepText, CacheBytes: f.cacheBytes, Document: document.Limits{Seconds: f.timeout}}
}

func (f *serveFlags) quotas(open bool) []store.Quota {
	if open {
		return nil
	}
	var qs []store.Quota
	if f.rateRequests > 0 {
		qs = append(qs, store.Quota{Name: "requests", Units: f.rateRequests, Window: time.Minute})
	}
	if f.rateBytes > 0 {
		qs = append(qs, store.Quota{Name: "content-bytes", Units: f.rateBytes, Window: time.Minute})
	}
	return qs
}

// batches says where batches lie and who works on them.
func (f *serveFlags) batches(log *slog.Logger) (api.BatchConfig, error) {
	c := api.BatchConfig{Dir: f.batchDir, Sources: f.batchSources, Secrets: f.secrets, Body: f.batchBody, Documents: f.batchDocuments, Log: log}
	for _, s := range f.secrets {
		if err := api.CheckSecret(s); err != nil {
			return c, fail("--webhook-secret は whsec_ で始まり、base64で24から64バイトの鍵にしてください", "--webhook-secret: %v", err)
		}
	}
	for _, s := range f.batchSources {
		if !corpus.IsURL(s) {
			return c, fail("--batch-source %s は s3:// などのURLにしてください", "--batch-source %s: give a URL such as s3://…", s)
		}
	}
	if c.Dir == "" && f.data != "" {
		c.Dir = filepath.Join(f.data, "batches")
	}
	if c.Dir != "" {
		dir, err := filepath.Abs(c.Dir)
		if err != nil {
			return c, err
		}
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return c, fail("--batch-dir %s を作れません: %v", "cannot make --batch-dir %s: %v", dir, err)
		}
		c.Dir = dir
	}
	if f.redis == "" || f.batchDir == "" || f.batchQueue == "none" {
		return c, nil
	}
	q, err := queue.Open(f.redis, queue.Options{Name: f.batchQueue, Log: log})
	if err != nil {
		return c, fail("--redis、--batch-queue: %v", "--redis, --batch-queue: %v", err)
	}
	c.Queue = q
	return c, nil
}

// serve runs the service until ctx ends.
func (a *app) serve(ctx context.Context, f *serveFlags) error {
	var level slog.Level
	if err := level.UnmarshalText([]byte(f.logLevel)); err != nil {
		return fail("--log-level %s は使えません。debug、info、warn、error のいずれかを指定してください", "--log-level %s: use debug, info, warn or error", f.logLevel)
	}
	log := slog.New(slog.NewJSONHandler(a.err, &slog.HandlerOptions{Level: level}))
	if err := api.CheckOrigins(f.origins); err != nil {
		return fail("--origin: %v", "--origin: %v", err)
	}
	if (f.tlsCert == "") != (f.tlsKey == "") {
		return fail("--tls-cert と --tls-key は両方を指定してください", "give both --tls-cert and --tls-key")
	}
	begin := time.Now()
	e, err := a.open()
	if err != nil {
		return err
	}
	loaded := time.Since(begin)
	st, err := f.openStore()
	if err != nil {
		return err
	}
	defer st.Close()
	auth, open, oidc, err := f.access(ctx, st)
	if err != nil {
		return err
	}
	batches, err := f.batches(log)
	if err != nil {
		return err
	}
	if batches.Queue != nil {
		defer batches.Queue.Close()
	}
	svc := api.NewService(api.ServiceConfig{Analyzer: e.Analyzer, Library: e.lib, Store: st, Limits: f.limits(), Version: version, Batches: batches})
	defer svc.Close()
	conf := api.Config{Service: svc, Log: log, Auth: auth, Open: open, Origins: f.origins, Quotas: f.quotas(open), Routes: []func(*api.Server){web.Routes}}
	if open && f.auth == "auto" {
		conf.Hosts = append([]string{"localhost", "127.0.0.1", "::1"}, f.hosts...)
	} else {
		conf.Hosts = f.hosts
	}
	if oidc != nil {
		conf.Ready = append(conf.Ready, api.Check{Name: "oidc", Test: oidc.Ping})
	}
	s := api.NewServer(conf)
	defer s.Close()
	handler, flush, err := traced(ctx, f.traces, s)
	if err != nil {
		return err
	}
	defer flush()

	listeners, err := f.open()
	if err != nil {
		return err
	}
	servers := []*http.Server{api.HTTP(handler, log)}
	if len(listeners) > 1 {
		servers = append(servers, api.HTTP(opsHandler(s), log))
	}
	log.Info("serving", "address", listeners[0].Addr().String(), "authentication", !open, "store", st.Kind(), "version", version, "library", e.lib.Digest(), "loaded_ms", loaded.Milliseconds())
	if open && !loopback(f.listen) {
		log.Warn("everybody who reaches this address can use the service (--auth open)")
	}
	return runServers(ctx, f, s, svc, servers, listeners, log)
}

// open listens before anything is said to be ready.
func (f *serveFlags) open() ([]net.Listener, error) {
	var ls []net.Listener
	for _, address := range []string{f.listen, f.ops} {
		if address == "" {
			continue
		}
		l, err := net.Listen("tcp", address)
		if err != nil {
			return nil, fail("%s で待ち受けできません。使用中でないか確認してください: %v", "cannot listen on %s; look whether it is in use: %v", address, err)
		}
		ls = append(ls, l)
	}
	return ls, nil
}

// runServers serves until ctx ends, then lets what is under way finish.
func runServers(ctx context.Context, f *serveFlags, s *api.Server, svc *api.Service, servers []*http.Server, listeners []net.Listener, log *slog.Logger) error {
	inner, cancel := context.WithCancel(context.Background())
	var behind sync.WaitGroup
	behind.Go(func() { svc.Run(inner) })
	defer behind.Wait()
	defer cancel()
	ended := make(chan error, len(servers))
	for i, h := range servers {
		go func() {
			if i == 0 && f.tlsCert != "" {
				ended <- h.ServeTLS(listeners[i], f.tlsCert, f.tlsKey)
				return
			}
			ended <- h.Serve(listeners[i])
		}()
	}
	var err error
	select {
	case err = <-ended:
	case <-ctx.Done():
		log.Info("stopping", "timeout", f.linger.String())
	}
	s.Drain()
	limit, done := context.WithTimeout(context.Background(), f.linger)
	defer done()
	for _, h := range servers {
		if e := h.Shutdown(limit); e != nil {
			_ = h.Close()
			err = errors.Join(err, e)
		}
	}
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fail("--stop-timeout のうちに終わらない要求を打ち切りました", "requests that did not end within --stop-timeout were cut off")
	}
	log.Info("stopped")
	return err
}

// opsHandler is what operators ask on an address of its own: metrics, health,
// profiles.
func opsHandler(s *api.Server) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", s.Service().Metrics().Handler())
	mux.Handle("GET /healthz", s)
	mux.Handle("GET /readyz", s)
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	return mux
}

func scopesOf(words []string) ([]api.Scope, error) {
	var out []api.Scope
	for _, w := range words {
		s := api.Scope(strings.TrimSpace(w))
		if !slices.Contains(api.Scopes, s) {
			return nil, fail("%s という権限はありません。analyze、read、delete、metrics が使えます", "there is no scope %s; there are analyze, read, delete and metrics", w)
		}
		out = append(out, s)
	}
	return out, nil
}
