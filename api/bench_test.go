package api

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"github.com/yakkan/yakkan/corpus/store"
)

// BenchmarkUncached is a request of docs/load.sh from the handler on: terms that
// were not sent before, analysed and kept in memory. "answer" is all of it, "analysis"
// what the analyzer alone takes of that.
func BenchmarkUncached(b *testing.B) {
	terms, err := os.ReadFile("../docs/_load/terms.md")
	if err != nil {
		b.Fatal(err)
	}
	sc := engine()
	st := store.NewMemory(0)
	sc.Store = st
	service := NewService(sc)
	s := NewServer(Config{Open: true, Service: service})
	defer func() {
		s.Close()
		service.Close()
		_ = st.Close()
	}()
	n := 0
	next := func() []byte {
		n++
		return fmt.Appendf(terms[:len(terms):len(terms)], "\n## 附則\n第%d号\n", n)
	}
	b.Run("answer", func(b *testing.B) {
		b.SetBytes(int64(len(terms)))
		b.ReportAllocs()
		for b.Loop() {
			r := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "/v1/analyses", bytes.NewReader(next()))
			r.Header.Set("Content-Type", "text/markdown")
			w := nowhere{header: http.Header{}}
			if s.ServeHTTP(&w, r); w.status != http.StatusOK {
				b.Fatal(w.status)
			}
		}
	})
	b.Run("analysis", func(b *testing.B) {
		b.SetBytes(int64(len(terms)))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := service.make(b.Context(), &AnalyzeIn{Documents: []Upload{{Format: "markdown", Data: next()}}}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// nowhere takes an answer and forgets it.
type nowhere struct {
	header http.Header
	status int
}

// Header implements http.ResponseWriter.
func (w *nowhere) Header() http.Header { return w.header }

// WriteHeader implements http.ResponseWriter.
func (w *nowhere) WriteHeader(status int) { w.status = status }

// Write implements io.Writer.
func (w *nowhere) Write(b []byte) (int, error) { return len(b), nil }
