//go:build !cli

package main

import (
	"context"
	"net/http"
	"time"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	"go.opentelemetry.io/otel/sdk/trace"
)

// traced sends a span for each request to an OTLP endpoint. The spans have the
// route and figures, never words of a document. Without an endpoint nothing is
// recorded.
func traced(ctx context.Context, endpoint string, h http.Handler) (http.Handler, func(), error) {
	if endpoint == "" {
		return h, func() {}, nil
	}
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(endpoint), otlptracehttp.WithTimeout(5*time.Second))
	if err != nil {
		return nil, nil, fail("--traces: %v", "--traces: %v", err)
	}
	p := trace.NewTracerProvider(trace.WithBatcher(exporter), trace.WithResource(resource.NewSchemaless(
		attribute.String("service.name", "yakkan"), attribute.String("service.version", version))))
	otel.SetTracerProvider(p)
	otel.SetTextMapPropagator(propagation.TraceContext{})
	flush := func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		_ = p.Shutdown(ctx) // a collector that is away must not keep the service from stopping
	}
	return otelhttp.NewHandler(h, "yakkan", otelhttp.WithTracerProvider(p)), flush, nil
}
