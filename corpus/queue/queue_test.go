package queue

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"go.uber.org/goleak"
)

func xadd(stream string, values ...any) *redis.XAddArgs {
	return &redis.XAddArgs{Stream: stream, Values: values}
}

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/ThreeDotsLabs/watermill-redisstream/pkg/redisstream.(*Subscriber).read")) // it may sleep for half a second
}

// server is a real Redis with an append-only file.
type server struct {
	t    *testing.T
	dir  string
	port string
	cmd  *exec.Cmd
}

func startRedis(t *testing.T) *server {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Skip("there is no redis-server (Debian: apt-get install redis-server); the queue is not tested")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	l.Close()
	s := &server{t: t, dir: t.TempDir(), port: port}
	s.start()
	t.Cleanup(s.kill)
	return s
}

func (s *server) start() {
	s.t.Helper()
	s.cmd = exec.Command("redis-server", "--port", s.port, "--bind", "127.0.0.1", "--dir", s.dir, "--appendonly", "yes", "--save", "", "--daemonize", "no")
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	for range 200 {
		if c, err := net.Dial("tcp", "127.0.0.1:"+s.port); err == nil {
			c.Close()
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	s.t.Fatal("redis-server does not listen")
}

func (s *server) kill() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

func (s *server) queue(opt Options) *Queue {
	s.t.Helper()
	if opt.Silence == 0 {
		opt.Silence = 600 * time.Millisecond
	}
	if opt.Backoff == 0 {
		opt.Backoff = 10 * time.Millisecond
	}
	q, err := Open("redis://127.0.0.1:"+s.port+"/0", opt)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { q.Close() })
	return q
}

// tally counts what was done.
type tally struct {
	mu sync.Mutex
	n  map[string]int
}

func (c *tally) add(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.n == nil {
		c.n = map[string]int{}
	}
	c.n[key]++
}

func (c *tally) len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.n)
}

func publish(t *testing.T, q *Queue, batch string, n int) {
	t.Helper()
	for i := range n {
		if err := q.Publish(t.Context(), Job{Batch: batch, Key: strconv.Itoa(i), Body: json.RawMessage(strconv.Itoa(i))}); err != nil {
			t.Fatal(err)
		}
	}
}

