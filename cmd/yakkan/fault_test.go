package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// What goes wrong under a running service: it is killed, Redis stops, the disk is
// full or cannot be written. docs/faults.sh runs these for longer.

var faultTime = flag.Duration("faults", time.Second, "how long each fault is under load")

// service is a yakkan serve in a process of its own.
type service struct {
	t    *testing.T
	cmd  *exec.Cmd
	url  string
	log  *bytes.Buffer
	done chan struct{}
}

// start runs this test binary as yakkan serve and waits until it is ready.
func start(t *testing.T, args ...string) *service {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	as := filepath.Join(t.TempDir(), "yakkan") // the name by which TestMain knows what to be
	if err := os.Symlink(exe, as); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	address := freeAddress(t)
	s := &service{t: t, url: "http://" + address, log: &bytes.Buffer{}, done: make(chan struct{})}
	s.cmd = exec.Command(as, append([]string{"serve", "--listen", address}, args...)...)
	if len(args) > 0 && strings.HasPrefix(args[0], "ulimit ") { // of the shell that becomes the service
		s.cmd = exec.Command("sh", append([]string{"-c", args[0] + ` && exec "$@"`, "sh", as, "serve", "--listen", address}, args[1:]...)...)
	}
	s.cmd.Stderr = s.log
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = s.cmd.Wait()
		close(s.done)
	}()
	t.Cleanup(s.kill)
	for range 600 {
		if res, err := http.Get(s.url + "/healthz"); err == nil {
			_ = res.Body.Close()
			return s
		}
		select {
		case <-s.done:
			t.Fatalf("it ended: %s", s.log)
		case <-time.After(50 * time.Millisecond):
		}
	}
	t.Fatal("it did not start")
	return nil
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func (s *service) kill() {
	_ = s.cmd.Process.Kill()
	<-s.done
}

type answer struct {
	ID      string
	Stored  bool
	Reports json.RawMessage
	Type    string // of a problem
	Detail  string
}

// post analyses the n-th document; the status is 0 if there was no answer.
func (s *service) post(n int) (answer, int) {
	text := fmt.Sprintf("# 第%d号サービス利用規約\n\n## 第1条\n当社は、運営上必要と判断した場合、契約者の登録したデータを閲覧することができます。\n", n)
	return s.read(http.Post(s.url+"/v1/analyses", "text/markdown", strings.NewReader(text)))
}

func (s *service) get(id string) (answer, int) { return s.read(http.Get(s.url + "/v1/analyses/" + id)) }

