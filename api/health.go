package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/analyzer/token"
	"github.com/yakkan/yakkan/patterns"
)

// HealthOut says whether the service is alive or ready.
type HealthOut struct {
	Status       int
	CacheControl string `header:"Cache-Control"`
	Body         HealthJSON
}

// HealthJSON says whether the service is alive or ready, and what is not.
type HealthJSON struct {
	Status string            `json:"status" enum:"ok,degraded,unavailable" doc:"degraded: documents are analysed, but something is missing."`
	Checks map[string]string `json:"checks,omitempty"`
}

// VersionOut says what is running.
type VersionOut struct {
	Body VersionJSON
}

// VersionJSON says what is running and what it accepts.
type VersionJSON struct {
	Version    string     `json:"version"`
	Library    string     `json:"library"`
	Digest     string     `json:"digest"`
	Dictionary string     `json:"dictionary"`
	LawVersion string     `json:"law_version"`
	Report     string     `json:"report" doc:"Schema of reports."`
	Limits     LimitsJSON `json:"limits"`
	Disclaimer Text       `json:"disclaimer"`
}

// LimitsJSON is what a request may ask for.
type LimitsJSON struct {
	Body            int64 `json:"body" doc:"Bytes of a request body."`
	Documents       int   `json:"documents" doc:"Documents in a request."`
	RequestSeconds  int64 `json:"request_seconds" doc:"How long all documents of a request may take."`
	KeepSeconds     int64 `json:"keep_seconds" doc:"How long analyses are kept."`
	KeepTextSeconds int64 `json:"keep_text_seconds" doc:"How long texts are kept at most."`
}

// health adds what operators and balancers ask for. It needs no credentials but
// for the metrics.
func (s *Server) health() {
	open := func(id, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: http.MethodGet, Path: path, Tags: []string{"service"}, Summary: summary, Security: []map[string][]string{}}
	}
	huma.Register(s.api, open("healthz", "/healthz", "Is the process alive? / 稼働確認"), func(context.Context, *struct{}) (*HealthOut, error) {
		return &HealthOut{Status: http.StatusOK, CacheControl: "no-store", Body: HealthJSON{Status: "ok"}}, nil
	})
	huma.Register(s.api, open("readyz", "/readyz", "Can it take requests? / 受付可否"), s.readyz)
	ready := s.find(http.MethodGet, "/readyz")
	ready.Responses["503"] = &huma.Response{Description: "It cannot take requests.", Content: map[string]*huma.MediaType{"application/json": {Schema: s.schema(HealthJSON{})}}}
	huma.Register(s.api, open("version", "/version", "What is running? / 版"), func(context.Context, *struct{}) (*VersionOut, error) {
		return &VersionOut{Body: s.service.Version()}, nil
	})
	s.engine.GET("/metrics", func(c *gin.Context) {
		if _, err := need(c.Request.Context(), ScopeMetrics); err != nil {
			s.Fail(c, err)
			return
		}
		c.Header("Cache-Control", "no-store")
		s.service.metrics.Handler().ServeHTTP(c.Writer, c.Request)
	})
	item := &huma.PathItem{Get: &huma.Operation{OperationID: "metrics", Method: http.MethodGet, Path: "/metrics", Tags: []string{"service"}, Summary: "Metrics for Prometheus / 計測値",
		Security: []map[string][]string{{"apiKey": {}}, {"oidc": {}}}, Extensions: map[string]any{"x-scope": string(ScopeMetrics)},
		Responses: map[string]*huma.Response{"200": {Description: "Metrics.", Content: map[string]*huma.MediaType{"text/plain": {Schema: &huma.Schema{Type: huma.TypeString}}}}}}}
	if s.config.Open {
		item.Get.Security = append(item.Get.Security, map[string][]string{})
	}
	s.api.OpenAPI().Paths["/metrics"] = item
}

// Version says what is running.
func (s *Service) Version() VersionJSON {
	l := s.library.Legal()
	return VersionJSON{
		Version: s.version, Library: patterns.Version, Digest: s.library.Digest(), Dictionary: token.Version(), LawVersion: l.LawVersion, Report: report.Schema,
		Limits:     LimitsJSON{Body: s.limits.Body, Documents: s.limits.Documents, RequestSeconds: int64(s.limits.Request.Seconds()), KeepSeconds: int64(s.limits.Keep.Seconds()), KeepTextSeconds: int64(s.limits.KeepText.Seconds())},
		Disclaimer: l.Verdicts.Disclaimers.Short,
	}
}

// readyz says whether to send requests here. A Redis that is away only degrades
// the service: documents are analysed without it. A file that is away does not
// let anything be kept that was to be kept.
func (s *Server) readyz(ctx context.Context, _ *struct{}) (*HealthOut, error) {
	out := &HealthOut{Status: http.StatusOK, CacheControl: "no-store", Body: HealthJSON{Status: "ok", Checks: map[string]string{}}}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	kind := s.service.store.Kind()
	out.Body.Checks["store"] = kind
	if err := s.service.store.Ping(ctx); err != nil {
		out.Body.Status, out.Body.Checks["store"] = "degraded", kind+" does not answer"
		if kind == "file" {
			out.Status, out.Body.Status = http.StatusServiceUnavailable, "unavailable"
		}
	}
	for _, c := range s.config.Ready {
		out.Body.Checks[c.Name] = "ok"
		if err := c.Test(ctx); err != nil {
			out.Body.Status, out.Body.Checks[c.Name] = "degraded", "does not answer"
		}
	}
	if s.draining.Load() {
		out.Status, out.Body.Status = http.StatusServiceUnavailable, "unavailable"
		out.Body.Checks["stopping"] = "yes"
	}
	return out, nil
}
