package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

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
}

// post analyses the n-th document; the status is 0 if there was no answer.
func (s *service) post(n int) (answer, int) {
	text := fmt.Sprintf("# 第%d号サービス利用規約\n\n## 第1条\n当社は、運営上必要と判断した場合、契約者の登録したデータを閲覧することができます。\n", n)
	res, err := http.Post(s.url+"/v1/analyses", "text/markdown", strings.NewReader(text))
	if err != nil {
		return answer{}, 0
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	var a answer
	if err != nil || json.Unmarshal(b, &a) != nil && res.StatusCode == 200 {
		return answer{}, 0
	}
	return a, res.StatusCode
}

// TestKilled: every analysis that was answered before a kill -9 under load is
// there after the next start.
func TestKilled(t *testing.T) {
	data := t.TempDir()
	s := start(t, "--data", data)
	var mu sync.Mutex
	answered := map[string]json.RawMessage{}
	enough := make(chan struct{})
	var clients sync.WaitGroup
	for c := range 4 {
		clients.Go(func() {
			for n := c; ; n += 4 {
				a, status := s.post(n)
				if status == 0 {
					return
				}
				if status != 200 || !a.Stored {
					t.Errorf("status %d, stored %v", status, a.Stored)
					return
				}
				mu.Lock()
				answered[a.ID] = a.Reports
				if len(answered) == 60 {
					close(enough)
				}
				mu.Unlock()
			}
		})
	}
	select {
	case <-enough:
	case <-time.After(60 * time.Second):
		t.Error("too slow to test")
	}
	s.kill()
	clients.Wait()
	s = start(t, "--data", data)
	for id, reports := range answered {
		res, err := http.Get(s.url + "/v1/analyses/" + id)
		if err != nil {
			t.Fatal(err)
		}
		var a answer
		err = json.NewDecoder(res.Body).Decode(&a)
		_ = res.Body.Close()
		if err != nil || res.StatusCode != 200 || !bytes.Equal(a.Reports, reports) {
			t.Fatalf("analysis %s after the restart: %d, %v", id, res.StatusCode, err)
		}
	}
}

// TestRedisStops: while Redis is away every request is still answered rightly,
// and soon after it is back things are kept again.
func TestRedisStops(t *testing.T) {
	bin, err := exec.LookPath("redis-server")
	if err != nil {
		t.Skip("redis-server is not installed (Debian: apt-get install redis-server)")
	}
	address := freeAddress(t)
	_, port, _ := net.SplitHostPort(address)
	dir := t.TempDir()
	redis := func() *exec.Cmd {
		c := exec.Command(bin, "--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", dir)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		return c
	}
	stop := func(c *exec.Cmd) {
		_ = c.Process.Kill()
		_ = c.Wait()
	}
	r := redis()
	s := start(t, "--redis", "redis://"+address)
	until := func(what string, limit time.Duration, ok func(answer) bool) answer {
		t.Helper()
		for end := time.Now().Add(limit); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
			a, status := s.post(1)
			if status != 200 {
				t.Fatalf("%s: status %d", what, status)
			}
			if ok(a) {
				return a
			}
		}
		t.Fatalf("%s: not within %v", what, limit)
		return answer{}
	}
	first := until("with Redis", 10*time.Second, func(a answer) bool { return a.Stored })
	stop(r)
	for n := range 20 {
		a, status := s.post(n)
		if status != 200 {
			t.Fatalf("without Redis: status %d", status)
		}
		if n == 1 && !bytes.Equal(a.Reports, first.Reports) {
			t.Error("another answer without Redis")
		}
	}
	if a, _ := s.post(1000); a.Stored {
		t.Error("said to be kept without Redis")
	}
	r = redis()
	defer stop(r)
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if a, _ := s.post(2000); a.Stored {
			if !bytes.Equal(until("again", time.Second, func(answer) bool { return true }).Reports, first.Reports) {
				t.Error("another answer after Redis came back")
			}
			break
		}
		if time.Now().After(end) {
			t.Fatal("nothing is kept 10 seconds after Redis came back")
		}
	}
}