func (s *service) read(res *http.Response, err error) (answer, int) {
	if err != nil {
		return answer{}, 0
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	var a answer
	if err != nil || json.Unmarshal(b, &a) != nil {
		return answer{}, 0
	}
	return a, res.StatusCode
}

// load posts from several clients until stop says so, each its own documents
// unless among limits them. Every answer is given to see; a client ends when see
// returns false.
func (s *service) load(clients, among int, see func(n int, a answer, status int) bool) *sync.WaitGroup {
	var wg sync.WaitGroup
	for c := range clients {
		wg.Go(func() {
			for n := c; ; n += clients {
				k := n
				if among > 0 {
					k = n % among
				}
				if a, status := s.post(k); !see(k, a, status) {
					return
				}
			}
		})
	}
	return &wg
}

// found compares analyses that were answered with what the service has.
func (s *service) found(answered map[string]json.RawMessage) {
	s.t.Helper()
	for id, reports := range answered {
		if a, status := s.get(id); status != 200 || !bytes.Equal(a.Reports, reports) {
			s.t.Fatalf("analysis %s, one of %d: status %d", id, len(answered), status)
		}
	}
}

// TestKilled: every analysis that was answered before a kill -9 under load is
// there after the next start.
func TestKilled(t *testing.T) {
	data := t.TempDir()
	answered := map[string]json.RawMessage{}
	var mu sync.Mutex
	rounds := 0
	for end := time.Now().Add(*faultTime); rounds == 0 || time.Now().Before(end); rounds++ {
		s := start(t, "--data", data)
		s.found(answered)
		had := len(answered)
		enough := make(chan struct{})
		clients := s.load(4, 0, func(n int, a answer, status int) bool {
			if status == 0 {
				return false // killed
			}
			if status == http.StatusServiceUnavailable {
				return true // refused on a busy machine: nothing was answered that could be lost
			}
			if status != 200 || !a.Stored {
				t.Errorf("status %d, stored %v", status, a.Stored)
				return false
			}
			mu.Lock()
			defer mu.Unlock()
			if len(answered) < had+60 {
				if answered[a.ID] = a.Reports; len(answered) == had+60 {
					close(enough)
				}
			} else {
				answered[a.ID] = a.Reports
			}
			return true
		})
		select {
		case <-enough:
		case <-time.After(60 * time.Second):
			t.Error("too slow to test")
		}
		s.kill()
		clients.Wait()
	}
	start(t, "--data", data).found(answered)
	t.Logf("killed %d times, all of %d analyses found again", rounds, len(answered))
}

// TestRedisStops: while Redis is away every request is still answered rightly;
// soon after it is back things are kept again, and what was said to be kept is
// there.
func TestRedisStops(t *testing.T) {
	bin, err := exec.LookPath("redis-server")
	if err != nil {
		t.Skip("redis-server is not installed (Debian: apt-get install redis-server)")
	}
	address := freeAddress(t)
	_, port, _ := net.SplitHostPort(address)
	dir := t.TempDir()
	redis := func() *exec.Cmd {
		c := exec.Command(bin, "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "yes", "--appendfsync", "always", "--dir", dir)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		return c
	}
	r := redis()
	defer func() {
		_ = r.Process.Kill()
		_ = r.Wait()
	}()
	s := start(t, "--redis", "redis://"+address)
	var mu sync.Mutex
	right := map[int]json.RawMessage{}   // by document
	kept := map[string]json.RawMessage{} // by ID, where it was said to be kept
	var last atomic.Pointer[answer]      // of a document that was not asked for before
	var stop, away atomic.Bool           // away while nothing can be kept
	var answers, during, unstored atomic.Int64
	fresh := atomic.Int64{}
	fresh.Store(1_000_000)
	see := func(n int, a answer, status int) bool {
		if status != 200 {
			t.Errorf("document %d: status %d, %s", n, status, a.Type)
			return false
		}
		answers.Add(1)
		if away.Load() {
			during.Add(1)
		}
		if !a.Stored {
			unstored.Add(1)
		}
		mu.Lock()
		defer mu.Unlock()
		if was, ok := right[n]; ok && !bytes.Equal(was, a.Reports) {
			t.Errorf("document %d: another answer than before", n)
			return false
		}
		right[n] = a.Reports
		if a.Stored {
			kept[a.ID] = a.Reports
		}
		return !stop.Load()
	}
	clients := s.load(3, 40, see)
	clients.Go(func() { // and new documents, which no cache has
		for {
			n := int(fresh.Add(1))
			a, status := s.post(n)
			last.Store(&a)
			if !see(n, a, status) {
				return
			}
		}
	})
	until := func(what string, ok func(answer) bool) time.Duration {
		t.Helper()
		begin := time.Now()
		for time.Since(begin) < 10*time.Second {
			if a := last.Load(); a != nil && a.ID != "" && ok(*a) {
				return time.Since(begin)
			}
			time.Sleep(10 * time.Millisecond)
		}
		t.Errorf("%s: not within 10 seconds", what)
		return 0
	}
	rounds := 0
	var longest time.Duration
	for end := time.Now().Add(*faultTime); rounds == 0 || time.Now().Before(end) && !t.Failed(); rounds++ {
		until("kept", func(a answer) bool { return a.Stored })
		time.Sleep(200 * time.Millisecond)
		_ = r.Process.Kill()
		_ = r.Wait()
		away.Store(true)
		until("said not to be kept", func(a answer) bool { return !a.Stored })
		time.Sleep(*faultTime / 10)
		away.Store(false)
		r = redis()
		longest = max(longest, until("kept again", func(a answer) bool { return a.Stored }))
	}
	stop.Store(true)
	clients.Wait()
	s.found(kept)
	t.Logf("Redis killed %d times under %d requests, %d of them while it was away and %d not kept; kept again after %v at most; all of %d kept analyses found", rounds, answers.Load(), during.Load(), unstored.Load(), longest.Round(time.Millisecond), len(kept))
	if during.Load() == 0 || unstored.Load() == 0 {
		t.Error("nothing was asked while Redis was away")
	}
}

// small returns a folder on a file system of its own of about 1 MB.
func small(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := exec.Command("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", dir).Run(); err != nil {
		t.Skip("cannot mount a small file system here (needs root): ", err)
	}
	t.Cleanup(func() { _ = exec.Command("umount", "-l", dir).Run() })
	return dir
}

// fill posts until nothing fits any more and returns what was kept.
func (s *service) fill() map[string]json.RawMessage {
	s.t.Helper()
	kept := map[string]json.RawMessage{}
	full := 0
	for n := range 1000 {
		a, status := s.post(n)
		switch {
		case status == 200 && a.Stored:
			kept[a.ID] = a.Reports
		case status == 507 && strings.HasSuffix(a.Type, "/not-stored") && strings.Contains(a.Detail, "ephemeral=true"):
			full++
		default:
			s.t.Fatalf("document %d: status %d, stored %v, %s %s", n, status, a.Stored, a.Type, a.Detail)
		}
		if full == 3 {
			return kept
		}
	}
	s.t.Fatal("1 MB held 1000 analyses")
	return nil
}

// TestDiskFull: a full disk is said to be full, what was kept stays, documents
// are still analysed where nothing is to be kept, and once there is room again
// things are kept again.
func TestDiskFull(t *testing.T) {
	data := small(t)
	filler := filepath.Join(data, "filler")
	if err := os.WriteFile(filler, make([]byte, 300<<10), 0o600); err != nil {
		t.Fatal(err)
	}
	s := start(t, "--data", data)
	kept := s.fill()
	s.found(kept)
	if _, status := s.read(http.Post(s.url+"/v1/analyses?ephemeral=true", "text/plain", strings.NewReader("当社は、契約者のデータを閲覧することができます。"))); status != 200 {
		t.Errorf("without keeping anything: status %d", status)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if a, status := s.post(2000); status == 200 && a.Stored {
			break
		}
		if time.Now().After(end) {
			t.Fatal("nothing is kept 10 seconds after there was room again")
		}
	}
	s.kill()
	start(t, "--data", data).found(kept)
	t.Logf("%d analyses kept before the disk was full", len(kept))
}

// TestFileLimit: a limit on the size of files is said as a full disk is.
func TestFileLimit(t *testing.T) {
	data := t.TempDir()
	s := start(t, "ulimit -f 1024", "--data", data)
	kept := s.fill()
	s.found(kept)
	s.kill()
	start(t, "--data", data).found(kept)
}

// TestReadOnlyFolder: a service that cannot write its folder does not start, and
// says which it is and what to do.
func TestReadOnlyFolder(t *testing.T) {
	data := small(t)
	s := start(t, "--data", data)
	if _, status := s.post(1); status != 200 {
		t.Fatal(status)
	}
	s.kill()
	if err := exec.Command("mount", "-o", "remount,ro", data).Run(); err != nil {
		t.Skip("cannot mount for reading only here: ", err)
	}
	var out, errw bytes.Buffer
	code := run([]string{"--lang", "en", "serve", "--listen", "127.0.0.1:0", "--data", data}, strings.NewReader(""), &out, &errw)
	if code != exitUsage || !strings.Contains(errw.String(), data) || !strings.Contains(errw.String(), "permissions") {
		t.Errorf("exit code %d: %s", code, &errw)
	}
}
