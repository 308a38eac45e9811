//go:build !cli

package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/yakkan/yakkan/api"
)

// TestTraces: a span has the route of its request, and nothing of the document.
func TestTraces(t *testing.T) {
	var mu sync.Mutex
	var sent strings.Builder
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		mu.Lock()
		defer mu.Unlock()
		sent.Write(b)
	}))
	defer collector.Close()
	e, err := (&app{}).open()
	if err != nil {
		t.Fatal(err)
	}
	svc := api.NewService(api.ServiceConfig{Analyzer: e.Analyzer, Library: e.lib, Version: "test"})
	defer svc.Close()
	s := api.NewServer(api.Config{Service: svc, Open: true})
	defer s.Close()
	h, flush, err := traced(t.Context(), collector.URL, s)
	if err != nil {
		t.Fatal(err)
	}
	const secret = "ぬばたまの極秘条項"
	r := httptest.NewRequest("POST", "/v1/analyses?name="+secret, strings.NewReader("# 利用規約\n\n第1条 当社は、"+secret+"のデータを閲覧できます。\n"))
	r.Header.Set("Content-Type", "text/plain")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	flush()
	mu.Lock()
	defer mu.Unlock()
	if w.Code != 200 || !strings.Contains(sent.String(), "POST /v1/analyses") {
		t.Errorf("status %d; the span is not named by its route: %q", w.Code, sent.String())
	}
	if strings.Contains(sent.String(), secret) || strings.Contains(sent.String(), "%E3%81%AC") {
		t.Error("words of the document are in the span")
	}
}
