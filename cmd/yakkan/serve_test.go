//go:build !cli

package main

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

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
