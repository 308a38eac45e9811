package corpus

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/yakkan/yakkan/analyzer/report"
	"github.com/yakkan/yakkan/corpus/queue"
)

var testQueue = queue.Options{Silence: 800 * time.Millisecond, Backoff: 20 * time.Millisecond, Deliveries: 1000}

// stubWorker is a worker process of the tests. It ends only by being killed.
func stubWorker(address string) {
	q, err := queue.Open(address, testQueue)
	if err != nil {
		panic(err)
	}
	w := &Worker{Workers: 2, Reader: func(settings map[string]string) (Read, error) {
		if settings["library"] != "x" {
			return nil, queue.Permanent(errors.New("another library"))
		}
		return func(ctx context.Context, name string, data []byte) (*report.Report, error) {
			time.Sleep(500 * time.Microsecond)
			return stub(ctx, name, data)
		}, nil
	}}
	panic(q.Work(context.Background(), 1, time.Second, w.Do))
}

type redisServer struct {
	port, dir string
	cmd       *exec.Cmd
}

func startRedis(t *testing.T) *redisServer {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Skip("there is no redis-server (Debian: apt-get install redis-server); work on many machines is not tested")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	l.Close()
	r := &redisServer{port: port, dir: t.TempDir()}
	r.start(t)
	t.Cleanup(r.kill)
	return r
}

func (r *redisServer) address() string { return "redis://127.0.0.1:" + r.port + "/0" }

func (r *redisServer) start(t *testing.T) {
	t.Helper()
	r.cmd = exec.Command("redis-server", "--port", r.port, "--bind", "127.0.0.1", "--dir", r.dir, "--appendonly", "yes", "--save", "")
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for range 200 {
		if c, err := net.Dial("tcp", "127.0.0.1:"+r.port); err == nil {
			c.Close()
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("redis-server does not listen")
}

func (r *redisServer) kill() {
	_ = r.cmd.Process.Kill()
	_ = r.cmd.Wait()
}

// TestSpread runs over a corpus with four worker processes that are killed with
// -9 at random and started again, kills Redis once, and stops and resumes the
// process that hands out the work. Every document is in the results once: they
// are the same bytes as those of one process.
func TestSpread(t *testing.T) {
	dir := mixed(t, 2000)
	src := openTest(t, dir)
	local := stubRun(src, t.TempDir())
	want := do(t, local)
	server := startRedis(t)
	q, err := queue.Open(server.address(), testQueue)
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()

	type outcome struct {
		s   *Summary
		err error
	}
	place := t.TempDir()
	r := stubRun(src, place)
	ended := make(chan outcome, 1)
	begin := func() context.CancelFunc {
		ctx, stop := context.WithCancel(t.Context())
		go func() {
			defer stop()
			s, err := r.Spread(ctx, q)
			ended <- outcome{s, err}
		}()
		return stop
	}
	stop := begin()
	spawn := func() *exec.Cmd {
		c := exec.Command(os.Args[0])
		c.Env = append(os.Environ(), "YAKKAN_TEST_REDIS="+server.address())
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		return c
	}
	var workers [4]*exec.Cmd
	for i := range workers {
		workers[i] = spawn()
	}
	defer func() {
		for _, w := range workers {
			_ = w.Process.Kill()
			_ = w.Wait()
		}
	}()
	kills := 0
	limit := time.After(100 * time.Second)
	for tick := 1; ; tick++ {
		select {
		case got := <-ended:
			if errors.Is(got.err, context.Canceled) {
				r.Resume = true
				begin()
				continue
			}
			if got.err != nil {
				t.Fatal(got.err)
			}
			t.Logf("%d workers were killed", kills)
			if diff := cmp.Diff(want, results(t, r.Out)); diff != "" {
				t.Error(diff)
			}
			if kills < 3 {
				t.Errorf("only %d workers were killed: the test says little", kills)
			}
			st, err := q.Status(t.Context())
			if err != nil || st.Dead != 0 || len(st.Batches) != 1 || st.Batches[0].Facts["state"] != "complete" {
				t.Errorf("status %+v: %v", st, err)
			}
			return
		case <-limit:
			t.Fatal("no end")
		case <-time.After(120 * time.Millisecond):
		}
		if tick == 3 {
			other := stubRun(src, place)
			other.Resume = true
			if _, err := other.Do(t.Context()); !errors.Is(err, ErrRunning) {
				t.Errorf("another run into the same folder: %v", err)
			}
		}
		if tick == 6 {
			stop()
		}
		if tick == 12 {
			server.kill()
			time.Sleep(time.Second)
			server.start(t)
		}
		if tick < 40 {
			i := rand.IntN(len(workers))
			_ = workers[i].Process.Kill()
			_ = workers[i].Wait()
			workers[i] = spawn()
			kills++
		}
	}
}

// TestSpreadRefuses shows what a run on workers says that cannot end.
func TestSpreadRefuses(t *testing.T) {
	server := startRedis(t)
	q, err := queue.Open(server.address(), testQueue)
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	src := openTest(t, mixed(t, 30))
	r := stubRun(src, t.TempDir())
	w := &Worker{Reader: func(map[string]string) (Read, error) { return nil, queue.Permanent(errors.New("another library")) }}
	ctx, stop := context.WithCancel(t.Context())
	worked := make(chan error)
	go func() { worked <- q.Work(ctx, 1, time.Second, w.Do) }()
	if _, err := r.Spread(t.Context(), q); !errors.Is(err, ErrDead) || !strings.Contains(err.Error(), "another library") {
		t.Errorf("a run whose parts all fail: %v", err)
	}
	w.Reader = func(map[string]string) (Read, error) { return stub, nil }
	if n, err := q.Requeue(t.Context(), ""); n == 0 || err != nil {
		t.Errorf("requeue: %d, %v", n, err)
	}
	r.Resume = true
	if s, err := r.Spread(t.Context(), q); err != nil || s.Counts.Documents == 0 {
		t.Errorf("after requeue: %v", err)
	}
	stop()
	if err := <-worked; err != nil {
		t.Error(err)
	}
	r = stubRun(src, "mem://x")
	if _, err := r.Spread(t.Context(), q); !errors.Is(err, ErrLocal) {
		t.Errorf("a place in memory: %v", err)
	}

	// A source that was changed after it was cut.
	dir := files(t, map[string]string{"a.txt": "1", "b.txt": "2"})
	changed := openTest(t, dir)
	for sh, err := range changed.Shards(t.Context(), 10) {
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "b.txt"), []byte("longer"), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := (&Worker{}).part(t.Context(), changed, &job{Shard: sh}, Formats, stub)
		if !errors.Is(err, ErrChanged) {
			t.Errorf("a changed source: %v", err)
		}
		os.Remove(filepath.Join(dir, "b.txt"))
		if _, err := (&Worker{}).part(t.Context(), changed, &job{Shard: sh}, Formats, stub); err == nil {
			t.Error("a source that lost a file made a part")
		}
	}
	if fmt.Sprint((&Worker{}).Do(t.Context(), queue.Job{Body: []byte("{}")})) == "<nil>" {
		t.Error("an empty job was done")
	}
}