// TestDiskFull: a full disk is said to be full, and what was kept stays.
func TestDiskFull(t *testing.T) {
	data := t.TempDir()
	if err := exec.Command("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", data).Run(); err != nil {
		t.Skip("cannot mount a small file system here (needs root): ", err)
	}
	t.Cleanup(func() { _ = exec.Command("umount", "-l", data).Run() })
	s := start(t, "--data", data)
	var kept []string
	full := 0
	for n := range 400 {
		a, status := s.post(n)
		switch status {
		case 200:
			kept = append(kept, a.ID)
		case 507:
			full++
		default:
			t.Fatalf("document %d: status %d", n, status)
		}
		if full == 3 {
			break
		}
	}
	if full == 0 {
		t.Fatal("1 MB held 400 analyses")
	}
	for _, id := range kept {
		res, err := http.Get(s.url + "/v1/analyses/" + id)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != 200 {
			t.Errorf("kept analysis %s: %d", id, res.StatusCode)
		}
	}
}

// TestStops: a stop lets requests end and is clean.
func TestStops(t *testing.T) {
	s := start(t, "--data", t.TempDir())
	if _, status := s.post(1); status != 200 {
		t.Fatal(status)
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case <-s.done:
	case <-time.After(20 * time.Second):
		t.Fatal("it does not stop")
	}
	if code := s.cmd.ProcessState.ExitCode(); code != 0 || !strings.Contains(s.log.String(), `"stopped"`) {
		t.Errorf("exit code %d: %s", code, s.log)
	}
}

// TestServeRefuses: what would be a mistake does not start, and says what to do.
func TestServeRefuses(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	conf := filepath.Join(dir, "conf.yaml")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(conf, []byte("listen: 127.0.0.1:0\nmax_bdy: 3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"--listen", "0.0.0.0:0"}, "yakkan keys create"},
		{[]string{"--listen", "0.0.0.0:0", "--data", filepath.Join(dir, "d")}, "there is no API key in force"},
		{[]string{"--data", filepath.Join(file, "x")}, "cannot open --data"},
		{[]string{"--redis", "localhost"}, "redis://"},
		{[]string{"--config", conf}, "conf.yaml:2: there is no setting max_bdy; did you mean max-body?"},
		{[]string{"--auth", "never"}, "auto, required or open"},
		{[]string{"--tls-cert", "x"}, "--tls-key"},
	} {
		var out, errw bytes.Buffer
		code := run(append([]string{"--lang", "en", "serve"}, tt.args...), strings.NewReader(""), &out, &errw)
		if code != exitUsage || !strings.Contains(errw.String(), tt.want) {
			t.Errorf("serve %v: exit code %d, %s; want %q", tt.args, code, &errw, tt.want)
		}
	}
}

// TestKeysCommand: a key that was made is listed and can be revoked while the
// service runs.
func TestKeysCommand(t *testing.T) {
	data := t.TempDir()
	keys := func(args ...string) string {
		t.Helper()
		var out, errw bytes.Buffer
		if code := run(append([]string{"keys", "--data", data}, args...), strings.NewReader(""), &out, &errw); code != exitClean {
			t.Fatalf("keys %v: %d, %s", args, code, &errw)
		}
		return strings.TrimSpace(out.String())
	}
	secret := keys("create", "ci", "--tenant", "acme", "--scopes", "read")
	if list := keys("list"); !strings.Contains(list, "acme") || strings.Contains(list, secret[20:]) {
		t.Errorf("list: %s", list)
	}
	s := start(t, "--data", data, "--auth", "required")
	get := func() int {
		req, _ := http.NewRequest("GET", s.url+"/v1/rules", nil)
		req.Header.Set("Authorization", "Bearer "+secret)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		return res.StatusCode
	}
	if got := get(); got != 200 {
		t.Errorf("with the key: %d", got)
	}
	keys("revoke", secret)
	if got := get(); got != 401 {
		t.Errorf("with the revoked key: %d", got)
	}
	if _, status := s.post(1); status != 401 {
		t.Errorf("without a key: %d", status)
	}
}