func wait(t *testing.T, what string, until func() bool) {
	t.Helper()
	for range 1500 {
		if until() {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("waited too long until %s", what)
}

func doneOf(t *testing.T, q *Queue, batch string) int {
	t.Helper()
	n, _, err := q.Done(t.Context(), batch)
	if err != nil {
		t.Fatal(err)
	}
	return int(n)
}

// TestWork does jobs with three workers of which one stops early and hands back
// what it has not begun. None is done twice, and the stream is empty at the end.
func TestWork(t *testing.T) {
	s := startRedis(t)
	q := s.queue(Options{Silence: 20 * time.Second}) // nobody is taken for dead in this test
	publish(t, q, "b", 60)
	var all tally
	var running sync.WaitGroup
	early, stopEarly := context.WithCancel(t.Context())
	defer stopEarly()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	for i := range 3 {
		running.Go(func() {
			c := ctx
			if i == 0 {
				c = early
			}
			if err := s.queue(Options{Silence: 20 * time.Second}).Work(c, 2, time.Second, func(_ context.Context, j Job) error {
				time.Sleep(5 * time.Millisecond)
				all.add(j.Key)
				if all.len() == 20 {
					stopEarly()
				}
				return nil
			}); err != nil {
				t.Error(err)
			}
		})
	}
	wait(t, "all jobs are done", func() bool { return doneOf(t, q, "b") == 60 })
	if left, err := q.Backlog(t.Context()); left != 0 || err != nil {
		t.Errorf("%d jobs are left: %v", left, err)
	}
	stop()
	running.Wait()
	for k, n := range all.n {
		if n != 1 {
			t.Errorf("job %s was done %d times", k, n)
		}
	}
}

// TestDead puts aside what fails, what fails for good and what is no job, with
// the reason, and puts it back.
func TestDead(t *testing.T) {
	s := startRedis(t)
	q := s.queue(Options{Retries: 2})
	publish(t, q, "b", 6)
	if err := q.client.XAdd(t.Context(), xadd(q.Stream(), "nothing", "useful")).Err(); err != nil {
		t.Fatal(err)
	}
	var tried tally
	var heal sync.Map
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan error)
	go func() {
		ended <- q.Work(ctx, 1, time.Second, func(_ context.Context, j Job) error {
			tried.add(j.Key)
			if _, ok := heal.Load("all"); ok {
				return nil
			}
			switch j.Key {
			case "2":
				return errors.New("the disk is full")
			case "3":
				return Permanent(errors.New("no such source"))
			case "4":
				panic("a bug")
			case "5":
				if tried.n["5"] < 2 {
					return errors.New("once")
				}
			}
			return nil
		})
	}()
	wait(t, "three jobs are done", func() bool { return doneOf(t, q, "b") == 3 })
	wait(t, "four entries are put aside", func() bool {
		d, err := q.Dead(t.Context(), "")
		return err == nil && len(d) == 4
	})
	dead, err := q.Dead(t.Context(), "b")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, d := range dead {
		got[d.Key] = d.Reason
	}
	if len(got) != 3 || got["2"] != "the disk is full" || got["3"] != "no such source" || !strings.Contains(got["4"], "a bug") {
		t.Errorf("put aside: %v", got)
	}
	if tried.n["2"] != 3 || tried.n["3"] != 1 || tried.n["5"] != 2 {
		t.Errorf("tried %v", tried.n)
	}
	heal.Store("all", true)
	if n, err := q.Requeue(t.Context(), "b"); n != 3 || err != nil {
		t.Errorf("requeue: %d, %v", n, err)
	}
	wait(t, "all jobs are done", func() bool { return doneOf(t, q, "b") == 6 })
	st, err := q.Status(t.Context())
	if err != nil || len(st.Workers) != 1 || st.Dead != 1 {
		t.Errorf("status %+v: %v", st, err)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestRedisAway stops Redis in the middle: work waits and goes on.
func TestRedisAway(t *testing.T) {
	s := startRedis(t)
	var log bytes.Buffer
	q := s.queue(Options{Log: slog.New(slog.NewTextHandler(&syncWriter{w: &log}, nil))})
	if err := q.Begin(t.Context(), "b", map[string]string{"source": "here"}); err != nil {
		t.Fatal(err)
	}
	var all tally
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan error)
	go func() {
		ended <- q.Work(ctx, 2, time.Second, func(_ context.Context, j Job) error {
			time.Sleep(2 * time.Millisecond)
			all.add(j.Key)
			return nil
		})
	}()
	published := make(chan struct{})
	go func() {
		publish(t, q, "b", 300)
		close(published)
	}()
	wait(t, "some jobs are done", func() bool { return all.len() > 20 })
	s.kill()
	time.Sleep(1500 * time.Millisecond)
	s.start()
	<-published
	wait(t, "all jobs are done", func() bool { return doneOf(t, q, "b") >= 300 })
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if !strings.Contains(log.String(), "redis") || strings.Contains(log.String(), "metadata") {
		t.Errorf("log: %s", log.String())
	}
}

type syncWriter struct {
	mu sync.Mutex
	w  *bytes.Buffer
}

func (s *syncWriter) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.w.Write(p)
}

// TestKilledWorkers runs this test as worker processes that are killed with -9:
// each job is done, and one over which workers die is put aside.
func TestKilledWorkers(t *testing.T) {
	if address := os.Getenv("YAKKAN_TEST_REDIS"); address != "" {
		workUntilKilled(t, address, os.Getenv("YAKKAN_TEST_DIR"))
		return
	}
	s := startRedis(t)
	q := s.queue(Options{})
	dir := t.TempDir()
	publish(t, q, "b", 120)
	if err := q.Publish(t.Context(), Job{Batch: "b", Key: "poison"}); err != nil {
		t.Fatal(err)
	}
	spawn := func() *exec.Cmd {
		c := exec.Command(os.Args[0], "-test.run=^TestKilledWorkers$")
		c.Env = append(os.Environ(), "YAKKAN_TEST_REDIS=redis://127.0.0.1:"+s.port+"/0", "YAKKAN_TEST_DIR="+dir)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		return c
	}
	workers := []*exec.Cmd{spawn(), spawn(), spawn()}
	for round := 0; ; round++ {
		if round > 150 {
			t.Fatal("no end")
		}
		time.Sleep(time.Duration(150+10*round) * time.Millisecond)
		i := round % len(workers)
		_ = workers[i].Process.Kill()
		_ = workers[i].Wait()
		dead, err := q.Dead(t.Context(), "b")
		if err != nil {
			t.Fatal(err)
		}
		if doneOf(t, q, "b") == 120 && len(dead) == 1 {
			if dead[0].Key != "poison" || !strings.Contains(dead[0].Reason, "silent") {
				t.Errorf("put aside: %+v", dead[0])
			}
			break
		}
		workers[i] = spawn()
	}
	for _, w := range workers {
		if w.ProcessState == nil {
			_ = w.Process.Kill()
			_ = w.Wait()
		}
	}
	es, err := os.ReadDir(dir)
	if err != nil || len(es) != 120 {
		t.Errorf("%d of 120 jobs have results: %v", len(es), err)
	}
}

// workUntilKilled is a worker that dies of poison.
func workUntilKilled(t *testing.T, address, dir string) {
	q, err := Open(address, Options{Silence: 600 * time.Millisecond, Deliveries: 3})
	if err != nil {
		t.Fatal(err)
	}
	err = q.Work(t.Context(), 1, time.Second, func(_ context.Context, j Job) error {
		if j.Key == "poison" {
			_ = exec.Command("kill", "-9", fmt.Sprint(os.Getpid())).Run()
		}
		time.Sleep(10 * time.Millisecond)
		return os.WriteFile(filepath.Join(dir, j.Key), []byte("x"), 0o644)
	})
	t.Fatal("ended", err)
}

func TestOpen(t *testing.T) {
	for _, name := range []string{"a b", "a:b", "{a}"} {
		if _, err := Open("redis://127.0.0.1:1/0", Options{Name: name}); err == nil {
			t.Errorf("the name %q was taken", name)
		}
	}
	if _, err := Open("http://x", Options{}); err == nil {
		t.Error("an address that is not Redis was taken")
	}
	if got := []string{after("5-0"), after("7-41")}; !slices.Equal(got, []string{"5-1", "7-42"}) {
		t.Error(got)
	}
}
