package api

import (
	"context"
	"net"
	"os/exec"
	"testing"
	"time"

	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/corpus"
	"github.com/yakkan/yakkan/corpus/queue"
	"github.com/yakkan/yakkan/corpus/store"
)

// TestBatchOnWorkers runs a batch of a service on Redis by a worker that shares
// nothing with it but Redis and the folder, and asks another node for it.
func TestBatchOnWorkers(t *testing.T) {
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Skip("there is no redis-server (Debian: apt-get install redis-server); batches on workers are not tested")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	l.Close()
	cmd := exec.Command("redis-server", "--port", port, "--bind", "127.0.0.1", "--dir", t.TempDir(), "--save", "")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	address := "redis://127.0.0.1:" + port + "/0"
	node := func() (store.Store, *queue.Queue) {
		st, err := store.OpenRedis(address)
		if err != nil {
			t.Fatal(err)
		}
		q, err := queue.Open(address, queue.Options{Silence: 2 * time.Second})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = q.Close(); _ = st.Close() })
		for range 100 {
			if st.Ping(t.Context()) == nil {
				break
			}
			time.Sleep(50 * time.Millisecond)
		}
		return st, q
	}
	dir := t.TempDir()
	st, q := node()
	_, own := node()
	ctx, stop := context.WithCancel(t.Context())
	worked := make(chan error, 1)
	w := &corpus.Worker{Reader: func(settings map[string]string) (corpus.Read, error) {
		opt, err := corpus.OptionsOf(settings)
		if err != nil {
			return nil, queue.Permanent(err)
		}
		return func(ctx context.Context, name string, data []byte) (*report.Report, error) {
			return engine().Analyzer.Analyze(ctx, name, data, opt)
		}, nil
	}}
	go func() { worked <- own.Work(ctx, 1, time.Second, w.Do) }()
	defer func() {
		stop()
		if err := <-worked; err != nil {
			t.Error(err)
		}
	}()
	b := openBatches(t, BatchConfig{Dir: dir, Queue: q}, func(_ *Config, sc *ServiceConfig) { sc.Store = st })
	one := b.wait(b.post("/v1/batches?kind=terms", "application/jsonl", jsonl(250, 0)).ID)
	if one.Status != BatchCompleted || one.RequestCounts.Completed != 250 || one.RequestCounts.Total != 250 {
		t.Fatalf("%+v %s", one, b.log.String())
	}
	status, err := q.Status(t.Context())
	if err != nil || len(status.Batches) != 1 || status.Batches[0].Facts["state"] != "complete" || status.Dead != 0 {
		t.Errorf("status %+v: %v", status, err)
	}
	st2, q2 := node()
	other := openBatches(t, BatchConfig{Dir: dir, Queue: q2}, func(_ *Config, sc *ServiceConfig) { sc.Store = st2 })
	if got := other.get(one.ID); got.Status != BatchCompleted || got.RequestCounts != one.RequestCounts {
		t.Errorf("another node says %+v", got)
	}
	if status, _, data := other.do("GET", *one.OutputFile, ""); status != 200 || len(data) == 0 {
		t.Errorf("another node has no results: %d", status)
	}
	st3, _ := node()
	third := openBatches(t, BatchConfig{}, func(_ *Config, sc *ServiceConfig) { sc.Store = st3 })
	if status, _, data := third.do("POST", "/v1/batches", jsonl(1, 0), "Content-Type", "application/jsonl", "Idempotency-Key", `"third"`); status != 507 {
		t.Errorf("a node without a place for batches: %d %s", status, data)
	}
}
