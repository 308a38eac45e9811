package api

import (
	"bytes"
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yakkan/yakkan/corpus/store"
)

// TestPacking: analyses in memory are packed when nobody waits for a turn, and not
// before; either way they are the same.
func TestPacking(t *testing.T) {
	mem := store.NewMemory(0)
	defer mem.Close()
	s := open(t, func(_ *Config, sc *ServiceConfig) { sc.Store, sc.Limits.CacheBytes, sc.Limits.Analyses = mem, -1, 1 })
	made := s.analyze(sample)
	get := func() ([]byte, *store.Analysis) {
		t.Helper()
		kept, err := mem.Get(t.Context(), Anyone.Tenant, made.ID)
		if err != nil {
			t.Fatal(err)
		}
		return s.read(s.do("GET", "/v1/analyses/"+made.ID, ""), 200), kept
	}
	plain, kept := get()
	if isPacked(kept.Body) {
		t.Fatal("packed while somebody waits for the answer")
	}
	if again := s.read(s.do("POST", "/v1/analyses?name=a.md", sample, "Content-Type", "text/markdown"), 200); !bytes.Equal(again, plain) {
		t.Error("the answer from what is not packed is another one")
	}
	synctest.Test(t, func(t *testing.T) {
		var working sync.WaitGroup
		ctx, cancel := context.WithCancel(context.Background())
		p, g := newPacking(mem), newGate(1, 1, s.service.limits.Wait)
		leave, _ := g.enter(ctx)
		p.kept(Anyone.Tenant, made.ID)
		working.Go(func() { p.run(ctx, g) })
		time.Sleep(2 * packingPause)
		if _, kept := get(); isPacked(kept.Body) {
			t.Error("packed while an analysis runs")
		}
		leave()
		time.Sleep(2 * packingPause)
		p.kept(Anyone.Tenant, made.ID) // once more what is packed
		time.Sleep(2 * packingPause)
		cancel()
		working.Wait()
	})
	packed, kept := get()
	if !isPacked(kept.Body) || !bytes.Equal(packed, plain) {
		t.Errorf("packed: %v, %d bytes of %d", isPacked(kept.Body), len(packed), len(plain))
	}
}
