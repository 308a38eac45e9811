package store

import (
	"testing"
	"time"
)

// BenchmarkFileKey is what every request with a key costs.
func BenchmarkFileKey(b *testing.B) {
	s, err := OpenFile(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	if err := s.AddKey(b.Context(), Key{ID: "k", Tenant: "acme", Created: time.Now(), Scopes: []string{"read"}}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := s.Key(b.Context(), "k"); err != nil {
			b.Fatal(err)
		}
	}
}
