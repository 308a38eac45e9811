package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// redisServer starts a real Redis and returns its address and what stops it, or
// skips.
func redisServer(t *testing.T, port int) (address string, stop func()) {
	t.Helper()
	bin, err := exec.LookPath("redis-server")
	if err != nil {
		t.Skip("redis-server is not installed (Debian: apt-get install redis-server); miniredis was tested")
	}
	if port == 0 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		port = l.Addr().(*net.TCPAddr).Port
		_ = l.Close()
	}
	address = fmt.Sprintf("127.0.0.1:%d", port)
	cmd := exec.Command(bin, "--port", fmt.Sprint(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", t.TempDir())
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stopped := false
	stop = func() {
		if !stopped {
			stopped = true
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		}
	}
	t.Cleanup(stop)
	for range 200 {
		if c, err := net.Dial("tcp", address); err == nil {
			_ = c.Close()
			return address, stop
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("redis-server did not start")
	return "", nil
}

// each runs a test on every kind of store.
func each(t *testing.T, test func(*testing.T, Store)) {
	run := func(name string, open func(*testing.T) (Store, error)) {
		t.Run(name, func(t *testing.T) {
			s, err := open(t)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			})
			test(t, s)
		})
	}
	run("memory", func(*testing.T) (Store, error) { return NewMemory(0), nil })
	run("file", func(t *testing.T) (Store, error) { return OpenFile(t.TempDir()) })
	run("miniredis", func(t *testing.T) (Store, error) { return OpenRedis("redis://" + miniredis.RunT(t).Addr()) })
	run("redis", func(t *testing.T) (Store, error) {
		address, _ := redisServer(t, 0)
		return OpenRedis("redis://" + address)
	})
}

func made(tenant, id string, at time.Time) *Analysis {
	at = at.Truncate(time.Millisecond)
	return &Analysis{ID: id, Tenant: tenant, Created: at, Expires: at.Add(time.Hour), Summary: []byte(`{"id":"` + id + `"}`), Body: []byte(`{"body":"` + id + `"}`)}
}

func TestAnalyses(t *testing.T) {
	each(t, func(t *testing.T, s Store) {
		ctx := t.Context()
		now := time.Now()
		a := made("acme", "aaa", now)
		text := Text{Name: "規約.md", Media: "text/markdown", Data: []byte("本文\x00"), Expires: now.Add(time.Hour)}
		if err := s.Put(ctx, a, []Text{text}); err != nil {
			t.Fatal(err)
		}
		got, err := s.Get(ctx, "acme", "aaa")
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Body, a.Body) || !bytes.Equal(got.Summary, a.Summary) || !got.Created.Equal(a.Created) || !got.Expires.Equal(a.Expires) {
			t.Errorf("got %+v, want %+v", got, a)
		}
		kept, err := s.Text(ctx, "acme", "aaa", 0)
		if err != nil || kept.Name != text.Name || kept.Media != text.Media || !bytes.Equal(kept.Data, text.Data) {
			t.Errorf("text: %+v, %v", kept, err)
		}
		for what, err := range map[string]error{
			"another tenant's analysis":     second(s.Get(ctx, "other", "aaa")),
			"another tenant's text":         second(s.Text(ctx, "other", "aaa", 0)),
			"a text that is not there":      second(s.Text(ctx, "acme", "aaa", 1)),
			"a text of a negative number":   second(s.Text(ctx, "acme", "aaa", -1)),
			"deleting for another tenant":   s.Delete(ctx, "other", "aaa"),
			"an analysis that is not there": second(s.Get(ctx, "acme", "bbb")),
		} {
			if !errors.Is(err, ErrNotFound) {
				t.Errorf("%s: %v, want not found", what, err)
			}
		}
		// Without texts the kept ones go as well.
		if err := s.Put(ctx, a, nil); err != nil {
			t.Fatal(err)
		}
		if err := s.Delete(ctx, "acme", "aaa"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Get(ctx, "acme", "aaa"); !errors.Is(err, ErrNotFound) {
			t.Errorf("deleted: %v", err)
		}
		if err := s.Delete(ctx, "acme", "aaa"); !errors.Is(err, ErrNotFound) {
			t.Errorf("deleted twice: %v", err)
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestDeleteTakesTexts(t *testing.T) {
	each(t, func(t *testing.T, s Store) {
		ctx := t.Context()
		a := made("acme", "aaa", time.Now())
		text := Text{Name: "a", Data: []byte("x"), Expires: a.Expires}
		if err := s.Put(ctx, a, []Text{text, text}); err != nil {
			t.Fatal(err)
		}
		if err := s.Delete(ctx, "acme", "aaa"); err != nil {
			t.Fatal(err)
		}
		for n := range 2 {
			if _, err := s.Text(ctx, "acme", "aaa", n); !errors.Is(err, ErrNotFound) {
				t.Errorf("text %d of a deleted analysis: %v", n, err)
			}
		}
	})
}

// TestRepack: only what is still there is replaced.
func TestRepack(t *testing.T) {
	m := NewMemory(0)
	defer m.Close()
	put := func(body string) {
		t.Helper()
		if err := m.Put(t.Context(), &Analysis{ID: "a", Tenant: "t", Expires: time.Now().Add(time.Hour), Body: []byte(body)}, nil); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		name      string
		meanwhile func()
		want      string
	}{
		{"as it was", func() {}, "packed"},
		{"replaced", func() { put("newer") }, "newer"},
		{"deleted", func() { _ = m.Delete(t.Context(), "t", "a") }, ""},
	} {
		put("plain")
		m.Repack("t", "a", func(b []byte) []byte {
			if string(b) != "plain" {
				t.Errorf("%s: %q is to be packed", tt.name, b)
			}
			tt.meanwhile()
			return []byte("packed")
		})
		got := ""
		if a, err := m.Get(t.Context(), "t", "a"); err == nil {
			got = string(a.Body)
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	m.Repack("t", "missing", func([]byte) []byte { t.Error("what is not there is packed"); return nil })
}

func TestExpiry(t *testing.T) {
	each(t, func(t *testing.T, s Store) {
		if strings.HasSuffix(t.Name(), "/miniredis") {
			t.Skip("its clock stands still")
		}
		ctx := t.Context()
		a := made("acme", "aaa", time.Now())
		a.Expires = time.Now().Add(60 * time.Millisecond)
		text := Text{Name: "a", Data: []byte("x"), Expires: a.Expires}
		if err := s.Put(ctx, a, []Text{text}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(100 * time.Millisecond)
		_, err := s.Get(ctx, "acme", "aaa")
		_, errText := s.Text(ctx, "acme", "aaa", 0)
		all, _, errList := s.List(ctx, "acme", Page{Limit: 10})
		if !errors.Is(err, ErrNotFound) || !errors.Is(errText, ErrNotFound) || len(all) != 0 || errList != nil {
			t.Errorf("expired: %v, %v, %v, %v", err, errText, all, errList)
		}
	})
}

func TestList(t *testing.T) {
	each(t, func(t *testing.T, s Store) {
		ctx := t.Context()
		now := time.Now()
		var want []string
		for i := range 7 {
			a := made("acme", fmt.Sprintf("id%d", i), now.Add(time.Duration(i/2)*time.Second)) // pairs of the same moment
			want = append(want, a.ID)
			if err := s.Put(ctx, a, nil); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Put(ctx, made("other", "secret", now), nil); err != nil {
			t.Fatal(err)
		}
		slices.Reverse(want)
		var got []string
		after := ""
		for {
			part, next, err := s.List(ctx, "acme", Page{After: after, Limit: 3})
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range part {
				got = append(got, a.ID)
				if len(a.Body) > 0 {
					t.Error("a list carries bodies")
				}
			}
			if next == "" {
				break
			}
			if !ValidCursor(next) {
				t.Errorf("cursor %q is not valid", next)
			}
			after = next
		}
		if !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

func TestKeys(t *testing.T) {
	each(t, func(t *testing.T, s Store) {
		ctx := t.Context()
		now := time.Now().Truncate(time.Millisecond)
		k := Key{ID: "k1", Hash: []byte{1, 2}, Tenant: "acme", Name: "ci", Scopes: []string{"read"}, Created: now, Expires: now.Add(time.Hour)}
		if err := s.AddKey(ctx, k); err != nil {
			t.Fatal(err)
		}
		got, err := s.Key(ctx, "k1")
		if err != nil || got.Tenant != "acme" || !bytes.Equal(got.Hash, k.Hash) || !got.Expires.Equal(k.Expires) || !got.Revoked.IsZero() {
			t.Errorf("got %+v, %v", got, err)
		}
		if err := s.RevokeKey(ctx, "k1", now); err != nil {
			t.Fatal(err)
		}
		if got, _ := s.Key(ctx, "k1"); got.Revoked.IsZero() {
			t.Error("a revoked key is not")
		}
		if all, err := s.ListKeys(ctx); err != nil || len(all) != 1 || all[0].Revoked.IsZero() {
			t.Errorf("list: %+v, %v", all, err)
		}
		if _, err := s.Key(ctx, "k2"); !errors.Is(err, ErrNotFound) {
			t.Errorf("no key: %v", err)
		}
		if err := s.RevokeKey(ctx, "k2", now); !errors.Is(err, ErrNotFound) {
			t.Errorf("revoke no key: %v", err)
		}
	})
}

func TestClaims(t *testing.T) {
	each(t, func(t *testing.T, s Store) {
		ctx := t.Context()
		steps := []struct {
			tenant, fingerprint string
			want                ClaimState
			then                func() error
		}{
			{"acme", "f", Claimed, nil},
			{"acme", "f", Running, nil},
			{"acme", "g", Other, nil},
			{"other", "g", Claimed, func() error { return s.Release(ctx, "acme", "k") }},
			{"acme", "g", Claimed, func() error { return s.Finish(ctx, "acme", "k", "g", time.Hour) }},
			{"acme", "g", Done, nil},
			{"acme", "f", Other, nil},
		}
		for i, step := range steps {
			got, err := s.Claim(ctx, step.tenant, "k", step.fingerprint)
			if err != nil || got != step.want {
				t.Errorf("step %d: %v, %v, want %v", i, got, err, step.want)
			}
			if step.then != nil {
				if err := step.then(); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

// TestAtOnce asks a store for what it can do at once: the same as one after the
// other, and a key that is looked up takes what it is told to, revoked or not.
func TestAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s Store) {
		at, ok := s.(AtOnce)
		if !ok {
			t.Skip("this store is in the process")
		}
		ctx := t.Context()
		few, many := Quota{Name: "requests", Units: 2, Window: time.Hour}, Quota{Name: "content-bytes", Units: 1000, Window: time.Hour}
		asks := []Ask{{few, 1}, {many, 100}}
		k := Key{ID: "k1", Hash: []byte("hash"), Tenant: "acme", Created: time.Now().Truncate(time.Millisecond)}
		if err := s.AddKey(ctx, k); err != nil {
			t.Fatal(err)
		}
		got, err := at.TakeAll(ctx, "t/acme", asks)
		if err != nil || len(got) != 2 || !got[0].OK || got[0].Remaining != 1 || !got[1].OK || got[1].Remaining != 900 || got[1].Reset <= 0 {
			t.Fatalf("%+v, %v", got, err)
		}
		if err := s.RevokeKey(ctx, "k1", time.Now()); err != nil {
			t.Fatal(err)
		}
		key, got, err := at.KeyAndTake(ctx, "k1", "t/acme", asks)
		if err != nil || key.Tenant != "acme" || key.Revoked.IsZero() || len(got) != 2 || got[0].Remaining != 0 || got[1].Remaining != 800 {
			t.Fatalf("%+v, %+v, %v", key, got, err)
		}
		got, err = at.TakeAll(ctx, "t/acme", asks)
		if err != nil || len(got) != 1 || got[0].OK || got[0].Retry <= 0 {
			t.Errorf("over the first quota: %+v, %v", got, err)
		}
		if one, err := s.Take(ctx, "t/acme", many, 1); err != nil || one.Remaining != 799 {
			t.Errorf("what was refused took of the second quota: %+v, %v", one, err)
		}
		if _, _, err := at.KeyAndTake(ctx, "none", "t/other", asks); !errors.Is(err, ErrNotFound) {
			t.Errorf("a key that is none: %v", err)
		}
	})
}

func TestQuotas(t *testing.T) {
	each(t, func(t *testing.T, s Store) {
		ctx := t.Context()
		q := Quota{Name: "requests", Units: 3, Window: time.Hour}
		for i := range 3 {
			got, err := s.Take(ctx, "acme", q, 1)
			if err != nil || !got.OK || got.Remaining != 2-i {
				t.Fatalf("take %d: %+v, %v", i, got, err)
			}
		}
		got, err := s.Take(ctx, "acme", q, 1)
		if err != nil || got.OK || got.Retry <= 0 || got.Retry > time.Hour || got.Remaining != 0 {
			t.Errorf("over the quota: %+v, %v", got, err)
		}
		if got, _ := s.Take(ctx, "other", q, 3); !got.OK {
			t.Error("a quota is shared among tenants")
		}
		if got, _ := s.Take(ctx, "third", q, 4); got.OK {
			t.Error("more than the quota was allowed at once")
		}
	})
}

// TestFileSurvives: what was put is there in the next process, even if the one
// before did not close the file.
func TestFileSurvives(t *testing.T) {
	dir := t.TempDir()
	s, err := OpenFile(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Put(t.Context(), made("acme", "aaa", time.Now()), nil); err != nil {
		t.Fatal(err)
	}
	again, err := OpenFile(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := again.Get(t.Context(), "acme", "aaa"); err != nil {
		t.Error(err)
	}
	if err := errors.Join(again.Close(), s.Close()); err != nil {
		t.Error(err)
	}
	if st, err := os.Stat(filepath.Join(dir, "yakkan.db")); err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", st.Mode(), err)
	}
}

// TestFileForgets: nothing of a deleted text is left on the disk.
func TestFileForgets(t *testing.T) {
	dir := t.TempDir()
	s, err := OpenFile(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	secret := strings.Repeat("秘密の条項。", 500)
	a := made("acme", "aaa", time.Now())
	if err := s.Put(t.Context(), a, []Text{{Name: "a", Data: []byte(secret), Expires: a.Expires}}); err != nil {
		t.Fatal(err)
	}
	onDisk := func() bool {
		files, _ := filepath.Glob(filepath.Join(dir, "*"))
		for _, f := range files {
			if b, _ := os.ReadFile(f); bytes.Contains(b, []byte("秘密の条項。")) {
				return true
			}
		}
		return false
	}
	if !onDisk() {
		t.Fatal("the text is not on the disk; the test cannot see it go")
	}
	if err := s.Delete(t.Context(), "acme", "aaa"); err != nil {
		t.Fatal(err)
	}
	if onDisk() {
		t.Error("the deleted text is still on the disk")
	}
}

func TestFileFull(t *testing.T) {
	s, err := OpenFile(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.write.Exec("PRAGMA max_page_count = 40"); err != nil {
		t.Fatal(err)
	}
	a := made("acme", "aaa", time.Now())
	a.Body = make([]byte, 1<<20)
	if err := s.Put(t.Context(), a, nil); !errors.Is(err, ErrFull) {
		t.Errorf("got %v, want full", err)
	}
	if _, err := s.Get(t.Context(), "acme", "aaa"); !errors.Is(err, ErrNotFound) {
		t.Errorf("half of it was kept: %v", err)
	}
	if err := s.Put(t.Context(), made("acme", "bbb", time.Now()), nil); err != nil {
		t.Errorf("a small one does not fit any more: %v", err)
	}
}

func TestFileReadOnly(t *testing.T) {
	dir := t.TempDir()
	s, err := OpenFile(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.write.Exec("PRAGMA query_only = ON"); err != nil {
		t.Fatal(err)
	}
	if err := s.Put(t.Context(), made("acme", "aaa", time.Now()), nil); !errors.Is(err, ErrReadOnly) {
		t.Errorf("got %v, want read-only", err)
	}
	file := filepath.Join(dir, "not-a-folder")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenFile(file); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("a file as the data folder: %v", err)
	}
}

// TestRedisAway: calls fail at once while Redis is away, and work again within
// seconds.
func TestRedisAway(t *testing.T) {
	m := miniredis.RunT(t)
	s, err := OpenRedis("redis://" + m.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx := t.Context()
	if err := s.Put(ctx, made("acme", "aaa", time.Now()), nil); err != nil {
		t.Fatal(err)
	}
	m.Close()
	if _, err := s.Get(ctx, "acme", "aaa"); !errors.Is(err, ErrAway) {
		t.Fatalf("got %v, want away", err)
	}
	begin := time.Now()
	for range 100 {
		if _, err := s.Get(ctx, "acme", "aaa"); !errors.Is(err, ErrAway) {
			t.Fatalf("got %v, want away", err)
		}
	}
	if took := time.Since(begin); took > pause {
		t.Errorf("100 calls to a Redis that is away took %v", took)
	}
	if err := m.Restart(); err != nil {
		t.Fatal(err)
	}
	for range 100 {
		if _, err = s.Get(ctx, "acme", "aaa"); err == nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Errorf("not back after 5 seconds: %v", err)
}

// TestRedisDeleted: what one node deletes the others hear of.
func TestRedisDeleted(t *testing.T) {
	m := miniredis.RunT(t)
	var nodes [2]*Redis
	for i := range nodes {
		s, err := OpenRedis("redis://" + m.Addr())
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		nodes[i] = s
	}
	ctx, cancel := context.WithCancel(t.Context())
	heard, ready := make(chan string, 1), make(chan struct{}, 8)
	ended := make(chan struct{})
	go func() {
		nodes[1].Deleted(ctx, func(tenant, id string) { heard <- tenant + "/" + id }, func() { ready <- struct{}{} })
		close(ended)
	}()
	<-ready
	if err := nodes[0].Put(ctx, made("acme", "aaa", time.Now()), nil); err != nil {
		t.Fatal(err)
	}
	if err := nodes[0].Delete(ctx, "acme", "aaa"); err != nil {
		t.Fatal(err)
	}
	select {
	case got := <-heard:
		if got != "acme/aaa" {
			t.Errorf("heard of %q", got)
		}
	case <-time.After(5 * time.Second):
		t.Error("the other node did not hear of it")
	}
	cancel()
	<-ended
}

func TestParseRedis(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want string // addresses, master, cluster, TLS, db, user
		err  string
	}{
		{"redis://localhost", "[localhost:6379] \"\" false false 0 \"\"", ""},
		{"rediss://u:p%40ss@h:1/2", "[h:1] \"\" false true 2 \"u\"", ""},
		{"redis://a:1,b:2/3?master=m", "[a:1 b:2] \"m\" false false 3 \"\"", ""},
		{"redis://a:1,b:2?cluster=true", "[a:1 b:2] \"\" true false 0 \"\"", ""},
		{"http://x", "", "redis://"},
		{"redis://", "", "no host"},
		{"redis://h/x", "", "number"},
		{"redis://h?mastr=m", "", "unknown option"},
		{"redis://:hunter2@h?ca=x", "", "rediss"},
	} {
		opt, err := ParseRedis(tt.in)
		if tt.err != "" {
			if err == nil || !strings.Contains(err.Error(), tt.err) || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("ParseRedis(%q): %v, want %q", tt.in, err, tt.err)
			}
			continue
		}
		if err != nil {
			t.Errorf("ParseRedis(%q): %v", tt.in, err)
			continue
		}
		if got := fmt.Sprintf("%v %q %v %v %d %q", opt.Addrs, opt.MasterName, opt.IsClusterMode, opt.TLSConfig != nil, opt.DB, opt.Username); got != tt.want {
			t.Errorf("ParseRedis(%q) = %s, want %s", tt.in, got, tt.want)
		}
	}
}
